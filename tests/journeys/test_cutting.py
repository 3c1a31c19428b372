from __future__ import annotations

from collections.abc import Iterator

import pytest

from desireline.engines import Engine, open_engine
from desireline.journeys import cutting
from desireline.journeys.plan import PLAN_FORMAT, Plan, PlannedPurpose

CODED = """SELECT customer::UINTEGER AS customer, at_us, 0 AS day_hint, 0::BIGINT AS source_line,
    touchpoint::UBIGINT AS packed, NULL::UINTEGER AS queue_s, NULL::SMALLINT AS feeling_milli,
    NULL::UTINYINT AS rating_kind, NULL::INTEGER AS rating_milli, NULL::BIGINT AS value_e4,
    at_us::UBIGINT AS event_key"""
PURPOSE = PlannedPurpose(code=0, name="all", title="All", gap_us=1000)


@pytest.fixture
def engine() -> Iterator[Engine]:
    opened = open_engine(threads=4)
    yield opened
    opened.close()


def plan(purpose: PlannedPurpose) -> Plan:
    return Plan(
        format=PLAN_FORMAT,
        recipe="", labels=(), touchpoints=(), stages=(), channels=(), outcomes=(), rating_kinds=(),
        currency=None, purposes=(purpose,),
    )  # fmt: skip


def steps(purpose: PlannedPurpose) -> str:
    stream = cutting.stream_sql("coded", purpose, plan(purpose))
    return cutting.steps_sql(
        f"({cutting.numbered_sql(f'({stream})', purpose)})", purpose, generation=0
    )


def test_cutting_streams_and_joins_nothing_below_its_windows(engine: Engine) -> None:
    engine.execute(
        f"CREATE TABLE coded AS {CODED} FROM (SELECT 1 customer, 1 at_us, 1 touchpoint)"
    )

    shown = engine.rows(f"EXPLAIN {steps(PURPOSE)}")[0][1].upper()

    assert "STREAMING" in shown
    assert "HASH_JOIN" not in shown
    assert shown.count("WINDOW") == shown.count("STREAMING_WINDOW") + shown.count(
        "STREAMING WINDOW"
    )


def test_half_a_million_rows_on_four_threads_keep_every_transition(engine: Engine) -> None:
    engine.execute(f"""CREATE TABLE coded AS {CODED} FROM (
        SELECT i // 10 AS customer, (i * 10)::BIGINT AS at_us, i % 10 AS touchpoint
        FROM range(500_000) r(i)) ORDER BY customer, at_us""")

    row = engine.rows(f"""
        SELECT count(*), count(next_touchpoint), sum(step_no), count(*) FILTER (step_no <> touchpoint),
            count(*) FILTER (next_touchpoint <> touchpoint + 1), sum(wait_us)
        FROM ({steps(PURPOSE)})""")[0]

    assert row == (500_000, 450_000, 50_000 * 45, 0, 0, 450_000 * 10)
