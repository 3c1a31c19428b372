"""Which language a text is in; `und` when unsure, another language's code when it is clearly that.

In: a text, and what the source says about it.  Out: two letters, or `und`. The source's word wins. Short
texts are judged by their commonest words, longer ones by letter groups (py3langid's model, inside its
wheel, BSD). Of the languages that nothing reads, it need only know that they are none of the five: a wrong
language would be scored by the wrong weights, `und` by none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

UNKNOWN = "und"
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_READ = 80
"""Words that are looked at."""
_LETTERS = 2_000
_SHORT = 12
"""Letters below which only whole words count."""
_OTHERS = (
    "it", "nl", "pl", "ru", "sv", "da", "no", "fi", "tr", "cs", "ro", "hu", "el", "uk", "ar", "he", "zh", "ja", "ko",
    "ca", "gl", "vi", "id", "hr", "bg", "th", "hi", "fa",
)  # fmt: skip
_NOT_WORDS = re.compile(r"[@#]\w+|https?:\S+|\[[a-z_]+\]")
_OTHER_AT = 6.0
"""By how much (log-likelihood) another language must beat the best of the five."""
_CLEAR_AT = 1.5
_SURE_AT = 3
"""Words of one language after which letter groups need not be asked."""

_FREQUENT = {
    "en": """the and to of a in is it you that was for on are with as his they at be this have from or had
        by but not what all were we when your can said there use an each which she do how their if will
        up other about out many then them these so some her would make like him into time has look more
        very my our just i've i'm don't can't didn't it's me no yes please thanks thank great good bad
        nice love loved excellent poor terrible awful service order ordered delivery parcel quick quickly
        easy works work working customer staff friendly helpful never always still again after before
        product quality happy disappointed would recommend received arrived late early broken refund
        waiting wait help nothing everything amazing brilliant perfect awesome horrible worst best slow
        fast cheap expensive useless wonderful fantastic lovely buy bought shop store too much been am
        one day days told came said done experience expected better fine nobody someone why where who
        than got get went go going want need know think now here any well first last could should did""",
    "es": """el la los las de que y en un una por con no para es lo como más pero sus le ya este sí porque
        esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno
        les ni contra otros ese eso ante ellos esto mí antes algunos qué unos yo otro otras otra él tanto
        esa estos mucho nada muchos cual gracias pedido entrega bueno buena mal malo mala servicio llegó
        rápido tarde nunca siempre bien está tiene fue excelente se su al del son""",
    "pt": """o a os as de que e em um uma para com não por mais do da no na se dos das ao como mas foi seu
        sua ou quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem
        nas me esse eles você essa num nem suas meu às minha numa pelos elas qual lhe deles obrigado
        obrigada pedido entrega bom boa ruim serviço produto chegou prazo antes recomendo excelente
        ótimo ótima tudo nunca sempre bem está tem é são veio ainda""",
    "de": """der die das und in zu den ist nicht von sie mit dem sich des ein eine auf für auch es an werden
        aus er hat dass wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber
        vor zur bis mehr durch man sein wurde sei ich wir mir mich sehr gut schlecht danke bestellung
        lieferung schnell spät immer nie alles nichts bitte kein keine leider wenn schon mein meine
        super toll zufrieden service kunde angekommen warten""",
    "fr": """le la les de des et en un une que qui est pour dans pas sur avec ce il je au du par plus ne se
        sont cette mais nous vous ou elle mon ma mes son sa ses leur été être avoir fait très bien mal
        merci commande livraison rapide retard jamais toujours tout rien bon bonne mauvais service reçu
        produit c'est j'ai n'est qu'il aux comme aussi même sans encore on y a me si déçu parfait""",
}


_SIGNS = {"en": "", "es": "ñ¿¡", "pt": "ãõ", "de": "ßäöü", "fr": "èêœùû"}
"""Letters that the others lack: half a word each, at most two."""


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in _FREQUENT.items():
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


def guess_language(text: str, *, stated: str | None = None) -> str:
    """Take the language that the source states, else guess it, else `und`.

    Args:
        text: what was said.
        stated: BCP 47 as the source wrote it: `en-GB`, `pt_BR`; None or `und` when it does not say.
    """
    told = (stated or "").strip().lower().replace("_", "-").split("-")[0]
    if told and told != UNKNOWN:
        return told
    plain = _NOT_WORDS.sub(" ", text[:_LETTERS])
    by_words, sure = _by_words(plain)
    if sure or sum(map(str.isalpha, plain)) < _SHORT:
        return by_words
    ranked = [(str(language), float(score)) for language, score in _identifier().rank(plain)]
    ours = [(language, score) for language, score in ranked if language in _FREQUENT]
    (best, most), (_, next_most) = ours[:2]
    if ranked[0][0] != best and ranked[0][1] - most > _OTHER_AT:
        return ranked[0][0]
    if ranked[0][1] <= _NOTHING_SEEN or most - next_most < _CLEAR_AT:
        return by_words
    return best


_NOTHING_SEEN = -1e30


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([*_FREQUENT, *_OTHERS])
    return identifier


def _by_words(text: str) -> tuple[str, bool]:
    """Guess from the commonest words alone; True where they leave no doubt."""
    words = [word.lower().replace("\u2019", "'") for word in _WORD.findall(text)[:_READ]]
    counts = {
        language: 0.5 * min(2, sum(map(text.count, signs))) for language, signs in _SIGNS.items()
    }
    known = _languages_of()
    for word in words:
        for language in (languages := known.get(word, ())):
            counts[language] += 1 / len(languages)
    winner = _clear_winner(counts, len(words))
    most = counts.get(winner, 0.0)
    rest = sum(counts.values()) - most
    return winner, most >= _SURE_AT and most >= 0.3 * len(words) and most >= 4 * rest


def _clear_winner(counts: dict[str, float], words: int) -> str:
    """Ask for one word of evidence, and for clearly more than any other language has."""
    (first, most), (_, next_most) = sorted(counts.items(), key=lambda item: item[1], reverse=True)[
        :2
    ]
    enough = most >= max(1, 0.04 * words)
    return first if enough and most >= 1.3 * next_most + 0.6 else UNKNOWN
