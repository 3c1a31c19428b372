"""Who had to walk: each contact booked as first, chase, errand or repeat, and what it took.

In: contacts and promises of a purpose.  Out: the table `ledger`, one row a contact.
Order of booking: chase, errand, repeat; each contact once. A chase follows a promise that was not kept
(said, noted, or the first contact after it fell due); a repeat is about the same thing within the repeat
window or before that was solved. Where nothing tells two contacts of one customer apart, they count as
the same matter: that choice is debatable, and `labels` or orders in the files end the debate.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from desireline.insights.efforts.contacts import MINUTE_US, Contact, read_contacts
from desireline.insights.efforts.matters import by_one_name
from desireline.insights.efforts.repeat_window import repeat_window
from desireline.insights.facts import DAY_US, EPOCH
from desireline.journeys import Promise, read_promises

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "chase, errand, repeat by order; repeat window at the valley of log gaps; v2"
FIRST, CHASE, ERRAND, REPEAT = "first", "chase", "errand", "repeat"
_ALIKE = 0.5
"""Cosine of meanings from which two contacts are about the same."""
_RETRY_US = 30 * MINUTE_US
_ERRAND_US = 7 * DAY_US
_CUSTOMERS = 5_000
"""Booked at a time: contacts as objects are ten times as large as their rows."""
_REMEMBERED = 20
"""Earlier contacts of a customer that are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A contact and how it is booked."""

    contact: Contact
    kind: str
    switched: bool
    retry_us: int
    """Silence since the attempt that failed, at most half an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The booked contacts as a table, and the window by which repeats were told."""

    table: str
    """(customer, journey, event_key, touchpoint, channel, at_us, kind, switched, wait_min, minutes, transfers,
    retells, errands, answered_us, solved_us, again_us, source, resolved, label, team, abandoned,
    measured)."""
    window_days: float
    contacts: int


def ledger(facts: Facts) -> Ledger:
    """Book the contacts of a purpose, once."""
    return facts.memo("ledger", _ledger)


def contact_places(facts: Facts) -> set[int]:
    """Touchpoints at which customers turn to the company: they come because of something else.

    In a log of cases every step belongs to one, and stands in the ledger: that tells no step from another.
    """
    rows = facts.engine.rows(
        f"SELECT touchpoint FROM {ledger(facts).table} GROUP BY touchpoint ORDER BY touchpoint"
    )
    drawn = [code for code, place in facts.places.items() if not place.outcome]
    return set() if 2 * len(rows) > len(drawn) else {int(code) for (code,) in rows}


def promises(facts: Facts) -> list[Promise]:
    """All promises of the data version, resolved."""
    return facts.memo("promises", lambda it: read_promises(it.data))


def _ledger(facts: Facts) -> Ledger:
    owed: dict[int, list[Promise]] = defaultdict(list)
    for one in promises(facts):
        if one.owes_contact:
            owed[one.customer].append(one)
    drawn = list(read_contacts(facts, among=facts.sampled))
    window = _window(drawn, facts.end_us)
    everybody = iter(drawn) if facts.sampled == "true" else read_contacts(facts)
    booked = (book(own, owed.get(own[0].customer, []), int(window * DAY_US)) for own in everybody)
    # whole customers go into a piece, so that rows say what came next
    some = iter(lambda: list(chain.from_iterable(islice(booked, _CUSTOMERS))), [])
    pieces = [_table(piece) for piece in some]
    table = pa.concat_tables(pieces or [_table([])])
    place = table.schema.get_field_index("label")
    table = table.set_column(place, "label", by_one_name(table.column(place)))
    return Ledger(table=facts.offer("ledger", table), window_days=window, contacts=len(table))


def _window(by_customer: list[list[Contact]], end_us: int) -> float:
    gaps = [b.at_us - a.end_us for own in by_customer for a, b in pairwise(own)]
    last = [end_us - own[-1].end_us for own in by_customer]
    return repeat_window(np.array(gaps) / DAY_US, np.array(last) / DAY_US)


def book(contacts: list[Contact], promises: list[Promise], window_us: int) -> list[Booked]:
    """Book one customer's contacts, in order of time.

    Args:
        contacts: of the customer, sorted.
        promises: to the customer that were not kept in time.
        window_us: the repeat window.
    """
    out: list[Booked] = []
    owed = list(promises)
    sent_us: int | None = None
    for number, one in enumerate(contacts):
        earlier = contacts[max(0, number - _REMEMBERED) : number]
        at = EPOCH + timedelta(microseconds=one.at_us)
        due = [promise for promise in owed if promise.overdue(at)]
        linked = _linked(one, earlier, window_us)
        kind = FIRST if linked is None and not one.again else REPEAT
        if sent_us is not None and one.at_us - sent_us <= _ERRAND_US:
            kind = ERRAND
        if _is_chase(one, earlier, due, window_us):
            kind = CHASE
            owed = [promise for promise in owed if promise not in due]
        before = linked or (earlier[-1] if kind != FIRST and earlier else None)
        silent = one.at_us - before.end_us if before is not None and before.abandoned else 0
        out.append(
            Booked(
                contact=one,
                kind=kind,
                switched=before is not None and before.channel != one.channel,
                retry_us=silent if 0 < silent <= _RETRY_US else 0,
            )
        )
        sent_us = one.at_us if one.errands else None
    return out


def _is_chase(
    one: Contact,
    earlier: list[Contact],
    due: list[Promise],
    window_us: int,
) -> bool:
    if one.chase == "noted":
        return True
    if one.chase == "said" and (earlier or due):
        return True
    if one.chase == "asked" and (due or one.again):
        return True
    return any(_follows(one, promise, earlier, window_us) for promise in due)


def _follows(one: Contact, promise: Promise, earlier: list[Contact], window_us: int) -> bool:
    """Whether a contact comes soon after a promise fell due, and is not about something else."""
    waited = EPOCH + timedelta(microseconds=one.at_us - window_us)
    if promise.latest is None or promise.latest < waited:
        return False
    made_in = (promise.source, promise.record)
    about = next((c for c in reversed(earlier) if (c.source, c.record) == made_in), None)
    return about is None or _same(one, about) is not False


def _linked(one: Contact, earlier: list[Contact], window_us: int) -> Contact | None:
    """The latest earlier contact that this one repeats."""
    for before in reversed(earlier):
        near = one.at_us - before.end_us <= window_us
        unsolved = before.solved_us is not None and before.solved_us > one.at_us
        if (near or unsolved) and _same(one, before) is not False:
            return before
    return None


def _same(one: Contact, other: Contact) -> bool | None:
    """Whether two contacts are about the same; None where nothing tells."""
    of_one_record = one.source == other.source and one.record == other.record
    if of_one_record or one.objects & other.objects:
        return True
    labelled = one.source == other.source and None not in (one.label, other.label)
    if labelled and one.label != other.label:
        return False
    if one.meaning is not None and other.meaning is not None:
        return _cosine(one.meaning, other.meaning) > _ALIKE
    if labelled:
        return True
    return False if one.objects and other.objects else None


def _cosine(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    a, b = np.array(one, dtype=np.float64), np.array(other, dtype=np.float64)
    size = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / size if size > 0 else 0.0


def _table(booked: list[Booked]) -> pa.Table:
    said = [one.contact for one in booked]
    again: list[int | None] = [None] * len(booked)
    for n in range(len(booked) - 1):
        follows = said[n].customer == said[n + 1].customer
        if follows and booked[n + 1].kind in (CHASE, ERRAND, REPEAT):
            again[n] = said[n + 1].at_us
    retried = [one.retry_us / MINUTE_US for one in booked]
    count = pa.int64()
    return pa.table(
        {
            **{
                name: pa.array([getattr(one, name) for one in said], count)
                for name in ("customer", "journey", "touchpoint", "channel", "at_us", "transfers",
                    "retells", "errands", "answered_us", "solved_us")
            },
            "event_key": pa.array([one.event_key for one in said], pa.uint64()),
            "again_us": pa.array(again, count),
            "kind": pa.array([one.kind for one in booked], pa.string()),
            "source": pa.array([one.source for one in said], pa.string()),
            "resolved": pa.array([one.resolved for one in said], pa.bool_()),
            "label": pa.array([one.label for one in said], pa.string()),
            "team": pa.array([one.team for one in said], pa.string()),
            "abandoned": pa.array([one.abandoned for one in said], pa.bool_()),
            "switched": pa.array([int(one.switched) for one in booked], count),
            "measured": pa.array([one.measured for one in said], pa.bool_()),
            "wait_min": pa.array(
                [one.wait_s / 60 + r for one, r in zip(said, retried, strict=True)], pa.float64()
            ),
            "minutes": pa.array(
                [(one.wait_s + one.talk_s) / 60 + r for one, r in zip(said, retried, strict=True)],
                pa.float64(),
            ),
        }
    )  # fmt: skip
