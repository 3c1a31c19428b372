"""Three things to do, suggested from the insights. In: findings. Out: actions marked as suggestions.

A suggestion names a place and a verb, never a cause: the map has shown where it hurts, not why. Something is to be made
rarer only where it surely costs success; what goes with bad feelings, a long wait and a step back are looked into. No
owner and no date is invented. Where feelings are unknown, the best action is to ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from desireline.insights import NEUTRAL, Insight, Verdict
from desireline.maps import names, words
from desireline.maps.facts import Facts
from desireline.maps.findings import Findings
from desireline.maps.model import Action
from desireline.maps.order import spread

MOST_ACTIONS = 3
_MOST_FELT = 2
"""Of pains whose cost is not known."""
PAINS = ("pain", "drop_off")
LONG_WAIT_S = 900
_TITLE = 34
_TEMPLATES: dict[str, str] = {
    "pain": "Find out why \u201c{place}\u201d hurts",
    "potential_pain": "See whether \u201c{place}\u201d gets worse",
    "drop_off": "Ask those who stop at \u201c{place}\u201d",
    "deviation": "Find out why \u201c{place}\u201d goes another way",
    "redundancy": "See whether \u201c{place}\u201d can be left out",
    "wait": "Check whether the wait after \u201c{place}\u201d is too long",
}
_CONDITIONS = {
    "long wait: ": "Long wait before {place}",
    "long queue: ": "Long queue at {place}",
    "meets ": "{place}",
}
"""Conditions that name the place themselves."""
_RARER = "Make \u201c{place}\u201d rarer"
_HEDGED = "Check whether \u201c{place}\u201d hurts"
_LESS_GLAD = "Find out why customers are less glad at \u201c{place}\u201d"
"""Where they are not upset, nothing hurts."""
_COST = "Find out what \u201c{place}\u201d costs"


def suggest(findings: Findings, facts: Facts) -> list[Action]:
    """Suggest at most three actions, the most pressing first, one per place and condition."""
    found: list[tuple[str, str, str, str]] = []
    told: set[str] = set()
    for kind, place, about, title, why in _ideas(findings, facts):
        known = {words.title_of(one).casefold() for one in (place, about) if one}
        if known & told or len(found) >= MOST_ACTIONS:
            continue
        told |= known
        found.append((kind, place, title, why))
    return [
        Action(
            id=f"act-{kind.replace('_', '-')}-{names.slug(place)}",
            order=order,
            title=title,
            suggested=True,
            why=why,
        )
        for (kind, place, title, why), order in zip(found, spread(len(found)), strict=True)
    ]


def _ideas(findings: Findings, facts: Facts) -> Iterator[tuple[str, str, str, str, str]]:
    """Kind, place, what it is about besides, title, reason: `Invoice sent: complaint` and `Complaint` are told once."""
    told = list(_pains(findings, facts))
    for kind in ("potential_pain", "wait", "redundancy", "deviation"):
        told += [one for one in findings.surest(kind) if one.touchpoint is not None][:1]
    for insight in told:
        place = insight.touchpoint or insight.condition or ""
        if insight.kind == "wait" and not is_long(findings, insight):
            continue
        named = _named(insight)
        title = _template(insight, facts, findings).format(place=words.clip(named, _TITLE))
        about = condition_title(insight.condition or "") if insight.kind in PAINS else ""
        yield insight.kind, place, about, title, words.sentence(insight.words)
    yield from _to_read(findings)
    for place in silent(findings, facts):
        why = "Many pass here and nobody is heard."
        name = words.clip(words.title_of(place), _TITLE)
        yield "ask", place, "", f"Ask at \u201c{name}\u201d: how was it?", why


def _pains(findings: Findings, facts: Facts) -> Iterator[Insight]:
    """What costs success, as many as there is room; of what is only felt, a few: first where success was declared."""
    told = [one for one in findings.surest(*PAINS) if one.touchpoint or one.condition]
    if facts.success_declared:
        told.sort(key=lambda one: not costs(one))
    felt = 0
    for one in told:
        felt += not costs(one)
        if costs(one) or felt <= _MOST_FELT:
            yield one


def costs(insight: Insight) -> bool:
    """Whether a claim says that success is lost, and not only how customers feel."""
    return insight.kind == "drop_off" or (insight.kind == "pain" and insight.metric == "share")


def _named(insight: Insight) -> str:
    if insight.touchpoint is None:
        return condition_title(insight.condition or "")
    return claim_title(words.title_of(insight.touchpoint), insight)


def _to_read(findings: Findings) -> Iterator[tuple[str, str, str, str, str]]:
    """The topic that most speak of whose texts feel worse than others."""
    for insight in findings.surest("topic"):
        gap = topic_gap(findings, insight)
        if gap is not None and gap < 0 and insight.topic:
            title = f"Read those who speak of \u201c{words.clip(insight.topic, _TITLE)}\u201d"
            yield "topic", insight.topic, "", title, words.sentence(insight.words)
            return


def topic_gap(findings: Findings, insight: Insight) -> float | None:
    """How texts of the claim's topic feel against others; None where that is no discovery."""
    measure = findings.topics.get(insight.topic or "")
    return measure.gap.value if measure is not None and measure.gap is not None else None


def _template(insight: Insight, facts: Facts, findings: Findings) -> str:
    surely = insight.verdict is Verdict.SHOWN
    if insight.kind in PAINS and not surely:
        return _HEDGED
    if insight.kind == "pain" and insight.condition is not None:
        return _RARER if costs(insight) and insight.reason is None else _HEDGED
    if insight.kind == "pain" and facts.success_declared:
        return _COST
    if insight.kind == "pain" and _is_unmoved(findings, insight):
        return _LESS_GLAD
    return _TEMPLATES[insight.kind]


def _is_unmoved(findings: Findings, insight: Insight) -> bool:
    """Whether customers are less glad than elsewhere, and not upset."""
    measure = findings.touchpoints.get(insight.touchpoint or "")
    if measure is None or measure.rating is not None or measure.feeling is None:
        return False
    return measure.feeling.value >= -NEUTRAL


def is_long(findings: Findings, insight: Insight) -> bool:
    """Whether a wait is worth a word: clicks that follow each other, or a rest, are none."""
    return any(
        move.source == insight.touchpoint
        and f"{move.source} to {move.target}" == insight.condition
        and move.median.value >= LONG_WAIT_S
        and not _is_theirs(findings, move.source, move.target)
        for move in findings.waits.values()
    )


def _is_theirs(findings: Findings, source: str, target: str) -> bool:
    """Customers come back to a page, or to where they began, in their own time: nobody kept them waiting."""
    there = findings.touchpoints.get(target)
    if there is not None and there.channels and there.channels[0][0] in {"web", "app"}:
        return True
    stages = {name: place for place, name in enumerate(findings.stages)}
    after, before = (
        stages.get(one.stage) if (one := findings.touchpoints.get(name)) is not None else None
        for name in (source, target)
    )
    return before is not None and after is not None and before < after


def claim_title(place: str, insight: Insight) -> str:
    """A claim in a few words: where it is, and under what condition."""
    place = words.told_of(place)
    if insight.condition is None or insight.kind not in PAINS:
        return place
    for prefix, told in _CONDITIONS.items():
        if insight.condition.startswith(prefix):
            return told.format(place=place)
    return f"{place}: {condition_title(insight.condition).lower()}"


def condition_title(condition: str) -> str:
    """A condition's name for people: `outcome: lost` is lost."""
    return words.title_of(condition.rpartition(": ")[2])


def silent(findings: Findings, facts: Facts) -> list[str]:
    """Touchpoints where nobody says how it was, those that most journeys pass first."""
    known = {spot.name for spot in facts.touchpoints}
    found = [
        (-measure.reach.value, measure.touchpoint)
        for measure in findings.touchpoints.values()
        if measure.touchpoint in known and measure.reach is not None and measure.feeling is None
    ]
    return [name for _, name in sorted(found)]
