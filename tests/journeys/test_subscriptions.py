"""Companies that sell no orders: subscriptions and contracts, and logs of cases with calls beside them."""

from __future__ import annotations

from typing import Any

import pytest

from desireline.journeys import is_farewell, is_look, titles

DAY = 86_400


def event(subject: str, day: float, activity: str, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "at": int(day * DAY), "activity": activity, **more}


def paid(subject: str, day: float) -> dict[str, Any]:
    return event(subject, day, "payment made", value=9, currency="EUR")


def test_what_customers_pay_for_is_the_purchase_and_a_cancelled_subscription_is_lost(
    company: Any,
) -> None:
    company.add(
        [
            *(event(f"u:{n}", 0, "page Pricing page") for n in range(1, 4)),
            paid("u:1", 5),
            paid("u:2", 5),
            event("u:2", 9, "subscription cancelled"),
            event("u:4", 400, "page Pricing page"),
        ]
    )

    company.refresh()

    assert company.rows("SELECT name FROM purposes") == [("buy",)]
    rows = company.rows("""SELECT i.subject, j.state FROM journeys j
        JOIN identities i USING (customer) ORDER BY 1""")
    # paid and stays; paid and cancelled; looked and fell silent; still looking
    assert rows == [("u:1", 0), ("u:2", 1), ("u:3", 1), ("u:4", 2)]


def test_where_orders_are_named_a_payment_is_no_second_purchase(company: Any) -> None:
    company.add([event("u:1", 0, "order placed"), paid("u:2", 0), event("u:3", 400, "search")])

    company.refresh()

    rows = company.rows("""SELECT i.subject, j.state FROM journeys j
        JOIN identities i USING (customer) ORDER BY 1""")
    assert rows[:2] == [("u:1", 0), ("u:2", 1)]


def test_the_data_end_before_what_a_system_only_plans(company: Any) -> None:
    plan = {"actor": "system", "channel": "system"}
    company.add(
        [
            *(event(f"u:{n}", n, "board viewed") for n in range(40)),
            event("u:39", 100, "board viewed"),
            event("u:39", 101, "trial ended", **plan),
            event("u:1", 130, "trial ended", **plan),
        ]
    )

    company.refresh()

    data = company.open()
    try:
        assert (data.period_end.timestamp()) == 100 * DAY
        ends = data.engine.rows("SELECT max(end_us) FROM journeys")
        last = data.engine.rows("SELECT max(at_us), max(at_us + wait_us) FROM steps")
    finally:
        data.engine.close()
    assert ends == [(100 * DAY * 1_000_000,)]
    assert last[0][0] == 100 * DAY * 1_000_000
    assert last[0][1] is None or last[0][1] <= 100 * DAY * 1_000_000


def test_calls_beside_a_log_of_cases_have_a_map_of_their_own(company: Any) -> None:
    def case(n: int, day: float, activity: str) -> dict[str, Any]:
        return event(f"case:{n}", day, activity, source="log", object_ids=[f"case:{n}"])

    calls = [
        event(f"phone:{n}", n, word, source="calls", channel="phone", object_ids=[f"call:{n}"])
        for n in range(60)
        for word in ("call: answered", "call: call back agreed")
    ]
    steps = ("reported", "asked", "sent", "checked", "settled")
    log = [case(n, n + k, word) for n in range(300) for k, word in enumerate(steps)]
    company.add([*log, *calls])

    company.refresh()

    assert company.rows("SELECT name FROM purposes ORDER BY code") == [("case",), ("get_help",)]


def test_a_case_that_ends_in_a_farewell_is_lost(company: Any) -> None:
    company.add(
        [
            event(f"case:{n}", n + day, word, object_ids=[f"case:{n}"])
            for n in range(60)
            for day, word in (
                (0, "Schaden gemeldet"),
                (1, "Vertrag gekündigt" if n % 3 == 0 else "Vertrag verlängert"),
            )
        ]
    )

    company.refresh()

    assert company.rows("SELECT state, count(*) FROM journeys GROUP BY 1 ORDER BY 1") == [
        (0, 40),
        (1, 20),
    ]
    assert ("leave", "I stay or leave") in company.rows("SELECT name, verb FROM stages")


@pytest.mark.parametrize(
    ("name", "leaves"),
    [
        ("subscription cancelled", True),
        ("Vertrag gekündigt", True),
        ("account_closed", True),
        ("Account Closure Requested", True),
        ("order cancelled", False),
        ("page Cancel subscription", False),
        ("contract signed", False),
    ],
)
def test_a_farewell_ends_a_relationship_and_not_an_order(name: str, leaves: bool) -> None:  # noqa: FBT001
    assert is_farewell(name) is leaves


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("page Pricing page", "Pricing page"),
        ("page API docs", "API docs page"),
        ("screen Settings", "Settings screen"),
        ("page leave", "Page leave"),
    ],
)
def test_a_page_is_called_by_its_title_once(name: str, told: str) -> None:
    assert titles.readable(name) == told


@pytest.mark.parametrize(
    ("name", "looks"),
    [
        ("Pricing page", True),
        ("Usage screen", True),
        ("page: terms", True),
        ("Payment failed page", False),
        ("Error 404 page", False),
        ("Import failed", False),
        ("Pricing asked", False),
    ],
)
def test_a_page_is_looked_at_unless_its_name_says_that_something_failed(
    name: str, *, looks: bool
) -> None:
    assert is_look(name) is looks
