"""How glad or upset each word is on its own, and what the words of a text add up to, in any language that the encoder knows.

In: words; texts.  Out: -1 (upset) to 1 (glad); for a text WORD_FEATURES numbers that a head reads beside its vector. A word that
is one piece of the encoder's vocabulary has its valence in a table; any other word is embedded once and remembered. The vector
of a whole text drowns the one loaded word among twenty plain ones, the strongest and the sum do not. The valence of a word
is a linear function of its vector, learnt mostly from an English list: it carries over because the encoder is multilingual. What
stands near a `not` is turned around and counts less; the reach of each `not` follows its language's order of words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desireline.language.meaning.embedding import embed, tokenizer
from desireline.language.meaning.heads import pull_of_vectors, pulls_of_pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORD_FEATURES = 10
WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*|[\u2600-\u27bf\U0001f300-\U0001faff]+")
_BEFORE = """not no never nobody nothing neither without don't didn't doesn't isn't wasn't won't can't cannot couldn't
    ain't haven't hasn't hadn't weren't aren't wouldn't shouldn't nunca jam\u00e1s nada nadie sin ni tampoco ning\u00fan ninguna
    n\u00e3o ningu\u00e9m sem nem nenhum nenhuma ne n'est n'a n'y sans aucun aucune gu\u00e8re"""
_BEHIND = {
    "nicht": 3, "kein": 3, "keine": 3, "keinen": 3, "keiner": 3, "keinem": 3, "nie": 3, "nichts": 3, "niemand": 3,
    "ohne": 3, "pas": 1, "jamais": 1, "rien": 1, "personne": 1,
}  # fmt: skip
"""Words that turn around what stands before them, too: so many words of it."""
NOT = frozenset([*_BEFORE.split(), *_BEHIND])
_REACH = 3
_TURNED = -0.6
"""`not good` is less bad than `bad`."""
_PLAIN = 0.1
"""A valence that tells nothing."""
_PAUSE = re.compile(r"[.,;:!?\u2026\u00bf\u00a1()\n]+")
"""A `not` does not reach beyond."""
_SCALE = 2.0
_REMEMBERED = 200_000
_known: dict[str, float] = {}


def valences(words: Sequence[str]) -> list[float]:
    """Valence of each word, in small letters."""
    new = sorted({word for word in words if word not in _known})
    if new:
        if len(_known) + len(new) > _REMEMBERED:
            _known.clear()
            new = sorted({*words})
        _known.update(zip(new, _learn(new), strict=True))
    return [_known[word] for word in words]


def word_rows(texts: Sequence[str]) -> NDArray[Any]:
    """What the words of plain texts add up to, shape (n, WORD_FEATURES)."""
    import numpy as np

    said = [[words_of(part) for part in _PAUSE.split(text)] for text in texts]
    valences([word for parts in said for words in parts for word in words])
    found = np.zeros((len(texts), WORD_FEATURES))
    for place, parts in enumerate(said):
        felt, turned, has_not = _felt(parts)
        if felt:
            found[place] = _sums(felt, turned, has_not=has_not)
    return found * _SCALE


def words_of(text: str) -> list[str]:
    """Words of a text, in small letters."""
    return [word.lower().replace("\u2019", "'") for word in WORD.findall(text)]


def _learn(words: Sequence[str]) -> list[float]:
    table = pulls_of_pieces()
    pieces = [tokenizer().pieces(word) for word in words]
    found = [float(table[ids[0]]) if len(ids) == 1 else 0.0 for ids in pieces]
    rare = [place for place, ids in enumerate(pieces) if len(ids) > 1]
    if rare:
        pulls = pull_of_vectors(embed([words[place] for place in rare]))
        for place, pull in zip(rare, pulls.tolist(), strict=True):
            found[place] = pull
    return found


def _felt(parts: Sequence[Sequence[str]]) -> tuple[list[float], float, bool]:
    """Valences of words where they stand, the sum of those that a `not` turned as if it had not, whether there is one."""
    felt: list[float] = []
    turned, has_not = 0.0, False
    for words in parts:
        alone = [_loaded(_known[word]) for word in words]
        nots = [place for place, word in enumerate(words) if word in NOT]
        reached = {
            place
            for at in nots
            for place in range(at - _BEHIND.get(words[at], 0), at + _REACH + 1)
        }
        for place in nots:
            alone[place] = 0.0
        turned += sum(alone[place] for place in reached if 0 <= place < len(alone))
        felt += [_TURNED * one if n in reached else one for n, one in enumerate(alone)]
        has_not = has_not or bool(nots)
    return felt, turned, has_not


def _loaded(valence: float) -> float:
    return valence - _PLAIN if valence > _PLAIN else min(0.0, valence + _PLAIN)


def _sums(felt: Sequence[float], turned: float, *, has_not: bool) -> tuple[float, ...]:
    glad = [one for one in felt if one > 0]
    upset = [-one for one in felt if one < 0]
    total, n = sum(felt), len(felt)
    return (
        total / (total * total + 1) ** 0.5,
        sum(glad) / n**0.5,
        sum(upset) / n**0.5,
        max(glad, default=0.0),
        max(upset, default=0.0),
        3 * sum(glad) / n,
        3 * sum(upset) / n,
        float(has_not),
        sum(felt[-max(1, n // 2) :]) / 2,
        turned,
    )
