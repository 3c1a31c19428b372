"""Personas are called by what they do, in plain words, each by another name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

from desireline.insights.people.personas import memberships
from desireline.insights.people.personas.behaviour import Behaviour, Table, Vocabulary
from desireline.insights.people.personas.finding import Found
from desireline.insights.people.personas.mixture import Choices
from desireline.insights.people.personas.naming import name_groups
from desireline.insights.people.personas.portrait import Titles

CUSTOMERS = 40
"""Of each group."""


def found(tables: dict[str, dict[str, tuple[int, ...]]]) -> Found:
    """Groups of which so many of forty choose a value: {table: {value: (of group 1, of group 2)}}; one choice a table each."""
    groups = len(next(iter(next(iter(tables.values())).values())))
    columns = [(table, value) for table, values in tables.items() for value in values]
    counts = np.zeros((groups * CUSTOMERS, len(columns)))
    for table, values in tables.items():
        for group in range(groups):
            row = group * CUSTOMERS
            for value, chose in values.items():
                counts[row : row + chose[group], columns.index((table, value))] = 1
                row += chose[group]
    members = np.repeat(np.eye(groups), CUSTOMERS, axis=0)
    everybody = np.arange(groups * CUSTOMERS)
    vocabulary = Vocabulary(
        tables=tuple(Table(name=name, kind=name, values=tuple(of)) for name, of in tables.items())
    )
    return Found(
        vocabulary=vocabulary, chosen=None, people=everybody, members=members,
        terms=np.ones(len(everybody)), score=np.zeros(len(everybody)), taught=everybody,
        choices=Choices(
            counts=sparse.csr_matrix(counts), table=vocabulary.table,
            kind=np.arange(len(tables)),
        ),
    )  # fmt: skip


@pytest.fixture
def titles(world: Any) -> Titles:
    return Titles(Behaviour(world([world.journey(1, "Home@0 Basket@5", channel="app")]).data))


def test_a_name_is_the_choice_that_most_of_them_make_and_few_others(titles: Titles) -> None:
    # newsletter: 30 of 40 against 2; organic: 32 of 40 against 6; hours say nothing
    both = found({
        "field:traffic_source.source": {"newsletter": (30, 2), "shop.example": (10, 38)},
        "field:traffic_source.medium": {"organic": (8, 36), "cpc": (32, 4)},
        "weekday": {"weekend": (12, 12), "weekday": (28, 28)},
    })  # fmt: skip
    # .75 * log(.75 / .05) = 2.03 before .8 * log(8) = 1.66; .95 * log(3.8) = 1.27, .9 * log(4.5) = 1.35
    assert name_groups(both, titles) == ["Come from the newsletter", "Come from a search"]


def test_what_only_a_few_were_asked_names_nobody(titles: Titles) -> None:
    some = found({
        "field:payment_method": {"invoice": (4, 0), "card": (0, 4)},
        "field:device": {"mobile": (30, 10), "desktop": (10, 30)},
    })  # fmt: skip
    assert name_groups(some, titles) == ["Use a phone", "Use a computer"]


def test_a_platform_is_called_as_people_call_it(titles: Titles) -> None:
    some = found({"field:platform": {"WEB": (30, 10), "ANDROID": (10, 30)}})
    assert name_groups(some, titles) == ["Use the website", "Use Android"]


def test_two_who_stand_out_by_the_same_words_have_a_second_choice_in_their_names(
    titles: Titles,
) -> None:
    ads = found({
        "field:medium": {"cpc": (36, 0, 2), "banner": (0, 36, 2), "none": (4, 4, 36)},
        "field:plan": {"small": (30, 5, 20), "large": (10, 35, 20)},
    })  # fmt: skip
    assert name_groups(ads, titles) == [
        "Come from an ad + choose small (plan)",
        "Come from an ad + choose large (plan)",
        "Come directly",
    ]


def test_groups_that_no_words_tell_apart_are_numbered(titles: Titles) -> None:
    alike = found({"field:medium": {"(not set)": (30, 10), "other": (10, 30)}})
    assert name_groups(alike, titles) == ["Persona 1", "Persona 2"]


def test_the_same_files_give_the_same_names(world: Any) -> None:
    def make() -> list[str]:
        rng = np.random.Generator(np.random.PCG64(3))
        rows = []
        for number in range(240):
            kind = int(rng.integers(0, 2))
            day = int(rng.integers(0, 60)) * 1440 + (720, 1200)[kind]
            way = ("Offers Basket Offers", "Reviews Compare Reviews")[kind].split()
            steps = " ".join(f"{name}@{day + 1440 * i}" for i, name in enumerate(way * 2))
            rows.append(world.journey(number, steps, channel=("web", "app")[kind]))
        return sorted({name for _, name, _ in memberships(world(rows).data)})

    # channel, entry and hour tell the two equally well: then the alphabet decides
    assert make() == make() == ["Begin at Offers", "Begin at Reviews"]


def test_where_all_begin_at_one_touchpoint_the_channel_tells_them_apart(titles: Titles) -> None:
    # a channel's code that the world does not know stands for itself
    ways = found({"entry": {"1/7": (38, 0), "1/8": (2, 40)}})

    assert name_groups(ways, titles) == ["Begin at Home by 7", "Begin at Home by 8"]
