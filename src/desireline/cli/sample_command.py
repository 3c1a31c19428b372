"""`desireline sample -o DIR`: the exports of an invented company, to try things on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desireline.cli.output import progress, say


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("sample")(sample)


def sample(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write to.")],
    seed: Annotated[int, typer.Option(help="The same seed writes the same files.")] = 7,
    customers: Annotated[int, typer.Option(min=50, help="How many customers.")] = 2000,
) -> None:
    """Write the exports of an invented retailer, as its tools would write them."""
    from desireline.sample import write

    with progress() as listen:
        report = write(output, seed=seed, customers=customers, progress=listen)
    for name, rows in report.files.items():
        say(f"  {name}: {rows:,} records")
    say(f"Wrote the exports of {report.company} to {output}. All of it is invented.")
    say(f"Next: desireline map {output} -o map.html")
