"""Numbers, times and names for people. In: values with a unit. Out: short text in one style.

One implementation for screen, print and annex: a number that reads `62 %` here reads so everywhere.
Units are kept on the line of their number by a no-break space; minus is a minus sign.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime

NBSP = "\u00a0"
MINUS = "\u2212"
GAP = "points of feeling"
"""Unit of a feeling against the usual one."""
EXCESS = "share, above the usual"
"""Unit of an exit against that of the stage's other touchpoints."""
EFFECT = "share, against those without"
"""Unit of a success of those who met something against those who did not."""
_SCALE = re.compile(r"(-?\d+(?:\.\d+)?)\s*-\s*(-?\d+(?:\.\d+)?)(?:,\s*(-?[\d.]+) is best)?\s*$")
_SPANS = ((1.0, 120, "s", "s"), (60.0, 120, "min", "min"), (3600.0, 48, "h", "h"))
_DAY = 86_400.0
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def number(value: float, *, digits: int = 1) -> str:
    """Write a number: `3,120`, `4.1`; thousands with a comma, minus as a minus sign."""
    text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.replace("-", "")
    return text.replace("-", MINUS)


def count(value: int) -> str:
    """Write a count: `3,120`."""
    return f"{value:,}"


def share(value: float) -> str:
    """Write a share of 0 to 1 with two telling digits: `62 %`, `9.5 %`, `under 0.1 %`."""
    percent = 100 * value
    if 0 < percent < 0.1:
        return f"under{NBSP}0.1{NBSP}%"
    if 99.9 < percent < 100:
        return f"over{NBSP}99.9{NBSP}%"
    digits = 1 if percent < 9.95 or 90.05 < percent < 100 else 0
    text = f"{percent:.{digits}f}".removesuffix(".0")
    return f"{text}{NBSP}%"


def duration(seconds: float) -> str:
    """Write a time with one number: `45 s`, `12 min`, `5 h`, `4 days`, `14 weeks`."""
    seconds = max(seconds, 0.0)
    for size, limit, one, many in _SPANS:
        if seconds < limit * size:
            return _span(seconds / size, one, many)
    days = seconds / _DAY
    if days < 60:
        return _span(days, "day", "days")
    if days < 365:
        return _span(days / 7, "week", "weeks")
    return _span(days / 365.25, "year", "years", digits=1)


def _span(size: float, one: str, many: str, *, digits: int = 0) -> str:
    text = f"{size:.{digits}f}"
    return f"{text}{NBSP}{one if text == '1' else many}"


def scale_of(unit: str | None) -> tuple[float, float] | None:
    """Ends of a bounded scale, the worst first; None for an open one.

    `stars 1-5` -> (1, 5); `ces 1-7, 1 is best` -> (7, 1).
    """
    if unit == "share":
        return (0.0, 1.0)
    if unit == "feeling":
        return (-1.0, 1.0)
    match = _SCALE.search(unit or "")
    if match is None:
        return None
    low, high = float(match[1]), float(match[2])
    return (high, low) if match[3] is not None and float(match[3]) == low else (low, high)


def value_text(value: float, unit: str | None) -> str:
    """Write a value with its unit, for people."""
    if unit == "share":
        return share(value)
    if unit == "s":
        return duration(value)
    if unit in {"feeling", GAP}:
        return number(value, digits=2) if value < 0 else f"+{number(value, digits=2)}"
    if unit in {EXCESS, EFFECT}:
        return f"{'' if value < 0 else '+'}{number(100 * value)}{NBSP}points"
    scale = scale_of(unit)
    if scale is not None:
        top = max(scale)
        whole = top == math.floor(top) and min(scale) >= 0
        return f"{number(value)} of {top:g}" if whole else number(value)
    return count(int(value)) if value == math.floor(value) else number(value, digits=2)


def interval_text(low: float, high: float, unit: str | None) -> str:
    """Write an interval: `58 % to 66 %`."""
    return f"{value_text(low, unit)} to {value_text(high, unit)}"


def period(start: datetime | date | None, end: datetime | date | None) -> str:
    """Write a period as short as it can be said: `January to June 2026`."""
    if start is None or end is None:
        return "no dates"
    if start.year != end.year:
        return f"{_MONTHS[start.month - 1][:3]} {start.year} to {_MONTHS[end.month - 1][:3]} {end.year}"
    if start.month != end.month:
        return f"{_MONTHS[start.month - 1]} to {_MONTHS[end.month - 1]} {end.year}"
    return f"{_MONTHS[start.month - 1]} {start.year}"


def day(value: date | datetime) -> str:
    """Write a day: `22 June 2026`."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def title_of(name: str) -> str:
    """Turn a name of the data into a title: `add_to_cart` -> `Add to cart`, codes and `iPhone` untouched."""
    text = re.sub(r"[_\s]+", " ", name).strip()
    if not text or re.match(r"[a-z][A-Z]", text):
        return text or name
    return text[0].upper() + text[1:] if text[0].islower() else text


def told_of(title: str) -> str:
    """What an answer is about: a survey is where it was said, not where it happened."""
    about = re.sub(r"\s+(survey|feedback|questionnaire)$", "", title, flags=re.IGNORECASE)
    return about or title


def shorten(text: str, words: int) -> str:
    """Keep the first words; a cut is shown."""
    parts = text.split()
    if len(parts) <= words:
        return " ".join(parts)
    return " ".join(parts[:words]) + "\u2026"


def clip(text: str, characters: int) -> str:
    """Cut at a word's end within so many characters; a cut is shown."""
    text = " ".join(text.split())
    if len(text) <= characters:
        return text
    cut = text[: characters - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > characters // 2 else cut).rstrip(" ,;:.") + "\u2026"


def sentence(text: str) -> str:
    """Close a sentence with a full stop where it has no end of its own."""
    text = text.strip()
    return text if not text or text[-1] in ".!?\u2026" else text + "."


def numbers_in(text: str) -> list[str]:
    """Every number that a reader sees in a text, thousands and decimals as one."""
    return re.findall(r"\d+(?:[.,]\d+)*", text)


def without_brackets(text: str) -> str:
    """Leave out what stands in round brackets."""
    return " ".join(re.sub(r"\s*\([^()]*\)", "", text).split())
