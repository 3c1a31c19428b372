"""What sections share: how they get a connection, and how they ask for many keys.

`Lend` gives a connection for one call: the open one of a transaction, or a fresh one that commits when the call ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Literal, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Purpose = Literal["read", "write"]
Lend = Callable[[Purpose], AbstractContextManager[Connection]]

_PART = 500
"""Keys of one statement: every database takes so many parameters."""


def parts(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut keys into lists that one statement may name."""
    for start in range(0, len(keys), _PART):
        yield keys[start : start + _PART]
