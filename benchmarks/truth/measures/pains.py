"""Pains: are they ranked by what they cost, and does nothing harmless lead?

Truth: successes lost through each planted condition, and visitors lost at the leak times their chance of
staying. NDCG over the first ten of the ranking (a pain counts once); harmless: planted without effect
(transfers, invoices) and yet among the first five. Naive: by how many complain or stop, as counts of mentions rank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from math import log2

from bench import DESIRELINE, NAIVE, Case, Row, Sample, at_least, at_most, rare

CAUSE = {
    "late": "late",
    "setup_error": "setup error",
    "Set-up failed": "setup error",
    "broken promise": "broken callback",
    "long queue: Call": "long queue",
    "transferred": "transfer",
    "transfer": "transfer",
    "invoice_complaint": "invoice complaint",
    "Invoice complaint": "invoice complaint",
    "Credit check": "leak",
}
"""Condition, or touchpoint where there is none -> what was planted."""
ROWS = (
    Row(key="ndcg", title="NDCG@10 of lost successes", bar=">= .93", judge=at_least(0.93)),
    Row(key="conditions", title="the same without the leak", bar="-", judge=at_least(0.0)),
    Row(key="harmless", title="harmless among the first five", bar="0", judge=at_most(0.0)),
    Row(key="recall", title="recall@5 of what costs", bar="-", judge=at_least(0.0)),
    Row(
        key="false",
        title="null companies where a condition is said to cost",
        bar="<= .10",
        judge=rare(0.10),
    ),
    Row(
        key="stops",
        title="null companies where a drop-off is shown",
        bar="<= .10",
        judge=rare(0.10),
    ),
)


def take(case: Case) -> Iterator[Sample]:
    """Compare the ranking with what was lost."""
    told = _told(case)
    if case.null:
        yield "false", DESIRELINE, any(kind == "pain" for _, kind in told)
        yield "stops", DESIRELINE, any(kind == "drop_off" for _, kind in told)
        return
    worth = lost(case)
    ours, naive = [cause for cause, _ in told], _by_mentions(case)
    for side, ranking in ((DESIRELINE, ours), (NAIVE, naive)):
        yield "ndcg", side, ndcg(ranking, worth)
        some = {name: value for name, value in worth.items() if name != "leak"}
        yield "conditions", side, ndcg([one for one in ranking if one != "leak"], some)
        yield "harmless", side, sum(worth.get(one, 1.0) == 0 for one in ranking[:5])
        costly = sorted((name for name in worth if worth[name] > 0), key=lambda n: -worth[n])[:5]
        yield "recall", side, len(set(ranking[:5]) & set(costly)) / len(costly)


def _told(case: Case) -> list[tuple[str, str]]:
    """What each pain of the ranking is about, once, and the kind of a claim that it costs success."""
    pains = (
        [asdict(one) for one in case.book("pains").insights]
        if case.way == "memory"
        else case.insights
    )
    told = [
        one for one in pains if one["kind"] in ("pain", "drop_off") and one["rank"] is not None
    ]
    out: dict[str, str] = {}
    for one in sorted(told, key=lambda one: one["rank"]):
        name = one["condition"] or one["touchpoint"] or ""
        costs = one["verdict"] == "shown" and (one["outcome"] or one["kind"] == "drop_off")
        out.setdefault(CAUSE.get(name, name), one["kind"] if costs else "")
    return list(out.items())


def lost(case: Case) -> dict[str, float]:
    """Successes lost by cause."""
    company, plan = case.company, case.company.plan
    out = {one.name: max(company.lost_by(one.name), 0.0) for one in plan.conditions}
    out.pop("welcome call")
    known = [one.stayed for one in company.buyers if one.stayed is not None]
    visits = sum(one.touchpoint == "Credit check" for one in company.happenings)
    out["leak"] = (plan.leak - plan.leave) * visits * sum(known) / max(len(known), 1)
    return out


def _by_mentions(case: Case) -> list[str]:
    """Touchpoints and topics by how many sad words or stops they have."""
    counts: dict[str, int] = {}
    for one in case.company.happenings:
        if one.feeling is not None and one.feeling < 0:
            name = "transfer" if one.transfers else CAUSE.get(one.touchpoint, one.touchpoint)
            name = "broken callback" if one.disposition == "chased callback" else name
            counts[name] = counts.get(name, 0) + 1
        if one.attributes and one.attributes.get("late"):
            counts["late"] = counts.get("late", 0) + 1
    return sorted(counts, key=lambda name: -counts[name])


def ndcg(ranking: Sequence[str], worth: dict[str, float], *, most: int = 10) -> float:
    """Discounted gain of the first ten over that of the best order."""
    gained = sum(worth.get(one, 0.0) / log2(i + 2) for i, one in enumerate(ranking[:most]))
    best = sorted(worth.values(), reverse=True)[:most]
    return gained / max(sum(value / log2(i + 2) for i, value in enumerate(best)), 1e-9)
