"""The map document: what people own, kept apart from what the data say.

A map file has two parts. The *document* is people's: stages, lanes, touchpoints, cells, their words
and the bindings by which a cell asks the data. The *snapshot* is the answer of one data version to
those bindings: values, states, evidence, quotes, and the reading view made from them. The snapshot
can be thrown away and computed again; the document cannot.

Shaped for several editors at once: collections are keyed by a stable id and sorted by an order key
(a fractional index: a string that always has room between two others), nothing refers to a
position, and a binding that people overrule stays beside their words.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT: Literal["desireline.map/1"] = "desireline.map/1"
EVERYBODY = "*"
"""Persona id of cells that speak of all customers."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)


class CellState(StrEnum):
    """How far a cell can be believed (see docs/explanation/evidence)."""

    ASSUMPTION = "assumption"
    SUPPORTED = "supported"
    VALIDATED = "validated"
    CONTRADICTED = "contradicted"
    STALE = "stale"
    UNMEASURED = "unmeasured"


class LaneKind(StrEnum):
    """What a row of the map tells."""

    GOALS = "goals"
    ACTIONS = "actions"
    THOUGHTS = "thoughts"
    FEELINGS = "feelings"
    NEEDS = "needs"
    CHANNELS = "channels"
    WAITING = "waiting"
    EFFORT = "effort"
    PAINS = "pains"
    DELIGHTS = "delights"
    MOMENTS = "moments"
    METRICS = "metrics"
    DROP_OFF = "drop_off"
    FRONT_STAGE = "front_stage"
    BACK_STAGE = "back_stage"
    SYSTEMS = "systems"
    EMPLOYEES = "employees"
    OPPORTUNITIES = "opportunities"
    OWNERS = "owners"
    TEXT = "text"
    IMAGES = "images"
    NESTED_MAPS = "nested_maps"


# --- the document: people's -----------------------------------------------------------------


class Stage(_Part):
    """A column of the map, in the customer's words."""

    id: str
    order: str
    """Fractional index."""
    title: str
    """The field's noun: Consideration."""
    verb: str
    """What the customer does: I choose."""
    key: str | None = None
    """The stage's name in the data; None for one that people added."""
    pinned: bool = False


class Touchpoint(_Part):
    """A moment in which customer and company meet, or miss each other."""

    id: str
    order: str
    stage: str
    """Stage id."""
    title: str
    channel: str
    key: str | None = None
    """The touchpoint's name in the data; None for one that people declared."""
    owner: str | None = None
    measured: bool = True
    """False: nothing can see it (word of mouth). Drawn hatched."""


class Lane(_Part):
    """A row of the map."""

    id: str
    order: str
    kind: LaneKind
    title: str
    hidden: bool = False


class Binding(_Part):
    """A question that a cell asks the data. Its answer is `snapshot.values[id]`."""

    id: str
    insight: str
    """Name of the insight module."""
    metric: str
    stage: str | None = None
    """Stage name in the data."""
    touchpoint: str | None = None
    """Touchpoint name in the data."""
    target: str | None = None
    """Second touchpoint, for a transition."""


class Claim(_Part):
    """What people's words say in numbers, so that the data can contradict them."""

    binding: str
    """Binding id whose answer the words speak of."""
    low: float | None = None
    high: float | None = None
    """The answer is claimed to lie between the two; None = open on that side."""


class Card(_Part):
    """One note in a cell: a pain, a quote, a delight. Quotes are references, never text."""

    id: str
    order: str
    words: str | None = None
    author: str | None = None
    quote: str | None = None
    """Key of `snapshot.quotes`."""
    binding: str | None = None
    """Binding id."""
    claim: Claim | None = None
    """What the words say in numbers, where a person confirmed what they speak of."""


class Cell(_Part):
    """Stage or touchpoint x lane x persona. People's words stand beside the binding."""

    id: str
    column: str
    """Stage id or touchpoint id."""
    lane: str
    persona: str = EVERYBODY
    words: str | None = None
    author: str | None = None
    bindings: list[str] = Field(default_factory=list)
    """Binding ids, most important first."""
    overruled: bool = False
    """People's words are shown instead of the bound value, which stays to be seen."""
    claim: Claim | None = None
    reviewed: date | None = None
    """When people last looked at their words; None = never since they wrote them."""
    cards: dict[str, Card] = Field(default_factory=dict)


class Action(_Part):
    """Something to do about it, with an owner and a date, or nobody yet."""

    id: str
    order: str
    title: str
    owner: str | None = None
    due: date | None = None
    binding: str | None = None
    suggested: bool = False
    """Proposed by Desireline from an insight; nobody has agreed yet."""
    why: str | None = None
    """The insight behind it, in a sentence."""


class Reference(_Part):
    """Purpose or persona: a name for the data, a title for people."""

    id: str
    title: str


class Period(_Part):
    """The time that the map speaks of, both ends included."""

    start: datetime | None = None
    end: datetime | None = None


class Placement(_Part):
    """Where a map stands among the others."""

    map: str | None = None
    """The map above it; None = at the top."""
    stage: str | None = None
    """The stage of that map which it tells in detail; None = of no single one."""


class Document(_Part):
    """What people own of a map."""

    id: str
    title: str
    goal: str | None = None
    purpose: Reference
    personas: list[Reference] = Field(default_factory=list[Reference])
    period: Period = Field(default_factory=Period)
    state: Literal["past", "present", "projected"] = "present"
    generated_sample: bool = False
    """The company is invented: said wherever the map shows."""
    review_months: int = 6
    reviewed: date | None = None
    """When people looked at the whole of it last; None = never yet."""
    place: Placement | None = None
    """Where people put it; None = nobody has: under the map of the data that has its purpose, else at the top."""
    stages: dict[str, Stage] = Field(default_factory=dict)
    touchpoints: dict[str, Touchpoint] = Field(default_factory=dict)
    lanes: dict[str, Lane] = Field(default_factory=dict)
    cells: dict[str, Cell] = Field(default_factory=dict)
    bindings: dict[str, Binding] = Field(default_factory=dict)
    actions: dict[str, Action] = Field(default_factory=dict)


# --- the snapshot: the data's answer ----------------------------------------------------------


class Alone(_Part):
    """The same number from one source alone, or from one half of the period alone."""

    who: str
    """`source:zendesk`, `period:1`, `period:2`."""
    value: float
    low: float
    high: float
    n: int
    text: str
    """The value with its interval, for people."""


class Value(_Part):
    """The answer to a binding. `value` None: not measured, suppressed or unknown (see `reason`)."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    unit_of_n: str = "customers"
    unit: str | None = None
    """share, s, score, count, or a rating's scale: `stars 1-5`."""
    verdict: Literal["shown", "suggested", "unknown", "refused", "continuum"] = "shown"
    state: CellState
    sources: list[str] = Field(default_factory=list)
    evidence: str | None = None
    reason: str | None = None
    """Why there is no value, or why it says less than it seems to."""
    label: str | None = None
    """What the number is, in at most five words: `typical wait`, `Call-backs never come`."""
    text: str | None = None
    """The value with its unit, formatted for people: `62 %`, `4.1 of 5`, `2 h 10 min`."""
    words: str | None = None
    """The same in a sentence, for screen readers, focus and the annex."""
    suppressed: bool = False
    """Fewer than five customers: neither their number nor their answer is shown."""
    fixed_timer: bool = False
    """A wait that is one constant: a rule of the company, not a pain."""
    alone: list[Alone] = Field(default_factory=list[Alone])
    """What single sources and halves of the period say: whether they agree, and where it goes."""
    rank: int | None = None
    """Place among all pains, or among all delights, of the map; None where it has none."""


class EvidenceRecord(_Part):
    """How to compute a number again."""

    id: str
    insight: str
    method: str
    query: str
    recipe: str
    data_version: int
    period: Period
    sources: list[str]
    n: int
    erased_since: date | None = None
    """Somebody's data were erased since: the number cannot be computed again exactly."""


class QuoteText(_Part):
    """A customer's masked words."""

    text: str
    source: str
    touchpoint: str
    at: date
    feeling: float | None = None


class CurvePoint(_Part):
    """One point of the feeling curve. `value` None: nobody was heard, the line breaks."""

    column: str
    """Touchpoint id, or stage id where touchpoints are too thin."""
    stage: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    state: CellState
    words: str | None = None
    """The point in a sentence, where no cell of the map says it."""


class Curve(_Part):
    """A line beside the feeling curve: one persona's, or how the journey is remembered."""

    id: str
    """`remembered`, or `persona-1`: their place by size."""
    kind: Literal["persona", "remembered"]
    title: str
    """The persona, or the answer about the whole in which it is remembered: `NPS`."""
    points: list[CurvePoint]
    """In the order of the map; the band holds as a whole."""
    words: str
    """What the line is and what stands behind it, in a sentence or two."""
    evidence: str | None = None
    """How to compute it again."""


class RiverPoint(_Part):
    """Share of journeys still here at the end of a stage. None: cannot be seen, hatched."""

    stage: str
    remaining: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    numbered: bool = False
    """Only the two largest exits carry a number."""
    left: float | None = None
    """Share of all journeys that left in this stage."""
    text: str | None = None
    """What a numbered exit says: `26 % leave`."""
    reason: str | None = None
    """Why it cannot be seen."""


class Callout(_Part):
    """One of at most three: worst pain, best delight, deciding moment."""

    kind: Literal["pain", "delight", "moment"]
    title: str
    """At most five words."""
    column: str | None
    """Curve point it belongs to; None for `no single moment decides`."""
    number: str | None
    """One number with its unit, formatted: `score 2.2`."""
    n: int | None
    quote: str | None = None
    """Key of quotes."""
    verdict: Literal["shown", "suggested", "unknown", "refused", "continuum"]
    state: CellState | None = None
    """How it is inked; None where no number stands behind it."""
    level: float | None = None
    """Where it stands on the scale of the curve (-1 to 1) when it is not on the curve itself: what
    those felt whose parcel came late, beside the curve of everybody."""
    words: str | None = None
    """The claim in a sentence with its interval, for focus and screen readers."""


class ReadingTouchpoint(_Part):
    """A channel icon in the row of touchpoints; area is reach."""

    touchpoint: str
    reach: float | None
    labelled: bool
    state: CellState


class ReadingStage(_Part):
    """What the reading view shows of one stage."""

    stage: str
    touchpoints: list[ReadingTouchpoint]
    more: int = 0
    """How many touchpoints stand behind `+6`."""
    more_text: str | None = None
    """`+6`, or `more` where the view already carries twelve numbers."""
    wait_s: float | None = None
    """Median wait before the next stage: a visible gap when long."""
    wait_text: str | None = None
    """The wait for people, on focus: `3 days`."""
    wait_fixed: bool = False
    """The wait is a rule of the company: drawn with straight edges, never as a pain."""


class Reading(_Part):
    """The map in 30 seconds; at most twelve numbers."""

    headline: str
    verdict: Literal["shown", "suggested", "unknown"]
    subtitle: str
    curve: list[CurvePoint]
    river: list[RiverPoint]
    river_label: str
    callouts: list[Callout]
    stages: list[ReadingStage]
    actions: list[str]
    """Action ids, at most three."""
    next_measure: str | None = None
    """What to measure next, when the evidence is thin."""
    story: list[str] = Field(default_factory=list)
    """The whole view in sentences, in reading order: what a screen reader says."""


class Coverage(_Part):
    """How much of the customers the map can see."""

    customers: int
    journeys: int
    events: int
    heard: Value | None = None
    sources: dict[str, int] = Field(default_factory=dict)
    """Events per source."""
    channels: dict[str, bool] = Field(default_factory=dict)
    """Every channel on the map, and whether anything measures it."""


class Snapshot(_Part):
    """Resolved values of one data version. Reproducible: no clock is read."""

    data_version: int
    recipe: str
    newest_event: datetime | None
    coverage: Coverage
    values: dict[str, Value] = Field(default_factory=dict)
    """Binding id -> answer."""
    cell_states: dict[str, CellState] = Field(default_factory=dict)
    """Cell id -> state."""
    card_states: dict[str, CellState] = Field(default_factory=dict)
    """Card id -> state, of cards whose words claim something."""
    quotes: dict[str, QuoteText] = Field(default_factory=dict)
    evidence: dict[str, EvidenceRecord] = Field(default_factory=dict)
    suppressed_groups: int = 0
    """How many rows stay hidden because fewer than five customers stand behind them."""
    notices: list[str] = Field(default_factory=list)
    """What a reader must know of the data as a whole: hidden groups, sources that are missing."""
    curves: list[Curve] = Field(default_factory=list[Curve])
    """Beside the feeling curve: personas', and the remembered one."""
    reading: Reading


class MapFile(_Part):
    """A map as a file: `.journey.json`."""

    format: Literal["desireline.map/1"] = FORMAT
    document: Document
    snapshot: Snapshot
