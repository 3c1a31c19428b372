"""Numbers that carry their own proof: payment cards (Luhn) and bank accounts (IBAN)."""

from __future__ import annotations

IBAN_LENGTH = {
    country: length
    for length, countries in {
        15: "NO", 16: "BE", 18: "DK FI FO GL NL", 19: "MK SI", 20: "AT BA EE KZ LT LU XK",
        21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM TL",
        24: "AD CZ ES MD PK RO SA SE SK TN", 25: "LY PT", 26: "IS TR", 27: "BI DJ FR GR IT MC MR SM",
        28: "AL AZ CY DO GT HU LB NI PL SV", 29: "BR EG PS QA UA", 30: "JO KW MU", 31: "MT SC",
    }.items()
    for country in countries.split()
}  # fmt: skip


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the checksum of the others, as on every payment card."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_card(digits: str) -> bool:
    """Whether this can be the number of a payment card; `0000 0000 0000 0000` passes Luhn, too."""
    return 13 <= len(digits) <= 19 and digits[0] in "23456" and passes_luhn(digits)


def is_iban(written: str) -> bool:
    """Whether country, length and check digits fit; written without blanks."""
    said = written.upper()
    if IBAN_LENGTH.get(said[:2]) != len(said) or not said.isalnum() or not said.isascii():
        return False
    turned = said[4:] + said[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
