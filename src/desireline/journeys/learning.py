"""What the data teach before journeys are cut: outcomes, order, gaps, last steps.

In: the event log, who is whom, the labels.  Out: small summaries. They come from a sample of customers
(every k-th, all of them in a small log), so that learning costs the same for any log. Learnt
times are rounded up to a ladder of plain durations: a few new events then change nothing.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from math import floor, log2
from typing import TYPE_CHECKING

from desireline.journeys.labels import same_label
from desireline.journeys.plan import DAY_US

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pyarrow as pa

    from desireline.engines import Engine

_ROWS = 300_000
ORDER = "at_us, source_line, event_key"
LADDER_DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 365)
_ENOUGH_GAPS = 200
_VISIT_US = 1_800_000_000
PARTS = 16
"""The sample's customers fall into so many parts: halves of them are witnesses of what was learnt."""
_SCALE = 8
"""Buckets of gaps: so many to a doubling."""


def write_sample(engine: Engine, *, log: str, events: int, labels: pa.Table) -> None:
    """Make `sample`: events of every k-th customer. Needs the table `ids(subject, customer)`."""
    every = max(1, events // _ROWS)
    engine.register("learning_labels", labels)
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE sample AS
        SELECT i.customer, epoch_us(e."at") AS at_us, l.label, e.source_line, e.event_key,
            e.object_ids, CASE WHEN e.record IS NOT NULL THEN hash(e.source, e.record) END AS of_record,
            ((i.customer // {every}) % {PARTS})::UTINYINT AS part
        FROM {log} e JOIN ids i ON e.subject = i.subject
        JOIN learning_labels l ON {same_label("e", "l")}
        WHERE i.customer % {every} = 0
    """)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a label stands in its customers' streams."""

    events: int
    last: float
    """Share of its events after which nothing comes."""
    since_us: int | None
    """Time since the event before, 95th percentile; None when it always comes first."""
    followed: float
    """Share of its events that something else follows within half an hour."""


def endings(engine: Engine) -> dict[int, Ending]:
    """How each label of the sample stands at the end of streams."""
    rows = engine.rows(f"""
        WITH ordered AS (
            SELECT label, at_us - lag(at_us) OVER stream AS since,
                lead(at_us) OVER stream IS NULL AS last,
                lead(at_us) OVER stream - at_us <= {_VISIT_US}
                    AND lead(label) OVER stream <> label AS followed
            FROM sample WINDOW stream AS (PARTITION BY customer ORDER BY {ORDER}))
        SELECT label, count(*), count(*) FILTER (last), quantile_disc(since, 0.95),
            count(*) FILTER (followed)
        FROM ordered GROUP BY label
    """)
    return {
        label: Ending(events=n, last=last / n, since_us=since, followed=followed / n)
        for label, n, last, since, followed in rows
    }


def numbers(labels: Collection[int]) -> str:
    """Labels as a list for SQL: never an empty one."""
    return ", ".join(map(str, sorted(labels))) or "-1"


def streams(follow: Sequence[str], labels: Collection[int]) -> str:
    """SELECT of the sample's events, with the stream (customer or object) they belong to."""
    if not follow:
        return f"SELECT *, NULL AS object FROM sample WHERE label IN ({numbers(labels)})"
    kinds = ", ".join(f"'{kind}'" for kind in follow)
    return f"""SELECT * EXCLUDE (object_ids), unnest(list_filter(
        object_ids, lambda o: split_part(o, ':', 1) IN ({kinds}))) AS object
        FROM sample WHERE label IN ({numbers(labels)})"""


def ranks(
    engine: Engine, follow: Sequence[str], labels: Collection[int]
) -> dict[tuple[int, int], tuple[int, int]]:
    """By label and part: sum of its places in streams (0 first to 1000 last), and how many events."""
    rows = engine.rows(f"""
        WITH ordered AS (
            SELECT label, part,
                row_number() OVER (PARTITION BY customer, object ORDER BY {ORDER}) - 1 AS i,
                count(*) OVER (PARTITION BY customer, object) AS n
            FROM ({streams(follow, labels)}))
        SELECT label, part, sum((1000 * i) // (n - 1))::BIGINT, count(*) FROM ordered WHERE n > 1
        GROUP BY label, part
    """)
    return {(label, part): (total, count) for label, part, total, count in rows}


def tied(engine: Engine) -> set[int]:
    """Labels of events that share customer, time and line: nothing in the file orders them."""
    rows = engine.rows("""
        SELECT DISTINCT unnest(labels) FROM (
            SELECT list(DISTINCT label) AS labels FROM sample
            GROUP BY customer, at_us, source_line HAVING count(DISTINCT label) > 1)
    """)
    return {label for (label,) in rows}


def neighbours(
    engine: Engine,
    follow: Sequence[str],
    labels: Collection[int],
    places: Mapping[int, tuple[str, str | None]],
) -> dict[tuple[str, str, int], int]:
    """How often each touchpoint stands beside touchpoints of each stage, by part of the sample.

    Args:
        engine: has the sample.
        follow: types of the objects that streams follow.
        labels: which events count.
        places: touchpoint of each label, and its stage where that is known.
    """
    import pyarrow as pa

    words = {
        "label": pa.array(places, pa.int32()),
        "name": pa.array([name for name, _ in places.values()], pa.string()),
        "stage": pa.array([stage for _, stage in places.values()], pa.string()),
    }
    engine.register("learning_places", pa.table(words))
    rows = engine.rows(f"""
        WITH ordered AS (
            SELECT label, part, lead(label) OVER (PARTITION BY customer, object ORDER BY {ORDER}) AS next
            FROM ({streams(follow, labels)})),
        pairs AS (
            SELECT label, next, part, count(*) AS n FROM ordered WHERE next IS NOT NULL GROUP BY ALL),
        either AS (FROM pairs UNION ALL SELECT next, label, part, n FROM pairs)
        SELECT mine.name, other.stage, part, sum(n)::BIGINT FROM either
        JOIN learning_places mine ON mine.label = either.label
        JOIN learning_places other ON other.label = either.next
        WHERE other.stage IS NOT NULL GROUP BY ALL
    """)
    return {(name, stage, part): count for name, stage, part, count in rows}


def sides(engine: Engine, border: Collection[int]) -> dict[int, tuple[int, int]]:
    """By label: events before a customer's first event of the border, and after it. Makes `first_border`."""
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE first_border AS
        SELECT customer, min(at_us) AS since_us FROM sample WHERE label IN ({numbers(border)}) GROUP BY customer
    """)
    rows = engine.rows("""
        SELECT label, count(*) FILTER (at_us > since_us), count(*) FROM sample
        LEFT JOIN first_border USING (customer) GROUP BY label
    """)
    return {label: (n - after, after) for label, after, n in rows}


def around(
    engine: Engine, places: Mapping[int, str], names: Collection[str]
) -> dict[tuple[str, str, bool], dict[str, int]]:
    """By touchpoint, `before` or `next`, and side of the border: the neighbours of one visit a customer.

    Needs `first_border`. The first and the last of a customer have the neighbour "".
    """
    import pyarrow as pa

    words = {
        "label": pa.array(places, pa.int32()),
        "name": pa.array(places.values(), pa.string()),
        "tried": pa.array([name in names for name in places.values()], pa.bool_()),
    }
    engine.register("learning_places", pa.table(words))
    rows = engine.rows(f"""
        WITH ordered AS (
            SELECT customer, event_key, label, coalesce(at_us > since_us, false) AS later,
                lag(label) OVER stream AS before, lead(label) OVER stream AS next
            FROM sample LEFT JOIN first_border USING (customer)
            WINDOW stream AS (PARTITION BY customer ORDER BY {ORDER})),
        visits AS (
            SELECT mine.name, later, before, next FROM ordered JOIN learning_places mine USING (label)
            WHERE mine.tried
            QUALIFY row_number() OVER (PARTITION BY customer, mine.name, later ORDER BY hash(event_key), event_key) = 1),
        either AS (
            SELECT name, 'before' AS way, later, before AS other FROM visits
            UNION ALL SELECT name, 'next', later, next FROM visits)
        SELECT either.name, way, later, coalesce(other.name, ''), count(*) FROM either
        LEFT JOIN learning_places other ON other.label = either.other GROUP BY ALL
    """)
    found: dict[tuple[str, str, bool], dict[str, int]] = {}
    for name, way, later, other, count in rows:
        found.setdefault((name, way, later), {})[other] = count
    return found


def precedence(
    engine: Engine, follow: Sequence[str], labels: Collection[int], places: Mapping[int, int]
) -> list[tuple[int, int, int, int]]:
    """In how many streams one place is met before another, by part of the sample.

    The first time counts: a screen that everybody begins at and returns to is the beginning, however late the middle of its visits.

    Args:
        engine: has the sample.
        follow: types of the objects that streams follow.
        labels: which events count.
        places: number of the touchpoint of each label.
    """
    import pyarrow as pa

    words = {
        "label": pa.array(places, pa.int32()),
        "place": pa.array(places.values(), pa.int32()),
    }
    engine.register("learning_places", pa.table(words))
    return engine.rows(f"""
        WITH ordered AS (
            SELECT customer, object, part, label,
                row_number() OVER (PARTITION BY customer, object ORDER BY {ORDER}) AS nth
            FROM ({streams(follow, labels)})),
        met AS (
            SELECT customer, object, part, place, min(nth) AS nth
            FROM ordered JOIN learning_places USING (label) GROUP BY ALL)
        SELECT one.place, other.place, one.part, count(*) FROM met one JOIN met other
            ON one.customer = other.customer AND one.object IS NOT DISTINCT FROM other.object
                AND one.nth < other.nth
        GROUP BY ALL
    """)


def tell_apart(engine: Engine, later: Mapping[int, int]) -> None:
    """In `sample`, give events after the border the label that they have there. Needs `first_border`."""
    cases = " ".join(f"WHEN {one} THEN {other}" for one, other in later.items())
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE sample AS
        SELECT s.* REPLACE (CASE WHEN at_us > since_us THEN CASE label {cases} ELSE label END ELSE label END AS label)
        FROM sample s LEFT JOIN first_border USING (customer)
    """)


def gaps(engine: Engine, follow: Sequence[str], labels: Collection[int]) -> dict[int, int]:
    """Histogram of the silences inside streams: bucket -> how many."""
    rows = engine.rows(f"""
        WITH ordered AS (
            SELECT at_us - lag(at_us) OVER (PARTITION BY customer, object ORDER BY {ORDER}) AS gap
            FROM ({streams(follow, labels)}))
        SELECT floor({_SCALE} * log2(greatest(gap, 0) / 1e6 + 1))::INTEGER AS bucket, count(*)
        FROM ordered WHERE gap IS NOT NULL GROUP BY bucket
    """)
    return dict(rows)


def last_steps(
    engine: Engine, follow: Sequence[str], labels: Collection[int]
) -> dict[int, tuple[int, int]]:
    """For each label: its events, and how many of them were the last of their stream."""
    rows = engine.rows(f"""
        WITH ordered AS (
            SELECT label, lead(label) OVER (PARTITION BY customer, object ORDER BY {ORDER}) AS next
            FROM ({streams(follow, labels)}))
        SELECT label, count(*), count(*) FILTER (next IS NULL) FROM ordered GROUP BY label
    """)
    return {label: (n, last) for label, n, last in rows}


def valley_us(histogram: dict[int, int], *, default_days: int = 30) -> int:
    """The silence that separates journeys: the valley between two hills of gaps, else the default.

    Looked for between three and 120 days. Both hills must be twice as high as the valley, the near one
    beyond six hours (the gaps inside one visit are another hill, whose valley separates visits), and at
    least one gap in fifty must lie beyond it. From fewer than 200 gaps nothing is learnt.
    """
    total = sum(histogram.values())
    near, low, high = _bucket(0.25), _bucket(3), _bucket(120)
    smooth = _smoothed(histogram, _bucket(365 * 4))
    best: tuple[float, int] | None = None
    for bucket in range(low, high + 1):
        here = smooth[bucket]
        beyond = sum(count for place, count in histogram.items() if place > bucket)
        hills = min(max(smooth[near:bucket], default=0), max(smooth[bucket + 1 :], default=0))
        if (
            beyond * 50 >= total >= _ENOUGH_GAPS
            and hills >= 2 * here
            and (best is None or here < best[0])
        ):
            best = (here, bucket)
    if best is None:
        return default_days * DAY_US
    return round_up_us(2 ** ((best[1] + 0.5) / _SCALE) - 1)


def horizon_us(histogram: dict[int, int], *, default_days: int = 30) -> int:
    """A silence that 99 of 100 unfinished journeys break: after it, nothing more is expected."""
    total = sum(histogram.values())
    if total < 20:
        return default_days * DAY_US
    seen = 0
    for bucket in sorted(histogram):
        seen += histogram[bucket]
        if seen * 100 >= total * 99:
            return round_up_us(2 ** ((bucket + 1) / _SCALE) - 1)
    raise AssertionError


def round_up_us(seconds: float) -> int:
    """The next duration on the ladder, in microseconds."""
    place = bisect.bisect_left(LADDER_DAYS, seconds / 86_400)
    return LADDER_DAYS[min(place, len(LADDER_DAYS) - 1)] * DAY_US


def _bucket(days: float) -> int:
    return floor(_SCALE * log2(days * 86_400 + 1))


def _smoothed(histogram: dict[int, int], end: int) -> list[float]:
    """Average over a doubling either way, so that single buckets are no hills."""
    width = _SCALE // 2
    return [
        sum(histogram.get(place, 0) for place in range(i - width, i + width + 1)) / (2 * width + 1)
        for i in range(end)
    ]
