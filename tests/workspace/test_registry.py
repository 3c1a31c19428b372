"""The registry of personal data: everything that a workspace keeps is declared, or these tests fail."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import desireline
from desireline.stores.schema import metadata
from desireline.tables import TABLES
from desireline.workspace.holdings import holdings, undeclared_places

HOW = "declare it in the HOLDINGS of the package that writes it (docs/how-to/erase-a-customer.md)"


@pytest.fixture(scope="module")
def lived_in(sample_workspace: Path) -> Path:
    """A workspace in which everything was done that leaves something behind."""
    return sample_workspace


def test_every_dataset_is_declared(lived_in: Path) -> None:
    declared = {holding.name for holding in holdings().datasets}
    on_disk = {path.name for path in (lived_in / "data").iterdir() if path.is_dir()} - {"tmp"}
    in_contract = {table.name for table in TABLES} - {"staged_events"}  # never in a workspace
    assert (on_disk | in_contract) - declared == set(), HOW


def test_every_table_of_the_database_is_declared(lived_in: Path) -> None:
    declared = {holding.name for holding in holdings().tables}
    with sqlite3.connect(lived_in / "workspace.db") as database:
        there = {
            row[0]
            for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    database.close()
    assert (there | set(metadata.tables)) - declared == set(), HOW


def test_every_place_in_the_folder_is_declared(lived_in: Path) -> None:
    assert undeclared_places(lived_in) == [], HOW


def test_a_new_place_is_noticed(tmp_path: Path) -> None:
    desireline.open(tmp_path / "acme").close()
    (tmp_path / "acme" / "inbox").mkdir()
    assert undeclared_places(tmp_path / "acme") == ["inbox"]


def test_personal_columns_of_the_contract_are_those_that_are_declared() -> None:
    by_name = {holding.name: holding for holding in holdings().datasets}
    missing = {
        table.name: sorted(set(table.personal) - set(by_name[table.name].personal))
        for table in TABLES
        if table.name in by_name
    }
    assert {name: columns for name, columns in missing.items() if columns} == {}


def test_what_is_personal_has_a_way_out() -> None:
    for dataset in holdings().datasets:
        assert dataset.why
        assert not dataset.personal or dataset.goes or dataset.quotes or dataset.follows, (
            dataset.name
        )
    for table in holdings().tables:
        assert table.why
        assert not table.personal or table.erase, table.name


def test_no_text_column_of_the_database_is_forgotten() -> None:
    """Columns that hold free text are declared personal, or the table says why it names nobody."""
    short = {
        "id",
        "kind",
        "state",
        "key",
        "sha256",
        "mapping",
        "holder",
        "dataset",
        "hash",
        "erasure",
        "source",
        "digest",
        "scope",
        "role",
        "map",
        "thread",
        "anchor",
        "author",
        "mentions",
        "resolved_by",
    }
    for holding in holdings().tables:
        table = metadata.tables.get(holding.name)
        if table is None or not holding.personal:
            continue
        texts = {c.name for c in table.columns if str(c.type) == "TEXT"} - short
        primary = {c.name for c in table.primary_key.columns}
        assert texts - primary - set(holding.personal) == set(), holding.name
