"""Reading one tool's export in tests: recognised by itself, read whole, events as plain rows.

`files/NAME/` holds exports of the tool whose mapping or reader is NAME, in the columns of the page
that the test or the docs page cites; the rows are made up.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Read

FILES = Path(__file__).parent / "files"


@dataclass(frozen=True)
class Events:
    """The events of one reading, in the order of their times."""

    rows: list[dict[str, Any]]
    read: Any

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, *names: str) -> list[Any]:
        """One column, or tuples of several."""
        if len(names) == 1:
            return [row[names[0]] for row in self.rows]
        return [tuple(row[name] for name in names) for row in self.rows]

    def of(self, activity: str) -> dict[str, Any]:
        """The only event of an activity."""
        (found,) = [row for row in self.rows if row["activity"] == activity]
        return found

    @property
    def quarantined(self) -> int:
        return sum(report.quarantined for report in self.read.reports.values())

    @property
    def warnings(self) -> list[str]:
        return [words for report in self.read.reports.values() for words in report.warnings]


@pytest.fixture
def tool(read_here: Callable[..., Read]) -> Callable[..., Events]:
    """Read files that must all be recognised as the named mapping or reader."""

    def run(name: str, *paths: Path, mapping: str | None = None) -> Events:
        read = read_here(*(paths or sorted((FILES / (mapping or name)).iterdir())))
        assert {path: report.error for path, report in read.refused.items()} == {}
        assert {(unit.mapping or unit.reader, unit.source) for unit in read.units} == {
            (mapping or name, name)
        }
        rows = read.rows(
            "SELECT event_id, record, part, subject, coalesce(identifiers, []), "
            "strftime(\"at\" AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S'), zone, channel, activity, "
            "touchpoint, actor, direction, text, CAST(value AS DOUBLE), currency, "
            "coalesce(object_ids, []), outcome, attributes, rating_kind, CAST(rating AS DOUBLE), "
            'date_only FROM staged ORDER BY "at", event_id, activity'
        )
        names = [
            "event_id",
            "record",
            "part",
            "subject",
            "identifiers",
            "at",
            "zone",
            "channel",
            "activity",
            "touchpoint",
            "actor",
            "direction",
            "text",
            "value",
            "currency",
            "object_ids",
            "outcome",
            "attributes",
            "rating_kind",
            "rating",
            "date_only",
        ]
        events = [dict(zip(names, row, strict=True)) for row in rows]
        for event in events:
            event["attributes"] = json.loads(event["attributes"] or "{}")
        return Events(rows=events, read=read)

    return run
