"""What pleases: conditions that bring success and touchpoints that lift feelings, by the pains' own method.

In: prices of conditions, feelings against each customer's usual.  Out: ranked delights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.heard.usual import USUAL_SQL
from desireline.insights.model import InsightResult
from desireline.insights.pains.pains import felt_candidates, told
from desireline.insights.pains.priced import priced_candidates

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "effect on success x journeys a year x worth; rise above the usual feeling; BH q .10; v2"


class Delights:
    """See the module."""

    name = "delights"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Ranked delights."""
        evidence = facts.evidence(self.name, method=METHOD, query=USUAL_SQL, n=facts.customers)
        insights = told(
            facts,
            priced_candidates(facts, evidence.id, kind="delight"),
            felt_candidates(facts, evidence.id, kind="delight"),
        )
        return InsightResult(insights=insights, evidence=[evidence])
