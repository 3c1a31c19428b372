"""Which purposes a question is about.

In: an opened data version and what was asked for.  Out: purposes, or an error that names those there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from desireline.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from desireline.journeys import JourneyData, Purpose


_One = TypeVar("_One")


def choose(data: JourneyData, purpose: str | None) -> list[Purpose]:
    """One purpose by its name or the title that its map has, or all of them, the largest first.

    Raises:
        InputError: there is no such purpose.
    """
    if purpose is None:
        return list(data.purposes)
    chosen = meant(purpose, data.purposes, lambda one: one.name, lambda one: one.title)
    if not chosen:
        raise no_purpose(purpose, map(_called, data.purposes))
    return chosen


def choose_one(data: JourneyData, purpose: str | None) -> Purpose:
    """One purpose by its name, else the largest.

    Raises:
        InputError: there is no such purpose, or there are no data.
    """
    chosen = choose(data, purpose)
    if not chosen:
        raise InputError(
            "There are no data to ask yet: the workspace holds no journeys.",
            hint="Import exports first: desireline import YOUR_EXPORTS -w WORKSPACE.",
            code="map.empty",
        )
    return chosen[0]


def meant(wanted: str, among: Iterable[_One], *names: Callable[[_One], str]) -> list[_One]:
    """Those whom somebody who writes `wanted` means: by the first of their names that anybody has so."""
    everybody = list(among)
    for name in names:
        found = [one for one in everybody if name(one).casefold() == wanted.strip().casefold()]
        if found:
            return found
    return []


def _called(purpose: Purpose) -> str:
    """A purpose by both of its names."""
    if purpose.title.casefold() == purpose.name.casefold():
        return purpose.name
    return f"{purpose.name} (“{purpose.title}”)"


def no_purpose(purpose: str, known: Iterable[str]) -> InputError:
    """The error for a name that no purpose has."""
    return InputError(
        f"There is no purpose {purpose!r}.",
        hint=f"The purposes here are: {', '.join(known) or 'none yet'}.",
        code="purpose.unknown",
    )
