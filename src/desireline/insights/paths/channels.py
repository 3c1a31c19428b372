"""Where journeys begin, and how long they take from there.

In: the channel of each journey's first step; how journeys ended.  Out: one measure per channel.
A description, no comparison: hard questions choose their channel. When journeys are still running,
only those begun long enough ago are counted, and a running one counts as longer than all others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.model import (
    SMALLEST_GROUP,
    ChannelMeasure,
    Estimate,
    Insight,
    InsightResult,
)
from desireline.insights.numbers.estimates import count, descriptive_verdict, duration, percent
from desireline.insights.numbers.order import interval_fractions, quantiles
from desireline.insights.numbers.statistics import effective_n, jeffreys
from desireline.insights.paths.results import undecided, walked

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "exact median; interval by order statistics, as many trials as customers; v1"
_ENDLESS = 2**62
_ENDLESS_SECONDS = 1e11
_JOURNEYS = """
    SELECT channel, customer, start_us, CASE WHEN {running} THEN 2 ELSE 0 END AS state,
        CASE WHEN {running} THEN {endless} ELSE end_us - start_us END AS v
    FROM (SELECT customer, journey, channel FROM steps WHERE {where} AND step_no = 0)
    JOIN (SELECT customer, journey, start_us, end_us, state FROM journeys WHERE {where})
    USING (customer, journey)
"""


class Channels:
    """See the module."""

    name = "channels"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Share and duration of the journeys that begin in each channel."""
        table = facts.table(
            "entries",
            _JOURNEYS.format(where=facts.where, endless=_ENDLESS, running=undecided(facts)),
        )
        rows = facts.engine.rows(
            f"SELECT channel, count(*), count(DISTINCT customer) FROM {table}"
            " GROUP BY channel ORDER BY 2 DESC, 1"
        )
        evidence = facts.evidence(self.name, method=METHOD, query=_JOURNEYS, n=facts.journeys)
        medians = _medians(facts, table)
        measures = [
            ChannelMeasure(
                channel=facts.channels.get(code, ""),
                journeys=n,
                customers=customers,
                share=_share(n, facts.journeys, facts.customers),
                duration_median=medians.get(code),
                evidence=evidence.id,
            )
            for code, n, customers in rows
            if customers >= SMALLEST_GROUP
        ]
        return InsightResult(
            measures=measures,
            insights=[
                one for measure in measures if walked(facts) for one in _claims(facts, measure)
            ],
            evidence=[evidence],
            suppressed=len(rows) - len(measures),
        )


def _medians(facts: Facts, table: str) -> dict[int, Estimate]:
    old_enough = facts.engine.rows(
        f"""
        SELECT CASE WHEN bool_or(state = 2) THEN {facts.end_us} -
            coalesce(quantile_disc(v, 0.9) FILTER (state <> 2), 0) ELSE {facts.end_us} END
        FROM (SELECT * FROM {table} WHERE {facts.sampled})
        """
    )[0][0]
    rows_sql = f"SELECT channel::BIGINT AS g, v FROM {table} WHERE start_us <= {old_enough or 0}"
    rows = facts.engine.rows(
        f"SELECT channel, count(*), count(DISTINCT customer) FROM {table}"
        f" WHERE start_us <= {old_enough or 0} GROUP BY channel"
    )
    sizes = {code: (n, people) for code, n, people in rows if people >= SMALLEST_GROUP}
    wanted = {code: (0.5, *interval_fractions(people, 0.5)) for code, (_, people) in sizes.items()}
    values = quantiles(facts, rows_sql, {code: n for code, (n, _) in sizes.items()}, wanted)
    out: dict[int, Estimate] = {}
    for code, (n, people) in sizes.items():
        low, high = interval_fractions(people, 0.5)
        if values[code, high] >= _ENDLESS_SECONDS * 1e6:
            continue
        out[code] = Estimate(
            value=values[code, 0.5] / 1e6,
            low=values[code, low] / 1e6,
            high=values[code, high] / 1e6,
            n=n,
            unit_of_n="journeys",
            unit="s",
        )
    return out


def _share(x: int, n: int, customers: int) -> Estimate:
    n_eff = effective_n(n, customers, max(1.0, n / customers))
    low, high = jeffreys(x / n * n_eff, n_eff)
    return Estimate(
        value=x / n,
        low=min(float(low[0]), x / n),
        high=max(float(high[0]), x / n),
        n=n,
        unit_of_n="journeys",
        unit="share",
    )


def _claims(facts: Facts, measure: ChannelMeasure) -> list[Insight]:
    middle = measure.duration_median
    if middle is None or middle.high == 0:
        return []  # all of them are one moment
    return [
        Insight(
            kind="channel",
            purpose=facts.purpose.name,
            channel=measure.channel,
            metric="median duration, s",
            words=(
                f"Journeys that begin by {measure.channel} ({percent(measure.share.value)}) take "
                f"{duration(middle.value)} at the median ({duration(middle.low)} to "
                f"{duration(middle.high)}, n {count(middle.n)})."
            ),
            verdict=descriptive_verdict(measure.customers),
            evidence=measure.evidence,
        ).measured(middle)
    ]
