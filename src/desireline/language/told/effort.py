"""How hard something was for the customer, from words that say so; nothing where no word does.

In: a masked text and its language.  Out: 1 (very hard) to 5 (very easy), and the words. Signs are of two
kinds: a judgement (`so easy`, `a nightmare to set up`) and an account of work (`called three times`, `still
waiting`, `took two minutes`). A judgement that is denied turns around: `not easy` is hard, `no trouble` easy.
A text without a sign has no effort: it is left out of every mean, not counted as middling.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

VERY_HARD, HARD, EASY, VERY_EASY = 1.0, 2.0, 4.0, 5.0

_NUMBERS = r"(?:\d+|two|three|four|five|six|several|many|dos|tres|cuatro|varias|muchas|duas|tr\u00eas|quatro|v\u00e1rias|muitas|zwei|drei|vier|f\u00fcnf|mehrere|deux|trois|quatre|cinq|plusieurs)"
_EASY = {
    "en": r"eas(?:y|ily|ier)|simple|simply|straightforward|effortless(?:ly)?|hassle[- ]free|no[- ]brainer|smooth(?:ly)?|seamless(?:ly)?|quick and easy|user[- ]friendly|intuitive|in no time|(?:took|in|within) (?:me )?(?:only |just )?(?:a few|two|five|\d) minutes|a breeze|at the first (?:try|attempt)|first time",
    "es": r"f\u00e1cil(?:mente)?|sencill[oa]s?|sin (?:problemas?|complicaciones|esfuerzo)|intuitiv[oa]|en (?:dos|cinco|pocos|\d) minutos|a la primera|c\u00f3mod[oa]",
    "pt": r"f\u00e1cil(?:mente)?|f\u00e1ceis|simples|sem (?:problemas?|complica\u00e7\u00f5es|esfor\u00e7o|dor de cabe\u00e7a)|intuitiv[oa]|em (?:dois|cinco|poucos|\d) minutos|de primeira|pr\u00e1tico",
    "de": r"einfach(?:e[rsn]?)? (?:zu|in der|und|\.|!|bedien\w*)|(?:sehr|so|ganz|super|total|wirklich) einfach|kinderleicht|leicht(?:e[rsn]?)? zu|m\u00fchelos|problemlos|reibungslos|unkompliziert|intuitiv|in (?:zwei|f\u00fcnf|wenigen|\d) minuten|auf anhieb|ohne probleme",
    "fr": r"facile(?:ment)?s?|simple(?:ment)?|sans (?:probl\u00e8me|difficult\u00e9|effort|souci|encombre)s?|intuitif|en (?:deux|cinq|quelques|\d) minutes|du premier coup",
}
_HARD = {
    "en": r"difficult|hard to|hard work|complicated|confusing|cumbersome|tedious|a pain|painful(?:ly)?|nightmare|ordeal|hassle|struggl(?:e|ed|ing)|trouble|frustrating(?:ly)?|impossible|jump through hoops|too many (?:steps|forms|clicks)|took (?:ages|forever)",
    "es": r"dif\u00edcil(?:es)?|complicad[oa]s?|confus[oa]s?|engorros[oa]s?|pesadilla|un l\u00edo|imposible|un calvario|demasiados pasos|cuesta mucho",
    "pt": r"dif\u00edcil|dif\u00edceis|complicad[oa]s?|confus[oa]s?|trabalhos[oa]|pesadelo|imposs\u00edvel|dor de cabe\u00e7a|um transtorno|burocr\u00e1tic[oa]|passos demais",
    "de": r"schwierig(?:e[rsn]?)?|kompliziert(?:e[rsn]?)?|umst\u00e4ndlich(?:e[rsn]?)?|m\u00fchsam|verwirrend|alptraum|albtraum|qual|unm\u00f6glich|schwer zu|zu viele schritte|nervenaufreibend|krampf",
    "fr": r"difficile(?:ment)?s?|compliqu\u00e9e?s?|confuse?|p\u00e9nible|fastidieu(?:x|se)|cauchemar|impossible|un calvaire|parcours du combattant|gal\u00e8re|trop d'\u00e9tapes|un enfer",
}
_WORK = {
    "en": rf"(?:called|rang|phoned|wrote|written|emailed|e-mailed|tried|asked|contacted|messaged|explained|sent)[^.!?]{{0,40}} {_NUMBERS} times|(?:second|third|fourth|fifth|\d+(?:nd|rd|th)) (?:time|call|attempt|email)|still (?:waiting|no (?:answer|reply|refund)|not)|again and again|over and over|(?:had|have) to (?:call|explain|repeat|chase|wait|go back|drive|send|fill|print|return|do)[^.!?]{{0,40}}|on hold|transferred (?:me )?{_NUMBERS} times|passed (?:me )?(?:around|from)|took (?:me )?(?:\w+ )?{_NUMBERS} (?:hours|days|weeks|months)|for (?:over |more than )?{_NUMBERS} (?:hours|days|weeks|months)|chas(?:e|ed|ing)|spent (?:hours|days|{_NUMBERS} hours)|nobody (?:called|answers|answered|replied|picks up)",
    "es": rf"(?:llam\u00e9|llamado|escrito|escrib\u00ed|intentado|intent\u00e9|enviado|explicado)[^.!?]{{0,40}} {_NUMBERS} veces|(?:segunda|tercera|cuarta|quinta) vez|sigo (?:esperando|sin)|una y otra vez|tuve que|tengo que (?:llamar|explicar|repetir|esperar|volver|ir)|llevo {_NUMBERS} (?:horas|d\u00edas|semanas|meses)|me pasaron de|nadie (?:contesta|responde|me llam\u00f3)",
    "pt": rf"(?:liguei|ligado|escrevi|tentei|enviei|mandei|expliquei)[^.!?]{{0,40}} {_NUMBERS} vezes|(?:segunda|terceira|quarta|quinta) vez|ainda (?:estou )?(?:esperando|\u00e0 espera|aguardando)|v\u00e1rias vezes|tive (?:que|de)|tenho (?:que|de) (?:ligar|explicar|repetir|esperar|voltar|ir)|h\u00e1 {_NUMBERS} (?:horas|dias|semanas|meses)|fui transferid[oa]|ningu\u00e9m (?:atende|responde|me ligou)",
    "de": rf"{_NUMBERS}[- ]?mal (?:angerufen|geschrieben|versucht|geschickt|erkl\u00e4rt|nachgefragt)|(?:zum )?(?:zweiten|dritten|vierten|f\u00fcnften) mal|(?:zweite|dritte|vierte) (?:anruf|mail|versuch)|warte (?:immer noch|noch immer|seit)|immer noch (?:nicht|kein\w*)|immer wieder|musste(?:n)? (?:ich |wir )?|warteschleife|seit {_NUMBERS} (?:stunden|tagen|wochen|monaten)|weiterverbunden|niemand (?:geht ran|antwortet|ruft|hat)",
    "fr": rf"(?:appel\u00e9|\u00e9crit|essay\u00e9|envoy\u00e9|expliqu\u00e9|relanc\u00e9)[^.!?]{{0,40}} {_NUMBERS} fois|(?:deuxi\u00e8me|troisi\u00e8me|quatri\u00e8me|cinqui\u00e8me) (?:fois|appel)|attends (?:toujours|encore|depuis)|toujours (?:pas|rien)|sans cesse|(?:j'ai|nous avons) d\u00fb|je dois (?:appeler|expliquer|r\u00e9p\u00e9ter|attendre|retourner)|depuis {_NUMBERS} (?:heures|jours|semaines|mois)|transf\u00e9r\u00e9|personne (?:ne r\u00e9pond|ne m'a)",
}
_DENIED = {
    "en": r"(?:not|n't|never|no|without|any|nothing|hardly)(?: \w+){0,2} $",
    "es": r"(?:no|nunca|sin|nada|tampoco|ning\u00fan)(?: \w+){0,2} $",
    "pt": r"(?:n\u00e3o|nunca|sem|nada|nenhum)(?: \w+){0,2} $",
    "de": r"(?:nicht|nie|kein\w*|ohne|alles andere als)(?: \w+){0,2} $",
    "fr": r"(?:pas|jamais|sans|aucune?|rien)(?: \w+){0,2} $",
}
_WISHES = {
    "en": r"(?:if only|would be|should be|could be|make it|wish it (?:was|were)|please be|hope it is) (?:\w+ )?$",
    "es": r"(?:deber\u00eda ser|podr\u00eda ser|ojal\u00e1 fuera) (?:\w+ )?$",
    "pt": r"(?:deveria ser|podia ser|poderia ser) (?:\w+ )?$",
    "de": r"(?:sollte|k\u00f6nnte|w\u00e4re) (?:\w+ ){0,2}$",
    "fr": r"(?:devrait \u00eatre|pourrait \u00eatre) (?:\w+ )?$",
}
_VERY = re.compile(
    r"\b(?:very|so|extremely|super|incredibly|really|absolutely|totally|way too|such a|muy|s\u00faper|super|muito|t\u00e3o|extremamente|sehr|so|extrem|total|unglaublich|tr\u00e8s|tellement|vraiment|extr\u00eamement)\s+$",
    re.IGNORECASE,
)
_STRONGEST = re.compile(
    r"nightmare|ordeal|impossible|ages|forever|pesadilla|imposible|calvario|pesadelo|imposs\u00edvel|alptraum|albtraum|qual|unm\u00f6glich|cauchemar|impossible|calvaire|enfer|breeze|effortless|kinderleicht|no[- ]brainer",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard it was, 1 (very hard) to 5 (very easy), and the words that say so."""

    value: float
    words: str


def read_effort(text: str, language: str) -> Effort | None:
    """Read the effort that a text speaks of; None where it speaks of none, or nobody reads the language."""
    if language not in _EASY:
        return None
    found: list[tuple[float, str]] = []
    for kind in ("easy", "hard", "work"):
        for match in _pattern(kind, language).finditer(text):
            value = _judged(kind, match, text, language)
            if value is not None:
                found.append((value, match.group().strip()))
    if not found:
        return None
    values = [value for value, _ in found]
    # Work that was told outweighs a kind word: `easy app, but I called three times`.
    hardest = min(values)
    value = (
        hardest if hardest < 3 and sum(v < 3 for v in values) >= len(values) / 2 else max(values)
    )
    return Effort(value, next(words for v, words in found if v == value)[:80])


def _judged(kind: str, match: re.Match[str], text: str, language: str) -> float | None:
    before = text[max(0, match.start() - 40) : match.start()].lower()
    if re.search(_WISHES[language], before):
        return HARD
    if kind == "work":
        return (
            VERY_HARD
            if match.group().count(" ") >= 3 and re.search(_NUMBERS, match.group(), re.IGNORECASE)
            else HARD
        )
    strong = bool(_VERY.search(before) or _STRONGEST.search(match.group()))
    easy = kind == "easy"
    if re.search(rf"(?:^|\W){_DENIED[language]}", before):
        return HARD if easy else EASY
    if easy:
        return VERY_EASY if strong else EASY
    return VERY_HARD if strong else HARD


@cache
def _pattern(kind: str, language: str) -> re.Pattern[str]:
    table = {"easy": _EASY, "hard": _HARD, "work": _WORK}[kind]
    return re.compile(rf"\b(?:{table[language]})", re.IGNORECASE)
