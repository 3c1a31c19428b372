"""Resolve the subjects of the event log into customers, and remember it.

In: the workspace's segments.  Out: datasets `identities` (who is whom, with reasons) and `keys` (what
each subject was also called). Events are never rewritten. Only log segments that nobody has looked
at are read; when the log was rewritten (a revision, an erasure) all of it is read again, and customers
keep their codes all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.engines import open_engine
from desireline.identity.resolving import (
    IDENTITY_COLUMNS,
    Change,
    find_changes,
    identities_sql,
    keys_sql,
)

if TYPE_CHECKING:
    from desireline.engines import Engine
    from desireline.events import SegmentStore, SegmentWriter, Snapshot
    from desireline.jobs import Job
    from desireline.stores import Segment, Tables

_STATE = "identity.state"
_FOLD_SHARE = 0.2
_FOLD_SEGMENTS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityReport:
    """What one run did. `joined` counts subjects that share their customer with another."""

    subjects: int
    customers: int
    joined: int
    fresh: int
    moved: int
    version: int


def resolve(
    segments: SegmentStore, *, job: Job | None = None, wait_seconds: float = 10
) -> IdentityReport:
    """Look at what is new in the log and write who is whom.

    Raises:
        WorkspaceError: another process is writing.
    """
    engine = open_engine(temporary=segments.folder / "data" / "tmp")
    try:
        with segments.writer(wait_seconds=wait_seconds, purpose="resolving identities") as writer:
            return _resolve(engine, writer, segments, job)
    finally:
        engine.close()


def now_sql(snapshot: Snapshot) -> str:
    """SELECT of who is whom in a snapshot: columns of IDENTITY_COLUMNS, one row per subject."""
    return identities_sql(
        snapshot.paths("identities", generation=0), snapshot.paths("identities", generation=1)
    )


def _resolve(
    engine: Engine, writer: SegmentWriter, segments: SegmentStore, job: Job | None
) -> IdentityReport:
    snapshot = writer.snapshot
    state: dict[str, Any] = segments.store.settings.get(_STATE) or {}
    events = {segment.path for segment in snapshot.of("events")}
    seen: set[str] = set(state.get("events", ()))
    new = [s for s in snapshot.of("events") if s.path not in seen or not seen <= events]
    change: Change | None = None
    if new:
        if job is not None:
            job.progress(0, None, "finding out who is whom")
        change = find_changes(
            engine,
            log=[snapshot.folder / segment.path for segment in new],
            known=now_sql(snapshot),
            known_keys=keys_sql(snapshot.paths("keys")),
            next_customer=state.get("next_customer", 0),
            version=state.get("version", 0) + 1,
        )
        _write(engine, writer, change, sorted(events), state.get("version", 0) + 1)
    return _report(engine, writer.snapshot, change)


def _write(
    engine: Engine, writer: SegmentWriter, change: Change, events: list[str], version: int
) -> None:
    snapshot = writer.snapshot
    base, overlay = (
        snapshot.of("identities", generation=0),
        snapshot.of("identities", generation=1),
    )
    rows = int(engine.rows("SELECT count(*) FROM changed")[0][0])
    fold = not base or (
        rows + sum(s.rows for s in overlay) > _FOLD_SHARE * sum(s.rows for s in base)
        or len(overlay) >= _FOLD_SEGMENTS
    )
    everyone = f"""SELECT {IDENTITY_COLUMNS} FROM known ANTI JOIN changed USING (subject)
        UNION ALL SELECT {IDENTITY_COLUMNS} FROM changed"""
    wanted = everyone if fold else f"SELECT {IDENTITY_COLUMNS} FROM changed"
    add: list[Segment | None] = []
    if rows:
        add.append(
            writer.put(
                engine, "identities", wanted, sort=("subject",), generation=0 if fold else 1
            )
        )
    if change.new_keys:
        add.append(
            writer.put(engine, "keys", "SELECT * FROM new_keys", sort=("subject", "kind", "value"))
        )

    def remember(tables: Tables) -> None:
        state = {"events": events, "next_customer": change.next_customer, "version": version}
        tables.settings.put(_STATE, state)

    writer.commit(
        add=add,
        remove=(*base, *overlay) if fold and rows else (),
        kind="identity",
        changes_data=False,
        also=remember,
    )


def _report(engine: Engine, snapshot: Snapshot, change: Change | None) -> IdentityReport:
    subjects, customers, joined = engine.rows(f"""
        SELECT coalesce(sum(n), 0), count(*), coalesce(sum(n) FILTER (n > 1), 0)
        FROM (SELECT count(*) AS n FROM ({now_sql(snapshot)}) GROUP BY customer)""")[0]
    return IdentityReport(
        subjects=int(subjects),
        customers=int(customers),
        joined=int(joined),
        fresh=change.fresh if change else 0,
        moved=change.moved if change else 0,
        version=snapshot.version,
    )
