"""Stages: four to seven columns, in the customer's words.

In: named labels, the recipe, the mean place of each touchpoint.  Out: the stage of each touchpoint.
Here is what declared rules say, and what names say where order tells too few columns apart (`ordered` is asked
first). Where the vocabulary knows too little, the columns are cut from what comes before each touchpoint and named by the
strongest of each. A process log is always cut so: its words ("wait", "closed") mean something else than in a shop.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from desireline.journeys import vocabulary
from desireline.journeys.naming import matches
from desireline.journeys.titles import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np

    from desireline.recipe import Recipe

MOST_STAGES = 7
_AFTER_BUYING = ("wait", "receive", "help", "share")
_ASKED = "share"
"""The word of surveys and reviews."""
_FEWEST_STAGES = 4
_ENOUGH_KNOWN = 0.6
"""Share of events that the vocabulary must place for it to be trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is known of a touchpoint before it has a stage."""

    name: str
    events: int
    rank: float | None
    """Mean place in journeys, 0 to 1; None when it never stood beside another."""
    stage: str | None
    """The vocabulary's guess."""
    ahead: float | None = None
    """Place by who comes first where two are met in one stream, on a scale of its own: whoever leaves early does not stretch
    it, as they do the mean place."""
    beside: str | None = None
    """Stage of the touchpoints that it stands beside most often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """Stages from left to right, and the stage of each touchpoint by name."""

    stages: tuple[vocabulary.Stage, ...]
    stage_of: Mapping[str, str]
    found: Literal["declared", "vocabulary", "order"]
    """Who says so: the recipe, the names of the touchpoints, or the order in which customers pass them."""


def choose_stages(places: Sequence[Place], recipe: Recipe, *, process: bool) -> Staged:
    """Give every touchpoint a stage. `process` says that the log follows cases of some process."""
    if recipe.stages:
        return _declared(places, recipe)
    known = sum(place.events for place in places if place.stage)
    total = sum(place.events for place in places)
    names = {place.stage for place in places if place.stage}
    if process or len(names) < 3 or known < _ENOUGH_KNOWN * total:
        return _learnt(places)
    return _merged(_filled(places, vocabulary.builtin().stages), vocabulary.builtin().stages)


def without_later_words(places: Sequence[Place], early: Collection[str]) -> list[Place]:
    """The same, without words that only a purchase gives a meaning where a touchpoint stands before it.

    The choice of a delivery is no delivery, and who reads reviews recommends nothing.
    """
    return [
        replace(place, stage=None)
        if place.name in early and place.stage in _AFTER_BUYING
        else place
        for place in places
    ]


def _declared(places: Sequence[Place], recipe: Recipe) -> Staged:
    """Stages of the recipe; touchpoints that no rule names go to the nearest in order."""
    rules = sorted(
        enumerate(recipe.stages),
        key=lambda pair: pair[0] if pair[1].order is None else pair[1].order,
    )
    stages = tuple(
        vocabulary.Stage(name=rule.name, title=rule.title, verb=rule.verb) for _, rule in rules
    )
    names = {stage.name for stage in stages}
    given: list[Place] = []
    for place in places:
        rule = next((r for _, r in rules if matches(place.name, r.touchpoints)), None)
        guess = rule.name if rule else place.stage if place.stage in names else None
        given.append(replace(place, stage=guess))
    return Staged(stages=stages, stage_of=_filled(given, stages), found="declared")


def _filled(places: Sequence[Place], stages: Sequence[vocabulary.Stage]) -> dict[str, str]:
    """Put touchpoints without a stage to their neighbours, else to those of about the same place."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for place in places:
        if place.stage and place.rank is not None:
            sums[place.stage][0] += place.rank * place.events
            sums[place.stage][1] += place.events
    centres = {stage: total / count for stage, (total, count) in sums.items() if count}
    order = {stage.name: i for i, stage in enumerate(stages)}
    fallback = min(centres or order, key=lambda name: order.get(name, 0))
    found: dict[str, str] = {}
    for place in places:
        if place.stage:
            found[place.name] = place.stage
        elif place.beside in order:
            found[place.name] = place.beside
        elif place.rank is None or not centres:
            found[place.name] = fallback
        else:
            rank = place.rank
            found[place.name] = min(
                centres, key=lambda name: (abs(centres[name] - rank), order.get(name, 0))
            )
    return found


def _merged(stage_of: dict[str, str], stages: Sequence[vocabulary.Stage]) -> Staged:
    """Join the smallest stages to their neighbours until a map can show them all."""
    near = {stage.name: stage.near for stage in stages}
    counts: dict[str, int] = defaultdict(int)
    for stage in stage_of.values():
        counts[stage] += 1
    while len(counts) > MOST_STAGES:
        smallest = min(
            (name for name in counts if near[name] in counts),
            key=lambda name: (counts[name], [s.name for s in stages].index(name)),
        )
        target = near[smallest] or smallest
        counts[target] += counts.pop(smallest)
        stage_of = {t: target if s == smallest else s for t, s in stage_of.items()}
    return Staged(
        stages=tuple(s for s in stages if s.name in counts), stage_of=stage_of, found="vocabulary"
    )


def _learnt(places: Sequence[Place]) -> Staged:
    """Cut the touchpoints, in the order in which they come, where neighbours differ most."""
    stands = _standing(places)
    ordered = sorted(places, key=lambda place: (stands[place.name], place.name))
    wanted = max(_FEWEST_STAGES, min(MOST_STAGES, round(len(ordered) ** 0.5) + 2))
    blocks = _cut(
        [stands[place.name] for place in ordered],
        [float(p.events) for p in ordered],
        min(wanted, len(ordered)),
    )
    blocks = _without_tiny(blocks, [place.events for place in ordered])
    stages: list[vocabulary.Stage] = []
    stage_of: dict[str, str] = {}
    for start, end in blocks:
        block = ordered[start:end]
        stage = _called(block, stages)
        stages.append(stage)
        stage_of.update({place.name: stage.name for place in block})
    return Staged(stages=tuple(stages), stage_of=stage_of, found="order")


def _called(block: Sequence[Place], taken: Sequence[vocabulary.Stage]) -> vocabulary.Stage:
    """A block's strongest touchpoint; the last one is called after neither end where customers stay or leave in it."""
    words = vocabulary.builtin()
    leave = next(stage for stage in words.stages if stage.name == "leave")
    if leave not in taken and any(words.is_farewell(place.name) for place in block):
        return leave
    return called_after(block, {stage.name for stage in taken})


def called_after(block: Sequence[Place], taken: Collection[str]) -> vocabulary.Stage:
    """A stage called after its strongest touchpoint: never after a survey about it, and `After the payment` where most comes later.

    Args:
        block: its touchpoints.
        taken: names that other stages have.
    """
    walked = [place for place in block if place.stage != _ASKED] or block
    strongest = max(walked, key=lambda place: (place.events, place.name)).name
    _, later, border = strongest.rpartition(", after ")
    title = f"After {border}" if later else strongest
    return vocabulary.Stage(name=slug(title, taken), title=title, verb=title)


def _standing(places: Sequence[Place]) -> dict[str, float]:
    """Where each stands: by who comes first, where that was compared, else by its mean place; in the middle without either."""
    if any(place.ahead is not None for place in places):
        return {place.name: place.ahead or 0.0 for place in places}
    return {place.name: 0.5 if place.rank is None else place.rank for place in places}


def _without_tiny(blocks: list[tuple[int, int]], events: Sequence[int]) -> list[tuple[int, int]]:
    """Join blocks that hold under a fiftieth of the events to the block before, or after."""
    total = sum(events)
    kept: list[tuple[int, int]] = []
    for start, end in blocks:
        tiny = sum(events[start:end]) * 50 < total
        previous_tiny = bool(kept) and sum(events[slice(*kept[-1])]) * 50 < total
        if kept and (tiny or previous_tiny):
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return kept


def _cut(values: Sequence[float], weights: Sequence[float], parts: int) -> list[tuple[int, int]]:
    """Cut sorted values into the parts with the smallest weighted spread inside them.

    Exact, by dynamic programming. Weights count by their root: one busy touchpoint does not rule.
    """
    import numpy as np

    n = len(values)
    root = [weight**0.5 for weight in weights]
    sums = [[0.0] * (n + 1) for _ in range(3)]
    for i, (value, weight) in enumerate(zip(values, root, strict=True)):
        for power in range(3):
            sums[power][i + 1] = sums[power][i] + weight * value**power

    w, v, q = (np.subtract.outer(np.array(part), np.array(part)).T for part in sums)
    spread = np.where(w != 0, q - v * v / np.where(w != 0, w, 1.0), 0.0)
    spread[np.tril_indices(n + 1)] = np.inf  # no part is empty
    cost = np.where(np.arange(n + 1) > 0, spread[0], 0.0)
    came: list[np.ndarray] = [np.zeros(n + 1, dtype=int)]
    for part in range(1, parts):
        through = cost[:, None] + spread
        through[:part] = np.inf
        came.append(through.argmin(axis=0))
        cost = through.min(axis=0)
    cuts = [n]
    for part in range(parts - 1, -1, -1):
        cuts.append(int(came[part][cuts[-1]]))
    cuts.reverse()
    return [(a, b) for a, b in pairwise(cuts) if b > a]
