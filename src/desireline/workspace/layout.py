"""What stands where in a workspace's folder.

In: a folder that a user named.  Out: the paths inside it, checked. The folder holds personal data,
so it is created for its owner only.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desireline.errors import WorkspaceError
from desireline.stores import has_store

_RECIPE = "recipe.toml"

_FIRST_RECIPE = """\
# What only people know about this company. Everything here is optional: without it, Desireline
# reads purposes, stages and names from the data. `docs/reference/recipe.md` lists every key.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Paths inside a workspace."""

    folder: Path

    @property
    def recipe(self) -> Path:
        """What people declare."""
        return self.folder / _RECIPE

    @property
    def temporary(self) -> Path:
        """Unfinished files; emptied by the writer."""
        return self.folder / "tmp"


def create_layout(folder: Path, *, exist_ok: bool = False) -> Layout:
    """Create a workspace's folder.

    Raises:
        WorkspaceError: something stands there already, or the folder cannot be written.
    """
    layout = Layout(folder=folder)
    if has_store(folder):
        if exist_ok:
            return layout
        raise WorkspaceError(
            f"{folder} is a workspace already.",
            hint=f"Import into it with `desireline import YOUR_EXPORTS -w {folder}`.",
            code="workspace.exists",
        )
    # a recipe alone is what a creation leaves that could not reach its database
    is_taken = folder.is_dir() and any(path.name != _RECIPE for path in folder.iterdir())
    if folder.is_file() or (is_taken and not exist_ok):
        raise WorkspaceError(
            f"{folder} exists and is not empty.",
            hint="Name a new folder: a workspace wants one of its own.",
            code="workspace.not-empty",
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not layout.recipe.exists():
            layout.recipe.write_text(_FIRST_RECIPE, encoding="utf-8")
    except OSError as error:
        raise WorkspaceError(
            f"{folder} cannot be created: {error.strerror}.",
            hint="Name a folder that you may write to.",
            code="workspace.not-writable",
        ) from error
    return layout


def find_layout(folder: Path) -> Layout:
    """Find an existing workspace.

    Raises:
        WorkspaceError: there is none.
    """
    layout = Layout(folder=folder)
    if not has_store(folder):
        raise WorkspaceError(
            f"{folder.resolve()} is not a workspace: it has no workspace.db.",
            hint=f"Create one with `desireline init {folder if str(folder) != '.' else 'NAME'}`,"
            " or name yours with -w.",
            code="workspace.missing",
        )
    return layout
