"""Traces: a person is found in any spelling, and nobody else is taken for them. SQL and Python agree."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.engines import Engine, open_engine
from desireline.events import PersonTraces, hashed, spelled, spelled_sql

HER = PersonTraces(
    emails=("ann@example.org",),
    phones=("3088374121",),
    names=("Ann Quastenflosser",),
    ids=("ORD-9917", "user:42"),
)
FOUND = {
    "ann@example.org": "[email]",
    "write to ANN@example.org.": "write to [email].",
    "?mail=ann%40example.org&x": "?mail=[email]&x",
    "ann@example.org,ann@example.org": "[email],[email]",
    "+49 30 8837 4121": "[phone]",
    "call 030/88374121 now": "call [phone] now",
    "(030) 88 37 41 21": "[phone]",
    "0049 (0)30-88374121": "[phone]",
    "493088374121": "[phone]",
    "Ann Quastenflosser": "[name]",
    "ann  quastenflosser's": "[name]'s",
    "Quastenflosser, Ann": "[name]",
    '{"first":"Ann","last":"Quastenflosser"}': '{"first":"[name]"}',
    "order ORD-9917, please": "order [erased], please",
    '"subject":"user:42"': '"subject":"[erased]"',
}
OTHERS = [
    "joann@example.org", "my.ann@example.org", "ann@example.org.au", "ann@example.orgs",
    "130883741215", "8837 4121", "Annegret Quastenflosser", "Ann Quastenflossers", "ORD-99171",
    "X-ORD-9917", "user:421", "superuser:42", "",
]  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine(threads=1)


def _sql(engine: Engine, text: str) -> tuple[bool, str]:
    sql = f"SELECT {HER.found_sql('t')}, {HER.masked_sql('t')} FROM (SELECT ? AS t)"
    return engine.rows(sql, [text])[0]


@pytest.mark.parametrize(("text", "masked"), FOUND.items())
def test_a_person_is_found_in_any_spelling(engine: Engine, text: str, masked: str) -> None:
    assert HER._mask(text) == masked
    assert _sql(engine, text) == (True, masked)


@pytest.mark.parametrize("text", OTHERS)
def test_nobody_else_is_taken_for_the_person(engine: Engine, text: str) -> None:
    assert HER._mask(text) == text
    assert _sql(engine, text) == (False, text)


PIECES = st.sampled_from([*FOUND, *OTHERS, "x", "é", "0", "@", "¿", "[email]"])
EDGES = st.sampled_from([" ", ", ", "\n", '"', ". "])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(PIECES, EDGES).map("".join), max_size=6).map("".join))
def test_sql_and_python_mask_alike_and_leave_nothing(text: str) -> None:
    engine = _shared()
    found, masked = _sql(engine, text)
    assert found == (HER._mask(text) != text)
    assert _sql(engine, masked)[0] is False
    assert HER._mask(HER._mask(text)) == HER._mask(text)


_ENGINES: list[Engine] = []


def _shared() -> Engine:
    if not _ENGINES:
        _ENGINES.append(open_engine(threads=1))
    return _ENGINES[0]


def test_json_is_masked_value_by_value() -> None:
    assert HER.mask('{"a":["call ORD-9917\\n"],"b":1}') == '{"a":["call [erased]\\n"],"b":1}'
    assert HER.mask('{"b": 1}') == '{"b": 1}'  # untouched, not rewritten
    assert HER.mask("{not json ann@example.org") == "{not json [email]"


NAMES = [
    "email:Ann+shop@Example.ORG",
    "phone:+49 (0)30 8837-4121",
    "phone:0049308837",
    "user: 7 ",
    "x:",
    "é:ß",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_have_one_spelling_in_sql_and_in_python(engine: Engine, name: str) -> None:
    assert engine.rows(f"SELECT {spelled_sql('n')} FROM (SELECT ? AS n)", [name]) == [
        (spelled(name),)
    ]


def test_a_tombstone_is_an_hmac_of_the_spelling() -> None:
    key = bytes(range(32))
    expected = hmac.digest(key, b"email:ann@example.org", "sha256").hex()
    assert hashed(key, "email:ANN+x@example.org ") == expected
    assert hashed(b"other", "email:ann@example.org") != expected
