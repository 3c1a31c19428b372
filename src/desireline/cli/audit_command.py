"""`desireline audit list|verify`: what was done here, and whether the log was changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, say, tell


def register(program: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The audit log: what was done here.", no_args_is_help=True)
    group.command("list")(list_)
    group.command("verify")(verify)
    program.add_typer(group, name="audit")


def list_(
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    workspace: WorkspaceFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """List what was done, the newest first."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        rows = opened.audit.newest(limit)
    told = [
        {
            "number": row.number,
            "at": datetime.fromtimestamp(row.at_us / 1e6, tz=UTC).isoformat(timespec="seconds"),
            "actor": row.actor,
            "action": row.action,
            "target": row.target,
            "detail": row.detail,
        }
        for row in rows
    ]
    if as_json:
        answer_json(told)
        return
    for one in told:
        tell("{number:>6}  {at}  {actor}  {action}  {target}  {detail}".format(**one))


def verify(workspace: WorkspaceFolder = HERE, as_json: AsJson = False) -> None:
    """Check that no row was changed, added or taken out; exit code 1 names the first bad row."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        found = opened.audit.verify()
    if as_json:
        answer_json({"rows": found.rows, "first_bad": found.first_bad, "reason": found.reason})
    elif found.sound:
        say(f"The audit log is as it was written: {found.rows:,} rows.")
    else:
        say(f"The audit log was changed: row {found.first_bad}, {found.reason}.")
    if not found.sound:
        raise typer.Exit(1)
