"""What people of the company write: plain text, neither empty nor endless."""

from __future__ import annotations

from desireline.errors import InputError


def clean_words(text: str, what: str, *, longest: int, code: str) -> str:
    """Return the text without what cannot be printed.

    Raises:
        InputError: no words are left, or there are too many.
    """
    plain = "".join(sign if sign.isprintable() or sign in "\n\t" else "" for sign in text).strip()
    if not 0 < len(plain) <= longest:
        raise InputError(
            "There are no words." if not plain else f"The {what} has {len(plain):,} signs.",
            hint=f"Write between 1 and {longest:,}.",
            code=code,
        )
    return plain
