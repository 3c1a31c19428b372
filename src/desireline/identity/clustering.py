"""From links between two records to groups of one person each, without gluing strangers together.

In: edges between records (by index), what is known of each record, what people decided.  Out: groups.
Not the transitive closure: edges are taken from the surest down, and two groups are only joined when
nothing speaks hard against it. A person's word goes before everything: who was told apart stays
apart, who was accepted is joined. Groups in which nothing can conflict are joined at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from desireline.identity import names

if TYPE_CHECKING:
    import numpy as np

SURE = 0.9
"""Scored pairs from this probability on are joined; below, people are asked."""
POSSIBLE = 0.5
"""Scored pairs from this probability on are worth a person's look."""
AGAINST = -3.0
"""Groups whose records speak against each other by more than this mean weight (bits) stay apart."""


STRANGE = 0.2
"""Two groups stay apart when so many of the compared pairs cannot be one person."""


class Edge(NamedTuple):
    """Two records that one thing says are one person."""

    left: int
    right: int
    confidence: float
    kind: str
    """A kind of key, `model` (scored), or `person` (accepted)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the records, by index; a record without it is missing."""

    names: Mapping[int, Sequence[str]] = field(default_factory=dict)
    births: Mapping[int, frozenset[str]] = field(default_factory=dict)
    nationals: Mapping[int, frozenset[str]] = field(default_factory=dict)
    accounts: Mapping[int, frozenset[str]] = field(default_factory=dict)
    numbers: Sequence[Mapping[int, frozenset[str]]] = ()
    """Customer numbers, one mapping for each list: two of one list speak against one person, of two lists they say nothing."""
    emails: Mapping[int, frozenset[str]] = field(default_factory=dict)


def cluster(
    count: int,
    edges: Sequence[Edge],
    *,
    known: Known,
    weights: Mapping[tuple[int, int], float],
    strangers: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
) -> list[int]:
    """Group records.

    Args:
        count: number of records.
        edges: what may join them; only edges that are sure enough.
        known: what may keep them apart.
        weights: of every scored pair, smaller index first; negative speaks against.
        strangers: pairs that cannot be one person, whatever else agrees.
        apart: pairs that a person told apart.

    Returns:
        The number of each record's group; the numbers mean nothing else.
    """
    rough = connected(count, [(edge.left, edge.right) for edge in edges]).tolist()
    inside: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        inside[rough[edge.left]].append(edge)
    members: dict[int, list[int]] = defaultdict(list)
    for index, number in enumerate(rough):
        if number in inside:
            members[number].append(index)
    told_apart, stranger = _both_ways(apart), _both_ways(strangers)
    found = list(rough)
    free = max(rough, default=0) + 1
    for number, own in members.items():
        if not _contested(own, inside[number], known, told_apart):
            continue
        groups = _Groups(own, known, weights, told_apart, stranger)
        for edge in sorted(inside[number], key=_surest_first):
            groups.join(edge)
        for group in groups.all():
            for index in group:
                found[index] = free
            free += 1
    return found


def _both_ways(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return found


def connected(count: int, pairs: Sequence[tuple[int, int]]) -> np.ndarray[Any, Any]:
    """Return the number of the connected component of each of `count` records."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends), bool), (ends[:, 0], ends[:, 1])), shape=(count, count))
    return connected_components(graph, directed=False)[1]


def _surest_first(edge: Edge) -> tuple[bool, float, bool, int, int, str]:
    scored = edge.kind == "model"
    return (edge.kind != "person", -edge.confidence, scored, edge.left, edge.right, edge.kind)


def _contested(
    own: Sequence[int], edges: Sequence[Edge], known: Known, apart: Mapping[int, set[int]]
) -> bool:
    """True when something in the group could conflict, so that it must be built edge by edge."""
    if any(edge.kind == "model" for edge in edges):
        return True
    if any(index in apart for index in own):
        return True
    for kind in (known.births, known.accounts, *known.numbers):
        if len(frozenset[str]().union(*(kind[index] for index in own if index in kind))) > 1:
            return True
    said = {name for index in own for name in known.names.get(index, ())}
    return len(said) > 1 and len(names.groups(said)) > 1


class _Groups:
    """Groups that grow edge by edge."""

    def __init__(
        self,
        own: Sequence[int],
        known: Known,
        weights: Mapping[tuple[int, int], float],
        apart: Mapping[int, set[int]],
        strangers: Mapping[int, set[int]],
    ) -> None:
        self._known, self._weights = known, weights
        self._apart, self._strangers = apart, strangers
        self._of = {index: index for index in own}
        self._members = {index: [index] for index in own}

    def all(self) -> Iterable[list[int]]:
        return self._members.values()

    def join(self, edge: Edge) -> None:
        one, other = self._of[edge.left], self._of[edge.right]
        if one == other:
            return
        left, right = self._members[one], self._members[other]
        if self._conflict(left, right, edge.kind):
            return
        if len(left) < len(right):
            one, other, left, right = other, one, right, left
        left += self._members.pop(other)
        for index in right:
            self._of[index] = one

    def _conflict(self, left: Sequence[int], right: Sequence[int], kind: str) -> bool:
        if any(other in self._apart.get(one, ()) for one in left for other in right):
            return True
        if kind == "person":
            return False
        if _disjoint(self._known.accounts, left, right):
            return True
        if self._are_strangers(left, right):
            return True
        if kind == "model":
            return self._two_accounts(left, right) or self._against(left, right)
        return (
            _different_names(self._known, left, right)
            or _different_births(self._known, left, right)
            or (kind == "phone" and self._only_a_phone(left, right))
        )

    def _two_accounts(self, left: Sequence[int], right: Sequence[int]) -> bool:
        """True when two customers of different numbers and mailboxes are alike in what a household shares.

        A date of birth or a national number in common settles it; without one a person is asked.
        """
        known = self._known
        apart = _numbered_apart(known, left, right) and _disjoint(known.emails, left, right)
        one = _values(known.nationals, left) & _values(known.nationals, right)
        return apart and not one and not _born_alike(known, left, right)

    def _only_a_phone(self, left: Sequence[int], right: Sequence[int]) -> bool:
        """True when two customers of different numbers have nothing in common but a telephone."""
        if not _numbered_apart(self._known, left, right):
            return False
        named = _named(self._known, left) and _named(self._known, right)
        return not named or _disjoint(self._known.emails, left, right)

    def _are_strangers(self, left: Sequence[int], right: Sequence[int]) -> bool:
        """True when a good part of the pairs that were compared cannot be one person.

        Not a single one: a badly mistyped record looks like a stranger to some of its own.
        """
        pairs = [(one, other) for one in left for other in right]
        strange = sum(other in self._strangers.get(one, ()) for one, other in pairs)
        compared = sum((min(pair), max(pair)) in self._weights for pair in pairs)
        return strange > 0 and strange >= STRANGE * compared

    def _against(self, left: Sequence[int], right: Sequence[int]) -> bool:
        total = 0.0
        for one in left:
            for other in right:
                total += self._weights.get((min(one, other), max(one, other)), 0.0)
        return total < AGAINST * len(left) * len(right)


def _values(kind: Mapping[int, frozenset[str]], group: Sequence[int]) -> frozenset[str]:
    return frozenset[str]().union(*(kind[index] for index in group if index in kind))


def _disjoint(
    kind: Mapping[int, frozenset[str]], left: Sequence[int], right: Sequence[int]
) -> bool:
    """True when both groups have values and none in common."""
    one, other = _values(kind, left), _values(kind, right)
    return bool(one and other) and not one & other


def _numbered_apart(known: Known, left: Sequence[int], right: Sequence[int]) -> bool:
    """True when a list gives both groups numbers and none in common, and no other list has one in common."""
    both = [
        bool(one & other)
        for kind in known.numbers
        if (one := _values(kind, left)) and (other := _values(kind, right))
    ]
    return bool(both) and not any(both)


def _named(known: Known, group: Sequence[int]) -> bool:
    return any(known.names.get(index) for index in group)


def _different_names(known: Known, left: Sequence[int], right: Sequence[int]) -> bool:
    one = {name for index in left for name in known.names.get(index, ())}
    other = {name for index in right for name in known.names.get(index, ())}
    if not one or not other:
        return False
    return len(names.groups(one | other)) > max(len(names.groups(one)), len(names.groups(other)))


def _different_births(known: Known, left: Sequence[int], right: Sequence[int]) -> bool:
    both = any(i in known.births for i in left) and any(i in known.births for i in right)
    return both and not _born_alike(known, left, right)


def _born_alike(known: Known, left: Sequence[int], right: Sequence[int]) -> bool:
    one, other = _values(known.births, left), _values(known.births, right)
    return any(names.one_slip(a, b) or a == b for a in one for b in other)
