"""Is a factor the outcome itself, or made of it?

In: a factor and a result.  Out: why it is refused, or None.
Four signs: its name is one that tools compute from the outcome (GA's page value is the revenue of
the visits in which a page was seen); it states how a record stands, which is the end of a journey by another word; whoever
knows the result knows the factor (`feedback` is 1 from three stars on): Goodman and Kruskal's lambda of .95; or it
sorts yes and no nearly by itself: an AUC of .95, or one of .8 with hardly any result at its commonest value and most of
them elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from desireline.insights.causes.factors import Factor

NAMES = (
    "pagevalue",
    "page value",
    "conversion",
    "transaction",
    "churn reason",
    "churn score",
    "cancel reason",
    "cancellation reason",
)
STANDS = re.compile(
    r"\b(status|state|outcome|stage|disposition|resolved|zustand|ergebnis|estado|resultado|statut|état|résultat|stato|esito|situação)\b"
)
"""Names by which records say how they stand, in the languages whose headings are read."""
_OF_A_PERSON = re.compile(
    r"\b(marital|civil|family|employment|work|loyalty|member|membership|smoking|insurance|home)\b"
)
"""Whose status is no record's."""
_CERTAIN, _SUSPECT = 0.95, 0.8
_MOST = 0.75
_STANDS_AND_TELLS = 0.6
_LEVELS = 11
"""As many as a scale from 0 to 10 has: where nearly every result is its own, it foretells anything."""
_RARE = 5


def states_the_record(name: str) -> bool:
    """Whether a note is called after how its record stands: at the export, and so after the end."""
    plain = name.casefold().replace("_", " ")
    return bool(STANDS.search(plain) and not _OF_A_PERSON.search(plain))


def leak(factor: Factor, y: np.ndarray, *, of_an_end: bool) -> str | None:
    """Why the factor may be made of the outcome; `of_an_end`: the result is how a journey ended, and no answer."""
    plain = factor.name.casefold().replace("_", " ")
    if any(name in plain for name in NAMES):
        return "tools compute it from the outcome"
    if states_the_record(plain) and (of_an_end or "status" in plain):
        return (
            "it states how the record stands"  # at the export: after the end, and after the answer
        )
    if _is_known_from(y, factor):
        return "its value follows from the outcome"
    if set(np.unique(y)) - {0.0, 1.0}:
        return None
    known = factor.known
    x, good = factor.columns[known, 0], y[known] == 1
    if factor.columns.shape[1] > 1:
        # words are sorted by what came of them; a word that few have tells of these few alone
        level = factor.columns[known].argmax(axis=1)
        n = np.bincount(level)
        x = ((np.bincount(level, weights=good) + good.mean()) / (n + 1))[level]
        sure = not good.any() or good.all() or auc(x, good) < _CERTAIN
        return None if sure else "it sorts yes and no nearly by itself"
    return None if not good.any() or good.all() else _made_of(x, good)


def written_later(name: str, values: np.ndarray, y: np.ndarray) -> bool:
    """Whether a note beside an early event can only have been written when the end was known."""
    known = ~np.isnan(values)
    good = y[known] > 0.5
    if not good.any() or good.all():
        return False
    stands = STANDS.search(name.casefold().replace("_", " ")) is not None
    return auc(values[known], good) >= (_STANDS_AND_TELLS if stands else _CERTAIN)


def _is_known_from(y: np.ndarray, factor: Factor) -> bool:
    """Whether guessing the factor's value from the result errs at most a twentieth as often as guessing without it."""
    known, columns = factor.known, factor.columns
    single = columns.shape[1] == 1
    value = columns[known, 0] if single else columns[known].argmax(axis=1)
    results, of_result = np.unique(y[known], return_inverse=True)
    values, of_value = np.unique(value, return_inverse=True)
    if max(len(results), len(values)) > _LEVELS:
        return False
    counts = np.zeros((len(results), len(values)), dtype=np.int64)
    np.add.at(counts, (of_result, of_value), 1)
    without = counts.sum() - counts.sum(axis=0).max(initial=0)
    wrong = counts.sum() - counts.max(axis=1, initial=0).sum()
    return bool(without >= _RARE and wrong <= (1 - _CERTAIN) * without)


def _made_of(x: np.ndarray, good: np.ndarray) -> str | None:
    area = auc(x, good)
    if area >= _CERTAIN:
        return "it sorts the outcomes nearly by itself"
    values, counts = np.unique(x, return_counts=True)
    common = x == values[np.argmax(counts)]
    if area < _SUSPECT or common.mean() < 0.5 or common.all():
        return None
    rate, there, elsewhere = good.mean(), good[common].mean(), good[~common].mean()
    most = good[~common].sum() >= _MOST * good.sum()
    is_filled = most and there <= rate / 3 and elsewhere >= 3 * rate
    return "it is empty without the outcome and filled with it" if is_filled else None


def auc(x: np.ndarray, good: np.ndarray) -> float:
    """Chance that a good one stands on its side of a bad one; .5 says nothing."""
    a, b = x[good], np.sort(x[~good])
    below = np.searchsorted(b, a, "left") + np.searchsorted(b, a, "right")
    area = float(below.mean()) / 2 / len(b)
    return max(area, 1 - area)
