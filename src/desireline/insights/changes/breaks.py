"""When a series took another level, and how surely.

In: weekly and daily means with their weights.  Out: breaks with size, p and an interval of days.
Drift and season are the rival: a break counts by how much better it tells the series than they do (the
season needs more than a year), with or without them beside it, at equal cost a column (BIC). p is how
often that happens where there is no break: drift and season as fitted, their residuals shuffled in
blocks of four weeks, so that slow noise is no break. The days that may be the day are those whose fit
is hardly worse than the best (Hansen, 2000).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

WEEK = 7
FEWEST_WEEKS = 12
"""Weeks with data under which nothing is dated."""
_TREND_WEEKS, _SEASON_DAYS, _YEAR = 26, 420, 365.25
_SIDE = 3
"""Weeks with data on each side of a break."""
_BLOCK, _SHUFFLES = 4, 400
_TAIL, _HOPELESS = 0.98, 4.0
_HANSEN = 7.3523
"""-2 log(1 - sqrt(.95))."""
_EPISODE_DAYS, _SEASON_LASTS = 70, 183
_MOST, _FURTHER = 4, 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A level day by day. `weight` is what the day's variance is inverse to; 0 where nothing is known."""

    value: Floats
    weight: Floats

    def by_week(self) -> Series:
        """Weighted means of whole weeks from the first day on."""
        whole = len(self.value) // WEEK * WEEK
        weight = self.weight[:whole].reshape(-1, WEEK)
        total = (self.value[:whole].reshape(-1, WEEK) * weight).sum(axis=1)
        sums = weight.sum(axis=1)
        return Series(value=total / np.where(sums > 0, sums, 1), weight=sums)

    def mean(self, start: int, stop: int) -> tuple[float, float]:
        """Weighted mean of the days, and the sum of their weights."""
        weight = self.weight[start:stop]
        total = float(weight.sum())
        return float(self.value[start:stop] @ weight) / max(total, 1e-12), total


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The level from `day` on differs by `size`, trend and season apart."""

    day: int
    low: int
    high: int
    size: float
    se: float
    p: float
    """Over all weeks that were looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    week: int
    size: float
    se: float
    p: float
    plain: bool
    """The break tells the series without drift and season beside it."""


def first_p(series: Series) -> float:
    """Chance of so large a break where there is none; NaN where the series is too short to have one."""
    found = _scan(series.by_week(), ())
    return np.nan if found is None else found.p


def breaks_of(series: Series) -> list[Break]:
    """All breaks, in order: the largest, then each that the ones before leave significant."""
    weekly = series.by_week()
    found: list[_Found] = []
    while len(found) < _MOST:
        one = _scan(weekly, tuple(other.week for other in found))
        if one is None or (found and one.p > _FURTHER):
            break
        found.append(one)
    found.sort(key=lambda one: one.week)
    days = [one.week * WEEK for one in found]
    plain = all(one.plain for one in found)
    dated: list[tuple[int, int, int]] = []
    for _ in range(min(len(days), 2)):
        dated = [_dated(series, days, i, plain=plain) for i in range(len(days))]
        days = [best for best, _, _ in dated]
    return [
        Break(day=day, low=low, high=high, size=one.size, se=one.se, p=one.p)
        for one, (day, low, high) in zip(found, dated, strict=True)
    ]


def is_episode(first: Break, second: Break, *, seen_days: float = np.inf) -> bool:
    """Whether the second takes the first back before long: a season or an outage, no other level.

    Where less than two years are seen, a season is seen once: what lasts for half a year may come again.
    """
    longest_days = _EPISODE_DAYS if seen_days >= 2 * _YEAR else _SEASON_LASTS
    return (
        second.day - first.day <= longest_days
        and first.size * second.size < 0
        and abs(first.size + second.size) < abs(first.size) / 2
    )


def _background(at: Floats, span_days: float) -> list[Floats]:
    """Drift and season at days `at`."""
    columns: list[Floats] = []
    if span_days >= _TREND_WEEKS * WEEK:
        columns.append(at / span_days - 0.5)
    if span_days >= _SEASON_DAYS:
        turn = 2 * np.pi * at / _YEAR
        columns += [np.sin(turn), np.cos(turn)]
    return columns


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    """Columns that are there anyway, and steps as far as these do not tell them; all weighted."""

    basis: Floats
    steps: Floats
    sizes: Floats
    columns: int

    @classmethod
    def of(cls, columns: list[Floats], steps: Floats, root: Floats) -> _Model:
        basis, _ = np.linalg.qr(np.column_stack(columns) * root[:, None])
        steps = steps * root[:, None]
        own = steps - basis @ (basis.T @ steps)
        return cls(
            basis=basis,
            steps=own,
            sizes=np.maximum(np.square(own).sum(axis=0), 1e-9),
            columns=len(columns),
        )

    def rest(self, y: Floats) -> Floats:
        """What the columns leave of y."""
        return y - self.basis @ (self.basis.T @ y)

    def gains(self, rest: Floats) -> Floats:
        """By step: how much of the squares it takes away."""
        sizes = self.sizes if rest.ndim == 1 else self.sizes[:, None]
        return np.square(self.steps.T @ rest) / sizes

    def cost(self, y: Floats, *, with_step: bool) -> Any:
        """BIC of the columns, with the best step or without."""
        rest = self.rest(y)
        left = np.square(rest).sum(axis=0)
        if with_step:
            left = left - self.gains(rest).max(axis=0)
        n = len(y)
        return n * np.log(np.maximum(left, 1e-12)) + (self.columns + with_step) * np.log(n)


def _scan(weekly: Series, known: tuple[int, ...]) -> _Found | None:
    """The largest break beside those known; None where too few weeks have data."""
    seen = np.flatnonzero(weekly.weight > 0)
    if len(seen) < FEWEST_WEEKS:
        return None
    cuts = np.array(
        [
            week
            for week in seen[_SIDE : len(seen) - _SIDE + 1]
            if all(
                np.count_nonzero((seen >= min(week, k)) & (seen < max(week, k))) >= _SIDE
                for k in known
            )
        ],
        dtype=np.int64,
    )
    at = seen.astype(np.float64)
    level = [np.ones_like(at)] + [(at >= week).astype(np.float64) for week in known]
    background = _background(at * WEEK, len(weekly.weight) * WEEK)
    if not len(cuts) or len(seen) < len(level) + len(background) + 6:
        return None
    root = np.sqrt(weekly.weight[seen] / weekly.weight[seen].mean())
    steps = (at[:, None] >= cuts[None, :]).astype(np.float64)
    y = weekly.value[seen] * root
    plain, full = _Model.of(level, steps, root), _Model.of(level + background, steps, root)
    rest = full.rest(y)
    if float(rest @ rest) < 1e-18 * max(1.0, float(y @ y)):
        return None
    best = plain if plain.cost(y, with_step=True) <= full.cost(y, with_step=True) else full
    return _told(best, cuts, y, p=_p(plain, full, y), plain=best is plain)


def _told(model: _Model, cuts: Ints, y: Floats, *, p: float, plain: bool) -> _Found:
    rest = model.rest(y)
    at = int(np.argmax(model.gains(rest)))
    size = float(model.steps[:, at] @ rest / model.sizes[at])
    rest = rest - size * model.steps[:, at]
    spread = float(rest @ rest) / max(len(y) - model.columns - 1, 1) / float(model.sizes[at])
    se = float(np.sqrt(spread * _echo(rest)))
    return _Found(week=int(cuts[at]), size=size, se=se, p=p, plain=plain)


def _better(plain: _Model, full: _Model, y: Floats) -> Any:
    """How much better a break tells y than drift and season do; for one y or a column of each."""
    with_step = np.minimum(plain.cost(y, with_step=True), full.cost(y, with_step=True))
    return full.cost(y, with_step=False) - with_step


def _p(plain: _Model, full: _Model, y: Floats) -> float:
    """How often a series without a break would look as broken; beyond the draws, by a normal's tail."""
    found = float(_better(plain, full, y))
    rest = full.rest(y)
    if found + np.log(len(y)) < _HOPELESS:
        return 1.0
    drawn = (y - rest)[:, None] + rest[_shuffles(len(rest))]
    null = _better(plain, full, drawn)
    edge = float(np.quantile(null, _TAIL))
    if found <= edge:
        return float((np.count_nonzero(null >= found) + 1) / (len(null) + 1))
    return float((1 - _TAIL) * np.exp((edge - found) / 2))


@lru_cache(maxsize=32)
def _shuffles(length: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Orders of the weeks, blocks kept together, begun at a random place: (length, shuffles)."""
    rng = np.random.Generator(np.random.PCG64(19))
    orders = np.empty((length, _SHUFFLES), dtype=np.int64)
    for i in range(_SHUFFLES):
        turned = np.roll(np.arange(length), int(rng.integers(length)))
        blocks = np.array_split(turned, max(length // _BLOCK, 1))
        orders[:, i] = np.concatenate([blocks[j] for j in rng.permutation(len(blocks))])
    return orders


def _echo(rest: Floats) -> float:
    """By how much noise that lasts widens a variance: (1 + rho) / (1 - rho)."""
    rho = float(rest[1:] @ rest[:-1]) / max(float(rest @ rest), 1e-12)
    rho = min(max(rho, 0.0), 0.8)
    return (1 + rho) / (1 - rho)


def _dated(series: Series, days: list[int], which: int, *, plain: bool) -> tuple[int, int, int]:
    """The day of one break between its neighbours, with the first and the last day that it may be."""
    seen = np.flatnonzero(series.weight > 0)
    at = seen.astype(np.float64)
    columns = [np.ones_like(at)] + ([] if plain else _background(at, len(series.value)))
    columns += [(at >= day).astype(np.float64) for i, day in enumerate(days) if i != which]
    if len(seen) > 6 * WEEK:
        columns += [(seen % WEEK == day).astype(np.float64) for day in range(1, WEEK)]
    edge = min(2 * WEEK, len(seen) // 4)
    start = days[which - 1] + WEEK if which else int(seen[edge])
    stop = days[which + 1] - WEEK if which + 1 < len(days) else int(seen[-edge])
    cuts = seen[(seen >= start) & (seen <= stop)]
    if not len(cuts):
        return days[which], days[which], days[which]
    root = np.sqrt(series.weight[seen] / series.weight[seen].mean())
    steps = (at[:, None] >= cuts[None, :]).astype(np.float64)
    model = _Model.of(columns, steps, root)
    rest = model.rest(series.value[seen] * root)
    gain = model.gains(rest)
    best = int(np.argmax(gain))
    rest = rest - model.steps[:, best] * (model.steps[:, best] @ rest / model.sizes[best])
    noise = float(rest @ rest) / max(len(seen) - len(columns) - 1, 1)
    near = np.flatnonzero((gain[best] - gain) / max(noise, 1e-18) < _HANSEN * _echo(rest))
    before = seen[seen < cuts[near[0]]]
    low = int(before[-1]) + 1 if len(before) else int(cuts[near[0]])
    return int(cuts[best]), low, int(cuts[near[-1]])
