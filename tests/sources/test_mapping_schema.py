"""The published JSON Schema of mapping files is generated from the classes, and examples fit it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from desireline.errors import MappingError
from desireline.sources.mapping import built_in, check, load, schema, template_parts

REPOSITORY = Path(__file__).parents[2]
SCHEMA = REPOSITORY / "docs" / "reference" / "mapping.schema.json"
EXAMPLES = sorted((REPOSITORY / "examples").glob("*.toml"))
VISIT = {"table": "visits", "subject": "user:{who}", "at": "{when}", "activity": "visit"}
MINIMAL: dict[str, Any] = {
    "name": "mini",
    "tables": {"visits": {"columns": ["who", "when"]}},
    "events": [VISIT],
}


def test_the_published_schema_is_the_one_of_the_classes() -> None:
    """Run `python tests/sources/test_mapping_schema.py` to write it again."""
    assert json.loads(SCHEMA.read_text()) == schema()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_fits_the_published_schema(path: Path) -> None:
    jsonschema.validate(tomllib.loads(path.read_text()), json.loads(SCHEMA.read_text()))
    assert load(path).events


def test_every_shipped_mapping_loads_and_has_a_name_of_its_own() -> None:
    names = [mapping.name for mapping in built_in()]
    assert len(names) == len(set(names))


def test_a_wrong_key_is_named_with_its_place() -> None:
    wrong = {**MINIMAL, "events": [{**VISIT, "actvity": "visit"}]}
    with pytest.raises(MappingError, match=r"events\.0\.actvity"):
        check(wrong, shown="mini.toml")


def test_a_misspelt_table_gets_the_right_name_suggested() -> None:
    wrong = {**MINIMAL, "events": [{**VISIT, "table": "visit"}]}
    with pytest.raises(MappingError, match="did you mean `visits`"):
        check(wrong, shown="mini.toml")


def test_a_mapping_that_is_not_toml_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text('name = "x"\ntables = [\n')
    with pytest.raises(MappingError, match="not TOML"):
        load(path)


def test_double_braces_are_braces() -> None:
    assert template_parts("a{{b}}{c:d}") == [
        (False, "a"),
        (False, "{"),
        (False, "b"),
        (False, "}"),
        (True, "c:d"),
    ]


if __name__ == "__main__":
    SCHEMA.write_text(json.dumps(schema(), indent=2) + "\n")
