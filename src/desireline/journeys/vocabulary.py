"""The built-in vocabulary: what common tools call things, and where those things stand.

In: `vocabulary.toml` and the lexicon of `words/`, shipped as data.  Out: a lookup from an activity's name to a touchpoint and a
stage, and what its words tell. Add words there; nothing else changes.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from desireline.journeys import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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
    clerks: tuple[str, ...]
    """The same, of those alone that handle what customers began."""
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
    refused: tuple[str, ...]
    """Beginnings of words that say that somebody is refused, or withdraws."""
    successes: frozenset[str]
    reached: frozenset[str]
    """Names and titles of what customers wanted to reach, and their last words."""
    acting: Acting

    def is_mishap(self, name: str) -> bool:
        """True when a name says that something failed or did not come about."""
        undone = any(
            word.startswith(stem) for word in lexicon.folded(name).split() for stem in self.undone
        )
        return undone or self.is_trouble(name) or _tells(name, "mishaps.undone")

    def is_look(self, name: str) -> bool:
        """True when a name says that a page or a screen was looked at, and not that something failed there."""
        return _is_page(name) and not self.is_trouble(name)

    def is_farewell(self, name: str) -> bool:
        """True when a name says that a customer ended the relationship; a page about it does not."""
        if _is_page(name):
            return False
        said = lexicon.folded(name).split()
        return (
            any(word in self.farewells for word in said)
            or (
                any(word in self.ties for word in said) and any(word in self.ends for word in said)
            )
            or _tells(name, "farewells.words")
        )

    def is_refusal(self, name: str) -> bool:
        """True when a name says that somebody is refused what they asked for, or withdraws; a page about it does not."""
        said = lexicon.folded(name).split()
        return not _is_page(name) and any(word.startswith(self.refused) for word in said)

    def is_success(self, name: str) -> bool:
        """True when a name, or a title, is that of a success."""
        plain = normal(name)
        if plain in self.successes:
            return True
        ends = {hit.end for hit in lexicon.told(name) if hit.tells.startswith("success.")}
        if lexicon.folded(name).rpartition(" ")[2] in self.reached:
            ends.add(len(lexicon.words_of(name)) - 1)
        if not ends - _refused(name) or _tells(name, "hedges.pending"):
            return False
        return not (self.is_mishap(name) or self.is_reminder(name))

    def success_of(self, name: str) -> str | None:
        """Kind of success that a whole name is in one of the lexicon's languages: `Commande passée` is `buy`."""
        if not self.is_success(name):
            return None
        kinds = (hit.tells.removeprefix("success.") for hit in lexicon.told(name) if hit.whole)
        return next((kind for kind in kinds if kind in _KINDS), None)

    def is_asked(self, name: str) -> bool:
        """True when a name is about what the company asks customers, who approve or decline it: an offer."""
        said = lexicon.folded(name).split()
        return bool(self.acting.asked & set(said)) or _tells(name, "acting.asked")

    def is_reminder(self, name: str) -> bool:
        """True when a name is that of what the company does because a customer has not yet acted."""
        said = f" {lexicon.folded(name)} "
        if any(f" {word} " in said for word in self.acting.reminders):
            return True
        return _tells(name, "acting.reminders")

    def moves_money(self, name: str) -> bool:
        """True when a name is that of a payment, a transfer, a deposit; a page about it moves nothing."""
        said = f" {lexicon.folded(name)} "
        moves = any(f" {word} " in said for word in self.acting.moneys)
        return moves and not self.is_look(name) and not self.is_mishap(name)

    def is_trouble(self, name: str) -> bool:
        """True when a name is that of what nobody chooses to meet: an error, a refusal."""
        mended = {hit.end for hit in lexicon.told(name) if hit.tells == "success.help"}
        if mended - _refused(name):
            return False  # a fault that is mended
        said = f" {lexicon.folded(name)}"
        if any(f" {beginning}" in said for beginning in self.acting.troubles):
            return True
        return _tells(name, "mishaps.troubles")

    def acts(self, name: str, *, office: bool) -> str | None:
        """Who acts, by the words of a name: `company`, `customer`, or None where they do not tell.

        `office` is true in a log that others show to be an office's: there, more words tell. What two words say of each
        other counts before a word at the beginning or end, and that before a single word elsewhere.
        """
        hits = [hit for hit in lexicon.told(name) if hit.tells in _ACTING[office]]
        if self.is_reminder(name):
            return "company"
        if best := _most(hits, least=2):
            return best
        said = lexicon.words_of(name)
        deeds = self.acting.company | self.acting.office if office else self.acting.company
        asked = self.is_asked(name)
        if said and (said[0] in deeds or (said[-1] in deeds and not asked)):
            return "company"
        if said and said[0] in self.acting.customer and not self.is_trouble(name):
            return "customer"
        best = _most(hits, least=1)
        # who declines an offer may be either; a payment that failed is nobody's
        unsure = asked if best == "company" else self.is_trouble(name)
        return None if unsure else best

    def stage_of(self, name: str, *, but: str | None = None) -> str | None:
        """Stage of a name: by whole name, else by the longest word inside it that says no stage `but`."""
        plain = normal(name)
        if plain in self.known:
            return self.known[plain].stage
        padded = f" {re.sub(r'[0-9]+', ' ', plain)} ".replace("  ", " ")
        word, stage = next(
            (
                (word, stage)
                for word, stage in self.words
                if stage != but and f" {word} " in padded
            ),
            ("", None),
        )
        hits = [
            hit
            for hit in lexicon.told(name)
            if hit.tells.startswith("stages.") and hit.tells != f"stages.{but}"
        ]
        if not hits:
            return stage
        best = max(hits, key=lambda hit: _telling(hit.tells, hit.words, hit.letters))
        other = _telling(best.tells, best.words, best.letters)
        if stage and _telling(f"stages.{stage}", word.count(" ") + 1, len(word)) >= other:
            return stage
        return None if best.tells == "stages.none" else best.tells.removeprefix("stages.")


_KINDS = ("buy", "receive", "help", "start")
_TELLING = tuple(
    f"stages.{stage}"
    for stage in (
        "discover",
        "explore",
        "choose",
        "buy",
        "use",
        "wait",
        "receive",
        "share",
        "help",
        "leave",
        "none",
    )
)
"""Stages whose words tell most, last: a complaint about an order is a complaint, and a petition that is called one is no order."""
_SURELY = {"success.buy": 3, "success.agreed": 3, "acting.company": 2, "acting.customer": 1}
_ACTING = {False: _SURELY, True: {**_SURELY, "acting.office": 2}}
"""Who is told by which list: what a company decides is its deed whatever it is about; to buy is the customer's."""


_PAGES = frozenset({"page", "screen", "seite", "ecran", "pagina", "pantalla", "tela", "schermata", "scherm"})  # fmt: skip
_COMPANYS = frozenset({"acting.company", "acting.office"})


def _most(hits: Sequence[lexicon.Hit], *, least: int) -> str | None:
    fitting = [hit for hit in hits if hit.words >= least]
    if not fitting:
        return None
    best = max(fitting, key=lambda hit: (hit.words, _ACTING[True][hit.tells], hit.letters))
    return "company" if best.tells in _COMPANYS else "customer"


def _telling(stage: str, words: int, letters: int) -> tuple[int, int, int]:
    return words, _TELLING.index(stage), letters


def _refused(name: str) -> set[int]:
    """Places of the words before which a name says no: `not delivered`."""
    return {hit.end + 1 for hit in lexicon.told(name) if hit.tells == "hedges.not"}


def _tells(name: str, what: str) -> bool:
    return any(hit.tells == what for hit in lexicon.told(name))


def _is_page(name: str) -> bool:
    said = lexicon.folded(name).split()
    return bool(said) and (said[0] in {*_PAGES, "view"} or said[-1] in _PAGES)


def normal(name: str) -> str:
    """Lower case, one space between words: `Page_View`, `pageView` and `page view` are the same."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return re.sub(r"[\W_]+", " ", spaced.lower()).strip()


def _spelled(words: Iterable[str]) -> frozenset[str]:
    return frozenset(spelled for word in words for spelled in lexicon.spellings(word))


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
        ties=_spelled(data["farewells"]["ties"]),
        ends=_spelled(data["farewells"]["ends"]),
        farewells=_spelled(data["farewells"]["words"]),
        refused=tuple(map(lexicon.folded, data["farewells"]["refused"])),
        undone=tuple(sorted(_spelled(data["farewells"]["undone"]))),
        successes=frozenset(
            {name for name, one in known.items() if one.success}
            | {normal(one.title) for one in known.values() if one.success}
            | {*data["outcomes"]["completed"], *data["outcomes"]["goals"]}
        ),
        reached=_spelled(data["outcomes"]["reached"]),
        acting=Acting(
            persons=tuple(data["acting"]["persons"]),
            clerks=tuple(map(normal, data["acting"]["clerks"])),
            nobody=tuple(data["acting"]["nobody"]),
            clients=tuple(data["acting"]["clients"]),
            machines=tuple(data["acting"]["machines"]),
            company=_spelled(data["acting"]["company"]),
            office=_spelled(data["acting"]["office"]),
            customer=_spelled(data["acting"]["customer"]),
            reminders=tuple(sorted(_spelled(data["acting"]["reminders"]))),
            moneys=tuple(sorted(_spelled(data["acting"]["moneys"]))),
            troubles=tuple(sorted(_spelled(data["acting"]["troubles"]))),
            asked=_spelled(data["acting"]["asked"]),
        ),
    )
