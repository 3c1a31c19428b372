"""Three things to do, suggested from the insights. In: findings. Out: actions marked as suggestions.

A suggestion names a place and a verb, never a cause: the map has shown where it hurts, not why. No
owner and no date is invented. Where feelings are unknown, the best action is to ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from desireline.insights import Verdict
from desireline.maps import names
from desireline.maps.facts import Facts
from desireline.maps.findings import Findings
from desireline.maps.model import Action
from desireline.maps.order import spread
from desireline.maps.words import clip, sentence, title_of

MOST_ACTIONS = 3
PAINS = ("pain", "drop_off")
_TITLE = 34
_TEMPLATES: dict[str, str] = {
    "pain": "Find out why \u201c{place}\u201d hurts",
    "potential_pain": "Check whether \u201c{place}\u201d hurts",
    "drop_off": "Ask those who stop at \u201c{place}\u201d",
    "deviation": "Find out why \u201c{place}\u201d goes another way",
    "wait": "Shorten the wait after \u201c{place}\u201d",
}
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
    for kinds in (PAINS, ("potential_pain",), ("wait",), ("deviation",)):
        told = [insight for insight in findings.surest(*kinds) if insight.touchpoint is not None]
        for insight in told[: 2 if kinds is PAINS else 1]:
            place = insight.touchpoint or ""
            hedged = insight.kind in PAINS and insight.verdict is Verdict.SUGGESTED
            template = _HEDGED if hedged else _TEMPLATES[insight.kind]
            title = template.format(place=_short(place))
            yield insight.kind, place, title, sentence(insight.words)
    for place in silent(findings, facts):
        why = "Many pass here and nobody is heard."
        yield "ask", place, f"Ask at \u201c{_short(place)}\u201d: how was it?", why


def _short(name: str) -> str:
    return clip(title_of(name), _TITLE)


def silent(findings: Findings, facts: Facts) -> list[str]:
    """Touchpoints where nobody says how it was, those that most journeys pass first."""
    known = {spot.name for spot in facts.touchpoints}
    found = [
        (-measure.reach.value, measure.touchpoint)
        for measure in findings.touchpoints.values()
        if measure.touchpoint in known and measure.reach is not None and measure.feeling is None
    ]
    return [name for _, name in sorted(found)]
