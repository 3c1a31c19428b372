"""The one sentence on top of a map, no stronger than its verdict.

In: ranked insights. Out: a sentence, a shorter one for views that already carry many numbers, and
its verdict. `shown` may state what goes with what (never that one causes the other); `suggested`
says "may" and how few; where neither exists the sentence says what to measure next. "Worst" is said
only where the rank's interval leaves no other place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desireline.insights import ConditionMeasure, Insight, TouchpointMeasure, Verdict
from desireline.maps import words
from desireline.maps.facts import Facts
from desireline.maps.findings import Findings
from desireline.maps.resolve import Context
from desireline.maps.suggest import next_to_ask

_PLACE = 38
_ORDER = (("pain",), ("exit", "drop_off"), ("wait",), ("deviation", "driver", "change", "channel"))


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
    findings = context.findings
    for verdict in (Verdict.SHOWN, Verdict.SUGGESTED):
        kinds = [*_ORDER, ("potential_pain",)] if verdict is Verdict.SUGGESTED else list(_ORDER)
        for group in kinds:
            for insight in findings.of_kind(*group):
                if insight.verdict is verdict:
                    return _say(context, insight)
    text = next_measure(findings, context.facts)
    return Headline(text=text, short=text, verdict="unknown", insight=None)


def next_measure(findings: Findings, facts: Facts) -> str:
    """What to measure next, where nothing can be said yet."""
    if facts.journeys == 0:
        return "Not enough evidence yet: import the first events."
    silent = next_to_ask(findings, facts)
    if silent is None:
        return "Not enough evidence yet: import a longer period next."
    place = words.clip(words.title_of(silent), _PLACE)
    return f"Not enough evidence yet: ask customers at \u201c{place}\u201d next."


def _say(context: Context, insight: Insight) -> Headline:
    place = words.clip(context.title(insight.touchpoint), _PLACE)
    if insight.verdict is Verdict.SUGGESTED:
        n = "" if insight.n is None else f" (only {words.count(insight.n)} answered)"
        if insight.kind in {"pain", "potential_pain"} and insight.touchpoint:
            many = insight.n is not None and insight.n >= 30
            text = f"\u201c{place}\u201d may be where it hurts: not yet sure{'' if many else n}."
        else:
            text = f"A first hint: {_whole(insight.words, 100)}"
        return Headline(text=text, short=text, verdict="suggested", insight=insight)
    text, short = _shown(context, insight, place)
    return Headline(text=text, short=short, verdict="shown", insight=insight)


def _shown(context: Context, insight: Insight, place: str) -> tuple[str, str]:
    if insight.kind == "pain" and insight.touchpoint is not None:
        measure = context.findings.touchpoints.get(insight.touchpoint)
        condition = _condition(context.findings, insight)
        if condition is not None:
            return _with_condition(condition)
        if measure is not None and (measure.rating or measure.feeling):
            return _where_it_hurts(insight, measure, place)
    if insight.kind in {"exit", "drop_off"} and insight.value is not None and insight.touchpoint:
        first = "Most stop" if insight.rank_high == 1 else "Many stop"
        text = (
            f"{first} at \u201c{place}\u201d: {words.share(insight.value)} take no further step."
        )
        return text, f"{first} at \u201c{place}\u201d and take no further step."
    text = _whole(insight.words, 120)
    return text, text


def _where_it_hurts(insight: Insight, measure: TouchpointMeasure, place: str) -> tuple[str, str]:
    worst = "our worst" if insight.rank_high == 1 else "some of our worst"
    reach = measure.reach
    pass_here = f", and {words.share(reach.value)} of journeys pass it" if reach else ""
    if measure.rating is not None:
        rating = words.value_text(measure.rating.value, measure.rating_kind)
        head = f"\u201c{place}\u201d goes with {worst} ratings: {rating}"
        return f"{head}{pass_here}.", f"{head}."
    feeling = feeling_word(measure.feeling.value if measure.feeling else 0.0)
    where = "most" if insight.rank_high == 1 else "much"
    head = f"\u201c{place}\u201d hurts {where}: customers are {feeling} there"
    return f"{head}{pass_here}.", f"{head}."


def _condition(findings: Findings, insight: Insight) -> ConditionMeasure | None:
    """The comparison behind a conditional pain: late against on time."""
    for row in findings.conditions:
        if row.condition == insight.condition and row.verdict is Verdict.SHOWN:
            return row
    return None


def _with_condition(row: ConditionMeasure) -> tuple[str, str]:
    what = words.title_of(row.condition)
    if row.metric == "feeling":
        there = feeling_word(row.with_condition.value)
        text = f"\u201c{what}\u201d goes with worse feelings: {words.share(row.share.value)} of journeys"
        return (
            f"{text} have it, and customers are {there}.",
            f"\u201c{what}\u201d goes with worse feelings.",
        )
    there = words.number(row.with_condition.value)
    else_where = words.number(row.without.value)
    text = (
        f"\u201c{what}\u201d goes with worse ratings: {words.share(row.share.value)} of journeys have it"
        f" and score {there}, not {else_where}."
    )
    return text, f"\u201c{what}\u201d goes with worse ratings: {there}, not {else_where}."


def _whole(text: str, characters: int) -> str:
    """An insight's own first sentence, without what stands in brackets, within the room."""
    plain = words.without_brackets(text)
    return words.sentence(words.clip(plain, characters))


def feeling_word(value: float) -> str:
    """A feeling of -1 to 1 as the word of its band."""
    bands = ((-0.6, "upset"), (-0.2, "uneasy"), (0.2, "neither glad nor upset"), (0.6, "content"))
    return next((word for limit, word in bands if value < limit), "glad")
