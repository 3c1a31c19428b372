"""Being told two things, in customers' own words: `the app says on time and the website says it is not`.

In: what customers wrote or said, on the sample of customers, in the languages in which it is read.  Out: a table of their journeys (whether
they say so, and from when on an answer is another one); the share of journeys, where it is said, three quotes.
Only those who spoke can say so, and most who were told two things do not: a share of speakers, never of customers. The
text itself is no answer, so that anger in those very words proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from desireline.engines import literal
from desireline.insights.facts import EPOCH
from desireline.insights.model import SMALLEST_GROUP, Estimate, Quote
from desireline.insights.numbers.clusters import shares
from desireline.insights.quotes import quote_id
from desireline.language import otherwise_languages

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

TOLD_TWO_THINGS = "told two things"
TITLE = "being told two things, in customers' words"
_MOST_QUOTES, _LONGEST = 3, 300
SPOKE_SQL = """
    SELECT s.customer, s.journey, s.touchpoint, s.at_us, u.event_id, u.source, coalesce(u.part, '') AS part,
        u.feeling::DOUBLE AS feeling, u.text_masked, u.told_otherwise IS NOT NULL AS otherwise
    FROM utterances AS u JOIN {sample} AS s USING (event_key)
    WHERE u.speaker = 'customer' AND length(trim(u.text_masked)) > 0 AND u.language IN ({languages})
"""
SAID_SQL = """
    SELECT customer, journey, bool_or(otherwise) AS hit, coalesce(min(at_us) FILTER (otherwise), min(at_us)) + 1 AS after_us
    FROM {spoke} GROUP BY ALL
"""
_SHARE_SQL = "SELECT 0 AS cell, customer, count(*) AS n, count(*) FILTER (hit) AS x FROM {said} GROUP BY customer"
_WHERE_SQL = """
    SELECT touchpoint, count(DISTINCT customer) AS people FROM {spoke} WHERE otherwise GROUP BY touchpoint
    HAVING people >= {few} ORDER BY people DESC, touchpoint LIMIT 1
"""
_QUOTES_SQL = """
    SELECT customer, touchpoint, source, at_us, event_id, part, feeling, text_masked FROM {spoke}
    WHERE otherwise AND length(text_masked) <= {longest}
    QUALIFY row_number() OVER (PARTITION BY customer ORDER BY at_us, event_id, part) = 1
    ORDER BY hash(event_id), event_id LIMIT {most}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class InWords:
    """What customers say of being told two things. Fewer than five who do are `customers` alone."""

    customers: int
    journeys: int = 0
    share: Estimate | None = None
    """Of the journeys in which the customer spoke."""
    touchpoint: int | None = None
    """Where most say so; None where no five do at one touchpoint."""
    people: int = 0
    """Who say so there."""
    quotes: tuple[Quote, ...] = ()


def journeys_told(facts: Facts) -> str | None:
    """Table (customer, journey, hit, after_us) of those who spoke; None where fewer than five say that they were told two things."""
    return _said(facts) if in_words(facts).share is not None else None


def in_words(facts: Facts) -> InWords:
    """See the class."""
    return facts.memo("told two things", _in_words)


def _spoke(facts: Facts) -> str:
    languages = ", ".join(literal(one) for one in otherwise_languages())
    return facts.table("spoke", SPOKE_SQL.format(sample=facts.sample, languages=languages))


def _said(facts: Facts) -> str:
    return facts.table("told_two_things", SAID_SQL.format(spoke=_spoke(facts)))


def _in_words(facts: Facts) -> InWords:
    count = "count(DISTINCT customer), count(DISTINCT (customer, journey))"
    sql = f"SELECT {count} FROM {_spoke(facts)} WHERE otherwise"
    customers, journeys = facts.engine.rows(sql)[0]
    if customers < SMALLEST_GROUP:
        return InWords(customers=customers)
    cells = shares(facts, _SHARE_SQL.format(said=_said(facts)), unit_of_n="journeys")
    places = facts.engine.rows(_WHERE_SQL.format(spoke=_spoke(facts), few=SMALLEST_GROUP))
    touchpoint, people = places[0] if places else (None, 0)
    return InWords(
        customers=customers,
        journeys=journeys,
        share=cells[0].estimate,
        touchpoint=touchpoint,
        people=people,
        quotes=_quotes(facts),
    )


def _quotes(facts: Facts) -> tuple[Quote, ...]:
    """Of three customers, the first time that each says so; which three is by lot, and always the same."""
    sql = _QUOTES_SQL.format(spoke=_spoke(facts), longest=_LONGEST, most=_MOST_QUOTES)
    found = facts.engine.query(sql).to_pylist()
    return tuple(
        Quote(
            id=quote_id(row["event_id"], row["part"]),
            touchpoint=facts.places[row["touchpoint"]].name,
            source=str(row["source"]),
            at=EPOCH + timedelta(microseconds=row["at_us"]),
            feeling=row["feeling"],
            text_masked=row["text_masked"],
        )
        for row in found
        if len(found) == _MOST_QUOTES
    )
