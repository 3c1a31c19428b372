"""DuckDB, embedded: in memory, reading Parquet that the manifest names.

`preserve_insertion_order` stays on: the window functions over sorted files depend on it, and with
it off DuckDB reorders rows without an error (see docs/adr/0001).
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import duckdb

from desireline.engines import ROW_GROUP, quote, quote_paths
from desireline.errors import CancelledError, EngineError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    import pyarrow as pa

    from desireline.engines import Linkage, Parameters

_PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION V2"
_PASSING = "FORMAT parquet, COMPRESSION uncompressed"
_MANY_TEXTS = 6
_WIDE_GROUP = 20_480
"""Rows of many texts that are written together: a group is held in memory twice.

A sixth of DuckDB's own row group: with two threads its batches end where those do, and the bytes of a file
must not tell how many threads there were.
"""


class DuckEngine:
    """An in-memory DuckDB that cannot fetch or install anything."""

    def __init__(
        self,
        *,
        threads: int | None,
        memory_limit: str | None,
        temporary: Path | None,
        within: Path | None = None,
        spark: str | None = None,
    ) -> None:
        self._spark, self._temporary = spark, temporary
        config: dict[str, Any] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "python_enable_replacements": "false",  # a name in SQL never means a Python variable
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
        if within is not None:
            self.execute(f"SET allowed_directories = {quote_paths([within])}")
            self.execute("SET enable_external_access = false")

    def query(self, sql: str, parameters: Parameters = None) -> pa.Table:
        """See Engine."""
        with _as_engine_error():
            return self._connection.sql(sql, params=parameters).to_arrow_table()

    def rows(self, sql: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
        """See Engine."""
        with _as_engine_error():
            found = self._connection.sql(sql, params=parameters)
            if any("TIME ZONE" in str(kind) for kind in found.types):
                # the driver's own way of reading these wants pytz
                columns = [column.to_pylist() for column in found.to_arrow_table().columns]
                return list(zip(*columns, strict=True))
            return found.fetchall()

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

    def stream(
        self, sql: str, parameters: Parameters = None, *, rows: int
    ) -> Generator[pa.RecordBatch]:
        """See Engine."""
        with _as_engine_error():
            batches = self._connection.sql(sql, params=parameters).to_arrow_reader(rows)
        while True:
            try:
                with _as_engine_error():
                    batch = next(batches, None)
            except OSError as error:  # what Arrow makes of an error that comes with a batch
                raise _told_by_arrow(error) from error
            if batch is None:
                return
            yield batch

    def copy(self, sql: str, path: Path, *, group: int = ROW_GROUP, lasting: bool = True) -> int:
        """See Engine.

        Two writers, by measurement: DuckDB's is the faster one for numbers, Arrow's for many columns
        of text (1.3 against 2.3 CPU seconds a million events of 24 columns).
        """
        with _as_engine_error():
            found = self._connection.sql(sql)
            if sum(str(kind) == "VARCHAR" for kind in found.types) >= _MANY_TEXTS:
                from desireline.engines.parquet import write

                return write(found.to_arrow_reader(min(group, _WIDE_GROUP)), path)
            target = str(path).replace("'", "''")
            how = _PARQUET if lasting else _PASSING
            answer = self._connection.execute(
                f"COPY ({sql}) TO '{target}' ({how}, ROW_GROUP_SIZE {group})"
            ).fetchone()
        return int(answer[0]) if answer else 0

    def linkage(self) -> Linkage:
        """See Engine."""
        if self._spark is None:
            return _Here(self._connection)
        from desireline.engines.spark import SparkLinkage

        assert self._temporary is not None
        return SparkLinkage(self, self._spark, temporary=self._temporary)

    def interrupt(self) -> None:
        """See Engine."""
        self._connection.interrupt()

    def close(self) -> None:
        """See Engine."""
        self._connection.close()


class _Here:
    """Splink on this connection: see Linkage."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        from splink import DuckDBAPI

        self._api = DuckDBAPI(connection=connection)

    def register(self, table: str) -> Any:
        """See Linkage."""
        return self._api.register(table)

    def fetch(self, found: Any) -> str:
        """See Linkage."""
        return str(found.physical_name)

    def close(self) -> None:
        """See Linkage."""


@contextlib.contextmanager
def _as_engine_error() -> Generator[None]:
    try:
        yield
    except duckdb.InterruptException as error:
        raise _stopped() from error
    except duckdb.OutOfMemoryException as error:
        raise _short_of_memory(error) from error
    except duckdb.Error as error:
        raise _failed(error) from error


def _told_by_arrow(error: OSError) -> EngineError | CancelledError:
    words = str(error)
    if words.startswith("INTERRUPT"):
        return _stopped()
    return _short_of_memory(error) if words.startswith("Out of Memory") else _failed(error)


def _stopped() -> CancelledError:
    return CancelledError("The query was stopped.", hint="Run the command again.")


def _short_of_memory(error: Exception) -> EngineError:
    return EngineError(
        f"The query needs more memory than it may use: {error}",
        hint="Close other programs, or give Desireline more memory in settings.",
        code="engine.memory",
    )


def _failed(error: Exception) -> EngineError:
    return EngineError(f"The query failed: {error}", hint="Report this, with the message above.")
