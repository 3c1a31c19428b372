"""Which file is what: every file is looked at, every reader and mapping is asked, the surest wins.

In: paths.  Out: units to read, and a report for each file that is not read, with the reason. Files
are recognised by content, never by name. The tables of one mapping that stand in one folder are one
unit; when none of the folders has all that the mapping needs, the folders are taken together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any

from desireline.errors import DesirelineError, FileError, MappingError
from desireline.sources import documents, recordings, table_reader, wizard
from desireline.sources import mapping as m
from desireline.sources.files import Found, expand
from desireline.sources.model import FileReport, Match, Reader, Sample, Unit
from desireline.sources.parsing import probe
from desireline.sources.registry import readers
from desireline.sources.sample import take

_STAMPS = (
    "_fivetran_synced",
    "_airbyte_extracted_at",
    "_airbyte_emitted_at",
    "_sdc_extracted_at",
    "_dlt_load_id",
)
_CUSTOMERS = frozenset(
    {
        "customer",
        "client",
        "member",
        "patient",
        "guest",
        "passenger",
        "tenant",
        "policyholder",
        "subscriber",
        "applicant",
        "student",
    }
)
_COLUMN, _NUMBER = re.compile(r"\{([^{}|#]+)\}"), re.compile(r"\d+([.,]\d+)?")
_SURE = 0.5
_CLOCK_TIME = re.compile(r"\d{1,2}[:.hH]\d{2}([:.]\d{2})?( ?[AaPp]\.? ?[Mm]\.?)?")
_ENOUGH, _MOST_BEYOND = 20, 0.2
"""Numbers of a column that tell its scale, and the share of them above the scale, from which it is another scale; fewer are codes for no answer."""
_PROSE = frozenset({".md", ".rst", ".htm", ".html"})
"""Endings of documents: commas in their sentences make no table, so nothing is guessed from them."""


@dataclass(slots=True, kw_only=True)
class Recognised:
    """What the paths hold."""

    units: list[Unit] = field(default_factory=list)
    refused: list[FileReport] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Hidden and system files that were passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """A reader's or mapping's claim to a file."""

    match: Match
    reader: str
    mapping: m.Mapping | None = None
    table: str | None = None
    proposal: wizard.Proposal | None = None


def recognise(
    paths: Sequence[Path],
    *,
    mapping: Path | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Recognised:
    """Tell what each file is.

    Args:
        paths: files, folders and archives.
        mapping: a mapping file that goes before everything else where it fits.
        progress: told (files looked at, files in all); may raise to stop.

    Raises:
        MappingError: the mapping file is wrong, or fits none of the files.
    """
    given = None if mapping is None else m.load(mapping)
    expansion = expand(paths)
    found = Recognised(ignored=expansion.ignored)
    found.refused += [_refused(error.path, error) for error in expansion.refused]
    claimed: list[tuple[Sample, _Claim]] = []
    samples: list[Sample] = []
    sounds: list[Found] = []
    named = recordings.names_of(expansion.found)
    for number, file in enumerate(expansion.found):
        progress(number, len(expansion.found))
        if recordings.is_recording(file):
            sounds.append(file)
            continue
        if recordings.is_beside_one(file, named):
            continue
        try:
            sample = take(file, probe=probe)
            samples.append(sample)
            claimed.append((sample, _claim(sample, given)))
        except DesirelineError as error:
            found.refused.append(_refused(file.shown, error))
    progress(len(expansion.found), len(expansion.found))
    claimed = _without_sisters(claimed, found)
    if given is not None and not any(claim.mapping is given for _, claim in claimed):
        raise _fits_nothing(given, samples)
    _gather(claimed, found)
    if sounds and not recordings.beside(found.units, sounds):
        found.refused += [_refused(file.shown, _sound(file)) for file in sounds]
    return found


def _without_sisters(
    claimed: list[tuple[Sample, _Claim]], found: Recognised
) -> list[tuple[Sample, _Claim]]:
    """Tables that a loader wrote beside those of a known tool are that tool's: nobody guesses what they mean.

    Among them are lists of employees and of tags, which would come out as customers and as steps.
    """
    known = {
        (_folder(sample), stamp): claim
        for sample, claim in claimed
        if claim.mapping is not None and claim.proposal is None and (stamp := _stamp(sample))
    }
    kept: list[tuple[Sample, _Claim]] = []
    for sample, claim in claimed:
        sister = known.get((_folder(sample), _stamp(sample) or ""))
        if claim.proposal is None or sister is None or sister.mapping is None:
            kept.append((sample, claim))
            continue
        error = FileError(
            sample.shown,
            f"is a table beside those of {sister.mapping.title!r} that is not read from there",
            hint="Where it holds customers' events, teach it: desireline mapping propose.",
            code="input.file.unknown",
        )
        found.refused.append(_refused(sample.shown, error))
    return kept


def _folder(sample: Sample) -> str:
    return str(PurePath(sample.shown).parent)


def _stamp(sample: Sample) -> str | None:
    """The column in which a loader writes when it copied the row."""
    return next((name for name in _STAMPS if name in sample.columns), None)


def _sound(file: Found) -> FileError:
    return FileError(
        file.shown,
        "is a sound file",
        hint="Import it together with the call log that names it: name their folder.",
        code="input.file.kind",
    )


def _refused(shown: str, error: DesirelineError) -> FileReport:
    return FileReport(path=shown, error=error.as_dict())


def _claim(sample: Sample, given: m.Mapping | None) -> _Claim:
    """The surest claim to a file.

    Raises:
        FileError: nobody knows it.
        MappingError: it is a table that nobody knows, and there is no guessing.
    """
    if given is not None and (claim := _by_mapping(sample, given)) is not None:
        return claim
    claims = [
        _Claim(match=match, reader=reader.name)
        for reader in readers().values()
        if (match := _asked(reader, sample)) is not None
    ]
    claims += [
        claim
        for mapping in m.built_in()
        if (claim := _by_mapping(sample, mapping)) is not None
        and _tells_enough(claim, sample)
        and _on_scale(claim, sample)
        and _has_days(claim, sample)
    ]
    if claims:
        best = max(claims, key=lambda claim: claim.match.confidence)
        if best.match.confidence >= _SURE:
            return _with_times(sample, best) or best
        return _battery(sample) or _with_times(sample, best) or best
    # one JSON object is no table, whatever its members are called
    if not sample.columns or sample.json == "object" or sample.path.suffix.lower() in _PROSE:
        raise _unknown(sample)
    return _guessed(sample)


def _battery(sample: Sample) -> _Claim | None:
    """The guess at a survey whose questions are answered on one scale: what a code means, its questions tell together."""
    try:
        claim = _guessed(sample)
    except DesirelineError:
        return None
    assert claim.proposal is not None
    return claim if claim.proposal.shape == "survey" else None


def _guessed(sample: Sample) -> _Claim:
    return _taken(wizard.propose(sample))


def _taken(guessed: wizard.Proposal) -> _Claim:
    return _Claim(
        match=Match(confidence=guessed.confidence, why=guessed.words),
        reader=table_reader.NAME,
        mapping=wizard.complete(guessed),
        table=wizard.TABLE,
        proposal=guessed,
    )


def _with_times(sample: Sample, claim: _Claim) -> _Claim | None:
    """The guess at a list without times that has times all the same: who began something, and who ended it.

    It says who is who, as the list does, and who stayed beside.
    """
    mapping = claim.mapping
    if mapping is None or claim.table is None or not _timeless(mapping):
        return None
    try:
        guessed = wizard.propose(sample)
    except DesirelineError:
        return None
    if guessed.shape != "relations":
        return None
    known = m.find_columns(mapping.tables[claim.table], sample.columns) or {}
    names = [
        _COLUMN.sub(lambda one: "{" + known[one[1]] + "}", template)
        for event in mapping.events
        for templates in event.identifiers
        for template in m.listed(templates)
        if all(column in known for column in m.template_columns(template))
    ]
    events = [
        {**event, "identifiers": list(dict.fromkeys([*event.get("identifiers", []), *names]))}
        for event in guessed.body["events"]
    ]
    return _taken(replace(guessed, body={**guessed.body, "events": events}))


def _timeless(mapping: m.Mapping) -> bool:
    """Whether none of its events takes its time from a column."""
    moments = [event.at for event in mapping.events]
    return all(isinstance(one, m.Moment) and "{" not in one.from_ for one in moments)


def _asked(reader: Reader, sample: Sample) -> Match | None:
    try:
        return reader.match(sample)
    except Exception:  # noqa: BLE001 - a plug-in that stumbles over a file does not know it
        return None


def _by_mapping(sample: Sample, mapping: m.Mapping) -> _Claim | None:
    best: _Claim | None = None
    for name, table in mapping.tables.items():
        match = fits(table, name, sample)
        if match is not None and (best is None or match.confidence > best.match.confidence):
            best = _Claim(match=match, reader=table_reader.NAME, mapping=mapping, table=name)
    return best


def fits(table: m.Table, name: str, sample: Sample) -> Match | None:
    """How well a file is the declared table: by the share of its columns that are known."""
    if not sample.columns:
        return None
    found = m.find_columns(table, sample.columns)
    if found is None or not _values_fit(table, found, sample):
        return None
    share = len(set(found.values())) / len(sample.columns)
    needed = len(table.columns)
    sure = 0.6 + 0.2 * share + 0.15 * min(needed, 8) / 8
    return Match(
        confidence=sure,
        why=f"it has the {needed} columns of {name!r}"
        if needed > 1
        else f"it has the column of {name!r}",
    )


def _tells_enough(claim: _Claim, sample: Sample) -> bool:
    """Two or three columns that many tables have say little about a table of fifty."""
    assert claim.mapping is not None
    assert claim.table is not None
    table = claim.mapping.tables[claim.table]
    known = m.find_columns(table, sample.columns) or {}
    return len(table.columns) >= 5 or len(set(known.values())) >= 0.3 * len(sample.columns)


def _on_scale(claim: _Claim, sample: Sample) -> bool:
    """Whether ratings are on the scale that the mapping knows: answers of 0 to 10 are no stars.

    Without its sevens to tens a rating that is called so is not a part of the answers, but the worst of them.
    """
    assert claim.mapping is not None
    assert claim.table is not None
    found = m.find_columns(claim.mapping.tables[claim.table], sample.columns) or {}
    for event in claim.mapping.events:
        column = None if event.rating is None else _COLUMN.fullmatch(str(event.rating.from_))
        if (
            event.rating is None
            or event.table != claim.table
            or column is None
            or column[1] not in found
        ):
            continue
        index = sample.columns.index(found[column[1]])
        cells = [row[index].strip() for row in sample.rows if index < len(row)]
        numbers = [float(cell.replace(",", ".")) for cell in cells if _NUMBER.fullmatch(cell)]
        beyond = sum(one > max(event.rating.worst, event.rating.best) for one in numbers)
        if len(numbers) >= _ENOUGH and beyond > _MOST_BEYOND * len(numbers):
            return False
    return True


def _has_days(claim: _Claim, sample: Sample) -> bool:
    """Whether no time of the mapping is a bare clock time here: its day stands in a column that the mapping does not know."""
    assert claim.mapping is not None
    assert claim.table is not None
    found = m.find_columns(claim.mapping.tables[claim.table], sample.columns) or {}
    for event in claim.mapping.events:
        if event.table != claim.table:
            continue
        ats = [
            one for one in (event.at, *(part.at for part in event.milestones)) if one is not None
        ]
        for at in ats:
            named = _COLUMN.fullmatch(at if isinstance(at, str) else at.from_)
            if named is None or named[1] not in found:
                continue
            place = sample.columns.index(found[named[1]])
            cells = [row[place].strip() for row in sample.rows if place < len(row)]
            filled = [cell for cell in cells if cell]
            if filled and all(map(_CLOCK_TIME.fullmatch, filled)):
                return False
    return True


def _values_fit(table: m.Table, found: dict[str, str], sample: Sample) -> bool:
    for column, allowed in table.values.items():
        if column not in found:
            return False
        index = sample.columns.index(found[column])
        wanted = {word.strip().casefold() for word in allowed}
        values = {row[index].strip().casefold() for row in sample.rows if index < len(row)}
        if not values - {""} <= wanted:
            return False
    return True


def _unknown(sample: Sample) -> FileError:
    kind = {
        "xml": "an XML file that is no event log",
        "json": "JSON that no reader knows",
        "sqlite": "a SQLite database that no reader knows",
        documents.NOTES: "a text that no reader knows",
    }.get(sample.container, "a text that is no table")
    start = " ".join(sample.text[:60].split())
    return FileError(
        sample.shown,
        f"is {kind}" + (f" (it begins with {start!r})" if start else ""),
        hint="Desireline reads tables (CSV, TSV, XLSX, Parquet), JSON, JSON Lines, XES and OCEL; "
        "a mapping file teaches it any table."
        + (f" {documents.NOTE_HINT}" if kind == "a text that is no table" else ""),
        code="input.file.unknown",
    )


def _fits_nothing(given: m.Mapping, samples: Sequence[Sample]) -> MappingError:
    lacking = [
        f"{sample.shown} lacks {', '.join(_least_missing(given, sample)[:5])}"
        for sample in samples
        if sample.columns
    ]
    return MappingError(
        f"The mapping {given.name} fits none of the files"
        + (": " + "; ".join(lacking[:4]) if lacking else ": none of them is a table")
        + ".",
        hint="Compare the names in `columns` with the header of the file, or leave --mapping out.",
        code="input.mapping.fits-nothing",
    )


def _least_missing(given: m.Mapping, sample: Sample) -> list[str]:
    lists = [m.missing_columns(table, sample.columns) for table in given.tables.values()]
    return min(lists, key=len) or ["the values that the mapping asks for"]


# --- gathering ----------------------------------------------------------------------------


def _gather(claimed: Sequence[tuple[Sample, _Claim]], found: Recognised) -> None:
    joined: dict[str, dict[str, list[tuple[Sample, _Claim]]]] = {}
    together: dict[str, list[tuple[Sample, _Claim]]] = {}
    for sample, claim in claimed:
        if claim.mapping is None and getattr(readers()[claim.reader], "together", False):
            # thousands of files in one unit: their beginnings were looked at, and weigh too much
            light = replace(sample, head=b"", text="")
            together.setdefault(claim.reader, []).append((light, claim))
        elif claim.mapping is not None and len(claim.mapping.tables) > 1:
            folder = str(PurePath(sample.shown).parent)
            joined.setdefault(claim.mapping.name, {}).setdefault(folder, []).append(
                (sample, claim)
            )
        else:
            found.units.append(_unit([(sample, claim)]))
    for folders in joined.values():
        for group in _groups(list(folders.values())):
            _gather_group(group, found)
    found.units += [_unit(group) for group in together.values()]
    order = {sample.shown: number for number, (sample, _) in enumerate(claimed)}
    found.units.sort(key=lambda unit: order[unit.samples[0].shown])


def _groups(
    folders: list[list[tuple[Sample, _Claim]]],
) -> list[list[tuple[Sample, _Claim]]]:
    if all(not _lacking(group) for group in folders):
        return folders
    return [[one for group in folders for one in group]]


def _lacking(group: Sequence[tuple[Sample, _Claim]]) -> list[str]:
    mapping = group[0][1].mapping
    assert mapping is not None
    there = {claim.table for _, claim in group}
    needed = [n for n, table in mapping.tables.items() if table.needed and n not in there]
    if not needed and not there & {event.table for event in mapping.events}:
        return [" or ".join(dict.fromkeys(event.table for event in mapping.events))]
    return needed


def _gather_group(group: list[tuple[Sample, _Claim]], found: Recognised) -> None:
    lacking = _lacking(group)
    if not lacking:
        found.units.append(_unit(group))
        return
    for sample, claim in group:
        assert claim.mapping is not None
        if (own := _on_its_own(sample, claim.mapping)) is not None:
            found.units.append(_unit([(sample, own)]))
            continue
        names = ", ".join(repr(name) for name in lacking)
        error = FileError(
            sample.shown,
            f"is the table {claim.table!r} of {claim.mapping.name!r}, which also needs {names}",
            hint="Import the files together: name their folder, or all of them.",
            code="input.file.table-missing",
        )
        found.refused.append(_refused(sample.shown, error))


def _on_its_own(sample: Sample, mapping: m.Mapping) -> _Claim | None:
    """The guess at a table that looks like the second of two, and says itself which customer it was.

    A table of complaints with a number, a time and a text has all columns of comments on tickets, and needs no tickets. Not
    where a known tool keeps such a second table, and not by an author, who may be an agent.
    """
    if mapping.source:
        return None
    try:
        claim = _guessed(sample)
    except DesirelineError:
        return None
    assert claim.proposal is not None
    whose = {one.details.get("kind") for one in claim.proposal.findings if one.role == "customer"}
    return claim if whose & _CUSTOMERS else None


def _unit(group: Sequence[tuple[Sample, _Claim]]) -> Unit:
    sample, claim = group[0]
    samples = tuple(one for one, _ in group)
    if claim.mapping is None:
        return Unit(
            source=claim.match.source or claim.reader,
            format=format_of(sample),
            reader=claim.reader,
            mapping=None,
            samples=samples,
            why=claim.match.why,
        )
    options: dict[str, Any] = {
        "mapping": claim.mapping,
        "tables": {one.shown: its.table for one, its in group},
    }
    if claim.proposal is not None:
        options["proposal"] = claim.proposal
    formats = sorted({format_of(one) for one in samples})
    return Unit(
        source=claim.mapping.source_name,
        format=" + ".join(formats),
        reader=claim.reader,
        mapping=claim.mapping.name,
        samples=samples,
        why="; ".join(f"{PurePath(one.shown).name}: {its.match.why}" for one, its in group)
        if len(group) > 1
        else claim.match.why,
        options=options,
    )


def format_of(sample: Sample) -> str:
    """The word for a file's format in reports."""
    if sample.container == "json":
        return "jsonl" if sample.json == "lines" else "json"
    if sample.container == "text":
        return "tsv" if sample.delimiter == "\t" else "csv"
    if sample.container in {documents.MAIL, documents.NOTES}:
        return sample.container
    if sample.container == "xml":
        return "ocel-xml" if b"<ocel" in sample.head[:20000].lower() else "xes"
    return sample.container


def reader_of(unit: Unit) -> Reader:
    """The reader that a unit was recognised for."""
    if unit.reader == table_reader.NAME:
        return table_reader.TableReader()
    return readers()[unit.reader]
