"""`desireline serve`: the maps of a workspace in the browser, and the door for live events."""

from __future__ import annotations

from typing import Annotated

import typer

from desireline.cli.options import HERE, WorkspaceFolder
from desireline.cli.serving import HOST, serve_workspace


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("serve")(serve)


def serve(
    workspace: WorkspaceFolder = HERE,
    port: Annotated[int, typer.Option(help="0 chooses a free one.")] = 8100,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
    host: Annotated[
        str,
        typer.Option(
            help="Address to listen on. Maps are shown to this computer only, whatever it is."
        ),
    ] = HOST,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            help="Origin of a page that may send events from a browser; may be repeated."
        ),
    ] = None,
) -> None:
    """Serve the workspace's maps to this computer, and take live events, webhooks and notes."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        serve_workspace(opened, port=port, browser=browser, host=host, origins=allow_origin or [])
