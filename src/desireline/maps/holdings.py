"""What kept maps may show of people, and how it leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.stores import Holdings, TableHolding

if TYPE_CHECKING:
    from desireline.stores import Json, Tables, Traces


def _forget(body: Json, traces: Traces) -> Json:
    from desireline.maps.forgetting import forget

    return forget(body, traces)


def _forget_in_log(tables: Tables, traces: Traces) -> int:
    from desireline.maps.sharing import forget_in_log

    return forget_in_log(tables, traces)


HOLDINGS = Holdings(
    documents={"map": _forget, "own-map": _forget, "persona-map": _forget},
    tables=(
        TableHolding(
            name="map_state",
            why="people's words on shared maps: masked, quotes go, and the history before goes with them",
            personal=("state",),
            erase=_forget_in_log,
        ),
        TableHolding(
            name="map_update",
            why="what editors changed: merged into the state and dropped with every erasure, in which "
            "the member who made it is named by an id",
            personal=("content", "author"),
            erase=lambda _tables, _traces: 0,  # done with `map_state`
        ),
    ),
)
