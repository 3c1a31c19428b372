"""Tables of insights that are exported as they are; each loads its module when it is asked for.

In: an opened data version.  Out: Arrow tables by the contract's column names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from desireline.journeys import JourneyData


def effort_table(data: JourneyData) -> pa.Table:
    """Every journey's effort. A contact stands in one journey only, of the narrowest purpose."""
    from desireline.insights.effort_rows import build

    return build(data)
