"""Intercom, Freshdesk, Help Scout and Chatwoot, in the layouts that their references show.

Layouts: developers.intercom.com (conversation, conversation_part), developers.freshdesk.com/api (tickets,
conversations, satisfaction ratings; columns of the CSV: those that Freshdesk's export test lists),
developer.helpscout.com/mailbox-api (conversations, list threads), developers.chatwoot.com (messages).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SAID = 'SELECT activity, actor, text FROM staged ORDER BY "at", event_id'


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write a JSON document under a name that says nothing."""

    def write(value: Any, name: str = "export.json") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    return write


def _part(number: int, kind: str, who: str, at: int, body: str | None, **more: Any) -> Any:
    author = {"type": who, "id": f"{who}-1", "name": "Ann Lee", "email": "ann@x.org", **more}
    return {"type": "conversation_part", "id": str(number), "part_type": kind, "body": body,
            "created_at": at, "updated_at": at, "author": author}  # fmt: skip


def _intercom() -> dict[str, Any]:
    start = 1_770_000_000  # 2026-02-02T02:40:00Z
    return {
        "type": "conversation",
        "id": "147",
        "created_at": start,
        "updated_at": start + 9_000,
        "state": "closed",
        "source": {
            "type": "conversation", "id": "9", "delivered_as": "customer_initiated",
            "subject": "", "body": "<p>Where is my parcel?</p>",
            "author": {"type": "user", "id": "u-1", "name": "Ann Lee", "email": "Ann@x.org"},
        },
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "u-1", "external_id": "C7"}]},
        "conversation_rating": {"rating": 2, "remark": "Too slow", "created_at": start + 9_000},
        "conversation_parts": {
            "type": "conversation_part.list",
            "conversation_parts": [
                _part(1, "comment", "bot", start + 5, "<p>We will answer <b>soon</b>.</p>"),
                _part(2, "assignment", "admin", start + 60, None),
                _part(3, "note", "admin", start + 90, "<p>Customer: very angry, be careful</p>"),
                _part(4, "comment", "admin", start + 600, "<p>It is on its way.</p>"),
                _part(5, "comment", "user", start + 700, "<p>Thanks &amp; bye</p>"),
                _part(6, "close", "admin", start + 800, None),
                _part(7, "comment", "admin", start + 900, "<p>From a machine</p>", from_ai_agent=True),
            ],
        },
    }  # fmt: skip


def test_an_intercom_conversation_tells_customers_agents_bots_and_notes_apart(
    read_here: Callable[..., Any], written: Callable[..., Path]
) -> None:
    read = read_here(written({"type": "conversation.list", "conversations": [_intercom()]}))

    assert read.report.source == "intercom"
    assert read.rows(SAID) == [
        ("conversation started", "customer", "Where is my parcel?"),
        ("automatic message", "system", "We will answer soon."),
        ("internal note", "company", "Customer: very angry, be careful"),
        ("agent message", "employee", "It is on its way."),
        ("customer message", "customer", "Thanks & bye"),
        ("conversation closed", "employee", None),
        ("automatic message", "system", "From a machine"),
        ("conversation rated", "customer", "Too slow"),
    ]
    assert read.rows("SELECT DISTINCT subject, record, object_ids FROM staged") == [
        ("intercom:u-1", "147", ["conversation:147"])
    ]
    assert read.rows(
        "SELECT rating, rating_low, rating_high, channel FROM staged WHERE rating IS NOT NULL"
    ) == [(2, 1, 5, "survey")]
    assert set(read.one("SELECT any_value(identifiers) FROM staged")) >= {
        "user:C7", "email:ann@x.org", "name:Ann Lee"}  # fmt: skip
    first_answer = "SELECT date_diff('second', min(\"at\") FILTER (actor = 'customer'), min(\"at\") FILTER (actor = 'employee')) FROM staged"
    assert read.one(first_answer) == 600


def test_intercoms_tables_count_only_the_active_version_of_a_row(
    read_here: Callable[..., Any], shared_data: Path
) -> None:
    folder = shared_data / "connector_exports/intercom"
    read = read_here(
        *(folder / f"{name}_history_data.csv" for name in ("conversation", "conversation_part", "contact"))
    )  # fmt: skip

    assert read.refused == {}
    assert [unit.mapping for unit in read.units] == ["intercom_tables"]
    # 9 versions of 2 conversations; 9 parts: 8 closings without words and one note
    assert read.rows(
        "SELECT activity, actor, count(*) FROM staged GROUP BY ALL ORDER BY 1, 2"
    ) == [
        ("conversation closed", "employee", 8),
        ("conversation started", "customer", 2),
        ("internal note", "company", 1),
    ]


def _freshdesk() -> dict[str, Any]:
    return {
        "id": 20, "requester_id": 7, "responder_id": 3, "status": 4, "source": 1, "priority": 2,
        "subject": "Late", "description": "<div>Where is it?</div>", "description_text": "Where is it?",
        "created_at": "2026-03-01T10:00:00Z", "updated_at": "2026-03-04T10:00:00Z", "spam": False,
        "requester": {"id": 7, "name": "Bo", "email": "bo@x.org", "mobile": None, "phone": "+3161"},
        "stats": {"resolved_at": "2026-03-02T10:00:00Z", "first_responded_at": "2026-03-01T11:00:00Z"},
        "conversations": [
            {"id": 31, "incoming": False, "private": True, "source": 2, "user_id": 3,
             "body_text": "ask the warehouse", "created_at": "2026-03-01T10:30:00Z"},
            {"id": 32, "incoming": False, "private": False, "source": 0, "user_id": 3,
             "body_text": "We look into it", "created_at": "2026-03-01T11:00:00Z"},
            {"id": 33, "incoming": True, "private": False, "source": 0, "user_id": 7,
             "body_text": "Any news?", "created_at": "2026-03-01T20:00:00Z"},
        ],
        "satisfaction_ratings": [
            {"id": 5, "created_at": "2026-03-03T09:00:00Z", "feedback": "meh", "ratings": {"default_question": -102}}
        ],
    }  # fmt: skip


def test_a_freshdesk_ticket_keeps_private_notes_apart_from_what_the_customer_wrote(
    read_here: Callable[..., Any], written: Callable[..., Path]
) -> None:
    read = read_here(written([_freshdesk()]))

    assert read.report.source == "freshdesk"
    assert read.rows(SAID) == [
        ("ticket opened", "customer", "Late\nWhere is it?"),
        ("internal note", "company", "ask the warehouse"),
        ("agent reply", "employee", "We look into it"),
        ("customer reply", "customer", "Any news?"),
        ("ticket solved", "employee", None),
        ("ticket rated", "customer", "meh"),
    ]
    assert read.rows(
        "SELECT rating, rating_low, rating_high FROM staged WHERE rating IS NOT NULL"
    ) == [(-2, -3, 3)]
    assert read.report.warnings == []


_FRESHDESK_CSV = (
    "Ticket ID", "Subject", "Status", "Priority", "Source", "Type", "Agent", "Group", "Created time",
    "Due by Time", "Resolved time", "Closed time", "Last update time", "Initial response time",
    "Time tracked", "First response time (in hrs)", "Resolution time (in hrs)", "Agent interactions",
    "Customer interactions", "Resolution status", "First response status", "Tags", "Survey results",
    "Full name", "Email",
)  # fmt: skip


def test_freshdesks_csv_gives_the_times_that_it_has_and_tells_who_began(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    def row(number: str, source: str, solved: str, rated: str, email: str) -> tuple[str, ...]:
        return (number, "Broken", "Closed", "Low", source, "", "Kim", "Help", "2026-03-01 10:00:00",
                "2026-03-04 10:00:00", solved, "", "2026-03-05 10:00:00", "2026-03-01 12:30:00", "00:00",
                "02:30:00", "", "2", "1", "", "", "", rated, "Bo", email)  # fmt: skip

    path = tmp_path / "x.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [
                _FRESHDESK_CSV,
                row("1", "Email", "2026-03-02 10:00:00", "Very Unhappy", "bo@x.org"),
                row("2", "Outbound Email", "2026-03-02 10:00:00", "", "cy@x.org"),
                row("3", "Portal", "", "", ""),
            ]
        )

    read = read_here(path)

    assert read.units[0].mapping == "freshdesk_tickets"
    assert read.rows(
        'SELECT record, activity, actor, channel FROM staged ORDER BY record, "at", activity'
    ) == [
        ("1", "ticket opened", "customer", "email"),
        ("1", "agent reply", "employee", "email"),
        ("1", "ticket rated", "customer", "survey"),
        ("1", "ticket solved", "employee", "system"),
        ("2", "agent writes first", "employee", "email"),
        ("2", "agent reply", "employee", "email"),
        ("2", "ticket solved", "employee", "system"),
        ("3", "ticket opened", "customer", "web"),
        ("3", "agent reply", "employee", "email"),
    ]
    assert read.rows("SELECT rating, rating_low, rating_high FROM staged WHERE rating IS NOT NULL") == [(-2, -3, 3)]  # fmt: skip
    assert read.rows("SELECT DISTINCT subject FROM staged ORDER BY 1") == [
        ("email:bo@x.org",), ("email:cy@x.org",), ("ticket:3",)]  # fmt: skip


def test_help_scouts_threads_are_put_in_order_and_log_lines_are_left_out(
    read_here: Callable[..., Any], written: Callable[..., Path]
) -> None:
    def thread(number: int, kind: str, by: str, at: str, body: str, **more: Any) -> dict[str, Any]:
        return {"id": number, "type": kind, "createdBy": {"type": by, "id": 1}, "createdAt": at,
                "body": body, "source": {"type": "email", "via": by}, **more}  # fmt: skip

    conversation = {
        "id": 10, "number": 12, "threads": 4, "type": "email", "status": "closed", "mailboxId": 85,
        "subject": "Refund", "preview": "Thank you", "createdAt": "2026-03-01T10:00:00Z",
        "closedAt": "2026-03-01T13:00:00Z", "createdBy": {"id": 29, "type": "customer"},
        "primaryCustomer": {"id": 29, "first": "Vern", "last": "Bear", "email": "vbear@x.org"},
        "_embedded": {"threads": [
            thread(4, "lineitem", "user", "2026-03-01T12:59:00Z", ""),
            thread(3, "message", "user", "2026-03-01T12:00:00Z", "Done.<br>Kim",
                   rating={"rating": "Not Good", "comments": "late"}),
            thread(2, "note", "user", "2026-03-01T11:00:00Z", "check the order first"),
            thread(1, "customer", "customer", "2026-03-01T10:00:00Z", "I want my money back"),
        ]},
    }  # fmt: skip

    read = read_here(
        written({"_embedded": {"conversations": [conversation]}, "page": {"size": 25}})
    )

    assert read.report.source == "helpscout"
    assert read.rows(SAID) == [
        ("conversation started", "customer", "Refund\nI want my money back"),
        ("internal note", "company", "check the order first"),
        ("agent message", "employee", "Done.\nKim"),
        ("conversation rated", "customer", "late"),
        ("conversation closed", "employee", None),
    ]
    assert read.rows(
        "SELECT rating, rating_low, rating_high FROM staged WHERE rating IS NOT NULL"
    ) == [(1, 1, 3)]
    assert read.one("SELECT DISTINCT subject FROM staged") == "helpscout:29"


def test_chatwoots_message_types_say_who_speaks(
    read_here: Callable[..., Any], written: Callable[..., Path]
) -> None:
    def message(number: int, kind: int, at: int, said: str, sender: Any, **more: Any) -> Any:
        return {"id": number, "content": said, "inbox_id": 1, "conversation_id": 77, "private": False,
                "message_type": kind, "content_type": "text", "created_at": 1_770_000_000 + at,
                "sender": sender, **more}  # fmt: skip

    ann = {
        "id": 5,
        "type": "contact",
        "name": "Ann",
        "email": "ann@x.org",
        "phone_number": "+3161",
    }
    kim = {"id": 2, "type": "user", "name": "Kim"}
    csat = {"submitted_values": {"csat_survey_response": {"rating": 1, "feedback_message": "no"}}}
    conversation = {
        "id": 77, "inbox_id": 1, "status": "resolved", "channel": "Channel::WebWidget",
        "meta": {"sender": ann},
        "messages": [
            message(1, 0, 0, "Hello?", ann),
            message(2, 3, 1, "We are typically back in an hour", None),
            message(3, 1, 50, "she is a VIP", kim, private=True),
            message(4, 1, 300, "Hi Ann", kim),
            message(5, 2, 400, "Conversation was marked resolved by Kim", None),
            message(6, 3, 401, "Please rate", None, content_type="input_csat",
                    content_attributes=csat, updated_at=1_770_000_900),
            message(7, 3, 402, "Please rate", None, content_type="input_csat", content_attributes={}),
        ],
    }  # fmt: skip

    read = read_here(written([conversation]))

    assert read.report.source == "chatwoot"
    assert read.rows(SAID) == [
        ("customer message", "customer", "Hello?"),
        ("automatic message", "system", "We are typically back in an hour"),
        ("internal note", "company", "she is a VIP"),
        ("agent message", "employee", "Hi Ann"),
        ("conversation closed", "system", None),
        ("conversation rated", "customer", "no"),
    ]
    assert read.one("SELECT DISTINCT subject FROM staged") == "chatwoot:5"


def test_chatwoots_csat_report_is_ratings_with_words(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "csat.csv"
    path.write_text(
        "Contact Name,Contact Email Address,Contact Phone Number,Link to the conversation,Agent Name,"
        "Rating,Feedback Comment,Recorded date\n"
        "Ann,ann@x.org,,https://chat.example/app/accounts/1/conversations/7,Kim,5,great,2026-02-03 10:00:00\n"
        "Bo,,+3161,https://chat.example/app/accounts/1/conversations/8,Kim,0,,2026-02-04 10:00:00\n"
    )

    read = read_here(path)

    assert read.units[0].mapping == "chatwoot_csat"
    assert read.rows('SELECT subject, rating, text FROM staged ORDER BY "at"') == [
        ("email:ann@x.org", 5, "great"),
        ("phone:+3161", None, None),  # 0 is outside 1 to 5: no answer
    ]


def test_a_message_without_a_time_sets_the_conversation_aside_whole(
    read_here: Callable[..., Any], written: Callable[..., Path]
) -> None:
    broken = _intercom()
    broken["id"] = "148"
    broken["conversation_parts"]["conversation_parts"][3]["created_at"] = "soon"

    read = read_here(written([_intercom(), broken]))

    assert read.rows("SELECT code, source_line FROM quarantine") == [("bad-time", 2)]
    assert read.rows("SELECT DISTINCT record FROM staged") == [("147",)]
