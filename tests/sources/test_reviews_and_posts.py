"""Reviews of app stores and review sites; support threads on social media.

Columns: Google Play Console's review report and Judge.me's layout as published readers list them;
App Store Connect API `customerReviews`, Google Business Profile API `reviews`, Android Publisher API
`reviews` by their references. Trustpilot's are unverified.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

STARS = 'SELECT record, activity, actor, rating, text FROM staged ORDER BY "at", activity'


def _csv(path: Path, *rows: Sequence[Any], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def test_google_plays_report_is_utf_16_and_the_developers_answer_is_not_the_customers(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    head = ("Package Name", "App Version Code", "App Version Name", "Reviewer Language", "Device",
            "Review Submit Date and Time", "Review Submit Millis Since Epoch", "Review Last Update Date and Time",
            "Review Last Update Millis Since Epoch", "Star Rating", "Review Title", "Review Text",
            "Developer Reply Date and Time", "Developer Reply Millis Since Epoch", "Developer Reply Text", "Review Link")  # fmt: skip
    rows = [
        ("org.x", 7, "1.0", "de", "Pixel", "2026-01-02T03:04:05Z", 1767323045000, "2026-01-02T03:04:05Z",
         1767323045000, 1, "Schlecht", "Stürzt immer ab", "2026-01-03T03:04:05Z", 1767409445000, "Das tut uns leid", "https://p/1"),
        ("org.x", 7, "1.0", "en", "", "2026-01-04T03:04:05Z", 1767495845000, "2026-01-04T03:04:05Z",
         1767495845000, 5, "", "", "", "", "", "https://p/2"),
    ]  # fmt: skip
    read = read_here(_csv(tmp_path / "r.csv", head, *rows, encoding="utf-16"))

    assert read.units[0].mapping == "google_play_reviews"
    assert read.rows(STARS) == [
        ("https://p/1", "review written", "customer", 1, "Schlecht\nStürzt immer ab"),
        ("https://p/1", "company answers the review", "employee", None, "Das tut uns leid"),
        ("https://p/2", "review written", "customer", 5, None),
    ]
    assert read.rows("SELECT DISTINCT source FROM staged") == [("google_play",)]


def test_apples_reviews_are_joined_with_the_answers_that_are_included(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    page = {
        "data": [{"type": "customerReviews", "id": "r1", "attributes": {
            "rating": 2, "title": "Hm", "body": "Too slow", "reviewerNickname": "ann7",
            "createdDate": "2026-03-01T02:00:00-08:00", "territory": "USA"}}],
        "included": [{"type": "customerReviewResponses", "id": "a1",
            "attributes": {"responseBody": "Sorry", "lastModifiedDate": "2026-03-02T02:00:00-08:00"},
            "relationships": {"review": {"data": {"type": "customerReviews", "id": "r1"}}}}],
    }  # fmt: skip
    path = tmp_path / "page.json"
    path.write_text(json.dumps(page))

    read = read_here(path)

    assert read.report.source == "app_store"
    assert read.rows(STARS) == [
        ("r1", "review written", "customer", 2, "Hm\nToo slow"),
        ("r1", "company answers the review", "employee", None, "Sorry"),
    ]


def test_google_business_writes_stars_in_words_and_play_keeps_comments_apart(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    business = tmp_path / "b.json"
    business.write_text(json.dumps({"reviews": [
        {"name": "accounts/1/locations/2/reviews/x", "reviewId": "x", "reviewer": {"displayName": "Ann"},
         "starRating": "FOUR", "comment": "Nice", "createTime": "2026-01-15T10:30:00Z",
         "reviewReply": {"comment": "Thanks", "updateTime": "2026-01-16T10:30:00Z"}}],
        "averageRating": 4}))  # fmt: skip
    play = tmp_path / "p.json"
    play.write_text(json.dumps({"reviews": [
        {"reviewId": "g1", "authorName": "Bo", "comments": [
            {"userComment": {"text": "Bad", "lastModified": {"seconds": "1767323045"}, "starRating": 1}},
            {"developerComment": {"text": "Oh", "lastModified": {"seconds": "1767409445"}}}]}]}))  # fmt: skip

    read = read_here(business, play)

    assert {report.source for report in read.reports.values()} == {
        "google_business",
        "google_play",
    }
    assert read.rows("SELECT record, actor, rating, text FROM staged ORDER BY record, actor") == [
        ("g1", "customer", 1, "Bad"),
        ("g1", "employee", None, "Oh"),
        ("x", "customer", 4, "Nice"),
        ("x", "employee", None, "Thanks"),
    ]


def test_review_sites_keep_replies_and_orders(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    judge = _csv(
        tmp_path / "judge.csv",
        ("title", "body", "rating", "review_date", "source", "curated", "reviewer_name", "reviewer_email",
         "product_id", "product_handle", "reply", "reply_date", "picture_urls", "ip_address", "location"),
        ("Great", "Warm and soft", 5, "2026-02-10 15:30:40 UTC", "web", "ok", "Jo", "jo@x.org", 7, "scarf",
         "Thank you", "2026-02-11 15:30:40 UTC", "", "10.0.0.1", ""),
    )  # fmt: skip
    pilot = _csv(
        tmp_path / "pilot.csv",
        ("Review Id", "Reviewer Name", "Review Title", "Review Stars", "Review Content", "Review Date", "Reference Id"),
        ("t1", "Ann", "Late", 1, "Never came", "2026-02-10T10:00:00Z", "A17"),
        delimiter=";",
    )  # fmt: skip

    read = read_here(judge, pilot)

    assert {unit.mapping for unit in read.units} == {"judgeme_reviews", "trustpilot_reviews"}
    assert read.rows("SELECT source, activity, rating, object_ids FROM staged ORDER BY 1, 2") == [
        ("judgeme", "company answers the review", None, None),
        ("judgeme", "review written", 5, None),
        ("trustpilot", "review written", 1, ["order:A17"]),
    ]
    assert "10.0.0.1" not in str(read.rows("SELECT * FROM staged"))


def test_the_sample_of_customer_support_on_twitter_is_threads_of_customers(
    read_here: Callable[..., Any], shared_data: Path
) -> None:
    read = read_here(shared_data / "twitter_support_twcs/sample.csv")

    assert (read.report.source, read.report.rows) == ("twcs", 93)
    assert read.report.events + read.report.quarantined == 93
    assert read.rows("SELECT actor, count(*), count(text) FROM staged GROUP BY 1 ORDER BY 1") == [
        ("customer", 49, 49), ("employee", 44, 44)]  # fmt: skip
    # 119240 to 119245 of VirginTrains and 105836 hang on each other, from 119247 on
    thread = "SELECT record FROM staged WHERE part = '119244'"
    assert read.rows(f"SELECT DISTINCT subject FROM staged WHERE record = ({thread})") == [
        ("handle:105836",)
    ]
    assert "&amp;" not in str(read.rows("SELECT text FROM staged"))


def test_labels_by_hand_are_not_what_customers_said(
    read_here: Callable[..., Any], shared_data: Path
) -> None:
    folder = shared_data / "twitter_support_twcs"
    read = read_here(
        *(folder / f"twcs-{name}-200-inbound.xlsx" for name in ("AmazonHelp", "AppleSupport"))
    )

    assert {unit.mapping for unit in read.units} == {"twcs_labelled"}
    assert read.rows("SELECT actor, count(*), count(DISTINCT event_id) FROM staged GROUP BY 1") == [
        ("customer", 400, 400)]  # fmt: skip


def test_the_twitter_logs_keep_the_companys_words_apart(
    read_here: Callable[..., Any], shared_data: Path
) -> None:
    read = read_here(shared_data / "twitter_support_twcs/twcs-AmazonHelp-183.xes")

    said = read.rows("SELECT actor, count(text) > 0 FROM staged GROUP BY 1 ORDER BY 1")
    assert ("employee", True) in said


def test_what_googles_translator_wrote_is_not_the_customers(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    said = [
        "Lange gewartet.\n\n(Translated by Google)\nWaited long.",
        "(Translated by Google) Waited long.\n\n(Original)\nLange gewartet.",
        "Lange gewartet.",
    ]
    page = tmp_path / "b.json"
    page.write_text(json.dumps({"reviews": [
        {"reviewId": f"x{n}", "reviewer": {"displayName": "Ann"}, "starRating": "TWO", "comment": one,
         "createTime": "2026-01-15T10:30:00Z"} for n, one in enumerate(said)]}))  # fmt: skip
    read = read_here(page)
    assert read.rows("SELECT text, count(*) FROM staged GROUP BY 1") == [("Lange gewartet.", 3)]
