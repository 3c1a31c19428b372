"""Minutes in contact that a condition brings on: its effect on what customers spend with the company afterwards.

In: a condition, the effort ledger.  Out: the effect on minutes of the 30 days from its time zero, as a trial.
Minutes are cut at what one customer in a hundred exceeds; only who can be followed for 30 days counts.
None where no source measures how long contacts take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.causes.treatments import treatments
from desireline.insights.causes.trials import run_trial
from desireline.insights.efforts.ledger import ledger
from desireline.insights.facts import DAY_US
from desireline.insights.paths.results import Result

if TYPE_CHECKING:
    from desireline.insights.causes.treatments import Treatment
    from desireline.insights.facts import Facts

_FOLLOWED_US = 30 * DAY_US
_MINUTES_SQL = """
    SELECT t.customer, t.journey, 0::BIGINT AS from_us, {until} AS until_us, NULL::BIGINT AS decided_us,
        coalesce(sum(m.minutes) FILTER (m.at_us > t.t0_us AND m.at_us <= t.t0_us + {followed}), 0) AS minutes
    FROM {table} AS t LEFT JOIN (SELECT * FROM {ledger} WHERE measured) AS m USING (customer, journey)
    WHERE t.treatment = {number} GROUP BY t.customer, t.journey, t.t0_us
"""


def minutes_caused(facts: Facts, treatment: Treatment) -> tuple[float, float] | None:
    """Minutes more per journey that meets it, and the standard error."""
    return facts.memo(f"toil {treatment.number}", lambda it: _minutes_caused(it, treatment))


def _minutes_caused(facts: Facts, treatment: Treatment) -> tuple[float, float] | None:
    booked = ledger(facts)
    if not booked.contacts:
        return None
    sql = _MINUTES_SQL.format(
        until=facts.end_us - _FOLLOWED_US,
        followed=_FOLLOWED_US,
        table=treatments(facts)[0],
        ledger=booked.table,
        number=treatment.number,
    )
    most = facts.engine.rows(f"SELECT quantile_disc(minutes, 0.99) FROM ({sql})")[0][0]
    if not most:
        return None
    result = Result(
        name="minutes",
        good="minutes in contact",
        sql=f"SELECT * EXCLUDE (minutes), least(1, minutes / {most!r})::DOUBLE AS y FROM ({sql})",
        unit="min",
        answers=True,
        span=float(most),
    )
    effect = run_trial(facts, treatment, result).effect
    return None if effect is None else (effect.value * most, effect.se * most)
