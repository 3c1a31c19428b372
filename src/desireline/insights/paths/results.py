"""What may come of a journey: declared successes, stated ends, answers.

In: the recipe, journeys, ratings.  Out: SQL that gives each (customer, journey) the time in which the
clock runs, when the decision fell, and 0 to 1.
Whoever's clock still runs at the end of the data counts nowhere (rule: never `not` for `not yet`),
and so does whoever was decided before the condition was. Where nothing is declared and customers
order more than once, "orders again within 120 days" is taken, or within as many as most who come back need.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desireline.insights.facts import DAY_US
from desireline.insights.heard.ratings import Scale, scales
from desireline.journeys import is_success, matches
from desireline.recipe import SuccessRule
from desireline.tables import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desireline.insights.facts import Facts

_AGAIN_DAYS = 120
_AGAIN_SHARE = 0.05
_PERIODS: Sequence[int] = (14, 30, 60, _AGAIN_DAYS, 180, 365)
"""Days within which customers may usually order again."""
_APART_US = DAY_US // 2
"""What a shop's page and its list of orders both say of one order lies closer together, in whatever zone they say it."""
_MOST_OF_THEM, _SOON = 0.8, 0.9
_FEWEST_UNITS = 100
"""Orders from which ordering again is a result."""
_MOST_RATINGS = 2
_FEWEST_ANSWERS = 60
_RUNNING = 0.02
_BATTERY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Something that may come of a journey."""

    name: str
    """For tables: `stays`, `completed`, `csat 1-5`."""
    title: str = ""
    """For sentences, where it is not the name: `satisfaction (1 to 5)`."""
    good: str
    """Ends the sentence `... %`: `stay a customer`."""
    sql: str
    """SELECT customer, journey, from_us, until_us, decided_us, y. A unit may have several rows when
    `answers`: the first after the condition counts."""
    answers: bool = False
    """Only those who answered are seen."""
    kind: int | None = None
    """Code of the kind of rating."""
    unit: str = "share"
    span: float = 1.0
    """One unit of y in units of the scale."""
    starts: bool = False
    """Its clock starts at a touchpoint: who stops before that came to no success."""
    lowest: float = 0.0
    """Where y is 0 on the scale."""
    again: bool = False
    """Doing once more what starts the clock: who did it often is likelier to."""
    ended: bool = False
    """Only journeys that have ended are known: of young ones, those that ended soon."""

    outlives: bool = False
    """Inferred from farewells alone: whatever is noted late is noted of those who stayed, and foretells nothing."""

    @property
    def said(self) -> str:
        """What it is called inside a sentence."""
        return self.title or self.name

    @property
    def by_journey(self) -> str:
        """SELECT customer, journey, y: of several rows of a journey the earliest."""
        return (
            f"SELECT customer, journey, arg_min(y, from_us) AS y FROM ({self.sql}) WHERE y IS NOT NULL"
            " GROUP BY customer, journey"
        )


_KEPT_DAYS = 90
_FEWEST_ENDS = 12
"""Journeys that ended well, and badly, from which a result is one."""


def results(facts: Facts) -> list[Result]:
    """All results, those that people declared first."""
    return facts.memo("results", _results)


def successes(facts: Facts) -> list[Result]:
    """The results that are no answers, the first of which a purpose is for."""
    return [one for one in results(facts) if not one.answers]


def _results(facts: Facts) -> list[Result]:
    declared = [_success(facts, rule) for rule in facts.data.recipe.successes]
    found = [one for one in declared if one is not None]
    if not declared:
        found = _stated(facts) + _keeps(facts) + _again(facts)
    return [_kept(facts, number, one) for number, one in enumerate(found + _answers(facts))]


def _kept(facts: Facts, number: int, one: Result) -> Result:
    """The same, computed once: every condition is tried against it."""
    return replace(one, sql=f"SELECT * FROM {facts.table(f'result_{number}', one.sql)}")


def _codes(facts: Facts, patterns: tuple[str, ...]) -> str:
    codes = [str(c) for c, place in facts.places.items() if matches(place.name, patterns)]
    return ", ".join(codes)


def _success(facts: Facts, rule: SuccessRule, *, apart_us: int = 0) -> Result | None:
    """A declared success; None where this purpose never starts its clock.

    What happens so shortly after the start, or sooner, is the start itself, as a second source states it.
    """
    starts = _codes(facts, rule.after) if rule.after else ""
    wanted = _codes(facts, rule.happens or rule.never)
    if (rule.after and not starts) or (rule.happens and not wanted):
        return None
    clock = (
        f"SELECT customer, journey, min(at_us) AS from_us FROM {facts.sample}"
        + (f" WHERE touchpoint IN ({starts})" if starts else "")
        + " GROUP BY customer, journey"
    )
    within = int(rule.within_days * DAY_US)
    met = f"touchpoint IN ({wanted})" if wanted else "false"
    sql = f"""
        SELECT c.customer, c.journey, from_us, from_us + {within} AS until_us,
            min(s.at_us) AS decided_us,
            CASE WHEN coalesce(min(s.at_us) <= from_us + {within}, false)
                THEN {int(bool(rule.happens))} ELSE {int(bool(rule.never))} END::DOUBLE AS y
        FROM ({clock}) AS c LEFT JOIN (
            SELECT customer, at_us FROM steps WHERE {met}) AS s
            ON s.customer = c.customer AND s.at_us > c.from_us + {apart_us}
        WHERE from_us + {within} <= {facts.end_us}
        GROUP BY c.customer, c.journey, from_us
    """
    return Result(name=rule.name, good=_plural(rule.title), sql=sql, starts=bool(starts))


def _plural(title: str) -> str:
    """`stays a customer` -> `stay a customer`: the sentence speaks of many."""
    first, _, rest = title.partition(" ")
    if first.endswith("s") and not first.endswith("ss"):
        first = first[:-1]
    return f"{first} {rest}".strip()


def _stated(facts: Facts) -> list[Result]:
    """Journeys that are known to have been completed or lost."""
    completed, silent, lost = facts.engine.rows(
        f"SELECT count(*) FILTER (state = 0), count(*) FILTER (state = 0 AND outcome IS NULL),"
        f" count(*) FILTER (state = 1) FROM journeys WHERE {facts.where} AND {facts.sampled}"
    )[0]
    if snapshot(facts) and max(completed, lost) >= 12:
        return [_of_snapshot(facts, 0 if completed > lost else 1)]
    if facts.purpose.completing_silence_us is not None:
        completed -= silent  # that nothing more came is no success that anybody told of
    if only_usual_ends(facts):
        return []
    if completed < _FEWEST_ENDS <= lost and facts.purpose.losing_silence_us is None:
        return _stays(facts)
    if min(completed, lost) < _FEWEST_ENDS:
        return []
    sql = f"""
        SELECT customer, journey, start_us AS from_us, end_us + 1 AS until_us,
            coalesce(came_us, stated_us, acted_us, end_us) + 1 AS decided_us, (state = 0)::DOUBLE AS y
        FROM journeys LEFT JOIN ({_ends(facts)}) USING (customer, journey)
        WHERE {facts.where} AND {facts.sampled} AND state <> 2 AND ({_no_owner(facts)})
    """
    return [Result(name="completed", good="complete the journey", sql=sql, ended=True)]


def only_usual_ends(facts: Facts) -> bool:
    """Whether ends are known only as those after which nothing comes: a case that is over went well, or did not.

    But for ends whose name says that customers got what they came for: delivered, paid, solved.
    """
    usual = facts.purpose.usual_ends
    if not usual:
        return False
    told = facts.engine.rows(
        f"SELECT 1 FROM journeys WHERE {facts.where} AND state = 0 AND outcome IS NOT NULL LIMIT 1"
    )
    return not told and not all(is_success(facts.places[code].name) for code in usual)


def _stays(facts: Facts) -> list[Result]:
    """Where a farewell is the only end that is told: not to say it within the time in which nine of ten farewells fall."""
    told = f"{facts.where} AND {facts.sampled}"
    within = facts.engine.rows(
        f"SELECT quantile_disc(end_us - start_us, 0.9) FROM journeys WHERE {told} AND state = 1"
    )[0][0]
    sql = f"""
        SELECT customer, journey, start_us AS from_us, start_us + {within} AS until_us,
            CASE WHEN state = 1 THEN end_us END AS decided_us,
            (state <> 1 OR end_us > start_us + {within})::INTEGER::DOUBLE AS y
        FROM journeys WHERE {told} AND start_us + {within} <= {facts.end_us}
    """
    gone, kept = facts.engine.rows(
        f"SELECT count(*) FILTER (y = 0), count(*) FILTER (y = 1) FROM ({sql})"
    )[0]
    if min(gone, kept) < _FEWEST_ENDS:
        return []
    return [Result(name="stays", good="stay", sql=sql, outlives=True)]


def _no_owner(facts: Facts) -> str:
    """SQL condition on journeys: it could still come to the success. Who owns already, where it comes once, cannot."""
    if not facts.purpose.once:
        return "true"
    return f"""(customer, journey) NOT IN (SELECT (j.customer, j.journey) FROM journeys AS j JOIN {_owners(facts)} AS o
        ON o.customer = j.customer WHERE {facts.where} AND j.journey > o.since)"""


def _owners(facts: Facts) -> str:
    """Table: customers with the first journey that came to a success that comes once, and when."""
    return facts.table(
        "owners",
        f"""SELECT customer, min(journey) AS since, min(end_us) AS since_us FROM journeys
        WHERE {facts.where} AND {facts.sampled} AND state = 0 GROUP BY customer""",
    )


def _keeps(facts: Facts) -> list[Result]:
    """Owners of what is bought once: in a quarter after each of their journeys began, did they end it?

    Counted from each journey, as what happens to owners happens in many, months after they bought; only while they own.
    A farewell stands in no journey that it could be held against: it often comes weeks after the last of them.
    """
    codes = ", ".join(map(str, sorted(facts.farewells)))
    if not (facts.purpose.once and codes):
        return []
    within = _KEPT_DAYS * DAY_US
    sql = f"""
        WITH gone AS (SELECT customer, min(at_us) AS gone_us FROM {facts.sample}
            WHERE touchpoint IN ({codes}) GROUP BY customer)
        SELECT j.customer, j.journey, start_us AS from_us, start_us + {within} AS until_us, gone_us AS decided_us,
            (gone_us IS NULL OR gone_us > start_us + {within})::INTEGER::DOUBLE AS y
        FROM (SELECT customer, journey, start_us FROM journeys WHERE {facts.where} AND {facts.sampled}) AS j
        JOIN {_owners(facts)} AS o ON o.customer = j.customer AND j.journey >= o.since
        LEFT JOIN gone ON gone.customer = j.customer
        WHERE start_us + {within} <= {facts.end_us} AND (gone_us IS NULL OR gone_us > start_us)
    """
    gone = facts.engine.rows(
        f"SELECT count(DISTINCT customer) FILTER (y = 0), count(DISTINCT customer) FILTER (y = 1) FROM ({sql})"
    )[0]
    if min(gone) < _FEWEST_ENDS:
        return []
    return [
        Result(name="stays", title="staying", good=f"stay for {_KEPT_DAYS} days more", sql=sql)
    ]


def comes_at(facts: Facts) -> frozenset[int]:
    """Touchpoints that are the success that comes once: the order, the contract that began."""
    if not facts.purpose.once:
        return frozenset()
    rows = facts.engine.rows(
        f"SELECT DISTINCT touchpoint_code FROM labels WHERE ends & {1 << facts.purpose.code} <> 0"
    )
    return frozenset(int(code) for (code,) in rows)


def _ends(facts: Facts) -> str:
    """When an end that has no time of its own can have fallen at the latest.

    With the last step that states it; where only a record's status does, with the last step that is no answer: who is asked
    how it was is asked about what has been, and what is said then did not lead to it. What comes once is decided when it comes:
    what its owner does in the same visit did not lead to it.
    """
    bit = 1 << facts.purpose.code
    came = (
        f"SELECT touchpoint_code FROM labels WHERE ends & {bit} <> 0"
        if facts.purpose.once
        else "NULL"
    )
    stating = ", ".join(str(code) for code, place in facts.places.items() if place.outcome)
    return f"""
        SELECT customer, journey, max(at_us) FILTER (touchpoint IN ({stating or "NULL"})) AS stated_us,
            min(at_us) FILTER (touchpoint IN ({came})) AS came_us,
            max(at_us) FILTER (touchpoint NOT IN (
                SELECT touchpoint FROM {facts.sample} GROUP BY touchpoint
                HAVING avg((rating_kind IS NOT NULL)::INTEGER) > 0.5)) AS acted_us
        FROM {facts.sample} GROUP BY customer, journey
    """


def undecided(facts: Facts) -> str:
    """SQL condition on journeys: still running; an owner's, of which nothing more is due, only while it is young."""
    silence = facts.purpose.losing_silence_us
    if not facts.purpose.once or silence is None:
        return "state = 2"
    return f"state = 2 AND end_us > {facts.end_us - silence}"


def ripe_us(facts: Facts) -> int:
    """Start of the first week with journeys of which more than one in fifty is still running."""
    week = 7 * DAY_US
    found = facts.engine.rows(
        f"SELECT min(w) FROM (SELECT start_us // {week} AS w FROM journeys WHERE {facts.where}"
        f" GROUP BY 1 HAVING avg(({undecided(facts)})::INTEGER) > {_RUNNING})"
    )[0][0]
    return facts.end_us if found is None else int(found) * week


def snapshot(facts: Facts) -> bool:
    """Whether everything stands at one day: then nothing came before or after anything."""
    return facts.start_us == facts.end_us


def walked(facts: Facts) -> bool:
    """Whether in any journey something came after something else; else there is no path to tell of."""
    return facts.memo("walked", _walked)


def _walked(facts: Facts) -> bool:
    return bool(
        facts.engine.rows(
            f"SELECT 1 FROM journeys WHERE {facts.where} AND end_us > start_us LIMIT 1"
        )
    )


def _of_snapshot(facts: Facts, state: int) -> Result:
    """Those of whom a snapshot table states an end, among all its rows."""
    sql = f"""
        SELECT customer, journey, start_us AS from_us, end_us + 1 AS until_us,
            NULL::BIGINT AS decided_us, (state = {state})::DOUBLE AS y
        FROM journeys WHERE {facts.where} AND {facts.sampled}
    """
    name = STATES[state]
    return Result(name=name, good=f"are {name}", sql=sql)


def _again(facts: Facts) -> list[Result]:
    """Orders again, where customers do."""
    rows = facts.engine.rows(
        f"SELECT touchpoint FROM {facts.sample} WHERE value_e4 > 0 AND actor = 0"
        " GROUP BY touchpoint ORDER BY count(*) DESC, touchpoint LIMIT 1"
    )
    if not rows:
        return []
    name = facts.places[rows[0][0]].name
    days = _usual_days(facts, name)
    result = _success(facts, _ordering(name, days), apart_us=_APART_US)
    if result is None:
        return []
    n, mean = facts.engine.rows(f"SELECT count(*), avg(y) FROM ({result.sql})")[0]
    usual = n >= _FEWEST_UNITS and _AGAIN_SHARE <= mean <= 1 - _AGAIN_SHARE
    return (
        [replace(result, title=f"ordering again within {days} days", again=True)] if usual else []
    )


def _ordering(name: str, days: int) -> SuccessRule:
    return SuccessRule(
        name="again",
        title=f"orders again within {days} days",
        after=(name,),
        happens=(name,),
        within_days=days,
    )


def _usual_days(facts: Facts, name: str) -> int:
    """The days within which most of those who will order again have: who comes twice a year is not lost after four months.

    The longest of some common periods whose double the data cover tells who comes back at all; the shortest that holds four in five
    of them is enough, from 120 days on. Where nine in ten order again within 120 days already, a shorter one says more.
    """
    span = (facts.end_us - facts.start_us) / DAY_US
    longest = max((days for days in _PERIODS if 2 * days <= span), default=_AGAIN_DAYS)
    result = _success(facts, _ordering(name, max(longest, _AGAIN_DAYS)), apart_us=_APART_US)
    if result is None:
        return _AGAIN_DAYS
    counts = ", ".join(
        f"count(*) FILTER (decided_us <= from_us + {days * DAY_US})" for days in _PERIODS
    )
    n, *counted = facts.engine.rows(f"SELECT count(*), {counts} FROM ({result.sql})")[0]
    came: dict[int, int] = dict(zip(_PERIODS, counted, strict=True))
    if n < _FEWEST_UNITS:
        return _AGAIN_DAYS
    soon = came[_AGAIN_DAYS] > _SOON * n
    most = came[_AGAIN_DAYS] if soon else came[max(longest, _AGAIN_DAYS)]
    enough = (days for days in _PERIODS if came[days] >= _MOST_OF_THEM * most)
    return next(days for days in enough if soon or days >= _AGAIN_DAYS)


def _answers(facts: Facts) -> list[Result]:
    """The kinds of rating with most answers; a battery rates many single things and is no result."""
    counted = dict(
        facts.engine.rows(
            f"""
            SELECT rating_kind, sum(n)::BIGINT FROM (
                SELECT rating_kind, journey, customer, count(*) AS n, count(DISTINCT touchpoint) AS things
                FROM {facts.sample} WHERE rating_kind IS NOT NULL AND rating_milli IS NOT NULL
                GROUP BY ALL)
            GROUP BY rating_kind HAVING avg(things) < {_BATTERY}
            """
        )
    )
    known = [scale for scale in scales(facts) if counted.get(scale.code, 0) >= _FEWEST_ANSWERS]
    known.sort(key=lambda scale: (-counted[scale.code], scale.code))
    return [_answer(facts, scale) for scale in known[:_MOST_RATINGS]]


def summed_up(facts: Facts) -> set[int]:
    """Touchpoints at which customers sum up what they rate one by one elsewhere: nobody can mend the answer to a survey's last question."""
    return facts.memo("summed_up", _summed_up)


def _summed_up(facts: Facts) -> set[int]:
    kinds = ", ".join(str(one.kind) for one in results(facts) if one.answers)
    if not kinds:
        return set()
    rows = facts.engine.rows(
        f"""
        SELECT touchpoint FROM (SELECT touchpoint, customer, journey FROM {facts.sample}
            WHERE rating_kind IN ({kinds}) AND rating_milli IS NOT NULL)
        LEFT JOIN (SELECT DISTINCT customer, journey, true AS things FROM {facts.sample}
            WHERE rating_kind NOT IN ({kinds}) AND rating_milli IS NOT NULL
            GROUP BY customer, journey, rating_kind HAVING count(DISTINCT touchpoint) >= {_BATTERY})
        USING (customer, journey)
        GROUP BY touchpoint HAVING 2 * count(things) >= count(*) ORDER BY touchpoint
        """
    )
    return {int(code) for (code,) in rows}


def _answer(facts: Facts, scale: Scale) -> Result:
    low, high = scale.worst * 1000, scale.best * 1000
    sql = f"""
        SELECT customer, journey, 0::BIGINT AS from_us, at_us + 1 AS until_us, at_us AS decided_us,
            least(1, greatest(0, (rating_milli - {low}) / {high - low}))::DOUBLE AS y
        FROM {facts.sample} WHERE rating_kind = {scale.code} AND rating_milli IS NOT NULL
    """
    return Result(
        name=scale.label,
        title=scale.title,
        good=f"points of {scale.title}",
        sql=sql,
        answers=True,
        kind=scale.code,
        unit=scale.label,
        span=scale.best - scale.worst,
        lowest=scale.worst,
    )
