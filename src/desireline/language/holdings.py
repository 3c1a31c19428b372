"""What is kept of what people said, and how they leave it."""

from __future__ import annotations

from desireline.stores import DatasetHolding, Holdings
from desireline.tables import CALLS, UTTERANCES

_WORDS = (
    "cause", "phrases", "entities", "want", "expected", "entry_reason", "heard_from", "chosen_for",
    "retold", "chased", "told_otherwise", "errand", "promises", "text_masked",
)  # fmt: skip
"""Columns that quote what was said."""

HOLDINGS = Holdings(
    datasets=(
        DatasetHolding(
            name="utterances",
            why="what was said and how it felt: the person's rows go, other people's words are masked",
            personal=(*UTTERANCES.personal, *_WORDS),
            goes="r.subject IN (SELECT subject FROM erased)",
            masked=_WORDS,
        ),
        DatasetHolding(
            name="calls",
            why="who spoke when in recorded calls, and the words: the person's rows go, other people's words are "
            "masked; the recordings themselves lie where the owner keeps them, as the exports do",
            personal=(*CALLS.personal, "words"),
            goes="r.subject IN (SELECT subject FROM erased)",
            masked=("words",),
        ),
    ),
)
