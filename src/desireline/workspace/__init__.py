"""A workspace is a folder: what stands where, how it is created, found and cleaned; and the people in it.

`Members` are who signs in, `Signing` turns what they show into a `Principal`, `Audit` remembers what was done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desireline.workspace.layout import Layout, create_layout, find_layout
from desireline.workspace.principals import (
    PERMISSIONS,
    ROLES,
    Permission,
    Principal,
    Role,
    role_of,
)

if TYPE_CHECKING:
    from desireline.workspace.aiming import Goal, Goals, aimed
    from desireline.workspace.audit import COMMAND_LINE, Audit, Verified, acting
    from desireline.workspace.erasing import Plan
    from desireline.workspace.improving import Opportunities, Opportunity, Status, same_claim
    from desireline.workspace.letters import invitation
    from desireline.workspace.members import Members, clean_email
    from desireline.workspace.outside import Vouching, provider_from
    from desireline.workspace.requests import Erasure, answer, erase, finish_interrupted
    from desireline.workspace.signing import Opened, Signing, nobody
    from desireline.workspace.talking import Talk
    from desireline.workspace.vouched import member_for

_LATER = {
    "COMMAND_LINE": "audit",
    "clean_email": "members",
    "Audit": "audit",
    "Goal": "aiming",
    "Goals": "aiming",
    "aimed": "aiming",
    "Members": "members",
    "Opportunities": "improving",
    "Opportunity": "improving",
    "Status": "improving",
    "same_claim": "improving",
    "Opened": "signing",
    "Signing": "signing",
    "Talk": "talking",
    "Verified": "audit",
    "Vouching": "outside",
    "acting": "audit",
    "member_for": "vouched",
    "invitation": "letters",
    "nobody": "signing",
    "provider_from": "outside",
    "Erasure": "requests",
    "Plan": "erasing",
    "answer": "requests",
    "erase": "requests",
    "finish_interrupted": "requests",
}

__all__ = [
    "COMMAND_LINE",
    "PERMISSIONS",
    "ROLES",
    "Audit",
    "Erasure",
    "Goal",
    "Goals",
    "Layout",
    "Members",
    "Opened",
    "Opportunities",
    "Opportunity",
    "Permission",
    "Plan",
    "Principal",
    "Role",
    "Signing",
    "Status",
    "Talk",
    "Verified",
    "Vouching",
    "acting",
    "aimed",
    "answer",
    "clean_email",
    "create_layout",
    "erase",
    "find_layout",
    "finish_interrupted",
    "invitation",
    "member_for",
    "nobody",
    "provider_from",
    "role_of",
    "same_claim",
]


def __getattr__(name: str) -> Any:
    """Load what concerns people on first use: opening a workspace needs none of it."""
    import importlib

    if name in _LATER:
        return getattr(importlib.import_module(f"desireline.workspace.{_LATER[name]}"), name)
    raise AttributeError(name)
