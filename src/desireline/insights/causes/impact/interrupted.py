"""An interrupted series: everybody got the change, so only the time before can say what was usual.

In: units with times.  Out: an answer that is always called uncontrolled.
The estimate is the mean after less the mean of as long before. Its error is how much the same estimate
moves at dates on which nothing was declared, far enough from the change that no window touches it: so
trend, season and slow noise are in it, as many independent looks as the history has windows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.causes.impact.answer import NO_BEFORE, SERIES, Answer, Refusal
from desireline.insights.facts import DAY_US

if TYPE_CHECKING:
    from desireline.insights.causes.impact.units import Units

_LOOKS = 30
_WINDOWS = 4
"""Windows that the history before the change must hold."""
_FEWEST = 20
_SHORTEST_DAYS = 14


def interrupted(units: Units, why: str) -> Answer | Refusal:
    """Level after against level before, held against what levels do anyway."""
    at = (units.from_us - units.change_us) / DAY_US
    history, since = -float(at.min()), float(at.max())
    window = min(since, history / _WINDOWS)
    if window < _SHORTEST_DAYS:
        return Refusal(
            reason=NO_BEFORE,
            words=f"nobody was spared, and {max(history, 0):.0f} days before are too few to say what was usual",
            n=len(units.y),
        )
    value, sizes = _step(at, units.y, 0.0, window)
    if min(sizes) < _FEWEST:
        return Refusal(
            reason=NO_BEFORE, words=f"only {min(sizes)} journeys on a side", n=len(units.y)
        )
    looks = np.linspace(-history + window, -window, _LOOKS)
    placebo = [_step(at, units.y, float(day), window) for day in looks]
    usable = [step for step, (few, many) in placebo if min(few, many) >= 2]
    spread = float(np.sqrt(np.mean(np.square(usable)))) if len(usable) >= _LOOKS // 2 else np.nan
    inside = (at >= 0) & (at < window)
    here = (at >= -window) & (at < window)
    own = float(np.sqrt(2 * units.y[here].var() / max(int(here.sum()) / 2, 1)))
    return Answer(
        design=SERIES,
        why=why,
        value=value,
        se=max(spread, own) if np.isfinite(spread) else own,
        degrees=max(history / window - 1, 1.0),
        n=int(here.sum()),
        exposed=int((at >= 0).sum()),
        without=float(units.y[inside].mean()) - value,
        controls=0,
        doubt="uncontrolled: whatever else changed then is in it",
    )


def _step(
    at: np.ndarray, y: np.ndarray, day: float, window: float
) -> tuple[float, tuple[int, int]]:
    before, after = y[(at >= day - window) & (at < day)], y[(at >= day) & (at < day + window)]
    if not len(before) or not len(after):
        return 0.0, (len(before), len(after))
    return float(after.mean() - before.mean()), (len(before), len(after))
