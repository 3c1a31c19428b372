"""Which touchpoint of the data a card speaks of: proposed with a score, confirmed by a person.

In: a map of assumptions and the touchpoints of the data.  Out: a `Match` for every card and touchpoint that data could speak
of. Likeness is of meaning (sentence vectors, across languages) or of words, whichever is greater; below a threshold nothing
is proposed, because a wrong match makes a wrong verdict that looks measured.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.language import embed
from desireline.maps.facts import gather
from desireline.maps.model import Card, Document
from desireline.maps.words import title_of
from desireline.maps.workshop.claiming import SPEAKING

if TYPE_CHECKING:
    import numpy as np

    from desireline.journeys import JourneyData, Purpose

PROPOSED = 0.45
"""Likeness from which a match is proposed."""
_OFFERED = 0.2
_MOST = 5
_WORD = re.compile(r"[^\W\d_]{3,}")
_Embed = Callable[[Sequence[str]], "np.ndarray"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A touchpoint of the data."""

    key: str
    stage: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A touchpoint that a card may speak of."""

    touchpoint: str
    title: str
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One card or touchpoint of the map, and what it may be in the data."""

    part: str
    """Id of the card or touchpoint."""
    kind: str
    """`card` or `touchpoint`."""
    stage: str
    lane: str
    words: str
    candidates: tuple[Candidate, ...]
    proposed: str | None
    """The likeliest touchpoint, where it is like enough."""
    matched: str | None
    """What a person confirmed."""


def spots_of(data: JourneyData, purpose: Purpose) -> list[Spot]:
    """The touchpoints of a purpose, as the data have them."""
    return [
        Spot(key=spot.name, stage=spot.stage, channel=spot.channel)
        for spot in gather(data, purpose).touchpoints
    ]


def propose(document: Document, spots: Sequence[Spot], *, vectors: _Embed = embed) -> list[Match]:
    """Say what every part that data could speak of may be, in the order of the map."""
    asked = _parts(document)
    if not asked or not spots:
        return [_match(part, [], None) for part in asked]
    titles = [title_of(spot.key) for spot in spots]
    told = vectors([part.words for part in asked])
    known = vectors(titles)
    alike = told @ known.T
    found: list[Match] = []
    for number, part in enumerate(asked):
        scores = [
            (max(float(alike[number, i]), _shared(part.words, title)), i)
            for i, title in enumerate(titles)
        ]
        # of two that are said in full, the longer name says more
        scores.sort(key=lambda pair: (-pair[0], -len(titles[pair[1]]), spots[pair[1]].key))
        candidates = [
            Candidate(touchpoint=spots[i].key, title=titles[i], likeness=round(score, 3))
            for score, i in scores[:_MOST]
            if score >= _OFFERED
        ]
        best = candidates[0] if candidates and candidates[0].likeness >= PROPOSED else None
        found.append(_match(part, candidates, None if best is None else best.touchpoint))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    id: str
    kind: str
    stage: str
    lane: str
    words: str
    matched: str | None


def _parts(document: Document) -> list[_Part]:
    """Touchpoints that people drew, and cards of lanes that data can speak of."""
    stages = sorted(document.stages.values(), key=lambda stage: stage.order)
    found: list[_Part] = []
    for stage in stages:
        spots = sorted(document.touchpoints.values(), key=lambda spot: spot.order)
        found += [
            _Part(
                id=spot.id, kind="touchpoint", stage=stage.verb, lane="", words=spot.title,
                matched=spot.key,
            )
            for spot in spots
            if spot.stage == stage.id and spot.id.startswith("tp-own-")
        ]  # fmt: skip
        lanes = sorted(document.lanes.values(), key=lambda lane: lane.order)
        for lane in lanes:
            if lane.kind in SPEAKING:
                cards = _cards(document, stage.id, lane.id)
                found += [_card(document, card, stage.verb, lane.title) for card in cards]
    return found


def _cards(document: Document, column: str, lane: str) -> list[Card]:
    cards = [
        card
        for cell in document.cells.values()
        if cell.column == column and cell.lane == lane
        for card in cell.cards.values()
        if card.words
    ]
    return sorted(cards, key=lambda card: card.order)


def _card(document: Document, card: Card, stage: str, lane: str) -> _Part:
    bound = document.bindings.get(card.binding or "")
    return _Part(
        id=card.id, kind="card", stage=stage, lane=lane, words=card.words or "",
        matched=bound.touchpoint if bound is not None else None,
    )  # fmt: skip


def _match(part: _Part, candidates: list[Candidate], proposed: str | None) -> Match:
    return Match(
        part=part.id, kind=part.kind, stage=part.stage, lane=part.lane, words=part.words,
        candidates=tuple(candidates), proposed=proposed, matched=part.matched,
    )  # fmt: skip


def _shared(one: str, other: str) -> float:
    """Share of the touchpoint's words that the card says, by their beginnings."""
    said = {_stem(word) for word in _WORD.findall(one)}
    named = {_stem(word) for word in _WORD.findall(other)}
    return len(said & named) / len(named) if named else 0.0


def _stem(word: str) -> str:
    return word.casefold()[:5]
