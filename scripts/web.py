"""Run the web part's own checks or any npm script, with the Node of the wheel: no system Node.

`uv run --group dev scripts/web.py check` installs what package-lock.json names, then checks types,
tests and the generated files. Any other words go to npm as they are.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from hatch_build import npm  # noqa: E402 - the build hook stands at the root, outside the package


def main(arguments: list[str]) -> None:
    """Hand over to npm; raises when it fails."""
    web = ROOT / "web"
    if arguments == ["check"]:
        if not (web / "node_modules").is_dir():
            npm(web, "ci", "--prefer-offline", "--no-audit", "--no-fund")
        npm(web, "run", "check")
    else:
        npm(web, *arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
