"""Which side of a mailbox is the company: one address or domain is in nearly every mail.

In: envelopes.  Out: the company's domains or addresses, or the question to ask. Servers note whose mailbox
a mail was delivered to; a mail that was never received was sent by the owner. Where neither is noted,
the domain that takes part in clearly most mails is the company: customers are many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from desireline.errors import AmbiguityError
from desireline.sources.readers.mail_messages import Envelope

OPTION = "company_domain"
_PUBLIC = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "msn.com",
        "yahoo.com",
        "yahoo.de",
        "icloud.com",
        "me.com",
        "aol.com",
        "gmx.de",
        "gmx.net",
        "gmx.at",
        "web.de",
        "t-online.de",
        "freenet.de",
        "proton.me",
        "protonmail.com",
        "mail.ru",
        "yandex.ru",
        "qq.com",
        "163.com",
        "orange.fr",
        "free.fr",
        "laposte.net",
        "libero.it",
        "uol.com.br",
    ]
)
_MOST = 0.8
_CLEARLY = 0.2


@dataclass(slots=True)
class Sides:
    """Counts who takes part, then says who the company is."""

    mails: int = 0
    parties: Counter[str] = field(default_factory=Counter[str])
    owners: Counter[str] = field(default_factory=Counter[str])
    _senders: Counter[str] = field(default_factory=Counter[str])
    """Of mails that no server received: they tell the owner where the others were received."""
    _received: int = 0

    def see(self, envelope: Envelope) -> None:
        """Take note of one mail."""
        self.mails += 1
        everybody = (*envelope.to, *([envelope.sender] if envelope.sender else ()))
        self.parties.update({party(address) for address in everybody})
        self._received += envelope.was_received
        self.owners.update(party(address) for address in envelope.owner[:1])
        if envelope.sender and not envelope.was_received:
            self._senders[party(envelope.sender)] += 1

    def company(self, answer: str | None, shown: str) -> frozenset[str]:
        """Give the company's domains and addresses.

        Raises:
            AmbiguityError: two sides take part equally often, and nobody said who they are.
        """
        if answer:
            words = answer.replace(",", " ").split()
            return frozenset(word.strip().lower().removeprefix("@") for word in words)
        ranked = self.parties.most_common(4)
        likely = self._owner() or self._in_most(ranked)
        if likely is not None:
            return frozenset({likely})
        names = sorted(name for name, _ in ranked)
        raise AmbiguityError(
            f"{shown}: it is not clear whose mailbox this is: {' or '.join(names[:3]) or 'nobody named'}.",
            hint="Say which domain (or address) is your company's.",
            question="Which of these is your company?",
            choices={name: name for name in names},
            option=OPTION,
        )

    def _owner(self) -> str | None:
        """Who most mails were delivered to or sent by, if they take part in at least half."""
        owners = self.owners + self._senders if self._received else self.owners
        total = owners.total()
        for name, votes in owners.most_common(1):
            least = self.mails / 2
            if votes >= _MOST * total and self.parties[name] >= least and total >= least:
                return name
        return None

    def _in_most(self, ranked: list[tuple[str, int]]) -> str | None:
        (name, count), *others = ranked or [("", 0)]
        second = others[0][1] if others else 0
        enough = count >= _MOST * self.mails and count - second >= _CLEARLY * self.mails
        return name if name and enough and self.mails > 1 else None


def party(address: str) -> str:
    """The domain, or the whole address where everybody may have one of that domain."""
    domain = address.rpartition("@")[2]
    return address if domain in _PUBLIC else domain


def is_of(company: Iterable[str], address: str) -> bool:
    """Whether an address belongs to the company; sub-domains do."""
    domain = address.rpartition("@")[2]
    return any(side in {address, domain} or domain.endswith(f".{side}") for side in company)
