"""HTTP and WebSocket: parse, check who asks, call, serialise."""

from __future__ import annotations

from desireline.api.german_map import save_in_german
from desireline.api.peer import can_tell as tells_users_apart
from desireline.api.server import create_api, run

__all__ = ["create_api", "run", "save_in_german", "tells_users_apart"]
