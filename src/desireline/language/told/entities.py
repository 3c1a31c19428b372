"""Things that a text names: prices, dates, order numbers.

In: a masked text.  Out: `kind:value` for each, in order, once. Numbers are what their surroundings make of them: a
sign or word of money, a date's form, a word such as `order`. What only a company can know, its products and its
competitors, comes from its gazetteer (`gazetteer.py`).
"""

from __future__ import annotations

import re

_MONTHS = (
    r"(?:jan(?:uary|uar|vier|eiro)?|feb(?:ruary|ruar)?|f\u00e9v(?:rier)?|fev(?:ereiro)?|mar(?:ch|s|zo|\u00e7o)?|m\u00e4rz|apr(?:il)?|avr(?:il)?|abr(?:il)?"
    r"|may|mai|mayo|maio|june?|juni|juin|junio|junho|july?|juli|juillet|julio|julho|aug(?:ust)?|ao\u00fbt|ago(?:sto)?|sep(?:t(?:ember|embre|iembre)?)?|setembro"
    r"|oct(?:ober|obre|ubre)?|okt(?:ober)?|out(?:ubro)?|nov(?:ember|embre|iembre|embro)?|dec(?:ember)?|dez(?:ember|embro)?|d\u00e9c(?:embre)?|dic(?:iembre)?|ene(?:ro)?)\b\.?"
)
_NUMBER = r"\d{1,3}(?:[., \u00a0]\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_KINDS = (
    (
        "price",
        re.compile(
            rf"(?:[$\u00a3\u20ac\u00a5]|R\$|US\$|\b(?:EUR|USD|GBP|BRL|CHF)\s)\s?(?:{_NUMBER})(?!\d)"
            rf"|(?<![\w.,])(?:{_NUMBER})\s?(?:[\u20ac\u00a3$]|(?:EUR|USD|GBP|BRL|CHF|euros?|dollars?|d\u00f3lares|pounds?|libras?|reais|francs?|bucks|quid)\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "date",
        re.compile(
            rf"\b20\d\d-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}[./](?:20)?\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th|\.|\u00ba|er)?\s(?:of\s|de\s)?{_MONTHS}(?:\s(?:de\s)?20\d\d)?|\b{_MONTHS}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s20\d\d)?",
            re.IGNORECASE,
        ),
    ),
    (
        "order",
        re.compile(
            r"(?:\b(?:order|booking|ticket|invoice|case|reference|tracking|pedido|factura|fatura|bestellung|auftrag|rechnung|commande|facture|dossier|reserva|reservation)\b"
            r"(?:\s(?:number|no|nr|id|nummer|n\u00famero|num\u00e9ro|n\u00b0|n\u00ba))?\.?(?:\s(?:is|ist|es|est))?\s?[:#]?\s?#?)((?=[\w-]*\d)[A-Z0-9][\w-]{2,20})|(?<!\w)#(\d{4,12})\b",
            re.IGNORECASE,
        ),
    ),
)


def read_entities(text: str) -> list[str]:
    """`price:49.90 EUR`, `date:3 March`, `order:TL1019`: as they were written."""
    if not any(map(str.isdigit, text)):
        return []
    found = [
        (match.start(), f"{kind}:{next((g for g in match.groups() if g), match.group()).strip()}")
        for kind, pattern in _KINDS
        for match in pattern.finditer(text)
    ]
    return list(dict.fromkeys(value for _, value in sorted(found)))
