"""A mixture over mixed data: groups of customers, by one term for each thing that they chose.

In: `Choices` (what each customer chose, as counts and as log gaps).  Out: a `Mixture` and memberships.
Every observation is a term of its own, so that a customer with few of them stays uncertain; averages of
a person would sort long from short journeys instead. Two things to question: every table is drawn
towards its pooled row as by three more observations, and each kind of choice is tempered by how much it
varies *within* the groups, so that one bursty kind does not rule.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_PRIOR = 3.0
_LEAST_SPREAD = 0.25
"""Smallest standard deviation of a log gap: a quarter, or one punctual group would own every gap."""
_STARTS, _SHORT, _BEST, _LONG = 12, 12, 3, 150
_DIMENSIONS = 12
_LEARNERS = 4_000
"""Customers on whom the starts are tried; the best are climbed on everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What n customers chose. Column f of `counts` belongs to the table `table[f]`."""

    counts: Any
    """Sparse matrix (n, features) of how often each customer chose what."""
    table: Ints
    """Which choice a column is an answer to: columns of one table are probabilities that sum to 1."""
    kind: Ints
    """By table: the kind of choice (path, channel, hour ...), for tempering."""
    gaps: Floats
    """(n, 3): number, sum and sum of squares of a customer's log gaps between visits."""
    open_person: Ints
    open_gap: Floats
    """Gaps that were still open at the end of the data: of whom, and log of how long so far."""

    @property
    def people(self) -> int:
        """How many customers."""
        return int(self.counts.shape[0])

    def of(self, rows: NDArray[Any]) -> Choices:
        """Those of some customers, in the order given."""
        place = np.full(self.people, -1)
        place[rows] = np.arange(len(rows))
        kept = place[self.open_person] >= 0
        return Choices(
            counts=self.counts[rows],
            table=self.table,
            kind=self.kind,
            gaps=self.gaps[rows],
            open_person=place[self.open_person[kept]],
            open_gap=self.open_gap[kept],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """Groups: how large, what they choose, at which pace."""

    size: Floats
    """(k,) shares."""
    chance: Floats
    """(features, k) log probability of each choice."""
    pace: Floats
    """(k, 2) mean and standard deviation of log gaps."""
    temper: Floats
    """By kind of choice, the last one the pace: how many times more it varies than chance would."""

    @property
    def groups(self) -> int:
        """How many."""
        return len(self.size)

    def ordered(self, order: Ints) -> Mixture:
        """The same groups in another order."""
        return Mixture(
            size=self.size[order],
            chance=self.chance[:, order],
            pace=self.pace[order],
            temper=self.temper,
        )

    def terms(self, choices: Choices) -> Floats:
        """Log of size times likelihood, (n, k)."""
        weight = 1 / self.temper[choices.kind[choices.table]]
        out = choices.counts @ (self.chance * weight[:, None]) + np.log(self.size)
        out += _gap_terms(choices, self.pace) / self.temper[-1]
        return np.asarray(out)

    def members(self, choices: Choices) -> Floats:
        """Membership of each customer in each group, (n, k); rows sum to 1."""
        return _shared(self.terms(choices))[0]

    def score(self, choices: Choices) -> Floats:
        """Log likelihood of each customer."""
        return _shared(self.terms(choices))[1]


def fit(
    choices: Choices, groups: int, *, seed: int, temper: Floats | None = None, starts: int = _STARTS
) -> Mixture:
    """Find groups.

    Args:
        choices: what customers chose.
        groups: how many.
        seed: of the starts.
        temper: of an earlier fit; learnt in three rounds when None.
        starts: how many are tried; the best three are climbed to the top.
    """
    fixed = temper
    if temper is None:
        temper = np.ones(int(choices.kind.max(initial=-1)) + 2)
    best = _best_start(choices, groups, seed=seed, temper=temper, starts=starts)
    for _ in range(3 if fixed is None else 0):
        temper = dispersion(choices, best)
        best = _climb(choices, best.members(choices), temper, rounds=_LONG // 3)
    return _climb(choices, best.members(choices), best.temper, rounds=_LONG)


def _best_start(
    choices: Choices, groups: int, *, seed: int, temper: Floats, starts: int
) -> Mixture:
    if groups == 1:
        return _climb(choices, np.ones((choices.people, 1)), temper, rounds=1)
    rng = np.random.Generator(np.random.PCG64(seed))
    some = choices
    if choices.people > _LEARNERS:
        some = choices.of(np.sort(rng.choice(choices.people, _LEARNERS, replace=False)))
    seen = views(some)
    tried = [
        _climb(some, _guess(seen, groups, rng), temper, rounds=_SHORT) for _ in range(starts)
    ]
    tried.sort(key=lambda one: -float(one.score(some).sum()))
    rounds = _LONG // 3
    climbed = [_climb(some, one.members(some), temper, rounds=rounds) for one in tried[:_BEST]]
    return max(climbed, key=lambda one: float(one.score(some).sum()))


def _climb(choices: Choices, members: Floats, temper: Floats, *, rounds: int) -> Mixture:
    """Expectation and maximisation, from memberships on."""
    pooled = _pooled(choices)
    found = _maximise(choices, members, pooled, temper, None)
    before = -np.inf
    for _ in range(rounds):
        members, each = _shared(found.terms(choices))
        score = float(each.sum())
        if score - before < 1e-6 * abs(score):
            break
        before = score
        found = _maximise(choices, members, pooled, temper, found)
    return found


def _shared(terms: Floats) -> tuple[Floats, Floats]:
    """Memberships and log likelihoods from log terms, in one go."""
    most = terms.max(axis=1, keepdims=True)
    members = np.exp(terms - most)
    total = members.sum(axis=1, keepdims=True)
    members /= total
    return members, (np.log(total) + most)[:, 0]


def _maximise(
    choices: Choices, members: Floats, pooled: Floats, temper: Floats, before: Mixture | None
) -> Mixture:
    size = (members.sum(axis=0) + 1) / (choices.people + members.shape[1])
    told = np.asarray(choices.counts.T @ members) + _PRIOR * pooled[:, None]
    total = _by_table(choices, told)
    return Mixture(
        size=size,
        chance=np.log(told / total[choices.table]),
        pace=_pace(choices, members, before),
        temper=temper,
    )


def _by_table(choices: Choices, values: Floats) -> Floats:
    total = np.zeros((len(choices.kind), *values.shape[1:]))
    np.add.at(total, choices.table, values)
    return total


def _pooled(choices: Choices) -> Floats:
    """Shares of a table's columns over everybody; never 0."""
    told = np.asarray(choices.counts.sum(axis=0)).ravel() + 0.5
    return told / _by_table(choices, told)[choices.table]


def _pace(choices: Choices, members: Floats, before: Mixture | None) -> Floats:
    """Mean and spread of log gaps; an open gap counts as what it is expected to become."""
    n, total, squares = (members * choices.gaps[:, [i]] for i in range(3))
    n, total, squares = n.sum(axis=0), total.sum(axis=0), squares.sum(axis=0)
    if before is not None and len(choices.open_gap):
        mean, spread = before.pace.T
        z = (choices.open_gap[:, None] - mean) / spread
        hazard = np.exp(-0.5 * z**2 - 0.5 * np.log(2 * np.pi) - special.log_ndtr(-z))
        longer = mean + spread * hazard
        square = spread**2 * (1 + z * hazard - hazard**2) + longer**2
        weight = members[choices.open_person]
        n = n + weight.sum(axis=0)
        total, squares = total + (weight * longer).sum(axis=0), squares + (weight * square).sum(0)
    everyone = max(float(n.sum()), 1e-9)
    middle = float(total.sum()) / everyone
    usual = max(float(squares.sum()) / everyone - middle**2, _LEAST_SPREAD**2)
    mean = (total + _PRIOR * middle) / (n + _PRIOR)
    inner = squares - 2 * mean * total + n * mean**2
    spread = np.sqrt(np.maximum((inner + _PRIOR * usual) / (n + _PRIOR), _LEAST_SPREAD**2))
    return np.column_stack([mean, spread])


def _gap_terms(choices: Choices, pace: Floats) -> Floats:
    mean, spread = pace.T
    n, total, squares = (choices.gaps[:, [i]] for i in range(3))
    out = -0.5 * (squares - 2 * mean * total + n * mean**2) / spread**2
    out -= n * (np.log(spread) + 0.5 * np.log(2 * np.pi))
    if len(choices.open_gap):
        still = special.log_ndtr((mean - choices.open_gap[:, None]) / spread)
        np.add.at(out, choices.open_person, still)
    return out


def dispersion(choices: Choices, found: Mixture) -> Floats:
    """How many times more each kind of choice varies within groups than chance would; >= 1."""
    members = found.members(choices)
    kinds = len(found.temper) - 1
    over, free = np.zeros(kinds), np.zeros(kinds)
    counts = choices.counts.tocoo()
    n = _table_sizes(choices)
    wide = np.bincount(choices.table, minlength=len(choices.kind)) - 1
    row, column, x = counts.row, counts.col, counts.data
    table = choices.table[column]
    size = n[row, table]
    inside = (members[row] * np.exp(-found.chance[column])).sum(axis=1)
    np.add.at(over, choices.kind[table], x**2 / size * inside)
    for number, kind in enumerate(choices.kind):
        over[kind] -= n[:, number].sum()
        free[kind] += (n[:, number] > 0).sum() * wide[number]
    ratio = np.ones(kinds)
    np.divide(over, free, out=ratio, where=free > 0)
    return np.maximum(np.append(ratio, _pace_dispersion(choices, found, members)), 1.0)


def _pace_dispersion(choices: Choices, found: Mixture, members: Floats) -> float:
    """Variance of a customer's mean gap against what the spread of gaps allows."""
    n, total = choices.gaps[:, [0]], choices.gaps[:, [1]]
    mean, spread = found.pace.T
    off = members * (total - n * mean) ** 2 / (np.maximum(n, 1) * spread**2)
    some = float((n[:, 0] > 0).sum())
    return float(off[n[:, 0] > 0].sum()) / some if some else 1.0


def _table_sizes(choices: Choices) -> Floats:
    from scipy import sparse

    features = len(choices.table)
    belongs = sparse.csr_matrix(
        (np.ones(features), (np.arange(features), choices.table)),
        shape=(features, len(choices.kind)),
    )
    return np.asarray((choices.counts @ belongs).todense())


def views(choices: Choices) -> tuple[Floats, Ints]:
    """What each customer chose as shares, smoothed and scaled: where starts are guessed."""
    pooled = _pooled(choices)
    size = _table_sizes(choices)[:, choices.table]
    share = (np.asarray(choices.counts.todense()) + _PRIOR * pooled) / (size + _PRIOR)
    share = (share - pooled) / np.sqrt(pooled)
    mean = choices.gaps[:, 1].sum() / max(choices.gaps[:, 0].sum(), 1)
    pace = (choices.gaps[:, 1] - choices.gaps[:, 0] * mean) / (choices.gaps[:, 0] + _PRIOR)
    kind = np.append(choices.kind[choices.table], choices.kind.max(initial=-1) + 1)
    return np.column_stack([share, pace]), kind


def _guess(seen: tuple[Floats, Ints], groups: int, rng: np.random.Generator) -> Floats:
    """Memberships by k-means, each kind of choice stretched at random."""
    from scipy.cluster.vq import kmeans2

    features, kind = seen
    stretch = np.exp(rng.normal(0, 1, int(kind.max()) + 1))
    scale = np.array([max(float(features[:, kind == one].std()), 1e-9) for one in np.unique(kind)])
    width = np.bincount(kind)[np.unique(kind)] ** 0.5
    factor = dict(zip(np.unique(kind).tolist(), (1 / scale / width).tolist(), strict=True))
    scaled = features * (stretch[kind] * np.array([factor[one] for one in kind.tolist()]))
    dimensions = min(_DIMENSIONS, scaled.shape[1])
    noise = rng.standard_normal((scaled.shape[1], dimensions)) / dimensions**0.5
    flat = scaled if scaled.shape[1] <= dimensions else _main_axes(scaled, noise)
    centres = flat[rng.choice(len(flat), groups, replace=False)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # an empty group fills itself in the climb
        label = kmeans2(flat, centres, iter=10, minit="matrix")[1]
    soft = np.full((len(label), groups), 0.1 / groups)
    soft[np.arange(len(label)), label] += 0.9
    return soft


def _main_axes(values: Floats, noise: Floats) -> Floats:
    """Projection to the axes of largest spread (one round of a randomised range finder)."""
    middle = values - values.mean(axis=0)
    axes, _ = np.linalg.qr(middle.T @ (middle @ noise))
    return middle @ axes
