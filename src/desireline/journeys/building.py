"""Write steps and journeys, bucket by bucket, in bounded memory.

In: the log's segments and a plan.  Out: segments of `steps` and `journeys`. Where every customer's
events lie in one range of the log (one subject each), a range becomes a segment directly; where
customers have events all over the log, the coded rows are first laid aside by customer,
and then read back a range of customers at a time. Where no two events of a customer share a time, rows are sorted by
customer and time alone, which takes half as long as by all that settles ties; that is looked for in each bucket.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desireline.engines import quote_paths
from desireline.events import HASH_END
from desireline.journeys import cutting, labels
from desireline.journeys.ranges import BATCH_ROWS, Ranges, by_time
from desireline.tables import JOURNEYS, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from desireline.engines import Engine
    from desireline.events import SegmentWriter
    from desireline.jobs import Job
    from desireline.journeys.plan import Plan, PlannedPurpose
    from desireline.stores import Segment

BUCKET_ROWS = 500_000


@dataclass(slots=True, kw_only=True)
class Builder:
    """Writes buckets of one build.

    Needs the table `ids`; where `feelings`, `feelings`; where the plan has `money_sources`, `order_money`.
    """

    engine: Engine
    writer: SegmentWriter
    plan: Plan
    generation: int
    feelings: bool
    job: Job | None = None
    steps: list[Segment] = field(default_factory=list)
    journeys: list[Segment | None] = field(default_factory=list)
    _ties: bool = True
    """Events of a customer are expected to share times: rows are sorted by all that settles it at once."""
    _rows: str = "coded"
    """What the engine calls the bucket that was read."""

    def build(self, events: Sequence[Segment], *, scattered: bool) -> None:
        """Write all buckets. `scattered`: a customer may have events in several ranges."""
        self.engine.register("labels", labels.table(self.plan.labels))
        self._ties = not events or self._shares_times(events[0])
        buckets = None if scattered else _ranges(events)
        if buckets is None:
            self._build_scattered(events)
            return
        self._split_ids(buckets)
        for number, bucket in enumerate(buckets):
            self._tell(number, len(buckets))
            self._code(self._coded(number, bucket))
            self.write()

    def code(self, events: Sequence[Segment]) -> int:
        """Read the events of the customers in `ids` as one bucket; return how many there are."""
        self.engine.register("labels", labels.table(self.plan.labels))
        self._split_ids([events])
        self._code(self._coded(0, events, few=True))
        return int(self.engine.rows("SELECT count(*) FROM coded")[0][0])

    def _split_ids(self, parts: Sequence[Sequence[Segment]]) -> None:
        """Make `ids_of_parts`: the subjects of each part, so that each join sees only its own."""
        if len(parts) == 1:
            self.engine.execute(
                "CREATE OR REPLACE TEMP TABLE ids_of_parts AS SELECT 0 AS part, * FROM ids"
            )
            return
        subjects = " UNION ALL ".join(
            f"SELECT DISTINCT {number} AS part, subject "
            f"FROM read_parquet({quote_paths(_paths(self.writer, part))})"
            for number, part in enumerate(parts)
        )
        self.engine.execute(f"""
            CREATE OR REPLACE TEMP TABLE ids_of_parts AS
            SELECT part, subject, customer FROM ({subjects}) JOIN ids USING (subject)
            ORDER BY part""")

    def _coded(self, number: int, segments: Sequence[Segment], *, few: bool = False) -> str:
        """SELECT of a part's coded events. `few`: its customers have few of the events, which are picked out first."""
        self.engine.execute(f"""
            CREATE OR REPLACE TEMP TABLE part_ids AS
            SELECT subject, customer FROM ids_of_parts WHERE part = {number}""")
        log = f"read_parquet({quote_paths(_paths(self.writer, segments))})"
        if few:
            mine = f"SELECT * FROM {log} SEMI JOIN part_ids USING (subject)"
            log = f"(WITH mine AS MATERIALIZED ({mine}) FROM mine)"
        return cutting.coded_sql(log, self.plan, ids="part_ids", feelings=self.feelings)

    def _code(self, sql: str) -> None:
        """Make `coded`: whole customers, in order."""
        once = cutting.once_sql(sql, self.plan)
        order = cutting.ORDER if self._ties else cutting.BY_TIME
        self.engine.execute(f"""
            CREATE OR REPLACE TEMP TABLE coded AS
            {cutting.in_context_sql(once, self.plan, order=order)}""")
        if not self._ties and self._any("customer", "at_us", "coded"):
            self.engine.execute(
                f"CREATE OR REPLACE TEMP TABLE coded AS SELECT * FROM coded ORDER BY {cutting.ORDER}"
            )

    def _shares_times(self, segment: Segment) -> bool:
        """True when two events of one subject share a time in a segment: then they do in others too."""
        log = f"read_parquet({quote_paths(_paths(self.writer, [segment]))})"
        return self._any("subject", '"at"', log)

    def _any(self, one: str, other: str, rows: str) -> bool:
        """True when some sorted row has two columns in common with the row above: a streaming window."""
        alike = f"{one} = lag({one}) OVER () AND {other} = lag({other}) OVER ()"
        sql = f"SELECT count(*) FROM (SELECT {alike} AS alike FROM {rows}) WHERE alike"
        return bool(self.engine.rows(sql)[0][0])

    def _build_scattered(self, events: Sequence[Segment]) -> None:
        import pyarrow as pa

        chunks = list(_chunks(events))
        self._split_ids(chunks)
        ends = self._ends(sum(segment.rows for segment in events))
        with Ranges(self.writer.temporary, ends) as aside:
            for number, chunk in enumerate(chunks):
                self._tell(number, len(chunks) + len(ends))
                aside.add(self.engine.stream(self._coded(number, chunk), rows=BATCH_ROWS))
            self.engine.execute("DROP TABLE ids_of_parts")
            self.engine.execute("DROP TABLE part_ids")
            self.engine.execute("DROP TABLE ids")
            for number in range(len(ends)):
                self._tell(len(chunks) + number, len(chunks) + len(ends))
                if self._took(aside.read(number)):
                    self.write()
                    # else its rows lie beside those of the next
                    self.engine.register("laid_aside", pa.table({"customer": []}))

    def _ends(self, rows: int) -> list[int]:
        """The last customers of ranges with about as many events as a bucket should have.

        Whoever is in many parts of the log has many events: those who are first in it have most.
        """
        ends = self.engine.rows(f"""
            SELECT max(customer) FROM (
                SELECT customer, (sum(n) OVER (ORDER BY customer) - n) * {rows}
                    // (sum(n) OVER ()) // {BUCKET_ROWS} AS bucket
                FROM (SELECT customer, count(*) AS n FROM ids_of_parts GROUP BY customer))
            GROUP BY bucket ORDER BY 1""")
        return [end for (end,) in ends]

    def _took(self, rows: pa.Table | None) -> bool:
        """Make `coded` of rows in memory; where nothing but customer and time matters, the engine need not sort them."""
        if rows is None:
            return False
        asks = self.plan.contexts or self.plan.money_sources or self.plan.holds
        plain = not (self._ties or asks)
        sorted_ = by_time(rows) if plain else None
        self.engine.register("laid_aside", rows if sorted_ is None else sorted_)
        if sorted_ is None:
            self._code("SELECT * FROM laid_aside")
        self._rows = "coded" if sorted_ is None else "laid_aside"
        return True

    def _tell(self, done: int, total: int) -> None:
        if self.job is not None:
            self.job.progress(done, total, "cutting journeys")

    def write(self) -> None:
        """Cut the bucket that was read, purpose by purpose: each gives a segment of its own."""
        for purpose in self.plan.purposes:
            stream = cutting.stream_sql(self._rows, purpose, self.plan)
            if purpose.follow:
                self.engine.execute(f"CREATE OR REPLACE TEMP TABLE stream AS {stream}")
                stream = "SELECT * FROM stream"
            numbered = f"({cutting.numbered_sql(f'({stream})', purpose)})"
            if self.plan.tells(purpose):
                # read twice, for the steps and for what they tell of the end: worth keeping
                self.engine.execute(f"CREATE OR REPLACE TEMP TABLE numbered AS FROM {numbered}")
                numbered = "numbered"
            self._write_purpose(purpose, numbered)

    def _write_purpose(self, purpose: PlannedPurpose, numbered: str) -> None:
        """The rows come in order already: they are written as they come, and the file is checked."""
        unfinished = self.writer.unfinished()
        steps = cutting.steps_sql(numbered, purpose, generation=self.generation)
        rows = self.engine.copy(steps, unfinished)
        written = f"read_parquet({quote_paths([unfinished])})"
        journeys = cutting.journeys_sql(
            numbered if self.plan.tells(purpose) else None,
            written,
            purpose,
            generation=self.generation,
        )
        self.journeys.append(
            self.writer.put(
                self.engine, "journeys", journeys, sort=JOURNEYS.sort, generation=self.generation
            )
        )
        if rows == 0:
            unfinished.unlink()
            return
        self.steps.append(
            self.writer.adopt(
                self.engine,
                "steps",
                unfinished,
                rows=rows,
                sort=STEPS.sort,
                low=0,
                high=HASH_END,
                generation=self.generation,
            )
        )


def _paths(writer: SegmentWriter, segments: Sequence[Segment]) -> list[Path]:
    return [writer.folder / segment.path for segment in segments]


def _ranges(events: Sequence[Segment]) -> list[list[Segment]] | None:
    """Group segments so that no subject lies in two groups; None when a group is too large."""
    ordered = sorted(events, key=lambda segment: (segment.low, segment.high))
    groups: list[list[Segment]] = []
    end = rows = 0
    for segment in ordered:
        overlaps = segment.low < end
        if groups and (overlaps or rows + segment.rows <= BUCKET_ROWS):
            groups[-1].append(segment)
            rows += segment.rows
        else:
            groups.append([segment])
            rows = segment.rows
        end = max(end, segment.high)
    largest = max((sum(s.rows for s in group) for group in groups), default=0)
    return None if largest > 4 * BUCKET_ROWS else groups


def _chunks(events: Sequence[Segment]) -> Iterator[list[Segment]]:
    chunk: list[Segment] = []
    for segment in events:
        if chunk and sum(s.rows for s in chunk) + segment.rows > 2 * BUCKET_ROWS:
            yield chunk
            chunk = []
        chunk.append(segment)
    if chunk:
        yield chunk
