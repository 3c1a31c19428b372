"""What is kept of what people said, and how they leave it."""

from __future__ import annotations

from desireline.stores import DatasetHolding, Holdings
from desireline.tables import UTTERANCES

HOLDINGS = Holdings(
    datasets=(
        DatasetHolding(
            name="utterances",
            why="what was said and how it felt: the person's rows go, other people's words are masked",
            personal=(*UTTERANCES.personal, "cause", "text_masked"),
            goes="r.subject IN (SELECT subject FROM erased)",
            masked=("cause", "text_masked"),
        ),
    ),
)
