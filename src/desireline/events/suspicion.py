"""Who in the log may be no customer: robots and test accounts, with the reason.

In: a snapshot.  Out: groups of subjects with a reason, how many they are and how many events they have.
Nothing is removed here: a fast clicker may be a customer, so the report says why it suspects.
"""

from __future__ import annotations

from dataclasses import dataclass

from desireline.engines import Engine
from desireline.events.segments import Snapshot

_TEST = (
    r"(^|[^a-z])(test|tests|tester|testing|qa|dummy|fake|demo|asdf|foo|bar)([^a-z]|[0-9]*@|$)"
    r"|@(example|test|invalid|localhost|mailinator|yopmail|guerrillamail)[.]"
)
_ROBOT = r"bot[^a-z]|bot$|crawl|spider|slurp|headless|phantomjs|selenium|python-requests|curl/"
_MANY = 100
_FAST_SECONDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspects:
    """Subjects that are suspected for one reason."""

    kind: str
    """bot or test account."""
    why: str
    subjects: int
    events: int


def suspects(engine: Engine, snapshot: Snapshot) -> list[Suspects]:
    """Find subjects that behave or are called like no customer."""
    events = snapshot.source("events")
    tests = f"""SELECT count(DISTINCT subject), count(*) FROM {events}
        WHERE regexp_matches(lower(split_part(subject, ':', 2)), '{_TEST}')
        OR len(list_filter(coalesce(identifiers, []), lambda x:
            regexp_matches(lower(x[strpos(x, ':') + 1:]), '{_TEST}'))) > 0"""
    robots = f"""SELECT count(DISTINCT subject), count(*) FROM {events}
        WHERE attributes IS NOT NULL AND contains(lower(attributes), 'agent')
        AND regexp_matches(lower(attributes), '{_ROBOT}')"""
    fast = f"""SELECT count(*), coalesce(sum(n), 0) FROM (SELECT count(*) AS n,
            epoch_us(max("at")) - epoch_us(min("at")) AS span FROM {events}
        WHERE actor = 'customer' AND NOT coalesce(date_only, false) GROUP BY subject)
        WHERE n >= {_MANY} AND span > 0 AND span < {_FAST_SECONDS * 1_000_000} * n"""
    found = (
        ("test account", "its name or address is one that testers use", tests),
        ("bot", "its user agent says that it is a program", robots),
        ("bot", f"{_MANY} events or more, less than {_FAST_SECONDS} s apart on average", fast),
    )
    rows = [(kind, why, *engine.rows(sql)[0]) for kind, why, sql in found]
    return [
        Suspects(kind=kind, why=why, subjects=subjects, events=count)
        for kind, why, subjects, count in rows
        if subjects
    ]
