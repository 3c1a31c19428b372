"""Filters of templates say what the readers of event streams say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desireline.engines import Engine, open_engine
from desireline.errors import MappingError
from desireline.sources import filters
from desireline.sources.readers.ga4 import page_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Read

_PART = st.sampled_from(
    [
        "shop",
        "12",
        "a1234b",
        "deadbeef",
        "DEADBEEF-1234-abcd",
        "",
        "x9",
        "über",
        "p.html",
        "abc-123",
    ]
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    opened = open_engine(threads=1)
    yield opened
    opened.close()


@given(
    site=st.sampled_from(["", "https://x.org", "http://x.org:8080"]),
    parts=st.lists(_PART, max_size=5),
    rest=st.sampled_from(["", "?a=b/1", "#top", "?q=1#x"]),
)
def test_the_path_of_an_address_is_the_one_that_readers_give(
    engine: Engine, site: str, parts: list[str], rest: str
) -> None:
    address = f"{site}/{'/'.join(part for part in parts if part)}{rest}"
    sql = filters.apply("path", f"'{address}'", mapping="m")
    assert engine.rows(f"SELECT {sql}")[0][0] == page_path(address)


def test_the_page_is_the_maps_word_and_nothing_stays_nothing(engine: Engine) -> None:
    page = {
        address: engine.rows(f"SELECT {filters.apply('page', address, mapping='m')}")[0][0]
        for address in ("'https://x.org'", "'/a/7/'", "CAST(NULL AS VARCHAR)")
    }
    assert list(page.values()) == ["Home page", "Page /a/:id", None]


def test_money_that_goes_back_has_one_minus(engine: Engine) -> None:
    rows = [
        engine.rows(f"SELECT {filters.apply('negative', one, mapping='m')}")[0][0]
        for one in ("'12.50'", "'-12.50'", "CAST(NULL AS VARCHAR)")
    ]
    assert rows == ["-12.50", "-12.50", None]


def test_a_minus_is_a_return_and_a_zone_stands_behind_its_time(engine: Engine) -> None:
    def through(name: str, value: str) -> object:
        return engine.rows(f"SELECT {filters.apply(name, '$v', mapping='m')}", {"v": value})[0][0]

    assert [through("sign", value) for value in ("12.50", "-12.50", "\u22125", "(5.00)")] == [
        "plus", "minus", "minus", "minus"]  # fmt: skip
    assert through("zone", "23-Aug-2026 09:34 PM EDT") == "EDT"
    assert through("unzoned", "23-Aug-2026 09:34 PM EDT") == "23-Aug-2026 09:34 PM"
    assert through("zone", "23-Aug-2026 09:34 PM") is None, "PM is no zone"


def test_an_unknown_filter_is_named_with_those_that_exist() -> None:
    with pytest.raises(MappingError, match="the filter 'paht'") as error:
        filters.apply("paht", "x", mapping="mine")
    assert error.value.code == "input.mapping.filter"
    assert (
        "path, page, negative, sign, upper, email, phone, first, bare, day, zone, unzoned, none_left, words, unmarked"
        in error.value.hint
    )


def test_ids_that_name_one_event_keep_the_earliest_and_count_the_rest(
    tmp_path: Path, read_here: Callable[..., Read]
) -> None:
    (tmp_path / "t.csv").write_text(
        "id,who,when,what\n1,a,2026-01-02 10:00,seen\n1,a,2026-01-01 10:00,seen\n"
        "2,b,2026-01-01 11:00,seen\n,b,2026-01-01 11:00,seen\n,b,2026-01-01 11:00,seen\n"
    )
    (tmp_path / "t.toml").write_text(
        'name = "t"\n[tables.t]\ncolumns = ["id", "who", "when", "what"]\n[[events]]\n'
        'table = "t"\nsubject = "user:{who}"\nat = "{when}"\nactivity = "{what}"\n'
        'id = "{id}"\nonce = true\nchannel = "web"\n'
    )
    found = read_here(tmp_path / "t.csv", mapping=tmp_path / "t.toml")
    assert found.rows('SELECT event_id, day("at") FROM staged ORDER BY ALL') == [
        ("t:1", 1), ("t:2", 1), (None, 1), (None, 1)]  # fmt: skip
    assert (found.report.rows, found.report.events, found.report.duplicates) == (5, 5, 1)
