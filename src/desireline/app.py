"""The composition root: a folder in, an opened workspace with everything wired out.

The only place that knows which store and engine are in use. `Workspace` speaks the same verbs as the
command line and the HTTP interface.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from desireline import jobs, language, pipeline, recipe
from desireline.errors import AmbiguityError, InputError
from desireline.events import SegmentStore, open_log
from desireline.insights import Book
from desireline.jobs import Listener
from desireline.language import Learnt, Topic
from desireline.maps import MapFile
from desireline.pipeline import Context, ImportReport, Status
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

    def texts_to_label(self, most: int = 100) -> list[tuple[str, bool]]:
        """Masked texts that are worth a label, with whether they were drawn at random."""
        return pipeline.texts_to_label(self._context(), most)

    def add_labels(self, labels: Iterable[tuple[str, str, bool]]) -> int:
        """Keep (text, feeling, drawn at random) as people said it; return how many there are.

        Raises:
            InputError: a feeling is none of negative, neutral, positive.
        """
        return pipeline.add_labels(self._context(), labels)

    def learn(self, *, listener: Listener | None = None) -> Learnt:
        """Fit this workspace's own head to its labels and ratings, and read all texts with it.

        Raises:
            InputError: there are too few of them.
        """
        context = self._context()

        def work(job: jobs.Job) -> Learnt:
            learnt = pipeline.learn(context)
            pipeline.refresh(context, job=job)
            return learnt

        return jobs.run(self._store, "learn", str(self.folder), work, listener=listener)

    def topics(self, *, again: bool = False) -> list[Topic]:
        """What customers talk about; found when asked first, or anew with `again`."""
        return pipeline.find_topics(self._context(), again=again)

    def rename_topic(self, topic_id: int, name: str) -> Topic:
        """Give a topic a name that stays. Raises InputError where there is none."""
        return language.rename_topic(self._store, topic_id, name)

    def merge_topics(self, topic_id: int, into: int) -> Topic:
        """Count a topic's texts to another one. Raises InputError where there is none."""
        return language.merge_topics(self._store, topic_id, into)

    def pin_topic(self, topic_id: int) -> Topic:
        """Keep a topic through every fit. Raises InputError where there is none."""
        return language.pin_topic(self._store, topic_id)

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
