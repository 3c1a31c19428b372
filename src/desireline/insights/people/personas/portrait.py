"""Who the personas are: what sets each apart, in shares with intervals and lifts.

In: `Found` and what the fields say.  Out: traits. What made the groups is told with its lift and never
tested (a test of it would be circular: always significant); what only describes them is tested, all of it
as one family. Customers weigh in by their membership.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.model import Estimate
from desireline.insights.numbers.multiplicity import benjamini_hochberg
from desireline.insights.numbers.statistics import divide, jeffreys, t_p_value
from desireline.insights.people.personas.behaviour import OTHER, choices, learn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.people.personas.behaviour import Behaviour
    from desireline.insights.people.personas.finding import Found
    from desireline.insights.people.personas.mixture import Choices

    Floats = NDArray[np.float64]

_LEAST_SHARE = 0.1
_LEAST_LIFT = 1.15
_MOST = 6
PACES = (
    "within the hour", "in 1-3 hours", "in 3-8 hours", "in 8-24 hours", "in 1-2 days", "in 2-4 days",
    "in 4-8 days", "in 8-16 days", "in 16-32 days", "after a month or later",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """One attribute of one persona."""

    group: int
    name: str
    """`channel: phone`."""
    kind: str
    share: Estimate
    """Of the persona's answers to this question."""
    rest: float
    """Of all others' answers."""
    lift: Estimate
    """`share` over `rest`."""
    defining: bool
    """It made the groups, so that no test of it says anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Share of each column among each group's customers and among the rest; (columns, groups)."""

    value: Floats
    error: Floats
    rest: Floats
    rest_error: Floats
    people: Floats
    """(columns, groups) customers who answered, by weight."""


def shares(of: Choices, members: Floats) -> Shares:
    """Weighted shares with customers as clusters."""
    inside = [_weighted(of, members[:, k]) for k in range(members.shape[1])]
    outside = [_weighted(of, 1 - members[:, k]) for k in range(members.shape[1])]
    value, error, people = (np.column_stack([one[i] for one in inside]) for i in range(3))
    rest, rest_error = (np.column_stack([one[i] for one in outside]) for i in range(2))
    return Shares(value=value, error=error, rest=rest, rest_error=rest_error, people=people)


def _weighted(of: Choices, weight: Floats) -> tuple[Floats, Floats, Floats]:
    from scipy import sparse

    features = np.arange(len(of.table))
    belongs = sparse.csr_matrix(
        (np.ones(len(of.table)), (features, of.table)), shape=(len(of.table), len(of.kind))
    )
    size = np.asarray((of.counts @ belongs).todense())
    total = (weight @ size)[of.table]
    told = np.asarray(of.counts.T @ weight)
    p = divide(told, total)
    square = weight**2
    wide = sparse.csr_matrix(size)[:, of.table]
    xx = np.asarray(of.counts.multiply(of.counts).T @ square)
    xn = np.asarray(of.counts.multiply(wide).T @ square)
    nn = (square @ size**2)[of.table]
    some = (size > 0).astype(float)
    people = divide((weight @ some) ** 2, square @ some)[of.table]
    spread = np.maximum(xx - 2 * p * xn + p**2 * nn, 0)
    variance = divide(people, np.maximum(people - 1, 1)) * divide(spread, total**2)
    least = divide(p * (1 - p) + 1 / np.maximum(people, 1) ** 2, total)
    return p, np.sqrt(np.maximum(variance, least)), people


def defining(found: Found, names: Titles) -> list[Trait]:
    """What sets each persona apart among the choices that made it, strongest first."""
    told = shares(found.choices, found.members[found.taught])
    columns = found.vocabulary.columns
    kinds = [found.vocabulary.tables[t].kind for t in found.vocabulary.table]
    out: list[Trait] = []
    for group in range(found.groups):
        order = np.argsort(-_strength(told, group), kind="stable")
        out.extend(
            _trait(
                told,
                (column, group),
                names.of(*columns[column]),
                kind=kinds[column],
                defining=True,
            )
            for column in [int(c) for c in order if columns[c][1] != OTHER][:_MOST]
            if told.value[column, group] >= _LEAST_SHARE
            and _lift(told, column, group)[0] > _LEAST_LIFT
            and _lift(told, column, group)[1] > 1
        )
    return out


def describing(found: Found, behaviour: Behaviour, whom: str, names: Titles) -> list[Trait]:
    """What differs between personas beside their choices: of one family of tests, the discoveries."""
    if not found.vocabulary.describing:
        return []
    rows = behaviour.describe(whom, found.vocabulary.describing)
    vocabulary = learn(rows)
    if not vocabulary.tables:
        return []
    people, of = choices(vocabulary, rows)
    place = np.searchsorted(found.people, people)
    known = (place < len(found.people)) & (
        found.people[np.minimum(place, len(found.people) - 1)] == people
    )
    told = shares(of.of(np.flatnonzero(known)), found.members[place[known]])
    gap = told.value - told.rest
    error = np.hypot(told.error, told.rest_error)
    p = t_p_value(gap, error, np.maximum(told.people - 1, 1)).reshape(gap.shape)
    chosen = benjamini_hochberg(p.ravel()).reshape(gap.shape)
    out: list[Trait] = []
    for group in range(found.groups):
        mine = [c for c in np.argsort(p[:, group], kind="stable") if chosen[c, group]]
        for column in [int(c) for c in mine if vocabulary.columns[c][1] != OTHER][:_MOST]:
            kind = vocabulary.tables[vocabulary.table[column]].kind
            name = names.of(*vocabulary.columns[column])
            out.append(_trait(told, (column, group), name, kind=kind, defining=False))
    return out


def _strength(told: Shares, group: int) -> Floats:
    """How much a column tells its group from the rest: share times log lift."""
    p, rest = told.value[:, group], np.maximum(told.rest[:, group], 1e-4)
    return p * np.log(np.maximum(p, 1e-4) / rest)


def _lift(told: Shares, column: int, group: int) -> tuple[float, float, float]:
    p, rest = float(told.value[column, group]), max(float(told.rest[column, group]), 1e-4)
    spread = min(
        float(np.hypot(told.error[column, group] / p, told.rest_error[column, group] / rest))
        if p > 0 else 9.0,
        9.0,
    )  # fmt: skip
    value = p / rest
    return value, value * float(np.exp(-1.96 * spread)), value * float(np.exp(1.96 * spread))


def _trait(told: Shares, cell: tuple[int, int], name: str, *, kind: str, defining: bool) -> Trait:
    column, group = cell
    p, error = float(told.value[column, group]), float(told.error[column, group])
    people = float(told.people[column, group])
    n_eff = min(p * (1 - p) / error**2 if error > 0 and 0 < p < 1 else people, 10 * people)
    low, high = jeffreys(p * n_eff, n_eff)
    value, lift_low, lift_high = _lift(told, column, group)
    n = round(people)
    return Trait(
        group=group,
        name=name,
        kind=kind,
        share=Estimate(
            value=p, low=min(float(low[0]), p), high=max(float(high[0]), p), n=n, unit="share"
        ),
        rest=float(told.rest[column, group]),
        lift=Estimate(value=value, low=lift_low, high=lift_high, n=n, unit="times"),
        defining=defining,
    )


class Titles:
    """Words for choices."""

    def __init__(self, behaviour: Behaviour) -> None:
        rows = behaviour.engine.rows("SELECT code, name FROM channels")
        self._channels = {str(code): str(name) for code, name in rows}
        rows = behaviour.engine.rows("SELECT code, name FROM touchpoints")
        self._places = {str(code): str(name) for code, name in rows}

    def place(self, code: str) -> str:
        """Name of a touchpoint."""
        return self._places.get(code, code)

    def channel(self, code: str) -> str:
        """Name of a channel."""
        return self._channels.get(code, code)

    def of(self, table: str, value: str) -> str:
        """`phone`, `From Home page to Search`, `plan: pro`, `at weekends`."""
        place = self._places.get(table.partition(":")[2], "")
        told = {
            "path": f"from {place} to {self._places.get(value, value)}",
            "channel": f"comes by {self._channels.get(value, value)}",
            "contact channel": f"asks by {self._channels.get(value, value)}",
            "pace": f"comes back {PACES[min(int(value), 9)] if value.isdigit() else 'otherwise'}",
            "weekday": "at weekends" if value == "weekend" else "on weekdays",
        }
        if table == "entry":
            place, channel = value.split("/")
            return f"enters at {self._places.get(place, place)}, {self._channels.get(channel, '')}"
        if table == "hour":
            return f"{int(value) * 4:02d}-{int(value) * 4 + 4:02d} h"
        known = told.get(table.partition(":")[0])
        return known or f"{words_of(table.removeprefix('field:'))}: {value.strip('()')}"


def words_of(name: str) -> str:
    """`traffic_source.source` is "traffic source": tools repeat a group's name in its fields."""
    words = re.split(r"[_.\s]+", name)
    return " ".join(word for before, word in pairwise(["", *words]) if word != before)
