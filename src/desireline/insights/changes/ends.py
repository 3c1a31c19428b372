"""Successes by the day on which their clock began, and how often a source notes yes.

In: results and notes of one purpose.  Out: `Watched` series of shares.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from desireline.engines import literal
from desireline.insights.causes.leaks import states_the_record
from desireline.insights.changes.breaks import Series
from desireline.insights.changes.observed import first_day, followed_us
from desireline.insights.changes.visits import doors_of
from desireline.insights.changes.watched import EVERYBODY, Watched, by_day, share_by_day
from desireline.insights.facts import DAY_US
from desireline.insights.paths.noted import WORDS, YES, YES_OR_NO, keys, notes
from desireline.insights.paths.results import ripe_us, successes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desireline.insights.facts import Facts
    from desireline.insights.paths.results import Result

_MOST_RESULTS, _MOST_LEVELS = 2, 24
# a row says how it stands at the export: of the youngest it is not known yet whether somebody came, paid, was answered
_NOTED = """
    SELECT key, touchpoint, (at_us - {start}) // {day} AS day, count(*) AS n,
        sum((value IN {yes})::INTEGER) AS s
    FROM {notes} WHERE NOT rated AND {drawn} AND at_us <= {last} GROUP BY ALL ORDER BY ALL
"""


def noted(facts: Facts) -> Iterator[Watched]:
    """How often a source notes yes."""
    wanted = {key.name: key.title for key in keys(facts) if key.kind == YES_OR_NO}
    if not wanted:
        return
    start = first_day(facts) * DAY_US
    found = facts.engine.rows(
        _NOTED.format(
            start=start,
            day=DAY_US,
            yes=YES,
            notes=notes(facts),
            drawn=facts.drawn,
            last=facts.end_us - followed_us(facts),
        )
    )
    rows: dict[tuple[str, int], list[tuple[int, int, int]]] = {}
    for key, code, day, n, s in found:
        if key in wanted:
            rows.setdefault((key, code), []).append((day, n, s))
    for (key, code), told in rows.items():
        place = facts.places[code]
        yield share_by_day(
            facts,
            np.array(told),
            metric=wanted[key],
            scope=place.name,
            touchpoint=place.name,
            stage=place.stage,
        )


_FIRST_SQL = "SELECT * FROM ({result}) QUALIFY row_number() OVER (PARTITION BY customer ORDER BY from_us, journey) = 1"
"""Of orders, each customer's first: where fewer new customers come, a list holds ever more of those who order often."""


def ends(facts: Facts) -> Iterator[Watched]:
    """Successes by the day on which their clock began: of all, and by what orders and sign-ups note."""
    start = first_day(facts) * DAY_US
    sources = successes(facts)[:_MOST_RESULTS]
    # whose record has ended since has ended: that its success changed is how young it is
    words = [one for one in keys(facts) if one.kind == WORDS and not states_the_record(one.name)]
    for result in sources:
        sql = _FIRST_SQL.format(result=result.sql) if result.again else result.sql
        table = facts.table(f"timed_{result.name.replace('-', '_')}", sql)
        groups: list[tuple[str, str, str]] = []
        for key in words:
            joined = (
                f"FROM {table} JOIN (SELECT customer, journey, arg_min(value, at_us) AS value,"
                f" min(at_us) AS at_us FROM {notes(facts)} WHERE key = {literal(key.name)} GROUP BY ALL) AS n"
                " USING (customer, journey)"
            )
            groups += [
                (
                    f"{key.title}: {level}",
                    joined,
                    f"AND value = {literal(level)} AND at_us <= from_us",
                )
                for level in key.levels
            ]
        ripe = ripe_us(facts) if result.ended else facts.end_us
        yield from _of_all(
            facts,
            result,
            f"FROM {table} JOIN {doors_of(facts)} USING (customer, journey) WHERE from_us <= {ripe}",
        )
        for scope, source, where in groups[:_MOST_LEVELS]:
            told = facts.engine.rows(
                f"SELECT (from_us - {start}) // {DAY_US} AS day, count(*), sum(y)::BIGINT {source}"
                f" WHERE from_us <= {ripe} {where}"
                " GROUP BY 1 HAVING day >= 0 ORDER BY 1"
            )
            if told:
                yield share_by_day(
                    facts,
                    np.array(told),
                    metric=result.name,
                    scope=scope,
                    touchpoint=None,
                    stage=None,
                )


def _of_all(facts: Facts, result: Result, source: str) -> Iterator[Watched]:
    """The success of all, as it would be had they always come by the same doors: another mix of visitors changed nothing that any of them met."""
    start = first_day(facts) * DAY_US
    told = np.array(
        facts.engine.rows(
            f"SELECT (from_us - {start}) // {DAY_US} AS day, door, count(*), sum(y)::BIGINT {source}"
            " GROUP BY ALL HAVING day >= 0 ORDER BY ALL"
        )
    )
    if not len(told):
        return
    whole = share_by_day(facts, told[:, [0, 2, 3]], metric=result.name, scope=EVERYBODY, touchpoint=None, stage=None)  # fmt: skip
    count = whole.series.weight
    moved = np.zeros(len(count))
    usual = told[:, 3].sum() / told[:, 2].sum()
    for door in np.unique(told[:, 1]):
        mine = told[told[:, 1] == door]
        own = mine[:, 3].sum() / mine[:, 2].sum()
        moved += by_day(facts, mine[:, 0], mine[:, 2]) * (own - usual)
    value = whole.series.value - moved / np.maximum(count, 1)
    yield replace(whole, series=Series(value=value, weight=count), seen=whole.series)
