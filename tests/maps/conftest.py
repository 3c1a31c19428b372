"""A small shop on a real engine: the views that insights and maps read, written by hand.

240 customers search, half of them go on to a product page ... so that every number can be checked
with a pencil. Feelings: delivery glad, call-back upset, search never asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.insights.conftest import of_contract

from desireline.engines import Engine, open_engine
from desireline.insights import Book, run
from desireline.journeys.data import JourneyData, Purpose
from desireline.tables import CALLS, EVENTS, IDENTITIES, JOURNEYS, STEPS, UTTERANCES

START = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 180
BUY = Purpose(code=0, name="buy", title="Buy something")
STAGES = (
    ("discover", "Discovery", "I look around"),
    ("choose", "Choice", "I choose"),
    ("order", "Order", "I order"),
    ("receive", "Delivery", "I receive"),
    ("help", "Support", "I get help"),
)
TOUCHPOINTS = (
    ("search", 0, "web"),
    ("product_page", 1, "web"),
    ("checkout", 2, "web"),
    ("delivered", 3, "post"),
    ("call_back", 4, "phone"),
    ("rare_door", 4, "store"),
)
CHANNELS = ("web", "post", "phone", "store")
FEELINGS = {"product_page": 300, "delivered": 700, "call_back": -700}
"""Mean feeling in thousandths, spread by plus and minus 100."""
DAY_US = 86_400_000_000
CLOCK_US = 3_723_000_000
"""Two minutes past one and three seconds: times that are not whole days or minutes."""


def path_of(customer: int) -> tuple[list[str], int]:
    """Where a customer goes and how the journey ends (0 completed, 1 lost)."""
    if customer % 2:
        return ["search"], 1
    if customer % 6 == 0:
        return ["search", "product_page"], 1
    path = ["search", "product_page", "checkout", "delivered"]
    if customer % 4 == 0:
        path.append("call_back")
    if customer in {2, 4, 8}:
        path.append("rare_door")
    return path, 0


def steps_of(customer: int) -> list[tuple[object, ...]]:
    """Rows of the steps table for one customer; a day between steps."""
    path, _ = path_of(customer)
    names = [name for name, _, _ in TOUCHPOINTS]
    start = int(START.timestamp() * 1e6) + (customer % (DAYS - 10)) * DAY_US + CLOCK_US
    rows: list[tuple[object, ...]] = []
    for number, name in enumerate(path):
        code = names.index(name)
        _, stage, channel = TOUCHPOINTS[code]
        last = number == len(path) - 1
        felt = FEELINGS.get(name)
        feeling = None if felt is None else felt + (100 if customer % 8 < 4 else -100)
        rating = None if feeling is None else 3000 + 2 * feeling
        rows.append(
            (
                customer, 0, 0, number, start + number * DAY_US, code, stage,
                CHANNELS.index(channel), 0, None if last else names.index(path[number + 1]),
                None if last else DAY_US, None, feeling, None if rating is None else 0, rating, None,
                customer * 100 + number,
            )
        )  # fmt: skip
    return rows


def open_shop(engine: Engine, customers: range = range(240)) -> JourneyData:
    """Register every view of the contract."""
    steps = [row for customer in customers for row in steps_of(customer)]
    journeys: list[tuple[object, ...]] = []
    for customer in customers:
        rows = steps_of(customer)
        path, state = path_of(customer)
        journeys.append(
            (
                customer, 0, 0, None, rows[0][4], rows[-1][4], len(rows), state, None, None,
                len(path),
            )
        )  # fmt: skip
    _table(engine, "steps", STEPS.ddl, steps)
    _table(engine, "journeys", JOURNEYS.ddl, journeys)
    _table(
        engine,
        "touchpoints",
        "code USMALLINT, name VARCHAR, stage UTINYINT, outcome BOOLEAN, confidence DOUBLE",
        [(code, name, stage, False, 1.0) for code, (name, stage, _) in enumerate(TOUCHPOINTS)],
    )
    _table(
        engine,
        "stages",
        "code UTINYINT, name VARCHAR, title VARCHAR, verb VARCHAR, position INTEGER, found VARCHAR",
        [(code, *stage, code, "declared") for code, stage in enumerate(STAGES)],
    )
    _table(engine, "channels", "code UTINYINT, name VARCHAR", list(enumerate(CHANNELS)))
    _table(engine, "outcomes", "code USMALLINT, name VARCHAR", [])
    _table(
        engine,
        "rating_kinds",
        "code UTINYINT, kind VARCHAR, low DECIMAL(9,3), high DECIMAL(9,3)",
        [(0, "stars", 1, 5)],
    )
    of_contract(
        engine,
        "events",
        EVENTS,
        [
            {
                "event_key": row[-1],
                "event_id": f"e{row[-1]}",
                "source": "calls" if row[5] == 4 else "shop",
                "subject": f"u{row[0]}",
                "at": START,
                "actor": "customer",
            }
            for row in steps
        ],
    )
    of_contract(engine, "calls", CALLS, [], "customer UINTEGER")
    of_contract(
        engine,
        "utterances",
        UTTERANCES,
        [
            {
                "event_key": row[-1],
                "event_id": f"e{row[-1]}",
                "source": "calls",
                "subject": f"u{row[0]}",
                "at": START + timedelta(days=30),
                "speaker": "customer",
                "feeling": -0.8,
                "label": "negative",
                "text_masked": f"[name] promised to call me back, number {row[0]}.",
                "customer": row[0],
            }
            for row in steps
            if row[5] == 4
        ],
        "customer UINTEGER",
    )
    of_contract(
        engine,
        "identities",
        IDENTITIES,
        [{"subject": f"u{one}", "customer_id": f"c{one}", "customer": one} for one in customers],
        "customer UINTEGER",
    )
    engine.view("customers", "SELECT DISTINCT customer AS code, customer_id FROM identities")
    return JourneyData(
        engine=engine,
        purposes=(BUY,),
        data_version=7,
        recipe_fingerprint="r1",
        sources=("calls", "shop"),
        period_start=START,
        period_end=START + timedelta(days=DAYS),
    )


def _table(engine: Engine, name: str, ddl: str, rows: list[tuple[object, ...]]) -> None:
    engine.execute(f"CREATE TABLE {name} ({ddl})")
    for start in range(0, len(rows), 200):
        some = rows[start : start + 200]
        marks = ", ".join(f"({', '.join('?' * len(some[0]))})" for _ in some)
        values = [value for row in some for value in row]
        engine.execute(f"INSERT INTO {name} VALUES {marks}", values)


@pytest.fixture(scope="session")
def shop() -> Iterator[tuple[Book, JourneyData]]:
    """The whole shop, with its book of insights."""
    engine = open_engine(threads=1)
    data = open_shop(engine)
    yield run(data, BUY), data
    engine.close()


@pytest.fixture(scope="session")
def silent_shop() -> Iterator[tuple[Book, JourneyData]]:
    """The same shop without any feeling, rating or word, and marked as a generated sample."""
    engine = open_engine(threads=1)
    data = replace(open_shop(engine), generated_sample=True)
    engine.execute(
        "UPDATE steps SET feeling_milli = NULL, rating_kind = NULL, rating_milli = NULL"
    )
    engine.execute("DELETE FROM utterances")
    yield run(data, BUY), data
    engine.close()


@pytest.fixture(scope="session")
def tiny_shop() -> Iterator[tuple[Book, JourneyData]]:
    """Three customers: too few to show anything of them."""
    engine = open_engine(threads=1)
    data = open_shop(engine, range(2, 5))
    yield run(data, BUY), data
    engine.close()


@pytest.fixture
def buy() -> Purpose:
    """Why the customers of the shop came."""
    return BUY
