"""Expected against actual: the designed journey's rules, checked one by one over cases that are ripe.

In: rules of the recipe, steps, how journeys ended.  Out: how many cases deviate, in which of four ways:
missing (it never came), failed (it came late), ad hoc (it should not be there), out of order.
A case counts only when its answer is known: a deadline that has passed, a journey that has ended; what
already went wrong in a running journey waits like the rest, or the share would be too high. The difference in
outcome is an association; good deviations exist and are called so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.facts import DAY_US
from desireline.insights.model import SMALLEST_GROUP, Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.clusters import Cell, shares
from desireline.insights.numbers.estimates import count, descriptive_verdict, percent
from desireline.insights.numbers.statistics import newcombe
from desireline.journeys import matches

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts
    from desireline.recipe import DesignRule

METHOD = "rules over ripe cases, Jeffreys interval at the effective n by customer; v1"
MISSING, FAILED, AD_HOC, OUT_OF_ORDER = "missing", "failed", "ad_hoc", "out_of_order"
_KINDS = {
    "deadline": (MISSING, FAILED),
    "must": (MISSING,),
    "order": (OUT_OF_ORDER, MISSING),
    "never": (AD_HOC,),
    "at_most": (AD_HOC,),
}
_WORDS = {
    MISSING: "it never came",
    FAILED: "it came late",
    AD_HOC: "what should not be there was",
    OUT_OF_ORDER: "it came in the wrong order",
}
CASES_SQL = """
    WITH own AS (
        SELECT customer, journey, {kinds}, at_us, step_no FROM steps WHERE {where}
    ), starts AS (
        SELECT customer, journey, min(at_us) AS t0, min(step_no) AS first_no FROM own
        WHERE {starts} GROUP BY ALL
    ), met AS (
        SELECT customer, journey, t0, count(*) FILTER (about AND step_no >= first_no) AS times,
            min(at_us) FILTER (about AND step_no >= first_no) AS came,
            min(step_no) FILTER (about AND step_no >= first_no) AS came_no,
            min(step_no) FILTER (bound AND step_no >= first_no) AS bound_no
        FROM starts JOIN own USING (customer, journey) GROUP BY ALL
    )
    SELECT customer, journey, {kind} AS kind, (came - t0) / {day}::DOUBLE AS days, state = 0 AS done,
        state <> 2 AS ended
    FROM met JOIN (SELECT customer, journey, state FROM journeys WHERE {where})
    USING (customer, journey) WHERE {ripe}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationMeasure:
    """One rule and one way of deviating from it."""

    rule: str
    title: str
    kind: str
    """missing, failed, ad_hoc, out_of_order."""
    share: Estimate
    """Of the ripe cases."""
    late_days: tuple[float, float] | None
    """Median and ninetieth percentile beyond the deadline, of those that came late."""
    effect: Estimate | None
    """Share of journeys completed among those that deviate, minus that of the others: an association."""
    evidence: EvidenceId


class Deviations:
    """See the module."""

    name = "deviations"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """All rules of this purpose."""
        result = InsightResult()
        for rule in facts.data.recipe.designed:
            if rule.purpose in (None, facts.purpose.name):
                _check(facts, rule, result)
        return result


def _check(facts: Facts, rule: DesignRule, result: InsightResult) -> None:
    about, starts, bound = (
        _codes(facts, names) for names in (rule.touchpoints, rule.after, rule.before)
    )
    missing = [
        ", ".join(names)
        for names, codes in ((rule.after, starts), (rule.before, bound))
        if names and not codes
    ]
    if not about and rule.rule in {"never", "at_most"}:
        missing.append(", ".join(rule.touchpoints))
    sql = _cases(facts, rule, about=about, starts=starts, bound=bound)
    evidence = facts.evidence("deviations", method=METHOD, query=sql, n=facts.journeys)
    result.evidence.append(evidence)
    if missing:
        if rule.purpose is not None or about:
            words = f"{rule.title}: no touchpoint here is called {missing[0]}."
            result.insights.append(_refused(facts, rule, evidence.id, words, "no such touchpoint"))
        return
    table = facts.table(f"designed_{rule.name.replace('-', '_')}", sql)
    sizes = facts.engine.rows(f"SELECT count(*), count(DISTINCT customer) FROM {table}")[0]
    if sizes[1] < SMALLEST_GROUP:
        words = f"{rule.title}: only {count(sizes[0])} cases can be judged yet."
        reason = "too few ripe cases"
        result.insights.append(_refused(facts, rule, evidence.id, words, reason))
        return
    measures = [_measure(facts, rule, kind, table, evidence.id) for kind in _KINDS[rule.rule]]
    result.measures = [*result.measures, *measures]
    result.insights += [_claim(facts, rule, one, sizes[1]) for one in measures]


def _codes(facts: Facts, patterns: tuple[str, ...]) -> str:
    found = [str(code) for code, one in facts.places.items() if matches(one.name, patterns)]
    return ", ".join(found)


def _cases(facts: Facts, rule: DesignRule, *, about: str, starts: str, bound: str) -> str:
    within = int((rule.within_days or 0) * DAY_US)
    kind = {
        "deadline": f"CASE WHEN came IS NULL THEN '{MISSING}'"
        f" WHEN came - t0 > {within} THEN '{FAILED}' END",
        "must": f"CASE WHEN came IS NULL THEN '{MISSING}' END",
        "order": f"CASE WHEN came_no IS NULL THEN '{MISSING}'"
        f" WHEN came_no > bound_no THEN '{OUT_OF_ORDER}' END",
        "never": f"CASE WHEN times > 0 THEN '{AD_HOC}' END",
        "at_most": f"CASE WHEN times > {rule.times} THEN '{AD_HOC}' END",
    }[rule.rule]
    ripe = {
        "deadline": f"t0 + {within} <= {facts.end_us}",
        "order": "bound_no IS NOT NULL AND state <> 2",
    }.get(rule.rule, "state <> 2")
    names = {"about": about, "bound": bound, "begins": starts}
    kinds = ", ".join(
        f"{f'touchpoint IN ({codes})' if codes else 'false'} AS {name}"
        for name, codes in names.items()
    )
    return CASES_SQL.format(
        kinds=kinds,
        where=facts.where,
        starts="begins" if rule.after else "true",
        kind=kind,
        day=DAY_US,
        ripe=ripe,
    )


def _measure(
    facts: Facts, rule: DesignRule, kind: str, table: str, evidence: EvidenceId
) -> DeviationMeasure:
    hit = f"kind IS NOT DISTINCT FROM '{kind}'"
    share = shares(
        facts,
        f"SELECT 0 AS cell, customer, count(*) AS n, count(*) FILTER ({hit}) AS x"
        f" FROM {table} GROUP BY customer",
        unit_of_n="journeys",
    )[0]
    return DeviationMeasure(
        rule=rule.name,
        title=rule.title,
        kind=kind,
        share=share.estimate,
        late_days=_lateness(facts, rule, table) if kind == FAILED else None,
        effect=_effect(facts, table, hit),
        evidence=evidence,
    )


def _lateness(facts: Facts, rule: DesignRule, table: str) -> tuple[float, float] | None:
    days = [
        row[0] for row in facts.engine.rows(f"SELECT days FROM {table} WHERE kind = '{FAILED}'")
    ]
    if len(days) < SMALLEST_GROUP or rule.within_days is None:
        return None
    middle, p90 = np.quantile(np.array(days) - rule.within_days, [0.5, 0.9])
    return float(middle), float(p90)


def _effect(facts: Facts, table: str, hit: str) -> Estimate | None:
    """Completed among the deviating minus among the others, of those that have ended."""
    sides = shares(
        facts,
        f"SELECT {hit} AS cell, customer, count(*) AS n, count(*) FILTER (done) AS x"
        f" FROM {table} WHERE ended GROUP BY ALL",
        unit_of_n="journeys",
    )
    with_, without = sides.get(True), sides.get(False)
    if (
        with_ is None
        or without is None
        or min(with_.customers, without.customers) < SMALLEST_GROUP
    ):
        return None
    value, low, high = newcombe(_ends(with_), _ends(without))
    n = with_.estimate.n + without.estimate.n
    return Estimate(value=value, low=low, high=high, n=n, unit_of_n="journeys", unit="share")


def _ends(cell: Cell) -> tuple[float, float, float]:
    return cell.estimate.value, cell.estimate.low, cell.estimate.high


def _claim(facts: Facts, rule: DesignRule, one: DeviationMeasure, customers: int) -> Insight:
    e = one.share
    late = ""
    if one.late_days is not None:
        late = f" Half of those come more than {one.late_days[0]:.1f} days late."
    return Insight(
        kind="deviation",
        purpose=facts.purpose.name,
        rule=rule.name,
        condition=one.kind,
        metric="share of ripe cases",
        estimand=f"{one.kind} among the cases whose answer is known",
        words=(
            f"{rule.title}: in {percent(e.value)} of {count(e.n)} cases {_WORDS[one.kind]} "
            f"({percent(e.low)} to {percent(e.high)}).{late}{_effect_words(one.effect)}"
        ),
        verdict=descriptive_verdict(customers),
        evidence=one.evidence,
    ).measured(e)


def _effect_words(effect: Estimate | None) -> str:
    if effect is None or effect.low <= 0 <= effect.high:
        return ""
    side = "more" if effect.value > 0 else "fewer"
    good = " A deviation that may be worth keeping." if effect.value > 0 else ""
    return (
        f" Of these, {abs(effect.value) * 100:.1f} points {side} are completed than of the others "
        f"({effect.low * 100:+.1f} to {effect.high * 100:+.1f}); an association.{good}"
    )


def _refused(
    facts: Facts, rule: DesignRule, evidence: EvidenceId, words: str, reason: str
) -> Insight:
    return Insight(
        kind="deviation",
        purpose=facts.purpose.name,
        rule=rule.name,
        words=words,
        verdict=Verdict.REFUSED if reason == "no such touchpoint" else Verdict.UNKNOWN,
        evidence=evidence,
        n=0,
        reason=reason,
    )
