"""What becomes of a cursor whose column has another type than before.

In: the cursor's last value, and one that the column gives now.  Out: from where to read instead. A time that has become a day
is the worst: midnight lies before the last time, so that the rest of that day would never be read, and nobody would notice. What
cannot be compared at all is read from the start: rows that are known already add nothing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

Form = Literal["time", "time with a zone", "day", "number", "day as text", "time as text", "text"]
_DAY = timedelta(days=1)


def form(value: Any) -> Form:
    """How a cursor's value is written."""
    if isinstance(value, datetime):
        return "time" if value.tzinfo is None else "time with a zone"
    if isinstance(value, date):
        return "day"
    if isinstance(value, int | float | Decimal):
        return "number"
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return "text"
    return "day as text" if len(str(value)) <= len("2025-01-01") else "time as text"


def instead(last: Any, now: Any) -> Any:
    """The value to go on from, in the form that the column has now; None to begin from the start.

    A day earlier than the last value, wherever hours or zones may have been lost.
    """
    was, is_ = form(last), form(now)
    if is_ == "day" and was in {"time", "time with a zone"}:
        return last.date() - _DAY
    if is_ in {"time", "time with a zone"} and was in {"time", "time with a zone", "day"}:
        at = last if isinstance(last, datetime) else datetime(last.year, last.month, last.day)  # noqa: DTZ001
        at = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo is not None else at
        return (at if is_ == "time" else at.replace(tzinfo=UTC)) - _DAY
    if is_ == "day as text" and was == "time as text":
        return (datetime.fromisoformat(str(last)).date() - _DAY).isoformat()
    return None


def goes_on(last: Any, now: Any) -> bool:
    """Whether reading from the last value on misses nothing: the same form, or days as text that became times."""
    was, is_ = form(last), form(now)
    return was == is_ or (was, is_) == ("day as text", "time as text")
