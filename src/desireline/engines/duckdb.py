"""DuckDB, embedded: in memory, reading Parquet that the manifest names.

`preserve_insertion_order` stays on: the window functions over sorted files depend on it, and with
it off DuckDB reorders rows without an error (see docs/adr/0001).
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import duckdb

from desireline.engines import quote
from desireline.errors import CancelledError, EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from desireline.engines import Parameters

_PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION V2"


class DuckEngine:
    """An in-memory DuckDB that cannot fetch or install anything."""

    def __init__(
        self, *, threads: int | None, memory_limit: str | None, temporary: Path | None
    ) -> None:
        config: dict[str, Any] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        if threads is not None:
            config["threads"] = str(threads)
        if memory_limit is not None:
            config["memory_limit"] = memory_limit
        self._connection = duckdb.connect(":memory:", config=config)
        self.execute("SET preserve_insertion_order = true")
        self.execute("SET TimeZone = 'UTC'")
        self.execute("SET enable_progress_bar = false")
        spill = "" if temporary is None else str(temporary).replace("'", "''")
        self.execute(f"SET temp_directory = '{spill}'")

    def query(self, sql: str, parameters: Parameters = None) -> pa.Table:
        """See Engine."""
        with _as_engine_error():
            return self._connection.sql(sql, params=parameters).to_arrow_table()

    def rows(self, sql: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
        """See Engine."""
        with _as_engine_error():
            return self._connection.execute(sql, parameters).fetchall()

    def execute(self, sql: str, parameters: Parameters = None) -> None:
        """See Engine."""
        with _as_engine_error():
            self._connection.execute(sql, parameters)

    def view(self, name: str, sql: str) -> None:
        """See Engine."""
        self.execute(f"CREATE OR REPLACE TEMP VIEW {quote(name)} AS {sql}")

    def register(self, name: str, table: pa.Table) -> None:
        """See Engine."""
        self._connection.register(name, table)

    def copy(self, sql: str, path: Path) -> int:
        """See Engine."""
        target = str(path).replace("'", "''")
        with _as_engine_error():
            answer = self._connection.execute(
                f"COPY ({sql}) TO '{target}' ({_PARQUET})"
            ).fetchone()
        return int(answer[0]) if answer else 0

    def interrupt(self) -> None:
        """See Engine."""
        self._connection.interrupt()

    def close(self) -> None:
        """See Engine."""
        self._connection.close()


@contextlib.contextmanager
def _as_engine_error() -> Iterator[None]:
    try:
        yield
    except duckdb.InterruptException as error:
        raise CancelledError("The query was stopped.", hint="Run the command again.") from error
    except duckdb.OutOfMemoryException as error:
        raise EngineError(
            f"The query needs more memory than it may use: {error}",
            hint="Close other programs, or give Desireline more memory in settings.",
            code="engine.memory",
        ) from error
    except duckdb.Error as error:
        raise EngineError(
            f"The query failed: {error}", hint="Report this, with the message above."
        ) from error
