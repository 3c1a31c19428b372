"""Which customers stand for all where all would be too many: always the same ones, and not the oldest.

In: a column of codes.  Out: SQL. Codes count up by when a customer was first seen, so that every tenth code would be a
fair draw only where nothing comes in tens; mixed (Knuth's multiplicative hash, 32 bits) they are.
"""

from __future__ import annotations

_LOW = 4_294_967_295
_KNUTH = 2_654_435_761


def mixed(number: str) -> str:
    """Write 32 bits that go by a whole number from 0 on, of any size, and look like chance."""
    return f"(((({number}) & {_LOW}) * {_KNUTH}::UBIGINT) & {_LOW})"


def one_in(step: int) -> str:
    """Write a condition on `customer`: one in `step` of them."""
    if step <= 1:
        return "true"
    return f"({mixed('customer::UBIGINT')} >> 16)::UINTEGER % {step} = 0"
