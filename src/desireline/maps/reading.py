"""The reading view: a map understood in 30 seconds, with at most twelve numbers.

In: a document, its answers, the findings. Out: headline, curve, river, three callouts, one row of
touchpoints, three actions, and the whole in sentences for those who listen.

Two debatable choices. The curve is drawn through touchpoints whose feeling is supported, the leading
claims before the most heard, and falls back to the stage where none is. And numbers are a budget:
headline and callouts come first, then the river's exits, then how many touchpoints are folded away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desireline.insights import NEUTRAL, Insight, Quote, TouchpointMeasure, Verdict
from desireline.maps import names, states, words
from desireline.maps.band import point_of, widen
from desireline.maps.draft import ASKING, may_be_said
from desireline.maps.findings import find_condition
from desireline.maps.headline import Headline, headline, next_measure
from desireline.maps.model import (
    Callout,
    CellState,
    CurvePoint,
    Reading,
    ReadingStage,
    ReadingTouchpoint,
    RiverPoint,
    Stage,
    Touchpoint,
    Value,
)
from desireline.maps.resolve import Context, claim_text, claim_title

MOST_NUMBERS = 12
LABELLED = 3
MOST_POINTS = 4
"""Points of the curve per stage."""
MOST_CLAIMED = 3
SMALLEST_EXIT = 0.01
QUOTE_LENGTH = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the view is made from, in reading order."""

    context: Context
    answers: dict[str, Value]
    stages: tuple[Stage, ...]
    spots: dict[str, tuple[Touchpoint, ...]]
    """Stage id -> touchpoints in order."""

    def answer(self, metric: str, column: str) -> Value | None:
        """Answer to a question of the draft, by what it asks and where."""
        return self.answers.get(names.binding_id(metric, column))

    def column(self, touchpoint: str | None) -> str | None:
        """Column of a touchpoint of the data, where it is drawn."""
        for spots in self.spots.values():
            for spot in spots:
                if spot.key is not None and spot.key == touchpoint:
                    return spot.id
        return None


def reading(context: Context, answers: dict[str, Value]) -> Reading:
    """Make the reading view."""
    parts = _parts(context, answers)
    first = headline(context)
    callouts = _callouts(parts, first)
    called = {callout.column for callout in callouts}
    loud = called | _claimed(parts)
    stages = [_stage(parts, stage, called, loud) for stage in parts.stages]
    actions = sorted(context.document.actions.values(), key=lambda action: action.order)[:3]
    view = Reading(
        headline=first.text,
        verdict=first.verdict,
        subtitle=_subtitle(context),
        curve=_curve(parts, loud),
        river=_river(parts),
        river_label="still here",
        callouts=callouts,
        stages=stages,
        actions=[action.id for action in actions],
        next_measure=_next(context),
    )
    view = _within_budget(view, first)
    view.story = story(view, parts)
    return view


def _next(context: Context) -> str | None:
    """The next thing to measure, as a sentence of its own."""
    ask = next_measure(context.findings, context.facts)
    return None if ask is None else f"{ask[0].upper()}{ask[1:]}: nobody says how it is there."


def _parts(context: Context, answers: dict[str, Value]) -> Parts:
    document = context.document
    stages = tuple(sorted(document.stages.values(), key=lambda stage: (stage.order, stage.id)))
    ordered = sorted(document.touchpoints.values(), key=lambda spot: (spot.order, spot.id))
    spots = {
        stage.id: tuple(spot for spot in ordered if spot.stage == stage.id) for stage in stages
    }
    return Parts(context=context, answers=answers, stages=stages, spots=spots)


def _subtitle(context: Context) -> str:
    facts = context.facts
    heard = "nobody heard"
    measure = context.findings.coverage
    if measure is not None and measure.heard is not None and measure.heard.value > 0:
        heard = f"{words.share(measure.heard.value)} of customers heard"
    size = f"{words.count(facts.journeys)} journey{'' if facts.journeys == 1 else 's'}"
    if facts.customers < states.SMALLEST_GROUP:
        size, heard = "fewer than five customers", "nothing is shown of them"
    if facts.events == 0:
        return (
            f"{context.document.purpose.title} \u00b7 no data yet: all of it is what people assume"
        )
    who = ", ".join(persona.title for persona in context.document.personas) or "Everybody"
    span = words.period(context.document.period.start, context.document.period.end)
    return f"{who} \u00b7 {context.document.purpose.title} \u00b7 {size}, {heard} \u00b7 {span}"


# --- curve and river ----------------------------------------------------------------------------


def _curve(parts: Parts, loud: set[str | None]) -> list[CurvePoint]:
    points: list[CurvePoint] = []
    for stage in parts.stages:
        points += _points(parts, stage, loud) or [_stage_point(parts, stage)]
    return widen(points)


def _claimed(parts: Parts) -> set[str | None]:
    """Columns of the first pains and delights: a curve must not smooth away what hurts most."""
    findings = parts.context.findings
    claims = [*findings.surest("pain")[:MOST_CLAIMED], *findings.surest("delight")[:MOST_CLAIMED]]
    return {parts.column(insight.touchpoint) for insight in claims}


def _points(parts: Parts, stage: Stage, loud: set[str | None]) -> list[CurvePoint]:
    """The stage's touchpoints that enough were heard at; the most heard where there are many."""
    known: list[tuple[Touchpoint, Value]] = []
    for spot in parts.spots[stage.id]:
        value = parts.answer("feeling", spot.id)
        if value is not None and value.value is not None and value.n is not None:
            carries = value.state not in {CellState.ASSUMPTION, CellState.UNMEASURED}
            if carries or spot.id in loud:
                known.append((spot, value))
    heard = sorted(known, key=lambda pair: (pair[0].id not in loud, -(pair[1].n or 0), pair[0].id))
    kept = {spot.id for spot, _ in heard[:MOST_POINTS]}
    return [point_of(spot.id, stage.id, value) for spot, value in known if spot.id in kept]


def _stage_point(parts: Parts, stage: Stage) -> CurvePoint:
    value = parts.answer("feeling", stage.id)
    if value is None or value.value is None:
        state = CellState.UNMEASURED if value is None else value.state
        return CurvePoint(column=stage.id, stage=stage.id, value=None, state=state)
    return point_of(stage.id, stage.id, value)


def _river(parts: Parts) -> list[RiverPoint]:
    points: list[RiverPoint] = []
    before = 1.0
    for stage in parts.stages:
        value = parts.answer("remaining", stage.id)
        if value is None or value.value is None:
            reason = "cannot be seen" if value is None else value.reason
            points.append(RiverPoint(stage=stage.id, remaining=None, reason=reason))
            continue
        left = max(before - value.value, 0.0)
        before = value.value
        points.append(
            RiverPoint(
                stage=stage.id,
                remaining=value.value,
                low=value.low,
                high=value.high,
                n=value.n or 0,
                left=left,
            )
        )
    exits = [point for point in points if (point.left or 0.0) >= SMALLEST_EXIT]
    for point in sorted(exits, key=lambda point: -(point.left or 0.0))[:2]:
        point.numbered = True
        point.text = f"{words.share(point.left or 0.0)} leave"
    return points


# --- callouts -----------------------------------------------------------------------------------

_MOMENT_KINDS = ("moment", "point_of_no_return")


def _callouts(parts: Parts, first: Headline) -> list[Callout]:
    felt = _claim_for(parts, ("pain",), first.insight)
    worst = felt or _claim_for(parts, ("drop_off", "potential_pain"), first.insight)
    pain = _callout(parts, "pain", worst, lowest=True)
    delight = _callout(parts, "delight", _claim_for(parts, ("delight",), None), lowest=False)
    if delight is not None and pain is not None and delight.column == pain.column:
        delight = None
    found = [pain, delight, _moment(parts)]
    return [callout for callout in found if callout is not None]


def _claim_for(parts: Parts, kinds: tuple[str, ...], headed: Insight | None) -> Insight | None:
    """The claim to call out: the headline's own, else the first that may be said and is drawn."""
    if headed is not None and headed.kind in kinds and parts.column(headed.touchpoint):
        return headed
    told = parts.context.findings.surest(*kinds)
    return next((insight for insight in told if parts.column(insight.touchpoint)), None)


def _callout(parts: Parts, kind: str, insight: Insight | None, *, lowest: bool) -> Callout | None:
    if insight is None or insight.touchpoint is None:
        return _from_curve(parts, lowest=lowest)
    column = parts.column(insight.touchpoint)
    measure = parts.context.findings.touchpoints.get(insight.touchpoint)
    if column is None:
        return None
    number, n = _number(parts.context, insight, measure)
    if number is None or n is None or n < states.SMALLEST_GROUP:
        return None
    value = parts.answer("feeling", column)
    return Callout(
        kind="pain" if kind == "pain" else "delight",
        title=words.shorten(claim_title(parts.context, insight), 5),
        column=column,
        number=number,
        n=n,
        quote=_quote(parts, insight.touchpoint, lowest=lowest),
        verdict=insight.verdict.value,
        state=value.state if value is not None and value.value is not None else None,
        level=_level(parts.context, insight),
        words=words.sentence(insight.words),
    )


def _level(context: Context, insight: Insight) -> float | None:
    """Where a conditional claim stands on the scale of the curve, which is not of the condition."""
    row = find_condition(context.findings, insight)
    if row is None:
        return None
    if row.metric == "feeling":
        return row.with_condition.value
    worst, best = words.scale_of(row.metric) or (0.0, 0.0)
    middle, half = (worst + best) / 2, (best - worst) / 2
    return (row.with_condition.value - middle) / half if half else None


def _number(
    context: Context, insight: Insight, measure: TouchpointMeasure | None
) -> tuple[str | None, int | None]:
    """The one number of a callout: how it was rated or felt there, else how many leave."""
    condition = find_condition(context.findings, insight)
    if condition is not None:
        value, n = condition.with_condition.value, condition.with_condition.n
        if condition.metric == "feeling":
            return f"feeling {words.value_text(value, 'feeling')}", n
        return f"rating {words.number(value)}", n
    if insight.kind == "drop_off" and measure is not None and measure.exit is not None:
        return f"{words.share(measure.exit.value)} go no further", measure.exit.n
    if measure is not None and measure.rating is not None:
        return f"rating {words.number(measure.rating.value)}", measure.rating.n
    if measure is not None and measure.feeling is not None:
        return f"feeling {words.value_text(measure.feeling.value, 'feeling')}", measure.feeling.n
    return claim_text(insight), insight.n


def _from_curve(parts: Parts, *, lowest: bool) -> Callout | None:
    """Where no claim was made: the end of the curve, if its whole interval lies on one side and it is not neutral."""
    best: tuple[float, Touchpoint, Value] | None = None
    for spots in parts.spots.values():
        for spot in spots:
            value = parts.answer("feeling", spot.id)
            if value is None or value.low is None or value.high is None or value.value is None:
                continue
            sure = value.high < 0 if lowest else value.low > 0
            depth = value.value if lowest else -value.value
            felt = depth < -NEUTRAL
            carries = value.state not in {CellState.ASSUMPTION, CellState.UNMEASURED}
            if sure and felt and carries and (best is None or depth < best[0]):
                best = (depth, spot, value)
    if best is None:
        return None
    _, spot, value = best
    rating = parts.answer("rating", spot.id)
    shown = rating if rating is not None and rating.value is not None else value
    label = "rating" if shown is rating else "feeling"
    text = words.number(shown.value or 0.0) if shown is rating else value.text
    return Callout(
        kind="pain" if lowest else "delight",
        title=words.shorten(spot.title, 5),
        column=spot.id,
        number=f"{label} {text}",
        n=shown.n,
        quote=_quote(parts, spot.key, lowest=lowest),
        verdict="suggested",
        state=value.state,
        words=shown.words,
    )


def _moment(parts: Parts) -> Callout | None:
    """The deciding moment; that none decides is said only where a test said so."""
    told = parts.context.findings.of_kind(*_MOMENT_KINDS)
    for insight in told:
        column = parts.column(insight.touchpoint)
        if may_be_said(insight) and column and insight.n is not None:
            return Callout(
                kind="moment",
                title=words.shorten(parts.context.title(insight.touchpoint), 5),
                column=column,
                number="deciding moment",
                n=insight.n,
                quote=_quote(parts, insight.touchpoint, lowest=True),
                verdict=insight.verdict.value,
                words=words.sentence(insight.words),
            )
    if any(insight.verdict is Verdict.CONTINUUM for insight in told):
        return Callout(
            kind="moment",
            title="No single moment decides",
            column=None,
            number=None,
            n=None,
            verdict="continuum",
            words="Two tests looked for a deciding moment; neither found one.",
        )
    return None


def _quote(parts: Parts, touchpoint: str | None, *, lowest: bool) -> str | None:
    """The words that say it best: on the right side, short, few masks and figures in them."""
    sign = 1 if lowest else -1
    here = [
        quote
        for quote in parts.context.findings.quotes
        if quote.touchpoint == touchpoint and sign * (quote.feeling or 0.0) < 0
    ]

    def rank(quote: Quote) -> tuple[int, bool, float, str]:
        clutter = quote.text_masked.count("[") + len(words.numbers_in(quote.text_masked))
        long = len(quote.text_masked) > QUOTE_LENGTH
        return clutter, long, sign * (quote.feeling or 0.0), quote.id

    return min(here, key=rank).id if here else None


# --- touchpoints and waits ------------------------------------------------------------------------


def _stage(
    parts: Parts, stage: Stage, called: set[str | None], loud: set[str | None]
) -> ReadingStage:
    spots = parts.spots[stage.id]

    def weight(spot: Touchpoint) -> tuple[bool, bool, float, str]:
        value = parts.answer("reach", spot.id)
        reach = value.value if value is not None and value.value is not None else 0.0
        return spot.id not in called, spot.id not in loud, -reach, spot.id

    shown = [spot for spot in spots if not _is_hidden(parts, spot)] or spots
    labelled = {spot.id for spot in sorted(shown, key=weight)[:LABELLED]}
    more = len(spots) - len(labelled)
    wait = _wait_after(parts, stage)
    return ReadingStage(
        stage=stage.id,
        touchpoints=[_reading_touchpoint(parts, spot, spot.id in labelled) for spot in spots],
        more=more,
        more_text="more" if more else None,
        wait_s=None if wait is None else wait.value,
        wait_text=None if wait is None else wait.text,
        wait_fixed=wait is not None and wait.fixed_timer,
    )


def _is_hidden(parts: Parts, spot: Touchpoint) -> bool:
    value = parts.answer("reach", spot.id)
    return value is not None and value.suppressed


def _reading_touchpoint(parts: Parts, spot: Touchpoint, labelled: bool) -> ReadingTouchpoint:  # noqa: FBT001 - one call
    value = parts.answer("reach", spot.id)
    felt = parts.answer("feeling", spot.id)
    state = CellState.UNMEASURED
    if spot.measured and value is not None:
        judged = [value.state] + (
            [felt.state] if felt is not None and felt.value is not None else []
        )
        state = states.overall(judged)
    reach = None if value is None else value.value
    return ReadingTouchpoint(touchpoint=spot.id, reach=reach, labelled=labelled, state=state)


def _wait_after(parts: Parts, stage: Stage) -> Value | None:
    """The wait before the next stages: of the way that most take."""
    place = {part.id: index for index, part in enumerate(parts.stages)}
    stage_of = {
        spot.key: place[spot.stage]
        for spots in parts.spots.values()
        for spot in spots
        if spot.key and spot.channel not in ASKING
    }
    here = place[stage.id]
    moves = [
        move
        for (source, target), move in parts.context.findings.waits.items()
        if stage_of.get(source) == here
        and stage_of.get(target, -1) > here
        and move.customers >= states.SMALLEST_GROUP
    ]
    if not moves:
        return None
    move = min(moves, key=lambda move: (-move.n, move.source, move.target))
    return Value(
        value=move.median.value,
        state=CellState.SUPPORTED,
        text=words.duration(move.median.value),
        fixed_timer=move.fixed_timer,
    )


# --- numbers as a budget ----------------------------------------------------------------------------


def numbers(view: Reading) -> list[str]:
    """Every number that the view prints: figures in quotes and dates of actions are people's own."""
    texts: list[str | None] = [view.headline, view.subtitle, view.river_label]
    for callout in view.callouts:
        texts += [callout.number, None if callout.n is None else words.count(callout.n)]
    texts += [point.text for point in view.river if point.numbered]
    texts += [stage.more_text for stage in view.stages]
    return [number for text in texts if text for number in words.numbers_in(text)]


def _within_budget(view: Reading, first: Headline) -> Reading:
    """Leave out numbers until twelve remain, then spell out what still fits."""
    if len(numbers(view)) > MOST_NUMBERS:
        view.headline = first.short
    while len(numbers(view)) > MOST_NUMBERS:
        numbered = [point for point in view.river if point.numbered]
        if not numbered:
            break
        least = min(numbered, key=lambda point: point.left or 0.0)
        least.numbered, least.text = False, None
    for stage in view.stages:
        if stage.more and len(numbers(view)) < MOST_NUMBERS:
            stage.more_text = f"+{stage.more}"
    return view


# --- in sentences -------------------------------------------------------------------------------------


def story(view: Reading, parts: Parts) -> list[str]:
    """Tell the view in sentences, in reading order."""
    lines = [view.headline, words.sentence(view.subtitle)]
    if parts.context.document.generated_sample:
        lines.append("The company is generated: a sample, no real customers.")
    verbs = ", ".join(stage.verb for stage in parts.stages)
    if verbs:
        lines.append(f"{len(parts.stages)} stages: {verbs}.")
    silent = [point for point in view.curve if point.value is None]
    if silent and len(silent) < len(view.curve):
        where = ", ".join(_verb(parts, point.stage) for point in silent)
        lines.append(f"Nobody was heard in: {where}.")
    elif silent:
        lines.append("Nobody was heard in any stage.")
    lines += [_told(view, parts, index) for index in range(len(view.callouts))]
    for point in view.river:
        if point.numbered and point.text:
            lines.append(f"{point.text} in \u201c{_verb(parts, point.stage)}\u201d.")
    actions = parts.context.document.actions
    told = [actions[name] for name in view.actions]
    lines += [
        f"To do: {action.title}, {action.owner or 'nobody yet'}"
        f"{' (a suggestion)' if action.suggested else ''}."
        for action in told
    ]
    return [line for line in lines if line]


def _verb(parts: Parts, stage: str) -> str:
    return next((part.verb for part in parts.stages if part.id == stage), stage)


def _told(view: Reading, parts: Parts, index: int) -> str:
    callout = view.callouts[index]
    if callout.number is None:
        return words.sentence(callout.title)
    kind = {"pain": "Worst moment", "delight": "Best moment", "moment": "Deciding moment"}
    said = next(
        (q.text_masked for q in parts.context.findings.quotes if q.id == callout.quote), None
    )
    quote = f" A customer: \u201c{words.clip(said, 160)}\u201d" if said else ""
    n = "" if callout.n is None else f", n {words.count(callout.n)}"
    return f"{kind[callout.kind]}: {callout.title}, {callout.number}{n}.{quote}"


def quotes_of(view: Reading) -> Iterable[str]:
    """Quotes that the view shows."""
    return (callout.quote for callout in view.callouts if callout.quote is not None)


__all__ = ["MOST_NUMBERS", "numbers", "quotes_of", "reading", "story"]
