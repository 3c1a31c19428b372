"""Run the tests: `uv run --group dev scripts/test.py [--slow] [pytest arguments]`.

Installs what a fresh machine lacks: a Chromium for the browser tests, PostgreSQL and MariaDB for those
of databases, from the system's packages, where that is allowed (as root, or with CI=true); elsewhere it prints the line to run and
those tests are skipped with that reason.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
INSTALL = ["apt-get install -y --no-install-recommends chromium"]
SERVERS = ("postgresql", "mariadb-server")
"""Databases that tests start in a temporary folder."""


def main() -> int:
    """Prepare, then hand over to pytest; return its exit code."""
    arguments = sys.argv[1:]
    marker = "not slow"
    if "--slow" in arguments:
        arguments.remove("--slow")
        marker = "slow"
    if not any(shutil.which(browser) for browser in BROWSERS):
        _install_browser()
    _install_servers()
    command = [sys.executable, "-m", "pytest", "-m", marker, "-n", "2", "--dist", "loadfile"]
    # hundreds of short processes are started; none should compile every module again
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run([*command, *arguments], check=False, env=environment).returncode  # noqa: S603


def _install_browser() -> None:
    if not _may_install():
        print("No Chromium here: the browser tests will be skipped. To run them:")  # noqa: T201
        print(f"    sudo {INSTALL[0]}")  # noqa: T201
        return
    for line in ("apt-get update -qq", *INSTALL):
        subprocess.run(line.split(), check=False, stdout=subprocess.DEVNULL)  # noqa: S603


def _install_servers() -> None:
    there = {
        "postgresql": any(Path("/usr/lib/postgresql").glob("*/bin/postgres")),
        "mariadb-server": shutil.which("mariadbd", path="/usr/sbin:/usr/bin") is not None,
    }
    missing = [name for name in SERVERS if not there[name]]
    if not missing:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if not _may_install():
        print(f"No {' and '.join(missing)}: their tests will be skipped. To run them:")  # noqa: T201
        print(f"    sudo {line}")  # noqa: T201
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for one in ("apt-get update -qq", line):
        subprocess.run(one.split(), check=False, stdout=subprocess.DEVNULL, env=quiet)  # noqa: S603


def _may_install() -> bool:
    allowed = os.environ.get("CI") == "true" or (hasattr(os, "geteuid") and os.geteuid() == 0)
    return allowed and shutil.which("apt-get") is not None


if __name__ == "__main__":
    sys.exit(main())
