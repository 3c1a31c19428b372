"""What stands behind the numbers of one touchpoint: how answers spread, how they moved, real journeys.

In: one purpose and a touchpoint, or all of them.  Out: `Behind`: a spread a scale (feelings, each kind of rating,
waits), each with bars, a trend and its mean; what was said, masked; three real journeys; recorded calls. Nothing is
said where fewer than five customers were.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from desireline.insights.facts import Facts
from desireline.insights.heard.ratings import scales
from desireline.insights.heard.spreads import Spread, feelings_at, ratings_at, told_by, waits_at
from desireline.insights.model import SMALLEST_GROUP
from desireline.insights.paths.walks import WalkedJourney, walked
from desireline.insights.quotes import quote_id

if TYPE_CHECKING:
    from desireline.journeys import JourneyData, Purpose

_MOST_CALLS = 8
_EACH_VOICES = 4
_VOICES = """
    WITH said AS (
        SELECT u.event_id, coalesce(u.part, '') AS part, u.source, u."at", u.feeling, u.text_masked,
            count(DISTINCT s.customer) OVER () AS people
        FROM utterances u JOIN (SELECT event_key, customer FROM steps WHERE {where} AND {place}) s USING (event_key)
        WHERE u.speaker = 'customer' AND length(trim(u.text_masked)) >= 12
    )
    SELECT event_id, part, source, "at", feeling, text_masked FROM said WHERE people >= {few}
    QUALIFY row_number() OVER (ORDER BY feeling ASC NULLS LAST, event_id, part) <= {each}
        OR row_number() OVER (ORDER BY feeling DESC NULLS LAST, event_id, part) <= {each}
        OR row_number() OVER (ORDER BY length(text_masked) DESC, event_id, part) <= {each}
    ORDER BY feeling ASC NULLS LAST, event_id, part
"""
_CALLS = """
    SELECT DISTINCT c.event_id, c."at", c.duration_ms, c.silence_ms, c.customer_ms, c.employee_ms,
        c.turns IS NOT NULL AS has_turns
    FROM calls c JOIN (SELECT event_key, customer FROM steps WHERE {where} AND {place}) s USING (event_key)
    ORDER BY c."at" DESC, c.event_id LIMIT {most}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What a customer said here, masked, whole. Its id is that of the quote, where a map quotes it."""

    id: str
    text: str
    source: str
    day: date
    feeling: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardCall:
    """A recorded call that was listened to."""

    id: str
    day: date
    seconds: float | None
    silent: float | None
    """Share of it in which nobody speaks for more than two seconds."""
    customer: float | None
    """Share of the speaking that is the customer's."""
    has_turns: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """See the module."""

    touchpoint: str | None
    customers: int | None
    """None: fewer than five, and nothing else is said."""
    by: Literal["week", "month"]
    spreads: tuple[Spread, ...]
    journeys: tuple[WalkedJourney, ...]
    voices: tuple[Voice, ...]
    calls: tuple[HeardCall, ...]


def behind(
    data: JourneyData, purpose: Purpose, touchpoint: str | None, target: str | None = None
) -> Behind:
    """Look behind a touchpoint of a purpose, by its name; with `target`, waits are those before that one.

    A name that nobody has is a touchpoint that nobody met.
    """
    facts = Facts(data, purpose)
    try:
        return _behind(facts, touchpoint, target)
    finally:
        facts.close()


def _behind(facts: Facts, touchpoint: str | None, target: str | None) -> Behind:
    place = facts.drawn if touchpoint is None else f"touchpoint IN ({_codes(facts, touchpoint)})"
    people = int(
        facts.engine.rows(
            f"SELECT count(DISTINCT customer) FROM steps WHERE {facts.where} AND {place}"
        )[0][0]
    )
    by = told_by(facts)
    if people < SMALLEST_GROUP:
        return Behind(
            touchpoint=touchpoint,
            customers=None,
            by=by,
            spreads=(),
            journeys=(),
            voices=(),
            calls=(),
        )
    spreads = [
        feelings_at(facts, place),
        *(ratings_at(facts, place, one) for one in scales(facts)),
    ]
    if touchpoint is not None:
        goes = f"{place} AND next_touchpoint IN ({_codes(facts, target)})" if target else place
        spreads.append(waits_at(facts, goes))
    return Behind(
        touchpoint=touchpoint,
        customers=people,
        by=by,
        spreads=tuple(one for one in spreads if any(bar.n != 0 for bar in one.bars)),
        journeys=() if touchpoint is None else _journeys(facts, place),
        voices=() if touchpoint is None else _voices(facts, place),
        calls=() if touchpoint is None else _calls(facts, place),
    )


def _codes(facts: Facts, name: str) -> str:
    codes = [str(code) for code, place in facts.places.items() if place.name == name]
    return ", ".join(codes) or "NULL"


def _journeys(facts: Facts, place: str) -> tuple[WalkedJourney, ...]:
    """The saddest here, the middle one, the gladdest; of usual length where nobody was heard."""
    rows = facts.engine.rows(
        f"""WITH here AS (SELECT customer, journey, avg(feeling_milli) AS felt FROM steps
            WHERE {facts.where} AND {place} GROUP BY ALL),
        known AS (SELECT h.*, j.steps, count(felt) OVER () AS heard FROM here h
            JOIN (SELECT * FROM journeys WHERE {facts.where}) j USING (customer, journey)),
        ordered AS (SELECT customer, journey, count(*) OVER () AS n,
            row_number() OVER (ORDER BY felt, steps, customer, journey) AS place
            FROM known WHERE heard < {SMALLEST_GROUP} OR felt IS NOT NULL)
        SELECT customer, journey FROM ordered WHERE place IN (1, (n + 1) // 2, n) ORDER BY place"""
    )
    code = int(facts.purpose.code)
    return tuple(walked(facts.data, customer, code, journey) for customer, journey in rows)


def _voices(facts: Facts, place: str) -> tuple[Voice, ...]:
    rows = facts.engine.query(
        _VOICES.format(where=facts.where, place=place, few=SMALLEST_GROUP, each=_EACH_VOICES)
    )
    return tuple(
        Voice(
            id=quote_id(row["event_id"], row["part"]),
            text=row["text_masked"],
            source=row["source"],
            day=row["at"].date(),
            feeling=None if row["feeling"] is None else float(row["feeling"]),
        )
        for row in rows.to_pylist()
    )


def _calls(facts: Facts, place: str) -> tuple[HeardCall, ...]:
    rows = facts.engine.query(_CALLS.format(where=facts.where, place=place, most=_MOST_CALLS))
    return tuple(_call(row) for row in rows.to_pylist())


def call_id(event_id: str) -> str:
    """Name a call by what tells nothing of who called."""
    return quote_id(event_id, "call")


def _call(row: dict[str, Any]) -> HeardCall:
    length, silence = row["duration_ms"], row["silence_ms"]
    customer = row["customer_ms"] or 0
    spoken = customer + (row["employee_ms"] or 0)
    return HeardCall(
        id=call_id(row["event_id"]),
        day=row["at"].date(),
        seconds=length / 1000 if length else None,
        silent=silence / length if length and silence is not None else None,
        customer=customer / spoken if spoken else None,
        has_turns=row["has_turns"],
    )
