"""What runs of the pipeline leave in the folder of a workspace."""

from __future__ import annotations

from desireline.stores import Holdings, PlaceHolding

HOLDINGS = Holdings(
    places=(
        PlaceHolding(
            pattern="tmp",
            why="files of imports under way; those of a process that ended are removed",
        ),
    ),
)
