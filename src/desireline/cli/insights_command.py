"""`desireline insights`: what hurts, where they leave, how long they wait."""

from __future__ import annotations

import typer

from desireline.cli.options import HERE, AsJson, Purpose, WorkspaceFolder
from desireline.cli.output import answer_json, progress

_HEADINGS = {
    "shown": "What the data show",
    "suggested": "What they suggest",
    "unknown": "Not enough evidence yet",
    "refused": "Not claimed",
    "continuum": "No single moment",
}


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("insights")(insights)


def insights(
    workspace: WorkspaceFolder = HERE, purpose: Purpose = None, as_json: AsJson = False
) -> None:
    """Say what hurts, what delights, where customers leave and how long they wait."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened, progress() as listen:
        books = opened.insights(purpose=purpose, listener=listen)
    found = [insight for book in books for insight in book.insights]
    if as_json:
        from dataclasses import asdict

        answer_json([asdict(insight) for insight in found])
        return
    if not found:
        typer.echo("Nothing to say yet: import more exports, or run `desireline status`.")
        return
    for verdict, heading in _HEADINGS.items():
        lines = [insight for insight in found if insight.verdict == verdict]
        if not lines:
            continue
        typer.secho(f"\n{heading}", bold=True)
        for insight in lines:
            rank = f"{insight.rank}. " if insight.rank else "   "
            typer.echo(f"{rank}{insight.words}")
