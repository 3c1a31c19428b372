"""The mappings that ship: each claims its tool's columns, reads them all, and no other's."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desireline import sources
from desireline.sources import mapping as m

Read = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a CSV; the first row is the header."""

    def write(name: str, *rows: Sequence[Any]) -> Path:
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        return path

    return write


@pytest.fixture
def imported(tmp_path: Path) -> Read:
    """Recognise and read files as `import` does; every file must be of the named mapping."""
    import pyarrow.parquet as pq

    def run(mapping: str, *paths: Path) -> list[dict[str, Any]]:
        found = sources.recognise(paths)
        assert found.refused == []
        assert [unit.mapping for unit in found.units] == [mapping]
        folder = tmp_path / "staging"
        folder.mkdir()
        parsed = sources.parse(found.units[0], staging=folder, progress=lambda _done, _all: None)
        assert sum(report.quarantined for report in parsed.reports) == 0
        rows = [row for path in parsed.staged for row in pq.read_table(path).to_pylist()]
        return sorted(rows, key=lambda row: (row["record"] or "", row["at"], row["activity"]))

    return run


def test_orders_become_one_event_per_time_that_has_come(
    table: Callable[..., Path], imported: Read
) -> None:
    path = table(
        "export.csv",
        ("Order ID", "Customer Email", "Order Date", "Shipped At", "Delivered At", "Total", "Currency"),
        ("A1", "Ann@x.org", "2026-01-02 10:00:00", "2026-01-03 10:00:00", "2026-01-06 10:00:00", "30.50", "EUR"),
        ("A2", "bo@x.org", "2026-01-04 10:00:00", "2026-01-05 10:00:00", "", "12.00", "EUR"),
    )  # fmt: skip

    events = imported("orders", path)

    assert [(row["record"], row["activity"]) for row in events] == [
        ("A1", "order created"),
        ("A1", "order shipped"),
        ("A1", "order delivered"),
        ("A2", "order created"),
        ("A2", "order shipped"),
    ]
    created, shipped, delivered, *_ = events
    assert (created["value"], created["currency"]) == (Decimal("30.5000"), "EUR")
    assert shipped["value"] is None
    assert (created["actor"], shipped["actor"]) == ("customer", "company")
    assert delivered["outcome"] == "completed"
    assert created["event_id"] == "orders:A1:created"
    assert created["object_ids"] == ["order:A1"]


def test_calls_tell_answered_from_abandoned_and_inbound_from_outbound(
    table: Callable[..., Path], imported: Read
) -> None:
    path = table(
        "calls.csv",
        ("call_id", "start_time", "direction", "caller_number", "wait_seconds", "talk_time", "status", "transcript"),
        ("1", "2026-01-02T10:00:00+01:00", "inbound", "+49301234567", 95, "0:04:10", "Resolved", "Agent: hi"),
        ("2", "2026-01-02T11:00:00+01:00", "inbound", "withheld", 240, "", "Abandoned", ""),
        ("3", "2026-01-02T12:00:00+01:00", "outbound", "+49301234567", "", 60, "", ""),
    )  # fmt: skip

    answered, abandoned, outbound = imported("calls", path)

    assert (answered["activity"], answered["wait_s"], answered["duration_s"]) == (
        "call: Resolved", 95, 250)  # fmt: skip
    assert answered["outcome"] == "resolved"
    assert answered["at"] == datetime(2026, 1, 2, 9, tzinfo=UTC)
    assert answered["subject"] == "phone:+49301234567"
    assert (abandoned["activity"], abandoned["subject"]) == ("abandoned call", "call:2")
    assert (outbound["actor"], outbound["activity"]) == ("employee", "company calls")


def test_the_same_words_of_a_survey_are_said_once(
    table: Callable[..., Path], imported: Read
) -> None:
    path = table(
        "answers.csv",
        ("respondent_id", "date", "email", "nps", "csat", "ces", "comment"),
        ("r1", "2026-01-02", "a@x.org", 9, 4, "", "Good"),
        ("r2", "2026-01-13", "b@x.org", 2, "", 6, "Slow"),
        ("r3", "2026-01-14", "", "", "", "", "Only words"),
        ("r4", "2026-01-15", "", "", "", 1, ""),
    )

    events = imported("surveys", path)

    said = [(row["record"], row["rating_kind"], row["rating"], row["text"]) for row in events]
    assert sorted(said, key=str) == [
        ("r1", "csat", Decimal(4), "Good"),
        ("r1", "nps", Decimal(9), None),
        ("r2", "ces", Decimal(6), None),
        ("r2", "nps", Decimal(2), "Slow"),
        ("r3", None, None, "Only words"),
        ("r4", "ces", Decimal(1), None),
    ]
    ends = {row["rating_kind"]: (row["rating_low"], row["rating_high"]) for row in events}
    assert ends["nps"] == (0, 10)
    assert ends["ces"] == (1, 7)
    assert {row["subject"] for row in events} == {
        "email:a@x.org", "email:b@x.org", "response:r3", "response:r4"}  # fmt: skip


def test_contacts_tie_numbers_addresses_and_phones_together(
    table: Callable[..., Path], imported: Read
) -> None:
    path = table(
        "crm.csv",
        ("Contact ID", "First Name", "Last Name", "Email", "Phone", "Created Date", "Lifecycle Stage"),
        ("C7", "Ann", "Lee", "ann@x.org", "+3161", "2025-06-01", "customer"),
    )  # fmt: skip

    (event,) = imported("contacts", path)

    assert event["subject"] == "crm:C7"
    assert {"email:ann@x.org", "phone:+3161", "name:Ann Lee"} <= set(event["identifiers"])
    assert (event["actor"], event["activity"]) == ("system", "contact created")


def test_tickets_are_joined_with_their_comments(
    table: Callable[..., Path], imported: Read
) -> None:
    tickets = table(
        "tickets.csv",
        ("ticket_id", "created_at", "requester_email", "subject", "status", "channel", "resolved_at", "csat"),
        ("T1", "2026-01-02 10:00:00", "ann@x.org", "Late", "closed", "E-Mail", "2026-01-04 10:00:00", "bad"),
        ("T2", "2026-01-03 10:00:00", "bo@x.org", "Broken", "open", "chat", "", ""),
    )  # fmt: skip
    comments = table(
        "comments.csv",
        ("comment_id", "ticket_id", "created_at", "author_role", "body"),
        (1, "T1", "2026-01-02 12:00:00", "agent", "We look into it"),
        (2, "T1", "2026-01-03 12:00:00", "customer", "Any news?"),
    )

    events = imported("tickets", tickets, comments)

    said = [(row["record"], row["activity"], row["actor"]) for row in events]
    assert said == [
        ("T1", "ticket opened", "customer"),
        ("T1", "agent reply", "employee"),
        ("T1", "customer reply", "customer"),
        ("T1", "ticket rated", "customer"),
        ("T1", "ticket solved", "employee"),
        ("T2", "ticket opened", "customer"),
    ]
    assert {row["subject"] for row in events[:5]} == {"email:ann@x.org"}
    assert (events[3]["rating"], events[3]["rating_low"], events[3]["rating_high"]) == (0, 0, 1)
    assert [row["channel"] for row in events if row["activity"] == "ticket opened"] == [
        "email", "chat"]  # fmt: skip


def test_reviews_of_any_shop_have_stars_and_words(
    table: Callable[..., Path], imported: Read
) -> None:
    path = table(
        "reviews.csv",
        ("review_id", "stars", "review_date", "review_text", "reviewer_name", "product"),
        ("1", 5, "2026-01-20", "Lovely", "Ann", "Mug"),
        ("2", 1, "2026-01-21", "Broke at once", "Bo", "Mug"),
    )

    events = imported("reviews", path)

    assert [(row["rating"], row["text"]) for row in events] == [
        (5, "Lovely"), (1, "Broke at once")]  # fmt: skip
    assert {row["rating_kind"] for row in events} == {"stars"}
    assert {row["date_only"] for row in events} == {True}


def test_shopifys_own_export_counts_an_order_with_three_items_once(
    table: Callable[..., Path], imported: Read
) -> None:
    """Columns: help.shopify.com/en/manual/fulfillment/managing-orders/exporting-orders."""
    header = ("Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at",
              "Currency", "Total", "Created at", "Lineitem name")  # fmt: skip
    again = ("#1001", "ann@x.org", "", "", "", "", "", "", "2026-01-02 10:00:00 +0100", "Cup")
    path = table(
        "orders.csv",
        header,
        ("#1001", "ann@x.org", "paid", "2026-01-02 10:01:00 +0100", "fulfilled",
         "2026-01-03 09:00:00 +0100", "EUR", "40.00", "2026-01-02 10:00:00 +0100", "Mug"),
        again,
        again,
    )  # fmt: skip

    events = imported("shopify_orders_csv", path)

    assert [row["activity"] for row in events] == ["order created", "order paid", "order shipped"]
    assert sum(row["value"] or 0 for row in events) == 40


def test_pwcs_call_log_was_answered_in_8108_of_10000_calls(
    shared_data: Path, imported: Read
) -> None:
    events = imported(
        "calls_answered", shared_data / "call_centre_pwc" / "Call-Center-Dataset.csv"
    )

    kinds = Counter(row["activity"] for row in events)
    answered = [row for row in events if row["activity"] == "call"]
    waits = [row["wait_s"] for row in answered]
    ratings = [row["rating"] for row in answered]
    assert kinds == {"call": 4054, "abandoned call": 946}
    assert round(kinds["call"] / len(events), 4) == 0.8108
    assert round(sum(waits) / len(waits), 2) == 67.52
    assert round(float(sum(ratings)) / len(ratings), 3) == 3.404
    resolved = sum(row["outcome"] == "resolved" for row in answered)
    assert round(resolved / len(answered), 4) == 0.8994


def test_zendesks_tables_are_one_unit_and_nobody_unknown_speaks_for_the_customer(
    shared_data: Path, imported: Read
) -> None:
    folder = shared_data / "connector_exports" / "zendesk"
    names = ("ticket_data.csv", "ticket_comment_data.csv", "user_data.csv")

    events = imported("zendesk_tables", *(folder / name for name in names))

    kinds = Counter((row["activity"], row["actor"]) for row in events)
    assert kinds[("ticket opened", "customer")] == 10
    assert kinds[("ticket comment", "system")] == 20
    assert sum(kinds.values()) == 38


@pytest.mark.parametrize(
    ("mapping", "path", "rows"),
    [
        ("reviews_alexa", "reviews_amazon_alexa/amazon_alexa.tsv", 3150),
        ("reviews_lounge", "reviews_skytrax/lounge.csv", 2264),
        ("shopify_orders", "connector_exports/shopify/shopify_order_data.csv", 8),
        ("hubspot_contacts", "connector_exports/hubspot/contact_data.csv", 22),
    ],
)
def test_real_layouts_are_recognised_by_their_columns(
    shared_data: Path, imported: Read, mapping: str, path: str, rows: int
) -> None:
    events = imported(mapping, shared_data / path)

    assert len(events) == rows


def test_every_file_of_the_sample_company_is_recognised_by_its_content(tmp_path: Path) -> None:
    from desireline import sample

    sample.write(tmp_path / "first", seed=3, customers=25)
    renamed = tmp_path / "renamed"
    renamed.mkdir()
    for number, path in enumerate(sorted((tmp_path / "first").glob("*_*.*"))):
        path.rename(renamed / f"file{number}.dat")
    for name in ("calls", "orders", "surveys"):
        (tmp_path / "first" / f"{name}.csv").rename(renamed / f"{name}.dat")

    found = sources.recognise([renamed])

    assert found.refused == []
    assert sorted((unit.source, unit.mapping or "") for unit in found.units) == [
        ("calls", "calls"),
        ("crm", "contacts"),
        ("ga4", ""),
        ("orders", "orders"),
        ("segment", ""),
        ("surveys", "surveys"),
        ("zendesk", ""),
    ]


def test_neighbours_of_orders_and_tickets_are_not_taken_for_them(shared_data: Path) -> None:
    folder = shared_data / "connector_exports" / "shopify"
    names = ("shopify_refund_data", "shopify_gql_fulfillment_data", "shopify_gql_product_data")

    found = sources.recognise([folder / f"{name}.csv" for name in names])

    assert {unit.mapping for unit in found.units} <= {"guessed"}


def test_every_mapping_names_its_channel_and_its_actor_words() -> None:
    actors = {"customer", "company", "employee", "system"}

    for mapping in m.built_in():
        for event in mapping.events:
            for part in event.milestones or [event]:
                said = part.actor
                words = set(said.map.values()) if isinstance(said, m.Value) else {said} - {None}
                assert words <= actors, (mapping.name, words)
                assert part.channel or event.channel, (mapping.name, part.activity)
