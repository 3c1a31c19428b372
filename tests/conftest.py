"""Fixtures that every part of the suite shares."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from tests.servers import Server, postgresql_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).parents[1]

# a busy machine is no failure: nothing here is judged by the clock
settings.register_profile("busy", deadline=None)
settings.load_profile("busy")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout; the test is skipped where it is absent."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("real data are not on this machine: ../shared/data is absent")
    return folder


@dataclass(frozen=True)
class Run:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Desireline = Callable[..., Run]


@pytest.fixture(scope="session")
def desireline() -> Desireline:
    """Run the command line in a process of its own, as a user would."""

    def run(*arguments: str | Path, cwd: Path | None = None, timeout: float = 300) -> Run:
        ended = subprocess.run(
            [sys.executable, "-m", "desireline", *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=cwd,
            timeout=timeout,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return Run(code=ended.returncode, out=ended.stdout, err=ended.stderr)

    return run


@pytest.fixture(scope="session")
def sample_exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company's exports, small: read, never written to."""
    from desireline.sample import write

    folder = tmp_path_factory.mktemp("sample") / "exports"
    write(folder, seed=7, customers=300)
    return folder


@pytest.fixture(scope="session")
def sample_workspace(tmp_path_factory: pytest.TempPathFactory, sample_exports: Path) -> Path:
    """A workspace into which the sample company was imported: read, never written to."""
    import desireline

    folder = tmp_path_factory.mktemp("workspace") / "acme"
    with desireline.open(folder) as workspace:
        report = workspace.add(sample_exports)
        assert not report.failed
    return folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A real PostgreSQL, one for all tests of a process."""
    with postgresql_server() as server:
        yield server


@pytest.fixture
def team_database(postgresql: Server) -> str:
    """The address of an empty schema, for the state of one workspace."""
    return postgresql.empty_schema()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for all tests of a process, or they are skipped with that reason."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = player.chromium.launch(executable_path=chromium, args=arguments)
        yield opened
        opened.close()
