"""What a card claims, in numbers that data can contradict.

In: the lane of a card and its words.  Out: a metric and a range, or None where no number of the data speaks of it. Debatable,
and said on the map: a pain claims that customers are not glad there, a delight that they are not upset, an action that at least
one journey in twenty comes there. A share in the words (`80 % give up`) claims that share, ten points either way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desireline.maps.model import LaneKind

LEAST_REACH = 0.05
_EITHER_WAY = 0.1
_NEUTRAL = 0.0
_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s?%")
_SCALE = re.compile(r"^\s*([+\-\u2212]\s?[0-5])\s*$")
"""A number with a sign: one without may stand on a scale that begins at 1."""
_GLAD = re.compile(r"😀|😃|😄|😊|🙂|😍|👍|\b(glad|happy|delighted|satisfied|relieved|excited|proud|froh|zufrieden|glücklich|begeistert)", re.IGNORECASE)  # fmt: skip
_UPSET = re.compile(r"😠|😡|🙁|☹|😞|😢|😟|👎|\b(upset|angry|frustrated|annoyed|sad|anxious|worried|confused|disappointed|verärgert|frustriert|enttäuscht|wütend|unsicher)", re.IGNORECASE)  # fmt: skip
SPEAKING = frozenset(
    {
        LaneKind.PAINS, LaneKind.DELIGHTS, LaneKind.ACTIONS, LaneKind.CHANNELS,
        LaneKind.DROP_OFF, LaneKind.MOMENTS, LaneKind.TEXT, LaneKind.THOUGHTS,
    }
)  # fmt: skip
"""Lanes whose cards data may speak of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A metric of a touchpoint and the range that the words claim for it."""

    metric: str
    low: float | None = None
    high: float | None = None


def claimed(kind: LaneKind, words: str) -> Said:
    """What a matched card says of its touchpoint."""
    share = _SHARE.search(words)
    if share is not None:
        p = min(float(share[1].replace(",", ".")) / 100, 1.0)
        metric = "exit" if kind in {LaneKind.DROP_OFF, LaneKind.PAINS} else "reach"
        return Said(metric=metric, low=max(0.0, p - _EITHER_WAY), high=min(1.0, p + _EITHER_WAY))
    if kind is LaneKind.PAINS:
        return Said(metric="feeling", high=_NEUTRAL)
    if kind is LaneKind.DELIGHTS:
        return Said(metric="feeling", low=_NEUTRAL)
    if kind is LaneKind.THOUGHTS:
        side = _side(words)
        if side:
            return Said(
                metric="feeling",
                low=_NEUTRAL if side > 0 else None,
                high=_NEUTRAL if side < 0 else None,
            )
    return Said(metric="reach", low=LEAST_REACH)


def _side(words: str) -> int:
    """1 glad, -1 upset, 0 neither: by a number on a scale around zero, a face, or a plain word."""
    number = _SCALE.match(words)
    if number is not None:
        value = float(number[1].replace("\u2212", "-").replace(" ", ""))
        return (value > 0) - (value < 0)
    return bool(_GLAD.search(words)) - bool(_UPSET.search(words))
