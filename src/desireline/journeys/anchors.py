"""Anchors: the events at which a customer's journey visibly enters its next part.

In: named labels, the recipe, the sample of the log.  Out: labels of the purchase, of the first use after it, and of the
end. They are borders in time, told by what happened and not by where a name usually stands.
The first use is the finished set-up where most buyers have one, else the arrival of what they bought: whatever fewer
than half of the buyers pass is no border of the journey.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.journeys.learning import numbers
from desireline.journeys.naming import matches

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from desireline.engines import Engine
    from desireline.journeys.labels import Seen
    from desireline.journeys.learning import Ending
    from desireline.journeys.naming import Named
    from desireline.journeys.purposes import Draft
    from desireline.recipe import Recipe

_FEWEST, _FEWEST_BUYERS = 200, 50
"""Customers, and buyers among them, from whom order is learnt at all."""
_MOST_BUYERS = 0.5
_ALWAYS_LAST = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """Labels by what they mark."""

    bought: frozenset[int]
    begun: frozenset[int]
    ended: frozenset[int]


def purchases(
    seen: Sequence[Seen],
    named: Sequence[Named],
    stated: Collection[int],
    recipe: Recipe,
) -> frozenset[int]:
    """Labels at which somebody becomes a customer: as declared, else what the vocabulary calls buying."""
    patterns = [p for rule in recipe.successes for p in rule.after or rule.happens]
    open_ = [number for number in range(len(named)) if number not in stated]
    declared = [
        n
        for n in open_
        if matches(named[n].touchpoint, patterns) or matches(seen[n].label.activity, patterns)
    ]
    return frozenset(declared or [n for n in open_ if named[n].success == "buy"])


def find_anchors(
    engine: Engine,
    draft: Draft,
    named: Sequence[Named],
    bought: frozenset[int],
    endings: Mapping[int, Ending],
) -> Anchors | None:
    """Anchors of a purpose; None where too few customers buy. Needs `sample`."""
    kinds = {
        kind: frozenset(n for n in draft.labels if named[n].success == kind)
        for kind in ("start", "receive")
    }
    everybody, buyers, *passed = _customers(engine, bought, list(kinds.values()))
    if everybody < _FEWEST or buyers < _FEWEST_BUYERS:
        return None
    begun = next(
        (
            labels
            for labels, customers in zip(kinds.values(), passed, strict=True)
            if customers >= _MOST_BUYERS * buyers
        ),
        frozenset[int](),
    )
    lasts = {n for n, ending in endings.items() if ending.last >= _ALWAYS_LAST}
    left = {n for n in draft.labels & lasts if named[n].stage == "leave"}
    return Anchors(bought=bought, begun=begun, ended=frozenset(draft.loses | left))


def _customers(
    engine: Engine, bought: frozenset[int], kinds: Sequence[frozenset[int]]
) -> list[int]:
    """How many customers there are, who bought, and who bought and passed each of the others."""
    passed = ", ".join(f"count(*) FILTER (bought AND passed_{i})" for i in range(len(kinds)))
    each = ", ".join(
        f"bool_or(label IN ({numbers(kind)})) AS passed_{i}" for i, kind in enumerate(kinds)
    )
    return list(
        engine.rows(f"""
            SELECT count(*), count(*) FILTER (bought), {passed} FROM (
                SELECT bool_or(label IN ({numbers(bought)})) AS bought, {each}
                FROM sample GROUP BY customer)
        """)[0]
    )
