"""Same need, different answer; and what was wanted beside what was got."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from desireline.insights.efforts import same_need
from desireline.insights.efforts.same_need import SameNeed
from desireline.insights.heard.desired import Desired
from desireline.insights.model import Verdict

DAY = 24 * 60


def rows(n: int, *, planted: bool) -> Any:
    """Hard matters choose the chat and come back more; billing by phone is worse in truth."""
    rng = random.Random(4)
    found = []
    for i in range(n):
        hard = rng.random() < 0.5
        channel = rng.random() < (0.8 if hard else 0.2)
        worse = planted and not hard and not channel
        found.append(
            (
                i,
                "set-up" if hard else "billing",
                int(channel),
                rng.random() < 0.15 + 0.4 * hard + 0.3 * worse,
            )
        )
    return found


def test_within_a_reason_the_worse_channel_is_found_and_hard_matters_do_not_blame_the_chat(
    world: Any, monkeypatch: Any
) -> None:
    facts = booked(world, rows(800, planted=True), monkeypatch)
    told = [one for one in SameNeed().run(facts).insights if one.verdict == Verdict.SHOWN]
    assert {(one.topic, one.channel, one.metric) for one in told} == {
        ("billing", "phone", "comes back"), ("billing", "chat", "comes back"),
    }  # fmt: skip
    phone = next(one for one in told if one.channel == "phone")
    assert phone.low is not None
    assert phone.high is not None
    # 45 of 100 come back, once, not 15: 45 of 145 contacts, not 15 of 115
    assert phone.low < 45 / 145 - 15 / 115 < phone.high
    assert "An association" in phone.words


def test_where_only_the_mix_of_reasons_differs_no_channel_is_worse(
    world: Any, monkeypatch: Any
) -> None:
    facts = booked(world, rows(800, planted=False), monkeypatch)
    assert not [one for one in SameNeed().run(facts).insights if one.verdict == Verdict.SHOWN]


def test_without_a_common_reason_nothing_is_compared(world: Any, monkeypatch: Any) -> None:
    facts = booked(world, [(i, f"r{i}", i % 2, True) for i in range(60)], monkeypatch)
    (found,) = SameNeed().run(facts).insights
    assert (found.verdict, found.reason) == (Verdict.UNKNOWN, "no common reason")


def booked(world: Any, found: list[tuple[int, str, int, bool]], monkeypatch: Any) -> Any:
    """A world whose ledger holds these contacts, and one more of who came back: (customer, reason, channel, came back)."""
    facts = world(
        [replace(world.journey(i, "Call@0 End@5"), steps=world.journey(i, "Call@0", channel=c).steps)
         for i, c in enumerate(("phone", "chat"))],
        days=90,
    )  # fmt: skip
    codes = {name: code for code, name in facts.channels.items()}
    start = facts.start_us
    rows = [(*row, start + row[0] * 1000) for row in found]
    rows += [(*row, start + row[0] * 1000 + 10**9) for row in found if row[3]]
    values = ", ".join(
        f"({who}, '{reason}', {codes['chat' if chat else 'phone']}, {at}::BIGINT, {key}, 0, 0, false, NULL::DOUBLE)"
        for key, (who, reason, chat, _, at) in enumerate(rows)
    )
    facts.engine.execute(
        f"CREATE OR REPLACE TEMP TABLE booked AS SELECT * FROM (VALUES {values}) AS t(customer, label, channel,"
        " at_us, event_key, transfers, retells, measured, minutes)"
    )
    one = same_need.ledger(facts)
    monkeypatch.setattr(
        same_need,
        "ledger",
        lambda _: replace(one, table="booked", window_days=10.0, contacts=len(found)),
    )
    return facts


def test_what_customers_want_stands_beside_what_they_got(world: Any) -> None:
    journeys = []
    for i in range(40):
        said = (
            "I want my money back. I expected better." if i % 2 else "All is well here, thank you."
        )
        journey = world.journey(i, f"Order@{i} Help@{DAY + i}:{-600 + i if i % 2 else 300 + i}")
        steps = [replace(s, text=said if s.touchpoint == "Help" else None) for s in journey.steps]
        journeys.append(replace(journey, steps=steps))
    facts = world(journeys)
    facts.engine.execute(
        "UPDATE utterances SET want = 'I want my money back', expected = 'I expected better'"
        " WHERE text_masked LIKE 'I want%'"
    )
    (found,) = Desired().run(facts).insights
    assert (found.kind, found.value, found.n, found.verdict) == ("desired", 0.5, 40, Verdict.SHOWN)
    assert "“I want my money back” (20)" in found.words
    assert "who says so feels -0.9" in found.words


def test_where_nobody_says_what_they_want_it_is_not_known(world: Any) -> None:
    facts = world([world.journey(i, f"Order@{i}") for i in range(20)])
    (found,) = Desired().run(facts).insights
    assert found.verdict == Verdict.UNKNOWN
