"""What identity resolution keeps of people, and how they leave it."""

from __future__ import annotations

from desireline.stores import DatasetHolding, Holdings
from desireline.tables import IDENTITIES

_HIS = "r.subject IN (SELECT subject FROM erased)"

HOLDINGS = Holdings(
    datasets=(
        DatasetHolding(
            name="identities",
            why="who is whom, and why: the rows of the person's subjects go",
            personal=(*IDENTITIES.personal, "customer_id"),
            goes=_HIS,
        ),
        DatasetHolding(
            name="keys",
            why="what subjects are also called: the rows of the person's subjects go",
            personal=("subject", "value"),
            goes=_HIS,
        ),
    ),
)
