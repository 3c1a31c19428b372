"""What was known of each journey before a condition was decided: what an effect is adjusted for.

In: units (customer, journey, a time).  Out: covariates, in blocks.
Strictly before that time, and never after: later contacts, feelings and answers are consequences.
A note that nearly tells the condition itself (`late_by_s` of `late`) is the same fact and left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.causes.effects import Covariate
from desireline.insights.causes.seen_before import parts, seen_before, words
from desireline.insights.paths.noted import NUMBER, keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.causes.seen_before import Seen
    from desireline.insights.facts import Facts

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

EARLIER, PROFILE, CALENDAR, ENTRY = "earlier steps", "what was noted", "calendar", "entry"
KIND = "kind of customer"
_SAME_FACT = 0.9
_FEWEST_KNOWN = 0.05
_YEAR_US = 31_556_952_000_000


def known_before(facts: Facts, who: Ints, known_us: Ints, d: Floats) -> list[Covariate]:
    """Covariates of each unit, in the order given."""
    seen = seen_before(facts, who, known_us)
    found = _earlier(facts, seen) + _calendar(known_us)
    found += [
        Covariate(name=f"kind {number}", block=KIND, values=values, squared=False)
        for number, values in enumerate(seen.kinds[1:], start=1)
    ]
    return found + [one for one in _noted(facts, seen) if not _same_fact(one, d)]


def _earlier(facts: Facts, seen: Seen) -> list[Covariate]:
    """Steps before: how many, where, in which channel, at which hour, how it felt."""
    out = [
        Covariate(name=name, block=EARLIER, values=values)
        for name, values in zip(parts(facts), seen.steps, strict=True)
    ]
    names = ({c: p.name for c, p in facts.places.items()}, facts.channels)
    for known, values in zip(names, seen.doors, strict=True):
        levels, counts = np.unique(values[~np.isnan(values)], return_counts=True)
        for level in levels[np.argsort(-counts, kind="stable")][:8]:
            name = f"came by {known.get(int(level), '')}"
            out.append(Covariate(name=name, block=ENTRY, values=(values == level).astype(float)))
    return out


def _calendar(known_us: Ints) -> list[Covariate]:
    at = known_us.astype(np.float64)
    out = [Covariate(name="time", block=CALENDAR, values=at - at.min())]
    if at.max() - at.min() > 0.8 * _YEAR_US:
        turn = 2 * np.pi * at / _YEAR_US
        out.append(Covariate(name="season, sine", block=CALENDAR, values=np.sin(turn)))
        out.append(Covariate(name="season, cosine", block=CALENDAR, values=np.cos(turn)))
    return out


def _noted(facts: Facts, seen: Seen) -> list[Covariate]:
    """The newest note of each kind."""
    out: list[Covariate] = []
    for key, values in zip(keys(facts), seen.notes, strict=True):
        told = ~np.isnan(values)
        if told.sum() < _FEWEST_KNOWN * len(values):
            continue
        if key.kind == NUMBER:
            out.append(Covariate(name=key.title, block=PROFILE, values=values))
            continue
        for i, word in enumerate(words(key)):
            name = f"{key.title}: {word}"
            out.append(Covariate(name=name, block=PROFILE, values=(values == i).astype(float)))
        name = f"{key.title} is known"
        out.append(Covariate(name=name, block=PROFILE, values=told.astype(float)))
    return out


def _same_fact(one: Covariate, d: Floats) -> bool:
    """Whether a note sorts the met from the others nearly by itself."""
    known = ~np.isnan(one.values)
    met, other = one.values[known & (d == 1)], one.values[known & (d == 0)]
    if not len(met) or not len(other):
        return False
    both = np.sort(other)
    below = np.searchsorted(both, met, "left") + np.searchsorted(both, met, "right")
    area = float(below.mean()) / 2 / len(both)
    return max(area, 1 - area) > _SAME_FACT
