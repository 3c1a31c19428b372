"""The contract is published and current, and no route is without a declared permission."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi import FastAPI

import desireline as dl
from desireline.api import create_api
from desireline.api.routing import Route

ROOT = Path(__file__).parents[2]


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
