"""Forecasts: what a condition struck less often would bring, kept so that the fact can be held against it.

In: a condition, how much less of it.  Out: a forecast; those that say a number are kept with their data version
and day. Sums only: nobody is in them.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desireline import insights
from desireline.pipeline.choosing import choose_one
from desireline.pipeline.context import Context, opened
from desireline.pipeline.personas import know_personas

if TYPE_CHECKING:
    from desireline.stores import Json, Traces

KIND = "forecast"


def what_if(
    context: Context, condition: str, less: float, *, purpose: str | None = None
) -> insights.Forecast:
    """Forecast, and keep it.

    Raises:
        InputError: there are no data, no such purpose or condition, or `less` is no share.
    """
    with opened(context) as data:
        know_personas(context, data, find=False)
        found = insights.what_if(data, choose_one(data, purpose), condition, less)
        version = data.data_version
    if found.refused is None:
        made = datetime.now(UTC).isoformat(timespec="seconds")
        with context.store.transaction() as tables:
            name = f"{found.purpose}/{found.condition}/{less:g}/{version}"
            tables.documents.put(KIND, name, asdict(found) | {"data": version, "made_at": made})
    return found


def forecasts(context: Context) -> list[dict[str, Any]]:
    """All forecasts that were kept, the oldest first."""
    kept = context.store.documents.list(KIND)
    return sorted((one.body for one in kept), key=lambda body: body["made_at"])


def forget_in_forecast(body: Json, traces: Traces) -> Json:
    """Nobody is in a forecast."""
    del traces
    return body
