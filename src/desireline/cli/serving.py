"""Serving a workspace to this computer until Ctrl-C."""

from __future__ import annotations

import contextlib
import socket
import threading
import webbrowser
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desireline.cli.output import progress, say
from desireline.errors import InputError

if TYPE_CHECKING:
    from desireline.app import Workspace

HOST = "127.0.0.1"


def serve_workspace(
    workspace: Workspace,
    *,
    port: int,
    browser: bool,
    host: str = HOST,
    origins: Sequence[str] = (),
) -> None:
    """Draw the maps once, then serve them; return when the user stops it."""
    from desireline.api import run

    _check_origins(origins)
    with _listening_socket(host, port) as listening:
        with progress() as listen:
            workspace.maps(listener=listen)
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        say(f"Your map: {address}")
        say(
            f"Live events, webhooks, notes: {address}v1/events, {address}v1/webhooks/SOURCE, {address}note"
        )
        say("Stop with Ctrl-C.")
        if browser:
            threading.Timer(0.8, webbrowser.open, [address]).start()
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how serving ends
            run(workspace, listening, origins=origins)


def _check_origins(origins: Sequence[str]) -> None:
    for origin in origins:
        parts = urlsplit(origin)
        if (
            parts.scheme not in {"http", "https"}
            or not parts.netloc
            or parts.path
            or "*" in origin
        ):
            raise InputError(
                f"{origin!r} is no origin of a page.",
                hint="Name it as a browser does, without a path: https://shop.example.org",
                code="input.origin",
            )


def _listening_socket(host: str, port: int) -> socket.socket:
    listening = socket.socket(
        socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM
    )
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # from here on a browser waits instead of being refused
    except OSError as error:
        listening.close()
        raise InputError(
            f"Port {port} of {host} cannot be used: {error.strerror}.",
            hint="Choose another with --port, or --port 0 for any free one.",
            code="input.port",
        ) from error
    return listening
