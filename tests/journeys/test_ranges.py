"""Coded events laid aside come back range by range, none lost, and in order only where time alone gives one."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from desireline.journeys.ranges import Ranges, by_time


def _rows(*events: tuple[int, int]) -> pa.RecordBatch:
    customers, times = zip(*events, strict=True)
    return pa.record_batch(
        {
            "customer": pa.array(customers, pa.uint32()),
            "at_us": pa.array(times, pa.int64()),
            "objects": pa.array([[f"order:{at}"] for at in times]),
        }
    )


def _events(rows: pa.Table | None) -> list[tuple[int, int, list[str]]]:
    assert rows is not None
    return list(zip(*(column.to_pylist() for column in rows.columns), strict=True))


def test_each_range_gives_its_customers_from_all_batches_and_nothing_stays_on_the_disk(
    tmp_path: Path,
) -> None:
    with Ranges(tmp_path, [3, 5, 9]) as aside:
        aside.add([_rows((9, 1), (0, 2), (3, 3)), _rows((8, 4), (0, 5))])
        aside.add(iter([_rows((3, 6))]))

        assert _events(aside.read(0)) == [
            (0, 2, ["order:2"]),
            (3, 3, ["order:3"]),
            (0, 5, ["order:5"]),
            (3, 6, ["order:6"]),
        ]
        assert aside.read(1) is None
        assert [path.name for path in tmp_path.iterdir()] == ["coded-2.arrow"]

    assert list(tmp_path.iterdir()) == []


def test_rows_are_ordered_by_customer_and_time() -> None:
    rows = pa.Table.from_batches([_rows((7, -5), (2, 9)), _rows((7, -8), (2, 3))])

    assert [event[:2] for event in _events(by_time(rows))] == [(2, 3), (2, 9), (7, -8), (7, -5)]


def test_where_time_does_not_settle_the_order_nothing_is_ordered_here() -> None:
    assert by_time(pa.Table.from_batches([_rows((1, 4), (2, 4), (1, 4))])) is None
    # both do not fit into one number
    assert by_time(pa.Table.from_batches([_rows((0, -(2**62)), (9, 2**62 - 1))])) is None
