"""What the public facts of real logs must be after every layer below: the checks cannot be argued with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from desireline import sources
from desireline.events import EventLog


@pytest.fixture(scope="module")
def imported(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory, company_in: Callable[[Path], Any]
) -> Callable[[str], Any]:
    """Import one file of the shared data into a new workspace and follow it; once a file."""

    @cache
    def read(name: str) -> Any:
        company = company_in(tmp_path_factory.mktemp("company"))
        found = sources.recognise([shared_data / name])
        assert not found.refused
        for unit in found.units:
            parsed = sources.parse(
                unit,
                staging=tmp_path_factory.mktemp("staging"),
                options={},
                progress=lambda _done, _total: None,
            )
            EventLog(company.segments).append(
                parsed.staged, quarantined=parsed.quarantined, received_at=datetime.now(UTC)
            )
        company.refresh()
        return company

    return read


@pytest.mark.parametrize(
    ("name", "cases", "events", "variants"),
    [
        ("event_logs/helpdesk.xes.gz", 4580, 21_348, 226),
        ("event_logs/receipt.csv.gz", 1434, 8577, 116),
        ("event_logs/running-example.csv", 6, 42, 6),
        ("event_logs/running-example.xes", 6, 42, 6),
        ("event_logs/running-example.parquet", 6, 42, 6),
    ],
)
def test_cases_events_and_variants_of_process_logs_are_the_published_ones(
    imported: Callable[[str], Any], name: str, cases: int, events: int, variants: int
) -> None:
    company = imported(name)

    assert company.rows("SELECT count(*), count(DISTINCT variant) FROM journeys") == [
        (cases, variants)
    ]
    assert company.rows("SELECT count(*) FROM steps") == [(events,)]


def test_the_helpdesk_closes_after_exactly_thirty_days(imported: Callable[[str], Any]) -> None:
    company = imported("event_logs/helpdesk.xes.gz")

    hours = company.rows("""
        SELECT round(quantile_cont(wait_us, 0.5) / 3.6e9, 2) FROM steps
        WHERE touchpoint = (SELECT code FROM touchpoints WHERE name = 'Resolve ticket')
        AND next_touchpoint = (SELECT code FROM touchpoints WHERE name = 'Closed')""")

    assert hours == [(720.03,)]


def test_passed_and_lost_are_outcomes_of_the_onboarding_and_no_touchpoints(
    imported: Callable[[str], Any],
) -> None:
    company = imported("retentioneering/app_onboarding_train.csv.gz")

    outcomes = company.rows("""
        SELECT o.name, state, count(*) FROM journeys JOIN outcomes o ON outcome = o.code
        GROUP BY ALL ORDER BY ALL""")
    assert outcomes == [("lost", 1, 1642), ("passed", 0, 2497)]
    assert (
        company.rows("SELECT name FROM touchpoints WHERE lower(name) IN ('passed', 'lost')") == []
    )


def test_journeys_of_the_shop_are_not_cut_at_every_visit(imported: Callable[[str], Any]) -> None:
    company = imported("retentioneering/simple_shop.csv.gz")

    customers, journeys = company.rows("SELECT count(DISTINCT customer), count(*) FROM journeys")[
        0
    ]
    assert customers == 3751
    assert journeys < 1.2 * customers


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("event_logs/helpdesk.xes.gz", {"INVALID", "DUPLICATE"}),
        ("event_logs/teleclaims.xes.gz", {"Incoming claim"}),
        (
            "event_logs/traffic_fines.csv.gz",
            {"Payment", "Appeal to Judge", "Receive Result Appeal from Prefecture"},
        ),
    ],
)
def test_logs_of_offices_tell_few_steps_of_customers(
    imported: Callable[[str], Any], name: str, own: set[str]
) -> None:
    """Before, all eleven activities of the fines were what offenders chose, the way into credit collection too."""
    rows = imported(
        name
    ).rows("""
        SELECT DISTINCT t.name FROM steps s JOIN touchpoints t ON t.code = s.touchpoint WHERE s.actor = 0""")

    assert {touchpoint for (touchpoint,) in rows} == own
