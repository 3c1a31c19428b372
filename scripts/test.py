"""Run the tests: `uv run --group dev scripts/test.py [--slow] [pytest arguments]`.

Installs what a fresh machine lacks: a Chromium for the browser tests, from the system's packages,
where that is allowed (as root, or with CI=true); elsewhere it prints the line to run and the
browser tests are skipped with that reason.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
INSTALL = ["apt-get install -y --no-install-recommends chromium"]


def main() -> int:
    """Prepare, then hand over to pytest; return its exit code."""
    arguments = sys.argv[1:]
    marker = "not slow"
    if "--slow" in arguments:
        arguments.remove("--slow")
        marker = "slow"
    if not any(shutil.which(browser) for browser in BROWSERS):
        _install_browser()
    command = [sys.executable, "-m", "pytest", "-m", marker, "-n", "2", "--dist", "loadfile"]
    # hundreds of short processes are started; none should compile every module again
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run([*command, *arguments], check=False, env=environment).returncode  # noqa: S603


def _install_browser() -> None:
    allowed = os.environ.get("CI") == "true" or (hasattr(os, "geteuid") and os.geteuid() == 0)
    if not (allowed and shutil.which("apt-get")):
        print("No Chromium here: the browser tests will be skipped. To run them:")  # noqa: T201
        print(f"    sudo {INSTALL[0]}")  # noqa: T201
        return
    for line in ("apt-get update -qq", *INSTALL):
        subprocess.run(line.split(), check=False, stdout=subprocess.DEVNULL)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
