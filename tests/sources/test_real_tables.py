"""Real tables, read as a user would, against the facts that their data page states."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Read

REPOSITORY = Path(__file__).parents[2]
OLIST = REPOSITORY / "examples" / "olist.toml"
Reading = Callable[..., "Read"]


def test_olist_is_one_unit_with_its_milestones_and_negative_steps(
    shared_data: Path, read: Reading
) -> None:
    found = read(shared_data / "olist", mapping=OLIST)

    (unit,) = found.units
    assert len(unit.samples) == 7
    events = dict(found.rows("SELECT activity, count(*) FROM staged GROUP BY 1"))
    assert events["purchase"] == 2984
    assert events["delivered"] == 2898
    assert events["reviewed"] == 2974
    orders = found.reports["olist_orders_dataset.csv"]
    assert "27 orders: handed to carrier before approved" in orders.warnings
    early = "json_extract_string(attributes, '$.out_of_order') = 'before approved'"
    assert (
        found.one(f"SELECT count(*) FROM staged WHERE activity = 'handed to carrier' AND {early}")
        == 27
    )


def test_olist_is_late_by_the_clock_that_it_names(shared_data: Path, read: Reading) -> None:
    found = read(shared_data / "olist", mapping=OLIST)
    late = "attributes->>'late'"

    deliveries = dict(
        found.rows(f"SELECT {late}, count(*) FROM staged WHERE activity = 'delivered' GROUP BY 1")
    )
    assert deliveries == {"true": 276, "false": 2622}
    assert round(100 * 276 / 2898, 2) == 9.52
    assert found.rows(
        "SELECT DISTINCT attributes->>'late_clock' FROM staged WHERE activity = 'delivered'"
    ) == [("timestamp",)]
    scores = {
        late: (round(float(mean), 3), n)
        for late, mean, n in found.rows(
            f"SELECT {late}, avg(rating), count(*) FROM staged "
            f"WHERE activity = 'reviewed' AND {late} IS NOT NULL GROUP BY 1"
        )
    }
    assert scores == {"true": (2.244, 266), "false": (4.26, 2623)}
    assert round(float(found.one("SELECT avg(rating) FROM staged")), 3) == 4.009
    assert (
        found.one(
            "SELECT count(*) FROM (SELECT object_ids FROM staged WHERE "
            "activity = 'reviewed' GROUP BY 1 HAVING count(*) = 2)"
        )
        == 14
    )
    assert str(found.one("SELECT sum(value) FROM staged")) == "484678.9300"


def test_olist_without_reviews_is_read_with_the_same_mapping(
    shared_data: Path, read: Reading
) -> None:
    found = read(shared_data / "olist_more_orders_no_reviews", mapping=OLIST)
    assert found.one("SELECT count(*) FROM staged WHERE activity = 'purchase'") == 5656
    assert found.one("SELECT count(*) FROM staged WHERE activity = 'reviewed'") == 0


def test_tweets_whose_ids_a_spreadsheet_cut_all_stay(shared_data: Path, read: Reading) -> None:
    found = read(shared_data / "tweets_us_airlines" / "Tweets_excel_mangled_2000.csv")
    report = found.report
    assert (report.rows, report.events, report.quarantined) == (2000, 2000, 0)
    assert any("5.70308E+17" in words and "not unique" in words for words in report.warnings)
    assert found.one("SELECT count(event_id) FROM staged") == 0
    assert report.detected["time in tweet_created"].startswith("%d-%m-%Y %H.%M (day first)")


def test_tweets_with_their_offsets_are_read_in_utc(shared_data: Path, read: Reading) -> None:
    found = read(shared_data / "tweets_us_airlines" / "Tweets.csv.gz")
    assert found.report.events == 11_377
    first = found.rows(
        'SELECT CAST("at" AS VARCHAR), zone, event_id FROM staged WHERE source_line = 2'
    )
    assert first == [("2015-02-24 19:42:48+00", "-0800", "messages:570307876897628160")]


def test_clickstreams_are_guessed(shared_data: Path, read: Reading) -> None:
    folder = shared_data / "retentioneering"
    found = read(folder / "ecom.csv.gz", folder / "simple_shop.csv.gz")
    people = dict(found.rows("SELECT source_file, count(DISTINCT subject) FROM staged GROUP BY 1"))
    assert sorted(people.values()) == [600, 3751]
    assert found.reports["ecom.csv.gz"].events == 31_106
    assert found.reports["simple_shop.csv.gz"].events == 32_283
    assert found.one("SELECT count(DISTINCT object_ids) FROM staged") == 3605


def test_epochs_in_nanoseconds_and_in_microseconds_give_the_same_days(
    shared_data: Path, read: Reading
) -> None:
    folder = shared_data / "retentioneering"
    found = read(folder / "app_onboarding_train.csv.gz", folder / "app_onboarding_test.csv")
    train = found.reports["app_onboarding_train.csv.gz"]
    assert train.detected["time in event_timestamp"] == "epoch nanoseconds"
    twin = found.reports["app_onboarding_test.csv"]
    assert twin.detected["time in event_timestamp"] == "epoch microseconds"
    spans = found.rows(
        'SELECT min(CAST("at" AS VARCHAR))[:13], max(CAST("at" AS VARCHAR))[:13] '
        "FROM staged GROUP BY source_file"
    )
    assert {begin for begin, _ in spans} == {"2018-09-30 21"}
    assert {end for _, end in spans} == {"2018-10-01 20"}
    outcomes = dict(
        found.rows(
            "SELECT outcome, count(DISTINCT subject) FROM staged "
            "WHERE outcome IS NOT NULL GROUP BY 1"
        )
    )
    assert outcomes == {"completed": 2497, "lost": 1642}


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("receipt.csv.gz", (1434, 8577, 27)),
        ("traffic_fines.csv.gz", (10_000, 34_724, 11)),
        ("running-example.csv", (6, 42, 8)),
        ("running-example.parquet", (6, 42, 8)),
    ],
)
def test_event_logs_in_tables_have_their_cases(
    shared_data: Path, read: Reading, name: str, counts: tuple[int, int, int]
) -> None:
    """Cases, events and activities, as published."""
    found = read(shared_data / "event_logs" / name)
    assert found.rows(
        "SELECT count(DISTINCT subject), count(*), count(DISTINCT activity) FROM staged"
    ) == [counts]
    assert found.one("SELECT count(*) FROM staged WHERE object_ids = [subject]") == counts[1]


def test_the_running_example_is_the_same_as_csv_and_as_xes(
    shared_data: Path, read: Reading
) -> None:
    folder = shared_data / "event_logs"
    found = read(folder / "running-example.csv", folder / "running-example.xes")
    same = 'SELECT subject, activity, "at", object_ids FROM staged WHERE source_file LIKE'
    assert found.one(f"SELECT count(*) FROM ({same} '%.csv' EXCEPT {same} '%.xes')") == 0
    assert found.one(f"SELECT count(*) FROM ({same} '%.xes' EXCEPT {same} '%.csv')") == 0


def test_a_parquet_file_without_zones_says_that_it_was_read_as_utc(
    shared_data: Path, read: Reading
) -> None:
    found = read(shared_data / "event_logs" / "running-example.parquet")
    assert found.report.detected["time in time:timestamp"] == "ISO 8601, no zone: read as UTC"


def test_the_receipts_channel_is_kept_and_translated(shared_data: Path, read: Reading) -> None:
    found = read(shared_data / "event_logs" / "receipt.csv.gz")
    channels = dict(found.rows("SELECT channel, count(DISTINCT subject) FROM staged GROUP BY 1"))
    assert channels == {"web": 1250, "store": 109, "post": 53, "email": 21, "Intern": 1}


def test_complaints_in_latin_1_with_semicolons(shared_data: Path, read: Reading) -> None:
    found = read(shared_data / "uwv_complaints_bpic2016" / "BPI2016_Complaints.csv")
    report = found.report
    assert (report.rows, report.events) == (289, 289)
    assert (report.detected["encoding"], report.detected["delimiter"]) == ("cp1252", ";")
    assert found.one("SELECT count(DISTINCT subject) FROM staged") == 226
    assert found.one("SELECT bool_and(date_only) FROM staged")
    assert found.one("SELECT count(*) FROM staged WHERE attributes LIKE '%ë%'") > 0


def test_reviews_with_tabs_and_months_in_words_keep_their_doubles(
    shared_data: Path, read: Reading
) -> None:
    found = read(shared_data / "reviews_amazon_alexa" / "amazon_alexa.tsv")
    report = found.report
    assert (report.rows, report.events, report.quarantined) == (3150, 3150, 0)
    assert report.detected["byte-order mark"] is True
    assert report.detected["time in date"].startswith("%d-%b-%y")
    assert found.one("SELECT count(*) FROM staged WHERE rating = 5") == 2286
    assert found.one("SELECT count(DISTINCT subject) FROM staged") == 3150
