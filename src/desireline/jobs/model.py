"""What long work sees of its job, and what others see of its progress."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from desireline.engines import Engine
from desireline.stores import Json, Tables

Listener = Callable[[int, int | None, str], None]
"""Told `done, total, words` at every step: a progress bar."""


class Job(Protocol):
    """One run of long work. Used by the thread that runs it."""

    @property
    def checkpoint(self) -> Json:
        """What an earlier run saved before it was stopped or killed; None on a first run."""
        ...

    def progress(self, done: int, total: int | None, words: str) -> None:
        """Say how far it is: `done` of `total` (None when unknown), and what is going on.

        Raises:
            CancelledError: somebody asked to stop.
        """
        ...

    def check(self) -> None:
        """Stop here if somebody asked to.

        Raises:
            CancelledError: somebody asked to stop.
            WorkspaceError: the lease ran out and another process took the job over.
        """
        ...

    def save(self, checkpoint: Json) -> None:
        """Keep what the next run needs to go on from here."""
        ...

    def fence(self, tables: Tables) -> None:
        """Refuse a commit, inside its transaction, if another process took the job over.

        Raises:
            WorkspaceError: it did. Nothing of the transaction is written.
        """
        ...

    def stopping(self, engine: Engine) -> AbstractContextManager[None]:
        """Interrupt the engine's query, too, when somebody asks to stop."""
        ...


class QuietJob:
    """A job that nobody watches: for short work, and where there is no store."""

    checkpoint: Json = None

    def progress(self, done: int, total: int | None, words: str) -> None:
        """See Job."""

    def check(self) -> None:
        """See Job."""

    def save(self, checkpoint: Json) -> None:
        """See Job."""
        self.checkpoint = checkpoint

    def fence(self, tables: Tables) -> None:
        """See Job."""

    def stopping(self, engine: Engine) -> AbstractContextManager[None]:  # noqa: ARG002
        """See Job."""
        return nullcontext()
