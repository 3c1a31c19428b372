"""`desireline move-database`: the state of a workspace goes from its folder to a team's PostgreSQL."""

from __future__ import annotations

from typing import Annotated

import typer

from desireline.cli.options import HERE, WorkspaceFolder
from desireline.cli.output import say


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("move-database")(move_database)


def move_database(
    database: Annotated[
        str,
        typer.Argument(
            help="An empty database: postgresql://USER@HOST/DATABASE. The password: DESIRELINE_DATABASE_PASSWORD."
        ),
    ],
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Move the workspace's state from its folder to PostgreSQL, once; stop `serve` before."""
    from desireline import app

    rows = app.move_database(workspace, database)
    say(
        f"Moved {rows:,} rows. The folder names the database now: every command finds it, and so do several `serve`."
    )
