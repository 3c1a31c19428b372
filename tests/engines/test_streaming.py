"""Windows over sorted files: the plan is part of correctness."""

from __future__ import annotations

from pathlib import Path

import pytest

from desireline.engines import open_engine, quote_paths, require_streaming, streams
from desireline.errors import EngineError


@pytest.fixture
def sorted_file(tmp_path: Path) -> str:
    engine = open_engine(threads=2)
    path = tmp_path / "sorted.parquet"
    engine.copy("SELECT range // 10 AS customer, range AS t FROM range(300000) ORDER BY ALL", path)
    engine.close()
    return f"read_parquet({quote_paths([path])})"


def test_an_empty_window_over_listed_files_streams(sorted_file: str) -> None:
    engine = open_engine(threads=2)
    assert streams(engine, f"SELECT lead(t) OVER () FROM {sorted_file} WHERE t > 5")


def test_a_join_above_the_window_is_fine_and_below_it_is_not(sorted_file: str) -> None:
    engine = open_engine(threads=2)
    above = f"SELECT * FROM (SELECT customer, lead(t) OVER () FROM {sorted_file}) JOIN range(5) r ON customer = r.range"
    below = f"SELECT lead(t) OVER () FROM {sorted_file} JOIN range(5) r ON customer = r.range"
    assert streams(engine, above)
    assert not streams(engine, below)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT lead(t) OVER () FROM (FROM {file} UNION ALL FROM {file})",
        "SELECT lead(t) OVER (ORDER BY t) FROM {file}",
        "SELECT lead(t) OVER (PARTITION BY customer ORDER BY t) FROM {file}",
        "SELECT lead(t) OVER () FROM (SELECT customer, max(t) AS t FROM {file} GROUP BY ALL)",
        "SELECT t FROM {file}",
    ],
)
def test_what_may_reorder_rows_is_refused(sorted_file: str, sql: str) -> None:
    engine = open_engine(threads=2)
    with pytest.raises(EngineError, match="does not stream"):
        require_streaming(engine, sql.format(file=sorted_file))
