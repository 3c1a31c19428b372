"""Tills beyond Square and Loyverse, pages, people and deals in the columns that public readers of the exports quote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desireline import sources

if TYPE_CHECKING:
    from conftest import Events

FILES = Path(__file__).parent / "files"
GERMAN = Path(__file__).parent / "german"


def test_sumups_payout_of_a_sale_is_not_a_second_sale(tool: Callable[..., Events]) -> None:
    """The German header of the transactions report, as public importers of it quote it."""
    events = tool("sumup", mapping="sumup_transactions")

    assert events.column("at", "subject", "activity", "value") == [
        ("2026-03-02 11:53:12", "payment:TD4KP497FR", "bought in store", 11.5),
        ("2026-03-03 09:15:40", "payment:TD4KP497FT", "bought in store", 3.5),
        ("2026-03-05 10:00:00", "payment:TD4KP497FU", "returned in store", -4),
    ]
    assert events.rows[0]["attributes"]["items"] == "2 x Kaffee, 1 x Kuchen"
    assert "laden@example.org" not in str(events.rows[0]["identifiers"]), "the shop's own address"


def test_clovers_times_say_their_zone_and_a_failed_payment_is_none(
    tool: Callable[..., Events],
) -> None:
    """The header and the way of writing times of the dashboard's payments, as a public rebuild of the export has them."""
    events = tool("clover", mapping="clover_payments")

    assert events.column("at", "zone", "value", "currency") == [
        ("2026-03-02 16:53:00", "America/New_York", 24.8, "USD"),
        ("2026-03-13 16:10:00", "America/New_York", 5, "USD"),
    ]
    assert events.rows[0]["attributes"]["tip"] == "3.00"


def test_zettles_workbook_has_sixteen_lines_above_its_receipts_and_a_sum_below(
    tool: Callable[..., Events],
) -> None:
    """The Danish columns of the workbook, as a public importer of it reads them."""
    events = tool("zettle", mapping="zettle_receipts")

    assert events.column("record", "activity", "value") == [
        ("1001", "bought in store", 125),
        ("1002", "bought in store", 50),
        ("1003", "returned in store", -125),
    ]
    assert events.quarantined == 0


def test_toasts_voided_orders_did_not_happen_and_online_ones_are_no_visit(
    tool: Callable[..., Events],
) -> None:
    """OrderDetails.csv; Order #, Opened, # of Guests, Server, Amount, Tax, Tip as a public reader names them."""
    events = tool("toast", mapping="toast_orders")

    assert events.column("subject", "channel", "value") == [
        ("order:900000001", "store", 42.5),
        ("order:900000002", "web", 18),
    ]
    assert events.rows[0]["attributes"]["guests"] == "2"


def test_intercoms_people_carry_the_shops_own_number(tool: Callable[..., Events]) -> None:
    """Columns by the names of Intercom's standard attributes."""
    events = tool("intercom", mapping="intercom_users_csv")

    assert events.column("at", "subject", "activity") == [
        ("2026-01-05 08:00:00", "intercom:5f3e1c", "signed up"),
        ("2026-02-01 09:30:00", "intercom:5f3e1d", "signed up"),
    ]
    assert events.rows[0]["identifiers"] == [
        "email:ann.lee@example.org", "phone:+49301234567", "user:U-1001", "name:Ann Lee"]  # fmt: skip


def test_trustpilots_reviewer_without_an_address_is_one_person_in_two_reviews(
    tool: Callable[..., Events],
) -> None:
    """The header of the download, as public readers and a public rebuild of it have it."""
    events = tool("trustpilot", mapping="trustpilot_reviews")

    assert events.column("subject", "activity", "rating") == [
        ("email:ann.lee@example.org", "review written", 2),
        ("email:ann.lee@example.org", "company answers the review", None),
        ("trustpilot:7c2", "review written", 5),
        ("trustpilot:7c2", "review written", 1),
    ]
    assert events.rows[0]["object_ids"] == ["order:A17"]


def test_pipedrives_deals_are_read_in_german(tool: Callable[..., Events]) -> None:
    """Columns as a public importer of a German export names them."""
    events = tool("pipedrive", GERMAN / "pipedrive_deals.csv", mapping="pipedrive_deals")

    assert events.column("at", "record", "activity", "outcome", "value") == [
        ("2026-02-01 10:00:00", "151", "deal created", None, None),
        ("2026-02-02 10:00:00", "152", "deal created", None, None),
        ("2026-02-03 10:00:00", "153", "deal created", None, None),
        ("2026-02-20 12:00:00", "152", "deal lost", "lost", None),
        ("2026-03-01 12:00:00", "151", "deal won", "completed", 900),
    ]
    assert events.rows[3]["attributes"]["lost_reason"] == "Preis"


def test_comments_below_a_pages_posts_are_the_customers_and_replies_the_pages(
    tool: Callable[..., Events],
) -> None:
    """developers.facebook.com/docs/graph-api: a page's posts with nested comments, as the API answers."""
    events = tool("facebook", FILES / "facebook_page" / "posts.json", mapping="facebook_page")

    assert events.column("subject", "activity", "actor", "part") == [
        ("facebook:998", "comment on a post", "customer", "2_9"),
        ("facebook:998", "company answers a comment", "employee", "2_10"),
        ("comment:2_11", "comment on a post", "customer", "2_11"),
        ("facebook:997", "post on the page", "customer", "1_4"),
    ]
    assert events.rows[0]["object_ids"] == ["post:1_2"]
    assert events.quarantined == 0


@pytest.mark.parametrize(
    "tool", ["SumUp", "Zettle", "Clover", "Toast", "Lightspeed", "Facebook", "Trustpilot", "pst"]
)
def test_the_export_to_ask_for_is_known(tool: str) -> None:
    (export,) = sources.exports_of([tool])
    assert len(export.where) > 20


def test_hubspots_contacts_are_read_in_german(tool: Callable[..., Events]) -> None:
    """knowledge.hubspot.com/de, Standardkontakteigenschaften: the labels."""
    path = GERMAN / "hubspot_contacts.csv"
    events = tool("hubspot", path, mapping="hubspot_contacts_csv")

    assert events.column("at", "subject", "activity") == [
        ("2026-01-05 09:00:00", "hubspot:301", "contact created"),
        ("2026-02-01 10:30:00", "hubspot:302", "contact created"),
    ]
    assert events.rows[0]["identifiers"] == [
        "email:ann.lee@example.org", "phone:+49 30 1234567", "name:Ann Lee"]  # fmt: skip
