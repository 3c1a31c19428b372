"""A folder with the exports of several tools comes in by one command, each file as what it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _mails() -> str:
    return "".join(
        f"From c{n}@x{n}.org Mon Mar  2 10:00:0{n} 2026\nFrom: c{n}@x{n}.org\nTo: help@acme.example\n"
        f"Message-ID: <m{n}@x>\nSubject: Help\nDate: Mon, 02 Mar 2026 10:00:0{n} +0100\n\nThis is terrible.\n\n"
        for n in range(3)
    )


def _conversation() -> dict[str, Any]:
    author = {"type": "user", "id": "u1", "email": "c1@x1.org"}
    note = {"id": "2", "part_type": "note", "body": "<p>Customer: she hates us</p><p>Agent: I know</p>",
            "created_at": 1_772_450_000, "author": {"type": "admin", "id": "a1"}}  # fmt: skip
    return {"type": "conversation", "id": "9", "created_at": 1_772_449_000, "state": "open",
            "source": {"type": "conversation", "delivered_as": "customer_initiated", "author": author,
                       "body": "<p>I love the new lamp!</p>"},
            "conversation_parts": {"conversation_parts": [note]}}  # fmt: skip


def test_a_folder_of_exports_is_read_file_by_file_and_notes_speak_for_nobody(
    desireline: Callable[..., Any], tmp_path: Path
) -> None:
    folder, workspace = tmp_path / "exports", tmp_path / "w"
    folder.mkdir()
    (folder / "archive").write_text(_mails())
    (folder / "a.json").write_text(json.dumps([_conversation()]))
    (folder / "b.csv").write_text(
        "#,How likely are you to recommend us?,Submit Date (UTC),Network ID\n"
        + "".join(f"r{n},{n},2026-03-04 10:0{n}:00,n\n" for n in range(5))
    )
    (folder / "c.md").write_text("Date: 2026-03-04\nAuthor: Kim\n\nThey all hate the form.\n")

    assert desireline("init", workspace).code == 0
    done = desireline("import", folder, "-w", workspace, "--json")
    exported = tmp_path / "utterances.json"
    assert desireline("export", "utterances", "-o", exported, "-w", workspace).code == 0
    status = json.loads(desireline("status", "-w", workspace, "--json").out)

    assert done.code == 0, done.err
    files = {Path(one["path"]).name: one for one in json.loads(done.out)}
    assert {name: (one["source"], one["events"], one["quarantined"]) for name, one in files.items()} == {
        "archive": ("email", 3, 0),
        "a.json": ("intercom", 2, 0),
        "b.csv": ("typeform", 5, 0),
        "c.md": ("notes", 1, 0),
    }  # fmt: skip
    spoken = json.loads(exported.read_text(encoding="utf-8"))
    heard = sorted((one["source"], one["speaker"], one["text_masked"]) for one in spoken)
    # the internal note reads like a transcript: its "Customer:" is hearsay, and no customer's voice
    assert [one for one in heard if one[1] == "customer"] == [
        *[("email", "customer", "Help\nThis is terrible.")] * 3,
        ("intercom", "customer", "I love the new lamp!"),
    ]
    assert ("intercom", "system", "she hates us") in heard
    assert not [one for one in heard if one[0] == "notes"]
    # c1 wrote a mail and a chat: one customer; five nameless answers; the note is nobody
    assert status["customers"] == 8
    assert status["events"] == 11


def test_a_table_that_is_looked_up_is_not_told_as_lost(
    desireline: Callable[..., Any], tmp_path: Path
) -> None:
    folder, workspace = tmp_path / "shop", tmp_path / "w"
    folder.mkdir()
    (folder / "orders.csv").write_text("nr,person,day\n1,a,2026-03-04\n2,b,2026-03-05\n")
    (folder / "people.csv").write_text("person,mail\na,a@x.org\nb,b@x.org\n")
    (tmp_path / "shop.toml").write_text(
        'name = "shop"\n'
        '[tables.orders]\ncolumns = ["nr", "person", "day"]\n'
        '[[tables.orders.join]]\ntable = "people"\non = { person = "person" }\n'
        '[tables.people]\ncolumns = ["person", "mail"]\nkey = "person"\n'
        '[[events]]\ntable = "orders"\nsubject = "person:{person}"\nid = "{nr}"\nat = "{day}"\n'
        'activity = "order placed"\nidentifiers = ["email:{people.mail}"]\n'
    )

    assert desireline("init", workspace).code == 0
    done = desireline(
        "import", folder, "-w", workspace, "--mapping", tmp_path / "shop.toml", "--json"
    )
    again = desireline("import", folder, "-w", workspace, "--mapping", tmp_path / "shop.toml")

    files = {Path(one["path"]).name: one for one in json.loads(done.out)}
    assert {name: (one["events"], one["joined"]) for name, one in files.items()} == {
        "orders.csv": (2, False),
        "people.csv": (0, True),
    }
    said = again.out + again.err
    assert "its rows complete the events of another table" in said
    assert "2 left out" not in said


def test_the_events_table_tells_what_money_moved_and_how_it_ended(
    desireline: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "deals.csv").write_text(
        "Record ID,Deal Name,Deal Stage,Close Date,Amount,Create Date,Pipeline,Currency\n"
        "1,Big,Closed won,2026-05-30 16:02,1200.50,2026-02-10 09:11,Sales,eur\n"
    )
    assert desireline("init", tmp_path / "w").code == 0
    assert desireline("import", tmp_path / "deals.csv", "-w", tmp_path / "w").code == 0
    exported = tmp_path / "events.json"
    assert desireline("export", "events", "-o", exported, "-w", tmp_path / "w").code == 0
    told = json.loads(exported.read_text(encoding="utf-8"))
    assert [
        (one["activity"], one["value"] and float(one["value"]), one["currency"], one["outcome"])
        for one in told
    ] == [("deal created", None, None, None), ("deal won", 1200.5, "EUR", "completed")]


def test_columns_that_came_into_no_event_are_named_by_import_and_by_quality(
    desireline: Callable[..., Any], tmp_path: Path
) -> None:
    """A list of customers has columns that nothing reads, and orders a day of which no step is made: both were dropped in silence."""
    (tmp_path / "customers.csv").write_text(
        "customer_id,email,created_at,seat preference\n"
        + "".join(f"K{n},k{n}@x.org,2026-01-{1 + n:02},aisle\n" for n in range(20))
    )
    (tmp_path / "orders.csv").write_text(
        "order_id,created_at,customer_id,total,show starts at\n"
        + "".join(f"{n},2026-02-{1 + n:02},K{n},20.50,2026-05-{1 + n:02}\n" for n in range(20))
    )
    workspace = tmp_path / "w"
    assert desireline("init", workspace).code == 0
    files = (tmp_path / "customers.csv", tmp_path / "orders.csv")
    done = desireline("import", *files, "-w", workspace)
    told = desireline("quality", "-w", workspace)

    for said in (done.out + done.err, told.out + told.err):
        assert "not read: seat preference" in said
        assert "no step is made of these times: show starts at" in said
    report = json.loads(desireline("quality", "-w", workspace, "--json").out)
    assert {
        Path(one["path"]).name: (one["unread"], one["no_step"]) for one in report["files"]
    } == {
        "customers.csv": (["seat preference"], []),
        "orders.csv": ([], ["show starts at"]),
    }
