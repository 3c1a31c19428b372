"""Documentation stays true because a test reads it."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TypeGuard, get_args

import pytest
from pydantic import BaseModel

import desireline
from desireline import errors
from desireline.recipe import Recipe

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    broken = [
        target
        for target in targets
        if not re.match(r"[a-z]+:", target) and not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_command_has_its_line_in_the_reference() -> None:
    from desireline.cli.program import program

    reference = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    names = [command.name for command in program.registered_commands]
    assert [name for name in names if f"`desireline {name}" not in reference] == []


def test_every_error_code_is_explained() -> None:
    page = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
    codes = {
        match
        for source in (ROOT / "src/desireline").rglob("*.py")
        for match in re.findall(
            r'code(?:: str)? ?= ?"([a-z]+(?:\.[a-z-]+)+)"', source.read_text("utf-8")
        )
    }
    assert sorted(code for code in codes if f"`{code}`" not in page) == []


def test_every_error_says_what_it_means() -> None:
    undocumented = [
        name
        for name, thing in inspect.getmembers(errors, inspect.isclass)
        if thing.__module__ == errors.__name__ and not thing.__doc__
    ]
    assert undocumented == []


def test_the_public_names_are_documented() -> None:
    reference = (ROOT / "docs/reference/python.md").read_text(encoding="utf-8")
    assert [name for name in desireline.__all__ if f"`{name}" not in reference] == []


def test_every_key_of_the_recipe_stands_in_its_page_as_the_model_explains_it() -> None:
    page = (ROOT / "docs/reference/recipe.md").read_text(encoding="utf-8")
    sections = dict(
        re.findall(r"^## `\[+(\w+)\]+`\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    )
    sections["recipe"] = page.split("## `[[")[0]
    missing: list[str] = []
    for name, field in Recipe.model_fields.items():
        part = next(
            (one for one in (field.annotation, *get_args(field.annotation)) if _is_part(one)), None
        )
        told = part.model_fields if part is not None else {name: field}
        section = sections[name if part is not None else "recipe"]
        for key, one in told.items():
            explained = " ".join((one.description or "").split())
            row = rf"^\| `{key}(?:\.\w+)?` \| .*\| {re.escape(explained)} \|$"
            if not explained or not re.search(row, section, re.MULTILINE):
                missing.append(f"{name}.{key}")
    assert missing == []


def _is_part(kind: object) -> TypeGuard[type[BaseModel]]:
    return inspect.isclass(kind) and issubclass(kind, BaseModel)


def test_every_proof_of_the_page_of_attacks_is_a_test() -> None:
    page = (ROOT / "docs" / "reference" / "attacks.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)
    missing = [
        f"{file}::{name}"
        for file, name in named
        if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert missing == []
    assert len(named) > 50
