"""Texts that are no tables: mail, notes. Told from their first lines, before a table is looked for.

In: the first bytes of a file.  Out: what kind of document it is, or None. Prose has commas too, and a
mail's header has colons in each line: left to the table's detection they would become columns.
"""

from __future__ import annotations

import re

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
        "language",
        "zone",
    ]
)
_MBOX = re.compile(rb"From \S+.{0,40} \d\d:\d\d(:\d\d)? .{0,12}\d{4}", re.DOTALL)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?.*|[ \t]+\S.*")
_TELLING = frozenset({b"date", b"message-id", b"received", b"mime-version", b"return-path", b"delivered-to", b"to", b"subject"})  # fmt: skip
_NOTE_LINE = re.compile(r"(?:[-*#>]\s*)?\**([A-Za-z]{3,12})\**\s*:\**\s*(\S.*)")
_FENCE = "---"


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


def _is_notes(start: str) -> bool:
    """A date and an author, or a kind that notes have, in lines of their own before the words."""
    keys = note_head(start)[0]
    words = {key for key in keys if key in NOTE_KEYS}
    has_date = bool(words & {"date", "datum"})
    return has_date and len(words) >= 2 and not {"from", "to", "subject"} & keys.keys()


def note_head(text: str) -> tuple[dict[str, str], str]:
    """Split a document into what its first lines say (`author: Kim`) and the rest.

    The lines stand between `---`, or at the top, a heading or blank lines between them.
    """
    lines = text.lstrip("\ufeff \t\r\n").splitlines()
    found: dict[str, str] = {}
    fenced = bool(lines) and lines[0].strip() == _FENCE
    at = 1 if fenced else 0
    while at < len(lines):
        line = lines[at].strip()
        if fenced and line == _FENCE:
            return found, "\n".join(lines[at + 1 :])
        pair = _NOTE_LINE.fullmatch(line)
        is_key = pair is not None and (fenced or pair.group(1).lower() in NOTE_KEYS)
        if is_key and pair is not None:
            found[pair.group(1).lower()] = pair.group(2).strip().strip("\"'*").strip()
        elif line.startswith("# ") and "title" not in found:
            found["title"] = line[2:].strip()
        elif line and not fenced:
            break
        at += 1
    return found, "\n".join(lines[at:])
