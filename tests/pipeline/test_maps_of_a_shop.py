"""One shop: its personas with what they rest on, the map of one of them, and the map that a workshop made."""

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


WORKSHOP = """,Look,Decide
Touchpoints,Offers page,Basket
Activities,They see the offers,They compare
,99 % read reviews,
Pains,,Comparing is hard
Needs,Choice,Trust
"""


def test_the_data_answer_a_workshop_card_by_card_once_a_person_said_what_it_speaks_of(
    shop: dl.Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("board") / "workshop.csv"
    file.write_text(WORKSHOP, "utf-8")
    own = shop.bring_map(file)
    assert own.is_own
    assert own.tally.words == "Of 6 cards: 0 supported, 0 contradicted, 6 unmeasured."
    found = {one.words: one for one in shop.map_matches(own.id).matches}
    assert "Choice" not in found  # no number of the data speaks of a need
    proposed = {words: one.proposed for words, one in found.items()}
    assert proposed["Offers page"] == "Offers"
    assert proposed["They compare"] == "Compare"
    assert proposed["99 % read reviews"] == "Reviews"

    answers = {one.part: one.proposed for one in found.values()}
    answered = shop.confirm_matches(own.id, answers)
    reach = {
        binding.touchpoint: answered.file.snapshot.values[binding.id]
        for binding in answered.file.document.bindings.values()
        if binding.metric == "reach"
    }
    assert (reach["Reviews"].high or 1) < 0.89  # so that 99 % is contradicted
    assert (reach["Compare"].low or 0) > 0.05
    assert answered.tally.contradicted == 1
    assert answered.tally.supported == 2
    assert answered.tally.unmeasured == 3  # two needs, and a pain where nobody was heard
    assert [card.partition(":")[0] for card in answered.contradicted] == ["“99 % read reviews”"]

    assert own.id in [one.id for one in shop.maps()]
    card = next(part for part, key in answers.items() if key == "Reviews")
    back = shop.confirm_matches(own.id, {card: None})
    assert back.tally.contradicted == 0
    shop.remove_map(own.id)
    assert own.id not in [one.id for one in shop.maps()]


def test_a_template_is_a_map_that_people_edit_and_take_away_over_http(shop: dl.Workspace) -> None:
    token = shop.make_token("home", scope="api", role="editor")
    client = TestClient(create_api(shop), base_url="http://127.0.0.1")
    client.headers["Authorization"] = f"Bearer {token}"
    assert len(client.get("/api/v1/templates").json()) == 6
    made = client.post("/api/v1/maps", json={"template": "bank"})
    assert made.status_code == 201
    summary = made.json()
    assert (summary["own"], summary["journeys"]) == (True, 0)
    rename = {"command": "rename_map", "title": "Our bank", "goal": None}
    path = f"/api/v1/maps/{summary['id']}"
    assert client.post(f"{path}/commands", json={"commands": [rename]}).status_code == 200
    assert client.get(path).json()["document"]["title"] == "Our bank"
    told = client.get(f"{path}/matches").json()
    assert told["said"]["unmeasured"] == told["said"]["cards"]
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    data_map = shop.map().id
    assert client.delete(f"/api/v1/maps/{data_map}").json()["code"] == "map.own-unknown"
    for wrong in ({}, {"template": "bank", "upload": "x"}, {"template": "casino"}):
        assert client.post("/api/v1/maps", json=wrong).status_code in {400, 404, 422}


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
