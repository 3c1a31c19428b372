"""What a company of another kind has planted, and how its files are written.

In: rows.  Out: files, and a `Truth`: which words of a claim name a harm, and which name something that costs nothing.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

START = datetime(2024, 9, 2, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Promise:
    """Something promised to a customer, in days since the start."""

    customer: str
    made: float
    due: float
    kept: bool


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What was planted; the words are looked for in what the product says, without regard to case."""

    harms: dict[str, tuple[str, ...]]
    """What costs customers -> words that name it."""
    harmless: dict[str, tuple[str, ...]]
    """What costs nothing, though it is loud, or is met by those who leave anyway."""
    points: dict[str, float] = field(default_factory=dict)
    """A harm -> what it adds to the share that stays, for whom it happened to. Empty in a null twin: there every claim of a cause is false."""
    outcome: str | None = None
    """The success that the points are meant of, as the product calls it (`stays`, `completed` ...); none: not held against them."""
    changes: dict[str, float] = field(default_factory=dict)
    """What is otherwise from a day on, under its name among the harms or the harmless -> the day."""
    settled_worse: dict[str, str] = field(default_factory=dict)
    """A need -> the channel that settles it worse."""
    promises: list[Promise] = field(default_factory=list)
    personas: dict[str, str] = field(default_factory=dict)
    """Customer -> the hidden kind that they are of."""

    def named(self, text: str) -> str | None:
        """What a sentence is about: harms before the harmless."""
        told = text.casefold()
        for names in (self.harms, self.harmless):
            for name, words in names.items():
                if any(word.casefold() in told for word in words):
                    return name
        return None


class Somebody:
    """One customer whose life is told into the rows of the exports."""

    def __init__(
        self, number: int, rng: Random, rows: dict[str, list[Any]], truth: Truth, *, planted: bool
    ) -> None:
        self.number = number
        self.rng = rng
        self.rows = rows
        self.truth = truth
        self.planted = planted


def at(day: float) -> datetime:
    """A moment, in days since the start."""
    return START + timedelta(days=day)


def write_csv(
    path: Path, heads: Sequence[str], rows: Iterable[Sequence[Any]], *, comma: str = ","
) -> None:
    """One table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=comma)
        writer.writerow(heads)
        writer.writerows(rows)


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """One JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
