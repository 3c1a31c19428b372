"""OCEL 1.0 and 2.0: ocel-standard.org (JSON, XML and SQLite exchange formats)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desireline.sources.readers.ocel import READER


def _log(objects: dict[str, str], events: list[tuple[str, list[str]]]) -> dict[str, Any]:
    return {
        "objectTypes": [{"name": kind, "attributes": []} for kind in set(objects.values())],
        "eventTypes": [],
        "objects": [
            {"id": number, "type": kind, "attributes": []} for number, kind in objects.items()
        ],
        "events": [
            {
                "id": f"e{place}",
                "type": name,
                "time": f"2026-01-01T10:{place:02}:00Z",
                "attributes": [{"name": "price", "value": 3}],
                "relationships": [{"objectId": one, "qualifier": ""} for one in touched],
            }
            for place, (name, touched) in enumerate(events)
        ],
    }


def test_a_customer_object_leads_also_what_stands_only_beside_it(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    objects = {"ann": "customers", "o1": "orders", "o2": "orders", "p1": "products"}
    events = [("place", ["ann", "o1", "p1"]), ("pay", ["o1"]), ("place", ["ann", "o2"])]

    kept = read(READER, document(_log(objects, events)))

    assert kept.column("subject") == ["customer:ann"] * 3
    assert kept.events[0]["object_ids"] == ["customer:ann", "order:o1", "product:p1"]
    assert kept.events[1]["object_ids"] == ["order:o1"]
    assert kept.found == {"leading object type": "customers"}
    assert "3 of 3 events belong to exactly one" in kept.warnings[0]


def test_without_a_customer_the_type_that_places_most_events_leads(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    objects = {"o1": "order", "i1": "item", "i2": "item"}
    events = [("place", ["o1", "i1", "i2"]), ("pick", ["i1"]), ("pick", ["i2"]), ("pay", ["o1"])]

    kept = read(READER, document(_log(objects, events)))

    assert set(kept.column("subject")) == {"order:o1"}
    assert "no object is a customer" in kept.warnings[0]


def test_an_event_that_the_leading_type_cannot_place_is_led_by_what_is_alone(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    objects = {"o1": "order", "o2": "order", "i1": "item", "i2": "item", "d1": "delivery"}
    events = [
        ("place", ["o1", "i1"]),
        ("place", ["o2", "i2"]),
        ("pay", ["o1"]),
        ("load", ["i1", "i2", "d1"]),
    ]

    kept = read(READER, document(_log(objects, events)))

    assert kept.column("subject") == ["order:o1", "order:o2", "order:o1", "delivery:d1"]


def test_order_process_has_2391_events_over_796_objects_of_three_types(
    read: Callable[..., Any], shared_data: Path
) -> None:
    kept = read(READER, shared_data / "ocel" / "order_process.jsonocel")

    touched = {one for event in kept.events for one in event["object_ids"]}
    assert len(kept.events) == 2391
    assert Counter(one.partition(":")[0] for one in touched) == {
        "item": 398,
        "order": 199,
        "delivery": 199,
    }
    assert kept.found == {"leading object type": "order"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ocel20_example.jsonocel", "ocel20_example.xmlocel"),
        ("example_log.jsonocel", "example_log.xmlocel"),
    ],
)
def test_json_and_xml_of_the_same_log_give_the_same_events(
    read: Callable[..., Any], shared_data: Path, one: str, other: str
) -> None:
    first, second = (read(READER, shared_data / "ocel" / name) for name in (one, other))

    for name in ("subject", "activity", "part"):
        assert first.column(name) == second.column(name)
    assert [set(one) for one in first.column("object_ids")] == [
        set(one) for one in second.column("object_ids")
    ]
    assert len(first.events) == {"ocel20_example.jsonocel": 13, "example_log.jsonocel": 23}[one]


def test_events_without_objects_or_times_are_quarantined(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    log = _log({"o1": "order"}, [("place", ["o1"]), ("pay", []), ("ship", ["o1"])])
    log["events"][2]["time"] = "soon"

    kept = read(READER, document(log))

    assert [row["code"] for row in kept.refused] == ["no-subject", "bad-time"]
    assert len(kept.events) == 1


def test_the_sqlite_example_gives_the_events_of_the_xml_one(
    read: Callable[..., Any], shared_data: Path
) -> None:
    first, second = (
        read(READER, shared_data / "ocel" / f"ocel20_example.{kind}")
        for kind in ("sqlite", "xmlocel")
    )

    for name in ("subject", "activity", "part", "at", "attributes"):
        assert first.column(name) == second.column(name)


def test_a_customer_two_steps_away_is_found_in_a_large_sqlite_log(
    read: Callable[..., Any], shared_data: Path
) -> None:
    kept = read(READER, shared_data / "ocel" / "running-example.sqlite")

    touched = {one for event in kept.events for one in event["object_ids"]}
    kinds = Counter(subject.partition(":")[0] for subject in kept.column("subject"))
    assert len(kept.events) == 18211
    assert kinds == {"customer": 17170, "package": 1041}
    # products are linked to items only, never to an event
    assert len(touched) == 10031 - 20
    assert kept.found == {"leading object type": "customers"}


def test_the_wide_csv_lists_objects_in_its_cells(
    read: Callable[..., Any], shared_data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "ocel:eid,ocel:activity,ocel:timestamp,ocel:type:items,ocel:type:orders,price\n"
        "1,place order,2019-05-20 07:07:47.000Z,\"['i1','i2']\",\"['o1']\",3.5\n"
        "2,pick item,2019-05-20 08:07:47.000Z,['i1'], ,\n",
        encoding="utf-8",
    )

    small = read(READER, path)
    large = read(READER, shared_data / "ocel" / "ocel_order_simulated.csv.gz")

    # the second event names the item only; its order stands beside it
    assert small.column("object_ids") == [
        ["item:i1", "item:i2", "order:o1"],
        ["item:i1", "order:o1"],
    ]
    assert small.column("subject") == ["order:o1", "order:o1"]
    assert small.events[0]["attributes"] == '{"price": "3.5"}'
    assert len(large.events) == 22367


def test_a_customer_may_be_called_kunde_and_what_is_set_aside_keeps_the_whole_event(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    log = _log({"k1": "Kunde", "a1": "Auftrag"}, [("anlegen", ["k1", "a1"]), ("liefern", ["a1"])])
    log["events"].append({"id": "e9", "type": "liefern", "time": "bald", "relationships": [{"objectId": "a1"}]})  # fmt: skip

    kept = read(READER, document(log))

    assert kept.column("subject") == ["customer:k1"] * 2
    assert [json.loads(row["content"]) for row in kept.refused] == [
        {"id": "e9", "type": "liefern", "time": "bald", "objects": ["a1"]}
    ]
