"""The audit log: who did what, sealed so that a change of the past shows.

In: an actor, an action, what it was done to.  Out: rows, and a verdict on them. Each row's seal is an HMAC
over the row and the seal before it, with a key that lies in a file beside the database, not in it: whoever
can write the database alone can add no row, change none and take none out. How far the log went is also
written to a file, sealed too, so that its end cannot be cut off. Rows name members and things by their ids and never
hold what a customer said or is called, so that no erasure has to break the chain.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Generator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from desireline.stores import AuditRow, Store, now_us

_KEY, _HEAD = "audit.key", "audit.head"
_LONGEST = 300
COMMAND_LINE = "command line"
_actor: ContextVar[str] = ContextVar("actor", default=COMMAND_LINE)


@contextlib.contextmanager
def acting(who: str) -> Generator[None]:
    """Say who does what is done inside: the id of a member, guest or token."""
    before = _actor.set(who)
    try:
        yield
    finally:
        _actor.reset(before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a check of the audit log found."""

    rows: int
    first_bad: int | None = None
    """Number of the first row that is not as it was written."""
    reason: str = ""

    @property
    def sound(self) -> bool:
        """Nothing was changed."""
        return self.first_bad is None


class Audit:
    """The audit log of one workspace."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folder = store.folder

    def note(self, action: str, target: str = "", detail: Mapping[str, Any] | None = None) -> None:
        """Write down that the actor did something; `detail` names nobody."""
        key = self._key()
        actor = _actor.get()
        text = json.dumps(detail or {}, sort_keys=True, ensure_ascii=True)

        def make(last: AuditRow | None) -> AuditRow:
            row = AuditRow(
                number=1 if last is None else last.number + 1,
                at_us=now_us(),
                actor=_plain(actor),
                action=action,
                target=_plain(target),
                detail=text,
                chain="" if last is None else last.chain,
            )
            return replace(row, chain=_seal(key, row))

        self._write_head(key, self._store.audit.append(make))

    def newest(self, limit: int = 200) -> list[AuditRow]:
        """The last rows, the newest first."""
        return self._store.audit.newest(limit)

    def verify(self) -> Verified:
        """Check every row and the end of the log; name the first row that is wrong."""
        rows = self._store.audit.read()
        if not (self._folder / _KEY).exists():
            bad = rows[0].number if rows else None
            return Verified(
                rows=len(rows), first_bad=bad, reason="audit.key is gone" if rows else ""
            )
        key, chain = self._key(), ""
        for expected, row in enumerate(rows, start=1):
            if row.number != expected:
                return Verified(rows=len(rows), first_bad=expected, reason="a row is missing")
            unsealed = replace(row, chain=chain)
            if not hmac.compare_digest(_seal(key, unsealed), row.chain):
                return Verified(rows=len(rows), first_bad=row.number, reason="a row was changed")
            chain = row.chain
        head = self._read_head(key)
        if head is None and rows:
            return Verified(
                rows=len(rows), first_bad=len(rows), reason=f"{_HEAD} is gone or changed"
            )
        if head is not None and head > len(rows):
            return Verified(rows=len(rows), first_bad=len(rows) + 1, reason="the end was cut off")
        return Verified(rows=len(rows))

    def _key(self) -> bytes:
        path = self._folder / _KEY
        if not path.exists():
            beside = self._folder / f"{_KEY}.{secrets.token_hex(4)}.tmp"
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "wb") as file:  # noqa: PTH123
                file.write(secrets.token_hex(32).encode())
            with contextlib.suppress(FileExistsError):
                os.link(beside, path)  # whole at once: nobody reads a key that is half written
            beside.unlink()
        return path.read_bytes()

    def _write_head(self, key: bytes, row: AuditRow) -> None:
        known = self._read_head(key)
        if known is not None and known >= row.number:
            return
        beside = self._folder / f"{_HEAD}.{secrets.token_hex(4)}.tmp"
        beside.write_text(f"{row.number} {_head_seal(key, row.number)}\n", encoding="ascii")
        beside.replace(self._folder / _HEAD)

    def _read_head(self, key: bytes) -> int | None:
        try:
            number, _, seal = (
                (self._folder / _HEAD).read_text(encoding="ascii").strip().partition(" ")
            )
        except (OSError, UnicodeDecodeError):
            return None
        if not number.isdigit() or not hmac.compare_digest(_head_seal(key, int(number)), seal):
            return None
        return int(number)


def _seal(key: bytes, row: AuditRow) -> str:
    return hmac.new(
        key, json.dumps(_fields(row), sort_keys=True).encode(), hashlib.sha256
    ).hexdigest()


def _head_seal(key: bytes, number: int) -> str:
    return hmac.new(key, f"head {number}".encode(), hashlib.sha256).hexdigest()


def _fields(row: AuditRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in AuditRow.__slots__}


def _plain(text: str) -> str:
    """Without signs that would forge a line or colour a terminal."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)[:_LONGEST]
