"""Labels: the few different words that millions of events share.

In: the event log.  Out: each label with its number of events and the types of objects it names.
Naming, stages and purposes are decided per label, in Python, and joined back in the engine: that is
what keeps ten million events out of Python.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.journeys.plan import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from desireline.engines import Engine
    from desireline.journeys.plan import PlannedContext, PlannedLabel

KEY = "source, channel, activity, touchpoint, actor, outcome"
_SAMPLED_ROWS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A label as it occurs in the log."""

    label: Label
    events: int
    types: tuple[tuple[str, float], ...]
    """Type of object, and the share of the label's events that name one; `@` before the subject's."""
    paid: float = 0.0
    """Share of the events that carry money to the company."""

    def share_of(self, types: Sequence[str]) -> float:
        """Share of the events that name an object of one of the types, at most."""
        return max((share for kind, share in self.types if kind in types), default=0.0)


def read_labels(engine: Engine, log: str) -> list[Seen]:
    """Count the labels of a log (something to say FROM), sorted by their words."""
    counted = engine.rows(
        f"SELECT {KEY}, count(*), count(*) FILTER (value > 0) FROM {log} GROUP BY ALL"
    )
    types = _object_types(engine, log, sum(row[6] for row in counted))
    found: list[Seen] = []
    for row in counted:
        names = dict(zip(Label.model_fields, row[:6], strict=True))
        found.append(
            Seen(
                label=Label(**names),
                events=row[6],
                types=types.get(row[:6], ()),
                paid=row[7] / row[6],
            )
        )
    return sorted(found, key=lambda seen: seen.label.key)


def _object_types(
    engine: Engine, log: str, events: int
) -> dict[tuple[str, ...], tuple[tuple[str, float], ...]]:
    """Types of objects by label; from a fixed sample of a large log, as lists are slow to open."""
    every = max(1, events // _SAMPLED_ROWS)
    sampled = f"FROM {log} WHERE event_key % {every} = 0"
    rows = engine.rows(f"""
        WITH told AS (
            SELECT {KEY}, CASE WHEN contains(subject, ':') THEN split_part(subject, ':', 1) END AS kind,
                count(*) AS k
            {sampled} GROUP BY ALL),
        totals AS (SELECT {KEY}, sum(k)::BIGINT AS n FROM told GROUP BY ALL),
        named AS (
            SELECT {KEY}, unnest(list_distinct(list_transform(
                object_ids, lambda o: split_part(o, ':', 1)))) AS kind
            {sampled} AND len(object_ids) > 0),
        typed AS (
            SELECT {KEY}, kind, count(*) AS k FROM named GROUP BY ALL
            UNION ALL SELECT {KEY}, '@' || kind, k FROM told WHERE kind IS NOT NULL)
        SELECT typed.*, totals.n FROM typed JOIN totals ON {same_label("typed", "totals")}
        ORDER BY ALL
    """)
    found: dict[tuple[str, ...], list[tuple[str, float]]] = defaultdict(list)
    for *label, kind, count, total in rows:
        found[tuple(label)].append((kind, count / total))
    return {label: tuple(types) for label, types in found.items()}


def same_label(one: str, other: str) -> str:
    """SQL condition that two relations speak of the same label."""
    return " AND ".join(
        f"{one}.{name} = {other}.{name}"
        if name in ("source", "activity", "actor")
        else f"{one}.{name} IS NOT DISTINCT FROM {other}.{name}"
        for name in Label.model_fields
    )


def table(planned: Sequence[PlannedLabel]) -> pa.Table:
    """Write the labels as a table to join events with."""
    import pyarrow as pa

    columns: dict[str, pa.Array] = {
        name: pa.array([getattr(one.label, name) for one in planned], pa.string())
        for name in Label.model_fields
    }
    types = {
        "touchpoint_code": pa.uint16(),
        "stage_code": pa.uint8(),
        "channel_code": pa.uint8(),
        "actor_code": pa.uint8(),
        "stated": pa.bool_(),
        "state": pa.uint8(),
        "outcome_code": pa.uint16(),
        "hint": pa.int32(),
        "belongs": pa.int32(),
        "tells": pa.int32(),
        "starts": pa.int32(),
        "ends": pa.int32(),
        "loses": pa.int32(),
    }
    fields = (
        "touchpoint",
        "stage",
        "channel",
        "actor",
        "stated",
        "state",
        "outcome",
        "hint",
        "belongs",
        "tells",
        "starts",
        "ends",
        "loses",
    )
    for (column, kind), field in zip(types.items(), fields, strict=True):
        columns[column] = pa.array([getattr(one, field) for one in planned], kind)
    columns["packed"] = pa.array([pack(one) for one in planned], pa.uint64())
    columns["border"] = pa.array([one.border for one in planned], pa.bool_())
    columns["packed_later"] = pa.array(
        [one.later and pack(_as_later(one, one.later)) for one in planned], pa.uint64()
    )
    return pa.table(columns)


def _as_later(one: PlannedLabel, later: PlannedContext) -> PlannedLabel:
    return one.model_copy(update=later.model_dump())


def pack(one: PlannedLabel) -> int:
    """What every step needs of its label, in one number: a join costs by the column.

    From the lowest bit: touchpoint 16, stage 8, channel 8, actor 8, hint 12, stated 1.
    """
    return (
        one.touchpoint
        | one.stage << 16
        | one.channel << 24
        | one.actor << 32
        | min(one.hint, 4095) << 40
        | int(one.stated) << 52
    )


TOUCHPOINT = "(packed & 65535)::USMALLINT"
STAGE = "((packed >> 16) & 255)::UTINYINT"
CHANNEL = "((packed >> 24) & 255)::UTINYINT"
ACTOR = "((packed >> 32) & 255)::UTINYINT"
HINT = "((packed >> 40) & 4095)::USMALLINT"
STATED = "((packed >> 52) & 1 = 1)"
