"""Goals that people declare beside recipe.toml: one code checks both, and the file's stands first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import desireline as dl
from desireline.errors import InputError, RecipeError
from desireline.recipe import Recipe
from desireline.workspace import Principal

ANN = Principal(id="m1", kind="member", name="Ann", role="editor")
KEEP: dict[str, Any] = {"title": "Keep four in five", "metric": "stays", "target": 0.8}
FILE = '[[goals]]\nname = "keep"\ntitle = "Keep"\nmetric = "stays"\ntarget = 0.7\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    with dl.open(tmp_path / "acme") as opened:
        (tmp_path / "acme" / "recipe.toml").write_text(FILE)
        yield opened


def test_a_goal_of_the_file_stands_first_and_is_changed_there(workspace: Any) -> None:
    made = workspace.goals.make(ANN, KEEP)
    assert [(one.rule.name, one.version) for one in workspace.goals.all()] == [
        ("keep", 0),
        ("keep-four-in-five", 1),
    ]
    assert made.rule.target == 0.8
    with pytest.raises(InputError, match=r"stands in recipe\.toml") as told:
        workspace.goals.remove("keep")
    assert told.value.code == "goal.written"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"target": "most"}, "target"), ({"title": None}, "title"), ({"colour": "red"}, "colour")],
)
def test_what_the_recipe_refuses_is_refused_here(
    workspace: Any, wrong: dict[str, Any], said: str
) -> None:
    with pytest.raises(RecipeError, match=said):
        workspace.goals.make(ANN, KEEP | wrong)
    assert len(workspace.goals.all()) == 1


def test_a_name_that_the_file_takes_later_is_the_files(workspace: Any) -> None:
    workspace.goals.make(ANN, KEEP)
    path = workspace.folder / "recipe.toml"
    path.write_text(FILE.replace('"keep"', '"keep-four-in-five"'))
    assert workspace.status().customers == 0  # nothing breaks
    assert [one.version for one in workspace.goals.all()] == [0]


def test_titles_without_letters_have_names_too(workspace: Any) -> None:
    titles = ["80 %", "!!!", "Ü", "x" * 60, "x" * 60]
    names = [workspace.goals.make(ANN, KEEP | {"title": one}).rule.name for one in titles]
    assert names[0] == "goal-80"
    assert len(set(names)) == 5
    assert all(len(one) <= 40 for one in names)


def test_goals_change_no_journey_and_have_a_mark_of_their_own() -> None:
    one = Recipe.model_validate({"goals": [KEEP | {"name": "keep"}]})
    assert one.fingerprint == Recipe().fingerprint
    assert Recipe().aims == ""
    assert one.aims != Recipe().with_goals([KEEP | {"name": "keep", "target": 0.9}]).aims
