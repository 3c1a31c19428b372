"""Who was asked by a survey, and who of them answered.

In: steps, ratings.  Out: for each kind of rating the visits (or journeys) after which it is asked.
Two cases. Answers that mostly come right after a few touchpoints ask about those: every visit there was asked, but
those that were not over (a call and the promised call back, or the call that chases it): where hardly any answer comes
between two such visits though answers are usual there, one survey asks about both, after the second. Which pairs these
are is read from the answers, by touchpoints, time between and how the second contact is booked. Else the survey speaks
of the whole: every journey that passed the touchpoint that (nearly) all who answered had passed, and that was still
there so long after it as the middle one who answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from desireline.insights.efforts.ledger import ledger
from desireline.insights.facts import DAY_US
from desireline.insights.paths.excess import feedback

if TYPE_CHECKING:
    from desireline.insights.causes.effects.aipw import Floats, Ints
    from desireline.insights.facts import Facts
    from desireline.insights.heard.ratings import Scale

_A_WAY, _MOSTLY, _NEARLY_ALL = 0.1, 0.8, 0.95
_FEWEST, _SURELY = 20, 0.01
"""Visits from which a pair of touchpoints is judged, and the chance under which so few answers are no accident."""
SOON_US = 14 * DAY_US
"""An answer so soon after a visit speaks of it."""

_VISITS_SQL = """
    SELECT v.customer, v.journey, step_no, v.at_us, v.touchpoint,
        CASE WHEN next_us - v.at_us <= {soon} THEN next_way || ' ' || coalesce(b.kind, '') || ' '
            || ((next_us - v.at_us > {day})::INTEGER + (next_us - v.at_us > 3 * {day})::INTEGER) END AS following,
        CASE WHEN told_us - v.at_us <= {soon} AND told_no < coalesce(next_no, told_no + 1) THEN told END AS rating
    FROM (
        SELECT customer, journey, step_no, at_us, touchpoint, way,
            lead(CASE WHEN rated THEN rating_milli END IGNORE NULLS) OVER own AS told,
            lead(CASE WHEN rated THEN at_us END IGNORE NULLS) OVER own AS told_us,
            lead(CASE WHEN rated THEN step_no END IGNORE NULLS) OVER own AS told_no,
            lead(CASE WHEN way THEN touchpoint END IGNORE NULLS) OVER own AS next_way,
            lead(CASE WHEN way THEN at_us END IGNORE NULLS) OVER own AS next_us,
            lead(CASE WHEN way THEN step_no END IGNORE NULLS) OVER own AS next_no,
            lead(CASE WHEN way THEN event_key END IGNORE NULLS) OVER own AS next_key
        FROM (
            SELECT *, touchpoint IN ({ways}) AS way,
                coalesce(rating_kind = {kind} AND rating_milli IS NOT NULL, false) AS rated FROM {sample})
        WINDOW own AS (PARTITION BY customer, journey ORDER BY step_no)) AS v
    LEFT JOIN {ledger} AS b ON b.event_key = v.next_key
    WHERE way
"""
"""Visits of the ways to an answer: the answer that comes before the next of them, and what that next one is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One row for each that was asked."""

    who: Ints
    journey: Ints
    known_us: Ints
    r: Floats
    rating: Floats
    """Nothing where r is 0."""
    about: str
    """`Call, Chat contact`, or `journeys with Order placed`."""


def asked(facts: Facts, scale: Scale) -> Asked | None:
    """Who was asked; None where no touchpoint leads to the answers."""
    before = facts.engine.rows(
        f"""
        SELECT touchpoint, count(*) FROM (
            SELECT rating_kind, lag(touchpoint) OVER (PARTITION BY customer, journey ORDER BY step_no)
                AS touchpoint FROM {facts.sample})
        WHERE rating_kind = {scale.code} GROUP BY touchpoint ORDER BY count(*) DESC, touchpoint
        """
    )
    total = sum(n for _, n in before)
    surveys = feedback(facts)
    ways = [
        int(code)
        for code, n in before
        if code is not None and code not in surveys and n >= _A_WAY * total
    ]
    if sum(n for code, n in before if code in ways) >= _MOSTLY * total:
        return _visits(facts, scale, ways)
    return _journeys(facts, scale)


def _visits(facts: Facts, scale: Scale, ways: list[int]) -> Asked:
    table = facts.table(
        f"asked_{scale.code}",
        _VISITS_SQL.format(
            sample=facts.sample,
            ways=", ".join(map(str, ways)),
            kind=scale.code,
            soon=SOON_US,
            day=DAY_US,
            ledger=ledger(facts).table,
        ),
    )
    sql = f"""
        SELECT customer, journey, at_us + 1 AS known_us, rating FROM {table}
        WHERE NOT ({_not_over(facts, table)}) ORDER BY customer, journey, step_no
    """
    return _read(facts, sql, ", ".join(facts.places[code].name for code in ways))


def _not_over(facts: Facts, table: str) -> str:
    """SQL condition: one survey asks about this visit and the one that follows, after that one."""
    rows = facts.engine.rows(
        f"SELECT touchpoint, following, count(*), count(rating) FROM {table} GROUP BY ALL ORDER BY ALL"
    )
    alone = {way: (n, answered) for way, following, n, answered in rows if following is None}
    found: list[str] = []
    for way, following, n, answered in rows:
        usual, told = alone.get(way, (0, 0))
        if following is None or min(n, usual) < _FEWEST:
            continue
        if special.bdtr(answered, n, told / usual / 2) < _SURELY:
            found.append(f"touchpoint = {way} AND following = '{following}'")
    return f"coalesce({' OR '.join(f'({one})' for one in found)}, false)" if found else "false"


def _journeys(facts: Facts, scale: Scale) -> Asked | None:
    told = f"""
        SELECT customer, journey, min(at_us) AS told_us, arg_min(rating_milli, at_us) AS rating
        FROM {facts.sample} WHERE rating_kind = {scale.code} AND rating_milli IS NOT NULL
        GROUP BY ALL
    """
    passed = f"""
        SELECT customer, journey, touchpoint, min(at_us) AS at_us FROM {facts.sample}
        WHERE {facts.drawn} GROUP BY ALL
    """
    rows = facts.engine.rows(
        f"""
        SELECT touchpoint, quantile_disc(told_us - at_us, 0.5) AS lag
        FROM ({told}) JOIN ({passed}) USING (customer, journey) WHERE at_us < told_us
        GROUP BY touchpoint HAVING count(*) >= {_NEARLY_ALL} * (SELECT count(*) FROM ({told}))
        ORDER BY lag, touchpoint LIMIT 1
        """
    )
    if not rows:
        return None
    code, lag = int(rows[0][0]), int(rows[0][1])
    sql = f"""
        SELECT p.customer, p.journey, p.at_us + {lag} AS known_us, t.rating
        FROM ({passed}) AS p
        JOIN (SELECT customer, journey, end_us, state FROM journeys WHERE {facts.where}) AS j
            USING (customer, journey)
        LEFT JOIN ({told}) AS t ON t.customer = p.customer AND t.journey = p.journey
            AND t.told_us > p.at_us
        WHERE p.touchpoint = {code} AND p.at_us + {lag} < {facts.end_us}
            AND NOT (j.state = 1 AND j.end_us < p.at_us + {lag})
        ORDER BY p.customer, p.journey
    """
    return _read(facts, sql, f"journeys with {facts.places[code].name}")


def _read(facts: Facts, sql: str, about: str) -> Asked:
    found = facts.engine.query(sql)
    rating = np.array([np.nan if v is None else v for v in found["rating"].to_pylist()])
    return Asked(
        who=np.asarray(found["customer"], dtype=np.int64),
        journey=np.asarray(found["journey"], dtype=np.int64),
        known_us=np.asarray(found["known_us"], dtype=np.int64),
        r=(~np.isnan(rating)).astype(np.float64),
        rating=rating.astype(np.float64) / 1000,
        about=about,
    )
