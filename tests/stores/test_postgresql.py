"""State in PostgreSQL: processes agree, erased words leave the tables, and errors say what to do, never a password."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, MetaData, create_engine, select
from tests.servers import Server, free_port
from tests.stores.test_store import described

from desireline.errors import DesirelineError
from desireline.stores import MapUpdate, OutboxRow, Store, TicketRow, open_store
from desireline.stores.migrate import HEAD, migrate

_PLACE = tuple[Path, str]


@pytest.fixture
def place(tmp_path: Path, team_database: str) -> Iterator[_PLACE]:
    open_store(tmp_path, database=team_database).close()
    return tmp_path, team_database


@pytest.fixture
def two(place: _PLACE) -> Iterator[tuple[Store, Store]]:
    """Two processes, as far as the database can tell: each has connections of its own."""
    stores = open_store(place[0]), open_store(place[0])
    yield stores
    for store in stores:
        store.close()


def _schema(address: str) -> str:
    return address.rpartition("=")[2]


def _connection(address: str) -> psycopg.Connection:
    return psycopg.connect(
        address.partition("?")[0], options=f"-c search_path={_schema(address)}", autocommit=True
    )


def test_migrations_lead_to_the_schema_that_new_databases_get(postgresql: Server) -> None:
    from desireline.stores.schema import metadata

    found: list[object] = []
    for make in (migrate, metadata.create_all):
        address = postgresql.empty_schema()
        with psycopg.connect(address.partition("?")[0], autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {_schema(address)}")
        database = create_engine(
            address.partition("?")[0].replace("postgresql:", "postgresql+psycopg:"),
            connect_args={"options": f"-c search_path={_schema(address)}"},
        )
        with database.begin() as connection:
            make(connection)
        found.append(described(database, without={"alembic_version"}))
        database.dispose()
    assert found[0] == found[1]


def test_claims_and_tickets_are_given_once(two: tuple[Store, Store]) -> None:
    row = OutboxRow(
        key="k", kind="mail", recipient="a", subject="s", body="b", created_us=1, due_us=1
    )
    for one in range(20):
        two[0].outbox.put(
            OutboxRow(**{**{n: getattr(row, n) for n in row.__slots__}, "key": f"k{one:02}"})
        )
    ticket = TicketRow(
        id="t", digest="d", kind="setup", made_by="x", created_us=1, expires_us=1 << 60
    )
    two[0].people.add_ticket(ticket)

    def claim(number: int) -> list[str]:
        mine: list[str] = []
        while found := two[number % 2].outbox.claim(f"h{number}", now_us=5, until_us=1 << 60):
            mine.append(found.key)
        return mine

    with ThreadPoolExecutor(4) as pool:
        claimed = [key for keys in pool.map(claim, range(4)) for key in keys]
        used = list(pool.map(lambda n: two[n % 2].people.use_ticket("t", at_us=2), range(4)))
    assert sorted(claimed) == [f"k{one:02}" for one in range(20)]
    assert sorted(used) == [False, False, False, True]


def test_the_audit_chain_has_one_end_however_many_write(two: tuple[Store, Store]) -> None:
    from desireline.workspace import Audit

    audits = [Audit(store) for store in two]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: audits[n % 2].note("x", str(n)), range(24)))
    assert [row.number for row in two[0].audit.read()] == list(range(1, 25))
    assert audits[1].verify().sound


def test_an_edit_is_heard_by_the_other_process_at_once(two: tuple[Store, Store]) -> None:
    heard: list[tuple[str, bytes | None]] = []
    came = threading.Event()

    def hear(map_id: str, message: bytes | None) -> None:
        heard.append((map_id, message))
        came.set()

    from desireline.stores import hearing

    two[0].map_log.begin("buy: a", b"", at_us=1)
    watch = two[1].watch(hear)
    assert watch is not None
    real = hearing.me
    try:
        time.sleep(0.3)  # until it listens
        hearing.me = lambda: "another/1"  # type: ignore[assignment]
        two[0].map_log.append([MapUpdate(map="buy: a", content=b"x", at_us=1)])
        assert came.wait(5)
        hearing.me = real  # type: ignore[assignment]
        two[0].map_log.append([MapUpdate(map="buy: a", content=b"y", at_us=1)])
        time.sleep(0.3)
        assert heard == [("buy: a", None)]  # and not what this process did itself
    finally:
        hearing.me = real  # type: ignore[assignment]
        watch.close()


def test_erased_words_leave_the_tables_files(postgresql: Server, place: _PLACE) -> None:
    marker = "wilhelmine.mueller@example.org" * 3
    store = open_store(place[0])
    store.documents.put("note", "1", {"who": marker})
    store.documents.delete("note", "1")
    store.scrub()
    store.close()
    with _connection(place[1]) as owner:
        owner.execute("CHECKPOINT")
    files = [path for path in (postgresql.folder / "data" / "base").rglob("*") if path.is_file()]
    assert files
    assert not any(marker.encode() in path.read_bytes() for path in files)
    assert any("write-ahead log" in words for words in store.not_reached)


def test_texts_sort_as_in_sqlite_whatever_the_servers_language(place: _PLACE) -> None:
    store = open_store(place[0])
    for name in ("b", "B", "ä", "a", "_"):
        store.documents.put("map", name, 1)
    assert [one.id for one in store.documents.list("map")] == sorted(["b", "B", "ä", "a", "_"])
    store.close()


def test_a_database_that_was_started_again_is_met_with_new_connections(place: _PLACE) -> None:
    store = open_store(place[0])
    assert store.settings.get("workspace.id")
    with _connection(place[1]) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND application_name = 'desireline'"
        )
    assert store.settings.get("workspace.id")
    store.close()


def _refused(folder: Path, database: str | None = None) -> DesirelineError:
    folder.mkdir(exist_ok=True)
    with pytest.raises(DesirelineError) as raised:
        open_store(folder, database=database)
    error = raised.value
    assert "hunter2" not in f"{error.message} {error.hint} {error!r}"
    if database is not None:
        assert (
            not (folder / "database.json").exists()
            or "hunter2" not in (folder / "database.json").read_text()
        )
    return error


def test_each_way_to_fail_has_its_words(
    postgresql: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, port = tmp_path / "new", postgresql.port
    nobody = f"postgresql://owner:hunter2@127.0.0.1:{free_port()}/shop"
    assert _refused(new, nobody).code == "workspace.unreachable"
    wrong = f"postgresql://reader:hunter2@127.0.0.1:{port}/shop"
    assert _refused(new, wrong).code == "workspace.password"
    missing = f"postgresql://owner:hunter2@127.0.0.1:{port}/nowhere"
    assert _refused(new, missing).code == "workspace.unreachable"
    for address in (
        "mysql://x:hunter2@y/z",
        f"{wrong}?schema=A-b",
        f"{wrong}?host=x",
    ):
        assert _refused(new, address).code == "input.database"
    assert not (new / "database.json").exists()
    monkeypatch.setattr("desireline.stores.postgresql.OLDEST", 99)
    assert _refused(new, postgresql.empty_schema()).code == "workspace.old-database"


def test_folder_and_database_belong_together(
    place: _PLACE, postgresql: Server, tmp_path: Path
) -> None:
    folder, address = place
    other = tmp_path / "other"
    assert _refused(other, address).code == "workspace.other-database"
    assert _refused(folder, postgresql.empty_schema()).code == "workspace.other-database"
    open_store(folder, database=address).close()
    alone = tmp_path / "alone"
    alone.mkdir()
    open_store(alone).close()
    assert _refused(alone, postgresql.empty_schema()).code == "workspace.other-database"
    with _connection(address) as owner:
        owner.execute("UPDATE alembic_version SET version_num = '9999'")
        assert _refused(folder).code == "workspace.newer"
        owner.execute("DROP TABLE alembic_version")
    assert _refused(folder).code == "workspace.foreign"
    assert HEAD < "9999"


def test_the_password_is_in_no_file(
    postgresql: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes by the environment to the processes that we start."""
    monkeypatch.setenv("DESIRELINE_DATABASE_PASSWORD", "")
    schema = _schema(postgresql.empty_schema())
    with psycopg.connect(
        f"postgresql://owner@127.0.0.1:{postgresql.port}/shop", autocommit=True
    ) as owner:
        owner.execute(f"CREATE SCHEMA {schema} AUTHORIZATION reader")
    secret = "se'cret%21"
    address = f"postgresql://reader:se'cret%2521@127.0.0.1:{postgresql.port}/shop?schema={schema}"
    open_store(tmp_path, database=address).close()
    assert all(secret not in path.read_text() for path in tmp_path.iterdir())
    open_store(tmp_path).close()


@pytest.mark.slow
def test_a_workspace_moves_from_its_file_with_every_row_and_once(
    postgresql: Server, tmp_path: Path
) -> None:
    import desireline as dl
    from desireline import app
    from desireline.stores.schema import metadata

    folder, address = tmp_path / "w", postgresql.empty_schema()
    (tmp_path / "log.csv").write_text(
        "customer,event,when\n" + "".join(f"c{n},look,2025-03-0{n}\n" for n in range(1, 9))
    )
    with dl.open(folder) as workspace:
        workspace.add(tmp_path / "log.csv")
        map_ = workspace.begin_map("retail").id
        workspace.edit_map(map_, [{"command": "rename_map", "title": "Äpfel"}])
        workspace.make_token("web")
        with pytest.raises(DesirelineError) as told:
            app.move_database(folder, address)
        assert told.value.code == "workspace.busy"
        before = workspace.status().as_dict()
        rows = _rows(create_engine(f"sqlite:///{folder / 'workspace.db'}"), metadata)
    assert app.move_database(folder, address) >= sum(rows.values())
    assert not list(folder.glob("workspace.db*"))
    with dl.open(folder) as workspace:
        assert workspace.status().as_dict() == before
        assert workspace.audit.verify().sound
        assert "Äpfel" in [one.file.document.title for one in workspace.shown_maps()]
        workspace.add(tmp_path / "log.csv")  # it goes on
    with pytest.raises(DesirelineError) as told:
        app.move_database(folder, address)
    assert told.value.code == "workspace.other-database"
    (tmp_path / "other").mkdir()
    dl.open(tmp_path / "other").close()
    with pytest.raises(DesirelineError) as told:
        app.move_database(tmp_path / "other", address)
    assert told.value.code == "workspace.other-database"
    assert (tmp_path / "other" / "workspace.db").exists()


def _rows(database: Engine, metadata: MetaData) -> dict[str, int]:
    with database.connect() as connection:
        found = {t.name: len(connection.execute(select(t)).all()) for t in metadata.sorted_tables}
    database.dispose()
    return found
