"""`desireline map PATH... -o map.html`: exports in, journey map out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from desireline.cli.options import Answers, Mapping, Purpose, parse_answers
from desireline.cli.output import asker, progress, say
from desireline.cli.report import say_import, say_open_lists

if TYPE_CHECKING:
    from desireline.app import Map, Workspace


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("map")(map_)


def map_(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files, folders or archives to map.")
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="File: .html .svg .png .pdf .json")
    ] = Path("map.html"),
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="Map a workspace instead of files.")
    ] = None,
    purpose: Purpose = None,
    persona: Annotated[
        str | None, typer.Option(help="Only customers of this persona (with -w).")
    ] = None,
    language: Annotated[
        Literal["en", "de"], typer.Option(help="Of the drawing, the page and the annex.")
    ] = "en",
    mapping: Mapping = None,
    answer: Answers = None,
) -> None:
    """Draw the journey map of your exports. Nothing leaves this computer."""
    from desireline.app import create, open_existing

    if bool(paths) == bool(workspace):
        raise typer.BadParameter("name the exports to map, or a workspace with -w")
    if persona is not None and workspace is None:
        raise typer.BadParameter("personas are found in a workspace: name it with -w")
    if workspace is not None:
        with open_existing(workspace) as opened, progress() as listen:
            drawn = (
                opened.map(purpose=purpose, listener=listen)
                if persona is None
                else opened.persona_map(persona, purpose=purpose, listener=listen)
            )
            _save(drawn, output, language)
    else:
        with (
            tempfile.TemporaryDirectory(prefix="desireline-") as folder,
            create(Path(folder) / "workspace") as opened,
        ):
            _import(opened, paths or [], mapping=mapping, answer=answer)
            with progress() as listen:
                _save(opened.map(purpose=purpose, listener=listen), output, language)
            for hint in opened.next_files():
                say(hint)
    say(f"Drew {output}.")


def _save(drawn: Map, output: Path, language: Literal["en", "de"]) -> None:
    if language == "en":
        drawn.save(output)
        return
    from desireline.api import save_in_german

    save_in_german(drawn.file, output)


def _import(
    workspace: Workspace, paths: list[Path], *, mapping: Path | None, answer: list[str] | None
) -> None:
    with progress() as listen:
        report = workspace.add(
            *paths, mapping=mapping, answers=parse_answers(answer), ask=asker(), listener=listen
        )
    say_import(report)
    say_open_lists(report, workspace.folder)
    if report.failed and not report.accepted:
        raise typer.Exit(2)
