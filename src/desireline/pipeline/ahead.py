"""Reading ahead: while one file is read or written into the log, another that comes later is read already.

In: the units of an import.  Out: for a unit whose turn has come, what reading it gave or the error that it met; or nothing, and it
is read then as ever. Files are committed one after another in their order, whoever read them: only their reading, which needs
nothing but the file and its answers, goes side by side. What was read by other answers than its turn brings is thrown away. The
largest file is begun first, because it takes longest; after it those that come next, never more than two before their turn.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from desireline.errors import CancelledError
from desireline.jobs import cores
from desireline.sources import Parsed, Unit, parse

FEWEST_BYTES = 4_000_000
"""What is smaller is read in a moment."""
_MOST_KEPT = 2
"""Units that wait for their turn, read: they take room on the disk."""
_LOOK_SECONDS = 0.3
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class _Reading:
    """A unit that may be read before its turn."""

    unit: Unit
    folder: Path
    begun: bool = False
    passed: bool = False
    """Its turn has come."""
    dropped: bool = False
    """Nobody wants it any more."""
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    received_at: datetime | None = None
    said: tuple[int, int] | None = None
    ended: threading.Event = field(default_factory=threading.Event)
    parsed: Parsed | None = None
    error: Exception | None = None

    @property
    def size(self) -> int:
        return sum(sample.size for sample in self.unit.samples)


class ReadAhead:
    """See the module. Made by `reading_ahead`."""

    def __init__(
        self,
        units: Sequence[Unit],
        folder: Path,
        options_of: Callable[[Unit], Mapping[str, str] | None],
    ) -> None:
        self._options_of = options_of
        self._readings = {
            id(unit): _Reading(unit, folder / str(number))
            for number, unit in enumerate(units)
            if number  # the first one's turn is now
        }
        large = [one for one in self._readings.values() if one.size >= FEWEST_BYTES]
        first = max(large, key=lambda one: one.size, default=None)
        self._order = sorted(large, key=lambda one: one is not first)
        self._changed = threading.Condition()
        self._stopped = False
        self._thread: threading.Thread | None = None
        if self._order and cores() > 1:
            self._thread = threading.Thread(target=self._run, name="reading ahead", daemon=True)
            self._thread.start()

    def take(
        self, unit: Unit, options: Mapping[str, str], tell: Progress
    ) -> tuple[Parsed, datetime] | None:
        """What was read of a unit whose turn has come, and when it came in; None where it was not read so.

        Raises:
            DesirelineError: what reading it met.
        """
        reading = self._readings.get(id(unit))
        if reading is None:
            return None
        with self._changed:
            reading.passed = True
            self._changed.notify_all()
        if not reading.begun or reading.options != options:
            reading.dropped = True
            return None
        while not reading.ended.wait(_LOOK_SECONDS):
            if reading.said is not None:
                tell(*reading.said)
        if reading.error is not None:
            raise reading.error
        if reading.parsed is None or reading.received_at is None:
            return None
        return reading.parsed, reading.received_at

    def forget(self, unit: Unit) -> None:
        """Remove what was read of a unit: its turn is over."""
        reading = self._readings.get(id(unit))
        if reading is not None:
            with self._changed:
                reading.passed = reading.dropped = True
                self._changed.notify_all()
            if reading.begun:
                reading.ended.wait()
            shutil.rmtree(reading.folder, ignore_errors=True)

    def stop(self) -> None:
        """End what is being read."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        for reading in self._order:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or self._kept() < _MOST_KEPT)
                if self._stopped:
                    return
            try:
                options = self._options_of(reading.unit)
            except Exception:  # noqa: BLE001 - its turn will meet it again, and say so
                options = None
            with self._changed:
                if options is None or reading.passed:
                    continue
                reading.options, reading.begun = options, True
            self._read(reading)

    def _kept(self) -> int:
        return sum(one.begun and not one.passed for one in self._readings.values())

    def _read(self, reading: _Reading) -> None:
        def tell(done: int, total: int) -> None:
            reading.said = done, total
            if self._stopped or reading.dropped:
                raise CancelledError("The import was stopped.", hint="Run the command again.")

        reading.received_at = datetime.now(UTC)
        try:
            reading.folder.mkdir(parents=True)
            reading.parsed = parse(
                reading.unit,
                staging=reading.folder,
                options=reading.options,
                received_at=reading.received_at,
                progress=tell,
            )
        except Exception as error:  # noqa: BLE001 - raised when its turn comes
            reading.error = error
        finally:
            reading.ended.set()


@contextlib.contextmanager
def reading_ahead(
    units: Sequence[Unit], folder: Path, options_of: Callable[[Unit], Mapping[str, str] | None]
) -> Generator[ReadAhead]:
    """Read units ahead into a folder until the block ends.

    Args:
        units: in the order of their turns.
        folder: of the caller, who removes it.
        options_of: the answers by which a unit would be read now; None where it need not be read, or a
            question is open. Called from another thread.
    """
    ahead = ReadAhead(units, folder, options_of)
    try:
        yield ahead
    finally:
        ahead.stop()
