"""Drop-offs: where more leave than the stage normally loses, what that is worth, where they went.

In: exits as competing risks (censored, by customer), how those who went on fared, other journeys.
Out: one measure per touchpoint; ranked claims, which `pains` lists among what hurts.
Value at stake = excess exit x visits a year x share of those who went on and reached the goal x mean value
of a completed journey x margin. An upper bound in size: those lost would have bought less often.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.insights.model import SMALLEST_GROUP, Estimate, Insight, InsightResult, Verdict
from desireline.insights.numbers.clusters import Cell, shares
from desireline.insights.numbers.estimates import count, percent
from desireline.insights.numbers.ranking import Candidate, verdict_of
from desireline.insights.numbers.statistics import NORMAL
from desireline.insights.paths.excess import MATERIAL, Excess, excesses
from desireline.insights.paths.exits import METHOD, WALK_SQL, acting, horizon_us, measure_exits
from desireline.insights.paths.later import after_success
from desireline.insights.paths.reaching import success_after
from desireline.insights.paths.stakes import stakes
from desireline.insights.paths.visits import measure_visits
from desireline.insights.paths.worth import per_year, told_money, worth_of_goal

if TYPE_CHECKING:
    from desireline.ids import EvidenceId
    from desireline.insights.facts import Facts

WENT_ON_SQL = """
    SELECT touchpoint AS cell, customer, count(*) AS n, sum(reached::INTEGER) AS x
    FROM (SELECT customer, journey, touchpoint FROM steps
        WHERE {where} AND {drawn} AND {acting} AND next_touchpoint IS NOT NULL
        AND at_us <= {followed})
    JOIN (SELECT customer, journey, state = 0 AS reached FROM journeys WHERE {where})
    USING (customer, journey) GROUP BY ALL
"""
"""Of the visits that went on and could be followed: how many journeys reached the goal."""
ELSEWHERE_SQL = """
    WITH left_at AS (
        SELECT s.customer, s.journey, s.touchpoint, s.at_us
        FROM (SELECT customer, journey, touchpoint, at_us FROM steps
            WHERE {where} AND {drawn} AND {acting} AND at_us <= {followed}
            QUALIFY row_number() OVER (PARTITION BY customer, journey ORDER BY step_no DESC) = 1) s
        JOIN (SELECT customer, journey FROM journeys WHERE {where} AND state <> 0 AND NOT {owned})
        USING (customer, journey)
    ), back AS (
        SELECT l.customer, l.touchpoint, l.at_us, min_by(n.touchpoint, n.at_us) AS next
        FROM left_at l LEFT JOIN (SELECT customer, journey, purpose, touchpoint, at_us FROM steps
            WHERE {acting} AND step_no = 0) n
        ON n.customer = l.customer AND n.at_us > l.at_us AND n.at_us <= l.at_us + {horizon}
            AND NOT (n.journey = l.journey AND n.purpose = {purpose})
        GROUP BY l.customer, l.touchpoint, l.at_us
    )
    SELECT touchpoint AS cell, customer, count(*) AS n, count(next) AS x, mode(next) AS next
    FROM back GROUP BY touchpoint, customer
"""
"""Who left a journey for good, and whether another one of theirs began within the horizon. Who owns goes on: see `exits`."""
_HELPING, _MANY = "get_help", 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOffMeasure:
    """Exit at one touchpoint, against its stage."""

    touchpoint: str
    stage: str
    exit: Estimate
    identified: bool
    horizon_days: float
    excess: Estimate | None
    """Beyond the other touchpoints of the stage; None where ends tell no losses."""
    value: Estimate | None
    """Money a year at stake: an upper bound. None where no journey has a value."""
    came_back: Estimate | None
    """Of those who left here: share that began another journey within the horizon."""
    went_to: str | None
    """Where most of those began."""
    evidence: EvidenceId


class DropOffs:
    """See the module."""

    name = "dropoffs"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Drop-offs by touchpoint; their claims are ranked among the pains."""
        evidence = facts.evidence(
            self.name,
            method=f"{METHOD}; excess over the middle of the stage, one-sided, BH q .10",
            query=WALK_SQL + WENT_ON_SQL + ELSEWHERE_SQL,
            n=facts.journeys,
        )
        beyond, went_on = excesses(facts), reached_goal(facts)
        back = facts.memo("elsewhere", _elsewhere)
        measures = [
            DropOffMeasure(
                touchpoint=facts.places[code].name,
                stage=facts.places[code].stage,
                exit=one.estimate,
                identified=one.identified,
                horizon_days=one.horizon_us / 86_400e6,
                excess=_excess(beyond[code], one.estimate.n) if code in beyond else None,
                value=_value(facts, code, beyond[code], went_on) if code in beyond else None,
                came_back=back[code][0].estimate if code in back else None,
                went_to=back[code][1] if code in back else None,
                evidence=evidence.id,
            )
            for code, one in measure_exits(facts).items()
            if one.customers >= SMALLEST_GROUP
        ]
        return InsightResult(measures=measures, evidence=[evidence])


def drop_off_candidates(facts: Facts, evidence: EvidenceId) -> list[Candidate]:
    """Material drop-offs, to be ranked."""
    visits = measure_visits(facts)
    no_leaks = _known_by_contacts_alone(facts) | after_success(facts)
    return [
        _candidate(facts, code, excess, evidence)
        for code, excess in excesses(facts).items()
        if code not in no_leaks
        and min(excess.shrunk, excess.value) >= MATERIAL
        and code in visits
        and visits[code].customers >= SMALLEST_GROUP
    ]


def _known_by_contacts_alone(facts: Facts) -> set[int]:
    """Contacts of which a third or more of those who come are known by nothing but contacts.

    They may be a colleague of who buys, or the buyer under another address: that they bought nothing is not known of them.
    """
    helping = [one for one in facts.data.purposes if one.name == _HELPING]
    if not helping or facts.purpose.name == _HELPING:
        return set()
    rows = facts.engine.rows(
        f"""
        WITH contacts AS (SELECT DISTINCT touchpoint FROM steps WHERE purpose = {helping[0].code}),
        known AS (SELECT customer, bool_or(touchpoint NOT IN (SELECT touchpoint FROM contacts)) AS otherwise
            FROM {facts.sample} WHERE rating_kind IS NULL GROUP BY customer)
        SELECT touchpoint FROM (SELECT DISTINCT touchpoint, customer FROM {facts.sample}) JOIN known USING (customer)
        WHERE touchpoint IN (SELECT touchpoint FROM contacts)
        GROUP BY touchpoint HAVING {_MANY} * count(*) FILTER (NOT otherwise) >= count(*) ORDER BY touchpoint
        """
    )
    return {int(code) for (code,) in rows}


def price_of(facts: Facts, code: int, excess: Excess) -> tuple[float, float] | None:
    """What a drop-off costs a year, and its error, in the unit of `stakes`; None without a success."""
    at_stake = stakes(facts)
    for result in at_stake.results:
        reached = success_after(facts, result).get(code)
        if reached is not None and reached.customers >= SMALLEST_GROUP:
            each = reached.estimate.value * at_stake.worth[result.name]
            scale = measure_visits(facts)[code].visits * per_year(facts) * each
            return scale * excess.shrunk, scale * excess.shrunk_sd
    return None


def reached_goal(facts: Facts) -> dict[int, Cell]:
    """By touchpoint: share of the visits that went on whose journey was completed."""
    return facts.memo("reached goal", _reached_goal)


def _reached_goal(facts: Facts) -> dict[int, Cell]:
    sql = WENT_ON_SQL.format(
        where=facts.where,
        drawn=facts.drawn,
        acting=acting(facts),
        followed=facts.end_us - horizon_us(facts),
    )
    return shares(facts, sql, unit_of_n="visits")


def _elsewhere(facts: Facts) -> dict[int, tuple[Cell, str | None]]:
    table = facts.table(
        "elsewhere",
        ELSEWHERE_SQL.format(
            where=facts.where,
            drawn=facts.drawn,
            acting=acting(facts),
            owned=facts.owned,
            purpose=facts.purpose.code,
            horizon=horizon_us(facts),
            followed=facts.end_us - horizon_us(facts),
        ),
    )
    cells = shares(facts, f"SELECT cell, customer, n, x FROM {table}", unit_of_n="departures")
    rows = facts.engine.rows(
        f"SELECT cell, next, count(*) FROM {table} WHERE next IS NOT NULL GROUP BY ALL"
        f" HAVING count(*) >= {SMALLEST_GROUP} ORDER BY cell, 3 DESC, next"
    )
    most: dict[int, str] = {}
    for code, following, _ in rows:
        most.setdefault(code, facts.places[following].name)
    return {
        code: (cell, most.get(code))
        for code, cell in cells.items()
        if cell.customers >= SMALLEST_GROUP
    }


def _excess(excess: Excess, visits: int) -> Estimate:
    reach = NORMAL * excess.se
    return Estimate(
        value=excess.value,
        low=excess.value - reach,
        high=excess.value + reach,
        n=visits,
        unit_of_n="visits",
        unit="share",
    )


def _value(facts: Facts, code: int, excess: Excess, went_on: dict[int, Cell]) -> Estimate | None:
    worth = worth_of_goal(facts)
    if worth is None or code not in went_on:
        return None
    goes_on = went_on[code].estimate
    scale = measure_visits(facts)[code].visits * per_year(facts)
    lost = _excess(excess, measure_visits(facts)[code].visits)
    ends = [
        scale * share * chance * each
        for share in (lost.low, lost.high)
        for chance, each in ((goes_on.low, worth.low), (goes_on.high, worth.high))
    ]
    return Estimate(
        value=scale * lost.value * goes_on.value * worth.value,
        low=min(ends),
        high=max(ends),
        n=lost.n,
        unit_of_n="visits",
        unit=worth.unit,
    )


def _candidate(facts: Facts, code: int, excess: Excess, evidence: EvidenceId) -> Candidate:
    place, exit_ = facts.places[code], measure_exits(facts)[code]
    visits, e = exit_.estimate.n, _excess(excess, exit_.estimate.n)
    verdict = verdict_of(discovered=excess.discovered, sure=excess.sure)
    told = verdict != Verdict.UNKNOWN
    value = _value(facts, code, excess, reached_goal(facts)) if told else None
    insight = Insight(
        kind="drop_off",
        purpose=facts.purpose.name,
        touchpoint=place.name,
        stage=place.stage,
        metric="exit",
        estimand=f"exit within {exit_.horizon_us / 86_400e6:.3g} days minus what the other touchpoints of the stage usually lose",
        words=(
            f"After {place.name}, {percent(exit_.estimate.value)} go no further, "
            f"{e.value * 100:.1f} points more than is usual in {facts.column(place.stage)} "
            f"({e.low * 100:+.1f} to {e.high * 100:+.1f}, n {count(visits)} visits)."
            f"{_worth_words(value)}{_back_words(facts, code) if told else ''}"
        ),
        verdict=verdict,
        evidence=evidence,
        value=e.value,
        low=e.low,
        high=e.high,
        n=visits,
        money=None if value is None else value.value,
        unit=None if value is None else value.unit,
    )
    return Candidate(
        insight=insight,
        score=visits * excess.shrunk,
        error=visits * excess.shrunk_sd,
        subject=code,
    )


def _worth_words(value: Estimate | None) -> str:
    if value is None or round(value.value) == 0:
        return ""  # nobody who went on came to the goal: that says nothing of what is lost
    return f" At most {told_money(value)} a year is at stake."


def _back_words(facts: Facts, code: int) -> str:
    found = facts.memo("elsewhere", _elsewhere).get(code)
    if found is None:
        return ""
    cell, where = found
    e = cell.estimate
    most = f", most at {where}" if where else ""
    return (
        f" Of those who left, {percent(e.value)} began again elsewhere{most} "
        f"({percent(e.low)} to {percent(e.high)}, n {count(e.n)})."
    )
