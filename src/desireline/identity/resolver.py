"""Resolve the subjects of the event log into customers, and remember it.

In: the workspace's segments.  Out: datasets `identities` (who is whom, with reasons), `keys` (what each
subject was also called) and `scores` (how alike people are that no key joins). Only log segments that nobody has looked
at are read, and what is left of subjects whose events a later export replaced. Where the log was written again and
nobody said how, all of it is read, and customers keep their codes all the same. After an erasure people are grouped again
by what is remembered of them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from desireline.engines import open_engine, with_room
from desireline.events import (
    WITHDRAWN,
    joined,
    put_withdrawn_customers,
    was_withdrawn,
    withdrawn_files,
    withdrawn_since,
)
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
_FORMAT = 3
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

        def work(memory: str | None) -> IdentityReport:
            engine = open_engine(spark=spark, memory_limit=memory, temporary=writer.temporary)
            try:
                return _resolve(engine, writer, segments, job)
            finally:
                engine.close()

        return with_room(_MEMORY, work)


def looked_at(store: Tables) -> tuple[str, ...]:
    """Return the segments of the log that the customers were made of."""
    return tuple((store.settings.get(STATE) or {}).get("events", ()))


def settled(store: Tables) -> set[str] | None:
    """Return the files of what was withdrawn that were followed; None where nobody was looked for yet."""
    state = store.settings.get(STATE)
    return None if state is None else set(state.get("withdrawn", ()))


def numberings(store: Tables) -> list[dict[str, Any]]:
    """Return what is thought of lists of customer numbers: left, right, state, confidence, words."""
    return list((store.settings.get(STATE) or {}).get("numbers", ()))


def now_sql(snapshot: Snapshot) -> str:
    """SELECT of who is whom in a snapshot: columns of IDENTITY_COLUMNS, one row per subject."""
    return identities_sql(
        snapshot.paths("identities", generation=0), snapshot.paths("identities", generation=1)
    )


def _resolve(
    engine: Engine, writer: SegmentWriter, segments: SegmentStore, job: Job | None
) -> IdentityReport:
    state: dict[str, Any] = segments.store.settings.get(STATE) or {}
    events = {segment.path for segment in writer.snapshot.of("events")}
    seen: set[str] = set(state.get("events", ()))
    rewritten = not seen <= events or (bool(state) and state.get("format") != _FORMAT)
    new = [s for s in writer.snapshot.of("events") if rewritten or s.path not in seen]
    withdrawn = withdrawn_files(writer.snapshot)
    told: list[str] = state.get("withdrawn", [])
    corrected = bool(state) and not rewritten and was_withdrawn(writer.snapshot, told)
    decided = decisions.active(segments.store)
    mark = decisions.fingerprint(decided)
    erasures = len(segments.store.manifest.erasures())
    # who is gone tells nothing about others any more
    again = bool(state) and (
        state.get("decisions") != mark or state.get("erasures", 0) != erasures
    )
    change: Change | None = None
    if new or again or corrected:
        if job is not None:
            job.progress(0, None, "finding out who is whom")
        _fold(engine, writer)
        snapshot = writer.snapshot
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
            corrected=withdrawn_since(snapshot, told) if corrected else None,
            whole=snapshot.paths("events"),
            rewritten=rewritten,
            again=again,
        )
    if change is not None or rewritten:
        remembered = {
            "format": _FORMAT,
            "events": sorted(events),
            "withdrawn": withdrawn,
            "next_customer": change.next_customer if change else state.get("next_customer", 0),
            "version": state.get("version", 0) + 1,
            "people": change.people if change else None,
            "numbers": _numbers(change, state),
            "decisions": mark,
            "erasures": erasures,
        }
        _write(engine, writer, change, remembered=remembered, rewritten=rewritten)
    return IdentityReport(
        fresh=change.fresh if change else 0,
        moved=change.moved if change else 0,
        version=writer.snapshot.version,
    )


def _numbers(change: Change | None, state: dict[str, Any]) -> list[dict[str, Any]]:
    """What is thought of lists of customer numbers; as before where nobody looked."""
    if change is None or change.numbers is None:
        return state.get("numbers", [])
    return [asdict(one) for one in change.numbers]


def _fold(engine: Engine, writer: SegmentWriter) -> None:
    """Bring a grown overlay into the base before anything is added: what is new then stands in a file of its own."""
    parts = writer.snapshot.of("identities")
    overlay = writer.snapshot.of("identities", generation=1)
    grown = sum(s.rows for s in overlay) > _FOLD_SHARE * sum(s.rows for s in parts)
    if not overlay or not (grown or len(overlay) >= _FOLD_SEGMENTS):
        return
    rows = f"SELECT {IDENTITY_COLUMNS} FROM ({now_sql(writer.snapshot)})"
    writer.join(parts, _put_base(engine, writer, rows), kind="identity")


def _put_base(engine: Engine, writer: SegmentWriter, rows: str) -> Segment | None:
    return writer.put(engine, "identities", rows, sort=("subject",))


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
    successors: dict[str, str | None] = {}
    if rewritten:
        remove += [s for s in writer.snapshot.segments if s.dataset in ("identities", "keys")]
    if rewritten or (change is not None and change.rescored):
        remove += writer.snapshot.of("scores")
    if change is not None:
        successors = _put_identities(engine, writer, change, add, remove, rewritten=rewritten)
        _put_keys(engine, writer, change, add, remove)
        if change.rescored or (rewritten and change.people is not None):
            scores = "SELECT * FROM scored"
            add.append(
                writer.put(engine, "scores", scores, sort=("left_subject", "right_subject"))
            )
    told = [one.path for one in add if one is not None and one.dataset == WITHDRAWN]

    def remember(tables: Tables) -> None:
        known = sorted([*remembered["withdrawn"], *told])
        tables.settings.put(STATE, {**remembered, "withdrawn": known})

    writer.commit(
        add=add,
        remove=remove,
        kind="identity",
        changes_data=False,
        successors=successors,
        also=remember,
    )


def _put_identities(
    engine: Engine,
    writer: SegmentWriter,
    change: Change,
    add: list[Segment | None],
    remove: list[Segment],
    *,
    rewritten: bool,
) -> dict[str, str | None]:
    """Write what changed beside the base, without those who vanished; everything in one where most changed.

    Returns:
        Successors of files that were only written again.
    """
    base, parts = writer.snapshot.of("identities", generation=0), writer.snapshot.of("identities")
    rows = int(engine.rows("SELECT count(*) FROM changed")[0][0])
    grown = rows > _FOLD_SHARE * sum(s.rows for s in base)
    changed = f"SELECT {IDENTITY_COLUMNS} FROM changed"
    if rewritten or (rows and (not base or grown)):
        remove += [s for s in parts if s not in remove]
        kept = f"SELECT {IDENTITY_COLUMNS} FROM known ANTI JOIN changed USING (subject)"
        add.append(_put_base(engine, writer, f"{kept} UNION ALL {changed}"))
        return {}
    successors: dict[str, str | None] = {}
    if change.vanished:
        whole = _put_base(engine, writer, f"SELECT {IDENTITY_COLUMNS} FROM still_known")
        gone = put_withdrawn_customers(engine, writer, "SELECT customer FROM vanished")
        add += [whole, gone]
        remove += parts
        successors = joined(parts, whole)
    if rows:
        add.append(writer.put(engine, "identities", changed, sort=("subject",), generation=1))
    return successors


def _put_keys(
    engine: Engine,
    writer: SegmentWriter,
    change: Change,
    add: list[Segment | None],
    remove: list[Segment],
) -> None:
    """Write keys that are new; all that hold, where some do not hold any more."""
    keys = "SELECT * FROM new_keys"
    if change.lost_keys:
        remove += [s for s in writer.snapshot.of("keys") if s not in remove]
        keys += " UNION ALL SELECT * FROM old_keys"
    if change.new_keys or change.lost_keys:
        add.append(writer.put(engine, "keys", keys, sort=("subject", "kind", "value")))
