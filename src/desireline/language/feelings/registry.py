"""Which method reads which language.

In: two letters.  Out: a method, or None. A method speaks only for the languages it names; for any other
language nothing is guessed: the utterance stays without a label.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from desireline.language.feelings.model import Method

_METHODS: list[Method] = []


def register(method: Method) -> None:
    """Offer a method; it comes before those registered earlier."""
    _METHODS.insert(0, method)


def methods() -> tuple[Method, ...]:
    """All methods, those asked first in front; the built-in ones come last."""
    return (*_METHODS, *_built_in())


def method_for(language: str, among: Sequence[Method] | None = None) -> Method | None:
    """The first method that was made for the language; None when there is none."""
    offered = methods() if among is None else among
    return next((method for method in offered if language in method.languages), None)


def signature(method: Method) -> str:
    """Name and version, as stored with every score."""
    return f"{method.name} {method.version}"


@cache
def _built_in() -> tuple[Method, ...]:
    from desireline.language.feelings.sentence_method import SentenceMethod

    return SentenceMethod(english=True), SentenceMethod(english=False)
