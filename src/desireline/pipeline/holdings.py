"""What runs of the pipeline leave in the folder of a workspace."""

from __future__ import annotations

from desireline.pipeline.forecasting import KIND as FORECASTS
from desireline.pipeline.forecasting import forget_in_forecast
from desireline.pipeline.leftovers import TEMPORARY, sweep
from desireline.pipeline.live.erasing import forget_in_inbox
from desireline.pipeline.portraits import KIND as PORTRAITS
from desireline.pipeline.portraits import forget_portraits
from desireline.stores import Holdings, PlaceHolding, TableHolding, masking

HOLDINGS = Holdings(
    documents={PORTRAITS: forget_portraits, FORECASTS: forget_in_forecast},
    tables=(
        TableHolding(
            name="inbox",
            why="what came in and is not in the log yet: calls that name the person go, a webhook or a "
            "note goes whole",
            personal=("body",),
            erase=forget_in_inbox,
        ),
        TableHolding(name="delivered", why="ids of deliveries, given by the sender's machine"),
        TableHolding(name="live_event", why="fingerprints and times of events: nobody is named"),
        TableHolding(
            name="token",
            why="names that the owner gave to senders: masked; and a fingerprint",
            personal=("name",),
            erase=masking("token", "name"),
        ),
        TableHolding(name="webhook_secret", why="secrets of sources: nobody is named"),
    ),
    places=(
        PlaceHolding(
            pattern=TEMPORARY,
            why="files of imports under way; those of a process that ended are removed",
            sweep=sweep,
        ),
    ),
)
