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
    "goals": "Goals",
    "pains": "Pains",
    "delights": "Delights",
    "potential": "PotentialPains",
    "forgiven": "Forgiven",
    "cascades": "Cascades",
    "reasons": "Reasons",
    "contradictions": "Contradictions",
    "conditions": "Conditions",
    "triggers": "Triggers",
    "moments": "Moments",
    "no_return": "NoReturn",
    "impact": "Impact",
    "doses": "Doses",
    "drivers": "Drivers",
    "changes": "Changes",
    "deviations": "Deviations",
    "dropoffs": "DropOffs",
    "personas": "Personas",
    "representatives": "Representatives",
    "attraction": "Attraction",
    "redundancies": "Redundancies",
    "effort": "Effort",
    "service": "Service",
    "exits": "Exits",
    "waits": "Waits",
    "feelings": "Feelings",
    "memory": "Memory",
    "ratings": "Ratings",
    "surveys": "Surveys",
    "unheard": "Unheard",
    "stages": "Stages",
    "variants": "Variants",
    "same_need": "SameNeed",
    "silos": "Silos",
    "desired": "Desired",
    "channels": "Channels",
    "coverage": "Coverage",
    "unseen": "Unseen",
    "reach": "Reach",
    "touchpoints": "Touchpoints",
    "transitions": "Transitions",
    "quotes": "Quotes",
}
"""Module name -> its class, most telling first."""
HEAVY = frozenset({"unheard", "personas", "representatives", "changes", "cascades"})
"""Insights that take a while, and that no map needs: left out when one is drawn."""

OF_EVERYBODY = frozenset({"personas"})
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
        return getattr(import_module(f"desireline.insights.{name}"), BUILT_IN[name])()
    return next(point for point in _announced() if point.name == name).load()()


def _announced() -> EntryPoints:
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)
