"""Maps under maps, reviews, moves in detail, and what there is to read, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.test_questions import MAPPING, Page

import desireline as dl
from desireline.pipeline.reviewing import keep_signals

INTERVIEW = """---
Kind: interview
Title: Waiting for a parcel
Date: 2026-02-03
Interviewer: Kim
Participant: Ann Lee
Touchpoint: Parcel
---
Interviewer: How was it?
Participant: I waited for nine days. Nobody told me why! Write to ann@x.example if you like.
"""
NOTE = """Kind: note
Date: 2026-02-04
Author: Kim

They ask for a date that is true.
"""


def a_shop(folder: Path) -> Path:
    """Twenty customers: twelve go from order to parcel, eight to a call first; an interview and a note."""
    rows = ["user,event,at,stars"]
    for i in range(20):
        rows.append(f"u{i},Order,2026-01-{i % 9 + 1:02}T10:00:00Z,")
        if i < 8:
            rows.append(f"u{i},Call,2026-01-{i % 9 + 2:02}T10:00:00Z,")
        rows.append(f"u{i},Parcel,2026-01-{i % 9 + 5:02}T10:00:00Z,3")
    (folder / "log.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "log.toml").write_text(MAPPING, "utf-8")
    (folder / "interview.md").write_text(INTERVIEW, "utf-8")
    (folder / "note.md").write_text(NOTE, "utf-8")
    with dl.open(folder / "w") as workspace:
        report = workspace.add(folder / "log.csv", mapping=folder / "log.toml")
        assert not report.failed, report.as_dict()
        workspace.add(folder / "interview.md", folder / "note.md")
        workspace.maps()
    return folder / "w"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dl.Workspace]:
    with dl.open(a_shop(tmp_path_factory.mktemp("between"))) as workspace:
        yield workspace


def _post(page: Page, path: str, body: Any) -> Any:
    answer = page.client.post(path, json=body)
    assert answer.status_code < 300, answer.text
    return answer.json()


def _refused(page: Page, path: str, body: Any) -> str:
    answer = page.client.post(path, json=body)
    assert answer.status_code == 400, answer.text
    return answer.json()["code"]


@pytest.fixture
def page(shop: dl.Workspace) -> Page:
    return Page(shop)


@pytest.fixture
def largest(page: Page) -> dict[str, Any]:
    return max(page.get("/maps"), key=lambda one: one["journeys"])


def test_moves_are_told_in_the_detail_that_is_asked_for(page: Page, largest: Any) -> None:
    path = f"/maps/{largest['id']}/moves"
    everything = {(one["source"], one["target"]): one for one in page.get(path)}
    straight, detour = everything["Order", "Parcel"], everything["Order", "Call"]
    assert (straight["n"], detour["n"]) == (12, 8)
    assert straight["share"]["value"] == pytest.approx(0.6)
    assert (straight["detail"], detour["detail"]) == (0, pytest.approx(0.6))
    main = {(one["source"], one["target"]) for one in page.get(path, detail="0.6")}
    assert ("Order", "Parcel") in main
    assert ("Order", "Call") not in main


def _insight(kind: str, **more: Any) -> dict[str, Any]:
    usual = {"verdict": "shown", "date": "2026-01-06", "date_high": None, "reason": None, "persona": None, "high": None}  # fmt: skip
    return {**usual, "kind": kind, "words": f"A {kind}.", **more}


def test_a_sure_change_and_a_drift_bring_the_review_forward_and_nothing_else_does(
    page: Page, largest: Any, shop: dl.Workspace
) -> None:
    assert (largest["signals"], largest["review_on"]) == ([], largest["review_regular"])
    found = [
        _insight("change"),
        _insight("change", reason="an episode: the level came back"),
        _insight("change", verdict="suggested"),
        _insight("change", date=None),
        _insight("persona_drift", high=0.2),
        _insight("persona_drift", persona="Hurried"),
        _insight("pain"),
    ]
    context = shop._context()  # pyright: ignore[reportPrivateUsage]
    with context.store.transaction() as tables:
        keep_signals(tables, largest["purpose"]["id"], found)
    told = next(one for one in page.get("/maps") if one["id"] == largest["id"])
    newest = largest["newest_event"][:10]
    assert [(one["why"], one["on"]) for one in told["signals"]] == [
        ("change", "2026-01-06"),
        ("drift", newest),
    ]
    assert told["review_on"] == "2026-01-06"


def test_a_review_is_kept_and_moves_the_day_on(
    page: Page, largest: Any, shop: dl.Workspace
) -> None:
    path = f"/maps/{largest['id']}/review"
    assert largest["reviewed"] is None
    told = _post(page, path, {"on": "2026-03-05"})
    assert (told["reviewed"], told["review_on"]) == ("2026-03-05", "2026-09-05")
    today = datetime.now(UTC).date()
    assert _post(page, path, {})["reviewed"] == today.isoformat()
    assert shop.audit.newest(1)[0].action == "map.review"
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert _refused(page, path, {"on": tomorrow}) == "map.review"
    assert date.fromisoformat(told["review_regular"]) == date(2026, 9, 5)


def test_a_stage_opens_a_map_of_its_own_which_can_be_moved_and_moves_up(
    page: Page, largest: Any
) -> None:
    stage = largest["stages"][0]["id"]
    child = _post(page, "/maps", {"below": {"map": largest["id"], "stage": stage}})
    assert child["place"] == {"map": largest["id"], "stage": stage}
    below = _post(
        page, "/maps", {"below": {"map": child["id"], "stage": child["stages"][0]["id"]}}
    )
    circle = page.client.put(
        f"/maps/{child['id']}/place", json={"map": below["id"], "stage": None}
    )
    assert (circle.status_code, circle.json()["code"]) == (400, "map.circle")
    gone = page.client.put(f"/maps/{child['id']}/place", json={"map": "no", "stage": None})
    assert (gone.status_code, gone.json()["code"]) == (404, "map.unknown")
    odd = page.client.put(f"/maps/{below['id']}/place", json={"map": largest["id"], "stage": "no"})
    assert (odd.status_code, odd.json()["code"]) == (404, "map.stage-unknown")

    assert page.client.delete(f"/maps/{child['id']}").status_code == 204
    places = {one["id"]: one["place"] for one in page.get("/maps")}
    assert places[below["id"]] == {"map": largest["id"], "stage": stage}
    top = page.client.put(f"/maps/{below['id']}/place", json={"map": None})
    assert top.json()["place"] == {"map": None, "stage": None}


def test_an_interview_is_read_masked_and_by_the_sentence_and_a_note_is_a_hypothesis(
    page: Page,
) -> None:
    listed = {one["kind"]: one for one in page.get("/readings")}
    assert listed["interview"]["title"] == "Waiting for a parcel"
    assert listed["note"]["author"] == "Kim"
    read = page.get(f"/readings/{listed['interview']['id']}")
    assert [one["text"] for one in read["sentences"]] == [
        "I waited for nine days.",
        "Nobody told me why!",
        "Write to [email] if you like.",
    ]
    note = page.get(f"/readings/{listed['note']['id']}")
    assert [one["speaker"] for one in note["sentences"]] == ["employee"]


def test_an_owner_sees_one_message_unmasked_and_it_is_written_down(
    page: Page, shop: dl.Workspace
) -> None:
    listed = next(one for one in page.get("/readings") if one["kind"] == "interview")
    said = page.get(f"/readings/{listed['id']}")["sentences"][0]["id"]
    path = f"/said/{said}/unmask"
    page.becomes("owner")
    for role in ("viewer", "commenter", "editor"):
        token = shop.make_token(role, scope="api", role=role)
        headers = {"Authorization": f"Bearer {token}"}
        assert page.client.post(path, headers=headers).status_code == 403
    answer = page.client.post(path)
    assert "ann@x.example" in answer.json()["text"]
    assert answer.headers["cache-control"] == "no-store"
    row = shop.audit.newest(1)[0]
    assert (row.action, row.target) == ("text.unmask", said)
    assert page.client.post("/said/0000/unmask").json()["code"] == "reading.unknown"
    assert page.client.get(path).status_code == 405, "looking leaves a trace: it is no GET"


def test_a_german_reader_gets_errors_and_numbers_in_german_and_words_of_people_as_they_are(
    page: Page, largest: Any
) -> None:
    german = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.5"}
    answer = page.client.get("/maps/none", headers=german)
    assert answer.headers["content-language"] == "de"
    told = answer.json()
    assert told["message"] == "Diese Karte gibt es nicht, oder nicht für Sie."
    assert told["detail"] == "There is no map 'none'."
    path = f"/maps/{largest['id']}"
    plain, spoken = page.get(path), page.client.get(path, headers=german).json()
    assert spoken["document"] == plain["document"]
    assert spoken["snapshot"]["quotes"] == plain["snapshot"]["quotes"]
    labels = {one["label"] for one in spoken["snapshot"]["values"].values()}
    assert {"kommen hierher", "übliche Wartezeit"} & labels
    assert "come here" not in labels
    english = page.client.get("/maps/none", headers={"Accept-Language": "en,de;q=0.5"})
    assert english.json()["message"] == "There is no map 'none'."


def test_a_card_of_an_interview_goes_with_whoever_said_it(
    page: Page, largest: Any, shop: dl.Workspace
) -> None:
    listed = next(one for one in page.get("/readings") if one["kind"] == "interview")
    said = page.get(f"/readings/{listed['id']}")["sentences"][1]
    path, stage = f"/maps/{largest['id']}", largest["stages"][0]["id"]
    lane = next(iter(page.get(path)["document"]["lanes"]))
    opening = {"command": "set_words", "column": stage, "lane": lane, "words": None}
    _post(page, f"{path}/commands", {"commands": [opening]})
    cell = next(
        one["id"]
        for one in page.get(path)["document"]["cells"].values()
        if (one["column"], one["lane"]) == (stage, lane)
    )
    card = {"id": "k-1", "order": "V", "words": f"“{said['text']}”", "quote": said["id"]}
    _post(
        page,
        f"{path}/commands",
        {"commands": [{"command": "add_card", "cell": cell, "card": card}]},
    )
    assert (
        page.get(path)["document"]["cells"][cell]["cards"]["k-1"]["words"]
        == "“Nobody told me why!”"
    )
    shop.erase("Ann Lee")
    shop.forget_shared(largest["id"])
    cells = shop.shared_map(largest["id"]).document().cells
    assert "k-1" not in cells[cell].cards
    assert all(one["kind"] != "interview" for one in page.get("/readings"))
