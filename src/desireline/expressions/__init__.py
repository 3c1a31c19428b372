"""Predicates: one typed tree that says which journeys, customers or events are meant.

`parse` reads the text form (`channel = phone and start >= 2026-01-01`), `Predicate` is the tree with its
JSON Schema, `compile_sql` makes a condition with parameters, `holds` evaluates it on one record. Both
agree: what is not known fits no comparison.
"""

from desireline.expressions.compiling import Field, Kind, compile_sql
from desireline.expressions.evaluating import holds
from desireline.expressions.parsing import parse
from desireline.expressions.tree import Predicate, fields_of, json_schema

__all__ = [
    "Field",
    "Kind",
    "Predicate",
    "compile_sql",
    "fields_of",
    "holds",
    "json_schema",
    "parse",
]
