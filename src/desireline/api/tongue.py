"""The server's own words in the reader's language: German, where a page or program asks for it.

In: an answer in JSON, and what its reader asked for (`Accept-Language`).  Out: the same answer, in which errors and the
sentences that this program composes are German. One book has all of it (`german.toml`, `german_claims.toml`): errors by code, sentences by pattern. A
text of several sentences is translated whole or not at all, so that nobody reads half of each. What people wrote and customers said is
never touched. The debatable choice: sentences are recognised by their form after they were composed, not composed anew, so that whoever writes an
insight writes it once; what the book does not know stays English.
"""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_QUANTITY = (
    r"(?:(?:under|over)[ \u00a0])?[+\u2212-]?\d[\d,]*(?:\.\d+)?"
    r"(?:[ \u00a0](?:%|s|min|minutes|h|days?|weeks?|months?|years?|points|of \d[\d.]*))?"
)
_SLOT = re.compile(r"\{(\d+):([qtpln])\}")
_IN_LIST = re.compile(r"(, (?=day \d|and \d)|(?<=\)), |(?<= x\d), |(?<= x\d\d), |; | > )")
_END = re.compile(r"(?<=[.!?\u2026])\s+(?=[A-Z\u201c\u2212+\d])")
_DATIVE = re.compile(r"(\b(?:binnen|nach) \S+[ \u00a0](?:Tage|Monate|Jahre))\b")
_PAGES = ("german.toml", "german_claims.toml", "german_methods.toml")
_BETWEEN = " \u00b7 "
_UNITS = {"minutes": "Minuten", "day": "Tag", "days": "Tage", "week": "Woche", "weeks": "Wochen",
          "month": "Monat", "months": "Monate", "year": "Jahr", "years": "Jahre", "points": "Punkte"}  # fmt: skip
_WHOLE_MONTHS: dict[str, str] = {
    "January": "Januar", "February": "Februar", "March": "M\u00e4rz", "April": "April", "May": "Mai", "June": "Juni",
    "July": "Juli", "August": "August", "September": "September", "October": "Oktober", "November": "November",
    "December": "Dezember",
}  # fmt: skip
_MONTHS = _WHOLE_MONTHS | {english[:3]: german[:3] for english, german in _WHOLE_MONTHS.items()}
_PERIOD = re.compile(
    rf"(?:(?:{'|'.join(_MONTHS)})(?: \d{{4}})? to )?(?:{'|'.join(_MONTHS)}) \d{{4}}"
)
_DATE = re.compile(rf"(\d{{1,2}}) ({'|'.join(_WHOLE_MONTHS)})( \d{{4}})?")
_SPOKEN = re.compile(
    r"/api/v1/(insights|identities|personas|forecasts|templates|quality|topics(/[^/]+)?|opportunities(/[^/]+(/history)?)?"
    r"|segments/fields|jobs/[^/]+|maps(/[^/]+(/(health|behind|review|place|matches|moves|cells/[^/]+"
    r"|personas(/[^/]+)?))?)?)"
)
"""Addresses at which this program speaks; elsewhere only errors are its own words."""
_KEPT = (
    "cell",
    "document",
    "quotes",
    "voices",
    "sentences",
    "turns",
    "comments",
    "history",
    "note",
    "mapping",
)
"""What people wrote or customers said, and what a program reads."""
_TOLD = frozenset(
    {"words", "text", "method", "label", "reason", "headline", "subtitle", "river_label", "more_text", "wait_text", "number",
     "next_measure", "story", "notices", "said", "drift", "why_not", "refused", "unit_of_n", "meaning", "verb", "goal", "refuted_by", "warnings", "journeys"}
)  # fmt: skip
"""Fields in which this program speaks."""


def asks_for_german(accepted: str) -> bool:
    """Whether a reader would rather have German than English: the first of the two that they name."""
    weighed: list[tuple[float, str]] = []
    for one in accepted.split(","):
        name, _, weight = one.partition(";q=")
        try:
            weighed.append((-float(weight or 1), name.strip().casefold()[:2]))
        except ValueError:
            continue
    return next((name for _, name in sorted(weighed, key=lambda it: it[0]) if name in {"de", "en"}), "en") == "de"  # fmt: skip


def language_of(request: Request) -> Literal["en", "de"]:
    """What to write to a reader who sends this."""
    return "de" if asks_for_german(request.headers.get("accept-language", "")) else "en"


class Tongue:
    """Between the server and its reader: translates JSON for those who ask for German."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http" or not asks_for_german(
            _header(scope["headers"], b"accept-language")
        ):
            await self._app(scope, receive, send)
            return
        is_spoken = _SPOKEN.fullmatch(scope["path"]) is not None
        await self._app(scope, receive, _Translating(send, is_spoken=is_spoken))


class _Translating:
    """Holds JSON back until it is whole; lets everything else through."""

    def __init__(self, send: Send, *, is_spoken: bool) -> None:
        self._send = send
        self._is_spoken = is_spoken
        self._start: Message | None = None
        self._body: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_ours(
            message, is_spoken=self._is_spoken
        ):
            self._start = message
            return
        if self._start is None or message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body.append(message.get("body", b""))
        if message.get("more_body"):
            return
        body = _translated(b"".join(self._body))
        lost = (b"content-length", b"content-language")
        headers = [one for one in self._start["headers"] if one[0].lower() not in lost]
        headers += [(b"content-length", str(len(body)).encode()), (b"content-language", b"de"),
                    (b"vary", b"Accept-Language")]  # fmt: skip
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _header(headers: list[tuple[bytes, bytes]], name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in headers if key.lower() == name), "")


def _is_ours(message: Message, *, is_spoken: bool) -> bool:
    """Whether an answer may hold words of this program: an error, or JSON of an address at which it speaks."""
    kind = _header(message["headers"], b"content-type").partition(";")[0]
    is_packed = bool(_header(message["headers"], b"content-encoding"))
    is_answer = is_spoken and kind == "application/json"
    return (is_answer or kind == "application/problem+json") and not is_packed


def _translated(body: bytes) -> bytes:
    if not body:
        return body
    content: Any = json.loads(body)
    is_problem = isinstance(content, dict) and {"code", "message", "hint"} <= content.keys()
    told = problem_in_german(content) if is_problem else in_german(content)
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def problem_in_german(problem: dict[str, Any]) -> dict[str, Any]:
    """A problem in German; `detail` keeps what was found, in English, because it names it."""
    known = _book()["errors"].get(problem["code"])
    message = sentence_in_german(problem["message"])
    if known is None and message is None:
        return problem
    words, hint = known or (None, None)
    return {**problem, "message": message or words, "hint": hint or problem["hint"]}


def in_german(content: Any, field: str = "") -> Any:
    """An answer with its sentences in German, where the book has them."""
    if isinstance(content, dict):
        told = {
            key: value if key in _KEPT else in_german(value, str(key))
            for key, value in content.items()
        }
        if content.get("kind") == "persona" and "points" in content:  # a line on a map
            told["title"] = _phrase(content["title"])
        if "goal" in content and "title" in content:  # what a template is called is ours, too
            told["title"] = sentence_in_german(content["title"]) or content["title"]
        return (
            told if "document" not in content else {**told, "spoken": _spoken(content["document"])}
        )
    if isinstance(content, list):
        if field == "traits":  # a portrait's: elsewhere names are names
            return [{**in_german(one), "name": _phrase(one["name"])} for one in content]
        return [in_german(one, field) for one in content]
    if isinstance(content, str) and field in _TOLD:
        return sentence_in_german(content) or content
    return content


def _spoken(document: dict[str, Any]) -> dict[str, str]:
    """What this program named in a map, with its German; the document itself stays as people have it."""
    lanes, stages, actions = (list(document.get(part, {}).values()) for part in ("lanes", "stages", "actions"))  # fmt: skip
    named = [one["title"] for one in (*lanes, *actions)] + [one.get("verb") for one in stages]
    named += [one.get("why") for one in actions] + [document.get("goal")]
    said = {text: sentence_in_german(text) for text in named if text}
    # a word for a stage may be the name of a touchpoint elsewhere
    said |= {one["title"]: _book()["stages"].get(one["title"]) for one in stages}
    return {english: german for english, german in said.items() if german is not None}


@lru_cache(maxsize=50_000)
def sentence_in_german(text: str) -> str | None:
    """A text of this program in German; None where the book does not know all of it."""
    parts = [_one(part) for part in _sentences(text)]
    if len(parts) > 1 and None not in parts:
        return " ".join(part for part in parts if part)
    # what begins a sentence of ours may stand in another, too: only a name on its own is looked for as a part of one
    whole = _one(text) if text.endswith((".", "!", "?")) else _known(text)
    if whole is not None:
        return whole
    end = "." if text.endswith(".") else ""
    facts = text.removesuffix(end).split(_BETWEEN)
    said = [_known(fact) for fact in facts]
    if len(facts) == 1 or not any(said):
        return None
    # a list of facts: what is no sentence of ours is a name
    return _BETWEEN.join(one or fact for one, fact in zip(said, facts, strict=True)) + end


def _sentences(text: str) -> list[str]:
    """Cut a text at the ends of its sentences, but never inside of what somebody said."""
    out, start = [], 0
    for end in _END.finditer(text):
        said = text[start : end.start()]
        if said.count("\u201c") == said.count("\u201d"):
            out.append(said)
            start = end.end()
    return [*out, text[start:]]


def _phrase(text: str) -> str:
    """Part of a sentence in German; a name stays as it is, but for that of a rating."""
    rated = _RATED.fullmatch(text)
    return _known(text) or (text if rated is None else _rating(rated))


def _known(text: str) -> str | None:
    """A sentence or a part of one that the book knows, whether or not it begins the line."""
    known = _one(text)
    if known is None and text[:1].isupper():
        known = _one(text[0].lower() + text[1:])
        known = known and known[0].upper() + known[1:]
    return known


def _list(text: str) -> str:
    """Phrases one after the other."""
    return "".join(_phrase(part) for part in _IN_LIST.split(text))


def _one(text: str) -> str | None:
    if re.fullmatch(_QUANTITY, text):
        return _quantity(text)
    if _PERIOD.fullmatch(text):
        return re.sub(r"[A-Za-z]+", lambda it: _MONTHS.get(it[0], "bis"), text)
    day = _DATE.fullmatch(text)
    if day is not None:
        return f"{day[1]}. {_WHOLE_MONTHS[day[2]]}{day[3] or ''}"
    fixed = _book()["words"].get(text)
    if fixed is not None:
        return fixed
    for pattern, kinds, german in _phrases():
        found = pattern.fullmatch(text)
        if found is not None:
            slots = [_SAID[kind](value) for kind, value in zip(kinds, found.groups(), strict=True)]
            return _DATIVE.sub(r"\1n", german.format(*slots))
    return None


def _quantity(text: str) -> str:
    """`1,234.5 days` -> `1.234,5 Tage`; `4.1 of 5` -> `4,1 von 5`."""
    swapped = text.translate(str.maketrans({",": ".", ".": ","}))
    swapped = re.sub(r"\bunder\b", "unter", re.sub(r"\bover\b", "\u00fcber", swapped))
    swapped = re.sub(r"\bof\b", "von", swapped)
    return re.sub(r"[a-z]+$", lambda it: _UNITS.get(it[0], it[0]), swapped)


_WITHIN = rf"((?:(?!{_END.pattern}).)+?)"
_SHORT = rf"((?:(?!{_END.pattern}|{_BETWEEN}).)+?)(?<![.!?\u2026])"
_FORMS = {"q": f"({_QUANTITY})", "t": "(.+?)", "p": _WITHIN, "l": _WITHIN, "n": _SHORT}
"""Of slots: a phrase ends with its sentence, so that none which is not known hides in it; a short name holds no sentence."""


_RATED = re.compile(
    r"(satisfaction|willingness to recommend|ease|effort|stars)(, | \()(\d+) to (\d+)(, (\d+) is best)?(\)?)",
    re.IGNORECASE,
)
_RATINGS = {"satisfaction": "Zufriedenheit", "willingness to recommend": "Weiterempfehlung", "ease": "Leichtigkeit",
            "effort": "Mühe", "stars": "Sterne"}  # fmt: skip


def _rating(found: re.Match[str]) -> str:
    """`satisfaction (1 to 5)` -> `Zufriedenheit (1 bis 5)`."""
    best = f", {found[6]} ist am besten" if found[5] else ""
    return f"{_RATINGS[found[1].lower()]}{found[2]}{found[3]} bis {found[4]}{best}{found[7]}"


def _name(text: str) -> str:
    """A name stays as it is, but for that of a rating; the marks around it are the reader's."""
    rated = _RATED.fullmatch(text)
    if rated is not None:
        return _rating(rated)
    is_marked = text[:1] == "\u201c" and text[-1:] == "\u201d" and text.count("\u201c") == 1
    return f"\u201e{text[1:-1]}\u201c" if is_marked else text


_SAID: dict[str, Callable[[str], str]] = {
    "q": _quantity,
    "t": _name,
    "p": _phrase,
    "l": _list,
    "n": _name,
}


@cache
def _book() -> dict[str, Any]:
    pages = [
        tomllib.loads((files("desireline.api") / name).read_text(encoding="utf-8"))
        for name in _PAGES
    ]
    return {
        "errors": pages[0]["errors"],
        "words": {english: german for page in pages for english, german in page["words"].items()},
        "stages": pages[1]["stages"],
        "sentences": [one for page in pages for one in page["sentences"]["book"]],
    }


@cache
def _phrases() -> list[tuple[re.Pattern[str], str, str]]:
    return [(*_compiled(english), german) for english, german in _book()["sentences"]]


def _compiled(english: str) -> tuple[re.Pattern[str], str]:
    """A sentence with slots as a pattern.

    `{0:q}` is a quantity, `{1:t}` a name that stays as it is, `{2:p}` a phrase that the book may know, `{3:l}` a list of such phrases,
    `{4:n}` a name that ends no sentence.
    """
    pattern, kinds, at = "", "", 0
    for slot in _SLOT.finditer(english):
        pattern += re.escape(english[at : slot.start()]) + _FORMS[slot[2]]
        kinds += slot[2]
        at = slot.end()
    # a no-break space is a space to the book
    whole = (pattern + re.escape(english[at:])).replace(r"\ ", "[ \u00a0]")
    return re.compile(whole, re.DOTALL), kinds
