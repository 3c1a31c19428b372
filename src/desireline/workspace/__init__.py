"""A workspace is a folder: what stands where, how it is created, found and cleaned.

Members, roles and tokens come with the team edition of the server; today the folder's own
permissions are the permissions.
"""

from __future__ import annotations

from desireline.workspace.layout import Layout, create_layout, find_layout

__all__ = ["Layout", "create_layout", "find_layout"]
