"""`desireline insights`: what hurts, where they leave, how long they wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from desireline.cli.options import HERE, AsJson, Purpose, WorkspaceFolder
from desireline.cli.output import answer_json, progress, tell

if TYPE_CHECKING:
    from desireline.insights import Book, Insight

_TOPICS = (
    ("How far the goals are, and what holds them back", {"goal", "goal_lever"}),
    ("What hurts", {"pain", "potential_pain"}),
    ("Where it begins, and what they say", {"cascade", "reason"}),
    ("What annoys and costs nothing", {"forgiven"}),
    ("What delights", {"delight"}),
    (
        "What goes with better or worse ratings",
        {"condition", "driver", "channel_difference", "trigger"},
    ),
    ("What decides", {"moment", "point_of_no_return"}),
    ("What attracts and converts", {"attraction"}),
    ("What is for nothing", {"redundancy"}),
    ("What they talk about", {"topic"}),
    ("What they want, and get", {"desired"}),
    ("Where the thread breaks", {"hand_over", "silo"}),
    ("Who was told otherwise", {"contradiction"}),
    ("Where they leave", {"drop_off", "exit", "stage"}),
    ("What changed", {"impact", "change", "period_difference"}),
    ("How long it takes", {"wait", "fixed_timer", "pace", "channel", "duration"}),
    ("Journeys that really happened", {"representative", "variant"}),
    ("What the data cannot see", {"coverage"}),
)
_REST = "What else the data say"
_OPEN = {"unknown", "refused"}
_FEW, _QUOTES = 5, 2


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("insights")(insights)


def insights(
    workspace: WorkspaceFolder = HERE,
    purpose: Purpose = None,
    topic: Annotated[
        str | None,
        typer.Option("--topic", help="Only journeys in which customers speak of it: `topics`."),
    ] = None,
    goal: Annotated[
        str | None,
        typer.Option("--goal", help="Rank by the effect on this goal of recipe.toml."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every claim, not the first five of each kind.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say what hurts, what delights, where customers leave and how long they wait."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened, progress() as listen:
        books = opened.insights(purpose=purpose, topic=topic, goal=goal, listener=listen)
    if as_json:
        from dataclasses import asdict

        answer_json([asdict(insight) for book in books for insight in book.insights])
        return
    if not any(book.insights for book in books):
        tell("Nothing to say yet: import more exports, or run `desireline status`.")
    for book in books:
        _say_book(book, limit=None if everything else _FEW)


def _say_book(book: Book, *, limit: int | None) -> None:
    typer.secho(f"\n{book.purpose.title}", bold=True, underline=True)
    known = [insight for insight in book.insights if insight.verdict not in _OPEN]
    told: set[str] = set()
    words = book.quotes
    for heading, kinds in _TOPICS:
        _say(heading, [insight for insight in known if insight.kind in kinds], limit, words)
        told |= kinds
    _say(_REST, [insight for insight in known if insight.kind not in told], limit, words)
    unknown = [insight for insight in book.insights if insight.verdict in _OPEN]
    _say("Not enough evidence yet", unknown, limit, words)


def _say(
    heading: str, lines: Sequence[Insight], limit: int | None, words: Mapping[str, str]
) -> None:
    if not lines:
        return
    typer.secho(f"\n{heading}", bold=True)
    said: list[str] = []
    for insight in lines:
        if insight.words in said:
            continue
        said.append(insight.words)
        if limit is None or len(said) <= limit:
            mark = "" if insight.verdict == "shown" else f" ({insight.verdict})"
            tell(f"- {insight.words}{mark}")
            for quote in [words[one] for one in insight.quotes if one in words][:_QUOTES]:
                tell(f"    “{quote}”")
    if limit is not None and len(said) > limit:
        tell(f"  and {len(said) - limit} more: --all shows them")
