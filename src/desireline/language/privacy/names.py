"""Names of people in a text: those that the record itself knows, and those that a phrase announces.

In: a text, and the names of the person it belongs to.  Out: the text with `[name]`.
A word such as `Will` or `Rose` is a name only where the record knows it as one *and* it is written
like one: with a capital, not merely because a sentence begins, unless the rest of the name stands
beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from desireline.language.privacy.needles import Needing

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?\n]\s*[\"'(]*)\s*$")
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "der",
        "den",
        "da",
        "di",
        "do",
        "dos",
        "das",
        "du",
        "la",
        "le",
        "los",
        "las",
        "van",
        "von",
        "zu",
        "zur",
        "y",
        "e",
        "bin",
        "al",
        "el",
        "st",
    ]
)
_ALSO_WORDS = frozenset(
    [
        "will",
        "may",
        "mark",
        "rose",
        "joy",
        "hope",
        "grace",
        "bill",
        "rob",
        "dawn",
        "grant",
        "dean",
        "faith",
        "hazel",
        "ruby",
        "lily",
        "art",
        "pat",
        "sue",
        "jack",
        "frank",
        "guy",
        "drew",
        "gene",
        "miles",
        "chase",
        "hunter",
        "taylor",
        "cook",
        "baker",
        "brown",
        "green",
        "white",
        "black",
        "gray",
        "grey",
        "hill",
        "wood",
        "woods",
        "hall",
        "ward",
        "walker",
        "young",
        "long",
        "short",
        "price",
        "field",
        "fields",
        "ford",
        "rice",
        "rich",
        "good",
        "best",
        "day",
        "may",
        "june",
        "april",
        "august",
        "summer",
        "autumn",
        "winter",
        "page",
        "parker",
        "mason",
        "porter",
        "carter",
        "fisher",
        "smith",
        "king",
        "knight",
        "bishop",
        "pope",
        "church",
        "stone",
        "rivers",
        "lake",
        "banks",
        "street",
        "lane",
        "park",
        "parks",
        "marsh",
        "moss",
        "berry",
        "ivy",
        "iris",
        "violet",
        "olive",
        "ginger",
        "pepper",
        "sandy",
        "stormy",
        "christian",
        "angel",
        "earl",
        "duke",
        "major",
        "sky",
        "star",
        "sunny",
        "penny",
        "cash",
        "card",
        "name",
        "phone",
        "email",
        "order",
        "call",
        "customer",
        "agent",
        "mister",
        "mrs",
        "miss",
        "sir",
        "so",
        "an",
        "no",
        "on",
        "see",
        "do",
        "to",
        "in",
        "it",
        "is",
        "at",
        "be",
        "he",
        "me",
        "my",
        "we",
        "us",
    ]
)
_OPENERS = frozenset(
    [
        "will",
        "may",
        "mark",
        "hope",
        "grant",
        "rob",
        "bill",
        "chase",
        "sue",
        "drew",
        "guy",
        "best",
        "day",
        "good",
        "long",
        "short",
        "late",
        "early",
        "young",
        "order",
        "call",
        "name",
        "phone",
        "email",
        "card",
        "an",
        "no",
        "on",
        "see",
        "do",
        "to",
        "in",
        "it",
        "is",
        "at",
        "be",
        "he",
        "me",
        "my",
        "we",
        "us",
        "so",
        "sir",
        "miss",
        "august",
        "june",
        "april",
        "summer",
        "autumn",
        "winter",
        "page",
        "price",
        "still",
        "earl",
    ]
)
"""Those that also begin sentences: there, a capital proves nothing."""
_CAPITAL = r"[A-Z\u00c0-\u00de][\w'\u2019-]*"
_FULL = rf"({_CAPITAL}(?:\s+(?:(?:van|von|de|da|der|di)\s+)?{_CAPITAL}){{0,2}})"
_ANNOUNCED = (
    Needing(re.compile(rf"(?i:\b(?:my name is|my name's|name is|mein name ist|me llamo|mi nombre es|je m'appelle"
                       rf"|mon nom est|meu nome é|eu me chamo|ich hei(?:ß|ss)e|account name|signed by)[ :]+){_FULL}"),
            (("name", "llamo", "nombre", "appelle", "nom est", "nome", "chamo", "ich hei", "signed"),)),
    Needing(re.compile(rf"\b(?i:thanks|thank you|apologies|sorry(?: about that)?,)[ ]{_FULL}(?=[ ]?[,.!])"),
            (("thank", "apologies", "sorry"),)),
    Needing(re.compile(rf"(?:^|(?<=[\s,.;!?])){_FULL}(?=[ ]speaking\b)"), ((" speaking",),)),
    Needing(re.compile(rf"(?:^|[,.;!?] |\b(?i:hi|hello|morning) ){_FULL}(?=[ ]here\b)", re.MULTILINE),
            ((" here",),)),
    Needing(re.compile(rf"(?:^|[,!] |\b(?i:hi|hello) ){_FULL}(?=[ ]from[ ]{_CAPITAL})", re.MULTILINE),
            ((" from ",),)),
    Needing(re.compile(rf"\b(?i:this is|it is|it's|you are speaking to|you're speaking to)\s+{_FULL}"
                       r"(?=\s+(?:from|speaking|calling|here)\b|\s*,\s*(?:(?:the|my)\s+(?:e-?mail|number)"
                       r"|how|what can|from|I promised|your))"),
            (("this is", "it is", "it's", "speaking to"),)),
    Needing(re.compile(rf"(?i:^[ \t]*(?:hi|hello|hey|dear|hola|hallo|bonjour|olá|liebe[r]?|sehr geehrte[r]?"
                       rf"(?: herr| frau)?|mr\.?|mrs\.?|ms\.?)[ ]+){_FULL}(?=[ \t]*(?:[,.!:]|$))", re.MULTILINE),
            (("hi ", "hello", "hey", "dear", "hola", "hallo", "bonjour", "ola", "liebe", "geehrte", "mr", "ms"),)),
    Needing(re.compile(rf"(?i:^[ \t]*(?:many |kind |best |warm )?(?:thanks|thank you|regards|wishes|cheers|sincerely"
                       rf"|yours truly|viele gr(?:üß|ue)e|mit freundlichen gr(?:üß|ue)en|saludos|cordialement"
                       rf"|atenciosamente)[ \t]*,?[ \t]*\n+[ \t]*){_FULL}(?=[ \t]*(?:\n|$))", re.MULTILINE),
            (("\n",), ("thank", "regards", "wishes", "cheers", "sincerely", "truly", "gr", "saludos", "cordialement",
                       "atenciosamente"))),
)  # fmt: skip
_NOBODY = frozenset(
    [
        "team",
        "all",
        "sir",
        "madam",
        "everyone",
        "everybody",
        "there",
        "support",
        "customer",
        "service",
        "both",
        "folks",
        "friends",
        "again",
        "care",
        "help",
        "tarn",
        "damen",
        "herren",
        "you",
        "tomorrow",
        "today",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "still",
        "nothing",
        "nobody",
        "somebody",
        "i",
        "it",
        "we",
        "they",
        "what",
        "where",
        "when",
        "the",
        "thanks",
    ]
)


def mask_names(text: str, names: Iterable[str], placeholder: str) -> str:
    """Replace names by the placeholder; neighbouring parts of one name become one placeholder."""
    folded = fold(text)
    for one in _ANNOUNCED:
        if one.may_match(folded):  # what was replaced before brings no word that was not there
            text = one.pattern.sub(lambda found: _announced(found, placeholder), text)
    known = name_words(tuple(names))
    return _known(text, known, placeholder) if known else text


@lru_cache(maxsize=256)
def name_words(names: tuple[str, ...]) -> frozenset[str]:
    """The words of names, folded: `María-José O'Brien` gives maria, jose, o'brien, obrien."""
    words: set[str] = set()
    for name in names:
        for word in _WORD.findall(fold(name)):
            if len(word) > 1 and word not in _PARTICLES:
                words.update((word, word.replace("'", "")))
    return frozenset(words)


def fold(text: str) -> str:
    """Lower case without accents, sign by sign, so that places in the text stay the same."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """Signs by number, folded once each."""

    def __missing__(self, sign: int) -> str:
        self[sign] = _fold_sign(chr(sign))
        return self[sign]


_FOLDED = _Folded()


def _fold_sign(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    if sign == "\u2019":
        return "'"
    plain = unicodedata.normalize("NFD", sign)[0].lower()
    return plain if len(plain) == 1 else sign


def _announced(found: re.Match[str], placeholder: str) -> str:
    name = found.group(1)
    if fold(name.split()[0]) in _NOBODY:
        return found.group(0)
    start = found.start(1) - found.start()
    end = found.end(1) - found.start()
    whole = found.group(0)
    return whole[:start] + placeholder + whole[end:]


def _known(text: str, known: frozenset[str], placeholder: str) -> str:
    folded = fold(text)
    if not any(name in folded for name in known):
        return text
    words = list(_WORD.finditer(folded))
    is_name = [_stem(word.group()) in known for word in words]
    if not any(is_name):
        return text
    pieces: list[str] = []
    end = 0
    for place, word in enumerate(words):
        if not is_name[place]:
            continue
        beside = _beside(words, is_name, place, text)
        if _stem(word.group()) in _ALSO_WORDS and not beside and not _written_as_name(text, word):
            continue
        stop = word.start() + len(_stem(word.group()))
        gap = text[end : word.start()]
        if pieces and not gap.strip(" -") and "\n" not in gap:
            end = stop
            continue  # goes on from the name just before
        pieces += [gap, placeholder]
        end = stop
    return "".join(pieces) + text[end:]


def _stem(word: str) -> str:
    return word.removesuffix("'s")


def _beside(words: list[re.Match[str]], is_name: list[bool], place: int, text: str) -> bool:
    """Whether another part of the name stands directly before or after."""
    for other in (place - 1, place + 1):
        if 0 <= other < len(words) and is_name[other]:
            first, second = sorted((place, other))
            between = text[words[first].end() : words[second].start()]
            if not between.strip(" ,-") and "\n" not in between:
                return _stem(words[other].group()) != _stem(words[place].group())
    return False


def _written_as_name(text: str, word: re.Match[str]) -> bool:
    said = text[word.start() : word.end()]
    if not said[0].isupper() or said == "I" or (said.isupper() and text.isupper() and " " in text):
        return False
    opens = _SENTENCE_START.search(text[: word.start()])
    return not (opens and _stem(word.group()) in _OPENERS)
