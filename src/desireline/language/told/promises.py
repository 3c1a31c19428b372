"""Promises that the company makes, and by when: `we will call you back by Friday`.

In: a masked text of an employee, and its language.  Out: the phrases, each with a deadline that does not yet know
its day (`weekday:4`, `days:2`, `hours:24`, `date:03-12`); `due_at` puts the moment in which it was said to it. Two
steps, because each different text is read once, however often it was said. A promise without a deadline is one
all the same: it has no `due`, and nobody can break it on time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

_PROMISES = {
    "en": r"(?:we|i|someone|somebody|a colleague|my colleague|our (?:team|driver|technician|engineer)|they|he|she|it|your (?:refund|order|parcel|money|replacement|package))(?:'ll| will| shall|'m going to| am going to| are going to| is going to) (?:be )?(?:\w+ )?(?:call|ring|phone|e-?mail|write|get back|send|sent|refund|refunded|contact|come|in touch|reply|answer|let you know|deliver|delivered|ship|shipped|fix|fixed|repair|replace|replaced|follow up|update|arrive|arrives|pick|credit|credited|process|processed|look into|check|arrange|book|transfer|reach)\w*|\b(?:we|i) [^.!?;\n]{1,40} and (?:will|'ll) (?:\w+ )?(?:call|ring|phone|e-?mail|write|get back|send|refund|contact|reply|answer|let you know|update|follow up)|you(?:'ll| will) (?:receive|get|have|hear|be (?:contacted|called|refunded))\b|(?:i|we) promise\b",
    "es": r"(?:le|les|te|os|lo|la) (?:llamar|escribir|enviar|mandar|devolver|contactar|responder|reembolsar|avisar|informar|confirmar)(?:emos|\u00e9|\u00e1n?|\u00e1s)\b|(?:vamos|voy|van|va) a (?:llamar|escribir|enviar|mandar|devolver|contactar|responder|reembolsar|avisar|reparar|cambiar|entregar|abonar|ingresar|reponer|reenviar)\w*|(?:recibir\u00e1|tendr\u00e1|se (?:le )?(?:enviar\u00e1|entregar\u00e1|reembolsar\u00e1|abonar\u00e1))\b|le prometo\b",
    "pt": r"(?:vamos|vou|v\u00e3o|vai|iremos|irei|ir\u00e1|ir\u00e3o) (?:lhe |te )?(?:ligar|escrever|enviar|mandar|devolver|contatar|contactar|responder|reembolsar|avisar|retornar|consertar|trocar|entregar|entrar em contato|receber|estornar|creditar|depositar|reenviar|ressarcir)\w*|(?:ligaremos|enviaremos|entraremos em contato|retornaremos|reembolsaremos|estornaremos|creditaremos|receber\u00e1|ser\u00e1 (?:enviado|entregue|reembolsado|estornado|creditado))\b|prometo\b",
    "de": r"(?:wir|ich|ein kollege|eine kollegin|unser(?:e)? \w+|er|sie) (?:rufe|rufen|ruft|melde|melden|meldet|schicke|schicken|schickt|sende|senden|sendet|werde|werden|wird|erstatte|erstatten|k\u00fcmmere|k\u00fcmmern|liefern|liefert|kommt|schreibe|schreiben)\b[^.!?;\n]{0,60}(?:zur\u00fcck|\ban\b|zu\b|ihnen|sie|uns|mich|darum|erstatten|anrufen|melden|liefern|senden|schicken|kommen)|(?:wir|ich) \w+\b[^.!?;\n]{0,40} und (?:rufe|rufen|melde|melden|schicke|schicken|sende|senden|erstatte|erstatten|schreibe|schreiben)\b[^.!?;\n]{0,60}(?:zur\u00fcck|\ban\b|zu\b|ihnen|sie|uns|mich)|sie (?:erhalten|bekommen|h\u00f6ren)\b|versprochen\b",
    "fr": r"(?:nous|on|je|(?:un|une|le|la|notre|votre|mon|ma) [a-z\u00e0-\u00ff]+(?: client\u00e8le| clients?)?) (?:vous |allons |vais |va |lui )*(?:rappeler|rappellerons|rappellerai|rappellera|appellerons|appellera|recontactera|r\u00e9pondra|reviendra|reviendrons|reviens|traitera|traiterons|remplacera|r\u00e9parera|livrera|enverrons|enverrai|envoyer|enverra|rembourser|rembourserons|remboursera|contacter|contacterons|contactera|r\u00e9pondrons|r\u00e9pondre|recontacter|recontacterons|livrer|livrerons|r\u00e9parer|remplacer|passera|tenir au courant|tiendrons)\b|vous (?:recevrez|aurez|serez (?:rembours\u00e9|livr\u00e9|contact\u00e9|rappel\u00e9)e?)\b|(?:on|je) vous rappelle\b|je vous promets\b",
}
_WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "es": "lunes martes mi\u00e9rcoles jueves viernes s\u00e1bado domingo",
    "pt": "segunda ter\u00e7a quarta quinta sexta s\u00e1bado domingo",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}
_MONTHS = {
    "en": "jan feb mar apr may jun jul aug sep oct nov dec",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "de": "jan feb m\u00e4r apr mai jun jul aug sep okt nov dez",
    "fr": "janv f\u00e9v mars avr mai juin juil ao\u00fbt sept oct nov d\u00e9c",
}
_TODAY = {"en": r"today|by tonight|end of (?:the )?day|close of business", "es": r"\bhoy\b", "pt": r"\bhoje\b", "de": r"\bheute\b", "fr": r"aujourd'hui"}  # fmt: skip
_TOMORROW = {
    "en": "tomorrow",
    "es": r"ma\u00f1ana",
    "pt": r"amanh\u00e3",
    "de": r"\bmorgen\b",
    "fr": r"\bdemain\b",
}
_WEEK_END = {"en": r"end of (?:the |this )?week", "es": r"(?:fin|final|finales) de (?:la |esta )?semana", "pt": r"(?:fim|final) d[ae] (?:esta )?semana", "de": r"ende (?:der|dieser) woche", "fr": r"fin de (?:la )?semaine"}  # fmt: skip
_WORDS_AS_NUMBERS = {
    word: number
    for number, words in {
        1: "a an one un una uno um uma ein eine einem einer une", 2: "two dos dois duas zwei deux", 3: "three tres tr\u00eas drei trois",
        4: "four cuatro quatro vier quatre", 5: "five cinco f\u00fcnf cinq", 6: "six seis sechs", 7: "seven siete sete sieben sept",
        8: "eight ocho oito acht huit", 10: "ten diez dez zehn dix", 14: "fourteen quince catorze vierzehn quinze", 24: "twenty-four", 48: "forty-eight",
    }.items()
    for word in words.split()
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?:\d{1,2} ?(?:-|to|or|a|o|ou|bis|\u00e0|oder) ?)?(?P<n>\d{1,3}|[a-z\u00e0-\u00ff-]{1,12}) (?P<work>business |working |h\u00e1beis |\u00fateis )?"
    r"(?P<unit>minutes?|minutos?|minuten|hours?|horas?|stunden?|heures?|(?P<day>days?|d\u00edas?|dias?|tagen?|tage|werktagen?|werktage|jours?)|weeks?|semanas?|wochen?|semaines?)"
    r"(?P<after> (?:h\u00e1biles|laborables|\u00fateis|ouvr\u00e9s|ouvrables))?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b|\b(?P<d2>\d{1,2})[./](?P<m2>\d{1,2})(?:[./](?P<y2>20\d\d))?\b"
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A phrase, and its deadline as a rule; None where it names none."""

    words: str
    within: str | None


def read_promises(text: str, language: str) -> list[Promise]:
    """The promises that a text makes, in order."""
    if language not in _PROMISES:
        return []
    found: list[Promise] = []
    for match in _pattern(language).finditer(text):
        words = match.group().strip(" ,;:")
        found.append(Promise(words, _deadline(words.lower(), language)))
    return found


@cache
def _pattern(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_PROMISES[language]})[^.!?;\n]{{0,160}}", re.IGNORECASE)


def _deadline(words: str, language: str) -> str | None:
    return _dated(words, language) or _spanned(words) or _named(words, language)


def _dated(words: str, language: str) -> str | None:
    date = _DATE.search(words)
    if date:
        day, month = int(date["d"] or date["d2"]), int(date["m"] or date["m2"])
        year = date["y"] or date["y2"] or ""
        return (
            f"date:{year}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None
        )
    for number, month in enumerate(_MONTHS[language].split(), 1):
        named = re.search(
            rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.|\u00ba|er)? (?:de |of )?{month}\w*|\b{month}\w* (\d{{1,2}})\b",
            words,
        )
        if named:
            return f"date:-{number:02d}-{int(named.group(1) or named.group(2)):02d}"
    return None


def _spanned(words: str) -> str | None:
    amount = next((a for a in _AMOUNT.finditer(words) if _count(a["n"]) is not None), None)
    return _span(amount) if amount else None


def _named(words: str, language: str) -> str | None:
    days = [rf"\b{name}" for name in _WEEKDAYS[language].split()]
    rules = [
        (_WEEK_END[language], "weekday:4"),
        (_TOMORROW[language], "days:1"),
        *((name, f"weekday:{number}") for number, name in enumerate(days)),
        (_TODAY[language], "days:0"),
    ]
    return next((rule for pattern, rule in rules if re.search(pattern, words)), None)


def _span(amount: re.Match[str]) -> str:
    count = _count(amount["n"]) or 0
    unit = amount["unit"].lower()
    if unit.startswith("min"):
        return f"minutes:{count}"
    if unit.startswith(("h", "st")):
        return f"hours:{count}"
    if amount["day"]:
        work = amount["work"] or amount["after"] or unit.startswith("werk")
        return f"{'workdays' if work else 'days'}:{count}"
    return f"days:{7 * count}"


def _count(said: str) -> int | None:
    return int(said) if said.isdigit() else _WORDS_AS_NUMBERS.get(said.lower())


def due_at(made_at: datetime, within: str) -> datetime | None:
    """When a promise made then falls due: the end of the day, where it names a day.

    A weekday is the next one, today included; a date without a year is the next such day.
    """
    kind, _, said = within.partition(":")
    if kind in ("minutes", "hours"):
        return made_at + timedelta(**{kind: int(said)})
    day = made_at
    if kind == "days":
        day = made_at + timedelta(days=int(said))
    elif kind == "workdays":
        left = int(said)
        while left > 0:
            day += timedelta(days=1)
            left -= day.weekday() < 5
    elif kind == "weekday":
        day = made_at + timedelta(days=(int(said) - made_at.weekday()) % 7)
    else:
        year, month, number = said.split("-")
        try:
            day = made_at.replace(
                year=int(year or made_at.year), month=int(month), day=int(number)
            )
            if not year and day.date() < made_at.date():
                day = day.replace(year=day.year + 1)
        except ValueError:
            return None  # `31.02.`
    return day.replace(hour=23, minute=59, second=59, microsecond=0)
