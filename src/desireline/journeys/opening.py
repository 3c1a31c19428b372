"""Open one data version for insights: an engine with the views that `data.py` promises.

In: a snapshot.  Out: `JourneyData`. Where an overlay stands beside the base, one scan reads both and a
bitmap masks the base rows of its customers: a join there would lose the order of the rows.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desireline.engines import open_engine, quote
from desireline.events import empty
from desireline.identity import now_sql
from desireline.journeys import labels
from desireline.journeys.data import JourneyData, Purpose
from desireline.journeys.period import observed_period
from desireline.journeys.plan import Plan, PlannedPurpose
from desireline.language import read_gazetteer, read_learnt, read_topics
from desireline.tables import IS_HYPOTHESIS, JOURNEYS, STATES, STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from desireline.engines import Engine
    from desireline.events import SegmentStore, Snapshot
    from desireline.stores import Store
    from desireline.tables import Table


_COMPLETED, _LOST = STATES.index("completed"), STATES.index("lost")
_FEWEST_LATER, _AGAIN = 100, 0.05
"""Journeys after a success that tell whether it comes again, and the share of them from which it does."""
_VARIANT = "(variant_high::UHUGEINT * 18446744073709551616::UHUGEINT + variant_low::UHUGEINT)"


def open_journeys(
    segments: SegmentStore,
    store: Store,
    *,
    threads: int | None = None,
    memory_limit: str | None = None,
) -> JourneyData:
    """Open the newest version. The caller closes `engine`."""
    # What must agree with the steps is committed beside them; names of topics need not.
    data = segments.read(lambda snapshot: _open(snapshot, threads, memory_limit))
    return replace(
        data,
        topics=tuple(read_topics(store)),
        names=tuple(read_gazetteer(store)),
        learnt=read_learnt(store),
    )


def _open(snapshot: Snapshot, threads: int | None, memory_limit: str | None) -> JourneyData:
    engine = open_engine(threads=threads, memory_limit=memory_limit)
    try:
        plan, codes = _read_plan(engine, snapshot)
        _offer_names(engine, plan)
        keep = _mask(engine, snapshot, codes)
        start_us, end_us, planned = observed_period(engine, snapshot, keep)
        once = _once(engine, snapshot, plan, keep)
        _offer_steps(engine, snapshot, plan, keep=keep, end_us=end_us, planned=planned, once=once)
        _offer_log(engine, snapshot)
        sources = engine.rows("SELECT DISTINCT source FROM events ORDER BY 1")
    except BaseException:
        engine.close()
        raise
    return JourneyData(
        engine=engine,
        purposes=tuple(
            Purpose(
                code=p.code,
                name=p.name,
                title=p.title,
                completing_silence_us=p.silence_us if p.silent_state == 0 else None,
                losing_silence_us=p.silence_us if p.silent_state == 1 else None,
                once=p.code in once,
                usual_ends=p.final,
            )
            for p in (plan.purposes if plan else ())
        ),
        data_version=snapshot.data_version,
        recipe_fingerprint=plan.recipe if plan else "",
        sources=tuple(source for (source,) in sources),
        period_start=_time(start_us),
        period_end=_time(end_us),
        generated_sample=bool(plan and plan.sample),
        log_files=tuple(snapshot.paths("events")),
        presumed=_presumed(plan) if plan else frozenset(),
        losing=_stating(plan, _LOST) if plan else frozenset(),
        reaching=_stating(plan, _COMPLETED) if plan else frozenset(),
    )


def _presumed(plan: Plan) -> frozenset[int]:
    own = {one.touchpoint for one in plan.labels if one.actor == 0 and not one.stated}
    others = {
        one.touchpoint for one in plan.labels if one.actor != 0 and one.label.actor == "customer"
    }
    return frozenset(others - own)


def _stating(plan: Plan, state: int) -> frozenset[int]:
    """Touchpoints of which every event says that it ended so."""
    drawn = [one for one in plan.labels if not one.stated]
    ends = state == _COMPLETED
    said = {one.touchpoint for one in drawn if one.state == state or (ends and one.ends)}
    others = {one.touchpoint for one in drawn if not (one.state == state or (ends and one.ends))}
    return frozenset(said - others)


def _read_plan(engine: Engine, snapshot: Snapshot) -> tuple[Plan | None, int]:
    paths = snapshot.paths("plan")
    if not paths:
        return None, 0
    body, codes = engine.rows(f"SELECT plan, codes FROM {snapshot.source('plan')}")[0]
    return Plan.model_validate(json.loads(body)), int(codes)


def _time(us: int | None) -> datetime | None:
    if us is None:
        return None
    return datetime.fromtimestamp(us // 1_000_000, UTC).replace(microsecond=us % 1_000_000)


def _offer_names(engine: Engine, plan: Plan | None) -> None:
    """Views of the names behind the codes."""
    touchpoints = (
        [(t.code, t.name, t.stage, False, t.confidence) for t in plan.touchpoints] if plan else []
    )
    stages = (
        [(s.code, s.name, s.title, s.verb, s.position, s.found) for s in plan.stages]
        if plan
        else []
    )
    kinds = [(r.code, r.kind, r.low, r.high) for r in plan.rating_kinds] if plan else []
    engine.register("labels", labels.table(plan.labels if plan else ()))
    names: dict[str, tuple[Sequence[tuple[Any, ...]], str]] = {
        "touchpoints": (
            touchpoints,
            "code USMALLINT, name VARCHAR, stage UTINYINT, outcome BOOLEAN, confidence DOUBLE",
        ),
        "stages": (
            stages,
            "code UTINYINT, name VARCHAR, title VARCHAR, verb VARCHAR, position INTEGER, found VARCHAR",
        ),
        "channels": (plan.channels if plan else (), "code UTINYINT, name VARCHAR"),
        "outcomes": (plan.outcomes if plan else (), "code USMALLINT, name VARCHAR"),
        "rating_kinds": (kinds, "code UTINYINT, kind VARCHAR, low DOUBLE, high DOUBLE"),
        "purposes": (
            [(p.code, p.name, p.title) for p in plan.purposes] if plan else [],
            "code UTINYINT, name VARCHAR, title VARCHAR",
        ),
    }
    for name, (rows, columns) in names.items():
        engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
        if rows:
            engine.register(f"{name}_rows", _arrow(rows))
            engine.execute(f"INSERT INTO {name} SELECT * FROM {name}_rows")


def _arrow(rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    import pyarrow as pa

    return pa.table({f"c{i}": list(column) for i, column in enumerate(zip(*rows, strict=True))})


def _mask(engine: Engine, snapshot: Snapshot, codes: int) -> str:
    """WHERE that leaves out the base rows of customers who stand in the overlay."""
    if not snapshot.paths("touched"):
        return ""
    gone = [row[0] for row in engine.rows(f"SELECT customer FROM {snapshot.source('touched')}")]
    bits = bytearray(b"0") * max(codes, max(gone) + 1)
    for customer in gone:
        bits[customer] = ord("1")
    engine.execute("SET VARIABLE gone = ?::BIT", [bits.decode()])
    return """WHERE generation = 1
        OR get_bit(getvariable('gone')::BIT, customer::INTEGER) = 0"""


def _offer_steps(
    engine: Engine,
    snapshot: Snapshot,
    plan: Plan | None,
    *,
    keep: str,
    end_us: int | None,
    planned: bool,
    once: Sequence[int],
) -> None:
    for table in (STEPS, JOURNEYS):
        if not snapshot.of(table.name):
            engine.view(table.name, empty(table.name))
            continue
        columns = ", ".join(quote(name) for name in table.names)
        rows = f"{snapshot.source(table.name)} {keep}"
        if planned and end_us is not None:
            rows = _happened(table, rows, end_us)
        if table is JOURNEYS and plan is not None:
            columns = columns.replace('"state"', f"{_state(plan, end_us, once)} AS state")
            columns = columns.replace('"variant"', f"{_VARIANT} AS variant")
        engine.view(table.name, f"SELECT {columns} FROM {rows}")


def _happened(table: Table, rows: str, end_us: int) -> str:
    """The same rows without what is only planned."""
    if table is JOURNEYS:
        return f"""(SELECT * REPLACE (least(end_us, {end_us}) AS end_us)
            FROM (SELECT * FROM {rows}) WHERE start_us <= {end_us})"""
    later = f"at_us + coalesce(wait_us, 0) > {end_us}"
    return f"""(SELECT * REPLACE (CASE WHEN {later} THEN NULL ELSE next_touchpoint END AS next_touchpoint,
        CASE WHEN {later} THEN NULL ELSE wait_us END AS wait_us)
        FROM (SELECT * FROM {rows}) WHERE at_us <= {end_us})"""


def _once(engine: Engine, snapshot: Snapshot, plan: Plan | None, keep: str) -> tuple[int, ...]:
    """Codes of purposes whose success comes once: a contract, an account. Their owners are remembered, with the first.

    Of the journeys that begin after a customer's first success hardly any comes to another. Where customers buy
    again, each visit may, and who goes away is lost to it.
    """
    found: list[int] = []
    asked = [p.code for p in plan.purposes if p.silent_state == 1 and not p.follow] if plan else []
    rows = f"{snapshot.source('journeys')} {keep}" if snapshot.of("journeys") else ""
    for code in asked if rows else ():
        owners = f"""(SELECT customer, min(journey) AS since FROM (SELECT * FROM {rows})
            WHERE purpose = {code} AND state = 0 GROUP BY customer)"""
        later, again = engine.rows(
            f"""SELECT count(*), count(*) FILTER (state = 0)
            FROM (SELECT customer, journey, state FROM (SELECT * FROM {rows}) WHERE purpose = {code})
            JOIN {owners} USING (customer) WHERE journey > since"""
        )[0]
        if later < _FEWEST_LATER or again >= _AGAIN * later:
            continue
        found.append(code)
        # a list that is looked up, not a join: that would lose the order of the rows
        engine.execute(
            f"""SET VARIABLE owned_{code} = (SELECT list(since ORDER BY code) FROM (
                SELECT code, since FROM range((SELECT max(customer) + 1 FROM {owners})) AS every(code)
                LEFT JOIN {owners} ON customer = code))"""
        )
    return tuple(found)


def _state(plan: Plan, end_us: int | None, once: Sequence[int]) -> str:
    """A journey without an end is running until it has been silent for its purpose's time; that of an owner, as long as it is owned."""
    silent = " ".join(
        f"WHEN purpose = {p.code} AND end_us + {p.silence_us} <= {end_us or 0} THEN {_silent(p, once)}"
        for p in plan.purposes
    )
    return f"(CASE WHEN state <> 2 THEN state {silent} ELSE 2 END)::UTINYINT"


def _silent(purpose: PlannedPurpose, once: Sequence[int]) -> str:
    if purpose.code not in once:
        return str(purpose.silent_state)
    since = f"getvariable('owned_{purpose.code}')[customer::BIGINT + 1]"
    return f"CASE WHEN journey > {since} THEN 2 ELSE {purpose.silent_state} END"


def _offer_log(engine: Engine, snapshot: Snapshot) -> None:
    now = now_sql(snapshot)
    log = snapshot.source("events")
    engine.view("events", f"SELECT * FROM {log} WHERE NOT {IS_HYPOTHESIS}")
    engine.view(
        "identities",
        f"SELECT source, subject, customer_id, confidence, reason, customer FROM ({now})",
    )
    engine.view("customers", "SELECT DISTINCT customer AS code, customer_id FROM identities")
    engine.view(
        "utterances",
        # What an older version wrote lacks columns until it is read again.
        f"""SELECT u.*, i.customer FROM (FROM {snapshot.source("utterances")}
                UNION ALL BY NAME ({empty("utterances")})) u
            JOIN identities i USING (subject)""",
    )
    engine.view(
        "calls",
        f"""SELECT c.*, i.customer FROM (FROM {snapshot.source("calls")}
                UNION ALL BY NAME ({empty("calls")})) c
            JOIN identities i USING (subject)""",
    )
