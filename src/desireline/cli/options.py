"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class RoleName(StrEnum):
    """What a member or a token may do; each holds what the one before it holds."""

    viewer = "viewer"
    commenter = "commenter"
    editor = "editor"
    owner = "owner"


WorkspaceFolder = Annotated[
    Path,
    typer.Option("--workspace", "-w", help="Folder of the workspace.", show_default="this folder"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program.")]
Purpose = Annotated[
    str | None,
    typer.Option("--purpose", "-p", help="Which purpose, when there are several maps."),
]
Mapping = Annotated[
    Path | None,
    typer.Option(
        "--mapping", help="A mapping file for tables that are not recognised.", exists=True
    ),
]
Answers = Annotated[
    list[str] | None,
    typer.Option(
        "--answer",
        help="Settle an ambiguous column where nobody can be asked: KEY=VALUE, as the error says.",
    ),
]
Url = Annotated[str, typer.Option("--url", help="Address under which people open the server.")]
Database = Annotated[
    str | None,
    typer.Option(
        help="Keep the state of a new workspace in PostgreSQL, for several processes: postgresql://USER@HOST/DATABASE."
        " The password: DESIRELINE_DATABASE_PASSWORD.",
    ),
]
HERE = Path()


def parse_answers(answers: list[str] | None) -> dict[str, str]:
    """Read `KEY=VALUE` pairs."""
    pairs: dict[str, str] = {}
    for answer in answers or []:
        key, separator, value = answer.partition("=")
        if not separator or not key:
            raise typer.BadParameter(f"{answer!r} is not KEY=VALUE")
        pairs[key.strip()] = value.strip()
    return pairs
