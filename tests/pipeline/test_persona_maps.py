"""Personas are shown with what they rest on, and a map can be asked of one of them alone."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from fastapi.testclient import TestClient

import desireline as dl
from desireline.api import create_api

pytestmark = pytest.mark.slow
LOOKS = ("Home", "Offers", "Reviews", "Compare", "Basket")
MAPPING = """
name = "shop"
[tables.rows]
columns = ["who", "at", "what", "channel"]
[[events]]
table = "rows"
subject = "customer:{who}"
at = "{at}"
activity = "{what}"
channel = "{channel}"
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dl.Workspace]:
    """240 customers who shop in two ways: on the web at noon, or in the app in the evening."""
    folder = tmp_path_factory.mktemp("shop")
    rng = np.random.Generator(np.random.PCG64(3))
    with (folder / "visits.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["who", "at", "what", "channel"])
        for number in range(240):
            kind = number % 2
            pull = np.array(((1, 6, 1, 1, 3), (1, 1, 5, 5, 1))[kind])
            start = datetime(2026, 1, 1, (12, 20)[kind], tzinfo=UTC)
            day = int(rng.integers(0, 60))
            for visit in range(int(rng.integers(2, 5))):
                at = start + timedelta(days=day + visit * (1, 4)[kind])
                for look in range(int(rng.integers(2, 5))):
                    what = rng.choice(LOOKS, p=pull / pull.sum())
                    when = at + timedelta(minutes=2 * look)
                    rows.writerow([f"c{number}", when.isoformat(), what, ("web", "app")[kind]])
    (folder / "mapping.toml").write_text(MAPPING)
    with dl.open(folder / "shop") as workspace:
        workspace.add(folder / "visits.csv", mapping=folder / "mapping.toml")
        workspace.recompute()
        yield workspace


def test_portraits_are_kept_with_intervals_and_what_would_refute_them(shop: dl.Workspace) -> None:
    found = shop.personas()
    assert found is not None
    assert not found.behind
    assert len(found.personas) == 2
    for one in found.personas:
        assert one["size"]["low"] < one["size"]["value"] < one["size"]["high"]
        assert one["size"]["n"] == 240
        for trait in one["traits"]:
            assert trait["lift"]["low"] <= trait["lift"]["value"] <= trait["lift"]["high"]
        assert len(one["answers"]) == 7
        assert len(one["journeys"]) == 3
        assert "refute" in one["refuted_by"]


def test_a_persona_map_asks_the_same_questions_of_fewer_customers(shop: dl.Workspace) -> None:
    whole = shop.map().file
    found = shop.personas()
    assert found is not None
    for one in found.personas:
        theirs = shop.persona_map(one["persona"]).file
        share = theirs.snapshot.coverage.customers / whole.snapshot.coverage.customers
        assert share == pytest.approx(one["size"]["value"], abs=0.05)
        assert set(theirs.snapshot.values) == set(whole.snapshot.values)
        assert theirs.document.cells == whole.document.cells
        assert one["persona"] in theirs.snapshot.reading.subtitle
        assert "not tested" in theirs.snapshot.notices[0]
    assert {one.persona for one in shop.persona_maps(whole.document.id)} == {
        one["persona"] for one in found.personas
    }


def test_a_persona_that_is_not_there_is_named_with_those_that_are(shop: dl.Workspace) -> None:
    with pytest.raises(dl.InputError) as told:
        shop.persona_map("night owls")
    assert told.value.code == "personas.unknown"
    assert found_names(shop)[0] in told.value.hint


def test_the_page_gets_portraits_and_drawn_maps_over_http(shop: dl.Workspace) -> None:
    token = shop.make_token("page", scope="api", role="editor")
    client = TestClient(create_api(shop), base_url="http://127.0.0.1")
    client.headers["Authorization"] = f"Bearer {token}"
    told = client.get("/api/v1/personas").json()
    assert [one["persona"] for one in told["personas"]] == found_names(shop)
    map_id, name = shop.map().id, found_names(shop)[0]
    shop.persona_map(name)
    (drawn,) = [
        one
        for one in client.get(f"/api/v1/maps/{map_id}/personas").json()
        if one["persona"] == name
    ]
    assert drawn["customers"] >= 100
    file = client.get(f"/api/v1/maps/{map_id}/personas/{name}").json()
    assert file["document"]["personas"] == [{"id": name, "title": name}]
    answer = client.get(f"/api/v1/maps/{map_id}/personas/nobody")
    assert (answer.status_code, answer.json()["code"]) == (404, "map.persona-unknown")


def test_an_erasure_drops_the_journeys_of_every_portrait(shop: dl.Workspace) -> None:
    assert shop.erase("customer:c3").certificate is not None
    found = shop.personas()
    assert found is not None
    assert [one["journeys"] for one in found.personas] == [[], []]
    assert found.behind


def found_names(shop: dl.Workspace) -> list[str]:
    found = shop.personas()
    assert found is not None
    return [one["persona"] for one in found.personas]
