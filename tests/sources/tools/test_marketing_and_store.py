"""Marketing, social pages and the shop. Each test names where its columns are from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desireline import sources

if TYPE_CHECKING:
    from conftest import Events, Read


def test_mailchimps_audience_says_who_came_left_and_could_not_be_reached(
    tool: Callable[..., Events],
) -> None:
    """mailchimp.com/help/view-export-contacts; columns as in public importers of the files."""
    events = tool("mailchimp", mapping="mailchimp_audience")

    assert events.column("at", "subject", "activity", "actor") == [
        ("2025-01-06 08:00:00", "email:old@example.org", "newsletter signed up", "customer"),
        ("2026-01-05 08:10:00", "email:ann.lee@example.org", "newsletter signed up", "customer"),
        ("2026-01-06 08:00:00", "email:Bo@example.org", "newsletter signed up", "customer"),
        ("2026-02-01 07:00:00", "email:old@example.org", "address stopped working", "system"),
        ("2026-03-01 07:00:00", "email:Bo@example.org", "newsletter unsubscribed", "customer"),
    ]
    assert events.of("newsletter unsubscribed")["text"] == "Far too many mails"


def test_a_mailchimp_open_is_the_mail_programs_and_a_click_the_customers(
    tool: Callable[..., Events],
) -> None:
    """mailchimp.com/developer/marketing/api/email-activity-reports."""
    events = tool("mailchimp")

    assert events.column("at", "subject", "activity", "actor") == [
        ("2026-03-02 08:59:00", "email:old@example.org", "newsletter bounced", "system"),
        ("2026-03-02 09:00:00", "email:ann.lee@example.org", "newsletter opened", "system"),
        ("2026-03-02 09:01:00", "email:ann.lee@example.org", "newsletter clicked", "customer"),
    ]
    assert events.rows[2]["object_ids"] == ["campaign:42694e9e57"]
    assert "198.51.100.1" not in str(events.rows)


def test_klaviyos_events_find_their_profile_and_metric(tool: Callable[..., Events]) -> None:
    """developers.klaviyo.com/en/reference/get_events."""
    events = tool("klaviyo")

    assert events.column("at", "activity", "actor", "channel", "value") == [
        ("2026-03-02 08:00:00", "Received Email", "company", "email", None),
        ("2026-03-02 08:05:00", "Clicked Email", "customer", "email", None),
        ("2026-03-02 08:30:00", "Placed Order", "customer", "web", 39.9),
        ("2026-03-09 08:30:00", "Refunded Order", "company", "web", -39.9),
    ]
    assert set(events.column("subject")) == {"klaviyo:01GA"}
    assert events.rows[0]["identifiers"] == [
        "email:ann.lee@example.org", "phone:+49301234567", "user:U-1001", "name:Ann Lee"]  # fmt: skip
    assert events.rows[2]["object_ids"] == ["order:701"]
    assert events.rows[2]["currency"] == "EUR"
    assert events.warnings == []


def test_a_lead_form_in_an_ad_brings_address_and_phone(tool: Callable[..., Events]) -> None:
    """www.facebook.com/business/help: download leads; columns as in public importers."""
    (event,) = tool("meta", mapping="meta_leads")

    assert (event["at"], event["subject"], event["activity"], event["channel"]) == (
        "2026-02-20 09:00:00", "email:ann.lee@example.org", "ad: lead form sent", "social")  # fmt: skip
    assert "phone:p:+49301234567" in event["identifiers"]
    assert "campaign:c:1" in event["object_ids"]


def test_an_ad_click_is_known_by_its_gclid_and_day(tool: Callable[..., Events]) -> None:
    """developers.google.com/google-ads/api/fields: click_view."""
    events = tool("google_ads", mapping="google_ads_clicks")

    assert events.column("subject", "channel", "date_only") == [
        ("gclid:Cj0abc", "search", True),
        ("gclid:Cj0def", "social", True),
    ]


@pytest.mark.parametrize(
    ("header", "row", "words"),
    [
        ("Campaign,Day,Clicks,Impr.,Cost", "Spring,2026-03-02,120,4000,88.20", "Google Ads"),
        ("Campaign name,Reporting starts,Reporting ends,Reach,Impressions,Amount spent (EUR)",
         "Spring,2026-03-01,2026-03-31,900,2000,50", "Meta campaigns"),
        ("date,visitors,pageviews,visits,bounce_rate", "2026-03-02,10,20,12,40", "Plausible"),
    ],
)  # fmt: skip
def test_totals_are_refused_with_what_to_export_instead(
    tmp_path: Path, read_here: Callable[..., Read], header: str, row: str, words: str
) -> None:
    from desireline.errors import FileError

    (tmp_path / "report.csv").write_text(f"{header}\n{row}\n{row}\n")
    found = sources.recognise([tmp_path / "report.csv"])
    assert [unit.reader for unit in found.units] == ["totals"]
    with pytest.raises(FileError, match=words) as error:
        read_here(tmp_path / "report.csv")
    assert error.value.code == "input.file.totals"
    assert "[[declared]]" in error.value.hint


def test_comments_under_posts_are_the_customers_and_answers_the_companys(
    tool: Callable[..., Events],
) -> None:
    events = tool("social_comments")
    assert events.column("subject", "activity", "actor", "text") == [
        ("social:instagram.77", "comment on a post", "customer", "My mug came broken"),
        ("social:instagram.1", "company answers a comment", "employee", "We are sorry, write to us"),
    ]  # fmt: skip


def test_facebooks_comments_name_their_author_where_the_page_may_see_them(
    tool: Callable[..., Events],
) -> None:
    """developers.facebook.com/docs/graph-api/reference/comment."""
    events = tool("facebook", mapping="facebook_comments")
    assert events.column("subject", "text") == [
        ("facebook:998", "Where is my order?"),
        ("comment:1_3", "Same here"),
    ]
    assert events.rows[0]["identifiers"] == ["name:Ann Lee"]


def test_a_german_tills_receipts_have_comma_decimals_cards_and_returns(
    tool: Callable[..., Events],
) -> None:
    events = tool("receipts")
    assert events.column("at", "subject", "activity", "value", "currency") == [
        ("2026-03-02 17:05:00", "card:K-77", "bought in store", 1049.9, "EUR"),
        ("2026-03-13 10:00:00", "card:K-77", "returned in store", -49.9, "EUR"),
        ("2026-03-13 11:00:00", "receipt:R3", "bought in store", 5, "EUR"),
    ]
    assert set(events.column("channel")) == {"store"}


def test_squares_payments_stand_in_the_zone_that_each_row_names(
    tool: Callable[..., Events],
) -> None:
    """The header of Square's own download of 2026 (UTF-16, tabs), as public importers of it quote it."""
    events = tool("square", mapping="square_payments")

    assert events.column("at", "subject", "activity", "channel", "value") == [
        ("2026-03-07 19:30:00", "square:CUST1", "bought in store", "store", 1070),
        ("2026-03-09 09:00:00", "payment:PM902", "bought in store", "web", 5),
        ("2026-03-09 18:30:00", "square:CUST1", "returned in store", "store", -60),
    ]
    assert events.column("zone") == ["America/New_York", "Europe/London", "America/New_York"]
    assert events.rows[0]["identifiers"] == [
        "square:CUST1", "user:U-1001", "name:Ann Lee"]  # fmt: skip
    assert events.of("returned in store")["text"] == "The handle broke"
    assert events.quarantined == 1, "hours are not guessed where nobody knows the zone"


def test_loyverses_receipts_know_whom_by_address_or_number(tool: Callable[..., Events]) -> None:
    """The header of Loyverse's own export of 2026, as public importers of it quote it."""
    events = tool("loyverse", mapping="loyverse_receipts")

    assert events.column("at", "subject", "activity", "value") == [
        ("2026-07-28 12:03:00", "receipt:4-10366", "bought in store", 100),
        ("2026-07-28 12:57:00", "phone:+49 30 1234567", "bought in store", 200),
        ("2026-07-28 13:33:00", "email:ann.lee@example.org", "bought in store", 90),
        ("2026-07-29 11:46:00", "email:ann.lee@example.org", "returned in store", -90),
    ]


def test_a_loyalty_card_ties_the_till_to_the_address(tool: Callable[..., Events]) -> None:
    events = tool("loyalty")
    assert events.column("activity", "actor") == [
        ("loyalty joined", "customer"), ("points earned", "system"), ("points spent", "customer"),
    ]  # fmt: skip
    assert set(events.column("subject")) == {"card:K-77"}
    assert events.rows[0]["identifiers"] == ["user:U-1001", "email:ann.lee@example.org"]


def test_appointments_are_booked_kept_missed_and_cancelled(tool: Callable[..., Events]) -> None:
    events = tool("appointments")
    assert events.column("record", "activity", "channel") == [
        ("A1", "appointment booked", "web"),
        ("A2", "appointment booked", "phone"),
        ("A3", "appointment booked", "phone"),
        ("A3", "appointment cancelled", "phone"),
        ("A4", "appointment booked", "phone"),
        ("A1", "appointment kept", "store"),
        ("A2", "appointment missed", "store"),
    ]
    assert events.of("appointment kept")["text"] == "Lovely teacher"


def test_online_says_yes_and_the_store_says_no(tool: Callable[..., Events]) -> None:
    events = tool("store_visits")

    assert events.column("record", "activity", "actor") == [
        ("V1", "online said yes, the store had none", "company"),
        ("V1", "store visited", "customer"),
        ("V2", "store visited", "customer"),
        ("V3", "not in stock", "company"),
        ("V3", "store visited", "customer"),
    ]
    said = {
        event["record"]: event["attributes"] for event in events if "visited" in event["activity"]
    }
    assert (said["V1"]["in_store"], said["V1"]["online_says"]) == ("0", "yes")
    assert (said["V2"]["in_store"], said["V2"]["online_says"]) == ("4", "yes")


def test_stock_alone_is_no_customers_event(tmp_path: Path) -> None:
    stock = Path(__file__).parent / "files" / "store_visits" / "stock.csv"
    (tmp_path / "stock.csv").write_bytes(stock.read_bytes())

    found = sources.recognise([tmp_path])

    assert found.units == []
    (refused,) = found.refused
    assert refused.error is not None
    assert refused.error["code"] == "input.file.table-missing"
