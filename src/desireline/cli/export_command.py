"""`desireline export TABLE -o FILE`: a table of the workspace as CSV, Parquet or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desireline.cli.options import HERE, WorkspaceFolder
from desireline.cli.output import progress, say


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("export")(export)


def export(
    table: Annotated[
        str,
        typer.Argument(
            help="identities, journeys, steps, utterances, personas, promises, effort, deviations, insights, events, transitions, representatives, coverage, dropoffs, stages, quarantine"
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="File: .csv .parquet .json")],
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Write a table. Personal data in texts are masked."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened, progress() as listen:
        rows = opened.export(table, output, listener=listen)
    say(f"Wrote {rows:,} rows to {output}.")
