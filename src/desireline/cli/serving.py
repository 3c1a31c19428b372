"""Serving a workspace to this computer until Ctrl-C."""

from __future__ import annotations

import contextlib
import socket
import threading
import webbrowser
from typing import TYPE_CHECKING

from desireline.cli.output import progress, say
from desireline.errors import InputError

if TYPE_CHECKING:
    from desireline.app import Workspace

HOST = "127.0.0.1"


def serve_workspace(workspace: Workspace, *, port: int, browser: bool) -> None:
    """Draw the maps once, then serve them; return when the user stops it."""
    from desireline.api import run

    with _listening_socket(port) as listening:
        with progress() as listen:
            workspace.maps(listener=listen)
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        say(f"Your map: {address}")
        say("Stop with Ctrl-C.")
        if browser:
            threading.Timer(0.8, webbrowser.open, [address]).start()
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how serving ends
            run(workspace, listening)


def _listening_socket(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()  # from here on a browser waits instead of being refused
    except OSError as error:
        listening.close()
        raise InputError(
            f"Port {port} is taken: {error.strerror}.",
            hint="Choose another with --port, or --port 0 for any free one.",
            code="input.port",
        ) from error
    return listening
