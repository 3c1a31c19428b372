"""`desireline label [N]`: people say how texts feel, and the workspace learns from it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, progress, say, tell

if TYPE_CHECKING:
    from desireline.app import Workspace
    from desireline.language import Learnt

_KEYS = {
    "n": "negative",
    "-": "negative",
    "0": "neutral",
    "u": "neutral",
    "p": "positive",
    "+": "positive",
}
_QUIT, _SKIP = "q", "s"


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("label")(label)


def label(
    most: Annotated[int, typer.Argument(help="How many texts to show; 0 only learns.")] = 100,
    workspace: WorkspaceFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Say how texts feel, one key each, and fit this workspace's own reading of feelings."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        if most:
            _ask(opened, most)
        with progress() as listen:
            learnt = opened.learn(listener=listen)
    if as_json:
        answer_json(asdict(learnt))
    else:
        _say(learnt)


def _ask(opened: Workspace, most: int) -> None:
    texts = opened.texts_to_label(most)
    say(f"{len(texts)} texts. n negative, u neutral, p positive, s skip, q stop.")
    for number, (text, at_random) in enumerate(texts, 1):
        tell(f"\n{number}/{len(texts)}  {text[:600]}", err=True)
        key = _key()
        if key == _QUIT:
            return
        if key != _SKIP:
            opened.add_labels([(text, _KEYS[key], at_random)])


def _key() -> str:
    while True:
        tell("> ", nl=False, err=True)
        line = sys.stdin.readline()
        key = line.strip().lower()[:1] if line else _QUIT
        if key in _KEYS or key in {_QUIT, _SKIP}:
            return key
        tell("n, u, p, s or q", err=True)


def _say(learnt: Learnt) -> None:
    say(
        f"Learnt from {learnt.labels} labels and {learnt.rated} rated comments. Right on {learnt.accuracy:.0%} "
        f"({learnt.low:.0%} to {learnt.high:.0%}, n = {learnt.tested}) of texts it had not seen; "
        f"before: {learnt.before:.0%}."
    )
