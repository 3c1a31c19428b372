"""The effort ledger: who had to walk, how often, how long, and because of whom.

In: contacts as they are booked, promises, paths.  Out: effort by touchpoint; claims about the company's
share, broken promises and the shortest path that others took.
Company-caused share = chases, repeats and contacts after an errand / all customer steps after the first.
Silent leavers made little effort: read the share beside drop-offs. Weights of effort in minutes are not
learnt from CES yet: `minutes` are minutes, and counts stay counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from desireline.insights.efforts.contacts import CONTACTS_SQL
from desireline.insights.efforts.ledger import METHOD, ledger, promises
from desireline.insights.efforts.nameless import named
from desireline.insights.facts import EPOCH
from desireline.insights.model import SMALLEST_GROUP, Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.clusters import Cell, above, averages, shares
from desireline.insights.numbers.estimates import count, descriptive_verdict, percent
from desireline.insights.paths.shortest import PATHS_SQL, shortest_paths

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

EFFORT_SQL = """
    WITH own AS (
        SELECT customer, journey, count(*) AS walked FROM steps
        WHERE {where} AND {drawn} AND actor = 0 AND rating_kind IS NULL GROUP BY ALL
    ), booked AS (
        SELECT customer, journey, count(*) AS contacts,
            count(*) FILTER (kind = 'repeat') AS repeats,
            count(*) FILTER (kind = 'chase') AS chases,
            count(*) FILTER (kind = 'errand') AS sent,
            count(*) FILTER (kind = 'first') AS firsts,
            sum(transfers)::BIGINT AS transfers, sum(switched)::BIGINT AS switches,
            sum(errands)::BIGINT AS errands, sum(retells)::BIGINT AS retells,
            sum(wait_min) AS minutes_waited, sum(minutes) AS minutes
        FROM {ledger} GROUP BY ALL
    )
    SELECT customer, journey, coalesce(walked, 0) AS walked, coalesce(contacts, 0) AS contacts,
        coalesce(repeats, 0) AS repeats, coalesce(chases, 0) AS chases,
        coalesce(transfers, 0) AS transfers, coalesce(switches, 0) AS switches,
        coalesce(errands, 0) AS errands, coalesce(retells, 0) AS retells,
        coalesce(minutes_waited, 0) AS minutes_waited, coalesce(minutes, 0) AS minutes,
        coalesce(repeats + chases + sent, 0) AS caused,
        greatest(coalesce(walked, 0) - (contacts IS NULL OR firsts > 0)::INTEGER,
            coalesce(repeats + chases + sent, 0)) AS after_first
    FROM (SELECT customer, journey FROM journeys WHERE {where})
    LEFT JOIN own USING (customer, journey) LEFT JOIN booked USING (customer, journey)
"""
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortMeasure:
    """Contacts that begin at one touchpoint."""

    touchpoint: str
    stage: str
    customers: int
    contacts: int
    repeats: int
    chases: int
    transfers: int
    switches: int
    retells: int
    errands: int
    minutes: Estimate | None
    """Of the customer, per contact: waiting, talking, trying again. None where no source measures."""
    company_caused: Estimate | None
    """Share of the contacts that are a chase, a repeat or follow an errand. None where sources name nobody."""
    evidence: EvidenceId


class Effort:
    """See the module."""

    name = "effort"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Effort by touchpoint, and what it comes to."""
        booked = ledger(facts)
        evidence = facts.evidence(
            self.name,
            method=f"{METHOD}; repeats within {booked.window_days:.3g} days",
            query=CONTACTS_SQL + EFFORT_SQL + PATHS_SQL,
            n=booked.contacts,
        )
        insights = _paths(facts, evidence.id)
        measures: list[EffortMeasure] = []
        if booked.contacts:
            measures = _by_touchpoint(facts, evidence.id)
            insights = [
                *_overall(facts, evidence.id),
                *_promises(facts, evidence.id),
                *_places(facts, measures),
                *insights,
            ]
        return InsightResult(
            measures=[one for one in measures if one.customers >= SMALLEST_GROUP],
            insights=insights,
            evidence=[evidence],
            suppressed=sum(one.customers < SMALLEST_GROUP for one in measures),
        )


def _by_touchpoint(facts: Facts, evidence: EvidenceId) -> list[EffortMeasure]:
    table = ledger(facts).table
    people = "SELECT touchpoint AS cell, customer, count(*) AS n, {x} AS x FROM " + table
    people += f" WHERE {named(facts)} GROUP BY ALL"
    caused = shares(
        facts, people.format(x="count(*) FILTER (kind <> 'first')"), unit_of_n="contacts"
    )
    minutes = averages(
        facts,
        f"SELECT touchpoint AS cell, customer, count(*) AS n, sum(minutes) AS x FROM {table}"
        " WHERE measured GROUP BY ALL",
        unit_of_n="contacts",
        unit="min",
    )
    rows = facts.engine.rows(
        f"""SELECT touchpoint, count(*), count(*) FILTER (kind = 'repeat'),
            count(*) FILTER (kind = 'chase'), sum(transfers), sum(switched), sum(retells),
            sum(errands), count(DISTINCT customer) FROM {table} GROUP BY touchpoint ORDER BY 2 DESC, 1"""
    )
    return [
        EffortMeasure(
            touchpoint=facts.places[code].name,
            stage=facts.places[code].stage,
            customers=int(sums[7]),
            contacts=int(sums[0]),
            repeats=int(sums[1]),
            chases=int(sums[2]),
            transfers=int(sums[3]),
            switches=int(sums[4]),
            retells=int(sums[5]),
            errands=int(sums[6]),
            minutes=minutes[code].estimate if code in minutes else None,
            company_caused=caused[code].estimate if code in caused else None,
            evidence=evidence,
        )
        for code, *sums in rows
    ]


def _overall(facts: Facts, evidence: EvidenceId) -> list[Insight]:
    table = ledger(facts).table
    caused = shares(
        facts,
        f"SELECT 0 AS cell, customer, count(*) AS n, count(*) FILTER (kind <> 'first') AS x"
        f" FROM {table} WHERE {named(facts)} GROUP BY customer",
        unit_of_n="contacts",
    ).get(0)
    if caused is None:
        return _minutes(facts, evidence)
    e = caused.estimate
    kinds = dict(facts.engine.rows(f"SELECT kind, count(*) FROM {table} GROUP BY kind"))
    return [
        _claim(
            facts,
            evidence,
            caused,
            metric="company-caused share of contacts",
            words=(
                f"{percent(e.value)} of the contacts are walked because the company did not do its "
                f"part ({percent(e.low)} to {percent(e.high)}, n {count(e.n)}): "
                f"{count(kinds.get('chase', 0))} ask after a promise, {count(kinds.get('repeat', 0))} "
                f"come back with the same, {count(kinds.get('errand', 0))} were sent on an errand."
            ),
        ),
        *_minutes(facts, evidence),
    ]


def _minutes(facts: Facts, evidence: EvidenceId) -> list[Insight]:
    cells = averages(
        facts,
        f"SELECT 0 AS cell, customer, 1 AS n, sum(minutes) AS x FROM {ledger(facts).table}"
        " WHERE measured GROUP BY customer",
        unit_of_n="customers",
        unit="min",
    )
    return [
        _claim(
            facts,
            evidence,
            cell,
            metric="minutes per customer in contact",
            words=(
                f"Where a source measures it, a customer who gets in touch spends "
                f"{cell.estimate.value:.1f} minutes waiting, talking and trying again "
                f"({cell.estimate.low:.1f} to {cell.estimate.high:.1f}, n {count(cell.customers)} "
                "customers)."
            ),
        )
        for cell in cells.values()
    ]


def _promises(facts: Facts, evidence: EvidenceId) -> list[Insight]:
    end = EPOCH + timedelta(microseconds=facts.end_us)
    by_customer: dict[int, list[int]] = {}
    for one in promises(facts):
        if one.latest is not None and one.latest < end:
            by_customer.setdefault(one.customer, []).append(int(one.state == "broken"))
    if not by_customer:
        return []
    values = ", ".join(f"({c}, {len(b)}, {sum(b)})" for c, b in sorted(by_customer.items()))
    cell = shares(
        facts,
        f"SELECT 0 AS cell, * FROM (VALUES {values}) AS made(customer, n, x)",
        unit_of_n="promises",
    )[0]
    e = cell.estimate
    return [
        _claim(
            facts,
            evidence,
            cell,
            metric="broken promises",
            words=(
                f"{percent(e.value)} of the promises with a day were not kept by then "
                f"({percent(e.low)} to {percent(e.high)}, n {count(e.n)} that fell due)."
            ),
        )
    ]


def _places(facts: Facts, measures: list[EffortMeasure]) -> list[Insight]:
    """Touchpoints where most contacts are the company's doing; not those that are named so."""
    table = ledger(facts).table
    overall = facts.engine.rows(
        f"SELECT avg((kind <> 'first')::INTEGER) FROM {table} WHERE {named(facts)}"
    )[0][0]
    if overall is None:
        return []
    people = (
        "SELECT touchpoint AS cell, customer, count(*) AS n, count(*) FILTER (kind <> 'first') AS x"
        f" FROM {table} WHERE {named(facts)} GROUP BY ALL"
    )
    places = above(shares(facts, people, unit_of_n="contacts"), overall)
    names = {facts.places[code].name for code in places}
    more = [
        (one, one.company_caused)
        for one in measures
        if one.touchpoint in names and one.company_caused and one.company_caused.value < 1
    ]
    more.sort(key=lambda told: (-told[1].value * told[0].contacts, told[0].touchpoint))
    out: list[Insight] = []
    for one, e in more[:_MOST_TOLD]:
        out.append(
            Insight(
                kind="effort",
                purpose=facts.purpose.name,
                touchpoint=one.touchpoint,
                stage=one.stage,
                metric="company-caused share of contacts",
                estimand="chases, repeats and contacts after an errand / contacts",
                words=(
                    f"At {one.touchpoint}, {percent(e.value)} of the contacts are the company's "
                    f"doing, against {percent(overall)} in all ({percent(e.low)} to "
                    f"{percent(e.high)}, n {count(e.n)})."
                ),
                verdict=descriptive_verdict(one.customers),
                evidence=one.evidence,
            ).measured(e)
        )
    return out


def _paths(facts: Facts, evidence: EvidenceId) -> list[Insight]:
    out: list[Insight] = []
    for one in shortest_paths(facts):
        if one.steps >= one.usual_steps:
            continue
        goal = f"to {one.outcome}" if one.outcome else "to the end"
        out.append(
            Insight(
                kind="shortest_path",
                purpose=facts.purpose.name,
                outcome=one.outcome,
                metric="customer steps",
                estimand="fewest steps of a customer on a completed path that five or more took",
                words=(
                    f"The shortest path {goal} that others took has {count(one.steps)} "
                    f"{'step' if one.steps == 1 else 'steps'} of the customer ({count(one.customers)} customers): {_told(one.path)}. Half of the "
                    f"{count(one.journeys)} journeys that got there took {count(one.usual_steps)} or "
                    "more."
                ),
                verdict=descriptive_verdict(one.reached_by),
                evidence=evidence,
                value=float(one.steps),
                n=one.customers,
            )
        )
    return out


def _told(path: tuple[str, ...]) -> str:
    shown = path if len(path) <= 8 else (*path[:4], "…", *path[-3:])
    return ", ".join(shown)


def _claim(facts: Facts, evidence: EvidenceId, cell: Cell, *, metric: str, words: str) -> Insight:
    few = cell.customers < SMALLEST_GROUP
    claim = Insight(
        kind="effort",
        purpose=facts.purpose.name,
        metric=metric,
        words="Too few customers got in touch to say how much effort it takes." if few else words,
        verdict=Verdict.UNKNOWN if few else descriptive_verdict(cell.customers),
        evidence=evidence,
        reason="fewer than five customers" if few else None,
    )
    return claim if few else claim.measured(cell.estimate)
