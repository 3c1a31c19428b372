"""Traces: by what one person is recognised in texts, in SQL and in Python.

In: what the person is called: addresses, numbers, names, ids, and what the person said.  Out: conditions
that find it and expressions that replace it. Matches end where words end: erasing ann@example.org must
not damage joann@example.org. A phone number is found in any spelling, a name in either order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from desireline.engines import literal

ERASED = "[erased]"
_AT_ONCE = 100
_ROUNDS = 2
"""Two matches in a row share an edge, which the first one takes."""
_SHORTEST = {"email": 6, "phone": 7, "id": 4}
_BETWEEN_DIGITS = r"[ ()./-]{0,3}"
_COUNTRY = r"(?:(?:\+|00)?[0-9]{1,3}[ ()./-]{0,3})?(?:\(?0\)?[ ./-]{0,2})?"
# what may not stand before and after a match: for Python as looks around, for RE2 (no such thing) as groups
_EDGES = {
    "email": (
        (r"(?<![\w.+-])", r"(?![\w-]|\.\w)"),
        (r"(^|[^\pL\pN_.+-])", r"($|[^\pL\pN_.-]|\.(?:$|[^\pL\pN_]))"),
    ),
    "phone": ((r"(?<![0-9])", r"(?![0-9])"), (r"(^|[^0-9])", r"($|[^0-9])")),
    "name": ((r"(?<!\w)", r"(?!\w)"), (r"(^|[^\pL\pN_])", r"($|[^\pL\pN_])")),
    "id": ((r"(?<![\w-])", r"(?![\w-])"), (r"(^|[^\pL\pN_-])", r"($|[^\pL\pN_-])")),
}
_INSTEAD = {"email": "[email]", "phone": "[phone]", "name": "[name]", "id": ERASED}
"""As the masking of texts writes it, so that a masked text stays what it was."""


@dataclass(frozen=True, kw_only=True)
class PersonTraces:
    """See stores.Traces. Only what nobody else shares belongs here."""

    customer_id: str = ""
    subjects: frozenset[str] = frozenset()
    quotes: frozenset[str] = frozenset()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    """National significant digits."""
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    erased_on: str = field(default_factory=lambda: datetime.now(UTC).date().isoformat())

    @cached_property
    def _alternatives(self) -> tuple[tuple[str, str], ...]:
        """Kind and expression without edges: at most so many words in each."""
        found: list[tuple[str, str]] = []
        for kind, words in (
            ("email", [_email(one) for one in self.emails if len(one) >= _SHORTEST["email"]]),
            ("phone", [_phone(one) for one in self.phones if len(one) >= _SHORTEST["phone"]]),
            ("name", [way for one in self.names for way in _name(one)]),
            ("id", [re.escape(one) for one in self.ids if len(one) >= _SHORTEST["id"]]),
        ):
            ordered = sorted(set(words), key=lambda word: (-len(word), word))
            found += [
                (kind, f"(?:{'|'.join(ordered[start : start + _AT_ONCE])})")
                for start in range(0, len(ordered), _AT_ONCE)
            ]
        return tuple(found)

    @cached_property
    def _compiled(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple(
            (
                re.compile(
                    "".join((_EDGES[kind][0][0], words, _EDGES[kind][0][1])), re.IGNORECASE
                ),
                _INSTEAD[kind],
            )
            for kind, words in self._alternatives
        )

    def mask(self, text: str) -> str:
        """See stores.Traces. JSON is masked value by value."""
        if text[:1] in ("{", "["):
            try:
                value = json.loads(text)
            except ValueError:
                return self._mask(text)
            masked = self.mask_json(value)
            if masked == value:
                return text
            return json.dumps(masked, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return self._mask(text)

    def mask_json(self, value: Any) -> Any:
        """Mask every text of a JSON value, keys too."""
        if isinstance(value, str):
            return self._mask(value)
        if isinstance(value, list):
            return [self.mask_json(one) for one in value]
        if isinstance(value, dict):
            return {self._mask(key): self.mask_json(one) for key, one in value.items()}
        return value

    def _mask(self, text: str) -> str:
        for words in self.said:
            if words in text:
                text = text.replace(words, ERASED)
        for pattern, instead in self._compiled * _ROUNDS:
            text = pattern.sub(instead, text)
        return text

    def found_sql(self, column: str, *, names: bool = True) -> str:
        """Write the condition that a text names the person."""
        tests = [
            f"regexp_matches({column}, {_sql(kind, words)}, 'i')"
            for kind, words in self._alternatives
            if names or kind != "name"
        ]
        return f"({' OR '.join(tests)})" if tests else "false"

    def masked_sql(self, column: str) -> str:
        """Write the text with what names the person replaced."""
        sql = column
        for kind, words in self._alternatives * _ROUNDS:
            instead = rf"'\1{_INSTEAD[kind]}\2'"
            sql = f"regexp_replace({sql}, {_sql(kind, words)}, {instead}, 'gi')"
        return sql


def _sql(kind: str, words: str) -> str:
    before, after = _EDGES[kind][1]
    return literal(f"{before}{words}{after}")


def _email(address: str) -> str:
    """An address, also as it stands in a link."""
    return re.escape(address).replace("@", "(?:@|%40)")


def _phone(digits: str) -> str:
    return _COUNTRY + _BETWEEN_DIGITS.join(digits)


def _name(name: str) -> Sequence[str]:
    """A full name in both orders, also as two fields of a row. A single word names nobody."""
    words = [re.escape(word) for word in re.split(r"[\s,]+", name) if len(word) > 1]
    if len(words) < 2:
        return ()
    between = r"""(?:[\s,;."'|\\]{1,6}|"\s*,\s*"[\w .-]{1,30}"\s*:\s*")"""
    return (between.join(words), between.join((words[-1], *words[:-1])))


def of_subjects(subjects: Iterable[str]) -> PersonTraces:
    """Recognise people by the values of their subjects alone."""
    named = frozenset(subjects)
    values = tuple(sorted({one.partition(":")[2] for one in named}))
    return PersonTraces(
        subjects=named,
        emails=tuple(value for value in values if "@" in value),
        ids=tuple(value for value in values if "@" not in value),
    )
