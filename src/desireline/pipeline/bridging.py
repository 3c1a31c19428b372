"""The bridge: from the rows that a file has to the events that came of it, so that both add up.

In: what reading a unit staged.  Out: for each file two sums that an analyst can check against the source's
own: rows read = rows that gave events + set aside + left out; events made = new + known already +
corrected + set aside when they were written + left out because their customer was erased. A row may give
several events (one a milestone, one an answer), which is why there are two sums and not one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desireline.engines import Engine, open_engine, quote_paths
from desireline.events import AppendReport
from desireline.sources import FileReport, Parsed


def count_rows(parsed: Parsed, temporary: Path) -> None:
    """Fill the first sum of each report; call before anything is appended."""
    given, beside = _told(parsed), dict[str, int]()
    if given is None:
        given, beside = _counted(parsed, temporary)
    for report in parsed.reports:
        _rows(report, gave=given.get(report.path, 0), aside=beside.get(report.path, 0))


def _told(parsed: Parsed) -> dict[str, int] | None:
    """Rows that gave events, where the runs tell that each event is of a line of its own; else None."""
    if parsed.staged or parsed.quarantined or parsed.refused:
        return None
    given: dict[str, int] = {}
    ends: dict[str, int] = {}
    for run in parsed.runs:
        for file, rows in run.by_file.items():
            if run.lines is None or run.lines[0] <= ends.get(file, -1):
                return None
            given[file] = given.get(file, 0) + rows
            ends[file] = run.lines[1]
    return given


def _counted(parsed: Parsed, temporary: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Rows that gave events, and rows that were set aside and gave none, by file."""
    engine = open_engine(memory_limit="500MB", temporary=temporary)
    # rows that the log set aside had given an event, so they count there, not here
    try:
        engine.view("gave", _lines([*parsed.with_events, *parsed.refused]))
        engine.view("aside", _lines(parsed.quarantined))
        # a row may give some of its events and have another set aside: it gave events
        beside = _by_file(
            engine,
            "FROM aside ANTI JOIN (SELECT DISTINCT source_file, source_line FROM gave) "
            "USING (source_file, source_line)",
        )
        return _by_file(engine, "FROM gave"), beside
    finally:
        engine.close()


def _lines(paths: Sequence[Path]) -> str:
    if not paths:
        return "SELECT NULL::VARCHAR AS source_file, NULL::BIGINT AS source_line WHERE false"
    return (
        f"SELECT source_file, source_line FROM read_parquet({quote_paths(paths)}, "
        "union_by_name = true)"
    )


def _by_file(engine: Engine, source: str) -> dict[str, int]:
    """Count rows by file: lines once each, and what has no line as it comes."""
    return dict(
        engine.rows(
            "SELECT source_file, count(DISTINCT source_line) "
            f"+ count(*) FILTER (source_line IS NULL) {source} GROUP BY 1"
        )
    )


def _rows(report: FileReport, *, gave: int, aside: int) -> None:
    """Readers of nested formats count records, and a record may hold several lines: never below 0."""
    gave = min(gave, report.rows)
    aside = min(aside, report.rows - gave)
    # a row that its collector received twice gave its event as well: it is among the known ones of the second sum
    gave += min(report.duplicates, report.rows - gave - aside)
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
    suppressed = appended.suppressed_of(report.path)
    _events(
        report,
        # those that stood in the files twice, and those that the log had
        duplicates=report.duplicates + appended.duplicates_of(report.path),
        quarantined=appended.quarantined_of(report.path),
        suppressed=suppressed - appended.set_aside_suppressed_by_file[report.path],
    )


def count_as_known(report: FileReport) -> None:
    """Fill the second sum of a file that was imported before: nothing of it is new."""
    report.duplicates, report.accepted, report.revised = report.events, 0, 0
    if report.bridge:  # reports of older versions have none
        _events(report, duplicates=report.events, quarantined=0, suppressed=0)


def _events(report: FileReport, *, duplicates: int, quarantined: int, suppressed: int) -> None:
    report.bridge["events"] = {
        "made": report.events,
        "accepted": report.accepted,
        "duplicates": duplicates,
        "revised": report.revised,
        "quarantined": quarantined,
        "suppressed": suppressed,
    }
