"""Signing in: sessions, tickets and tokens become principals.

In: a secret that somebody shows.  Out: who they are, or nobody. Secrets are 256 random bits; the store keeps
their digests. What a ticket or session opens is looked up each time, so that a change of role or a revoked
link works at once.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from desireline.errors import InputError, NotAllowedError
from desireline.stores import SessionRow, Store, TicketRow, now_us
from desireline.workspace.audit import Audit
from desireline.workspace.members import clean_name, principal
from desireline.workspace.principals import Principal, Role, role_of

Kind = Literal["setup", "sign-in", "invitation", "password", "guest"]
LASTS: dict[Kind, int] = {
    "setup": 3600,
    "sign-in": 600,
    "invitation": 7 * 86_400,
    "password": 1800,
    "guest": 7 * 86_400,
}
"""Seconds."""
SESSION_SECONDS = 30 * 86_400
_GUEST_SECONDS = 86_400
_MARK_OF_TOKENS = "dl_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A new session: the secret for the cookie, and whose it is."""

    secret: str
    who: Principal


class Signing:
    """Who may come in."""

    def __init__(self, store: Store, audit: Audit) -> None:
        self._store = store
        self._people = store.people
        self._audit = audit

    def open(self, who: Principal, *, by: str) -> Opened:
        """Begin a session of a member, under a new secret; `by` says how they proved who they are."""
        self._audit.note("session.open", who.id, {"by": by})
        return Opened(secret=self._begin(member=who.id, seconds=SESSION_SECONDS), who=who)

    def open_guest(self, secret: str, name: str) -> Opened:
        """Begin a session of a guest of one map.

        Raises:
            InputError: the link does not open anything (any more).
        """
        ticket = self.living(secret, "guest")
        plain = clean_name(name)
        left = (ticket.expires_us - now_us()) // 1_000_000
        session = self._begin(ticket=ticket.id, name=plain, seconds=min(left, _GUEST_SECONDS))
        self._audit.note("session.open", ticket.id, {"by": "guest link"})
        return Opened(secret=session, who=_guest(ticket, plain))

    def close(self, secret: str) -> None:
        """End the session of a secret."""
        self._people.end_sessions(digest=digest(secret))

    def by_session(self, secret: str) -> Principal | None:
        """Tell whose session a secret is; None where it has ended."""
        return self.by_sessions([secret]).get(secret)

    def by_sessions(self, secrets_: Collection[str]) -> dict[str, Principal]:
        """Tell whose sessions secrets are, as of one moment; those that have ended are left out."""
        digests = {digest(secret): secret for secret in secrets_}
        if not digests:
            return {}
        with self._store.reading() as tables:
            rows = [
                one for one in tables.people.sessions(list(digests)) if one.expires_us >= now_us()
            ]
            members = (
                {one.id: principal(one) for one in tables.people.members()}
                if any(one.member for one in rows)
                else {}
            )
            tickets = (
                {one.id: one for one in tables.people.tickets() if _lives(one)}
                if any(one.ticket for one in rows)
                else {}
            )
        found: dict[str, Principal] = {}
        for row in rows:
            secret = digests[row.digest]
            if row.member in members:
                found[secret] = members[row.member]
            elif row.ticket in tickets:
                found[secret] = _guest(tickets[row.ticket], row.name or "Guest")
        return found

    def by_token(self, secret: str) -> Principal | None:
        """Tell what a token may do; None where it is none, or opens the live door only."""
        if not secret.startswith(_MARK_OF_TOKENS):
            return None
        wanted, now = digest(secret), now_us()
        for row in self._store.access.tokens():
            if row.digest == wanted and row.revoked_us is None and row.role is not None:
                if row.expires_us is not None and row.expires_us < now:
                    return None
                role = role_of(row.role)
                if role is not None:
                    name = f"tok_{row.prefix}"
                    return Principal(id=name, kind="token", name=row.name, role=role)
        return None

    def make_ticket(
        self,
        kind: Kind,
        *,
        by: str,
        role: Role | None = None,
        email: str | None = None,
        member: str | None = None,
        map: str | None = None,  # noqa: A002
        seconds: int | None = None,
    ) -> tuple[TicketRow, str]:
        """Make a ticket and return it with its secret, which is never shown again."""
        secret, now = secrets.token_urlsafe(32), now_us()
        row = TicketRow(
            id=f"tic_{secrets.token_hex(8)}",
            digest=digest(secret),
            kind=kind,
            role=role,
            email=email,
            member=member,
            map=map,
            made_by=by,
            created_us=now,
            expires_us=now + (seconds or LASTS[kind]) * 1_000_000,
        )
        self._people.add_ticket(row)
        self._audit.note(
            f"ticket.{kind}", map or member or row.id, {"ticket": row.id, "role": role}
        )
        return row, secret

    def tickets(self, kind: Kind, *, map: str | None = None) -> list[TicketRow]:  # noqa: A002
        """Tickets of a kind that still open something, the newest first."""
        return [
            one
            for one in self._people.tickets()
            if one.kind == kind and _lives(one) and one.used_us is None and map in {None, one.map}
        ]

    def living(self, secret: str, kind: Kind) -> TicketRow:
        """Return the ticket of a secret.

        Raises:
            InputError: there is none, or it was used, revoked or is too old; it does not say which.
        """
        row = self._people.ticket(digest(secret))
        if row is None or row.kind != kind or not _lives(row) or row.used_us is not None:
            raise no_ticket()
        return row

    def use(self, secret: str, kind: Kind) -> TicketRow:
        """Use a ticket up: of two who try at once, one succeeds.

        Raises:
            InputError: as `living`.
        """
        row = self.living(secret, kind)
        if not self._people.use_ticket(row.id, at_us=now_us()):
            raise no_ticket()
        return row

    def revoke(self, ticket_id: str, kind: Kind, *, map: str | None = None) -> None:  # noqa: A002
        """Make a ticket useless and end the sessions that it opened.

        Raises:
            InputError: there is no such ticket.
        """
        known = any(one.id == ticket_id for one in self.tickets(kind, map=map))
        if not known or not self._people.revoke_ticket(ticket_id, at_us=now_us()):
            raise InputError(
                f"There is no such link or invitation: {ticket_id[:40]!r}.",
                hint="It may have been revoked, or is too old.",
                code="ticket.unknown",
            )
        self._audit.note("ticket.revoke", ticket_id)

    def _begin(
        self,
        *,
        member: str | None = None,
        ticket: str | None = None,
        name: str | None = None,
        seconds: int,
    ) -> str:
        secret, now = secrets.token_urlsafe(32), now_us()
        row = SessionRow(
            digest=digest(secret),
            member=member,
            ticket=ticket,
            name=name,
            created_us=now,
            expires_us=now + seconds * 1_000_000,
        )
        self._people.put_session(row)
        return secret


def digest(secret: str) -> str:
    """What the store keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def no_ticket() -> InputError:
    """Say that a link opens nothing, and not why."""
    return InputError(
        "This link does not open anything.",
        hint="It was used before, was revoked, or is too old: ask for a new one.",
        code="ticket.unknown",
    )


def nobody() -> NotAllowedError:
    """Say that nobody is signed in."""
    return NotAllowedError(
        "Nobody is signed in.",
        hint="Sign in, or send a token as `Authorization: Bearer TOKEN`.",
        code="access.nobody",
    )


def _guest(ticket: TicketRow, name: str) -> Principal:
    role = role_of(ticket.role) or "viewer"
    return Principal(id=ticket.id, kind="guest", name=name, role=role, map=ticket.map)


def _lives(ticket: TicketRow) -> bool:
    return ticket.revoked_us is None and ticket.expires_us > now_us()
