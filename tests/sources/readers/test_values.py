from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desireline.sources.readers import values
from desireline.sources.readers.channels import channel_word

_NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "at", "zone"),
    [
        ("2026-01-01T00:00:00Z", _NEW_YEAR, "UTC"),
        ("2026-01-01 00:00:00 UTC", _NEW_YEAR, "UTC"),
        ("2026-01-01T02:00:00+0200", _NEW_YEAR, "+02:00"),
        ("2025-12-31 19:00:00 -05:00", _NEW_YEAR, "-05:00"),
        ("Thu Jan 01 00:00:00 +0000 2026", _NEW_YEAR, "+0000"),
        (1_767_225_600, _NEW_YEAR, "UTC"),
        (1_767_225_600.0, _NEW_YEAR, "UTC"),
        ("1767225600000", _NEW_YEAR, "UTC"),
        ("1767225600000000", _NEW_YEAR, "UTC"),
        (1_767_225_600_000_000_000, _NEW_YEAR, "UTC"),
        ("2026-01-01T00:00:00.123456789Z", _NEW_YEAR + timedelta(microseconds=123_456), "UTC"),
        ("2026-01-01", _NEW_YEAR.replace(tzinfo=None), None),
    ],
)
def test_times_are_read_as_tools_write_them(written: Any, at: datetime, zone: str | None) -> None:
    assert values.moment(written, field="at") == (at, zone)


@pytest.mark.parametrize(
    "written", ["soon", "2026-13-01", "0001-01-01", "12", "99999999999999999999"]
)
def test_what_is_no_time_says_what_was_found(written: str) -> None:
    with pytest.raises(values.UnreadableError) as raised:
        values.moment(written, field="created_at")

    assert raised.value.code == "bad-time"
    assert written[:20] in raised.value.reason


def test_blanks_are_no_values() -> None:
    assert [values.text(blank) for blank in ("", " ", None, "null", "NaN", [], {})] == [None] * 7
    assert values.moment("  ", field="at") is None
    assert values.text(402935450113.0) == "402935450113"


@given(st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001
       st.integers(-14, 14))  # fmt: skip
def test_every_iso_time_survives(at: datetime, hours: int) -> None:
    zoned = at.replace(tzinfo=timezone(timedelta(hours=hours)))

    found = values.moment(zoned.isoformat(), field="at")

    assert found is not None
    assert found[0] == zoned


@given(st.text(max_size=40) | st.floats() | st.integers())
def test_no_value_breaks_the_readers_of_values(written: Any) -> None:
    values.number(written)
    values.seconds(written)
    values.truth(written)
    channel_word(written)
    try:
        values.moment(written, field="at")
    except values.UnreadableError as error:
        assert error.code == "bad-time"  # noqa: PT017


def test_numbers_durations_and_truths() -> None:
    assert values.number("12.50") == Decimal("12.50")
    assert values.number("twelve") is None
    assert values.number(True) is None  # noqa: FBT003
    assert [values.seconds(said) for said in ("0:02:23", "-12:14:20", "90", "1:30", "x:1")] == [
        143, -44060, 90, 90, None]  # fmt: skip
    assert [values.truth(said) for said in ("TRUE", "nein", 1, "perhaps")] == [
        True, False, True, None]  # fmt: skip


def test_names_of_a_subject_are_unique_and_addresses_lower_case() -> None:
    assert values.names(email="A@X.org", phone=None, user=7, name=" ") == [
        "email:a@x.org",
        "user:7",
    ]
    assert values.names(email="not an address") == []


def test_channels_have_the_maps_words_and_unknown_ones_their_own() -> None:
    said = ["Internet", "E-mail", "native_messaging", "Desk", "Carrier pigeon", None]

    assert [channel_word(word) for word in said] == [
        "web", "email", "chat", "store", "carrier_pigeon", None]  # fmt: skip
