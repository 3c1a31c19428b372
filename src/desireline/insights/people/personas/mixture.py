"""A mixture over many tables: groups of customers, by one term for each thing that they chose.

In: `Choices` (what each customer chose, as counts).  Out: a `Mixture` and memberships.
Every observation is a term of its own, so that a customer with few of them stays uncertain; averages of
a person would sort long from short journeys instead. Two things to question: every table is drawn
towards its pooled row as by three more observations, and what one customer chooses again and again counts
less each time, by how alike one customer's choices are *within* the groups: who has the app has it in
every visit, and that is one choice. The start is that all of a customer's choices of a kind are one.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from desireline.jobs import breathe

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_PRIOR = 3.0
_STARTS, _SHORT, _BEST, _LONG = 12, 12, 3, 150
_ROUNDS = 2
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
    """By table: the kind of choice (path, channel, hour ...)."""

    @property
    def people(self) -> int:
        """How many customers."""
        return int(self.counts.shape[0])

    def weighted(self, alike: Floats) -> Choices:
        """The same, with what one customer chooses again and again counting less each time."""
        belongs = np.zeros((len(self.kind), len(alike)))
        belongs[np.arange(len(self.kind)), self.kind] = 1
        size = table_sizes(self) @ belongs
        weight = 1 / (1 + np.maximum(size - 1, 0) * alike)
        counts = self.counts.tocoo()
        told = counts.data * weight[counts.row, self.kind[self.table[counts.col]]]
        return replace(
            self,
            counts=type(counts)((told, (counts.row, counts.col)), shape=counts.shape).tocsr(),
        )

    def of(self, rows: NDArray[Any]) -> Choices:
        """Those of some customers, in the order given."""
        return Choices(
            counts=self.counts[rows],
            table=self.table,
            kind=self.kind,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """Groups: how large, what they choose, at which pace."""

    size: Floats
    """(k,) shares."""
    chance: Floats
    """(features, k) log probability of each choice."""

    @property
    def groups(self) -> int:
        """How many."""
        return len(self.size)

    def ordered(self, order: Ints) -> Mixture:
        """The same groups in another order."""
        return Mixture(
            size=self.size[order],
            chance=self.chance[:, order],
        )

    def terms(self, choices: Choices) -> Floats:
        """Log of size times likelihood, (n, k)."""
        return np.asarray(choices.counts @ self.chance + np.log(self.size))

    def members(self, choices: Choices) -> Floats:
        """Membership of each customer in each group, (n, k); rows sum to 1."""
        return _shared(self.terms(choices))[0]

    def score(self, choices: Choices) -> Floats:
        """Log likelihood of each customer."""
        return _shared(self.terms(choices))[1]


def fit(choices: Choices, groups: int, *, seed: int, starts: int = _STARTS) -> Mixture:
    """Find groups.

    Args:
        choices: what customers chose, weighted by how alike one customer's choices are.
        groups: how many.
        seed: of the starts.
        starts: how many are tried; the best three are climbed to the top.

    Raises:
        CancelledError: nobody wants them any more.
    """
    breathe()
    best = _best_start(choices, groups, seed=seed, starts=starts)
    return _climb(choices, best.members(choices), rounds=_LONG)


def learn_alike(choices: Choices, groups: int, *, seed: int, starts: int = _STARTS) -> Floats:
    """How alike one customer's choices are within groups, by kind.

    From groups in which all of a customer's choices of a kind count as one, down: the other way round, a
    habit that many share makes a group of its own and then seems to be nobody's habit.
    """
    alike = np.ones(int(choices.kind.max(initial=-1)) + 1)
    for number in range(_ROUNDS):
        weighted = choices.weighted(alike)
        found = fit(weighted, groups, seed=seed + number, starts=starts)
        alike = _alike(choices, found, found.members(weighted))
    return alike


def _best_start(choices: Choices, groups: int, *, seed: int, starts: int) -> Mixture:
    if groups == 1:
        return _climb(choices, np.ones((choices.people, 1)), rounds=1)
    rng = np.random.Generator(np.random.PCG64(seed))
    some = choices
    if choices.people > _LEARNERS:
        some = choices.of(np.sort(rng.choice(choices.people, _LEARNERS, replace=False)))
    seen = views(some)
    tried = [_climb(some, _guess(seen, groups, rng), rounds=_SHORT) for _ in range(starts)]
    tried.sort(key=lambda one: -float(one.score(some).sum()))
    rounds = _LONG // 3
    climbed = [_climb(some, one.members(some), rounds=rounds) for one in tried[:_BEST]]
    return max(climbed, key=lambda one: float(one.score(some).sum()))


def _climb(choices: Choices, members: Floats, *, rounds: int) -> Mixture:
    """Expectation and maximisation, from memberships on."""
    pooled = _pooled(choices)
    found = _maximise(choices, members, pooled)
    before = -np.inf
    for _ in range(rounds):
        members, each = _shared(found.terms(choices))
        score = float(each.sum())
        if score - before < 1e-6 * abs(score):
            break
        before = score
        found = _maximise(choices, members, pooled)
    return found


def _shared(terms: Floats) -> tuple[Floats, Floats]:
    """Memberships and log likelihoods from log terms, in one go."""
    most = terms.max(axis=1, keepdims=True)
    members = np.exp(terms - most)
    total = members.sum(axis=1, keepdims=True)
    members /= total
    return members, (np.log(total) + most)[:, 0]


def _maximise(choices: Choices, members: Floats, pooled: Floats) -> Mixture:
    size = (members.sum(axis=0) + 1) / (choices.people + members.shape[1])
    told = np.asarray(choices.counts.T @ members) + _PRIOR * pooled[:, None]
    total = _by_table(choices, told)
    return Mixture(
        size=size,
        chance=np.log(told / total[choices.table]),
    )


def _by_table(choices: Choices, values: Floats) -> Floats:
    total = np.zeros((len(choices.kind), *values.shape[1:]))
    np.add.at(total, choices.table, values)
    return total


def _pooled(choices: Choices) -> Floats:
    """Shares of a table's columns over everybody; never 0."""
    told = np.asarray(choices.counts.sum(axis=0)).ravel() + 0.5
    return told / _by_table(choices, told)[choices.table]


def _alike(choices: Choices, found: Mixture, members: Floats) -> Floats:
    """Correlation of one customer's choices of a kind within groups, 0 to 1.

    Measured in the direction in which customers keep to their own most, whether or not it tells groups
    apart: whoever has the app uses it in every visit, in every group. Moves have too many directions for
    that, and are measured by the log odds of a customer's own group against the others.
    """
    out = np.zeros(int(choices.kind.max(initial=-1)) + 1)
    for kind in range(len(out)):
        single = (choices.kind == kind).sum() == 1
        out[kind] = (_most_alike if single else _alike_odds)(choices, found, members, kind)
    return np.clip(out, 0.0, 1.0)


def _most_alike(choices: Choices, found: Mixture, members: Floats, kind: int) -> float:
    """Of a kind with one table: correlation in the direction where it is largest."""
    from scipy.linalg import eigh

    columns = np.flatnonzero(choices.kind[choices.table] == kind)
    told = np.asarray(choices.counts[:, columns].todense())
    n = told.sum(axis=1)
    over, free = np.zeros((2, len(columns), len(columns)))
    for group in range(found.groups):
        p = np.exp(found.chance[columns, group])
        once = np.diag(p) - np.outer(p, p)
        mine = members[:, group] * (n > 1)
        off = told - n[:, None] * p
        over += (off * mine[:, None]).T @ off - float(mine @ n) * once
        free += float(mine @ (n * (n - 1))) * once
    if np.trace(free) <= 0:
        return 0.0
    free += np.eye(len(columns)) * 1e-3 * np.trace(free)
    return float(eigh(over, free, eigvals_only=True)[-1])


def _alike_odds(choices: Choices, found: Mixture, members: Floats, kind: int) -> float:
    """Of a kind with many tables: correlation in the directions that tell groups apart."""
    size = table_sizes(choices)
    tables = np.flatnonzero(choices.kind == kind)
    columns = np.flatnonzero(choices.kind[choices.table] == kind)
    told = np.asarray(choices.counts[:, columns] @ found.chance[columns])
    more = np.maximum(size[:, tables].sum(axis=1, keepdims=True) - 1, 0)
    over = free = 0.0
    for group in range(found.groups):
        odds = found.chance[columns][:, [group]] - found.chance[columns]
        weight = np.exp(found.chance[columns])[:, [group]]
        sums = np.zeros((2, len(choices.kind), found.groups))
        np.add.at(sums[0], choices.table[columns], weight * odds)
        np.add.at(sums[1], choices.table[columns], weight * odds**2)
        chance = size[:, tables] @ (sums[1, tables] - sums[0, tables] ** 2)
        off = (told[:, [group]] - told - size[:, tables] @ sums[0, tables]) ** 2
        mine = members[:, [group]]
        over += float((mine * (off - chance) * (more > 0)).sum())
        free += float((mine * chance * more).sum())
    return over / free if free > 0 else 0.0


def table_sizes(choices: Choices) -> Floats:
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
    size = table_sizes(choices)[:, choices.table]
    share = (np.asarray(choices.counts.todense()) + _PRIOR * pooled) / (size + _PRIOR)
    return (share - pooled) / np.sqrt(pooled), choices.kind[choices.table]


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
