"""`desireline import PATH...`: exports of other tools become events in a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desireline.cli.asking import say_exports
from desireline.cli.options import HERE, Answers, AsJson, Mapping, WorkspaceFolder, parse_answers
from desireline.cli.output import answer_json, asker, progress, say
from desireline.cli.report import any_read, say_import, say_open_lists, say_unread


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("import")(import_)


def import_(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files, folders or archives.")] = None,
    workspace: WorkspaceFolder = HERE,
    mapping: Mapping = None,
    answer: Answers = None,
    from_: Annotated[
        list[Path] | None,
        typer.Option("--from", help="A TOML file that declares a query to a database."),
    ] = None,
    ask: Annotated[
        bool,
        typer.Option("--ask", help="Which exports to request: `--ask`, or `--ask TOOL,TOOL`."),
    ] = False,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Read files anew that were read before: by a newer version, another --mapping or --answer.",
        ),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with exit code 1 when rows were quarantined.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read exports into the workspace. The same file twice adds nothing; Ctrl-C loses nothing."""
    if ask:  # `--ask TOOL,TOOL`: what stands after it are tools
        named = [tool.strip() for path in paths or () for tool in str(path).split(",")]
        say_exports([tool for tool in named if tool], as_json=as_json)
        return
    if not paths and not from_:
        raise typer.BadParameter("name files or folders, or --from, or --ask")
    from desireline.app import open_existing

    answers, asks = parse_answers(answer), None if as_json else asker()
    with open_existing(workspace) as opened:
        with progress() as listen:
            reports = [
                opened.add_from(one, answers=answers, ask=asks, listener=listen)
                for one in from_ or ()
            ]
            if paths:
                reports.append(
                    opened.add(
                        *paths,
                        mapping=mapping,
                        answers=answers,
                        ask=asks,
                        again=again,
                        listener=listen,
                    )
                )
        if as_json:
            answer_json([file for report in reports for file in report.as_dict()])
        else:
            for report in reports:
                say_import(report)
            say_open_lists(reports[-1], workspace)
            say_unread(reports[-1].unread)
            if any(map(any_read, reports)):
                say(f"Next: desireline insights -w {workspace}")
    if any(report.failed for report in reports):
        raise typer.Exit(2)
    if strict and any(report.quarantined for report in reports):
        raise typer.Exit(1)
