"""Key phrases: what one text is about, and what some texts say that others do not.

In: masked texts.  Out: for one text its two- and three-word phrases between small words; for a group of texts
against others, phrases by log-odds with an informative prior (Monroe, Colaresi and Quinn, 2008), counted by
customer: a phrase that one person repeats fifty times is one person's. Under five customers nothing is said.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

FEWEST_CUSTOMERS = 5
_MOST = 5
_SHORTEST = 3
"""Words of a clause."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?<!\w)@\w+")
"""Addresses of pages and mailboxes, and who is spoken to: no words of what is said."""
_OWN = re.compile(r"[,;()\[\]]|\s\S*\d")
_PRIOR, _PRIOR_SHARE = 500.0, 0.1
"""Phrases that the prior is worth, at the most and as a share of those that were said: where few spoke, a larger
one would let nothing stand out."""
_SURE = 2.6
_NUMBERED = re.compile(r"\d")
_WORD = re.compile(r"[\w-]*\d[\w-]*|[^\W\d_]+(?:['\u2019-][^\W\d_]+)*|[.,;:!?()\n\[\]\"]")
"""A word, what has a digit in it (an order's number is no phrase), or what ends a clause."""
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "another",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "here",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "it's",
        "its",
        "i'm",
        "i've",
        "just",
        "me",
        "my",
        "no",
        "not",
        "of",
        "on",
        "or",
        "other",
        "others",
        "our",
        "out",
        "so",
        "she",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "thing",
        "things",
        "this",
        "those",
        "to",
        "too",
        "up",
        "us",
        "very",
        "was",
        "way",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "yours",
        "am",
        "also",
        "get",
        "got",
        "please",
        "thanks",
        "thank",
        "hello",
        "hi",
        "dear",
        "about",
        "again",
        "all",
        "only",
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "unos",
        "unas",
        "de",
        "del",
        "y",
        "o",
        "que",
        "en",
        "con",
        "por",
        "para",
        "es",
        "son",
        "fue",
        "era",
        "no",
        "se",
        "su",
        "sus",
        "mi",
        "mis",
        "me",
        "te",
        "lo",
        "le",
        "les",
        "al",
        "muy",
        "ya",
        "como",
        "pero",
        "si",
        "sin",
        "sobre",
        "hay",
        "esta",
        "este",
        "esto",
        "ese",
        "esa",
        "yo",
        "nos",
        "ha",
        "han",
        "he",
        "hola",
        "gracias",
        "os",
        "as",
        "um",
        "uma",
        "uns",
        "e",
        "ou",
        "do",
        "da",
        "dos",
        "das",
        "no",
        "na",
        "nos",
        "nas",
        "ao",
        "com",
        "por",
        "para",
        "que",
        "se",
        "em",
        "é",
        "são",
        "foi",
        "era",
        "não",
        "sem",
        "muito",
        "mas",
        "meu",
        "minha",
        "eu",
        "ele",
        "ela",
        "você",
        "vocês",
        "me",
        "já",
        "isso",
        "este",
        "esta",
        "mais",
        "olá",
        "obrigado",
        "obrigada",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einen",
        "einem",
        "einer",
        "und",
        "oder",
        "aber",
        "in",
        "im",
        "an",
        "am",
        "auf",
        "mit",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "für",
        "ist",
        "sind",
        "war",
        "waren",
        "hat",
        "habe",
        "haben",
        "wird",
        "nicht",
        "kein",
        "keine",
        "ich",
        "sie",
        "er",
        "es",
        "wir",
        "ihr",
        "mir",
        "mich",
        "mein",
        "meine",
        "ihre",
        "sehr",
        "so",
        "auch",
        "noch",
        "nur",
        "als",
        "wie",
        "dass",
        "bitte",
        "danke",
        "hallo",
        "schon",
        "le",
        "les",
        "des",
        "du",
        "au",
        "aux",
        "une",
        "et",
        "ou",
        "mais",
        "dans",
        "sur",
        "avec",
        "pour",
        "par",
        "est",
        "sont",
        "était",
        "ai",
        "a",
        "ont",
        "avez",
        "pas",
        "ne",
        "ce",
        "cette",
        "ces",
        "je",
        "tu",
        "il",
        "elle",
        "nous",
        "vous",
        "ils",
        "mon",
        "ma",
        "mes",
        "votre",
        "vos",
        "son",
        "sa",
        "ses",
        "qui",
        "que",
        "très",
        "plus",
        "se",
        "en",
        "y",
        "c'est",
        "j'ai",
        "bonjour",
        "merci",
        "name",
        "email",
        "phone",
        "card",
        "id",
        "address",
    ]
)


@dataclass(frozen=True, slots=True)
class TellingPhrase:
    """A phrase, how many customers of the group and of the others said it, and how far it stands out."""

    phrase: str
    customers: int
    others: int
    z: float
    """Of the log-odds."""


def read_phrases(text: str) -> list[str]:
    """Phrases of one text in order; at most five."""
    return list(dict.fromkeys(_candidates(text, smallest=2)))[:_MOST]


def words_and_phrases(text: str) -> list[str]:
    """Words that carry meaning, and phrases of up to three of them."""
    return _candidates(text, smallest=1)


def common_clauses(
    said: Iterable[tuple[Hashable, str]], *, fewest: int = FEWEST_CUSTOMERS
) -> list[tuple[str, int]]:
    """What several customers say in the same words, with how many do, commonest first.

    Args:
        said: (customer, told phrase, such as what somebody wants).
        fewest: customers who must have said it; whatever follows a comma or a number is each one's own.
    """
    people: dict[str, set[Hashable]] = defaultdict(set)
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for who, told in said:
        clause = _OWN.split(told, maxsplit=1)[0].strip(" ,;:-")
        if clause.count(" ") + 1 >= _SHORTEST:
            people[clause.casefold()].add(who)
            spelt[clause.casefold()][clause] += 1
    found = [
        (spelt[one].most_common(1)[0][0], len(own))
        for one, own in people.items()
        if len(own) >= fewest
    ]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def telling_phrases(
    said: Iterable[tuple[str, str]],
    others: Iterable[tuple[str, str]],
    *,
    discoveries: Callable[[list[float]], Sequence[bool]],
    most: int = 10,
) -> list[TellingPhrase]:
    """What a group's texts say that the other texts do not.

    Every phrase that five customers used, on whichever side, was tried: which of them may be told is
    decided over all of these together.

    Args:
        said: (customer, text) of the group.
        others: (customer, text) of the rest, such as the same touchpoint's other texts.
        discoveries: which of many p-values stand when all are tried at once.
        most: how many phrases at the most.
    """
    ours, theirs = _by_customer(said), _by_customer(others)
    tried = sorted(one for one, n in (ours + theirs).items() if n >= FEWEST_CUSTOMERS)
    sizes = {
        size: tuple(
            sum(n for one, n in side.items() if _size(one) == size) for side in (ours, theirs)
        )
        for size in {_size(one) for one in tried}
    }
    compared = [
        TellingPhrase(
            phrase=one,
            customers=ours[one],
            others=theirs[one],
            z=round(_stands_out(ours[one], theirs[one], *sizes[_size(one)]), 2),
        )
        for one in tried
    ]
    stands = discoveries([math.erfc(one.z / math.sqrt(2)) / 2 for one in compared])
    found = [
        one
        for one, told in zip(compared, stands, strict=True)
        if told and one.customers >= FEWEST_CUSTOMERS and one.z >= _SURE
    ]
    found.sort(key=lambda one: (-one.z, one.phrase))
    return _various(_without_parts(found))[:most]


def _stands_out(y: int, x: int, n_ours: int, n_theirs: int) -> float:
    """Z of the log-odds of a phrase among as long ones, with an informative prior."""
    n = n_ours + n_theirs
    worth = min(_PRIOR, _PRIOR_SHARE * n)
    prior = worth * (y + x) / n
    a, b = y + prior, x + prior
    odds = math.log(a / max(n_ours + worth - a, 0.5)) - math.log(
        b / max(n_theirs + worth - b, 0.5)
    )
    return odds / math.sqrt(1 / a + 1 / b)


def _size(phrase: str) -> int:
    return phrase.count(" ") + 1


def _various(found: list[TellingPhrase]) -> list[TellingPhrase]:
    """Of phrases that share a word, the one that stands out most."""
    kept: list[TellingPhrase] = []
    for one in found:
        words = set(one.phrase.split())
        if not any(words & set(other.phrase.split()) for other in kept):
            kept.append(one)
    return kept


def _by_customer(said: Iterable[tuple[str, str]]) -> Counter[str]:
    pairs = {(who, phrase) for who, text in said for phrase in _candidates(text, smallest=1)}
    return Counter(phrase for _, phrase in pairs)


def _without_parts(found: list[TellingPhrase]) -> list[TellingPhrase]:
    """`late delivery` makes `late` needless where half of those who said this said that."""
    return [
        one
        for one in found
        if not any(
            one.phrase != other.phrase
            and f" {one.phrase} " in f" {other.phrase} "
            and other.customers >= (0.8 if " " in one.phrase else 0.5) * one.customers
            for other in found
        )
    ]


def _candidates(text: str, *, smallest: int) -> list[str]:
    runs: list[list[str]] = [[]]
    plain = _ADDRESS.sub(" 0 ", text.lower()).replace("\u2019", "'")
    for word in _WORD.findall(plain):
        if word in _SMALL or not word[0].isalpha() or len(word) < 2 or _NUMBERED.search(word):
            runs.append([])
        else:
            runs[-1].append(word)
    return [
        " ".join(run[start : start + size])
        for run in runs
        for start in range(len(run))
        for size in range(smallest, 4)
        if start + size <= len(run)
    ]
