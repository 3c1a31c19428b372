from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from desireline import recipe
from desireline.errors import RecipeError

FULL = """
timezone = "Europe/Berlin"
sample = true

[money]
currency = "EUR"
margin = 0.3

[[purposes]]
name = "buy"
title = "Buy something"
start = ["Search*"]
end = ["Pay"]
lost = ["Order cancelled"]
gap_days = 14
silence_days = "learn"
only = { channels = ["web", "app"] }

[[stages]]
name = "choose"
title = "Consideration"
verb = "I choose"
touchpoints = ["Product*"]

[[touchpoints]]
match = "page_view"
name = "Page visit"

[[outcomes]]
match = "passed"
state = "completed"
"""


def refused(tmp_path: Path, text: str) -> RecipeError:
    path = tmp_path / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecipeError) as caught:
        recipe.load(path)
    return caught.value


def test_no_file_is_a_recipe_of_defaults(tmp_path: Path) -> None:
    assert recipe.load(None) == recipe.load(tmp_path / "recipe.toml") == recipe.Recipe()


def test_a_full_recipe_is_read_and_fits_the_published_schema(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(FULL, encoding="utf-8")

    read = recipe.load(path)

    assert read.purposes[0].only.channels == ("web", "app")
    assert (read.money.currency, read.timezone, read.sample) == ("EUR", "Europe/Berlin", True)
    jsonschema.validate(read.model_dump(mode="json", exclude_none=True), recipe.schema())


def test_the_fingerprint_is_of_what_is_declared_not_of_how_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(FULL, encoding="utf-8")
    one = recipe.load(path).fingerprint
    path.write_text("# a comment\n" + FULL.replace("14", "14.0"), encoding="utf-8")

    assert recipe.load(path).fingerprint == one != recipe.Recipe().fingerprint


def test_an_unknown_key_is_named_with_its_line_and_the_allowed_keys(tmp_path: Path) -> None:
    error = refused(tmp_path, '[[purposes]]\nname = "buy"\ntitle = "Buy"\ngap_dayz = 3\n')

    assert error.message == (
        "recipe.toml, line 4: unknown key `purposes.1.gap_dayz`. Did you mean `gap_days`?"
    )
    assert "silence_days" in error.hint


def test_an_unknown_key_of_a_part_names_the_keys_of_that_part(tmp_path: Path) -> None:
    error = refused(tmp_path, '[money]\ncurency = "EUR"\n')

    assert "line 2: unknown key `money.curency`" in error.message
    assert error.hint == "Allowed here: currency, margin, hour."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            'timezone = "Mars"',
            "line 1: timezone: 'Mars' is not a time zone such as Europe/Berlin.",
        ),
        ("[money]\nmargin = 3", "line 2: money.margin: "),
        ("stages = 3", "line 1: stages: "),
        ("purposes = [", "recipe.toml cannot be read as TOML"),
        (
            '[[purposes]]\nname="b"\ntitle="x"\n[[purposes]]\nname="b"\ntitle="x"\n',
            "purposes: the name 'b' is used twice.",
        ),
        ('[[purposes]]\nname = "b"\ntitle = "x"\ngap_days = "soon"', 'a number or "learn"'),
        ('[[outcomes]]\nmatch = "x"\nstate = "won"', "line 3: outcomes.1.state: "),
    ],
)
def test_what_cannot_be_is_said_with_its_line(tmp_path: Path, text: str, found: str) -> None:
    assert found in refused(tmp_path, text).message
