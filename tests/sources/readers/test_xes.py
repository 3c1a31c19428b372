"""XES: IEEE 1849; xes-standard.org (extensions concept, time, lifecycle, org, identity)."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desireline.errors import FileError
from desireline.sources.model import Sample, Unit
from desireline.sources.readers.xes import READER


def _event(name: str, minute: int, state: str | None = None, **more: str) -> str:
    said = "".join(f'<string key="{key}" value="{value}"/>' for key, value in more.items())
    cycle = f'<string key="lifecycle:transition" value="{state}"/>' if state else ""
    when = f'<date key="time:timestamp" value="2026-01-05T08:{minute:02}:00+01:00"/>'
    return f'<event><string key="concept:name" value="{name}"/>{when}{cycle}{said}</event>'


@pytest.fixture
def log(tmp_path: Path) -> Callable[..., Path]:
    """Write a log of traces, each a case's name and its events."""

    def write(*traces: tuple[str, str], name: str = "log.xes") -> Path:
        inner = "".join(
            f'<trace><string key="concept:name" value="{case}"/>{events}</trace>'
            for case, events in traces
        )
        written = f'<?xml version="1.0"?><log xes.version="2.0">{inner}</log>'.encode()
        path = tmp_path / name
        path.write_bytes(gzip.compress(written) if name.endswith("gz") else written)
        return path

    return write


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("running-example.xes", (6, 42, 42, 8)),
        ("receipt.xes.gz", (1434, 8577, 8577, 27)),
        ("helpdesk.xes.gz", (4580, 21348, 21348, 14)),
        ("roadtraffic100traces.xes", (100, 390, 390, 10)),
        ("bpic2013_closed.xes.gz", (1487, 6660, 6660, 4)),
        ("teleclaims.xes.gz", (3512, 46138, 24825, 11)),
    ],
)
def test_real_logs_have_the_cases_rows_events_and_activities_that_publishers_count(
    read: Callable[..., Any], shared_data: Path, name: str, counts: tuple[int, int, int, int]
) -> None:
    kept = read(READER, shared_data / "event_logs" / name)

    subjects, activities = set(kept.column("subject")), set(kept.column("activity"))
    assert (len(subjects), kept.rows, len(kept.events), len(activities)) == counts
    assert kept.refused == []
    places = kept.column("source_line")
    assert len(set(places)) == len(kept.events), "a row of its own for each event"
    assert max(places) <= kept.rows


def test_start_and_complete_are_one_event_with_a_duration(
    read: Callable[..., Any], log: Callable[..., Path]
) -> None:
    events = (
        _event("check", 0, "start")
        + _event("check", 2, "suspend")
        + _event("call", 1, "complete")
        + _event("check", 10, "complete")
        + _event("pay", 12, "start")
    )

    kept = read(READER, log(("7", events)))

    said = [(e["activity"], e["at"].minute, e["duration_s"]) for e in kept.events]
    assert said == [("call", 1, None), ("check", 10, 600), ("pay", 12, None)]
    assert kept.rows == 5
    assert set(kept.column("subject")) == {"case:7"}
    assert kept.events[0]["object_ids"] == ["case:7"]


def test_other_life_cycles_keep_every_event(
    read: Callable[..., Any], log: Callable[..., Path]
) -> None:
    events = _event("Accepted", 0, "In Progress") + _event("Accepted", 1, "Wait")

    kept = read(READER, log(("7", events)))

    states = [json.loads(said)["lifecycle:transition"] for said in kept.column("attributes")]
    assert states == ["In Progress", "Wait"]


def test_a_customer_of_a_case_is_known_when_all_events_agree(
    read: Callable[..., Any], log: Callable[..., Path]
) -> None:
    same = _event("a", 0, customer="K12") + _event("b", 1, customer="K12")
    torn = _event("a", 0, customer="K12") + _event("b", 1, customer="K13")
    kind = _event("a", 0, customer="private")

    kept = read(READER, log(("1", same), ("2", torn), ("3", kind)))

    assert kept.column("identifiers") == [["customer:K12"]] * 2 + [[], [], []]
    assert "several values of `customer`" in kept.warnings[0]


def test_resources_are_kept_beside_and_a_companys_own_words_are_an_employees(
    read: Callable[..., Any], log: Callable[..., Path]
) -> None:
    events = (
        _event("answer", 1, **{"org:resource": "Ellen", "org:group": "Desk"})
        + _event("complain", 2, text="Bad", company="Acme", **{"org:resource": "120693"})
        + _event("apologize", 3, text="Sorry", company="Acme", **{"org:resource": "Acme"})
    )

    kept = read(READER, log(("1", events)))

    assert kept.column("actor") == ["customer", "customer", "employee"]
    assert kept.column("text") == [None, "Bad", "Sorry"]
    assert json.loads(kept.events[0]["attributes"]) == {
        "org:group": "Desk",
        "org:resource": "Ellen",
    }


def test_zones_are_kept_and_gzip_is_read(
    read: Callable[..., Any], log: Callable[..., Path]
) -> None:
    kept = read(READER, log(("1", _event("a", 0)), name="log.xes.gz"))

    assert kept.events[0]["at"].astimezone(UTC) == datetime(2026, 1, 5, 7, tzinfo=UTC)
    assert kept.events[0]["zone"] == "+01:00"


def test_an_event_without_a_time_is_quarantined_alone(
    read: Callable[..., Any], log: Callable[..., Path]
) -> None:
    untimed = '<event><string key="concept:name" value="a"/></event>'

    kept = read(READER, log(("1", untimed + _event("b", 1))))

    assert kept.column("activity") == ["b"]
    assert [(row["code"], row["source_line"]) for row in kept.refused] == [("no-time", 1)]


def test_receipts_channel_comes_from_the_trace(
    read: Callable[..., Any], shared_data: Path
) -> None:
    kept = read(READER, shared_data / "event_logs" / "receipt.xes.gz")

    channels = Counter({event["subject"]: event["channel"] for event in kept.events}.values())
    assert channels == {"web": 1250, "store": 109, "post": 53, "email": 21, "intern": 1}


def test_a_log_that_is_cut_off_names_the_place(
    read: Callable[..., Any], log: Callable[..., Path]
) -> None:
    path = log(("1", _event("a", 0)))
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(FileError, match="not well-formed XML") as raised:
        read(READER, path)

    assert raised.value.code == "input.file.xml"
    assert "line 1" in str(raised.value)


def test_a_document_type_is_refused_even_when_recognition_was_passed_by(
    tmp_path: Path, read: Callable[..., Any], log: Callable[..., Path]
) -> None:
    path = log(("1", _event("a", 0)))
    kept = read(READER, path)
    sample = Sample(
        path=tmp_path / "bomb.xes", shown="bomb.xes", size=1, container="xml", head=b""
    )
    sample.path.write_text('<!DOCTYPE log [<!ENTITY a "aaaa">]><log xes.version="1.0">&a;</log>')
    unit = Unit(source="xes", format="xes", reader="xes", mapping=None, samples=(sample,), why="")

    with pytest.raises(FileError) as raised:
        READER.read(unit, kept)

    assert raised.value.code == "input.file.dtd"


def test_a_log_that_names_its_events_by_a_classifier_of_its_own_is_read_by_it(
    read: Callable[..., Any], tmp_path: Path
) -> None:
    """Logs without the concept extension say in a classifier which keys make an activity."""
    event = '<event><string key="Vorgang" value="{}"/><string key="Art der Sache" value="neu"/><date key="time:timestamp" value="2026-01-05T10:00:00Z"/></event>'
    path = tmp_path / "log.xes"
    path.write_text(
        '<log xes.version="1.0"><classifier scope="trace" name="Case" keys="nr"/>'
        '<classifier name="Activity" keys="Vorgang \'Art der Sache\' lifecycle:transition"/>'
        '<trace><string key="concept:name" value="A1"/>'
        f"{event.format('Anruf')}{event.format('Besuch')}</trace></log>"
    )
    kept = read(READER, path)
    assert kept.column("activity") == ["Anruf neu", "Besuch neu"]
    assert kept.refused == []
