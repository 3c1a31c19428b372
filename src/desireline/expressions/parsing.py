"""The text form of a predicate: `persona = planner and not (channel in (phone, chat))`.

In: text.  Out: the tree.  `and` binds more than `or`; a value with spaces stands in quotes.
Written by hand, because a grammar of six words needs no library and its errors should point to the place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from desireline.errors import InputError
from desireline.expressions.tree import Compare, Every, Not, Some

if TYPE_CHECKING:
    from desireline.expressions.tree import Comparison, Predicate, Scalar

LONGEST, DEEPEST = 2000, 30
_TOKEN = re.compile(
    r"""\s*(?:(?P<op><=|>=|!=|=|<|>)|(?P<mark>[(),])|"(?P<double>[^"]*)"|'(?P<single>[^']*)'"""
    r"""|(?P<word>[^\s()<>=!,"']+))"""
)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_WORDS = {"and", "or", "not", "in"}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(text: str) -> Predicate:
    """Read a predicate.

    Raises:
        InputError: it is none; the message shows where.
    """
    if len(text) > LONGEST:
        raise _wrong(text[:40], 0, f"it is longer than {LONGEST} characters")
    reader = _Reader(text, _tokens(text))
    tree = reader.some(0)
    if reader.next is not None:
        raise _wrong(text, reader.next.at, f"{reader.next.text!r} is one too many")
    return tree


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise _wrong(text, at, "this cannot be read")
        kind = str(match.lastgroup)
        word = match[kind]
        start = match.start(kind)
        if kind == "word" and word.lower() in _WORDS:
            kind, word = "keyword", word.lower()
        found.append(_Token("text" if kind in ("double", "single") else kind, word, start))
        at = match.end()
    return found


class _Reader:
    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self.text, self.tokens, self.at = text, tokens, 0

    @property
    def next(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, kind: str, *texts: str) -> _Token | None:
        token = self.next
        if token is None or token.kind != kind or (texts and token.text not in texts):
            return None
        self.at += 1
        return token

    def some(self, depth: int) -> Predicate:
        parts = [self.every(depth)]
        while self.take("keyword", "or"):
            parts.append(self.every(depth))
        return parts[0] if len(parts) == 1 else Some(of=tuple(parts))

    def every(self, depth: int) -> Predicate:
        parts = [self.one(depth)]
        while self.take("keyword", "and"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else Every(of=tuple(parts))

    def one(self, depth: int) -> Predicate:
        if depth > DEEPEST:
            raise _wrong(self.text, 0, f"it is nested deeper than {DEEPEST}")
        if self.take("keyword", "not"):
            return Not(of=self.one(depth + 1))
        if self.take("mark", "("):
            inner = self.some(depth + 1)
            self.expect("mark", ")")
            return inner
        return self.compare()

    def compare(self) -> Compare:
        field = self.take("word") or self.take("text")
        if field is None:
            raise self.missing("a field")
        if self.take("keyword", "in"):
            self.expect("mark", "(")
            values = [self.value()]
            while self.take("mark", ","):
                values.append(self.value())
            self.expect("mark", ")")
            return Compare(field=field.text.lower(), op="in", value=tuple(values))
        op = self.take("op")
        if op is None:
            raise self.missing("one of = != < <= > >= in")
        return Compare(
            field=field.text.lower(), op=cast("Comparison", op.text), value=self.value()
        )

    def value(self) -> Scalar:
        token = self.take("text")
        if token is not None:
            return token.text
        token = self.take("word")
        if token is None:
            raise self.missing("a value")
        return float(token.text) if _NUMBER.fullmatch(token.text) else token.text

    def expect(self, kind: str, text: str) -> None:
        if self.take(kind, text) is None:
            raise self.missing(repr(text))

    def missing(self, what: str) -> InputError:
        token = self.next
        at = len(self.text) if token is None else token.at
        found = "it ends" if token is None else f"there is {token.text!r}"
        return _wrong(self.text, at, f"{what} is missing, {found}")


def _wrong(text: str, at: int, why: str) -> InputError:
    return InputError(
        f"{text!r} cannot be read at character {at + 1}: {why}.",
        hint="Write a field, a comparison and a value: channel = phone and start >= 2026-01-01.",
        code="expression.syntax",
    )
