"""Emoji as words: the sentence encoder has never seen most of them.

In: a text.  Out: the same text with common emoji and smileys written out in English, which the encoder
understands beside any language. Those that are not listed stay as they are and say nothing.
"""

from __future__ import annotations

import re

_WORDS = {
    "love it": "\u2764 \U0001f60d \U0001f970 \U0001f618 \U0001f495 \U0001f496 \U0001f497 \U0001f499 \U0001f49a \U0001f49b \U0001f49c \U0001f9e1 \U0001f5a4 \U0001f498 \U0001f493 <3",
    "happy": "\U0001f600 \U0001f603 \U0001f604 \U0001f601 \U0001f60a \U0001f642 \u263a \U0001f60b \U0001f61d \U0001f60e \U0001f607 :) :-) =) :D :-D ;D :] ^^",
    "funny": "\U0001f602 \U0001f923 \U0001f606 \U0001f605",
    "great": "\U0001f44d \U0001f44c \U0001f4af \u2705 \U0001f525 \u2b50 \U0001f31f \u2728 \U0001f929 \U0001f947",
    "bravo": "\U0001f44f \U0001f64c \U0001f389 \U0001f38a \U0001f973 \U0001f3c6 \U0001f4aa",
    "thank you": "\U0001f64f \U0001f917",
    "joke": "\U0001f609 ;) ;-) \U0001f61c \U0001f643",
    "angry": "\U0001f620 \U0001f621 \U0001f92c \U0001f624 \U0001f47f \U0001f4a2 \U0001f595 >:( ",
    "terrible": "\U0001f44e \U0001f4a9 \U0001f92e \U0001f922 \u274c \U0001f5d1 \U0001f621",
    "sad": "\U0001f622 \U0001f62d \U0001f61e \U0001f614 \U0001f641 \u2639 \U0001f625 \U0001f62a \U0001f613 \U0001f494 :( :-( :'( =( D:",
    "disappointed": "\U0001f612 \U0001f644 \U0001f611 \U0001f615 \U0001f61f \U0001f62b \U0001f629 \U0001f926 :/ :-/",
    "worried": "\U0001f628 \U0001f630 \U0001f631 \U0001f627 \U0001f62c",
    "confused": "\U0001f914 \U0001f928 \U0001f937 \u2753",
    "surprised": "\U0001f62e \U0001f632 \U0001f62f \U0001f633",
    "okay": "\U0001f610 \U0001f636",
}
_WORD_OF = {sign: word for word, signs in _WORDS.items() for sign in signs.split()}
_SINGLE = "".join(sign for sign in _WORD_OF if len(sign) == 1)
_SMILEYS = "|".join(
    re.escape(sign) for sign in sorted(_WORD_OF, key=len, reverse=True) if len(sign) > 1
)
_SIGNS = re.compile(rf"(?:[{_SINGLE}]|(?=[:;=<>^D])(?:{_SMILEYS}))[\ufe0f\U0001f3fb-\U0001f3ff]*")


def write_out(text: str) -> str:
    """Replace emoji by words; the same sign in a row is written once."""
    if text.isascii() and not any(sign in text for sign in ":;=<^"):
        return text
    return _SIGNS.sub(_word, text)


def _word(found: re.Match[str]) -> str:
    before = found.string[: found.start()].rstrip("\ufe0f")
    sign = found.group().rstrip("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
    return "" if before.endswith(sign) else f" {_WORD_OF[sign]} "
