"""The published schema and the example file follow the model."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import jsonschema
import pytest

from desireline.errors import InputError
from desireline.maps.files import from_text, schema

HERE = Path(__file__).parent
PUBLISHED = HERE.parents[1] / "docs" / "reference" / "map.schema.json"
EXAMPLE = HERE / "example.journey.json"
MAKER = HERE / "make_example.py"


def test_the_published_schema_is_the_models() -> None:
    fresh = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    assert PUBLISHED.read_text(encoding="utf-8") == fresh, (
        "map.schema.json is stale: write schema() into docs/reference/map.schema.json"
    )


def test_the_example_is_what_its_maker_makes() -> None:
    fresh = runpy.run_path(str(MAKER))["text"]()
    assert EXAMPLE.read_text(encoding="utf-8") == fresh, f"stale: run python {MAKER.name}"


def test_the_example_obeys_the_published_schema() -> None:
    content = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(json.loads(PUBLISHED.read_text())).validate(content)


def test_every_reference_in_the_example_leads_somewhere() -> None:
    file = from_text(EXAMPLE.read_text(encoding="utf-8"))
    document, snapshot = file.document, file.snapshot
    columns = {*document.stages, *document.touchpoints}
    assert all(spot.stage in document.stages for spot in document.touchpoints.values())
    for cell in document.cells.values():
        assert cell.column in columns
        assert cell.lane in document.lanes
        assert cell.id in snapshot.cell_states
        assert set(cell.bindings) <= set(snapshot.values)
        for card in cell.cards.values():
            assert card.quote is None or card.quote in snapshot.quotes
            assert card.binding is None or card.binding in snapshot.values
    for value in snapshot.values.values():
        assert value.evidence in snapshot.evidence
        if value.value is not None:
            assert value.low is not None
            assert value.high is not None
            assert value.low <= value.value <= value.high
            assert value.n
    assert {point.column for point in snapshot.reading.curve} <= columns


def test_the_example_shows_every_cell_state() -> None:
    file = from_text(EXAMPLE.read_text(encoding="utf-8"))
    states = {state.value for state in file.snapshot.cell_states.values()}
    assert states == {
        "assumption", "supported", "validated", "contradicted", "stale", "unmeasured",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "not JSON"), ("[" * 100_000, "not JSON"), (b"\xff\xfe\x00", "not JSON"),
        ("[]", "expected"), ('{"format": "desireline.map/9"}', "desireline.map/9"),
        ('{"format": "desireline.map/1"}', "damaged at document"),
    ],
)  # fmt: skip
def test_what_is_no_map_file_is_refused_with_what_was_found(text: str | bytes, found: str) -> None:
    with pytest.raises(InputError, match=found):
        from_text(text)


def test_a_field_that_no_map_has_is_refused_by_name() -> None:
    content = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    content["document"]["stages"]["st-wait"]["colour"] = "red"
    with pytest.raises(InputError, match=r"stages\.st-wait\.colour"):
        from_text(json.dumps(content))


def test_what_is_not_a_number_is_no_value() -> None:
    content = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    next(iter(content["snapshot"]["values"].values()))["value"] = float("nan")
    with pytest.raises(InputError, match="finite"):
        from_text(json.dumps(content))
