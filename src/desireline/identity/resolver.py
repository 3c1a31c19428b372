"""Resolve the subjects of the event log into customers, and remember it.

In: the workspace's segments.  Out: datasets `identities` (who is whom, with reasons), `keys` (what each
subject was also called) and `scores` (how alike people are that no key joins). Events are never rewritten. Only log segments that nobody has looked
at are read; when the log was rewritten (a revision) all of it is read again, and customers keep their codes all
the same. After an erasure people are grouped again by what is remembered of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.engines import open_engine, ran_short
from desireline.identity import decisions
from desireline.identity.resolving import (
    IDENTITY_COLUMNS,
    Change,
    find_changes,
    identities_sql,
    keys_sql,
    scores_sql,
)

if TYPE_CHECKING:
    from desireline.engines import Engine
    from desireline.events import SegmentStore, SegmentWriter, Snapshot
    from desireline.jobs import Job
    from desireline.stores import Segment, Tables

STATE = "identity.state"
_FORMAT = 2
"""Of what is remembered; what an older Desireline remembers is found out anew."""
_MEMORY = "300MB"
"""Beyond it the engine spills: as for what comes before and after it in an import (docs/adr/0026)."""
_FOLD_SHARE = 0.2
_FOLD_SEGMENTS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityReport:
    """What one run did: subjects that are new, and that have another customer than before."""

    fresh: int
    moved: int
    version: int


def resolve(
    segments: SegmentStore,
    *,
    spark: str | None = None,
    job: Job | None = None,
    wait_seconds: float = 10,
) -> IdentityReport:
    """Look at what is new in the log and write who is whom.

    Args:
        segments: the workspace's data.
        spark: address of a cluster on which people are compared; here when None.
        job: told of the progress.
        wait_seconds: for another process that writes.

    Raises:
        WorkspaceError: another process is writing.
        EngineError: the cluster cannot be used.
    """
    with segments.writer(wait_seconds=wait_seconds, purpose="resolving identities") as writer:
        try:
            return _within(_MEMORY, writer, segments, spark, job)
        except Exception as error:
            if not ran_short(error):
                raise
        # what cannot be brought to the disk in parts takes what it needs; nothing was committed yet
        return _within(None, writer, segments, spark, job)


def _within(
    memory: str | None,
    writer: SegmentWriter,
    segments: SegmentStore,
    spark: str | None,
    job: Job | None,
) -> IdentityReport:
    engine = open_engine(spark=spark, memory_limit=memory, temporary=writer.temporary)
    try:
        return _resolve(engine, writer, segments, job)
    finally:
        engine.close()


def looked_at(store: Tables) -> tuple[str, ...]:
    """Return the segments of the log that the customers were made of."""
    return tuple((store.settings.get(STATE) or {}).get("events", ()))


def now_sql(snapshot: Snapshot) -> str:
    """SELECT of who is whom in a snapshot: columns of IDENTITY_COLUMNS, one row per subject."""
    return identities_sql(
        snapshot.paths("identities", generation=0), snapshot.paths("identities", generation=1)
    )


def _resolve(
    engine: Engine, writer: SegmentWriter, segments: SegmentStore, job: Job | None
) -> IdentityReport:
    snapshot = writer.snapshot
    state: dict[str, Any] = segments.store.settings.get(STATE) or {}
    events = {segment.path for segment in snapshot.of("events")}
    seen: set[str] = set(state.get("events", ()))
    rewritten = not seen <= events or (bool(state) and state.get("format") != _FORMAT)
    new = [s for s in snapshot.of("events") if rewritten or s.path not in seen]
    decided = decisions.active(segments.store)
    mark = decisions.fingerprint(decided)
    erasures = len(segments.store.manifest.erasures())
    # who is gone tells nothing about others any more
    again = bool(state) and (
        state.get("decisions") != mark or state.get("erasures", 0) != erasures
    )
    change: Change | None = None
    if new or again:
        if job is not None:
            job.progress(0, None, "finding out who is whom")
        change = find_changes(
            engine,
            log=[snapshot.folder / segment.path for segment in new],
            known=now_sql(snapshot),
            known_keys=keys_sql(() if rewritten else snapshot.paths("keys")),
            next_customer=state.get("next_customer", 0),
            version=state.get("version", 0) + 1,
            decisions=decided,
            scores=scores_sql(snapshot.paths("scores")),
            people=state.get("people"),
            rewritten=rewritten,
            again=again,
        )
    if new or rewritten or again:
        remembered = {
            "format": _FORMAT,
            "events": sorted(events),
            "next_customer": change.next_customer if change else state.get("next_customer", 0),
            "version": state.get("version", 0) + 1,
            "people": change.people if change else None,
            "decisions": mark,
            "erasures": erasures,
        }
        _write(engine, writer, change, remembered=remembered, rewritten=rewritten)
    return IdentityReport(
        fresh=change.fresh if change else 0,
        moved=change.moved if change else 0,
        version=writer.snapshot.version,
    )


def _write(
    engine: Engine,
    writer: SegmentWriter,
    change: Change | None,
    *,
    remembered: dict[str, Any],
    rewritten: bool,
) -> None:
    add: list[Segment | None] = []
    remove: list[Segment] = []
    if rewritten:
        remove += [s for s in writer.snapshot.segments if s.dataset in ("identities", "keys")]
    if rewritten or (change is not None and change.rescored):
        remove += writer.snapshot.of("scores")
    if change is not None:
        _put_identities(engine, writer, add, remove, rewritten=rewritten)
        if change.new_keys:
            keys = "SELECT * FROM new_keys"
            add.append(writer.put(engine, "keys", keys, sort=("subject", "kind", "value")))
        if change.rescored or (rewritten and change.people is not None):
            scores = "SELECT * FROM scored"
            add.append(
                writer.put(engine, "scores", scores, sort=("left_subject", "right_subject"))
            )

    def remember(tables: Tables) -> None:
        tables.settings.put(STATE, remembered)

    writer.commit(add=add, remove=remove, kind="identity", changes_data=False, also=remember)


def _put_identities(
    engine: Engine,
    writer: SegmentWriter,
    add: list[Segment | None],
    remove: list[Segment],
    *,
    rewritten: bool,
) -> None:
    """Write what changed beside the base; everything in one when the overlay has grown."""
    base = writer.snapshot.of("identities", generation=0)
    overlay = writer.snapshot.of("identities", generation=1)
    rows = int(engine.rows("SELECT count(*) FROM changed")[0][0])
    grown = rows + sum(s.rows for s in overlay) > _FOLD_SHARE * sum(s.rows for s in base)
    if not rows and not rewritten:
        return
    changed = f"SELECT {IDENTITY_COLUMNS} FROM changed"
    fold = rewritten or not base or grown or len(overlay) >= _FOLD_SEGMENTS
    if fold:
        remove += [s for s in (*base, *overlay) if s not in remove]
        kept = f"SELECT {IDENTITY_COLUMNS} FROM known ANTI JOIN changed USING (subject)"
        changed = f"{kept} UNION ALL {changed}"
    generation = 0 if fold else 1
    add.append(writer.put(engine, "identities", changed, sort=("subject",), generation=generation))
