from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline import insights
from desireline.journeys import building, refreshing
from desireline.recipe import Filter, PurposeRule, Recipe

DAY = 86_400
Make = Callable[..., Any]

DECODED_STEPS = """
    WITH who AS (SELECT customer, min(subject) AS name FROM identities GROUP BY customer)
    SELECT w.name, p.name, journey, step_no, at_us, t.name, g.name, h.name, actor, n.name, wait_us,
        queue_s, feeling_milli, k.kind, rating_milli, value_e4, event_key
    FROM steps s JOIN who w USING (customer) JOIN purposes p ON s.purpose = p.code
    JOIN touchpoints t ON s.touchpoint = t.code JOIN stages g ON s.stage = g.code
    JOIN channels h ON s.channel = h.code LEFT JOIN touchpoints n ON s.next_touchpoint = n.code
    LEFT JOIN rating_kinds k ON s.rating_kind = k.code ORDER BY ALL"""
DECODED_JOURNEYS = """
    WITH who AS (SELECT customer, min(subject) AS name FROM identities GROUP BY customer)
    SELECT w.name, p.name, journey, object_id, start_us, end_us, steps, state, o.name, value_e4
    FROM journeys j JOIN who w USING (customer) JOIN purposes p ON j.purpose = p.code
    LEFT JOIN outcomes o ON j.outcome = o.code ORDER BY ALL"""


def event(subject: str, day: float, activity: str, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "at": int(day * DAY), "activity": activity, **more}


def test_a_silence_of_more_than_thirty_days_begins_a_new_journey(company: Any) -> None:
    company.add([event("u:1", 0, "a"), event("u:1", 30, "b"), event("u:1", 60.1, "c")])

    company.refresh()

    assert company.paths() == {"c0000000/journey/0": "A > B", "c0000000/journey/1": "C"}


def test_next_touchpoint_and_wait_stay_inside_a_journey(company: Any) -> None:
    company.add([event("u:1", 0, "a"), event("u:1", 2, "b"), event("u:1", 90, "c")])

    company.refresh()

    rows = company.rows("""SELECT t.name, n.name, wait_us FROM steps s
        JOIN touchpoints t ON s.touchpoint = t.code
        LEFT JOIN touchpoints n ON s.next_touchpoint = n.code ORDER BY at_us""")
    assert rows == [("A", "B", 2 * DAY * 1_000_000), ("B", None, None), ("C", None, None)]


def test_a_log_of_cases_follows_the_case_also_when_cases_overlap(company: Any) -> None:
    def case(number: int, day: float, activity: str) -> dict[str, Any]:
        return event("u:1", day, activity, object_ids=[f"case:{number}"])

    company.add(
        [case(1, 0, "open"), case(2, 1, "open"), case(1, 2, "close"), case(2, 80, "close")]
    )

    company.refresh()

    assert sorted(company.paths("case").values()) == ["Open > Close", "Open > Close"]
    assert sorted(company.rows("SELECT object_id FROM journeys")) == [("case:1",), ("case:2",)]


def test_an_appended_outcome_is_the_journeys_outcome_and_no_step(company: Any) -> None:
    company.add(
        [
            event("u:1", 1, "welcome", source_line=1),
            {**event("u:1", 1, "passed", source_line=2)},
            event("u:2", 1, "welcome", source_line=3),
            event("u:2", 2, "form", source_line=4),
            event("u:2", 2, "lost", source_line=5),
            event("u:3", 300, "welcome", source_line=6),
        ]
    )

    company.refresh()

    assert sorted(company.paths().values()) == ["Welcome", "Welcome", "Welcome > Form"]
    rows = company.rows("""SELECT steps, state, o.name FROM journeys
        LEFT JOIN outcomes o ON outcome = o.code ORDER BY customer""")
    assert sorted(rows, key=str) == [(1, 0, "passed"), (1, 2, None), (2, 1, "lost")]


def test_bookkeeping_makes_no_step_joins_no_visits_and_is_no_part_of_the_period(
    company: Any,
) -> None:
    crm = {"source": "crm", "channel": "system", "actor": "system"}
    company.add(
        [
            event("u:1", 0, "contact created", **crm),
            event("u:1", 100, "purchase"),
            event("u:1", 120, "User_Updated", source="crm", actor="system"),
            event("u:1", 140, "purchase"),
            event("u:2", 100, "nightly job", **crm),
            event("u:2", 101, "order picked", channel="system", actor="company"),
            event("u:3", 200, "identify"),
        ]
    )

    company.refresh()

    assert company.paths() == {
        "c0000000/buy/0": "Pay",
        "c0000000/buy/1": "Pay",
        "c0000001/buy/0": "Order picked",
    }
    assert company.rows("SELECT count(*) FROM journeys") == [(3,)]
    data = company.open()
    days = [(at.timestamp() / DAY) for at in (data.period_start, data.period_end)]
    data.engine.close()
    assert days == [100, 140]


def test_a_visits_beginning_is_a_step_only_where_nothing_follows(make_company: Make) -> None:
    def visit(number: int, *deeds: str) -> list[dict[str, Any]]:
        names = ("session_start", *deeds)
        return [event(f"u:{number}", number + i / 1000, n) for i, n in enumerate(names)]

    followed, alone = make_company(), make_company()
    followed.add([*visit(1, "page_view"), *visit(2, "search")])
    alone.add([*visit(1, "page_view"), *visit(2)])

    followed.refresh()
    alone.refresh()

    assert sorted(followed.paths().values()) == ["Page visit", "Search"]
    assert sorted(alone.paths().values()) == [
        "Arrive on the site",
        "Arrive on the site > Page visit",
    ]


def test_a_log_of_bookkeeping_alone_has_no_journeys(company: Any) -> None:
    company.add([event("u:1", 0, "contact created", actor="system", channel="system")])

    company.refresh()

    assert company.paths() == {}
    data = company.open()
    data.engine.close()
    assert data.period_start is None


def test_a_journey_of_which_only_the_outcome_is_known_counts_but_has_no_path(company: Any) -> None:
    for n in range(6):
        company.add([event(f"u:{n}", n, "welcome"), event(f"u:{n}", n, "passed")])
    company.add([event(f"u:{n}", n, "lost") for n in range(10, 16)])

    company.refresh()

    assert company.rows(
        "SELECT state, steps, count(*) FROM journeys GROUP BY ALL ORDER BY ALL"
    ) == [
        (0, 1, 6),
        (1, 0, 6),
    ]
    data = company.open()
    found = insights.run(data, data.purposes[0]).results["variants"]
    data.engine.close()
    assert [(one.path, one.n, one.share.value) for one in found.measures] == [
        (("Welcome",), 6, 0.5)
    ]


def test_an_orders_money_counts_once_whoever_states_it(company: Any) -> None:
    def of(order: int, day: float, activity: str, value: float, source: str) -> dict[str, Any]:
        return event(
            "u:1",
            day,
            activity,
            value=value,
            source=source,
            object_ids=[f"order:{order}", "cart:1"],
        )

    company.add(
        [
            of(1, 1.0, "purchase", 49.9, "tracker"),
            of(1, 1.1, "order created", 30, "shop"),
            of(1, 1.1, "order created", 20, "shop"),
            of(1, 9.0, "refund", -5, "desk"),
            of(2, 2.0, "order created", 7, "shop"),
            of(3, 3.0, "purchase", 11, "tracker"),
            event("u:1", 4, "tip", value=2, source="tracker"),
        ]
    )

    company.refresh()

    stated = 30 + 20 - 5 + 7 + 11 + 2
    assert company.rows("SELECT value_e4 FROM journeys") == [(stated * 10_000,)]
    assert company.rows("SELECT sum(value_e4) FROM steps") == [(stated * 10_000,)]


def test_money_that_a_later_import_knows_better_leaves_the_other_customer(
    company: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "_FOLD_SHARE", 1.0)

    def bought(subject: str, source: str, order: int) -> dict[str, Any]:
        more = {"value": 10, "source": source, "object_ids": [f"order:{order}"]}
        return event(subject, order, "purchase", **more)

    shop = [bought("u:9", "shop", order) for order in (1, 2, 3)]
    visits = [event(f"u:{n}", 1 + n / 100, "page view") for n in range(20, 60)]
    company.add([bought("u:1", "tracker", 1), bought("u:2", "tracker", 5), *shop, *visits])
    company.refresh()
    company.add([bought("u:8", "shop", 5)])

    report = company.refresh()

    assert report.kind == "overlay"
    after = company.rows("SELECT sum(value_e4) FROM journeys")
    company.refresh(rebuild=True)
    assert after == company.rows("SELECT sum(value_e4) FROM journeys") == [(400_000,)]


def test_something_called_lost_that_is_not_last_stays_a_touchpoint(company: Any) -> None:
    company.add([event("u:1", 1, "lost"), event("u:1", 2, "found"), event("u:2", 1, "lost")])

    company.refresh()

    assert sorted(company.paths().values()) == ["Lost", "Lost > Found"]


def test_a_journey_runs_while_the_data_end_within_its_horizon(company: Any) -> None:
    company.add([event("u:1", 0, "view item"), event("u:2", 40, "purchase")])
    company.refresh()
    early = company.rows("SELECT state FROM journeys ORDER BY start_us")

    company.add([event("u:3", 55, "view item")])
    company.refresh()

    assert early == [(1,), (0,)]  # u:1 silent for 40 days: lost; u:2 bought
    assert company.rows("SELECT state FROM journeys ORDER BY start_us") == [(1,), (0,), (2,)]


def test_an_answer_outside_its_scale_is_no_rating_and_the_worst_end_may_be_the_larger(
    company: Any,
) -> None:
    def rated(day: int, rating: int, low: int, high: int, kind: str) -> dict[str, Any]:
        return event(
            "u:1", day, "survey", rating_kind=kind, rating=rating, rating_low=low, rating_high=high
        )

    company.add([rated(1, 4, 1, 5, "stars"), rated(2, 0, 1, 5, "stars"), rated(3, 1, 7, 1, "ces")])

    company.refresh()

    rows = company.rows("""SELECT rating_milli, feeling_milli, kind FROM steps
        LEFT JOIN rating_kinds ON rating_kind = code ORDER BY at_us""")
    assert rows == [(4000, 500, "stars"), (None, None, None), (1000, 1000, "ces")]


def test_events_of_the_same_time_keep_the_order_of_the_file(company: Any) -> None:
    company.add([event("u:1", 1, name, source_line=i) for i, name in enumerate("dbca")])

    company.refresh()

    assert list(company.paths().values()) == ["D > B > C > A"]


def test_events_of_one_row_and_time_take_the_order_they_have_elsewhere(company: Any) -> None:
    def order(number: int, paid: float) -> list[dict[str, Any]]:
        line = {"source_line": number, "object_ids": [f"order:{number}"]}
        return [
            event(f"u:{number}", number, "purchase", **line),
            event(f"u:{number}", number + paid, "approved", **line),
        ]

    company.add([one for number in range(40) for one in order(number, 0.1 if number < 30 else 0)])

    company.refresh()

    assert set(company.paths().values()) == {"Pay > Approved"}


def test_two_journeys_have_the_same_variant_when_and_only_when_the_path_is_the_same(
    company: Any,
) -> None:
    def walk(subject: str, path: str) -> list[dict[str, Any]]:
        return [event(subject, day, name) for day, name in enumerate(path)]

    company.add(
        [*walk("u:1", "abc"), *walk("u:2", "abc"), *walk("u:3", "acb"), *walk("u:4", "ab")]
    )

    company.refresh()

    counts = company.rows("SELECT count(*) FROM journeys GROUP BY variant ORDER BY 1")
    assert counts == [(1,), (1,), (2,)]


def test_declared_start_and_end_cut_journeys(make_company: Make) -> None:
    rule = PurposeRule(name="buy", title="Buy", start=("Search",), end=("Pay",), gap_days=10)
    company = make_company(Recipe(purposes=(rule,)))
    days = ["news", "search", "item", "purchase", "mail", "search", "item"]
    company.add([event("u:1", day, name) for day, name in enumerate(days)])

    company.refresh()

    assert list(company.paths("buy").values()) == ["Search > Item > Pay", "Search > Item"]
    assert company.rows("SELECT state FROM journeys ORDER BY start_us") == [(0,), (2,)]


def test_an_event_may_belong_to_several_purposes(make_company: Make) -> None:
    rules = (
        PurposeRule(name="all", title="All"),
        PurposeRule(name="phone", title="Phone", only=Filter(channels=("phone",))),
    )
    company = make_company(Recipe(purposes=rules))
    company.add([event("u:1", 0, "view"), event("u:1", 1, "call", channel="phone")])

    company.refresh()

    assert list(company.paths("all").values()) == ["View > Call"]
    assert list(company.paths("phone").values()) == ["Call"]


def test_refreshing_twice_does_nothing_the_second_time(company: Any) -> None:
    company.add([event("u:1", 0, "a")])
    first = company.refresh()

    second = company.refresh()

    assert (first.kind, second.kind) == ("full", "nothing")
    assert second.version == first.version


def test_an_empty_workspace_opens(company: Any) -> None:
    assert company.refresh().kind == "nothing"
    assert company.rows("SELECT count(*) FROM steps") == [(0,)]
    assert company.rows("SELECT count(*) FROM journeys") == [(0,)]


def test_a_later_day_goes_into_an_overlay_that_masks_the_base(
    company: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "_FOLD_SHARE", 1.0)
    company.add([event(f"u:{n}", n / 100, name) for n in range(50) for name in "ab"])
    company.refresh()

    company.add([event("u:7", 1, "a")])
    report = company.refresh()

    assert (report.kind, report.customers) == ("overlay", 1)
    assert company.rows("SELECT count(*), count(DISTINCT event_key) FROM steps") == [(101, 101)]
    assert company.rows("SELECT count(*) FROM journeys") == [(50,)]


def test_a_refresh_that_runs_short_of_memory_takes_what_it_needs(
    company: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.add([event(f"u:{n}", n / 100, name) for n in range(3_000) for name in "abcd"])
    monkeypatch.setattr(refreshing, "_MEMORY", "2MB")

    company.refresh()

    assert company.rows("SELECT count(*) FROM steps") == [(12_000,)]


_subjects = st.sampled_from(["u:1", "u:2", "u:3", "crm:1", "crm:2", "email:x@x.org"])
_events = st.lists(
    st.fixed_dictionaries(
        {
            "subject": _subjects,
            "at": st.integers(0, 100).map(lambda day: day * DAY),
            "activity": st.sampled_from(["view item", "purchase", "call", "passed", "odd"]),
            "channel": st.sampled_from(["web", "phone"]),
            "identifiers": st.lists(st.sampled_from(["email:x@x.org", "user:1"]), max_size=1),
            "object_ids": st.lists(
                st.sampled_from(["ticket:1", "ticket:2"]), max_size=2, unique=True
            ),
            "value": st.none() | st.integers(0, 5),
        },
        optional={"date_only": st.booleans(), "wait_s": st.integers(-5, 5)},
    ),
    min_size=1,
    max_size=14,
)
_RULES = (
    PurposeRule(name="all", title="All", gap_days=20),
    PurposeRule(name="help", title="Help", follow="ticket", gap_days=20),
    PurposeRule(name="buy", title="Buy", start=("Look*",), end=("Pay",), gap_days=20),
)


@pytest.mark.parametrize("recipe", [Recipe(), Recipe(purposes=_RULES)], ids=["learnt", "declared"])
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=_events, cuts=st.lists(st.integers(0, 14), max_size=2))
def test_any_split_into_imports_gives_the_steps_and_journeys_of_a_rebuild(
    events: list[dict[str, Any]],
    cuts: list[int],
    recipe: Recipe,
    make_company: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refreshing, "_FOLD_SHARE", 1.0)
    for line, one in enumerate(events):
        one["source_line"] = line
    bounds = [0, *sorted(min(cut, len(events)) for cut in cuts), len(events)]
    grown, whole = make_company(recipe), make_company(recipe)

    for start, end in pairwise(bounds):
        if end > start:
            grown.add(events[start:end])
            grown.refresh()
    whole.add(events)
    whole.refresh()

    assert grown.rows(DECODED_STEPS) == whole.rows(DECODED_STEPS)
    assert grown.rows(DECODED_JOURNEYS) == whole.rows(DECODED_JOURNEYS)


@pytest.mark.parametrize("recipe", [Recipe(), Recipe(purposes=_RULES)], ids=["learnt", "declared"])
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=_events)
def test_a_log_cut_range_by_range_gives_the_steps_and_journeys_of_one_cut_at_once(
    events: list[dict[str, Any]],
    recipe: Recipe,
    make_company: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two files, so that events of one time stand in different ones as well as in the same."""
    for line, one in enumerate(events):
        one["source_line"] = line
    found: list[list[Any]] = []
    for rows in (1, 500_000):
        monkeypatch.setattr(building, "BUCKET_ROWS", rows)
        company = make_company(recipe)
        for half in (events[::2], events[1::2]):
            if half:
                company.add(half)
        company.refresh()
        found.append([company.rows(DECODED_STEPS), company.rows(DECODED_JOURNEYS)])

    assert found[0] == found[1]


@pytest.mark.parametrize("rows", [1, 500_000])
def test_events_of_one_time_are_put_in_order_although_the_first_file_holds_none(
    company: Any, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are looked for in the first file, and all the same in each bucket that is cut."""
    monkeypatch.setattr(building, "BUCKET_ROWS", rows)
    company.add([event("u:1", day, "a", source_line=day) for day in range(5)])
    company.add(
        [
            event("u:1", 6, "late", source_line=9, event_id="1"),
            event("u:1", 6, "early", source_line=8, event_id="2"),
        ]
    )

    company.refresh()

    assert company.paths() == {"c0000000/journey/0": "A > A > A > A > A > Early > Late"}
