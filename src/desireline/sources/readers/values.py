"""Single values as other tools write them: times, numbers, names of people, leftovers.

In: what stood in a field.  Out: the contract's type, or None where the field says nothing. A value
that says something unreadable raises `UnreadableError`, so that its row is quarantined with the reason.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

_BLANK = frozenset({"", "null", "none", "nan", "n/a", "(not set)", "undefined"})
_OFFSET = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")
_EPOCH = re.compile(r"-?\d{9,19}(\.\d+)?")
_COMPACT_OFFSET = re.compile(r"([+-]\d{2})(\d{2})$")
_FRACTION = re.compile(r"\.(\d+)")
_TWITTER = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} \d\d:\d\d:\d\d [+-]\d{4} \d{4}")
_EPOCH_STEPS = ((1e17, 1_000_000_000), (1e14, 1_000_000), (1e11, 1_000))
"""Above the bound, the number counts so many parts of a second: nano, micro, milli."""
_AS_JSON = json.JSONEncoder(ensure_ascii=False, default=str, sort_keys=True).encode
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)


class UnreadableError(ValueError):
    """A field says something, but not what it should: `code` and words for the quarantine."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def text(value: object) -> str | None:
    """Return the value as stripped text; None when it is blank or says that nothing is there."""
    if value is None or isinstance(value, (dict, list)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # ids that passed through a spreadsheet or a data frame
    stripped = str(value).strip()
    # most values are longer than any word for nothing: this runs a dozen times a record
    return None if len(stripped) < 10 and stripped.lower() in _BLANK else stripped


def moment(value: object, *, field: str) -> tuple[datetime, str | None] | None:
    """Read a time: ISO 8601, epoch seconds to nanoseconds, or Twitter's. None when blank.

    Returns:
        The time, without a zone where the source gave none, and the zone or offset as written.

    Raises:
        UnreadableError: there is something, but no time.
    """
    written = text(value)
    if written is None:
        return None
    try:
        found = _epoch(written) if _EPOCH.fullmatch(written) else _calendar(written)
    except (ValueError, OverflowError, OSError):
        raise UnreadableError("bad-time", f"{field} is no time: {written[:80]!r}") from None
    at, zone = found
    if (at if at.tzinfo else at.replace(tzinfo=UTC)) < _EARLIEST:
        raise UnreadableError("bad-time", f"{field} is before 1900: {written[:80]!r}")
    return at, zone


def says_zone(written: str) -> bool:
    """Tell whether a time as written says its zone, or counts from an epoch that is in UTC."""
    return _EPOCH.fullmatch(written) is not None or _OFFSET.search(written) is not None


def is_day(value: object) -> bool:
    """Tell whether a time as written is a day without a time of day."""
    written = text(value)
    return written is not None and len(written) <= 10 and not _EPOCH.fullmatch(written)


def number(value: object) -> Decimal | None:
    """Read a number with a decimal point; None when it is blank or no number."""
    if isinstance(value, bool):
        return None
    written = text(value)
    if written is None:
        return None
    try:
        found = Decimal(written)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def seconds(value: object) -> int | None:
    """Read a duration in seconds, or written as [h:]mm:ss; None when it is blank or neither."""
    written = text(value)
    if written is None:
        return None
    if ":" not in written:
        found = number(written)
        return None if found is None else round(found)
    parts = written.lstrip("-").split(":")
    if len(parts) > 3 or not all(re.fullmatch(r"\d+(\.\d*)?", part) for part in parts):
        return None
    total = 0.0
    for part in parts:
        total = total * 60 + float(part)
    return round(-total if written.startswith("-") else total)


def truth(value: object) -> bool | None:
    """Read yes or no in the ways that exports write it; None when it is neither."""
    written = (text(value) or "").lower()
    if written in {"true", "t", "yes", "y", "1", "wahr", "ja", "oui", "si", "sí"}:
        return True
    if written in {"false", "f", "no", "n", "0", "falsch", "nein", "non"}:
        return False
    return None


def names(**known: object) -> list[str]:
    """Build identifiers `<kind>:<value>` out of what is known; blanks fall away.

    An e-mail address is lower-cased here, since no mail system tells the cases apart; everything
    else stays as written, and `identity` decides what is the same.
    """
    found: list[str] = []
    for kind, value in known.items():
        written = text(value)
        if written is None or (kind == "email" and "@" not in written):
            continue
        found.append(f"{kind}:{written.lower() if kind == 'email' else written}")
    return list(dict.fromkeys(found))


def leftovers(values: Mapping[str, Any]) -> str | None:
    """Write everything else as a JSON object; blanks and empty containers fall away."""
    kept = {key: value for key, value in values.items() if value or value == 0}
    return _AS_JSON(kept) if kept else None


def excerpt(value: object) -> str:
    """Write a record for the quarantine, at most 4,000 characters."""
    if isinstance(value, str):
        return value[:4000]
    return json.dumps(value, ensure_ascii=False, default=str)[:4000]


def first(record: Mapping[str, Any], fields: Iterable[str]) -> Any:
    """Return the first of several fields that says anything."""
    for field in fields:
        value = record.get(field)
        if value not in (None, "", [], {}):
            return value
    return None


def _epoch(written: str) -> tuple[datetime, str]:
    parts = Decimal(written)
    for bound, per_second in _EPOCH_STEPS:
        if abs(parts) >= bound:
            parts /= per_second
            break
    whole = math.floor(parts)
    micro = int((parts - whole) * 1_000_000)
    return datetime.fromtimestamp(whole, tz=UTC).replace(microsecond=micro), "UTC"


def _calendar(written: str) -> tuple[datetime, str | None]:
    if _TWITTER.fullmatch(written):
        at = datetime.strptime(written, "%a %b %d %H:%M:%S %z %Y")
        return at, written.split()[4]
    plain = written
    if plain.endswith((" UTC", " GMT")):
        plain = plain[:-4] + "Z"
    plain = _COMPACT_OFFSET.sub(r"\1:\2", plain) if "T" in plain or ":" in plain else plain
    plain = re.sub(r" (?=[+-]\d\d:\d\d$)", "", plain)
    # more than six digits of a second: nanoseconds that Python cannot hold
    plain = _FRACTION.sub(lambda match: "." + match.group(1)[:6], plain)
    at = datetime.fromisoformat(plain)
    offset = _OFFSET.search(plain) if ":" in plain else None
    zone = None if offset is None else offset.group(1)
    return at, "UTC" if zone == "Z" else zone
