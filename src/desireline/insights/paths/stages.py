"""The stages of the journey: who reached them, who is still here, how long they take, who is heard.

In: steps and how journeys ended.  Out: one measure per stage; the river of the reading view.
`remaining` counts a journey that is still running for as long as it was seen; a completed one never leaves. Durations come from
the sample of customers: from the first step in a stage to the step after its last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.insights.heard import feelings
from desireline.insights.heard.answers import ANSWERS_SQL, answers
from desireline.insights.heard.understood import trust
from desireline.insights.model import (
    SMALLEST_GROUP,
    Estimate,
    Insight,
    InsightResult,
    StageMeasure,
)
from desireline.insights.numbers.estimates import count, descriptive_verdict, percent
from desireline.insights.numbers.order import middles
from desireline.insights.numbers.statistics import effective_n, jeffreys
from desireline.insights.paths.remaining import ENDS_SQL, still_here
from desireline.insights.paths.results import only_usual_ends
from desireline.insights.paths.stable_stages import stability
from desireline.insights.paths.visits import customer_sets, journey_sets, passes_any

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts, Place

METHOD = "furthest stage by journey; Aalen-Johansen over time, running ones censored where the data end; customers as clusters; v2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Journeys whose furthest stage is this one, by how they stand."""

    completed: int
    lost: int
    running: int


class Stages:
    """See the module."""

    name = "stages"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Reach, river, feeling, duration and voice of each stage that anybody reached."""
        evidence = facts.evidence(
            self.name, method=METHOD, query=_FURTHEST + ENDS_SQL, n=facts.journeys
        )
        crowds, river = furthest(facts), remaining(facts)
        heard, durations = _heard(facts), _durations(facts)
        feeling = feelings.by_stage(facts)
        felt = facts.evidence(
            "stages/feeling",
            method=feelings.METHOD + trust(facts),
            query=ANSWERS_SQL,
            n=sum(cell.estimate.n for cell in feeling.values()),
        )
        used = [
            name for name in facts.stages.values() if any(p.stage == name for p in _places(facts))
        ]
        measures: list[StageMeasure] = []
        for index, name in enumerate(facts.stages.values()):
            if name not in used:
                continue
            later = sum(_size(crowds[k]) for k in range(index, len(facts.stages)) if k in crowds)
            cell = feeling.get(name)
            told = cell is not None and cell.customers >= SMALLEST_GROUP
            median, p90 = durations.get(index, (None, None))
            measures.append(
                StageMeasure(
                    stage=name,
                    reached=_share(facts, later, facts.journeys),
                    remaining=river.get(index),
                    feeling=cell.estimate if told and cell else None,
                    duration_median_s=median.value if median else None,
                    duration_p90_s=p90,
                    heard=heard.get(index),
                    evidence={
                        **dict.fromkeys(
                            ("reached", "remaining", "duration", "heard"), evidence.id
                        ),
                        "feeling": felt.id,
                    },
                    duration=median,
                )
            )
        return InsightResult(
            measures=measures,
            insights=_claims(facts, measures, evidence.id) + stability(facts, evidence.id),
            evidence=[evidence, felt],
        )


_FURTHEST = """
    SELECT stage, state, count(*) FROM (
        SELECT {furthest} AS stage, state
        FROM {sets} JOIN (SELECT customer, journey, state FROM journeys WHERE {where})
        USING (customer, journey)
    ) GROUP BY ALL ORDER BY ALL
"""


def furthest(facts: Facts) -> dict[int, Crowd]:
    """By stage position: journeys that came no further."""
    return facts.memo("furthest", _furthest)


def remaining(facts: Facts) -> dict[int, Estimate]:
    """By stage position: share of journeys not known to have left by its end."""
    case = _furthest_case(facts)
    if case is None:
        return {}
    sql = ENDS_SQL.format(furthest=case, sets=journey_sets(facts), where=facts.where)
    return still_here(facts, sql, len(facts.stages))


def _furthest_case(facts: Facts) -> str | None:
    """SQL for the position of a journey's furthest stage."""
    cases: list[str] = []
    for index, name in reversed(list(enumerate(facts.stages.values()))):
        codes = [place.code for place in _places(facts) if place.stage == name]
        if codes:
            cases.append(f"WHEN {passes_any(codes)} THEN {index}")
    return f"CASE {' '.join(cases)} END" if cases else None


def _furthest(facts: Facts) -> dict[int, Crowd]:
    case = _furthest_case(facts)
    if case is None:
        return {}
    rows = facts.engine.rows(
        _FURTHEST.format(furthest=case, sets=journey_sets(facts), where=facts.where)
    )
    counts: dict[int, list[int]] = {}
    for stage, state, n in rows:
        if stage is not None:
            counts.setdefault(stage, [0, 0, 0])[state] += n
    return {
        stage: Crowd(completed=states[0], lost=states[1], running=states[2])
        for stage, states in counts.items()
    }


def _places(facts: Facts) -> list[Place]:
    return [place for place in facts.places.values() if not place.outcome]


def _size(crowd: Crowd) -> int:
    return crowd.completed + crowd.lost + crowd.running


def _share(facts: Facts, x: int, n: int) -> Estimate | None:
    """A share of journeys; as many independent ones as there are customers."""
    if n == 0 or facts.customers < SMALLEST_GROUP:
        return None
    n_eff = effective_n(n, facts.customers, n / facts.customers)
    value = x / n
    low, high = jeffreys(value * n_eff, n_eff)
    return Estimate(
        value=value,
        low=min(float(low[0]), value),
        high=max(float(high[0]), value),
        n=n,
        unit_of_n="journeys",
        unit="share",
    )


def _heard(facts: Facts) -> dict[int, Estimate]:
    out: dict[int, Estimate] = {}
    for index, name in enumerate(facts.stages.values()):
        codes = [place.code for place in _places(facts) if place.stage == name]
        if not codes:
            continue
        listed = ", ".join(map(str, codes))
        here = facts.engine.rows(
            f"SELECT count(*) FROM {customer_sets(facts)} WHERE {passes_any(codes)}"
        )[0][0]
        spoke = facts.engine.rows(
            f"SELECT count(DISTINCT customer) FROM {answers(facts)} WHERE touchpoint IN ({listed})"
        )[0][0]
        if here < SMALLEST_GROUP:
            continue
        low, high = jeffreys(spoke, here)
        out[index] = Estimate(
            value=spoke / here,
            low=float(low[0]),
            high=float(high[0]),
            n=here,
            unit_of_n="customers",
            unit="share",
        )
    return out


def _durations(facts: Facts) -> dict[int, tuple[Estimate, float]]:
    codes = {code: index for index, code in enumerate(facts.stages)}
    if not codes:
        return {}
    case = " ".join(f"WHEN {code} THEN {index}" for code, index in codes.items())
    table = facts.table(
        "stage_durations",
        f"""
        SELECT CASE stage {case} END::BIGINT AS g, customer,
            max(at_us + coalesce(wait_us, 0)) - min(at_us) AS v
        FROM {facts.sample} WHERE {facts.drawn}
        GROUP BY customer, journey, stage
        """,
    )
    rows = facts.engine.rows(
        f"SELECT g, count(*), count(DISTINCT customer) FROM {table} WHERE g IS NOT NULL GROUP BY g"
    )
    sizes = {g: (n, people) for g, n, people in rows if people >= SMALLEST_GROUP}
    stays = f"SELECT g, v FROM {table} WHERE g IS NOT NULL"
    return middles(facts, stays, sizes, unit_of_n="passages", scale=1e-6)


def _claims(facts: Facts, measures: list[StageMeasure], evidence: EvidenceId) -> list[Insight]:
    """The stage that most known leavers leave in."""
    left: list[tuple[float, StageMeasure]] = []
    before = 1.0
    for measure in measures:
        if measure.remaining is not None:
            left.append((before - measure.remaining.value, measure))
            before = measure.remaining.value
    if not left:
        return []
    share, worst = max(left, key=lambda pair: pair[0])
    if only_usual_ends(facts):
        return []  # what ended otherwise than most did not leave by that
    if share <= 0 or worst.remaining is None or facts.customers < SMALLEST_GROUP:
        return []
    return [
        Insight(
            kind="stage",
            purpose=facts.purpose.name,
            stage=worst.stage,
            metric="remaining",
            words=(
                f"Most who leave do so in {facts.column(worst.stage)}: {percent(share)} of journeys. "
                f"{percent(worst.remaining.value)} remain after it "
                f"({percent(worst.remaining.low)} to {percent(worst.remaining.high)}, "
                f"n {count(facts.journeys)} journeys)."
            ),
            verdict=descriptive_verdict(facts.customers),
            evidence=evidence,
            value=worst.remaining.value,
            low=worst.remaining.low,
            high=worst.remaining.high,
            n=facts.journeys,
        )
    ]
