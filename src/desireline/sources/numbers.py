"""Numbers and durations as files write them: decimal sign, thousands, currency signs, h:mm:ss.

In: values of a column as text.  Out: the decimal sign (found over the column, or ambiguous when
every value could be either: `1,234`), and SQL that reads a text as DECIMAL or as seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CLEAN = re.compile(r"[^\d.,\-+eE]")
_UNITS = {"ms": "0.001", "s": "1", "min": "60", "h": "3600", "d": "86400"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A column's decimal sign; `ambiguous` when it could be the other as well."""

    decimal: str
    ambiguous: bool = False
    example: str = ""
    clean: bool = True
    """No signs but digits, points, commas and minus."""
    mixed: bool = False
    """Some values have a comma for the decimals and others a point: each is read by its own sign where that is plain."""


def detect(values: Iterable[str]) -> Sign:
    """Find the decimal sign: the last of two signs, or one that cannot be a thousands mark."""
    comma = point = either_comma = either_point = 0
    example = ""
    clean = True
    for raw in values:
        clean &= not _CLEAN.search(raw.strip())
        value = _CLEAN.sub("", raw)
        verdict = _sign(value)
        comma += verdict == "comma"
        point += verdict == "point"
        either_comma += verdict == "comma?"
        either_point += verdict == "point?"
        if verdict.endswith("?"):
            example = example or raw.strip()
    if point or comma:
        decimal = "," if comma > point else "."
        return Sign(decimal=decimal, clean=clean, mixed=bool(point and comma))
    # 1,234 alone may be a thousand or 1.234; 1.234 alone is read with a point, as programs write
    if either_comma:
        return Sign(decimal=".", ambiguous=True, example=example, clean=clean)
    return Sign(decimal=".", clean=clean)


def _sign(value: str) -> str:
    if "," in value and "." in value:
        return "comma" if value.rfind(",") > value.rfind(".") else "point"
    if value.count(",") > 1:
        return "point"
    if value.count(".") > 1:
        return "comma"
    for sign, name in ((",", "comma"), (".", "point")):
        if sign in value:
            whole, _, part = value.partition(sign)
            thousands = len(part) == 3 and 1 <= len(whole.lstrip("-+")) <= 3 and whole != "0"
            return f"{name}?" if thousands else name
    return ""


def to_sql(sign: Sign, text: str, *, kind: str = "DECIMAL(18,4)") -> str:
    """Write the SQL that reads a number; NULL where the text is none."""
    body = text if sign.clean else f"regexp_replace({text}, '[^0-9.,+eE-]', '', 'g')"
    comma, point = f"replace(replace({body}, '.', ''), ',', '.')", f"replace({body}, ',', '')"
    read, other, wrong = (comma, point, ".") if sign.decimal == "," else (point, comma, ",")
    if sign.mixed:
        # one or two digits behind the other sign are no thousands: 249.50 is never 24950
        plain = rf"[^.,]*\{wrong}\d{{1,2}}"
        read = f"CASE WHEN regexp_full_match({body}, '{plain}') THEN {other} ELSE {read} END"
    return f"TRY_CAST({read} AS {kind})"


def seconds_sql(sign: Sign, text: str, unit: str) -> str:
    """Write the SQL that reads `0:02:23`, `2:23`, or a number of units, as whole seconds."""
    parts = f"string_split({text}, ':')"
    number = to_sql(sign, text, kind="DECIMAL(18,4)")
    return (
        f"CASE WHEN regexp_full_match({text}, '\\d+:[0-5]?\\d:[0-5]?\\d(\\.\\d+)?') THEN "
        f"TRY_CAST({parts}[1] AS BIGINT) * 3600 + TRY_CAST({parts}[2] AS BIGINT) * 60 "
        f"+ TRY_CAST(round(TRY_CAST({parts}[3] AS DOUBLE)) AS BIGINT) "
        f"WHEN regexp_full_match({text}, '\\d+:[0-5]?\\d(\\.\\d+)?') THEN "
        f"TRY_CAST({parts}[1] AS BIGINT) * 60 "
        f"+ TRY_CAST(round(TRY_CAST({parts}[2] AS DOUBLE)) AS BIGINT) "
        f"ELSE TRY_CAST(round({number} * {_UNITS[unit]}) AS BIGINT) END"
    )
