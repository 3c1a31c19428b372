"""E-mail archives: mbox files, Maildir folders, .eml files, all of one import together.

In: mails.  Out: one event a mail: *customer e-mail*, *agent e-mail*, what machines send (*automatic
e-mail*, *automatic reply*, *e-mail bounced*) and mails among colleagues (*internal e-mail*, actor
`company`). The subject is always the customer, also of what the company writes; the conversation is the
thread, found through ids, whatever file its mails stand in. Only own words are text: quotes and
signatures go. A stranger's `noreply@` is nobody's customer and is set aside with the reason.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from desireline.sources.documents import MAIL
from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import values
from desireline.sources.readers.mail_messages import Envelope, envelope, is_nobody, messages
from desireline.sources.readers.mail_sides import OPTION, Sides, is_of
from desireline.sources.readers.mail_words import attachments_in, said_in
from desireline.sources.readers.records import Event, refuse


class MailReader:
    """Reads mails of every archive format, threads across files."""

    name = "email"
    together = True

    def match(self, sample: Sample) -> Match | None:
        """Claim what begins with a mail's header."""
        if sample.container != MAIL:
            return None
        form = "an mbox file" if sample.head.lstrip().startswith(b"From ") else "a mail"
        return Match(confidence=0.97, why=f"From, Date and other headers: {form}")

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        box = _Mailbox()
        for sample in unit.samples:
            for _, raw in messages(sample):
                box.see(envelope(raw, name=_file_name(sample)))
        answer = values.text(unit.options.get(OPTION))
        box.settle(box.sides.company(answer, unit.samples[0].shown))
        for sample in unit.samples:
            sink.reading(sample.shown)
            left_out: Counter[str] = Counter()
            for line, raw in messages(sample):
                sink.row()
                _hand_over(box, sample, line, raw, sink=sink, left_out=left_out)
            sink.detected("company", ", ".join(sorted(box.company)))
            if left_out:
                words = ", ".join(f"{count} {why}" for why, count in sorted(left_out.items()))
                sink.warn(f"Mails left out: {words}.")


READER = MailReader()
_CHANNELS = {"internal e-mail": "system", "web form message": "web"}


def _file_name(sample: Sample) -> str:
    return PurePath(sample.member or sample.shown).name


def _hand_over(
    box: _Mailbox, sample: Sample, line: int, raw: bytes, *, sink: Sink, left_out: Counter[str]
) -> None:
    mail = envelope(raw, name=_file_name(sample))
    if mail.left_out is not None:
        left_out[mail.left_out] += 1
        return
    try:
        event = box.event(mail, raw)
    except values.UnreadableError as error:
        refuse(sink, line, error, raw[:4000].decode("utf-8", errors="replace"))
        return
    sink.event(source_line=line, **event)


@dataclass(slots=True)
class _Mailbox:
    """What all mails together say: who is the company, which mails are one thread, whose it is."""

    sides: Sides = field(default_factory=Sides)
    company: frozenset[str] = frozenset()
    _before: dict[str, str] = field(default_factory=dict[str, str])
    """Id of a message or mark of a conversation -> what it hangs on."""
    _seen: list[tuple[str, str | None, tuple[str, ...]]] = field(default_factory=list[Any])
    _customer: dict[str, str] = field(default_factory=dict[str, str])
    """Root of a thread -> the customer's address."""

    def see(self, mail: Envelope) -> None:
        """First pass: take note of a mail."""
        if mail.left_out is not None:
            return
        self.sides.see(mail)
        own = _key(mail)
        # whoever comes first in the chain stays the root: the thread's name does not depend on the
        # order in which its mails are read, nor on which of them are there
        first, *others = (*([mail.index] if mail.index else ()), *mail.refers, own)
        for other in others:
            self._join(first, other)
        self._seen.append((own, mail.sender, mail.to))

    def settle(self, company: frozenset[str]) -> None:
        """Between the passes: whose thread is whose."""
        self.company = company
        for own, sender, to in self._seen:
            everybody = (one for one in (sender, *to) if one)
            customer = next((one for one in everybody if self._is_customer(one)), None)
            if customer is not None:
                self._customer.setdefault(self._root(own), customer)
        self._seen.clear()

    def _is_customer(self, address: str) -> bool:
        return not is_of(self.company, address) and not is_nobody(address)

    def _join(self, one: str, other: str) -> None:
        mine, theirs = self._root(one), self._root(other)
        if mine != theirs:
            self._before[theirs] = mine

    def _root(self, key: str) -> str:
        root = key
        while root in self._before:
            root = self._before[root]
        while key != root:
            self._before[key], key = root, self._before[key]
        return root

    def event(self, mail: Envelope, raw: bytes) -> Event:
        """Second pass: the event of a mail.

        Raises:
            UnreadableError: it has no time, or no customer has to do with it.
        """
        if mail.at is None:
            raise values.UnreadableError("no-time", f"no readable Date: {mail.date_text[:80]!r}")
        root = self._root(_key(mail))
        who = self._roles(mail, root)
        thread = hashlib.sha256(root.encode()).hexdigest()[:16]
        zone = mail.at.strftime("%z")
        people = {who["customer"]: mail.names.get(who["customer"])}
        if mail.sender == who["customer"]:
            people[mail.sender] = mail.sender_name
        return {
            "event_id": f"email:{mail.id}" if mail.id else None,
            "record": thread,
            "part": hashlib.sha256(mail.id.encode()).hexdigest()[:12] if mail.id else None,
            "subject": f"email:{who['customer']}",
            "identifiers": values.names(email=who["customer"], name=people[who["customer"]]),
            "at": mail.at,
            "zone": f"{zone[:3]}:{zone[3:5]}" if zone else None,
            "channel": _CHANNELS.get(who["activity"], "email"),
            "activity": who["activity"],
            "actor": who["actor"],
            "direction": who["direction"],
            "text": _text(mail, raw, is_first=not mail.refers),
            "object_ids": [f"conversation:{thread}"],
            "attributes": values.leftovers(
                {"subject": mail.subject, "attachments": attachments_in(raw)}
            ),
        }

    def _roles(self, mail: Envelope, root: str) -> dict[str, Any]:
        """Who acted, what it was, and who the customer is."""
        sender = mail.sender
        if sender is None:
            raise values.UnreadableError("no-subject", "the mail has no From")
        recipients = [one for one in mail.to if self._is_customer(one)]
        if mail.is_bounce:
            failed = [one for one in (*mail.failed, *recipients) if self._is_customer(one)]
            customer = failed[0] if failed else self._customer.get(root)
            return self._of("e-mail bounced", "system", None, customer)
        if is_of(self.company, sender):
            return self._sent(mail, sender, recipients, root)
        if is_nobody(sender) or mail.is_mailing:
            raise values.UnreadableError(
                "not-a-customer", "a mailing, or a sender that takes no answers, of somebody else"
            )
        if mail.is_automatic:
            return self._of("automatic reply", "system", "inbound", sender)
        return self._of("customer e-mail", "customer", "inbound", sender)

    def _sent(
        self, mail: Envelope, sender: str, recipients: list[str], root: str
    ) -> dict[str, Any]:
        """A mail of the company's: to a customer, among colleagues, or from its website's form."""
        behind = mail.reply_to
        if recipients:
            if is_nobody(sender) or mail.is_automatic or mail.is_mailing:
                return self._of("automatic e-mail", "system", "outbound", recipients[0])
            return self._of("agent e-mail", "employee", "outbound", recipients[0])
        if behind is not None and self._is_customer(behind):
            return self._of("web form message", "customer", "inbound", behind)
        return self._of("internal e-mail", "company", None, self._customer.get(root))

    @staticmethod
    def _of(
        activity: str, actor: str, direction: str | None, customer: str | None
    ) -> dict[str, Any]:
        if customer is None:
            raise values.UnreadableError("no-subject", f"{activity}: no customer took part in it")
        return {"activity": activity, "actor": actor, "direction": direction, "customer": customer}


def _key(mail: Envelope) -> str:
    return mail.id or f"{mail.sender}|{mail.date_text}|{mail.subject}"


def _text(mail: Envelope, raw: bytes, *, is_first: bool) -> str | None:
    """Own words; the subject line is part of them where it is new."""
    words = said_in(raw)
    if is_first and mail.subject and not mail.is_automatic:
        return "\n".join(piece for piece in (mail.subject, words) if piece)
    return words
