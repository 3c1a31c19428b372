"""Tiny worlds: journeys written by hand, registered as the views that an insight reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from desireline.engines import Engine, open_engine
from desireline.insights.facts import Facts
from desireline.journeys.data import JourneyData, Purpose
from desireline.language import Learnt
from desireline.recipe import Recipe
from desireline.tables import ACTORS, CALLS, EVENTS, IDENTITIES, JOURNEYS, STEPS, UTTERANCES, Table

START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = 60_000_000
DAY = 86_400_000_000
BUY = Purpose(code=0, name="buy", title="Buy")


@dataclass(frozen=True, kw_only=True)
class S:
    """One step: where, when (minutes after the world's start), and what was said."""

    touchpoint: str
    minute: float
    feeling: int | None = None
    stars: int | None = None
    actor: int = 0
    channel: str = "web"
    queue_s: int | None = None
    text: str | None = None
    emotion: str | None = None
    unread: str | None = None
    """Why the text has no feeling."""
    told: dict[str, Any] | None = None
    """Columns of the utterance beside those that the step tells."""
    attributes: dict[str, Any] | None = None
    value: float | None = None
    """Money that the customer pays."""
    event: dict[str, Any] | None = None
    """Columns of the event beside those that the step tells."""


@dataclass(frozen=True, kw_only=True)
class J:
    """One journey: of whom, its steps, how it ended (0 completed, 1 lost, 2 running)."""

    customer: int
    steps: Sequence[S]
    state: int = 0
    outcome: str | None = None
    value: float | None = None


@dataclass(frozen=True, kw_only=True)
class World:
    """What to put on an engine."""

    journeys: Sequence[J]
    days: float = 100
    stages: dict[str, str] = field(default_factory=dict)
    """Touchpoint -> stage; `all` for those not named."""
    outcomes: Sequence[str] = ()
    """Touchpoints that only state an outcome."""
    rating_kinds: Sequence[tuple[str, float, float]] = (("stars", 1, 5),)
    recipe: Recipe = field(default_factory=Recipe)
    calls: Sequence[dict[str, Any]] = ()
    """Rows of recorded calls; `event_key` counts steps from 1 in the order given."""
    learnt: Learnt | None = None


STEP = re.compile(r"(\w+)@([\d.]+)(?::(-?\d+))?(?:\*(\d))?(?:/(\d))?")


class Worlds:
    """Makes worlds. A path is written `Home@0 Order@5:-500 Mail@6/1 Review@90*4`:

    touchpoint @ minute, then : feeling in thousandths, * stars, / actor, where there is one.
    """

    def __init__(self) -> None:
        self.engines: list[Engine] = []

    def journey(
        self,
        customer: int,
        path: str,
        *,
        state: int = 0,
        outcome: str | None = None,
        value: float | None = None,
        **step: Any,
    ) -> J:
        """One journey; `step` sets the same for all its steps."""
        steps = [
            S(
                touchpoint=name,
                minute=float(minute),
                feeling=int(feeling) if feeling else None,
                stars=int(stars) if stars else None,
                actor=int(actor or 0),
                **step,
            )
            for name, minute, feeling, stars, actor in STEP.findall(path)
        ]
        return J(customer=customer, steps=steps, state=state, outcome=outcome, value=value)

    def __call__(self, journeys: Sequence[J], **options: Any) -> Facts:
        engine = open_engine(threads=2)
        self.engines.append(engine)
        return Facts(open_world(engine, World(journeys=journeys, **options)), BUY)


@pytest.fixture
def world() -> Iterator[Worlds]:
    """Make hand-written worlds; their engines are closed afterwards."""
    worlds = Worlds()
    yield worlds
    for engine in worlds.engines:
        engine.close()


def open_world(engine: Engine, world: World) -> JourneyData:
    """Register every view of the contract."""
    touchpoints = sorted({step.touchpoint for j in world.journeys for step in j.steps})
    stages = list(dict.fromkeys(world.stages.values())) or ["all"]
    if any(name not in world.stages for name in touchpoints) and "all" not in stages:
        stages.append("all")
    channels = sorted({step.channel for j in world.journeys for step in j.steps})
    outcomes = sorted({j.outcome for j in world.journeys if j.outcome})
    steps, journeys, events, said = _rows(world, touchpoints, stages, channels, outcomes)
    _table(engine, "steps_table", STEPS.ddl, steps)
    _table(engine, "journeys_table", JOURNEYS.ddl, journeys)
    engine.view("steps", "SELECT * FROM steps_table")
    engine.view("journeys", "SELECT * FROM journeys_table")
    _table(
        engine,
        "touchpoints",
        "code USMALLINT, name VARCHAR, stage UTINYINT, outcome BOOLEAN, confidence DOUBLE",
        [
            (code, name, stages.index(world.stages.get(name, "all")), name in world.outcomes, 1.0)
            for code, name in enumerate(touchpoints)
        ],
    )
    _table(
        engine,
        "stages",
        "code UTINYINT, name VARCHAR, title VARCHAR, verb VARCHAR, position INTEGER, found VARCHAR",
        [(code, name, name, name, code, "declared") for code, name in enumerate(stages)],
    )
    _table(engine, "channels", "code UTINYINT, name VARCHAR", list(enumerate(channels)))
    _table(engine, "outcomes", "code USMALLINT, name VARCHAR", list(enumerate(outcomes)))
    _table(
        engine,
        "rating_kinds",
        "code UTINYINT, kind VARCHAR, low DECIMAL(9,3), high DECIMAL(9,3)",
        [(code, *kind) for code, kind in enumerate(world.rating_kinds)],
    )
    of_contract(engine, "events", EVENTS, events)
    of_contract(engine, "utterances", UTTERANCES, said, "customer UINTEGER")
    of_contract(engine, "calls", CALLS, world.calls, "customer UINTEGER")
    of_contract(
        engine,
        "identities",
        IDENTITIES,
        [
            {"subject": f"u{c}", "customer_id": f"c{c}", "customer": c}
            for c in sorted({j.customer for j in world.journeys})
        ],
        "customer UINTEGER",
    )
    engine.view("customers", "SELECT DISTINCT customer AS code, customer_id FROM identities")
    return JourneyData(
        engine=engine,
        purposes=(BUY,),
        data_version=1,
        recipe_fingerprint="recipe",
        sources=("shop",),
        period_start=START,
        period_end=START + timedelta(days=world.days),
        recipe=world.recipe,
        learnt=world.learnt,
    )


def _rows(
    world: World,
    touchpoints: list[str],
    stages: list[str],
    channels: list[str],
    outcomes: list[str],
) -> tuple[list[Any], ...]:
    steps: list[tuple[Any, ...]] = []
    journeys: list[tuple[Any, ...]] = []
    events: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    start_us = int(START.timestamp() * 1_000_000)
    numbers: dict[int, int] = {}
    paths: dict[tuple[str, ...], int] = {}
    for j in sorted(world.journeys, key=lambda j: j.customer):
        number = numbers.get(j.customer, 0)
        numbers[j.customer] = number + 1
        times = [start_us + int(step.minute * MINUTE) for step in j.steps]
        for index, step in enumerate(j.steps):
            key = len(steps) + 1
            last = index == len(j.steps) - 1
            rated = step.stars is not None
            feeling = step.feeling
            if feeling is None and step.stars is not None:
                feeling = (step.stars - 3) * 500
            steps.append(
                (
                    j.customer, 0, number, index, times[index],
                    touchpoints.index(step.touchpoint),
                    stages.index(world.stages.get(step.touchpoint, "all")),
                    channels.index(step.channel), step.actor,
                    None if last else touchpoints.index(j.steps[index + 1].touchpoint),
                    None if last else times[index + 1] - times[index],
                    step.queue_s, feeling, 0 if rated else None,
                    step.stars * 1000 if step.stars is not None else None,
                    None if step.value is None else int(step.value * 10_000), key,
                )
            )  # fmt: skip
            at = START + timedelta(minutes=step.minute)
            event = {
                "event_key": key,
                "event_id": f"e{key}",
                "source": "shop",
                "subject": f"u{j.customer}",
                "at": at,
                "channel": step.channel,
                "activity": step.touchpoint,
                "touchpoint": step.touchpoint,
                "actor": ACTORS[step.actor],
                "attributes": json.dumps(step.attributes) if step.attributes else None,
            }
            events.append(event | (step.event or {}))
            if step.text:
                value = None if feeling is None else feeling / 1000
                same = {name: event[name] for name in ("event_key", "event_id", "source", "at")}
                said.append(
                    same
                    | {
                        "subject": f"u{j.customer}",
                        "speaker": "customer",
                        "feeling": value,
                        "text_masked": step.text,
                        "label": None if step.unread and step.feeling is None else "neutral",
                        "unread": step.unread,
                        "emotion": step.emotion,
                        "customer": j.customer,
                    }
                    | (step.told or {})
                )
        path = tuple(step.touchpoint for step in j.steps)
        variant = paths.setdefault(path, len(paths) + 1)
        outcome = None if j.outcome is None else outcomes.index(j.outcome)
        journeys.append(
            (
                j.customer,
                0,
                number,
                None,
                times[0],
                times[-1],
                len(j.steps),
                j.state,
                outcome,
                None if j.value is None else int(j.value * 10_000),
                variant,
            )
        )
    return steps, journeys, events, said


def of_contract(
    engine: Engine, name: str, contract: Table, rows: Sequence[dict[str, Any]], more: str = ""
) -> None:
    """A table of the contract of which only some columns are told."""
    columns = [f'"{column.name}" {column.type}' for column in contract.columns]
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} ({', '.join([*columns, *([more] if more else [])])})"
    )
    if rows:
        keys = list(dict.fromkeys(key for row in rows for key in row))
        told = {key: pa.array([row.get(key) for row in rows]) for key in keys}
        engine.register("incoming_rows", pa.table(told))
        engine.execute(f"INSERT INTO {name} BY NAME SELECT * FROM incoming_rows")


def _table(engine: Engine, name: str, ddl: str, rows: Sequence[tuple[Any, ...]]) -> None:
    engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({ddl})")
    if not rows:
        return
    width = len(rows[0])
    columns = {f"c{i}": pa.array([row[i] for row in rows]) for i in range(width)}
    engine.register("incoming_rows", pa.table(columns))
    engine.execute(f"INSERT INTO {name} SELECT * FROM incoming_rows")
