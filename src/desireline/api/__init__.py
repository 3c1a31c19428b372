"""HTTP: parse, call, serialise. Read-only for now; to this computer only."""

from __future__ import annotations

from desireline.api.server import create_api, run

__all__ = ["create_api", "run"]
