"""Events that a tool's collector received several times: one stays, the others are counted.

In: staged rows whose ids the tool promises to be its events' own.  Out: the rows without
the repeats. The earliest counts, because a retry or a late copy says when it arrived, not when it
happened; the log itself cannot decide this, as in other files equal ids on rows that differ mean
that the id does not identify.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.engines import Engine, quote, quote_paths
from desireline.tables import STAGED_EVENTS

if TYPE_CHECKING:
    from desireline.sources.sink import StagingSink
    from desireline.sources.staging import Staged


def keep_earliest(engine: Engine, sink: StagingSink, staged: Staged) -> None:
    """Stage again what a SELECT gave, with the earliest row of each id."""
    source = f"read_parquet({quote_paths(staged.paths)})"
    total, distinct = engine.rows(
        "SELECT count(event_id), count(DISTINCT hash(event_id)) FILTER (event_id IS NOT NULL) "
        f"FROM {source}"
    )[0]
    if total == distinct:
        return
    ranked = (
        "row_number() OVER (PARTITION BY coalesce(event_id, source_file || source_line) "
        'ORDER BY "at", source_file, source_line)'
    )
    repeated = engine.rows(
        f"SELECT source_file, count(*) FROM (SELECT source_file, {ranked} AS nth FROM {source}) "
        "WHERE nth > 1 GROUP BY 1"
    )
    names = ", ".join(quote(name) for name in STAGED_EVENTS.names)
    sink.stage(engine, f"SELECT {names} FROM {source} QUALIFY {ranked} = 1")
    sink.unstage(staged)
    for shown, count in repeated:
        sink.reports[shown].duplicates += count
