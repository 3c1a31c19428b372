"""Questions that a page asks: what stands behind a number, two segments, a forecast; opportunities that people keep."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import desireline as dl
from desireline.api import create_api
from desireline.api.names import names_only

BASE = "http://127.0.0.1/api/v1"


class Page:
    """Somebody with a role, asking the server of one workspace."""

    def __init__(self, workspace: dl.Workspace, role: Any = "editor") -> None:
        self.workspace = workspace
        self.client = TestClient(create_api(workspace), base_url=BASE)
        self.becomes(role)

    def becomes(self, role: Any) -> None:
        token = self.workspace.make_token(role, scope="api", role=role)
        self.client.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **query: str) -> Any:
        answer = self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ended(self, path: str, body: Any) -> dict[str, Any]:
        begun = self.client.post(path, json=body)
        assert begun.status_code == 202, begun.text
        until = time.monotonic() + 120
        while time.monotonic() < until:
            told = self.get(f"/jobs/{begun.json()['id']}")
            if told["state"] != "running":
                return told
            time.sleep(0.05)
        raise AssertionError("the job did not end")


MAPPING = """
name = "shop"
[tables.log]
columns = ["user", "event", "at", "stars"]
[[events]]
table = "log"
subject = "user:{user}"
channel = "web"
activity = "{event}"
at = "{at}"
rating = { from = "{stars}", kind = "stars", worst = 1, best = 5 }
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dl.Workspace]:
    """Sixty customers order and get a parcel; thirty rate it 1 in January, half of whom call; thirty 5 in June."""
    folder = tmp_path_factory.mktemp("shop")
    rows = ["user,event,at,stars"]
    for i in range(60):
        month, stars = ("01", 1) if i < 30 else ("06", 5)
        if i < 30 and i % 2:
            rows.append(f"u{i},Call,2026-01-{i % 15 + 2:02}T10:00:00Z,")
        rows.append(f"u{i},Order,2026-{month}-{i % 15 + 1:02}T10:00:00Z,")
        rows.append(f"u{i},Parcel,2026-{month}-{i % 15 + 3:02}T10:00:00Z,{stars}")
    (folder / "log.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "log.toml").write_text(MAPPING, "utf-8")
    with dl.open(folder / "w") as workspace:
        report = workspace.add(folder / "log.csv", mapping=folder / "log.toml")
        assert not report.failed, report.as_dict()
        workspace.maps()
        yield workspace


@pytest.fixture
def page(shop: dl.Workspace) -> Page:
    return Page(shop)


def test_behind_a_touchpoint_stand_its_answers_its_months_and_real_journeys(page: Page) -> None:
    [first, *_] = page.get("/maps")
    found = page.get(f"/maps/{first['id']}/behind", touchpoint="Parcel")
    assert found["customers"] == 60
    stars = next(one for one in found["spreads"] if one["label"] == "stars 1-5")
    assert [bar["n"] for bar in stars["bars"]] == [30, 0, 0, 0, 30]
    assert stars["mean"]["value"] == pytest.approx(3)
    assert stars["moved"]["low"] > 0, "five after one is better"
    heard = {one["start"]: one["estimate"] for one in stars["trend"]}
    assert any(each is None for each in heard.values()), "nobody rated in March: a gap, not a zero"
    assert [leg["touchpoint"] for leg in found["journeys"][0]["legs"]] == ["Order", "Parcel"]
    whole = page.get(f"/maps/{first['id']}/health")
    assert whole["journeys"] == []
    assert any(one["label"] == "stars 1-5" for one in whole["spreads"])
    nobody = page.get(f"/maps/{first['id']}/behind", touchpoint="Made up")
    assert (nobody["customers"], nobody["spreads"]) == (None, [])


def test_two_segments_are_compared_and_what_may_be_asked_is_listed(page: Page) -> None:
    fields = {one["name"]: one for one in page.get("/segments/fields")}
    assert fields["passes"]["values"] == ["order", "parcel", "call"]
    done = page.ended("/comparisons", {"a": "start < 2026-03-01", "b": "start > 2026-03-01"})
    assert done["state"] == "done", done
    assert done["result"]["customers"] == [30, 30]
    measures = {(one["metric"], one["scope"]): one for one in done["result"]["measures"]}
    best = measures["reach", "Call"]
    assert (best["a"], best["b"], best["n_a"], best["n_b"]) == (0.5, 0, 30, 30)
    assert " against " in best["words"]
    wrong = page.ended("/comparisons", {"a": "made_up = 1", "b": "channel = web"})
    assert (wrong["state"], wrong["error"]["code"]) == ("failed", "expression.field"), wrong


def test_a_forecast_of_a_condition_that_nobody_tried_names_those_there_are(page: Page) -> None:
    asked = page.ended("/forecasts", {"condition": "rain", "less": 0.5})
    assert (asked["state"], asked["error"]["code"]) == ("failed", "whatif.condition")
    assert page.get("/forecasts") == []
    page.becomes("viewer")
    assert page.client.post("/forecasts", json={"condition": "x", "less": 0.5}).status_code == 403


def test_an_opportunity_keeps_its_claim_its_owner_and_who_changed_what(page: Page) -> None:
    claim = page.get("/insights")["insights"][0]
    about = {
        name: claim[name] for name in ("kind", "purpose", "touchpoint", "metric", "condition")
    }
    made = page.client.post("/opportunities", json={"title": "Say when it comes", "about": about})
    assert made.status_code == 201, made.text
    one = made.json()
    assert (one["status"], one["owner"], one["version"]) == ("idea", None, 1)
    assert one["claim"]["words"] == one["today"]["words"] == claim["words"]
    path = f"/opportunities/{one['id']}"
    changed = page.client.patch(
        path, json={"version": 1, "status": "planned", "owner": "Ann", "due": "2026-12-01"}
    )
    assert changed.status_code == 200, changed.text
    assert (changed.json()["status"], changed.json()["owner"], changed.json()["due"]) == (
        "planned",
        "Ann",
        "2026-12-01",
    )
    late = page.client.patch(path, json={"version": 1, "status": "done"})
    assert (late.status_code, late.json()["code"]) == (409, "workspace.conflict")
    assert [each["status"] for each in page.get(f"{path}/history")] == ["idea", "planned"]
    taken = page.client.patch(path, json={"version": 2, "owner": None})
    assert (taken.json()["owner"], taken.json()["due"]) == (None, "2026-12-01")
    page.becomes("viewer")
    assert len(page.get("/opportunities")) == 1
    assert page.client.delete(path).status_code == 403
    page.becomes("editor")
    assert page.client.delete(path).status_code == 204
    assert page.get("/opportunities") == []
    assert page.client.get(f"{path}/history").json()["code"] == "opportunity.unknown"


def test_what_is_no_opportunity_is_refused_with_what_to_do(page: Page) -> None:
    assert (
        page.client.post("/opportunities", json={"title": " \n"}).json()["code"]
        == "opportunity.text"
    )
    assert (
        page.client.post("/opportunities", json={"title": "x", "map": "no"}).json()["code"]
        == "map.unknown"
    )
    assert (
        page.client.post("/opportunities", json={"title": "x", "claim": {"n": 1}}).status_code
        == 422
    )


def test_no_answer_tells_where_a_file_lies_on_the_server(page: Page, shop: dl.Workspace) -> None:
    for path in ("/quality", "/quarantine", "/status"):
        assert str(shop.folder.parent) not in page.client.get(path).text
    assert page.get("/quality")["files"][0]["path"] == "log.csv"


def test_paths_are_cut_to_names_and_pages_of_a_shop_are_not() -> None:
    said = {
        "path": "/srv/in/a.csv",
        "words": ["/srv/in/2026/a.csv: cut", "/cart/pay", "/srv/inside/b"],
    }
    assert names_only(said, ["/srv/in"]) == {
        "path": "a.csv",
        "words": ["a.csv: cut", "/cart/pay", "/srv/inside/b"],
    }


def test_the_sample_company_does_not_mix_with_somebodys_data(page: Page) -> None:
    answer = page.client.post("/sample-company")
    assert (answer.status_code, answer.json()["code"]) == (400, "sample.not-empty")


def test_a_topic_is_renamed_by_editors_and_everything_is_seen_through_it(tmp_path: Path) -> None:
    said = ("The parcel came broken", "Lovely service, thank you", "What does it cost?")
    rows = [
        f'r{n},2026-03-01T10:{n:02}:00Z,u{n}@x.example,3,"{said[n % 3]}, says number {n}"'
        for n in range(48)
    ]
    head = "response_id,submitted_at,email,csat_1_to_5,comment\n"
    (tmp_path / "answers.csv").write_text(head + "\n".join(rows) + "\n", "utf-8")
    with dl.open(tmp_path / "w") as workspace:
        workspace.add(tmp_path / "answers.csv")
        page = Page(workspace, "viewer")
        one = page.get("/topics")[0]
        path = f"/topics/{one['id']}"
        assert page.client.patch(path, json={"name": "Things"}).status_code == 403
        page.becomes("editor")
        changed = page.client.patch(path, json={"name": "Things"}).json()
        assert changed[0]["name"] == "Things"
        assert changed[0]["named_by_people"]
        told = page.ended(f"{path}/insights", None)
        assert told["state"] == "done", told
        assert {claim["topic"] for claim in told["result"]["insights"]} == {"Things"}
        [seen] = told["result"]["seen"]
        assert 5 <= seen["journeys"] == seen["customers"] < 48, "one answer each, not all of them"
        assert page.client.patch("/topics/999", json={"pinned": True}).status_code == 404


def test_a_goal_is_declared_changed_and_taken_away_and_ranks_what_moves_it(page: Page) -> None:
    known = page.get("/goals")
    assert known["goals"] == []
    body = {"title": "Four stars of five", "metric": "stars", "target": 4, "owner": "Service"}
    made = page.client.post("/goals", json=body | {"date": "2027-06-30"})
    assert made.status_code == 201, made.text
    one = made.json()
    assert (one["name"], one["version"], one["date"], one["purpose"]) == (
        "four-stars-of-five",
        1,
        "2027-06-30",
        None,
    )
    again = page.client.post("/goals", json=body)
    assert again.json()["name"] == "four-stars-of-five-2"
    path = f"/goals/{one['name']}"
    changed = page.client.patch(path, json={"version": 1, "target": 4.5, "date": None})
    assert (changed.json()["target"], changed.json()["date"]) == (4.5, None)
    assert page.client.patch(path, json={"version": 1, "target": 3}).status_code == 409
    # counted like one of recipe.toml, and asked for by its name
    (book, *_) = page.workspace.insights(goal=one["name"])
    assert (book.insights[0].kind, book.insights[0].rule) == ("goal", one["name"])
    assert "4.50" in book.insights[0].words
    page.workspace.recompute()
    first, *rest = page.get("/insights", goal=one["name"])["insights"]
    assert (first["kind"], first["rule"]) == ("goal", one["name"])
    assert not any(
        each["rank"] for each in rest if each["kind"] == "pain" and not each["condition"]
    )
    words = {each["name"]: each["words"] for each in page.get("/goals")["goals"]}
    assert words[one["name"]] == [first["words"]]
    assert page.client.get("/insights", params={"goal": "no"}).json()["code"] == "goal.unknown"
    assert page.client.delete(path).status_code == 204
    assert page.client.delete(path).json()["code"] == "goal.unknown"
    assert [each["name"] for each in page.get("/goals")["goals"]] == ["four-stars-of-five-2"]
    noted = [
        each.action
        for each in reversed(page.workspace.audit.newest())
        if each.action.startswith("goal.")
    ]
    assert noted == ["goal.make", "goal.make", "goal.change", "goal.remove"]
    page.becomes("viewer")
    assert page.client.post("/goals", json=body).status_code == 403
