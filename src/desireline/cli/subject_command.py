"""`desireline subject CUSTOMER -o FILE`: all that is kept of one person, for that person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desireline.cli.options import HERE, WorkspaceFolder
from desireline.cli.output import say


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("subject")(subject)


def subject(
    customer: Annotated[
        str,
        typer.Argument(help="A customer_id, a subject, or an identifier: email:ann@example.com."),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A file: .json, or .html or .md to read.")
    ],
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Write all data of one person, unmasked, to a file that only you may read."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        data = opened.subject(customer, output)
    say(
        f"{data['customer_id']}: {len(data['events']):,} events, {len(data['utterances']):,} utterances, "
        f"{len(data['journeys']):,} journeys in {output}. It is not masked: send it to nobody else."
    )
