"""A map is due some months after people looked at it, and sooner when the data say so, with the reason."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desireline.maps import CellState, MapFile, Signal, from_text, review
from desireline.maps.reviewing import later

EXAMPLE = from_text(Path(__file__).with_name("example.journey.json").read_text(encoding="utf-8"))


def _map(
    *,
    newest: date | None = date(2026, 1, 10),
    reviewed: date | None = None,
    states: dict[str, CellState] | None = None,
) -> MapFile:
    document = EXAMPLE.document.model_copy(update={"reviewed": reviewed, "review_months": 6})
    at = None if newest is None else datetime(newest.year, newest.month, newest.day, tzinfo=UTC)
    snapshot = EXAMPLE.snapshot.model_copy(
        update={"newest_event": at, "cell_states": states or {}}
    )
    return EXAMPLE.model_copy(update={"document": document, "snapshot": snapshot})


def _change(on: date) -> Signal:
    return Signal(why="change", on=on, words="rating fell", n=1)


def test_a_silent_map_is_due_six_months_after_its_newest_data_or_its_last_review() -> None:
    assert review(_map()).on == date(2026, 7, 10)
    looked = review(_map(reviewed=date(2026, 2, 28)))
    assert (looked.on, looked.last) == (date(2026, 8, 28), date(2026, 2, 28))
    assert review(_map(newest=None)).on is None


def test_a_change_makes_it_due_at_once_until_somebody_looks() -> None:
    change = _change(date(2025, 12, 1))
    told = review(_map(), [change])
    assert (told.on, told.regular) == (date(2025, 12, 1), date(2026, 7, 10))
    assert told.signals == (change,)
    assert review(_map(reviewed=date(2025, 12, 2)), [change]).signals == ()


def test_a_change_from_before_the_review_period_calls_nobody_back() -> None:
    assert review(_map(), [_change(date(2025, 7, 10))]).signals == ()
    assert len(review(_map(), [_change(date(2025, 7, 11))]).signals) == 1


def test_contradicted_cells_call_people_back_by_name_and_count() -> None:
    cells = sorted(EXAMPLE.document.cells)[:3]
    told = review(_map(states=dict.fromkeys(cells, CellState.CONTRADICTED)))
    assert told.on == date(2026, 1, 10)
    (signal,) = told.signals
    assert (signal.why, signal.n) == ("contradicted", 3)
    assert signal.words.endswith("and 1 more")
    lane = EXAMPLE.document.lanes[EXAMPLE.document.cells[cells[0]].lane]
    assert signal.words.startswith(f"{lane.title}, ")


def test_a_state_of_a_cell_that_somebody_removed_is_no_reason() -> None:
    assert review(_map(states={"c-gone": CellState.STALE})).signals == ()


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=4),
)
def test_signals_only_ever_bring_the_day_forward(
    newest: date, reviewed: date | None, days: list[date]
) -> None:
    told = review(_map(newest=newest, reviewed=reviewed), [_change(day) for day in days])
    assert told.on is not None
    assert told.regular is not None
    assert told.on <= told.regular
    assert (told.on < told.regular) == bool(told.signals)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-24, 24))
def test_months_are_counted_by_the_calendar(day: date, months: int) -> None:
    there = later(day, months)
    assert (there.year - day.year) * 12 + there.month - day.month == months
    assert there.day == min(day.day, 28)
