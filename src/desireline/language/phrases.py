"""Key phrases: what one text is about, and what some texts say that others do not.

In: masked texts.  Out: for one text its two- and three-word phrases between small words; for a group of texts
against others, phrases by log-odds with an informative prior (Monroe, Colaresi and Quinn, 2008), counted by
customer: a phrase that one person repeats fifty times is one person's. Under five customers nothing is said.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

FEWEST_CUSTOMERS = 5
_MOST = 5
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*|[.,;:!?()\n\[\]\"]")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
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
        "this",
        "those",
        "to",
        "too",
        "up",
        "us",
        "very",
        "was",
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
    """A phrase, how many customers said it, and how far it stands out (z of the log-odds)."""

    phrase: str
    customers: int
    z: float


def read_phrases(text: str) -> list[str]:
    """Phrases of one text in order; at most five."""
    return list(dict.fromkeys(_candidates(text, smallest=2)))[:_MOST]


def words_and_phrases(text: str) -> list[str]:
    """Words that carry meaning, and phrases of up to three of them."""
    return _candidates(text, smallest=1)


def telling_phrases(
    said: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]], *, most: int = 10
) -> list[TellingPhrase]:
    """What a group's texts say that the other texts do not.

    Args:
        said: (customer, text) of the group.
        others: (customer, text) of the rest, such as the same touchpoint's other texts.
        most: how many phrases at the most.
    """
    ours, theirs = _by_customer(said), _by_customer(others)
    prior = ours + theirs
    n_ours, n_theirs, n_prior = ours.total(), theirs.total(), prior.total()
    found: list[TellingPhrase] = []
    for phrase, customers in ours.items():
        if customers < FEWEST_CUSTOMERS:
            continue
        a = 100.0 * prior[phrase] / n_prior  # a prior worth 100 phrases
        y, x = customers + a, theirs[phrase] + a
        odds = math.log(y / (n_ours + 100 - y)) - math.log(x / (n_theirs + 100 - x))
        z = odds / math.sqrt(1 / y + 1 / x)
        if z >= 1.96:
            found.append(TellingPhrase(phrase, customers, round(z, 2)))
    found.sort(key=lambda one: (-one.z, one.phrase))
    return _without_parts(found)[:most]


def _by_customer(said: Iterable[tuple[str, str]]) -> Counter[str]:
    pairs = {(who, phrase) for who, text in said for phrase in _candidates(text, smallest=1)}
    return Counter(phrase for _, phrase in pairs)


def _without_parts(found: list[TellingPhrase]) -> list[TellingPhrase]:
    """`late delivery` makes `late` needless where no more people said it."""
    return [
        one
        for one in found
        if not any(
            one.phrase != other.phrase
            and f" {one.phrase} " in f" {other.phrase} "
            and other.customers >= 0.8 * one.customers
            for other in found
        )
    ]


def _candidates(text: str, *, smallest: int) -> list[str]:
    runs: list[list[str]] = [[]]
    for word in _WORD.findall(text.lower().replace("\u2019", "'")):
        if word in _SMALL or not word[0].isalpha() or len(word) < 2:
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
