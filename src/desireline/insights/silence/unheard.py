"""How all who were in a stage felt: what the silent did speaks for them, as far as it can.

In: who said or rated anything in a stage, and what each did there: retries, returns, waiting, giving up.  Out: the
mean feeling of all, the silent counted as those who did alike and were heard, with what they could still change.
Behaviour has no scale of its own: what it is worth is learnt from those who did it and spoke. Where most of the
silent did nothing like those who were heard, no weight can speak for them, and that is said instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.causes.effects import Covariate, build, mean_of_asked
from desireline.insights.model import Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import count, percent
from desireline.insights.numbers.statistics import NORMAL
from desireline.insights.paths.excess import feedback

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.causes.effects import Answered
    from desireline.insights.facts import Facts

METHOD = (
    "cross-fitted AIPW for silence by stage: chance of being heard and feeling, on what was done there "
    "(retries, returns, waits, giving up, places, channels), one row a customer; v1"
)
_FEWEST = 30
_MOST = 5_000
"""Customers that are looked at: a mean needs no more."""
_RETRY_US = 600_000_000
"""The same place again within ten minutes is a retry, later a return."""
_UNLIKE = 0.5
"""Share of the silent who did nothing like those who were heard, from which nothing is said."""
_PLACES = 12
DONE_SQL = """
    WITH walked AS (
        SELECT *, touchpoint NOT IN ({surveys}) AS own,
            CASE WHEN next_touchpoint NOT IN ({surveys}) THEN wait_us END AS waited_us
        FROM {sample} WHERE {drawn} AND customer IN (FROM {people})
    ), moved AS (
        SELECT w.customer, w.stage, w.touchpoint, w.channel, w.waited_us, w.queue_s, w.feeling_milli, w.own,
            w.at_us - lag(w.at_us) OVER (PARTITION BY w.customer, w.journey, w.touchpoint ORDER BY w.step_no) AS again_us,
            j.state = 1 AND w.step_no = max(w.step_no) FILTER (w.own) OVER (PARTITION BY w.customer, w.journey) AS gave_up
        FROM walked AS w JOIN (SELECT customer, journey, state FROM journeys WHERE {where}) AS j
            USING (customer, journey)
    )
    SELECT customer, avg(feeling_milli) AS felt, ln(1 + count(*) FILTER (own)) AS steps,
        ln(1 + count(*) FILTER (own AND again_us <= {retry})) AS retries,
        ln(1 + count(*) FILTER (own AND again_us > {retry})) AS returns,
        coalesce(max(gave_up::INTEGER), 0) AS gave_up,
        ln(1 + coalesce(max(waited_us) FILTER (own), 0) / 6e7) AS wait,
        ln(1 + coalesce(max(queue_s) FILTER (own), 0)) AS queue{more}
    FROM moved WHERE stage = {stage} GROUP BY customer ORDER BY customer
"""
"""Answers to a survey, and the way to them, are what is looked for and no part of what was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnheardMeasure:
    """One stage: those who were heard, and all who were there."""

    stage: str
    heard: float
    """Mean feeling of the customers who were heard."""
    everybody: Estimate
    """Of all who were there, the silent as those heard who did alike."""
    share_heard: float
    swing: float
    """By how much it would move if the silent differed by half a standard deviation from those alike."""
    unlike: float
    """Share of the silent who did nothing like those who were heard."""
    verdict: Verdict
    evidence: EvidenceId


class Unheard:
    """See the module."""

    name = "unheard"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Every stage in which thirty customers or more were heard and thirty were not."""
        evidence = facts.evidence(self.name, method=METHOD, query=DONE_SQL, n=facts.customers)
        measures: list[UnheardMeasure] = []
        for code, stage in facts.stages.items():
            found = _answered(facts, code)
            if found is not None:
                measures.append(_measure(stage, found, evidence.id))
        return InsightResult(
            measures=measures,
            insights=[_claim(facts, one) for one in measures],
            evidence=[evidence],
        )


def _answered(facts: Facts, stage: int) -> Answered | None:
    heard, silent = facts.engine.rows(
        f"""SELECT count(*) FILTER (felt), count(*) FILTER (NOT felt) FROM (
            SELECT bool_or(feeling_milli IS NOT NULL) AS felt FROM {facts.sample}
            WHERE {facts.drawn} AND stage = {stage} GROUP BY customer)"""
    )[0]
    if min(heard, silent) < _FEWEST:
        return None
    rows = facts.engine.query(_sql(facts, stage))
    felt = np.ma.filled(np.ma.masked_invalid(_numbers(rows, "felt")), np.nan)
    r = (~np.isnan(felt)).astype(np.float64)
    if min(r.sum(), len(r) - r.sum()) < _FEWEST:
        return None
    names = [name for name in rows.schema.names if name not in {"customer", "felt"}]
    done = [
        Covariate(name=name, block="done there", values=_numbers(rows, name)) for name in names
    ]
    x = build(done, len(r)).x
    y = np.where(r == 1, (felt / 1000 + 1) / 2, 0.0)
    return mean_of_asked(x, r, y, np.asarray(rows["customer"], dtype=np.int64))


def _numbers(rows: object, name: str) -> np.ndarray:
    return rows[name].to_numpy(zero_copy_only=False).astype(np.float64)  # type: ignore[index]


def _sql(facts: Facts, stage: int) -> str:
    people = facts.table(
        "unheard_people",
        f"SELECT customer FROM {facts.sample} GROUP BY customer ORDER BY hash(customer), customer LIMIT {_MOST}",
    )
    surveys = feedback(facts)
    places = [
        code
        for (code,) in facts.engine.rows(
            f"""SELECT touchpoint FROM {facts.sample} WHERE {facts.drawn} AND stage = {stage}
            GROUP BY touchpoint ORDER BY count(DISTINCT customer) DESC, touchpoint LIMIT {_PLACES}"""
        )
        if code not in surveys
    ]
    parts = [f"max((own AND touchpoint = {code})::INTEGER) AS place_{code}" for code in places]
    parts += [
        f"avg((channel = {code})::INTEGER) FILTER (own) AS channel_{code}"
        for code in list(facts.channels)[:8]
    ]
    return DONE_SQL.format(
        sample=facts.sample,
        where=facts.where,
        drawn=facts.drawn,
        stage=stage,
        people=people,
        retry=_RETRY_US,
        surveys=", ".join(map(str, sorted(surveys))) or "-1",
        more="".join(f", coalesce({part.replace(' AS ', ', 0) AS ')}" for part in parts),
    )


def _measure(stage: str, found: Answered, evidence: EvidenceId) -> UnheardMeasure:
    reach = NORMAL * found.se
    everybody = Estimate(
        value=2 * found.value - 1,
        low=2 * max(found.value - reach, 0.0) - 1,
        high=2 * min(found.value + reach, 1.0) - 1,
        n=found.asked,
        unit_of_n="customers",
        unit="feeling -1 to 1",
    )
    enough = Verdict.SHOWN if found.answers >= 2 * _FEWEST else Verdict.SUGGESTED
    return UnheardMeasure(
        stage=stage,
        heard=2 * found.raw - 1,
        everybody=everybody,
        share_heard=found.answers / found.asked,
        swing=2 * found.swing,
        unlike=found.unlike,
        verdict=Verdict.UNKNOWN if found.unlike > _UNLIKE else enough,
        evidence=evidence,
    )


def _claim(facts: Facts, one: UnheardMeasure) -> Insight:
    e = one.everybody
    known = one.verdict != Verdict.UNKNOWN
    told = f"“{facts.column(one.stage)}”: {percent(one.share_heard)} of {count(e.n)} customers there were heard"
    words = (
        f"{told} and felt {one.heard:+.2f}; with the silent as those heard who did alike it is {e.value:+.2f} "
        f"({e.low:+.2f} to {e.high:+.2f}). If the silent differ by half a standard deviation more, it moves by "
        f"{one.swing:.2f}."
        if known
        else f"{told}. How the others felt cannot be said: {percent(one.unlike)} of them did nothing like those who were heard."
    )
    return Insight(
        kind="feeling",
        purpose=facts.purpose.name,
        stage=one.stage,
        metric="feeling of all",
        estimand="mean of all who were in the stage; the silent as those heard who did alike",
        words=words,
        verdict=one.verdict,
        evidence=one.evidence,
        value=e.value if known else None,
        low=e.low if known else None,
        high=e.high if known else None,
        n=e.n,
        reason=None if known else "the silent are unlike those heard",
    )
