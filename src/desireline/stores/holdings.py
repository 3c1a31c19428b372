"""Holdings: everything on disk that may hold personal data, declared by whoever keeps it.

In: nothing.  Out: the vocabulary of the registry: datasets, tables of the database, places in the folder,
each with its personal fields and how a person leaves it. Declared, not discovered: a new dataset, table or
folder that nobody declared fails a test, and an erasure that meets one refuses to run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desireline.stores.model import Json, Tables


class Traces(Protocol):
    """By what one person is recognised in texts and documents."""

    @property
    def customer_id(self) -> str: ...
    @property
    def subjects(self) -> frozenset[str]: ...
    @property
    def quotes(self) -> frozenset[str]:
        """Ids of the quotes of what the person said."""
        ...

    @property
    def erased_on(self) -> str:
        """The day, ISO 8601."""
        ...

    def mask(self, text: str) -> str:
        """Return a text without anything that names the person, or that the person said."""
        ...


Eraser = Callable[["Tables", Traces], int]
"""Takes a person out of a table, inside the erasure's transaction; returns how many rows changed."""
Forget = Callable[["Json", Traces], "Json"]
"""Takes a person out of the body of a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetHolding:
    """A dataset of Parquet segments."""

    name: str
    why: str
    """What is personal in it, and what happens to that, in words."""
    personal: tuple[str, ...] = ()
    goes: str | None = None
    """SQL condition on a row `r` that is the person's. The tables `erased(subject)`,
    `erased_customers(customer)` and `erased_events(event_key)` say who it is."""
    masked: tuple[str, ...] = ()
    """Columns of other people's rows in which the person may be named: the words are replaced."""
    follows: bool = False
    """Made again from the rest when the person has left it."""
    quotes: str | None = None
    """A column that quotes rows as they came: rows that quote the person go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHolding:
    """A table of the workspace's database."""

    name: str
    why: str
    personal: tuple[str, ...] = ()
    erase: Eraser | None = None
    """None where nothing personal can stand in it, for the reason that `why` says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHolding:
    """Files of the workspace's folder, outside the datasets."""

    pattern: str
    """Name of a file or folder at the top of the workspace; may end in `*`."""
    why: str
    sweep: Callable[[Path], int] | None = None
    """Removes leftovers from the workspace's folder, given; returns how many. Called after the commit,
    again after a crash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What one package keeps."""

    datasets: tuple[DatasetHolding, ...] = ()
    tables: tuple[TableHolding, ...] = ()
    places: tuple[PlaceHolding, ...] = ()
    documents: Mapping[str, Forget] | None = None
    """By kind of document, how to take a person out of its body. Other kinds are masked as text."""


def masking(table: str, *columns: str) -> Eraser:
    """Make an eraser that replaces what names the person in text columns."""

    def erase(tables: Tables, traces: Traces) -> int:
        return tables.personal.rewrite(table, columns, traces.mask)

    return erase


HOLDINGS = Holdings(
    tables=(
        TableHolding(
            name="setting",
            why="names of segments, versions of what was learnt; masked all the same",
            personal=("value",),
            erase=masking("setting", "value"),
        ),
        TableHolding(
            name="version",
            why="counts of rows; masked all the same",
            personal=("note",),
            erase=masking("version", "note"),
        ),
        TableHolding(name="segment", why="ranges, hashes and times of files: nobody is named"),
        TableHolding(name="erasure", why="when, and the certificate: nobody is named"),
        TableHolding(
            name="tombstone",
            why="keyed hashes of subjects and identifiers, so that nobody erased comes back: they stay",
        ),
        TableHolding(
            name="import_file",
            why="paths are the company's own; warnings and errors may quote a value: masked",
            personal=("path", "report"),
            erase=masking("import_file", "path", "report"),
        ),
        TableHolding(
            name="dictionary",
            why="words of activities; one that a person's events alone used is anonymised",
            personal=("name",),
            erase=masking("dictionary", "name"),
        ),
        TableHolding(
            name="job",
            why="words and errors may quote a file's content: masked",
            personal=("words", "checkpoint", "error"),
            erase=masking("job", "words", "checkpoint", "error"),
        ),
        TableHolding(name="alembic_version", why="the number of the schema"),
        TableHolding(name="sqlite_sequence", why="the database's own counter of rows"),
    ),
    places=(
        PlaceHolding(pattern="workspace.db*", why="the database: see its tables; WAL truncated"),
        PlaceHolding(pattern="database.json*", why="which database holds the tables: no password"),
        PlaceHolding(pattern="writer.*", why="the lock, and which process holds it"),
    ),
)
"""`document` is declared by the workspace: what stands in it belongs to other packages."""
