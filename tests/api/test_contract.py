"""The contract is published and current, and no route is without a declared permission."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import desireline as dl
from desireline.api import create_api
from desireline.api.routing import Route

ROOT = Path(__file__).parents[2]
BASE = "http://127.0.0.1"


@pytest.fixture
def api(tmp_path: Path) -> FastAPI:
    with dl.open(tmp_path / "w") as workspace:
        return create_api(workspace)


def test_the_published_contract_is_current(api: FastAPI) -> None:
    published = json.loads((ROOT / "docs/reference/openapi.json").read_text(encoding="utf-8"))
    assert api.openapi() == published, "run: uv run --group dev scripts/openapi.py"


def test_a_route_without_a_permission_cannot_be_made(api: FastAPI) -> None:
    with pytest.raises(TypeError, match="declares no permission"):
        api.get("/api/v1/secrets")(lambda: "everything")
    with pytest.raises(TypeError, match="declares no permission"):
        Route("/api/v1/secrets", lambda: "everything")


def test_every_call_of_the_contract_stands_in_the_reference(api: FastAPI) -> None:
    pages = "".join(
        (ROOT / "docs/reference" / name).read_text(encoding="utf-8")
        for name in ("api.md", "http.md")
    )
    missing = [
        path
        for path in api.openapi()["paths"]
        if path.removeprefix("/api/v1").split("/{")[0] not in pages
    ]
    assert missing == []


def test_an_address_tells_everything_that_may_be_done_there(api: FastAPI) -> None:
    with TestClient(api, base_url=BASE) as client:
        refused = client.patch("/api/v1/session", headers={"Origin": BASE})
    assert (refused.status_code, refused.headers["allow"]) == (405, "DELETE, GET, POST")


def test_a_sender_cannot_pass_a_call_off_as_another_by_the_address(api: FastAPI) -> None:
    told = api.openapi()["paths"]["/v1/track"]["post"]
    assert "parameters" not in told
    assert {"408", "422", "503"} <= told["responses"].keys()


def test_a_number_is_no_yes_and_a_file_without_a_byte_is_none(tmp_path: Path) -> None:
    with dl.open(tmp_path / "w") as workspace:
        token = workspace.make_token("us", scope="api", role="owner")
        client = TestClient(create_api(workspace), base_url=BASE)
        client.headers["Authorization"] = f"Bearer {token}"
        wrong = client.post("/api/v1/tokens", json={"name": "web", "trusted": 0})
        empty = client.post("/api/v1/uploads?name=a.csv", content=b"")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "http.request")
    assert (empty.status_code, empty.json()["code"]) == (400, "upload.empty")
    assert not list((tmp_path / "w" / "tmp").iterdir())
