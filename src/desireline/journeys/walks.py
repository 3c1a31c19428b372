"""Walks: where customers go next, and on which side of the anchors they stand.

In: the sample of the log, its anchors.  Out: counts by touchpoint and part of the sample.
An event stands before the purchase that it is nearer to in time: who comes back to buy again looks around again.
Months that are over teach; the running one does not, as long as it is the smaller half: so the columns of a map stay
where they are from one day to the next.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.journeys import learning
from desireline.journeys.learning import numbers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from desireline.engines import Engine
    from desireline.journeys.anchors import Anchors
    from desireline.journeys.naming import Named
    from desireline.journeys.purposes import Draft

BEFORE, BETWEEN, AFTER, ENDED = range(4)
"""Phases: until the purchase, from it to the first use, after that, and the end."""
_MOSTLY = 0.5
_ENOUGH_EVENTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Walks:
    """Steps from touchpoint to touchpoint, and the phases in which each stands."""

    moves: Mapping[tuple[str, str, int], int]
    """By touchpoint, the next one, and part of the sample."""
    before: Mapping[tuple[str, str, int], int]
    """Passages of a phase in which the middle of a touchpoint's events comes before another's, by part."""
    stood: Mapping[tuple[str, int, int], int]
    """Events by touchpoint, phase and part."""
    early: Mapping[tuple[str, int], tuple[int, int]]
    """Events of buyers by touchpoint and part: before a purchase, and all."""
    bought: frozenset[str]
    begun: frozenset[str]
    ended: frozenset[str]

    def next(self, parts: Collection[int]) -> Counter[tuple[str, str]]:
        """Moves in parts of the sample, from one touchpoint to another: a repeat says nothing of either."""
        found: Counter[tuple[str, str]] = Counter()
        for (one, other, part), count in self.moves.items():
            if part in parts and one != other:
                found[one, other] += count
        return found

    def ahead(self, parts: Collection[int]) -> Counter[tuple[str, str]]:
        """How many passages have a touchpoint before another, in parts of the sample."""
        found: Counter[tuple[str, str]] = Counter()
        for (one, other, part), count in self.before.items():
            if part in parts:
                found[one, other] += count
        return found

    def before_buying(self, parts: Collection[int]) -> set[str]:
        """Touchpoints that buyers pass before they buy at least as often as after, and as what they do on the whole.

        Of buyers alone: whoever never bought here may have bought earlier.
        """
        sums: dict[str, list[int]] = {}
        for (name, part), counts in self.early.items():
            if part in parts:
                mine = sums.setdefault(name, [0, 0])
                mine[0] += counts[0]
                mine[1] += counts[1]
        all_first, all_n = (
            (sum(counts) for counts in zip(*sums.values(), strict=True)) if sums else (0, 0)
        )
        usual = max(_MOSTLY, all_first / max(all_n, 1))
        return {
            name for name, (first, n) in sums.items() if n >= _ENOUGH_EVENTS and first >= usual * n
        }

    def phases(self, parts: Collection[int]) -> dict[str, dict[int, float]]:
        """The phases in which each touchpoint stands, by share; anchors stand in the one that they open or close."""
        events: dict[str, Counter[int]] = {}
        for (name, phase, part), count in self.stood.items():
            if part in parts:
                events.setdefault(name, Counter())[phase] += count
        found = {
            name: {phase: count / each.total() for phase, count in each.items()}
            for name, each in events.items()
        }
        for names, phase in ((self.begun, BETWEEN), (self.bought, BETWEEN), (self.ended, ENDED)):
            found |= {name: {phase: 1.0} for name in names & found.keys()}
        return found


def read_walks(
    engine: Engine,
    draft: Draft,
    named: Sequence[Named],
    stated: Mapping[int, int | None],
    anchors: Anchors,
) -> Walks:
    """Ask the sample, once."""
    import pyarrow as pa

    labels = draft.labels - stated.keys()
    names = sorted({named[n].touchpoint for n in labels})
    places = {name: i for i, name in enumerate(names)}
    words = {
        "label": pa.array(sorted(labels), pa.int32()),
        "place": pa.array([places[named[n].touchpoint] for n in sorted(labels)], pa.int32()),
    }
    engine.register("learning_places", pa.table(words))
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE walked AS
        WITH streams AS (
            {learning.streams(draft.follow, labels)}),
        told AS (
            SELECT * FROM streams WHERE at_us < (
                SELECT CASE WHEN count(*) FILTER (at_us < month_us) >= {_MOSTLY} * count(*)
                    THEN any_value(month_us) ELSE max(at_us) + 1 END
                FROM streams, (SELECT epoch_us(date_trunc('month', make_timestamp(max(at_us)))) AS month_us
                    FROM streams))),
        placed AS (
            SELECT place, part, at_us, customer, object, lead(place) OVER stream AS next,
                row_number() OVER stream AS nth,
                max(CASE WHEN label IN ({numbers(anchors.bought)}) THEN at_us END) OVER (
                    stream ROWS UNBOUNDED PRECEDING) AS bought_us,
                min(CASE WHEN label IN ({numbers(anchors.bought)}) THEN at_us END) OVER (
                    stream ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS buys_us,
                max(CASE WHEN label IN ({numbers(anchors.begun)}) THEN at_us END) OVER (
                    stream ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS begun_us
            FROM told JOIN learning_places USING (label)
            WINDOW stream AS (PARTITION BY customer, object ORDER BY {learning.ORDER}))
        SELECT place, next, part, customer, object, nth,
            bought_us IS NOT NULL OR buys_us IS NOT NULL AS buys, CASE
                WHEN bought_us IS NULL OR buys_us - at_us < at_us - bought_us THEN {BEFORE}
                WHEN begun_us >= bought_us THEN {AFTER} ELSE {BETWEEN} END AS phase
        FROM placed
    """)
    moves = engine.rows(
        "SELECT place, next, part, count(*) FROM walked WHERE next IS NOT NULL GROUP BY ALL"
    )
    stood = engine.rows("SELECT place, phase, part, count(*) FROM walked GROUP BY ALL")
    early = engine.rows(f"""
        SELECT place, part, count(*) FILTER (phase = {BEFORE}), count(*) FROM walked WHERE buys GROUP BY ALL
    """)
    before = engine.rows("""
        WITH parted AS (
            SELECT *, phase <> lag(phase, 1, phase) OVER stream AS enters FROM walked
            WINDOW stream AS (PARTITION BY customer, object ORDER BY nth)),
        passages AS (
            SELECT *, count(*) FILTER (enters) OVER (PARTITION BY customer, object ORDER BY nth) AS passage FROM parted),
        middles AS (
            SELECT customer, object, passage, part, place, avg(nth) AS middle FROM passages GROUP BY ALL)
        SELECT one.place, other.place, one.part, count(*) FROM middles one JOIN middles other
            ON one.customer = other.customer AND one.object IS NOT DISTINCT FROM other.object
                AND one.passage = other.passage AND one.middle < other.middle
        GROUP BY ALL
    """)
    engine.execute("DROP TABLE walked")

    def called(which: Collection[int]) -> frozenset[str]:
        return frozenset(named[n].touchpoint for n in which if n in labels)

    return Walks(
        moves={(names[one], names[other], part): n for one, other, part, n in moves},
        before={(names[one], names[other], part): n for one, other, part, n in before},
        stood={(names[place], phase, part): n for place, phase, part, n in stood},
        early={(names[place], part): (first, n) for place, part, first, n in early},
        bought=called(anchors.bought),
        begun=called(anchors.begun),
        ended=called(anchors.ended),
    )
