"""The lexicon: what words of several languages say of an activity, whatever its signs, accents and endings.

In: `words/LANGUAGE.toml`, lists of phrases by what they tell.  Out: for a name, the phrases that it holds.
A phrase is one word or more, found in a name in this order with anything between them: `demande devis` is in "Demande de devis". A star
stands for the rest of a word, at its end for none as well: `résili*` is in "Contrat résilié", `*mahnung` in "Zahlungsmahnung"; alone, for
any word. A phrase after `=` has to be all of the name, but for words of up to two letters. Endings are left open instead of stemming: a
stemmer has to know the language, and names of activities are too short to tell it; it cuts nouns and participles of one verb to the same
stem ("validation", "validé"), and which of them it is tells here who acted. All languages are looked for at once, so a word
that says something else in another language stands in a longer phrase.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_LIGATURES = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l"})
_SHORT = 2
"""Letters of the words that a whole name may hold beside a phrase: articles, prepositions."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase in a name."""

    tells: str
    """`success.buy`, `acting.company`: table and list of the phrase."""
    words: int
    letters: int
    whole: bool
    """Whether it is all of the name, but for short words."""
    end: int
    """Place of its last word."""

    @property
    def weight(self) -> tuple[int, int]:
        """More words tell more, then longer ones."""
        return self.words, self.letters


@dataclass(frozen=True, slots=True)
class _Phrase:
    tells: str
    parts: tuple[str, ...]
    whole: bool

    @property
    def letters(self) -> int:
        return sum(len(part.strip("*")) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first part."""

    exact: Mapping[str, tuple[_Phrase, ...]]
    beginnings: Mapping[str, tuple[_Phrase, ...]]
    ends: Mapping[str, tuple[_Phrase, ...]]

    def hits(self, said: Sequence[str]) -> tuple[Hit, ...]:
        """Phrases in the words of a name, as `words_of` gives them."""
        return tuple(
            Hit(phrase.tells, len(phrase.parts), phrase.letters, whole, places[-1])
            for at, word in enumerate(said)
            for phrase in self._begun_by(word)
            if (places := _places(phrase.parts, said, at)) is not None
            if (whole := _is_whole(said, places)) or not phrase.whole
        )

    def _begun_by(self, word: str) -> Iterator[_Phrase]:
        yield from self.exact.get(word, ())
        for length in range(2, len(word) + 1):
            yield from self.beginnings.get(word[:length], ())
            if length < len(word):
                yield from self.ends.get(word[-length:], ())


def folded(name: str) -> str:
    """Lower case without accents, one space between words, camels apart: `ajoutAuPanier`, `Ajout au panier` are the same."""
    plain = unicodedata.normalize("NFKD", name.translate(_LIGATURES))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", bare)
    return re.sub(r"[\W_]+", " ", apart.lower()).strip()


def spellings(word: str) -> frozenset[str]:
    """A word as `folded` leaves it, with umlauts as one letter and as two: `geprüft` is `gepruft` or `geprueft`."""
    return frozenset({folded(word), folded(word.translate(_UMLAUTS))})


def is_code(word: str) -> bool:
    """`T05`, `A`, `1`: numbers of an activity in a list of them."""
    return len(word) == 1 or any(sign.isdigit() for sign in word)


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, without the number it has in a list of them."""
    return tuple(word for word in folded(name).split() if not is_code(word))


@lru_cache(maxsize=4096)
def told(name: str) -> tuple[Hit, ...]:
    """What the shipped lexicon tells of a name."""
    return shipped().hits(words_of(name))


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The lexicon that ships with Desireline: every file of `words/`."""
    folder = resources.files("desireline.journeys").joinpath("words")
    files = sorted(
        (one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda f: f.name
    )
    phrases = dict.fromkeys(
        p for file in files for p in _phrases(tomllib.loads(file.read_text("utf-8")))
    )
    return _indexed(phrases)


def _phrases(data: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[_Phrase]:
    for table, lists in data.items():
        for name, written in lists.items():
            for phrase in written:
                whole = phrase.startswith("=")
                for spelled in dict.fromkeys((phrase.translate(_UMLAUTS), phrase)):
                    parts = (
                        f"{'*' * (len(part) > 1 and part[0] == '*')}{folded(part)}{'*' * (part[-1] == '*')}"
                        for part in spelled.removeprefix("=").split()
                    )
                    yield _Phrase(f"{table}.{name}", tuple(parts), whole)


def _indexed(phrases: Iterable[_Phrase]) -> Lexicon:
    kinds: tuple[defaultdict[str, list[_Phrase]], ...] = tuple(defaultdict(list) for _ in range(3))
    for phrase in phrases:
        first = phrase.parts[0]
        kind = 2 if first[0] == "*" else 1 if first[-1] == "*" else 0
        kinds[kind][first.strip("*")].append(phrase)
    exact, beginnings, ends = ({key: tuple(own) for key, own in kind.items()} for kind in kinds)
    return Lexicon(exact, beginnings, ends)


def _places(parts: Sequence[str], said: Sequence[str], at: int) -> tuple[int, ...] | None:
    """Where each part stands, the first at `at`; None where one is missing."""
    places = [at]
    for part in parts[1:]:
        found = next((n for n in range(places[-1] + 1, len(said)) if _fits(part, said[n])), None)
        if found is None:
            return None
        places.append(found)
    return tuple(places)


def _fits(part: str, word: str) -> bool:
    plain = part.strip("*")
    if part[-1] == "*":
        return word.startswith(plain) if part[0] != "*" or not plain else plain in word
    return word != plain and word.endswith(plain) if part[0] == "*" else word == plain


def _is_whole(said: Sequence[str], places: Sequence[int]) -> bool:
    return all(n in places or len(word) <= _SHORT for n, word in enumerate(said))
