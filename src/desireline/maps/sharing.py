"""Shared maps and their log: begin one, load it, change it by commands, take a person out of it.

In: a store.  Out: shared documents, with the number of the last update that is in them. Whoever holds one in
memory follows the log from there (`follow`), because another process may have written meanwhile.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desireline.maps import shared as crdt
from desireline.maps.forgetting import forget_in_document
from desireline.maps.model import Document
from desireline.stores import MapState, MapUpdate, now_us

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from pycrdt import Doc

    from desireline.maps.commands import Command, Patch
    from desireline.stores import MapLog, Tables, Traces

COMPACT_AFTER = 500
"""Updates that may stand behind a state before they are merged into it."""


@dataclass(slots=True)
class SharedMap:
    """A shared map in memory. Safe to use from several threads."""

    id: str
    doc: Doc[Any]
    last: int
    """Number of the last update of the log that is in it."""
    behind: int = 0
    """How many updates stand behind the kept state."""
    size: int = 0
    """Bytes of what was taken in since the log was merged last: about what the map takes on the disk."""

    _lock: threading.RLock = field(default_factory=threading.RLock)
    _document: Document | None = None

    def document(self) -> Document:
        """The plain document as it is now; not to be changed."""
        with self._lock:
            if self._document is None:
                self._document = crdt.read(self.doc).model_copy(update={"id": self.id})
            return self._document

    def merge(self, update: bytes) -> None:
        """Take an update in, in memory only. Raises InputError where it is none."""
        with self._lock:
            self._document = None
            crdt.merge(self.doc, update)
            self.size += len(update)

    def state_vector(self) -> bytes:
        """What is known here, as editors tell each other."""
        with self._lock:
            return self.doc.get_state()

    def missing(self, state_vector: bytes) -> bytes:
        """What somebody lacks who knows only that much; all of it for somebody who knows nothing.

        Raises:
            InputError: that is no state vector.
        """
        try:
            with self._lock:
                return self.doc.get_update(state_vector or b"\x00")
        except (ValueError, OverflowError) as error:
            raise crdt.no_update(error) from error

    def command(self, commands: Sequence[Command]) -> tuple[bytes, list[Patch]]:
        """Carry out commands in memory; return the update and what takes them back.

        Raises:
            InputError: one of them does not fit; nothing was changed.
        """
        with self._lock:
            self._document = None
            return crdt.command(self.doc, commands)

    @contextmanager
    def writing(self) -> Generator[Doc[Any]]:
        """Lend the shared document for a change of one's own."""
        with self._lock:
            self._document = None
            yield self.doc

    def kept(self, number: int) -> None:
        """Note that an update which is in memory was kept under a number."""
        with self._lock:
            self.behind += 1
            if number == self.last + 1:
                self.last = number

    def follow(self, log: MapLog) -> None:
        """Take in what the log holds and this does not."""
        news = log.read(self.id, after=self.last)
        if news is not None:
            self.take(news)

    def take(self, kept: MapState) -> None:
        """Take in what was read from the log; what is known already changes nothing."""
        with self._lock:
            if kept.state:
                self.merge(kept.state)
                self.last = max(self.last, kept.through)
            for update in kept.updates:
                self.merge(update.content)
                self.last = max(self.last, update.number)
            self.behind += len(kept.updates)


def begin(log: MapLog, document: Document) -> None:
    """Let people edit a map: its log begins with the document as it was drawn."""
    state = crdt.new_shared(document).get_update()
    log.begin(document.id, state, at_us=now_us())


def load(log: MapLog, map_id: str) -> SharedMap | None:
    """Open a shared map as it is kept; None where nobody began it."""
    kept = log.read(map_id)
    if kept is None:
        return None
    shared = SharedMap(id=map_id, doc=crdt.new_shared(), last=kept.through)
    shared.take(kept)
    return shared


def edit(
    log: MapLog, shared: SharedMap, commands: Sequence[Command], *, author: str | None
) -> list[Patch]:
    """Change a shared map by commands and keep it; return what takes them back.

    Raises:
        InputError: a command does not fit; nothing was changed.
    """
    update, inverses = shared.command(commands)
    news = MapUpdate(map=shared.id, content=update, at_us=now_us(), author=author)
    (number,) = log.append([news])
    shared.kept(number)
    return inverses


def rewrite(log: MapLog, shared: SharedMap, document: Document, *, author: str | None) -> None:
    """Make a shared map say what a document says, by the fewest changes, and keep that."""
    with shared.writing() as doc:
        update = crdt.write(doc, document)
    (number,) = log.append(
        [MapUpdate(map=shared.id, content=update, at_us=now_us(), author=author)]
    )
    shared.kept(number)


def compact(log: MapLog, shared: SharedMap) -> None:
    """Merge the log into one state, where it grew long. What was deleted leaves it."""
    if shared.behind >= COMPACT_AFTER:
        shared.behind, through = 0, shared.last
        state = shared.missing(b"")
        shared.size = len(state)
        log.compact(shared.id, state, through=through, at_us=now_us())


def forget_in_log(tables: Tables, traces: Traces) -> int:
    """Take a person out of every shared map: words, cards that quote them, and the updates before."""
    changed = 0
    for map_id in tables.map_log.maps():
        shared = load(tables.map_log, map_id)
        if shared is None:
            continue
        before = shared.document().model_dump(mode="json")
        after = forget_in_document(before, traces)
        if after != before:
            update = crdt.write(shared.doc, Document.model_validate(after))
            news = MapUpdate(map=map_id, content=update, at_us=now_us())
            (shared.last,) = tables.map_log.append([news])
            changed += 1
        # also where the words stand no more: updates remember what was deleted
        state = shared.missing(b"")
        tables.map_log.compact(map_id, state, through=shared.last, at_us=now_us())
    return changed
