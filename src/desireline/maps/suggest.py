"""Three things to do, suggested from the insights. In: findings. Out: actions marked as suggestions.

A suggestion names a place and a verb, never a cause: the map has shown where it hurts, not why. No
owner and no date is invented. Where feelings are unknown, the best action is to ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from desireline.insights import Insight, Verdict
from desireline.maps import names, words
from desireline.maps.facts import Facts
from desireline.maps.findings import Findings
from desireline.maps.model import Action
from desireline.maps.order import spread

MOST_ACTIONS = 3
PAINS = ("pain", "drop_off")
LONG_WAIT_S = 900
_TITLE = 34
_TEMPLATES: dict[str, str] = {
    "pain": "Find out why \u201c{place}\u201d hurts",
    "potential_pain": "See whether \u201c{place}\u201d gets worse",
    "drop_off": "Ask those who stop at \u201c{place}\u201d",
    "deviation": "Find out why \u201c{place}\u201d goes another way",
    "redundancy": "Spare customers \u201c{place}\u201d",
    "wait": "Shorten the wait after \u201c{place}\u201d",
}
_CONDITIONS = {
    "long wait: ": "Long wait before {place}",
    "long queue: ": "Long queue at {place}",
    "meets ": "{place}",
}
"""Conditions that name the place themselves."""
_RARER = "Make \u201c{place}\u201d rarer"
_HEDGED = "Check whether \u201c{place}\u201d hurts"


def suggest(findings: Findings, facts: Facts) -> list[Action]:
    """Suggest at most three actions, the most pressing first, one per place."""
    found: list[tuple[str, str, str, str]] = []
    places: set[str] = set()
    for kind, place, title, why in _ideas(findings, facts):
        if place in places or len(found) >= MOST_ACTIONS:
            continue
        places.add(place)
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


def _ideas(findings: Findings, facts: Facts) -> Iterator[tuple[str, str, str, str]]:
    for kinds in (PAINS, ("potential_pain",), ("wait",), ("redundancy",), ("deviation",)):
        told = [insight for insight in findings.surest(*kinds) if insight.touchpoint is not None]
        for insight in told[: 2 if kinds is PAINS else 1]:
            place = insight.touchpoint or ""
            if insight.kind == "wait" and not is_long(findings, insight):
                continue
            named = claim_title(words.title_of(place), insight)
            title = _template(insight).format(place=words.clip(named, _TITLE))
            yield insight.kind, place, title, words.sentence(insight.words)
    yield from _to_read(findings)
    for place in silent(findings, facts):
        why = "Many pass here and nobody is heard."
        name = words.clip(words.title_of(place), _TITLE)
        yield "ask", place, f"Ask at \u201c{name}\u201d: how was it?", why


def _to_read(findings: Findings) -> Iterator[tuple[str, str, str, str]]:
    """The topic that most speak of whose texts feel worse than others."""
    for insight in findings.surest("topic"):
        gap = topic_gap(findings, insight)
        if gap is not None and gap < 0 and insight.topic:
            title = f"Read those who speak of \u201c{words.clip(insight.topic, _TITLE)}\u201d"
            yield "topic", insight.topic, title, words.sentence(insight.words)
            return


def topic_gap(findings: Findings, insight: Insight) -> float | None:
    """How texts of the claim's topic feel against others; None where that is no discovery."""
    measure = findings.topics.get(insight.topic or "")
    return measure.gap.value if measure is not None and measure.gap is not None else None


def _template(insight: Insight) -> str:
    if insight.kind in PAINS and insight.verdict is Verdict.SUGGESTED:
        return _HEDGED
    if insight.kind == "pain" and insight.condition is not None:
        return _RARER
    return _TEMPLATES[insight.kind]


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
