"""The sample company: the same bytes for the same seed, the formats of the tools, the planted facts."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desireline import sample
from desireline.sample.company import PERIOD_END, PERIOD_START, PLANTED
from desireline.sample.generator import simulate
from desireline.sample.ledger import Ledger
from desireline.sample.truth import came_again, truth

FILES = {
    "web_ga4_events.jsonl",
    "app_segment_events.jsonl",
    "tickets_zendesk.json",
    "calls.csv",
    "surveys.csv",
    "orders.csv",
    "crm_contacts.csv",
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> sample.SampleReport:
    folder = tmp_path_factory.mktemp("sample") / "exports"
    return sample.write(folder, seed=3, customers=400, truth=True)


@pytest.fixture(scope="module")
def large() -> Ledger:
    return simulate(seed=5, customers=6_000)


def lines(report: sample.SampleReport, name: str) -> Iterator[dict[str, Any]]:
    with (report.folder / name).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def table(report: sample.SampleReport, name: str) -> list[dict[str, str]]:
    with (report.folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_same_seed_writes_the_same_bytes_and_another_seed_another_year(tmp_path: Path) -> None:
    sample.write(tmp_path / "a", seed=1, customers=60)
    sample.write(tmp_path / "b", seed=1, customers=60)
    sample.write(tmp_path / "c", seed=2, customers=60)
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert digests(tmp_path / "a")["calls.csv"] != digests(tmp_path / "c")["calls.csv"]


def test_seven_files_and_a_note_are_written_and_counted(company: sample.SampleReport) -> None:
    assert set(company.files) == FILES
    assert {path.name for path in company.folder.iterdir()} == FILES | {"README.txt"}
    assert company.files["orders.csv"] == len(table(company, "orders.csv"))
    assert company.files["web_ga4_events.jsonl"] == sum(
        1 for _ in lines(company, "web_ga4_events.jsonl")
    )


def test_every_file_says_that_it_is_a_sample_where_its_tool_would_show_a_name(
    company: sample.SampleReport,
) -> None:
    assert "generated sample" in (company.folder / "README.txt").read_text(encoding="utf-8")
    for name in FILES - {"surveys.csv", "crm_contacts.csv"}:  # these two hold no company name
        assert "(sample)" in (company.folder / name).read_text(encoding="utf-8"), name


def test_nobody_in_it_can_exist(company: sample.SampleReport) -> None:
    contacts = table(company, "crm_contacts.csv")
    assert all(row["email"].endswith(".example") for row in contacts if row["email"])
    dramatic = ("+44113496", "+44207946", "+44808157")
    assert all(row["phone"].startswith(dramatic) for row in contacts if row["phone"])


def test_truth_is_written_beside_the_exports_and_only_when_asked(
    company: sample.SampleReport, tmp_path: Path
) -> None:
    assert company.truth is not None
    assert company.truth == company.folder.with_name("exports.truth.json")
    facts = json.loads(company.truth.read_text(encoding="utf-8"))["facts"]
    failed = {
        row["order_id"] for row in table(company, "orders.csv") if row["collection_failed_at"]
    }
    assert failed <= set(facts["collection_failed"]["order_ids"])
    assert sample.write(tmp_path / "x", seed=1, customers=50).truth is None
    assert not (tmp_path / "x.truth.json").exists()


def test_web_ids_become_known_at_log_in_and_some_never_do(company: sample.SampleReport) -> None:
    users: dict[str, set[str | None]] = {}
    for hit in lines(company, "web_ga4_events.jsonl"):
        users.setdefault(hit["user_pseudo_id"], set()).add(hit.get("user_id"))
    assert any(None in known and len(known) == 2 for known in users.values())
    assert any(known == {None} for known in users.values())
    assert all(len(known - {None}) <= 1 for known in users.values())


def test_ga4_writes_whole_numbers_as_strings_and_parameters_nested(
    company: sample.SampleReport,
) -> None:
    hit = next(lines(company, "web_ga4_events.jsonl"))
    assert isinstance(hit["event_timestamp"], str)
    session = next(item for item in hit["event_params"] if item["key"] == "ga_session_id")
    assert session["value"]["int_value"].isdigit()


def test_some_deliveries_come_twice_and_some_late(company: sample.SampleReport) -> None:
    messages = Counter(row["messageId"] for row in lines(company, "app_segment_events.jsonl"))
    assert messages.most_common(1)[0][1] == 2
    late = [
        row
        for row in lines(company, "app_segment_events.jsonl")
        if (_time(row["receivedAt"]) - _time(row["timestamp"])).total_seconds() > 3600
    ]
    assert late


def test_nothing_happens_outside_the_year_and_the_last_days_are_unfinished(large: Ledger) -> None:
    assert all(PERIOD_START <= hit.at < PERIOD_END for hit in large.web)
    assert all(call.at < PERIOD_END for call in large.calls)
    recent = [o for o in large.orders if o.times["created"] > PERIOD_END - 2 * 86_400_000]
    on_the_way = [o for o in recent if o.times.get("delivered", PERIOD_END) >= PERIOD_END]
    assert len(on_the_way) > 0.8 * len(recent) > 0


def test_what_happens_to_an_order_happens_in_order(large: Ledger) -> None:
    for order in large.orders:
        known = [order.times[key] for key in ("created", "paid", "picked", "shipped", "delivered")
                 if key in order.times]  # fmt: skip
        assert known == sorted(known)
        if "collection_failed" in order.times:
            assert order.times["ready"] < order.times["collection_failed"]


def test_the_planted_rates_are_the_rates_in_the_files(large: Ledger) -> None:
    facts = truth(large)
    count = {fact: found["orders"] for fact, found in facts["facts"].items()}
    # orders of the last days never got as far as a visit or a call: a little below is right
    assert count["collection_failed"] / facts["collections"] == pytest.approx(
        PLANTED.collection_fails, abs=0.035
    )
    assert count["callback_broken"] / count["callback_promised"] == pytest.approx(
        PLANTED.callback_broken, abs=0.06
    )
    assert count["invoice_complaint"] / facts["orders"] == pytest.approx(
        PLANTED.invoice_complaint, abs=0.02
    )


def test_invoices_are_loud_and_harmless_and_the_three_problems_are_not(large: Ledger) -> None:
    facts = truth(large)
    loud = facts["facts"]["invoice_complaint"]["orders"]
    assert loud > 1.7 * facts["facts"]["collection_failed"]["orders"]
    again = came_again(large.orders)

    def lost(fact: str) -> float:
        return again[fact]["without"]["share"] - again[fact]["with"]["share"]

    assert abs(lost("invoice_complaint")) < 0.05
    assert lost("collection_failed") > 0.12
    assert lost("callback_broken") > 0.15
    assert lost("setup_abandoned") > 0.08
    assert lost("early_delivery") < 0


def test_people_say_hundreds_of_different_things(company: sample.SampleReport) -> None:
    said = [row["comment"] for row in table(company, "surveys.csv") if row["comment"]]
    assert len(set(said)) > 0.8 * len(said) > 100
    assert not any(mark in text for text in said for mark in "{}[]|")
    calls = [row["transcript"] for row in table(company, "calls.csv") if row["transcript"]]
    assert not any(mark in text for text in calls for mark in "{}[]|")


def test_texts_hold_personal_data_to_be_masked(company: sample.SampleReport) -> None:
    bodies = "\n".join(
        comment["body"]
        for made in lines(company, "tickets_zendesk.json")
        for comment in made["comments"]
    )
    assert ".example" in bodies
    assert "496 0" in bodies


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
