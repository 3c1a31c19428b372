"""Zendesk tickets: developer.zendesk.com/api-reference/ticketing/tickets/tickets (JSON format),
.../tickets/ticket_comments, .../tickets/ticket_metrics, .../tickets/ticket_audits."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desireline.sources.readers.zendesk import READER


def _comment(number: int, author: int, minute: int, *, public: bool = True) -> dict[str, Any]:
    return {
        "id": number,
        "author_id": author,
        "body": f"words {number}",
        "public": public,
        "created_at": f"2026-03-01T10:{minute:02}:00Z",
        "via": {"channel": "web"},
    }


def _ticket(**more: Any) -> dict[str, Any]:
    return {
        "id": 88,
        "via": {"channel": "email"},
        "created_at": "2026-03-01T10:00:00Z",
        "updated_at": "2026-03-02T09:00:00Z",
        "subject": "No parcel",
        "description": "words 1",
        "status": "solved",
        "requester_id": 7,
        "submitter_id": 7,
        "assignee_id": 1,
        "satisfaction_rating": {"score": "unoffered"},
        "comments": [_comment(1, 7, 0), _comment(2, 1, 20), _comment(3, 1, 21, public=False)],
        "metric_set": {"solved_at": "2026-03-01T12:00:00Z", "reopens": 2, "group_stations": 3},
        **more,
    }


_USERS = [
    {"id": 7, "role": "end-user", "email": "Ann@x.org", "phone": "+3161", "name": "Ann Lee",
     "organization_id": None, "created_at": "2026-01-01T00:00:00Z"},
    {"id": 1, "role": "agent", "email": "bo@shop.example", "name": "Bo", "organization_id": None,
     "created_at": "2026-01-01T00:00:00Z"},
]  # fmt: skip


def test_an_api_page_with_its_users_after_the_tickets(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    page = document({"count": 1, "tickets": [_ticket()], "users": _USERS, "next_page": None})

    kept = read(READER, page)

    said = [(e["activity"], e["actor"], e.get("part")) for e in kept.events]
    assert said == [
        ("ticket opened", "customer", "1"),
        ("agent reply", "employee", "2"),
        ("internal note", "company", "3"),
        ("ticket solved", "employee", None),
    ]
    opened, *_, solved = kept.events
    assert kept.column("channel") == ["email", "email", "system", "email"]
    assert opened["text"] == "words 1"
    assert opened["event_id"] == "zendesk:88:opened"
    assert opened["object_ids"] == ["ticket:88"]
    assert opened["channel"] == "email"
    assert set(opened["identifiers"]) == {"email:ann@x.org", "phone:+3161", "name:Ann Lee"}
    assert {event["subject"] for event in kept.events} == {"zendesk:7"}
    assert solved["at"] == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert solved["outcome"] == "resolved"
    assert json.loads(solved["attributes"]) == {"reopens": 2, "group_stations": 3}
    assert kept.warnings == []


def test_the_accounts_json_export_has_a_ticket_a_line_with_people_inside(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    inside = {"requester": {"id": 7, "email": "ann@x.org", "name": "Ann Lee"}}
    rated = {"score": "bad", "comment": "too slow", "created_at": "2026-03-02T08:00:00Z"}

    kept = read(READER, lines(_ticket(**inside, satisfaction_rating=rated), _ticket(id=89)))

    score = next(event for event in kept.events if event["activity"] == "ticket rated")
    assert (score["rating"], score["rating_low"], score["rating_high"]) == (0, 0, 1)
    assert score["rating_kind"] == "csat"
    assert score["text"] == "too slow"
    assert score["at"] == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert kept.events[0]["identifiers"] == ["email:ann@x.org", "name:Ann Lee"]
    assert {event["record"] for event in kept.events} == {"88", "89"}


def test_a_rating_without_a_time_takes_the_last_update_and_says_so(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    kept = read(READER, lines(_ticket(satisfaction_rating={"score": "good"})))

    score = kept.events[-1]
    assert (score["rating"], score["at"].day) == (1, 2)
    assert "last update stands in" in kept.warnings[0]


def test_audits_give_each_solution_and_reopening_its_time(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    def change(number: int, hour: int, before: str, after: str) -> dict[str, Any]:
        event = {"id": number, "type": "Change", "field_name": "status",
                 "previous_value": before, "value": after}  # fmt: skip
        return {"id": number * 10, "created_at": f"2026-03-01T{hour}:00:00Z", "events": [event]}

    audits = [
        change(1, 11, "open", "solved"),
        change(2, 12, "solved", "open"),
        change(3, 13, "open", "solved"),
        change(4, 14, "solved", "closed"),
    ]
    kept = read(READER, lines(_ticket(audits=audits, comments=[])))

    changes = [(e["activity"], e["at"].hour) for e in kept.events[1:]]
    assert changes == [("ticket solved", 11), ("ticket reopened", 12), ("ticket solved", 13)]


def test_an_agent_who_opens_a_ticket_for_a_customer_went_out_to_them(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    kept = read(READER, document({"tickets": [_ticket(submitter_id=1)], "users": _USERS}))

    assert (kept.events[0]["actor"], kept.events[0]["direction"]) == ("employee", "outbound")


def test_a_customer_who_is_copied_in_is_no_agent(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    friend = {**_USERS[0], "id": 8, "email": "friend@x.org"}
    ticket = _ticket(comments=[_comment(1, 7, 0), _comment(2, 8, 5)])

    kept = read(READER, document({"tickets": [ticket], "users": [*_USERS, friend]}))

    assert kept.events[1]["activity"] == "customer reply"


def test_users_alone_tie_ids_to_addresses_and_agents_are_left_out(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    kept = read(READER, document({"users": _USERS}))

    assert kept.column("subject") == ["zendesk:7"]
    assert kept.column("activity") == ["contact created"]
    assert "email:ann@x.org" in kept.events[0]["identifiers"]


def test_a_ticket_that_cannot_be_read_is_kept_whole_in_quarantine(
    read: Callable[..., Any], lines: Callable[..., Path]
) -> None:
    nobody = _ticket(id=90, requester_id=None)
    late = _ticket(id=91, comments=[_comment(1, 7, 0), {**_comment(2, 1, 1), "created_at": "?"}])

    kept = read(READER, lines(_ticket(), nobody, late, "{broken"))

    assert {event["record"] for event in kept.events} == {"88"}
    codes = [row["code"] for row in kept.refused]
    assert codes == ["no-subject", "bad-time", "bad-json"]
    assert kept.refused[0]["reason"] == "ticket 90 has no requester_id"


def test_an_empty_page_gives_nothing(
    read: Callable[..., Any], document: Callable[..., Path]
) -> None:
    kept = read(READER, document({"users": _USERS[1:], "tickets": []}))

    assert kept.events == []
