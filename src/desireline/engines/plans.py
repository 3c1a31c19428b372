"""Does a window over sorted files stream?

In: a SELECT.  Out: what its plan says. `lead(x) OVER ()` over a list of sorted files reads them once
and keeps one row; put a join, a union or a grouping below it, and the engine may reorder rows and give
wrong neighbours without an error. So whoever builds such a query has a test that asks here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desireline.errors import EngineError

if TYPE_CHECKING:
    from desireline.engines import Engine

_KEEP_ORDER = {
    "STREAMING_WINDOW",
    "PROJECTION",
    "FILTER",
    "READ_PARQUET",
    "CTE_SCAN",
    "TABLE_SCAN",
}
"""What may stand below: it hands rows on as they come."""


def streams(engine: Engine, sql: str) -> bool:
    """Say whether the SELECT has windows, all of them stream, and nothing below may reorder rows."""
    windows = [node for node in _nodes(_plan(engine, sql)) if "WINDOW" in node["name"]]
    return bool(windows) and all(
        below["name"].strip() in _KEEP_ORDER for window in windows for below in _nodes(window)
    )


def require_streaming(engine: Engine, sql: str) -> None:
    """Refuse a query whose windows would not stream.

    Raises:
        EngineError: they would not; the names of the plan's operators are in the message.
    """
    if not streams(engine, sql):
        names = ", ".join(node["name"].strip() for node in _nodes(_plan(engine, sql)))
        raise EngineError(
            f"This window does not stream, so its neighbours may be wrong: {names}.",
            hint="Read one list of files below the window; join and unite above it.",
            code="engine.order",
        )


def _plan(engine: Engine, sql: str) -> Any:
    return json.loads(engine.rows(f"EXPLAIN (FORMAT json) {sql}")[0][1])[0]


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in node["children"]:
        yield from _nodes(child)
