"""What is kept of people's journeys, and how they leave it."""

from __future__ import annotations

from desireline.stores import DatasetHolding, Holdings
from desireline.tables import JOURNEYS

_HIS = "r.customer IN (SELECT customer FROM erased_customers)"

HOLDINGS = Holdings(
    datasets=(
        DatasetHolding(
            name="steps",
            why="what the person did, in codes: the person's rows go",
            personal=("customer", "event_key"),
            goes=_HIS,
        ),
        DatasetHolding(
            name="journeys",
            why="the person's journeys: the rows go",
            personal=(*JOURNEYS.personal, "customer"),
            goes=_HIS,
        ),
        DatasetHolding(
            name="touched",
            why="customers made again since the last rebuild: the person's code goes",
            personal=("customer",),
            goes=_HIS,
        ),
        DatasetHolding(
            name="plan",
            why="words of activities, some of which one person alone may have used: made again, and "
            "words that nobody uses any more are anonymised",
            personal=("plan",),
            follows=True,
        ),
    ),
)
