"""`desireline identities`: who is one customer, what is doubtful, and deciding it with one key."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, progress, say, tell
from desireline.errors import InputError

if TYPE_CHECKING:
    from desireline.app import Workspace
    from desireline.identity import IdentityBook, Pair, Record
    from desireline.pipeline import Answer

_FEW = 10
_KEYS: dict[str, Answer] = {"a": "accept", "r": "reject"}


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("identities")(identities)


def identities(
    workspace: WorkspaceFolder = HERE,
    review: Annotated[
        bool, typer.Option("--review", help="Decide doubtful pairs, one key each.")
    ] = False,
    accept: Annotated[
        list[str] | None, typer.Option("--accept", help="These two records are one customer.")
    ] = None,
    reject: Annotated[
        list[str] | None, typer.Option("--reject", help="These two records are two customers.")
    ] = None,
    undo: Annotated[list[str] | None, typer.Option("--undo", help="Take a decision back.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say which records are one customer, and list the pairs that a person should decide."""
    from desireline.app import open_existing

    answers: dict[str, Answer] = {
        **dict.fromkeys(accept or [], "accept"),
        **dict.fromkeys(reject or [], "reject"),
        **dict.fromkeys(undo or [], "undo"),
    }
    with open_existing(workspace) as opened:
        if answers:
            _decide(opened, answers)
        if review:
            _review(opened)
        book = opened.identities()
    if as_json:
        answer_json(asdict(book))
        return
    _say_book(book)


def _decide(opened: Workspace, answers: dict[str, Answer]) -> None:
    with progress() as listen:
        opened.decide(answers, listener=listen)


def _review(opened: Workspace) -> None:
    """Show both records of each pair side by side and wait for one key."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(
            "A review needs a terminal to ask in.",
            hint="Decide with --accept ID or --reject ID; --json lists the pairs.",
            code="identity.no-terminal",
        )
    pairs = opened.identities(masked=False).waiting  # the data are the user's own
    answers: dict[str, Answer] = {}
    at = 0
    while at < len(pairs):
        pressed = _ask(pairs[at], number=at + 1, of=len(pairs))
        if pressed == "q":
            break
        if pressed == "u":
            at = max(at - 1, 0)
            answers.pop(pairs[at].id, None)
            continue
        if pressed in _KEYS:
            answers[pairs[at].id] = _KEYS[pressed]
        at += 1
    if answers:
        _decide(opened, answers)
        say(f"{len(answers)} decided.")


def _ask(pair: Pair, *, number: int, of: int) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"{number} of {of}: {_sure(pair)}{pair.reason}", title_justify="left")
    for heading in ("", pair.left.source, pair.right.source):
        table.add_column(heading)
    for kind, left, right in _rows(pair.left, pair.right):
        style = "green" if left == right else ""
        table.add_row(kind, Text(left, style=style), Text(right, style=style))
    console = Console(stderr=True)
    console.print(table)
    console.print(Text("a one customer   r two customers   s later   u back   q stop"))
    while (pressed := typer.getchar().lower()) not in "arsuq":
        pass
    return pressed


def _rows(left: Record, right: Record) -> list[tuple[str, str, str]]:
    kinds = dict.fromkeys((*left.facts, *right.facts))
    known = [
        (kind, ", ".join(left.facts.get(kind, [])), ", ".join(right.facts.get(kind, [])))
        for kind in kinds
    ]
    return [
        ("record", left.subject, right.subject),
        ("customer", left.customer_id, right.customer_id),
        *known,
    ]


def _sure(pair: Pair) -> str:
    return "" if pair.confidence is None else f"{pair.confidence:.0%} likely, "


def _say_book(book: IdentityBook) -> None:
    tell(
        f"{book.subjects:,} records are {book.customers:,} customers;"
        f" {book.joined:,} records share theirs with another"
    )
    if book.waiting:
        many = len(book.waiting)
        tell(f"\n{many:,} {'pair waits' if many == 1 else 'pairs wait'} for a person (--review)")
        _say_pairs(book.waiting)
    if book.numbers:
        tell("\nLists of customer numbers (--accept ID: one numbering, --reject ID: two)")
        _say_pairs(book.numbers)
    if book.decided:
        tell(f"\n{len(book.decided):,} decided (--undo ID takes one back)")
        _say_pairs(book.decided)


def _say_pairs(pairs: list[Pair]) -> None:
    for pair in pairs[:_FEW]:
        sides = " and ".join(f"{one.source} {one.subject}" for one in (pair.left, pair.right))
        tell(f"  {pair.id}  {pair.state}: {sides}: {_sure(pair)}{pair.reason}")
    if len(pairs) > _FEW:
        tell(f"  and {len(pairs) - _FEW:,} more: --json lists them")
