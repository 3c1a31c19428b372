"""A server that is killed while people edit at random: what was acknowledged is there afterwards, always."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Map, create_update_message
from tests.api.conftest import Server, patience
from tests.api.test_maps import Editor
from websockets.exceptions import ConnectionClosed

import desireline as dl

STORMS = int(os.environ.get("DESIRELINE_STORMS", "40"))
"""DESIRELINE_STORMS=200 for a release."""
SEED = int(os.environ.get("DESIRELINE_STORM_SEED", "20"))
MOST_EDITS = 60


class Lightning:
    """A server in a process that is killed again and again."""

    def __init__(self, folder: Path) -> None:
        self.server = Server(folder=folder)
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "storm.py"), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._pid = 0

    def start(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("again\n")
        self._process.stdin.flush()
        pid, port = self._process.stdout.readline().split()
        self._pid, self.server.port = int(pid), int(port)
        asked = self.server.ask
        self.server.wait_until(lambda: asked("GET", "/api/v1/session").status == 200)
        if not self.server.cookie:
            self.server.cookie = self.server.signs_in("/api/v1/session/local")

    def strike(self) -> None:
        pid, self._pid = self._pid, 0
        if pid:  # else the other editor struck first
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def end(self) -> None:
        self.strike()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=patience(60))
        self._process.stdout.close()


@pytest.fixture
def lightning(tmp_path: Path) -> Iterator[Lightning]:
    rows = [f"c{one},{event},2025-03-0{1 + one}\n" for one in range(8) for event in ("a", "b")]
    (tmp_path / "log.csv").write_text("customer,event,when\n" + "".join(rows))
    with dl.open(tmp_path / "w") as workspace:
        workspace.add(tmp_path / "log.csv")
        workspace.maps()
    made = Lightning(tmp_path / "w")
    yield made
    made.end()


def _edits(
    editor: Editor, names: list[str], *, strike_at: int, strike: Callable[[], None]
) -> list[str]:
    """Send edits without waiting; strike once so many were acknowledged; return all that were."""
    cards = editor.doc.get("cards", type=Map)

    def is_time() -> bool:
        return editor.kept > strike_at  # the first that is counted is the greeting

    try:
        for name in names:
            before = editor.doc.get_state()
            cards[name] = Map({"kind": "note"})
            editor.socket.send(create_update_message(editor.doc.get_update(before)))
            with contextlib.suppress(TimeoutError):
                editor.hear(editor.socket.recv(timeout=0))
            if is_time():
                strike()
        editor.hear_until(is_time)
        strike()
        editor.hear_until(lambda: False)
    except ConnectionClosed:
        pass
    return names[: max(0, editor.kept - 1)]


@pytest.mark.slow
def test_no_acknowledged_edit_is_lost_in_storms_that_kill_the_server(lightning: Lightning) -> None:
    chance = random.Random(SEED)
    promised: set[str] = set()
    cut = 0
    lightning.start()
    map_id = lightning.server.ask("GET", "/api/v1/maps").json()[0]["id"]
    for storm in range(STORMS):
        editors = [Editor(lightning.server, map_id) for _ in range(2)]
        there: dict[str, Any] = editors[0].doc.get("cards", type=Map).to_py() or {}
        assert promised <= there.keys()
        names = [[f"{storm}-{who}-{one}" for one in range(MOST_EDITS)] for who in (0, 1)]
        with ThreadPoolExecutor() as pool:
            sent = [
                pool.submit(
                    _edits,
                    editor,
                    own,
                    strike_at=chance.randint(1, MOST_EDITS),
                    strike=lightning.strike,
                )
                for editor, own in zip(editors, names, strict=True)
            ]
        told = [one.result() for one in sent]
        for editor in editors:
            editor.socket.close()
        promised |= {name for names in told for name in names}
        cut += any(len(names) < MOST_EDITS for names in told)
        lightning.start()
    last = Editor(lightning.server, map_id)
    kept = last.doc.get("cards", type=Map).to_py() or {}
    last.socket.close()
    lightning.strike()
    assert promised <= kept.keys()
    assert len(promised) >= STORMS  # there was something to lose,
    assert cut > STORMS / 4  # and it was cut off in the middle
