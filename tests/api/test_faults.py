"""A server that is told to stop, or has hardly any open files: it ends in order, and goes on."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
import time
from pathlib import Path

import pytest
from tests.api.conftest import Server, make_server, patience

import desireline as dl

pytestmark = pytest.mark.slow  # each starts a server or two


def _call(name: str) -> dict[str, str]:
    return {
        "type": "track", "event": "Step", "userId": name, "messageId": name,
        "timestamp": "2026-11-01T10:00:00Z",
    }  # fmt: skip


def test_told_to_stop_under_load_it_ends_soon_and_keeps_what_it_acknowledged(
    tmp_path: Path,
) -> None:
    server = make_server(tmp_path / "w")
    server.start()
    acknowledged: set[str] = set()

    def send(client: int) -> None:
        with contextlib.suppress(Exception):  # the end of the server ends it
            for number in range(100_000):
                name = f"{client}-{number}"
                answer = server.post("/v1/events", _call(name), token=server.tokens["events"])
                if answer.status == 200:
                    acknowledged.add(name)

    threads = [threading.Thread(target=send, args=(client,)) for client in range(4)]
    for thread in threads:
        thread.start()
    server.wait_until(lambda: len(acknowledged) > 50)
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    code = server.process.wait(timeout=patience(60))
    took = time.monotonic() - began
    server.process.stderr.close()
    for thread in threads:
        thread.join()
    assert code in {0, -signal.SIGTERM}
    assert took < patience(10)
    with dl.open(tmp_path / "w") as workspace:
        workspace.add(tmp_path)  # brings what waits into the log
    kept = {row[0].removeprefix("segment:") for row in server.events()}
    assert acknowledged <= kept


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_while_it_computes_it_ends_in_order(
    tmp_path: Path, told: signal.Signals
) -> None:
    server = make_server(tmp_path / "w")
    server.start()
    job = server.post("/api/v1/sample-company", None).json()["id"]
    server.wait_until(lambda: bool(server.ask("GET", "/api/v1/status").json()["events"]))
    assert server.ask("GET", f"/api/v1/jobs/{job}").json()["state"] == "running"
    server.process.send_signal(told)
    assert server.process.wait(timeout=patience(60)) in {0, -told}  # never aborted: -6
    server.process.stderr.close()
    with dl.open(tmp_path / "w") as workspace:
        assert workspace.status().events


def test_with_few_open_files_it_recovers_when_connections_end(tmp_path: Path) -> None:
    made = make_server(tmp_path / "w")
    server = Server(
        folder=made.folder,
        prefix=("sh", "-c", 'ulimit -n 100; exec "$0" "$@"'),
        tokens=made.tokens,
    )
    server.start()
    many = []
    with contextlib.suppress(OSError):
        many = [socket.create_connection(("127.0.0.1", server.port), 5) for _ in range(150)]
    assert len(many) > 100
    for one in many:
        one.close()
    server.wait_until(
        lambda: (
            server.post("/v1/events", _call("after"), token=server.tokens["events"]).status == 200
        )
    )
    server.wait_until(lambda: server.waiting() == 0)
    server.stop()
    assert [row[0] for row in server.events()] == ["segment:after"]
