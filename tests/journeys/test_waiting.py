"""A silence inside one record is a wait: it cuts no journey."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conftest import Company, Event

DAY = 86_400


def event(who: int, day: float, activity: str, record: str | None, **more: Any) -> Event:
    return {
        "subject": f"guest:{who}",
        "at": round(day * DAY),
        "activity": activity,
        "record": record,
        "source": "bookings" if record else "site",
        **more,
    }


def stays(*, ahead: int, again: int) -> list[Event]:
    """80 guests search and book within the hour, arrive `ahead` days later for two days, and come `again` days after."""
    chance = random.Random(7)
    found: list[Event] = []
    for who in range(80):
        day = chance.uniform(0, 20)
        for visit in range(3):
            booking = f"B{who}-{visit}"
            found += [
                event(who, day, "search", None),
                event(who, day + 0.02, "booked", booking),
                event(who, day + ahead, "arrival", booking),
                event(who, day + ahead + 2, "departure", booking),
            ]
            day += ahead + 2 + again + chance.uniform(0, 5)
    return found


def test_a_booking_holds_its_journey_together_until_the_guest_has_left(company: Company) -> None:
    """They arrive after 33 days, longer than the silence of 30 days that separates journeys here."""
    company.add(stays(ahead=33, again=60))
    company.refresh()
    paths = sorted(company.paths("journey").values())
    assert len(paths) == 240
    assert set(paths) == {"Search > Booked > Arrival > Departure"}


def test_who_has_left_and_comes_again_begins_anew_and_somebody_elses_booking_holds_nobody(
    company: Company,
) -> None:
    company.add(stays(ahead=33, again=60))
    # never booked, and away for 40 days in the midst of everybody's bookings
    company.add([event(900, day, "search", None) for day in (5, 45)])
    company.refresh()
    lone = [path for path in company.paths("journey").values() if path == "Search"]
    assert len(lone) == 2


def test_the_end_of_a_relationship_is_not_waited_for(company: Company) -> None:
    """Contracts of 300 days hold nothing together: what happens in them are visits."""
    rows: list[Event] = []
    for who in range(60):
        contract: dict[str, Any] = {"source": "contracts", "record": f"C{who}"}
        rows += [
            {**event(who, who % 9, "signed", None), **contract},
            {**event(who, who % 9 + 300, "ended", None), **contract, "outcome": "lost"},
            *(event(who, who % 9 + 70 * n, "search", None) for n in (1, 2, 3)),
        ]
    company.add(rows)
    company.refresh()
    assert len(company.paths("journey")) == 60 * 5


def test_records_that_are_over_at_once_change_nothing(company: Company) -> None:
    company.add(stays(ahead=3, again=60))
    company.refresh()
    assert company.rows("SELECT count(*) FROM journeys") == [(240,)]


def test_a_visitors_id_holds_nothing_open(company: Company) -> None:
    """A tracker names its cookie as the record: visits months apart are no record that is under way."""
    rows: list[Event] = []
    for who in range(60):
        for visit in range(4):
            day = who % 9 + 45 * visit
            rows += [
                {**event(who, day + 0.01 * n, name, f"cookie{who}"), "source": "tracker"}
                for n, name in enumerate(("home", "search", "product"))
            ]
    company.add(rows)
    company.refresh()
    paths = list(company.paths("journey").values())
    assert len(paths) == 240
    assert set(paths) == {"Home > Search > Product"}
