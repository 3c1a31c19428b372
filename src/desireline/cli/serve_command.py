"""`desireline serve`: the maps of a workspace in the browser, and the door for live events."""

from __future__ import annotations

from typing import Annotated

import typer

from desireline.cli.options import HERE, Database, WorkspaceFolder
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
        typer.Option(help="Address to listen on. People elsewhere need --public-url as well."),
    ] = HOST,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            help="Origin of a page that may send events from a browser; may be repeated."
        ),
    ] = None,
    public_url: Annotated[
        str | None,
        typer.Option(
            help="Address under which people elsewhere open it: https://maps.example.org. Without it: this computer only."
        ),
    ] = None,
    proxy: Annotated[
        str | None,
        typer.Option(
            help="Address of the reverse proxy in front, as this computer sees it (127.0.0.1): it says where requests come from."
        ),
    ] = None,
    database: Database = None,
) -> None:
    """Serve the workspace in the browser, and take live events, webhooks and notes."""
    from desireline import app

    is_there = database is None or app.exists(workspace)
    begin = app.open_existing if is_there else app.create
    with begin(workspace, database=database) as opened:
        serve_workspace(
            opened,
            port=port,
            browser=browser,
            host=host,
            origins=allow_origin or [],
            public_url=public_url,
            proxy=proxy,
        )
