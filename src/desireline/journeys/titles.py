"""Titles: words for people, of names that machines write.

In: the name of an activity, a page, a stage.  Out: what a map calls it, its own words kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desireline.journeys.vocabulary import normal

if TYPE_CHECKING:
    from collections.abc import Collection


def tidy(name: str) -> str:
    """Make a machine's name readable without changing its words: `add_to_cart` -> `Add to cart`, `iPhone` stays."""
    text = name.strip()
    if not re.search(r"\s", text):
        text = re.sub(r"(?<=[a-z]{2})(?=[A-Z][a-z])", " ", text)
        text = re.sub(r"[_\-]+", " ", text).strip() or name
    text = re.sub(r"\s+", " ", text)
    return (text if re.match(r"[a-z][A-Z]", text) else text[:1].upper() + text[1:])[:80]


def slug(title: str, taken: Collection[str]) -> str:
    """Make a title a name for programs, unlike those that are taken."""
    name = re.sub(r"\W+", "_", title.lower()).strip("_")[:40] or "stage"
    number = 2
    unique = name
    while unique in taken:
        unique, number = f"{name}_{number}", number + 1
    return unique


_PLACE = re.compile(
    r"(page|screen)(?:[ _-]?view(?:ed)?\s+(?P<place>\S.*)|\s+(?P<path>/.*)|\s+(?-i:(?P<title>[A-Z0-9].*)))",
    re.IGNORECASE,
)
_DEED = re.compile(r"(?:[A-Z][a-z]*|[0-9]+)(?: (?:[A-Z][a-z]*|[0-9]+))* [A-Z][a-z]*(?:ed|aid|ent)")
"""Object and action, as trackers advise to name events: `Coupon Applied`."""


def readable(name: str) -> str:
    """Words for people: `page_view /offers` -> `Offers page`, `Coupon Applied` -> `Coupon applied`."""
    place = _PLACE.fullmatch(name.strip())
    if place is not None:
        return _place(place[1].lower(), place["place"] or place["path"] or place["title"])
    tidied = tidy(name)
    return tidied.capitalize() if _DEED.fullmatch(tidied) else tidied


def _place(kind: str, where: str) -> str:
    if not where.startswith("/"):
        return tidy(where) if normal(where).endswith(f" {kind}") else f"{tidy(where)[:73]} {kind}"
    path = re.split(r"[?#]", where)[0]
    parts = [tidy(part) for part in path.split("/") if part]
    if not parts:
        return f"Home {kind}"
    return f"{' / '.join([parts[0], *(part[:1].lower() + part[1:] for part in parts[1:])])[:73]} {kind}"
