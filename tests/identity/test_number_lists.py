"""Customer numbers of two lists: one numbering, two, or a question; never a guess."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.engines import open_engine
from desireline.events import SegmentStore
from desireline.identity import book, decide, find, now_sql, resolve, undo
from desireline.identity.number_evidence import Side, judge

Who = Callable[[], dict[str, str]]
Log = Callable[..., None]
GIVEN = ["Ann", "Bob", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hana", "Ivo", "Jill"]
FAMILY = ["Adler", "Brook", "Cruz", "Dorn", "Esch", "Funk", "Gold", "Hart", "Imhof", "Jung"]


def _name(number: int) -> str:
    return f"{GIVEN[number % 10]} {FAMILY[number // 10 % 10]}"


def _email(number: int) -> str:
    return f"email:{GIVEN[number % 10]}.{number}@example.org".lower()


def _shop(numbers: Iterable[int], *, facts: bool = True) -> list[tuple[str, str, int, list[str]]]:
    known = lambda n: [_email(n), f"name:{_name(n)}"] if facts else []  # noqa: E731
    return [("orders", f"user:{n}", n, known(n)) for n in numbers]


def test_a_company_of_one_numbering_is_one_customer_for_each_number(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    """Thirty people stand in both lists; only ten left their address in both, and they agree."""
    own = [
        ("complaints", f"customer:{n}", 100 + n, [_email(n)] if n <= 10 else [])
        for n in range(1, 31)
    ]
    log(*_shop(range(1, 41)), *own)

    resolve(segments)

    found = who()
    assert all(found[f"customer:{n}"] == found[f"user:{n}"] for n in range(1, 31))
    assert len(set(found.values())) == 40
    reason = _reason(segments, "customer:30")
    assert reason == (
        "same customer and user number in complaints and orders orders-30;"
        " 10 of 10 people whom both know agree in e-mail, phone or name"
    )


def test_two_numberings_of_the_same_small_numbers_stay_apart(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    """Two tools count from 1. The same forty people are in both, under other numbers; most left nothing else."""
    own = [
        ("help", f"client:{n}", 100 + n, [_email((n * 7) % 41)] if n <= 12 else [])
        for n in range(1, 41)
    ]
    log(*_shop(range(1, 41)), *own)

    resolve(segments)

    found = who()
    assert not any(found[f"client:{n}"] == found[f"user:{n}"] for n in range(1, 41))
    assert all(found[f"client:{n}"] == found[f"user:{(n * 7) % 41}"] for n in range(1, 13))
    (pair,) = book(segments).numbers
    assert (pair.state, pair.left.subject, pair.right.subject) == ("apart", "client:*", "user:*")
    assert pair.reason == (
        "client and user numbers: 0 of 12 people whom both know agree in e-mail, phone or name"
    )


def test_where_nothing_but_small_numbers_meet_a_person_is_asked_and_may_change_their_mind(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    log(*_shop(range(1, 31)), *(("visits", f"customer:{n}", n, []) for n in range(1, 21)))
    resolve(segments)
    apart = who()
    (asked,) = book(segments).waiting

    assert find(segments, asked.id) == ("customer:*", "user:*")
    decide(segments.store, "customer:*", "user:*", "accept")
    resolve(segments)
    together = who()
    waiting = book(segments).waiting
    undo(segments.store, asked.id)
    resolve(segments)

    assert asked.state == "proposed"
    assert asked.reason == (
        "customer and user numbers: 20 of 20 numbers of the shorter list are in the longer one,"
        " as of any two lists that count from one; nothing else compares them"
    )
    assert asked.left.facts == {"numbers": ["20"]}
    assert len(set(apart.values())) == 50
    assert all(together[f"customer:{n}"] == together[f"user:{n}"] for n in range(1, 21))
    assert waiting == []
    assert len(set(who().values())) == 50


def test_what_the_data_joined_a_person_takes_apart(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    own = [
        ("own", f"customer:{n}", n, [f"name:{_name(n)}"] if n < 9 else []) for n in range(1, 20)
    ]
    log(*_shop(range(1, 20)), *own)
    resolve(segments)
    (joined,) = book(segments).numbers
    before = who()

    decide(segments.store, *(find(segments, joined.id) or ("", "")), "reject")
    resolve(segments)

    assert joined.state == "joined"
    assert before["customer:15"] == before["user:15"]
    assert who()["customer:15"] != who()["user:15"]
    assert [pair.state for pair in book(segments).decided] == ["rejected"]
    assert book(segments).numbers == []


@pytest.mark.parametrize(("people", "state"), [(1, "proposed"), (4, "proposed"), (5, "joined")])
def test_few_people_are_asked_about_until_five_agree(people: int, state: str) -> None:
    known = [_both(n, n) for n in range(people)]
    numbers = [str(n) for n in range(1, people + 3)]

    verdict = judge("customer", "user", people=known, ours=numbers, theirs=numbers)

    assert verdict is not None
    assert verdict.state == state
    assert ("too few to be sure" in verdict.words) == (state == "proposed")


def test_in_a_joined_list_whoever_looks_like_two_people_stays_two(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    """Number 20 is Ann in the one list and Bob in the other: a number that was given out again."""
    own = [("own", f"customer:{n}", n, [_email(n)]) for n in range(1, 20)]
    log(
        *_shop(range(1, 20)),
        *own,
        ("orders", "user:20", 1, ["email:ann@example.org"]),
        ("own", "customer:20", 2, ["email:bob@example.org"]),
    )

    resolve(segments)

    found = who()
    assert found["customer:20"] != found["user:20"]
    assert found["customer:19"] == found["user:19"]


def test_a_person_with_two_accounts_is_not_torn_apart_by_equal_numbers(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    """Lists that are two numberings say nothing: customer 3 telephones from the number of user 25, as before."""
    own = [("help", f"client:{n}", n, [_email((n * 7) % 41)]) for n in range(1, 31) if n != 3]
    phone = "phone:+4917012345678"
    log(
        *_shop(range(1, 25), facts=True),
        ("orders", "user:25", 1, [phone]),
        *own,
        ("help", "client:3", 2, [phone]),
    )

    resolve(segments)

    assert who()["client:3"] == who()["user:25"]


def test_a_tools_own_numbers_are_never_looked_at(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    log(*_shop(range(1, 31)), *(("zendesk", f"zendesk:{n}", n, []) for n in range(1, 31)))

    resolve(segments)

    assert len(set(who().values())) == 60
    assert (book(segments).numbers, book(segments).waiting) == ([], [])


def test_numbers_that_nobody_else_would_give_out_join_without_any_fact(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    ids = [str(uuid.UUID(int=random.Random(n).getrandbits(128))) for n in range(6)]
    log(
        *(("web", f"user:{one}", n, []) for n, one in enumerate(ids)),
        *(("own", f"customer:{one}", n, []) for n, one in enumerate(ids[:4])),
    )

    resolve(segments)

    assert len(set(who().values())) == 6
    assert "long codes that no two lists share by chance" in _reason(
        segments, f"customer:{ids[0]}"
    )


def test_the_second_list_may_come_a_day_later(segments: SegmentStore, log: Log, who: Who) -> None:
    """Neither list has anything but numbers: the import of the second looks at the first again."""
    numbers = random.Random(4).sample(range(1, 200), 100)
    log(*_shop(numbers, facts=False))
    resolve(segments)
    log(*(("own", f"customer:{n}", n, []) for n in numbers[:40]))
    resolve(segments)

    assert len(set(who().values())) == 100
    assert "40 of 40 numbers of the shorter list are in the longer one, and of the numbers beside them" in _reason(segments, f"customer:{numbers[0]}")  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    people=st.integers(5, 300),
    known=st.floats(0.0, 1.0),
    seed=st.integers(0, 10_000),
    gaps=st.floats(0.0, 0.5),
)
def test_two_numberings_are_never_joined_by_chance(
    people: int, known: float, seed: int, gaps: float
) -> None:
    """The same people in two tools, each numbering them in its own order, each with gaps of its own."""
    draw = random.Random(seed)
    here, there = _numbering(people, gaps, draw), _numbering(people, gaps, draw)
    whose = {number: who for who, number in there.items()}
    both = [
        _both(who, whose[number])
        for who, number in here.items()
        if number in whose and draw.random() < known
    ]

    verdict = judge(
        "client",
        "user",
        people=both,
        ours=[str(n) for n in here.values()],
        theirs=[str(n) for n in there.values()],
    )

    assert verdict is None or verdict.state != "joined"


@settings(max_examples=60, deadline=None)
@given(people=st.integers(8, 300), seed=st.integers(0, 10_000), changed=st.floats(0, 0.04))
def test_one_numbering_is_joined_though_some_changed_their_address(
    people: int, seed: int, changed: float
) -> None:
    draw = random.Random(seed)
    known = [_both(n, n + 1_000 * (draw.random() < changed and n > 7)) for n in range(people)]
    numbers = [str(n) for n in range(1, people + 1)]

    verdict = judge("customer", "user", people=known, ours=numbers, theirs=numbers)

    agreeing = sum(one.contacts == other.contacts for one, other in known)
    assert verdict is not None
    assert (verdict.state == "joined") == ((agreeing + 0.5) / (people + 1) >= 0.9)


def test_dense_numbers_prove_nothing_however_many_meet() -> None:
    everybody = [str(n) for n in range(1, 5_001)]

    verdict = judge("customer", "user", people=[], ours=everybody, theirs=everybody[:2_000])

    assert verdict is not None
    assert verdict.state == "proposed"


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("VN{:04}", "joined"),
        ("C-{}", "joined"),
        ("C{:06}", "joined"),
        ("C{}", "proposed"),
        ("C{:03}", "proposed"),
        ("{:06}", "proposed"),
        ("{}", "proposed"),
        ("-{}", "proposed"),
    ],
)
def test_numbers_with_letters_of_their_own_are_one_houses(written: str, state: str) -> None:
    """An insurer's case log and its calls: VN0001 in both is no accident, 1 in both is."""
    cases = [written.format(n) for n in range(1, 61)]

    verdict = judge("customer", "user", people=[], ours=cases, theirs=cases[:20])

    assert verdict is not None
    assert verdict.state == state


def test_letters_do_not_outweigh_people_who_differ() -> None:
    numbers = [f"C-{n}" for n in range(1, 31)]

    verdict = judge(
        "customer",
        "user",
        people=[_both(n, n + 50) for n in range(9)],
        ours=numbers,
        theirs=numbers,
    )

    assert verdict is not None
    assert verdict.state == "proposed"


def test_numbers_in_steps_of_ten_are_one_step() -> None:
    """1001, 1011, 1021 ... in both: nothing stands between them because nothing was given out there."""
    stepped = [str(n) for n in range(1_001, 3_001, 10)]

    verdict = judge("customer", "user", people=[], ours=stepped, theirs=stepped[:80])

    assert verdict is not None
    assert verdict.state == "proposed"


def _numbering(people: int, gaps: float, draw: random.Random) -> dict[int, int]:
    span = int(people * (1 + gaps)) + 1
    return dict(enumerate(draw.sample(range(1, span + 1), people)))


def _both(one: int, other: int) -> tuple[Side, Side]:
    return (
        Side(contacts=frozenset({f"email:{one}@example.org"})),
        Side(contacts=frozenset({f"email:{other}@example.org"})),
    )


def _reason(segments: SegmentStore, subject: str) -> str:
    engine = open_engine(threads=1)
    rows = engine.rows(
        f"SELECT reason FROM ({now_sql(segments.snapshot())}) WHERE subject = $subject",
        {"subject": subject},
    )
    engine.close()
    return str(rows[0][0])
