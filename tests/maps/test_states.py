"""Cell states on their boundaries: n 4, 5, 29, 30; one band; words against intervals; review periods."""

from __future__ import annotations

from datetime import date

import pytest

from desireline.maps.model import CellState
from desireline.maps.states import Witness, Words, agree, band_of, is_overdue, judge, overall

FEELING = band_of((-1.0, 1.0))
"""0.4: five bands from upset to glad."""


def says(n: int, *, value: float = 0.0, half: float = 0.3) -> Witness:
    """A witness whose interval is `half` to either side."""
    return Witness(value=value, low=value - half, high=value + half, n=n)


@pytest.mark.parametrize(
    ("n", "half", "state"),
    [
        (4, 0.01, CellState.ASSUMPTION),
        (5, 0.3, CellState.ASSUMPTION),
        (5, 0.2, CellState.ASSUMPTION),
        (5, 0.199, CellState.SUPPORTED),
        (29, 0.3, CellState.ASSUMPTION),
        (29, 0.1, CellState.SUPPORTED),
        (30, 0.3, CellState.SUPPORTED),
    ],
)
def test_enough_people_or_a_narrow_interval_carry_a_cell(
    n: int, half: float, state: CellState
) -> None:
    assert judge(says(n, half=half), band=FEELING) is state


def test_on_an_open_scale_only_people_count() -> None:
    assert judge(says(29, half=0.001), band=None) is CellState.ASSUMPTION
    assert judge(says(30, half=99), band=None) is CellState.SUPPORTED


def test_a_second_witness_validates_only_if_it_could_stand_alone() -> None:
    assert judge(says(50), band=FEELING, others=[says(40, value=0.1)]) is CellState.VALIDATED
    assert judge(says(50), band=FEELING, others=[says(29, value=0.1)]) is CellState.SUPPORTED
    assert judge(says(50), band=FEELING, others=[says(40, value=0.2)]) is CellState.SUPPORTED
    assert judge(says(29), band=FEELING, others=[says(40)]) is CellState.ASSUMPTION


def test_two_agree_within_half_a_band_however_sharp_they_are() -> None:
    sharp, near = says(9000, half=0.001), says(9000, value=0.15, half=0.001)
    assert agree(sharp, near, FEELING)
    assert not agree(sharp, says(9000, value=0.21, half=0.001), FEELING)


def test_on_an_open_scale_two_agree_when_their_intervals_meet() -> None:
    assert agree(says(40), says(40, value=0.6), None)
    assert not agree(says(40), says(40, value=0.61), None)


def test_words_are_contradicted_when_the_interval_excludes_them() -> None:
    happy = Words(low=0.2)
    assert judge(says(40, value=-0.2, half=0.41), words=happy) is CellState.SUPPORTED
    assert judge(says(40, value=-0.2, half=0.39), words=happy) is CellState.CONTRADICTED
    sad = Words(high=-0.2)
    assert judge(says(40, value=0.3, half=0.4), band=FEELING, words=sad) is CellState.CONTRADICTED


def test_four_people_contradict_nobody() -> None:
    assert (
        judge(says(4, value=-0.9, half=0.01), band=FEELING, words=Words(low=0))
        is CellState.ASSUMPTION
    )
    assert (
        judge(says(5, value=-0.9, half=0.01), band=FEELING, words=Words(low=0))
        is CellState.CONTRADICTED
    )


def test_words_that_claim_no_number_are_never_contradicted() -> None:
    assert judge(says(40, value=-0.9), band=FEELING, words=Words()) is CellState.SUPPORTED


def test_an_answer_is_stale_the_day_after_its_review_period() -> None:
    def at(day: date) -> CellState:
        return judge(
            says(40), band=FEELING, measured_until=date(2026, 1, 31), now=day, review_months=6
        )

    assert at(date(2026, 7, 31)) is CellState.SUPPORTED
    assert at(date(2026, 8, 1)) is CellState.STALE


def test_words_are_stale_when_nobody_looked_at_them_for_too_long() -> None:
    words = Words(reviewed=date(2025, 12, 1))
    assert judge(says(40), words=words, now=date(2026, 6, 1)) is CellState.SUPPORTED
    assert judge(says(40), words=words, now=date(2026, 6, 2)) is CellState.STALE


def test_without_a_date_nothing_is_overdue() -> None:
    assert not is_overdue(None, date(2026, 1, 1), 6)
    assert not is_overdue(date(2020, 1, 1), None, 6)


def test_a_year_turns_over_in_the_review_period() -> None:
    assert not is_overdue(date(2025, 9, 15), date(2026, 3, 15), 6)
    assert is_overdue(date(2025, 9, 15), date(2026, 3, 16), 6)


def test_newest_data_that_leave_the_interval_make_it_stale() -> None:
    assert (
        judge(says(400, half=0.1), band=FEELING, newest=says(40, value=0.35, half=0.2))
        is CellState.STALE
    )
    assert (
        judge(says(400, half=0.1), band=FEELING, newest=says(40, value=0.3, half=0.2))
        is not CellState.STALE
    )
    assert (
        judge(says(400, half=0.1), band=FEELING, newest=says(9, value=0.9, half=0.3))
        is CellState.SUPPORTED
    )


def test_without_an_answer_a_cell_is_unmeasured_or_somebodys_assumption() -> None:
    assert judge(None, measured=False) is CellState.UNMEASURED
    assert judge(None, measured=False, words=Words()) is CellState.ASSUMPTION
    assert judge(None) is CellState.ASSUMPTION


def test_a_cell_of_several_answers_shows_its_warning_first() -> None:
    assert overall([CellState.SUPPORTED, CellState.STALE]) is CellState.STALE
    assert overall([CellState.STALE, CellState.CONTRADICTED]) is CellState.CONTRADICTED
    assert overall([CellState.UNMEASURED, CellState.SUPPORTED]) is CellState.SUPPORTED
    assert overall([], has_words=True) is CellState.ASSUMPTION
    assert overall([]) is CellState.UNMEASURED
