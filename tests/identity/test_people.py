"""Records that no key joins: compared fact by fact. The lists here are small, so typical shares stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from desireline.engines import open_engine
from desireline.events import SegmentStore
from desireline.identity import book, now_sql, resolve, resolver
from desireline.stores import open_store


def _person(given: str, family: str, **facts: str) -> list[str]:
    return [
        f"name:{given} {family}",
        f"given:{given}",
        f"family:{family}",
        *(f"{kind}:{value}" for kind, value in facts.items()),
    ]


def _crowd(count: int) -> list[tuple[str, str, int, Sequence[str]]]:
    """People who have nothing to do with each other."""
    letters = "bcdfghklmnprstvw"
    return [
        (
            "list",
            f"list:x{n}",
            n,
            _person(
                f"{letters[n % 16]}a{letters[n * 7 % 16]}o{letters[n * 3 % 16]}",
                f"{letters[n * 5 % 16]}u{letters[n * 11 % 16]}e{letters[n % 13]}{letters[n % 7]}",
                birth=f"19{40 + n * 17 % 60:02d}-{1 + n % 12:02d}-{1 + n * 7 % 28:02d}",
                street=f"{n} {letters[n % 16]}oo{letters[n * 9 % 16]} road",
                postcode=f"{10000 + n * 137}",
                city=f"town {n % 9}",
            ),
        )
        for n in range(count)
    ]


_ANN = {"birth": "1980-02-11", "street": "5 Mill Lane", "postcode": "90210", "city": "Leeds"}
_HOME = {
    "street": "9 High Street",
    "postcode": "10115",
    "city": "Bath",
    "email": "the.lees@x.org",
    "phone": "+4917012345678",
}
_CARD = {"birth": "1971-07-30", "street": "77 Elm Grove", "postcode": "55555", "city": "York"}


def _everybody() -> list[tuple[str, str, int, Sequence[str]]]:
    return [
        *_crowd(60),
        ("list", "list:1", 1, _person("Annabel", "Lindqvist", **_ANN)),
        (
            "list",
            "list:2",
            2,
            _person("Anabel", "Lindqvist", **{**_ANN, "birth": "1980-02-12"}),
        ),
        ("list", "list:3", 3, _person("Marigold", "Fairweather", city="Leeds")),
        ("list", "list:4", 4, _person("Marigold", "Fairweather", city="Leeds")),
        ("list", "list:5", 5, _person("Joy", "Lee", **_HOME)),
        ("list", "list:6", 6, _person("Henry", "Lee", **_HOME)),
        ("list", "list:7", 7, _person("Ottilie", "Brandvold", account_number="7", **_CARD)),
        ("list", "list:8", 8, _person("Ottilie", "Brandvold", account_number="8", **_CARD)),
    ]


@pytest.fixture(scope="module")
def listed(
    tmp_path_factory: pytest.TempPathFactory, write_log: Callable[..., None]
) -> Iterator[SegmentStore]:
    """One list with everything in it: comparing takes seconds, so it is done once."""
    store = open_store(tmp_path_factory.mktemp("listed"))
    segments = SegmentStore(store)
    write_log(segments, _everybody())
    resolve(segments)
    yield segments
    store.close()


def _now(segments: SegmentStore) -> dict[str, tuple[str, str]]:
    engine = open_engine(threads=1)
    rows = engine.rows(
        f"SELECT subject, customer_id, reason FROM ({now_sql(segments.snapshot())})"
    )
    engine.close()
    return {subject: (customer, reason) for subject, customer, reason in rows}


def test_a_mistyped_double_is_found_and_the_reason_says_what_agrees(listed: SegmentStore) -> None:
    found = _now(listed)

    assert found["list:1"][0] == found["list:2"][0]
    assert found["list:1"][1] == (
        "same family name and house number and street and city and postcode,"
        " similar given name and date of birth in list list-1 and list list-2"
    )


def test_strangers_stay_strangers(listed: SegmentStore) -> None:
    customers = [customer for customer, _ in _now(listed).values()]

    assert len(set(customers)) == len(customers) - 1


def test_one_name_in_one_town_joins_nobody(listed: SegmentStore) -> None:
    assert _now(listed)["list:3"][0] != _now(listed)["list:4"][0]


def test_a_couple_at_one_address_with_one_mailbox_stays_two(listed: SegmentStore) -> None:
    assert _now(listed)["list:5"][0] != _now(listed)["list:6"][0]


def test_two_loyalty_numbers_keep_two_records_apart_and_the_pair_is_listed(
    listed: SegmentStore,
) -> None:
    assert _now(listed)["list:7"][0] != _now(listed)["list:8"][0]

    waiting = {
        frozenset((p.left.subject, p.right.subject)): p for p in book(listed, masked=False).waiting
    }
    pair = waiting[frozenset(("list:7", "list:8"))]
    assert pair.state == "conflict"
    assert pair.reason.endswith("something speaks hard against it")


@pytest.mark.slow
def test_one_list_in_two_parts_gives_the_groups_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, write_log: Callable[..., None]
) -> None:
    rows = _crowd(120)
    for n in range(0, 120, 3):
        source, _, second, facts = rows[n]
        rows.append((source, f"list:y{n}", second, [f for f in facts if "city" not in f]))

    def groups(*parts: list[tuple[str, str, int, Sequence[str]]]) -> set[frozenset[str]]:
        store = open_store(tmp_path_factory.mktemp("w"))
        segments = SegmentStore(store)
        for part in parts:
            write_log(segments, part)
            resolve(segments)
        engine = open_engine(threads=1)
        found: dict[str, set[str]] = {}
        for subject, customer in engine.rows(
            f"SELECT subject, customer FROM ({now_sql(segments.snapshot())})"
        ):
            found.setdefault(customer, set()).add(subject)
        engine.close()
        store.close()
        return {frozenset(group) for group in found.values()}

    whole = groups(rows)

    assert len(whole) == 120
    assert groups(rows[:70], rows[70:]) == whole


@pytest.mark.parametrize("memory", ["3MB", "60MB"])
def test_with_little_memory_the_same_people_are_found(
    segments: SegmentStore,
    log: Callable[..., None],
    listed: SegmentStore,
    monkeypatch: pytest.MonkeyPatch,
    memory: str,
) -> None:
    """With 3 MB the engine gives up, and what it was asked for is done again with what it needs."""
    monkeypatch.setattr(resolver, "_MEMORY", memory)
    log(*_everybody())
    resolve(segments)

    assert _now(segments) == _now(listed)
