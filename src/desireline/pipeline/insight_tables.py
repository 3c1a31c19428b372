"""Which tables insights make whole, by name: `effort`, `deviations`, `changes`, `drivers`, `insights`.

In: an opened data version.  Out: Arrow tables by the contract's column names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desireline import insights

if TYPE_CHECKING:
    import pyarrow as pa

    from desireline.journeys import JourneyData

MADE: dict[str, Callable[[JourneyData], pa.Table]] = {
    "changes": insights.changes_table,
    "deviations": insights.deviation_table,
    "drivers": insights.driver_table,
    "effort": insights.effort_table,
    "insights": insights.insight_table,
    "personas": insights.personas_table,
}
