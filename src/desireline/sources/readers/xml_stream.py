"""Elements of an XML file, one at a time, without ever trusting its document type.

In: a file.  Out: complete elements, each freed after use, so that memory does not grow with the
file. A DTD is refused outright: event logs need none, and entities are how XML attacks work.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from desireline.errors import FileError
from desireline.sources.model import Sample
from desireline.sources.readers import content


class Element(Protocol):
    """The part of an ElementTree element that readers use."""

    tag: str
    attrib: dict[str, str]
    text: str | None

    def __iter__(self) -> Iterator[Element]: ...

    def clear(self) -> None:
        """Free what hangs below."""
        ...


def local_name(element: Element) -> str:
    """Drop the name space: XES 1.0 has one, many writers leave it out."""
    return element.tag.rpartition("}")[2]


def elements(sample: Sample, names: set[str], *, inside: str | None = None) -> Iterator[Element]:
    """Yield elements of the given names, complete; what else stands beside them is freed.

    Args:
        sample: the file.
        names: local names wanted.
        inside: local name of the parent; the document's root when None.

    Raises:
        FileError: not well-formed, cut off, or with a DTD, with the place.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        with content.reading(sample) as raw:
            yield from _walk(
                iterparse(raw, events=("start", "end"), forbid_dtd=True), names, inside
            )
    except DefusedXmlException as error:
        raise FileError(
            sample.shown,
            f"the XML declares a document type or entities ({type(error).__name__})",
            hint="Event logs need neither; remove the DOCTYPE, or export the log again.",
            code="input.file.dtd",
        ) from error
    except ParseError as error:
        line, column = error.position
        raise FileError(
            sample.shown,
            f"not well-formed XML: {error}",
            hint="The file is damaged or cut off; export or download it again.",
            place=f"line {line}, column {column + 1}",
            code="input.file.xml",
        ) from error


def _walk(parser: Any, names: set[str], inside: str | None) -> Iterator[Element]:
    """Yield at end tags. An element is freed once it can no longer be part of a wanted one."""
    path: list[Element] = []
    wanted = 0
    for what, element in parser:
        if what == "start":
            is_child = len(path) == 1 if inside is None else _is_in(path, inside)
            wanted += is_child and local_name(element) in names
            path.append(element)
            continue
        path.pop()
        is_child = len(path) == 1 if inside is None else _is_in(path, inside)
        if is_child and local_name(element) in names:
            wanted -= 1
            yield element
        if not wanted and path:
            path[-1].clear()


def _is_in(path: list[Element], inside: str) -> bool:
    """The parent has the name and stands directly in the root: OCEL 2.0 also nests `objects`."""
    return len(path) == 2 and local_name(path[-1]) == inside
