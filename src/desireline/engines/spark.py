"""Comparing people on a Spark cluster, where one machine is too small for the pairs.

In: a table of the engine, and the address of a cluster.  Out: what Splink found, as a table of the engine. Only
the comparing moves: pairs grow faster than people do, everything else does not. PySpark is no
extra of the package: to resolve it, every installation would download its 400 MB. It is installed beside, with Java.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desireline.errors import EngineError

if TYPE_CHECKING:
    from pathlib import Path

    from desireline.engines import Engine


PYSPARK = "pyspark>=4.0,<4.1"
"""What was tried."""


class SparkLinkage:
    """Splink on Spark: see Linkage."""

    def __init__(self, engine: Engine, address: str, *, temporary: Path) -> None:
        self._engine = engine
        self._session = _session(address, temporary)

    def register(self, table: str) -> Any:
        """See Linkage."""
        from splink import SparkAPI

        api = SparkAPI(spark_session=self._session)
        return api.register(self._engine.query(f"SELECT * FROM {table}"))

    def fetch(self, found: Any) -> str:
        """See Linkage."""
        self._engine.register(found.physical_name, found.as_pyarrow_table())
        return str(found.physical_name)

    def close(self) -> None:
        """See Linkage."""
        self._session.stop()


def _session(address: str, temporary: Path) -> Any:
    try:
        from pyspark.errors import PySparkException  # pyright: ignore[reportMissingImports]
        from pyspark.sql import SparkSession  # pyright: ignore[reportMissingImports]
        from splink.internals.spark.jar_location import similarity_jar_location
    except ImportError as error:
        raise EngineError(
            f"The recipe compares customers on {address}, and PySpark is not installed.",
            hint=f"Install it beside Desireline: `pip install '{PYSPARK}'`, or take `spark` out of recipe.toml.",
        ) from error
    builder = (
        SparkSession.builder.master(address)
        .appName("desireline")
        .config("spark.jars", similarity_jar_location())
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
    )
    if address.startswith("local"):
        builder = (
            builder.config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "4")
        )
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise EngineError(
            f"Spark at {address} cannot be used: {str(error).splitlines()[0]}.",
            hint="It needs Java 17 on this machine, and a cluster that answers there.",
        ) from error
    session.sparkContext.setCheckpointDir(str(temporary))
    return session
