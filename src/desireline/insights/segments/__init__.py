"""Segments compared: any two groups of journeys side by side, with the Simpson guard.

In: two predicates of `expressions`.  Out: a `Comparison`: one measure for each metric, what differs most first.
"""

from desireline.insights.segments.asking import askable
from desireline.insights.segments.comparing import (
    Comparison,
    compare,
    segment_row,
    segment_words,
)

__all__ = ["Comparison", "askable", "compare", "segment_row", "segment_words"]
