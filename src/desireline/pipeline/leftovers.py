"""Folders for unfinished files: named by the process that writes them, swept when it has ended.

In: a workspace's folder.  Out: names for new folders; how many leftovers were removed.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

TEMPORARY = "tmp"
_DAY_SECONDS = 86_400


def staging_prefix(purpose: str = "import") -> str:
    """Begin the name of a folder for unfinished files: whose it is, so that leftovers are known."""
    return f"{purpose}-{os.getpid()}-"


def sweep(workspace: Path) -> int:
    """Remove what processes that ended, by kill -9 say, have left."""
    folder = workspace / TEMPORARY
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
