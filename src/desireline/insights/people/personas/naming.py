"""What a persona is called: the choice by which it stands out most, in plain words of what its customers do.

In: `Found`, and words for places and channels.  Out: one name a persona, no two alike, the same for the same data.
A name holds one choice where that tells the persona from every other, else two. What is questionable: a name is a
handle and no definition; who needs the definition reads the portrait, which has every choice with its share.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.paths.noted import NO_WORDS, YES_WORDS
from desireline.insights.people.personas.behaviour import OTHER
from desireline.insights.people.personas.portrait import PACES, Shares, Titles, shares, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from desireline.insights.people.personas.finding import Found

NAMING = 3
"""Counts the ways of naming: what was kept under another is named anew."""
_TYPICAL = 0.2
"""Share of a persona's customers who must do what it is named after."""
_LEAST_LIFT = 1.15
_TENFOLD = 10.0
"""More often than that is not more telling: others hardly do it."""
_WAYS = ("Go from", "Repeat", "Come back")
"""A move or a pause says less to most readers than where somebody comes from or what they use: only where nothing else does."""
_HOURS = (
    "Come at night", "Come early in the morning", "Come in the morning", "Come in the early afternoon",
    "Come in the early evening", "Come late in the evening",
)  # fmt: skip
_CHANNELS = {
    "web": "Use the website", "app": "Use the app", "store": "Come to the shop", "phone": "Call",
    "email": "Write e-mails", "chat": "Chat", "social": "Write on social media",
    "messaging": "Write by messenger", "post": "Write letters",
}  # fmt: skip
_ASKING = {
    "phone": "Call for help", "email": "Ask by e-mail", "chat": "Ask by chat",
    "social": "Ask on social media", "messaging": "Ask by messenger", "post": "Ask by letter",
}  # fmt: skip
_COMING = re.compile(r"(^| )(source|medium|campaign|referrer)($| )")
_ARRIVALS = {
    "organic": "Come from a search", "organic search": "Come from a search", "search": "Come from a search",
    "none": "Come directly", "direct": "Come directly", "email": "Come from an e-mail",
    "e-mail": "Come from an e-mail", "newsletter": "Come from the newsletter",
    "referral": "Come from another site", "cpc": "Come from an ad", "ppc": "Come from an ad",
    "ads": "Come from an ad", "paid": "Come from an ad", "paid search": "Come from an ad",
    "display": "Come from an ad", "banner": "Come from an ad", "social": "Come from social media",
    "organic social": "Come from social media", "paid social": "Come from social media",
    "affiliate": "Come from a partner", "affiliates": "Come from a partner",
    "partner": "Come from a partner", "sms": "Come from a text message",
    "push": "Come from a push message",
}  # fmt: skip
_USING = re.compile(r"(^| )(device|platform|os|browser|app)($| )")
_DEVICES = {
    "mobile": "Use a phone", "phone": "Use a phone", "smartphone": "Use a phone",
    "desktop": "Use a computer", "computer": "Use a computer", "tablet": "Use a tablet",
    "web": "Use the website", "ios": "Use iOS", "android": "Use Android",
}  # fmt: skip
_PAYING = re.compile(r"(^| )payment($| )")
_YES = {*YES_WORDS, "1"}
_NO = {*NO_WORDS, "0"}
_UNTOLD = {"", "not set", "unknown", "null", "other", "n/a", "data deleted"}


def name_groups(found: Found, titles: Titles) -> list[str]:
    """Name each persona by what it does more often than others."""
    told = shares(found.choices, found.members[found.taught])
    doors = [
        value.partition("/")[0] for table, value in found.vocabulary.columns if table == "entry"
    ]
    many = {place for place in doors if doors.count(place) > 1}
    plain = [_plain(titles, *column, by_channel=many) for column in found.vocabulary.columns]
    wanted = [list(_ranked(told, plain, group)) for group in range(found.groups)]
    names = [mine[0] if mine else "" for mine in wanted]
    twice = {name for name in names if names.count(name) > 1}
    names = [
        f"{name} + {mine[1][0].lower()}{mine[1][1:]}" if name in twice and len(mine) > 1 else name
        for name, mine in zip(names, wanted, strict=True)
    ]
    return [
        name if name and names.count(name) == 1 else f"{name or 'Persona'} {number}"
        for number, name in enumerate(names, start=1)
    ]


def _ranked(told: Shares, plain: list[str | None], group: int) -> Iterator[str]:
    """Names of a persona, the most telling first: what many of them do, far more often than others."""
    weights = told.people[:, group] / max(float(told.people[:, group].max(initial=0)), 1.0)
    value, rest = told.value[:, group], np.maximum(told.rest[:, group], 1e-4)
    lift = np.minimum(value / rest, _TENFOLD)
    does = value * weights  # of those who were asked, of all of the persona
    telling = does * np.log(np.maximum(lift, 1.0))
    leads = told.value.argmax(axis=1) == group
    rows = sorted(
        (
            not (leads[c] and does[c] >= _TYPICAL),
            words.startswith(_WAYS),
            -round(float(telling[c]), 6),
            words,
        )
        for c, words in enumerate(plain)
        if words is not None and lift[c] > _LEAST_LIFT
    )
    yield from dict.fromkeys(words for *_, words in rows)


def _plain(
    titles: Titles, table: str, value: str, *, by_channel: Collection[str] = ()
) -> str | None:
    """What somebody does who chooses so; None where no plain words say it.

    A touchpoint at which customers begin `by_channel` tells nobody from others: only the channel does.
    """
    kind, _, of = table.partition(":")
    words: str | None = None
    if value == OTHER:
        return None
    if kind == "entry":
        place, _, channel = value.partition("/")
        words = f"Begin at {titles.place(place)}"
        if place in by_channel and channel:
            words += f" by {titles.channel(channel)}"
    elif kind == "path":
        way = f"Go from {titles.place(of)} to {titles.place(value)}"
        words = f"Repeat {titles.place(of)}" if of == value else way
    elif kind == "pace" and value.isdigit():
        words = f"Come back {PACES[min(int(value), 9)]}"
    elif kind == "weekday":
        words = "Come at weekends" if value == "weekend" else "Come on weekdays"
    elif kind == "hour":
        words = _HOURS[int(value)]
    elif kind in {"channel", "contact channel"}:
        known, verb = (_CHANNELS, "Come") if kind == "channel" else (_ASKING, "Ask")
        words = known.get(titles.channel(value), f"{verb} by {titles.channel(value)}")
    elif kind == "field":
        words = _of_field(words_of(of), value.strip("()").replace("_", " "))
    return words


def _of_field(field: str, value: str) -> str | None:
    """What a field of a source says that somebody does."""
    said, named = value.casefold(), field.casefold()
    if said in _UNTOLD:
        words = None
    elif _COMING.search(named):
        where = f"the campaign {value}" if "campaign" in named else value
        words = _ARRIVALS.get(said, f"Come from {where}")
    elif said in _YES:
        words = f"Choose {field}"
    elif said in _NO:
        words = f"Do without {field}"
    elif _USING.search(named):
        words = _DEVICES.get(said, f"Use {value}")
    elif _PAYING.search(named):
        words = f"Pay by {value}"
    else:
        words = f"Choose {value} ({field})"
    return words
