"""Who took a step, where a source does not say: persons and words tell, and what they do not tell stays the customer's."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from desireline.recipe import Recipe, TouchpointRule

HOUR = 3600
Log = list[tuple[str, str | None]]


def log_of(cases: int, steps: Callable[[int], Log], **more: Any) -> list[dict[str, Any]]:
    """Events of `case:N`; each step is an activity and the person who carried it out."""
    return [
        {
            "source": "office",
            "channel": None,
            "subject": f"case:{case}",
            "object_ids": [f"case:{case}"],
            "activity": activity,
            "at": 1_700_000_000 + case * 50 * HOUR + number * HOUR,
            "attributes": None if person is None else json.dumps({"org:resource": person}),
            **more,
        }
        for case in range(cases)
        for number, (activity, person) in enumerate(steps(case))
    ]


def actors(company: Any) -> dict[str, str]:
    company.refresh()
    words = ("customer", "company", "employee", "system")
    rows = company.rows(
        "SELECT DISTINCT t.name, s.actor FROM steps s JOIN touchpoints t ON t.code = s.touchpoint ORDER BY ALL"
    )
    assert len({name for name, _ in rows}) == len(rows)
    return {name: words[actor] for name, actor in rows}


def test_who_carries_out_many_cases_is_an_employee(company: Any) -> None:
    company.add(
        log_of(
            12,
            lambda case: [
                ("Claim", "Customer"),
                ("Look at it", f"clerk {case % 3}"),
                ("Weigh it", f"clerk {case % 2}"),
                ("Reminder", "SYSTEM"),
                ("Answer", None),
            ],
        )
    )

    assert actors(company) == {
        "Claim": "customer",
        "Look at it": "employee",
        "Weigh it": "employee",
        "Reminder": "system",
        "Answer": "customer",
    }


def test_a_name_of_a_column_with_signs_in_it_is_only_a_name(company: Any) -> None:
    """`resource'` is read as `resource`, whatever an engine would make of its sign."""
    events = log_of(12, lambda case: [("Look at it", f"clerk {case % 3}"), ("Weigh it", f"clerk {case % 2}")])  # fmt: skip
    for event in events:
        event["attributes"] = json.dumps({"resource'": json.loads(event["attributes"])["org:resource"]})  # fmt: skip
    company.add(events)

    assert actors(company) == {"Look at it": "employee", "Weigh it": "employee"}


def test_a_person_of_one_case_alone_may_be_the_customer(company: Any) -> None:
    company.add(log_of(12, lambda case: [("Open", f"user {case}"), ("Look", f"user {case}")]))

    assert set(actors(company).values()) == {"customer"}


def test_who_looks_after_a_case_did_not_do_all_of_it(company: Any) -> None:
    """`agent` is the same in all rows of a case: a column of the case, not of the event."""
    events = log_of(12, lambda _: [("Open", None), ("Ask", None)])
    for event in events:
        event["attributes"] = json.dumps({"agent": f"agent {int(event['subject'][5:]) % 3}"})
    company.add(events)

    assert set(actors(company).values()) == {"customer"}


def test_who_calls_did_so_whoever_answered(company: Any) -> None:
    calls = log_of(12, lambda case: [("Call", f"agent {case % 2}"), ("Call back", f"agent {case % 3}")])  # fmt: skip
    for call in calls:
        call["subject"], call["object_ids"] = call["subject"].replace("case", "phone"), None
    company.add(calls)

    assert set(actors(company).values()) == {"customer"}


def test_words_tell_in_a_log_of_cases_and_more_of_them_in_an_office(company: Any) -> None:
    """`Create` and `Add` may be a customer's click; beside a clerk's deeds they are the office's."""
    company.add(
        log_of(
            12,
            lambda case: [
                ("Create fine", f"clerk {case % 2}"),
                ("T02 Send fine", None),
                ("Add penalty", None),
                ("Appeal to judge", f"clerk {case % 2}"),
                ("Offer approved", None),
                ("Payment", None),
            ],
        )
    )

    assert actors(company) == {
        "Create fine": "employee",
        "T02 Send fine": "company",
        "Add penalty": "company",
        "Appeal to judge": "customer",
        "Offer approved": "customer",
        "Payment": "customer",
    }


def test_clicks_of_an_app_stay_the_customers(company: Any) -> None:
    clicks = ["Create account", "Add to cart", "Check stock", "Send message", "Close"]
    company.add(log_of(12, lambda _: [(click, None) for click in clicks]))

    assert set(actors(company).values()) == {"customer"}


def test_a_log_of_orders_without_customers_is_an_offices(company: Any) -> None:
    steps = ["Place order", "Confirm order", "Pick item", "Item out of stock", "Package delivered", "Pay order"]  # fmt: skip
    events = log_of(12, lambda _: [(step, None) for step in steps])
    for event in events:
        event["subject"] = event["subject"].replace("case", "order")
        event["object_ids"] = [event["subject"]]
    company.add(events)

    assert actors(company) == {
        "Order": "customer",
        "Confirm order": "company",
        "Pick item": "company",
        "Item out of stock": "company",
        "Package delivered": "company",
        "Pay order": "customer",
    }
    stages = dict(
        company.rows(
            "SELECT t.name, s.position FROM touchpoints t JOIN stages s ON s.code = t.stage"
        )
    )
    assert stages["Order"] <= stages["Pick item"], (
        "picking is the shop's, and no choice before the order"
    )


def test_a_source_that_says_who_acts_is_believed(company: Any) -> None:
    events = log_of(
        12, lambda case: [("Notify", f"clerk {case % 2}"), ("Assign", f"clerk {case % 2}")]
    )
    company.add([{**event, "actor": "employee"} if i == 0 else event for i, event in enumerate(events)])  # fmt: skip
    company.refresh()

    assert company.rows("SELECT count(*) FILTER (actor = 0), count(*) FROM steps") == [(23, 24)]


def test_what_customers_pay_is_paid_by_them(company: Any) -> None:
    events = log_of(12, lambda case: [("Check bag", f"clerk {case % 2}"), ("Till", f"clerk {case % 3}")])  # fmt: skip
    company.add([{**event, "value": 5} if event["activity"] == "Till" else event for event in events])  # fmt: skip

    assert actors(company) == {"Check bag": "employee", "Till": "customer"}


def test_people_can_say_who_acts(make_company: Callable[..., Any]) -> None:
    rules = (
        TouchpointRule(match="ans*", name="Answer", actor="company"),
        TouchpointRule(match="weigh it", name="Weigh it", actor="customer"),
    )
    company = make_company(Recipe(touchpoints=rules))
    company.add(log_of(12, lambda case: [("Weigh it", f"clerk {case % 2}"), ("Answer", None)]))

    assert actors(company) == {"Weigh it": "customer", "Answer": "company"}


def test_where_a_clerk_is_noted_at_some_steps_and_never_at_others_those_are_the_clerks(
    company: Any,
) -> None:
    """The log of applicants: the office asks and decides, the applicant applies and uploads. Who answers a call says nothing."""
    told = {"Apply": None, "Asked for papers": "p.lang", "Upload papers": None, "Admitted": "m.kaiser"}  # fmt: skip
    for key, source in (("Bearbeiter", "portal"), ("Agent", "calls")):
        events = log_of(12, lambda _: list(told.items()), source=source)
        for event in events:
            event["subject"] = f"email:{event['subject'][5:]}@{source}.example"
            event["object_ids"] = []
            person = json.loads(event["attributes"] or "{}").get("org:resource", "")
            event["attributes"] = json.dumps({key: person})
        company.add(events)
    company.refresh()
    rows = company.rows(
        """SELECT e.source, t.name, min(s.actor), max(s.actor) FROM steps s JOIN touchpoints t ON t.code = s.touchpoint
        JOIN events e ON e.event_key = s.event_key GROUP BY ALL ORDER BY ALL"""
    )
    assert [(name, low, high) for source, name, low, high in rows if source == "portal"] == [
        ("Admitted", 2, 2), ("Apply", 0, 0), ("Asked for papers", 2, 2), ("Upload papers", 0, 0),
    ]  # fmt: skip
    assert {low for source, _, low, _ in rows if source == "calls"} == {0}
