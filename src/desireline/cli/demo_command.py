"""`desireline demo`: the invented company, mapped and served, from one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desireline.cli.output import progress, say
from desireline.cli.report import say_import
from desireline.cli.serving import serve_workspace

_SEED = 7
_CUSTOMERS = 2000


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("demo")(demo)


def demo(
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
    port: Annotated[int, typer.Option(help="0 chooses a free one.")] = 8100,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where to keep the demo.", show_default="own")
    ] = None,
) -> None:
    """Generate an invented company's exports, import them, draw the map and open it."""
    from importlib.metadata import version

    from desireline.app import create, open_existing
    from desireline.sample import write

    say("Nothing leaves this computer: no account, no upload, no telemetry.")
    home = folder or Path(typer.get_app_dir("desireline")) / f"demo-{version('desireline')}"
    exports, workspace, done = home / "exports", home / "workspace", home / "complete"
    if not done.exists():
        say(f"Writing the exports of an invented company to {exports} ...")
        with progress() as listen:
            write(exports, seed=_SEED, customers=_CUSTOMERS, progress=listen)
        say("Importing them, as you would import yours:")
        say(f"    desireline import {exports} -w {workspace}")
        with create(workspace, exist_ok=True) as opened:
            with progress() as listen:
                report = opened.add(exports, listener=listen)
            say_import(report)
        done.touch()
    with open_existing(workspace) as opened:
        serve_workspace(opened, port=port, browser=browser)
