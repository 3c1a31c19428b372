"""`desireline quarantine list | export | import`: rows that could not be read, mended and read again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, progress, rows, say

quarantine = typer.Typer(
    name="quarantine", help="Rows that could not be read: see, mend and read them again.",
    no_args_is_help=True,
)  # fmt: skip
File = Annotated[str | None, typer.Option("--file", help="Only rows of this file.")]


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.add_typer(quarantine)


@quarantine.command("list")
def list_(workspace: WorkspaceFolder = HERE, file: File = None, as_json: AsJson = False) -> None:
    """Count the rows by file and reason, each with a masked example."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        groups = opened.quarantine(file=file)
    if as_json:
        answer_json(groups)
        return
    for one in groups:
        where = f", line {one['line']}" if one["line"] else ""
        say(f"{rows(one['rows'])} of {one['file']}{where}: {one['reason']} ({one['code']})")
        say(f"  {one['example']}")
    if not groups:
        say("Nothing is in quarantine.")
    else:
        say(f"Next: desireline quarantine export -o rows.csv -w {workspace}")


@quarantine.command("export")
def export(
    output: Annotated[Path, typer.Option("-o", "--output", help="A CSV file.")],
    workspace: WorkspaceFolder = HERE,
    file: File = None,
) -> None:
    """Write the rows as they came, to be mended. Not masked: keep the file where it belongs."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        rows = opened.export_quarantine(output, file=file)
    say(f"{rows:,} rows written to {output}: mend the cells, keep the first column, then:")
    say(f"desireline quarantine import {output} -w {workspace}")


@quarantine.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="The mended CSV.", exists=True)],
    workspace: WorkspaceFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Read mended rows: what is right becomes events, once, and leaves the quarantine."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened, progress() as listen:
        repair = opened.import_quarantine(path, listener=listen)
    if as_json:
        answer_json(repair.as_dict())
        return
    say(
        f"{repair.mended:,} of {repair.rows:,} rows left the quarantine: {repair.events:,} events added, "
        f"{repair.duplicates:,} known already."
    )
    if repair.unknown:
        say(f"{repair.unknown:,} rows are not in quarantine (any more): nothing to do.")
    for one in repair.still[:20]:
        where = f", line {one['line']}" if one["line"] else ""
        say(f"  still wrong: {one['file']}{where}: {one['reason']}")
