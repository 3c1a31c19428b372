"""Desireline: exports of many tools in, an evidence-bearing customer journey map out.

import desireline as dl

ws = dl.open("acme")
ws.add("exports/")
ws.map().save("map.html")
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from desireline.errors import DesirelineError, InputError, WorkspaceError

if TYPE_CHECKING:
    from desireline.app import Map, Workspace, open

__all__ = ["DesirelineError", "InputError", "Map", "Workspace", "WorkspaceError", "open"]

_LAZY = {"Map", "Workspace", "open"}

# numpy's idle threads spin for a tenth of a second (2^28 cycles), on a core that the engine wants; it is read when numpy is loaded
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "20")


def __getattr__(name: str) -> Any:
    """Load the heavy half only when it is asked for: `desireline --help` answers at once."""
    if name in _LAZY:
        from desireline import app

        return getattr(app, name)
    raise AttributeError(f"module 'desireline' has no attribute {name!r}")
