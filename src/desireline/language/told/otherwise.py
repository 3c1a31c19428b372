"""Being told two things: `your website says it is in stock, but the store says it is not`.

In: a masked text of a customer and its language.  Out: the words that set two statements of the company against each other, or nothing.
Four ways of saying so are read: it has a name (`conflicting information`), answers differ (`everyone tells me something
different`), two speak in turn (`the app says on time and the website says it is not`), or one was told, and is told otherwise now.
A broken promise, or a statement that what happened belies, is none: nobody *said* otherwise. What is said is not understood, so that
two who speak must be named as two (the app, the website), or the same one at two times (`first they said ... now they say`).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_MOST = 240
"""Letters that are kept of what was said."""
_BETWEEN = r"(?P<between>[^\n]{3,120}?)"
_REST = r"[^.!?\n]{0,60}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """How one language says it: regular expressions of `otherwise.toml`."""

    named: str
    """The contradiction has a name."""
    differ: str
    """Answers differ, or everybody answers something else."""
    told: str
    """One was told, and is told otherwise."""
    before: str
    """What may stand before who speaks: articles, `your`, `the other`."""
    speaks: str
    """Who or what speaks for the company."""
    vague: str
    """Those of them that may be the same one twice."""
    says: str
    """Verbs of saying."""
    later: str
    """What stands between them where the same one says otherwise."""
    asks: str
    """Before the second speaker: the customer asks to be told."""


def read_otherwise(text: str, language: str) -> str | None:
    """The words that set two statements against each other; None where there are none, or nobody reads the language."""
    words = _words().get(language)
    if words is None:
        return None
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            if "first" not in pattern.groupindex or _two_speak(words, match):
                return match.group().strip(" ,;:")[:_MOST]
    return None


def _two_speak(words: _Words, match: re.Match[str]) -> bool:
    """Whether two speak, or one at two times; and nobody is asked to."""
    between = match["between"]
    if re.search(rf"(?:{words.asks})\W*$", between, re.IGNORECASE):
        return False
    first, then = (match[name].lower() for name in ("first", "then"))
    heads = [one.split()[-1].rstrip("s") for one in (first, then)]
    vague = [bool(re.fullmatch(words.vague, one.split()[-1])) for one in (first, then)]
    if heads[0] != heads[1] and not all(vague):
        return True
    return bool(re.search(rf"\b(?:{words.later})\b", f"{between[-18:]}{then}", re.IGNORECASE))


def otherwise_languages() -> tuple[str, ...]:
    """Languages in which it is read."""
    return tuple(_words())


@cache
def _words() -> dict[str, _Words]:
    text = (resources.files("desireline.language.told") / "otherwise.toml").read_text("utf-8")
    return {language: _Words(**one) for language, one in tomllib.loads(text).items()}


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    one = _words()[language]
    # at most three, each with its end: a text of `one one one` must not be tried in every way
    who = rf"(?:(?:{one.before})(?: |(?<=['\u2019]))){{0,3}}(?:{one.speaks})"
    verb = rf"(?:,? [\w']+){{0,2}} (?:{one.says})\b"
    turns = rf"\b(?P<first>{who}){verb}{_BETWEEN}\b(?P<then>{who}){verb}{_REST}"
    found = (
        rf"\b(?:{one.named})\b",
        rf"\b(?:{one.differ})\b",
        turns,
        rf"\b(?:{one.told})\b{_REST}",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in found)
