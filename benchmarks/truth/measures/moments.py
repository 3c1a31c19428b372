"""Moments of truth: effects on staying of conditions that are confounded by who is hit.

Naive: the difference of plain shares with its interval. In memory: every condition against staying,
by the insight's own functions. With files: what `desireline insights --json` claims.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench import DESIRELINE, NAIVE, Case, Row, Sample, at_least, covers, rare

CALLED = {
    "late": "late",
    "setup_error": "setup error",
    "welcome_call": "welcome call",
    "invoice_complaint": "invoice complaint",
    "transferred": "transfer",
    "broken promise": "broken callback",
}
"""Name in the insight -> name in the plan."""
UNRATED = {"welcome_call", "invoice_complaint", "transferred"}
"""Conditions that change no mood, and so no answer of any survey."""
ROWS = (
    Row(key="coverage", title="95 % intervals that hold the effect", bar="93-97 %", judge=covers),
    Row(key="sign", title="sign right beyond 2 SE", bar=">= .98", judge=at_least(0.98)),
    Row(key="false", title="harmless conditions claimed", bar="<= .05", judge=rare(0.05)),
    Row(
        key="rated",
        title="ratings said to follow from what does not touch them",
        bar="<= .05",
        judge=rare(0.05),
    ),
    Row(key="found", title="real effects shown or suggested", bar="-", judge=at_least(0.0)),
)


def take(case: Case) -> Iterator[Sample]:
    """Compare each effect with what was planted."""
    for name, outcome, value, low, high, verdict in _claims(case):
        if outcome != "stays":
            if name in UNRATED:
                yield "rated", DESIRELINE, verdict == "shown"
            continue
        truth = case.company.effect(CALLED[name])
        naive, se, _ = case.company.naive_effect(CALLED[name])
        yield "coverage", DESIRELINE, low <= truth <= high
        yield "coverage", NAIVE, abs(naive - truth) <= 1.96 * se
        claimed = verdict == "shown"
        if truth == 0:
            yield "false", DESIRELINE, claimed
            yield "false", NAIVE, abs(naive) > 1.96 * se
        else:
            yield "found", DESIRELINE, verdict in ("shown", "suggested")
            yield "found", NAIVE, abs(naive) > 1.96 * se and naive * truth > 0
            if low > 0 or high < 0:
                yield "sign", DESIRELINE, value * truth > 0
            if abs(naive) > 1.96 * se:
                yield "sign", NAIVE, naive * truth > 0


def _claims(case: Case) -> Iterator[tuple[str, str, float, float, float, str]]:
    """Name, result, effect, interval and verdict of each condition of the plan."""
    if case.way == "memory":
        yield from _in_memory(case)
        return
    for one in case.insights:
        if one["kind"] == "moment" and one["metric"] != "threshold" and one["value"] is not None:
            name = (
                (one["condition"] or "")
                .replace(" ", "_")
                .replace("broken_promise", "broken promise")
            )
            if name in CALLED:
                yield name, one["outcome"], one["value"], one["low"], one["high"], one["verdict"]


def _in_memory(case: Case) -> Iterator[tuple[str, str, float, float, float, str]]:
    from memory import PURPOSE

    from desireline.insights.causes.judging import judge
    from desireline.insights.causes.treatments import treatments
    from desireline.insights.causes.trials import run_trial
    from desireline.insights.facts import Facts
    from desireline.insights.paths.results import results

    facts = Facts(case.data, PURPOSE)
    stays, *ratings = results(facts)
    chosen = [one for one in treatments(facts)[1] if one.name in CALLED]
    trials = [run_trial(facts, one, stays) for one in chosen]
    trials += [run_trial(facts, one, rating) for one in chosen for rating in ratings]
    for one in judge(trials):
        value, reach = one.effect.value, 1.959964 * one.effect.se
        told = one.trial.treatment.name, one.trial.result.name
        yield *told, value, value - reach, value + reach, one.verdict
    facts.close()
