"""`desireline imports list | withdraw`: what was imported, and how to take one import out again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, few, progress, rows, say
from desireline.cli.report import say_unread
from desireline.errors import InputError

if TYPE_CHECKING:
    from desireline.pipeline import Withdrawn

imports = typer.Typer(
    name="imports", help="What was imported: see it, and take one import out again.",
    no_args_is_help=True,
)  # fmt: skip
_FEW = 3


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.add_typer(imports)


@imports.command("list")
def list_(workspace: WorkspaceFolder = HERE, as_json: AsJson = False) -> None:
    """List imports, oldest first: when, which files, and what came of them."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        found = opened.imports()
    if as_json:
        answer_json([one.as_dict() for one in found])
        return
    for one in found:
        corrected = f", {one.revised:,} corrected" if one.revised else ""
        say(
            f"{one.id}  {one.at:%Y-%m-%d %H:%M} UTC  {few(one.files, _FEW)}: {one.accepted:,} events new, "
            f"{one.duplicates:,} known already{corrected}"
            + (f", {rows(one.quarantined)} set aside" if one.quarantined else "")
        )
        if one.to_read_again:
            say("  ! import it again: an import that shared events with it was withdrawn")
    if not found:
        say(f"Nothing was imported yet. Next: desireline import YOUR_EXPORTS -w {workspace}")


@imports.command("withdraw")
def withdraw(
    name: Annotated[
        str, typer.Argument(help="The id of an import, or a file that was imported once.")
    ],
    workspace: WorkspaceFolder = HERE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take out what one import brought, as if it had not been read. It can be imported again."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        plan = opened.withdraw(name, dry_run=True)
        if dry_run or not (yes or _ask(plan)):
            if as_json:
                answer_json(plan.as_dict())
            elif dry_run:
                say_withdrawn(plan)
            else:
                say("Nothing was withdrawn.")
            return
        with progress() as listen:
            done = opened.withdraw(plan.id, listener=listen)
    if as_json:
        answer_json(done.as_dict())
    else:
        say_withdrawn(done)


def say_withdrawn(one: Withdrawn) -> None:
    """Say what went, or would go, and what to read again."""
    went = "went" if one.done else "would go"
    say(
        f"{few(one.files, _FEW)}: {one.events:,} events {went}, {rows(one.quarantined)} of the quarantine."
    )
    say_unread(one.read_again)


def _ask(plan: Withdrawn) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise InputError(
            "Nobody is there to confirm.",
            hint="Look with --dry-run, then repeat with --yes.",
            code="import.unconfirmed",
        )
    say_withdrawn(plan)
    return typer.confirm("Take it out?", err=True)
