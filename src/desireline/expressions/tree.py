"""The tree of a predicate: comparisons, and, or, not.

In: nothing.  Out: frozen models with a JSON Schema, so that a web page can build what a command reads.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Scalar = str | float
Comparison = Literal["=", "!=", "<", "<=", ">", ">=", "in"]


class _Node(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Compare(_Node):
    """A field against a value. Of a list (`passes`): whether it holds it."""

    kind: Literal["compare"] = "compare"
    field: str
    op: Comparison
    value: Scalar | tuple[Scalar, ...]
    """Several only with `in`. Dates are written as YYYY-MM-DD."""


class Every(_Node):
    """All of them hold."""

    kind: Literal["and"] = "and"
    of: tuple[Predicate, ...]


class Some(_Node):
    """One of them holds."""

    kind: Literal["or"] = "or"
    of: tuple[Predicate, ...]


class Not(_Node):
    """It does not hold."""

    kind: Literal["not"] = "not"
    of: Predicate


Predicate = Annotated[Compare | Every | Some | Not, Field(discriminator="kind")]
for _model in (Every, Some, Not):
    _model.model_rebuild()


def json_schema() -> dict[str, Any]:
    """The published JSON Schema of a predicate."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "desireline.predicate/1",
        **TypeAdapter[Predicate](Predicate).json_schema(),
    }


def fields_of(tree: Predicate) -> frozenset[str]:
    """Which fields a predicate asks."""
    if isinstance(tree, Compare):
        return frozenset({tree.field})
    parts = (tree.of,) if isinstance(tree, Not) else tree.of
    return frozenset(name for part in parts for name in fields_of(part))
