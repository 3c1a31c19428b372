"""What people decided about two records, and what outsiders only claim.

In: pairs of subjects with a verdict.  Out: documents of the workspace, every version kept, so that a
decision survives each new run and can be undone in any order: what holds is a set, not a sequence. Where
two decisions contradict each other the newer one holds, and undoing it brings the older one back. A claim
that comes from outside (a webhook that says "merge these") is a proposal: it joins nobody until a
person accepts it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from desireline.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desireline.stores import Document, Store

Verdict = Literal["accept", "reject"]
DECISION = "identity-decision"
PROPOSAL = "identity-proposal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's word on two records. `left` sorts before `right`."""

    id: str
    left: str
    right: str
    verdict: Verdict
    number: int
    """Later decisions have greater numbers."""
    decided_us: int
    decided_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody who is not trusted says of two records."""

    id: str
    left: str
    right: str
    source: str
    reason: str


def pair_id(one: str, other: str) -> str:
    """The name of a pair: the same whoever comes first, and it says nothing about them."""
    left, right = sorted((one, other))
    return hashlib.sha256(f"{left}\n{right}".encode()).hexdigest()[:10]


def decide(
    store: Store, one: str, other: str, verdict: Verdict, *, by: str | None = None
) -> Decision:
    """Remember a person's word on two subjects.

    Raises:
        InputError: it is the same subject twice.
    """
    left, right = _pair(one, other)
    with store.transaction() as tables:
        number = 1 + max(
            (int(d.body["number"]) for d in tables.documents.list(DECISION)), default=0
        )
        body = {"left": left, "right": right, "verdict": verdict, "number": number}
        tables.documents.put(DECISION, pair_id(left, right), body, author=by)
    return next(one for one in active(store) if one.id == pair_id(left, right))


def undo(store: Store, id: str, *, by: str | None = None) -> None:  # noqa: A002
    """Take a decision back. Its history stays.

    Raises:
        InputError: nothing is decided under this name.
    """
    with store.transaction() as tables:
        document = tables.documents.get(DECISION, id)
        if document is None or document.body["verdict"] is None:
            raise InputError(
                f"Nothing is decided under {id!r}.",
                hint="`desireline identities` lists what is decided, with its name.",
                code="identity.undecided",
            )
        tables.documents.put(DECISION, id, {**document.body, "verdict": None}, author=by)


def active(store: Store) -> list[Decision]:
    """What holds now, the newest first."""
    found = [_decision(document) for document in store.documents.list(DECISION)]
    return sorted((one for one in found if one is not None), key=lambda one: -one.number)


def fingerprint(decisions: Sequence[Decision]) -> str:
    """A value that changes when what holds does; nothing decided is the empty one."""
    if not decisions:
        return ""
    words = "\n".join(f"{one.id} {one.verdict} {one.number}" for one in decisions)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def propose(store: Store, one: str, other: str, *, source: str, reason: str) -> Proposal:
    """Note that somebody who is not trusted says two subjects are one. Nobody is joined.

    Args:
        store: the workspace's state.
        one: a subject.
        other: another subject.
        source: who says so: `webhook:intercom`.
        reason: in words, without personal values.

    Raises:
        InputError: it is the same subject twice.
    """
    left, right = _pair(one, other)
    proposal = Proposal(
        id=pair_id(left, right), left=left, right=right, source=source, reason=reason
    )
    body = {"left": left, "right": right, "source": source, "reason": reason}
    known = store.documents.get(PROPOSAL, proposal.id)
    if known is None or known.body != body:
        store.documents.put(PROPOSAL, proposal.id, body, author=source)
    return proposal


def proposals(store: Store) -> list[Proposal]:
    """Everything that was proposed, decided or not."""
    return [
        Proposal(
            id=document.id,
            left=document.body["left"],
            right=document.body["right"],
            source=document.body["source"],
            reason=document.body["reason"],
        )
        for document in store.documents.list(PROPOSAL)
        if document.body["left"] != document.body["right"]  # erased: of nobody
    ]


def _pair(one: str, other: str) -> tuple[str, str]:
    if one == other:
        raise InputError(
            "A record cannot be told from itself or joined with itself.",
            hint="Name two different subjects.",
            code="identity.same",
        )
    left, right = sorted((one, other))
    return left, right


def _decision(document: Document) -> Decision | None:
    body = document.body
    if body["verdict"] is None:
        return None
    return Decision(
        id=document.id,
        left=body["left"],
        right=body["right"],
        verdict=body["verdict"],
        number=body["number"],
        decided_us=document.updated_us,
        decided_by=document.author,
    )
