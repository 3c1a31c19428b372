"""Mail by SMTP: one message to one recipient, as plain text.

In: a mail, and where the mail server is.  Out: nothing, or an error that says whether trying again may help. A
text is sent as it is: nothing in it is a template. Names and subjects cannot bring headers of their own.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from desireline.errors import InputError

_SECONDS = 30.0
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
Fate = Literal["sent", "again", "failed", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail. `key` says what it is: a second one with the same key is not sent."""

    key: str
    kind: str
    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """A mail server."""

    host: str
    port: int
    sender: str
    security: Literal["smtp", "smtp+starttls", "smtps"]
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"<Smtp {self.host}:{self.port}>"


def smtp_from(environment: Mapping[str, str]) -> Smtp | None:
    """Read DESIRELINE_SMTP and DESIRELINE_SMTP_PASSWORD; None where no mail is to be sent.

    Raises:
        InputError: the address cannot be read, or holds the password.
    """
    written = environment.get("DESIRELINE_SMTP")
    if not written:
        return None
    url = urlsplit(written)
    sender = parse_qs(url.query).get("from", [""])[0]
    if url.scheme not in _PORTS or not url.hostname or "@" not in sender or url.password:
        raise InputError(
            "DESIRELINE_SMTP is no address of a mail server.",
            hint="Write smtp+starttls://USER@HOST:587?from=maps@example.org, and the password into "
            "DESIRELINE_SMTP_PASSWORD.",
            code="mail.server",
        )
    security: Literal["smtp", "smtp+starttls", "smtps"] = "smtp"
    if url.scheme == "smtps":
        security = "smtps"
    elif url.scheme == "smtp+starttls":
        security = "smtp+starttls"
    return Smtp(
        host=url.hostname,
        port=url.port or _PORTS[url.scheme],
        sender=sender,
        security=security,
        user=unquote(url.username) if url.username else None,
        password=environment.get("DESIRELINE_SMTP_PASSWORD"),
    )


def composed(mail: Mail, sender: str) -> EmailMessage:
    """Write the message."""
    message = EmailMessage()
    message["From"] = Address("Desireline", addr_spec=sender)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = " ".join(mail.subject.split())[:150]
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


def send(mail: Mail, smtp: Smtp) -> tuple[Fate, str]:
    """Try once; say what became of it, and why."""
    try:
        message = composed(mail, smtp.sender)
    except (ValueError, IndexError) as error:
        return "failed", f"the mail cannot be written: {type(error).__name__}"
    try:
        server = _connected(smtp)
    except (OSError, smtplib.SMTPException) as error:
        return "again", _words(error)
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        (code, _), *_ = error.recipients.values()
        return _by_code(code), f"the server refused the recipient with {code}"
    except smtplib.SMTPResponseException as error:
        return _by_code(error.smtp_code), f"the server answered {error.smtp_code}"
    except (OSError, smtplib.SMTPException) as error:
        return "unknown", f"the answer was lost: {_words(error)}"  # it may have arrived
    else:
        return "sent", ""
    finally:
        server.close()


def _connected(smtp: Smtp) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if smtp.security == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            smtp.host, smtp.port, timeout=_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=_SECONDS)
    try:
        if smtp.security == "smtp+starttls":
            server.starttls(context=context)
        if smtp.user is not None:
            server.login(smtp.user, smtp.password or "")
    except BaseException:
        server.close()
        raise
    return server


def _by_code(code: int) -> Fate:
    return "again" if 400 <= code < 500 else "failed"


def _words(error: Exception) -> str:
    """Without what the other side wrote: it may quote anything."""
    return type(error).__name__
