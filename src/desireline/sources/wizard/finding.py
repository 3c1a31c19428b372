"""What a guess says about one column: its role, how sure, and why, in words.

In: nothing.  Out: `Finding`, `Question`: the vocabulary of the wizard's modules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One role that columns were found for. `confidence` is 0 to 1."""

    role: str
    """customer, time, activity, text, rating, channel, object, value, outcome, id ..."""
    columns: tuple[str, ...]
    confidence: float
    reason: str
    details: dict[str, Any] = field(default_factory=dict[str, Any])
    """What a mapping needs besides: kind of name, scale, codes that are no answer."""

    @property
    def column(self) -> str:
        """The first column."""
        return self.columns[0]

    @property
    def reference(self) -> str:
        """The first column as a template."""
        return "{" + self.columns[0] + "}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the file cannot say itself. Without `default` somebody must answer."""

    key: str
    """Name of the answer: `--answer KEY=VALUE`."""
    found: str
    """What was found, as a sentence."""
    asked: str
    choices: dict[str, str]
    free: str = ""
    """What else may be typed: `a year such as 2008`; empty when only the choices count."""
    default: str | None = None
    assumed: str = ""
    """The warning when the default is taken because nobody was there."""


def with_article(thing: str) -> str:
    """`an account`, `a user`."""
    return f"{'an' if thing[:1] in 'aeio' else 'a'} {thing}"
