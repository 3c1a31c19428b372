"""Could two names be one person? The question behind the guard of shared keys.

In: names as sources wrote them.  Out: groups of names that contradict each other. Generous on
purpose: "J. Smith" may be "John Smith", since a wrong *no* splits one customer, and a wrong *yes*
here still needs a shared key to join anybody.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "sir",
        "herr",
        "frau",
        "monsieur",
        "madame",
        "mme",
        "m",
        "sr",
        "sra",
        "srta",
        "jr",
        "ii",
        "iii",
    ]
)
_NO_NAMES = frozenset(
    [
        "unknown",
        "anonymous",
        "guest",
        "customer",
        "user",
        "visitor",
        "test",
        "none",
        "null",
        "na",
        "kunde",
        "gast",
        "anonym",
    ]
)


def tokens(name: str) -> frozenset[str]:
    """Words of a name: lower case, without accents, titles and punctuation."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    words = re.findall(r"\w+", plain.lower())
    return frozenset(word for word in words if word not in _TITLES and word not in _NO_NAMES)


def compatible(one: frozenset[str], other: frozenset[str]) -> bool:
    """True when every word of the shorter name has a counterpart in the longer one."""
    short, long = sorted((one, other), key=len)
    free = set(long)
    for word in sorted(short, key=len, reverse=True):
        match = next((candidate for candidate in sorted(free) if _same(word, candidate)), None)
        if match is None:
            return False
        free.discard(match)
    return True


def groups(names: Iterable[str]) -> list[list[str]]:
    """Split names into groups of one person each; empty and placeholder names are left out.

    A name joins the first group with whose longest name it agrees: longest names come first.
    """
    parsed = {name: tokens(name) for name in names}
    ordered = sorted(
        (name for name in parsed if parsed[name]),
        key=lambda name: (-sum(map(len, parsed[name])), name),
    )
    found: list[list[str]] = []
    for name in ordered:
        home = next((group for group in found if compatible(parsed[group[0]], parsed[name])), None)
        if home is None:
            found.append([name])
        else:
            home.append(name)
    return found


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return min(len(one), len(other)) >= 4 and one_slip(one, other)


def one_slip(one: str, other: str) -> bool:
    """True when one typing slip (a letter added, left out, changed, or two swapped) explains it."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) == len(long):
        swapped = short[start + 1 : start + 2] + short[start : start + 1] + short[start + 2 :]
        return short[start + 1 :] == long[start + 1 :] or swapped == long[start:]
    return short[start:] == long[start + 1 :]
