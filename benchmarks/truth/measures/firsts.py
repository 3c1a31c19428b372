"""What a map says first: does its headline, and do its three actions, speak of what was planted?

Truth: what `pains` ranks by, the successes that each planted condition and the leak cost. A headline is a *harm* where it
names one of these, and *top* where it names the costliest, or one whose true place lies within the interval of its rank. It
is *wrong* where it states as shown that something hurts, loses or goes with less success, and that costs nothing: planted
as harmless (transfers, invoices), or not planted. A null company has no cost at all: there a claim of one is false; that
customers are upset where their moods are planted is true there, too. *Held*: the number that the headline prints lies in
the interval of a claim that holds what was planted. Naive: the touchpoint where answers are worst, which is what a map by
averages says first. Where a map says that what costs is not known yet and then what customers dislike, it claims no cost.
Actions that would make something rarer or shorter are held apart from those that ask or look.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench import DESIRELINE, NAIVE, Case, Row, Sample, at_least, covers, rare, reaches

from measures.pains import CAUSE, lost

CASES = {"memory": ("full", "after", "null")}
ROWS = (
    Row(key="told", title="the headline claims something as shown", bar="-", judge=at_least(0.0)),
    Row(key="hinted", title="it only suggests that something costs", bar="-", judge=at_least(0.0)),
    Row(
        key="hint_harm",
        title="of what is suggested: a planted harm",
        bar="-",
        judge=at_least(0.0),
    ),
    Row(key="harm", title="it names a planted harm", bar=">= .90", judge=reaches(0.9)),
    Row(
        key="top",
        title="it names the costliest, or one within the interval of its rank",
        bar=">= .90",
        judge=reaches(0.9),
    ),
    Row(
        key="harmless",
        title="companies where it says that something costs or hurts that costs nothing",
        bar="<= .05",
        judge=rare(0.05),
    ),
    Row(key="held", title="its interval holds what was planted", bar="93-97 %", judge=covers),
    Row(key="costs", title="a cost is claimed as shown first", bar="<= .10", judge=rare(0.10)),
    Row(
        key="act_harm", title="of its actions: about a planted harm", bar="-", judge=at_least(0.0)
    ),
    Row(
        key="act_harmless",
        title="an action would change what costs nothing",
        bar="<= .10",
        judge=rare(0.10),
    ),
    Row(
        key="act_hurts",
        title="actions that say of what costs nothing that it hurts",
        bar="-",
        judge=at_least(0.0),
    ),
)
_CAUSE = CAUSE | {"long wait: Order placed to Installed": "late"}
"""The longest tenth of these waits is late."""
_EFFECTS = ("late", "setup error", "long queue", "broken callback")
_COSTLY = ("pain", "drop_off", "deviation", "driver")
_CHANGES = ("Make ", "Shorten ", "Spare ", "Keep ")
"""How an action begins that would change something; the others ask, read or look."""


def take(case: Case) -> Iterator[Sample]:
    """Judge what the map of one company says first."""
    insight, verdict, actions = _first(case)
    shown = verdict == "shown"
    yield "told", DESIRELINE, shown
    yield "hinted", DESIRELINE, verdict == "suggested"
    worth = {} if case.null else lost(case)
    about = None if insight is None else _about(insight)
    if case.null:
        yield "costs", DESIRELINE, shown and insight is not None and _claims_cost(insight)
        yield "act_harmless", DESIRELINE, any(_changes(title) for title, _ in actions)
        return
    if shown:
        yield "harm", DESIRELINE, worth.get(about or "", 0.0) > 0
        yield "top", DESIRELINE, _is_top(insight, about, worth)
        held = _holds(case, insight, about)
        if held is not None:
            yield "held", DESIRELINE, held
    yield "harmless", DESIRELINE, shown and _is_wrong(insight, about, worth)
    if verdict == "suggested":
        yield "hint_harm", DESIRELINE, worth.get(about or "", 0.0) > 0
    naive = CAUSE.get(_worst(case), _worst(case))
    yield "harm", NAIVE, worth.get(naive, 0.0) > 0
    yield "top", NAIVE, naive == max(worth, key=lambda name: worth[name])
    yield "harmless", NAIVE, worth.get(naive, 0.0) <= 0
    for _, cause in actions:
        yield "act_harm", DESIRELINE, worth.get(cause, 0.0) > 0
    free = [title for title, cause in actions if worth.get(cause, 0.0) <= 0]
    yield "act_hurts", DESIRELINE, sum(title.endswith("hurts") for title in free)
    yield "act_harmless", DESIRELINE, any(_changes(title) for title in free)


def _first(case: Case) -> tuple[Any, str, list[tuple[str, str]]]:
    """The claim that leads, how surely it is said, and each action with what it is about."""
    from memory import PURPOSE

    from desireline import insights, maps
    from desireline.maps.facts import gather
    from desireline.maps.findings import read
    from desireline.maps.headline import headline
    from desireline.maps.resolve import Context

    needed = [one for one in insights.names() if one not in insights.HEAVY]
    book = insights.run(case.data, PURPOSE, needed)
    file = maps.build(book, case.data, PURPOSE)
    facts, day = gather(case.data, PURPOSE), case.data.period_end.date()
    first = headline(Context(document=file.document, findings=read(book), facts=facts, now=day))
    view = file.snapshot.reading
    assert view is not None
    assert view.headline in {first.text, first.short}
    told = [file.document.actions[name] for name in view.actions]
    return (
        first.insight,
        first.verdict,
        [(one.title, _behind(book, one.why or "")) for one in told],
    )


def _behind(book: Any, why: str) -> str:
    """What the claim is about that an action gives as its reason."""
    from desireline.maps.words import sentence

    return next((_about(one) for one in book.insights if sentence(one.words) == why), "")


def _about(one: Any) -> str:
    """The planted cause that a claim names, or its own word for it."""
    name = one.condition or one.touchpoint or one.stage or one.topic or ""
    return _CAUSE.get(name, name)


def _claims_cost(one: Any) -> bool:
    """That success is lost: what nothing costs in a null company."""
    costs = one.outcome is not None or one.kind == "drop_off" or one.money is not None
    return one.kind in _COSTLY and costs


def _is_top(one: Any, about: str | None, worth: dict[str, float]) -> bool:
    order = sorted((name for name in worth if worth[name] > 0), key=lambda name: -worth[name])
    if one is None or about not in order:
        return False
    place = order.index(about) + 1
    within = one.rank_low is not None and one.rank_low <= place <= (one.rank_high or place)
    return place == 1 or within


def _is_wrong(one: Any, about: str | None, worth: dict[str, float]) -> bool:
    """A pain that costs nothing; what only describes (a stage, a topic) is not called a pain."""
    return one is not None and one.kind in _COSTLY and worth.get(about or "", 0.0) <= 0


def _holds(case: Case, one: Any, about: str | None) -> bool | None:
    """Whether the interval of an effect on staying, or of a leak, holds what was planted."""
    if one is None or one.low is None:
        return None
    plan = case.company.plan
    if about == "leak" and one.kind == "drop_off":
        return one.low <= plan.leak - plan.leave <= one.high
    if one.outcome == "stays" and about in _EFFECTS:
        return one.low <= case.company.effect(about) <= one.high
    return None


def _changes(title: str) -> bool:
    return title.startswith(_CHANGES)


def _worst(case: Case) -> str:
    """The touchpoint where those who said anything felt worst, of those with five answers or more."""
    felt: dict[str, list[float]] = {}
    for one in case.company.happenings:
        if one.feeling is not None:
            felt.setdefault(one.touchpoint, []).append(one.feeling)
    means = {name: sum(every) / len(every) for name, every in felt.items() if len(every) >= 5}
    return min(means, key=lambda name: means[name], default="")
