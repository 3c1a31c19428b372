"""Looking into the columns of loaded tables: what the deciders of clocks and amounts share.

In: the engine, the tables and the answers that people gave.  Out: values of a column, as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.engines import Engine
from desireline.sources import mapping as m
from desireline.sources.compile import Scope, Tables

if TYPE_CHECKING:
    from desireline.sources.sink import StagingSink

ROWS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One reading's engine, tables, sink and options."""

    engine: Engine
    tables: Tables
    sink: StagingSink
    options: Mapping[str, Any]

    @property
    def mapping(self) -> m.Mapping:
        """The mapping that is read by."""
        return self.tables.mapping

    @property
    def shown(self) -> str:
        """The file being read, as the user named it."""
        return self.sink.report.path

    def kept(self, scope: Scope) -> bool:
        """Whether looking at all of the table is cheap."""
        return self.tables.loaded[scope.name].kept

    def values(self, scope: Scope, text: str, *, alike: bool = False) -> list[str]:
        """Values of an expression: the first ones and, where it is cheap, some from all over.

        Args:
            scope: the table.
            text: the expression.
            alike: all are written in one way, so the first ones are enough.
        """
        found = f"SELECT v FROM (SELECT {text} AS v FROM {scope.source()}) WHERE v IS NOT NULL"
        rows = self.engine.rows(f"{found} LIMIT {ROWS}")
        if self.kept(scope) and len(rows) == ROWS and not alike:
            rows += self.engine.rows(f"{found} USING SAMPLE reservoir({ROWS} ROWS) REPEATABLE (1)")
        return [value for (value,) in rows]
