"""What calls people back to a map: changes and drifts as the insights found them last, kept small.

In: the insights of a purpose, once all of them ran.  Out: signals. Home asks for them with every map, and the insights
themselves are megabytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from desireline import maps as map_package
from desireline.maps import MapFile, Review, Signal

if TYPE_CHECKING:
    from desireline.pipeline.context import Context
    from desireline.stores import Tables

_KIND = "signals"
_CLAIMED = ("shown", "suggested")


def keep_signals(tables: Tables, purpose: str, insights: Iterable[Mapping[str, Any]]) -> None:
    """Keep what of all insights of a purpose calls people back."""
    told = [
        {"kind": one["kind"], "on": one["date_high"] or one["date"], "words": one["words"]}
        for one in insights
        if _calls_back(one)
    ]
    tables.documents.put(_KIND, purpose, {"told": told}, keep=1)


def _calls_back(insight: Mapping[str, Any]) -> bool:
    if insight["date"] is None:
        return False
    if insight["kind"] == "change":
        return insight["verdict"] == "shown" and insight["reason"] is None
    # newcomers that are foretold less well than those before, or a persona whose share moved
    is_less = insight["high"] is not None and insight["high"] < 0
    return (
        insight["kind"] == "persona_drift"
        and insight["verdict"] in _CLAIMED
        and (is_less or insight["persona"] is not None)
    )


def review(context: Context, file: MapFile) -> Review:
    """Say when a map is due, and why."""
    kept = context.store.documents.get(_KIND, file.document.purpose.id)
    told = [] if kept is None else kept.body["told"]
    newest = file.snapshot.newest_event
    return map_package.review(
        file, [_signal(one, None if newest is None else newest.date()) for one in told]
    )


def _signal(told: Mapping[str, Any], newest: date | None) -> Signal:
    """A drift is of a whole quarter of the period: it can be seen when that has ended."""
    is_drift = told["kind"] == "persona_drift"
    on = newest if is_drift and newest is not None else date.fromisoformat(told["on"])
    return Signal(why="drift" if is_drift else "change", on=on, words=told["words"], n=1)
