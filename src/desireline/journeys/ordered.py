"""Ordered: the columns that the order of the steps itself tells apart.

In: what is known of each touchpoint, and how customers walk.  Out: stages, or None where order tells too few apart.
Anchors part the journey into phases; inside a phase, blocks of touchpoints that customers stay among part it further.
Where a touchpoint stands is decided by order; the vocabulary only names: each block by the stage to which most of its
events would belong, blocks that nothing names by their strongest touchpoint. The purchase itself stands with the steps
of buying where those have a block, else it opens what follows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from desireline.journeys import vocabulary
from desireline.journeys.blocks import find_blocks
from desireline.journeys.stages import Staged, called_after

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np

    from desireline.journeys.stages import Place
    from desireline.journeys.walks import Walks

FEWEST, MOST = 4, 7
_MOST_TOUCHPOINTS = 150
"""Touchpoints from which blocks are made: the busiest; others go where they mostly lead to or come from."""
_PRIOR = 0.015
"""Share of all moves that the vocabulary is worth for each touchpoint: what is seen rarely stands where its name says, what
is seen often where order says, however many customers there are."""
_MOSTLY, _CLEARLY = 0.6, 1.5
"""Share of a block's events in one phase, and moves back for each ahead, from which columns are put the other way."""
_OFTEN = 0.25
"""Share of its events that a touchpoint must have in a phase to be able to stand there."""
_NAMED = 0.25
"""Share of a block's known events that a stage must have to name it."""
_KNOWN = 0.2
"""Share of a block's events that any word must know: one help page among a product's boards and reports names nothing."""


def stages_by_order(
    places: Sequence[Place], walks: Walks, parts: Collection[int]
) -> Staged | None:
    """Stages as parts of the sample tell them."""
    moves, phases = walks.next(parts), walks.phases(parts)
    known = {place.name: place for place in places}
    bought = walks.bought & phases.keys()
    blocks = _blocks(moves, bought, walks.ahead(parts), phases, known)
    if blocks is None:
        return None
    stages = _named(blocks, known)
    _place_anchors(blocks, [stage.name for stage in stages], moves, walks, known)
    named = _in_order(list(zip(stages, blocks, strict=True)), moves, phases, known)
    stages = tuple(stage for stage, _ in named)
    stage_of = {name: stage.name for stage, block in named for name in block}
    strangers = _strangers(places, stage_of, stages)
    return Staged(stages=stages, stage_of=stage_of | strangers, found="order")


def _blocks(
    moves: Mapping[tuple[str, str], int],
    bought: Collection[str],
    ahead: Mapping[tuple[str, str], int],
    phases: Mapping[str, Mapping[int, float]],
    known: Mapping[str, Place],
) -> list[set[str]] | None:
    import numpy as np

    visits: Counter[str] = Counter()
    for (one, other), count in moves.items():
        if one not in bought and other not in bought:
            visits[one] += count
            visits[other] += count
    names = sorted(sorted(visits, key=lambda name: (-visits[name], name))[:_MOST_TOUCHPOINTS])
    if len(names) < FEWEST:
        return None
    index = {name: i for i, name in enumerate(names)}
    walked = np.zeros((len(names) + 1, len(names) + 1))
    for (one, other), count in moves.items():
        walked[index.get(one, -1), index.get(other, -1)] += count
    flow = walked[:-1, :-1] + walked[:-1, :-1].T
    sides = [_may(phases[name]) for name in names]
    words = [known[name].stage for name in names]
    flow += _expected(words, sides, flow.sum(axis=1), _PRIOR * flow.sum() / 2)
    before = np.array([[float(ahead.get((one, other), 0)) for other in names] for one in names])
    of = find_blocks(flow, sides, fewest=FEWEST, most=MOST, before=before, walked=walked)
    if of is None:
        return None
    blocks: dict[int, set[str]] = defaultdict(set)
    for name, block in zip(names, of.tolist(), strict=True):
        blocks[block].add(name)
    return [blocks[number] for number in sorted(blocks)]


def _expected(
    words: Sequence[str | None], sides: Sequence[int], visits: np.ndarray, moves: float
) -> np.ndarray:
    """What the vocabulary expects: from each touchpoint some moves to others of its word in its phases, and back."""
    import numpy as np

    same = np.array(
        [[float(one is not None and one == other) for other in words] for one in words]
    )
    same *= np.bitwise_and.outer(np.array(sides), np.array(sides)) > 0
    np.fill_diagonal(same, 0.0)
    weights = same * visits
    shares = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1)
    return moves * (shares + shares.T)


def _may(shares: Mapping[int, float]) -> int:
    """Bits of the phases in which a touchpoint stands often enough."""
    return sum(1 << phase for phase, share in shares.items() if share >= _OFTEN)


def _in_order(
    named: list[tuple[vocabulary.Stage, set[str]]],
    moves: Mapping[tuple[str, str], int],
    phases: Mapping[str, Mapping[int, float]],
    known: Mapping[str, Place],
) -> list[tuple[vocabulary.Stage, set[str]]]:
    """In the vocabulary's order, but for neighbours that phases or moves clearly put the other way."""
    usual = {stage.name: i for i, stage in enumerate(vocabulary.builtin().stages)}
    stands = {stage.name: _phase(block, phases, known) for stage, block in named}
    column = {name: stage.name for stage, block in named for name in block}
    ahead: Counter[tuple[str | None, str | None]] = Counter()
    for (one, other), count in moves.items():
        ahead[column.get(one), column.get(other)] += count

    def wrong(left: str, right: str) -> bool:
        if -1 < stands[left] != stands[right] > -1:
            return stands[left] > stands[right]
        return ahead[right, left] > _CLEARLY * ahead[left, right]

    found = sorted(named, key=lambda pair: usual.get(pair[0].name, len(usual)))
    for _ in found:  # as often as the last could have to become the first
        for i in range(len(found) - 1):
            if wrong(found[i][0].name, found[i + 1][0].name):
                found[i], found[i + 1] = found[i + 1], found[i]
    return found


def _phase(
    block: Collection[str],
    phases: Mapping[str, Mapping[int, float]],
    known: Mapping[str, Place],
) -> int:
    """The phase in which most events of a block stand; -1 where none clearly has most."""
    votes: dict[int, float] = defaultdict(float)
    for name in sorted(block):
        for phase, share in phases[name].items():
            votes[phase] += share * known[name].events
    best = min(votes, key=lambda phase: (-votes[phase], phase))
    return best if votes[best] >= _MOSTLY * sum(votes.values()) else -1


def _place_anchors(
    blocks: Sequence[set[str]],
    names: Sequence[str],
    moves: Mapping[tuple[str, str], int],
    walks: Walks,
    known: Mapping[str, Place],
) -> None:
    """Anchors lie between two blocks: they stand in the one of their word, where there is one.

    Else the purchase stands where it mostly leads, and the first use with what it ends.
    """
    for name in sorted(walks.begun):
        block = next((block for block in blocks if name in block), None)
        word = known[name].stage
        if block and word in names and _votes(block, known).most_common(1)[0][0] != word:
            block.discard(name)
            blocks[names.index(word)].add(name)
    leads: Counter[int] = Counter()
    for (one, other), count in moves.items():
        if one in walks.bought:
            leads.update({i: count for i, block in enumerate(blocks) if other in block})
    for name in sorted(walks.bought & known.keys()):
        word = known[name].stage
        at = (
            names.index(word) if word in names else max(range(len(blocks)), key=lambda i: leads[i])
        )
        blocks[at].add(name)


def _votes(block: Collection[str], known: Mapping[str, Place]) -> Counter[str]:
    votes: Counter[str] = Counter()
    for name in sorted(block):
        place = known[name]
        if place.stage:
            votes[place.stage] += place.events
    return votes


def _named(blocks: Sequence[set[str]], known: Mapping[str, Place]) -> tuple[vocabulary.Stage, ...]:
    """A name of the vocabulary for each block, given once: to the block that has most of it."""
    builtin = {stage.name: stage for stage in vocabulary.builtin().stages}
    order = {name: i for i, name in enumerate(builtin)}
    wishes: list[tuple[int, int, int, str]] = []
    for i, block in enumerate(blocks):
        votes = _votes(block, known)
        enough = votes.total() >= _KNOWN * sum(known[name].events for name in block)
        wishes += [
            (-count, i, order[stage], stage)
            for stage, count in votes.items()
            if enough and count >= _NAMED * votes.total()
        ]
    given: dict[int, vocabulary.Stage] = {}
    for _, i, _, stage in sorted(wishes):
        if i not in given and builtin[stage] not in given.values():
            given[i] = builtin[stage]
    taken = {stage.name for stage in given.values()}
    for i, block in enumerate(blocks):
        if i not in given:
            given[i] = called_after([known[name] for name in sorted(block)], taken)
            taken.add(given[i].name)
    return tuple(given[i] for i in range(len(blocks)))


def _strangers(
    places: Sequence[Place], stage_of: Mapping[str, str], stages: Sequence[vocabulary.Stage]
) -> dict[str, str]:
    """Touchpoints without a walk stand where most events of their word do, else beside what they stand beside."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    events: Counter[str] = Counter()
    for place in places:
        if place.name in stage_of:
            events[stage_of[place.name]] += place.events
            if place.stage:
                votes[place.stage][stage_of[place.name]] += place.events
    names = [stage.name for stage in stages]
    busiest = max(names, key=lambda name: events[name])

    def stage(place: Place) -> str:
        for word in (place.stage, place.beside):
            if word and votes[word]:
                return max(names, key=lambda name: votes[word][name])
        return busiest

    return {place.name: stage(place) for place in places if place.name not in stage_of}
