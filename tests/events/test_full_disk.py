"""A full disk: an error in words, nothing half done, and everything works again when there is room."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from desireline.engines import Engine
from desireline.errors import WorkspaceError
from desireline.events import EventLog

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX stand for a disk")
RECEIVED = datetime(2026, 6, 1, tzinfo=UTC)


@contextmanager
def files_of_at_most(size: int) -> Generator[None]:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_import_that_does_not_fit_adds_nothing_and_can_be_repeated(
    log: EventLog, stage: Any, read: Any, event: Any
) -> None:
    log.append([stage(event(0))], received_at=RECEIVED)
    big = stage(*[event(n, text=f"{n * 7919 % 100_003} words") for n in range(1, 40_000)])
    with files_of_at_most(200_000), pytest.raises(WorkspaceError, match="full") as raised:
        log.append([big], received_at=RECEIVED)
    assert raised.value.code == "workspace.disk"
    assert read("SELECT count(*) FROM {events}") == [(1,)]

    assert log.append([big], received_at=RECEIVED).accepted == 39_999
    assert log.segments.verify() == []


def test_a_derived_table_that_does_not_fit_is_an_error_in_words(
    log: EventLog, engine: Engine
) -> None:
    sql = "SELECT hash(range) AS x FROM range(200000)"
    with (
        files_of_at_most(200_000),
        pytest.raises(WorkspaceError, match="full"),
        log.segments.writer() as writer,
    ):
        writer.put(engine, "steps", sql)
    with log.segments.writer() as writer:
        assert writer.put(engine, "steps", sql) is not None
