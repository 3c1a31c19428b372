"""Effort: broken promises and chases, from the files.

Naive: every promised call-back that no outgoing call follows within a day, and every second contact of
a customer is a chase.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bench import DESIRELINE, NAIVE, USUAL, Case, Row, Sample, at_least
from living import END

CASES = {"files": USUAL["files"]}
ROWS = (
    Row(key="promises", title="broken promises, F1", bar=">= .97", judge=at_least(0.97)),
    Row(key="chases", title="customers with exact chases", bar=">= .90", judge=at_least(0.90)),
    Row(
        key="transfers", title="customers with exact transfers", bar=">= .90", judge=at_least(0.90)
    ),
    Row(key="contacts", title="customers with exact contacts", bar=">= .90", judge=at_least(0.90)),
)
_SUBJECT = re.compile(r":(?:\+4477009|p|U|anon-)0*(\d+)(?:@mail\.example)?$")
"""A subject that one person has alone: number, address, id of the shop or of the app."""
_COUNTS = ("chases", "transfers", "contacts")


def take(case: Case) -> Iterator[Sample]:
    """Compare `export promises` and `export effort` with what was planted."""
    yield from _promises(case)
    yield from _counts(case)


def _promises(case: Case) -> Iterator[Sample]:
    known = [one for one in case.company.promises if one.due_at < END]
    broken = {one.record for one in known if one.kept_at is None or one.kept_at > one.due_at}
    told = {row["record"] for row in case.export("promises") if row["state"] == "broken"}
    yield "promises", DESIRELINE, _f1(broken, told)
    calls = [one for one in case.company.happenings if one.source == "call"]
    out = {(one.person, int(one.at // 86_400)) for one in calls if one.actor}
    naive = {
        one.record
        for one in calls
        if one.disposition == "callback promised"
        and (one.person, int(one.at // 86_400) + 1) not in out
    }
    yield "promises", NAIVE, _f1(broken, naive)


def _counts(case: Case) -> Iterator[Sample]:
    who: dict[int, str] = {}
    for row in case.export("identities"):
        if named := _SUBJECT.search(row["subject"]):
            who[int(named[1])] = row["customer_id"]
    found: dict[str, Counter[str]] = {}
    for row in case.export("effort"):
        mine = found.setdefault(row["customer_id"], Counter())
        mine.update({name: int(row[name]) for name in _COUNTS})
    truth: dict[int, Counter[str]] = {}
    for one in case.company.happenings:
        if one.source in {"call", "ticket"} and one.actor == 0:
            mine = truth.setdefault(one.person, Counter())
            chase = one.disposition == "chased callback"
            mine.update({"contacts": 1, "chases": int(chase), "transfers": one.transfers})
    for person, counts in truth.items():
        ours = found.get(who.get(person, ""), Counter())
        for name in _COUNTS:
            yield name, DESIRELINE, ours[name] == counts[name]
        yield "chases", NAIVE, max(counts["contacts"] - 1, 0) == counts["chases"]


def _f1(truth: set[str], found: set[str]) -> float:
    return 2 * len(truth & found) / max(len(truth) + len(found), 1)
