"""One touchpoint in two parts of the journey: the prices before the order, and before the renewal."""

from __future__ import annotations

from typing import Any

from desireline import journeys
from desireline.recipe import Recipe, StageRule

DAY = 86_400
BUYING = ("search", "pricing viewed", "view item", "purchase")
RENEWING = ("renewal reminder", "pricing viewed", "contract renewed")


def visits(number: int, *deeds: str, day: int = 0) -> list[dict[str, Any]]:
    return [
        {"subject": f"u:{number}", "at": (number % 30 + day) * DAY + 60 * i, "activity": deed}
        for i, deed in enumerate(deeds)
    ]


def shop(company: Any, *later: str, people: int = 80) -> None:
    events = [event for n in range(people) for event in visits(n, *BUYING)]
    events += [event for n in range(people) for event in visits(n, *later, day=200)]
    company.add(events)
    company.refresh()


def stages(company: Any) -> dict[str, str]:
    return dict(
        company.rows("SELECT t.name, g.name FROM touchpoints t JOIN stages g ON t.stage = g.code")
    )


def test_the_prices_before_the_order_and_before_the_renewal_are_two_touchpoints(
    company: Any,
) -> None:
    shop(company, *RENEWING)

    found = stages(company)
    assert found["Pricing viewed"] != found["Pricing viewed, after Pay"]
    assert found["Pricing viewed, after Pay"] == found["Renewal reminder"]
    assert set(company.paths().values()) == {
        "Search > Pricing viewed > Look at a product > Pay",
        "Renewal reminder > Pricing viewed, after Pay > Contract renewed",
    }
    sure = dict(company.rows("SELECT name, confidence FROM touchpoints"))
    assert sure["Pricing viewed, after Pay"] > 0.9


def test_exported_events_say_the_touchpoint_that_their_step_has(company: Any) -> None:
    shop(company, *RENEWING)

    data = company.open()
    try:
        rows = [r for batch in journeys.export_table(data, "events") for r in batch.to_pylist()]
    finally:
        data.engine.close()
    told = {
        (row["touchpoint"], row["stage"]) for row in rows if row["activity"] == "pricing viewed"
    }
    found = stages(company)
    names = ("Pricing viewed", "Pricing viewed, after Pay")
    assert told == {(name, found[name]) for name in names}


def test_new_events_are_read_in_their_context_as_a_rebuild_would(company: Any) -> None:
    shop(company, *RENEWING)
    company.add(visits(3, "pricing viewed", day=400))
    assert company.refresh().kind == "overlay"
    first = company.paths()

    company.refresh(rebuild=True)

    assert company.paths() == first
    assert "Pricing viewed, after Pay" in first.values()


def test_who_buys_again_in_the_same_way_looks_at_the_same_prices(company: Any) -> None:
    shop(company, *BUYING)
    assert "Pricing viewed, after Pay" not in stages(company)


def test_a_touchpoint_that_people_gave_a_stage_is_never_split(make_company: Any) -> None:
    pinned = StageRule(name="prices", title="Prices", verb="I compare", touchpoints=("Pricing*",))
    other = StageRule(name="rest", title="Rest", verb="I do", touchpoints=("*",))
    company = make_company(Recipe(stages=(pinned, other)))

    shop(company, *RENEWING)

    assert {name: s for name, s in stages(company).items() if name.startswith("Pricing")} == {
        "Pricing viewed": "prices"
    }


def test_of_few_customers_no_context_is_learnt(company: Any) -> None:
    shop(company, *RENEWING, people=20)
    assert "Pricing viewed, after Pay" not in stages(company)
