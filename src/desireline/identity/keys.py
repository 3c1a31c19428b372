"""Keys by which two subjects are seen to be one customer: e-mail, phone, user id.

In: identifiers as sources wrote them, `<kind>:<value>`.  Out: one spelling per key, and which keys
belong to nobody in particular. Names, accounts and what describes a person (birth, street ...) are
evidence only: they never join by themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FACTS = (
    "given",
    "family",
    "birth",
    "house",
    "street",
    "area",
    "city",
    "postcode",
    "region",
    "national",
)
"""Kinds of identifiers that describe a person."""
NUMBERS = ("user", "crm", "requester")
"""Kinds of numbers of which a list gives each person one: two different ones of one list speak against one person."""
EVIDENCE_KINDS = ("name", "account", "account_number", *FACTS)

_MACHINES = [
    "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "nicht-antworten",
    "postmaster", "webmaster", "mailer-daemon", "marketing", "newsletter", "unknown", "none",
    "test", "anonymous", "guest",
]  # fmt: skip
"""Mailboxes of programs, and stand-ins."""
_OFFICES = [
    "info", "support", "sales", "admin", "administrator", "office", "contact", "kontakt", "hello",
    "service", "kundenservice", "customerservice", "help", "helpdesk", "billing", "invoice",
    "invoices", "rechnung", "team", "mail", "enquiries", "orders", "shop", "accounts",
    "reception", "empfang",
]  # fmt: skip
"""Mailboxes that several people of a firm read; a small firm has no other."""
_PLACEHOLDERS = [
    "0",
    "-",
    "n/a",
    "na",
    "none",
    "null",
    "unknown",
    "anonymous",
    "guest",
    "test",
    "nan",
    "undefined",
]


def key_sql(column: str) -> str:
    """SQL for the comparable spelling of the value in `<kind>:<value>`; phones follow in Python."""
    value = f"trim(substr({column}, strpos({column}, ':') + 1))"
    plain = f"regexp_replace(lower({value}), '\\+[^@]*@', '@')"
    return f"""CASE
        WHEN {column} LIKE 'email:%' THEN {plain}
        WHEN {column} LIKE 'phone:%' THEN regexp_replace(regexp_replace(replace(
            {value}, '(0)', ''), '[^0-9+]', '', 'g'), '^00', '+')
        ELSE {value} END"""


def kind_sql(column: str) -> str:
    """SQL for the kind in `<kind>:<value>`."""
    return f"split_part({column}, ':', 1)"


def belongs_to_nobody_sql() -> str:
    """SQL condition on `kind`, `value`: a role address, a placeholder, too short to be a phone."""
    roles = ", ".join(f"'{role}'" for role in (*_MACHINES, *_OFFICES))
    empty = ", ".join(f"'{word}'" for word in _PLACEHOLDERS)
    return f"""(value = '' OR lower(value) IN ({empty})
        OR (kind = 'email' AND (split_part(value, '@', 1) IN ({roles}) OR value NOT LIKE '%_@_%'))
        OR (kind = 'phone' AND (length(value) < 7 OR replace(value, right(value, 1), '') IN ('', '+'))))"""


def is_office_sql() -> str:
    """SQL condition on `kind`, `value`: a mailbox of a firm, which may be all that is known of a small one."""
    offices = ", ".join(f"'{role}'" for role in _OFFICES)
    return f"(kind = 'email' AND split_part(value, '@', 1) IN ({offices}) AND value LIKE '%_@_%')"


def phone_spellings(values: Iterable[str]) -> dict[str, str]:
    """Give national numbers their E.164 form; the country is the commonest one in the data.

    Only what changes is returned. Without any international number nothing can be known, and a
    national number stays as it is.
    """
    import phonenumbers

    national = [value for value in values if not value.startswith("+")]
    if not national:
        return {}
    region = _common_region(value for value in values if value.startswith("+"))
    spellings: dict[str, str] = {}
    for value in national if region else ():
        try:
            number = phonenumbers.parse(value, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            e164 = phonenumbers.PhoneNumberFormat.E164
            spellings[value] = phonenumbers.format_number(number, e164)
    return spellings


def _common_region(values: Iterable[str]) -> str | None:
    """Region of most of the first thousand international numbers."""
    import phonenumbers

    codes: Counter[int] = Counter()
    for value in sorted(values)[:1000]:
        if re.fullmatch(r"\+\d{7,15}", value):
            try:
                codes[phonenumbers.parse(value, None).country_code or 0] += 1
            except phonenumbers.NumberParseException:
                continue
    if not codes:
        return None
    code = min(codes, key=lambda one: (-codes[one], one))
    return phonenumbers.region_code_for_country_code(code)
