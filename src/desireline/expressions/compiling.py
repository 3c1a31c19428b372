"""A predicate as a condition of SQL.

In: a tree, which fields there are.  Out: SQL with `?` and its parameters: nothing that a user wrote becomes
part of the text. What is not known (NULL) fits no comparison, `not` of it does.
"""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from desireline.errors import InputError
from desireline.expressions.tree import Compare, Not

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desireline.expressions.tree import Predicate, Scalar


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something that can be asked. Texts are compared without regard to upper and lower case."""

    name: str
    sql: str
    kind: Kind
    meaning: str


def compile_sql(tree: Predicate, fields: Mapping[str, Field]) -> tuple[str, list[Any]]:
    """A condition that is true or false, never NULL.

    Raises:
        InputError: there is no such field, or a value that it cannot have.
    """
    if isinstance(tree, Compare):
        return _compare(tree, field_of(tree, fields))
    if isinstance(tree, Not):
        sql, parameters = compile_sql(tree.of, fields)
        return f"NOT {sql}", parameters
    parts = [compile_sql(one, fields) for one in tree.of]
    joined = f" {tree.kind.upper()} ".join(sql for sql, _ in parts)
    return f"({joined})", [value for _, values in parts for value in values]


def _compare(tree: Compare, field: Field) -> tuple[str, list[Any]]:
    values = [typed(value, field) for value in values_of(tree)]
    column = f"lower({field.sql})" if field.kind == Kind.TEXT else field.sql
    if field.kind == Kind.LIST:
        holds = " OR ".join([f"list_contains({column}, ?)"] * len(values))
        return f"coalesce({'NOT ' if tree.op == '!=' else ''}({holds}), false)", values
    if tree.op == "in":
        return f"coalesce({column} IN ({', '.join('?' * len(values))}), false)", values
    return f"coalesce({column} {tree.op} ?, false)", values


def field_of(tree: Compare, fields: Mapping[str, Field]) -> Field:
    """The field that is asked.

    Raises:
        InputError: there is none, or it cannot be compared like that.
    """
    field = fields.get(tree.field)
    if field is None:
        near = difflib.get_close_matches(tree.field, list(fields), n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise InputError(
            f"There is no field {tree.field!r}.{meant}",
            hint=f"The fields here are: {', '.join(fields)}.",
            code="expression.field",
        )
    if tree.op in ("<", "<=", ">", ">=") and field.kind in (Kind.TEXT, Kind.LIST):
        raise InputError(
            f"{field.name} is a {field.kind}, which is not more or less.",
            hint="Compare it with =, != or in.",
            code="expression.value",
        )
    return field


def values_of(tree: Compare) -> tuple[Scalar, ...]:
    """The values that a comparison names."""
    return tree.value if isinstance(tree.value, tuple) else (tree.value,)


def typed(value: Scalar, field: Field) -> Any:
    """A value as its field holds it.

    Raises:
        InputError: the field cannot have it.
    """
    if field.kind in (Kind.TEXT, Kind.LIST):
        return (value if isinstance(value, str) else f"{value:g}").lower()
    if field.kind == Kind.NUMBER and isinstance(value, float):
        return value
    if field.kind == Kind.DATE and isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    wanted = "a date such as 2026-01-31" if field.kind == Kind.DATE else "a number"
    raise InputError(
        f"{field.name} cannot be {value!r}.",
        hint=f"Write {wanted}: {field.meaning}.",
        code="expression.value",
    )
