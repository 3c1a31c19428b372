"""Deciding: who is one customer, in a person's words, and everything derived follows.

In: names of pairs with a verdict.  Out: decisions in the store, and identities, steps and journeys that follow
them; only the customers concerned are made again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from desireline import identity
from desireline.errors import InputError
from desireline.identity import IdentityBook, Proposal
from desireline.jobs import Job
from desireline.pipeline.context import Context
from desireline.pipeline.live.claims import claims
from desireline.pipeline.refreshing import refresh

Answer = Literal["accept", "reject", "undo"]


def identities(context: Context, *, masked: bool = True) -> IdentityBook:
    """Who is whom, what waits for a person, and what was decided.

    What unproven senders of live events claim stands among the pairs that wait.
    """
    _propose_claims(context)
    return identity.book(context.segments, masked=masked)


def open_lists(context: Context) -> dict[str, str]:
    """Questions about two lists of customer numbers: id of the pair, and what is known of them."""
    return identity.open_lists(context.store)


def decide(context: Context, answers: Mapping[str, Answer], *, by: str | None, job: Job) -> None:
    """Remember the answers, then bring everything up to them.

    Args:
        context: the workspace.
        answers: accept, reject or undo, by the pair's name.
        by: who decided.
        job: told how far it is.

    Raises:
        InputError: there is no such pair; nothing was decided then.
    """
    pairs = {id_: find_pair(context, id_, answer) for id_, answer in answers.items()}
    for id_, answer in answers.items():
        if answer == "undo":
            identity.undo(context.store, id_, by=by)
        else:
            identity.decide(context.store, *pairs[id_], answer, by=by)
    refresh(context, job=job)


def propose(context: Context, one: str, other: str, *, source: str, reason: str) -> Proposal:
    """Note what an outsider says of two subjects; a person decides."""
    return identity.propose(context.store, one, other, source=source, reason=reason)


def _propose_claims(context: Context) -> None:
    said = claims(context)
    if not said:
        return
    holders = identity.holders(context.segments, (claim.identifier for claim in said))
    for claim in said:
        holder = holders.get(claim.identifier)
        if holder in (None, claim.subject):
            continue
        kind, times = claim.identifier.partition(":")[0], f"{claim.events:,} times"
        propose(
            context,
            claim.subject,
            holder,
            source=f"live:{claim.source}",
            reason=f"{claim.source} says, {'once' if claim.events == 1 else times}, "
            f"that the {kind} of one is also the other's; nothing proves who sent it",
        )


def find_pair(context: Context, id_: str, answer: Answer) -> tuple[str, str]:
    """Return the two subjects of a pair.

    Raises:
        InputError: there is no such pair.
    """
    pair = identity.find(context.segments, id_)
    if pair is None:
        raise InputError(
            f"There is no pair {id_!r}" + (" to undo." if answer == "undo" else " to decide on."),
            hint="`desireline identities --json` lists the pairs with their names.",
            code="identity.unknown",
        )
    return pair
