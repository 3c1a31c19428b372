"""The commands around unknown tables: propose, test, ask, quality."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desireline import app

Desireline = Callable[..., Any]
LOG = "user_id,event,when\n" + "".join(
    f"u{n % 7},{('look', 'buy')[n % 2]},2025-01-{n + 1:02d} 10:00:00\n" for n in range(20)
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "log.csv").write_text(LOG + "u1,buy,never\n")
    return tmp_path / "log.csv"


def test_a_proposal_is_kept_tried_and_imported_alike(
    desireline: Desireline, log: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "log.toml"
    proposed = desireline("mapping", "propose", log, "-o", kept, "--json")
    assert proposed.code == 0
    (told,) = json.loads(proposed.out)
    roles = {one["column"]: (one["role"], one["confidence"] > 0.8) for one in told["columns"]}
    assert roles == {
        "user_id": ("customer", True),
        "event": ("activity", True),
        "when": ("time", True),
    }
    assert all(one["reason"] for one in told["columns"])
    assert told["preview"]["files"][0]["bridge"]["rows"] == {
        "read": 21, "gave_events": 20, "quarantined": 1, "left_out": 0,
    }  # fmt: skip
    tried = desireline("mapping", "test", kept, log, "--strict")
    assert tried.code == 1
    assert "20 that give 20 events + 1 set aside" in tried.err
    assert "never" in tried.err


def test_a_list_of_contracts_is_proposed_in_words(desireline: Desireline, tmp_path: Path) -> None:
    """It ended with a fault: nobody had told what such a table is."""
    path = tmp_path / "contracts.csv"
    lines = ["contract_no,customer_id,tariff,contract_start,contract_end"]
    for n in range(120):
        end = f"2025-{n % 9 + 1:02d}-11" if n % 4 == 0 else ""
        lines.append(f"V{n},K{n},Small,2024-{n % 12 + 1:02d}-03,{end}")
    path.write_text("\n".join(lines), encoding="utf-8")
    told = desireline("mapping", "propose", path)
    assert told.code == 0
    assert "each row is one contract or account: when it began, and when it ended" in told.err


def test_a_mapping_kept_again_has_the_next_version(
    desireline: Desireline, log: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "log.toml"
    for _ in range(2):
        assert desireline("mapping", "propose", log, "-o", kept).code == 0
    assert tomllib.loads(kept.read_text())["version"] == 2
    assert (tmp_path / "log.toml.before").exists()


def test_asking_for_exports_gives_a_ready_email(desireline: Desireline) -> None:
    asked = desireline("import", "--ask", "zendesk,shopify", "--json")
    found = json.loads(asked.out)
    assert [one["name"] for one in found] == ["Zendesk", "Shopify"]
    assert all(one["where"] in one["email"] for one in found)
    unknown = desireline("import", "--ask", "zendsk")
    assert unknown.code == 2
    assert "zendesk" in unknown.err


def test_one_tool_that_is_not_known_does_not_hide_the_others(desireline: Desireline) -> None:
    asked = desireline("import", "--ask", "klaviyo,toaster,umami", "--json")
    assert [one["name"] for one in json.loads(asked.out)] == ["Klaviyo", "Umami"]
    assert "toaster" in asked.err
    assert asked.code == 2


def test_nobody_is_sent_for_an_export_that_is_then_refused() -> None:
    """Reports of campaigns, of orders by name and of metrics hold totals or nobody: they were asked for."""
    where = {str(one["name"]): str(one["where"]) for one in app.export_requests(
        "google ads", "woocommerce", "klaviyo", "shopify", "chatwoot")}  # fmt: skip
    assert "ads_ClickStats" in where["Google Ads or Meta Ads"]
    assert "REST API" in where["WooCommerce"]
    assert "Events API" in where["Klaviyo"]
    assert "Customers > Export" not in where["Shopify"]
    assert "/messages" in where["Chatwoot"]


def test_every_known_tool_answers_to_its_name() -> None:
    tools = [name for _, name in app.known_tools()]
    assert [one["name"] for one in app.export_requests(*tools)] == tools


def test_quality_says_what_to_know(tmp_path: Path, log: Path) -> None:
    stamps = [f"2025-02-{d:02d} 08:00:00" for d in range(1, 28)] * 2
    lines = [
        f"t{n},{word},{stamp}"
        for n, day in enumerate(stamps)
        for word, stamp in (("solved", day), ("closed", day.replace("08:00", "20:00")))
    ]
    (tmp_path / "case.csv").write_text("case_id,activity,timestamp\n" + "\n".join(lines) + "\n")
    (tmp_path / "old.csv").write_text(
        "user_id,event,when\nu1,look,2024-12-24 10:00:00\ntester@example.org,look,2025-01-05 10:00:00\n"
    )
    with app.create(tmp_path / "w") as opened:
        opened.add(log, tmp_path / "case.csv")
        opened.add(tmp_path / "old.csv")
        report = opened.quality()
    by_source = {one["source"]: one for one in report.sources}
    assert by_source["clickstream"]["late"] == 2
    assert by_source["clickstream"]["missing"]["text"] == 1
    assert [(one["kind"], one["subjects"]) for one in report.suspects] == [("test account", 1)]
    (timer,) = report.fixed_timers
    assert (timer["before"], timer["after"], timer["hours"], timer["n"]) == (
        "solved",
        "closed",
        12,
        54,
    )
    assert [(one["code"], one["rows"]) for one in report.quarantined] == [("bad-time", 1)]
    assert report.totals["rows"] == 21 + 108 + 2
    months = {(one["channel"], one["month"]): one["events"] for one in report.coverage}
    assert months[("unknown", "2024-12")] == 1


def test_an_hour_that_did_not_exist_is_told(tmp_path: Path, log: Path) -> None:
    del log
    (tmp_path / "log.csv").write_text(
        "user_id,event,when\nu1,buy,2025-03-30 02:30:00\nu1,buy,2025-10-26 02:30:00\n"
        "u2,buy,2025-07-01 02:30:00\n"
    )
    (tmp_path / "log.toml").write_text(
        'name = "log"\nzone = "Europe/Berlin"\n[tables.log]\ncolumns = ["user_id", "event", "when"]\n'
        '[[events]]\ntable = "log"\nsubject = "user:{user_id}"\nat = "{when}"\nactivity = "{event}"\n'
    )
    with app.create(tmp_path / "w") as opened:
        (file,) = opened.add(tmp_path / "log.csv", mapping=tmp_path / "log.toml").files
        clocks = [one["what"] for one in opened.quality().clocks]
    assert any("1 times stand in an hour that did not exist" in words for words in file.warnings)
    assert any("1 times stand in an hour that came twice" in words for words in file.warnings)
    assert len(clocks) == 2
