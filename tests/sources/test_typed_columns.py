"""Parquet holds numbers and times already: they are taken as they stand, and mean the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pv
import pyarrow.parquet as pq
import pytest

MAPPING = """
name = "shop"
zone = "{zone}"
[tables.rows]
columns = ["id", "who", "when", "what", "stars", "paid"]
key = "id"
[[events]]
table = "rows"
id = "{{id}}"
subject = "customer:{{who}}"
at = "{{when}}"
activity = "{{what}}"
value = "{{paid}}"
rating = {{ from = "{{stars}}", kind = "stars", worst = 1, best = 5 }}
attributes = ["paid", "what"]
"""
START = datetime(2025, 3, 30, 0, 30, tzinfo=UTC)


def rows(count: int = 5) -> dict[str, list[Any]]:
    return {
        "id": list(range(1, count + 1)),
        "who": [f"c{n % 3}" for n in range(count)],
        "when": [START.replace(tzinfo=None) + timedelta(minutes=30 * n) for n in range(count)],
        "what": ["looked", " bought ", "looked", "paid", "left"][:count],
        "stars": [5.0, None, 1.5, 7.0, float("nan")][:count],
        "paid": [1.125, 2.25, None, 1e7, 0.125][:count],
    }


def mapped(folder: Path, zone: str = "UTC") -> Path:
    path = folder / "shop.toml"
    path.write_text(MAPPING.format(zone=zone))
    return path


@pytest.mark.parametrize("zone", ["UTC", "+02:00", "Europe/Berlin"])
def test_parquet_gives_what_its_twin_in_text_gives(
    tmp_path: Path, zone: str, read_here: Callable[..., Any]
) -> None:
    table = pa.table(rows())
    pq.write_table(table, tmp_path / "rows.parquet")
    pv.write_csv(table, tmp_path / "rows.csv")
    mapping = mapped(tmp_path, zone)
    wanted = 'SELECT event_id, subject, "at", zone, activity, rating, value FROM staged ORDER BY event_id'
    typed = read_here(tmp_path / "rows.parquet", mapping=mapping).rows(wanted)
    text = read_here(tmp_path / "rows.csv", mapping=mapping).rows(wanted)
    assert typed == text
    assert len(typed) == 5
    assert [row[5] for row in typed] == [Decimal("5.000"), None, Decimal("1.500"), None, None]


def test_three_decimals_of_a_number_are_no_thousands(
    tmp_path: Path, read_here: Callable[..., Any]
) -> None:
    content = rows()
    content["paid"] = [1.125, 2.375, 3.625, 4.125, 5.875]
    pq.write_table(pa.table(content), tmp_path / "rows.parquet")
    found = read_here(tmp_path / "rows.parquet", mapping=mapped(tmp_path))
    assert found.one("SELECT sum(value) FROM staged") == Decimal("17.1250")


def test_times_with_a_zone_and_in_nanoseconds(
    tmp_path: Path, read_here: Callable[..., Any]
) -> None:
    for name, kind in (("zoned", pa.timestamp("us", tz="UTC")), ("fine", pa.timestamp("ns"))):
        table = pa.table(rows())
        place = table.schema.get_field_index("when")
        table = table.set_column(place, "when", table.column("when").cast(kind))
        (tmp_path / name).mkdir()
        pq.write_table(table, tmp_path / name / "rows.parquet")
        found = read_here(tmp_path / name / "rows.parquet", mapping=mapped(tmp_path))
        assert found.rows('SELECT min("at"), max("at") FROM staged') == [
            (START, START + timedelta(hours=2))
        ]


def test_a_number_that_repeats_is_no_key_and_rows_without_time_say_why(
    tmp_path: Path, read_here: Callable[..., Any]
) -> None:
    content = rows()
    content["id"] = [1, 2, 3, 3, 5]
    content["when"][4] = None
    pq.write_table(pa.table(content), tmp_path / "rows.parquet")
    found = read_here(tmp_path / "rows.parquet", mapping=mapped(tmp_path))
    assert any("'id' is not unique: 1 of 5 rows" in words for words in found.report.warnings)
    assert any("{id} is not unique: 2 rows" in words for words in found.report.warnings)
    assert found.rows("SELECT event_id, count(*) FROM staged GROUP BY 1") == [(None, 4)]
    assert found.rows("SELECT source_line, code FROM quarantine") == [(5, "no-time")]


def test_a_key_out_of_order_is_still_unique(tmp_path: Path, read_here: Callable[..., Any]) -> None:
    content = rows()
    content["id"] = [4, 1, 3, 2, 9]
    pq.write_table(pa.table(content), tmp_path / "rows.parquet")
    found = read_here(tmp_path / "rows.parquet", mapping=mapped(tmp_path))
    assert not any("not unique" in words for words in found.report.warnings)
    assert found.one("SELECT count(DISTINCT event_id) FROM staged") == 5
