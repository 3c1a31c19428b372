"""The text of a Word document: paragraphs, with headings and list items marked as in Markdown.

In: a DOCX.  Out: its text, and who made it when (the core properties). Only the body is read: headers,
footnotes, comments and tracked deletions are not what the author says. XML with a DTD is refused.
"""

from __future__ import annotations

import re
import zipfile
from typing import Any

from desireline.errors import FileError
from desireline.sources.model import Sample

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_LARGEST = 64 << 20
_HEADING = re.compile(r"(?:heading|berschrift|titre|t[ií]tulo|titel|title)\s?\d?", re.IGNORECASE)


def text_of(sample: Sample) -> tuple[str, dict[str, str]]:
    """Give the text, and the properties `author`, `date`, `title`.

    Raises:
        FileError: it is damaged, or holds what no document holds.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException

    try:
        with zipfile.ZipFile(sample.path) as archive:
            body = _part(sample, archive, "word/document.xml")
            core = _part(sample, archive, "docProps/core.xml")
    except (zipfile.BadZipFile, OSError, KeyError, ParseError, DefusedXmlException) as error:
        raise FileError(
            sample.shown,
            f"the document cannot be opened ({type(error).__name__})",
            hint="Open and save it again, or save it as plain text.",
            code="input.file.damaged",
        ) from error
    paragraphs = [] if body is None else [_paragraph(one) for one in body.iter(f"{_W}p")]
    return "\n\n".join(paragraphs), _properties(core)


def _part(sample: Sample, archive: zipfile.ZipFile, name: str) -> Any:
    from defusedxml.ElementTree import fromstring

    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > _LARGEST:
        raise FileError(
            sample.shown,
            f"its text is larger than {_LARGEST >> 20} MB",
            hint="Save it as plain text, in parts.",
            code="input.file.bomb",
        )
    return fromstring(archive.read(name), forbid_dtd=True)


def _paragraph(paragraph: Any) -> str:
    pieces: list[str] = []
    for run in paragraph.iter():
        if run.tag == f"{_W}t":
            pieces.append(run.text or "")
        elif run.tag in {f"{_W}br", f"{_W}cr"}:
            pieces.append("\n")
        elif run.tag == f"{_W}tab":
            pieces.append(" ")
    said = "".join(pieces).strip()
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = "" if style is None else str(style.get(f"{_W}val") or "")
    if said and _HEADING.match(name):
        return f"# {said}"
    is_item = paragraph.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith("List")
    return f"- {said}" if said and is_item else said


def _properties(core: Any) -> dict[str, str]:
    if core is None:
        return {}
    wanted = {"author": f"{_DC}creator", "date": f"{_TERMS}created", "title": f"{_DC}title"}
    found = {key: core.findtext(tag) for key, tag in wanted.items()}
    return {key: said.strip() for key, said in found.items() if said and said.strip()}
