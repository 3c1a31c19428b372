"""Erasure and registry hold where the state is in PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import psycopg
import pytest

import desireline
from desireline.workspace.holdings import holdings, undeclared_places

pytestmark = pytest.mark.slow


def test_nothing_of_an_erased_customer_is_left_in_folder_or_tables(
    tmp_path: Path, company: ModuleType, looking: ModuleType, team_database: str
) -> None:
    her = company.HER
    company.write(tmp_path / "exports")
    with desireline.open(tmp_path / "acme", database=team_database) as workspace:
        assert not workspace.add(tmp_path / "exports").failed
        map_id = workspace.maps()[0].id
        workspace.edit_map(map_id, [{"command": "rename_map", "title": f"What {her.user} met"}])
        workspace.talk.say(workspace.members.local_owner(), map_id, f"Call {her.name}.")
        assert _tables_with(team_database, her.markers)
        certificate = workspace.erase(her.email).certificate
    assert certificate is not None
    assert any("write-ahead log" in words for words in certificate["not_reached"])
    assert looking.files_with(tmp_path / "acme", her.markers) == {}
    assert _tables_with(team_database, her.markers) == set()
    assert undeclared_places(tmp_path / "acme") == []


def _tables_with(address: str, markers: tuple[str, ...]) -> set[str]:
    """The tables in which a word stands; every table must be declared."""
    plain, _, schema = address.partition("?schema=")
    found: set[str] = set()
    with psycopg.connect(plain, options=f"-c search_path={schema}") as connection:
        names = [
            row[0]
            for row in connection.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = %s",
                (schema,),
            )
        ]
        assert set(names) - {holding.name for holding in holdings().tables} == set()
        for name in names:
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()  # type: ignore[arg-type]
            text = " ".join(
                bytes(cell).decode("utf-8", "replace")
                if isinstance(cell, bytes | memoryview)
                else str(cell)
                for row in rows
                for cell in row
            ).casefold()
            if any(marker.casefold() in text for marker in markers):
                found.add(name)
    return found
