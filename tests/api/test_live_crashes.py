"""A real server, killed at any moment: what was acknowledged is in the log once, whatever follows."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import Server, make_server

import desireline as dl
from desireline.api import create_api
from desireline.pipeline import Limits


class Senders:
    """Clients that send numbered calls until they are stopped, and remember what was acknowledged."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._numbers = iter(range(1_000_000))
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self.acknowledged: set[str] = set()
        self.sent: set[str] = set()
        self._threads = [threading.Thread(target=self._send) for _ in range(3)]
        for thread in self._threads:
            thread.start()

    def _send(self) -> None:
        while not self._stop.is_set():
            with self._lock:
                names = [f"c{next(self._numbers)}" for _ in range(2)]
                self.sent.update(names)
            calls = [
                {"type": "track", "event": "Step", "userId": name, "messageId": name,
                 "timestamp": "2026-11-01T10:00:00Z"}
                for name in names
            ]  # fmt: skip
            try:
                answer = self._server.post(
                    "/v1/events", calls, token=self._server.tokens["events"]
                )
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            if answer.status == 200:
                self.acknowledged.update(names)

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def _survives(folder: Path, kills: int, seed: int) -> None:
    choose = random.Random(seed)
    server = make_server(folder)
    server.start()
    senders = Senders(server)
    try:
        for _ in range(kills):
            before = len(senders.acknowledged)
            server.wait_until(lambda before=before: len(senders.acknowledged) > before)
            time.sleep(choose.uniform(0, 2.5))
            server.kill()
            server.start()
    finally:
        senders.stop()
    server.wait_until(lambda: server.waiting() == 0, seconds=120)
    server.stop()
    found = Counter(row[0].removeprefix("segment:") for row in server.events())
    assert senders.acknowledged <= set(found)
    assert set(found) <= senders.sent
    assert set(found.values()) == {1}
    assert len(senders.acknowledged) > 2 * kills


def test_killed_between_the_answer_and_the_log_nothing_is_lost_and_nothing_doubled(
    tmp_path: Path,
) -> None:
    _survives(tmp_path / "acme", kills=1, seed=20261128)


@pytest.mark.slow
def test_the_same_over_many_kills(tmp_path: Path) -> None:
    _survives(tmp_path / "acme", kills=15, seed=7)


@pytest.fixture
def full(tmp_path: Path) -> Iterator[tuple[TestClient, dict[str, dict[str, str]]]]:
    """A server in this process whose inbox holds two events, and which brings nothing into the log."""
    with dl.open(tmp_path / "acme") as workspace:
        api = create_api(workspace, limits=Limits(events=2))
        yield (
            TestClient(api, base_url="http://127.0.0.1"),
            {
                "sender": _bearer(workspace.make_token("web")),
                "viewer": _bearer(workspace.make_token("watch", scope="api", role="viewer")),
            },
        )


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_when_too_much_waits_senders_are_told_when_to_come_again(
    full: tuple[TestClient, dict[str, dict[str, str]]],
) -> None:
    client, shown = full
    call = {"event": "Step", "userId": "u"}
    answers = [
        client.post("/v1/track", json=call | {"messageId": f"m{number}"}, headers=shown["sender"])
        for number in range(4)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert answers[2].json()["code"] == "live.busy"
    assert int(answers[2].headers["retry-after"]) > 0
    seen = client.get("/api/v1/live", headers=shown["viewer"])
    assert seen.json()["waiting_events"] == 2
