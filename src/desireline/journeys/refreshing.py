"""Keep steps and journeys up to date with the log, the identities and the recipe.

In: the workspace's segments.  Out: datasets `steps`, `journeys`, `touched` and `plan`, in one commit.
When the plan still holds, only customers with new events or a new identity are made again, with their
whole history, into an overlay that masks their rows in the base; the answer is the one a rebuild would
give. When the overlay grows past a share of the base, or the plan changed, everything is rebuilt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.engines import open_engine, quote_paths
from desireline.identity import now_sql
from desireline.journeys.building import Builder
from desireline.journeys.plan import Plan
from desireline.journeys.planning import make_plan

if TYPE_CHECKING:
    from desireline.engines import Engine
    from desireline.events import SegmentStore, SegmentWriter, Snapshot
    from desireline.jobs import Job
    from desireline.recipe import Recipe
    from desireline.stores import Store, Tables

STATE = "journeys.state"
_DERIVED = ("steps", "journeys", "touched", "plan")
_FOLD_SHARE = 0.03
_FOLD_ROWS = 500_000
_SMALL = 200_000
"""Up to so many events a rebuild costs less than thinking about it."""
_LEARN_AGAIN = 1.1
_ALWAYS_LEARN = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshReport:
    """What a refresh did. `kind` is full, overlay or nothing."""

    kind: str
    customers: int
    """Customers whose journeys were made again."""
    steps: int
    journeys: int
    version: int


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
    engine = open_engine(temporary=segments.folder / "data" / "tmp")
    try:
        with segments.writer(wait_seconds=wait_seconds, purpose="refreshing journeys") as writer:
            return _Refresh(engine, writer, store, recipe, job).run(rebuild=rebuild)
    finally:
        engine.close()


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
        self.now = {
            "events": sorted(segment.path for segment in self.snapshot.of("events")),
            "identities": sorted(segment.path for segment in self.snapshot.of("identities")),
            "utterances": sorted(segment.path for segment in self.snapshot.of("utterances")),
            "recipe": self.recipe.fingerprint,
            "engine": self.engine.rows("SELECT version()")[0][0],
        }

    def run(self, *, rebuild: bool) -> RefreshReport:
        if not self.events:
            return self._nothing()
        kept = {name: self.state.get(name) for name in self.now}
        if kept == self.now and not rebuild:
            return self._nothing()
        self.engine.execute(f"""
            CREATE TEMP TABLE ids AS SELECT subject, customer FROM ({now_sql(self.snapshot)})""")
        plan = self._plan()
        return self._full(plan)

    def _nothing(self) -> RefreshReport:
        return RefreshReport(
            kind="nothing",
            customers=0,
            steps=self.snapshot.rows("steps"),
            journeys=self.snapshot.rows("journeys"),
            version=self.snapshot.version,
        )

    def _plan(self) -> Plan:
        return make_plan(
            self.engine,
            log=self.snapshot.source("events"),
            events=self.events,
            recipe=self.recipe,
            dictionaries=self.store.dictionaries,
        )

    def _full(self, plan: Plan) -> RefreshReport:
        builder = self._builder(plan, generation=0)
        scattered = self.engine.rows("SELECT count(*) > count(DISTINCT customer) FROM ids")[0][0]
        builder.build(self.snapshot.of("events"), scattered=bool(scattered))
        return self._commit(plan, builder, kind="full")

    def _builder(self, plan: Plan, *, generation: int) -> Builder:
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

    def _commit(self, plan: Plan, builder: Builder, *, kind: str) -> RefreshReport:
        import pyarrow as pa

        codes = self.engine.rows("SELECT coalesce(max(customer), 0) + 1 FROM ids")[0][0]
        body = pa.table({"plan": [plan.model_dump_json()], "codes": [int(codes)]})
        self.engine.register("plan_row", body)
        add = [
            *builder.steps,
            *builder.journeys,
            self.writer.put(self.engine, "plan", "SELECT * FROM plan_row"),
        ]
        remove = [s for s in self.snapshot.segments if s.dataset in _DERIVED]

        def remember(tables: Tables) -> None:
            tables.settings.put(STATE, {**self.now, "learnt_events": self.events})

        snapshot = self.writer.commit(
            add=add, remove=remove, kind="journeys", changes_data=False, also=remember
        )
        return RefreshReport(
            kind=kind,
            customers=int(self.engine.rows("SELECT count(DISTINCT customer) FROM ids")[0][0]),
            steps=snapshot.rows("steps"),
            journeys=snapshot.rows("journeys"),
            version=snapshot.version,
        )
