"""Which claim stands on top of a map: the one that matters most among those that are large enough to be told first.

In: ranked insights.  Out: an insight, or None where none may lead. What matters more comes first, what is shown before what
is suggested; what hardly anybody meets, or explains next to nothing, leads nowhere; a leak that takes few, or who customers are,
only where nothing else does. Where people declared what counts as success, what may cost it comes before what customers only dislike:
many dislike what costs nothing. Who asks for help is upset before: that it is told there is no pain of that place, and stands
behind whatever may cost.
"""

from __future__ import annotations

from collections.abc import Iterator

from desireline.insights import Insight, Verdict
from desireline.maps.findings import Findings, find_condition
from desireline.maps.resolve import Context
from desireline.maps.suggest import PAINS, costs, is_long, topic_gap

_ORDER: tuple[tuple[tuple[str, ...], Verdict], ...] = (
    (PAINS, Verdict.SHOWN),
    (PAINS, Verdict.SUGGESTED),
    (("stage",), Verdict.SHOWN),
    (("deviation", "driver", "change"), Verdict.SHOWN),
    (("potential_pain",), Verdict.SUGGESTED),
    (("wait",), Verdict.SHOWN),
    (("wait",), Verdict.SUGGESTED),
    (("topic",), Verdict.SHOWN),
)
"""What matters more comes first; what is only a description, last."""
_FEWEST = 0.01
"""Share of those who come under which what is lost is no headline."""
_HELP = "help"
"""The vocabulary's stage of those who turn to the company."""
_SURELY = 1.96
_EXPLAINED = 0.05
"""Of a result, by all drivers together: what explains less is no headline."""


def leading(context: Context) -> Insight | None:
    """The claim that is told first."""
    findings = context.findings
    slight: list[Insight] = []
    for insight in _in_order(context):
        if not _is_slight(context, insight):
            return insight
        if insight.kind in ("drop_off", "driver") and not _is_nothing(findings, insight):
            slight.append(insight)
    return slight[0] if slight else None


def _in_order(context: Context) -> Iterator[Insight]:
    """All claims that might lead, those first that matter more."""
    findings = context.findings
    pains = findings.surest(*PAINS)
    if context.facts.success_declared:
        yield from (one for one in pains if costs(one))
    yield from (one for one in pains if _is_shown(one) and not _is_told_there(context, one))
    yield from (one for one in pains if costs(one))
    for kinds, verdict in _ORDER:
        yield from (one for one in findings.surest(*kinds) if one.verdict is verdict)


def _is_shown(one: Insight) -> bool:
    return one.verdict is Verdict.SHOWN


def _is_told_there(context: Context, one: Insight) -> bool:
    """Whether a pain is felt where customers ask for help, on a map that has other places, too."""
    spots = context.facts.touchpoints
    asking = {spot.name for spot in spots if spot.stage == _HELP}
    felt = one.kind == "pain" and one.metric == "feeling" and one.condition is None
    return felt and one.touchpoint in asking and len(asking) < len(spots)


def is_only_felt(context: Context, insight: Insight) -> bool:
    """Whether a pain is disliked, and what it costs is not known though people said what counts."""
    return context.facts.success_declared and insight.kind == "pain" and not costs(insight)


def _is_nothing(findings: Findings, insight: Insight) -> bool:
    """Whether a driver and all others explain next to nothing of their result."""
    return any(
        (row.factor, row.outcome) == (insight.condition, insight.outcome)
        and row.explained < _EXPLAINED
        for row in findings.drivers
    )


def _is_slight(context: Context, insight: Insight) -> bool:
    """Whether a claim is too small to be told first, where its size is known."""
    if insight.kind == "wait":
        return not is_long(context.findings, insight)
    if insight.kind == "driver":
        return insight.touchpoint is None  # who they are goes with it: nothing that anybody met
    if insight.kind == "topic":
        gap = topic_gap(context.findings, insight)
        return gap is None or gap > 0
    if insight.kind == "stage":
        return insight.metric != "remaining" or stage_loss(context, insight) is None
    return insight.money is None and _is_rare(context.findings, insight)


def _is_rare(findings: Findings, insight: Insight) -> bool:
    """Whether the condition is met by hardly anybody, or the leak takes hardly anybody."""
    condition = find_condition(findings, insight)
    if condition is not None:
        return condition.share.value < _FEWEST
    measure = findings.touchpoints.get(insight.touchpoint or "")
    if insight.kind != "drop_off" or measure is None or measure.reach is None:
        return False
    return measure.reach.value * (insight.value or 0.0) < _FEWEST


def stage_loss(context: Context, insight: Insight) -> float | None:
    """Share of the journeys that end in vain in the stage of the claim; None where another may lose as many, or there is no other."""
    before, lost = 1.0, dict[str, float]()
    for stage in context.facts.stages:
        measure = context.findings.stages.get(stage.name)
        if measure is not None and measure.remaining is not None:
            lost[stage.name] = before - measure.remaining.value
            before = measure.remaining.value
    mine = lost.pop(insight.stage or "", 0.0)
    if not lost:
        return None
    second = max(lost.values(), default=0.0)
    # journeys end in one of the two, in the other, or in neither: the variance of a difference of such shares
    people = min(context.facts.customers, context.facts.journeys) or 1
    error = ((mine + second - (mine - second) ** 2) / people) ** 0.5
    return mine if mine >= _FEWEST and mine - second > _SURELY * error else None
