"""`import --ask`: which tools a company uses, and which exports to request from whom."""

from __future__ import annotations

import sys

import typer

from desireline.cli.output import answer_json, say, tell
from desireline.errors import DesirelineError


def say_exports(tools: list[str], *, as_json: bool) -> None:
    """Ask on a terminal where nothing was said; print the requests."""
    from desireline.app import export_requests

    found: dict[str, dict[str, object]] = {}
    unknown: list[DesirelineError] = []
    for tool in tools or _ask():
        try:
            found |= {str(one["name"]): one for one in export_requests(tool)}
        except DesirelineError as error:
            unknown.append(error)
    if unknown and not found:
        raise unknown[0]
    _say(list(found.values()), as_json=as_json)
    for error in unknown:
        say(f"\n{error.message}\n{error.hint}")
    if unknown:
        raise typer.Exit(2)


def _say(found: list[dict[str, object]], *, as_json: bool) -> None:
    if as_json:
        answer_json(found)
        return
    for one in found:
        say(f"\n{one['name']}")
        say(f"  ask {one['who']} for: {one['what']}")
        say(f"  where: {one['where']}")
        say("  a ready e-mail:")
        tell("\n".join(f"    {line}".rstrip() for line in str(one["email"]).splitlines()))
    say("\nWhen the files are there: desireline import FOLDER")


def _ask() -> list[str]:
    from desireline.app import known_tools

    tools = known_tools()
    group = ""
    for number, (its, name) in enumerate(tools, start=1):
        if its != group:
            say(f"{its}:")
            group = its
        say(f"  {number:>2}  {name}")
    if not sys.stdin.isatty():
        raise typer.BadParameter("name the tools: desireline import --ask zendesk,shopify")
    said = str(typer.prompt("Which of these do you use? Numbers or names, with commas", err=True))
    names = [word.strip() for word in said.split(",") if word.strip()]
    chosen = [
        tools[int(word) - 1][1] if word.isdigit() and 0 < int(word) <= len(tools) else word
        for word in names
    ]
    if not chosen:
        raise typer.BadParameter("no tool was named")
    return chosen
