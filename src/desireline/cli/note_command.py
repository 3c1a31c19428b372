"""`desireline note TEXT`: what an employee says about customers, kept as a hypothesis."""

from __future__ import annotations

from typing import Annotated

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, say, tell


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("note")(note)


def note(
    text: Annotated[
        str | None, typer.Argument(help="What you saw or heard; without it, notes are listed.")
    ] = None,
    workspace: WorkspaceFolder = HERE,
    touchpoint: Annotated[
        str | None, typer.Option("--touchpoint", "-t", help="Where, as the map calls it.")
    ] = None,
    stage: Annotated[str | None, typer.Option(help="Which stage, if no touchpoint.")] = None,
    author: Annotated[str | None, typer.Option(help="Who says it.")] = None,
    role: Annotated[str | None, typer.Option(help="sales, agent, store ...")] = None,
    about: Annotated[
        str | None,
        typer.Option(help="One customer it is about: an e-mail address, phone:..., user:..."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add what an employee says about customers. It is a hypothesis: no number ever counts it."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        if text is None:
            _list([one.as_dict() for one in opened.notes(touchpoint=touchpoint)], as_json=as_json)
            return
        added = opened.note(
            text, touchpoint=touchpoint, stage=stage, author=author, role=role, about=about
        )
    if as_json:
        answer_json({"id": added.id, "touchpoint": added.touchpoint, "known": added.known,
                     "similar": list(added.similar)})  # fmt: skip
        return
    say(f"Noted{f' at {added.touchpoint!r}' if added.touchpoint else ''}, as a hypothesis.")
    if not added.known:
        close = f" Did you mean {' or '.join(map(repr, added.similar))}?" if added.similar else ""
        say(f"The map has no touchpoint of that name yet.{close}")


def _list(found: list[dict[str, object]], *, as_json: bool) -> None:
    if as_json:
        answer_json(found)
        return
    for one in found:
        where = one["touchpoint"] or one["stage"] or "in general"
        tell(
            f"{str(one['at'])[:10]}  {where}: {one['text']}  (hypothesis, {one['author'] or 'unnamed'})"
        )
