"""Local times that a change of clocks made doubtful: an hour that did not exist, an hour that came twice.

In: a column of local times and its zone.  Out: words for the report, with counts. The times stay as the
engine reads them: only whoever has the source can say what was meant.
"""

from __future__ import annotations

from desireline.engines import Engine, literal
from desireline.sources import dates


def doubtful(
    engine: Engine, source: str, text: str, clock: dates.Clock, zone: str | None
) -> list[str]:
    """Count times in the hour that was skipped and in the hour that was repeated."""
    if zone is None or "/" not in zone or clock.zone == "all" or clock.date_only:
        return []
    if clock.kind not in {"iso", "format"}:
        return []
    name = literal(zone)
    instant, written = dates.to_sql(clock, text, zone=zone), dates.to_sql(clock, text, zone=None)
    there = f"(SELECT {instant} AS i, {written} AT TIME ZONE 'UTC' AS w FROM {source})"
    hour = "INTERVAL 1 HOUR"
    skipped, twice = engine.rows(
        f"SELECT count(*) FILTER (WHERE i AT TIME ZONE {name} != w), count(*) FILTER (WHERE "
        f"i AT TIME ZONE {name} = w AND ((i + {hour}) AT TIME ZONE {name} = w "
        f"OR (i - {hour}) AT TIME ZONE {name} = w)) FROM {there} WHERE i IS NOT NULL"
    )[0]
    found: list[str] = []
    if skipped:
        found.append(
            f"{skipped:,} times stand in an hour that did not exist in {zone}: the clocks went forward"
        )
    if twice:
        found.append(
            f"{twice:,} times stand in an hour that came twice in {zone}: the clocks went back"
        )
    return found
