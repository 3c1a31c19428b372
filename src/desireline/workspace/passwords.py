"""Passwords: argon2id hashes, and what is too easy to guess.

In: a password.  Out: its hash, or whether it fits one. Checking takes the same time whether there is such a
member or not. Few are checked at once, because each takes tens of megabytes.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

from desireline.errors import InputError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_LEAST, _MOST = 10, 200
_KNOWN = frozenset(
    {
        "password", "passwort", "contraseña", "motdepasse", "qwertyuiop", "1234567890", "0123456789",
        "desireline", "changeme", "letmein", "administrator", "iloveyou", "welcome",
    }
)  # fmt: skip
_turns = threading.BoundedSemaphore(2)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash("the password of nobody")


def hashed(password: str, *, about: tuple[str, ...] = ()) -> str:
    """Hash a password that is not too easy to guess.

    Args:
        password: as typed.
        about: name and address of the member, which it may not be.

    Raises:
        InputError: it is too short, too long, well known, or says who they are.
    """
    plain = password.casefold().rstrip("0123456789!?.-_ ")
    if not _LEAST <= len(password) <= _MOST:
        found = f"has {len(password)} characters"
    elif plain in _KNOWN or password.casefold() in _KNOWN or len(set(password)) < 4:
        found = "is among the first that anybody tries"
    elif any(part and password.casefold() == part.casefold() for part in about):
        found = "is your name or address"
    else:
        with _turns:
            return _hasher().hash(password)
    raise InputError(
        f"The password {found}.",
        hint=f"Take {_LEAST} to {_MOST} characters: a few words that nobody else would put together.",
        code="member.password",
    )


def fits(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one whose hash was kept; None: it is nobody's."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with _turns:
        try:
            return _hasher().verify(kept or _nobody(), password[: _MOST + 1]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False
