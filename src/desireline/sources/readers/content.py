"""Opening a sampled file again: decompressed bytes, decoded text, JSON values one at a time.

In: a `Sample` and its path.  Out: streams and (line, value) pairs, never the whole file in memory.
A JSON document is read value by value out of its outer array, or out of the named array of its
outer object, because an export of two gigabytes is one document; the standard decoder does the
values, so this file only finds where each begins.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import zlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any, TypeGuard, cast

from desireline.errors import FileError
from desireline.sources.model import Sample

_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 18
_LONGEST_VALUE = 64 << 20
"""Characters of one JSON value: a conversation of 64 million characters is damage, not data."""
_SPACE = " \t\r\n\ufeff"


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is not JSON, with the decoder's words and the text as it came."""

    reason: str
    content: str


@contextlib.contextmanager
def reading(sample: Sample) -> Generator[IO[bytes]]:
    """Open the file's bytes, decompressed; a damaged stream becomes a `FileError`."""
    try:
        with sample.path.open("rb") as raw:
            packed = raw.read(2) == _GZIP
            raw.seek(0)
            yield cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if packed else raw
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileError(
            sample.shown,
            f"the compressed file is damaged or cut off ({error})",
            hint="Export or download the file again.",
            code="input.file.truncated",
        ) from error


@contextlib.contextmanager
def reading_text(sample: Sample, *, newline: str | None = None) -> Generator[io.TextIOBase]:
    """Open the file's text in the sampled encoding; wrong bytes become U+FFFD, never an error."""
    encoding = sample.encoding or "utf-8"
    if encoding.lower().replace("_", "-") in {"utf-8", "utf8", "ascii"}:
        encoding = "utf-8-sig"
    with reading(sample) as raw:
        yield io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline=newline)


def json_values(sample: Sample, *, members: Sequence[str] = ()) -> Iterator[tuple[int, Any]]:
    """Yield (line or record number, value) of a JSON Lines file or a JSON document.

    Args:
        sample: the file.
        members: names of arrays in an outer object whose values are wanted, each as
            `(number, value)`; with none of them there, the object itself is the one value.

    Yields:
        The line (JSON Lines) or the number of the value (JSON), counted from 1. A line that is
        not JSON comes as `Broken`.

    Raises:
        FileError: the document as a whole is not JSON, with the place where it stops being it.
    """
    if _is_document(sample):
        yield from _document_values(sample, members)
    else:
        yield from _line_values(sample)


def json_entries(sample: Sample, member: str) -> Iterator[tuple[str, Any]]:
    """Yield (key, value) of one member of a JSON document's outer object, skipping the others.

    The member is an object, or an array whose keys are its numbers from 1.
    """
    with reading_text(sample) as stream:
        document = _Document(sample.shown, stream)
        try:
            for name in document.names():
                entries = document.entries()
                if name == member:
                    yield from entries
                else:
                    for _ in entries:
                        pass
        except RecursionError as error:
            raise _too_deep(sample) from error


def first_values(sample: Sample) -> list[Any]:
    """Look at the first JSON values of a sample's text: for recognition, never raises."""
    values = [] if sample.value is None else [sample.value]
    return values + _lines_decoded(sample.text)


def first_objects(sample: Sample) -> Iterator[dict[str, Any]]:
    """Look at the first JSON objects: each value itself, or the first three of a list."""
    for value in first_values(sample):
        for one in value[:3] if is_array(value) else [value]:
            if is_object(one):
                yield one


@lru_cache(maxsize=1)
def _lines_decoded(text: str) -> list[Any]:
    """Decode the first twenty lines; every reader in turn asks this of the same sample."""
    values: list[Any] = []
    for line in text.splitlines()[:20]:
        with contextlib.suppress(ValueError, RecursionError):
            values.append(json.loads(line.strip(_SPACE)))
    return values


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Tell whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Tell whether a JSON value is an array."""
    return isinstance(value, list)


def _is_document(sample: Sample) -> bool:
    """One JSON document, or one value a line: the first line decides, if it is a whole object."""
    if sample.json in {"lines", "joined"}:
        return sample.json == "joined"
    text = sample.text.lstrip(_SPACE)
    if text.startswith("["):
        return True
    first, newline, rest = text.partition("\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return not _some_line_is_whole(rest)
    return not newline or not rest.strip(_SPACE)


def _some_line_is_whole(text: str) -> bool:
    """Whether a later line is an object of its own: then the first line is merely broken."""
    for line in text.splitlines()[:20]:
        if line.startswith("{"):
            with contextlib.suppress(ValueError, RecursionError):
                return is_object(json.loads(line))
    return False


def _line_values(sample: Sample) -> Iterator[tuple[int, Any]]:
    with reading_text(sample) as lines:
        for number, line in enumerate(lines, start=1):
            stripped = line.strip(_SPACE)
            if not stripped:
                continue
            try:
                yield number, json.loads(stripped)
            except RecursionError:
                yield number, Broken("nested too deeply to be read", stripped)
            except ValueError as error:
                yield number, Broken(f"not JSON: {error}", stripped)


def _document_values(sample: Sample, members: Sequence[str]) -> Iterator[tuple[int, Any]]:
    with reading_text(sample) as stream:
        document = _Document(sample.shown, stream)
        try:
            if document.peek() == "[":
                yield from enumerate(document.array(), start=1)
            elif sample.json == "joined":
                yield from enumerate(document.joined(), start=1)
            else:
                yield from _members_or_whole(document, members)
        except RecursionError as error:
            raise _too_deep(sample) from error


def _too_deep(sample: Sample) -> FileError:
    return FileError(
        sample.shown,
        "the JSON is nested too deeply to be read",
        hint="Real exports nest a few levels; check how this file was made.",
        code="input.file.too-deep",
    )


def _members_or_whole(document: _Document, members: Sequence[str]) -> Iterator[tuple[int, Any]]:
    rest: dict[str, Any] = {}
    number = 0
    streamed = False
    for name in document.names():
        if name in members and document.peek() == "[":
            streamed = True
            for value in document.array():
                number += 1
                yield number, value
        else:
            rest[name] = document.value()
    if not streamed:
        yield 1, rest


class _Document:
    """A cursor over one JSON document, holding no more than one value and a chunk."""

    def __init__(self, shown: str, stream: io.TextIOBase) -> None:
        self._shown = shown
        self._stream = stream
        self._decoder = json.JSONDecoder()
        self._buffer = ""
        self._position = 0
        self._before = 0
        self._ended = False

    def peek(self) -> str:
        """Return the next character that is not space; empty at the end."""
        while True:
            while self._position < len(self._buffer):
                character = self._buffer[self._position]
                if character not in _SPACE:
                    return character
                self._position += 1
            if not self._fill():
                return ""

    def array(self) -> Iterator[Any]:
        """Yield the values of an array; the cursor stands on its bracket."""
        self._take("[")
        if self.peek() == "]":
            self._take("]")
            return
        while True:
            yield self.value()
            if self.peek() != ",":
                break
            self._take(",")
        self._take("]")

    def joined(self) -> Iterator[Any]:
        """Yield values that stand one behind the other, with nothing between them."""
        while self.peek():
            yield self.value()

    def names(self) -> Iterator[str]:
        """Yield the names of an object; the caller reads each value before it goes on."""
        self._take("{")
        if self.peek() == "}":
            self._take("}")
            return
        while True:
            name = self.value()
            self._take(":")
            yield str(name)
            if self.peek() != ",":
                break
            self._take(",")
        self._take("}")

    def entries(self) -> Iterator[tuple[str, Any]]:
        """Yield (key, value) of the next value if it is an object or array, else decode it."""
        if self.peek() == "{":
            for name in self.names():
                yield name, self.value()
        elif self.peek() == "[":
            for number, value in enumerate(self.array(), start=1):
                yield str(number), value
        else:
            self.value()

    def value(self) -> Any:
        """Decode the next value, reading on for as long as it is incomplete."""
        if not self.peek():
            raise self._error("the document ends too early")
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._position)
            except ValueError as error:
                if len(self._buffer) - self._position > _LONGEST_VALUE or not self._fill():
                    raise self._error(f"not JSON: {error}") from error
                continue
            # a number at the very end of the buffer may go on in the next chunk
            if end == len(self._buffer) and not self._ended and self._fill():
                continue
            self._position = end
            return value

    def _take(self, wanted: str) -> None:
        found = self.peek()
        if found != wanted:
            raise self._error(f"expected {wanted!r}, found {found!r}" if found else "cut off")
        self._position += 1

    def _fill(self) -> bool:
        """Read on, at least doubling what is unread: a long value is decoded few times."""
        unread = len(self._buffer) - self._position
        chunk = self._stream.read(max(_CHUNK, unread))
        if not chunk:
            self._ended = True
            return False
        self._before += self._position
        self._buffer = self._buffer[self._position :] + chunk
        self._position = 0
        return True

    def _error(self, found: str) -> FileError:
        return FileError(
            self._shown,
            found,
            hint="Export the file again; the JSON is damaged or was cut off.",
            place=f"character {self._before + self._position + 1}",
            code="input.file.json",
        )


def xml_head(sample: Sample) -> str:
    """Return the head of an XML file in lower case, for recognition; empty for anything else."""
    head = sample.text or sample.head.decode("utf-8", errors="replace")
    head = head[:200_000].lstrip(_SPACE).lower()
    return head if head.startswith("<") else ""
