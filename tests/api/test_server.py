"""The HTTP interface: the same answers as the command line, to this computer only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import desireline as dl
from desireline.api import create_api


@pytest.fixture(scope="module")
def client(sample_workspace: Path) -> Iterator[TestClient]:
    with dl.open(sample_workspace) as workspace:
        workspace.recompute()
        client = TestClient(create_api(workspace), base_url="http://127.0.0.1")
        token = workspace.make_token("test", scope="api", role="viewer")
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def test_the_maps_are_listed_with_their_headline(client: TestClient) -> None:
    (first, *_) = client.get("/api/v1/maps").json()
    assert first["headline"]
    assert first["generated_sample"] is True
    drawn = client.get(f"/api/v1/maps/{first['id']}").json()
    assert drawn["document"]["title"] == first["title"]
    assert drawn["snapshot"]["reading"]["headline"] == first["headline"]


def test_an_unknown_map_is_a_404_with_words(client: TestClient) -> None:
    answer = client.get("/api/v1/maps/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert {"code", "message", "hint"} <= set(said)
    assert (said["status"], said["title"], said["detail"]) == (404, "Not Found", said["message"])


def test_a_page_elsewhere_that_takes_our_address_gets_nothing(client: TestClient) -> None:
    answer = client.get("/api/v1/status", headers={"host": "evil.example"})
    assert answer.status_code == 400


def test_the_page_may_load_nothing_from_elsewhere(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http:" not in policy


def test_status_and_insights_are_those_of_the_command_line(
    client: TestClient, desireline, sample_workspace: Path
) -> None:
    import json

    said = desireline("status", "-w", sample_workspace, "--json").out
    assert client.get("/api/v1/status").json() == json.loads(said)
    found = desireline("insights", "-w", sample_workspace, "--json").out
    shown = client.get("/api/v1/insights").json()
    assert shown["insights"] == json.loads(found)
    assert (shown["behind"], shown["age_seconds"] >= 0) == (False, True)
