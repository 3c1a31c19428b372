"""A board: stages, lanes, and the cards that people put there. Nothing in it is known from data.

In: names as people wrote them.  Out: a `Board` in the words of the map. The lane of a name is found by its words, in the
languages that workshops mostly use; a name that says nothing becomes a lane of free text, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from desireline.maps.model import LaneKind

_LANES: tuple[tuple[LaneKind, str], ...] = (
    (LaneKind.PAINS, r"pain|problem|frustrat|barrier|friction|hurt|schmerz|hürde|ärger"),
    (LaneKind.DELIGHTS, r"delight|gain|joy|highlight|positiv|wow|freude|freut|erfreu|begeister"),
    # what people believe of feelings is said in words: the lane of feelings is the data's curve
    (LaneKind.THOUGHTS, r"feel|emotion|mood|satisfaction|sentiment|gefühl|fühl|stimmung|emoti"),
    (LaneKind.THOUGHTS, r"think|thought|say|quote|gedank|zitat|denk|sagt"),
    (LaneKind.GOALS, r"goal|want|objective|job|ziel|motiv|was ich will"),
    (LaneKind.NEEDS, r"need|expect|bedürf|erwart|brauch"),
    (LaneKind.CHANNELS, r"channel|kanal|kanäle|where"),
    (LaneKind.WAITING, r"wait|duration|time|dauer|wart"),
    (LaneKind.OPPORTUNITIES, r"opportunit|idea|solution|improve|chance|idee|lösung"),
    (LaneKind.OWNERS, r"owner|responsib|team|verantwort|zuständig"),
    (LaneKind.FRONT_STAGE, r"front ?-?stage|line of visib|vorderbühne"),
    (LaneKind.BACK_STAGE, r"back ?-?stage|behind|process|prozess|hinterbühne|hinter den kulissen"),
    (LaneKind.SYSTEMS, r"system|tool|technolog|it\b"),
    (LaneKind.EMPLOYEES, r"employee|staff|mitarbeit"),
    (LaneKind.MOMENTS, r"moment"),
    (LaneKind.METRICS, r"metric|kpi|measure|kennzahl"),
    (LaneKind.DROP_OFF, r"drop|exit|leave|abbruch|abspr"),
    (LaneKind.ACTIONS, r"action|activit|step|do(es|ing)?\b|what i do|was ich tue|task|touch ?-?point|handl|aktivit|schritt|kontakt|interact"),
)  # fmt: skip
_STEPS = re.compile(r"touch ?-?point|kontaktpunkt|^steps?$|^schritte?$|interaction", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCard:
    """One note: where it hung and what it says."""

    stage: int
    """Place of its stage in the board."""
    lane: str
    """Name of its lane, as people wrote it."""
    words: str
    author: str | None = None


@dataclass(slots=True, kw_only=True)
class Board:
    """What a workshop made."""

    title: str
    stages: list[str]
    cards: list[BoardCard] = field(default_factory=list[BoardCard])
    goal: str | None = None
    verbs: list[str] = field(default_factory=list[str])
    """What the customer does, by stage; the stages' own names where it is empty."""
    channels: dict[str, str] = field(default_factory=dict[str, str])
    """Channel of a touchpoint, by its words, where the board says it."""

    empty: list[str] = field(default_factory=list[str])
    """Lanes that stand there before anybody hung a card."""

    @property
    def lanes(self) -> list[str]:
        """Names of the lanes, in the order in which cards name them, then those that are empty."""
        return list(dict.fromkeys([*(card.lane for card in self.cards), *self.empty]))


def kind_of(lane: str) -> LaneKind:
    """What a lane tells, by its name."""
    said = lane.casefold().strip()
    for kind, pattern in _LANES:
        if said == kind.value or re.search(rf"\b(?:{pattern})", said):
            return kind
    return LaneKind.TEXT


def names_touchpoints(lane: str) -> bool:
    """Whether the cards of a lane are touchpoints themselves: columns of the map."""
    return bool(_STEPS.search(lane.strip()))
