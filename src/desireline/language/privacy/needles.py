"""Patterns that are only tried where a text holds the words that they need.

In: a pattern with groups of words, a text folded by `names.fold`.  Out: whether the pattern could match. Looking for a word costs a
hundredth of trying a pattern with dozens of alternatives at every letter. Words are folded and may be too short, so that
too much is tried, never too little: a pattern must need one word of each of its groups, in whatever case and accents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ODD = ("\u0131", "\u017f")
"""Letters that a pattern takes for i and s where case does not count, and that folding leaves alone."""


@dataclass(frozen=True, slots=True)
class Needing:
    """A pattern, and groups of folded words of each of which it needs one."""

    pattern: re.Pattern[str]
    groups: tuple[tuple[str, ...], ...]

    def may_match(self, folded: str) -> bool:
        """Whether the words are there."""
        needed = all(any(word in folded for word in group) for group in self.groups)
        return needed or any(letter in folded for letter in _ODD)
