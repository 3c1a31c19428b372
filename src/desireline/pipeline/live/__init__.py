"""Live: what comes in over HTTP is durable before the answer, and in the event log seconds later.

In: requests, and what their senders show.  Out: deliveries in the inbox (`Live`), events in the log
(`drain`), derived tables that follow (`keep`), claims for a person to judge (`claims`).
"""

from __future__ import annotations

from desireline.pipeline.live.access import (
    SCOPES,
    Token,
    add_secret,
    list_secrets,
    list_tokens,
    make_token,
    remove_secret,
    revoke_token,
)
from desireline.pipeline.live.claims import Claim, claims
from desireline.pipeline.live.door import Limits
from desireline.pipeline.live.draining import Drained, drain
from desireline.pipeline.live.erasing import erase_inbox
from desireline.pipeline.live.keeping import is_behind, keep
from desireline.pipeline.live.notes import NewNote
from desireline.pipeline.live.receiving import BATCH_BYTES, too_large
from desireline.pipeline.live.service import Live

__all__ = [
    "BATCH_BYTES",
    "SCOPES",
    "Claim",
    "Drained",
    "Limits",
    "Live",
    "NewNote",
    "Token",
    "add_secret",
    "claims",
    "drain",
    "erase_inbox",
    "is_behind",
    "keep",
    "list_secrets",
    "list_tokens",
    "make_token",
    "remove_secret",
    "revoke_token",
    "too_large",
]
