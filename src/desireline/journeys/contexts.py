"""Contexts: one touchpoint in two parts of the journey (the prices before the order, and before the renewal).

In: the sample of the log, names, drafts of purposes.  Out: the same with the later visits of such a touchpoint under a
name of their own, so that they get a stage of their own.
The border is the first purchase (or the first success that people declared) of a customer: an observed event, not a
learnt one. A touchpoint is split where what comes before it or next differs between the two sides beyond chance (one
visit a customer and side, G test, Bonferroni over all that were tried) and by more than a fifth of a bit, both sides
hold a tenth of its visits, and the later visits stand mostly among touchpoints of another stage. Whoever gives it a
stage in the recipe pins it: then nothing is split.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from math import log
from typing import TYPE_CHECKING

from desireline.journeys import learning
from desireline.journeys.anchors import purchases
from desireline.journeys.naming import matches
from desireline.journeys.purposes import follows_process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desireline.engines import Engine
    from desireline.journeys.labels import Seen
    from desireline.journeys.naming import Named
    from desireline.journeys.purposes import Draft
    from desireline.recipe import Recipe

_FEWEST, _SMALLEST_SIDE = 50, 0.1
"""Customers on either side; share of the visits."""
_BITS, _CHANCE, _MOSTLY = 0.2, 0.01, 0.5
_MOST = 8
_EXPECTED = 5
"""Neighbours that are expected less often on a side are counted together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexts:
    """Labels with those of later visits behind them. `later[b]` is the number that label b has after the border."""

    seen: list[Seen]
    named: list[Named]
    drafts: list[Draft]
    border: frozenset[int] = frozenset()
    later: Mapping[int, int] = field(default_factory=dict)


def split_contexts(
    engine: Engine, whole: Contexts, stated: Mapping[int, int | None], recipe: Recipe
) -> Contexts:
    """Find touchpoints of two contexts; the table `sample` then tells their visits apart. None in a process log."""
    seen, named = whole.seen, whole.named
    border = _border(seen, named, stated, recipe)
    if not border or follows_process(whole.drafts):
        return whole
    sizes = learning.sides(engine, border)
    members: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(named):
        if number not in stated and number not in border and not name.roams:
            members[name.touchpoint].append(number)
    pins = [pattern for rule in recipe.stages for pattern in rule.touchpoints]
    tried = {
        name: numbers
        for name, numbers in members.items()
        if _on_both_sides(numbers, sizes) and not matches(name, pins)
    }
    found = _differing(engine, named, tried) if tried else []
    if not found:
        return whole
    later = _split(whole, border, {name: tried[name] for name in found}, sizes)
    learning.tell_apart(engine, later.later)
    return later


def _border(
    seen: Sequence[Seen],
    named: Sequence[Named],
    stated: Mapping[int, int | None],
    recipe: Recipe,
) -> frozenset[int]:
    """Labels of the touchpoint from which on a customer has come to the company."""
    found: Counter[str] = Counter()
    for number in purchases(seen, named, stated, recipe):
        found[named[number].touchpoint] += seen[number].events
    if not found:
        return frozenset()
    touchpoint = max(found, key=lambda name: (found[name], name))
    return frozenset(
        n for n, name in enumerate(named) if name.touchpoint == touchpoint and n not in stated
    )


def _on_both_sides(numbers: Sequence[int], sizes: Mapping[int, tuple[int, int]]) -> bool:
    before = sum(sizes.get(n, (0, 0))[0] for n in numbers)
    after = sum(sizes.get(n, (0, 0))[1] for n in numbers)
    least = max(_FEWEST, _SMALLEST_SIDE * (before + after))
    return min(before, after) >= least


def _differing(
    engine: Engine, named: Sequence[Named], tried: Mapping[str, Sequence[int]]
) -> list[str]:
    """Those that stand among other touchpoints after the border than before, the most different first."""
    from scipy.special import chdtrc

    places = {n: name.touchpoint for n, name in enumerate(named)}
    stages = {name.touchpoint: name.stage for name in named if name.stage and not name.roams}
    counts = learning.around(engine, places, tried)
    found: list[tuple[float, str]] = []
    for name in tried:
        sides = {
            (way, later): counts.get((name, way, later), {})
            for way in ("before", "next")
            for later in (False, True)
        }
        if min(sum(side.values()) for side in sides.values()) < _FEWEST:
            continue
        most = 0.0
        for way in ("before", "next"):
            g, degrees, n = _g_test(sides[way, False], sides[way, True])
            bits = (g - degrees) / (2 * n * log(2))
            if degrees and chdtrc(degrees, g) * 2 * len(tried) < _CHANCE:
                most = max(most, bits)
        if most > _BITS and _elsewhere(name, sides, stages):
            found.append((-most, name))
    return [name for _, name in sorted(found)[:_MOST]]


def _g_test(one: Mapping[str, int], other: Mapping[str, int]) -> tuple[float, int, int]:
    """G of two rows of counts, its degrees of freedom, and n. Rare neighbours count as one."""
    sums = (sum(one.values()), sum(other.values()))
    n = sum(sums)
    cells: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for word in sorted({*one, *other}):
        pair = (one.get(word, 0), other.get(word, 0))
        rare = sum(pair) * min(sums) < _EXPECTED * n
        cells["" if rare else word][0] += pair[0]
        cells["" if rare else word][1] += pair[1]
    g = sum(
        2 * count * log(count * n / (sum(pair) * size))
        for pair in cells.values()
        for count, size in zip(pair, sums, strict=True)
        if count
    )
    return g, len(cells) - 1, n


def _elsewhere(
    name: str,
    sides: Mapping[tuple[str, bool], Mapping[str, int]],
    stages: Mapping[str, str | None],
) -> bool:
    """Whether most neighbours of the later visits are of another stage than its own, where stages are known at all."""
    votes: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    for (_, later), words in sides.items():
        for word, count in words.items():
            stage = stages.get(word)
            if stage is not None and word != name:
                votes[later][stage] += count
    if not votes[False] and not votes[True]:
        return True  # their place in the journey will tell
    own = stages.get(name) or _first(votes[False])
    here = votes[True][own] if own else 0
    return _first(votes[True]) not in (None, own) and here < _MOSTLY * votes[True].total()


def _first(votes: Counter[str]) -> str | None:
    return min(votes, key=lambda stage: (-votes[stage], stage), default=None)


def _split(
    whole: Contexts,
    border: frozenset[int],
    found: Mapping[str, Sequence[int]],
    sizes: Mapping[int, tuple[int, int]],
) -> Contexts:
    """Put a label behind each that has later visits."""
    seen, named, later = list(whole.seen), list(whole.named), dict[int, int]()
    title = named[min(border)].touchpoint
    for name, numbers in found.items():
        for number in numbers:
            before, after = sizes.get(number, (0, 0))
            share = after / max(before + after, 1)
            events = seen[number].events
            later[number] = len(seen)
            seen.append(replace(seen[number], events=round(events * share)))
            seen[number] = replace(seen[number], events=events - round(events * share))
            named.append(
                replace(named[number], touchpoint=f"{name}, after {title}"[:80], stage=None)
            )
    return Contexts(
        seen=seen,
        named=named,
        drafts=[_extended(one, later) for one in whole.drafts],
        border=border,
        later=later,
    )


def _extended(draft: Draft, later: Mapping[int, int]) -> Draft:
    """The same purpose, later visits belonging where the earlier ones do."""

    def both(labels: frozenset[int]) -> frozenset[int]:
        return labels | {later[n] for n in labels if n in later}

    return replace(
        draft,
        labels=both(draft.labels),
        starts=both(draft.starts),
        ends=both(draft.ends),
        loses=both(draft.loses),
        tells=both(draft.tells),
    )
