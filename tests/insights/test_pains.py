"""What hurts, what pleases, what gets worse."""

from __future__ import annotations

from typing import Any

import numpy as np

from desireline.insights.heard.usual import gaps
from desireline.insights.model import Verdict
from desireline.insights.pains.delights import Delights
from desireline.insights.pains.pains import Pains
from desireline.insights.pains.potential import PotentialPains

DAY = 24 * 60


def spoken(mean: float, rng: np.random.Generator) -> int:
    return int(np.clip(rng.normal(mean, 200), -1000, 1000))


def test_loud_but_harmless_does_not_lead(world: Any) -> None:
    """Everybody writes about invoices, a little; few write about the call-back, deeply."""
    rng = np.random.default_rng(1)
    journeys = []
    for c in range(200):
        path = f"Home@{DAY}:{spoken(250, rng)} Order@{DAY + 5}:{spoken(250, rng)}"
        for k in range(4):
            path += f" Invoice@{DAY + 10 + k}:{spoken(230, rng)}"
        if c % 2 == 0:
            said = f":{spoken(-700, rng)}" if c % 4 == 0 else ""
            path += f" Callback@{DAY + 20}{said}"
        journeys.append(world.journey(c, path))
    pains = Pains().run(world(journeys)).insights
    assert pains[0].touchpoint == "Callback"
    assert pains[0].verdict == Verdict.SHOWN
    assert pains[0].rank == pains[0].rank_low == pains[0].rank_high == 1
    assert pains[0].high < 0
    assert str(pains[0].n) in pains[0].words
    invoice = [one for one in pains if one.touchpoint == "Invoice" and one.rank == 1]
    assert not invoice


def test_less_upset_is_no_delight_and_less_glad_no_pain(world: Any) -> None:
    """Everybody is upset everywhere, least at the desk; then everybody glad everywhere, least at the desk."""
    rng = np.random.default_rng(5)

    def felt(usual: float, at_desk: float) -> Any:
        return world(
            [
                world.journey(
                    c,
                    f"Home@{DAY}:{spoken(usual, rng)} Call@{DAY + 5}:{spoken(usual, rng)} Desk@{DAY + 9}:{spoken(at_desk, rng)}",
                )
                for c in range(150)
            ]
        )

    upset, glad = felt(-700, -400), felt(700, 400)
    assert [one.touchpoint for one in Pains().run(upset).insights if one.rank == 1] != ["Desk"]
    assert "Desk" not in {one.touchpoint for one in Delights().run(upset).insights}
    assert "Desk" not in {one.touchpoint for one in Pains().run(glad).insights}


def test_grumblers_make_no_pain(world: Any) -> None:
    """The touchpoint of the grumpy half feels bad, but no worse than they always do."""
    rng = np.random.default_rng(2)
    journeys = []
    for c in range(120):
        usual = -600 if c % 2 else 600
        place = "Store" if c % 2 else "Web"
        path = " ".join(
            f"{p}@{DAY + k}:{spoken(usual, rng)}"
            for k, p in enumerate(["Home", "Help", place, "Bill"])
        )
        journeys.append(world.journey(c, path))
    facts = world(journeys)
    store = next(gap for code, gap in gaps(facts).items() if facts.places[code].name == "Store")
    assert abs(store.value) < 0.35
    raw = Pains().run(facts).insights
    assert all(one.touchpoint != "Store" or abs(one.value) < 0.35 for one in raw)


def test_a_null_world_shows_no_pain(world: Any) -> None:
    rng = np.random.default_rng(3)
    shown = 0
    for _ in range(5):
        journeys = [
            world.journey(c, " ".join(f"T{k}@{DAY + k}:{spoken(100, rng)}" for k in range(8)))
            for c in range(40)
        ]
        found = Pains().run(world(journeys)).insights + Delights().run(world(journeys)).insights
        shown += any(one.verdict == Verdict.SHOWN for one in found)
    assert shown <= 2


def test_where_more_are_lost_than_elsewhere_in_the_stage(world: Any) -> None:
    rng = np.random.default_rng(4)
    journeys = []
    for c in range(300):
        begin = 5 * DAY + rng.uniform(0, 10) * DAY
        lost = rng.random() < 0.3
        path = f"Home@{begin} Search@{begin + 3} Pay@{begin + 9}"
        journeys.append(
            world.journey(c, path if lost else path + f" Done@{begin + 12}", state=int(lost))
        )
    first = Pains().run(world(journeys)).insights[0]
    assert (first.kind, first.touchpoint, first.verdict) == ("drop_off", "Pay", Verdict.SHOWN)
    assert first.low > 0.2


def test_without_a_stated_success_no_end_is_called_a_loss(world: Any) -> None:
    journeys = [
        world.journey(c, f"Home@{DAY}" + (f" Pay@{DAY + 2}" if c % 3 else ""), state=1)
        for c in range(90)
    ]
    assert Pains().run(world(journeys)).insights == []


def test_a_fixed_timer_is_no_pain(world: Any) -> None:
    journeys = [
        world.journey(
            c, f"Solve@{DAY + c}.3 Close@{DAY + c + 720 * 60}.3:{-100 if c % 2 else 100}"
        )
        for c in range(150)
    ]
    assert not [one for one in Pains().run(world(journeys)).insights if one.condition]


def test_a_delight_is_found_by_the_same_method(world: Any) -> None:
    rng = np.random.default_rng(5)
    journeys = [
        world.journey(
            c,
            f"Home@{DAY}:{spoken(0, rng)} Help@{DAY + 1}:{spoken(0, rng)} "
            f"Gift@{DAY + 2}:{spoken(700, rng)}",
        )
        for c in range(80)
    ]
    first = Delights().run(world(journeys)).insights[0]
    assert (first.kind, first.touchpoint, first.rank) == ("delight", "Gift", 1)
    assert first.low > 0


def test_a_worsening_touchpoint_is_a_pain_to_come(world: Any) -> None:
    rng = np.random.default_rng(6)
    journeys = []
    for c in range(200):
        day = rng.uniform(0, 99)
        app = -300 if day > 50 else 300
        journeys.append(
            world.journey(
                c, f"Home@{day * DAY}:{spoken(200, rng)} App@{day * DAY + 5}:{spoken(app, rng)}"
            )
        )
    first = PotentialPains().run(world(journeys)).insights[0]
    assert (first.kind, first.touchpoint, first.condition) == (
        "potential_pain",
        "App",
        "worsening",
    )
    assert first.high < 0
    assert "uncontrolled" in first.words


def test_the_same_data_say_the_same_thing(world: Any) -> None:
    rng = np.random.default_rng(7)
    journeys = [
        world.journey(c, f"Home@{DAY}:{spoken(0, rng)} Call@{DAY + 3}:{spoken(-200, rng)}")
        for c in range(60)
    ]
    assert Pains().run(world(journeys)) == Pains().run(world(list(reversed(journeys))))


def test_where_hardly_any_journey_is_known_as_completed_no_end_is_called_a_loss(
    world: Any,
) -> None:
    """As in a back-office log: two of a hundred cases happen to end in a word like `done`."""
    journeys = [
        world.journey(c, f"Receive@{DAY} Check@{DAY + 2}" + (f" Send@{DAY + 9}" if c % 2 else ""),
                      state=int(c > 1))
        for c in range(100)
    ]  # fmt: skip
    assert Pains().run(world(journeys)).insights == []


def test_leaving_after_a_review_is_no_drop_off(world: Any) -> None:
    journeys = [
        world.journey(c, f"Order@{DAY} Use@{DAY + 5} Review@{DAY + 9}*5", state=int(c % 2))
        for c in range(100)
    ]
    assert not [one for one in Pains().run(world(journeys)).insights if one.kind == "drop_off"]


def test_a_survey_reaches_whom_the_touchpoint_before_it_reaches(world: Any) -> None:
    rng = np.random.default_rng(8)
    journeys = []
    for c in range(160):
        path = f"Shop@{DAY + c}:{spoken(300, rng)} Setup@{DAY + c + 5}"
        path += f" Survey@{DAY + c + 9}*{rng.integers(1, 3)}" if c % 4 == 0 else ""
        journeys.append(world.journey(c, path))
    first = Pains().run(world(journeys)).insights[0]
    assert first.touchpoint == "Survey"
    assert first.n == 40
    assert "160 customers come to Setup, which it follows" in first.words
