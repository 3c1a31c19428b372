"""What comes in while it happens: how senders sign, what their bodies say, and their staging.

In: deliveries.  Out: `verify_webhook` says whether a sender holds a secret; `stage_deliveries` turns
deliveries into staged events with the same readers that read the tools' files, in their limited process.
"""

from __future__ import annotations

from desireline.sources.live.calls import broken_calls, split_calls
from desireline.sources.live.signatures import SCHEMES as WEBHOOK_SCHEMES
from desireline.sources.live.signatures import scheme_for as webhook_scheme
from desireline.sources.live.signatures import verify as verify_webhook
from desireline.sources.live.staging import CLAIMED, HAS_CLAIMS, StagedDeliveries
from desireline.sources.live.staging import stage as stage_deliveries

__all__ = [
    "CLAIMED",
    "HAS_CLAIMS",
    "WEBHOOK_SCHEMES",
    "StagedDeliveries",
    "broken_calls",
    "split_calls",
    "stage_deliveries",
    "verify_webhook",
    "webhook_scheme",
]
