"""Phone numbers in a text.

In: a text.  Out: the text with the placeholder. Three ways to be one: written internationally; valid
in a country's number plan *and* written in groups; or announced by a word such as `call me on`. What
a word announces as an order, invoice or account number is never one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

REGIONS = ("GB", "US", "DE", "FR", "ES", "PT", "BR")
_CANDIDATE = re.compile(
    r"(?<![\w@/.,#-])(?:\+|00)?\(?\d[\d ().\u00a0/-]{5,22}\d(?![\w@]|[.,:/]\d)(?:\s?(?:x|ext\.?)\s?\d{1,5})?"
)
_NOT_A_PHONE = re.compile(
    r"(?:order|ticket|invoice|ref(?:erence)?|case|tracking|parcel|article|item|sku|serial|account|customer"
    r"|booking|reservation|contract|policy|model|bestellung|auftrag|rechnung|kundennummer|konto|paket|vertrag|vorgang|modell"
    r"|pedido|factura|fatura|cuenta|cliente|paquete|incidencia|reserva|contrato|modelo|conta|pacote|chamado|protocolo"
    r"|commande|facture|compte|client|colis|dossier|contrat|modèle|réservation|suivi)"
    r"(?:\s+(?:number|no|nr|id|nummer|numero|número|numéro|n))?\.?\s*(?:is|was|ist|war|es|é|est(?: le)?|:|#|°|º|=)?\s*$",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"(?:phone|mobile|cell|tel|telephone|landline|whatsapp|call|ring|reach|number is|number:|fax|handy"
    r"|telefon|teléfono|móvil|telefone|celular|téléphone|portable|sms|text me|llamar(?:me|nos)?|ll[áa]m[ae]n?(?:me|nos)"
    r"|lig(?:ar|ue|uem|a|o|aram)(?:-me)?|telefonar|anrufen|angerufen|rufen sie mich|rückruf|erreich\w+|rappel\w*|appel\w*(?:-moi)?"
    r"|joindre|joignable|zap|tlm|tfno|tel\.?)\b[^\n\d]{0,25}$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:[ T]\d{1,2}(?:[:.]\d{2})*)?\s*"
)


_YEAR_AND_NUMBER = re.compile(r"(?:19|20)\d\d[-/ ]\d{3,8}")


def mask_phones(text: str, placeholder: str) -> str:
    """Replace phone numbers by the placeholder."""
    return _CANDIDATE.sub(lambda found: _replace(found, text, placeholder), text)


def _replace(found: re.Match[str], text: str, placeholder: str) -> str:
    written = found.group()
    return (
        placeholder
        if _is_phone(written, text[max(0, found.start() - 40) : found.start()])
        else written
    )


def _is_phone(written: str, before: str) -> bool:
    digits = re.sub(r"\D", "", re.split(r"x|ext", written)[0])
    if not 7 <= len(digits) <= 15 or _DATE.fullmatch(written) or _NOT_A_PHONE.search(before):
        return False
    if written.startswith(("+", "00")) and len(digits) >= 9:
        return True
    if _ANNOUNCES.search(before):
        return True
    if _YEAR_AND_NUMBER.fullmatch(written) or (
        len(digits) < 9 and not written.startswith(("0", "(0"))
    ):
        return False
    in_groups = len(re.findall(r"\d+", written)) > 1
    return in_groups and (_trunk_groups(written) or _valid_somewhere(written))


def _trunk_groups(written: str) -> bool:
    """`0113 496 0123`: a leading 0, a code, and groups of three or four; no price looks like it."""
    return bool(re.fullmatch(r"\(?0\d{1,5}\)?(?:[ .\u00a0/-]\d{2,8}){1,4}", written))


@cache
def _library() -> Any:
    import phonenumbers

    return phonenumbers


def _valid_somewhere(written: str) -> bool:
    phones = _library()
    for region in REGIONS:
        try:
            number = phones.parse(written, region)
        except phones.NumberParseException:
            continue
        if phones.is_valid_number_for_region(number, region):
            return True
    return False
