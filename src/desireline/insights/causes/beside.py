"""Next steps held against one another: where one of several does harm, the others must not look helpful for not being it.

In: trials and their verdicts.  Out: the trials anew. Of the ways on from one touchpoint the one with the surest
effect leads, of those that customers do not choose where there is one (an error, and not what others did instead); those that seem to do the opposite are compared once more without whoever took it. What is left of
them is told, and their claims say who was left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.causes.trials import estimate_again
from desireline.insights.model import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.causes.effects import Effect
    from desireline.insights.causes.trials import Trial, Units


def beside(trials: Sequence[Trial], found: Iterable[tuple[Trial, Effect, Verdict]]) -> list[Trial]:
    """The trials, those that mirror a sibling's effect without whoever met the sibling."""
    groups: dict[tuple[str, int], list[tuple[Trial, Effect, Verdict]]] = defaultdict(list)
    for trial, effect, verdict in found:
        if trial.treatment.source is not None:
            groups[trial.result.name, trial.treatment.source].append((trial, effect, verdict))
    instead: dict[int, Trial] = {}
    for siblings in groups.values():
        shown = [one for one in siblings if one[2] == Verdict.SHOWN]
        if not shown:
            continue
        leader, surest, _ = max(shown, key=_leads)
        for trial, effect, _ in siblings:
            if effect.value * surest.value < 0:
                instead[id(trial)] = _without(trial, leader)
    return [instead.get(id(one), one) for one in trials]


def _leads(one: tuple[Trial, Effect, Verdict]) -> tuple[bool, float]:
    """What happens to customers before what they choose, then the surest."""
    trial, effect, _ = one
    return not trial.treatment.chosen, abs(effect.value) / max(effect.se, 1e-9)


def _without(trial: Trial, leader: Trial) -> Trial:
    """Compare once more, whoever met the leader left out."""
    keep = ~np.isin(_journeys(trial.units), _journeys(leader.units)[leader.units.d == 1])
    assert trial.design is not None
    name = leader.treatment.name.removeprefix("meets ")
    return estimate_again(
        replace(
            trial,
            treatment=replace(
                trial.treatment, eligible=f"{trial.treatment.eligible}, but not to {name}"
            ),
            units=replace(
                trial.units,
                **{one.name: getattr(trial.units, one.name)[keep] for one in fields(trial.units)},
            ),
            design=replace(trial.design, x=trial.design.x[keep]),
        )
    )


def _journeys(units: Units) -> NDArray[np.int64]:
    """One number for each journey of a customer; a customer has fewer than a million."""
    return units.who * 1_000_000 + units.journey
