"""What runs of the pipeline leave in the folder of a workspace."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from desireline.pipeline.live.erasing import forget_in_inbox
from desireline.stores import Holdings, PlaceHolding, TableHolding, masking

_TEMPORARY = "tmp"
_DAY_SECONDS = 86_400


def staging_prefix(purpose: str = "import") -> str:
    """Begin the name of a folder for unfinished files: whose it is, so that leftovers are known."""
    return f"{purpose}-{os.getpid()}-"


def _sweep(workspace: Path) -> int:
    """Remove what processes that ended, by kill -9 say, have left."""
    folder = workspace / _TEMPORARY
    if not folder.is_dir():
        return 0
    left = [path for path in folder.iterdir() if not _in_use(path)]
    for path in left:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)


def _in_use(path: Path) -> bool:
    process = path.name.split("-")[1:2]
    if os.name != "posix":
        return time.time() - path.stat().st_mtime < _DAY_SECONDS
    if not process or not process[0].isdigit():
        return False
    try:
        os.kill(int(process[0]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


HOLDINGS = Holdings(
    tables=(
        TableHolding(
            name="inbox",
            why="what came in and is not in the log yet: calls that name the person go, a webhook or a "
            "note goes whole",
            personal=("body",),
            erase=forget_in_inbox,
        ),
        TableHolding(name="delivered", why="ids of deliveries, given by the sender's machine"),
        TableHolding(name="live_event", why="fingerprints and times of events: nobody is named"),
        TableHolding(
            name="token",
            why="names that the owner gave to senders: masked; and a fingerprint",
            personal=("name",),
            erase=masking("token", "name"),
        ),
        TableHolding(name="webhook_secret", why="secrets of sources: nobody is named"),
    ),
    places=(
        PlaceHolding(
            pattern=_TEMPORARY,
            why="files of imports under way; those of a process that ended are removed",
            sweep=_sweep,
        ),
    ),
)
