"""Desireline: exports of many tools in, an evidence-bearing customer journey map out.

import desireline as dl

ws = dl.open("acme")
ws.add("exports/")
ws.map().save("map.html")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desireline.errors import DesirelineError, InputError, WorkspaceError

if TYPE_CHECKING:
    from desireline.app import Map, Workspace, open

__all__ = ["DesirelineError", "InputError", "Map", "Workspace", "WorkspaceError", "open"]

_LAZY = {"Map", "Workspace", "open"}


def __getattr__(name: str) -> Any:
    """Load the heavy half only when it is asked for: `desireline --help` answers at once."""
    if name in _LAZY:
        from desireline import app

        return getattr(app, name)
    raise AttributeError(f"module 'desireline' has no attribute {name!r}")
