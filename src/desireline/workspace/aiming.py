"""Goals that people declare in the web app or over HTTP, beside those of recipe.toml.

In: who declares what.  Out: documents of the workspace, every version kept; `aimed` puts them into the recipe whenever it is read, so that
one code checks and counts both. A goal of recipe.toml is changed there: a page does not write into a file that people keep.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.errors import InputError
from desireline.recipe import GoalRule

if TYPE_CHECKING:
    from collections.abc import Callable

    from desireline.recipe import Recipe
    from desireline.stores import Document, Store
    from desireline.workspace.audit import Audit
    from desireline.workspace.principals import Principal

KIND = "goal"
_NO_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal that somebody declared."""

    rule: GoalRule
    version: int
    """0 where it stands in recipe.toml."""
    changed_us: int | None
    changed_by: str | None


def aimed(written: Recipe, store: Store) -> Recipe:
    """What recipe.toml says, with the goals that people declared."""
    kept = [one.body for one in _kept(written, store)]
    return written.with_goals(kept) if kept else written


def _kept(written: Recipe, store: Store) -> list[Document]:
    """What people declared; of two goals with one name that of recipe.toml stands."""
    taken = {one.name for one in written.goals}
    return [one for one in store.documents.list(KIND) if one.id not in taken]


class Goals:
    """The goals of one workspace."""

    def __init__(self, store: Store, audit: Audit, declared: Callable[[], Recipe]) -> None:
        self._store = store
        self._audit = audit
        self._declared = declared
        """What recipe.toml says, without these."""

    def all(self) -> list[Goal]:
        """Those of recipe.toml, then the others, the oldest first."""
        declared = self._declared()
        written = [
            Goal(rule=one, version=0, changed_us=None, changed_by=None) for one in declared.goals
        ]
        kept = sorted(_kept(declared, self._store), key=lambda one: (one.updated_us, one.id))
        return [*written, *map(_read, kept)]

    def make(self, who: Principal, declared: Mapping[str, Any]) -> Goal:
        """Declare one; its name is made of its title.

        Raises:
            RecipeError: it says something that cannot be.
        """
        name = self._free_name(str(declared.get("title", "")))
        body = self._checked({**declared, "name": name}, but=None)
        self._store.documents.put(KIND, name, body, expected=0, author=who.name)
        self._audit.note("goal.make", name)
        return _read(self._find(name))

    def change(self, who: Principal, name: str, version: int, changes: Mapping[str, Any]) -> Goal:
        """Change the version that somebody saw.

        Raises:
            InputError: there is none, it stands in recipe.toml, or it says something that cannot be.
            WorkspaceError: somebody else changed it meanwhile.
        """
        body = self._checked({**self._find(name).body, **changes, "name": name}, but=name)
        self._store.documents.put(KIND, name, body, expected=version, author=who.name)
        self._audit.note("goal.change", name, {"fields": sorted(changes)})
        return _read(self._find(name))

    def remove(self, name: str) -> None:
        """Take one away with all its versions.

        Raises:
            InputError: there is none, or it stands in recipe.toml.
        """
        self._find(name)
        self._store.documents.delete(KIND, name)
        self._audit.note("goal.remove", name)

    def _checked(self, declared: dict[str, Any], *, but: str | None) -> dict[str, Any]:
        """What is kept of a goal, after the recipe accepted it beside all others."""
        written = self._declared()
        others = [one.body for one in _kept(written, self._store) if one.id != but]
        return written.with_goals([*others, declared]).goals[-1].model_dump(mode="json")

    def _free_name(self, title: str) -> str:
        taken = {one.rule.name for one in self.all()}
        plain = _NO_NAME.sub("-", title.lower()).strip("-")
        plain = (plain if plain[:1].isalpha() else f"goal-{plain}").strip("-")
        for number in range(1, len(taken) + 2):
            end = "" if number == 1 else f"-{number}"
            name = plain[: _LONGEST_NAME - len(end)].strip("-") + end
            if name not in taken:
                return name
        raise AssertionError("one more name than there are goals")

    def _find(self, name: str) -> Document:
        document = self._store.documents.get(KIND, name)
        if document is not None:
            return document
        written = name in {one.name for one in self._declared().goals}
        raise InputError(
            f"The goal {name[:40]!r} stands in recipe.toml."
            if written
            else f"There is no goal {name[:40]!r}.",
            hint="Change it there."
            if written
            else "Load the list again: somebody may have removed it.",
            code="goal.written" if written else "goal.unknown",
        )


def _read(document: Document) -> Goal:
    return Goal(
        rule=GoalRule.model_validate(document.body),
        version=document.version,
        changed_us=document.updated_us,
        changed_by=document.author,
    )
