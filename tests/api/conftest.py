"""A real server in a process of its own, and real HTTP."""

from __future__ import annotations

import base64
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import desireline as dl

ORIGIN = "https://shop.example.org"


def patience(seconds: float) -> float:
    """A time limit that finds what hangs, not what waits for its turn on a machine that others use."""
    waiting = os.getloadavg()[0] / (os.cpu_count() or 1)
    return seconds * max(1.0, waiting)


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of a problem."""
        assert self.headers["content-type"] == "application/problem+json", self.body
        return self.json()["code"]


@dataclass
class Server:
    """A running `desireline serve`."""

    folder: Path
    tokens: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    """A command that starts it."""
    process: Any = None
    port: int = 0
    cookie: str = ""
    """Of whoever is signed in; the server's user on this computer, once it was started."""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "desireline", "serve", "-w", str(self.folder)]
        self.process = subprocess.Popen(
            [*self.prefix, *command, "--port", "0", "--no-browser", *self.options],
            stderr=subprocess.PIPE,
            text=True,
        )
        while line := self.process.stderr.readline():
            if found := re.search(r"127\.0\.0\.1:(\d+)/$", line.strip()):
                self.port = int(found[1])
                break
        else:
            raise AssertionError("the server did not start")
        self.wait_until(lambda: self.ask("GET", "/api/v1/session").status == 200)
        if not self.cookie:
            self.cookie = self.signs_in("/api/v1/session/local")

    def signs_in(self, path: str, body: Any = None) -> str:
        """Sign in one way or another; return the new cookie."""
        answer = self.ask("POST", path, body, cookie="")
        assert answer.status == 200, answer.body
        return answer.headers["set-cookie"].partition(";")[0]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self._ended()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self._ended()

    def _ended(self) -> None:
        self.process.wait(timeout=patience(60))
        self.process.stderr.close()

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        headers: dict[str, str] | None = None,
        cookie: str | None = None,
    ) -> Answer:
        """Send one request; a token goes the way of Segment's libraries, a page's cookie with its origin."""
        sent = dict(headers or {})
        if path.startswith("/api/") and "Authorization" not in sent:
            sent.setdefault("Origin", self.origin)
            sent.setdefault("Cookie", self.cookie if cookie is None else cookie)
        if token is not None:
            sent["Authorization"] = "Basic " + base64.b64encode(f"{token}:".encode()).decode()
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience(60))
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            got = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, got, answer.read())
        finally:
            connection.close()

    def post(self, path: str, body: Any, **more: Any) -> Answer:
        return self.ask("POST", path, body, **more)

    def waiting(self) -> int:
        return self.ask("GET", "/api/v1/live").json()["waiting_events"]

    def wait_until(self, holds: Callable[[], bool], seconds: float = 60) -> None:
        ends = time.monotonic() + patience(seconds)
        while time.monotonic() < ends:
            try:
                if holds():
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError("it did not come to pass")

    def events(self) -> list[tuple[Any, ...]]:
        """Read (event_id, subject, activity, source_file) of the log, as another process would."""
        from desireline.engines import open_engine

        with dl.open(self.folder) as workspace:
            snapshot = workspace._context().segments.snapshot()
            if not snapshot.of("events"):
                return []
            engine = open_engine()
            try:
                return engine.rows(
                    "SELECT event_id, subject, activity, source_file FROM "
                    f"{snapshot.source('events')} ORDER BY event_id"
                )
            finally:
                engine.close()


def make_server(folder: Path, *options: str) -> Server:
    server = Server(folder=folder, options=options)
    with dl.open(folder) as workspace:
        server.tokens = {
            "events": workspace.make_token("web"),
            "notes": workspace.make_token("sales", scope="notes"),
            "revoked": workspace.make_token("old"),
        }
        workspace.revoke_token(server.tokens["revoked"])
        server.secrets["billing"] = workspace.add_webhook("billing")[1]
        workspace.add_webhook("shopify", secret="the-secret-of-the-shop")
    return server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = make_server(tmp_path_factory.mktemp("live") / "acme", "--allow-origin", ORIGIN)
    made.start()
    yield made
    made.stop()
