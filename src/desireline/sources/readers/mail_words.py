"""What somebody wrote in a mail: without the message that is answered, without the signature.

In: a raw message.  Out: its own words, or None. Quotes and signatures have marks of many programs and
languages, and some have none; where a line could be either, it stays: words too many are better than
words lost. What was cut is counted by the reader, not kept.
"""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from desireline.sources.readers.markup import plain

_ANSWERED = re.compile(
    r"^[ \t]*(?:"
    r"(?:On|Am|Le|El|Il|Op|Em|Den|Dnia|W dniu)\b[^\n]{5,200}(?:\n[^\n]{0,120})?"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napisał\(a\)|napisał)[^\n]{0,80}:"
    r"|-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|"
    r"Messaggio originale|Oorspronkelijk bericht|Forwarded message|Weitergeleitete Nachricht|"
    r"Original-Nachricht|Mensagem original)\s*-{2,}"
    r"|_{10,}[ \t]*\n+[ \t]*\**(?:From|Von|De|Da|Van)\**:"
    r"|\**(?:From|Von|De|Da|Van)\**:[^\n]+\n[ \t]*\**(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|Verzonden)\**:"
    r"|Begin forwarded message:|Anfang der weitergeleiteten Nachricht:"
    r"|##-\s*[^\n]{5,80}\s*-##"
    r")",
    re.MULTILINE | re.IGNORECASE,
)
_SIGNED = re.compile(
    r"^(?:-- ?$|__+$"
    r"|(?:Sent from my|Sent from (?:Outlook|Yahoo|Mail)|Get Outlook for|Von meinem \S+ gesendet|Gesendet von|"
    r"Envoyé de(?:puis)? mon|Enviado desde mi|Inviato da|Verstuurd vanaf|Diese Nachricht wurde von meinem)\b.*$)",
    re.MULTILINE | re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^[ \t]*(?:(?:kind|best|warm|many|with kind|with best)? ?(?:regards|wishes)|best|cheers|sincerely(?: yours)?|"
    r"yours (?:sincerely|faithfully|truly)|thanks(?: (?:again|and regards|in advance))?|many thanks|thank you|"
    r"(?:mit )?(?:freundlichen|besten|vielen|lieben|schönen|herzlichen) (?:grüßen|grüssen|gruß|dank)|"
    r"(?:freundliche|beste|viele|liebe|schöne|herzliche) grü(?:ß|ss)e|(?:lg|mfg|vg|gruß)|"
    r"cordialement|bien à vous|sincères salutations|(?:un )?saludos?(?: cordial(?:es)?)?|atentamente|"
    r"cordiali saluti|distinti saluti|(?:met )?vriendelijke groet(?:en)?|atenciosamente|abraços)[ \t]*[,.!]?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"^[ \t*]*(?:(?:this|the information (?:in|contained)).{0,60}(?:e-?mail|message).{0,120}confidential"
    r"|confidentiality notice|disclaimer:|diese e-?mail.{0,80}vertraulich"
    r"|please consider the environment before printing)",
    re.MULTILINE | re.IGNORECASE,
)
_MOST_SIGNATURE_LINES = 10
_LONGEST_SIGNATURE_LINE = 90


def said_in(raw: bytes) -> str | None:
    """Give the own words of a message."""
    mail = message_from_bytes(raw, policy=policy.default)
    body = _body(mail)
    return None if body is None else own_words(body)


def attachments_in(raw: bytes) -> int:
    """Count the files that a message carries."""
    mail = message_from_bytes(raw, policy=policy.compat32)
    return sum(1 for part in mail.walk() if part.get_content_disposition() == "attachment")


def own_words(body: str) -> str | None:
    """Cut what is answered, the signature and the small print from a plain text."""
    text = body.replace("\r\n", "\n").replace("\u00a0", " ")
    text = text[: answered.start()] if (answered := _ANSWERED.search(text)) else text
    text = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))
    for mark in (_SIGNED, _DISCLAIMER):
        found = mark.search(text)
        text = text[: found.start()] if found else text
    text = _without_closing(text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() or None


def _without_closing(text: str) -> str:
    """`Kind regards` and what follows, when that is short enough to be a name, a job and numbers."""
    for found in _CLOSING.finditer(text):
        rest = [line.strip() for line in text[found.end() :].split("\n") if line.strip()]
        short = all(len(line) <= _LONGEST_SIGNATURE_LINE for line in rest)
        if found.start() and short and len(rest) <= _MOST_SIGNATURE_LINES:
            return text[: found.start()]
    return text


def _body(mail: EmailMessage) -> str | None:
    """The plain part, else the HTML part without what it quotes."""
    for kind in ("plain", "html"):
        try:
            part = mail.get_body(preferencelist=(kind,))
            text = None if part is None else _decoded(cast("EmailMessage", part))
        except (KeyError, LookupError, ValueError, AttributeError, TypeError, AssertionError):
            text = None  # a part that contradicts itself: the other one may be sound
        if kind == "html":
            text = plain(text, quotes=False)
        if text and text.strip():
            return text
    return None


def _decoded(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return payload.decode(charset)
    except (LookupError, UnicodeDecodeError):
        try:
            return payload.decode("utf-8")
        except UnicodeDecodeError:
            return payload.decode("cp1252", errors="replace")
