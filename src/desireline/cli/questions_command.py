"""`desireline questions`: what customers ask most."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, tell


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("questions")(questions)


def questions(
    workspace: WorkspaceFolder = HERE,
    most: Annotated[int, typer.Option("--most", min=1, help="How many to show.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List what customers ask most in chats, calls and elsewhere; asked by five or more."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        found = opened.questions()
    if as_json:
        answer_json([{**asdict(one.question), "share": asdict(one.share)} for one in found])
        return
    if not found:
        tell("No question was asked by five customers or more.")
    for one in found[:most]:
        share = one.share
        tell(
            f"{one.question.customers:>5} customers ({share.value:.1%}, {share.low:.1%} to {share.high:.1%} of "
            f"{share.n:,} who spoke)  {one.question.question}"
        )
