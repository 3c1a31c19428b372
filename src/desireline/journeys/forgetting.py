"""Forget words that nobody uses any more: names of touchpoints may have come from one person's events.

In: the newest plan.  Out: dictionaries in which names outside it are anonymised. A code is never reused and
keeps its place; a name that comes back later gets a new one.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from desireline.engines import open_engine
from desireline.journeys.plan import Plan

if TYPE_CHECKING:
    from desireline.events import SegmentStore
    from desireline.stores import Store

_PREFIX = "[erased "


def forget_unused_names(segments: SegmentStore, store: Store) -> int:
    """Anonymise the names of touchpoints, channels and outcomes that the plan does not know."""
    used = _used(segments)

    def anonymous(name: str) -> str:
        return name if name.startswith(_PREFIX) else f"{_PREFIX}{secrets.token_hex(4)}]"

    changed = 0
    for kind, names in used.items():
        changed += store.personal.rewrite(
            "dictionary",
            ("name",),
            lambda name, names=names: name if name in names else anonymous(name),
            where=("kind", kind),
        )
    return changed


def _used(segments: SegmentStore) -> dict[str, set[str]]:
    snapshot = segments.snapshot()
    used: dict[str, set[str]] = {"touchpoint": set(), "channel": set(), "outcome": set()}
    if not snapshot.of("plan"):
        return used
    engine = open_engine()
    try:
        body = engine.rows(f"SELECT plan FROM {snapshot.source('plan')}")[0][0]
    finally:
        engine.close()
    plan = Plan.model_validate_json(body)
    used["touchpoint"] = {touchpoint.name for touchpoint in plan.touchpoints}
    used["channel"] = {name for _, name in plan.channels}
    used["outcome"] = {name for _, name in plan.outcomes}
    return used
