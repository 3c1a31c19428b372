"""Rows of real databases become events: what is new, once, and nothing is written there."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from desireline import app
from desireline.databases import load, read, turning
from desireline.databases.declaration import one_select
from desireline.errors import EngineError, InputError

if TYPE_CHECKING:
    from conftest import Server

PASSWORD = "se'cret%21"
MAPPING = """
name = "shop"
[tables.orders]
columns = ["id", "customer", "state", "changed"]
[[events]]
table = "orders"
subject = "user:{customer}"
id = "{id}"
record = "{id}"
at = "{changed}"
activity = "order {state}"
"""
ROWS = [
    (1, "ann", "placed", "2025-01-01 10:00:00"),
    (2, "bob", "placed", "2025-01-01 11:00:00"),
    (3, "cem", "placed", "2025-01-01 12:00:00"),
]
Execute = Callable[..., None]


def declared(folder: Path, url: str, **more: Any) -> Path:
    asked = {
        "url": url,
        "sql": "SELECT id, customer, state, changed FROM orders",
        "cursor": "changed",
        "password_env": "SHOP_PASSWORD",
        **more,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in asked.items() if value is not None]
    path = folder / "shop.toml"
    path.write_text(MAPPING + "[query]\n" + "\n".join(lines) + "\n")
    return path


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)


@pytest.fixture(params=["sqlite", "postgresql", "mariadb", "parquet", "csv"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Execute]:
    """A declaration, and a way to write into the database behind it."""
    if request.param == "sqlite":
        return _sqlite(tmp_path)
    if request.param in {"parquet", "csv"}:
        return _folder(tmp_path, request.param)
    server: Server = request.getfixturevalue(request.param)
    if request.param == "postgresql":
        import psycopg

        url = f"postgresql://owner@127.0.0.1:{server.port}/shop"
        kind = "timestamptz"

        def execute(sql: str, values: Any = ()) -> None:
            with psycopg.connect(url, autocommit=True) as one:
                one.execute(sql, values)
    else:
        import pymysql

        kind = "datetime"

        def execute(sql: str, values: Any = ()) -> None:
            one = pymysql.connect(
                unix_socket=str(server.folder / "door"),
                user="root",
                database="shop",
                autocommit=True,
            )
            with one, one.cursor() as cursor:
                cursor.execute(sql, values or None)

    execute("DROP TABLE IF EXISTS orders")
    execute(
        f"CREATE TABLE orders (id int, customer varchar(80), state varchar(80), changed {kind})"
    )
    for row in ROWS:
        execute("INSERT INTO orders VALUES (%s, %s, %s, %s)", row)
    return declared(tmp_path, server.url), execute


def _folder(folder: Path, kind: str) -> tuple[Path, Execute]:
    """A folder into which each insert drops one more file."""
    (folder / "orders").mkdir()

    def execute(_sql: str, values: Any = ()) -> None:
        place = folder / "orders" / f"part-{len(list((folder / 'orders').iterdir()))}.{kind}"
        names, cells = ("id", "customer", "state", "changed"), [str(value) for value in values]
        if kind == "csv":
            place.write_text(",".join(names) + "\n" + ",".join(cells) + "\n")
            return
        table = pa.table({name: [value] for name, value in zip(names, values, strict=True)})
        at = pa.array([datetime.fromisoformat(values[3])], pa.timestamp("us"))
        pq.write_table(table.set_column(3, "changed", at), place)

    for row in ROWS:
        execute("", row)
    return declared(
        folder, "folder:orders", password_env=None,
        sql="SELECT id, customer, state, changed FROM files",
    ), execute  # fmt: skip


def _sqlite(folder: Path) -> tuple[Path, Execute]:
    def execute(sql: str, values: Any = ()) -> None:
        with sqlite3.connect(folder / "shop.db") as one:
            one.execute(sql.replace("%s", "?"), values)
        one.close()

    execute("CREATE TABLE orders (id int, customer text, state text, changed text)")
    for row in ROWS:
        execute("INSERT INTO orders VALUES (?, ?, ?, ?)", row)
    return declared(folder, "sqlite:shop.db", password_env=None), execute


def test_only_what_is_new_is_read_and_nothing_twice(
    shop: tuple[Path, Execute], tmp_path: Path
) -> None:
    declaration, execute = shop
    with app.create(tmp_path / "w") as opened:
        first = opened.add_from(declaration)
        again = opened.add_from(declaration)
        execute(
            "INSERT INTO orders VALUES (%s, %s, %s, %s)",
            (4, "dan", "placed", "2025-01-01 11:30:00"),
        )
        execute(
            "INSERT INTO orders VALUES (%s, %s, %s, %s)",
            (5, "eve", "placed", "2025-01-03 10:00:00"),
        )
        later = opened.add_from(declaration)
        status = opened.status()
    assert [file.error for file in (*first.files, *again.files, *later.files)] == [None] * 3
    assert (first.accepted, again.accepted, later.accepted) == (3, 0, 2)
    # the overlap of an hour brought 11:00 to 12:00 again, and the row that came late in it
    assert later.files[0].rows == 4
    assert (status.events, status.sources) == (5, {"shop": 5})


def test_a_withdrawn_query_is_read_from_the_beginning(tmp_path: Path) -> None:
    declaration, _ = _sqlite(tmp_path)
    with app.create(tmp_path / "w") as workspace:
        first = workspace.add_from(declaration).accepted
        assert first > 0
        (one,) = workspace.imports()
        assert workspace.withdraw(one.id).events == first
        assert workspace.status().events == 0
        assert workspace.add_from(declaration).accepted == first


def test_times_kept_as_text_are_read_again_for_as_long_as_the_overlap_says(tmp_path: Path) -> None:
    _, execute = _folder(tmp_path, "parquet")
    declaration = declared(
        tmp_path, "folder:orders", password_env=None, overlap=7_200,
        sql="SELECT id, customer, state, CAST(changed AS VARCHAR) AS changed FROM files",
    )  # fmt: skip
    with app.create(tmp_path / "w") as opened:
        opened.add_from(declaration)
        execute("", (4, "dan", "placed", "2025-01-01 10:15:00"))
        later = opened.add_from(declaration)
    # two hours before 12:00: all three rows again, and the one that came late
    assert (later.files[0].rows, later.accepted) == (4, 1)


def test_a_crash_before_the_commit_loses_and_doubles_nothing(
    shop: tuple[Path, Execute], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declaration, _ = shop
    with app.create(tmp_path / "w") as opened:
        from desireline.pipeline import querying

        def crash(*_: Any) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(querying, "_keep", crash)
            with pytest.raises(KeyboardInterrupt):
                opened.add_from(declaration)
        assert opened.status().events == 0
        assert opened.add_from(declaration).accepted == 3


def test_a_server_may_not_be_written_to(shop: tuple[Path, Execute]) -> None:
    query, _ = load(shop[0])
    for sql in ("DELETE FROM orders", "SELECT 1; DROP TABLE orders", "SELECT * INTO x FROM orders",
                "SELECT * FROM orders FOR UPDATE"):  # fmt: skip
        with pytest.raises(InputError, match="something else than one SELECT"):
            one_select(sql, shown="shop.toml")
    assert sum(len(batch.rows) for batch in read(query, since=None)) == 3


def test_even_a_select_that_writes_is_stopped_by_the_transaction(
    postgresql: Server, tmp_path: Path
) -> None:
    import psycopg

    with psycopg.connect(
        f"postgresql://owner@127.0.0.1:{postgresql.port}/shop", autocommit=True
    ) as owner:
        owner.execute("DROP TABLE IF EXISTS kept")
        owner.execute("CREATE TABLE kept (n int)")
        owner.execute(
            "CREATE OR REPLACE FUNCTION sneak() RETURNS int LANGUAGE sql AS "
            "'INSERT INTO kept VALUES (1) RETURNING n'"
        )
    sql = "SELECT sneak() AS n"
    query, _ = load(declared(tmp_path, postgresql.url, sql=sql, cursor=None))
    with pytest.raises(EngineError, match="read-only"):
        list(read(query, since=None))


def test_a_slow_query_is_stopped(postgresql: Server, tmp_path: Path) -> None:
    query, _ = load(
        declared(tmp_path, postgresql.url, sql="SELECT pg_sleep(20)", cursor=None, timeout_s=0.3)
    )
    with pytest.raises(EngineError) as error:
        list(read(query, since=None))
    assert error.value.code == "database.timeout"


def test_a_slow_query_of_sqlite_is_stopped(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "shop.db").close()
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    )
    query, _ = load(
        declared(
            tmp_path, "sqlite:shop.db", sql=endless, cursor=None, password_env=None, timeout_s=0.2
        )
    )
    with pytest.raises(EngineError) as error:
        list(read(query, since=None))
    assert error.value.code == "database.timeout"


@pytest.mark.parametrize("server", ["postgresql", "mariadb"])
def test_a_wrong_password_is_an_error_without_the_password(
    server: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "wrong-one")
    query, _ = load(declared(tmp_path, request.getfixturevalue(server).url))
    with pytest.raises(EngineError) as error:
        list(read(query, since=None))
    assert error.value.code == "database.connect"
    assert "wrong-one" not in error.value.message
    assert "reader" not in error.value.message


def test_nobody_at_the_door_is_a_clear_error(tmp_path: Path) -> None:
    query, _ = load(declared(tmp_path, "postgresql://reader@127.0.0.1:9/shop"))
    with pytest.raises(EngineError, match="cannot be reached"):
        list(read(query, since=None))


@pytest.mark.parametrize(
    ("url", "more", "code"),
    [
        ("postgresql://reader:hunter2@db/shop", {}, "database.password"),
        ("postgresql://reader@db/shop", {"password_env": "NOT_SET_HERE"}, "database.password"),
        ("oracle://reader@db/shop", {}, "database.declaration"),
        ("postgresql://reader@db/shop", {"cursor": "changed; drop"}, "database.declaration"),
        ("postgresql://reader@db/shop", {"retries": 3}, "database.declaration"),
        ("postgresql://reader@db/shop", {"sql": "UPDATE x SET y = 1"}, "database.statement"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(
    tmp_path: Path, url: str, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(InputError) as error:
        list(read(load(declared(tmp_path, url, **more))[0], since=None))
    assert error.value.code == code
    assert "hunter2" not in error.value.message + error.value.hint


def test_without_a_mapping_the_columns_are_guessed(tmp_path: Path) -> None:
    _sqlite(tmp_path)
    plain = tmp_path / "plain.toml"
    plain.write_text(
        '[query]\nurl = "sqlite:shop.db"\n'
        'sql = "SELECT id, customer AS user_id, state AS activity, changed AS created_at FROM orders"\n'
    )
    with app.create(tmp_path / "w") as opened:
        report = opened.add_from(plain)
    assert (report.accepted, report.files[0].mapping) == (3, "guessed")
    assert any("no cursor" in words for words in report.files[0].warnings)


def test_a_folder_shows_no_file_of_another_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("word\nhidden\n")
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "a.csv").write_text("id\n1\n")
    sql = f"SELECT word AS id FROM read_csv('{tmp_path / 'secret.csv'}')"
    query, _ = load(declared(tmp_path, "folder:orders", sql=sql, cursor=None, password_env=None))
    with pytest.raises(EngineError) as raised:
        list(read(query, since=None))
    assert raised.value.code == "database.query"
    assert "hidden" not in str(raised.value)


@pytest.mark.parametrize("names", [(), ("a.csv", "b.parquet")])
def test_a_folder_without_files_of_one_kind_is_refused(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    (tmp_path / "orders").mkdir()
    for name in names:
        (tmp_path / "orders" / name).write_text("id\n1\n")
    query, _ = load(declared(tmp_path, "folder:orders", sql="SELECT 1 AS id", cursor=None, password_env=None))  # fmt: skip
    with pytest.raises(InputError) as raised:
        list(read(query, since=None))
    assert raised.value.code == "database.folder"


def test_what_the_first_rows_were_taken_for_holds_for_the_few_that_come_later(
    tmp_path: Path,
) -> None:
    """One new row shows too little to be guessed from: the second import was refused."""
    _, execute = _sqlite(tmp_path)
    for number in range(4, 40):
        day = f"2025-01-{number % 28 + 1:02} 10:00:00"
        state = ("placed", "paid", "shipped")[number % 3]
        execute("INSERT INTO orders VALUES (?, ?, ?, ?)", (number, f"c{number % 7}", state, day))
    plain = tmp_path / "plain.toml"
    plain.write_text(
        '[query]\nurl = "sqlite:shop.db"\ncursor = "changed"\nsql = "SELECT id, customer, state, changed FROM orders"\n'
    )
    with app.create(tmp_path / "w") as opened:
        first = opened.add_from(plain)
        execute(
            "INSERT INTO orders VALUES (?, ?, ?, ?)", (99, "neu", "paid", "2025-02-01 10:00:00")
        )
        later = opened.add_from(plain)
        opened.export("events", tmp_path / "events.csv")
    assert (first.accepted, later.accepted) == (39, 1)
    assert later.files[0].detected["mapping"] == "guessed from the first rows, and kept"
    with (tmp_path / "events.csv").open() as rows:
        told = {row["subject"]: row["activity"] for row in csv.DictReader(rows)}
    assert "customer:neu" in told
    assert set(told.values()) == {"changed"}


@pytest.mark.parametrize("kind", ["sqlite", "folder"])
def test_a_cursor_that_the_query_does_not_give_is_named(tmp_path: Path, kind: str) -> None:
    _sqlite(tmp_path) if kind == "sqlite" else _folder(tmp_path, "csv")
    url = "sqlite:shop.db" if kind == "sqlite" else "folder:orders"
    table = "orders" if kind == "sqlite" else "files"
    asked = declared(
        tmp_path, url, cursor="updated", password_env=None, sql=f"SELECT id, customer FROM {table}"
    )
    query, _ = load(asked)
    with pytest.raises(EngineError, match="gives no column 'updated'"):
        list(read(query, since=None))


def test_a_cursor_whose_type_has_changed_says_from_where_it_went_on_and_how_to_begin_anew(
    postgresql: Server, tmp_path: Path
) -> None:
    import psycopg

    with psycopg.connect(
        f"postgresql://owner@127.0.0.1:{postgresql.port}/shop", autocommit=True
    ) as owner:
        owner.execute("DROP TABLE IF EXISTS moved")
        owner.execute("CREATE TABLE moved (id int, changed text)")
    asked = declared(tmp_path, postgresql.url, sql="SELECT id, changed FROM moved")
    query, _ = load(asked)
    with pytest.raises(EngineError) as raised:
        list(read(query, since={"kind": "time", "value": "2025-01-01T10:00:00+00:00"}))
    assert raised.value.code == "database.query"
    assert "changed = 2025-01-01T10:00:00+00:00" in raised.value.hint
    assert "begins from the start" in raised.value.hint


def test_a_time_that_became_a_day_loses_nothing_of_that_day(tmp_path: Path) -> None:
    """A night job that wrote times writes days from the 6th on: the 5th after noon lies before noon of the 5th."""
    lake = tmp_path / "orders"
    lake.mkdir()

    def write(*rows: tuple[int, str, Any]) -> None:
        columns = {
            "id": [one[0] for one in rows],
            "customer": ["ann"] * len(rows),
            "state": [one[1] for one in rows],
            "changed": [one[2] for one in rows],
        }
        pq.write_table(pa.table(columns), lake / "orders.parquet")

    asked = declared(tmp_path, "folder:orders", password_env=None,
                     sql="SELECT id, customer, state, changed FROM files")  # fmt: skip
    write((1, "placed", datetime(2025, 3, 4, 10)), (2, "placed", datetime(2025, 3, 5, 12)))  # noqa: DTZ001
    with app.create(tmp_path / "w") as opened:
        first = opened.add_from(asked)
        write(
            (1, "placed", date(2025, 3, 4)), (2, "placed", date(2025, 3, 5)),
            (3, "placed", date(2025, 3, 5)), (4, "placed", date(2025, 3, 6)),
        )  # fmt: skip
        second = opened.add_from(asked)
        third = opened.add_from(asked)

    assert (first.accepted, second.accepted, second.revised, third.accepted) == (2, 2, 2, 0)
    assert second.files[0].warnings == [
        "changed has another type than before: rows were read again from 2025-03-04 on"
    ]
    assert third.files[0].warnings == []


@pytest.mark.parametrize(
    ("last", "now", "instead_"),
    [
        (datetime(2025, 3, 5, 12), date(2025, 3, 5), date(2025, 3, 4)),  # noqa: DTZ001
        (date(2025, 3, 5), datetime(2025, 3, 5, 12), datetime(2025, 3, 4)),  # noqa: DTZ001
        (datetime(2025, 3, 5, 12), datetime(2025, 3, 5, tzinfo=UTC), datetime(2025, 3, 4, 12, tzinfo=UTC)),  # noqa: DTZ001
        ("2025-03-05 12:00:00", "2025-03-06", "2025-03-04"),
        (7, "7", None),
        ("2025-03-05", 7, None),
    ],
)  # fmt: skip
def test_where_reading_goes_on_when_a_cursor_has_another_type(
    last: Any, now: Any, instead_: Any
) -> None:
    assert not turning.goes_on(last, now)
    assert turning.instead(last, now) == instead_


def test_a_cursor_of_several_types_is_refused_in_words(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "shop.db") as database:
        database.execute("CREATE TABLE orders (id, customer, state, changed)")
        database.execute("INSERT INTO orders VALUES (1, 'ann', 'placed', 5), (2, 'bob', 'placed', 'x')")  # fmt: skip
    query, _ = load(declared(tmp_path, "sqlite:shop.db", password_env=None))
    with pytest.raises(InputError, match="several types: number, text"):
        list(read(query, since=None))
