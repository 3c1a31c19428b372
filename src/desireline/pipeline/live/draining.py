"""Drain: what waits in the inbox becomes events of the log, in short turns of the writer's lock.

In: a workspace.  Out: how much was taken. Deliveries leave the inbox in the commit that makes their events
visible: after a crash at any moment they are in one of the two. Two processes that drain at once do the
same work; the second finds the deliveries gone and commits nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from desireline.errors import WorkspaceError
from desireline.events import AppendReport
from desireline.pipeline.context import Context
from desireline.pipeline.leftovers import staging
from desireline.sources import stage_deliveries
from desireline.stores import Tables, now_us

_TURN_BYTES = 8_000_000
_REMEMBER_US = 30 * 86_400 * 1_000_000


@dataclass(slots=True)
class Drained:
    """What came out of the inbox."""

    deliveries: int = 0
    events: int = 0
    duplicates: int = 0
    quarantined: int = 0

    @property
    def changed(self) -> bool:
        """Whether the log holds something new."""
        return self.events > 0


def drain(context: Context, *, turns: int | None = None, wait_seconds: float = 10) -> Drained:
    """Bring what waits into the log.

    Args:
        context: the workspace.
        turns: how often to take the lock at most; None until nothing waits.
        wait_seconds: how long to wait for another process that is writing, in each turn.

    Raises:
        WorkspaceError: another process is writing and did not finish in time. Nothing is lost.
    """
    drained = Drained()
    done = 0
    while turns is None or done < turns:
        try:
            if not _turn(context, drained, wait_seconds):
                break
        except WorkspaceError as error:
            if error.code != "workspace.stale":
                raise
        done += 1
    if drained.deliveries:
        context.store.inbox.forget(before_us=now_us() - _REMEMBER_US)
    return drained


def _turn(context: Context, drained: Drained, wait_seconds: float) -> bool:
    inbox = context.store.inbox
    with context.store.reading() as tables:
        deliveries = tables.inbox.take(limit_bytes=_TURN_BYTES)
    if not deliveries:
        return False
    context.temporary.mkdir(exist_ok=True)
    with staging(context.temporary, "live") as folder:
        staged = stage_deliveries(deliveries, folder=folder, known=inbox.known)
        numbers = [delivery.number for delivery in deliveries]
        received = datetime.fromtimestamp(max(d.received_us for d in deliveries) / 1e6, tz=UTC)

        def settle(tables: Tables, _report: AppendReport) -> None:
            tables.inbox.settle(numbers, staged.events, at_us=now_us())

        report = context.log.append(
            staged.staged,
            quarantined=staged.quarantined,
            received_at=received,
            also=settle,
            wait_seconds=wait_seconds,
        )
    drained.deliveries += len(deliveries)
    drained.events += report.accepted + report.revised
    drained.duplicates += report.duplicates
    drained.quarantined += report.quarantined + staged.bad
    return True
