"""Mails one by one: out of an mbox file, or a file that is one mail; and what a header says.

In: a file.  Out: raw messages with the line on which each begins, and `Envelope`s. A line `From ` inside
a mail begins a new one only when it looks like a separator and a header follows, because some programs
do not escape it. A message is cut at 32 MB: what comes later is an attachment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime

from desireline.sources.model import Sample
from desireline.sources.readers import content, values

_SEPARATOR = re.compile(rb"From \S+.{0,40} \d\d:\d\d(:\d\d)? .{0,12}\d{4}\s*")
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:")
_LONGEST = 32 << 20
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_NOBODY = re.compile(
    r"(?:^|[._+-])(?:no-?_?reply|do-?_?not-?_?reply|nicht-?antworten|mailer-daemon|postmaster|bounces?)(?:$|[._+-])",
    re.IGNORECASE,
)
_AUTO_SUBJECT = re.compile(
    r"^\s*(?:automatic reply|auto(?:matische)? ?(?:reply|response|antwort)|out of (?:the )?office|"
    r"abwesenheits\w*|abwesend|réponse automatique|respuesta automática|risposta automatica|"
    r"automatisch antwoord|resposta automática)\b",
    re.IGNORECASE,
)
_UNREACHED = re.compile(
    rb"^(?:Original|Final)-Recipient:\s*rfc822;\s*(\S+)", re.IGNORECASE | re.MULTILINE
)
_EXPUNGED = 0x0008


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What a header says; addresses in lower case."""

    id: str | None
    refers: tuple[str, ...]
    """Ids of the messages before it, the oldest first."""
    index: str | None
    """The conversation's own mark, where the program gives one (Gmail, Outlook)."""
    sender: str | None
    sender_name: str | None
    to: tuple[str, ...]
    names: dict[str, str]
    """What recipients are called, by address."""
    owner: tuple[str, ...]
    """Whose mailbox it lay in, as the server noted."""
    was_received: bool
    at: datetime | None
    date_text: str
    subject: str
    left_out: str | None
    """Why it is no mail that anybody sent or got: draft, spam, deleted."""
    is_automatic: bool
    """A machine answered: out of office, ticket received."""
    is_mailing: bool
    """Sent to many: a newsletter, a list."""
    is_bounce: bool
    reply_to: str | None
    failed: tuple[str, ...]


def messages(sample: Sample) -> Iterator[tuple[int, bytes]]:
    """Yield (line, raw message) of an mbox file or of a file that is one mail."""
    with content.reading(sample) as stream:
        first = stream.readline()
        while first and not first.strip():
            first = stream.readline()
        if not _SEPARATOR.fullmatch(first):
            yield 1, first + stream.read(_LONGEST)
            return
        start, number = 2, 1
        held: list[bytes] = []
        size = 0
        pending: bytes | None = None
        for line in stream:
            number += 1
            if pending is not None:
                if _HEADER.match(line) or line.startswith(b">From "):
                    yield start, b"".join(held)
                    held, size, start = [], 0, number
                else:
                    held.append(pending)
                pending = None
            if line.startswith(b"From ") and _SEPARATOR.fullmatch(line):
                pending = line
                continue
            if size < _LONGEST:
                held.append(line)
                size += len(line)
        if b"".join(held).strip():
            yield start, b"".join(held)


def envelope(raw: bytes, *, name: str = "") -> Envelope:
    """Read a header.

    Args:
        raw: the message.
        name: of its file: a Maildir keeps what became of a mail there (`:2,DT`).
    """
    head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0] + b"\n\n"
    mail = BytesHeaderParser(policy=policy.compat32).parsebytes(head)
    refers = _ids(mail, "References") or _ids(mail, "In-Reply-To")
    people = getaddresses(_all(mail, "To", "Cc", "Bcc"))
    ((sender_name, sender),) = getaddresses(_all(mail, "From"))[:1] or [("", "")]
    date_text = str(mail.get("Date") or "")
    subject = _words(mail, "Subject")
    bounce = "multipart/report" in str(mail.get("Content-Type") or "").lower()
    bounce = bounce and "disposition-notification" not in str(mail.get("Content-Type")).lower()
    is_daemon = re.match(r"(mailer-daemon|postmaster)@", sender.lower()) is not None
    return Envelope(
        id=next(iter(_ids(mail, "Message-ID")), None),
        refers=refers,
        index=_index(mail),
        sender=_address(sender),
        sender_name=sender_name.strip() or None,
        to=tuple(dict.fromkeys(a for _, one in people if (a := _address(one)))),
        names={a: called for called, one in people if (a := _address(one)) and called.strip()},
        owner=tuple(
            a
            for _, one in getaddresses(_all(mail, "Delivered-To", "X-Original-To", "Envelope-To"))
            if (a := _address(one))
        ),
        was_received="Received" in mail,
        at=_time(mail, date_text),
        date_text=date_text,
        subject=subject,
        left_out=_left_out(mail, name),
        is_automatic=_is_automatic(mail, subject),
        is_mailing=_is_mailing(mail),
        reply_to=next(
            (a for _, one in getaddresses(_all(mail, "Reply-To")) if (a := _address(one))), None
        ),
        is_bounce=bounce or is_daemon,
        failed=_failed(mail, raw) if bounce or is_daemon else (),
    )


def is_nobody(address: str) -> bool:
    """Whether an address takes no answers: `noreply@`, `bounces+17@`."""
    return _NOBODY.search(address.split("@", maxsplit=1)[0]) is not None


def _failed(mail: Message, raw: bytes) -> tuple[str, ...]:
    """Whom a mail did not reach: in its header (Exim, Gmail), else in the report of RFC 3464."""
    said = getaddresses(_all(mail, "X-Failed-Recipients"))
    reported = [("", found.decode("ascii", "ignore")) for found in _UNREACHED.findall(raw)]
    return tuple(dict.fromkeys(a for _, one in (*said, *reported) if (a := _address(one))))


def _address(written: str) -> str | None:
    found = written.strip().strip("<>").lower()
    return found if "@" in found[1:-1] else None


def _all(mail: Message, *names: str) -> list[str]:
    return [_decoded(str(value)) for name in names for value in mail.get_all(name, [])]


def _decoded(written: str) -> str:
    try:
        return str(make_header(decode_header(" ".join(written.split()))))
    except (LookupError, ValueError):
        return written


def _words(mail: Message, name: str) -> str:
    return _decoded(str(mail.get(name) or "")).strip()


def _ids(mail: Message, name: str) -> tuple[str, ...]:
    return tuple(_MESSAGE_ID.findall(str(mail.get(name) or "")))


def _index(mail: Message) -> str | None:
    gmail = values.text(mail.get("X-GM-THRID"))
    if gmail is not None:
        return f"gmail:{gmail}"
    outlook = values.text(mail.get("Thread-Index"))
    # 22 bytes name the conversation, what follows the place in it
    return f"outlook:{outlook[:29]}" if outlook and len(outlook) >= 29 else None


def _time(mail: Message, date_text: str) -> datetime | None:
    received = str((mail.get_all("Received") or [""])[0]).rpartition(";")[2]
    for written in (date_text, received):
        try:
            found = parsedate_to_datetime(written.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if found.year > 1971:
            return found
    return None


def _left_out(mail: Message, name: str) -> str | None:
    _, flagged, flags = name.rpartition(":2,")
    flags = flags if flagged else ""
    labels = {label.strip().lower() for label in _words(mail, "X-Gmail-Labels").split(",")}
    try:
        status = int(str(mail.get("X-Mozilla-Status") or "0"), 16)
    except ValueError:
        status = 0
    if (
        "D" in flags
        or labels & {"drafts", "draft", "entwürfe"}
        or mail.get("X-Mozilla-Draft-Info")
    ):
        return "drafts"
    if "T" in flags or status & _EXPUNGED or labels & {"trash", "papierkorb"}:
        return "deleted"
    is_spam = str(mail.get("X-Spam-Flag") or "").strip().upper() == "YES"
    return "spam" if is_spam or "spam" in labels else None


def _is_automatic(mail: Message, subject: str) -> bool:
    """`auto-submitted: no` is a person."""
    submitted = str(mail.get("Auto-Submitted") or "no").strip().lower()
    precedence = str(mail.get("Precedence") or "").strip().lower()
    return (
        not submitted.startswith("no")
        or precedence == "auto_reply"
        or any(mail.get(name) for name in ("X-Autoreply", "X-Autorespond"))
        or _AUTO_SUBJECT.match(subject) is not None
    )


def _is_mailing(mail: Message) -> bool:
    precedence = str(mail.get("Precedence") or "").strip().lower()
    return precedence in {"bulk", "junk", "list"} or any(
        mail.get(name) for name in ("List-Id", "List-Unsubscribe")
    )
