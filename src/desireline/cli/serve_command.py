"""`desireline serve`: the maps of a workspace in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from desireline.cli.options import HERE, WorkspaceFolder
from desireline.cli.serving import serve_workspace


def register(program: typer.Typer) -> None:
    """Add the command."""
    program.command("serve")(serve)


def serve(
    workspace: WorkspaceFolder = HERE,
    port: Annotated[int, typer.Option(help="0 chooses a free one.")] = 8100,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Serve the workspace's maps to this computer only."""
    from desireline.app import open_existing

    with open_existing(workspace) as opened:
        serve_workspace(opened, port=port, browser=browser)
