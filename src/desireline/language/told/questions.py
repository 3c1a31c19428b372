"""What customers ask most: questions that mean the same, counted by who asks them.

In: masked texts of customers.  Out: questions, the most asked first, each in the words of the one nearest to the others. Questions are
gathered by meaning, so that `Where is my parcel?` and `Any news on my package?` count together, in whatever language.
The choice to question: how alike is alike (`_ALIKE`) was set once on bank customers' questions; there is no true number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.language.meaning.embedding import embed
from desireline.language.texts.sentences import plain_words, split_sentences
from desireline.language.told.phrases import FEWEST_CUSTOMERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ALIKE = 0.7
_MOST = 4_000
"""Different questions that are compared; beyond, those asked by most customers."""
_FEWEST_WORDS, _MOST_WORDS = 3, 40
_MARKS = ("?", "\uff1f", "\u061f")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and everybody who asked it in some words or other."""

    question: str
    also: tuple[str, ...]
    """Up to three other ways in which it was asked."""
    customers: int
    times: int


def most_asked(said: Iterable[tuple[Any, str]]) -> list[Question]:
    """Questions by how many customers ask them; those of fewer than five are left out.

    Args:
        said: (customer, masked text).
    """
    import numpy as np

    askers: dict[str, list[Any]] = {}
    for customer, text in said:
        for question in read_questions(text):
            askers.setdefault(question, []).append(customer)
    asked = sorted(askers, key=lambda words: (-len({*askers[words]}), words))[:_MOST]
    if not asked:
        return []
    vectors = embed(asked)
    found: list[Question] = []
    for members in _gathered(vectors):
        people = {customer for place in members for customer in askers[asked[place]]}
        if len(people) < FEWEST_CUSTOMERS:
            continue
        nearest = np.argsort(-(vectors[members] @ vectors[members].mean(axis=0)), kind="stable")
        words = [asked[members[place]] for place in nearest.tolist()]
        found.append(
            Question(
                question=words[0],
                also=tuple(words[1:4]),
                customers=len(people),
                times=sum(len(askers[asked[place]]) for place in members),
            )
        )
    return sorted(found, key=lambda one: (-one.customers, one.question))


def read_questions(text: str) -> list[str]:
    """The questions of one text, without handles and links, each once."""
    found: list[str] = []
    for sentence in split_sentences(text):
        if sentence.rstrip("\"')\u00bb\u201d! ").endswith(_MARKS):
            words = " ".join(plain_words(sentence).split())
            if _FEWEST_WORDS <= len(words.split()) <= _MOST_WORDS:
                found.append(words)
    return list(dict.fromkeys(found))


def _gathered(vectors: NDArray[Any]) -> list[list[int]]:
    """Groups of rows: each joins the nearest group whose middle is alike, in order, else begins one."""
    import numpy as np

    sums = np.zeros_like(vectors)
    groups: list[list[int]] = []
    for place, vector in enumerate(vectors):
        middles = sums[: len(groups)]
        if groups:
            likeness = middles @ vector / np.linalg.norm(middles, axis=1)
            best = int(likeness.argmax())
            if likeness[best] >= _ALIKE:
                sums[best] += vector
                groups[best].append(place)
                continue
        sums[len(groups)] = vector
        groups.append([place])
    return groups
