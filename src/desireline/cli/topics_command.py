"""`desireline topics`: what customers talk about; rename, merge, pin, find anew."""

from __future__ import annotations

from typing import Annotated

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, tell


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("topics")(topics)


def topics(
    workspace: WorkspaceFolder = HERE,
    again: Annotated[bool, typer.Option("--again", help="Find them anew; choices stay.")] = False,
    rename: Annotated[
        tuple[int, str] | None, typer.Option("--rename", help="Number and new name.")
    ] = None,
    merge: Annotated[
        tuple[int, int] | None, typer.Option("--merge", help="Number, and the number it joins.")
    ] = None,
    pin: Annotated[
        int | None, typer.Option("--pin", help="Number to keep through every fit.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List what customers talk about, or change it; your choices are remembered."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        if rename:
            opened.rename_topic(*rename)
        if merge:
            opened.merge_topics(*merge)
        if pin is not None:
            opened.pin_topic(pin)
        found = opened.topics(again=again)
    if as_json:
        answer_json(
            [
                {
                    "id": topic.id,
                    "name": topic.name,
                    "pinned": topic.pinned,
                    "named_by_people": topic.named_by_people,
                    "merged_into": topic.merged_into,
                }
                for topic in found
            ]
        )
        return
    if not found:
        tell("No topics yet: they need at least 40 texts of customers.")
    for topic in found:
        notes = ["pinned"] if topic.pinned and topic.merged_into is None else []
        notes += [f"counts as {topic.merged_into}"] if topic.merged_into is not None else []
        tell(f"{topic.id:>3}  {topic.name}{'  (' + ', '.join(notes) + ')' if notes else ''}")
