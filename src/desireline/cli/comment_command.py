"""`desireline comment list|add|resolve`: what people say about a map."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from desireline.cli.options import HERE, AsJson, Purpose, WorkspaceFolder
from desireline.cli.output import answer_json, say, tell

if TYPE_CHECKING:
    from desireline.app import Workspace
    from desireline.workspace import Principal

By = Annotated[
    str | None,
    typer.Option(
        "--as", help="Address of the member who says it; needed once there are accounts."
    ),
]


def register(program: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Comments: what people say about a map.", no_args_is_help=True)
    group.command("list")(list_)
    group.command("add")(add)
    group.command("resolve")(resolve)
    program.add_typer(group, name="comment")


def list_(
    purpose: Purpose = None, workspace: WorkspaceFolder = HERE, as_json: AsJson = False
) -> None:
    """List the comments of a map, the oldest first."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        rows = opened.talk.of(opened.map(purpose).id)
    if as_json:
        answer_json([asdict(row) for row in rows])
        return
    for row in rows:
        settled = " (settled)" if row.resolved_us is not None else ""
        indent = "" if row.thread == row.id else "    "
        tell(f"{indent}{row.id}  {row.author_name}: {row.body}{settled}")
    if not rows:
        say("Nobody said anything yet.")


def add(
    text: Annotated[str, typer.Argument(help="What to say.")],
    purpose: Purpose = None,
    at: Annotated[str, typer.Option(help="Id of a cell, card, stage or touchpoint.")] = "",
    thread: Annotated[str | None, typer.Option(help="Id of the comment that it answers.")] = None,
    by: By = None,
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Say something about a map; prints the comment's id."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        map_ = opened.map(purpose)
        row = opened.talk.say(_speaker(opened, by), map_.id, text, anchor=at, thread=thread)
    tell(row.id)


def resolve(
    thread: Annotated[str, typer.Argument(help="Id of the first comment of the thread.")],
    purpose: Purpose = None,
    again: Annotated[bool, typer.Option("--reopen", help="Open it again instead.")] = False,
    by: By = None,
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Settle a thread."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        speaker = _speaker(opened, by)
        opened.talk.resolve(speaker, opened.map(purpose).id, thread, resolved=not again)
    say("Open again." if again else "Settled.")


def _speaker(opened: Workspace, by: str | None) -> Principal:
    return opened.members.local_owner() if by is None else opened.members.by_email(by)
