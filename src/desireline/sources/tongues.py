"""Headings in French, Spanish, Portuguese, Italian and Dutch, in the English that mappings and the wizard know.

In: a table's headings.  Out: for each that is understood its English name; and what it says in its own language without
articles and words for time, since a map speaks as the company does. Which language it is, the headings say together: the one in
which most are understood, at least three, and one of them in a word that English does not have; a lone `Data` is nobody's
language. Nothing is translated that is not understood whole.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

_WORDS = Path(__file__).with_suffix(".toml")
_ENOUGH = 3
_ALIKE = frozenset(
    [
        "action",
        "agent",
        "activation",
        "appointment",
        "client",
        "code",
        "contract",
        "conversation",
        "comment",
        "comments",
        "data",
        "date",
        "description",
        "email",
        "file",
        "index",
        "message",
        "mode",
        "nature",
        "no",
        "note",
        "product",
        "qualification",
        "queue",
        "satisfaction",
        "score",
        "signature",
        "status",
        "ticket",
        "total",
        "type",
    ]
)
"""Words that English has too, beside those in which headings are told (`id`, `direction`)."""
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
    "time_date": "datetime",
    "date_time": "datetime",
}
"""What a translation is called in tables."""
_MEASURED_IN = re.compile(
    r"\s*[(\[](\d+\W+(\w{1,3}\W+)?\d+|(\d{1,3}\s*[=:\u2013-]\s*[^\d()\[\]]+){2,}|(in |en |em )?(R\$|US\$|[€£$¥]|(?!UTC|GMT)[A-Z]{3}))[)\]]\s*$"
    r"|\s*[(\[](sur|von|of|out of|su|de|sobre|op|/)\s*\d{1,3}[)\]]\s*$|\s+(R\$|US\$|[€£$¥]|zł)\s*$"
)
"""The ends of a scale, or the money, behind what is measured: `Nota (1 a 5)`, `Note (1 = top, 5 = schlecht)`, `Total (R$)`, `Totale €`."""
_GERMAN = re.compile(
    r"datum|kunde|uhrzeit|nummer|eingang|betrag|bemerkung|vorgang|zeitpunkt|bearbeit|(^|\W)(am|von|bis|anliegen|grund|betreff|kanal)(\W|$)"
)
_GERMAN_ENOUGH = 2
_OF_TIME = frozenset({"date", "time", ""})
"""What a heading's word means that says when, and not what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tongue:
    turned: bool
    skip: frozenset[str]
    words: dict[str, str]
    when: str
    """The word after what happened, in headings that say when: `payée le`."""
    phrases: Mapping[str, str] = field(default_factory=dict[str, str])

    def split(self, heading: str) -> list[str]:
        """The words that mean something; a phrase of several is one."""
        plain = _plain(heading)
        for phrase, meant in self.phrases.items():
            plain = plain.replace(phrase, meant)
        return [word for word in re.split(r"[\W_°]+", plain) if word and word not in self.skip]

    def said(self, heading: str) -> tuple[str, ...]:
        """Its own words, without articles and what only says that it is a time."""
        for phrase in self.phrases:
            before, found, behind = _plain(heading).partition(phrase)
            if found:
                return (*self.said(before), phrase, *self.said(behind))
        words = [word for word in re.split(r"[\W_°]+", _plain(heading)) if word]
        return tuple(
            word
            for word in words
            if word not in self.skip and self.words.get(word, word) not in _OF_TIME
        )

    def english(self, heading: str) -> tuple[str, bool] | None:
        """The name, and whether a word of it is this language's own; None where a word is not known."""
        if (whole := self.phrases.get(_plain(heading))) is not None:
            return whole.replace(" ", "_"), True
        words = self.split(heading)
        if not words or any(word not in self.words for word in words):
            return None
        told = [self.words[word] for word in words]
        told = [word for word in (reversed(told) if self.turned else told) if word]
        name = "_".join(told).replace(" ", "_")
        if len(told) == 1 and _plain(heading).endswith(f" {self.when}"):
            name += "_at"
        own = any(word not in _english_words() and len(word) > 1 for word in words)
        return _NAMES.get(name, name), own


def bare(heading: str) -> str:
    """A heading without the scale or the money that it is measured in."""
    return _MEASURED_IN.sub("", heading)


def english(headings: tuple[str, ...]) -> dict[str, str]:
    """English names of the headings that are understood; nothing where no language is."""
    return _understood(headings)[1]


def said(headings: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """What each heading says in its own language, `Date d'émission` an émission; nothing where no language is understood."""
    tongue, _ = _understood(headings)
    return {} if tongue is None else {one: tongue.said(one) for one in headings}


def day_first(headings: tuple[str, ...]) -> bool:
    """Whether the headings are in a language in which nobody writes a month before its day."""
    german = sum(bool(_GERMAN.search(one.casefold())) for one in headings)
    return german >= _GERMAN_ENOUGH or _understood(headings)[0] is not None


@lru_cache(maxsize=256)
def _understood(headings: tuple[str, ...]) -> tuple[_Tongue | None, dict[str, str]]:
    best: tuple[_Tongue | None, dict[str, str]] = (None, {})
    for tongue in _tongues():
        found = {one: told for one in headings if (told := tongue.english(one)) is not None}
        own = sum(is_own for _, is_own in found.values())
        if len(found) >= _ENOUGH and own >= 2 and len(found) > len(best[1]):
            best = tongue, {one: name for one, (name, _) in found.items()}
    return best


def _plain(heading: str) -> str:
    plain = unicodedata.normalize("NFC", bare(heading)).casefold().replace(".º", "º")
    return re.sub(r"\be[-_ ]?mail(s|adres)?\b", "email", plain)


@cache
def _english_words() -> frozenset[str]:
    told = (word for tongue in _tongues() for one in tongue.words.values() for word in one.split())
    return _ALIKE.union(told)


@cache
def _tongues() -> tuple[_Tongue, ...]:
    known = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return tuple(
        _Tongue(
            turned=one["turned"],
            skip=frozenset(one["skip"]),
            words=one["words"],
            when=one["when"],
            phrases=one.get("phrases", {}),
        )
        for one in known.values()
    )
