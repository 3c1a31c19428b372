"""Silos: where the thread breaks between teams and between channels.

In: the effort ledger.  Out: for each border how much more often those tell it again, are passed on once more or must
turn to the company once more who cross it within the repeat window, than those who come back to the team (or channel)
that they came from; for each team that passes on, how many of those it passed on must come back; and all borders of a
kind together. One family (Benjamini-Hochberg). Any two contacts in a row are a pair, whatever they are about, and are
compared within what sources say of that (the same reason, another, not known): a rule that links contacts of one tool
otherwise than contacts of two would make borders of its own. A team is what a source notes as team, department, group
or queue: people's names are no team. An association: hard matters cross borders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.efforts.ledger import ledger
from desireline.insights.facts import DAY_US
from desireline.insights.model import Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.estimates import capital, count, percent
from desireline.insights.numbers.strata import FEWEST, Gap, gap_within, one_family

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Words = NDArray[np.object_]

METHOD = (
    "next contacts within the repeat window across a border minus those to the same side, within the side before and"
    " whether the reason is the same, customers as clusters; BH q .10 over borders and metrics; v2"
)
_MATERIAL = 0.05
_MOST = 12
"""Teams or channels that are compared, the busiest."""
ALL = "all"
_METRICS = {
    "tells it again": ("(retells > 0)::INTEGER", False),
    "passed on": ("(transfers > 0)::INTEGER", False),
    "comes back": ("coalesce(next_us <= at_us + {window}, false)::INTEGER", True),
}
"""SQL of what may be lost, and whether the repeat window must have passed."""
_LOST = "lost hand-over"
_VERBS = {
    "tells it again": "tell it again",
    "passed on": "are passed on once more",
    "comes back": "must come back once more",
    _LOST: "must come back",
}
_KINDS = ("team", "channel")
_ROWS_SQL = """
    SELECT customer, at_us, retells, transfers, errands, lead(at_us) OVER own AS next_us,
        team::VARCHAR AS team, channel::VARCHAR AS channel, lag(team::VARCHAR) OVER own AS from_team,
        lag(channel::VARCHAR) OVER own AS from_channel, at_us - lag(at_us) OVER own AS since_us,
        coalesce((label = lag(label) OVER own)::VARCHAR, '') AS same
    FROM {ledger} WINDOW own AS (PARTITION BY customer ORDER BY at_us, event_key)
"""
_BACK_SQL = """
    SELECT customer, from_{kind} AS source, {kind} AS target, same, {value}::DOUBLE AS y FROM {rows}
    WHERE since_us <= {window} AND from_{kind} IS NOT NULL AND {kind} IS NOT NULL AND {ripe} ORDER BY ALL
"""
_PASSED_SQL = """
    SELECT customer, team AS source, '' AS target, '' AS same, {value}::DOUBLE AS y FROM {rows}
    WHERE (transfers > 0 OR errands > 0) AND team IS NOT NULL AND {ripe} ORDER BY ALL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiloMeasure:
    """What is lost at one border."""

    kind: str
    """`team` or `channel`."""
    source: str
    """`all`: every border of this kind together."""
    target: str | None
    """None for a lost hand-over: the source does not say to whom."""
    metric: str
    difference: Estimate
    here: float
    elsewhere: float
    verdict: Verdict
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Border:
    kind: str
    source: str
    target: str | None
    metric: str
    gap: Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    who: Ints
    source: Words
    target: Words
    same: Words
    """Whether the reason is the one of the contact before; empty where that is not known."""
    y: Floats

    def stratum(self, *columns: Words) -> Ints:
        """A number for each combination of words."""
        joined = np.array(["\n".join(map(str, row)) for row in zip(*columns, strict=True)])
        return np.unique(joined, return_inverse=True)[1].astype(np.int64)


class Silos:
    """See the module."""

    name = "silos"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Every border that enough customers cross, the worst first."""
        booked = ledger(facts)
        if not booked.contacts:
            return InsightResult()
        evidence = facts.evidence(
            self.name, method=METHOD, query=_ROWS_SQL + _BACK_SQL + _PASSED_SQL, n=booked.contacts
        )
        found = [
            one for kind in _KINDS for metric in _METRICS for one in _borders(facts, kind, metric)
        ]
        found += _lost(facts)
        measures, level = _judged(facts, found, evidence.id)
        told = [one for one in measures if one.verdict == Verdict.SHOWN]
        told.sort(key=lambda one: (one.source != ALL, -one.difference.value, one.source))
        insights = [_claim(facts, one, level) for one in told]
        if not told:
            insights = [_nothing(facts, booked.contacts, len(measures), evidence.id)]
        return InsightResult(measures=measures, insights=insights, evidence=[evidence])


def _read(facts: Facts, sql: str, value: str, *, ripe: bool, kind: str = "team") -> _Rows:
    booked = ledger(facts)
    window = int(booked.window_days * DAY_US)
    found = facts.engine.query(
        sql.format(
            kind=kind,
            value=value.format(window=window),
            rows=facts.table("contacts_in_a_row", _ROWS_SQL.format(ledger=booked.table)),
            window=window,
            ripe=f"at_us + {window} <= {facts.end_us}" if ripe else "true",
        )
    )
    source, target, same = (
        np.asarray(found[name].to_pylist(), dtype=object) for name in ("source", "target", "same")
    )
    return _Rows(
        who=np.asarray(found["customer"]).astype(np.int64),
        source=source,
        target=target,
        same=same,
        y=np.asarray(found["y"]).astype(np.float64),
    )


def _borders(facts: Facts, kind: str, metric: str) -> list[_Border]:
    """All borders of a kind together, and each that enough cross."""
    value, ripe = _METRICS[metric]
    rows = _read(facts, _BACK_SQL, value, ripe=ripe, kind=kind)
    crossed = rows.source != rows.target
    gap = gap_within(rows.who, crossed, rows.stratum(rows.source, rows.same), rows.y)
    gaps = [(ALL, ALL, gap)]
    names, counts = np.unique(rows.source.astype(str), return_counts=True)
    for source in names[np.argsort(-counts, kind="stable")][:_MOST].tolist():
        mine = rows.source == source
        for target in sorted(set(rows.target[mine & crossed].tolist())):
            compared = mine & (~crossed | (rows.target == target))
            stratum = rows.stratum(rows.same)
            gap = gap_within(rows.who[compared], crossed[compared], stratum[compared], rows.y[compared])  # fmt: skip
            gaps.append((source, target, gap))
    return [
        _Border(kind=kind, source=source, target=target, metric=metric, gap=gap)
        for source, target, gap in gaps
        if gap is not None
    ]


def _lost(facts: Facts) -> list[_Border]:
    """Of those whom a team passed on, how many more must come back than of those whom others passed on."""
    rows = _read(facts, _PASSED_SQL, _METRICS["comes back"][0], ripe=True)
    out: list[_Border] = []
    for source in sorted(set(rows.source.tolist())):
        here = rows.source == source
        gap = gap_within(rows.who, here, np.zeros(len(here), dtype=np.int64), rows.y)
        if gap is not None:
            out.append(_Border(kind="team", source=source, target=None, metric=_LOST, gap=gap))
    return out


def _judged(
    facts: Facts, found: list[_Border], evidence: EvidenceId
) -> tuple[list[SiloMeasure], float]:
    told, level = one_family([one.gap for one in found], ["share"] * len(found))
    out = [
        SiloMeasure(
            kind=one.kind,
            source=_name(facts, one.kind, one.source),
            target=None if one.target is None else _name(facts, one.kind, one.target),
            metric=one.metric,
            difference=difference,
            here=one.gap.here,
            elsewhere=one.gap.elsewhere,
            verdict=Verdict.SHOWN if sure and difference.value >= _MATERIAL else Verdict.UNKNOWN,
            evidence=evidence,
        )
        for one, (difference, sure) in zip(found, told, strict=True)
    ]
    return out, level


def _name(facts: Facts, kind: str, word: str) -> str:
    return facts.channels.get(int(word), word) if kind == "channel" and word != ALL else word


def _claim(facts: Facts, one: SiloMeasure, level: float) -> Insight:
    d, verb = one.difference, _VERBS[one.metric]
    if one.metric == _LOST:
        told = (
            f"what {one.source} passes on gets lost: {percent(one.here)} of those whom it passes on {verb}, not"
            f" {percent(one.elsewhere)} as of those whom others pass on"
        )
    else:
        where = (
            f"between {one.kind}s" if one.source == ALL else f"from {one.source} to {one.target}"
        )
        told = (
            f"the thread breaks {where}: {percent(one.here)} of those who come back across {verb}, not"
            f" {percent(one.elsewhere)} as where they come back to the same {one.kind}"
        )
    return Insight(
        kind="hand_over" if one.source == ALL else "silo",
        purpose=facts.purpose.name,
        channel=f"{one.source} > {one.target}" if one.kind == "channel" and one.target else None,
        condition=f"{one.kind}: {one.source}{'' if one.target is None else f' > {one.target}'}",
        metric=one.metric,
        estimand=(
            "share of next contacts across the border minus those to the same side, within the side before and whether"
            " the reason is the same"
            if one.metric != _LOST
            else "share that comes back of those whom this team passed on minus those whom others did"
        ),
        words=capital(
            f"{told} ({d.value * 100:+.1f} points, {level * 100:.0f} % interval {d.low * 100:+.1f} to"
            f" {d.high * 100:+.1f}, n {count(d.n)} contacts). An association: hard matters cross borders."
        ),
        verdict=one.verdict,
        evidence=one.evidence,
    ).measured(d)


def _nothing(facts: Facts, contacts: int, compared: int, evidence: EvidenceId) -> Insight:
    why = (
        f"none of {count(compared)} comparisons at borders of teams and channels stands out"
        if compared
        else f"no border is crossed by {FEWEST} customers who come back, or no source names the teams"
    )
    return Insight(
        kind="silo",
        purpose=facts.purpose.name,
        words=f"Where the thread breaks is not known: {why} (n {count(contacts)} contacts).",
        verdict=Verdict.UNKNOWN,
        reason="no break" if compared else "no border",
        evidence=evidence,
        n=contacts,
    )
