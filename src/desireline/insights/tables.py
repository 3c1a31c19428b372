"""Tables of insights that are exported as they are; each loads its module when it is asked for.

In: an opened data version.  Out: Arrow tables by the contract's column names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from desireline.journeys import JourneyData, Purpose


def effort_table(data: JourneyData) -> pa.Table:
    """Every journey's effort. A contact stands in one journey only, of the narrowest purpose."""
    from desireline.insights.efforts.effort_rows import build

    return build(data)


def personas_table(data: JourneyData) -> pa.Table:
    """`personas`: everybody who chose anything, with the likeliest persona and the membership."""
    from desireline.insights.people.personas import persona_table

    return persona_table(data)


def _measures(data: JourneyData, insight: str) -> Iterator[tuple[Purpose, Any]]:
    """Every measure of one insight, purpose by purpose."""
    from desireline.insights.book import run

    for purpose in data.purposes:
        for one in run(data, purpose, [insight]).results[insight].measures:
            yield purpose, one


def deviation_table(data: JourneyData) -> pa.Table:
    """How far journeys keep to the designed one: a row for each rule and way of deviating."""
    import pyarrow as pa

    text, number = pa.string(), pa.float64()
    schema = pa.schema(
        [("purpose", text), ("rule", text), ("kind", text), ("n", pa.int64())]
        + [(name, number) for name in ("share", "low", "high", "late_median_days", "effect", "effect_low", "effect_high")]
    )  # fmt: skip
    rows = [
        {
            "purpose": purpose.name,
            "rule": one.rule,
            "kind": one.kind,
            "n": one.share.n,
            "share": one.share.value,
            "low": one.share.low,
            "high": one.share.high,
            "late_median_days": one.late_days[0] if one.late_days else None,
            "effect": one.effect.value if one.effect else None,
            "effect_low": one.effect.low if one.effect else None,
            "effect_high": one.effect.high if one.effect else None,
        }
        for purpose, one in _measures(data, "deviations")
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def driver_table(data: JourneyData) -> pa.Table:
    """What goes with each result and how much of it: an association, never a cause."""
    import pyarrow as pa

    numbers = [(name, pa.float64()) for name in ("importance", "low", "high")]
    words = [(name, pa.string()) for name in ("purpose", "factor", "outcome")]
    schema = pa.schema([*words, *numbers, ("n", pa.int64()), ("association_only", pa.bool_())])
    rows = [
        {
            "purpose": purpose.name,
            "factor": one.factor,
            "outcome": one.outcome,
            "importance": one.importance.value,
            "low": one.importance.low,
            "high": one.importance.high,
            "n": one.importance.n,
            "association_only": one.association_only,
        }
        for purpose, one in _measures(data, "drivers")
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def changes_table(data: JourneyData) -> pa.Table:
    """`changes`: every level that became another one on a day; once where several purposes share it."""
    import pyarrow as pa

    from desireline.insights.changes import ChangeMeasure
    from desireline.insights.model import Verdict

    text, number, day = pa.string(), pa.float64(), pa.date32()
    schema = pa.schema(
        [("metric", text), ("scope", text), ("date", day), ("date_low", day), ("date_high", day)]
        + [(name, number) for name in ("before", "after")]
        + [("unit", text), ("n", pa.int64()), ("purpose", text)]
    )
    found = [
        (one.p, purpose.name, one)
        for purpose, one in _measures(data, "changes")
        if isinstance(one, ChangeMeasure) and one.verdict == Verdict.SHOWN
    ]
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for _, purpose, one in sorted(found, key=lambda told: told[0]):
        row = {name: getattr(one, name) for name in schema.names if name != "purpose"}
        rows.setdefault((one.metric, one.scope, one.date), row | {"purpose": purpose})
    return pa.Table.from_pylist(list(rows.values()), schema=schema)


def insight_table(data: JourneyData) -> pa.Table:
    """Every claim, with the fields of `insights --json`, over all purposes."""
    from dataclasses import asdict, fields

    import pyarrow as pa

    from desireline.insights.book import run
    from desireline.insights.model import Insight

    numbers = {"value", "low", "high", "money"}
    counts = {"n", "rank", "rank_low", "rank_high"}
    schema = pa.schema(
        [
            (
                one.name,
                pa.float64()
                if one.name in numbers
                else pa.int64()
                if one.name in counts
                else pa.string(),
            )
            for one in fields(Insight)
        ]
    )
    rows = [
        asdict(claim) | {"verdict": claim.verdict.value, "quotes": " ".join(claim.quotes)}
        for purpose in data.purposes
        for claim in run(data, purpose).insights
    ]
    return pa.Table.from_pylist(rows, schema=schema)
