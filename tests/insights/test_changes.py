"""When a level became another one, what is no change, and how a difference of two periods is parted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.ids import EvidenceId
from desireline.insights.changes import Changes, dated, decompose
from desireline.insights.changes.breaks import Break, Series, breaks_of, first_p, is_episode
from desireline.insights.changes.dated import ChangeMeasure, change_claim, changes_of
from desireline.insights.changes.periods import compared
from desireline.insights.changes.watched import Watched
from desireline.insights.changes.watching import watched
from desireline.insights.model import Verdict
from desireline.insights.numbers.statistics import t_p_value

DAY = 24 * 60


def series(values: Any, per_day: int = 20) -> Series:
    values = np.asarray(values, dtype=float)
    return Series(value=values, weight=np.full(len(values), float(per_day)))


def noise(days: int, seed: int = 1) -> np.ndarray:
    return np.random.Generator(np.random.PCG64(seed)).standard_normal(days) * 0.2


def test_a_step_is_dated_to_the_day_and_sized() -> None:
    values = noise(400) + 1.0 * (np.arange(400) >= 250)
    found = breaks_of(series(values))
    assert len(found) == 1
    assert abs(found[0].day - 250) <= 1
    assert found[0].low <= 250 <= found[0].high
    assert found[0].size == pytest.approx(1.0, abs=4 * found[0].se)
    assert found[0].p < 1e-6


def test_a_season_a_drift_and_slow_noise_are_no_breaks() -> None:
    at = np.arange(800)
    season = 0.5 * np.sin(2 * np.pi * at / 365.25)
    assert first_p(series(noise(800) + season)) > 0.01
    assert first_p(series(noise(800) + at / 800)) > 0.01
    slow = np.convolve(noise(830, seed=5), np.ones(30) / 10)[:800]
    assert first_p(series(slow)) > 0.001


def test_false_breaks_are_as_rare_as_their_p_says() -> None:
    p = np.array([first_p(series(noise(200, seed))) for seed in range(200)])
    assert (p < 0.05).mean() < 0.10
    assert (p < 0.005).mean() < 0.02


def test_a_level_that_comes_back_before_long_is_an_episode() -> None:
    def brk(day: int, size: float) -> Break:
        return Break(day=day, low=day, high=day, size=size, se=0.1, p=0.0)

    assert is_episode(brk(100, 1.0), brk(130, -0.9))
    assert not is_episode(brk(100, 1.0), brk(130, -0.3)), "most of it stays"
    assert not is_episode(brk(100, 1.0), brk(300, -1.0)), "it lasted"
    assert not is_episode(brk(100, 1.0), brk(130, 1.0)), "it went further"


def test_in_less_than_two_years_what_lasted_a_summer_may_be_the_summer() -> None:
    def brk(day: int, size: float) -> Break:
        return Break(day=day, low=day, high=day, size=size, se=0.1, p=0.001)

    assert is_episode(brk(270, 1.0), brk(365, -0.9), seen_days=540)
    assert not is_episode(brk(270, 1.0), brk(365, -0.9), seen_days=900)
    assert not is_episode(brk(100, 1.0), brk(300, -1.0), seen_days=540), "half a year and more"


def test_too_few_weeks_have_no_break() -> None:
    assert np.isnan(first_p(series(noise(60))))
    assert np.isnan(first_p(series(np.ones(300)))), "a constant cannot change"


def calls(world: Any, *, days: int, jump: int, per_day: int = 2) -> Any:
    """Calls every day, each of a new customer; from day `jump` on they queue four times as long."""
    rng = np.random.Generator(np.random.PCG64(3))
    made = []
    for c in range(days * per_day):
        day = c // per_day
        queue = int(rng.lognormal(4.6, 0.5)) * (4 if day >= jump else 1)
        journey = world.journey(c, f"Call@{day * DAY + 600} Done@{day * DAY + 700}", queue_s=queue)
        made.append(journey)
    return world(made, days=days)


def test_a_queue_that_grew_is_told_with_its_date_and_levels(world: Any) -> None:
    facts = calls(world, days=200, jump=120)
    found = [one for one in dated(facts) if (one.metric, one.scope) == ("queue", "Call")]
    assert len(found) == 1
    change = found[0]
    # day 120 after 1 January 2026 is 1 May
    assert abs((change.date - date(2026, 5, 1)).days) <= 2
    assert change.date_low <= date(2026, 5, 1) <= change.date_high
    assert change.low < 4 < change.high
    assert change.after / change.before == pytest.approx(4, rel=0.15)
    told = next(one for one in Changes().run(facts).insights if one.metric == "queue")
    assert (told.kind, told.verdict) == ("change", Verdict.SHOWN)
    assert told.words.startswith("The queue at Call changed")
    assert "What else happened then is not known" in told.words


def test_where_the_data_begin_a_change_of_journeys_is_only_suggested(world: Any) -> None:
    def went_on(*, until: int) -> list[ChangeMeasure]:
        """Half of those who call before that day go elsewhere, later nobody."""
        made = [
            world.journey(
                c,
                f"Call@{c // 8 * DAY} Other@{c // 8 * DAY + 80}"
                if c % 8 < 4 and c // 8 < until
                else f"Call@{c // 8 * DAY} Done@{c // 8 * DAY + 90}",
            )
            for c in range(1_600)
        ]
        return [one for one in dated(world(made, days=240)) if one.metric == "next step"]

    assert [one.verdict for one in went_on(until=100)] == [Verdict.SHOWN]
    assert [(one.verdict, one.early) for one in went_on(until=35)] == [(Verdict.SUGGESTED, True)]
    (queue,) = (one for one in dated(calls(world, days=200, jump=35)) if one.scope == "Call")
    assert queue.verdict == Verdict.SHOWN, "a queue is whole wherever it is met"


def test_a_change_says_how_long_was_waited_and_that_its_size_is_not_the_plain_difference(
    world: Any,
) -> None:
    exits = ChangeMeasure(
        metric="exit", scope="Call", touchpoint="Call", stage=None, unit="share", date=date(2026, 5, 1),
        date_low=date(2026, 4, 28), date_high=date(2026, 5, 2), before=0.07, after=0.11, difference=0.13, low=0.08,
        high=0.18, n=900, p=0.001, episode=False, early=False, verdict=Verdict.SHOWN,
    )  # fmt: skip
    # 200 days and what follows are more than six months: a visit is followed for a month
    found = change_claim(calls(world, days=200, jump=999), exits, EvidenceId("e"))
    assert found.words == (
        "The share that takes no further step within 30 days of Call changed about 1 May 2026 (between 28 April and 2 May"
        " 2026): 7.0 % before, 11.0 % since (trend and season apart +13.0 points, +8.0 to +18.0, n 900). What else happened"
        " then is not known, nor whether it comes every year: less than two are seen."
    )


def test_nothing_changed_and_too_short_are_said_plainly(world: Any) -> None:
    steady = Changes().run(calls(world, days=200, jump=999))
    assert [one.reason for one in steady.insights if one.kind == "change"] == ["no change found"]
    short = Changes().run(calls(world, days=50, jump=25))
    assert [(one.verdict, one.reason) for one in short.insights] == [
        (Verdict.UNKNOWN, "too short")
    ]


def test_a_difference_by_mix_alone_has_no_part_by_behaviour() -> None:
    # 100 people a side; the patient are satisfied by .9, the hurried by .5; only their number moves
    who, side, stratum, total = [], [], [], []
    for one, (patient, hurried) in enumerate(((80, 20), (40, 60))):
        for kind, (people, rate) in enumerate(((patient, 0.9), (hurried, 0.5))):
            for i in range(people):
                who.append(len(who))
                side.append(one)
                stratum.append(kind)
                total.append(float(i < round(people * rate)))
    parts = decompose(*map(np.array, (who, side, stratum)), np.ones(200), np.array(total))
    assert parts is not None
    assert parts.whole.value == pytest.approx(0.66 - 0.82)
    assert parts.behaviour.value == pytest.approx(0)
    assert parts.mix.value == pytest.approx(-0.16)


def test_the_error_within_strata_is_that_of_few_customers_each() -> None:
    # two strata, five customers a side, 1 to 5 everywhere: variance 2.5 of each, not 2 as around their own mean
    rows = [
        (side, stratum, float(y)) for side in (0, 1) for stratum in (0, 1) for y in range(1, 6)
    ]
    side, stratum, total = (np.array(column) for column in zip(*rows, strict=True))
    parts = decompose(np.arange(20), side, stratum, np.ones(20), total)
    assert parts is not None
    assert parts.behaviour.se == pytest.approx(np.sqrt((4 * 2.5 / 5) / 4 * 20 / 19))


def test_a_rare_share_is_no_surer_than_if_both_sides_were_alike() -> None:
    # nobody of 100 left before, six of 100 since: alike, 3 % would have, an error of .024; around their own shares, .017
    who, total = np.arange(200), np.zeros(200)
    total[100:106] = 1
    parts = decompose(who, who // 100, np.zeros(200, dtype=np.int64), np.ones(200), total)
    assert parts is not None
    for part in (parts.whole, parts.behaviour):
        assert part.value == pytest.approx(0.06)
        assert part.se == pytest.approx(np.sqrt(0.03 * 0.97 * 2 / 100), rel=1e-3)


def test_what_is_always_the_same_takes_no_place_among_what_changed() -> None:
    # -0.8 of all in both periods: means differ by what rounding leaves, and so does their error
    side, stratum = np.arange(150) % 2, np.arange(150) % 3
    parts = decompose(np.arange(150), side, stratum, np.ones(150), np.full(150, -0.8))
    assert parts is not None
    assert t_p_value(parts.behaviour.value, parts.behaviour.se, 148)[0] == 1
    assert t_p_value(3e-18, 1e-18, 148)[0] == 1
    assert t_p_value(3e-6, 1e-6, 148)[0] < 0.01


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 3), st.integers(1, 4), st.floats(0, 1)),
        min_size=20,
        max_size=120,
    )
)
def test_mix_and_behaviour_add_up_to_the_whole(rows: list[tuple[int, int, int, float]]) -> None:
    side, stratum, n, rate = (np.array(column) for column in zip(*rows, strict=True))
    parts = decompose(np.arange(len(rows)), side, stratum, n.astype(float), n * rate)
    if parts is not None:
        assert parts.mix.value + parts.behaviour.value == pytest.approx(parts.whole.value)
        assert 0 <= parts.outside < 1


def test_who_fell_silent_a_short_while_ago_is_no_change_where_silence_completes(
    world: Any,
) -> None:
    made = [
        world.journey(
            c,
            f"{'Abandoned' if c % 4 == 0 else 'Call'}@{(c // 8) * DAY + 600}",
            state=0 if c // 8 < 80 else 2,  # forty days have not passed since the others called
        )
        for c in range(120 * 8)
    ]
    facts = world(made, days=120)
    facts.purpose = replace(facts.purpose, completing_silence_us=40 * 86_400_000_000)

    told = [
        one for one in compared(facts) if one.metric == "exit" and one.verdict == Verdict.SHOWN
    ]

    assert not told


def test_fewer_who_come_by_one_door_are_no_change_of_what_lies_behind_it(world: Any) -> None:
    def journeys(*, until: int) -> Any:
        made = []
        for c in range(200 * 8):
            day = c // 8
            if c % 2 == 0 and day < until:
                made.append(world.journey(c, f"Pay@{day * DAY} Parcel@{day * DAY + 90}"))
            elif c % 2:
                made.append(world.journey(c, f"Visit@{day * DAY}"))
        return world(made, days=200)

    shown = {one.scope for one in dated(journeys(until=120)) if one.metric == "visits"}

    assert not shown


@pytest.mark.parametrize("mends", [False, True])
def test_another_mix_of_visitors_is_no_change_of_success_and_better_doors_are(
    world: Any,
    mends: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """By `Shop` nine of ten succeed, by `Ad` one in ten; from day 100 on the ads bring four times as many, or `Ad` itself is mended."""
    made = []
    for c in range(200 * 16):
        day, lot = c // 16, c * 7919 % 100
        late = day >= 100
        ad = c % 16 < (12 if late and not mends else 6)
        good = lot < ((60 if late and mends else 10) if ad else 90)
        door = "Ad" if ad else "Shop"
        made.append(world.journey(c, f"{door}@{day * DAY + c % 16} Look@{day * DAY + 90}", state=int(not good)))  # fmt: skip
    shown = [one for one in dated(world(made, days=200)) if (one.metric, one.scope) == ("completed", "all")]  # fmt: skip

    assert bool(shown) is mends


def test_what_changed_is_told_with_the_shares_that_were_seen(world: Any) -> None:
    """All succeed by `Ad` until day 100, then one in ten of a fourth; `Shop` brings the others, nine in ten of whom do: 100 %, then 70 %.

    With the same doors throughout it would have been more than 100 % before.
    """
    made = []
    for c in range(200 * 16):
        day, lot = c // 16, c * 7919 % 100
        ad = day < 100 or c % 16 < 4
        good = day < 100 or lot < (10 if ad else 90)
        made.append(world.journey(c, f"{'Ad' if ad else 'Shop'}@{day * DAY + c % 16} Look@{day * DAY + 90}", state=int(not good)))  # fmt: skip
    (change,) = [one for one in dated(world(made, days=200)) if (one.metric, one.scope) == ("completed", "all")]  # fmt: skip

    assert change.before == pytest.approx(1.0)
    assert change.after == pytest.approx(0.7, abs=0.02)


def test_where_an_export_ends_nobody_stopped_coming(world: Any) -> None:
    made = []
    for c in range(200 * 8):
        day = c // 8
        path = f"Pay@{day * DAY}" + (f" Survey@{day * DAY + 60}" if day >= 90 else "")
        journey = world.journey(c, path)
        steps = [replace(one, event={"source": one.touchpoint}) for one in journey.steps]
        made.append(replace(journey, steps=steps))
    facts = world(made, days=200)

    survey = next(one for one in watched(facts) if (one.metric, one.scope) == ("visits", "Survey"))

    assert not survey.series.weight[:89].any()
    assert survey.series.weight[91:199].all()
    assert not [one for one in dated(facts) if one.metric == "visits"]


def test_no_success_is_watched_by_how_records_stand_at_the_export(world: Any) -> None:
    """Of what has ended since, nothing old went well: the status says so, and not what was bought."""
    made = []
    for c in range(200 * 8):
        good = c * 7919 % 100 < 60
        journey = world.journey(c, f"Sign@{c // 8 * DAY} Use@{c // 8 * DAY + 90}", state=int(not good))  # fmt: skip
        told = {"statut": "actif" if good else "résilié", "plan": ("big", "small")[c % 2]}
        made.append(replace(journey, steps=[replace(one, attributes=told) for one in journey.steps]))  # fmt: skip
    scopes = {one.scope for one in watched(world(made, days=200)) if one.metric == "completed"}

    assert scopes == {"all", "plan: big", "plan: small"}


@pytest.mark.parametrize(("seen", "told"), [(0.1, True), (-0.02, False)])
def test_a_share_that_was_seen_to_go_the_other_way_is_no_news(
    world: Any, *, seen: float, told: bool
) -> None:
    """Apart from who is seen it rises by twenty points on day 105; as it was seen it rises by ten, or falls by two."""
    facts = world([world.journey(c, f"Call@{c * 60}") for c in range(210 * 24)], days=210)
    after, chance = np.arange(210) >= 105, noise(210) / 10
    one = Watched(
        metric="exit", scope="Call", touchpoint="Call", stage="all", unit="share", n=np.full(210, 50.0),
        series=series(0.3 + 0.2 * after + chance, 50),
        seen=series(0.3 + seen * after + chance, 50),
    )  # fmt: skip
    assert bool(changes_of(facts, one, 1e-6)) is told
