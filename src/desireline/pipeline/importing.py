"""Import: files of other tools become events of the log, file by file.

In: paths, and answers to what is ambiguous.  Out: an `ImportReport`. Each file is a commit of its
own: Ctrl-C or a crash loses the file under way at most, and running the same command again goes on,
because a file that is in the ledger (by content and by how it was read) is not read twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desireline.errors import AmbiguityError, InputError
from desireline.events import AppendReport
from desireline.jobs import Job
from desireline.pipeline import bridging
from desireline.pipeline.ahead import ReadAhead, reading_ahead
from desireline.pipeline.answered import Answers, Ask, answers_for
from desireline.pipeline.context import GENERATED_SAMPLE, Context
from desireline.pipeline.invented import is_invented
from desireline.pipeline.leftovers import staging
from desireline.sources import (
    GUESSED,
    FileReport,
    Parsed,
    Unit,
    open_questions,
    parse,
    reading_of,
    recognise,
)
from desireline.stores import ImportRecord, Tables

READING = "reading"
"""Documents that say how a file with quarantined rows was read."""
_BESIDE = frozenset({"input.file.unknown", "input.file.document"})
"""What often lies in a folder of exports: a read-me, a code book, a picture."""


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """What an import did, file by file."""

    files: list[FileReport] = field(default_factory=list[FileReport])
    ignored: Sequence[str] = ()
    """Hidden files that were not looked at."""
    named: frozenset[str] = frozenset()
    """Paths that the user named, as opposed to what was found in folders."""
    accepted: int = 0
    revised: int = 0
    unread: Sequence[str] = ()
    """Files that count as unread now, since they may hold events of what was read again."""
    open_lists: Mapping[str, str] = field(default_factory=dict[str, str])
    """Questions about two lists of customer numbers that wait for an answer now: id of the pair, what is known."""

    @property
    def duplicates(self) -> int:
        """Events that the log knew already."""
        return sum(file.duplicates for file in self.files)

    @property
    def quarantined(self) -> int:
        """Rows that could not be read."""
        return sum(file.quarantined for file in self.files)

    @property
    def suppressed(self) -> int:
        """Rows of people who were erased."""
        return sum(file.suppressed for file in self.files)

    @property
    def failed(self) -> bool:
        """A file that was asked for could not be read, or nothing at all could."""
        errors = [file for file in self.files if file.error is not None]
        return len(errors) == len(self.files) or any(not self.passed_over(file) for file in errors)

    def still_unread(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Those of some files that this import did not read either."""
        read = {file.path for file in self.files if file.error is None}
        return tuple(path for path in paths if path not in read)

    def passed_over(self, file: FileReport) -> bool:
        """The file only lay in a folder beside the exports, and is of no format known here."""
        unknown = file.error is not None and file.error["code"] in _BESIDE
        return unknown and file.path not in self.named

    def as_dict(self) -> list[dict[str, Any]]:
        """The list that `import --json` prints."""
        return [asdict(file) for file in self.files]


def add(
    context: Context,
    paths: Sequence[Path],
    *,
    mapping: Path | None,
    answers: Mapping[str, str],
    ask: Ask | None,
    job: Job,
) -> ImportReport:
    """Read what the paths hold into the log; derived tables are refreshed by the caller.

    Raises:
        InputError: no path leads to anything that can be read.
    """
    found = recognise(paths, mapping=mapping)
    report = ImportReport(
        files=list(found.refused), ignored=found.ignored, named=frozenset(map(str, paths))
    )
    if not found.units and not found.refused:
        raise InputError(
            f"Nothing to read in {', '.join(map(str, paths))}.",
            hint="Name files, folders or archives with exports of your tools.",
            code="input.nothing",
        )
    options = dict(answers)
    hashes: dict[int, Mapping[str, str]] = {}  # of units that were looked at ahead of their turn

    def options_now(unit: Unit) -> Mapping[str, str] | None:
        now = answers_for(unit, context.store.settings, given=dict(options), ask=None).options
        if ask is not None and open_questions(unit, now):
            return None
        hashes[id(unit)] = unit_hashes(unit)
        return None if all(_known(context, unit, hashes[id(unit)], now)) else now

    with (
        staging(context.temporary, "import") as folder,
        reading_ahead(found.units, folder, options_now) as ahead,
    ):
        for number, unit in enumerate(found.units, start=1):
            words = f"[{number}/{len(found.units)}] {_shown(unit)}"
            add_unit(
                context, unit,
                options=options, ask=ask, job=job, words=words, report=report, ahead=ahead,
                hashes=hashes.get(id(unit)),
            )  # fmt: skip
    return report


def add_unit(
    context: Context,
    unit: Unit,
    *,
    options: dict[str, str],
    ask: Ask | None,
    job: Job,
    words: str,
    report: ImportReport,
    also: Callable[[Tables], None] | None = None,
    ahead: ReadAhead | None = None,
    hashes: Mapping[str, str] | None = None,
) -> None:
    """Read one unit into the log, unless the ledger knows it; `also` writes in the same commit.

    `hashes` of its files, where they are known, are not computed again.
    """
    answers = answers_for(unit, context.store.settings, given=options, ask=ask)
    answers.settle_open()
    hashes = hashes or unit_hashes(unit)
    known = _known(context, unit, hashes, answers.options)
    if not all(known) and unit.mapping == GUESSED and not options:
        known = _guessed_before(context, hashes)
    if all(known):
        report.files += [_known_already(record) for record in known if record is not None]
        return
    try:
        with staging(context.temporary, "import") as folder:
            report.files += _read(
                context,
                unit,
                folder=folder,
                answers=answers,
                job=job,
                words=words,
                hashes=hashes,
                report=report,
                also=also,
                ahead=ahead,
            )
    except InputError as error:
        report.files.append(FileReport(path=_shown(unit), error=_in_words(error)))
    finally:
        if ahead is not None:
            ahead.forget(unit)


def _read(
    context: Context,
    unit: Unit,
    *,
    folder: Path,
    answers: Answers,
    job: Job,
    words: str,
    hashes: Mapping[str, str],
    report: ImportReport,
    also: Callable[[Tables], None] | None,
    ahead: ReadAhead | None,
) -> list[FileReport]:
    sizes = {sample.shown: sample.size for sample in unit.samples}

    def tell(done: int, total: int) -> None:
        job.progress(done, total, words)

    read = None
    while read is None:
        try:
            if ahead is not None:
                read = ahead.take(unit, answers.options, tell)
            read = read or _read_now(unit, folder, answers.options, tell)
        except AmbiguityError as question:
            answers.settle(question)
    parsed, now = read
    job.progress(1, None, f"{words}: writing")
    bridging.count_rows(parsed, folder)
    aside = any(file.quarantined or parsed.faulty(file.path) for file in parsed.reports)
    reading = reading_of(unit, answers.options) if aside else None

    def remember(tables: Tables, appended: AppendReport) -> None:
        """In the commit that makes the events visible: the ledger never says more than the log."""
        if any(is_invented(sample.text) for sample in unit.samples):
            tables.settings.put(GENERATED_SAMPLE, True)  # noqa: FBT003
        if also is not None:
            also(tables)
        answers.keep(tables.settings, parsed.reports)
        for file in parsed.reports:
            bridging.count_events(file, appended)
            file.duplicates += appended.duplicates_of(file.path)
            file.quarantined += appended.quarantined_of(file.path)
            file.quarantined -= appended.set_aside_suppressed_by_file[file.path]
            file.suppressed += appended.suppressed_of(file.path)
            file.warnings += appended.warnings_of(file.path)
            if file.quarantined and reading is not None:
                tables.documents.put(READING, reading_key(file.path), reading)
            tables.ledger.put(
                ImportRecord(
                    sha256=hashes[file.path],
                    mapping=_fingerprint(unit, answers.options),
                    path=file.path,
                    size=sizes[file.path],
                    at_us=int(now.timestamp() * 1e6),
                    version=appended.version,
                    report=asdict(file),
                )
            )

    appended = context.log.append(
        parsed.staged,
        prepared=parsed.runs,
        quarantined=parsed.quarantined,
        received_at=now,
        job=job,
        also=remember,
    )
    report.accepted += appended.accepted
    report.revised += appended.revised
    return parsed.reports


def _read_now(
    unit: Unit, folder: Path, options: Mapping[str, str], tell: Callable[[int, int], None]
) -> tuple[Parsed, datetime]:
    now = datetime.now(UTC)
    return parse(unit, staging=folder, options=options, received_at=now, progress=tell), now


def reading_key(path: str) -> str:
    """Name of the document that says how a file was read: paths may hold names of people."""
    return hashlib.sha256(path.encode()).hexdigest()[:24]


def _in_words(error: InputError) -> dict[str, str]:
    """The error, with the shortest way to answer where nobody could be asked."""
    words = error.as_dict()
    if isinstance(error, AmbiguityError) and not error.free:
        answers = " or ".join(f"--answer {error.option}={key}" for key in error.choices)
        words["hint"] += f" Or settle it now: {answers}."
    return words


def _known_already(record: ImportRecord) -> FileReport:
    report = FileReport(**record.report)
    bridging.count_as_known(report)
    when = datetime.fromtimestamp(record.at_us / 1e6, tz=UTC)
    before = f"imported already on {when:%Y-%m-%d %H:%M} UTC: nothing added"
    report.warnings = [f"{before} (to read it anew: `import --again`, or Take out under Data)"]
    return report


def _shown(unit: Unit) -> str:
    first = unit.samples[0].shown
    more = len(unit.samples) - 1
    return f"{first} and {more} more" if more else first


def unit_hashes(unit: Unit) -> dict[str, str]:
    """SHA-256 of each file of a unit, by the name that reports show."""
    return {sample.shown: _sha256(sample.path) for sample in unit.samples}


def _known(
    context: Context, unit: Unit, hashes: Mapping[str, str], options: Mapping[str, str]
) -> list[ImportRecord | None]:
    """What the ledger says of each file of a unit, read so."""
    reading = _fingerprint(unit, options)
    return [context.store.ledger.get(sha, reading) for sha in hashes.values()]


def _guessed_before(context: Context, hashes: Mapping[str, str]) -> list[ImportRecord | None]:
    """What the ledger says of each file that was read by a guess, whatever the guess was.

    Guesses get better; rows without ids of their own would come in a second time under each.
    """
    return [
        next((one for one in reversed(context.store.ledger.find(sha)) if _was_guessed(one)), None)
        for sha in hashes.values()
    ]


def _was_guessed(record: ImportRecord) -> bool:
    told = isinstance(record.report, dict) and record.report.get("mapping") == GUESSED
    return told and not record.to_read_again


def _fingerprint(unit: Unit, options: Mapping[str, str]) -> str:
    """How the unit is read: the same file read differently is another import."""
    reading = {
        "source": unit.source,
        "reader": unit.reader,
        "mapping": unit.mapping,
        "options": {**{k: str(v) for k, v in unit.options.items()}, **options},
    }
    return hashlib.sha256(json.dumps(reading, sort_keys=True).encode()).hexdigest()[:16]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
