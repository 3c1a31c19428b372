"""Which insights there are: the built-in ones, and those that plug-ins announce.

In: nothing.  Out: modules by name, in the order in which they run and speak.
A plug-in is an entry point in the group `desireline.insights` that names a class with `name`,
`method` and `run(facts)`. It cannot take the place of a built-in.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from desireline.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.metadata import EntryPoints

    from desireline.insights.model import InsightModule

GROUP = "desireline.insights"
BUILT_IN = {
    "goals": "pains.goals:Goals",
    "pains": "pains.pains:Pains",
    "delights": "pains.delights:Delights",
    "potential": "pains.potential:PotentialPains",
    "forgiven": "pains.forgiven:Forgiven",
    "cascades": "pains.cascades:Cascades",
    "reasons": "pains.reasons:Reasons",
    "contradictions": "paths.contradictions:Contradictions",
    "conditions": "pains.conditions:Conditions",
    "triggers": "pains.triggers:Triggers",
    "moments": "causes.moments:Moments",
    "no_return": "causes.no_return:NoReturn",
    "impact": "causes.impact:Impact",
    "doses": "causes.doses:Doses",
    "drivers": "causes.drivers:Drivers",
    "changes": "changes:Changes",
    "deviations": "paths.deviations:Deviations",
    "dropoffs": "paths.dropoffs:DropOffs",
    "personas": "people.personas:Personas",
    "persona_feelings": "people.persona_feelings:PersonaFeelings",
    "representatives": "people.representatives:Representatives",
    "attraction": "paths.attraction:Attraction",
    "redundancies": "paths.redundancies:Redundancies",
    "effort": "efforts.effort:Effort",
    "service": "efforts.service:Service",
    "exits": "paths.exits:Exits",
    "waits": "paths.waits:Waits",
    "feelings": "heard.feelings:Feelings",
    "memory": "causes.memory:Memory",
    "ratings": "heard.ratings:Ratings",
    "surveys": "silence.surveys:Surveys",
    "unheard": "silence.unheard:Unheard",
    "stages": "paths.stages:Stages",
    "variants": "paths.variants:Variants",
    "same_need": "efforts.same_need:SameNeed",
    "silos": "efforts.silos:Silos",
    "topics": "heard.topics:Topics",
    "desired": "heard.desired:Desired",
    "channels": "paths.channels:Channels",
    "coverage": "silence.coverage:Coverage",
    "unseen": "silence.unseen:Unseen",
    "reach": "paths.reach:Reach",
    "touchpoints": "paths.touchpoints:Touchpoints",
    "transitions": "paths.transitions:Transitions",
    "quotes": "quotes:Quotes",
}
"""Name -> where its module stands in this folder, and its class; most telling first."""
HEAVY = frozenset(
    {"unheard", "personas", "persona_feelings", "representatives", "changes", "cascades"}
)
"""Insights that take a while, and that no map needs: left out when one is drawn."""

OF_EVERYBODY = frozenset({"personas", "persona_feelings"})
"""Insights that are about all customers, whomever else is looked at: left out of what is narrowed."""


def names() -> tuple[str, ...]:
    """All insights, built-in first."""
    return (
        *BUILT_IN,
        *sorted({point.name for point in _announced()} - set(BUILT_IN)),
    )


def modules(wanted: Sequence[str] | None = None) -> list[InsightModule]:
    """Build the modules, in the registry's order.

    Args:
        wanted: their names; all when None.

    Raises:
        InputError: if a name is not there.
    """
    known = names()
    unknown = sorted(set(wanted or ()) - set(known))
    if unknown:
        raise InputError(
            f"There is no insight called {', '.join(unknown)}.",
            hint=f"Choose among {', '.join(known)}.",
            code="input.insight",
        )
    return [_load(name) for name in known if wanted is None or name in wanted]


def _load(name: str) -> InsightModule:
    if name in BUILT_IN:
        place, kind = BUILT_IN[name].split(":")
        return getattr(import_module(f"desireline.insights.{place}"), kind)()
    return next(point for point in _announced() if point.name == name).load()()


def _announced() -> EntryPoints:
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)
