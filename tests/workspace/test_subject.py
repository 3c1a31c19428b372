"""All data of one person, for that person: complete, unmasked, readable."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from types import ModuleType

import pytest

from desireline.errors import InputError

MARKUP = "<script>alert(1)</script> | `x`"


def test_everything_of_one_person_is_in_it_and_nothing_of_others(
    acme: Path, company: ModuleType, desireline, tmp_path: Path
) -> None:
    target = tmp_path / "data.json"
    run = desireline("subject", company.HER.user, "-o", target, "-w", acme)
    assert run.code == 0, run.err
    data = json.loads(target.read_text(encoding="utf-8"))
    assert len(data["events"]) == 8
    assert {row["source"] for row in data["identities"]} == {"crm", "zendesk", "chats"}
    assert {row["speaker"] for row in data["utterances"]} == {"customer", "employee"}
    assert sum(len(journey["steps"]) for journey in data["journeys"]) == 11
    assert len(data["set_aside"]) == 1
    assert data["other"].keys() >= {"keys"}
    text = target.read_text(encoding="utf-8")
    assert all(
        marker in text for marker in company.HER.markers if "8837" not in marker.replace(" ", "")
    )
    assert "berg.test" not in text
    assert company.HER.email not in run.err + run.out
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_the_readable_forms_say_the_same_and_run_nothing(
    acme: Path, company: ModuleType, tmp_path: Path
) -> None:
    import desireline

    with desireline.open(acme) as workspace:
        data = workspace.subject(company.HER.email, tmp_path / "her.html")
        workspace.subject(company.HER.email, tmp_path / "her.md")
        with pytest.raises(InputError, match="unknown ending"):
            workspace.subject(company.HER.email, tmp_path / "her.docx")
    page = (tmp_path / "her.html").read_text(encoding="utf-8")
    document = (tmp_path / "her.md").read_text(encoding="utf-8")
    for row in data["events"]:
        assert row.get("text", "") in page
    assert company.HER.phrase in document
    assert company.HER.name in document
    assert page.count("<tr>") == document.count("\n| ") - document.count("\n| --- |")
    assert "<script" not in page
    assert "default-src 'none'" in page


def test_words_of_a_person_cannot_change_the_document() -> None:
    from desireline.workspace import readable

    data = {
        "customer_id": "c1", "made_at": "2026-01-01T00:00:00+00:00", "identities": [], "identifiers": [],
        "shared_identifiers": [], "utterances": [], "journeys": [], "set_aside": [], "other": {},
        "quotes_on_maps": [], "events": [
            {"at": "2026-01-01T00:00:00+00:00", "source": "s", "activity": MARKUP, "text": MARKUP, "actor": "customer"}
        ],
    }  # fmt: skip
    assert "<script" not in readable.to_html(data)
    row = next(line for line in readable.to_markdown(data).splitlines() if "script" in line)
    assert row.count("|") - row.count("\\|") == 6
    assert "<script" not in row


@pytest.mark.parametrize("follows", [False, True], ids=["at once", "after an import"])
def test_what_employees_noted_about_a_person_is_theirs_to_see_and_to_erase(
    acme: Path, company: ModuleType, tmp_path: Path, *, follows: bool
) -> None:
    import desireline

    her = company.HER
    with desireline.open(acme) as workspace:
        workspace.note("She waits for a call back.", about=her.email, author="Eva")
        workspace.note("Everybody waits for a call back.", author="Eva")
        if follows:
            workspace.add(company.write(tmp_path / "more", people=16))
        [noted] = [e for e in workspace.subject(her.user)["events"] if e["source"] == "notes"]
        assert noted["text"] == "She waits for a call back."
        workspace.erase(her.email)
        assert [one.text for one in workspace.notes()] == ["Everybody waits for a call back."]
