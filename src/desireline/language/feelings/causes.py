"""The words that caused a score: those of its strongest clauses that pull its way on their own.

In: clauses, and which way they went.  Out: up to three words or short phrases in the order in which they were
said. A word that pulls the other way counts with the `not` before it: `not good` is the cause, not `good`.
Where no single word pulls, the clause itself is named: irony and plain facts have no loaded word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desireline.language.feelings.valence import NOT, WORD, valences

_LITTLE = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "to",
        "in",
        "is",
        "it",
        "i",
        "we",
        "you",
        "they",
        "my",
        "your",
        "our",
        "for",
        "on",
        "at",
        "with",
        "that",
        "this",
        "was",
        "be",
        "as",
        "so",
        "very",
        "too",
        "el",
        "la",
        "los",
        "las",
        "de",
        "que",
        "y",
        "en",
        "un",
        "una",
        "es",
        "lo",
        "muy",
        "se",
        "o",
        "os",
        "as",
        "e",
        "em",
        "um",
        "uma",
        "para",
        "com",
        "der",
        "die",
        "das",
        "und",
        "zu",
        "ein",
        "eine",
        "ist",
        "ich",
        "sie",
        "wir",
        "es",
        "mit",
        "auf",
        "le",
        "les",
        "des",
        "et",
        "un",
        "une",
        "est",
        "je",
        "vous",
        "il",
        "elle",
        "du",
        "au",
        "pour",
        "dans",
    ]
)
_MOST = 3
_PULLS_AT = 0.15
_LONGEST = 80
_READ = 60


def name_cause(clauses: Sequence[str], *, sign: int) -> str | None:
    """Name the words of clauses that pulled toward upset (-1) or glad (1)."""
    found: list[tuple[float, int, str]] = []
    for number, clause in enumerate(clauses):
        words = [match.group() for match in WORD.finditer(clause)][:_READ]
        found += [
            (pull, number * _READ + place, word)
            for pull, place, word in _pulling(words, sign)
            if pull >= _PULLS_AT
        ]
    strongest = sorted(found, reverse=True)[:_MOST]
    named = [word for _, _, word in sorted(strongest, key=lambda item: item[1])]
    return ", ".join(dict.fromkeys(named)) or clauses[0].strip(" .,;:!?")[:_LONGEST] or None


def _pulling(words: Sequence[str], sign: int) -> Iterator[tuple[float, int, str]]:
    """Each loaded word of a clause with its pull in the direction of `sign`, and its place."""
    for place, word in enumerate(words):
        low = word.lower().replace("\u2019", "'")
        if low in _LITTLE or low in NOT:
            continue
        (pull,) = valences([low])
        before = [other.lower() for other in words[max(0, place - 2) : place]]
        turned = next((other for other in before if other in NOT), None)
        if turned is not None:
            pull, low = -pull, " ".join([*before[before.index(turned) :], low])
        yield sign * pull, place, low
