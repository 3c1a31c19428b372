"""What identity resolution keeps of people, and how they leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.identity.decisions import DECISION, PROPOSAL
from desireline.stores import DatasetHolding, Holdings
from desireline.tables import IDENTITIES

if TYPE_CHECKING:
    from desireline.stores import Json, Traces

_HIS = "r.subject IN (SELECT subject FROM erased)"

_NOBODY = "[erased]"


def _forget(body: Json, traces: Traces) -> Json:
    """A pair with the person in it says nothing any more: of neither of the two."""
    assert isinstance(body, dict)
    if traces.subjects.isdisjoint((str(body["left"]), str(body["right"]))):
        return body
    return {**body, "left": _NOBODY, "right": _NOBODY, "verdict": None, "reason": None}


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
        DatasetHolding(
            name="scores",
            why="how alike two subjects are: the rows with one of the person's subjects go",
            personal=("left_subject", "right_subject"),
            goes="r.left_subject IN (SELECT subject FROM erased) "
            "OR r.right_subject IN (SELECT subject FROM erased)",
        ),
    ),
    documents={DECISION: _forget, PROPOSAL: _forget},
)
