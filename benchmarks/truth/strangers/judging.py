"""What is told of a company of another kind, against what was planted in it: one row for each thing, with its bar.

In: a `Truth`, the maps and the insights of the public commands.  Out: samples (row, value), 0 or 1 or a number, which
`run.py` pools by kind. A row gets a sample only where the company can be judged by it: no effect is found where none is
planted, and no share of promises is held against a company that promises nothing.

*Causes* are `moment`s that are shown. One is false where it names what costs nothing, right where it names a harm and says
that it costs. A planted harm that nothing names is not found; one that is suggested counts as found, but apart. *Held* needs
`Truth.outcome`, the success of which the planted points are meant (or none: any). *Changes* are shown ones: right
within 14 days of the planted day where they name what changed; others within 28 days of it may follow from it, and count
neither way; every other one is false. *Promises*: the share that was not kept of those that fell due before the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bench import Row, at_least, at_most, covers, rare

from strangers.telling import START, Truth

WITHIN = timedelta(days=14)
PAINS = ("pain", "drop_off")
NULL, PLANTED = "null", "planted"
ROWS = (
    Row(key="headline", title="headlines that name a planted harm", bar="-", judge=at_least(0)),
    Row(key="headline_false", title="headlines that say, as shown, that what costs nothing costs", bar="<= .10", judge=rare(0.1)),
    Row(key="action", title="actions about a planted harm", bar="-", judge=at_least(0)),
    Row(key="pain", title="of the first five pains: a planted harm", bar="-", judge=at_least(0)),
    Row(key="pain_false", title="of the first five pains: a cost of what costs nothing", bar="<= .10", judge=rare(0.1)),
    Row(key="leaks", title="leaks shown, a company", bar="-", judge=at_least(0), digits=2),
    Row(key="cause", title="planted causes that are shown", bar="-", judge=at_least(0)),
    Row(key="cause_hinted", title="planted causes that are shown or suggested", bar="-", judge=at_least(0)),
    Row(key="cause_sign", title="claims about planted causes that say it costs", bar=">= .98", judge=at_least(0.98)),
    Row(key="cause_held", title="their intervals that hold the planted points", bar="93-97 %", judge=covers),
    Row(key="cause_false", title="companies in which what costs nothing is told as a cause", bar="<= .10", judge=rare(0.1)),
    Row(key="promise_held", title="intervals of the share of broken promises that hold it", bar="93-97 %", judge=covers),
    Row(key="promise_off", title="share of broken promises: error", bar="<= .05", judge=at_most(0.05)),
    Row(key="promise_told", title="companies whose planted promises are told of", bar=">= .90", judge=at_least(0.9)),
    Row(key="change", title="planted changes, dated within 14 days", bar=">= .90", judge=at_least(0.9)),
    Row(key="change_false", title="companies with a change that was not planted", bar="<= .10", judge=rare(0.1)),
    Row(key="settled", title="planted channels that settle worse are told", bar="-", judge=at_least(0)),
)  # fmt: skip


def samples(
    truth: Truth, maps: list[dict[str, Any]], told: list[dict[str, Any]], *, days: int
) -> Iterator[tuple[str, float]]:
    """All that can be judged of one company."""
    yield from _first(truth, maps)
    yield from _pains(truth, told)
    yield from _causes(truth, told)
    yield from _promises(truth, told, days)
    yield from _changes(truth, told)
    yield from _settled(truth, told)


def _about(truth: Truth, one: dict[str, Any]) -> str | None:
    """What a claim names: its place and condition, before the numbers of its sentence."""
    return truth.named(f"{one['touchpoint']} {one['condition']} {one['words'].split(':')[0]}")


def _first(truth: Truth, maps: list[dict[str, Any]]) -> Iterator[tuple[str, float]]:
    for one in maps:
        view, document = one["snapshot"]["reading"], one["document"]
        about = truth.named(view["headline"])
        if truth.points:
            yield "headline", about in truth.points
            for name in view["actions"]:
                yield "action", truth.named(document["actions"][name]["title"]) in truth.points
        costs = any(word in view["headline"] for word in (" cost", " lose", " fewer ", " less "))
        yield "headline_false", view["verdict"] == "shown" and costs and about not in truth.points


def _pains(truth: Truth, told: list[dict[str, Any]]) -> Iterator[tuple[str, float]]:
    shown = [one for one in told if one["kind"] in PAINS and one["verdict"] == "shown"]
    for one in shown[:5]:
        harm = _about(truth, one) in truth.points
        costs = one["kind"] == "drop_off" or one["outcome"] is not None
        if truth.points:
            yield "pain", harm
        yield "pain_false", costs and not harm
    yield "leaks", sum(one["kind"] == "drop_off" for one in shown)


def _causes(truth: Truth, told: list[dict[str, Any]]) -> Iterator[tuple[str, float]]:
    moments = [
        (one, _about(truth, one))
        for one in told
        if one["kind"] == "moment" and one["metric"] == "share" and one["value"] is not None
    ]
    shown = [(one, about) for one, about in moments if one["verdict"] == "shown"]
    hinted = {about for one, about in moments if one["verdict"] in ("shown", "suggested")}
    for name, points in truth.points.items():
        mine = [one for one, about in shown if about == name]
        yield "cause", bool(mine)
        yield "cause_hinted", name in hinted
        for one in mine:
            yield "cause_sign", one["value"] * points > 0
            if truth.outcome in (None, one["outcome"]):
                yield "cause_held", one["low"] <= points <= one["high"]
    yield "cause_false", any(about not in truth.points for _, about in shown)


def _promises(truth: Truth, told: list[dict[str, Any]], days: int) -> Iterator[tuple[str, float]]:
    due = [one for one in truth.promises if one.due < days]
    if not due:
        return
    share = sum(not one.kept for one in due) / len(due)
    said = [one for one in told if one["metric"] == "broken promises" and one["value"] is not None]
    yield "promise_told", bool(said)
    if said:
        most = max(said, key=lambda one: one["n"])
        yield "promise_held", most["low"] <= share <= most["high"]
        yield "promise_off", abs(most["value"] - share)


def _changes(truth: Truth, told: list[dict[str, Any]]) -> Iterator[tuple[str, float]]:
    days = {name: (START + timedelta(days=day)).date() for name, day in truth.changes.items()}
    found, wrong = set[str](), False
    for one in told:
        if one["kind"] != "change" or one["verdict"] != "shown" or one["date"] is None:
            continue
        when, words = date.fromisoformat(one["date"]), f"{one['touchpoint']} {one['condition']}"
        mine = {n for n, day in days.items() if truth.named(words) == n and abs(when - day) <= WITHIN}  # fmt: skip
        found |= mine
        wrong |= not mine and all(abs(when - day) > 2 * WITHIN for day in days.values())
    for name in days:
        yield "change", name in found
    yield "change_false", wrong


def _settled(truth: Truth, told: list[dict[str, Any]]) -> Iterator[tuple[str, float]]:
    said = [one["words"].casefold() for one in told if one["kind"] == "channel_difference" and one["verdict"] == "shown"]  # fmt: skip
    for channel in truth.settled_worse.values():
        yield "settled", any(channel.casefold() in words for words in said)
