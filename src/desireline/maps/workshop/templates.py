"""Templates: maps that people begin with where they have no data and no workshop yet.

In: a name and a language.  Out: a `Board`, as one that a workshop made. Shipped as data (`maps/templates/NAME.toml`, in German under `de/`): one file
is one template. Everything in it is an assumption, and the map says so until data speak. The debatable choice: a template is written in each
language, not translated on the page, because what a map is begun with are people's words from then on, and stay as they are.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from desireline.errors import InputError
from desireline.maps.workshop.board import Board, BoardCard

ENGLISH, GERMAN = "en", "de"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template as the home screen offers it."""

    name: str
    title: str
    goal: str
    purpose: str
    stages: tuple[str, ...]


def templates(*, language: str = ENGLISH) -> list[Template]:
    """All templates, by title, in English or German (`de`)."""
    found = [
        Template(
            name=entry.name.removesuffix(".toml"),
            title=told["title"],
            goal=told["goal"],
            purpose=told["purpose"],
            stages=tuple(stage["name"] for stage in told["stages"]),
        )
        for entry in _folder(language).iterdir()
        if entry.name.endswith(".toml")
        for told in (_read(entry.read_text(encoding="utf-8")),)
    ]
    return sorted(found, key=lambda one: one.title)


def template(name: str, *, language: str = ENGLISH) -> tuple[Board, str]:
    """One template as a board, and its purpose, in English or German (`de`).

    Raises:
        InputError: there is none of that name.
    """
    known = [one.name for one in templates()]
    if name not in known:
        raise InputError(
            f"There is no template {name[:80]!r}.",
            hint=f"The templates are: {', '.join(sorted(known))}.",
            code="map.template-unknown",
        )
    told = _read((_folder(language) / f"{name}.toml").read_text(encoding="utf-8"))
    board = Board(
        title=told["title"],
        goal=told["goal"],
        stages=[stage["name"] for stage in told["stages"]],
        verbs=[stage["verb"] for stage in told["stages"]],
    )
    for number, stage in enumerate(told["stages"]):
        for spot, channel in stage["touchpoints"].items():
            board.cards.append(BoardCard(stage=number, lane="Touchpoints", words=spot))
            board.channels[spot] = channel
        for lane, cards in stage["lanes"].items():
            board.cards += [BoardCard(stage=number, lane=lane, words=words) for words in cards]
    return board, told["purpose"]


def _folder(language: str) -> Any:
    """Where the templates of a language are; what is in none is in English."""
    folder = files("desireline.maps") / "templates"
    return folder / GERMAN if language == GERMAN else folder


def _read(text: str) -> dict[str, Any]:
    return tomllib.loads(text)
