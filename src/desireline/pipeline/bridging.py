"""The bridge: from the rows that a file has to the events that came of it, so that both add up.

In: what reading a unit staged.  Out: for each file two sums that an analyst can check against the source's
own: rows read = rows that gave events + set aside + left out; events made = new + known already +
corrected + set aside when they were written. A row may give several events (one a milestone, one an
answer), which is why there are two sums and not one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desireline.engines import Engine, open_engine, quote_paths
from desireline.events import AppendReport
from desireline.sources import FileReport, Parsed

LEFT_OUT = "the mapping asks for no event of them: conditions, empty cells, or tables that are only joined"


def count_rows(parsed: Parsed) -> None:
    """Fill the first sum of each report; call before anything is appended."""
    if all(_one_each(report) for report in parsed.reports):
        for report in parsed.reports:
            _rows(report, gave=report.events, aside=0)
        return
    engine = open_engine()
    try:
        gave = _lines(engine, parsed.staged)
        aside = _lines(engine, parsed.quarantined)
    finally:
        engine.close()
    for report in parsed.reports:
        lines = gave.get(report.path, set[int]())
        # a row may give some of its events and have another set aside: it gave events
        beside = aside.get(report.path, set[int]()) - lines
        unnumbered = report.events > 0 and not lines
        gave_rows = min(report.rows, report.events) if unnumbered else len(lines)
        _rows(report, gave=gave_rows, aside=len(beside))


def _one_each(report: FileReport) -> bool:
    return report.rows == report.events and not report.quarantined


def _lines(engine: Engine, paths: Sequence[Path]) -> dict[str, set[int]]:
    if not paths:
        return {}
    rows = engine.rows(
        "SELECT source_file, list(DISTINCT coalesce(source_line, -1)) "
        f"FROM read_parquet({quote_paths(paths)}) GROUP BY 1"
    )
    return {file: set(lines) for file, lines in rows}


def _rows(report: FileReport, *, gave: int, aside: int) -> None:
    """Readers of nested formats count records, and a record may hold several lines: never below 0."""
    gave = min(gave, report.rows)
    aside = min(aside, report.rows - gave)
    report.bridge["rows"] = {
        "read": report.rows,
        "gave_events": gave,
        "quarantined": aside,
        "left_out": report.rows - gave - aside,
    }
    report.left_out = report.rows - gave - aside


def count_events(report: FileReport, appended: AppendReport) -> None:
    """Fill the second sum, in the commit that makes the events visible."""
    report.accepted = appended.accepted_by_file[report.path]
    report.revised = appended.revised_by_file[report.path]
    report.bridge["events"] = {
        "made": report.events,
        "accepted": report.accepted,
        "duplicates": appended.duplicates_of(report.path),
        "revised": report.revised,
        "quarantined": appended.quarantined_of(report.path),
    }
