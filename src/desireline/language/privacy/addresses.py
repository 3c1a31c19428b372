"""Postal addresses in a text.

In: a text.  Out: the text with the placeholder. A street is known by its kind (`Street`, `Calle`, `-straße`,
`rue`) *and* a house number beside it; flat, postcode and town that follow go with it. A shop `in Oak Street`
has no number and stays. A postcode alone is masked where its form is unmistakable or a word announces it.
"""

from __future__ import annotations

import re

_CAPITAL = r"[A-Z\u00c0-\u00de][\w'\u2019.-]*"
_NAME = rf"{_CAPITAL}(?:\s+(?:de|del|la|las|los|da|do|das|dos|du|des|le|les|l'|d'|of|the|am|der|dem|den|zum|zur|im|e|y|{_CAPITAL})){{0,4}}"
_UK_POST = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_TOWN = rf"{_CAPITAL}(?:[ -](?:de|am|an|der|la|le|sur|do|da|upon|{_CAPITAL})){{0,3}}"
_TAIL = (
    rf"(?:,?\s+(?:apt|apartment|flat|unit|suite|apto|apartamento|piso|puerta|andar|bloco|wohnung|stock|app?t|b\u00e2t(?:iment)?)\.?\s*#?\w{{1,4}})?"
    rf"(?:,?\s+\d{{1,2}}[\u00ba\u00aa\u00b0]\s*\w{{0,3}})?"
    rf"(?:\s*[,-]?\s*\n?\s*(?:CEP:? )?(?:[A-Z]{{1,2}}-)?(?:\d{{5}}-\d{{3}}|\d{{4}}-\d{{3}}|\d{{5}})(?!\d)(?:,?\s+{_TOWN})?"
    rf"|,?\s+{_TOWN},?\s+(?:[A-Z]{{2}},?\s+\d{{5}}(?:-\d{{4}})?|{_UK_POST})\b|,?\s+{_UK_POST}\b|,\s+{_TOWN}(?=\s*(?:[.,;\n)]|$)))?"
)
_EN = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Close|Way|Place|Pl|Square|Sq|Terrace|Boulevard|Blvd|Crescent|Gardens|Grove|Highway|Parkway|Row|Mews)"
_STREETS = (
    rf"\d{{1,5}}[A-Za-z]?,?\s+(?:(?:N|S|E|W|North|South|East|West)\.?\s+)?{_CAPITAL}(?:\s+{_CAPITAL}){{0,2}}\s+{_EN}\b\.?",
    (
        rf"(?:[Cc]alle|C/|[Aa]venida|[Aa]vda\.?|[Aa]v\.|[Pp]aseo|[Pp]laza|[Cc]amino|[Cc]arretera|[Rr]onda|[Tt]raves\u00eda|[Gg]ran V\u00eda"
        rf"|[Rr]ua|R\.|[Tt]ravessa|[Pp]ra\u00e7a|[Aa]lameda|[Ee]strada|[Rr]odovia|[Ll]argo)\s+(?:(?:de|del|da|do|dos|das|la|las|los|el|d[aeo]s?)\s+){{0,2}}{_NAME},?\s+(?:n(?:\.?\u00ba|\u00b0|\.|\u00famero)?\s*)?\d{{1,5}}[A-Za-z]?\b"
    ),
    rf"(?:(?:An der|Am|Im|An den|Auf der|Auf dem|Zum|Zur|In der)\s+)?(?:{_CAPITAL}[ -])?[A-Z\u00c4\u00d6\u00dc][\w\u00df-]*(?:[Ss]tra\u00dfe|[Ss]trasse|[Ss]tr\.|weg|platz|allee|gasse|damm|ring|ufer|chaussee|steig)\s+\d{{1,4}}\s?[a-z]?\b(?!\s*(?:Uhr|km|%|\u20ac))",
    rf"{_CAPITAL}\s+(?:Stra\u00dfe|Strasse|Str\.|Weg|Platz|Allee|Ring|Damm|Ufer)\s+\d{{1,4}}\s?[a-z]?\b",
    r"(?:Am|An der|Auf dem|Im|Zum|Zur)\s+[A-Z\u00c4\u00d6\u00dc][\w\u00df]+\s+\d{1,3}\s?[a-z]?(?=,\s+\d{5}\s)",
    rf"\d{{1,4}}(?:\s(?:bis|ter))?,?\s+(?:rue|avenue|av\.|boulevard|bd|place|chemin|all\u00e9e|impasse|quai|cours|route|square|passage)\s+(?:(?:de la|de l'|du|des|de|d'|la|le|les)\s*)?{_NAME}",
)
_ADDRESS = tuple(re.compile(rf"(?<![\w#]){street}{_TAIL}") for street in _STREETS)
_POST = re.compile(
    rf"(?<![\w-]){_UK_POST}(?![\w-])|(?i:\b(?:post ?code|zip(?: ?code)?|cep|c[o\u00f3]digo postal|postleitzahl|plz|code postal)(?: is| ist| es| \u00e9| est|:)?\s*)(\d{{4,5}}(?:-\d{{3,4}})?)(?!\d)"
)


def mask_addresses(text: str, placeholder: str) -> str:
    """Replace postal addresses by the placeholder."""
    for pattern in _ADDRESS:
        text = pattern.sub(placeholder, text)
    return _POST.sub(lambda found: _post(found, placeholder), text)


def _post(found: re.Match[str], placeholder: str) -> str:
    """A postcode; the word that announced it stays."""
    if found.group(1) is None:
        return placeholder
    return found.group()[: found.start(1) - found.start()] + placeholder
