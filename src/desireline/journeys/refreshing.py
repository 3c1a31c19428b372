"""Keep steps and journeys up to date with the log, the identities and the recipe.

In: the workspace's segments.  Out: datasets `steps`, `journeys`, `touched` and `plan`, in one commit.
When the plan still holds, only customers with new or replaced events or a new identity are made again, with their
whole history, into an overlay that masks their rows in the base; what the overlay said of others is
carried over. The answer is the one a rebuild would give. When the overlay grows past a share of the base,
or the plan changed, everything is rebuilt.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline import identity, language
from desireline.engines import open_engine, quote_paths, with_room
from desireline.events import was_withdrawn, withdrawn_files, withdrawn_since
from desireline.identity import identities_sql, now_sql
from desireline.journeys import cutting
from desireline.journeys.building import Builder
from desireline.journeys.labels import read_labels
from desireline.journeys.plan import Plan
from desireline.journeys.planning import make_plan, rating_scales
from desireline.tables import JOURNEYS, STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desireline.engines import Engine
    from desireline.events import SegmentStore, SegmentWriter, Snapshot
    from desireline.jobs import Job
    from desireline.recipe import Recipe
    from desireline.stores import Segment, Store, Tables

STATE = "journeys.state"
_DERIVED = ("steps", "journeys", "touched", "plan")
_BASE = 0
_OVERLAY = 1
_FOLD_SHARE = 0.25
"""An overlay larger than this share of the events is folded: everything is rebuilt."""
_MEMORY = "350MB"
_ALWAYS_LEARN = 2_000_000
"""Up to so many events, what is learnt is learnt again at every refresh."""
_LEARN_AGAIN = 1.1
"""Beyond, only when the log has grown by this factor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshReport:
    """What a refresh did. `kind` is full, overlay or nothing."""

    kind: str
    customers: int
    """Customers whose journeys were made again."""
    steps: int
    """Steps and journeys that were written."""
    journeys: int
    version: int


def looked_at(store: Tables) -> tuple[str, ...]:
    """Return the segments of the log that the journeys were made of: live events may be ahead of them."""
    return tuple((store.settings.get(STATE) or {}).get("events", ()))


def made_of(store: Tables) -> str:
    """A mark of all that the journeys were made of: it moves with the log, with who is whom and with what texts say."""
    state = store.settings.get(STATE) or {}
    parts = [state.get(name) for name in ("events", "identities", "utterances")]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def refresh(
    segments: SegmentStore,
    store: Store,
    recipe: Recipe,
    *,
    job: Job | None = None,
    rebuild: bool = False,
    wait_seconds: float = 10,
) -> RefreshReport:
    """Make steps and journeys say what the log says.

    Args:
        segments: the workspace's data.
        store: the workspace's state.
        recipe: what people declared.
        job: told how far it is; may stop it.
        rebuild: make everything again, whatever changed.
        wait_seconds: for another writer to finish.

    Raises:
        WorkspaceError: another process is writing.
    """
    with segments.writer(wait_seconds=wait_seconds, purpose="refreshing journeys") as writer:

        def work(memory: str | None) -> RefreshReport:
            engine = open_engine(memory_limit=memory, temporary=writer.temporary)
            try:
                return _Refresh(engine, writer, store, recipe, job).run(rebuild=rebuild)
            finally:
                engine.close()

        return with_room(_MEMORY, work)


class _Refresh:
    """One run: what was there, what is there, what follows."""

    def __init__(
        self, engine: Engine, writer: SegmentWriter, store: Store, recipe: Recipe, job: Job | None
    ) -> None:
        self.engine, self.writer, self.store = engine, writer, store
        self.recipe, self.job = recipe, job
        self.snapshot: Snapshot = writer.snapshot
        self.state: dict[str, Any] = store.settings.get(STATE) or {}
        self.events = self.snapshot.rows("events")
        self._learnt = int(self.state.get("learnt_events", 0))
        self._erased = False
        self._withdrawn: list[str] = self.state.get("withdrawn", [])
        self.now: dict[str, Any] = {
            "events": sorted(segment.path for segment in self.snapshot.of("events")),
            "identities": sorted(segment.path for segment in self.snapshot.of("identities")),
            "utterances": sorted(segment.path for segment in self.snapshot.of("utterances")),
            "withdrawn": withdrawn_files(self.snapshot),
            "erasures": len(store.manifest.erasures()) or None,
            "recipe": self.recipe.fingerprint,
            "engine": self.engine.rows("SELECT version()")[0][0],
        }

    def run(self, *, rebuild: bool) -> RefreshReport:
        if not self.events:
            return self._clear()
        kept = {name: self.state.get(name) for name in self.now}
        self._erased = kept["erasures"] != self.now["erasures"]
        if kept == self.now and not rebuild:
            return self._nothing()
        touched = None if rebuild else self._touched()
        plan = self._plan(touched)
        if touched is None or not self._holds(plan):
            return self._full(plan)
        return self._overlay(plan) or self._full(plan)

    def _clear(self) -> RefreshReport:
        """Without events there is nothing to derive, and nothing derived may stay."""
        remove = [s for s in self.snapshot.segments if s.dataset in _DERIVED]
        if remove:
            self.snapshot = self.writer.commit(remove=remove, kind="journeys", changes_data=False)
        return self._nothing()

    def _nothing(self) -> RefreshReport:
        return RefreshReport(
            kind="nothing",
            customers=0,
            steps=0,
            journeys=0,
            version=self.snapshot.version,
        )

    def _touched(self) -> int | None:
        """Make the table `touched(customer)`; None when only a rebuild can tell.

        Customers with new events, with new words, who got or lost a subject, or of whom a later export says something else.
        """
        new = self._new_paths()
        if new is None:
            return None
        fresh = " UNION ".join(
            f"SELECT subject FROM read_parquet({quote_paths(paths)})" for paths in new if paths
        )
        identities = set(self.state["identities"])
        known = [s for s in self.snapshot.of("identities") if s.path in identities]
        before = identities_sql(
            *(
                [self.snapshot.folder / s.path for s in known if s.generation == generation]
                for generation in (0, 1)
            )
        )
        self.engine.execute(f"""
            CREATE TEMP TABLE touched AS
            WITH changed AS ({fresh or "SELECT NULL::VARCHAR AS subject WHERE false"}
                UNION SELECT subject FROM {self._gone()})
            SELECT customer FROM ({now_sql(self.snapshot)}) SEMI JOIN changed USING (subject)
            UNION SELECT customer FROM ({before}) SEMI JOIN changed USING (subject)
            UNION SELECT customer FROM {self._gone()} WHERE customer IS NOT NULL""")
        return int(self.engine.rows("SELECT count(*) FROM touched")[0][0])

    def _gone(self) -> str:
        return withdrawn_since(self.snapshot, self._withdrawn)

    def _touched_before(self) -> str:
        if self.snapshot.of("touched"):
            return self.snapshot.source("touched")
        return "(SELECT NULL::UINTEGER AS customer WHERE false)"

    def _new_paths(self) -> list[list[Path]] | None:
        """Files since the last refresh, by dataset; None when old ones were rewritten meanwhile."""
        if self.state.get("recipe") != self.now["recipe"]:
            return None
        old = self._old_plan() if self._erased else None
        if old is not None and old.money_sources:
            return None  # somebody erased may have been believed about the money of others
        if self.state.get("engine") != self.now["engine"]:
            return None  # variants are made with the engine's own hash, which may change
        new: list[list[Path]] = []
        for dataset in ("events", "identities", "utterances"):
            was, now = set(self.state[dataset]), set(self.now[dataset])
            if not was <= now:
                return None
            new.append([self.snapshot.folder / path for path in sorted(now - was)])
        return new

    def _plan(self, touched: int | None) -> Plan:
        """The plan that held, where learning again would cost more than it could change."""
        old = self._old_plan()
        learnt = self.state.get("learnt_events", 0)
        grown = self.events <= _ALWAYS_LEARN or self.events > _LEARN_AGAIN * learnt
        if old is not None and touched is not None and not grown and self._knows_labels(old):
            return old
        self._learnt = self.events
        self.engine.execute(f"""
            CREATE OR REPLACE TEMP TABLE ids AS
            SELECT subject, customer FROM ({now_sql(self.snapshot)})""")
        return make_plan(
            self.engine,
            log=self.snapshot.source("events"),
            events=self.events,
            recipe=self.recipe,
            dictionaries=self.store.dictionaries,
        )

    def _old_plan(self) -> Plan | None:
        if not self.snapshot.of("plan"):
            return None
        body = self.engine.rows(f"SELECT plan FROM {self.snapshot.source('plan')}")[0][0]
        return Plan.model_validate_json(body)

    def _knows_labels(self, plan: Plan) -> bool:
        """True when the new events bring no words that the plan does not know, and nobody took some away."""
        known = {planned.label.key for planned in plan.labels}
        if self._erased or was_withdrawn(self.snapshot, self._withdrawn):
            log = self.snapshot.source("events")
            return known == {one.label.key for one in read_labels(self.engine, log)}
        new = self._new_paths()
        if new is None or not new[0]:
            return new is not None
        log = f"read_parquet({quote_paths(new[0])})"
        kinds = {(r.kind, r.low, r.high) for r in plan.rating_kinds}
        labels = {one.label.key for one in read_labels(self.engine, log)}
        return labels <= known and set(rating_scales(self.engine, log)) <= kinds

    def _holds(self, plan: Plan) -> bool:
        old = self._old_plan()
        return old is not None and plan.continues(old)

    def _overlay(self, plan: Plan) -> RefreshReport | None:
        """Make the touched customers again, over the base; None when they have become too many."""
        if plan.money_sources:
            ids = f"({now_sql(self.snapshot)})"
            sharing = cutting.sharing_sql(self.snapshot.source("events"), ids)
            self.engine.execute(f"CREATE TEMP TABLE sharing AS {sharing}")
            self.engine.execute("INSERT INTO touched SELECT customer FROM sharing")
            self._touch_others_of_withdrawn_objects()
        self.engine.execute(f"""
            CREATE OR REPLACE TEMP TABLE ids AS
            SELECT subject, customer FROM ({now_sql(self.snapshot)}) SEMI JOIN touched USING (customer)""")
        builder = self._builder(plan, generation=_OVERLAY)
        rows = builder.code(self.snapshot.of("events"))
        rows += sum(s.rows for s in self.snapshot.of("steps", generation=_OVERLAY))
        if rows > _FOLD_SHARE * self.events:
            return None
        builder.write()
        more = self._carried(plan)
        touched = (
            f"SELECT customer FROM touched UNION SELECT customer FROM {self._touched_before()}"
        )
        more.append(self.writer.put(self.engine, "touched", touched, sort=("customer",)))
        replaced = [s for s in self.snapshot.segments if s.generation == _OVERLAY]
        customers = self.engine.rows("SELECT count(DISTINCT customer) FROM ids")[0][0]
        return self._commit(plan, builder, customers, kind="overlay", more=more, replaced=replaced)

    def _touch_others_of_withdrawn_objects(self) -> None:
        """An event that went may have been believed about the money of an order that others have, too."""
        if not was_withdrawn(self.snapshot, self._withdrawn):
            return
        self.engine.execute(f"""
            INSERT INTO touched SELECT customer FROM ({now_sql(self.snapshot)}) SEMI JOIN (
                SELECT subject FROM (
                    SELECT subject, unnest(object_ids) AS object FROM {self.snapshot.source("events")}
                ) SEMI JOIN (SELECT unnest(object_ids) AS object FROM {self._gone()}) USING (object)
            ) USING (subject)""")

    def _carried(self, plan: Plan) -> list[Segment | None]:
        """What the overlay says of customers that nothing touched since: a file a purpose, as the builder writes."""
        return [
            self.writer.put(
                self.engine,
                table.name,
                f"SELECT * FROM {self.snapshot.source(table.name, generation=_OVERLAY)} "
                f"ANTI JOIN touched USING (customer) WHERE purpose = {purpose.code}",
                sort=table.sort,
                generation=_OVERLAY,
            )
            for table in (STEPS, JOURNEYS)
            if self.snapshot.of(table.name, generation=_OVERLAY)
            for purpose in plan.purposes
        ]

    def _full(self, plan: Plan) -> RefreshReport:
        self.engine.execute(f"""
            CREATE OR REPLACE TEMP TABLE ids AS
            SELECT subject, customer FROM ({now_sql(self.snapshot)})""")
        builder = self._builder(plan, generation=_BASE)
        subjects, customers = self.engine.rows(
            "SELECT count(*), count(DISTINCT customer) FROM ids"
        )[0]
        builder.build(self.snapshot.of("events"), scattered=subjects > customers)
        return self._commit(
            plan, builder, customers, kind="full", more=[], replaced=self.snapshot.segments
        )

    def _builder(self, plan: Plan, *, generation: int) -> Builder:
        if plan.money_sources:
            money = cutting.order_money_sql(self.snapshot.source("events"), plan)
            self.engine.execute(f"CREATE OR REPLACE TEMP TABLE order_money AS {money}")
        return Builder(
            engine=self.engine,
            writer=self.writer,
            plan=plan,
            generation=generation,
            feelings=self._write_feelings(),
            job=self.job,
        )

    def _write_feelings(self) -> bool:
        """Make `feelings`: what customers' own words felt like, one row an event."""
        paths = self.snapshot.paths("utterances")
        if not paths:
            return False
        self.engine.execute(f"""
            CREATE OR REPLACE TEMP TABLE feelings AS
            SELECT event_key, round(sum(feeling)::DOUBLE * 1000 / count(*))::SMALLINT AS feeling_milli
            FROM read_parquet({quote_paths(paths)})
            WHERE speaker = 'customer' AND feeling IS NOT NULL GROUP BY event_key""")
        return bool(self.engine.rows("SELECT count(*) FROM feelings")[0][0])

    def _settled(self) -> set[str]:
        """Files of what was withdrawn that everything derived has followed."""
        known = [identity.settled(self.store), language.settled(self.store)]
        return set(self.now["withdrawn"]).intersection(*(one for one in known if one is not None))

    def _commit(
        self,
        plan: Plan,
        builder: Builder,
        customers: int,
        *,
        kind: str,
        more: list[Segment | None],
        replaced: Sequence[Segment],
    ) -> RefreshReport:
        import pyarrow as pa

        codes = self.engine.rows(
            f"SELECT coalesce(max(customer), 0) + 1 FROM ({now_sql(self.snapshot)})"
        )[0][0]
        # a log of a quarter of a million words makes a plan of as many labels: what is usual is not written
        body = pa.table(
            {"plan": [plan.model_dump_json(exclude_defaults=True)], "codes": [int(codes)]}
        )
        self.engine.register("plan_row", body)
        more.append(self.writer.put(self.engine, "plan", "SELECT * FROM plan_row"))
        gone = {s.path for s in replaced if s.dataset in ("steps", "journeys")}
        settled = self._settled()
        gone |= settled
        remove = [
            s for s in self.snapshot.segments if s.dataset in ("touched", "plan") or s.path in gone
        ]
        self.now["withdrawn"] = [path for path in self.now["withdrawn"] if path not in settled]

        def remember(tables: Tables) -> None:
            tables.settings.put(STATE, {**self.now, "learnt_events": self._learnt})

        snapshot = self.writer.commit(
            add=[*builder.steps, *builder.journeys, *more],
            remove=remove,
            kind="journeys",
            changes_data=False,
            also=remember,
        )
        return RefreshReport(
            kind=kind,
            customers=customers,
            steps=sum(s.rows for s in builder.steps),
            journeys=sum(s.rows for s in builder.journeys if s is not None),
            version=snapshot.version,
        )
