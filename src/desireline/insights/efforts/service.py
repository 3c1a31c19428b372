"""Service answers: how often customers turn to the company, how fast they are answered, whether once is enough.

In: the ledger of contacts, sources' own records, steps before a contact.  Out: measures with their
definition, the same counted as the sources count, and what customers tried in the day before.
Resolved at first contact = no contact about the same within the repeat window; only contacts old enough to
have been followed. An unanswered message counts as longer than any answer, so that silence is no speed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.insights.efforts.asked_about import ABOUT, REASON, asked_about, reasons_told
from desireline.insights.efforts.contacts import CONTACTS_SQL
from desireline.insights.efforts.ledger import METHOD, ledger
from desireline.insights.efforts.nameless import named, nameless_told
from desireline.insights.efforts.tried import TRIED_SQL, tried_before
from desireline.insights.facts import DAY_US
from desireline.insights.model import SMALLEST_GROUP, Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.clusters import Cell, above, averages, shares
from desireline.insights.numbers.estimates import (
    capital,
    count,
    descriptive_verdict,
    duration,
    percent,
)
from desireline.insights.numbers.order import middles

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

PER_CUSTOMER, PER_ORDER = "contacts per customer", "contacts per order"
FIRST_RESPONSE, ONCE, AGAIN = "first response, s", "first-contact resolution", "re-contact"
ANSWERED, STATED = "answered", "resolved, as the source says"
DEFINED = {
    PER_CUSTOMER: "contacts / customers of this purpose, with or without one",
    PER_ORDER: "contacts of those who ordered, from their first order on / their orders",
    FIRST_RESPONSE: "median from the first message to an employee's first word; unanswered is longest",
    ONCE: "first contacts without another about the same within the repeat window / all old enough",
    AGAIN: "contacts followed by another about the same within the repeat window / all old enough",
    ANSWERED: "contacts that somebody answered / those of sources that tell, once answered or 14 days old",
    REASON: ABOUT,
    STATED: "contacts that their source calls resolved / those answered, where a source says so at all",
}
_NEVER_US = 3_153_600_000_000_000
_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceMeasure:
    """One number about service, for all or for one channel or reason."""

    metric: str
    definition: str
    channel: str | None
    reason: str | None
    """The queue, tag or category under which the source files it."""
    estimate: Estimate
    evidence: EvidenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCount:
    """What a source counts, and what became of it."""

    source: str
    records: int
    """Its own records about contacts."""
    contacts: int
    """Begun by a customer, asking again in a solved record included."""
    begun_by_company: int
    reopened: int
    """Contacts beyond the first of their record."""


class Service:
    """See the module."""

    name = "service"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Measures, claims about the whole, and what was tried before."""
        booked = ledger(facts)
        evidence = facts.evidence(
            self.name,
            method=f"{METHOD}; within {booked.window_days:.3g} days",
            query=CONTACTS_SQL + TRIED_SQL,
            n=booked.contacts,
        )
        if not booked.contacts:
            return InsightResult(evidence=[evidence])
        cells = _cells(facts)
        measures = [
            ServiceMeasure(
                metric=metric,
                definition=DEFINED[metric],
                channel=channel,
                reason=reason,
                estimate=cell.estimate,
                evidence=evidence.id,
            )
            for (metric, channel, reason), cell in cells.items()
            if cell.customers >= SMALLEST_GROUP
        ]
        told = [
            _claim(facts, metric, cell, evidence.id)
            for (metric, channel, reason), cell in cells.items()
            if channel is None and reason is None
        ]
        sources = _sources(facts)
        return InsightResult(
            measures=[*measures, *sources],
            insights=[
                *told,
                *reasons_told(facts, evidence.id),
                *_recontacts(facts, cells, evidence.id),
                *nameless_told(facts, evidence.id),
                *_tried(facts, evidence.id),
                *_reconciled(facts, sources, evidence.id),
            ],
            evidence=[evidence],
            suppressed=len(cells) - len(measures),
        )


_Key = tuple[str, str | None, str | None]


def _cells(facts: Facts) -> dict[_Key, Cell]:
    booked = ledger(facts)
    ripe = f"at_us + {int(booked.window_days * DAY_US)} <= {facts.end_us} AND NOT abandoned AND {named(facts)}"
    again = f"again_us IS NOT NULL AND again_us - at_us <= {int(booked.window_days * DAY_US)}"
    out: dict[_Key, Cell] = {}
    out |= _per_customer(facts)
    of_sources = f"source IN (SELECT source FROM {booked.table} GROUP BY source HAVING {{}})"
    replies = of_sources.format("count(answered_us) > 0")
    tells = of_sources.format("count(answered_us) > 0 OR bool_or(abandoned)")
    known = f"(answered_us IS NOT NULL OR abandoned OR at_us + {14 * DAY_US} <= {facts.end_us})"
    stated = of_sources.format("bool_or(resolved)")
    rules = (
        (ONCE, f"{ripe} AND kind = 'first'", f"NOT coalesce({again}, false)"),
        (AGAIN, ripe, f"coalesce({again}, false)"),
        (
            ANSWERED,
            f"{tells} AND {known}",
            f"answered_us IS NOT NULL OR NOT (abandoned OR {replies})",
        ),
        (STATED, f"NOT abandoned AND {stated}", "resolved"),
    )
    for metric, base, hit in rules:
        for column in ("NULL::INTEGER", "channel", "label"):
            people = (
                f"SELECT {column} AS cell, customer, count(*) AS n, count(*) FILTER ({hit}) AS x"
                f" FROM {booked.table} WHERE {base} GROUP BY ALL"
            )
            for cell, value in shares(facts, people, unit_of_n="contacts").items():
                if column == "NULL::INTEGER" or cell is not None:
                    out[_named(facts, metric, column, cell)] = value
    asked = {(REASON, None, reason): cell for reason, cell in asked_about(facts).items()}
    return out | asked | _responses(facts)


def _named(facts: Facts, metric: str, column: str, cell: object) -> _Key:
    if column == "channel":
        return metric, facts.channels.get(int(str(cell)), ""), None
    return metric, None, None if cell is None else str(cell)


def _per_customer(facts: Facts) -> dict[_Key, Cell]:
    table = ledger(facts).table
    everybody = averages(
        facts,
        f"SELECT 0 AS cell, customer, 1 AS n, count(event_key)::DOUBLE AS x FROM {facts.own_journeys}"
        f" LEFT JOIN {table} USING (customer) WHERE {named(facts)} GROUP BY customer",
        unit_of_n="customers",
    )
    orders = averages(
        facts,
        f"""
        WITH orders AS (SELECT customer, count(*) AS n, min(at_us) AS since FROM steps
            WHERE {facts.where} AND value_e4 > 0 AND actor = 0 GROUP BY customer)
        SELECT 0 AS cell, orders.customer, any_value(n) AS n, count(event_key)::DOUBLE AS x
        FROM orders LEFT JOIN {table} AS booked
            ON booked.customer = orders.customer AND booked.at_us >= since
        GROUP BY orders.customer
        """,
        unit_of_n="orders",
    )
    out: dict[_Key, Cell] = {}
    if everybody:
        out[PER_CUSTOMER, None, None] = everybody[0]
    if orders:
        out[PER_ORDER, None, None] = orders[0]
    return out


def _responses(facts: Facts) -> dict[_Key, Cell]:
    """Median first response by channel, where an answer is a step of its own or a queue was measured."""
    base = f"""
        SELECT channel::BIGINT AS g, coalesce(answered_us - at_us, {_NEVER_US}) // 1000000 AS v,
            customer FROM {ledger(facts).table}
        WHERE NOT abandoned AND (answered_us IS NOT NULL OR at_us + {14 * DAY_US} <= {facts.end_us})
            AND channel IN (SELECT channel FROM {ledger(facts).table} GROUP BY channel
                HAVING count(answered_us) > 0)
    """
    rows = facts.engine.rows(
        f"SELECT g, count(*), count(DISTINCT customer) FROM ({base}) GROUP BY g ORDER BY g"
    )
    sizes = {int(g): (int(n), int(who)) for g, n, who in rows if who >= SMALLEST_GROUP}
    if not sizes:
        return {}
    found = middles(facts, f"SELECT g, v FROM ({base})", sizes, unit_of_n="contacts")
    return {
        (FIRST_RESPONSE, facts.channels.get(code, ""), None): Cell(
            estimate=one, customers=sizes[code][1], se=0.0
        )
        for code, (one, _) in found.items()
        if one.value < _NEVER_US / 1e6
    }


def _claim(facts: Facts, metric: str, cell: Cell, evidence: EvidenceId) -> Insight:
    e, few = cell.estimate, cell.customers < SMALLEST_GROUP
    value = percent if e.unit == "share" else _plain
    words = (
        f"{capital(metric)}: {value(e.value)} ({value(e.low)} to {value(e.high)}, "
        f"n {count(e.n)} {e.unit_of_n}): {DEFINED[metric]}."
    )
    if few:
        words = f"{capital(metric)} cannot be said of fewer than five customers."
    return Insight(
        kind="service",
        purpose=facts.purpose.name,
        metric=metric,
        estimand=DEFINED[metric],
        words=words,
        verdict=Verdict.UNKNOWN if few else descriptive_verdict(cell.customers),
        evidence=evidence,
        value=None if few else e.value,
        low=None if few else e.low,
        high=None if few else e.high,
        n=0 if few else e.n,
        reason="fewer than five customers" if few else None,
    )


def _plain(value: float) -> str:
    return f"{value:.2f}"


def _recontacts(facts: Facts, cells: dict[_Key, Cell], evidence: EvidenceId) -> list[Insight]:
    """Reasons and channels with more coming back than elsewhere, and how fast each channel answers."""
    whole = cells.get((AGAIN, None, None))
    again = {
        key: cell for key, cell in cells.items() if key[0] == AGAIN and key[1:] != (None, None)
    }
    more = above(again, whole.estimate.value) if whole is not None else set[_Key]()
    out: list[Insight] = []
    for (metric, channel, reason), cell in cells.items():
        e = cell.estimate
        if cell.customers < SMALLEST_GROUP or (channel is None and reason is None):
            continue
        where = f"in {channel}" if channel else f"about {reason}"
        if metric == FIRST_RESPONSE:
            words = (
                f"A first answer {where} takes {duration(e.value)} at the median "
                f"({duration(e.low)} to {duration(e.high)}, n {count(e.n)})."
            )
        elif whole is not None and (metric, channel, reason) in more:
            words = (
                f"{percent(e.value)} of the contacts {where} are followed by another about the same, "
                f"against {percent(whole.estimate.value)} in all ({percent(e.low)} to "
                f"{percent(e.high)}, n {count(e.n)})."
            )
        else:
            continue
        out.append(
            Insight(
                kind="service",
                purpose=facts.purpose.name,
                channel=channel,
                topic=reason,
                metric=metric,
                estimand=DEFINED[metric],
                words=words,
                verdict=descriptive_verdict(cell.customers),
                evidence=evidence,
            ).measured(e)
        )
    return out


def _tried(facts: Facts, evidence: EvidenceId) -> list[Insight]:
    out: list[Insight] = []
    for one in tried_before(facts)[:_TOLD]:
        place, e = facts.places[one.touchpoint], one.share
        out.append(
            Insight(
                kind="tried_before",
                purpose=facts.purpose.name,
                touchpoint=place.name,
                stage=place.stage,
                metric="share of first contacts",
                estimand="met in the 24 hours before a first contact; interval of the share",
                words=(
                    f"In the day before getting in touch, {percent(e.value)} came by {place.name}, "
                    f"{one.more * 100:+.1f} points against the same hours a week before "
                    f"({percent(e.low)} to {percent(e.high)}, n {count(e.n)} first contacts)."
                ),
                verdict=one.verdict,
                evidence=evidence,
            ).measured(e)
        )
    return out


def _sources(facts: Facts) -> list[SourceCount]:
    """Records of the sources that hold contacts, against the ledger."""
    table = ledger(facts).table
    rows = facts.engine.rows(
        f"""
        WITH records AS (
            SELECT e.source, e.record, arg_min(s.actor, s.at_us) AS began
            FROM (SELECT event_key, source, record FROM events WHERE record IS NOT NULL
                AND source IN (SELECT DISTINCT source FROM {table}) AND channel <> 'survey') e
            JOIN (SELECT event_key, actor, at_us FROM steps WHERE {facts.where}) s USING (event_key)
            GROUP BY ALL
        )
        SELECT source, count(*), count(*) FILTER (began <> 0), any_value(booked.n)
        FROM records LEFT JOIN (SELECT source, count(*) AS n FROM {table} GROUP BY source) booked
        USING (source) GROUP BY source ORDER BY source
        """
    )
    return [
        SourceCount(
            source=source,
            records=int(records),
            contacts=int(contacts or 0),
            begun_by_company=int(company),
            reopened=max(int(contacts or 0) - (int(records) - int(company)), 0),
        )
        for source, records, company, contacts in rows
    ]


def _reconciled(facts: Facts, sources: list[SourceCount], evidence: EvidenceId) -> list[Insight]:
    out: list[Insight] = []
    for one in sources:
        rest = one.records - one.begun_by_company + one.reopened - one.contacts
        open_ = f", {count(rest)} are no message of a customer" if rest > 0 else ""
        again = f", {count(one.reopened)} asked again in the same record" if one.reopened else ""
        out.append(
            Insight(
                kind="reconciled",
                purpose=facts.purpose.name,
                metric="contacts",
                condition=one.source,
                words=(
                    f"{one.source} has {count(one.records)} records: {count(one.contacts)} contacts of "
                    f"customers, {count(one.begun_by_company)} begun by the company{again}{open_}."
                ),
                verdict=Verdict.SHOWN,
                evidence=evidence,
                value=float(one.contacts),
                n=one.records,
            )
        )
    return out
