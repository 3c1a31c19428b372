"""`desireline status`: what the workspace holds."""

from __future__ import annotations

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, tell


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("status")(status)


def status(workspace: WorkspaceFolder = HERE, as_json: AsJson = False) -> None:
    """Say what the workspace holds: events, customers, journeys, sources, period."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        state = opened.status()
    if as_json:
        answer_json(state.as_dict())
        return
    if not state.events:
        tell(f"Empty. Next: desireline import YOUR_EXPORTS -w {workspace}")
        return
    first, last = state.first_at, state.last_at
    tell(f"{state.events:,} events of {state.customers:,} customers")
    if first and last:
        tell(f"from {first:%Y-%m-%d} to {last:%Y-%m-%d}")
    tell(
        f"{state.journeys:,} journeys over {state.touchpoints:,} touchpoints,"
        f" {state.variants:,} different paths"
    )
    for source, events in state.sources.items():
        tell(f"  {source}: {events:,} events")
