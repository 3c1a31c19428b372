"""How the command line speaks: words to stderr, answers to stdout, JSON where a program reads."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from desireline.errors import AmbiguityError, DesirelineError

if TYPE_CHECKING:
    from rich.progress import Progress

_drawn: list[Progress] = []
"""The progress bars on the screen."""
Listener = Callable[[int, int | None, str], None]
"""Called with (done, total, words) while long work goes on."""


_SAFE = {
    code: "\ufffd"
    for code in (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if code not in (9, 10)
}


def plain(words: str) -> str:
    """Words of data cannot steer a terminal: signs that colour, move, rename or turn round are shown as such."""
    return words.translate(_SAFE)


def tell(words: str, *, nl: bool = True, err: bool = False) -> None:
    """Print words of an answer."""
    typer.echo(plain(words), nl=nl, err=err)


def say(words: str = "") -> None:
    """Tell the user something; not part of the answer."""
    tell(words, err=True)


def say_error(error: DesirelineError) -> None:
    """What was found, and what to do."""
    typer.secho(plain(error.message), err=True, fg="red")
    if error.hint:
        say(error.hint)
    if isinstance(error, AmbiguityError):
        for key, meaning in error.choices.items():
            say(f"  {key}: {meaning}")


def answer_json(value: Any) -> None:
    """Print an answer for a program."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


@contextmanager
def progress() -> Generator[Listener]:
    """A progress bar on a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _total, _words: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=None)

        def listen(done: int, total: int | None, words: str) -> None:
            bar.update(task, completed=done, total=total, description=words)

        _drawn.append(bar)
        try:
            yield listen
        finally:
            _drawn.remove(bar)


@contextmanager
def paused() -> Generator[None]:
    """Take the progress bar off the screen while a person is asked."""
    for bar in _drawn:
        bar.stop()
    try:
        yield
    finally:
        for bar in _drawn:
            bar.start()


def asker() -> Callable[[AmbiguityError, str], str] | None:
    """Ask with one key on a terminal; None where nobody can answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(question: AmbiguityError, _shown: str) -> str:
        with paused():
            return _ask(question)

    return ask


def _ask(question: AmbiguityError) -> str:
    say(f"\n{question.message}")
    keys = list(question.choices)
    for number, key in enumerate(keys, start=1):
        say(f"  {number}  {question.choices[key]}")
    if question.free:
        say(f"  0  something else: {question.free}")
    low = 0 if question.free else 1
    while True:
        say(f"{question.question} [{low}-{len(keys)}]")
        pressed = typer.getchar()
        if pressed == "0" and question.free:
            return str(typer.prompt(question.free, err=True)).strip()
        if pressed.isdigit() and 1 <= int(pressed) <= len(keys):
            return keys[int(pressed) - 1]


def rows(number: object) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{number:,} row{'' if number == 1 else 's'}"


def few(names: Sequence[str], most: int) -> str:
    """The first names, and how many more there are: `a, b and 3 more`."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
