"""Records that are still under way: an invoice not yet paid, a booking before the arrival, a parcel not yet there.

In: the sample of the log.  Out: the sources in whose records customers wait longer than the silence that separates journeys, and how
long such a record may hold a journey together. A silence between two steps of one record is a wait within a journey and not the end
of it; read as an end, what was waited for begins a journey of its own that no customer came for. The end of a relationship is not
waited for, and a record in which the same happens again and again (a visitor's id, a device, a contract with its bills) is nothing that
is under way. The debatable choice is to hold no longer than nineteen in twenty records last: an invoice paid after three years is
another story.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.journeys.learning import round_up_us

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from desireline.engines import Engine
    from desireline.journeys.labels import Seen

_FEWEST = 20
"""Records of several steps, for something to be learnt."""
_OFTEN = 0.1
"""Share of a source's records that pause longer than the gap, from which on the gap would cut them."""
_ONCE = 0.9
"""Share of the records that pause so in which nothing happens twice, as in an invoice that is issued and paid."""
_WHOLE = 0.95


def held_open(
    engine: Engine, seen: Sequence[Seen], labels: Collection[int], *, gap_us: int
) -> tuple[tuple[str, int], ...]:
    """By source, how long its records hold a journey together. Needs the table `sample`."""
    import pyarrow as pa

    counted = [n for n in sorted(labels) if seen[n].label.outcome != "lost"]
    table = {
        "label": pa.array(counted, pa.int32()),
        "source": pa.array([seen[n].label.source for n in counted], pa.string()),
    }
    engine.register("learning_sources", pa.table(table))
    rows = engine.rows(f"""
        WITH paused AS (
            SELECT source, customer, of_record, label, at_us,
                at_us - lag(at_us) OVER (PARTITION BY customer, of_record ORDER BY at_us) AS pause_us
            FROM sample JOIN learning_sources USING (label) WHERE of_record IS NOT NULL),
        records AS (
            SELECT source, max(pause_us) > {gap_us} AS pauses, max(at_us) - min(at_us) AS length_us,
                count(DISTINCT label) = count(*) AS once
            FROM paused GROUP BY source, customer, of_record HAVING count(*) > 1)
        SELECT source, quantile_disc(length_us, {_WHOLE}) FROM records GROUP BY source
        HAVING count(*) >= {_FEWEST} AND count(*) FILTER (pauses) >= {_OFTEN} * count(*)
            AND count(*) FILTER (pauses AND once) >= {_ONCE} * count(*) FILTER (pauses)
        ORDER BY source
    """)
    return tuple((source, round_up_us(length_us / 1e6)) for source, length_us in rows)
