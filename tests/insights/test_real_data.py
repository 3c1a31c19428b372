"""What is known of real logs must come out of them: import, journeys, insights, nothing mocked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import desireline as dl
from desireline.api.tongue import sentence_in_german
from desireline.insights import Book, Verdict

REPOSITORY = Path(__file__).parents[2]


def english_alone(books: list[Book]) -> list[str]:
    """What these books say and a reader of German would meet in English."""
    said = [text for one in books for it in one.insights for text in (it.words, it.reason) if text]
    return [text for text in said if sentence_in_german(text) is None]


@pytest.fixture
def book(shared_data: Path, tmp_path: Path) -> Callable[..., Book]:
    """Read one export from the real data and return the book of its largest purpose."""

    def read(name: str, *, mapping: Path | None = None) -> Book:
        with dl.open(tmp_path / "workspace") as workspace:
            workspace.add(shared_data / name, mapping=mapping)
            books = workspace.insights()
        assert english_alone(books) == []
        return max(books, key=lambda one: one.results["coverage"].measures[0].journeys)

    return read


def test_the_auto_close_of_a_help_desk_is_a_clock_and_no_pain(book: Any) -> None:
    found = book("event_logs/helpdesk.xes.gz")
    waits = {(one.source, one.target): one for one in found.results["waits"].measures}
    close = waits["Resolve ticket", "Closed"]
    assert close.fixed_timer
    assert close.median.value / 3600 == pytest.approx(720.03, abs=0.01)
    take = waits["Assign seriousness", "Take in charge ticket"]
    assert not take.fixed_timer
    assert take.n == 4160
    assert take.median.value / 3600 == pytest.approx(6.09, abs=0.01)
    assert [one for one in found.insights if one.kind == "fixed_timer"]
    assert not [one for one in found.insights if one.rank is not None]
    assert found.results["variants"].measures[0].share.value == pytest.approx(0.517, abs=0.001)
    assert "of 226 paths" in next(one.words for one in found.insights if one.kind == "variant")


def test_the_receipt_phase_takes_longer_by_desk_and_post(book: Any) -> None:
    found = book("event_logs/receipt.xes.gz")
    channels = {one.channel: one for one in found.results["channels"].measures}
    assert channels["web"].journeys == 1250
    assert channels["store"].duration_median.value > 10 * channels["web"].duration_median.value
    assert channels["post"].duration_median.value > 3 * channels["store"].duration_median.value
    leaks = [one for one in found.insights if one.kind == "drop_off"]
    assert {one.verdict for one in leaks} <= {Verdict.UNKNOWN}, "a phase that ends is no leak"


def test_late_orders_of_olist_score_two_stars_less(book: Any) -> None:
    found = book("olist", mapping=REPOSITORY / "examples" / "olist.toml")
    late = next(one for one in found.results["conditions"].measures if one.condition == "late")
    assert late.share.value == pytest.approx(0.0952, abs=0.0001)
    assert late.share.n == 2898
    assert (late.with_condition.n, late.without.n) == (266, 2623)
    assert late.with_condition.value == pytest.approx(2.244, abs=0.001)
    assert late.without.value == pytest.approx(4.260, abs=0.001)
    assert late.verdict == Verdict.SHOWN
    first = found.insights[0]
    assert (first.kind, first.condition, first.rank) == ("pain", "late", 1)
    assert "9.5 % of 2,898 journeys have it and score 2.2, not 4.3" in first.words
    words = [one.words for one in found.insights]
    assert any(one.startswith("Desired and received at Advocacy: 1.9 %") for one in words)
    assert any(one.startswith("Stars (1 to 5) breaks at late by 2.8 days") for one in words)
    # reviews come after the end, which only a status states: they decide nothing
    assert not any(one.startswith(("Completed breaks", "Reviewed is the only")) for one in words)


def test_a_shop_loses_visitors_where_its_funnel_says(book: Any) -> None:
    found = book("retentioneering/simple_shop.csv.gz")
    reach = {one.touchpoint: one for one in found.results["reach"].measures}
    customers = {name: one.customers for name, one in reach.items()}
    assert customers["Catalog"] == 3611
    assert customers["Cart"] == 1924
    assert customers["Payment choice"] == 958
    assert next(one.touchpoint for one in found.insights if one.kind == "drop_off") == "Cart"


@pytest.mark.slow
def test_online_boarding_is_the_first_driver_of_an_airline_with_a_threshold_at_four(
    book: Any,
) -> None:
    found = book("airline_passenger_satisfaction/airline_passenger_satisfaction_test.csv.gz")
    drivers = found.results["drivers"].measures
    assert drivers[0].factor == "Online boarding"
    assert drivers[0].importance.low > drivers[1].importance.low
    assert "Gate location" not in {one.factor for one in drivers}
    (boarding,) = [
        one for one in found.results["doses"].insights if "Online boarding" in str(one.condition)
    ]
    assert (boarding.condition, boarding.verdict) == ("Online boarding from 4 on", Verdict.SHOWN)
    # the answer about the flight as a whole is what they lead to, and no place where it hurts
    assert "Survey answer" not in {one.touchpoint for one in found.results["pains"].insights}
    assert found.results["pains"].insights[0].touchpoint == "Inflight wifi service"


def test_nothing_drives_the_answers_after_calls_that_were_made_up_by_dice(book: Any) -> None:
    found = book("call_centre_pwc/Call-Center-Dataset.csv")
    assert not found.results["drivers"].measures
    assert [one.reason for one in found.results["drivers"].insights] == ["no driver"]


@pytest.mark.slow
def test_a_page_value_tells_the_purchase_and_is_refused_as_its_driver(book: Any) -> None:
    found = book("web_analytics/online_shoppers_intention.csv")
    refused = [one for one in found.results["drivers"].insights if one.verdict == Verdict.REFUSED]
    assert "PageValues" in {one.condition for one in refused}
    assert "PageValues" not in {one.factor for one in found.results["drivers"].measures}


@pytest.mark.slow
def test_technical_tickets_go_with_leaving_and_administrative_ones_do_not(book: Any) -> None:
    found = book("telco_churn/Churn-Dataset.csv")
    drivers = [one.factor for one in found.results["drivers"].measures]
    assert drivers[0] == "numTechTickets"
    assert "numAdminTickets" not in drivers
    # 1,869 of 7,043 had left when the table was drawn; nothing in it came before anything else
    (stage,) = found.results["stages"].measures
    assert stage.remaining.value == pytest.approx(1 - 1869 / 7043)
    assert not [one for one in found.insights if one.kind in ("pain", "delight", "forgiven")]
