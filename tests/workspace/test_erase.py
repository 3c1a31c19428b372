"""Erase one customer: no byte is left, nobody else is touched, and nobody comes back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import desireline
from desireline.delivery import Mail, post
from desireline.errors import InputError, WorkspaceError

_FIRST_TABLES = {
    "alembic_version", "document", "setting", "import_file", "dictionary", "version", "segment", "erasure", "job",
}  # fmt: skip
"""What a workspace of the first release has in its database."""
open_workspace = desireline.open  # the fixture of the command line has the package's name


def test_every_byte_of_a_person_is_gone_and_the_certificate_proves_it(
    acme: Path, company: ModuleType, looking: ModuleType, desireline, tmp_path: Path
) -> None:
    markers = company.HER.markers
    leftover = acme / "tmp" / "import-999999999-killed"
    leftover.mkdir(parents=True)
    (leftover / "staged.jsonl").write_text(company.HER.phrase)
    before = looking.files_with(acme, markers)
    assert {word for words in before.values() for word in words} == set(markers)
    assert {path.split("/")[1] for path in before if path.startswith("data/")} >= {
        "events", "identities", "keys", "utterances", "quarantine", "journeys",
    }  # fmt: skip

    saved = tmp_path / "certificate.json"
    run = desireline("erase", company.HER.email, "--yes", "-w", acme, "-o", saved, "--json")

    assert run.code == 0, run.err
    assert looking.files_with(acme, markers) == {}
    assert not leftover.exists()
    certificate = json.loads(saved.read_text())
    assert certificate == json.loads(run.out)
    assert certificate["removed"]["events"] == 8
    # what her neighbour said of her was masked already where it was made an utterance
    assert certificate["masked_in_rows_of_others"] == {"events": 1}
    assert not any(word.lower() in saved.read_text().lower() for word in markers)
    sealed = certificate.pop("sha256")
    text = json.dumps(certificate, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == sealed
    again = desireline("erase", company.HER.email, "-w", acme, "--json")
    assert (again.code, json.loads(again.out)["sha256"]) == (0, sealed)


@pytest.mark.slow
def test_what_people_wrote_of_her_leaves_shared_maps_comments_and_mail(
    acme: Path, company: ModuleType, looking: ModuleType
) -> None:
    """Words that stand, words that were deleted, titles, comments, mail; in a server that holds the map open."""
    her = company.HER
    with open_workspace(acme) as workspace:
        map_id = workspace.shown_maps()[0].id
        cell = next(iter(workspace.shared_map(map_id).document().cells.values()))
        write = {"command": "set_words", "column": cell.column, "lane": cell.lane}
        for words in (f"{her.name} says: {her.phrase}", f"Only {her.order} is late."):
            workspace.edit_map(map_id, [write | {"words": words}])
        workspace.edit_map(map_id, [{"command": "rename_map", "title": f"What {her.user} met"}])
        eva = workspace.members.local_owner()
        said = workspace.talk.say(eva, map_id, f"Call {her.name}, {her.phone_otherwise}.")
        quoted = f"She wrote: My e-mail is [email] and {her.phrase}"  # as maps show it
        mail = Mail(key="k", kind="mention", to=her.email, subject=her.name, text=quoted)
        post(workspace._store, mail)
        before = looking.files_with(acme, her.markers)
        assert any("workspace.db" in name for name in before)

        with open_workspace(acme) as other:  # another process, as far as the first can tell
            other.erase(her.email)
        document = workspace.shared_map(map_id).document()
        assert document.cells[cell.id].words == "Only [erased] is late."
        assert document.title == "What [erased] met"
        workspace.edit_map(map_id, [write | {"words": "Late."}])
        [comment] = workspace.talk.of(map_id)
        assert (comment.id, comment.body) == (said.id, "Call [name], [phone].")
        [kept] = workspace.outbox()
        assert (kept.recipient, kept.subject) == ("[email]", "[name]")
        assert kept.body == "She wrote: [erased]"
        shown = workspace.shown_maps()[0].file.model_dump_json()
        assert not any(word.lower() in shown.lower() for word in her.markers)
    assert looking.files_with(acme, her.markers) == {}


@pytest.mark.slow
def test_what_was_written_and_superseded_before_is_gone_too(
    acme: Path, company: ModuleType, looking: ModuleType, tmp_path: Path
) -> None:
    """Maps of older versions, segments that readers may still use, jobs and ledgers that quote her."""
    her = company.HER
    more = company.write(tmp_path / "more", people=16)
    with desireline.open(acme) as workspace:
        workspace.add(more)  # supersedes journeys, plan, identities
        workspace.maps()
        store = workspace._store
        store.documents.put("note", "n", {"text": f"{her.name} called from {her.phone_otherwise}"})
        store.settings.put("last.question", [f"who is {her.email}?"])
        with sqlite3.connect(acme / "workspace.db") as database:
            database.execute(
                "UPDATE job SET words = ?, error = ?", (her.order, f'{{"message":"{her.user}"}}')
            )
            database.execute(
                "UPDATE import_file SET report = ?", (f'{{"warnings":["row of {her.name}"]}}',)
            )
        assert "workspace.db" in " ".join(looking.files_with(acme, her.markers))
        workspace.erase(her.user)
        assert store.documents.get("note", "n").body == {"text": "[name] called from [phone]"}
        assert store.settings.get("last.question") == ["who is [email]?"]
    assert looking.files_with(acme, her.markers) == {}


def test_everybody_elses_answers_are_those_of_a_workspace_that_never_knew_her(
    acme: Path, without_her: Path, company: ModuleType, looking: ModuleType
) -> None:
    with desireline.open(acme) as workspace:
        workspace.erase(company.HER.email)
        insights = [i for book in workspace.insights() for i in book.insights]
        readings = [map_.file.snapshot.reading for map_ in workspace.maps()]
    with desireline.open(without_her) as untouched:
        theirs = [i for book in untouched.insights() for i in book.insights]
        assert len(insights) == len(theirs) > 0
        assert [(i.kind, i.value, i.low, i.high, i.n, i.words) for i in insights] == [
            (i.kind, i.value, i.low, i.high, i.n, i.words) for i in theirs
        ]
        assert readings == [map_.file.snapshot.reading for map_ in untouched.maps()]
    after, never = looking.answers(acme), looking.answers(without_her)
    neighbours = [
        _neighbour(said, table) for said in (after, never) for table in ("events", "utterances")
    ]
    assert neighbours == ["my neighbour [name] ([email], [phone]) has the same problem"] * 4
    assert {name: after[name] == never[name] for name in never} == dict.fromkeys(never, True)


def _neighbour(said: dict[str, Any], table: str) -> str:
    """Take out the one row of somebody else that names her, and return its masked text."""
    [line] = [line for line in said[table] if json.loads(line)["record"] == "chat-neighbour"]
    said[table].remove(line)
    return json.loads(line)["text_masked"]


def test_a_family_address_stays_with_the_family(tmp_path: Path) -> None:
    """A shared e-mail is somebody else's too: it is neither erased nor held against them."""
    exports = tmp_path / "contacts.csv"
    rows = [
        "contact_id,email,phone,name,created_at",
        "F-1001,both@family.test,+49301111111,Erika Musterfrau,2025-01-01 09:00:00",
        "F-1002,both@family.test,+49302222222,Otto Ganzanders,2025-01-02 09:00:00",
    ]
    exports.write_text("\n".join(rows) + "\n")
    with desireline.open(tmp_path / "acme") as workspace:
        workspace.add(exports)
        with pytest.raises(InputError, match="2 customers") as several:
            workspace.erase("both@family.test")
        assert several.value.code == "person.several"
        result = workspace.erase("crm:F-1001")
        assert result.plan.as_dict()["shared_identifiers"] == {"email": 1}
        [otto] = workspace.subject("crm:F-1002")["events"]
        assert "email:both@family.test" in otto["identifiers"]
        (tmp_path / "again.csv").write_text("\n".join(rows).replace("09:", "10:") + "\n")
        report = workspace.add(tmp_path / "again.csv")
        assert (report.suppressed, report.accepted + report.revised) == (1, 1)


def test_a_reimport_does_not_bring_her_back(
    acme: Path, company: ModuleType, looking: ModuleType, tmp_path: Path
) -> None:
    """Other files, other times, another spelling, a new id beside a known address."""
    her = company.HER
    with desireline.open(acme) as workspace:
        workspace.erase(her.email)
        before = workspace.status().as_dict()
        again = company.write(tmp_path / "again", first=True)  # the same rows, other bytes
        (again / "contacts.csv").write_text(
            "customer_id,email,phone,name,created_at\n"
            f"NEW-5,{her.email.upper()},,Somebody,2025-06-01 09:00:00\n"
            f"NEW-6,new@hers.test,0049 (0)30 88374121,Somebody,2025-06-01 09:00:00\n"
            f"{her.user},,,,2025-06-01 09:00:00\n"
            "C-1001,anton1@berg.test,,Anton Bergb,2025-06-02 09:00:00\n"
        )
        report = workspace.add(again)
        by_file = {Path(file.path).name: file.suppressed for file in report.files}
        assert by_file == {
            "contacts.csv": 3, "orders.csv": 2, "app.jsonl": 2, "tickets.json": 2, "chats.json": 2,
        }  # fmt: skip
        assert workspace.status().customers == before["customers"]
        # C-1001 has another date of creation, and the neighbour's words are in the file as they were
        assert (report.accepted, report.revised) == (0, 2)
        # the new id is hers: a later row under it alone stays out, too
        (tmp_path / "later.csv").write_text(
            "customer_id,email,phone,name,created_at\nNEW-5,,,,2025-07-01 09:00:00\n"
        )
        later = workspace.add(tmp_path / "later.csv")
        assert (later.suppressed, later.accepted) == (1, 0)
    found = looking.files_with(acme, her.markers)
    # the neighbour's words came back with the file that has them: see the how-to page
    assert all(path.startswith(("data/events/", "data/utterances/")) for path in found)


def test_who_was_erased_when_all_numbers_were_user_numbers_stays_out_of_every_list(
    acme: Path, company: ModuleType, tmp_path: Path
) -> None:
    """Her number is a customer number in a workspace of today, and was any list's number before."""
    from desireline.events import tombstones

    again = tmp_path / "contacts.csv"
    again.write_text(
        f"contact_id,email,phone,name,created_at\n{company.HER.user},,,,2025-06-01 09:00:00\n"
    )
    with desireline.open(acme) as workspace:
        workspace.erase(company.HER.email)
        workspace._store.settings.put(tombstones.LISTS, value=None)
        assert workspace.add(again).suppressed == 1
        workspace._store.settings.put(tombstones.LISTS, value=True)
        again.write_text(again.read_text() + "C-9,,,,2025-06-01 09:00:00\n")
        report = workspace.add(again)
        assert (report.suppressed, report.accepted) == (0, 2)


def test_without_tombstones_an_import_reads_nothing_twice(
    acme: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, company: ModuleType
) -> None:
    from desireline.events import tombstones

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(tombstones, "_suppressed", never)
    with desireline.open(acme) as workspace:
        assert workspace.add(company.write(tmp_path / "more", people=14)).accepted > 0


def test_a_map_drawn_before_shows_her_quote_no_more(acme: Path, company: ModuleType) -> None:
    with desireline.open(acme) as workspace:
        store = workspace._store
        before = [
            d for d in store.documents.list("map") if company.HER.phrase in json.dumps(d.body)
        ]
        assert before
        assert workspace.erase(company.HER.email).plan.quotes > 0
        assert company.HER.phrase not in json.dumps(
            [m.file.model_dump(mode="json") for m in workspace.maps()]
        )
        for document in before:
            old = store.documents.get("map", document.id, version=document.version)
            file = desireline.app.MapFile.model_validate(old.body["file"])
            assert company.HER.phrase not in json.dumps(old.body)
            assert all(record.erased_since for record in file.snapshot.evidence.values())
            shown = {c.quote for cell in file.document.cells.values() for c in cell.cards.values()}
            assert shown - {None} <= set(file.snapshot.quotes)
        newest = workspace.maps()[0].file.snapshot.evidence
        assert not any(record.erased_since for record in newest.values())


def test_nothing_goes_without_a_yes(acme: Path, company: ModuleType, desireline) -> None:
    looked = desireline("erase", company.HER.email, "--dry-run", "--json", "-w", acme)
    plan = json.loads(looked.out)
    assert (plan["events"], plan["subjects"]) == (8, {"email": 1, "user": 1, "zendesk": 1})
    assert not any(word.lower() in looked.out.lower() for word in company.HER.markers)
    refused = desireline("erase", company.HER.email, "-w", acme)
    assert (refused.code, "--yes" in refused.err) == (2, True)
    unknown = desireline("erase", "email:nobody@nowhere.test", "--yes", "-w", acme)
    assert (unknown.code, "No customer is known" in unknown.err) == (2, True)
    with open_workspace(acme) as workspace:
        assert not workspace.erase(company.HER.phone_otherwise, confirm=lambda _plan: False).done
        assert len(workspace.subject(company.HER.user)["events"]) == 8


def test_the_last_customer_of_a_workspace_can_be_erased(
    tmp_path: Path, looking: ModuleType
) -> None:
    exports = tmp_path / "contacts.csv"
    exports.write_text(
        "contact_id,email,phone,name,created_at\nF-1001,sole@person.test,,Sole Person,2025-01-01 09:00:00\n"
    )
    with desireline.open(tmp_path / "acme") as workspace:
        workspace.add(exports)
        assert workspace.erase("sole@person.test").done
        assert workspace.status().events == 0
    assert looking.files_with(tmp_path / "acme", ("sole@person", "Sole Person", "F-1001")) == {}


def test_a_dataset_that_nobody_declared_stops_the_erasure(acme: Path, company: ModuleType) -> None:
    from desireline.engines import open_engine

    with desireline.open(acme) as workspace:
        segments = workspace._context().segments
        engine = open_engine()
        with segments.writer() as writer:
            made = writer.put(engine, "moods", "SELECT 1 AS subject")
            writer.commit(add=[made], kind="test", changes_data=False)
        engine.close()
        with pytest.raises(WorkspaceError, match="moods") as raised:
            workspace.erase(company.HER.email)
        assert raised.value.code == "erase.undeclared"
        assert workspace.subject(company.HER.email)["events"]


def test_an_older_workspace_gets_what_erasing_needs(acme: Path, company: ModuleType) -> None:
    with sqlite3.connect(acme / "workspace.db") as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            if table not in _FIRST_TABLES and not table.startswith("sqlite_"):
                database.execute(f"DROP TABLE {table}")
        database.execute("ALTER TABLE erasure DROP COLUMN certificate")
        database.execute("UPDATE alembic_version SET version_num = '0001'")
    with desireline.open(acme) as workspace:
        assert workspace.erase(company.HER.email).done


def test_while_somebody_reads_the_erasure_waits_and_the_next_command_finishes_it(
    acme: Path, company: ModuleType, looking: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader in the middle of a transaction keeps the old pages of the database's log alive."""
    monkeypatch.setattr("desireline.stores.sqlite._BUSY_SECONDS", 0.3)
    reader = sqlite3.connect(acme / "workspace.db", isolation_level=None)
    with desireline.open(acme) as workspace:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM document").fetchall()
        with pytest.raises(WorkspaceError) as raised:
            workspace.erase(company.HER.email)
        assert raised.value.code == "erase.pending"
        with pytest.raises(InputError):
            workspace.subject(company.HER.email)
    reader.execute("COMMIT")
    reader.close()
    desireline.open(acme).close()
    assert looking.files_with(acme, company.HER.markers) == {}
    with desireline.open(acme) as workspace:
        assert workspace.erase(company.HER.email).certificate["sha256"]
