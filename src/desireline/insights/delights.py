"""What pleases: touchpoints that lift customers above their usual feeling, by the pains' own method.

In: feelings against each customer's usual.  Out: ranked delights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.insights.model import SMALLEST_GROUP, InsightResult
from desireline.insights.pains import MATERIAL_FEELING, feeling_candidate
from desireline.insights.ranking import ranked
from desireline.insights.usual import USUAL_SQL, gaps
from desireline.insights.visits import measure_visits

if TYPE_CHECKING:
    from desireline.insights.facts import Facts

METHOD = "customers reached x rise above their usual feeling; BH q .10; v1"


class Delights:
    """See the module."""

    name = "delights"
    method = METHOD

    def run(self, facts: Facts) -> InsightResult:
        """Ranked delights."""
        evidence = facts.evidence(self.name, method=METHOD, query=USUAL_SQL, n=facts.customers)
        visits = measure_visits(facts)
        candidates = [
            feeling_candidate(facts, code, gap, evidence.id, kind="delight")
            for code, gap in gaps(facts).items()
            if gap.shrunk > 0
            and gap.value >= MATERIAL_FEELING
            and gap.customers >= SMALLEST_GROUP
            and code in visits
            and visits[code].customers >= SMALLEST_GROUP
        ]
        return InsightResult(insights=ranked(candidates), evidence=[evidence])
