"""Workspaces that take live deliveries without a server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import desireline as dl
from desireline import pipeline
from desireline.app import Workspace
from desireline.stores import Delivery

RECEIVED = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Taking:
    """A workspace, and short words for what a test does with it."""

    def __init__(self, folder: Path) -> None:
        self.workspace: Workspace = dl.open(folder)
        self.context = self.workspace._context()
        self.store = self.context.store

    def calls(self, *calls: Any, trusted: bool = False, at: datetime = RECEIVED) -> None:
        """Keep one delivery of Segment's calls."""
        body = json.dumps({"batch": list(calls)}).encode()
        self._put("calls", "segment", body, trusted=trusted, at=at, events=len(calls))

    def webhook(self, source: str, body: Any, *, trusted: bool = True) -> None:
        """Keep one webhook."""
        self._put("webhook", source, json.dumps(body).encode(), trusted=trusted, at=RECEIVED)

    def _put(
        self, kind: str, source: str, body: bytes, *, trusted: bool, at: datetime, events: int = 1
    ) -> None:
        us = int(at.timestamp() * 1e6)
        delivery = Delivery(
            kind=kind, source=source, body=body, trusted=trusted, received_us=us, events=events
        )
        self.store.inbox.put([delivery])

    def drain(self) -> pipeline.Drained:
        """Bring what waits into the log."""
        return pipeline.drain(self.context)

    def events(self, columns: str = "event_id, subject, activity") -> list[tuple[Any, ...]]:
        """Rows of the log, in order."""
        from desireline.engines import open_engine

        snapshot = self.context.segments.snapshot()
        if not snapshot.of("events"):
            return []
        engine = open_engine()
        try:
            return engine.rows(
                f'SELECT {columns} FROM {snapshot.source("events")} ORDER BY subject, "at", event_id'
            )
        finally:
            engine.close()

    def quarantine(self) -> list[tuple[str, str, int]]:
        """Code, place and delivery of what could not be read."""
        from desireline.engines import open_engine

        snapshot = self.context.segments.snapshot()
        engine = open_engine()
        try:
            return engine.rows(
                f"SELECT code, source_file, source_line FROM {snapshot.source('quarantine')} ORDER BY ALL"
            )
        finally:
            engine.close()


@pytest.fixture
def open_taking(tmp_path: Path) -> Iterator[Callable[[], Taking]]:
    made: list[Taking] = []

    def make() -> Taking:
        made.append(Taking(tmp_path / f"workspace-{len(made)}"))
        return made[-1]

    yield make
    for one in made:
        one.workspace.close()


@pytest.fixture
def taking(open_taking: Callable[[], Taking]) -> Taking:
    return open_taking()
