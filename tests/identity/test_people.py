"""Records that no key joins: compared fact by fact. The lists here are small, so typical shares stand in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from desireline.events import SegmentStore
from desireline.identity import book, resolve

Who = Callable[[], dict[str, str]]
Log = Callable[..., None]


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


def test_a_mistyped_double_is_found_and_the_reason_says_what_agrees(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    ann = {"birth": "1980-02-11", "street": "5 Mill Lane", "postcode": "90210", "city": "Leeds"}
    log(
        *_crowd(60),
        ("list", "list:1", 1, _person("Annabel", "Lindqvist", **ann)),
        ("list", "list:2", 2, _person("Anabel", "Lindqvist", **{**ann, "birth": "1980-02-12"})),
    )

    resolve(segments)

    found = who()
    assert found["list:1"] == found["list:2"]
    assert len(set(found.values())) == 61


def test_one_name_in_one_town_joins_nobody(segments: SegmentStore, log: Log, who: Who) -> None:
    log(
        *_crowd(40),
        ("list", "list:1", 1, _person("Annabel", "Lindqvist", city="Leeds")),
        ("list", "list:2", 2, _person("Annabel", "Lindqvist", city="Leeds")),
    )

    resolve(segments)

    assert who()["list:1"] != who()["list:2"]


def test_a_couple_at_one_address_with_one_mailbox_stays_two(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    home = {
        "street": "5 Mill Lane",
        "postcode": "90210",
        "city": "Leeds",
        "email": "the.lees@x.org",
        "phone": "+4917012345678",
    }
    log(
        *_crowd(40),
        ("list", "list:1", 1, _person("Joy", "Lee", **home)),
        ("list", "list:2", 2, _person("Henry", "Lee", **home)),
    )

    resolve(segments)

    assert who()["list:1"] != who()["list:2"]


def test_two_loyalty_numbers_keep_two_records_apart_and_the_pair_is_listed(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    ann = {"birth": "1980-02-11", "street": "5 Mill Lane", "postcode": "90210", "city": "Leeds"}
    log(
        *_crowd(40),
        ("list", "list:1", 1, _person("Annabel", "Lindqvist", account_number="7", **ann)),
        ("list", "list:2", 2, _person("Annabel", "Lindqvist", account_number="8", **ann)),
    )

    resolve(segments)

    assert who()["list:1"] != who()["list:2"]
    waiting = book(segments).waiting
    assert [pair.state for pair in waiting] == ["conflict"]
    assert waiting[0].reason.endswith("something speaks hard against it")


@pytest.mark.slow
def test_one_list_in_two_parts_gives_the_groups_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, write_log: Callable[..., None]
) -> None:
    from desireline.engines import open_engine
    from desireline.identity import now_sql
    from desireline.stores import open_store

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
