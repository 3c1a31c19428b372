"""The composition root: a folder in, an opened workspace with everything wired out.

The only place that knows which store and engine are in use. `Workspace` speaks the same verbs as the
command line and the HTTP interface.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from desireline import jobs, pipeline, recipe
from desireline.errors import AmbiguityError, InputError
from desireline.events import SegmentStore, open_log
from desireline.insights import Book
from desireline.jobs import Listener
from desireline.maps import MapFile
from desireline.pipeline import (
    Context,
    ImportReport,
    Proposed,
    QualityReport,
    Repair,
    Status,
    Trial,
)
from desireline.render import render
from desireline.stores import open_store
from desireline.workspace import Layout, create_layout, find_layout

Ask = Callable[[AmbiguityError, str], str]


class Map:
    """A journey map: a document that people own, with the data's answers."""

    def __init__(self, file: MapFile) -> None:
        self.file = file

    @property
    def id(self) -> str:
        """Stable while the purpose lives."""
        return self.file.document.id

    @property
    def headline(self) -> str:
        """The one sentence of the reading view."""
        return self.file.snapshot.reading.headline

    def save(self, path: str | Path) -> Path:
        """Draw the map to a file: .html, .svg, .png, .pdf or .json, by the path's ending.

        Raises:
            RenderError: the ending is none of these, or the map cannot be drawn.
        """
        target = Path(path)
        render(self.file, target)
        return target

    def __repr__(self) -> str:
        return f"<Map {self.id}: {self.headline}>"


class Workspace:
    """An opened workspace. Use as a context manager, or `close()` it."""

    def __init__(self, layout: Layout) -> None:
        self.folder = layout.folder
        self._layout = layout
        self._store = open_store(layout.folder)
        self._lock = threading.Lock()

    def add(
        self,
        *paths: str | Path,
        mapping: str | Path | None = None,
        answers: Mapping[str, str] | None = None,
        ask: Ask | None = None,
        listener: Listener | None = None,
    ) -> ImportReport:
        """Read exports of other tools: files, folders or archives.

        Args:
            paths: what to read. The same file twice adds nothing.
            mapping: a mapping file for tables that are not recognised.
            answers: settles ambiguous columns beforehand, by the key that the question names.
            ask: called with a question and the file's name where the data allow two readings.
            listener: called with (done, total, words) while it goes on.

        Returns:
            One report per file: rows, events, duplicates, quarantined, warnings, what was detected.
        """
        context = self._context()

        def work(job: jobs.Job) -> ImportReport:
            report = pipeline.add(
                context,
                [Path(path) for path in paths],
                mapping=None if mapping is None else Path(mapping),
                answers=answers or {},
                ask=ask,
                job=job,
            )
            pipeline.refresh(context, job=job)
            return report

        return jobs.run(self._store, "import", str(self.folder), work, listener=listener)

    def add_from(
        self,
        declaration: str | Path,
        *,
        answers: Mapping[str, str] | None = None,
        ask: Ask | None = None,
        listener: Listener | None = None,
    ) -> ImportReport:
        """Read what is new in a database, as a TOML file declares it.

        Raises:
            InputError: the declaration is wrong, or the driver is not installed.
            EngineError: the database cannot be reached, or the query failed.
        """
        context = self._context()

        def work(job: jobs.Job) -> ImportReport:
            report = pipeline.add_query(
                context, Path(declaration), answers=answers or {}, ask=ask, job=job
            )
            pipeline.refresh(context, job=job)
            return report

        return jobs.run(self._store, "import", str(self.folder), work, listener=listener)

    def status(self) -> Status:
        """What the workspace holds: events, customers, journeys, sources, period."""
        return pipeline.status(self._context())

    def insights(
        self, *, purpose: str | None = None, listener: Listener | None = None
    ) -> list[Book]:
        """What hurts, what delights, where customers leave, how long they wait: one book a purpose.

        Raises:
            InputError: there is no such purpose; the hint lists them.
        """
        return pipeline.insights(self._context(), purpose=purpose, listener=listener)

    def maps(self, *, listener: Listener | None = None) -> list[Map]:
        """One map per purpose, the largest first; drawn once per data version, then kept."""
        with self._lock:
            files = pipeline.maps(self._context(), listener=listener)
        return [Map(file) for file in files]

    def map(self, purpose: str | None = None, *, listener: Listener | None = None) -> Map:
        """The map of one purpose, or of the largest.

        Raises:
            InputError: there is no data yet, or no such purpose.
        """
        drawn = self.maps(listener=listener)
        if not drawn:
            raise InputError(
                "There is nothing to map yet: the workspace holds no journeys.",
                hint="Import exports first: desireline import YOUR_EXPORTS -w WORKSPACE.",
                code="map.empty",
            )
        for map_ in drawn:
            if purpose in (None, map_.file.document.purpose.id):
                return map_
        names = ", ".join(map_.file.document.purpose.id for map_ in drawn)
        raise InputError(
            f"There is no purpose {purpose!r}.",
            hint=f"The purposes here are: {names}.",
            code="purpose.unknown",
        )

    def export(self, table: str, path: str | Path, *, listener: Listener | None = None) -> int:
        """Write a table as .csv, .parquet or .json; return the number of rows.

        Raises:
            InputError: there is no such table, or the path's ending is none of the three.
        """
        return pipeline.export(self._context(), table, Path(path), listener=listener)

    def quality(self) -> QualityReport:
        """What to know about the data before believing them, file by file and in all."""
        return pipeline.quality(self._context())

    def quarantine(self, *, file: str | None = None) -> list[dict[str, object]]:
        """Rows that could not be read, counted by file and reason, each with a masked example."""
        return pipeline.quarantine(self._context(), file=file)

    def export_quarantine(self, path: str | Path, *, file: str | None = None) -> int:
        """Write quarantined rows as they came into a CSV that can be mended.

        Raises:
            InputError: the path does not end in .csv, or cannot be written.
        """
        return pipeline.export_rows(self._context(), Path(path), file=file)

    def import_quarantine(self, path: str | Path, *, listener: Listener | None = None) -> Repair:
        """Read mended rows: what is right becomes events, once, and leaves the quarantine.

        Raises:
            InputError: the file is no list of quarantined rows.
        """
        context = self._context()

        def work(job: jobs.Job) -> Repair:
            repair = pipeline.import_rows(context, Path(path), job=job)
            pipeline.refresh(context, job=job)
            return repair

        return jobs.run(self._store, "import", str(self.folder), work, listener=listener)

    def next_files(self) -> list[str]:
        """What one more kind of export would add to the map, most useful first."""
        return pipeline.next_files(self._context())

    def close(self) -> None:
        """Close the files. Closing twice is fine."""
        self._store.close()

    def _context(self) -> Context:
        segments = SegmentStore(self._store)
        self._layout.temporary.mkdir(exist_ok=True)
        return Context(
            folder=self.folder,
            store=self._store,
            segments=segments,
            log=open_log(self.folder, self._store),
            recipe=recipe.load(self._layout.recipe if self._layout.recipe.exists() else None),
            temporary=self._layout.temporary,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def known_tools() -> list[tuple[str, str]]:
    """Tools for which there is advice about their exports, with the group of each."""
    return pipeline.known_tools()


def export_requests(*tools: str) -> list[dict[str, object]]:
    """Say for each tool which export to request, where to click, and a ready e-mail.

    Raises:
        InputError: a tool is not known.
    """
    return pipeline.requests(tools)


def propose_mapping(
    path: str | Path,
    *,
    answers: Mapping[str, str] | None = None,
    ask: Ask | None = None,
    name: str = "my-table",
) -> Proposed:
    """Propose a mapping for a table that nobody has described, with a preview; nothing is kept.

    Raises:
        InputError: the file cannot be read, or there is no telling what its columns are.
    """
    return pipeline.propose(Path(path), answers=answers or {}, ask=ask, name=name)


def try_mapping(
    mapping: str | Path, *paths: str | Path, answers: Mapping[str, str] | None = None
) -> Trial:
    """Read files with a mapping and keep nothing: counts, first events, what would be set aside.

    Raises:
        InputError: the mapping is wrong, or fits none of the files.
    """
    return pipeline.try_mapping(
        Path(mapping), [Path(path) for path in paths], answers=answers or {}
    )


def open(folder: str | Path) -> Workspace:  # noqa: A001 - reads as `dl.open("acme")`
    """Open a workspace; create it where there is none.

    Raises:
        WorkspaceError: the folder holds something else, or cannot be read or written.
    """
    return Workspace(create_layout(Path(folder), exist_ok=True))


def open_existing(folder: str | Path) -> Workspace:
    """Open a workspace that must exist.

    Raises:
        WorkspaceError: there is none.
    """
    return Workspace(find_layout(Path(folder)))


def create(folder: str | Path, *, exist_ok: bool = False) -> Workspace:
    """Create a workspace.

    Raises:
        WorkspaceError: something stands there already, or the folder cannot be written.
    """
    return Workspace(create_layout(Path(folder), exist_ok=exist_ok))
