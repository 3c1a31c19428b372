"""The time as every table keeps it."""

from __future__ import annotations

import time


def now_us() -> int:
    """Return the time as UTC microseconds since 1970."""
    return time.time_ns() // 1000
