"""Maps and insights while events come in: from the last computed version, with its age.

In: a served workspace with many events.  Out: how long the answers take while 1,000 events a second come in, and whether
the door keeps up; CPU beside. The load goes in as Segment's libraries send it, in batches, and once more one by one.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from typing import Any, Self

from bench import Served, cpu, share


def call(name: str) -> dict[str, Any]:
    return {
        "type": "track", "event": "Product Viewed", "userId": f"u{hash(name) % 5000}", "messageId": name,
        "timestamp": "2026-11-01T10:00:00Z", "properties": {"sku": "A-100", "price": 19.9, "currency": "EUR"},
    }  # fmt: skip


class Load:
    """Clients that send so many events a second, and when they were acknowledged."""

    def __init__(
        self, server: Served, token: str, *, rate: int, batch: int, clients: int, name: str
    ) -> None:
        self.waits: list[float] = []
        self.kept = 0
        self._server, self._token, self._batch, self._name = server, token, batch, name
        self._pause = batch * clients / rate
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._send, args=(one,)) for one in range(clients)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _send(self, client: int) -> None:
        """Over a bare socket: a client of the library costs several times what the server does, and it would be measured."""
        connection = socket.create_connection(("127.0.0.1", self._server.port), timeout=60)
        head = (
            f"POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self._token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        )
        due, number = time.perf_counter(), 0
        while not self._stopped.wait(max(0.0, due - time.perf_counter())):
            due += self._pause
            calls = [call(f"{self._name}-{client}-{number}-{one}") for one in range(self._batch)]
            body = json.dumps({"batch": calls} if self._batch > 1 else calls[0])
            began = time.perf_counter()
            connection.sendall(f"{head}{len(body)}\r\n\r\n{body}".encode())
            answer = b""
            while not answer.endswith(b"}"):  # all answers are small objects
                answer += connection.recv(65_536)
            self.waits.append(time.perf_counter() - began)
            self.kept += self._batch if b" 200 " in answer[:16] else 0
            number += 1
        connection.close()


def _asked(server: Served, paths: list[str], seconds: float) -> list[float]:
    waits: list[float] = []
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        for path in paths:
            began = time.perf_counter()
            status, _, _ = server.ask("GET", path)
            assert status == 200
            waits.append(time.perf_counter() - began)
        time.sleep(0.1)
    return sorted(waits)


def measure(server: Served, token: str, options: Any) -> list[str]:
    """Print what was measured; return what misses its goal."""
    maps = json.loads(server.ask("GET", "/api/v1/maps")[1])
    paths = [f"/api/v1/maps/{maps[0]['id']}", "/api/v1/insights", "/api/v1/maps"]
    told = json.loads(server.ask("GET", "/api/v1/insights")[1])
    print(
        "age is told:",
        {k: v for k, v in told.items() if k != "insights"} if isinstance(told, dict) else "no",
    )
    _asked(server, paths, 2)
    _line("at rest", server, paths, options.seconds, None)
    missed: list[str] = []
    for batch, clients in ((100, 4), (1, 24)):
        with Load(
            server, token, rate=1000, batch=batch, clients=clients, name=f"l{batch}"
        ) as load:
            began = time.perf_counter()
            found = _line(
                f"1,000 events/s, {batch} a request", server, paths, options.seconds, load
            )
            passed = time.perf_counter() - began
        taken = load.kept / passed
        goals = [
            (found[0] < 0.3, f"p50 < 300 ms while events come {batch} a request (wall)"),
            (found[1] < 1.0, f"p99 < 1 s while events come {batch} a request (wall)"),
            (taken > 950, f"1,000 events/s are taken, {batch} a request (wall): {taken:.0f}"),
        ]
        missed += [words for holds, words in goals if not holds]
    return missed


def _line(
    name: str, server: Served, paths: list[str], seconds: float, load: Load | None
) -> tuple[float, float]:
    before, kept = cpu(server.pid), load.kept if load else 0
    waits = _asked(server, paths, seconds)
    spent = cpu(server.pid) - before
    taken = (
        ""
        if load is None
        else (
            f"; took {(load.kept - kept) / seconds:.0f} events/s, acknowledged p50 "
            f"{share(sorted(load.waits), 0.5) * 1000:.0f} ms, p99 {share(sorted(load.waits), 0.99) * 1000:.0f} ms"
        )
    )
    print(
        f"{name:32} {len(waits)} answers: p50 {share(waits, 0.5) * 1000:.0f} ms, p99 {share(waits, 0.99) * 1000:.0f} ms; "
        f"server {spent / seconds:.2f} cores{taken}"
    )
    return share(waits, 0.5), share(waits, 0.99)
