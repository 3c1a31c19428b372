"""Headings in French, Spanish, Portuguese, Italian and Dutch, in the English that mappings and the wizard know.

In: a table's headings.  Out: for each that is understood its English name. Which language it is, the headings say together:
the one in which most are understood, at least three, and one of them in a word that English does not have; a lone
`Data` is nobody's language. Nothing is translated that is not understood whole.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_WORDS = Path(__file__).with_suffix(".toml")
_ENOUGH = 3
_ALIKE = frozenset(
    [
        "action",
        "agent",
        "client",
        "code",
        "comment",
        "comments",
        "data",
        "date",
        "description",
        "email",
        "message",
        "no",
        "note",
        "product",
        "satisfaction",
        "status",
        "ticket",
        "total",
    ]
)
"""Words that English has too."""
_NAMES = {
    "activity_type": "activity",
    "action_type": "activity",
    "created": "created_at",
    "created_date": "created_at",
    "email_address": "email",
    "address_email": "email",
    "total_amount": "total",
    "order_total": "total",
    "amount_order": "total",
    "wait_duration": "wait_time",
    "talk_duration": "talk_time",
    "call_duration": "talk_time",
}
"""What a translation is called in tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tongue:
    turned: bool
    skip: frozenset[str]
    words: dict[str, str]

    def english(self, heading: str) -> tuple[str, bool] | None:
        """The name, and whether a word of it is this language's own; None where a word is not known."""
        words = [word for word in _split(heading) if word not in self.skip]
        if not words or any(word not in self.words for word in words):
            return None
        told = [self.words[word] for word in words]
        told = [word for word in (reversed(told) if self.turned else told) if word]
        name = "_".join(told).replace(" ", "_")
        own = any(word not in _ALIKE and len(word) > 1 for word in words)
        return _NAMES.get(name, name), own


@lru_cache(maxsize=256)
def english(headings: tuple[str, ...]) -> dict[str, str]:
    """English names of the headings that are understood; nothing where no language is."""
    best: dict[str, str] = {}
    for tongue in _tongues():
        found = {one: told for one in headings if (told := tongue.english(one)) is not None}
        own = sum(is_own for _, is_own in found.values())
        if len(found) >= _ENOUGH and own >= 2 and len(found) > len(best):
            best = {one: name for one, (name, _) in found.items()}
    return best


def _split(heading: str) -> list[str]:
    plain = unicodedata.normalize("NFC", heading).casefold()
    plain = re.sub(r"\be[-_ ]?mail(s|adres)?\b", "email", plain)
    return [word for word in re.split(r"[\W_°]+", plain) if word]


@cache
def _tongues() -> tuple[_Tongue, ...]:
    known = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return tuple(
        _Tongue(turned=one["turned"], skip=frozenset(one["skip"]), words=one["words"])
        for one in known.values()
    )
