"""`desireline compare`: two segments of journeys side by side."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from desireline.cli.options import HERE, AsJson, Purpose, WorkspaceFolder
from desireline.cli.output import answer_json, tell

if TYPE_CHECKING:
    from desireline.insights import Comparison

_FEW = 12


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("compare")(compare)


def compare(
    a: Annotated[str, typer.Argument(help="Which journeys: 'channel = phone'.")],
    b: Annotated[str, typer.Argument(help="With which others: 'channel = chat'.")],
    workspace: WorkspaceFolder = HERE,
    purpose: Purpose = None,
    everything: Annotated[bool, typer.Option("--all", help="What does not differ, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Compare two groups of journeys: what differs, and whether that is about them or about who is in them."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        found = opened.compare(a, b, purpose=purpose)
    if as_json:
        from desireline.insights import segment_row

        answer_json(asdict(found) | {"measures": [segment_row(one) for one in found.measures]})
        return
    _say(found, a, b, limit=None if everything else _FEW)


def _say(found: Comparison, a: str, b: str, *, limit: int | None) -> None:
    from desireline.insights import segment_words

    typer.secho(
        f"{a}: {found.journeys[0]:,} journeys of {found.customers[0]:,} customers, against {b}:"
        f" {found.journeys[1]:,} of {found.customers[1]:,}",
        bold=True,
    )
    if found.in_both:
        tell(f"{found.in_both:,} journeys fit both and are left out.")
    told = [one for one in found.measures if limit is None or one.verdict != "unknown"]
    for one in told[:limit]:
        mark = "" if one.verdict == "shown" else f" ({one.verdict})"
        tell(f"- {segment_words(one)}{mark}")
    if not told:
        tell("Nothing is known to differ: --all shows every metric with its interval.")
    elif limit is not None and len(told) > limit:
        tell(f"  and {len(told) - limit} more: --all shows them")
    tell(
        "Differences, no causes: what a condition does is told by `desireline insights`."
        f" Tried within: {', '.join(found.tried) or 'nothing'}."
    )
