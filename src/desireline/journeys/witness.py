"""Witness: where touchpoints stand in the journeys, and how surely that gives them their stage.

In: the sample of the log, in parts.  Out: what is known of each touchpoint, and for each the share of
half-samples that put it into the same stage. Halves of the customers, not of the events: customers are
what the next import brings more of. Names that were declared or are known need no witness.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.journeys import learning
from desireline.journeys.precedence import places as places_of
from desireline.journeys.stages import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    import numpy as np

    from desireline.engines import Engine
    from desireline.journeys.labels import Seen
    from desireline.journeys.naming import Named
    from desireline.journeys.purposes import Draft
    from desireline.journeys.stages import Staged

_RESAMPLES = 20
_MOST_COMPARED = 300
"""Touchpoints up to which each is compared with each other."""
EVERYBODY = range(learning.PARTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Places and neighbours of labels, by part of the sample."""

    members: Mapping[str, Sequence[int]]
    """Labels of each touchpoint."""
    ranks: Mapping[tuple[int, int], tuple[int, int]]
    before: np.ndarray | None
    """By part, touchpoint and other touchpoint, in the order of `members`: streams in which the first comes first."""
    beside: Mapping[tuple[str, str, int], int]
    """By touchpoint, stage and part: how often it stands beside touchpoints known to be of that stage."""

    @classmethod
    def of(
        cls,
        engine: Engine,
        first: Draft,
        named: Sequence[Named],
        stated: Mapping[int, int | None],
    ) -> Witness:
        """Ask the sample, once."""
        labels = first.labels - stated.keys()
        unsure = any(
            name.stage is None or name.roams for n, name in enumerate(named) if n not in stated
        )
        members: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(named):
            if number not in stated:
                members[name.touchpoint].append(number)
        places = {
            n: (name.touchpoint, None if name.roams else name.stage)
            for n, name in enumerate(named)
        }
        return cls(
            members=members,
            before=_before(engine, first, labels, members),
            ranks=learning.ranks(engine, first.follow, labels),
            beside=learning.neighbours(engine, first.follow, labels, places) if unsure else {},
        )

    def places(
        self, seen: Sequence[Seen], named: Sequence[Named], parts: Collection[int] = EVERYBODY
    ) -> list[Place]:
        """What parts of the sample tell of each touchpoint, by name. Its words are those of its busiest label."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for (name, stage, part), count in self.beside.items():
            if part in parts:
                votes[name][stage] += count
        found: list[Place] = []
        ahead = self._ahead(parts)
        for name, numbers in sorted(self.members.items()):
            told = [self.ranks.get((n, part), (0, 0)) for n in numbers for part in parts]
            weight = sum(count for _, count in told)
            busiest = named[max(numbers, key=lambda n: (seen[n].events, -n))]
            beside = _most(votes[name])
            found.append(
                Place(
                    name=name,
                    events=sum(seen[n].events for n in numbers),
                    rank=sum(total for total, _ in told) / weight / 1000 if weight else None,
                    stage=None if busiest.roams and beside else busiest.stage,
                    ahead=ahead.get(name),
                    beside=beside,
                )
            )
        return found

    def _ahead(self, parts: Collection[int]) -> dict[str, float]:
        """Places whose differences say best which of two comes first."""
        if self.before is None:
            return {}
        found = places_of(self.before[sorted(parts)].sum(axis=0).astype(float))
        return {
            name: place
            for name, place in zip(self.members, found, strict=True)
            if place is not None
        }

    def confidence(
        self,
        staged: Staged,
        seen: Sequence[Seen],
        named: Sequence[Named],
        choose: Callable[[Sequence[Place], Collection[int]], Staged],
    ) -> dict[str, float]:
        """Share of half-samples in which each touchpoint stands where `staged` has it."""
        everybody = self.places(seen, named)
        events = {place.name: place.events for place in everybody}
        known = {p.name for p in everybody if p.stage} - (
            set(events) if staged.found == "order" else set()
        )
        agreed: Counter[str] = Counter()
        asked: Counter[str] = Counter()
        chance = random.Random(0)  # noqa: S311 - the same halves every time
        for _ in range(_RESAMPLES if len(known) < len(events) else 0):
            half = frozenset(chance.sample(EVERYBODY, learning.PARTS // 2))
            places = self.places(seen, named, half)
            other = choose(places, half)
            same = _same_stages(staged, other, events)
            for place in places:
                if place.rank is not None or place.beside is not None:
                    asked[place.name] += 1
                    stage = other.stage_of[place.name]
                    agreed[place.name] += same.get(stage) == staged.stage_of[place.name]
        return {
            name: 1.0 if name in known else agreed[name] / asked[name] if asked[name] else 0.0
            for name in events
        }


def _before(
    engine: Engine, first: Draft, labels: Collection[int], members: Mapping[str, Sequence[int]]
) -> np.ndarray | None:
    import numpy as np

    if len(members) > _MOST_COMPARED:
        return None
    places = {n: i for i, numbers in enumerate(members.values()) for n in numbers if n in labels}
    found = np.zeros((learning.PARTS, len(members), len(members)), dtype=np.int64)
    for one, other, part, count in learning.precedence(engine, first.follow, labels, places):
        found[part, one, other] = count
    return found


def _same_stages(staged: Staged, other: Staged, events: Mapping[str, int]) -> dict[str, str]:
    """Stage of `other` -> the stage of `staged` with which it shares most events."""
    if "order" not in (staged.found, other.found):
        return {stage.name: stage.name for stage in other.stages}
    shared: dict[str, Counter[str]] = defaultdict(Counter)
    for name, stage in other.stage_of.items():
        shared[stage][staged.stage_of[name]] += events[name]
    return {stage: _most(counts) or "" for stage, counts in shared.items()}


def _most(votes: Counter[str]) -> str | None:
    return min(votes, key=lambda stage: (-votes[stage], stage), default=None)
