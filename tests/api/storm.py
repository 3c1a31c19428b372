"""A server that can be killed and is there again at once: everything is imported before it is forked.

Each line on standard input forks one that serves the workspace; its process id and port come back as a line.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path

import uvicorn  # noqa: F401 - imported once, before the fork

from desireline.api import run
from desireline.app import open_existing


def main(folder: Path) -> None:
    """Fork a server for every line."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        listening = socket.create_server(("127.0.0.1", 0))
        child = os.fork()
        if not child:
            with open_existing(folder) as workspace:
                run(workspace, listening)
            os._exit(0)
        sys.stdout.write(f"{child} {listening.getsockname()[1]}\n")
        sys.stdout.flush()
        listening.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
