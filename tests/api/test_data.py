"""Data over HTTP, as the page brings them in: upload, import, question, repair, review; and stopping it."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import desireline as dl
from desireline.api import create_api

pytestmark = pytest.mark.slow

DATES = b"customer,event,when\n1,Order,03/04/2025\n1,Parcel,05/04/2025\n2,Order,07/08/2025\n"
LOG = b"user_id,event,when\nu1,buy,2025-03-30 02:30:00\nu2,look,2025-01-02 10:00:00\nu3,look,not a date\n"


class Page:
    """What the page of the Data screen does."""

    def __init__(self, workspace: dl.Workspace) -> None:
        self.workspace = workspace
        token = workspace.make_token("page", scope="api", role="owner")
        self.client = TestClient(create_api(workspace), base_url="http://127.0.0.1/api/v1")
        self.client.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str) -> Any:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def upload(self, name: str, content: bytes) -> str:
        answer = self.client.post(f"/uploads?name={name}", content=content)
        assert (answer.status_code, answer.json()["size"]) == (201, len(content))
        return answer.json()["id"]

    def begin(self, path: str, body: Any = None) -> str:
        answer = self.client.post(path, json=body)
        assert answer.status_code == 202, answer.text
        return answer.json()["id"]

    def ended(self, job: str) -> dict[str, Any]:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            told = self.get(f"/jobs/{job}")
            if told["state"] != "running":
                return told
            time.sleep(0.05)
        raise AssertionError("the job did not end")

    def imports(self, *uploads: str, **more: Any) -> dict[str, Any]:
        return self.ended(self.begin("/imports", {"uploads": uploads, **more}))


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with dl.open(tmp_path / "w") as workspace:
        yield Page(workspace)


def test_an_upload_is_imported_with_progress_and_a_broken_row_comes_back_mended(
    page: Page,
) -> None:
    upload = page.upload("log.csv", LOG)
    job = page.begin("/imports", {"uploads": [upload]})
    with page.client.stream("GET", f"/jobs/{job}/events") as stream:
        told = "".join(stream.iter_text())
    assert told.startswith("event: running\n")
    assert "\nevent: done\n" in told
    [file] = page.get(f"/jobs/{job}")["result"]["files"]
    assert (file["path"], file["rows"], file["events"], file["quarantined"]) == (
        "log.csv",
        3,
        2,
        1,
    )
    assert page.client.delete(f"/uploads/{upload}").json()["code"] == "upload.unknown"  # used up

    [reason] = page.get("/quarantine")
    assert (reason["file"].endswith("log.csv"), reason["rows"]) == (True, 1)
    came = page.client.get("/quarantine/rows").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(came)))
    rows[0]["when"] = "2025-01-04 12:00:00"
    written = io.StringIO()
    writer = csv.DictWriter(written, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    mended = page.upload("mended.csv", written.getvalue().encode())
    assert page.ended(page.begin(f"/quarantine/rows?upload={mended}"))["state"] == "done"
    assert page.get("/quarantine") == []
    assert page.get("/status")["events"] == 3


def test_dates_with_two_readings_are_asked_about_and_read_as_answered(page: Page) -> None:
    upload = page.upload("visits.csv", DATES)
    asked = page.imports(upload)
    assert asked["state"] == "failed"
    question = asked["error"]
    assert (question["option"], question["free"]) == ("date_order", "")
    assert {"dmy", "mdy"} <= set(question["choices"])

    answered = page.imports(upload, answers={question["option"]: "mdy"})
    assert answered["state"] == "done"
    told = page.get("/status")
    assert (told["events"], told["first_at"][:10], told["last_at"][:10]) == (
        3,
        "2025-03-04",
        "2025-07-08",
    )


def test_an_import_that_was_stopped_can_begin_again_with_the_same_upload(page: Page) -> None:
    upload = page.upload("log.csv", LOG)
    job = page.begin("/imports", {"uploads": [upload]})
    assert page.client.delete(f"/jobs/{job}").status_code == 202
    assert page.ended(job)["state"] == "cancelled"
    assert page.get("/status")["events"] == 0
    assert page.imports(upload)["state"] == "done"
    assert page.get("/status")["events"] == 2


def test_an_import_is_withdrawn_and_its_file_can_be_read_again(page: Page) -> None:
    page.imports(page.upload("log.csv", LOG))
    (one,) = page.get("/imports")
    assert one["files"] == ["log.csv"]
    plan = page.get(f"/imports/{one['id']}/withdrawal")
    assert (plan["events"], plan["quarantined"], plan["done"]) == (2, 1, False)
    answer = page.client.delete(f"/imports/{one['id']}")
    assert answer.status_code == 202
    assert page.ended(answer.json()["id"])["result"] == plan | {"done": True}
    assert page.get("/imports") == []
    assert page.get("/status")["events"] == 0
    assert page.client.delete(f"/imports/{one['id']}").status_code == 404
    page.imports(page.upload("log.csv", LOG))
    assert page.get("/status")["events"] == 2


def test_a_pair_is_joined_by_a_person_and_taken_apart_again(page: Page) -> None:
    people = b"id,first_name,last_name,email\n1,Ann,Lee,ann@x.org\n2,Bea,Ray,bea@y.org\n"
    page.imports(page.upload("people.csv", people))
    page.workspace.propose("contact:1", "contact:2", source="shop", reason="one card")
    [pair] = page.get("/identities")["waiting"]
    assert page.get("/identities")["customers"] == 2

    nobody = page.client.post("/identities/nobody", json={"answer": "accept"})
    assert (nobody.status_code, nobody.json()["code"]) == (404, "identity.unknown")

    page.ended(page.begin(f"/identities/{pair['id']}", {"answer": "accept"}))
    joined = page.get("/identities")
    assert (joined["customers"], joined["waiting"]) == (1, [])
    assert [one["id"] for one in joined["decided"]] == [pair["id"]]

    page.ended(page.begin(f"/identities/{pair['id']}", {"answer": "undo"}))
    assert page.get("/identities")["customers"] == 2


def test_a_link_from_the_command_line_signs_in_once(page: Page) -> None:
    _, secret = page.workspace.sign_in_link()
    browser = TestClient(page.client.app, base_url="http://127.0.0.1")
    browser.headers["Origin"] = "http://127.0.0.1"
    first = browser.post("/api/v1/session/link", json={"ticket": secret})
    assert (first.status_code, first.json()["who"]["role"]) == (200, "owner")
    assert browser.get("/api/v1/session").json()["signed_in"]
    again = browser.post("/api/v1/session/link", json={"ticket": secret})
    assert (again.status_code, again.json()["code"]) == (404, "ticket.unknown")
