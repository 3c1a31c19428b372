"""Every operation of the contract, asked by those who may not: generated, so that a new one is in it too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import desireline as dl
from desireline.api import create_api
from desireline.workspace import PERMISSIONS, ROLES

BASE = "http://127.0.0.1"


class Door:
    """The server of an empty workspace, asked without a browser."""

    def __init__(self, workspace: dl.Workspace) -> None:
        self.api = create_api(workspace)
        self.client = TestClient(self.api, base_url=BASE)
        self.tokens = {role: workspace.make_token(role, scope="api", role=role) for role in ROLES}

    def operations(self) -> Iterator[tuple[str, str, Any]]:
        for path, methods in self.api.openapi()["paths"].items():
            if path.startswith("/api/"):
                for method, told in methods.items():
                    yield method.upper(), path, told["x-permission"]

    def ask(self, method: str, path: str, **more: Any) -> int:
        filled = path.replace("{", "").replace("}", "")
        return self.client.request(method, filled, content=b"{ no json", **more).status_code


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder: Path = tmp_path_factory.mktemp("door") / "w"
    with dl.open(folder) as workspace:
        yield Door(workspace)


def test_nobody_gets_anything_whatever_the_method_and_the_body(door: Door) -> None:
    open_to_all = []
    public = {path for _, path, need in door.operations() if need == "public"}
    for method, path, need in door.operations():
        if need == "public":
            continue
        others = set() if path in public else {"HEAD", "GET", "PUT", "PATCH", "DELETE"}
        for tried in {method, *others}:
            headers = {"Origin": BASE}
            status = door.ask(tried, path, headers=headers)
            if status != 401:
                open_to_all.append((tried, path, status))
    assert open_to_all == []
    assert door.ask("GET", "/api/v1/made-up") == 401


def test_public_are_the_ways_to_sign_in_and_nothing_else(door: Door) -> None:
    public = {path for _, path, need in door.operations() if need == "public"}
    assert public == {
        f"/api/v1/session{way}"
        for way in ("", "/local", "/link", "/guest", "/setup", "/join", "/password")
    }


def test_each_role_is_refused_what_it_does_not_hold_before_the_body_is_read(door: Door) -> None:
    wrong = []
    for method, path, need in door.operations():
        if need not in PERMISSIONS:
            continue
        for role in ROLES[: PERMISSIONS.index(need)]:
            headers = {"Authorization": f"Bearer {door.tokens[role]}"}
            status = door.ask(method, path, headers=headers)
            if status != 403:
                wrong.append((role, method, path, status))
    assert wrong == []
