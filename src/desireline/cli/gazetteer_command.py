"""`desireline gazetteer`: the names of products, places and competitors that texts may hold; add some, leave some out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, tell


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("gazetteer")(gazetteer)


def gazetteer(
    workspace: WorkspaceFolder = HERE,
    again: Annotated[bool, typer.Option("--again", help="Learn anew; choices stay.")] = False,
    add: Annotated[
        tuple[str, str] | None,
        typer.Option("--add", help="Kind (product, place, competitor) and name."),
    ] = None,
    leave_out: Annotated[
        str | None, typer.Option("--leave-out", help="A name that is none here.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the names that are looked for in texts, or change them; your choices are remembered."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        if add:
            opened.add_name(*add)
        if leave_out is not None:
            opened.leave_out_name(leave_out)
        names = opened.gazetteer(again=again)
    if as_json:
        answer_json([asdict(one) for one in names])
        return
    if not names:
        tell("No names yet: five customers' orders or visits must name a product or a place.")
    for one in names:
        origin = f"{one.customers:,} customers" if one.customers else "yours"
        tell(f"{one.kind:<11} {one.name}  ({'left out' if one.left_out else origin})")
