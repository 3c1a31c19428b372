"""What is measured: each unit is one function, run in a process of its own.

    python units.py UNIT FOLDER WORKSPACE

prints one JSON line: CPU seconds (user and system, child processes included), wall seconds, peak
memory of the process and of its largest child, and an answer that units can be compared by.
Everything before `clock()` is preparation and is not counted; the page cache is warm.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MAPPING = Path(__file__).with_name("mapping.toml")
THREADS = 2
FEW = 1_000
MAP = ("transitions", "variants", "touchpoints")

# --- the yardsticks: plain DuckDB on the raw files ---------------------------------------------

SCAN = """SELECT count(*), min(customer_id), max(customer_id), min(ts), max(ts), min(touchpoint),
    max(touchpoint), sum(rating) FROM log"""

# journeys by a gap of 30 days, and each step's successor and wait, by ordinary windows
STEPS = """CREATE OR REPLACE TEMP TABLE st AS
WITH gaps AS (
    SELECT customer_id, event_id, ts, touchpoint, rating,
        coalesce(epoch_us(ts) - epoch_us(lag(ts) OVER w) > 2592000000000, true) AS starts
    FROM log WINDOW w AS (PARTITION BY customer_id ORDER BY ts, event_id)
), numbered AS (
    SELECT *, sum(starts::INT) OVER (
        PARTITION BY customer_id ORDER BY ts, event_id ROWS UNBOUNDED PRECEDING) AS journey FROM gaps
)
SELECT customer_id AS customer, journey, row_number() OVER w AS step_no, touchpoint, rating,
    lead(touchpoint) OVER w AS next_touchpoint, epoch_us(lead(ts) OVER w) - epoch_us(ts) AS wait_us
FROM numbered WINDOW w AS (PARTITION BY customer_id, journey ORDER BY ts, event_id)"""

TRANSITIONS = """WITH r AS (
    SELECT touchpoint, next_touchpoint, count(*) AS n, quantile_cont(wait_us, [0.5, 0.9]) AS q
    FROM {steps} WHERE next_touchpoint IS NOT NULL GROUP BY ALL)
SELECT count(*), sum(n), sum(n * n), sum(q[1]::BIGINT), sum(q[2]::BIGINT) FROM r"""

VARIANTS = """WITH v AS (SELECT list(touchpoint ORDER BY step_no) AS path FROM {steps}
    GROUP BY customer, journey),
r AS (SELECT path, count(*) AS n FROM v GROUP BY path ORDER BY n DESC LIMIT 50)
SELECT sum(n), max(n) FROM r"""

TOUCHPOINTS = """WITH r AS (
    SELECT touchpoint, count(*) AS n, count(DISTINCT customer) AS customers, avg(rating) AS rating,
        quantile_cont(wait_us, [0.5, 0.9]) AS q, count(*) FILTER (next_touchpoint IS NULL) AS exits
    FROM {steps} GROUP BY touchpoint)
SELECT sum(n), sum(customers), sum(exits), sum(q[1]::BIGINT), sum(q[2]::BIGINT) FROM r"""

TOUCHPOINTS_KEPT = TOUCHPOINTS.replace("avg(rating)", "avg(rating_milli)")

JOURNEYS = "SELECT count(*) FILTER (step_no = 1), count(DISTINCT customer) FROM {steps}"


@contextmanager
def clock(found: dict[str, Any]) -> Iterator[None]:
    """Measure the block."""
    before, begin = _cpu(), time.perf_counter()
    yield
    found["wall"] = time.perf_counter() - begin
    found["cpu"] = _cpu() - before


def _cpu() -> float:
    ended = sum(
        use.ru_utime + use.ru_stime
        for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    return ended + _cpu_of_waiting()


def _cpu_of_waiting() -> float:
    """What the child that waits for more files has used: it counts as ours only once it has ended."""
    from desireline.sources.process import idle

    used = 0.0
    for child in idle:
        fields = Path(f"/proc/{child.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def _raw(folder: Path, *names: str):
    import duckdb

    connection = duckdb.connect(config={"threads": THREADS})
    connection.execute("SET enable_progress_bar = false")
    files = [str(folder / f"{name}.parquet") for name in names or ("base", "day")]
    connection.execute(f"CREATE VIEW log AS FROM read_parquet({files})")
    return connection


def scan(folder: Path, _workspace: Path) -> dict[str, Any]:
    """Raw scan of four columns: the physical limit."""
    connection = _raw(folder)
    found: dict[str, Any] = {}
    with clock(found):
        found["answer"] = str(connection.execute(SCAN).fetchone())
    return found


def sql_map(folder: Path, _workspace: Path) -> dict[str, Any]:
    """The whole map in plain DuckDB window SQL over the raw files."""
    connection = _raw(folder)
    found: dict[str, Any] = {}
    with clock(found):
        connection.execute(STEPS)
        found["answer"] = [
            list(map(int, connection.execute(sql.format(steps="st")).fetchone()))
            for sql in (TRANSITIONS, VARIANTS, TOUCHPOINTS, JOURNEYS)
        ]
    return found


# all that the import does of it, as plain SQL: checked, without repeats, customers and names coded, all columns
# written in order, steps and journeys kept with what the map asks of them; the questions are then asked of those
SOUND = """customer_id IS NOT NULL AND touchpoint IS NOT NULL AND ts >= TIMESTAMP '1980-01-01'
    AND ts < TIMESTAMP '2100-01-01' AND (rating IS NULL OR rating BETWEEN 1 AND 5)"""
PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
BOUNDED = "1200MB"
"""What the whole import may take (wanted: peak < 1.2 GB)."""

CODED = """SELECT customer, event_id, epoch_us(ts) AS at_us, t.code AS touchpoint, c.code AS channel,
    (rating * 1000)::INTEGER AS rating_milli, (rating * 500 - 1500)::SMALLINT AS feeling_milli,
    (amount * 10000)::BIGINT AS value_e4
    FROM {kept} JOIN touchpoints t USING (touchpoint) JOIN channels c USING (channel)"""

KEPT_STEPS = """CREATE OR REPLACE TEMP TABLE st AS
WITH gaps AS (
    SELECT *, coalesce(at_us - lag(at_us) OVER w > 2592000000000, true) AS starts
    FROM ({coded}) WINDOW w AS (PARTITION BY customer ORDER BY at_us, event_id)
), numbered AS (
    SELECT *, sum(starts::INT) OVER (
        PARTITION BY customer ORDER BY at_us, event_id ROWS UNBOUNDED PRECEDING) AS journey FROM gaps
)
SELECT customer, journey, row_number() OVER w AS step_no, at_us, touchpoint, channel,
    lead(touchpoint) OVER w AS next_touchpoint, lead(at_us) OVER w - at_us AS wait_us,
    feeling_milli, rating_milli, value_e4, event_id
FROM numbered WINDOW w AS (PARTITION BY customer, journey ORDER BY at_us, event_id)"""

KEPT_JOURNEYS = """SELECT customer, journey, min(at_us) AS start_us, max(at_us) AS end_us,
    count(*) AS steps, sum(value_e4)::BIGINT AS value_e4, bit_xor(hash(step_no, touchpoint)) AS variant
FROM st GROUP BY customer, journey ORDER BY customer, journey"""


def sql_import_and_map(folder: Path, workspace: Path) -> dict[str, Any]:
    """The same work as `imported_and_mapped` in plain DuckDB, but for reading texts and telling why.

    Repeats are looked for (a key that a single query finds), and only where there are some would the
    rows be made distinct, which costs far more. Memory is what DuckDB takes: most of the machine's.
    """
    return _sql_import_and_map(folder, workspace, memory=None)


def sql_import_and_map_bounded(folder: Path, workspace: Path) -> dict[str, Any]:
    """The same within the memory that the import may take."""
    return _sql_import_and_map(folder, workspace, memory=BOUNDED)


def _sql_import_and_map(folder: Path, workspace: Path, *, memory: str | None) -> dict[str, Any]:
    target = workspace.with_name(workspace.name + "-sql")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    connection = _raw(folder, "base")
    connection.execute(f"SET temp_directory = '{target}'")
    if memory is not None:
        connection.execute(f"SET memory_limit = '{memory}'")
    kept, steps = (f"read_parquet('{target / name}')" for name in ("log.parquet", "steps.parquet"))
    found: dict[str, Any] = {}
    with clock(found):
        repeats, wrong = connection.execute(
            f"SELECT count(*) - count(DISTINCT event_id), count(*) FILTER (NOT ({SOUND})) FROM log"
        ).fetchone()
        assert (repeats, wrong) == (0, 0)
        connection.execute(
            "CREATE TABLE who AS SELECT customer_id, row_number() OVER (ORDER BY first)::UINTEGER "
            "AS customer "
            "FROM (SELECT customer_id, min(ts) AS first FROM log GROUP BY customer_id)"
        )
        for name in ("touchpoint", "channel"):
            connection.execute(
                f"CREATE TABLE {name}s AS SELECT {name}, row_number() OVER (ORDER BY {name})"
                f"::USMALLINT AS code FROM (SELECT DISTINCT {name} FROM log)"
            )
        connection.execute(
            f"COPY (SELECT customer, log.* FROM log JOIN who USING (customer_id) WHERE {SOUND} "
            f"ORDER BY customer, ts, event_id) TO '{target / 'log.parquet'}' ({PARQUET})"
        )
        connection.execute(KEPT_STEPS.format(coded=CODED.format(kept=kept)))
        connection.execute(f"COPY st TO '{target / 'steps.parquet'}' ({PARQUET})")
        connection.execute(
            f"COPY ({KEPT_JOURNEYS}) TO '{target / 'journeys.parquet'}' ({PARQUET})"
        )
        connection.execute("DROP TABLE st")
        found["answer"] = [
            list(map(int, connection.execute(sql.format(steps=steps)).fetchone()))
            for sql in (TRANSITIONS, VARIANTS, TOUCHPOINTS_KEPT, JOURNEYS)
        ]
    shutil.rmtree(target)
    return found


def csv_bulk_load(folder: Path, workspace: Path) -> dict[str, Any]:
    """DuckDB's own load of the CSV with declared types, into its own file."""
    import duckdb

    raw = duckdb.execute(f"DESCRIBE FROM '{folder / 'base.parquet'}'").fetchall()
    types = {name: kind for name, kind, *_ in raw}
    target = workspace.with_suffix(".duckdb")
    target.unlink(missing_ok=True)
    connection = duckdb.connect(str(target), config={"threads": THREADS})
    found: dict[str, Any] = {}
    with clock(found):
        connection.execute(
            f"CREATE TABLE log AS FROM read_csv('{folder / 'base.csv'}', header = true, "
            f"delim = ',', quote = '\"', columns = {types})"
        )
        connection.execute("CHECKPOINT")
    found["answer"] = connection.execute("SELECT count(*) FROM log").fetchone()[0]
    connection.close()
    target.unlink()
    return found


# --- ours, through the public interface ---------------------------------------------------------


def _fresh(workspace: Path):
    import desireline

    shutil.rmtree(workspace, ignore_errors=True)
    return desireline.open(workspace)


def _opened(workspace: Path):
    import desireline

    return desireline.open(workspace)


@contextmanager
def _apart(found: dict[str, Any]) -> Iterator[None]:
    """Say how much of a unit was reading texts (`texts`), and how much all that follows the log (`derived`)."""
    from desireline.pipeline import importing, refreshing

    spent = {"texts": 0.0, "log": 0.0}

    def measured(inner: Callable[..., Any], name: str) -> Callable[..., Any]:
        def timed(*args: Any, **more: Any) -> Any:
            before = _cpu()
            try:
                return inner(*args, **more)
            finally:
                spent[name] += _cpu() - before

        return timed

    wrapped = [
        (refreshing.language, "refresh", "texts"),
        (refreshing, "find_topics", "texts"),
        (importing, "add_unit", "log"),
    ]
    before = [getattr(owner, name) for owner, name, _ in wrapped]
    for owner, name, label in wrapped:
        setattr(owner, name, measured(getattr(owner, name), label))
    try:
        yield
    finally:
        for (owner, name, _), inner in zip(wrapped, before, strict=True):
            setattr(owner, name, inner)
        found |= {"cpu_texts": spent["texts"], "cpu_log": spent["log"]}


def imported_and_mapped(folder: Path, workspace: Path) -> dict[str, Any]:
    """The first map from raw files: import, then the map's questions asked of the kept steps."""
    ws = _fresh(workspace)
    found: dict[str, Any] = {}
    with clock(found), _apart(found):
        ws.add(folder / "base.parquet", mapping=MAPPING)
        found["answer"] = _ask(workspace)
    ws.close()
    return found


def csv_imported(folder: Path, workspace: Path) -> dict[str, Any]:
    """Import of the CSV: the log only counts rows once they are validated, deduplicated, sorted."""
    target = workspace.with_name(workspace.name + "-csv")
    ws = _fresh(target)
    found: dict[str, Any] = {}
    with clock(found), _apart(found):
        report = ws.add(folder / "base.csv", mapping=MAPPING)
    found["answer"] = report.accepted
    ws.close()
    shutil.rmtree(target)
    return found


@contextmanager
def _copied(workspace: Path, word: str) -> Iterator[Path]:
    """A copy of a workspace, which a unit may change."""
    target = workspace.with_name(f"{workspace.name}-{word}")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(workspace, target)
    yield target
    shutil.rmtree(target)


def _added(workspace: Path, file: Path, word: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with _copied(workspace, word) as target:
        ws = _opened(target)
        with clock(found):
            report = ws.add(file, mapping=MAPPING)
        found["answer"] = [report.accepted, _ask(target)]
        ws.close()
    return found


def day_added(folder: Path, workspace: Path) -> dict[str, Any]:
    """One more day (0.3 % of the events) into the kept workspace, refreshed; a copy is used."""
    return _added(workspace, folder / "day.parquet", "day")


def few_added(folder: Path, workspace: Path) -> dict[str, Any]:
    """The newest 1,000 events, whatever the size of the workspace: what grows with it and should not."""
    import pyarrow.parquet as pq

    day = pq.read_table(folder / "day.parquet")
    file = folder / "few.parquet"
    pq.write_table(day.slice(day.num_rows - FEW), file)
    return _added(workspace, file, "few")


def _corrected(folder: Path, workspace: Path, word: str, *, among: float) -> dict[str, Any]:
    """Add a later export in which a thousand events, evenly strewn over the newest part of the log, have another amount."""
    import duckdb

    events = f"read_parquet('{folder / 'base.parquet'}', file_row_number = true)"
    file, rows = (
        folder / f"{word}.parquet",
        duckdb.sql(f"SELECT count(*) FROM {events}").fetchall()[0][0],
    )
    first = round(rows * (1 - among))
    duckdb.execute(f"""
        COPY (SELECT * EXCLUDE file_row_number REPLACE (coalesce(amount, 0) + 1 AS amount) FROM {events}
            WHERE file_row_number >= {first} AND (file_row_number - {first}) % {(rows - first) // FEW} = 0
            LIMIT {FEW}) TO '{file}'""")
    return _added(workspace, file, word)


def recent_corrected(folder: Path, workspace: Path) -> dict[str, Any]:
    """A thousand of the newest 3 % of the events have another amount, as last month's orders do."""
    return _corrected(folder, workspace, "recent", among=0.03)


def strewn_corrected(folder: Path, workspace: Path) -> dict[str, Any]:
    """A thousand events of the whole log have another amount: every file of it is written again."""
    return _corrected(folder, workspace, "strewn", among=1.0)


def one_erased(folder: Path, workspace: Path) -> dict[str, Any]:
    """One customer erased from every table of the kept workspace; a copy is used."""
    import pyarrow.parquet as pq

    first = next(pq.ParquetFile(folder / "base.parquet").iter_batches(1, columns=["customer_id"]))
    found: dict[str, Any] = {}
    with _copied(workspace, "erased") as target:
        ws = _opened(target)
        with clock(found):
            erasure = ws.erase(f"customer:{first[0][0]}")
        found["answer"] = erasure.certificate is not None
        ws.close()
    return found


def rebuilt(folder: Path, workspace: Path) -> dict[str, Any]:
    """Everything at once, for comparison with `day_added`."""
    target = workspace.with_name(workspace.name + "-all")
    ws = _fresh(target)
    found: dict[str, Any] = {}
    with clock(found):
        report = ws.add(folder / "base.parquet", folder / "day.parquet", mapping=MAPPING)
    found["answer"] = [report.accepted, _ask(target)]
    ws.close()
    shutil.rmtree(target)
    return found


def kept_map(_folder: Path, workspace: Path) -> dict[str, Any]:
    """The same questions asked of the kept steps: events are sorted and coded, steps are kept."""
    _ask(workspace)  # imports the drivers: preparation, as for the other engines
    found: dict[str, Any] = {}
    with clock(found):
        found["answer"] = _ask(workspace)
    return found


def insights_map(_folder: Path, workspace: Path) -> dict[str, Any]:
    """The map's numbers as the product tells them: the same, and each with n and an interval.

    Reach, feelings, ratings, exits by survival and both halves of the period as witnesses come with
    the touchpoints, so that this answers more than `sql_map`.
    """
    from desireline import insights
    from desireline.events import SegmentStore
    from desireline.insights.registry import modules
    from desireline.journeys import open_journeys
    from desireline.stores import open_store

    def told() -> int:
        store = open_store(workspace)
        data = open_journeys(SegmentStore(store), store, threads=THREADS)
        try:
            books = [insights.run(data, purpose, MAP) for purpose in data.purposes]
            return sum(len(result.measures) for book in books for result in book.results.values())
        finally:
            data.engine.close()
            store.close()

    modules(MAP)  # preparation, as for the other engines
    found: dict[str, Any] = {}
    with clock(found):
        found["answer"] = told()
    return found


def product_map(_folder: Path, workspace: Path) -> dict[str, Any]:
    """`Workspace.maps()`: all insights with intervals, pain points, map documents."""
    ws = _opened(workspace)
    found: dict[str, Any] = {}
    with clock(found):
        found["answer"] = len(ws.maps())
    ws.close()
    return found


_TOP_PATHS = """WITH r AS (SELECT purpose, variant, count(*) AS n, min((customer, journey)) AS one
    FROM journeys GROUP BY ALL ORDER BY n DESC LIMIT 50)
SELECT n, list(s.touchpoint ORDER BY s.step_no) FROM r JOIN steps s ON s.purpose = r.purpose
    AND s.customer = r.one[1] AND s.journey = r.one[2] GROUP BY r.purpose, variant, n"""


def _ask(workspace: Path) -> Any:
    """Transitions with exact median and p90, top variants with their paths, touchpoints, exits."""
    from desireline.events import SegmentStore
    from desireline.journeys import open_journeys
    from desireline.stores import open_store

    store = open_store(workspace)
    data = open_journeys(SegmentStore(store), store)
    try:
        engine = data.engine
        top = engine.rows(_TOP_PATHS)
        return [
            [int(v or 0) for v in engine.rows(TRANSITIONS.format(steps="steps"))[0]],
            [sum(n for n, _ in top), max((n for n, _ in top), default=0)],
            [int(v or 0) for v in engine.rows(TOUCHPOINTS_KEPT.format(steps="steps"))[0]],
            list(engine.rows("SELECT count(*), count(DISTINCT customer) FROM journeys")[0]),
        ]
    finally:
        data.engine.close()
        store.close()


UNITS: dict[str, Callable[[Path, Path], dict[str, Any]]] = {
    unit.__name__: unit
    for unit in (
        scan, sql_map, sql_import_and_map, sql_import_and_map_bounded, csv_bulk_load, imported_and_mapped, csv_imported, kept_map,
        insights_map, product_map, day_added, few_added, recent_corrected, strewn_corrected, one_erased, rebuilt,
    )
}  # fmt: skip


def main() -> None:
    name, folder, workspace = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    found = UNITS[name](folder, workspace)
    own, child = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps(found | {"peak": own, "peak_child": child, "load": os.getloadavg()[0]}))


if __name__ == "__main__":
    main()
