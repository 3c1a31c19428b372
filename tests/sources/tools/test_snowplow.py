"""Snowplow: the publisher's own 161 rows and its own expected page views, sessions and users.

Columns: docs.snowplow.io/docs/fundamentals/canonical-event. The tables that its web model expects
follow rules of that model, which this test applies to the events that we read: late by more than
three days and more than three days into a session are left out, a page view has an id.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Events

THREE_DAYS = timedelta(days=3)


@pytest.fixture
def publisher(shared_data: Path, tool: Callable[..., Events]) -> Events:
    return tool("snowplow", shared_data / "snowplow_web" / "snowplow_web_events.csv")


def test_three_events_that_the_collector_received_twice_count_once(publisher: Events) -> None:
    report = publisher.read.report
    assert (report.rows, report.events, report.duplicates, report.quarantined) == (161, 161, 3, 0)
    assert len(publisher) == 158
    ids = publisher.column("event_id")
    assert len(set(ids)) == 158
    assert all(one.startswith("snowplow:") for one in ids)


def test_the_publishers_43_page_views_18_sessions_and_11_users_come_out(
    publisher: Events, shared_data: Path
) -> None:
    kept = _rules_of_the_publishers_model(publisher)
    views = {_object(event, "page_view") for event in kept if "page_view" in event["activity"]}
    sessions = {_object(event, "session") for event in kept}
    devices: dict[str, str] = {}
    for event in kept:  # one user a session: the first, where a cookie changed within it
        devices.setdefault(_object(event, "session"), event["subject"])
    users = {device for device in devices.values() if device.startswith("snowplow:")}
    assert (len(views), len(sessions), len(users)) == (43, 18, 11)
    expected = shared_data / "snowplow_web" / "expected"
    assert views == _expected(expected, "page_views", "page_view:{page_view_id}")
    assert sessions == _expected(expected, "sessions", "session:{domain_sessionid}")
    assert users == _expected(expected, "users", "snowplow:{domain_userid}")


def test_pages_are_touchpoints_and_heartbeats_are_nobodys_doing(publisher: Events) -> None:
    views = [event for event in publisher if event["activity"].startswith("page_view")]
    assert len(views) == 49
    assert {event["actor"] for event in views} == {"customer"}
    assert any(event["touchpoint"] == "Home page" for event in views)
    pings = [event for event in publisher if event["activity"] == "page_ping"]
    assert {event["actor"] for event in pings} == {"system"}
    assert {event["channel"] for event in publisher} == {"web"}


def test_the_cookie_and_the_user_are_both_kept(publisher: Events) -> None:
    (event,) = [
        event for event in publisher if event["record"] == event["subject"].partition(":")[2]
        and "9b02c625-be4a-4281-bb5b-553079fa8a76" in event["event_id"]
    ]  # fmt: skip
    assert event["subject"].startswith("snowplow:4f011c92")
    assert event["identifiers"] == ["user:long session"]


def _rules_of_the_publishers_model(events: Events) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    begun: dict[str, datetime] = {}
    for event in sorted(events, key=lambda event: event["attributes"]["collected"]):
        said = event["attributes"]
        session, view = _object(event, "session"), _object(event, "page_view")
        counted = "page_view" in event["activity"] or event["activity"] == "page_ping"
        late = _time(said["device_sent"]) - _time(said["device_created"]) > THREE_DAYS
        if not session or not view or late:
            continue
        collected = _time(said["collected"])
        begun.setdefault(session, collected)
        if counted and collected - begun[session] <= THREE_DAYS:
            kept.append(event)
    return kept


def _object(event: dict[str, Any], kind: str) -> str:
    return next((one for one in event["object_ids"] if one.startswith(f"{kind}:")), "")


def _expected(folder: Path, name: str, written: str) -> set[str]:
    with (folder / f"snowplow_web_{name}_expected.csv").open(newline="") as file:
        return {written.format(**row) for row in csv.DictReader(file)}


def _time(written: str) -> datetime:
    return datetime.fromisoformat(written)


def test_a_row_without_a_derived_time_or_an_event_name_is_told_by_what_stands_beside_it(
    tool: Callable[..., Events], tmp_path: Path
) -> None:
    (tmp_path / "events.csv").write_text(
        "event_id,collector_tstamp,derived_tstamp,app_id,platform,event,event_name,name_tracker,domain_userid,domain_sessionid,network_userid,page_urlpath\n"
        "e1,2026-01-05 10:22:33,2026-01-05 10:22:31,shop,web,page_view,page_view,sp1,u1,s1,n1,/shoes\n"
        "e2,2026-01-05 10:23:33,,shop,web,page_view,,sp1,u1,s1,n1,/cart\n"
    )
    events = tool("snowplow", tmp_path / "events.csv")
    assert events.column("at", "activity") == [
        ("2026-01-05 10:22:31", "page_view /shoes"),
        ("2026-01-05 10:23:33", "page_view /cart"),
    ]
    assert events.quarantined == 0


def test_the_enriched_stream_without_a_header_gives_the_same_events(
    publisher: Events, shared_data: Path, tool: Callable[..., Events], tmp_path: Path
) -> None:
    """The publisher's rows in the 131 columns of the stream: entities in self-describing JSON, no names anywhere."""
    _write_enriched(
        shared_data / "snowplow_web" / "snowplow_web_events.csv", tmp_path / "part-00000"
    )

    streamed = tool("snowplow", tmp_path / "part-00000")

    told = ("event_id", "at", "subject", "activity", "touchpoint", "actor", "object_ids", "value")
    assert streamed.column(*told) == publisher.column(*told)
    assert streamed.quarantined == 0


def test_a_spider_in_the_enriched_stream_is_nobody(
    shared_data: Path, tool: Callable[..., Events], tmp_path: Path
) -> None:
    """The first row's event, once by somebody and once by a spider."""
    path = tmp_path / "part-00000"
    _write_enriched(shared_data / "snowplow_web" / "snowplow_web_events.csv", path)
    row = path.read_text(encoding="utf-8").splitlines()[0]
    other = row.replace('"spiderOrRobot":false', '"spiderOrRobot":true')
    assert other != row
    path.write_text(
        f"{row}\n{other.replace(row.split(chr(9))[6], '1' * 8 + row.split(chr(9))[6][8:])}\n"
    )

    assert len(tool("snowplow", path)) == 1


def _write_enriched(source: Path, target: Path) -> None:
    """Write a table of the warehouse as the pipeline's own stream."""
    import tomllib

    from desireline.sources import headless

    layout = Path(headless.__file__).with_suffix("") / "snowplow_enriched.toml"
    columns = tomllib.loads(layout.read_text(encoding="utf-8"))["columns"]
    assert len(columns) == 131
    csv.field_size_limit(10**8)
    with source.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    contexts = "iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-1"
    with target.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            row["contexts"] = _entities(
                contexts, "com.snowplowanalytics.snowplow/web_page", row["contexts_com_snowplowanalytics_snowplow_web_page_1_0_0"]
            )  # fmt: skip
            row["derived_contexts"] = _entities(
                contexts, "com.iab.snowplow/spiders_and_robots", row["contexts_com_iab_snowplow_spiders_and_robots_1_0_0"]
            )  # fmt: skip
            cells = (row.get(name) or "" for name in columns)
            out.write(
                "\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in cells) + "\n"
            )


def _entities(schema: str, kind: str, cell: str) -> str:
    import json

    found = [{"schema": f"iglu:{kind}/jsonschema/1-0-0", "data": one} for one in json.loads(cell or "[]")]  # fmt: skip
    return json.dumps({"schema": schema, "data": found}, separators=(",", ":")) if found else ""
