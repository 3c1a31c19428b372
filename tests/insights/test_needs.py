"""Same need, different answer; and what was wanted beside what was got."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from desireline.insights.efforts import same_need
from desireline.insights.efforts.same_need import SameNeed
from desireline.insights.heard.desired import Desired
from desireline.insights.model import Verdict
from desireline.language import Topic
from desireline.language.told.topics import meaning_width

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
    # the chat is the other side of it, and is not told as well
    assert [(one.topic, one.channel, one.metric) for one in told] == [
        ("billing", "phone", "comes back")
    ]
    (phone,) = told
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


def asked(world: Any, *, again_by_mail: int) -> Any:
    """A parcel is asked after by e-mail or in the chat, in which nothing files reasons; of ten by e-mail so many write again, in
    other words, of ten in the chat two."""
    journeys = []
    for i in range(240):
        by_mail = i % 2 == 0
        comes_back = (i // 2) % 10 < (again_by_mail if by_mail else 2)
        path = f"Home@{i} Help@{i * 300 + 10}" + (
            f" Help@{i * 300 + 2 * DAY}" if comes_back else ""
        )
        journey = world.journey(i, path, channel="email" if by_mail else "chat")
        said = ("", "Where is it?", "Nobody answered")
        journeys.append(
            replace(
                journey,
                steps=[replace(one, text=said[n] or None) for n, one in enumerate(journey.steps)],
            )
        )
    facts = world(journeys, days=100)
    parcel = tuple(100 * (place == 0) for place in range(meaning_width()))
    facts.engine.execute(
        f"UPDATE utterances SET meaning = {list(parcel)}::TINYINT[] WHERE text_masked = 'Where is it?'"
    )
    facts.data = replace(facts.data, topics=(Topic(id=1, name="parcel", centre=parcel),))
    return facts


def test_where_nothing_files_reasons_the_topic_of_the_words_is_the_need(world: Any) -> None:
    (found,) = SameNeed().run(asked(world, again_by_mail=6)).insights
    assert (found.topic, found.channel, found.metric) == ("parcel", "email", "comes back")
    assert found.value == pytest.approx(0.4, abs=0.01)
    assert found.low is not None
    assert found.low > 0.2
    assert (
        "59.9 % come back, not 20.0 % as in the other channels of the same topic and"
        in found.words
    )


def test_where_both_channels_answer_alike_the_topic_tells_nothing(world: Any) -> None:
    told = SameNeed().run(asked(world, again_by_mail=2)).insights
    assert not [one for one in told if one.verdict == Verdict.SHOWN]


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
