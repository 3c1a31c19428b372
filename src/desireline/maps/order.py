"""Order keys: strings that sort as people arranged things, with room between any two.

In: the keys of the neighbours (None at an end). Out: a key between them. Keys are fractions written
in base 62 whose last digit is never zero, compared as text, so that two editors who insert at
different places never have to renumber what the other one holds.
"""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(DIGITS)


def between(low: str | None, high: str | None) -> str:
    """Find a key that sorts after `low` and before `high`; None is the open end."""
    below, above = low or "", high
    if above is not None and below >= above:
        raise ValueError(f"no key fits between {low!r} and {high!r}: they are not in order")
    if below.endswith("0") or (above is not None and above.endswith("0")):
        raise ValueError(f"a key never ends in 0: {low!r}, {high!r}")
    return _midpoint(below, above)


def spread(count: int) -> list[str]:
    """Make `count` keys of one length, evenly apart: for a map that is drawn for the first time."""
    length = 1
    while _BASE**length <= 2 * count:
        length += 1
    room = _BASE**length
    return [_write((number + 1) * room // (count + 1), length) for number in range(count)]


def _midpoint(low: str, high: str | None) -> str:
    """The shortest key strictly between two; `high` None stands for one."""
    if high is not None:
        same = _common(low, high)
        if same:
            return high[:same] + _midpoint(low[same:], high[same:])
    first = DIGITS.index(low[0]) if low else 0
    last = DIGITS.index(high[0]) if high is not None else _BASE
    if last - first > 1:
        return DIGITS[(first + last) // 2]
    if high is not None and len(high) > 1:
        return high[0]
    return DIGITS[first] + _midpoint(low[1:], None)


def _common(low: str, high: str) -> int:
    """Length of the common beginning, where `low` is thought to go on with zeros."""
    same = 0
    while same < len(high) and (low[same] if same < len(low) else "0") == high[same]:
        same += 1
    return same


def _write(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, _BASE)
        digits = DIGITS[digit] + digits
    return digits.rstrip("0")
