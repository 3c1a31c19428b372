"""The first draft of a map: what people get before they have touched anything.

In: findings and facts. Out: a `Document` whose cells ask the data (bindings) and whose people lanes
(goals, needs, owners) are empty for people to fill. Nothing is written in people's place.

Two debatable choices. Stages are the data's, folded to seven by joining the rarest to its neighbour,
because a board reads no eighth. At most 28 touchpoints are drawn: each stage's first, then those that
the leading claims speak of, where customers were heard, that most journeys pass; the rest is counted
in a notice, not silently gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desireline.insights import SMALLEST_GROUP, Insight, Quote, Verdict
from desireline.maps import names
from desireline.maps.facts import Facts, StageFact, TouchpointFact
from desireline.maps.findings import Findings
from desireline.maps.model import (
    EVERYBODY,
    Binding,
    Card,
    Cell,
    Document,
    Lane,
    LaneKind,
    Period,
    Reference,
    Stage,
    Touchpoint,
)
from desireline.maps.order import spread
from desireline.maps.states import ENOUGH
from desireline.maps.suggest import PAINS, is_long, suggest
from desireline.maps.words import title_of

MOST_STAGES = 7
MOST_TOUCHPOINTS = 28
MOST_PER_STAGE = 8
MOST_WAITS = 3
MOST_CLAIMS = 10
CARDS_PER_STAGE = 4
QUOTES_PER_STAGE = 2

LANES: tuple[tuple[LaneKind, str], ...] = (
    (LaneKind.GOALS, "What I want"),
    (LaneKind.ACTIONS, "What I do"),
    (LaneKind.CHANNELS, "Where"),
    (LaneKind.FEELINGS, "How I feel"),
    (LaneKind.THOUGHTS, "What I say"),
    (LaneKind.NEEDS, "What I need"),
    (LaneKind.WAITING, "How long I wait"),
    (LaneKind.PAINS, "What hurts"),
    (LaneKind.DELIGHTS, "What delights"),
    (LaneKind.DROP_OFF, "Who leaves"),
    (LaneKind.METRICS, "Numbers"),
    (LaneKind.EFFORT, "The stage in all"),
    (LaneKind.OWNERS, "Owners"),
    (LaneKind.OPPORTUNITIES, "Opportunities"),
)
_DISCOVERY = (
    "discover",
    "awareness",
    "aware",
    "discovery",
    "look around",
    "look_around",
    "explore",
)
_PAINS = (*PAINS, "potential_pain")
_DELIGHTS = ("delight",)
_MOMENTS = ("moment", "point_of_no_return")
ASKING = ("survey", "review")
"""Channels in which the company asks later: nobody waits for that."""
SMALLEST_EXCESS = 0.01
"""Exits less than a point above the usual are no card on the map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of the map: stages in order, and the touchpoints drawn in each."""

    stages: tuple[StageFact, ...]
    touchpoints: dict[str, tuple[TouchpointFact, ...]]
    """Stage name -> touchpoints by mean position."""
    left_out: int

    @property
    def drawn(self) -> Iterable[TouchpointFact]:
        """Every touchpoint drawn, stage by stage."""
        return (spot for stage in self.stages for spot in self.touchpoints[stage.name])


def draft(findings: Findings, facts: Facts) -> Document:
    """Draw a map for the first time."""
    columns = choose_columns(findings, facts)
    document = Document(
        id=f"map-{names.slug(facts.purpose)}",
        title=facts.purpose_title,
        goal=facts.goal,
        purpose=Reference(id=facts.purpose, title=facts.purpose_title),
        personas=[Reference(id=EVERYBODY, title="Everybody")],
        period=Period(start=facts.period_start, end=facts.period_end),
        generated_sample=facts.generated_sample,
        stages=_stages(columns),
        touchpoints=_touchpoints(columns),
        lanes=_lanes(),
    )
    for stage in columns.stages:
        _fill_stage(document, stage, columns.touchpoints[stage.name], findings)
    for action in suggest(findings, facts):
        document.actions[action.id] = action
    return document


# --- columns ----------------------------------------------------------------------------------


def choose_columns(findings: Findings, facts: Facts) -> Columns:
    """Decide which stages and touchpoints are drawn."""
    claimed = leading_claims(findings)
    ranked = sorted(
        facts.touchpoints, key=lambda spot: (-_weight(spot, findings, claimed), spot.name)
    )
    stages, spots = _fold(list(facts.stages), ranked)
    chosen: dict[str, list[TouchpointFact]] = {stage.name: [] for stage in stages}
    firsts = {spot.stage: spot for spot in reversed(spots)}
    total = 0
    for spot in [*firsts.values(), *spots]:
        here = chosen[spot.stage]
        if spot in here or len(here) >= MOST_PER_STAGE or total >= MOST_TOUCHPOINTS:
            continue
        here.append(spot)
        total += 1
    return Columns(
        stages=tuple(stages),
        touchpoints={
            stage.name: tuple(
                sorted(chosen[stage.name], key=lambda spot: (spot.position, spot.name))
            )
            for stage in stages
        },
        left_out=len(facts.touchpoints) - total,
    )


def leading_claims(findings: Findings) -> set[str]:
    """Touchpoints that the first claims of each kind speak of."""
    told: set[str] = set()
    for kinds in (PAINS, _DELIGHTS, _MOMENTS):
        claims = [insight for insight in findings.of_kind(*kinds) if may_be_said(insight)]
        places = [insight.touchpoint for insight in claims if insight.touchpoint is not None]
        told |= set(list(dict.fromkeys(places))[:MOST_CLAIMS])
    waits = [one for one in findings.surest("wait") if is_long(findings, one) and one.touchpoint]
    return told | {one.touchpoint for one in waits[:MOST_WAITS] if one.touchpoint}


def may_be_said(insight: Insight) -> bool:
    """Whether a claim carries far enough to stand on a map at all."""
    return insight.verdict in {Verdict.SHOWN, Verdict.SUGGESTED}


def _weight(spot: TouchpointFact, findings: Findings, claimed: set[str]) -> float:
    """Claims before voices before reach; what must not be shown comes last."""
    measure = findings.touchpoints.get(spot.name)
    if measure is None or measure.customers is None or measure.reach is None:
        return -1.0
    heard = measure.feeling is not None and measure.feeling.n >= ENOUGH
    return measure.reach.value + (2.0 if spot.name in claimed else 0.0) + (0.3 if heard else 0.0)


def _fold(
    stages: list[StageFact], spots: Sequence[TouchpointFact]
) -> tuple[list[StageFact], list[TouchpointFact]]:
    """Join the stage with the fewest steps to its smaller neighbour until at most seven remain."""
    spots = list(spots)
    used = {spot.stage for spot in spots}
    stages = [stage for stage in stages if stage.name in used]
    steps = {stage.name: sum(s.steps for s in spots if s.stage == stage.name) for stage in stages}
    while len(stages) > MOST_STAGES:
        rare = min(range(len(stages)), key=lambda index: (steps[stages[index].name], index))
        near = [index for index in (rare - 1, rare + 1) if 0 <= index < len(stages)]
        into = min(near, key=lambda index: steps[stages[index].name])
        gone, kept = stages[rare], stages[into]
        spots = [replace(s, stage=kept.name) if s.stage == gone.name else s for s in spots]
        steps[kept.name] += steps[gone.name]
        del stages[rare]
    return stages, spots


def _stages(columns: Columns) -> dict[str, Stage]:
    keys = spread(len(columns.stages))
    stages = (
        Stage(
            id=names.stage_id(fact.name),
            order=order,
            title=fact.title,
            verb=fact.verb,
            key=fact.name,
        )
        for fact, order in zip(columns.stages, keys, strict=True)
    )
    return {stage.id: stage for stage in stages}


def _touchpoints(columns: Columns) -> dict[str, Touchpoint]:
    drawn = list(columns.drawn)
    first = columns.stages[0] if columns.stages else None
    blind = first is not None and first.name.lower() in _DISCOVERY
    keys = spread(len(drawn) + (1 if blind else 0))
    spots: list[Touchpoint] = []
    if blind and first is not None:
        spots.append(_word_of_mouth(first, keys.pop(0)))
    spots += [
        Touchpoint(
            id=names.touchpoint_id(fact.name),
            order=order,
            stage=names.stage_id(fact.stage),
            title=title_of(fact.name),
            channel=fact.channel,
            key=fact.name,
        )
        for fact, order in zip(drawn, keys, strict=True)
    ]
    return {spot.id: spot for spot in spots}


def _word_of_mouth(stage: StageFact, order: str) -> Touchpoint:
    """The touchpoint that every company has and no system sees."""
    return Touchpoint(
        id="tp-word-of-mouth",
        order=order,
        stage=names.stage_id(stage.name),
        title="Friends, word of mouth",
        channel="word of mouth",
        measured=False,
    )


def _lanes() -> dict[str, Lane]:
    keys = spread(len(LANES))
    lanes = (
        Lane(id=names.lane_id(kind.value), order=order, kind=kind, title=title)
        for (kind, title), order in zip(LANES, keys, strict=True)
    )
    return {lane.id: lane for lane in lanes}


# --- cells ------------------------------------------------------------------------------------


def _fill_stage(
    document: Document, stage: StageFact, spots: Sequence[TouchpointFact], findings: Findings
) -> None:
    column = names.stage_id(stage.name)
    for kind in (LaneKind.GOALS, LaneKind.NEEDS, LaneKind.OWNERS, LaneKind.OPPORTUNITIES):
        _cell(document, kind, column)
    reach = [_bind(document, findings, "reach", spot, stage) for spot in spots]
    _cell(document, LaneKind.ACTIONS, column, bindings=reach)
    _cell(document, LaneKind.THOUGHTS, column, cards=_said(spots, findings))
    _cell(document, LaneKind.WAITING, column, bindings=_waits(document, stage, spots, findings))
    for kind, kinds in ((LaneKind.PAINS, _PAINS), (LaneKind.DELIGHTS, _DELIGHTS)):
        cards = _claims(document, stage, spots, findings, kinds)
        _cell(document, kind, column, cards=cards)
    for metric in ("reached", "remaining", "duration", "heard", "feeling"):
        _bind_stage(document, findings, metric, stage)
    whole = [names.binding_id(metric, column) for metric in ("reached", "duration", "heard")]
    _cell(document, LaneKind.EFFORT, column, bindings=whole)
    for spot in spots:
        _fill_touchpoint(document, spot, stage, findings)


def _fill_touchpoint(
    document: Document, spot: TouchpointFact, stage: StageFact, findings: Findings
) -> None:
    column = names.touchpoint_id(spot.name)
    reach = names.binding_id("reach", column)
    _cell(document, LaneKind.CHANNELS, column, bindings=[reach])
    feeling = _bind(document, findings, "feeling", spot, stage)
    _cell(document, LaneKind.FEELINGS, column, bindings=[feeling])
    numbers = [reach, _bind(document, findings, "rating", spot, stage)]
    measure = findings.touchpoints.get(spot.name)
    if measure is not None and measure.queue_median_s is not None:
        numbers.append(_bind(document, findings, "queue", spot, stage))
    _cell(document, LaneKind.METRICS, column, bindings=numbers)
    leave = _bind(document, findings, "exit", spot, stage)
    _cell(document, LaneKind.DROP_OFF, column, bindings=[leave])


def _cell(
    document: Document,
    kind: LaneKind,
    column: str,
    *,
    bindings: Sequence[str] = (),
    cards: dict[str, Card] | None = None,
) -> None:
    lane = names.lane_id(kind.value)
    name = names.cell_id(lane, column)
    document.cells[name] = Cell(
        id=name, column=column, lane=lane, bindings=list(bindings), cards=cards or {}
    )


def _bind(
    document: Document, findings: Findings, metric: str, spot: TouchpointFact, stage: StageFact
) -> str:
    measure = findings.touchpoints.get(spot.name)
    evidence = measure.evidence.get(metric) if measure is not None else None
    name = names.binding_id(metric, names.touchpoint_id(spot.name))
    document.bindings[name] = Binding(
        id=name,
        insight=findings.made_by(evidence, metric),
        metric=metric,
        stage=stage.name,
        touchpoint=spot.name,
    )
    return name


def _bind_stage(document: Document, findings: Findings, metric: str, stage: StageFact) -> None:
    measure = findings.stages.get(stage.name)
    evidence = measure.evidence.get(metric) if measure is not None else None
    name = names.binding_id(metric, names.stage_id(stage.name))
    maker = findings.made_by(evidence, metric)
    document.bindings[name] = Binding(id=name, insight=maker, metric=metric, stage=stage.name)


def _waits(
    document: Document, stage: StageFact, spots: Sequence[TouchpointFact], findings: Findings
) -> list[str]:
    """The longest waits onward that begin in this stage, of the moves that most share."""
    here = {spot.name for spot in spots}
    ordered = sorted(document.touchpoints.values(), key=lambda spot: spot.order)
    place = {spot.key: number for number, spot in enumerate(ordered) if spot.key}
    asked = {spot.key for spot in ordered if spot.channel in ASKING}
    moves = [
        move
        for (source, target), move in findings.waits.items()
        if source in here
        and move.customers >= SMALLEST_GROUP
        and place.get(source, 0) < place.get(target, -1)
        and target not in asked
    ]
    many = [move for move in moves if move.customers >= ENOUGH]
    busiest = sorted(many or moves, key=lambda move: (-move.n, move.source, move.target))[
        : 3 * MOST_WAITS
    ]
    longest = sorted(busiest, key=lambda move: (-move.median.value, move.source, move.target))
    bound: list[str] = []
    for move in longest[:MOST_WAITS]:
        name = names.binding_id("wait", names.touchpoint_id(move.source), move.target)
        document.bindings[name] = Binding(
            id=name,
            insight=findings.made_by(move.evidence, "waits"),
            metric="wait",
            stage=stage.name,
            touchpoint=move.source,
            target=move.target,
        )
        bound.append(name)
    return bound


def _said(spots: Sequence[TouchpointFact], findings: Findings) -> dict[str, Card]:
    """A few quotes of the stage: the strongest feelings, unlike each other."""
    here = {spot.name for spot in spots}
    quotes = [quote for quote in findings.quotes if quote.touchpoint in here]
    quotes.sort(key=lambda quote: (-abs(quote.feeling or 0.0), quote.id))
    chosen: list[Quote] = []
    for quote in quotes:
        if len(chosen) < QUOTES_PER_STAGE and not any(_alike(quote, other) for other in chosen):
            chosen.append(quote)
    cards = (
        Card(id=f"k-q-{quote.id}", order=order, quote=quote.id)
        for quote, order in zip(chosen, spread(len(chosen)), strict=True)
    )
    return {card.id: card for card in cards}


def _alike(one: Quote, other: Quote) -> bool:
    """Whether two quotes share half of their words, or place and side of feeling."""
    words, others = (set(quote.text_masked.lower().split()) for quote in (one, other))
    same_side = ((one.feeling or 0) < 0) == ((other.feeling or 0) < 0)
    return (one.touchpoint == other.touchpoint and same_side) or (
        2 * len(words & others) > min(len(words), len(others))
    )


def _claims(
    document: Document,
    stage: StageFact,
    spots: Sequence[TouchpointFact],
    findings: Findings,
    kinds: tuple[str, ...],
) -> dict[str, Card]:
    """Cards for what hurts or delights here, in the rank of the insights."""
    here = {spot.name for spot in spots}
    cards: dict[tuple[str, str | None], Card] = {}
    for insight in findings.of_kind(*kinds):
        place = insight.touchpoint
        if place not in here or not may_be_said(insight) or len(cards) >= CARDS_PER_STAGE:
            continue
        same = (place, insight.condition if insight.kind == "pain" else insight.kind)
        slight = insight.kind == "drop_off" and (insight.value or 0.0) < SMALLEST_EXCESS
        if same not in cards and not slight:
            name = _bind_claim(document, stage, findings, insight, place)
            cards[same] = Card(id=f"k-{name}", order="", binding=name)
    for card, order in zip(cards.values(), spread(len(cards)), strict=True):
        card.order = order
    return {card.id: card for card in cards.values()}


def _bind_claim(
    document: Document, stage: StageFact, findings: Findings, insight: Insight, place: str
) -> str:
    what = "-".join(filter(None, (insight.kind, insight.metric, insight.condition)))
    name = names.binding_id(names.slug(what), names.touchpoint_id(place))
    document.bindings[name] = Binding(
        id=name,
        insight=findings.made_by(insight.evidence, insight.kind),
        metric=f"{insight.kind}:{insight.metric or ''}:{insight.condition or ''}",
        stage=stage.name,
        touchpoint=place,
    )
    return name
