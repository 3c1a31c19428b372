"""The built-in vocabulary: what common tools call things, and where those things stand.

In: `vocabulary.toml`, shipped as data.  Out: a lookup from an activity's name to a touchpoint and a
stage. Add words there; nothing else changes.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A column of the map. `near` takes its touchpoints when a map has too many columns."""

    name: str
    title: str
    verb: str
    near: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the vocabulary says of a name.

    `rank` is the place among its synonyms, first is best; what `roams` belongs to what stands beside it.
    """

    title: str
    stage: str
    success: str | None
    rank: int
    roams: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who took a step, by names and by words."""

    persons: tuple[str, ...]
    """Attributes that name who carried an event out, the plainest first."""
    nobody: tuple[str, ...]
    clients: tuple[str, ...]
    machines: tuple[str, ...]
    company: frozenset[str]
    """First or last words of what no customer does."""
    office: frozenset[str]
    """The same, in a log that others show to be an office's."""
    customer: frozenset[str]
    """First words of what customers do, whoever writes it down."""
    reminders: tuple[str, ...]
    """Inside a name: what is done because a customer has not yet acted."""
    moneys: tuple[str, ...]
    """Inside a name: money moves."""
    troubles: tuple[str, ...]
    """Inside a name, as beginnings of words: what nobody chooses to meet."""
    asked: frozenset[str]
    """What customers approve or decline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The whole lookup."""

    stages: tuple[Stage, ...]
    known: dict[str, Known]
    words: tuple[tuple[str, str], ...]
    """Words and the stage they point to, longest first."""
    outcomes: dict[str, str]
    technical: frozenset[str]
    """Names of what tools record for themselves."""
    records: frozenset[str]
    """What a tool says of its own records: `contact created`."""
    arrivals: frozenset[str]
    """Names of what trackers note beside the first page of a visit."""
    ties: frozenset[str]
    ends: frozenset[str]
    """Words for what binds a customer, and for its end: `subscription cancelled`."""
    farewells: frozenset[str]
    """Words that say such an end alone."""
    undone: tuple[str, ...]
    """Beginnings of words that say that what was begun did not come about."""
    successes: frozenset[str]
    reached: frozenset[str]
    """Names and titles of what customers wanted to reach, and their last words."""
    acting: Acting

    def is_mishap(self, name: str) -> bool:
        """True when a name says that something failed or did not come about."""
        undone = any(
            word.startswith(stem) for word in normal(name).split() for stem in self.undone
        )
        return undone or self.is_trouble(name)

    def is_look(self, name: str) -> bool:
        """True when a name says that a page or a screen was looked at, and not that something failed there."""
        said = normal(name).split()
        seen = said[:1] in (["page"], ["screen"], ["view"]) or said[-1:] in (["page"], ["screen"])
        return seen and not self.is_trouble(name)

    def is_farewell(self, name: str) -> bool:
        """True when a name says that a customer ended the relationship; a page about it does not."""
        said = normal(name).split()
        if said[:1] in (["page"], ["screen"], ["view"]) or said[-1:] in (["page"], ["screen"]):
            return False
        return any(word in self.farewells for word in said) or (
            any(word in self.ties for word in said) and any(word in self.ends for word in said)
        )

    def is_success(self, name: str) -> bool:
        """True when a name, or a title, is that of a success."""
        plain = normal(name)
        return plain in self.successes or plain.rpartition(" ")[2] in self.reached

    def is_reminder(self, name: str) -> bool:
        """True when a name is that of what the company does because a customer has not yet acted."""
        said = f" {normal(name)} "
        return any(f" {word} " in said for word in self.acting.reminders)

    def moves_money(self, name: str) -> bool:
        """True when a name is that of a payment, a transfer, a deposit; a page about it moves nothing."""
        said = f" {normal(name)} "
        moves = any(f" {word} " in said for word in self.acting.moneys)
        return moves and not self.is_look(name) and not self.is_mishap(name)

    def is_trouble(self, name: str) -> bool:
        """True when a name is that of what nobody chooses to meet: an error, a refusal."""
        said = f" {normal(name)}"
        return any(f" {beginning}" in said for beginning in self.acting.troubles)

    def stage_of(self, name: str, *, but: str | None = None) -> str | None:
        """Stage of a name: by whole name, else by the longest word inside it that says no stage `but`."""
        plain = normal(name)
        if plain in self.known:
            return self.known[plain].stage
        padded = f" {re.sub(r'[0-9]+', ' ', plain)} ".replace("  ", " ")
        return next(
            (stage for word, stage in self.words if stage != but and f" {word} " in padded), None
        )


def normal(name: str) -> str:
    """Lower case, one space between words: `Page_View`, `pageView` and `page view` are the same."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return re.sub(r"[\W_]+", " ", spaced.lower()).strip()


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


@lru_cache(maxsize=1)
def builtin() -> Vocabulary:
    """The vocabulary that ships with Desireline."""
    text = resources.files("desireline.journeys").joinpath("vocabulary.toml").read_text("utf-8")
    data = tomllib.loads(text)
    stages = tuple(
        Stage(name=s["name"], title=s["title"], verb=s["verb"], near=s["near"])
        for s in data["stages"]
    )
    known = {
        name: Known(
            title=t["title"],
            stage=t["stage"],
            success=t.get("success"),
            rank=rank,
            roams=t.get("roams", False),
        )
        for t in data["touchpoints"]
        for rank, name in enumerate(t["names"])
    }
    # longest first: "order shipped" must not be caught by "order"; ties go to the earlier stage
    words = sorted(
        ((word, s["name"]) for s in data["stages"] for word in s["words"]),
        key=lambda pair: -len(pair[0]),
    )
    outcomes = {word: state for state in ("completed", "lost") for word in data["outcomes"][state]}
    return Vocabulary(
        stages=stages,
        known=known,
        words=tuple(words),
        outcomes=outcomes,
        technical=frozenset(data["technical"]["names"]),
        records=frozenset(
            f"{record} {deed}"
            for record in data["technical"]["records"]
            for deed in data["technical"]["deeds"]
        ),
        arrivals=frozenset(data["technical"]["arrivals"]),
        ties=frozenset(data["farewells"]["ties"]),
        ends=frozenset(data["farewells"]["ends"]),
        farewells=frozenset(data["farewells"]["words"]),
        undone=tuple(data["farewells"]["undone"]),
        successes=frozenset(
            {name for name, one in known.items() if one.success}
            | {normal(one.title) for one in known.values() if one.success}
            | {*data["outcomes"]["completed"], *data["outcomes"]["goals"]}
        ),
        reached=frozenset(data["outcomes"]["reached"]),
        acting=Acting(
            persons=tuple(data["acting"]["persons"]),
            nobody=tuple(data["acting"]["nobody"]),
            clients=tuple(data["acting"]["clients"]),
            machines=tuple(data["acting"]["machines"]),
            company=frozenset(data["acting"]["company"]),
            office=frozenset(data["acting"]["office"]),
            customer=frozenset(data["acting"]["customer"]),
            reminders=tuple(data["acting"]["reminders"]),
            moneys=tuple(data["acting"]["moneys"]),
            troubles=tuple(data["acting"]["troubles"]),
            asked=frozenset(data["acting"]["asked"]),
        ),
    )
