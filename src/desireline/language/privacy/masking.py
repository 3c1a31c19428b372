"""Personal data out of texts: e-mail, bank accounts, cards, national ids, phones, addresses, names.

In: a text, and the names that its record knows.  Out: the same text with `[email]`, `[iban]`,
`[card]`, `[id]`, `[phone]`, `[address]`, `[name]`, and which kinds were found. Numbers are taken for personal only where
they prove themselves (checksum, a valid number plan, an international prefix) or a word says so: an
order number must stay readable. Masking runs until nothing changes, so that doing it twice is doing
it once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desireline.language.privacy.addresses import mask_addresses
from desireline.language.privacy.checksums import IBAN_LENGTH, is_card, is_iban
from desireline.language.privacy.given import mask_given_names
from desireline.language.privacy.names import mask_names
from desireline.language.privacy.national_ids import mask_national_ids
from desireline.language.privacy.phones import mask_phones

KINDS = ("email", "iban", "card", "id", "phone", "address", "name")
_PLACEHOLDER = re.compile(rf"(\[(?:{'|'.join(KINDS)})\])")
_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]"
_EMAIL = re.compile(rf"{_LOCAL}+@[^\s@<>()\[\],;:\"'/?!]*[^\W_](?:\.?[\w-]*[^\W_])?")
_SPOKEN_EMAIL = re.compile(
    r"\b[\w-]+(?:\s+(?:dot|punkt|punto|ponto|point)\s+[\w-]+|\.[\w-]+)*\s+(?:at|\(at\)|\[at\])\s+"
    r"[\w-]+(?:\s*(?:dot|punkt|punto|ponto|point|\.)\s*[\w-]+)*?"
    r"\s*(?:dot|punkt|punto|ponto|point)\s*[a-z]{2,7}\b",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\w+])\d(?:[ -]?\d){12,18}(?![\w])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}", re.IGNORECASE)
_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and which kinds were taken out, in the order of `KINDS`."""

    text: str
    kinds: tuple[str, ...]


def mask(text: str, names: Iterable[str] = ()) -> Masked:
    """Take personal data out of a text.

    Args:
        text: what somebody wrote or said.
        names: names of the person it belongs to, as the record writes them.
    """
    known = tuple(names)
    before = {kind: text.count(f"[{kind}]") for kind in KINDS}
    masked = text
    for _ in range(_ROUNDS):
        once = _once(masked, known)
        if once == masked:
            break
        masked = once
    found = tuple(kind for kind in KINDS if masked.count(f"[{kind}]") > before[kind])
    return Masked(masked, found)


def _once(text: str, names: tuple[str, ...]) -> str:
    if "@" in text:
        text = _outside(text, lambda piece: _EMAIL.sub("[email]", piece))
    if _SPOKEN_EMAIL.search(text):
        text = _outside(text, lambda piece: _SPOKEN_EMAIL.sub("[email]", piece))
    digits = sum(map(str.isdigit, text))
    if digits:
        text = _outside(text, lambda piece: mask_addresses(piece, "[address]"))
    if digits >= 6:
        text = _outside(text, lambda piece: _IBAN.sub(_iban, piece))
        text = _outside(text, lambda piece: _CARD.sub(_card, piece))
        text = _outside(text, lambda piece: mask_national_ids(piece, "[id]"))
        text = _outside(text, lambda piece: mask_phones(piece, "[phone]"))
    text = _outside(text, lambda piece: mask_given_names(piece, "[name]"))
    return _outside(text, lambda piece: mask_names(piece, names, "[name]"))


def _outside(text: str, work: Callable[[str], str]) -> str:
    """Work on what stands between placeholders; a person called Card must not break `[card]`."""
    pieces = _PLACEHOLDER.split(text)
    return "".join(piece if place % 2 else work(piece) for place, piece in enumerate(pieces))


def _card(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found.group())
    return "[card]" if is_card(digits) else found.group()


def _iban(found: re.Match[str]) -> str:
    """The match may run on into the next word: cut it where the country's length ends."""
    written = found.group()
    length = IBAN_LENGTH.get(written[:2].upper())
    seen = 0
    for place, sign in enumerate(written):
        seen += sign.isalnum()
        if seen == length:
            plain = re.sub(r"[ -]", "", written[: place + 1])
            rest = written[place + 1 :]
            ends = not rest or not rest[0].isalnum()
            return "[iban]" + rest if ends and is_iban(plain) else written
    return written
