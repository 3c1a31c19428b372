"""Where tables are queried. Nobody else imports a database driver for analysis.

DuckDB embedded today; the same SQL runs elsewhere later, because stages speak to `Engine` only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    import pyarrow as pa

from desireline.engines.parquet import write as write_batches
from desireline.engines.plans import require_streaming, streams
from desireline.errors import EngineError

__all__ = [
    "Engine",
    "Linkage",
    "Parameters",
    "literal",
    "open_engine",
    "quote",
    "quote_paths",
    "require_streaming",
    "streams",
    "with_room",
    "write_batches",
]

_Result = TypeVar("_Result")
Parameters = Any
"""Positional (`?`) as a sequence, or named (`$name`) as a mapping."""


ROW_GROUP = 122_880


class Engine(Protocol):
    """One connection: not shared between threads. Values go in as parameters, never as text."""

    def query(self, sql: str, parameters: Parameters = None) -> pa.Table:
        """Run one SELECT and return the rows as an Arrow table."""
        ...

    def rows(self, sql: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
        """Run one SELECT and return the rows as tuples: for small answers."""
        ...

    def execute(self, sql: str, parameters: Parameters = None) -> None:
        """Run a statement whose answer nobody needs."""
        ...

    def view(self, name: str, sql: str) -> None:
        """Name a SELECT, so that later queries read `FROM name`."""
        ...

    def register(self, name: str, table: pa.Table) -> None:
        """Offer an Arrow table under a name, without copying it."""
        ...

    def stream(
        self, sql: str, parameters: Parameters = None, *, rows: int
    ) -> Generator[pa.RecordBatch]:
        """Run one SELECT and give its rows, in its order, as batches of at most so many rows.

        The next statement on this engine ends the stream.
        """
        ...

    def copy(self, sql: str, path: Path, *, group: int = ROW_GROUP, lasting: bool = True) -> int:
        """Write the rows of a SELECT, in its order, to one Parquet file; return their number.

        The order inside the file is the SELECT's ORDER BY: readers rely on it. A file that is read back
        a range at a time has few rows in a `group`: what a reader can skip is a whole group. What is not
        `lasting` is read back at once and thrown away: it is not compressed.
        """
        ...

    def linkage(self) -> Linkage:
        """Where Splink compares rows of this engine's tables. Heavy: loads Splink."""
        ...

    def interrupt(self) -> None:
        """Stop the running query, from another thread."""
        ...

    def close(self) -> None:
        """Free the memory. Closing twice is fine."""
        ...


class Linkage(Protocol):
    """Splink and the place where it computes: this engine itself, or a cluster."""

    def register(self, table: str) -> Any:
        """Offer a table of the engine to Splink; what a `Linker` takes."""
        ...

    def fetch(self, found: Any) -> str:
        """Bring what Splink found back; return the table's name on the engine."""
        ...

    def close(self) -> None:
        """Let the place go."""
        ...


def open_engine(
    *,
    spark: str | None = None,
    threads: int | None = None,
    memory_limit: str | None = None,
    temporary: Path | None = None,
    within: Path | None = None,
) -> Engine:
    """Open an empty engine.

    Args:
        spark: address of a cluster on which people are compared (`spark://host:7077`, `local[2]`); here when None.
            Needs `temporary`.
        threads: at most so many; all cores when None.
        memory_limit: for instance `700MB`; beyond it the engine spills to `temporary`.
        temporary: folder for spilling; no spilling when None.
        within: the only folder whose files SQL may name; any when None. Nothing spills then.
    """
    from desireline.engines.duckdb import DuckEngine

    return DuckEngine(
        threads=threads, memory_limit=memory_limit, temporary=temporary, within=within, spark=spark
    )


def _ran_short(error: BaseException | None) -> bool:
    """Whether an error came of too little memory; libraries that ask the engine wrap its own error in theirs."""
    while error is not None:
        if isinstance(error, EngineError) and error.code == "engine.memory":
            return True
        if type(error).__name__ == "OutOfMemoryException":
            return True
        error = error.__cause__ or error.__context__
    return False


def with_room(memory: str, work: Callable[[str | None], _Result]) -> _Result:
    """Work within a limit of memory; again without one where the engine ran short.

    What cannot be brought to the disk in parts takes what it needs. The work must be such that it can be begun again.
    """
    try:
        return work(memory)
    except Exception as error:
        if not _ran_short(error):
            raise
    return work(None)


def quote(name: str) -> str:
    """Quote an identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Write a text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def quote_paths(paths: Sequence[Path | str]) -> str:
    """Write paths as an SQL list of strings. Always listed, never a pattern with `*`.

    A pattern would read uncommitted and dead files; a listed name is taken as it stands.
    """
    return "[" + ", ".join(literal(str(path)) for path in paths) + "]"
