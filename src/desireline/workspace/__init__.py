"""A workspace is a folder: what stands where, how it is created, found and cleaned; and the people in it.

Members, roles and tokens come with the team edition of the server; today the folder's own
permissions are the permissions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desireline.workspace.layout import Layout, create_layout, find_layout
from desireline.workspace.principals import PERMISSIONS, ROLES, Permission, Principal, Role

if TYPE_CHECKING:
    from desireline.workspace.erasing import Plan
    from desireline.workspace.requests import Erasure, answer, erase, finish_interrupted

_LATER = {
    "Erasure": "requests",
    "Plan": "erasing",
    "answer": "requests",
    "erase": "requests",
    "finish_interrupted": "requests",
}

__all__ = [
    "PERMISSIONS",
    "ROLES",
    "Erasure",
    "Layout",
    "Permission",
    "Plan",
    "Principal",
    "Role",
    "answer",
    "create_layout",
    "erase",
    "find_layout",
    "finish_interrupted",
]


def __getattr__(name: str) -> Any:
    """Load what concerns people on first use: opening a workspace needs none of it."""
    import importlib

    if name in _LATER:
        return getattr(importlib.import_module(f"desireline.workspace.{_LATER[name]}"), name)
    raise AttributeError(name)
