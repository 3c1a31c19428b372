"""What goes wrong is said in words: what was found, what to do. Never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


def _clean(run, code: int = 2) -> str:
    assert run.code == code, run.err
    assert "Traceback" not in run.err + run.out
    return run.err


def test_a_missing_path_is_named(desireline, tmp_path: Path) -> None:
    words = _clean(desireline("map", tmp_path / "nowhere", "-o", tmp_path / "map.html"))
    assert "nowhere" in words
    assert not (tmp_path / "map.html").exists()


def test_an_empty_folder_says_what_to_name(desireline, tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    assert "exports" in _clean(
        desireline("map", tmp_path / "exports", "-o", tmp_path / "map.html")
    )


def test_a_folder_that_is_no_workspace_says_how_to_make_one(desireline, tmp_path: Path) -> None:
    assert "desireline init" in _clean(desireline("status", "-w", tmp_path))


def test_a_workspace_is_not_made_over_other_files(desireline, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    _clean(desireline("init", tmp_path))
    assert (tmp_path / "thesis.txt").read_text() == "precious"


def test_an_unknown_table_is_answered_with_the_known_ones(
    desireline, sample_workspace: Path, tmp_path: Path
) -> None:
    words = _clean(
        desireline("export", "feelings", "-w", sample_workspace, "-o", tmp_path / "x.csv")
    )
    assert "journeys" in words


def test_an_unknown_ending_is_answered_with_the_known_ones(
    desireline, sample_workspace: Path, tmp_path: Path
) -> None:
    words = _clean(desireline("map", "-w", sample_workspace, "-o", tmp_path / "map.docx"))
    assert ".html" in words


def test_a_broken_file_stops_neither_the_others_nor_the_report(
    desireline, sample_exports: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "noise.csv").write_bytes(bytes(range(256)) * 40)
    orders = next(sample_exports.glob("orders*"))
    (folder / orders.name).write_bytes(orders.read_bytes())
    desireline("init", tmp_path / "acme")
    run = desireline("import", folder, "-w", tmp_path / "acme", "--json")
    files = {Path(file["path"]).name: file for file in json.loads(run.out)}
    assert files["noise.csv"]["error"]["hint"]
    assert files[orders.name]["events"] > 0


@pytest.mark.parametrize("verb", ["insights", "map"])
def test_an_empty_workspace_says_what_to_do_next(desireline, tmp_path: Path, verb: str) -> None:
    desireline("init", tmp_path / "acme")
    run = desireline(verb, "-w", tmp_path / "acme", cwd=tmp_path)
    assert "Traceback" not in run.err
    assert "mport" in run.out + run.err
