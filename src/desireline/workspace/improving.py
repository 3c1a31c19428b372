"""Opportunities: what somebody wants to make better, with an owner, a status and the claim that it began with.

In: who says what about which claim.  Out: documents of the workspace, every version kept, so that a page can tell who
changed what. The claim is kept as it was said then, with its n and interval; what the data say today is found by
its key, and may be another.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from desireline.errors import InputError
from desireline.stores import now_us
from desireline.workspace.principals import Principal
from desireline.workspace.words import clean_words

if TYPE_CHECKING:
    from desireline.stores import Document, Store
    from desireline.workspace.audit import Audit

KIND = "opportunity"
Status = Literal["idea", "planned", "doing", "done", "dropped"]
_LONGEST = 2000
_KEY = ("kind", "purpose", "touchpoint", "condition", "stage", "persona", "channel", "topic", "metric", "rule",
        "outcome")  # fmt: skip
"""Fields of an insight that say what it is about."""
_CLAIM = (*_KEY, "value", "low", "high", "n", "money", "verdict", "words", "evidence")
"""Fields of an insight that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """One of them, as it is now."""

    id: str
    version: int
    title: str
    status: Status
    owner: str | None
    """Whoever takes care of it, in words: a person, a team."""
    due: str | None
    """ISO date."""
    note: str
    map: str | None
    """The map on which it stands."""
    claim: dict[str, Any] | None
    """The insight as it was said when this began; None where somebody had the idea without one."""
    made_us: int
    made_by: str
    changed_us: int
    changed_by: str


class Opportunities:
    """The opportunities of one workspace."""

    def __init__(self, store: Store, audit: Audit) -> None:
        self._store = store
        self._audit = audit

    def all(self) -> list[Opportunity]:
        """All of them, the newest first."""
        found = [self._read(one) for one in self._store.documents.list(KIND)]
        return sorted(found, key=lambda one: (-one.made_us, one.id))

    def history(self, id: str) -> list[Opportunity]:  # noqa: A002
        """Every version of one, the oldest first.

        Raises:
            InputError: there is none.
        """
        self._find(id)
        return [self._read(one) for one in self._store.documents.history(KIND, id)]

    def make(
        self,
        who: Principal,
        title: str,
        *,
        claim: Mapping[str, Any] | None = None,
        map_id: str | None = None,
        owner: str | None = None,
        due: str | None = None,
        note: str = "",
    ) -> Opportunity:
        """Begin one.

        Raises:
            InputError: it has no title, or its words are too long.
        """
        id_ = f"opp_{secrets.token_hex(8)}"
        kept = None if claim is None else {name: claim.get(name) for name in _CLAIM}
        body = {
            "title": _words(title, "title"),
            "status": "idea",
            "owner": _words(owner, "owner") if owner else None,
            "due": due,
            "note": _words(note, "note") if note else "",
            "map": map_id,
            "claim": kept,
            "made_us": now_us(),
            "made_by": who.name,
        }
        self._store.documents.put(KIND, id_, body, expected=0, author=who.name)
        self._audit.note("opportunity.make", id_)
        return self._read(self._find(id_))

    def change(
        self,
        who: Principal,
        id: str,  # noqa: A002
        version: int,
        changes: Mapping[str, Any],
    ) -> Opportunity:
        """Change title, status, owner, due day or note of the version that somebody saw.

        Raises:
            InputError: there is none, it is no status, or its words are too long.
            WorkspaceError: somebody else changed it meanwhile.
        """
        body = dict(self._find(id).body)
        for name, value in changes.items():
            if name == "title" or (name in ("note", "owner") and value):
                body[name] = _words(value or "", name)
            elif name == "status" and value not in get_args(Status):
                raise InputError(
                    f"{str(value)[:40]!r} is no status.",
                    hint=f"One of: {', '.join(get_args(Status))}.",
                    code="opportunity.field",
                )
            else:
                body[name] = value
        self._store.documents.put(KIND, id, body, expected=version, author=who.name)
        self._audit.note("opportunity.change", id, {"fields": sorted(changes)})
        return self._read(self._find(id))

    def remove(self, id: str) -> None:  # noqa: A002
        """Take one away with all its versions.

        Raises:
            InputError: there is none.
        """
        self._find(id)
        self._store.documents.delete(KIND, id)
        self._audit.note("opportunity.remove", id)

    def _find(self, id_: str) -> Document:
        document = self._store.documents.get(KIND, id_)
        if document is None:
            raise InputError(
                f"There is no opportunity {id_[:40]!r}.",
                hint="Load the list again: somebody may have removed it.",
                code="opportunity.unknown",
            )
        return document

    def _read(self, document: Document) -> Opportunity:
        return Opportunity(
            id=document.id,
            version=document.version,
            changed_us=document.updated_us,
            changed_by=document.author or "",
            **document.body,
        )


def same_claim(claim: Mapping[str, Any], insight: Mapping[str, Any]) -> bool:
    """Whether an insight says today what a kept claim was about."""
    return all(claim.get(name) == insight.get(name) for name in _KEY)


def _words(text: str, name: str) -> str:
    return clean_words(text, name, longest=_LONGEST, code="opportunity.text")
