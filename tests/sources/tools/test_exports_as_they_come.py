"""Exports as a user saves them: the vendor's plain CSV, employees beside customers, a folder of a loader's tables.

Columns: Zendesk's CSV export and Advanced Order Export for WooCommerce as public code that writes and reads them
lists them; Calendly's, Klaviyo's and HubSpot's as public importers quote their headers.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desireline import sources

if TYPE_CHECKING:
    from conftest import Events, Read


def test_zendesks_csv_export_names_the_requester_and_an_unanswered_offer_is_no_rating(
    tool: Callable[..., Events],
) -> None:
    events = tool("zendesk", mapping="zendesk_csv")

    assert events.column("at", "subject", "activity", "channel", "rating") == [
        ("2026-03-05 10:22:00", "zendesk:9001", "ticket opened", "email", None),
        ("2026-03-06 11:00:00", "zendesk:9001", "ticket rated", "survey", 1.0),
        ("2026-03-06 11:00:00", "zendesk:9001", "ticket solved", "system", None),
        ("2026-03-13 09:00:00", "zendesk:9002", "ticket opened", "phone", None),
        ("2026-03-20 09:00:00", "zendesk:9001", "ticket opened", "web", None),
        ("2026-03-20 12:00:00", "zendesk:9001", "ticket solved", "system", None),
    ]
    assert events.rows[0]["event_id"] == "zendesk:4101:opened"  # as the JSON export names it
    assert events.rows[0]["text"] == "Parcel came open,\nwhat now?"
    assert events.rows[0]["identifiers"] == [
        "email:ida.berg@example.org", "user:C-12", "name:Ida Berg"]  # fmt: skip
    assert events.warnings == []


def test_a_row_of_nothing_but_commas_is_left_out_and_the_rows_still_add_up(
    tool: Callable[..., Events],
) -> None:
    events = tool("zendesk", mapping="zendesk_csv")
    (report,) = events.read.reports.values()
    assert (report.rows, events.quarantined) == (4, 0)


def test_hubspots_tickets_belong_to_their_first_contact(tool: Callable[..., Events]) -> None:
    events = tool("hubspot", mapping="hubspot_tickets")

    assert events.column("at", "subject", "activity", "channel", "text") == [
        ("2026-03-01 10:00:00", "hubspot:101", "ticket opened", "email", "Shower leaks\nIt drips, since Monday"),
        ("2026-03-03 11:00:00", "hubspot:101", "ticket solved", "system", None),
        ("2026-03-21 10:00:00", "hubspot:102", "ticket opened", "chat", "Delivery date"),
    ]  # fmt: skip


def test_a_hubspot_stage_that_names_its_pipeline_is_won_all_the_same(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    (tmp_path / "deals.csv").write_text(
        "Record ID,Deal Name,Deal Stage,Close Date,Amount,Create Date,Pipeline\n"
        "1,Big,Closed Won (Sales Pipeline),2026-05-30 16:02,1200.50,2026-02-10 09:11,Sales Pipeline\n"
        "2,Small,Closed lost (Renewals),2026-06-01 16:02,90,2026-03-10 09:11,Renewals\n"
        "3,Open,Contract sent (Sales Pipeline),2026-12-01 16:02,,2026-03-20 09:11,Sales Pipeline\n"
    )
    read = read_here(tmp_path / "deals.csv")
    assert read.rows(
        "SELECT record, activity, CAST(value AS DOUBLE) FROM staged WHERE activity <> 'deal created' ORDER BY record"
    ) == [("1", "deal won", 1200.5), ("2", "deal lost", None)]


def test_klaviyos_list_says_who_is_who(tool: Callable[..., Events]) -> None:
    events = tool("klaviyo", mapping="klaviyo_profiles")
    assert events.column("at", "subject", "activity", "actor") == [
        ("2026-01-05 10:22:33", "klaviyo:01HAA", "contact created", "system"),
        ("2026-02-05 10:22:33", "klaviyo:01HBB", "contact created", "system"),
    ]
    assert events.rows[0]["identifiers"] == ["email:ida.berg@example.org", "name:Ida Berg"]


def test_calendlys_customer_is_the_invitee_and_never_the_host(tool: Callable[..., Events]) -> None:
    events = tool("calendly", mapping="calendly_events")

    assert events.column("at", "subject", "activity", "text") == [
        ("2026-03-21 09:00:00", "email:ida.berg@example.org", "appointment booked", "Boots for my son"),
        ("2026-03-21 10:00:00", "email:jo.lind@example.org", "appointment booked", None),
        ("2026-03-21 11:00:00", "email:kim.dal@example.org", "appointment booked", None),
        ("2026-03-26 14:00:00", "email:jo.lind@example.org", "appointment cancelled", "I am ill"),
        ("2026-03-27 14:00:00", "email:kim.dal@example.org", "appointment missed", None),
    ]  # fmt: skip
    assert "phone:+47 400 00 001" in events.rows[1]["identifiers"]
    assert not any("company.example" in str(row) for row in events)


def test_an_order_of_two_items_in_a_woocommerce_plug_ins_csv_is_one_order(
    tool: Callable[..., Events],
) -> None:
    events = tool("woocommerce", mapping="woocommerce_csv")
    assert events.column("at", "subject", "activity", "value") == [
        ("2026-03-05 11:22:00", "email:ida.berg@example.org", "order created", 1199.9),
        ("2026-03-06 11:22:00", "email:jo.lind@example.org", "order placed, not paid", None),
    ]
    assert events.rows[0]["text"] == "Please ring twice"


def test_woocommerces_own_analytics_tell_who_ordered_where_one_customer_has_the_name(
    tool: Callable[..., Events],
) -> None:
    events = tool("woocommerce", mapping="woocommerce_analytics")
    assert events.column("at", "subject", "activity", "value") == [
        ("2026-01-02 08:00:00", "email:kim.dal@example.org", "signed up", None),
        ("2026-01-03 08:00:00", "email:kim@example.net", "signed up", None),
        ("2026-03-05 11:20:00", "email:ida.berg@example.org", "signed up", None),
        ("2026-03-05 11:22:00", "email:ida.berg@example.org", "order created", 1199.9),
        ("2026-03-06 11:22:00", "email:jo.lind@example.org", "order placed, not paid", None),
        ("2026-03-07 09:00:00", "order:5003", "order created", 25.0),  # two are called Kim Dal
        ("2026-03-09 18:30:00", "email:ida.berg@example.org", "order created", 80.0),
        ("2026-03-10 18:30:00", "order:5005", "order created", 12.0),  # not in the list
    ]
    assert events.quarantined == 0


def test_woocommerces_orders_without_the_list_of_customers_join_nobody_by_name(
    read_here: Callable[..., Read],
) -> None:
    files = Path(__file__).parent / "files" / "woocommerce_analytics"
    read = read_here(files / "orders.csv")
    assert read.rows("SELECT count(*), count(DISTINCT subject) FROM staged") == [(5, 5)]


def test_a_salesforce_report_of_cases_is_read_by_its_labels(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    (tmp_path / "report.csv").write_text(
        '"Case Number","Contact Name","Contact Email","Status","Subject","Date/Time Opened","Date/Time Closed","Case Origin"\n'
        '"0001","Ida Berg","ida.berg@example.org","Closed","Broken","3/5/2026, 10:22 AM","3/17/2026, 1:22 PM","Phone"\n'
    )
    read = read_here(tmp_path / "report.csv")
    assert read.rows(
        "SELECT subject, activity, channel, strftime(\"at\" AT TIME ZONE 'UTC', '%m-%d %H:%M') FROM staged ORDER BY \"at\""
    ) == [
        ("email:ida.berg@example.org", "ticket opened", "phone", "03-05 10:22"),
        ("email:ida.berg@example.org", "ticket solved", "system", "03-17 13:22"),
    ]


def test_a_loaders_other_tables_are_not_guessed_beside_those_that_are_known(
    shared_data: Path, tmp_path: Path
) -> None:
    """HubSpot's owners and users are employees: they came out as a clickstream and as contacts."""
    folder = shared_data / "connector_exports" / "hubspot"
    for name in ("contact", "deal", "owner", "users", "contact_property_history"):
        (tmp_path / f"{name}.csv").write_bytes((folder / f"{name}_data.csv").read_bytes())

    found = sources.recognise([tmp_path])

    assert [unit.mapping for unit in found.units] == ["hubspot_contacts"]
    refused = {Path(one.path).name: one.error or {} for one in found.refused}
    assert set(refused) == {"owner.csv", "users.csv", "contact_property_history.csv"}
    assert all(
        error["code"] in {"input.file.unknown", "input.mapping.needed"}
        for error in refused.values()
    )


def test_chatwoots_list_of_conversations_is_read_as_it_is_saved(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    (tmp_path / "conversations.json").write_text(
        '{"data": {"meta": {"all_count": 2}, "payload": ['
        '{"id": 4, "meta": {"sender": {"id": 8, "email": "ida.berg@example.org"}, "channel": "Channel::WebWidget"}, "messages": '
        '[{"id": 1, "content": "Where is it?", "inbox_id": 1, "conversation_id": 4, "message_type": 0, "created_at": 1772620000}]},'
        '{"id": 5, "meta": {"sender": {"id": 9}, "channel": "Channel::Email"}, "messages": '
        '[{"id": 2, "content": "Thanks", "inbox_id": 2, "conversation_id": 5, "message_type": 0, "created_at": 1772620060}]}]}}'
    )
    read = read_here(tmp_path / "conversations.json")
    assert read.rows("SELECT record, subject, channel, text FROM staged ORDER BY record") == [
        ("4", "chatwoot:8", "web", "Where is it?"),
        ("5", "chatwoot:9", "email", "Thanks"),
    ]
    assert read.report.rows == 2


def test_an_order_that_was_shipped_and_then_refunded_was_never_declined(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    """The last change of an order stands in for refusals and refunds: which one, its state says."""
    (tmp_path / "orders.json").write_text(
        '[{"id": 727, "order_key": "wc_o", "status": "refunded", "currency": "EUR", "total": "49.90", "line_items": [], '
        '"date_created_gmt": "2026-03-05T10:22:33", "date_paid_gmt": "2026-03-05T10:23:33", '
        '"date_completed_gmt": "2026-03-07T10:22:33", "date_modified_gmt": "2026-03-09T10:22:33", '
        '"billing": {"email": "ida.berg@example.org"}}]'
    )
    read = read_here(tmp_path / "orders.json")
    assert read.rows('SELECT activity, CAST(value AS DOUBLE) FROM staged ORDER BY "at"') == [
        ("order created", 49.9), ("order paid", None), ("order shipped", None), ("order refunded", -49.9)]  # fmt: skip
    assert read.report.warnings == []
