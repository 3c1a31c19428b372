"""Stopping long computing that no job carries: whoever begins it in a thread says when it is not wanted any more.

with stoppable(closing.is_set):
    find_personas(...)        # calls `breathe` now and then, which raises when it is not wanted
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator
from contextvars import ContextVar

from desireline.errors import CancelledError

_UNWANTED: ContextVar[Callable[[], bool] | None] = ContextVar("unwanted", default=None)


@contextlib.contextmanager
def stoppable(unwanted: Callable[[], bool]) -> Generator[None]:
    """Let what is computed inside, in this thread, end once `unwanted` says so."""
    token = _UNWANTED.set(unwanted)
    try:
        yield
    finally:
        _UNWANTED.reset(token)


def breathe() -> None:
    """Go on, or stop here.

    Raises:
        CancelledError: the result is not wanted any more.
    """
    unwanted = _UNWANTED.get()
    if unwanted is not None and unwanted():
        raise CancelledError(
            "The result is not wanted any more.", hint="It is computed anew when somebody asks."
        )
