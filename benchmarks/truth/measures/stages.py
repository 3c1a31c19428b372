"""Stages: does the product cut the journey where it was planted to be cut?

From files: adjusted Rand index over events of the stage that each stands in, and the borders that a customer crosses
(F1, one step of slack). In the company `again` the prices are looked at before the order and before the renewal: they
are two touchpoints; in the others nothing is. Naive: four stages of equal length, cut through each customer's events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from bench import DESIRELINE, NAIVE, Case, Row, Sample, at_least, rare
from memory import STAGES, stage_of

from measures.personas import rand

CASES = {"files": ("full", "four", "again")}
ROWS = (
    Row(key="ari", title="ARI of the stage, by event", bar=">= .85", judge=at_least(0.85)),
    Row(
        key="joined",
        title="the same, finer stages joined to the planted one they share most with",
        bar="-",
        judge=at_least(0.0),
    ),
    Row(key="borders", title="F1 of the borders, one step off", bar=">= .90", judge=at_least(0.9)),
    Row(
        key="split",
        title="companies where the two contexts stand apart",
        bar=">= .95",
        judge=at_least(0.95),
    ),
    Row(key="false", title="companies where one context is split", bar="<= .05", judge=rare(0.05)),
)
_TWICE = "Pricing"
"""Passed in two contexts by the customers of the company `again`."""
_SAID = {
    "order created": "Order placed",
    "order delivered": "Installed",
    "company calls: welcome call": "Welcome call",
}
"""What an order's row becomes; other rows are told by their source."""
_SOURCES = {"call": "Call", "ticket": "Chat contact", "survey": "Contact survey"}


def take(case: Case) -> Iterator[Sample]:
    """Compare the stage of each exported event with the planted one."""
    happened = {one.touchpoint for one in case.company.happenings}
    rows = sorted(case.export("events"), key=lambda row: (row["customer_id"], row["at"]))
    ordered = {
        row["customer_id"]: row["at"] for row in rows[::-1] if row["activity"] == "order created"
    }
    known = [(row, _truth(row, happened, ordered)) for row in rows if row["stage"]]
    told = [(row["customer_id"], row["stage"], true) for row, true in known if true is not None]
    yield from _contexts(case, rows, ordered)
    names = {name: i for i, name in enumerate(sorted({stage for _, stage, _ in told}))}
    truth = [true for _, _, true in told]
    yield "ari", DESIRELINE, rand(truth, [names[stage] for _, stage, _ in told])
    shared: dict[str, Counter[int]] = {name: Counter() for name in names}
    for _, stage, true in told:
        shared[stage][true] += 1
    joined = {stage: counts.most_common(1)[0][0] for stage, counts in shared.items()}
    yield "joined", DESIRELINE, rand(truth, [joined[stage] for _, stage, _ in told])
    cuts: list[int] = []
    scores: list[tuple[int, int, int]] = []
    plain: list[tuple[int, int, int]] = []
    for _, group in groupby(told, key=lambda one: one[0]):
        mine = list(group)
        equal = [len(STAGES) * i // len(mine) for i in range(len(mine))]
        cuts += equal
        true = [one[2] for one in mine]
        scores.append(_borders(true, [names[one[1]] for one in mine]))
        plain.append(_borders(true, equal))
    yield "ari", NAIVE, rand(truth, cuts)
    yield "borders", DESIRELINE, _f1(scores)
    yield "borders", NAIVE, _f1(plain)


def _contexts(case: Case, rows: list[dict[str, str]], ordered: dict[str, str]) -> Iterator[Sample]:
    names = {row["touchpoint"] for row in case.export("stages") if ", after " in row["touchpoint"]}
    if case.plan != "again":
        yield "false", DESIRELINE, bool(names)
        return
    stages: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    for row in rows:
        if row["activity"] == _TWICE:
            stages[_is_later(row, ordered)][row["stage"]] += 1
    before, after = (stages[side].most_common(1) for side in (False, True))
    yield "split", DESIRELINE, bool(before and after) and before[0][0] != after[0][0]


def _is_later(row: dict[str, str], ordered: dict[str, str]) -> bool:
    return row["at"] > ordered.get(row["customer_id"], "9")


def _truth(row: dict[str, str], happened: set[str], ordered: dict[str, str]) -> int | None:
    """The planted stage of an exported row; None where nothing was planted (a sign-in)."""
    name = _SAID.get(row["activity"], row["activity"])
    if name == _TWICE and _is_later(row, ordered):
        return stage_of("Renewal offer")
    if name in happened:
        return stage_of(name)
    about = next((word for key, word in _SOURCES.items() if key in row["source"]), None)
    return None if about is None else stage_of(about)


def _borders(true: Sequence[int], told: Sequence[int]) -> tuple[int, int, int]:
    """Borders found, borders told, borders there are."""
    there = [i for i in range(1, len(true)) if true[i] != true[i - 1]]
    said = [i for i in range(1, len(told)) if told[i] != told[i - 1]]
    open_, found = set(said), 0
    for border in there:
        near = next((i for i in (border, border - 1, border + 1) if i in open_), None)
        if near is not None:
            open_.discard(near)
            found += 1
    return found, len(said), len(there)


def _f1(parts: list[tuple[int, int, int]]) -> float:
    found, said, there = (sum(column) for column in zip(*parts, strict=True))
    return 2 * found / max(said + there, 1)
