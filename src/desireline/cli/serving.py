"""Serving a workspace to this computer until Ctrl-C."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from desireline.cli.output import progress, say
from desireline.errors import InputError

if TYPE_CHECKING:
    from desireline.app import Workspace
    from desireline.jobs import Listener

HOST = "127.0.0.1"
_STOP_SECONDS = 3.0
_FIRST_WORD_SECONDS = 2.0
_NEXT_WORD_SECONDS = 15.0


def serve_workspace(
    workspace: Workspace,
    *,
    port: int,
    browser: bool,
    host: str = HOST,
    origins: Sequence[str] = (),
    public_url: str | None = None,
    proxy: str | None = None,
) -> None:
    """Draw the maps once, then serve them; return when the user stops it."""
    from desireline.api import run

    _check_origins(origins if public_url is None else [*origins, public_url.rstrip("/")])
    with _listening_socket(host, port) as listening:
        with progress() as listen:
            workspace.maps(listener=_telling(listen))
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        opened = _opening(workspace, address, public_url)
        say(f"Your map: {opened if public_url is None else public_url}")
        if opened != address:
            say(f"Sign in, once: {opened}")
        say(
            f"Live events, webhooks, notes: {address}v1/events, {address}v1/webhooks/SOURCE, {address}note"
        )
        say("Stop with Ctrl-C.")
        if browser:
            threading.Timer(0.8, webbrowser.open, [opened]).start()
        has_ended = run(workspace, listening, origins=origins, public_url=public_url, proxy=proxy)
    if not (workspace.close(wait_seconds=_STOP_SECONDS) and has_ended):
        _leave()


def _telling(listen: Listener) -> Listener:
    """Say now and then what is being done, where there is no bar that shows it."""
    if sys.stderr.isatty():
        return listen
    told = time.monotonic() + _FIRST_WORD_SECONDS

    def tell(done: int, total: int | None, words: str) -> None:
        nonlocal told
        if time.monotonic() > told:
            told = time.monotonic() + _NEXT_WORD_SECONDS
            say(f"Drawing the maps: {words}{f' ({done} of {total})' if total else ''} ...")

    return tell


def _leave() -> NoReturn:
    """End the process while a thread of it still computes: what it would have written is computed anew."""
    say("Stopped. What was being computed is computed anew when somebody asks.")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # an orderly end would take the engine away under the thread, and abort


def _opening(workspace: Workspace, address: str, public_url: str | None) -> str:
    """The address to open; with the secret of a link where nobody could sign in otherwise."""
    from desireline.api import tells_users_apart

    if not workspace.members.is_open:
        return address
    if public_url is not None:
        return f"{public_url.rstrip('/')}/#setup={workspace.set_up_link()[1]}"
    if tells_users_apart():
        return address  # whoever started this may sign in from a browser on this computer
    return f"{address}#sign-in={workspace.sign_in_link()[1]}"


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
