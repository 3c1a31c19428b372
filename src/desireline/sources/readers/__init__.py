"""Readers for formats that nest: one module per format, found by looking into this folder.

In: nothing.  Out: `built_in()`, one `Reader` for each module here that offers `READER`. A new
format is a new file; nothing else changes. Tables with columns need no reader, but a mapping file.
"""

from __future__ import annotations

import importlib
import pkgutil

from desireline.sources.model import Reader

__all__ = ["built_in"]


def built_in() -> list[Reader]:
    """Load every reader of this folder, in the order of their names."""
    found: list[Reader] = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        reader = getattr(importlib.import_module(f"{__name__}.{module.name}"), "READER", None)
        if reader is not None:
            found.append(reader)
    return found
