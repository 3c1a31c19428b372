"""The data quality report of a workspace: what to know about the data before believing them.

In: an opened workspace.  Out: a `QualityReport`: the bridge of every imported file, the quarantine by
reason with a masked example, oddities of clocks, missing fields, coverage by channel and month, suspected
robots and test accounts, fixed timers, damaged ids. It only counts; it mends and hides nothing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from desireline.engines import Engine, open_engine
from desireline.events import Snapshot, fixed_timers, suspects
from desireline.pipeline.context import Context
from desireline.pipeline.repairing import counted

_FIELDS = ("channel", "text", "rating", "value", "record", "zone")
_CLOCK = {
    "future-time": "in the future",
    "bad-time": "before 1980 or unreadable (1970 is a missing value written as a number)",
    "no-time": "without a time",
}


@dataclass(slots=True, kw_only=True)
class QualityReport:
    """What is known about the data's quality."""

    files: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Per imported file: the import it came with, rows, accepted, duplicates, revised, quarantined, left_out, bridge,
    the columns that nothing reads and the times that no step is made of."""
    totals: dict[str, int] = field(default_factory=dict[str, int])
    sources: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Per source: events, subjects, period, late, negative durations, ratings off their scale, and
    the share of events in which each field is missing."""
    quarantined: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    clocks: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Oddities of clocks: what, how many, an example."""
    coverage: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Events and subjects by channel and month."""
    suspects: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    fixed_timers: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    damaged_ids: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def as_dict(self) -> dict[str, Any]:
        """The object that `quality --json` prints."""
        return asdict(self)


def quality(context: Context) -> QualityReport:
    """Count everything, from one snapshot."""
    report = QualityReport()
    _files(context, report)
    report.quarantined = counted(context)
    context.segments.read(lambda snapshot: _log(context, snapshot, report))
    _clocks(report)
    return report


def _files(context: Context, report: QualityReport) -> None:
    names = ("rows", "events", "accepted", "duplicates", "revised", "quarantined", "left_out")
    for record in context.store.ledger.list():
        told: dict[str, Any] = record.report or {}
        one = {name: told.get(name, 0) for name in names}
        imported = datetime.fromtimestamp(record.at_us / 1e6, tz=UTC).isoformat()
        report.files.append(
            {
                "import_id": record.import_id,
                "to_read_again": record.to_read_again,
                "path": record.path,
                "source": told.get("source"),
                "imported_at": imported,
                **one,
                "bridge": told.get("bridge", {}),
                "unread": told.get("unread", []),
                "no_step": told.get("no_step", []),
                "warnings": told.get("warnings", []),
            }
        )
        report.damaged_ids += [
            {"path": record.path, "words": words}
            for words in told.get("warnings", [])
            if "cut its ids" in words or "is not unique" in words
        ]
        report.clocks += [
            {"what": words, "rows": None, "path": record.path, "example": None}
            for words in told.get("warnings", [])
            if "clocks went" in words or " before " in words
        ]
    report.totals = {name: sum(file[name] for file in report.files) for name in names}


def _log(context: Context, snapshot: Snapshot, report: QualityReport) -> None:
    found = {one.source: one for one in context.log.quality().sources}
    if not found:
        return
    engine = open_engine()
    try:
        missing, late = _missing(engine, snapshot), _late(engine, snapshot)
        report.sources = [
            asdict(one) | {"late": late.get(name, 0), "missing": missing[name]}
            for name, one in found.items()
        ]
        report.coverage = [
            {"channel": channel, "month": month, "events": events, "subjects": subjects}
            for channel, month, events, subjects in engine.rows(
                "SELECT coalesce(channel, 'unknown'), strftime(\"at\", '%Y-%m'), count(*), "
                f"count(DISTINCT subject) FROM {snapshot.source('events')} GROUP BY ALL ORDER BY 1, 2"
            )
        ]
        report.suspects = [asdict(one) for one in suspects(engine, snapshot)]
        report.fixed_timers = [asdict(one) for one in fixed_timers(engine, snapshot)]
    finally:
        engine.close()


def _missing(engine: Engine, snapshot: Snapshot) -> dict[str, dict[str, float]]:
    shares = ", ".join(f"round(1 - count({name}) / count(*), 4)" for name in _FIELDS)
    rows = engine.rows(f"SELECT source, {shares} FROM {snapshot.source('events')} GROUP BY source")
    return {row[0]: dict(zip(_FIELDS, row[1:], strict=True)) for row in rows}


def _late(engine: Engine, snapshot: Snapshot) -> dict[str, int]:
    """Count events that came in after later ones had come in with an earlier import."""
    return dict(
        engine.rows(
            f"""WITH batches AS (SELECT source, received_at, max("at") AS newest
                FROM {snapshot.source("events")} GROUP BY ALL),
            before AS (SELECT source, received_at, max(newest) OVER (PARTITION BY source
                ORDER BY received_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS newest
                FROM batches)
            SELECT source, count(*) FROM {snapshot.source("events")} JOIN before
                USING (source, received_at) WHERE "at" < newest GROUP BY source"""
        )
    )


def _clocks(report: QualityReport) -> None:
    for one in report.quarantined:
        if one["code"] in _CLOCK:
            report.clocks.append(
                {
                    "what": f"set aside: {_CLOCK[one['code']]}",
                    "rows": one["rows"],
                    "path": one["file"],
                    "example": one["example"],
                }
            )
    for one in report.sources:
        if one["negative_durations"]:
            report.clocks.append(
                {
                    "what": f"{one['source']}: durations or waits below zero",
                    "rows": one["negative_durations"],
                    "path": None,
                    "example": None,
                }
            )
