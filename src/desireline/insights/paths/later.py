"""What comes after the success: an invoice that is paid weeks after the order, the arrival of who has booked.

In: steps of the sample.  Out: touchpoints to which nearly all come who have come to the success before. Who stops there has not stopped on the
way to it, and the few who are seen there without it had it elsewhere: nothing is decided there. Whether they come again is another
success. Owners of what is bought once are lost after it alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

_NEARLY_ALL = 0.9


def after_success(facts: Facts) -> frozenset[int]:
    """Touchpoints that lie behind the success; none where nothing states it, and none for owners."""
    return facts.memo("after success", _after_success)


def _after_success(facts: Facts) -> frozenset[int]:
    reaching = ", ".join(map(str, sorted(facts.data.reaching)))
    if not reaching or facts.purpose.once:
        return frozenset()
    rows = facts.engine.rows(
        f"""
        WITH first AS (SELECT customer, min(at_us) AS first_us FROM {facts.sample}
            WHERE touchpoint IN ({reaching}) GROUP BY customer)
        SELECT touchpoint FROM {facts.sample} LEFT JOIN first USING (customer)
        GROUP BY touchpoint HAVING avg(coalesce(at_us > first_us, false)::INTEGER) >= {_NEARLY_ALL} ORDER BY touchpoint
        """
    )
    return frozenset(int(code) for (code,) in rows)
