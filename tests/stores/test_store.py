"""The store: documents with versions, all or nothing, and a schema that migrations lead to."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import create_engine, inspect

from desireline.errors import WorkspaceError
from desireline.stores import ImportRecord, Segment, Store, Tables, open_store
from desireline.stores.migrate import HEAD, migrate
from desireline.stores.schema import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store on each database; whoever opens the folder again opens the same."""
    is_team = request.param == "postgresql"
    store = open_store(
        tmp_path, database=request.getfixturevalue("team_database") if is_team else None
    )
    yield store
    store.close()


def test_every_version_of_a_document_is_kept(store: Store) -> None:
    assert store.documents.put("map", "buy", {"title": "A"}) == 1
    assert store.documents.put("map", "buy", {"title": "Ä"}, author="eva") == 2
    store.documents.put("map", "leave", {})
    newest = store.documents.get("map", "buy")
    assert newest is not None
    assert (newest.version, newest.body, newest.author) == (2, {"title": "Ä"}, "eva")
    assert [d.body for d in store.documents.history("map", "buy")] == [
        {"title": "A"},
        {"title": "Ä"},
    ]
    assert [(d.id, d.version) for d in store.documents.list("map")] == [("buy", 2), ("leave", 1)]
    assert store.documents.get("map", "other") is None


def test_a_writer_may_bound_how_many_versions_are_kept(store: Store) -> None:
    for number in range(1, 6):
        store.documents.put("map", "buy", number, keep=2)
    store.documents.put("map", "leave", {})
    assert [d.body for d in store.documents.history("map", "buy")] == [4, 5]
    heads = store.documents.heads("map")
    assert [(id_, version) for id_, version, _ in heads] == [("buy", 5), ("leave", 1)]


def test_a_document_that_moved_meanwhile_is_not_overwritten(store: Store) -> None:
    store.documents.put("map", "buy", 1, expected=0)
    store.documents.put("map", "buy", 2, expected=1)
    with pytest.raises(WorkspaceError, match="version 2, not 1") as raised:
        store.documents.put("map", "buy", 3, expected=1)
    assert raised.value.code == "workspace.conflict"


def test_manifest_ledger_and_documents_commit_together_or_not_at_all(store: Store) -> None:
    record = ImportRecord(sha256="a", mapping="m", path="a.csv", size=1, at_us=1, version=1)

    def fail_at_the_end() -> None:
        with store.transaction() as tables:
            _write_everything(tables, record)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_at_the_end()
    assert store.manifest.head().number == 0
    assert (store.manifest.live(), store.ledger.list(), store.documents.list("map")) == (
        [],
        [],
        [],
    )

    with store.transaction() as tables:
        _write_everything(tables, record)
    assert store.manifest.head().number == 1
    assert len(store.manifest.live()) == len(store.ledger.list()) == 1


def _write_everything(tables: Tables, record: ImportRecord) -> None:
    tables.manifest.commit(
        expected=0, kind="import", changes_data=True, at_us=1, add=[_segment("a")], remove=[]
    )
    tables.ledger.put(record)
    tables.documents.put("map", "buy", {})


def _segment(path: str) -> Segment:
    return Segment(
        path=path, dataset="steps", low=0, high=1, generation=0, rows=1, bytes=1, sha256="x"
    )


def test_older_versions_name_the_segments_of_their_time(store: Store) -> None:
    commit = store.manifest.commit
    commit(expected=0, kind="x", changes_data=True, at_us=1, add=[_segment("a")], remove=[])
    commit(expected=1, kind="x", changes_data=False, at_us=2, add=[_segment("b")], remove=["a"])
    commit(expected=2, kind="x", changes_data=True, at_us=3, add=[_segment("a")], remove=["b"])
    paths = [[s.path for s in store.manifest.live(version)] for version in (1, 2, 3)]
    assert paths == [["a"], ["b"], ["a"]]
    assert (store.manifest.head().number, store.manifest.head().data) == (3, 2)
    # the content of `a` came back: its file must not be tidied away
    assert [s.path for s in store.manifest.superseded_before(3)] == ["b"]


def test_a_commit_on_stale_segments_is_refused(store: Store) -> None:
    store.manifest.commit(
        expected=0, kind="x", changes_data=True, at_us=1, add=[_segment("a")], remove=[]
    )
    with pytest.raises(WorkspaceError, match="from version 0 to 1"):
        store.manifest.commit(
            expected=0, kind="x", changes_data=True, at_us=1, add=[_segment("b")], remove=[]
        )


def test_codes_are_never_reused(store: Store) -> None:
    assert store.dictionaries.codes("channel", ["web", "app"]) == {"web": 0, "app": 1}
    assert store.dictionaries.codes("channel", ["phone", "web"]) == {"phone": 2, "web": 0}
    assert store.dictionaries.codes("stage", ["web"]) == {"web": 0}
    assert store.dictionaries.names("channel") == ["web", "app", "phone"]


@pytest.mark.usefixtures("store")
def test_threads_that_ask_for_codes_at_once_agree(tmp_path: Path) -> None:
    found: list[dict[str, int]] = []

    def ask() -> None:
        mine = open_store(tmp_path)
        found.append(mine.dictionaries.codes("x", [f"n{i}" for i in range(20)]))
        mine.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [found[0]] * 4
    assert sorted(found[0].values()) == list(range(20))


def test_deleted_values_leave_the_file(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    marker = "wilhelmine.mueller@example.org"
    store.documents.put("note", "1", {"who": marker})
    store.documents.delete("note", "1")
    store.scrub()
    store.close()
    for path in tmp_path.iterdir():
        assert marker.encode() not in path.read_bytes()


def test_what_is_acknowledged_survives_a_power_cut_by_setting(tmp_path: Path) -> None:
    from desireline.stores import sqlite

    connection = sqlite._connect(tmp_path / "workspace.db")  # pyright: ignore[reportPrivateUsage]
    settings = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
    }
    connection.close()
    assert settings == {
        "journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1,
    }  # fmt: skip


def test_migrations_lead_to_the_schema_that_new_workspaces_get(tmp_path: Path) -> None:
    database = create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    with database.begin() as connection:
        migrate(connection)
    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    metadata.create_all(fresh)
    assert described(database, without={"alembic_version"}) == described(fresh)
    with database.connect() as connection:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    assert found == HEAD
    database.dispose()
    fresh.dispose()


def test_a_migration_that_is_cut_off_leaves_the_state_before_it(tmp_path: Path) -> None:
    """At the k-th statement, whichever that is; the next start finishes it."""
    old = tmp_path / "old.db"
    database = create_engine(f"sqlite:///{old}")
    with database.begin() as connection:
        migrate(connection, to="0001")
    before = described(database)
    database.dispose()
    for cut in range(1, 200, 9):
        (tmp_path / "w").mkdir(exist_ok=True)
        shutil.copy(old, tmp_path / "w" / "workspace.db")
        if not _cut_off(tmp_path / "w", cut):
            break
        found = create_engine(f"sqlite:///{tmp_path / 'w' / 'workspace.db'}")
        assert described(found) == before
        found.dispose()
        open_store(tmp_path / "w").close()
    assert cut > 20


def _cut_off(folder: Path, at: int) -> bool:
    """Open a store whose engine fails at its `at`-th statement; whether it came to that."""
    left = at

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise sqlite3.OperationalError("the power went")

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    try:
        open_store(folder).close()
    except (WorkspaceError, sqlite3.OperationalError):
        return True
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", count)
    return False


def described(
    database: sa.Engine, without: frozenset[str] | set[str] = frozenset()
) -> dict[str, object]:
    look = inspect(database)
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(table)],
            look.get_pk_constraint(table)["constrained_columns"],
            sorted(
                (str(i["name"]), i["column_names"], i["unique"]) for i in look.get_indexes(table)
            ),
        )
        for table in sorted(set(look.get_table_names()) - set(without))
    }


def test_a_workspace_of_a_newer_desireline_is_left_alone(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "workspace.db")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(WorkspaceError, match="newer Desireline"):
        open_store(tmp_path)


@pytest.mark.parametrize(
    "content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\1" * 5000]
)
def test_a_damaged_database_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "workspace.db").write_bytes(content)
    with pytest.raises(WorkspaceError, match=r"workspace\.db is damaged"):
        open_store(tmp_path)


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "workspace.db")
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(WorkspaceError, match="another program"):
        open_store(tmp_path)


def test_a_missing_folder_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="no folder") as raised:
        open_store(tmp_path / "none")
    assert "desireline init" in raised.value.hint


def test_the_second_writer_waits_and_then_learns_who_holds_the_lock(store: Store) -> None:
    first = store.writer_lock(purpose="import of a.csv")
    second = store.writer_lock(purpose="erase")
    first.acquire(wait_seconds=0)
    with pytest.raises(WorkspaceError, match=r"process \d+ on .* \(import of a\.csv, since"):
        second.acquire(wait_seconds=0.1)
    timer = threading.Timer(0.3, first.release)
    timer.start()
    second.acquire(wait_seconds=10)
    second.release()
    timer.join()
