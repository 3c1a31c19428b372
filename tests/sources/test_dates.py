"""How a column's times are read: every way of writing gives the instant that was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.engines import Engine, open_engine
from desireline.sources import dates, numbers

UTC = dt.UTC


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    opened = open_engine(threads=1)
    yield opened
    opened.close()


def instants(
    engine: Engine, values: list[str], *, zone: str | None = None, order: str | None = None
) -> list[dt.datetime | None]:
    """Read values as one column."""
    clock = dates.detect(values, order=order)
    assert clock is not None
    sql = dates.to_sql(clock, "v", zone=zone)
    rows = engine.rows(
        f"SELECT epoch_us({sql}) FROM (SELECT unnest($values) AS v)", {"values": values}
    )
    start = dt.datetime(1970, 1, 1, tzinfo=UTC)
    return [None if us is None else start + dt.timedelta(microseconds=us) for (us,) in rows]


FORMATS = [
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y/%m/%d %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%d-%b-%y %H:%M:%S",
    "%d %B %Y %H:%M:%S",
    "%B %d, %Y %I:%M:%S %p",
    "%a %b %d %H:%M:%S +0000 %Y",
    "%d/%b/%Y:%H:%M:%S +0000",
    "%Y%m%d %H:%M:%S",
    "%d-%m-%Y %H.%M.%S",
    "%a, %d %b %Y %H:%M:%S GMT",
]
MOMENTS = st.datetimes(
    min_value=dt.datetime(1990, 1, 1),  # noqa: DTZ001 - as written, without a zone
    max_value=dt.datetime(2060, 12, 31),  # noqa: DTZ001 - the same
)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=20, deadline=None)
@given(found=st.lists(MOMENTS, min_size=1, max_size=8))
def test_what_was_written_is_what_is_read(
    engine: Engine, form: str, found: list[dt.datetime]
) -> None:
    moments = [one.replace(microsecond=0, tzinfo=UTC) for one in found]
    written = [one.strftime(form) for one in moments]
    assert instants(engine, written, order="dmy") == moments


@settings(max_examples=40, deadline=None)
@given(
    found=st.lists(MOMENTS, min_size=1, max_size=8), parts=st.sampled_from(["s", "ms", "us", "ns"])
)
def test_epochs_are_read_by_their_size(
    engine: Engine, found: list[dt.datetime], parts: str
) -> None:
    moments = [one.replace(microsecond=0, tzinfo=UTC) for one in found]
    per = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[parts]
    assert instants(engine, [str(int(one.timestamp()) * per) for one in moments]) == moments


@settings(max_examples=60, deadline=None)
@given(
    day=st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2050, 12, 31)),
    order=st.sampled_from(["dmy", "mdy"]),
)
def test_an_order_is_only_called_certain_when_the_other_is_impossible(
    day: dt.date, order: str
) -> None:
    written = day.strftime("%d/%m/%Y" if order == "dmy" else "%m/%d/%Y")
    clock = dates.detect([written])
    assert clock is not None
    if not clock.ambiguous and day.day != day.month:
        assert clock.order == order
    assert clock.ambiguous == (day.day <= 12 and day.day != day.month)


def test_local_offsets_without_a_colon(engine: Engine) -> None:
    assert instants(engine, ["2015-02-24 11:42:48 -0800"]) == [
        dt.datetime(2015, 2, 24, 19, 42, 48, tzinfo=UTC)
    ]


@pytest.mark.parametrize("zone", ["America/Sao_Paulo", "Europe/Berlin", "Asia/Kolkata"])
def test_times_without_a_zone_are_read_in_the_declared_one(engine: Engine, zone: str) -> None:
    local = dt.datetime(2018, 7, 1, 10, 30, tzinfo=ZoneInfo(zone))
    assert instants(engine, ["2018-07-01 10:30:00"], zone=zone) == [local]
    assert instants(engine, ["01.07.2018 10:30"], zone=zone) == [local]


def test_an_offset_may_be_a_zone(engine: Engine) -> None:
    assert instants(engine, ["2018-07-01 10:30"], zone="+05:30") == [
        dt.datetime(2018, 7, 1, 5, 0, tzinfo=UTC)
    ]


def test_a_column_may_say_its_zone_in_some_rows_only(engine: Engine) -> None:
    values = ["2018-07-01T10:30:00Z", "2018-07-01T10:30:00"]
    assert instants(engine, values, zone="Europe/Berlin") == [
        dt.datetime(2018, 7, 1, 10, 30, tzinfo=UTC),
        dt.datetime(2018, 7, 1, 8, 30, tzinfo=UTC),
    ]


def test_day_numbers_of_a_spreadsheet(engine: Engine) -> None:
    assert instants(engine, ["44197.5", "44198"]) == [
        dt.datetime(2021, 1, 1, 12, tzinfo=UTC),
        dt.datetime(2021, 1, 2, tzinfo=UTC),
    ]


@pytest.mark.parametrize("value", ["hello", "", "12", "1945807", "0:02:23", "5.70308E+17"])
def test_what_is_no_time_is_none(value: str) -> None:
    clock = dates.detect([value])
    assert clock is None or clock.kind == "epoch"


@pytest.mark.parametrize(
    ("values", "decimal", "ambiguous"),
    [
        (["1.234,50", "7"], ",", False),
        (["1,234.50", "7"], ".", False),
        (["4,5", "3"], ",", False),
        (["12.5"], ".", False),
        (["1,234", "2,500"], ".", True),
        (["1.234.567"], ",", False),
        (["5", "6"], ".", False),
        (["€ 9,99"], ",", False),
    ],
)
def test_the_decimal_sign_is_found_over_the_column(
    values: list[str], decimal: str, *, ambiguous: bool
) -> None:
    sign = numbers.detect(values)
    assert (sign.decimal, sign.ambiguous) == (decimal, ambiguous)


@settings(max_examples=60, deadline=None)
@given(cents=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6), comma=st.booleans())
def test_money_comes_back_to_the_cent(engine: Engine, cents: list[int], *, comma: bool) -> None:
    written = [f"{one / 100:,.2f}" for one in cents]
    if comma:
        written = [one.translate(str.maketrans(",.", ".,")) for one in written]
    sql = numbers.to_sql(numbers.detect(written), "v")
    rows = engine.rows(
        f"SELECT CAST({sql} * 100 AS BIGINT) FROM (SELECT unnest($v) AS v)", {"v": written}
    )
    assert [one for (one,) in rows] == cents


def test_a_row_typed_by_hand_with_the_other_decimal_sign_keeps_its_size(engine: Engine) -> None:
    """Read by the column's comma, 249.50 was 24950."""
    written = ["49,00", "1249,50", "1.249,50", "249.50", "7"]
    sql = numbers.to_sql(numbers.detect(written), "v")
    rows = engine.rows(
        f"SELECT CAST({sql} AS DOUBLE) FROM (SELECT unnest($v) AS v)", {"v": written}
    )
    assert [one for (one,) in rows] == [49.0, 1249.5, 1249.5, 249.5, 7.0]
