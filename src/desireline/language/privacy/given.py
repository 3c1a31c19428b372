"""Names that nobody announced: a title, a role or a verb stands before them, or a common given name begins them.

In: a text.  Out: the text with the placeholder. The list of given names holds common ones of five languages;
those that are also words or places (`Rosa`, `Clara`, `Leon`) need a family name beside them, or a capital that
no beginning of a sentence explains. A saint's name after `San` or `Saint` is a place.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from desireline.language.privacy.names import fold
from desireline.language.privacy.needles import Needing

_CAPITAL = r"[A-Z\u00c0-\u00de][\w'\u2019-]*[a-z\u00df-\u00ff]"
_LINK = r"(?:van der|van den|van|von|de la|de los|de|del|da|dos|do|di|el|al|bin|y|e)"
_FULL = rf"{_CAPITAL}(?:[ ]+(?:{_LINK}[ ]+)?{_CAPITAL}){{0,3}}"
_CONTEXTS = (
    rf"\b(?:[Mm]r|[Mm]rs|[Mm]s|[Dd]r|[Pp]rof|[Ss]r|[Ss]ra|[Ss]rta|[Dd]ra)\.?[ ]+({_FULL})",
    rf"\b(?:Mister|Miss|Herrn?|Frau|Se\u00f1ora?|Don|Do\u00f1a|Dona|Senhora?|Monsieur|Madame|Mademoiselle|Mme|Mlle|M\.|do\u00f1a|don|dona|se\u00f1ora?|senhora?|monsieur|madame)[ ]+(?:[Dd]r\.?[ ]+)?({_FULL})",
    (
        rf"\b(?i:(?:my|our) (?:husband|wife|son|daughter|mother|father|mom|mum|dad|brother|sister|partner|friend|colleague|boss|assistant|neighbou?r)"
        rf"|(?:mi|mis) (?:marido|mujer|esposa|hijo|hija|madre|padre|hermano|hermana|amigo|amiga|compa\u00f1er[oa]|vecin[oa])"
        rf"|(?:o meu|a minha|meu|minha) (?:marido|mulher|esposa|filho|filha|m\u00e3e|pai|irm\u00e3o?|amig[oa]|colega|vizinh[oa])"
        rf"|(?:mein|meine|meinem|meiner|unser|unsere) (?:mann|frau|sohn|tochter|mutter|vater|bruder|schwester|freund|freundin|kollege|kollegin|nachbar|nachbarin)"
        rf"|(?:mon|ma|notre) (?:mari|femme|fils|fille|m\u00e8re|p\u00e8re|fr\u00e8re|s\u0153ur|soeur|ami|amie|coll\u00e8gue|voisin|voisine))[, ]+({_FULL})"
    ),
    (
        rf"\b(?i:(?:spoke|speak|talked|talk|chatted) (?:to|with)|(?:agent|colleague|advisor|driver|technician|employee|lady|man|guy|woman) (?:called|named)|served by|helped by|attn:?|care of|regards to"
        rf"|habl(?:\u00e9|ado|ar) con|(?:me )?atendi\u00f3|(?:agente|compa\u00f1er[oa]) (?:llamad[oa])|se llama|falei com(?: [oa])?|(?:fui )?atendid[oa] (?:pel[oa]|por)|chamad[oa]"
        rf"|(?:mit|von) (?:herrn|frau)|gesprochen mit|telefoniert mit|ihr kollege|ihre kollegin|namens|parl\u00e9 (?:avec|\u00e0)|eu au t\u00e9l\u00e9phone|votre coll\u00e8gue|nomm\u00e9e?|de la part de)[ ]+({_FULL})"
    ),
    rf"\b(?i:the name is|in the name of|under the name(?: of)?|booked under|on behalf of|a nombre de|em nome de|auf den namen|im namen von|au nom de)[ ]+({_FULL})",
    rf"(?:^|(?<=[.!?]\s))({_FULL})(?=[ ](?i:(?:from (?:your|the) \w+ )?(?:was|is|has been|helped|fue|es|ha sido|foi|é|war|ist|hat|a été|est)\b[^.!?\n]{{0,30}}[ ,](?:she|he|her|him|ella|él|me|ela|ele|sie|er|elle|il)\b))",
    rf"\b(?i:ich bin|je suis|soy|aqui \u00e9 (?:o|a)|sou [oa]|i am|i'm|hier ist|hier spricht|c'est)[ ]+({_CAPITAL}(?:[ ]+(?:{_LINK}[ ]+)?{_CAPITAL}){{1,3}})",
    rf"(?i:(?:un )?saludos?(?: cordiales)?|atentamente|abra\u00e7os?|atenciosamente|cumprimentos|(?:viele|liebe|beste|freundliche) gr\u00fc\u00dfe|gru\u00df|mfg|cordialement|bien \u00e0 vous|cdlt|regards|best|cheers|sincerely|thanks),?[ \n]+({_FULL})[ ]*\.?[ ]*$",
)
_NEEDED: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("mr", "ms", "dr", "prof", "sr"),),
    (("mister", "miss", "herr", "frau", "sen", "don", "monsieur", "madam", "mademoiselle", "mme", "mlle", "m."),),
    (
        ("my ", "our ", "mi ", "mis ", "meu ", "minha ", "mein", "unser", "mon ", "ma ", "notre "),
        ("husband", "wife", "son", "daughter", "mother", "father", "mom", "mum", "dad", "brother", "sister", "partner",
         "friend", "colleague", "boss", "assistant", "neighbo", "marido", "mujer", "espos", "hij", "madre", "padre",
         "herman", "amig", "companer", "vecin", "mulher", "filh", "mae", "pai", "irma", "coleg", "vizinh", "mann", "frau",
         "sohn", "tochter", "mutter", "vater", "bruder", "schwester", "freund", "kolleg", "nachbar", "mari", "femme",
         "fils", "fille", "mere", "pere", "frere", "s\u0153ur", "soeur", "ami", "collegue", "voisin"),
    ),
    (("spoke ", "speak ", "talk", "chatted", "called", "named", "served by", "helped by", "attn", "care of", "regards to",
      "hablado con", "hablar con", "hable con", "atendi", "llama", "falei", "chamad", "mit ", "von ", "ihr", "namens",
      "parle ", "eu au ", "votre ", "nomme", "de la part"),),
    (("name", "nombre", "nome", "nom de", "booked under", "behalf"),),
    (),
    (("ich bin", "je suis", "soy", "aqui e", "sou ", "i am", "i'm", "hier ist", "hier spricht", "c'est"),),
    (("saludo", "atentamente", "abrac", "atenciosamente", "cumprimentos", "gru", "mfg", "cordialement", "bien a vous", "cdlt",
      "regards", "best", "cheers", "sincerely", "thanks"),),
)  # fmt: skip
"""Folded words that each of the contexts needs."""
_IN_CONTEXT = tuple(
    Needing(re.compile(context, re.MULTILINE), needed)
    for context, needed in zip(_CONTEXTS, _NEEDED, strict=True)
)
_ALSO_WORDS = frozenset(
    [
        "linda",
        "clara",
        "rosa",
        "blanca",
        "vera",
        "marina",
        "max",
        "leon",
        "roman",
        "salvador",
        "sofia",
        "marie",
        "angela",
        "gordon",
        "scott",
        "kelly",
        "rosario",
        "regina",
        "guido",
        "rui",
        "art",
        "dennis",
        "jean",
        "marc",
        "noel",
        "oscar",
        "jan",
        "joe",
        "tim",
        "tom",
        "ben",
        "sean",
        "tracy",
        "florian",
        "mario",
    ]
)
_NOT_A_NAME = frozenset(
    [
        "the",
        "a",
        "an",
        "team",
        "support",
        "service",
        "customer",
        "sir",
        "madam",
        "all",
        "damen",
        "herren",
        "please",
        "bitte",
        "by",
        "good",
        "very",
        "here",
        "happy",
        "sorry",
        "not",
        "still",
        "also",
        "just",
        "really",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "lunes",
        "montag",
        "segunda",
        "lundi",
        "kunde",
        "kunden",
        "client",
        "cliente",
        "order",
        "bestellung",
        "pedido",
        "commande",
        "manager",
        "doctor",
        "doktor",
        "god",
        "dios",
        "deus",
        "gott",
        "dieu",
        "amazon",
        "google",
        "ich",
        "i",
        "you",
    ]
)
_SAINTS = re.compile(
    r"\b(?:San|Santa|Santo|S\u00e3o|Sao|St\.?|Saint|Sainte|Sankt|Porto|Monte|Villa|Lake|Mount|Fort|Rue|rue|Calle|calle|Rua)[ -]$"
)
_CAPITALISED = re.compile(r"[A-Z\u00c0-\u00de][^\W\d_]+")
_STARTS = re.compile(r"(?:^|[.!?\n:\u00bf\u00a1][\s\"'(]*)$")


def mask_given_names(text: str, placeholder: str) -> str:
    """Replace names in context, and common given names with what follows them."""
    capitals = _CAPITALISED.findall(text)
    if not capitals:
        return text
    folded = fold(text)
    for one in _IN_CONTEXT:
        if one.may_match(folded):
            text = one.pattern.sub(lambda found: _in_context(found, placeholder), text)
    # The pattern of all names is long: most texts hold none of them.
    if not any(_fold(word) in _names() for word in capitals):
        return text
    return _by_given_name().sub(lambda found: _given(found, text, placeholder), text)


def _in_context(found: re.Match[str], placeholder: str) -> str:
    name = found.group(1)
    if name.split()[0].lower() in _NOT_A_NAME:
        return found.group()
    start = found.start(1) - found.start()
    return found.group()[:start] + placeholder + found.group()[start + len(name) :]


def _given(found: re.Match[str], text: str, placeholder: str) -> str:
    first, *rest = found.group().split()
    before = text[max(0, found.start() - 12) : found.start()]
    if _SAINTS.search(before):
        return found.group()
    rest = [word for word in rest if word.lower() not in _NOT_A_NAME]
    if _fold(first.split("-")[0]) in _ALSO_WORDS and (not rest or _STARTS.search(before)):
        return (
            found.group()
            if not (rest and len(rest) > 0 and rest[-1][0].isupper())
            else placeholder
        )
    kept = found.group().split()[1:][len(rest) :]
    return " ".join([placeholder, *kept])


@cache
def _names() -> frozenset[str]:
    listed = files("desireline.language.privacy").joinpath("given_names.txt").read_text("utf-8")
    return frozenset(listed.split())


@cache
def _by_given_name() -> re.Pattern[str]:
    written = sorted(
        {spelt for name in _names() for spelt in _spellings(name)},
        key=lambda spelt: (-len(spelt), spelt),
    )
    return re.compile(
        rf"(?<![\w@.-])(?:{'|'.join(written)})(?:-{_CAPITAL})?(?![\w-])(?:[ ](?:{_LINK}[ ])?{_CAPITAL}){{0,3}}"
    )


_ACCENTS = {"a": "[a\u00e1\u00e0\u00e3\u00e2\u00e4]", "e": "[e\u00e9\u00e8\u00ea\u00eb]", "i": "[i\u00ed\u00ef\u00ee]", "o": "[o\u00f3\u00f4\u00f5\u00f6]", "u": "[u\u00fa\u00fc]", "n": "[n\u00f1]", "c": "[c\u00e7]"}  # fmt: skip


def _spellings(name: str) -> tuple[str, ...]:
    """With or without its accents: `jose` is written `José`, too."""
    tail = "".join(_ACCENTS.get(letter, letter) for letter in name[1:])
    first = {"e": "[E\u00c9]", "a": "[A\u00c1]", "i": "[I\u00cd]", "o": "[O\u00d3]"}.get(
        name[0], name[0].upper()
    )
    return (first + tail,)


def _fold(name: str) -> str:
    import unicodedata

    return "".join(
        c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c)
    )
