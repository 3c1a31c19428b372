"""The reader of SQLite's file format, held to SQLite itself."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline.errors import FileError
from desireline.sources.readers.sqlite_file import SqliteFile

_CELL = (
    st.none() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(max_size=40)
    | st.binary(max_size=40) | st.text(min_size=4000, max_size=9000, alphabet="aé")
)  # fmt: skip


def _database(path: Path, rows: list[tuple[Any, ...]], page_size: int) -> bytes:
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA page_size = {page_size}")
    connection.execute(
        'CREATE TABLE "odd name" ("a, (b" TEXT DEFAULT \'x,y\', n INTEGER PRIMARY KEY, `c`, '
        "CONSTRAINT u UNIQUE (n))"
    )
    connection.execute("CREATE INDEX i ON [odd name] (c)")
    connection.executemany('INSERT INTO "odd name" VALUES (?, ?, ?)', rows)
    connection.commit()
    connection.close()
    return path.read_bytes()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
@given(
    cells=st.lists(st.tuples(_CELL, _CELL), max_size=120),
    page_size=st.sampled_from([512, 1024, 4096, 65536]),
)
def test_every_table_reads_as_sqlite_reads_it(
    tmp_path: Path, cells: list[tuple[Any, Any]], page_size: int
) -> None:
    path = tmp_path / "x.sqlite"
    rows = [(first, 3 * number, last) for number, (first, last) in enumerate(cells)]
    raw = _database(path, rows, page_size)

    file = SqliteFile(io.BytesIO(raw), "x")
    table = file.tables()["odd name"]
    connection = sqlite3.connect(path)
    expected = connection.execute('SELECT * FROM "odd name"').fetchall()
    connection.close()

    assert table.columns == ("a, (b", "n", "c")
    assert list(file.rows(table, *table.columns)) == expected


def test_the_real_files_read_as_sqlite_reads_them(shared_data: Path) -> None:
    for name in ("ocel20_example.sqlite", "running-example.sqlite"):
        path = shared_data / "ocel" / name
        connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        with path.open("rb") as raw:
            file = SqliteFile(raw, name)
            for table in file.tables().values():
                expected = connection.execute(f'SELECT * FROM "{table.name}"').fetchall()
                assert list(file.rows(table, *table.columns)) == expected
        connection.close()


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_damage_is_an_error_that_says_so_and_never_anything_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("db") / "x.sqlite"
    whole = bytearray(_database(path, [(f"row {n}" * 30, n, n) for n in range(60)], 512))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(16, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])

    try:
        file = SqliteFile(io.BytesIO(cut), "x")
        for table in file.tables().values():
            list(file.rows(table, *table.columns))
    except FileError as error:
        assert error.code == "input.file.sqlite"  # noqa: PT017
