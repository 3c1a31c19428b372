"""`desireline whatif`: what would come of a condition that strikes less often?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from desireline.cli.options import HERE, AsJson, Purpose, WorkspaceFolder
from desireline.cli.output import answer_json, tell

if TYPE_CHECKING:
    from desireline.insights import Forecast


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("whatif")(whatif)


def whatif(
    condition: Annotated[str, typer.Argument(help="As insights name it: late, broken promise.")],
    less: Annotated[float, typer.Option("--less", help="How much less of it, in per cent.")] = 50,
    workspace: WorkspaceFolder = HERE,
    purpose: Purpose = None,
    as_json: AsJson = False,
) -> None:
    """Forecast what comes of a condition that strikes less often, through known causes only."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        found = opened.what_if(condition, less / 100, purpose=purpose)
    if as_json:
        answer_json(asdict(found))
        return
    _say(found)


def _say(found: Forecast) -> None:
    if found.refused is not None:
        tell(f"No forecast: {found.refused}.")
    spared = found.spared
    if spared is not None:
        typer.secho(
            f"{found.less:.0%} less of “{found.condition}” spares {spared.value:,.0f} journeys"
            f" ({spared.low:,.0f} to {spared.high:,.0f}) of those that begin in the next"
            f" {found.horizon_days} days.",
            bold=True,
        )
    for gain in found.gains:
        low, high = gain.more.low, gain.more.high
        what = gain.result if gain.more.unit == "share" else f"points of {gain.result} for each"
        tell(f"- {what}: {gain.more.value:+,.3g} ({low:+,.3g} to {high:+,.3g})")
    tell("Not known, and held as it is:")
    for one in found.unknown:
        tell(f"- {one}")
