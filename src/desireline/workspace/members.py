"""Members: who of the company signs in, and with which role.

In: a store.  Out: members, who join by an invitation or a first run and never by themselves. There is
always an owner.
"""

from __future__ import annotations

import getpass
import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desireline.errors import InputError, NotAllowedError
from desireline.stores import MemberRow, Store, now_us
from desireline.workspace.audit import Audit
from desireline.workspace.passwords import fits, hashed
from desireline.workspace.principals import ROLES, Principal, Role

_NAMELESS = "You"
"""What an owner was called once: the others read it as themselves."""
_EMAIL = re.compile(r"[^@\s\x00-\x1f<>\",;]+@[^@\s\x00-\x1f<>\",;]+\.[^@\s\x00-\x1f<>\",;.]+")


class Members:
    """The members of one workspace."""

    def __init__(self, store: Store, audit: Audit) -> None:
        self._people = store.people
        self._audit = audit

    def all(self) -> list[Principal]:
        """Every member, the oldest first."""
        return [principal(row) for row in self._people.members()]

    def find(self, member_id: str) -> Principal:
        """Return a member.

        Raises:
            InputError: there is none.
        """
        return principal(self._row(lambda row: row.id == member_id, member_id))

    def by_email(self, email: str) -> Principal:
        """Return the member with an address.

        Raises:
            InputError: there is none.
        """
        address = clean_email(email)
        return principal(self._row(lambda row: row.email == address, address))

    @property
    def is_open(self) -> bool:
        """Nobody can prove who they are yet: no member has a password or a provider's word."""
        return all(row.password is None and row.outside is None for row in self._people.members())

    def local_owner(self) -> Principal:
        """Whoever sits at this computer, while nobody else has an account; made on first use.

        Raises:
            NotAllowedError: there are accounts.
        """
        if not self.is_open:
            raise NotAllowedError(
                "This workspace has accounts.",
                hint="Sign in with yours.",
                code="access.accounts",
            )
        for row in self._people.members():
            if row.role == "owner":
                return (
                    self.change(row.id, name=_signed_in())
                    if row.name == _NAMELESS
                    else principal(row)
                )
        return self.add(name=_signed_in(), role="owner")

    def add(
        self,
        *,
        name: str,
        role: Role,
        email: str | None = None,
        password: str | None = None,
        outside: str | None = None,
    ) -> Principal:
        """Add a member.

        Raises:
            InputError: the address is none or is taken, or the password is too easy to guess.
        """
        address = None if email is None else clean_email(email)
        if address is not None and any(row.email == address for row in self._people.members()):
            raise InputError(
                "There is a member with this address already.",
                hint="Sign in, or ask for a link to set a new password.",
                code="member.exists",
            )
        row = MemberRow(
            id=f"mem_{secrets.token_hex(8)}",
            name=clean_name(name),
            role=_role(role),
            created_us=now_us(),
            email=address,
            password=None if password is None else hashed(password, about=(name, address or "")),
            outside=outside,
        )
        self._people.put_member(row)
        self._audit.note("member.add", row.id, {"role": row.role})
        return principal(row)

    def change(
        self,
        member_id: str,
        *,
        role: Role | None = None,
        name: str | None = None,
        email: str | None = None,
        password: str | None = None,
    ) -> Principal:
        """Change a member; a new password or role ends all their sessions.

        Raises:
            InputError: there is no such member, a value cannot be, or the last owner would go.
        """
        row = self._row(lambda one: one.id == member_id, member_id)
        changes: dict[str, Any] = {}
        if name is not None:
            changes["name"] = clean_name(name)
        if email is not None:
            changes["email"] = clean_email(email)
            if any(o.email == changes["email"] and o.id != row.id for o in self._people.members()):
                raise InputError(
                    "There is a member with this address already.",
                    hint="Take another address.",
                    code="member.exists",
                )
        if role is not None and role != row.role:
            self._keep_an_owner(row)
            changes["role"] = _role(role)
        if password is not None:
            about = (changes.get("name", row.name), changes.get("email", row.email) or "")
            changes["password"] = hashed(password, about=about)
        changed = replace(row, **changes)
        self._people.put_member(changed)
        if {"role", "password"} & changes.keys():
            self._people.end_sessions(member=row.id)
        self._audit.note(
            "member.change", row.id, {"fields": sorted(changes), "role": changed.role}
        )
        return principal(changed)

    def remove(self, member_id: str) -> None:
        """Remove a member and end their sessions.

        Raises:
            InputError: there is none, or it is the last owner.
        """
        row = self._row(lambda one: one.id == member_id, member_id)
        self._keep_an_owner(row)
        self._people.remove_member(row.id)
        self._audit.note("member.remove", row.id)

    def check(self, email: str, password: str) -> Principal:
        """Tell who somebody is by address and password; takes as long for an unknown address.

        Raises:
            NotAllowedError: one of the two is wrong; it does not say which.
        """
        wanted = email.strip().casefold()
        row = next((row for row in self._people.members() if row.email == wanted), None)
        if not fits(password, None if row is None else row.password) or row is None:
            raise NotAllowedError(
                "The address or the password is wrong.",
                hint="Try again, or ask an owner for a link to set a new password.",
                code="access.password",
            )
        return principal(row)

    def by_outside(self, outside: str) -> Principal | None:
        """Return the member for whom an identity provider vouches."""
        return next((principal(r) for r in self._people.members() if r.outside == outside), None)

    def vouch(self, member_id: str, outside: str) -> Principal:
        """Let an identity provider's word stand for a member, in place of a password; sessions end.

        Raises:
            InputError: there is no such member.
            NotAllowedError: a provider vouches for somebody else as this member already.
        """
        row = self._row(lambda one: one.id == member_id, member_id)
        if row.outside is not None:
            raise NotAllowedError(
                "This address belongs to another identity at the provider.",
                hint="Ask an owner of the workspace.",
                code="oidc.refused",
            )
        changed = replace(row, outside=outside, password=None)
        self._people.put_member(changed)
        self._people.end_sessions(member=row.id)
        self._audit.note("member.outside", row.id)
        return principal(changed)

    def _row(self, holds: Callable[[MemberRow], bool], shown: str) -> MemberRow:
        for row in self._people.members():
            if holds(row):
                return row
        raise InputError(
            f"There is no member {shown[:60]!r}.",
            hint="`desireline member list` shows them.",
            code="member.unknown",
        )

    def _keep_an_owner(self, row: MemberRow) -> None:
        owners = [one for one in self._people.members() if one.role == "owner"]
        if row.role == "owner" and len(owners) == 1:
            raise InputError(
                "This is the only owner.",
                hint="Make somebody else an owner first.",
                code="member.last-owner",
            )


def _signed_in() -> str:
    """What this computer calls whoever sits at it: others read it beside words and pointers."""
    try:
        return clean_name(getpass.getuser())
    except (OSError, KeyError, ImportError, InputError):  # an account without a name
        return "Owner"


def principal(row: MemberRow) -> Principal:
    """A member as a principal."""
    return Principal(
        id=row.id, kind="member", name=row.name, role=_role(row.role), email=row.email
    )


def clean_email(email: str) -> str:
    """An address in the form in which it is kept.

    Raises:
        InputError: it is none.
    """
    address = email.strip().casefold()
    if len(address) > 254 or not _EMAIL.fullmatch(address) or not address.isprintable():
        raise InputError(
            f"{address[:60]!r} is no e-mail address.",
            hint="Write it as name@example.org.",
            code="member.email",
        )
    return address


def clean_name(name: str) -> str:
    """A name on one line, of signs that can be seen.

    Raises:
        InputError: nothing is left of it.
    """
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())[:80]
    if not plain:
        raise InputError("There is no name.", hint="Write one.", code="member.name")
    return plain


def _role(role: str) -> Role:
    for known in ROLES:
        if role == known:
            return known
    raise InputError(
        f"There is no role {role[:40]!r}.",
        hint=f"The roles are: {', '.join(ROLES)}.",
        code="member.role",
    )
