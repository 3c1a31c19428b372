"""Folders for unfinished files: named by the process that writes them, swept when it has ended.

In: a workspace's folder.  Out: new folders; how many leftovers were removed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

TEMPORARY = "tmp"
_DAY_SECONDS = 86_400


@contextlib.contextmanager
def staging(temporary: Path, purpose: str) -> Generator[Path]:
    """Make a folder for unfinished files, and remove it; its name says whose it is, for `sweep`."""
    folder = Path(tempfile.mkdtemp(prefix=f"{purpose}-{os.getpid()}-", dir=temporary))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
