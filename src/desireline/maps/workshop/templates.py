"""Templates: maps that people begin with where they have no data and no workshop yet.

In: a name.  Out: a `Board`, as one that a workshop made. Shipped as data (`maps/templates/NAME.toml`): one file is one template.
Everything in it is an assumption, and the map says so until data speak.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from desireline.errors import InputError
from desireline.maps.workshop.board import Board, BoardCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template as the home screen offers it."""

    name: str
    title: str
    goal: str
    purpose: str
    stages: tuple[str, ...]


def templates() -> list[Template]:
    """All templates, by title."""
    found = [
        Template(
            name=entry.name.removesuffix(".toml"),
            title=told["title"],
            goal=told["goal"],
            purpose=told["purpose"],
            stages=tuple(stage["name"] for stage in told["stages"]),
        )
        for entry in _folder().iterdir()
        if entry.name.endswith(".toml")
        for told in (_read(entry.read_text(encoding="utf-8")),)
    ]
    return sorted(found, key=lambda one: one.title)


def template(name: str) -> tuple[Board, str]:
    """One template as a board, and its purpose.

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
    told = _read((_folder() / f"{name}.toml").read_text(encoding="utf-8"))
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


def _folder() -> Any:
    return files("desireline.maps") / "templates"


def _read(text: str) -> dict[str, Any]:
    return tomllib.loads(text)
