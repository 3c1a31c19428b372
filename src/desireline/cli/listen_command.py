"""`desireline listen` and `desireline call`: recorded calls, heard on this machine."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desireline.cli.options import HERE, AsJson, WorkspaceFolder
from desireline.cli.output import answer_json, progress, say, tell

if TYPE_CHECKING:
    from desireline.language import ReadTurn
    from desireline.pipeline import Listened

_REASONS = {
    "silent": "nobody speaks",
    "no recogniser": "words were not recognised",
    "speakers": "it could not be told who is the customer: their words count for nobody",
    "voice.sound": "the recording is missing or damaged",
    "voice.format": "the format needs desireline[voice]",
    "voice.too-long": "longer than three hours",
    "voice.beside": "the transcript beside it cannot be read",
}


def register(program: typer.Typer) -> None:
    """Add the commands."""
    program.command("listen")(listen)
    program.command("call")(call)


def listen(
    workspace: WorkspaceFolder = HERE,
    model: Annotated[
        Path | None, typer.Option("--model", help="Folder of a Whisper model for CTranslate2.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Two letters, where records do not say it.")
    ] = None,
    most: Annotated[
        int | None, typer.Option("--most", min=1, help="Calls to listen to at most.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Also calls heard before.")] = False,
    as_json: AsJson = False,
) -> None:
    """Listen to the recordings beside your call logs: who spoke when, what, and how."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened, progress() as report:
        listened = opened.listen(
            model=model, language=language, most=most, again=again, listener=report
        )
    if as_json:
        answer_json({**asdict(listened.heard), "missing": listened.missing})
    else:
        _say(listened)


def _say(listened: Listened) -> None:
    heard = listened.heard
    say(
        f"Listened to {heard.calls} calls, {heard.seconds / 60:.1f} minutes; the words of {heard.with_words} count."
    )
    for reason, calls in sorted(heard.reasons.items()):
        say(f"  {calls} not understood: {_REASONS.get(reason, reason)}")
    if heard.waiting:
        say(f"  {heard.waiting} still wait.")
    if listened.missing:
        say(listened.missing)


def call(
    record: Annotated[str, typer.Argument(help="The call's id in its log.")],
    workspace: WorkspaceFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Show a call that was listened to: each turn with its time, words, feeling and voice."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        turns = opened.call(record)
    if as_json:
        answer_json([asdict(turn) for turn in turns])
        return
    tell("  time  speaker   words    voice")
    for turn in turns:
        tell(_line(turn))


def _line(turn: ReadTurn) -> str:
    minutes, seconds = divmod(turn.begins_ms // 1000, 60)
    feeling, stir = (
        f"{value:+.2f}" if value is not None else "     " for value in (turn.feeling, turn.arousal)
    )
    against = f"  ({turn.against})" if turn.against else ""
    return f"{minutes:>3}:{seconds:02}  {turn.speaker:<9} {feeling}    {stir}  {turn.text_masked}{against}"
