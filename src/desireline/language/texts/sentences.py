"""A text as sentences, and a sentence as clauses where it turns: `fine, but nobody called`.

In: a text.  Out: sentences in order, and for each its clauses with a weight. What follows a `but` weighs
more than what stands before it: that is what people say `but` for. Handles, links and placeholders are
left out of clauses; the sentence keeps them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desireline.language.texts.emoji import write_out

_LONGEST = 400
"""Letters of one sentence; a text without a full stop is cut here, at a blank."""
_MOST = 400
"""Sentences that are read of one text: the first and the last ones."""
_ABBREVIATION = re.compile(
    r"\b(?:mr|mrs|ms|dr|st|no|nr|vs|sr|sra|bzw|z\.\s?b|e\.g|i\.e|approx|ca|tel|mme|av|str|m)\.$",
    re.IGNORECASE,
)
_END = re.compile(r"(?<=[.!?\u2026\u3002\uff01\uff1f])[\"')\]\u201d\u00bb]*\s+(?=\S)|\s*\n+\s*")
_TURNS = re.compile(
    r"[,;.\u2014-]?\s+(?:but|however|although|though|yet|except that|pero|sin embargo|aunque|sino que|mas"
    r"|porém|no entanto|contudo|embora|s\u00f3 que|aber|jedoch|allerdings|trotzdem|obwohl|doch|mais"
    r"|cependant|par contre|toutefois|pourtant|malgr\u00e9)\b,?\s+",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"@\w+|(?:https?://|www\.)\S+|\[[a-z_]+\]|<[^<>]{1,200}>|[\u200b-\u200f\u202a-\u202e\ufeff]"
)
_STRETCHED = re.compile(r"([^\W\d_])\1{3,}")
_FORMULA = re.compile(
    r"^(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hola|buenos d\u00edas|buenas tardes|estimad[oa]s?"
    r"|ol\u00e1|bom dia|boa tarde|prezad[oa]s?|hallo|guten (?:tag|morgen|abend)|sehr geehrte[rn]?|liebe[rs]?|bonjour|bonsoir"
    r"|ch\u00e8re?s?)\b[^.!?]{0,40}[,.!:]?"
    r"|(?:many |kind |best |warm )?(?:thanks|thank you|regards|best|cheers|best wishes|wishes|yours (?:sincerely|faithfully|truly)"
    r"|sincerely)(?: in advance)?|(?:un )?saludos?(?: cordiales)?|atentamente|gracias de antemano|atenciosamente|abra\u00e7os?"
    r"|obrigad[oa] desde j\u00e1|viele gr\u00fc\u00dfe|mit freundlichen gr\u00fc\u00dfen|vielen dank im voraus|cordialement"
    r"|merci d'avance|bien \u00e0 vous)[,.]?$",
    re.IGNORECASE,
)
_BEFORE, _AFTER = 0.6, 1.4
_LETTER = re.compile(r"[^\W\d_]")
_SIGN = re.compile(r"[:;=][-']?[()DPp]|<3|[\u2600-\u27bf\U0001f300-\U0001faff]")


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that are read together, and how much they count in their sentence."""

    words: str
    weight: float


def split_sentences(text: str) -> list[str]:
    """Cut a text into its sentences."""
    found: list[str] = []
    begun = ""
    for piece in _END.split(text):
        said = f"{begun} {piece}".strip()
        begun = said if _ABBREVIATION.search(said) else ""
        if begun:
            continue
        while len(said) > _LONGEST:
            at = said.rfind(" ", _LONGEST // 2, _LONGEST)
            at = at if at > 0 else _LONGEST
            found.append(said[:at].strip())
            said = said[at:].strip()
        if said:
            found.append(said)
    if begun:
        found.append(begun)
    return found


def read_sentences(text: str) -> list[str]:
    """The sentences that are read: of a very long text the beginning and the end."""
    everything = split_sentences(text)
    # `Dear team` and `Kind regards` would make every complaint polite; `Thanks` alone is an answer.
    said = [sentence for sentence in everything if not _FORMULA.match(sentence)]
    found = said if len(said) == len(everything) or any(map(has_letters, said)) else everything
    half = _MOST // 2
    return found if len(found) <= _MOST else [*found[:half], *found[-half:]]


def plain_words(text: str) -> str:
    """A text without handles, links and placeholders, its emoji written out."""
    return write_out(_STRETCHED.sub(r"\1\1", _LEFT_OUT.sub(" ", text))).strip()


def split_clauses(sentence: str) -> list[Clause]:
    """Cut a sentence where it turns; no clause at all where nothing was said in words or signs."""
    said = plain_words(sentence)
    if not says_something(said):
        return []
    parts = [part.strip() for part in _TURNS.split(said)]
    parts = [part for part in parts if _LETTER.search(part)]
    if len(parts) < 2:
        return [Clause(said, 1.0)]
    weights = [*(_BEFORE for _ in parts[:-1]), _AFTER]
    return [Clause(part, weight) for part, weight in zip(parts, weights, strict=True)]


def has_letters(text: str) -> bool:
    """Whether there is a letter outside handles, links and placeholders."""
    return bool(_LETTER.search(_LEFT_OUT.sub(" ", text)))


def says_something(text: str) -> bool:
    """Whether there is a word or a sign to go by; a number or a dash is none."""
    return bool(_LETTER.search(text) or _SIGN.search(text))
