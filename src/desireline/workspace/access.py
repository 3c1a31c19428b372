"""Access: all that is kept of one person, as they have a right to see it.

In: an opened workspace and whom it is about.  Out: one JSON value: who they are here and why, what happened
and was said (unmasked: it is their own), what was derived from it. Every dataset that is declared to hold
personal data is in it, so that a later capability is not forgotten.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desireline.events import Snapshot
from desireline.pipeline import Context, opened
from desireline.tables import ACTORS, STATES
from desireline.workspace.holdings import holdings
from desireline.workspace.person import Person, find

if TYPE_CHECKING:
    from desireline.engines import Engine
    from desireline.journeys import JourneyData

FORMAT = "desireline.subject/1"
_TOLD_APART = ("events", "identities", "utterances", "steps", "journeys")
"""Datasets that have a section of their own here."""
Row = dict[str, Any]


def collect(context: Context, name: str) -> Row:
    """Gather everything about one person.

    Raises:
        InputError: nobody, or several customers, are known by that name.
    """
    person = context.segments.read(lambda snapshot: find(snapshot, name))
    with opened(context) as data:
        engine, snapshot = data.engine, context.segments.snapshot()
        _offer(engine, snapshot, person)
        return {
            "format": FORMAT,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "customer_id": person.customer_id,
            "identities": _rows(
                engine,
                "SELECT source, subject, confidence, reason FROM identities "
                "SEMI JOIN erased USING (subject) ORDER BY subject",
            ),
            "identifiers": sorted({*person.names} - {*person.subjects}),
            "shared_identifiers": list(person.shared),
            "events": _events(engine, snapshot),
            "utterances": _rows(
                engine,
                "SELECT * EXCLUDE (event_key, customer) FROM utterances "
                'SEMI JOIN erased USING (subject) ORDER BY "at", event_id, part',
            ),
            "journeys": _journeys(data, person),
            "quotes_on_maps": _quotes(context, person),
            "set_aside": _rows(
                engine,
                f"SELECT * FROM {snapshot.source('quarantine')} r "
                f"WHERE {person.traces.found_sql('r.content')} ORDER BY ALL",
            ),
            "other": _others(engine, snapshot),
            "related_customers": list(person.related),
        }


def _offer(engine: Engine, snapshot: Snapshot, person: Person) -> None:
    """Say who it is, under the names that the registry's conditions use."""
    import pyarrow as pa

    subjects = pa.array(person.subjects, pa.string())
    engine.register("erased", pa.table({"subject": subjects}))
    engine.register(
        "erased_customers", pa.table({"customer": pa.array([person.customer], pa.uint32())})
    )
    engine.execute(
        f"CREATE TEMP TABLE erased_events AS SELECT event_key FROM {snapshot.source('events')} "
        "SEMI JOIN erased USING (subject)"
    )


def _rows(engine: Engine, sql: str) -> list[Row]:
    """Rows without the columns that say nothing."""
    return [
        {name: _plain(value) for name, value in row.items() if value not in (None, [])}
        for row in engine.query(sql).to_pylist()
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | str | bool | int | float):
        return value
    return float(value)


def _events(engine: Engine, snapshot: Snapshot) -> list[Row]:
    """What happened, and what employees noted about them, which no number counts."""
    rows = _rows(
        engine,
        f"SELECT * EXCLUDE (event_key) FROM {snapshot.source('events')} SEMI JOIN erased USING (subject) "
        'ORDER BY "at", source, event_id',
    )
    for row in rows:
        if "attributes" in row:
            row["attributes"] = json.loads(row["attributes"])
    return rows


def _journeys(data: JourneyData, person: Person) -> list[Row]:
    engine = data.engine
    states = " ".join(f"WHEN {code} THEN '{word}'" for code, word in enumerate(STATES))
    actors = " ".join(f"WHEN {code} THEN '{word}'" for code, word in enumerate(ACTORS))
    found = _rows(
        engine,
        f"""SELECT p.name AS purpose, journey AS number, j.object_id,
            make_timestamptz(start_us) AS start_at, make_timestamptz(end_us) AS end_at,
            CASE state {states} END AS state, o.name AS outcome, value_e4 / 10000 AS value
        FROM journeys j JOIN purposes p ON j.purpose = p.code
        LEFT JOIN outcomes o ON j.outcome = o.code
        WHERE j.customer = {person.customer} ORDER BY p.code, journey""",
    )
    steps = _rows(
        engine,
        f"""SELECT p.name AS purpose, journey AS number, make_timestamptz(at_us) AS "at",
            t.name AS touchpoint, g.name AS stage, h.name AS channel,
            CASE s.actor {actors} END AS actor, wait_us / 1e6 AS wait_to_next_s,
            feeling_milli / 1000 AS feeling, rating_milli / 1000 AS rating
        FROM steps s JOIN purposes p ON s.purpose = p.code
        JOIN touchpoints t ON s.touchpoint = t.code JOIN stages g ON s.stage = g.code
        JOIN channels h ON s.channel = h.code
        WHERE s.customer = {person.customer} ORDER BY p.code, journey, step_no""",
    )
    by_journey: dict[tuple[str, int], list[Row]] = {}
    for step in steps:
        by_journey.setdefault((step.pop("purpose"), step.pop("number")), []).append(step)
    for row in found:
        row["steps"] = by_journey.get((row["purpose"], row["number"]), [])
    return found


def _quotes(context: Context, person: Person) -> list[Row]:
    """The person's words on the newest version of each kept map."""
    return [
        {"map": document.body["file"]["document"]["title"], "text": quote["text"]}
        for document in context.store.documents.list("map")
        for id_, quote in sorted(document.body["file"]["snapshot"]["quotes"].items())
        if id_ in person.traces.quotes
    ]


def _others(engine: Engine, snapshot: Snapshot) -> dict[str, list[Row]]:
    """Rows of every other dataset that is declared to hold personal data."""
    found: dict[str, list[Row]] = {}
    for holding in holdings().datasets:
        if holding.name in _TOLD_APART or not holding.goes or not snapshot.of(holding.name):
            continue
        rows = _rows(
            engine,
            f"SELECT * FROM {snapshot.source(holding.name)} r WHERE {holding.goes} ORDER BY ALL",
        )
        if rows:
            found[holding.name] = rows
    return found
