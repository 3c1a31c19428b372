"""Ctrl-C and kill -9 in the middle of an import: nothing half, and the same command goes on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def _start(workspace: Path, exports: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "desireline", "import", exports, "-w", workspace]
    return subprocess.Popen(
        list(map(str, command)), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _status(desireline, workspace: Path) -> dict[str, object]:
    return json.loads(desireline("status", "-w", workspace, "--json").out)


@pytest.mark.parametrize(
    "how", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.slow)]
)
def test_an_import_that_was_stopped_goes_on_and_ends_the_same(
    desireline, sample_exports: Path, sample_workspace: Path, tmp_path: Path, how: signal.Signals
) -> None:
    acme = tmp_path / "acme"
    desireline("init", acme)
    for delay in (1.0, 2.5):
        process = _start(acme, sample_exports)
        time.sleep(delay)
        process.send_signal(how)
        _, err = process.communicate(timeout=60)
        assert "Traceback" not in err
    finished = desireline("import", sample_exports, "-w", acme)
    assert finished.code == 0, finished.err
    assert _status(desireline, acme) == _status(desireline, sample_workspace)


def test_a_second_writer_waits_and_says_who_is_writing(
    desireline, sample_exports: Path, tmp_path: Path
) -> None:
    acme = tmp_path / "acme"
    desireline("init", acme)
    first = _start(acme, sample_exports)
    time.sleep(1.5)
    second = desireline("import", sample_exports, "-w", acme)
    first.communicate(timeout=120)
    assert first.returncode == 0
    assert "Traceback" not in second.err
    assert second.code == 0 or f"process {first.pid}" in second.err


def test_reading_goes_on_while_an_import_writes(
    desireline, sample_workspace: Path, tmp_path: Path
) -> None:
    import shutil

    acme = tmp_path / "acme"
    shutil.copytree(sample_workspace, acme)
    more = tmp_path / "more"
    from desireline.sample import write

    write(more, seed=8, customers=100)
    writing = _start(acme, more)
    while writing.poll() is None:
        for verb in ("status", "insights"):
            run = desireline(verb, "-w", acme)
            assert run.code == 0, run.err
    writing.communicate(timeout=60)
    assert writing.returncode == 0
