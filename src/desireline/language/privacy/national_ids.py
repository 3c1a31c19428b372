"""Numbers that states give to people, proved by their own checksums.

In: a text.  Out: the text with the placeholder. A number whose form is unmistakable (a DNI's letter, a CPF's
dots) needs only its checksum; one that is nothing but digits needs a word before it as well, because every
tenth order number passes a checksum by chance. What a word announces as a passport or an identity card is
taken on its word.
"""

from __future__ import annotations

import re

_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_SPACE = r"[ .\u00a0/-]?"
_DNI = re.compile(r"(?<![\w-])([XYZ]?)-?(\d{7,8})[ -]?([A-HJ-NP-TV-Z])(?![\w-])", re.IGNORECASE)
_CPF = re.compile(r"(?<![\w.-])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![\w.-]?\d)")
_CNPJ = re.compile(r"(?<![\w.-])\d{2}\.?\d{3}\.?\d{3}/?\d{4}-?\d{2}(?!\d)")
_NIR = re.compile(
    rf"(?<!\w)[12]{_SPACE}\d\d{_SPACE}(?:0[1-9]|1[0-2]|[2-9]\d){_SPACE}(?:\d\d|2[AB]){_SPACE}\d{{3}}{_SPACE}\d{{3}}{_SPACE}\d\d(?!\w)"
)
_SSN = re.compile(r"(?<![\w-])(?!000|666|9\d\d)\d{3}[- ](?!00)\d\d[- ](?!0000)\d{4}(?![\w-])")
_NINO = re.compile(
    r"(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?!\w)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![\w.,/-])\d(?:[ .-]?\d){8,11}(?![\w]|[.,/-]\d)")
_TOLD = re.compile(
    r"(?:\bnif|contribuinte|steuer(?:-|\s)?(?:id|identifikationsnummer|nummer)|idnr|nhs(?: number| no)?|cpf|tax(?: id| number)|ssn"
    r"|social security(?: number)?|seguridad social|s\u00e9curit\u00e9 sociale|n\u00b0 s\u00e9cu)\b[^\d\n\[,;]{0,25}$",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"((?:\bpassport|\bpasaporte|\bpassaporte|reisepass|\bpasseport|personalausweis|ausweis|identity card|id card"
    r"|driving licen[cs]e|driver'?s licen[cs]e|f\u00fchrerschein|permis de conduire|carteira de motorista|carta de condu\u00e7\u00e3o"
    r"|carnet de conducir|carte d'identit\u00e9|documento de identidad|\bRG)\b"
    r"(?:[ -]?(?:number|no|nr|nummer|n\u00famero|num\u00e9ro|n\u00b0|n\u00ba))?\.?(?:\s+(?:is|ist|es|\u00e9|est)|:)?\s*#?\s*)"
    r"((?=[A-Z0-9.-]*\d)[A-Z0-9][A-Z0-9.-]{4,15}[A-Z0-9])(?!\w)",
    re.IGNORECASE,
)


def mask_national_ids(text: str, placeholder: str) -> str:
    """Replace national ids by the placeholder."""
    text = _DOCUMENT.sub(lambda found: found.group(1) + placeholder, text)
    for pattern, proves in _PROVED:
        text = pattern.sub(
            lambda found, proves=proves: placeholder if proves(found.group()) else found.group(),
            text,
        )
    return _DIGITS.sub(lambda found: _told(found, text, placeholder), text)


def _told(found: re.Match[str], text: str, placeholder: str) -> str:
    before = text[max(0, found.start() - 45) : found.start()]
    return placeholder if _TOLD.search(before) and _is_told_id(found.group()) else found.group()


def _is_told_id(written: str) -> bool:
    digits = _plain(written)
    return (
        (len(digits) == 9 and (_is_nif(digits) or "-" in written))
        or (len(digits) == 10 and _is_nhs(digits))
        or (len(digits) == 11 and (_is_steuer_id(digits) or is_cpf(digits)))
        or len(digits) == 12
    )


def is_dni(written: str) -> bool:
    """A Spanish DNI or NIE: the letter follows from the number."""
    found = _DNI.fullmatch(written)
    if found is None:
        return False
    first, digits, letter = found.groups()
    if bool(first) == (len(digits) == 8):
        return False
    number = int(f"{'XYZ'.index(first.upper())}{digits}") if first else int(digits)
    return _DNI_LETTERS[number % 23] == letter.upper()


def is_cpf(written: str) -> bool:
    """A Brazilian CPF: two check digits, and not one digit eleven times."""
    digits = [int(digit) for digit in _plain(written)]
    if len(digits) != 11 or len({*digits}) == 1:
        return False
    for place in (9, 10):
        rest = sum(d * w for d, w in zip(digits, range(place + 1, 1, -1), strict=False)) * 10 % 11
        if rest % 10 != digits[place]:
            return False
    return True


def is_cnpj(written: str) -> bool:
    """A Brazilian company's CNPJ."""
    digits = [int(digit) for digit in _plain(written)]
    if len(digits) != 14 or len({*digits}) == 1:
        return False
    weights = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]
    for place in (12, 13):
        rest = sum(d * w for d, w in zip(digits, weights, strict=False)) % 11
        if (0 if rest < 2 else 11 - rest) != digits[place]:
            return False
        weights = [6, *weights]
    return True


def is_nir(written: str) -> bool:
    """A French NIR: 13 signs and their remainder to 97."""
    plain = re.sub(r"\W", "", written).replace("2A", "19").replace("2B", "18")
    return len(plain) == 15 and plain.isdigit() and 97 - int(plain[:13]) % 97 == int(plain[13:])


def _is_nif(digits: str) -> bool:
    rest = sum(int(d) * w for d, w in zip(digits, range(9, 1, -1), strict=False)) % 11
    return digits[0] != "0" and int(digits[8]) == (0 if rest < 2 else 11 - rest)


def _is_nhs(digits: str) -> bool:
    rest = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return rest % 11 == int(digits[9]) and rest != 10


def _is_steuer_id(digits: str) -> bool:
    product = 10
    for digit in digits[:10]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return digits[0] != "0" and (11 - product) % 10 == int(digits[10])


def _plain(written: str) -> str:
    return re.sub(r"\D", "", written)


_PROVED = (
    (_DNI, is_dni),
    (_CNPJ, is_cnpj),
    (_NIR, is_nir),
    (_CPF, lambda written: is_cpf(written) and ("." in written or "-" in written)),
    (_SSN, bool),
    (_NINO, bool),
)
