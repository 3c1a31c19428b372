"""Principals: who asks, and what their role lets them do.

In: a session, a token or a guest's link, checked elsewhere.  Out: permissions. A role holds everything that
the one before it holds; a guest's permissions end at one map.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from desireline.errors import NotAllowedError

Role = Literal["viewer", "commenter", "editor", "owner"]
Permission = Literal["read", "comment", "edit", "own"]
ROLES: tuple[Role, ...] = get_args(Role)
PERMISSIONS: tuple[Permission, ...] = get_args(Permission)


def role_of(name: str | None) -> Role | None:
    """The role of that name; None: there is none."""
    return next((role for role in ROLES if role == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Somebody who proved who they are."""

    id: str
    kind: Literal["member", "guest", "token"]
    name: str
    role: Role
    email: str | None = None
    map: str | None = None
    """The one map that a guest may see; None: all."""

    @property
    def permissions(self) -> tuple[Permission, ...]:
        """What the role lets them do, from the least to the most."""
        return PERMISSIONS[: ROLES.index(self.role) + 1]

    def need(self, permission: Permission) -> None:
        """Refuse what the role does not hold.

        Raises:
            NotAllowedError: it does not.
        """
        if permission not in self.permissions:
            raise NotAllowedError(
                f"This needs the permission to {_WORDS[permission]}; you are {self.role}.",
                hint="Ask an owner of the workspace for another role.",
                code="access.role",
            )


_WORDS: dict[Permission, str] = {
    "read": "look",
    "comment": "comment",
    "edit": "edit",
    "own": "manage the workspace",
}
