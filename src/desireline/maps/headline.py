"""The one sentence on top of a map, no stronger than its verdict.

In: ranked insights, with their prices. Out: a sentence, a shorter one for views that already carry many numbers, and
its verdict. `shown` may state what goes with what (never that one causes the other); `suggested`
says "may" and how few; where neither exists the sentence says what to measure next. "Worst" and
"most" are said only where the rank's interval leaves no other place; "costs" only where nothing that was tried made
the effect go away. Where people declared what counts as success and only feelings are known, the sentence is `unknown`: it says so, and then
what customers dislike. Which claim is told is chosen by `leading`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desireline.insights import (
    NEUTRAL,
    ConditionMeasure,
    Estimate,
    Insight,
    TouchpointMeasure,
    Verdict,
)
from desireline.maps import words
from desireline.maps.facts import Facts
from desireline.maps.findings import Findings, find_condition
from desireline.maps.leading import is_only_felt, leading, stage_loss
from desireline.maps.resolve import Context, claim_title
from desireline.maps.suggest import PAINS, silent

_PLACE = 38
_ALL = 0.995
"""Share of journeys that is written as 100 %."""
_NO_COST = "What costs success is not known yet;"
_ENOUGH = 30
"""Customers from which a plain description is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What the map says first."""

    text: str
    short: str
    """The same with one number less."""
    verdict: Literal["shown", "suggested", "unknown"]
    insight: Insight | None


def headline(context: Context) -> Headline:
    """Choose the claim that matters most and say it as strongly as its verdict allows."""
    insight = leading(context)
    if insight is not None:
        return _say(context, insight)
    level = _level(context)
    if level is not None:
        return Headline(text=level, short=level, verdict="shown", insight=None)
    text = _not_enough(context, context.findings)
    return Headline(text=text, short=text, verdict="unknown", insight=None)


def next_measure(findings: Findings, facts: Facts) -> str | None:
    """The one thing to measure next: where most pass and nobody is heard."""
    unheard = silent(findings, facts)
    if not unheard:
        return None
    place = words.clip(words.title_of(unheard[0]), _PLACE)
    return f"ask customers at \u201c{place}\u201d next"


def _level(context: Context) -> str | None:
    """How it is where only one touchpoint is known: answers without what led to them say no more, however many."""
    spots = context.facts.touchpoints
    measure = context.findings.touchpoints.get(spots[0].name) if len(spots) == 1 else None
    if measure is None or (measure.customers or 0) < _ENOUGH:
        return None
    place = words.clip(words.told_of(context.title(spots[0].name)), _PLACE)
    what_led = "what led there is not in the data"
    if measure.rating is not None:
        rating = words.value_text(measure.rating.value, measure.rating_kind)
        return f"\u201c{place}\u201d is rated {rating}; {what_led}."
    if measure.feeling is not None:
        return f"Customers are {feeling_word(measure.feeling.value)} at \u201c{place}\u201d; {what_led}."
    return None


def _not_enough(context: Context, findings: Findings) -> str:
    """What to say where nothing can be said yet."""
    facts = context.facts
    if facts.journeys == 0 and any(cell.cards for cell in context.document.cells.values()):
        return "Not enough evidence yet: no data have answered these cards."
    if facts.journeys == 0:
        return "Not enough evidence yet: import the first events."
    ask = next_measure(findings, facts)
    if ask is None and facts.customers >= _ENOUGH:
        return "Nothing stands out: no touchpoint surely hurts more than the others."
    ask = ask or "import a longer period next"
    return f"Not enough evidence yet: {ask}."


def _say(context: Context, insight: Insight) -> Headline:
    place = words.clip(words.told_of(context.title(insight.touchpoint)), _PLACE)
    if is_only_felt(context, insight):
        text, short = _felt(context, insight, place)
        return Headline(text=text, short=short, verdict="unknown", insight=insight)
    if insight.verdict is Verdict.SHOWN:
        text, short = _shown(context, insight, place)
        return Headline(text=text, short=short, verdict="shown", insight=insight)
    text = _suggested(context, insight, place)
    return Headline(text=text, short=text, verdict="suggested", insight=insight)


def _felt(context: Context, insight: Insight, place: str) -> tuple[str, str]:
    """What customers dislike, where what it costs is not known."""
    condition = find_condition(context.findings, insight)
    measure = context.findings.touchpoints.get(insight.touchpoint or "")
    if condition is not None:
        what = words.clip(claim_title(context, insight), _PLACE)
        told = f"\u201c{what}\u201d may go with worse {'feelings' if condition.metric == 'feeling' else 'ratings'}"
        text = f"{_NO_COST} {told}."
        return text, text
    if measure is None or measure.feeling is None:
        text = f"{_NO_COST} \u201c{place}\u201d may be where customers feel worse."
        return text, text
    head = f"{_NO_COST} customers are {feeling_word(measure.feeling.value)} at \u201c{place}\u201d"
    come = _come_here(measure.reach)
    return f"{head}{come}.", f"{head}."


def _has_price(insight: Insight) -> bool:
    """Whether it is worth naming: what comes to nothing is no price."""
    return insight.money is not None and round(insight.money) != 0


def _suggested(context: Context, insight: Insight, place: str) -> str:
    if insight.kind == "wait":
        return _wait(context, insight)
    if _has_price(insight):
        return _priced(context, insight)[0]
    if insight.touchpoint is None:
        return f"A first hint: {_whole(insight.words, 100)}"
    if insight.kind == "drop_off":
        return f"\u201c{place}\u201d may lose more customers than its neighbours: not yet sure."
    few = insight.n is not None and insight.n < 30
    sure = f"only {words.count(insight.n or 0)} answers so far" if few else "not yet sure"
    if insight.kind == "potential_pain":
        return f"\u201c{place}\u201d may be getting worse: {sure}."
    conditional = insight.condition is not None
    what = words.clip(claim_title(context, insight), _PLACE) if conditional else place
    return f"\u201c{what}\u201d may {'go with worse ratings' if conditional else 'be where it hurts'}: {sure}."


def _shown(context: Context, insight: Insight, place: str) -> tuple[str, str]:
    if insight.kind in PAINS:
        return _hurts(context, insight, place)
    if insight.kind == "wait":
        return _wait(context, insight), _wait(context, insight)
    if insight.kind == "stage":
        share = words.share(stage_loss(context, insight) or 0.0)
        title = words.clip(_stage_title(context, insight.stage), _PLACE)
        head = f"More journeys fail in \u201c{title}\u201d than in any other stage"
        return f"{head}: {share} of all.", f"{head}."
    if insight.kind == "topic":
        head = f"Who speaks of \u201c{words.clip(insight.topic or '', _PLACE)}\u201d feels worse than others"
        return f"{head}: {words.share(insight.value or 0.0)} of those who spoke.", f"{head}."
    condition = find_condition(context.findings, insight)
    if condition is not None:
        return _with_condition(words.clip(claim_title(context, insight), _PLACE), condition)
    return _in_its_words(insight)


def _hurts(context: Context, insight: Insight, place: str) -> tuple[str, str]:
    if _has_price(insight):
        return _priced(context, insight)
    condition = find_condition(context.findings, insight)
    if condition is not None:
        return _with_condition(words.clip(claim_title(context, insight), _PLACE), condition)
    if insight.condition is not None and insight.metric == "share":
        return _without_price(context, insight)
    measure = context.findings.touchpoints.get(insight.touchpoint or "")
    if insight.kind == "pain" and measure is not None and (measure.rating or measure.feeling):
        return _where_it_hurts(insight, measure, place)
    if insight.kind == "drop_off" and measure is not None and measure.exit is not None:
        share = words.share(measure.exit.value)
        head = f"More leave after \u201c{place}\u201d than at its neighbours"
        return f"{head}: {share} go no further.", f"{head}."
    return _in_its_words(insight)


def _in_its_words(insight: Insight) -> tuple[str, str]:
    text = _whole(insight.words, 120)
    return text, text


def _stage_title(context: Context, stage: str | None) -> str:
    return next(
        (one.title for one in context.facts.stages if one.name == stage),
        words.title_of(stage or ""),
    )


def _without_price(context: Context, insight: Insight) -> tuple[str, str]:
    """An effect on success, where no success has a value."""
    what = f"\u201c{words.clip(claim_title(context, insight), _PLACE)}\u201d"
    points = f"{abs(insight.value or 0.0) * 100:.0f} points"
    head = f"{what} {'costs success' if insight.reason is None else 'goes with less success'}"
    return f"{head}: where it strikes, {points} fewer succeed.", f"{head}."


def _priced(context: Context, insight: Insight) -> tuple[str, str]:
    """What costs most, in money a year; a drop-off says at most how much, a doubtful effect that it goes with it."""
    what = f"\u201c{words.clip(claim_title(context, insight), _PLACE)}\u201d"
    money = f"{insight.money:,.0f} {insight.unit} a year"
    points = f"{abs(insight.value or 0.0) * 100:.0f} points"
    sure = insight.verdict is Verdict.SHOWN
    if insight.kind == "drop_off":
        head = f"{what} {'loses' if sure else 'may lose'} at most {money}"
        return f"{head}: {points} more leave than at its neighbours.", f"{head}."
    most = "most: about" if insight.rank_high == 1 else "about"
    verb = "may cost" if not sure else "costs" if insight.reason is None else "goes with a loss of"
    head = f"{what} {verb} {most if verb != 'goes with a loss of' else 'about'} {money}"
    return f"{head}; where it strikes, {points} fewer succeed.", f"{head}."


def _rank(insight: Insight, first: str, otherwise: str) -> str:
    """A superlative only where the rank's interval leaves no other place."""
    return first if insight.rank_high == 1 else otherwise


def _wait(context: Context, insight: Insight) -> str:
    """A wait says how long, not that it hurts."""
    moves = context.findings.waits.values()
    for move in moves:
        told = f"{move.source} to {move.target}" == insight.condition
        if told and move.source == insight.touchpoint:
            origin = words.clip(context.title(move.source), _PLACE)
            target = words.clip(context.title(move.target), _PLACE)
            long = words.duration(move.median.value)
            return f"The typical wait from \u201c{origin}\u201d to \u201c{target}\u201d is {long}."
    return _whole(insight.words, 120)


def _come_here(reach: Estimate | None) -> str:
    """How many journeys come there; that all do says nothing."""
    if reach is None or reach.value >= _ALL:
        return ""
    return f", and {words.share(reach.value)} of journeys come to it"


def _where_it_hurts(insight: Insight, measure: TouchpointMeasure, place: str) -> tuple[str, str]:
    reach = measure.reach
    pass_here = _come_here(reach)
    if measure.rating is not None:
        rating = words.value_text(measure.rating.value, measure.rating_kind)
        which = _rank(insight, "our worst", "some of our worst")
        head = f"\u201c{place}\u201d goes with {which} ratings: {rating}"
        return f"{head}{pass_here}.", f"{head}."
    level = measure.feeling.value if measure.feeling else 0.0
    feeling = feeling_word(level)
    if level >= -NEUTRAL:  # less glad than elsewhere is no hurt
        who = _rank(insight, "least glad", "less glad than elsewhere")
        head = f"Customers are {who} at \u201c{place}\u201d: {feeling}"
        return f"{head}{pass_here}.", f"{head}."
    head = f"\u201c{place}\u201d hurts {_rank(insight, 'most', 'much')}: customers are {feeling} there"
    return f"{head}{pass_here}.", f"{head}."


def _with_condition(what: str, row: ConditionMeasure) -> tuple[str, str]:
    side = "worse" if _is_worse(row) else "better"
    share = words.share(row.share.value)
    if row.metric == "feeling":
        there = feeling_word(row.with_condition.value)
        head = f"\u201c{what}\u201d goes with {side} feelings"
        return f"{head}: {share} of journeys have it, and customers are {there}.", f"{head}."
    there, elsewhere = words.number(row.with_condition.value), words.number(row.without.value)
    head = f"\u201c{what}\u201d goes with {side} ratings"
    return (
        f"{head}: {share} of journeys, rated {there} instead of {elsewhere}.",
        f"{head}: {there} instead of {elsewhere}.",
    )


def _is_worse(row: ConditionMeasure) -> bool:
    scale = words.scale_of("feeling" if row.metric == "feeling" else row.metric) or (0.0, 1.0)
    return (row.difference.value < 0) == (scale[1] > scale[0])


def _whole(text: str, characters: int) -> str:
    """An insight's own first sentence, without what stands in brackets, within the room."""
    plain = words.without_brackets(text)
    return words.sentence(words.clip(plain, characters))


def feeling_word(value: float) -> str:
    """A feeling of -1 to 1 as the word of its band."""
    bands = (
        (-0.6, "upset"),
        (-NEUTRAL, "uneasy"),
        (NEUTRAL, "neither glad nor upset"),
        (0.6, "content"),
    )
    return next((word for limit, word in bands if value < limit), "glad")
