"""`desireline import PATH...`: exports of other tools become events in a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desireline.cli.options import HERE, Answers, AsJson, Mapping, WorkspaceFolder, parse_answers
from desireline.cli.output import answer_json, asker, progress, say
from desireline.cli.report import say_import


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("import")(import_)


def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or archives.")],
    workspace: WorkspaceFolder = HERE,
    mapping: Mapping = None,
    answer: Answers = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with exit code 1 when rows were quarantined.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read exports into the workspace. The same file twice adds nothing; Ctrl-C loses nothing."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        with progress() as listen:
            report = opened.add(
                *paths,
                mapping=mapping,
                answers=parse_answers(answer),
                ask=None if as_json else asker(),
                listener=listen,
            )
        if as_json:
            answer_json(report.as_dict())
        else:
            say_import(report)
            say(f"Next: desireline insights -w {workspace}")
    if report.failed:
        raise typer.Exit(2)
    if strict and report.quarantined:
        raise typer.Exit(1)
