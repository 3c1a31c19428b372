"""From when on data were watched: a thin past is no beginning, a growing company's is."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from desireline.insights.changes.dated import dated
from desireline.insights.facts import Facts

DAY = 86_400
START = 1_600_000_000


def company_of(company: Any, per_day: Any, *, days: int, contracts: int = 0) -> datetime:
    """Visits from START on, and contracts of the eight years before; when the period is said to begin."""
    lot = random.Random(4)
    events = [
        {"subject": f"user:{day % 400}", "activity": "Look", "at": START + day * DAY + visit * 60}
        for day in range(days)
        for visit in range(per_day(day))
    ]
    events += [
        {
            "subject": f"user:{n}",
            "activity": "Contract started",
            "source": "contracts",
            "at": START - lot.randrange(8 * 365) * DAY,
        }
        for n in range(contracts)
    ]
    company.add(events)
    company.refresh()
    data = company.open()
    data.engine.close()
    assert data.period_start is not None
    return data.period_start


def test_contracts_of_years_before_do_not_begin_the_period(company: Any) -> None:
    begun = company_of(company, lambda _: 12, days=200, contracts=150)

    assert abs(begun - datetime.fromtimestamp(START, UTC)) <= timedelta(days=1)


def test_a_company_that_grows_tenfold_a_year_began_small(company: Any) -> None:
    begun = company_of(company, lambda day: max(1, round(10 ** (day / 365))), days=900)

    assert begun == datetime.fromtimestamp(START, UTC)


def test_many_contracts_are_a_past_of_their_own(company: Any) -> None:
    """A third of all that is known lies in it: that is no thin past."""
    begun = company_of(company, lambda _: 2, days=200, contracts=200)

    assert begun < datetime.fromtimestamp(START, UTC) - timedelta(days=1_000)


def test_nothing_changed_on_the_day_on_which_the_watch_began(company: Any) -> None:
    company_of(company, lambda _: 12, days=200, contracts=150)
    data = company.open()
    try:
        assert not dated(Facts(data, data.purposes[0]))
    finally:
        data.engine.close()
