"""A predicate on one record, in Python: the same answer as its SQL.

In: a tree, which fields there are, a record.  Out: true or false. What is not known (absent, None) fits no
comparison, `not` of it does.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from desireline.expressions.compiling import Kind, field_of, typed, values_of
from desireline.expressions.tree import Compare, Every, Not

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desireline.expressions.compiling import Field
    from desireline.expressions.tree import Predicate

_OPERATORS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(tree: Predicate, fields: Mapping[str, Field], record: Mapping[str, Any]) -> bool:
    """Whether a record fits.

    Raises:
        InputError: there is no such field, or a value that it cannot have.
    """
    if isinstance(tree, Compare):
        return _compare(tree, field_of(tree, fields), record.get(tree.field))
    if isinstance(tree, Not):
        return not holds(tree.of, fields, record)
    of_all = all if isinstance(tree, Every) else any
    return of_all([holds(one, fields, record) for one in tree.of])


def _compare(tree: Compare, field: Field, known: Any) -> bool:
    values = [typed(value, field) for value in values_of(tree)]
    if known is None:
        return False
    if field.kind == Kind.LIST:
        has = any(value in [one.lower() for one in known] for value in values)
        return not has if tree.op == "!=" else has
    own = known.lower() if field.kind == Kind.TEXT else known
    if tree.op == "in":
        return own in values
    return bool(_OPERATORS[tree.op](own, values[0]))
