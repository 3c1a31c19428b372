"""Answers to a document's questions. In: a document, findings, facts. Out: values, states, quotes.

People's document is not touched. Every answer carries n, its interval, where it comes from and how
far it can be believed; where there is none it says why, because an empty cell that looks like a good
one is the commonest lie on a map.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite

from desireline.insights import Estimate, Insight, StageMeasure, TouchpointMeasure
from desireline.maps import states, suggest, words
from desireline.maps.facts import Facts
from desireline.maps.findings import Findings
from desireline.maps.model import (
    Alone,
    Binding,
    Cell,
    CellState,
    Claim,
    Coverage,
    Document,
    EvidenceRecord,
    LaneKind,
    Period,
    QuoteText,
    Value,
)

HIDDEN = "fewer than 5 customers: not shown"
NOBODY = "nobody was heard here"
PEOPLE_LANES = frozenset(
    {
        LaneKind.GOALS,
        LaneKind.NEEDS,
        LaneKind.OWNERS,
        LaneKind.OPPORTUNITIES,
        LaneKind.TEXT,
        LaneKind.IMAGES,
        LaneKind.NESTED_MAPS,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What every answer is judged by."""

    document: Document
    findings: Findings
    facts: Facts
    now: date | None

    def title(self, touchpoint: str | None) -> str:
        """What people call a touchpoint of the data."""
        for spot in self.document.touchpoints.values():
            if spot.key == touchpoint:
                return spot.title
        return words.title_of(touchpoint or "")

    def verb(self, stage: str | None) -> str:
        """What people call a stage of the data."""
        for part in self.document.stages.values():
            if part.key == stage:
                return part.verb
        return words.title_of(stage or "")


def values(context: Context) -> dict[str, Value]:
    """Answer every binding of the document."""
    return {name: answer(context, ask) for name, ask in sorted(context.document.bindings.items())}


def answer(context: Context, ask: Binding) -> Value:
    """Answer one question; a question that nothing answers says so."""
    if ":" in ask.metric:
        return _claim(context, ask)
    if ask.target is not None:
        return _wait(context, ask)
    if ask.touchpoint is not None:
        measure = context.findings.touchpoints.get(ask.touchpoint)
        resolver = _TOUCHPOINT.get(ask.metric)
        if measure is None or resolver is None:
            return _missing("nothing measures this")
        if measure.customers is None:
            return hidden(_LABELS.get(ask.metric, ask.metric))
        return resolver(context, ask, measure)
    stage = context.findings.stages.get(ask.stage or "")
    return _missing("nothing measures this") if stage is None else _stage(context, ask, stage)


# --- the parts of an answer ---------------------------------------------------------------------

_LABELS = {
    "reach": "come here",
    "feeling": "feeling",
    "rating": "rating",
    "exit": "leave here",
    "queue": "in the queue",
    "reached": "get this far",
    "remaining": "still here",
    "duration": "time spent",
    "heard": "heard",
    "wait": "typical wait",
}


def hidden(label: str | None = None) -> Value:
    """Say that there is an answer which must not be shown."""
    return Value(
        value=None, state=CellState.ASSUMPTION, suppressed=True, label=label, reason=HIDDEN
    )


def _missing(reason: str, label: str | None = None) -> Value:
    return Value(value=None, state=CellState.UNMEASURED, label=label, reason=reason)


def estimated(
    context: Context,
    estimate: Estimate,
    *,
    unit: str | None,
    label: str,
    sentence: str,
    evidence: str | None,
    sources: Iterable[str] = (),
    others: Iterable[Estimate] = (),
    newest: Estimate | None = None,
    alone: Iterable[Alone] = (),
) -> Value:
    """An estimate as an answer: formatted, judged, traced. `sentence` holds `{value}`; titles in it are escaped."""
    if not all(isfinite(part) for part in (estimate.value, estimate.low, estimate.high)):
        return _missing("cannot be computed from so few", label)
    record = context.findings.evidence.get(evidence or "")
    until = record.period_end.date() if record is not None and record.period_end else None
    band = _band_of(unit)
    state = states.judge(
        witness(estimate),
        band=band,
        others=[witness(other) for other in others],
        newest=None if newest is None else witness(newest),
        measured_until=until,
        now=context.now,
        review_months=context.document.review_months,
    )
    text = words.value_text(estimate.value, unit)
    interval = words.interval_text(estimate.low, estimate.high, unit)
    known = tuple(sources) or (record.sources if record is not None else ())
    return Value(
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        n=estimate.n,
        unit_of_n=estimate.unit_of_n,
        unit=unit,
        state=state,
        sources=sorted(known),
        evidence=evidence,
        label=label,
        text=text,
        alone=list(alone),
        words=f"{sentence.format(value=text)} (95{words.NBSP}% interval {interval};"
        f" n {words.count(estimate.n)} {estimate.unit_of_n}).",
    )


def witness(estimate: Estimate) -> states.Witness:
    """An estimate as the rules see it."""
    return states.Witness(value=estimate.value, low=estimate.low, high=estimate.high, n=estimate.n)


def escape(text: str) -> str:
    """A title inside a format string."""
    return text.replace("{", "{{").replace("}", "}}")


# --- touchpoints --------------------------------------------------------------------------------


def _reach(context: Context, ask: Binding, measure: TouchpointMeasure) -> Value:
    if measure.reach is None:
        return _missing("not counted", _LABELS["reach"])
    title = escape(context.title(ask.touchpoint))
    return estimated(
        context,
        measure.reach,
        unit="share",
        label=_LABELS["reach"],
        sentence=f"{{value}} of journeys come to {title}",
        evidence=measure.evidence.get("reach"),
    )


def _feeling(context: Context, ask: Binding, measure: TouchpointMeasure) -> Value:
    if measure.feeling is None:
        return _missing(NOBODY, _LABELS["feeling"])
    title = escape(context.title(ask.touchpoint))
    return estimated(
        context,
        measure.feeling,
        unit="feeling",
        label=_LABELS["feeling"],
        sentence=f"At {title} customers feel {{value}} on a scale from {words.MINUS}1 to 1",
        evidence=measure.evidence.get("feeling"),
        sources=measure.feeling_sources,
        others=_others(measure, "feeling", "feeling"),
        alone=_alone(measure, "feeling", "feeling"),
        newest=_newest(measure, "feeling"),
    )


def _rating(context: Context, ask: Binding, measure: TouchpointMeasure) -> Value:
    if measure.rating is None:
        return _missing("nobody rated this", _LABELS["rating"])
    title = escape(context.title(ask.touchpoint))
    kind = escape(measure.rating_kind or "rating")
    return estimated(
        context,
        measure.rating,
        unit=measure.rating_kind,
        label=_LABELS["rating"],
        sentence=f"Customers rate {title} {{value}} ({kind})",
        evidence=measure.evidence.get("rating"),
        others=_others(measure, "rating", measure.rating_kind),
        alone=_alone(measure, "rating", measure.rating_kind),
        newest=_newest(measure, "rating"),
    )


def _exit(context: Context, ask: Binding, measure: TouchpointMeasure) -> Value:
    if measure.exit is None or not measure.exit_identified:
        return _missing("the data end too early to tell who left here", _LABELS["exit"])
    title = escape(context.title(ask.touchpoint))
    days = measure.exit_horizon_days
    within = f" within {words.duration(days * 86_400)}" if days else ""
    return estimated(
        context,
        measure.exit,
        unit="share",
        label=_LABELS["exit"],
        sentence=f"After {title} {{value}} do nothing more{within}",
        evidence=measure.evidence.get("exit"),
    )


def _queue(context: Context, ask: Binding, measure: TouchpointMeasure) -> Value:
    """The queue's median; measured by the source itself, so that it has a spread and no interval."""
    median, late = measure.queue_median_s, measure.queue_p90_s
    if median is None or measure.visits is None:
        return _missing("no queue is measured here", _LABELS["queue"])
    evidence = measure.evidence.get("queue")
    text = words.duration(median)
    slow = "" if late is None else f"; one in ten waits longer than {words.duration(late)}"
    return Value(
        value=median,
        n=measure.visits,
        unit_of_n="visits",
        unit="s",
        state=_judge_plain(measure.visits),
        sources=_sources(context, evidence),
        evidence=evidence,
        label=_LABELS["queue"],
        text=text,
        words=f"Customers typically queue {text} at {context.title(ask.touchpoint)}{slow}.",
    )


_TOUCHPOINT: dict[str, Callable[[Context, Binding, TouchpointMeasure], Value]] = {
    "reach": _reach,
    "feeling": _feeling,
    "rating": _rating,
    "exit": _exit,
    "queue": _queue,
}


def _others(measure: TouchpointMeasure, metric: str, unit: str | None) -> list[Estimate]:
    """Second witnesses that agree with a first one of their own kind (source, period ...)."""
    rows = [(who, estimate) for name, who, estimate in measure.witnesses if name == metric]
    found: list[Estimate] = []
    for kind in ("source:", "period:", "experiment:"):
        same = [estimate for who, estimate in rows if who.startswith(kind)]
        if len(same) > 1:
            first = max(same, key=lambda estimate: estimate.n)
            band = _band_of(unit)
            rest = (estimate for estimate in same if estimate is not first)
            found += [one for one in rest if states.agree(witness(first), witness(one), band)]
    return found


def _alone(measure: TouchpointMeasure, metric: str, unit: str | None) -> list[Alone]:
    """Every witness that may be shown, in order."""
    return [
        Alone(
            who=who,
            value=one.value,
            low=one.low,
            high=one.high,
            n=one.n,
            text=f"{words.value_text(one.value, unit)} ({words.interval_text(one.low, one.high, unit)})",
        )
        for name, who, one in measure.witnesses
        if name == metric and one.n >= states.SMALLEST_GROUP
    ]


def _newest(measure: TouchpointMeasure, metric: str) -> Estimate | None:
    """The estimate of the last period alone, where one was made."""
    rows = [row for row in measure.witnesses if row[0] == metric and row[1].startswith("period:")]
    return max(rows, key=lambda row: row[1])[2] if len(rows) > 1 else None


def _judge_plain(n: int) -> CellState:
    """State of a number without an interval: only its n speaks."""
    return CellState.SUPPORTED if n >= states.ENOUGH else CellState.ASSUMPTION


def _sources(context: Context, evidence: str | None) -> list[str]:
    record = context.findings.evidence.get(evidence or "")
    return sorted(record.sources) if record is not None else []


# --- stages and waits ---------------------------------------------------------------------------


def _stage(context: Context, ask: Binding, measure: StageMeasure) -> Value:
    label = _LABELS.get(ask.metric, ask.metric)
    verb = escape(context.verb(ask.stage))
    if ask.metric == "duration":
        return _duration(context, measure, verb)
    known: dict[str, tuple[Estimate | None, str, str]] = {
        "reached": (
            measure.reached,
            "share",
            f"{{value}} of journeys get as far as \u201c{verb}\u201d",
        ),
        "remaining": (
            measure.remaining,
            "share",
            f"{{value}} of journeys are not known to have left by the end of \u201c{verb}\u201d",
        ),
        "feeling": (
            measure.feeling,
            "feeling",
            f"In \u201c{verb}\u201d customers feel {{value}} on a scale from {words.MINUS}1 to 1",
        ),
        "heard": (
            measure.heard,
            "share",
            f"{{value}} of customers in \u201c{verb}\u201d were heard",
        ),
    }
    estimate, unit, sentence = known.get(ask.metric, (None, "", ""))
    if estimate is None:
        return _missing(NOBODY if ask.metric == "feeling" else "cannot be seen", label)
    if estimate.n < states.SMALLEST_GROUP:
        return hidden(label)
    evidence = measure.evidence.get(ask.metric)
    return estimated(
        context, estimate, unit=unit, label=label, sentence=sentence, evidence=evidence
    )


def _duration(context: Context, measure: StageMeasure, verb: str) -> Value:
    median, reached = measure.duration_median_s, measure.reached
    label = _LABELS["duration"]
    if median is None or reached is None or reached.n < states.SMALLEST_GROUP:
        return _missing("cannot be seen", label)
    evidence = measure.evidence.get("duration")
    text = words.duration(median)
    late = measure.duration_p90_s
    slow = "" if late is None else f"; one in ten spends more than {words.duration(late)}"
    n = round(reached.value * reached.n)
    return Value(
        value=median,
        n=n,
        unit_of_n="journeys",
        unit="s",
        state=_judge_plain(n),
        sources=_sources(context, evidence),
        evidence=evidence,
        label=label,
        text=text,
        words=f"Journeys typically spend {text} in \u201c{verb}\u201d{slow}.",
    )


def _wait(context: Context, ask: Binding) -> Value:
    move = context.findings.waits.get((ask.touchpoint or "", ask.target or ""))
    if move is None:
        return _missing("nobody goes this way", _LABELS["wait"])
    if move.customers < states.SMALLEST_GROUP:
        return hidden(_LABELS["wait"])
    text = words.duration(move.median.value)
    origin, target = context.title(ask.touchpoint), context.title(ask.target)
    rule = " This is a fixed timer: a rule, not a wait that varies." if move.fixed_timer else ""
    late = words.duration(move.p90.value)
    slow = "" if move.fixed_timer else f"; one in ten waits longer than {late}"
    between = words.interval_text(move.median.low, move.median.high, "s")
    return Value(
        value=move.median.value,
        low=move.median.low,
        high=move.median.high,
        n=move.n,
        unit_of_n="moves",
        unit="s",
        state=_judge_plain(move.customers),
        sources=_sources(context, move.evidence),
        evidence=move.evidence,
        label=f"to {target}{', a rule' if move.fixed_timer else ''}",
        text=text,
        fixed_timer=move.fixed_timer,
        words=f"From {origin} to {target} typically {text} pass{slow} (95{words.NBSP}% interval of"
        f" the median {between}; n {words.count(move.n)} moves).{rule}",
    )


# --- claims -------------------------------------------------------------------------------------


def _claim(context: Context, ask: Binding) -> Value:
    insight = find_claim(context.findings, ask)
    if insight is None:
        return _missing("the data no longer say this")
    label = words.shorten(claim_title(context, insight), 5)
    if insight.value is None or insight.n is None:
        value = _missing(insight.reason or "no number stands behind this", label)
        return value.model_copy(update={"words": insight.words, "verdict": insight.verdict.value})
    if insight.n < states.SMALLEST_GROUP:
        return hidden(label)
    low = insight.value if insight.low is None else insight.low
    high = insight.value if insight.high is None else insight.high
    estimate = Estimate(value=insight.value, low=low, high=high, n=insight.n, unit_of_n="answers")
    if insight.kind == "drop_off":
        estimate = replace(estimate, unit_of_n="visits")
    value = estimated(
        context,
        estimate,
        unit=unit_of(insight),
        label=label,
        sentence="{value}",
        evidence=insight.evidence,
    )
    changes: dict[str, object] = {
        "words": insight.words,
        "text": claim_text(insight),
        "verdict": insight.verdict.value,
        "reason": insight.reason,
        "rank": insight.rank,
    }
    if insight.low is None or insight.high is None:
        changes |= {"low": None, "high": None}
    return value.model_copy(update=changes)


def find_claim(findings: Findings, ask: Binding) -> Insight | None:
    """The insight that a claim's binding speaks of."""
    kind, metric, condition = ask.metric.split(":", 2)
    for insight in findings.of_kind(kind):
        same = (insight.metric or "") == metric and (insight.condition or "") == condition
        if same and insight.touchpoint == ask.touchpoint:
            return insight
    return None


def claim_title(context: Context, insight: Insight) -> str:
    """A claim in at most a few words, with the title that people gave to the place."""
    if insight.touchpoint is None:
        known = suggest.condition_title(insight.condition) if insight.condition else None
        return known or insight.rule or insight.topic or insight.kind
    return suggest.claim_title(context.title(insight.touchpoint), insight)


_UNITS = {"reach": "share", "share": "share", "heard": "share", "median wait, s": "s"}


def unit_of(insight: Insight) -> str | None:
    """Unit of a claim's value, from what kind of claim it is."""
    if insight.kind in {"pain", "potential_pain", "delight"} and insight.metric == "feeling":
        return words.GAP
    if insight.kind == "drop_off":
        return words.EXCESS
    if insight.condition and insight.metric == "share":
        return words.EFFECT
    return _UNITS.get(insight.metric or "", insight.metric if insight.condition else None)


def claim_text(insight: Insight) -> str | None:
    """A claim's value as a reader says it: `0.42 below usual`, `8 points more than usual`."""
    if insight.value is None:
        return None
    unit, size = unit_of(insight), abs(insight.value)
    if unit == words.GAP:
        return f"{words.number(size, digits=2)} {_against(insight)[insight.value >= 0]}"
    if unit == words.EXCESS:
        return f"{_points(size)} points more leave"
    if unit == words.EFFECT:
        return f"{_points(size)} points {'fewer' if insight.value < 0 else 'more'} succeed"
    if insight.condition and words.scale_of(unit) is not None:
        worse = "lower" if insight.value < 0 else "higher"
        return f"{words.number(size)} {worse} ratings"
    return words.value_text(insight.value, unit)


def _against(insight: Insight) -> tuple[str, str]:
    """What a lower and a higher feeling is held against."""
    if insight.condition is None:
        return "below usual", "above usual"
    if insight.kind == "potential_pain":
        return "worse than before", "better than before"
    return "worse feelings", "better feelings"


def _points(size: float) -> str:
    """A difference of shares: what a reader would take for a share, `14 %`, it never is."""
    return words.number(100 * size, digits=0 if size >= 0.0995 else 1)


def _band_of(unit: str | None) -> float | None:
    """Width of one band; differences are measured on the scale that they are differences on."""
    return states.band_of(
        words.scale_of(
            {words.GAP: "feeling", words.EXCESS: "share", words.EFFECT: "share"}.get(
                unit or "", unit
            )
        )
    )


# --- the cells, the quotes, the coverage ----------------------------------------------------------


def cell_states(context: Context, answers: dict[str, Value]) -> dict[str, CellState]:
    """State of every cell that says something; a blank cell has none."""
    document = context.document
    found: dict[str, CellState] = {}
    for name, cell in sorted(document.cells.items()):
        state = _cell_state(context, cell, answers)
        if state is not None:
            found[name] = state
    return found


def _cell_state(context: Context, cell: Cell, answers: dict[str, Value]) -> CellState | None:
    document = context.document
    spot = document.touchpoints.get(cell.column)
    if spot is not None and not spot.measured:
        return CellState.ASSUMPTION if cell.words else CellState.UNMEASURED
    lane = document.lanes.get(cell.lane)
    bound = [answers[name] for name in _bindings_of(cell) if name in answers]
    if not bound:
        if cell.words or (cell.cards and not _quoted(cell)):
            return CellState.ASSUMPTION
        if cell.cards:
            return CellState.SUPPORTED
        blank = lane is None or lane.kind in PEOPLE_LANES or lane.kind is not LaneKind.THOUGHTS
        return None if blank else CellState.UNMEASURED
    judged = [value.state for value in bound]
    claims = [
        _state_of_claim(context, card.claim, answers, reviewed=cell.reviewed)
        for card in cell.cards.values()
        if card.claim is not None
    ]
    if claims:  # what the cards claim, not what the numbers alone could carry
        judged = [answers[name].state for name in cell.bindings if name in answers] + claims
    if cell.words is not None:
        judged.append(_state_of_words(context, cell, answers))
        if judged[-1] in {CellState.CONTRADICTED, CellState.STALE}:
            return judged[-1]
    return states.overall(judged, has_words=cell.words is not None)


def card_states(context: Context, answers: dict[str, Value]) -> dict[str, CellState]:
    """State of every card whose words claim something."""
    cells = sorted(context.document.cells.items())
    return {
        card.id: _state_of_claim(context, card.claim, answers, reviewed=cell.reviewed)
        for _, cell in cells
        for card in cell.cards.values()
        if card.claim is not None
    }


def _bindings_of(cell: Cell) -> list[str]:
    return cell.bindings + [card.binding for card in cell.cards.values() if card.binding]


def _quoted(cell: Cell) -> bool:
    return all(card.quote is not None for card in cell.cards.values())


def _state_of_words(context: Context, cell: Cell, answers: dict[str, Value]) -> CellState:
    """What the data say to people's words, by the claim that they laid down with them."""
    return _state_of_claim(context, cell.claim, answers, reviewed=cell.reviewed)


def _state_of_claim(
    context: Context, claim: Claim | None, answers: dict[str, Value], *, reviewed: date | None
) -> CellState:
    """What the data say to a claim; where the interval holds the contrary too, it stays an assumption."""
    value = answers.get(claim.binding) if claim is not None else None
    if claim is None or value is None or value.value is None or value.n is None:
        return CellState.ASSUMPTION
    estimate = states.Witness(
        value=value.value,
        low=value.value if value.low is None else value.low,
        high=value.value if value.high is None else value.high,
        n=value.n,
    )
    said = states.Words(low=claim.low, high=claim.high, reviewed=reviewed)
    state = states.judge(
        estimate,
        band=_band_of(value.unit),
        words=said,
        now=context.now,
        review_months=context.document.review_months,
    )
    decided = state is CellState.CONTRADICTED or states.affirms(estimate, said)
    return state if decided else CellState.ASSUMPTION


def quotes(context: Context, extra: Iterable[str]) -> dict[str, QuoteText]:
    """The texts of every quote that the document or the reading view points to."""
    wanted = {
        card.quote for cell in context.document.cells.values() for card in cell.cards.values()
    }
    wanted |= set(extra)
    return {
        quote.id: QuoteText(
            text=quote.text_masked,
            source=quote.source,
            touchpoint=quote.touchpoint,
            at=quote.at.date(),
            feeling=quote.feeling,
        )
        for quote in sorted(context.findings.quotes, key=lambda quote: quote.id)
        if quote.id in wanted
    }


def evidence(context: Context, names: Iterable[str | None]) -> dict[str, EvidenceRecord]:
    """How to compute again every number that is used."""
    found = {name: context.findings.evidence.get(name) for name in names if name}
    return {
        name: EvidenceRecord(
            id=name,
            insight=record.insight,
            method=record.method,
            query=record.query,
            recipe=record.recipe,
            data_version=record.data_version,
            period=Period(start=record.period_start, end=record.period_end),
            sources=sorted(record.sources),
            n=record.n,
        )
        for name, record in sorted(found.items())
        if record is not None
    }


USUAL_CHANNELS = ("web", "email", "phone", "store")
"""Channels that most companies have: named as unmeasured where no source shows them."""


def coverage(context: Context) -> Coverage:
    """How much of the customers and channels the map can see."""
    facts = context.facts
    seen = dict.fromkeys(facts.channels, True)
    blind = {
        spot.channel: False for spot in context.document.touchpoints.values() if not spot.measured
    }
    usual = dict.fromkeys(USUAL_CHANNELS, False) if len(facts.channels) > 1 else {}
    return Coverage(
        customers=facts.customers,
        journeys=facts.journeys,
        events=facts.events,
        heard=_heard(context),
        sources=facts.sources,
        channels=dict(sorted({**usual, **blind, **seen}.items())),
    )


def _heard(context: Context) -> Value | None:
    measure = context.findings.coverage
    if measure is None or measure.heard is None or measure.heard.n < states.SMALLEST_GROUP:
        return None
    return estimated(
        context,
        measure.heard,
        unit="share",
        label=_LABELS["heard"],
        sentence="{value} of customers said or rated anything",
        evidence=measure.evidence,
        sources=context.facts.sources,
    )
