"""Are the numbers of two lists one numbering? What the numbers and the people behind them say.

In: people whose number stands in both lists, with what each list knows of them; the two sets of numbers.  Out: a
`Verdict`: one numbering, two, or a question to a person, in words. Any two lists count from 1, so that the same small
number proves nothing by itself. Two things do: the people agree, more often than people under shuffled numbers do;
or the numbers meet where the numbers beside them do not, or are written as only one house writes them.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from desireline.identity import names

State = Literal["joined", "proposed", "apart"]

_SURE = 0.9
"""As for pairs of records: joined from here on."""
_CHANCE = 0.001
"""Agreement of people that shuffled numbers would give this rarely is no chance."""
_MEETING = 1e-6
"""Stricter: numbers are handed out by rules that nobody told us."""
_FEWEST = 5
_CODES = 3
_PADDED = 5
"""Digits from which a number that begins with noughts was given its length by somebody."""
_CONTAINED = 0.9
"""So much of the shorter list is found in the longer one where the one refers to the other."""
_BESIDE = 10
_LOOK = 2_000
_SHIFTS = 20
_NUMBER = re.compile(r"(\D*)(\d{1,18})(\D*)")
_CODE = re.compile(r"(?=(?:.*\d){4})(?=.*[A-Za-z])[\w-]{12,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one list knows of the person with a number."""

    contacts: frozenset[str] = frozenset()
    """E-mail addresses and phones, as `<kind>:<value>`."""
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is thought of two lists of numbers."""

    left: str
    right: str
    """Kinds of identifiers, in the order of the alphabet."""
    state: State
    confidence: float
    words: str


def agree(left: Side, right: Side) -> bool | None:
    """True when both sides may be one person, False when they are two, None when nothing can be compared.

    One thing in common is enough: people have two addresses, and one name.
    """
    kinds = _kinds(left.contacts) & _kinds(right.contacts)
    named = bool(left.names and right.names)
    if left.contacts & right.contacts:
        return True
    if named:
        said = left.names | right.names
        apart = max(len(names.groups(left.names)), len(names.groups(right.names)))
        return len(names.groups(said)) <= apart
    return False if kinds else None


def judge(
    left: str,
    right: str,
    *,
    people: Sequence[tuple[Side, Side]],
    ours: Collection[str],
    theirs: Collection[str],
) -> Verdict | None:
    """Say whether two lists number alike; None where no number stands in both.

    Args:
        left: kind of the one list.
        right: kind of the other.
        people: both sides of numbers that stand in both lists; a sample of them is enough.
        ours: numbers of the one list.
        theirs: numbers of the other.
    """
    short, long = sorted((set(ours), set(theirs)), key=lambda one: (len(one), sorted(one)))
    if not short & long:
        return None
    meeting = _meet(short, long)
    opinion = _by_people(people, meets=meeting is not None) or _by_numbers(short, long, meeting)
    state, words, sure = opinion
    return Verdict(left=left, right=right, state=state, confidence=sure, words=words)


def _by_people(
    people: Sequence[tuple[Side, Side]], *, meets: bool
) -> tuple[State, str, float] | None:
    """What the people say; None when nobody can be compared, or they only confirm what the numbers prove."""
    compared = [found for one, other in people if (found := agree(one, other)) is not None]
    agreeing, asked = sum(compared), len(compared)
    told = f"{agreeing:,} of {asked:,} people whom both know agree in e-mail, phone or name"
    sure = (agreeing + 0.5) / (asked + 1)
    proven = sure >= _SURE and _by_chance(agreeing, asked, _shuffled(people)) < _CHANCE
    if proven:
        return "joined", told, round(min(sure, 0.98), 3)
    if asked == 0 or (meets and agreeing >= _SURE * asked):
        return None
    if 2 * agreeing < asked and not meets:
        return "apart", told, 0.0
    few = ": too few to be sure" if agreeing >= _SURE * asked else ""
    return "proposed", told + few, 0.0


def _by_numbers(short: set[str], long: set[str], meeting: str | None) -> tuple[State, str, float]:
    """What the numbers say, where no people are compared."""
    both = len(short & long)
    words = f"{both:,} of {len(short):,} numbers of the shorter list are in the longer one"
    if meeting is not None:
        return "joined", f"{words}, {meeting}", 0.95
    if both >= _CONTAINED * len(short):
        aside = "as of any two lists that count from one; nothing else compares them"
        return "proposed", f"{words}, {aside}", 0.0
    return "apart", f"{words}, and nothing else compares them", 0.0


def _kinds(contacts: Iterable[str]) -> set[str]:
    return {one.partition(":")[0] for one in contacts}


def _shuffled(people: Sequence[tuple[Side, Side]]) -> float:
    """How often people agree whose numbers are not the same: everybody beside others of the list."""
    known = [pair for pair in people if agree(*pair) is not None]
    found = [
        agreed
        for shift in range(1, min(_SHIFTS, len(known) - 1) + 1)
        for place, (one, _) in enumerate(known)
        if (agreed := agree(one, known[(place + shift) % len(known)][1])) is not None
    ]
    return sum(found) / len(found) if found else 0.0


def _by_chance(agreeing: int, asked: int, shuffled: float) -> float:
    """How likely so many agree under shuffled numbers. One in `asked` meets himself even there."""
    from scipy.stats import binom

    return float(binom.sf(agreeing - 1, asked, min(1.0, shuffled + 1 / asked)))


def _meet(short: Collection[str], long: Collection[str]) -> str | None:
    """In words, that the numbers of the shorter list are drawn from the longer one; None when nothing says so."""
    shared = set(short) & set(long)
    if len(shared) < _CONTAINED * len(short):
        return None
    codes = sum(_is_code(one) for one in shared)
    if codes >= _CODES and codes == len(shared):
        return "long codes that no two lists share by chance"
    if len(shared) >= _FEWEST and (
        all(map(_has_letters_of_its_own, shared)) or _is_padded_alike(shared)
    ):
        return "written alike, with letters beside the number that nobody else would write"
    looked, met, beside = _beside(short, long)
    if met < _FEWEST or met < _CONTAINED * looked:
        return None
    from scipy.stats import binom

    if binom.sf(met - 1, looked, beside) >= _MEETING:
        return None
    return f"and of the numbers beside them {100 * beside:.0f} %"


def _is_code(value: str) -> bool:
    return _CODE.fullmatch(value) is not None and _NUMBER.fullmatch(value) is None


def _has_letters_of_its_own(value: str) -> bool:
    """`VN0017`, `C-12`: two signs at least around the number, one of them a letter. A bare number is anybody's."""
    parts = _NUMBER.fullmatch(value)
    beside = "" if parts is None else parts[1] + parts[3]
    return len(beside) >= 2 and any(map(str.isalpha, beside))


def _is_padded_alike(values: Collection[str]) -> bool:
    """`C000395`: one letter, and as many noughts before each number as make all of them equally long. A house chose both."""
    parts = [found for one in values if (found := _NUMBER.fullmatch(one)) is not None]
    written = {(one[1], len(one[2]), one[3]) for one in parts}
    padded = sum(one[2].startswith("0") for one in parts)
    letter = all(any(map(str.isalpha, one[1] + one[3])) for one in parts)
    long = all(len(one[2]) >= _PADDED for one in parts)
    return len(parts) == len(values) and len(written) == 1 and letter and long and padded > 0


def _beside(short: Collection[str], long: Collection[str]) -> tuple[int, int, float]:
    """Count the shorter list's numbers, those found in the longer one, and how often the numbers beside are.

    Only inside the longer list's span: beyond it nothing is to be found. Steps of ten are one step. Where nothing
    stands beside, one in twenty is thought to, so that a handful of lone numbers is no proof.
    """
    large = _by_shape(long)
    looked = met = 0
    expected = 0.0
    for shape, own in _by_shape(short).items():
        there = set(large.get(shape, ()))
        if len(there) < 2:
            looked += len(own)
            continue
        low, high = min(there), max(there)
        step = math.gcd(*(one - low for one in (*there, *own))) or 1
        for one in sorted(own)[:: max(1, len(own) // _LOOK)]:
            near = [
                place
                for n in range(1, _BESIDE + 1)
                for place in (one - n * step, one + n * step)
                if low <= place <= high
            ]
            looked += 1
            met += one in there
            found = sum(place in there for place in near)
            expected += max(found, 1) / max(len(near), 1)
    return looked, met, expected / looked if looked else 1.0


def _by_shape(values: Iterable[str]) -> dict[tuple[str, str], list[int]]:
    """Numbers by what stands before and behind them: `C-1001` is 1001 under `C-`."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for value in values:
        parts = _NUMBER.fullmatch(value)
        if parts is not None:
            found[parts[1], parts[3]].append(int(parts[2]))
    return found
