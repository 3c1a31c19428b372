"""Texts that are no tables: mail, notes. Told from their first lines, before a table is looked for.

In: the first bytes of a file.  Out: what kind of document it is, or None. Prose has commas too, and a
mail's header has colons in each line: left to the table's detection they would become columns.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

MAIL = "mail"
"""Container of a mail or of a file of mails."""
NOTES = "notes"
"""Container of a text that somebody wrote and signed: interview, workshop, note, study."""
NOTE_KEYS = frozenset(
    [
        "kind",
        "author",
        "date",
        "title",
        "participant",
        "participants",
        "customer",
        "touchpoint",
        "stage",
        "source",
        "url",
        "publisher",
        "art",
        "autor",
        "datum",
        "titel",
        "teilnehmer",
        "kunde",
        "interviewer",
        "moderator",
        "interviewee",
        "verfasser",
        "verfasserin",
        "autorin",
        "kundin",
        "teilnehmerin",
        "befragte",
        "befragter",
        "berührungspunkt",
        "kontaktpunkt",
        "phase",
        "herausgeber",
        "quelle",
        "sprache",
        "language",
        "zone",
    ]
)
NOTE_HINT = "If it is a note, an interview or a study: put lines such as `Date: 2026-03-04` and `Author: Kim` at its top."
_MBOX = re.compile(rb"From \S+.{0,40} \d\d:\d\d(:\d\d)? .{0,12}\d{4}", re.DOTALL)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?.*|[ \t]+\S.*")
_TELLING = frozenset({b"date", b"message-id", b"received", b"mime-version", b"return-path", b"delivered-to", b"to", b"subject"})  # fmt: skip
_NOTE_LINE = re.compile(r"(?:[-*#>]\s*)?\**([A-Za-zäöüÄÖÜß]{3,15})\**\s*:\**\s*(\S.*)")
_FENCE = "---"
_LONGEST_TITLE = 120
_WORD = "word/document.xml"


def kind_of(head: bytes) -> str | None:
    """Name the kind of document that begins like this."""
    if is_mail(head):
        return MAIL
    start = head[:4000].decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    return NOTES if _is_notes(start) else None


def is_mail(head: bytes) -> bool:
    """Whether a mail (RFC 5322) or a file of mails (mbox) begins like this."""
    start = head[:64_000].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    first, _, rest = start.partition(b"\n")
    if _MBOX.fullmatch(first.strip()):
        start = rest
    elif start.startswith(b"From "):
        return False
    names: set[bytes] = set()
    for line in start.split(b"\n")[:200]:
        if not line.strip():
            break
        found = _HEADER.fullmatch(line.rstrip(b"\r"))
        if found is None:
            # what a server wrote before the header, as some archives keep it
            if line.startswith(b">From "):
                continue
            return False
        if found.group(1):
            names.add(found.group(1).lower())
    return b"from" in names and len(names & _TELLING) >= 2


def is_word(path: Path, member: str | None) -> bool:
    """Whether a zip with office content is a text document (DOCX), not a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            if member is None:
                return _WORD in archive.namelist()
            with archive.open(member) as inner, zipfile.ZipFile(inner) as document:
                return _WORD in document.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _is_notes(start: str) -> bool:
    """A date and an author, or a kind that notes have, in lines of their own before the words."""
    keys = note_head(start)[0]
    words = {key for key in keys if key in NOTE_KEYS}
    has_date = bool(words & {"date", "datum"})
    return has_date and len(words) >= 2 and not {"from", "to", "subject"} & keys.keys()


def note_head(text: str) -> tuple[dict[str, str], str]:
    """Split a document into what its first lines say (`author: Kim`) and the rest.

    The lines stand between `---`, or at the top, under a title and with blank lines between them.
    """
    lines = text.lstrip("\ufeff \t\r\n").splitlines()
    if lines and lines[0].strip() == _FENCE:
        end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == _FENCE), 0)
        pairs = [_NOTE_LINE.fullmatch(line.strip()) for line in lines[1:end]]
        return dict(map(_pair, filter(None, pairs))), "\n".join(lines[end + 1 :])
    found: dict[str, str] = {}
    title: str | None = None
    at = 0
    for at, line in enumerate([*lines, _FENCE]):  # noqa: B007 - where the rest begins
        plain = line.strip()
        pair = _NOTE_LINE.fullmatch(plain)
        if pair is not None and pair.group(1).lower() in NOTE_KEYS:
            found.update([_pair(pair)])
        elif plain and title is None and not found and len(plain) <= _LONGEST_TITLE:
            title = plain.lstrip("# ").strip()
        elif plain:
            break
    if not found:
        return {}, text
    return {**({"title": title} if title else {}), **found}, "\n".join(lines[at:])


def _pair(found: re.Match[str]) -> tuple[str, str]:
    return found.group(1).lower(), found.group(2).strip().strip("\"'*").strip()
