"""A company in memory: its happenings as the tables that an insight reads, without a file.

In: a company.  Out: `JourneyData` with the views of the contract. Identity, touchpoints and stages are
the true ones, so that what is measured is the insight alone. One purpose, one journey a person.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pyarrow as pa
from company import Company, Happening
from plan import PERIOD_DAYS
from words import POOLS

from desireline.engines import Engine, open_engine
from desireline.journeys import JourneyData, Purpose
from desireline.recipe import Recipe
from desireline.tables import CALLS, UTTERANCES

START = datetime(2025, 1, 1, tzinfo=UTC)
START_US = int(START.timestamp()) * 1_000_000
PURPOSE = Purpose(code=0, name="live", title="Be a customer")
RECIPE = """[[purposes]]
name = "live"
title = "Be a customer"
gap_days = 3660
silence_days = 3660
lost = ["Contract cancelled"]

[[successes]]
name = "stays"
title = "stays a customer"
after = ["Order placed", "Order"]
never = ["Contract cancelled"]
within_days = 180

[[changes]]
name = "installers"
title = "new installers in the North"
date = 2025-09-08
by = "region"
got = ["North"]
cost = 20000
worth = 400

[money]
currency = "EUR"
"""
"""What the company declares, in memory as in its folder, where the order has another name."""
TEAMS = ("service", "accounts", "technicians")
STAGES = ("Look around", "Get connected", "Use", "Leave")
_STAGE_OF = {
    "Order placed": 1, "Installed": 1, "Service started": 1, "Welcome call": 1, "Set-up started": 1,
    "Set-up failed": 1, "Set-up completed": 1, "Invoice sent": 2, "Invoice complaint": 2, "Call": 2,
    "Call back": 2, "Chat contact": 2, "E-mail contact": 2, "Contact survey": 2,
    "Relationship survey": 2, "Usage checked": 2, "Contract cancelled": 3, "Renewal offer": 2, "Contract renewed": 2,
}  # fmt: skip
_KINDS = (("csat", 1.0, 5.0), ("nps", 0.0, 10.0))


def stage_of(touchpoint: str) -> int:
    """Position of the true stage."""
    return _STAGE_OF.get(touchpoint, 0)


def in_memory(company: Company) -> JourneyData:
    """Register every view; close `data.engine` when done."""
    engine = open_engine(threads=2)
    happened = sorted(company.happenings, key=lambda one: (one.person, one.at))
    touchpoints = _codes(one.touchpoint for one in happened)
    channels = _codes(one.channel for one in happened)
    engine.register("steps", _steps(happened, touchpoints, channels))
    engine.register("journeys", _journeys(happened))
    engine.register("events", _events(company, happened))
    engine.register("told", _utterances(company, happened))
    engine.execute(f"CREATE OR REPLACE TEMP TABLE unsaid ({UTTERANCES.ddl})")
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE utterances AS FROM told UNION ALL BY NAME FROM unsaid"
    )
    engine.execute(f"CREATE OR REPLACE TEMP TABLE calls ({CALLS.ddl}, customer UINTEGER)")
    _small(
        engine,
        "touchpoints",
        "code USMALLINT, name VARCHAR, stage UTINYINT, outcome BOOLEAN, confidence DOUBLE",
        [(code, name, stage_of(name), False, 1.0) for name, code in touchpoints.items()],
    )
    _small(
        engine,
        "stages",
        "code UTINYINT, name VARCHAR, title VARCHAR, verb VARCHAR, position INTEGER, found VARCHAR",
        [(code, name, name, name, code, "declared") for code, name in enumerate(STAGES)],
    )
    _small(
        engine, "channels", "code UTINYINT, name VARCHAR", [(c, n) for n, c in channels.items()]
    )
    _small(engine, "outcomes", "code USMALLINT, name VARCHAR", [(0, "lost")])
    _small(engine, "purposes", "code UTINYINT, name VARCHAR, title VARCHAR", [(0, "live", "Live")])
    _small(
        engine,
        "rating_kinds",
        "code UTINYINT, kind VARCHAR, low DECIMAL(9,3), high DECIMAL(9,3)",
        [(code, *kind) for code, kind in enumerate(_KINDS)],
    )
    numbers = pa.array([one.number for one in company.people], pa.uint32())
    names = pa.array([customer_id(one.number) for one in company.people])
    engine.register("customers", pa.table({"code": numbers, "customer_id": names}))
    engine.register(
        "identities",
        pa.table({"subject": names, "customer_id": names, "customer": numbers}),
    )
    return JourneyData(
        engine=engine,
        purposes=(PURPOSE,),
        data_version=1,
        recipe_fingerprint="truth",
        sources=("truth",),
        period_start=START + timedelta(days=company.plan.since),
        period_end=START + timedelta(days=PERIOD_DAYS),
        recipe=Recipe.model_validate(tomllib.loads(RECIPE)),
    )


def customer_id(number: int) -> str:
    """How the product's tables name a person of the company in memory."""
    return f"P{number}"


def _codes(names: Iterable[str]) -> dict[str, int]:
    return {name: code for code, name in enumerate(sorted(set(names)))}


def _us(seconds: float) -> int:
    return START_US + int(seconds * 1e6)


def _steps(
    happened: list[Happening], touchpoints: dict[str, int], channels: dict[str, int]
) -> pa.Table:
    n = len(happened)
    numbers: list[int] = []
    for i, one in enumerate(happened):
        first = i == 0 or happened[i - 1].person != one.person
        numbers.append(0 if first else numbers[-1] + 1)
    last = [i + 1 == n or happened[i + 1].person != happened[i].person for i in range(n)]
    kinds = [kind for kind, _, _ in _KINDS]
    rated = [one.rating for one in happened]
    columns: dict[str, tuple[list[Any], pa.DataType]] = {
        "customer": ([one.person for one in happened], pa.uint32()),
        "purpose": ([0] * n, pa.uint8()),
        "journey": ([0] * n, pa.uint32()),
        "step_no": (numbers, pa.uint32()),
        "at_us": ([_us(one.at) for one in happened], pa.int64()),
        "touchpoint": ([touchpoints[one.touchpoint] for one in happened], pa.uint16()),
        "stage": ([stage_of(one.touchpoint) for one in happened], pa.uint8()),
        "channel": ([channels[one.channel] for one in happened], pa.uint8()),
        "actor": ([one.actor for one in happened], pa.uint8()),
        "next_touchpoint": (
            [None if last[i] else touchpoints[happened[i + 1].touchpoint] for i in range(n)],
            pa.uint16(),
        ),
        "wait_us": (
            [None if last[i] else _us(happened[i + 1].at) - _us(happened[i].at) for i in range(n)],
            pa.int64(),
        ),
        "queue_s": ([one.queue_s for one in happened], pa.uint32()),
        "feeling_milli": (
            [None if one.feeling is None else round(one.feeling * 1000) for one in happened],
            pa.int16(),
        ),
        "rating_kind": ([r and kinds.index(r[0]) for r in rated], pa.uint8()),
        "rating_milli": ([r and r[1] * 1000 for r in rated], pa.int32()),
        "value_e4": ([None if one.value is None else int(one.value * 1e4) for one in happened], pa.int64()),
        "event_key": (list(range(1, n + 1)), pa.uint64()),
    }  # fmt: skip
    return pa.table({name: pa.array(values, kind) for name, (values, kind) in columns.items()})


def _journeys(happened: list[Happening]) -> pa.Table:
    first: dict[int, Happening] = {}
    last: dict[int, Happening] = {}
    counts: dict[int, int] = {}
    paths: dict[int, list[str]] = {}
    for one in happened:
        first.setdefault(one.person, one)
        last[one.person] = one
        counts[one.person] = counts.get(one.person, 0) + 1
        paths.setdefault(one.person, []).append(one.touchpoint)
    variants: dict[tuple[str, ...], int] = {}
    people = sorted(first)
    lost = [last[p].touchpoint == "Contract cancelled" for p in people]
    return pa.table(
        {
            "customer": pa.array(people, pa.uint32()),
            "purpose": pa.array([0] * len(people), pa.uint8()),
            "journey": pa.array([0] * len(people), pa.uint32()),
            "object_id": pa.array([None] * len(people), pa.string()),
            "start_us": pa.array([_us(first[p].at) for p in people], pa.int64()),
            "end_us": pa.array([_us(last[p].at) for p in people], pa.int64()),
            "steps": pa.array([counts[p] for p in people], pa.uint32()),
            "state": pa.array([1 if gone else 2 for gone in lost], pa.uint8()),
            "outcome": pa.array([0 if gone else None for gone in lost], pa.uint16()),
            "value_e4": pa.array([None] * len(people), pa.int64()),
            "variant": pa.array(
                [variants.setdefault(tuple(paths[p]), len(variants) + 1) for p in people],
                pa.uint64(),
            ),
        }
    )


def _events(company: Company, happened: list[Happening]) -> pa.Table:
    """What a source noted beside each happening; the order also says who ordered what and where."""
    n = len(happened)
    known: list[str | None] = []
    for one in happened:
        told = dict(one.attributes or {})
        if one.source == "order":
            person = company.people[one.person]
            told |= {"region": person.region, "plan": person.plan, "age": person.age}
        if company.plan.at_random and one.source in ("call", "ticket"):
            team = TEAMS[int(len(TEAMS) * _lot(company, one, "team"))]
            told |= {"team": team, "topic": one.topic}
        known.append(json.dumps(told) if told else None)
    actors = ("customer", "company", "employee", "system")
    return pa.table(
        {
            "event_key": pa.array(range(1, n + 1), pa.uint64()),
            "event_id": pa.array([f"e{i}" for i in range(1, n + 1)]),
            "source": pa.array([one.source for one in happened]),
            "record": pa.array([one.record or None for one in happened]),
            "subject": pa.array([customer_id(one.person) for one in happened]),
            "identifiers": pa.array(
                [[f"user:{customer_id(one.person)}"] for one in happened], pa.list_(pa.string())
            ),
            "at": pa.array([_us(one.at) for one in happened], pa.timestamp("us", tz="UTC")),
            "channel": pa.array([one.channel for one in happened]),
            "activity": pa.array([_activity(one) for one in happened]),
            "touchpoint": pa.array([one.touchpoint for one in happened]),
            "part": pa.array([None] * n, pa.string()),
            "text": pa.array([None] * n, pa.string()),
            "direction": pa.array(
                ["outbound" if one.actor else "inbound" for one in happened], pa.string()
            ),
            "wait_s": pa.array([one.queue_s for one in happened], pa.int64()),
            "object_ids": pa.array(
                [[f"{one.source}:{one.record}"] if one.record else [] for one in happened],
                pa.list_(pa.string()),
            ),
            "actor": pa.array([actors[one.actor] for one in happened]),
            "duration_s": pa.array([one.duration_s for one in happened], pa.int64()),
            "attributes": pa.array(known),
            "value": pa.array([one.value for one in happened], pa.float64()),
            "currency": pa.array([one.value and "GBP" for one in happened], pa.string()),
            "outcome": pa.array([None] * n, pa.string()),
        }
    )


def _activity(one: Happening) -> str:
    """The source's own word, as a call log writes it."""
    return f"call: {one.disposition}" if one.disposition else one.touchpoint


def _lot(company: Company, one: Happening, what: str) -> float:
    """A number from 0 to 1 that goes with nothing, the same for the same happening."""
    drawn = sha256(f"{company.seed}/{one.person}/{one.record}/{what}".encode()).digest()
    return int.from_bytes(drawn[:4], "big") / 2**32


def _utterances(company: Company, happened: list[Happening]) -> pa.Table:
    rows: list[dict[str, Any]] = []
    for i, one in enumerate(happened):
        for part, (speaker, words) in enumerate(one.lines):
            promised = words in POOLS["promise"]
            lot = company.plan.at_random and speaker == "customer"
            rows.append(
                {
                    "event_id": f"e{i + 1}", "event_key": i + 1, "source": one.source,
                    "record": one.record, "part": str(part), "subject": customer_id(one.person),
                    "at": _us(one.at), "speaker": speaker, "language": "en",
                    "feeling": one.feeling if speaker == "customer" else None,
                    "chased": words if one.disposition == "chased callback" and speaker == "customer" else None,
                    "promises": json.dumps([[words, "hours:24"]]) if promised else None,
                    "topic": one.topic or None, "text_masked": words, "customer": one.person,
                    "label": _label(one.feeling) if speaker == "customer" else None,
                    "retold": words if lot and _lot(company, one, "retold") < 0.2 else None,
                    "expected": "I had expected it sooner" if lot and _lot(company, one, "expected") < 0.2 else None,
                }
            )  # fmt: skip
    schema = pa.schema(
        [
            ("event_id", pa.string()), ("event_key", pa.uint64()), ("source", pa.string()),
            ("record", pa.string()), ("part", pa.string()), ("subject", pa.string()),
            ("at", pa.timestamp("us", tz="UTC")), ("speaker", pa.string()), ("language", pa.string()),
            ("label", pa.string()), ("feeling", pa.float64()), ("chased", pa.string()), ("promises", pa.string()),
            ("topic", pa.string()), ("text_masked", pa.string()), ("customer", pa.uint32()),
            ("retold", pa.string()), ("expected", pa.string()),
        ]
    )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema)


def _label(feeling: float | None) -> str | None:
    if feeling is None:
        return None
    return "negative" if feeling < 0 else "positive" if feeling > 0 else "neutral"


def _small(engine: Engine, name: str, ddl: str, rows: list[tuple[Any, ...]]) -> None:
    engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({ddl})")
    columns = {f"c{i}": pa.array([row[i] for row in rows]) for i in range(len(rows[0]))}
    engine.register("incoming_rows", pa.table(columns))
    engine.execute(f"INSERT INTO {name} SELECT * FROM incoming_rows")
