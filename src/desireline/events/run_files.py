"""Run files: staged events, checked, keyed and sorted, ready to become segments as they stand.

In: tables of staged events, about an eighth of a million rows each.  Out: Parquet files with the columns
of EVENTS in the order of the log, each with the place that its rows had before; and rows with a fault as
files of QUARANTINE. A reader's child process writes them, so that the process that holds the writer's lock
moves files instead of encoding everything again. Rows whose id repeats are decided about later, by key:
most run files are never opened again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from desireline.engines import open_engine
from desireline.events.rows import (
    CODED,
    EARLIEST,
    MISSING_BEFORE,
    derived_id,
    events_schema,
    fault,
    key,
    quarantined,
    surely_sound,
)

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

RUN_ROWS = 122_880
RUN_BYTES = 160_000_000
"""How much makes a run: memory that is used again is cheap and fresh memory is dear, so runs are small."""
_MEMORY = "300MB"
_NUMBERED = {"source_line": "DELTA_BINARY_PACKED"}
"""Lines of one file lie close together: their differences are as small as what compressing makes of them, in half the time."""
_SKIPPED_BY = ["subject", "at", "event_key"]
"""Columns whose least and greatest values a file tells, so that readers may skip parts of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFile:
    """One file of events that may become a segment."""

    path: Path
    given: int
    """Rows of the run before those with a fault were taken out."""
    rows: int
    """Events in the file; without any there is no file."""
    by_file: Mapping[str, int]
    """Events by source file."""
    faulty: Path | None = None
    """Rows with a fault, as a file of QUARANTINE."""
    faulty_by_file: Mapping[str, int] = field(default_factory=dict[str, int])
    lines: tuple[int, int] | None = None
    """First and last line of its rows, where each stands on a later line of one file than the row before."""

    def places(self) -> NDArray[np.int64]:
        """Where in the run each row stood, before it was sorted."""
        import numpy as np

        return np.load(_places(self.path))


@dataclass(slots=True)
class RunFiles:
    """Writes the runs of one import into a folder; close it.

    Attributes:
        folder: where the files go; the name of a run is unique in it.
        received_at: when the events came in; later times are in the future.
    """

    folder: Path
    received_at: datetime
    runs: list[RunFile] = field(default_factory=list[RunFile])
    _engine: Any = field(default=None, init=False)

    def add(self, run: pa.Table) -> None:
        """Write a table of STAGED_EVENTS as one run; it has one chunk in each column.

        Columns of `CODED` and the subject are dictionaries (see `coded`).
        """
        import numpy as np
        import pyarrow as pa

        from desireline.events.sorting import in_order

        if self._engine is None:
            self._engine = open_engine(threads=1, memory_limit=_MEMORY, temporary=self.folder)
        run, keys, sound, faulty = self._screen(run)
        order = in_order(run, None if faulty is None else sound)
        path = self.folder / f"run-{len(self.runs)}.parquet"
        keyed = _taken(_with_key(run, keys, self.received_at.astimezone(UTC)), order)
        if keyed.num_rows:
            write_run(keyed, path)
            np.save(_places(path), order)
        self.runs.append(
            RunFile(
                path=path,
                given=run.num_rows,
                rows=keyed.num_rows,
                by_file=count_files(keyed),
                faulty=faulty,
                faulty_by_file=count_files(run.filter(pa.array(~sound))) if faulty else {},
                lines=_lines(run),
            )
        )

    def close(self) -> None:
        """Free the memory."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def _screen(
        self, run: pa.Table
    ) -> tuple[pa.Table, NDArray[np.uint64], NDArray[np.bool_], Path | None]:
        """Return the run with ids, their keys, which rows are sound, and a file of the others."""
        import numpy as np

        self._engine.register("run", run)
        if run.column("event_id").null_count:
            run = self._named(run)
            self._engine.register("run", run)
        if len(run) and surely_sound(run, self.received_at.astimezone(UTC)):
            keys = self._engine.query(f"SELECT {key('event_id')} AS event_key FROM run")
            keys = keys.column(0).combine_chunks().to_numpy()
            return run, keys, np.ones(run.num_rows, np.bool_), None
        received = f"TIMESTAMPTZ '{self.received_at.astimezone(UTC).isoformat()}'"
        wrong = fault(received, earliest=self._earliest())
        found = self._engine.query(
            f"SELECT {key('event_id')} AS event_key, ({wrong}) IS NULL AS sound FROM run"
        ).combine_chunks()
        sound: NDArray[np.bool_] = found.column("sound").to_numpy()
        faulty = None if sound.all() else self._put_aside(wrong)
        return run, found.column("event_key").to_numpy(), sound, faulty

    def _named(self, run: pa.Table) -> pa.Table:
        """Give events without an id of their own one that their content makes."""
        ids = self._engine.query(f"SELECT coalesce(event_id, {derived_id()}) AS event_id FROM run")
        place = run.schema.get_field_index("event_id")
        return run.set_column(place, "event_id", ids.column("event_id").combine_chunks())

    def _earliest(self) -> str:
        """Times of 1970 are missing values, unless the source keeps a clock of its own."""
        old = self._engine.rows(
            f'SELECT 2 * count(*) FILTER (WHERE "at" < {MISSING_BEFORE}) > count("at") FROM run'
        )[0][0]
        return EARLIEST if old else MISSING_BEFORE

    def _put_aside(self, wrong: str) -> Path:
        path = self.folder / f"faulty-{len(self.runs)}.parquet"
        self._engine.copy(
            f"SELECT {quarantined(wrong)} FROM run WHERE ({wrong}) IS NOT NULL", path
        )
        return path


def coded(table: pa.Table) -> pa.Table:
    """Make dictionaries of the columns that runs keep so, and one chunk of each column."""
    import pyarrow as pa

    for place, field_ in enumerate(table.schema):
        if (field_.name in CODED or field_.name == "subject") and not pa.types.is_dictionary(
            field_.type
        ):
            # joined first: dictionaries of many chunks cost more to unite than their strings to copy
            column = table.column(place).combine_chunks().dictionary_encode()
            table = table.set_column(place, field_.name, column)
    return table.unify_dictionaries().combine_chunks()


def read_run(path: Path) -> pa.Table:
    """Read a file of EVENTS, coded as runs are."""
    import pyarrow.parquet as pq

    return coded(pq.read_table(path, read_dictionary=[*CODED, "subject"], use_threads=False))


def read_without(path: Path, gone: pa.Table) -> pa.Table:
    """Read a file of EVENTS but for the events `gone` (event_key, event_id), in the same order."""
    import numpy as np
    import pyarrow as pa

    rows = read_run(path)
    stays = ~np.isin(rows.column("event_key").to_numpy(), gone.column("event_key").to_numpy())
    ids = set(gone.column("event_id").to_pylist())
    met = np.flatnonzero(~stays)  # a key may be that of another id, too
    stays[met] = [one not in ids for one in rows.column("event_id").take(met).to_pylist()]
    return rows.filter(pa.array(stays))


def read_keys(path: Path) -> NDArray[np.uint64]:
    """Read the keys of the events in a file of EVENTS."""
    import pyarrow.parquet as pq

    return pq.read_table(path, columns=["event_key"]).column(0).to_numpy()


def repeat(runs: Sequence[RunFile]) -> bool:
    """Whether some id stands on two of the runs' events."""
    from desireline.events.disputed import disputed

    return len(disputed([read_keys(run.path) for run in runs if run.rows], tuple)) > 0


def write_run(rows: pa.Table, path: Path) -> None:
    """Write sorted rows of EVENTS as segments are written."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    # a dictionary would carry the subjects of other files into this one
    place = rows.schema.get_field_index("subject")
    plain = rows.set_column(place, "subject", rows.column("subject").cast(pa.string()))
    pq.write_table(
        plain,
        path,
        compression="zstd",
        compression_level=1,
        use_dictionary=cast("bool", [*CODED, "subject"]),  # the stubs know only the other form
        column_encoding=_NUMBERED,
        row_group_size=131_072,
        store_schema=False,
        store_decimal_as_integer=True,
        write_statistics=cast("bool", _SKIPPED_BY),
        write_page_checksum=True,
    )


def count_files(rows: pa.Table) -> dict[str, int]:
    """Count rows by source file."""
    import numpy as np

    files: Any = rows.column("source_file").combine_chunks()
    counts = np.bincount(files.indices.fill_null(0).to_numpy(), minlength=len(files.dictionary))
    names = files.dictionary.to_pylist()
    return {name: rows for name, rows in zip(names, counts.tolist(), strict=True) if rows}


def _lines(run: pa.Table) -> tuple[int, int] | None:
    import numpy as np

    files: Any = run.column("source_file").chunk(0)
    column = run.column("source_line").chunk(0)
    if len(files.dictionary) != 1 or files.null_count or column.null_count:
        return None
    lines = column.to_numpy()
    return (int(lines[0]), int(lines[-1])) if bool(np.all(lines[1:] > lines[:-1])) else None


def _with_key(run: pa.Table, keys: NDArray[np.uint64], received_at: datetime) -> pa.Table:
    import pyarrow as pa

    schema = events_schema()
    received = pa.repeat(pa.scalar(received_at, schema.field("received_at").type), run.num_rows)
    return run.append_column("received_at", received).append_column("event_key", pa.array(keys))


def _taken(run: pa.Table, order: NDArray[np.int64]) -> pa.Table:
    """The rows in another order; a third of the columns are mostly empty or say one thing, which needs no taking."""
    import pyarrow as pa

    rows = pa.array(order)
    taken: dict[tuple[Any, ...], pa.Array] = {}
    columns: list[pa.Array] = []
    for column in run.columns:
        chunk = column.chunk(0)
        if chunk.null_count == len(chunk):
            columns.append(pa.nulls(len(order), column.type))
        elif (
            pa.types.is_dictionary(column.type)
            and not chunk.null_count
            and len(chunk.dictionary) == 1
        ):
            columns.append(chunk.slice(0, len(order)))
        else:
            columns.append(_once(chunk, rows, taken))
    return pa.Table.from_arrays(columns, names=run.column_names)


def _once(chunk: Any, rows: pa.Array, taken: dict[tuple[Any, ...], pa.Array]) -> pa.Array:
    """Take rows of a column, or find the answer where another column holds the very same values."""
    values = chunk.indices if hasattr(chunk, "indices") else chunk
    words = chunk.dictionary.buffers() if hasattr(chunk, "indices") else []
    addresses = (0 if b is None else b.address for b in (*values.buffers(), *words))
    place = (str(chunk.type), values.offset, *addresses)
    if place not in taken:
        taken[place] = chunk.take(rows)
    return taken[place]


def _places(path: Path) -> Path:
    return path.with_suffix(".npy")
