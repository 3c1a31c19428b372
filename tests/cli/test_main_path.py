"""A newcomer's walk: exports in, status, insights, tables and a map out, by the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

TABLES = ("identities", "journeys", "steps", "utterances", "events", "transitions", "stages")


def test_init_then_import_then_status(desireline, sample_exports: Path, tmp_path: Path) -> None:
    acme = tmp_path / "acme"
    assert desireline("init", acme).code == 0
    imported = desireline("import", sample_exports, "-w", acme, "--json")
    assert imported.code == 0, imported.err
    files = json.loads(imported.out)
    recognised = {Path(file["path"]).name: file["source"] for file in files if not file["error"]}
    assert len(recognised) == 7
    status = json.loads(desireline("status", "-w", acme, "--json").out)
    assert status["events"] == sum(file["events"] - file["duplicates"] for file in files)
    assert 0 < status["customers"] < status["events"]
    assert set(status) >= {
        "events", "customers", "journeys", "touchpoints", "variants", "first_at", "last_at",
        "sources",
    }  # fmt: skip


def test_the_same_files_twice_add_nothing(
    desireline, sample_exports: Path, tmp_path: Path
) -> None:
    acme = tmp_path / "acme"
    desireline("init", acme)
    desireline("import", sample_exports, "-w", acme)
    before = desireline("status", "-w", acme, "--json").out
    again = json.loads(desireline("import", sample_exports, "-w", acme, "--json").out)
    assert all(file["events"] == file["duplicates"] for file in again)
    assert desireline("status", "-w", acme, "--json").out == before


def test_insights_are_sentences_or_the_published_json(desireline, sample_workspace: Path) -> None:
    words = desireline("insights", "-w", sample_workspace)
    assert words.code == 0, words.err
    assert re.search(r"\d", words.out)
    found = json.loads(desireline("insights", "-w", sample_workspace, "--json").out)
    assert {"pain", "drop_off", "coverage"} <= {insight["kind"] for insight in found}
    for insight in found:
        if insight["value"] is not None and insight["low"] is not None:
            assert insight["low"] <= insight["value"] <= insight["high"]
            assert insight["n"] >= 5


def test_a_purpose_is_asked_for_by_the_title_that_its_map_has(
    desireline, sample_workspace: Path
) -> None:
    named = desireline("insights", "-w", sample_workspace, "-p", "get_help", "--json")
    titled = desireline("insights", "-w", sample_workspace, "-p", "get HELP", "--json")
    assert titled.code == 0, titled.err
    assert json.loads(titled.out) == json.loads(named.out)
    assert {insight["purpose"] for insight in json.loads(titled.out)} == {"get_help"}
    unknown = desireline("insights", "-w", sample_workspace, "-p", "rent")
    assert unknown.code == 2
    assert "get_help (“Get help”)" in unknown.err


@pytest.mark.parametrize("table", TABLES)
def test_each_table_is_exported(
    desireline, sample_workspace: Path, tmp_path: Path, table: str
) -> None:
    target = tmp_path / f"{table}.parquet"
    run = desireline("export", table, "-w", sample_workspace, "-o", target)
    assert run.code == 0, run.err
    assert pq.read_metadata(target).num_rows > 0


def test_no_export_holds_an_unmasked_address(
    desireline, sample_workspace: Path, tmp_path: Path
) -> None:
    for table in ("utterances", "events"):
        target = tmp_path / f"{table}.parquet"
        desireline("export", table, "-w", sample_workspace, "-o", target)
        texts = pq.read_table(target, columns=["text_masked"])["text_masked"].drop_null()
        assert not [text for text in texts.to_pylist() if re.search(r"\w@\w+\.\w", text)]


@pytest.mark.parametrize("ending", ["html", "svg", "png", "pdf", "json"])
def test_a_folder_of_exports_becomes_a_map(
    desireline, sample_workspace: Path, tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"map.{ending}"
    run = desireline("map", "-w", sample_workspace, "-o", target)
    assert run.code == 0, run.err
    starts = {
        "html": b"<!doctype",
        "svg": b"<svg",
        "png": b"\x89PNG",
        "pdf": b"%PDF",
        "json": b"{",
    }
    assert target.read_bytes()[:9].lower().startswith(starts[ending].lower())


def test_one_file_alone_gives_a_map_and_says_what_would_help(
    desireline, sample_exports: Path, tmp_path: Path
) -> None:
    alone = next(sample_exports.glob("tickets*"))
    target = tmp_path / "map.html"
    run = desireline("map", alone, "-o", target)
    assert run.code == 0, run.err
    assert target.stat().st_size > 10_000
    assert "would add" in run.err


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        (
            "user_id,event,timestamp\n{0},{1},2026-01-0{2} 10:00:00\n",
            {"survey", "Tickets", "orders"},
        ),
        ("case_id,activity,timestamp\n{0},{1},2026-01-0{2} 10:00:00\n", {"survey", "Tickets"}),
    ],
)
def test_no_file_is_asked_for_that_is_there_or_makes_no_sense(
    desireline, tmp_path: Path, table: str, wanted: set[str]
) -> None:
    head, row = table.splitlines()
    rows = [row.format(n, deed, day) for n in range(8) for day, deed in enumerate("abc", 1)]
    (tmp_path / "log.csv").write_text("\n".join([head, *rows]) + "\n")
    run = desireline("map", tmp_path / "log.csv", "-o", tmp_path / "map.json")
    assert run.code == 0, run.err
    asked = [line for line in run.err.splitlines() if "would add" in line]
    told = ("survey", "Tickets", "orders", "Web or app")
    assert {one for line in asked for one in told if one in line} == wanted


def test_help_names_every_command_and_comes_at_once(desireline) -> None:
    run = desireline("--help")
    assert run.code == 0
    for command in ("demo", "map", "init", "import", "status", "insights", "export", "serve"):
        assert re.search(rf"^\W*{command}\b", run.out, re.MULTILINE)


def test_the_same_files_say_the_same_again(
    desireline, sample_exports: Path, sample_workspace: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    assert desireline("init", again).code == 0
    assert desireline("import", sample_exports, "-w", again).code == 0
    told, numbered = [], []
    for folder in (sample_workspace, again):
        told.append(json.loads(desireline("insights", "-w", folder, "--json").out))
        desireline("export", "identities", "-w", folder, "-o", tmp_path / "who.parquet")
        numbered.append(pq.read_table(tmp_path / "who.parquet").sort_by("subject").to_pylist())
    assert numbered[0] == numbered[1]
    assert told[0] == told[1]
