"""Where customers go no further: the share of visits with no later customer step in the journey.

In: customer steps and how their journeys ended.  Out: exit probability by touchpoint, with horizon.
A running journey is censored, not lost; a completed one has not left. What counts as going on is
another step of the customer (or completion), not a mail that the company sends. Logs in which no
customer acts at all (back-office cases) count every step. Who owns what is bought once goes on with the next
visit, whenever it comes: that visits are cut by silence loses nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.facts import DAY_US
from desireline.insights.model import (
    SMALLEST_GROUP,
    Estimate,
    ExitMeasure,
    Insight,
    InsightResult,
    Verdict,
)
from desireline.insights.numbers.estimates import count, percent
from desireline.insights.numbers.statistics import divide
from desireline.insights.numbers.survival import BINS, Exit, exit_interval, exit_probability
from desireline.insights.paths.results import snapshot
from desireline.insights.paths.visits import measure_visits

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "Kaplan-Meier of time to next customer step, clustered by customer; v1"
LONGEST_US = 365 * DAY_US
FOLLOWED = 20
"""Visits that must have had the whole horizon before them."""
_STEADY, _SLIGHT = 0.01, 0.1
"""Share that may still come back in the last quarter of the horizon: of all visits, and, up to twice that, of those that are lost."""
_AT_ONCE = 262_144
"""Visits that are counted together."""
_MOST_TOLD = 5
"""Claims about the largest exits, and about those not known yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchpointExit:
    """Exit at one touchpoint. Not identified: the curve was still falling, or few were followed."""

    estimate: Estimate
    se: float
    customers: int
    identified: bool
    horizon_us: int


class Exits:
    """See the module."""

    name = "exits"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Exit by touchpoint; claims name where most are lost, in `pains`."""
        exits = measure_exits(facts)
        evidence = facts.evidence(
            self.name,
            method=f"{METHOD}; horizon {horizon_us(facts) / 86_400e6:.3g} days",
            query=WALK_SQL + ALL_ACT_SQL + _LASTS + _GOING_ON + _BINNED,
            n=sum(one.estimate.n for one in exits.values()),
        )
        measures = [
            ExitMeasure(
                touchpoint=facts.places[code].name,
                stage=facts.places[code].stage,
                exit=one.estimate,
                horizon_days=one.horizon_us / 86_400e6,
                identified=one.identified,
                evidence=evidence.id,
            )
            for code, one in exits.items()
            if one.customers >= SMALLEST_GROUP
        ]
        farewells = {facts.places[code].name for code in facts.losing}
        known = [one for one in measures if one.touchpoint not in farewells]
        told = sorted(known, key=lambda one: (-one.exit.value * one.exit.n, one.touchpoint))
        largest = [one for one in told if one.identified and one.exit.value > 0.0005][:_MOST_TOLD]
        open_ = [one for one in told if not one.identified][:_MOST_TOLD]
        insights = [_claim(facts, measure) for measure in largest + open_]
        return InsightResult(
            measures=measures,
            # where everything stands at one day nobody was followed at all
            insights=[] if snapshot(facts) else insights,
            evidence=[evidence],
            suppressed=len(exits) - len(measures),
        )


def horizon_us(facts: Facts) -> int:
    """Half of the observed time, at most a year: the same for all touchpoints compared."""
    return max(min((facts.end_us - facts.start_us) // 2, LONGEST_US), 1)


def measure_exits(facts: Facts) -> dict[int, TouchpointExit]:
    """Exit by touchpoint code, small groups included."""
    return facts.memo("exits", _measure)


def acting(facts: Facts) -> str:
    """SQL condition: steps by customers, or all steps where no customer acts."""
    return facts.memo("acting", _acting)


def _acting(facts: Facts) -> str:
    found = facts.engine.rows(
        f"SELECT 1 FROM steps WHERE {facts.where} AND actor = 0 AND {facts.drawn} LIMIT 1"
    )
    return "actor = 0" if found else EVERYBODY


EVERYBODY = "true"
"""All steps, because none is a customer's."""


WALK_SQL = """
    SELECT customer, journey, touchpoint, at_us, lead(customer) OVER ({window}) AS next_customer,
        lead(journey) OVER ({window}) AS next_journey, lead(at_us) OVER ({window}) AS next_at
    FROM {steps} WHERE {acting} AND {drawn}
"""
ALL_ACT_SQL = """
    SELECT customer, touchpoint, at_us, 0 AS ended, wait_us AS t FROM {steps}
    WHERE next_touchpoint IS NOT NULL
"""
"""Where every step is a customer's, each knows its next already: no window."""
_ALL_ACT_LASTS = """
    SELECT customer, journey, touchpoint, at_us, NULL AS next_customer, NULL AS next_journey
    FROM {steps} WHERE next_touchpoint IS NULL
"""
_LASTS = """
    SELECT walk.customer AS customer, journey, touchpoint, at_us,
        CASE state WHEN 0 THEN 0 WHEN 1 THEN if(outcome IS NULL, 2, 1) ELSE 2 END AS ended,
        CASE WHEN {silent} THEN greatest(end_us - at_us, least(end_us - at_us + {silence}, {horizon} - 1))
            WHEN state = 0 OR (state = 1 AND outcome IS NOT NULL)
            THEN greatest(end_us - at_us, 0) ELSE {end_us} - at_us END AS t
    FROM ({walk}) AS walk
    JOIN (SELECT customer, journey, state, outcome, end_us FROM journeys WHERE {where}) AS ends
    USING (customer, journey)
    WHERE (next_customer = walk.customer AND (next_journey = journey OR {owned})) IS NOT TRUE
"""
"""How the last visit of each journey ended: 0 completed, 1 left, 2 not yet known, and when that was known. A
journey that counts as completed because it fell silent was at risk until then, as those were that still run."""
_GOING_ON = """
    SELECT customer, touchpoint, at_us, 0 AS ended, next_at - at_us AS t FROM ({walk})
    WHERE next_customer = customer AND (next_journey = journey OR {owned})
"""
_BIN = "least({bins}, floor({bins} * sqrt(greatest(t, 0) / {horizon}::DOUBLE)))::INTEGER AS bin"
_BINNED = """
    SELECT touchpoint, ended, {bin}, count(*) AS n,
        count(*) FILTER (at_us <= {followed}) AS followed, count(*) FILTER (t < 0) AS backwards
    FROM ({visits}) GROUP BY ALL
"""
_IN_ORDER, _ANY_ORDER = "", "ORDER BY customer, journey, step_no"


def _measure(facts: Facts) -> dict[int, TouchpointExit]:
    horizon = horizon_us(facts)
    window = _IN_ORDER
    rows = _counted(facts, window)
    if not rows:
        return {}
    if not facts.memo("all act", _all_act) and _out_of_order(facts, rows):
        window = _ANY_ORDER
        rows = _counted(facts, window)
    counts: dict[int, np.ndarray] = {}
    followed: dict[int, int] = {}
    for code, ended, bin_, n, with_horizon, _ in rows:
        table = counts.setdefault(code, np.zeros((3, BINS + 1), dtype=np.int64))
        table[ended, bin_] += n
        followed[code] = followed.get(code, 0) + with_horizon
    exits = {code: exit_probability(table) for code, table in sorted(counts.items())}
    errors = _clustered_errors(facts, exits, window)
    return {
        code: _at_touchpoint(one, counts[code], followed[code], errors[code], horizon)
        for code, one in exits.items()
    }


def _at_touchpoint(
    one: Exit, counts: np.ndarray, followed: int, error: tuple[float, int], horizon: int
) -> TouchpointExit:
    deff, customers = error
    visits = int(counts.sum())
    se = one.independent_se * float(np.sqrt(max(deff, 1.0)))
    per_customer = customers / visits if visits else 0.0
    low, high = exit_interval(one.value, se, clusters=customers, followed=followed * per_customer)
    slight = max(_STEADY, min(_SLIGHT * one.value, _STEADY * 2))
    still_falling = one.falling > slight and one.falling * visits * per_customer > 1
    if one.falling > _STEADY:
        low = max(low - one.falling, 0.0)  # as many may yet come back as did lately
    identified = followed >= FOLLOWED and not still_falling
    return TouchpointExit(
        estimate=Estimate(
            value=one.value,
            low=low if identified else 0.0,
            high=high,
            n=visits,
            unit_of_n="visits",
            unit="share",
        ),
        se=se,
        customers=customers,
        identified=identified,
        horizon_us=horizon,
    )


def _counted(facts: Facts, window: str) -> list[tuple[int, ...]]:
    """Visits by touchpoint, ending, bin: how many, how many with the whole horizon before them."""
    bin_ = _BIN.format(bins=BINS, horizon=horizon_us(facts))
    fill = {"bin": bin_, "followed": facts.end_us - horizon_us(facts)}
    rows = _binned(facts, _going_on(facts, window))
    lasts = _BINNED.format(visits=f"SELECT * FROM {_lasts(facts, window)}", **fill)
    return sorted([*rows, *facts.engine.rows(lasts)])


def _binned(facts: Facts, visits: str) -> list[tuple[int, ...]]:
    """Rows as of `_BINNED`, of visits that all went on; what its second last column counts stands in one row a touchpoint.

    Counted here and not by the engine, which takes four times as long: it hashes each of a few thousand groups.
    """
    horizon, followed = horizon_us(facts), facts.end_us - horizon_us(facts)
    width, places = BINS + 1, max(facts.places, default=0) + 1
    counts = np.zeros(places * width, dtype=np.int64)
    backwards, seen = np.zeros_like(counts), np.zeros(places, dtype=np.int64)
    sql = f"SELECT touchpoint, at_us, t FROM ({visits})"
    for batch in facts.engine.stream(sql, rows=_AT_ONCE):
        touchpoint, at_us, t = (column.to_numpy() for column in batch.columns)
        bins = np.minimum(BINS, BINS * np.sqrt(np.maximum(t, 0) / horizon)).astype(np.int64)
        groups = touchpoint.astype(np.int64) * width + bins
        counts += np.bincount(groups, minlength=len(counts))
        seen += np.bincount(touchpoint[at_us <= followed], minlength=places)
        if (t < 0).any():
            backwards += np.bincount(groups[t < 0], minlength=len(counts))
    rows: list[tuple[int, ...]] = []
    for group in np.flatnonzero(counts).tolist():
        code, bin_ = divmod(group, width)
        rows.append((code, 0, bin_, int(counts[group]), int(seen[code]), int(backwards[group])))
        seen[code] = 0
    return rows


def _going_on(facts: Facts, window: str, *, steps: str | None = None) -> str:
    steps = steps or _everybody(facts)
    if facts.memo("all act", _all_act):
        return ALL_ACT_SQL.format(steps=steps)
    return _GOING_ON.format(walk=_walk(facts, window, steps), owned=facts.owned)


def _everybody(facts: Facts) -> str:
    return f"(SELECT * FROM steps WHERE {facts.where})"


def _walk(facts: Facts, window: str, steps: str) -> str:
    return WALK_SQL.format(window=window, steps=steps, acting=acting(facts), drawn=facts.drawn)


def _all_act(facts: Facts) -> bool:
    """Whether no step has to be left out, and each knows its next."""
    if facts.purpose.once:
        return False
    others = f"SELECT 1 FROM steps WHERE {facts.where} AND NOT ({acting(facts)} AND {facts.drawn})"
    return not facts.engine.rows(f"{others} LIMIT 1")


def _lasts(facts: Facts, window: str) -> str:
    name = "lasts" if window == _IN_ORDER else "lasts_ordered"
    steps = _everybody(facts)
    walk = (
        _ALL_ACT_LASTS.format(steps=steps)
        if facts.memo("all act", _all_act)
        else _walk(facts, window, steps)
    )
    silence = facts.purpose.completing_silence_us
    return facts.table(
        name,
        _LASTS.format(
            walk=walk,
            where=facts.where,
            end_us=facts.end_us,
            silent="state = 0 AND outcome IS NULL" if silence is not None else "false",
            silence=silence or 0,
            owned=facts.owned.replace("customer", "walk.customer"),
            horizon=horizon_us(facts),
        ),
    )


def _out_of_order(facts: Facts, rows: list[tuple[int, ...]]) -> bool:
    """Whether steps did not come sorted, so that a journey seems to end twice or run backwards."""
    lasts = _lasts(facts, _IN_ORDER)
    twice = f"SELECT count(*) - (SELECT count(*) FROM (SELECT DISTINCT customer, journey FROM {lasts})) FROM {lasts}"
    return any(row[5] for row in rows) or facts.engine.rows(twice)[0][0] != 0


def _clustered_errors(
    facts: Facts, exits: dict[int, Exit], window: str
) -> dict[int, tuple[float, int]]:
    """Design effect by touchpoint (on the sample), and its customers (all of them)."""
    bin_ = _BIN.format(bins=BINS, horizon=horizon_us(facts))
    going_on = _going_on(facts, window, steps=facts.sample)
    found = facts.engine.query(
        f"""
        SELECT touchpoint, customer, ended, {bin_}, count(*) AS n FROM (
            {going_on} UNION ALL
            SELECT customer, touchpoint, at_us, ended, t FROM {_lasts(facts, window)}
            WHERE {facts.sampled}
        ) GROUP BY ALL ORDER BY touchpoint, customer, ended, bin
        """
    )
    touchpoint, customer, ended, bins, n = (
        np.asarray(found[name]) for name in ("touchpoint", "customer", "ended", "bin", "n")
    )
    customers = {code: one.customers for code, one in measure_visits(facts).items()}
    out: dict[int, tuple[float, int]] = {}
    for code, one in exits.items():
        mine = touchpoint == code
        pull = one.influence[ended[mine], bins[mine]]
        alone = float((n[mine] * pull**2).sum())
        _, who = np.unique(customer[mine], return_inverse=True)
        together = np.bincount(who, weights=pull * n[mine])
        m = len(together)
        robust = float((together**2).sum()) * float(divide(m, m - 1)[0])
        deff = robust / alone if alone > 0 else 1.0
        out[code] = (deff, customers.get(code, m))
    return out


def _claim(facts: Facts, measure: ExitMeasure) -> Insight:
    e = measure.exit
    days = f"{measure.horizon_days:.3g} days"
    if measure.identified:
        words = (
            f"After {measure.touchpoint}, {percent(e.value)} take no further step within {days} "
            f"({percent(e.low)} to {percent(e.high)}, n {count(e.n)} visits)."
        )
        verdict, reason = Verdict.SHOWN, None
    else:
        words = (
            f"How many leave after {measure.touchpoint} is not known yet: at most "
            f"{percent(e.high)} within {days} (n {count(e.n)} visits)."
        )
        verdict, reason = Verdict.UNKNOWN, "not identified yet: too little follow-up"
    return Insight(
        kind="exit",
        purpose=facts.purpose.name,
        touchpoint=measure.touchpoint,
        stage=measure.stage,
        metric="exit",
        estimand=f"no further customer step of the journey within {days}",
        words=words,
        verdict=verdict,
        evidence=measure.evidence,
        value=e.value if measure.identified else None,
        low=e.low,
        high=e.high,
        n=e.n,
        reason=reason,
    )
