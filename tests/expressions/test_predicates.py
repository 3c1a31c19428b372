"""Predicates: read, compiled and evaluated, always with the same answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from desireline.engines import Engine, open_engine
from desireline.errors import InputError
from desireline.expressions import (
    Field,
    Kind,
    Predicate,
    compile_sql,
    fields_of,
    holds,
    json_schema,
    parse,
)
from desireline.expressions.tree import Compare, Every, Not, Some

FIELDS = {
    name: Field(name=name, sql=name, kind=kind, meaning="for tests")
    for name, kind in (
        ("channel", Kind.TEXT),
        ("steps", Kind.NUMBER),
        ("start", Kind.DATE),
        ("passes", Kind.LIST),
    )
}
RECORD = {"channel": "Phone", "steps": 3, "start": dt.date(2026, 2, 1), "passes": ["Call", "Pay"]}


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("channel = phone", True),
        ("channel != phone", False),
        ('channel in (web, "phone")', True),
        ("steps > 2 and steps <= 3", True),
        ("start >= 2026-02-01 and start < 2026-03-01", True),
        ("passes = call and not passes = refund", True),
        ("channel = web or steps = 3 and start < 2026-01-01", False),
        ("(channel = web or steps = 3) and passes in (pay, refund)", True),
        ("not not channel = phone", True),
    ],
)
def test_what_a_predicate_says_of_a_journey(text: str, fits: bool) -> None:  # noqa: FBT001
    assert holds(parse(text), FIELDS, RECORD) is fits


def test_what_is_not_known_fits_no_comparison() -> None:
    for op in ("=", "!="):
        assert not holds(parse(f"channel {op} phone"), FIELDS, {})
    assert holds(parse("not channel = phone"), FIELDS, {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a field is missing, it ends"),
        ("channel", "one of = != < <= > >= in is missing"),
        ("channel =", "a value is missing"),
        ("channel = phone and", "a field is missing"),
        ("(channel = phone", "')' is missing"),
        ("channel = phone steps", "is one too many"),
        ("channel = 'phone", "this cannot be read"),
        ("(" * 40 + "channel = a" + ")" * 40, "nested deeper"),
    ],
)
def test_what_cannot_be_read_says_where(text: str, said: str) -> None:
    with pytest.raises(InputError, match="cannot be read at character") as caught:
        parse(text)
    assert said in caught.value.message
    assert caught.value.code == "expression.syntax"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("chanel = phone", "expression.field", "Did you mean channel?"),
        ("steps = many", "expression.value", "steps cannot be 'many'"),
        ("start > 12", "expression.value", "start cannot be 12.0"),
        ("channel > phone", "expression.value", "not more or less"),
    ],
)
def test_fields_and_values_that_are_not_there_are_named(text: str, code: str, said: str) -> None:
    for ask in (lambda: compile_sql(parse(text), FIELDS), lambda: holds(parse(text), FIELDS, {})):
        with pytest.raises(InputError) as caught:
            ask()
        assert caught.value.code == code
        assert said in caught.value.message


def test_a_value_never_becomes_part_of_the_query() -> None:
    sql, parameters = compile_sql(parse('channel = "x\'; DROP TABLE steps; --"'), FIELDS)
    assert "DROP" not in sql
    assert parameters == ["x'; drop table steps; --"]


def test_the_tree_is_json_and_names_its_fields() -> None:
    tree = parse("channel = phone and not (steps > 2 or passes in (call))")
    again = TypeAdapter[Predicate](Predicate).validate_json(tree.model_dump_json())
    assert again == tree
    assert fields_of(tree) == {"channel", "steps", "passes"}
    assert json_schema()["$id"] == "desireline.predicate/1"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """An engine for the other side of the comparison."""
    opened = open_engine(threads=1)
    yield opened
    opened.close()


TEXTS = st.sampled_from(["web", "Phone", "CHAT", ""])
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 4))
LEAF = st.one_of(
    st.builds(Compare, field=st.just("channel"), op=st.sampled_from(["=", "!="]), value=TEXTS),
    st.builds(Compare, field=st.just("channel"), op=st.just("in"), value=st.tuples(TEXTS, TEXTS)),
    st.builds(
        Compare,
        field=st.just("steps"),
        op=st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
        value=st.integers(0, 3).map(float),
    ),
    st.builds(
        Compare, field=st.just("start"), op=st.sampled_from(["=", "<", ">="]), value=DAYS.map(str)
    ),
    st.builds(
        Compare, field=st.just("passes"), op=st.sampled_from(["=", "!=", "in"]), value=TEXTS
    ),
)
TREES = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda of: Every(of=tuple(of))),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: Some(of=tuple(of))),
        inner.map(lambda of: Not(of=of)),
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(
    tree=TREES,
    channel=st.none() | TEXTS,
    steps=st.none() | st.integers(0, 3),
    start=st.none() | DAYS,
    passes=st.none() | st.lists(TEXTS, max_size=2),
)
def test_sql_and_python_agree_on_every_tree_and_record(
    engine: Engine, tree: Any, **record: Any
) -> None:
    sql, parameters = compile_sql(tree, FIELDS)
    lowered = record["passes"] and [one.lower() for one in record["passes"]]
    told = engine.rows(
        f"SELECT {sql} FROM (SELECT ?::VARCHAR AS channel, ?::DOUBLE AS steps, ?::DATE AS start,"
        " ?::VARCHAR[] AS passes)",
        [*parameters, record["channel"], record["steps"], record["start"], lowered],
    )
    assert told[0][0] is holds(tree, FIELDS, record)
