"""kill -9 at random points of an import and of an erasure: doing it again ends as if nothing had been."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import desireline

CHILD = Path(__file__).with_name("interrupted.py")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 and fork are POSIX")


def _killed(
    template: Path, exports: Path, work: Path, verb: str, *, times: int, seed: int
) -> list[dict[str, Any]]:
    work.mkdir()
    run = subprocess.run(
        [sys.executable, str(CHILD), *map(str, (template, exports, work, verb, times, seed))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def _same(lines: list[dict[str, Any]], times: int) -> None:
    undisturbed, *others = lines
    assert len(others) == times
    different = [
        o["killed_at"]
        for o in others
        if (o["status"], o["digest"]) != (undisturbed["status"], undisturbed["digest"])
    ]
    assert different == []
    assert {tuple(line["left"]) for line in lines} == {()}
    assert {line["known"] for line in lines} == {undisturbed["known"]}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, company: ModuleType) -> Path:
    """Exports of six people, an empty workspace, and one that holds them."""
    folder = tmp_path_factory.mktemp("small")
    company.write(folder / "exports", people=6)
    desireline.open(folder / "empty").close()
    with desireline.open(folder / "full") as workspace:
        workspace.add(folder / "exports")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("verb", "times", "seed"),
    [("import", 20, 20261128), ("import", 20, 20261129), ("erase", 15, 20261128)],
    ids=["import, first twenty", "import, second twenty", "erase"],
)
def test_killed_at_many_moments(
    small: Path, tmp_path: Path, verb: str, times: int, seed: int
) -> None:
    template = small / ("empty" if verb == "import" else "full")
    lines = _killed(template, small / "exports", tmp_path / "work", verb, times=times, seed=seed)
    _same(lines, times)
    assert lines[0]["known"] is (verb == "import")
