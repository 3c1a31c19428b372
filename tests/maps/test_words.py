"""Numbers, times and names read as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from desireline.maps import words

NB = words.NBSP


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, f"0{NB}%"), (0.0004, f"under{NB}0.1{NB}%"), (0.0952, f"9.5{NB}%"), (0.62, f"62{NB}%"),
        (0.999, f"99.9{NB}%"), (0.99951, f"over{NB}99.9{NB}%"), (1.0, f"100{NB}%"), (0.03, f"3{NB}%"),
    ],
)  # fmt: skip
def test_a_share_never_rounds_to_none_or_all(share: float, text: str) -> None:
    assert words.share(share) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, f"0{NB}s"), (45, f"45{NB}s"), (600, f"10{NB}min"), (10_800, f"3{NB}h"),
        (345_600, f"4{NB}days"), (2_592_000, f"30{NB}days"), (-5, f"0{NB}s"),
        (86_400 * 100, f"14{NB}weeks"), (86_400 * 731, f"2.0{NB}years"),
    ],
)  # fmt: skip
def test_a_time_has_one_number(seconds: float, text: str) -> None:
    assert words.duration(seconds) == text
    assert len(words.numbers_in(words.duration(seconds))) == 1


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        ("stars 1-5", (1, 5)), ("ces 1-7, 1 is best", (7, 1)), ("nps 0-10", (0, 10)),
        ("share", (0, 1)), ("s", None), (None, None), ("score", None),
    ],
)  # fmt: skip
def test_a_scale_runs_from_its_worst_end(
    unit: str | None, scale: tuple[float, float] | None
) -> None:
    assert words.scale_of(unit) == scale


def test_a_rating_says_of_how_many() -> None:
    assert words.value_text(4.12, "stars 1-5") == "4.1 of 5"
    assert words.value_text(2.0, "ces 1-7, 1 is best") == "2.0 of 7"
    assert words.value_text(-0.684, "feeling") == f"{words.MINUS}0.68"
    assert words.value_text(0.21, "feeling") == "+0.21"


def test_a_period_is_said_as_short_as_it_can_be() -> None:
    assert words.period(date(2026, 1, 5), date(2026, 6, 22)) == "January to June 2026"
    assert words.period(date(2016, 10, 1), date(2018, 4, 2)) == "Oct 2016 to Apr 2018"
    assert words.period(date(2026, 6, 1), date(2026, 6, 22)) == "June 2026"
    assert words.period(None, None) == "no dates"


def test_a_name_of_the_data_becomes_a_title() -> None:
    assert words.title_of("add_to_cart") == "Add to cart"
    assert words.title_of("T02 Check") == "T02 Check"
    assert words.title_of("iPhone") == "iPhone"
    assert words.title_of("  ") == "  "


def test_a_cut_is_shown() -> None:
    assert words.clip("Take in charge ticket", 40) == "Take in charge ticket"
    assert words.clip("Take in charge ticket", 16) == "Take in charge\u2026"
    assert words.shorten("one two three four five six", 5) == "one two three four five\u2026"


def test_thousands_and_decimals_are_one_number() -> None:
    assert words.numbers_in("3,120 journeys, 9.5 % heard") == ["3,120", "9.5"]


def test_a_survey_is_where_it_was_said_not_where_it_happened() -> None:
    assert words.told_of("Device pairing survey") == "Device pairing"
    assert words.told_of("Survey") == "Survey"
    assert words.told_of("Surveying the plot") == "Surveying the plot"
