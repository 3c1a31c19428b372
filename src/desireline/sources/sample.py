"""What a file is, told from its beginning: container, encoding, layout, first rows.

In: a found file.  Out: a `Sample`, or a `FileError` for what no reader could read: empty, binary,
cut off, too wide, nested too deeply, XML with a DTD. Only the first megabyte is looked at, with
Python's own text tools; workbooks and Parquet, which need a parser, are looked into by a child
process (`probe`), because a crafted one may take memory or crash.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desireline.errors import FileError
from desireline.sources import dialect, documents, encoding, limits
from desireline.sources.files import Found
from desireline.sources.model import Sample
from desireline.sources.unpack import compression_of, opened

_FEWEST_LINES = 3
"""Lines that a sample of a text should hold, header and a row at least."""
_XLSX = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK = b"!BDN"
_MAKE_AN_MBOX = (
    "Make an mbox of the shared mailbox's folders: `readpst -o FOLDER FILE.pst` (libpst) writes one for each folder; "
    "or import it into Thunderbird and export the folder as mbox with the add-on ImportExportTools NG."
)
_DOCUMENT, _PICTURE = "a PDF document", "a picture"
_FOREIGN = (
    (b"%PDF", _DOCUMENT),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"RIFF", "a sound or picture file"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\xfd7zXZ", "an XZ archive"),
    (b"\x1f\x8b", "compressed twice"),
    (b"BZh9", "compressed twice"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"ORC", "an ORC file"),
    (b"ARROW1", "an Arrow file"),
)
_AFTER = re.compile(r"\s*")
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')
_SPACE = " \t\r\n\ufeff"
Probe = Callable[[Sample], "tuple[list[list[str]], dict[str, Any]]"]
"""Gives the header and first rows of a workbook or Parquet file, and what else it found."""


def take(found: Found, *, probe: Probe) -> Sample:
    """Look at the beginning of a file.

    Raises:
        FileError: nothing could read this file, and why.
    """
    head, compression = _head(found)
    if not head:
        raise FileError(
            found.shown,
            "is empty" if found.size == 0 else "holds nothing when unpacked",
            hint="Export it again; a download may have been interrupted.",
            code="input.file.empty",
        )
    sample = Sample(
        path=found.path,
        shown=found.shown,
        size=found.size,
        container=_container(found, head),
        head=head,
        compression=compression,
        member=found.member,
    )
    if sample.container in {"xlsx", "parquet"}:
        return _probed(sample, probe)
    if sample.container == "binary":
        return _text(sample)
    return sample


def _head(found: Found) -> tuple[bytes, str | None]:
    with opened(found.path, found.shown, member=found.member, compression=None) as raw:
        packed = raw.read(10)
    compression = compression_of(packed)
    with opened(found.path, found.shown, member=found.member, compression=compression) as raw:
        head = raw.read(limits.SAMPLE_BYTES)
        if 1 <= head.count(b"\n") < _FEWEST_LINES and len(head) == limits.SAMPLE_BYTES:
            head += raw.read(
                limits.MAX_LINE
            )  # a comment of megabytes in the first row hides the others
        return head, compression


def _container(found: Found, head: bytes) -> str:
    if head.startswith(b"SQLite format 3\x00"):
        return "sqlite"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(_OLE):
        return "xlsx"
    if head.startswith(_XLSX):
        _refuse_archive(found)
        return documents.NOTES if documents.is_word(found.path, found.member) else "xlsx"
    if head[257:262] == b"ustar":
        raise _foreign(found.shown, "a tar archive", "Unpack it and import the folder.")
    if head.startswith(_OUTLOOK):
        words = (
            "an Outlook data file (.pst, .ost): a closed store of mails, contacts and calendars"
        )
        raise _foreign(found.shown, words, _MAKE_AN_MBOX)
    for magic, words in _FOREIGN:
        if head.startswith(magic) and (
            magic not in {b"MZ", b"ORC", b"ID3", b"RIFF"} or b"\0" in head
        ):
            raise _foreign(found.shown, words, "Import tables, JSON or event logs.")
    return "binary"


def _refuse_archive(found: Found) -> None:
    """A workbook is a zip too; a zip within a zip is not looked into, and neither is a bomb."""
    if found.member is not None:
        with (
            zipfile.ZipFile(found.path) as outer,
            outer.open(found.member) as raw,
        ):
            office = b"[Content_Types].xml" in raw.read(8192)
        if not office:
            raise _foreign(found.shown, "an archive within an archive", "Unpack it first.")
        return
    try:
        with zipfile.ZipFile(found.path) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise FileError(
            found.shown,
            f"the workbook is damaged or cut off ({error})",
            hint="Open and save it again, or export it as CSV.",
            code="input.file.truncated",
        ) from error
    refuse_workbook(found.shown, sum(member.file_size for member in members), found.size)


def refuse_workbook(shown: str, unpacked: int, packed: int) -> None:
    """Refuse a workbook that unpacks to more than the reader may hold."""
    if unpacked > limits.MAX_XLSX_UNPACKED or (
        unpacked > limits.XLSX_RATIO_FREE and unpacked > packed * limits.MAX_RATIO
    ):
        raise FileError(
            shown,
            f"the workbook unpacks to {unpacked / limits.MB:,.0f} MB",
            hint="Export it as CSV: a workbook has to be held in memory as a whole.",
            code="input.file.bomb",
        )


def _foreign(shown: str, words: str, hint: str) -> FileError:
    code = "input.file.document" if words in {_DOCUMENT, _PICTURE} else "input.file.kind"
    return FileError(shown, f"is {words}", hint=hint, code=code)


def _probed(sample: Sample, probe: Probe) -> Sample:
    if sample.container == "parquet" and sample.compression is None and sample.member is None:
        with sample.path.open("rb") as file:
            file.seek(-4, 2)
            if file.read(4) != b"PAR1":
                raise FileError(
                    sample.shown,
                    "the Parquet file is cut off: its end is missing",
                    hint="Export or download it again.",
                    code="input.file.truncated",
                )
    rows, more = probe(sample)
    if not rows:
        raise FileError(
            sample.shown,
            "holds no table",
            hint="Put the table on the first sheet, with one header row.",
            code="input.file.empty",
        )
    refuse_width(sample.shown, len(rows[0]))
    columns = dialect.column_names(rows[0], max(map(len, rows)))
    body = tuple(tuple(row) for row in rows[1:])
    if not body:
        raise _no_rows(sample.shown, columns)
    return replace(
        sample,
        columns=columns,
        rows=body,
        header=(tuple(rows[0]),),
        skip=int(more.get("skip", 1)),
        value=more or None,
    )


def refuse_width(shown: str, width: int) -> None:
    """Refuse a table that is wider than any export."""
    if width > limits.MAX_COLUMNS:
        raise FileError(
            shown,
            f"has {width:,} columns or more, over the limit of {limits.MAX_COLUMNS:,}",
            hint="Export only the columns you need, or one row per event.",
            place="line 1",
            code="input.file.too-wide",
        )


def _no_rows(shown: str, columns: tuple[str, ...]) -> FileError:
    words = " ".join(columns).split()
    if len(words) > 5 and words[-1][-1] in ".!?":
        return FileError(
            shown,
            f"is a text that does not say who wrote it and when (it begins with {' '.join(words)[:60]!r})",
            hint=documents.NOTE_HINT,
            code="input.file.unknown",
        )
    named = ", ".join(columns[:5]) + (" ..." if len(columns) > 5 else "")
    return FileError(
        shown,
        f"has a header ({named}) and no rows",
        hint="Check the period and filters of the export.",
        place="line 2",
        code="input.file.no-rows",
    )


def _text(sample: Sample) -> Sample:
    document = documents.kind_of(sample.head)
    if document == documents.MAIL:
        # each part of a mail says its own encoding
        return replace(sample, container=document, text=sample.head.decode("latin-1"))
    found = encoding.detect(sample.head)
    if found is None:
        zero = sample.head.find(b"\x00")
        raise FileError(
            sample.shown,
            "is binary, not a text, workbook or Parquet file",
            hint="Export it as CSV, XLSX, Parquet, JSON or XES.",
            place=f"byte {zero + 1}" if zero >= 0 else None,
            code="input.file.binary",
        )
    text = _decoded(sample, found.name)
    sample = replace(sample, container="text", text=text, encoding=found.name, bom=found.mark)
    start = text.lstrip(_SPACE)[:2000]
    if not start:
        raise FileError(
            sample.shown, "holds only blanks", hint="Export it again.", code="input.file.empty"
        )
    if start.startswith("<"):
        return _xml(sample, text)
    if document is not None:
        return replace(sample, container=document)
    if start[0] in "{[":
        return _json(sample, text.lstrip(_SPACE))
    return _table(sample)


def _decoded(sample: Sample, name: str) -> str:
    # a character may be cut at the end of the sample: ignore what does not decode there
    return sample.head.decode(name, errors="ignore").removeprefix("\ufeff")


def _xml(sample: Sample, text: str) -> Sample:
    if re.match(r"<!doctype\s+html|<html", text.lstrip(_SPACE)[:200], re.IGNORECASE):
        raise _foreign(
            sample.shown,
            "a web page (perhaps a login page that was saved instead of the export)",
            "Download the export again while logged in.",
        )
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise FileError(
            sample.shown,
            "is XML with a DTD; DTDs are not allowed, because they can pull in other files",
            hint="Remove the <!DOCTYPE ...> declaration; event logs do not need one.",
            place=f"line {text[: text.upper().find('<!')].count(chr(10)) + 1}",
            code="input.file.dtd",
        )
    return replace(sample, container="xml")


def _json(sample: Sample, text: str) -> Sample:
    whole = len(sample.head) < limits.SAMPLE_BYTES
    _refuse_depth(sample, text)
    values, kind = json_values(text, whole=whole)
    columns, rows = _flat(values)
    return replace(
        sample,
        container="json",
        json=kind,
        value=values[0] if values else None,
        columns=columns,
        rows=rows,
    )


def _refuse_depth(sample: Sample, text: str) -> None:
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(text):
        first = token.group(0)[0]
        depth += (first in "[{") - (first in "]}")
        if depth > limits.MAX_JSON_DEPTH:
            raise FileError(
                sample.shown,
                f"the JSON is nested more than {limits.MAX_JSON_DEPTH} levels deep",
                hint="Exports are nested a few levels; check what made this file.",
                place=f"character {token.start() + 1}",
                code="input.file.too-deep",
            )


def json_values(text: str, *, whole: bool) -> tuple[list[Any], str]:
    """Decode the first values of a JSON text: (values, `lines` | `array` | `object` | `joined`).

    Args:
        text: beginning with `{` or `[`.
        whole: whether it is all of the file; else what is cut at the end is left out.
    """
    if text[0] == "[":
        inner = _first_of_array(text)
        return inner, "array"
    lines = text.splitlines()
    parsed: list[Any] = []
    for number, line in enumerate(lines[: limits.SAMPLE_ROWS]):
        if number == len(lines) - 1 and not whole and number:
            break
        try:
            parsed.append(json.loads(line))
        except (ValueError, RecursionError):
            if number == 0:
                break
    if len(parsed) > 1 or (len(parsed) == 1 and len(lines) > 1):
        return parsed, "lines"
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        joined = [] if parsed else _joined(text)
        kind = "lines" if parsed else "joined" if len(joined) > 1 else "object"
        return parsed or joined[: len(joined) if len(joined) > 1 else 0], kind
    return [value], "object"


def _joined(text: str) -> list[Any]:
    """Decode objects with nothing but blanks between them, as a stream that is written to a file leaves them."""
    decoder = json.JSONDecoder()
    values: list[Any] = []
    position = 0
    while len(values) < limits.SAMPLE_ROWS and text.startswith("{", position):
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
        found = _AFTER.match(text, end)
        position = end if found is None else found.end()
    return values


def _first_of_array(text: str) -> list[Any]:
    decoder = json.JSONDecoder()
    values: list[Any] = []
    position = 1
    while len(values) < limits.SAMPLE_ROWS:
        while position < len(text) and text[position] in " \t\r\n,":
            position += 1
        if position >= len(text) or text[position] == "]":
            break
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
    return values


def _flat(values: list[Any]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Read objects as rows of a table: keys as columns, in the order in which they come up."""
    rows = [value for value in values if isinstance(value, dict)]
    if not rows or len(rows) < len(values):
        return (), ()
    columns = tuple(dict.fromkeys(str(key) for row in rows for key in row))
    if len(columns) > limits.MAX_COLUMNS:
        return (), ()
    return columns, tuple(tuple(cell(row.get(key)) for key in columns) for row in rows)


def cell(value: Any) -> str:
    """Write a JSON value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _table(sample: Sample) -> Sample:
    whole = len(sample.head) < limits.SAMPLE_BYTES
    first = sample.text.find("\n")
    widest = max(sample.text[: first if first >= 0 else None].count(one) for one in ",;\t|")
    refuse_width(sample.shown, widest + 1)
    if first < 0 and not whole:
        raise FileError(
            sample.shown,
            f"its first line is longer than {limits.SAMPLE_BYTES:,} bytes",
            hint="Check that this is a table with one record per line.",
            place="line 1",
            code="input.file.too-long",
        )
    layout = dialect.detect(sample.text, whole=whole)
    if layout is None:
        return sample
    if not layout.rows:
        raise _no_rows(sample.shown, layout.columns)
    return replace(
        sample,
        delimiter=layout.delimiter,
        columns=layout.columns,
        rows=layout.rows,
        header=layout.header,
        skip=layout.skip,
    )
