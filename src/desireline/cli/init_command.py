"""`desireline init DIR`: an empty workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desireline.cli.options import Database
from desireline.cli.output import say


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("init")(init)


def init(
    folder: Annotated[Path, typer.Argument(help="Folder to create.")],
    database: Database = None,
) -> None:
    """Create an empty workspace: a folder that holds your data, on this computer only."""
    from desireline.app import create

    with create(folder, database=database):
        pass
    say(f"Created the workspace {folder}.")
    say(f"Next: desireline import YOUR_EXPORTS -w {folder}")
