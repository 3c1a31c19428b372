"""`desireline workshop bring | begin | matches | confirm`: a workshop's map laid beside the data."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import typer

from desireline.cli.options import HERE, Purpose, WorkspaceFolder
from desireline.cli.output import progress, say
from desireline.errors import InputError

workshop = typer.Typer(
    name="workshop", help="Bring a workshop's map: what do the data say to its cards?",
    no_args_is_help=True,
)  # fmt: skip
_COLUMNS = ("card", "stage", "lane", "words", "touchpoint", "likeness")
MapId = Annotated[str, typer.Argument(help="The map, as `workshop bring` names it.")]


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.add_typer(workshop)


@workshop.command("bring")
def bring(
    path: Annotated[
        Path, typer.Argument(help="XLSX, CSV, or a Miro board's items as JSON.", exists=True)
    ],
    workspace: WorkspaceFolder = HERE,
    title: Annotated[str | None, typer.Option(help="Of the map; else the file's.")] = None,
) -> None:
    """Make a map in which every card is an assumption."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        made = opened.bring_map(path, title=title)
    say(f"{made.file.document.title}: {made.tally.cards:,} cards, all of them assumptions.")
    _say_next(made.id, workspace)


@workshop.command("begin")
def begin(
    template: Annotated[
        str | None, typer.Argument(help="Name of a template; none: list them.")
    ] = None,
    language: Annotated[str, typer.Option(help="en or de.")] = "en",
    workspace: WorkspaceFolder = HERE,
) -> None:
    """Begin a map from a template."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        if template is None:
            for one in opened.templates(language=language):
                say(f"{one.name:16} {one.title}. {one.goal}")
            return
        made = opened.begin_map(template, language=language)
    _say_next(made.id, workspace)


def _say_next(map_id: str, workspace: Path) -> None:
    say(f"Next: desireline workshop matches {map_id} -o matches.csv -w {workspace}")


@workshop.command("matches")
def matches(
    map_id: MapId,
    output: Annotated[Path, typer.Option("-o", "--output", help="A CSV file.")],
    workspace: WorkspaceFolder = HERE,
    purpose: Purpose = None,
) -> None:
    """Write what each card may speak of in the data: to be looked through by a person."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        found = opened.map_matches(map_id, purpose=purpose)
    with output.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(_COLUMNS)
        for one in found.matches:
            best = one.candidates[0].likeness if one.candidates else ""
            chosen = one.matched or one.proposed or ""
            rows.writerow((one.part, one.stage, one.lane, one.words, chosen, best))
    proposed = sum(1 for one in found.matches if one.proposed)
    say(f"{proposed:,} of {len(found.matches):,} cards have a proposal. Look through {output},")
    say(f"then: desireline workshop confirm {map_id} {output} -w {workspace}")
    say(f"The touchpoints: {', '.join(found.touchpoints)}.")


@workshop.command("confirm")
def confirm(
    map_id: MapId,
    path: Annotated[Path, typer.Argument(help="The CSV, looked through.", exists=True)],
    workspace: WorkspaceFolder = HERE,
    purpose: Purpose = None,
) -> None:
    """Bind the cards as the file says, and let the data answer."""
    from desireline.app import open_existing

    answers = _answers(path)
    with open_existing(workspace) as opened, progress() as listen:
        made = opened.confirm_matches(map_id, answers, purpose=purpose, listener=listen)
    say(made.tally.words)
    for card in made.contradicted:
        say(f"Contradicted: {card}")


def _answers(path: Path) -> dict[str, str | None]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        if not {"card", "touchpoint"} <= set(rows.fieldnames or ()):
            raise InputError(
                f"{path.name} has no columns `card` and `touchpoint`.",
                hint="Begin with the file that `desireline workshop matches` writes.",
                code="input.matches",
            )
        return {row["card"]: row["touchpoint"] or None for row in rows}
