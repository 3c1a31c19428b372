from __future__ import annotations

from typing import Any

import pytest

from desireline import journeys
from desireline.errors import InputError

DAY = 86_400
SECRET = "call me on 0170 1234567"


@pytest.fixture
def data(company: Any) -> Any:
    company.add(
        [
            {"subject": "u:1", "at": 0, "activity": "view item", "text": SECRET, "record": "r1"},
            {"subject": "u:1", "at": DAY, "activity": "purchase", "value": 3, "wait_s": 5},
            {"subject": "u:2", "at": 2 * DAY, "activity": "survey", "rating_kind": "stars",
             "rating": 4, "rating_low": 1, "rating_high": 5},
        ]
    )  # fmt: skip
    company.refresh()
    opened = company.open()
    yield opened
    opened.engine.close()


def rows(data: Any, name: str) -> list[dict[str, Any]]:
    return journeys.export_table(data, name).read_all().to_pylist()


def test_steps_say_names_instead_of_codes(data: Any) -> None:
    first, second, third = rows(data, "steps")

    assert (first["journey_id"], first["touchpoint"], first["next_touchpoint"]) == (
        "c0000000/buy/0", "Look at a product", "Pay",
    )  # fmt: skip
    assert (first["wait_to_next_s"], first["stage"], first["actor"]) == (DAY, "choose", "customer")
    assert (second["value"], second["queue_s"], second["next_touchpoint"]) == (3, 5, None)
    assert (third["feeling"], third["rating"], third["rating_kind"]) == (0.5, 4, "stars")


def test_journeys_say_state_and_variant(data: Any) -> None:
    bought, asked = rows(data, "journeys")

    assert (bought["state"], bought["steps"], bought["value"]) == ("completed", 2, 3)
    assert asked["state"] == "running"
    assert len(bought["variant"]) == 32


def test_events_have_the_columns_of_the_public_contract_and_no_unmasked_text(data: Any) -> None:
    events = rows(data, "events")

    assert list(events[0])[:14] == [
        "event_id", "source", "record", "subject", "customer_id", "at", "actor", "channel",
        "activity", "touchpoint", "stage", "text_masked", "rating_kind", "rating",
    ]  # fmt: skip
    assert not any(
        SECRET in str(value)
        for name in journeys.EXPORTS
        for row in rows(data, name)
        for key, value in row.items()
        if key != "event_id"  # the fixture puts the whole row into it; readers never do
    )


def test_identities_have_the_columns_of_the_public_contract(data: Any) -> None:
    assert rows(data, "identities")[0] == {
        "source": "shop",
        "subject": "u:1",
        "customer_id": "c0000000",
        "confidence": 1.0,
        "reason": "no key shared with another record",
    }


def test_an_unknown_table_is_refused_with_the_names_that_exist(data: Any) -> None:
    with pytest.raises(InputError, match="no table 'step'") as caught:
        journeys.export_table(data, "step")

    assert "steps" in caught.value.hint
