"""The live door against a bare FastAPI route: requests per second and CPU per request, in one run.

    python benchmarks/live/run.py [--seconds 8] [--clients 16]

Each server is a process of its own; clients are threads of this one, with connections that stay open. CPU is
the server's (user and system, all its threads), read from /proc, so Linux only; it is the figure to trust on a
shared machine. The baseline reads the body as JSON and answers: it keeps nothing.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import desireline as dl

BASELINE = """
import sys, uvicorn
from typing import Any
from fastapi import FastAPI, Request
api = FastAPI()
@api.post("/v1/events")
async def take(request: Request) -> dict[str, bool]:
    await request.json()
    return {"success": True}
uvicorn.run(api, port=int(sys.argv[1]), log_level="error", access_log=False)
"""
TICK = os.sysconf("SC_CLK_TCK")


def cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def call(name: str) -> dict[str, Any]:
    return {
        "type": "track", "event": "Product Viewed", "userId": f"u{hash(name) % 5000}",
        "messageId": name, "timestamp": "2026-11-01T10:00:00Z",
        "properties": {"sku": "A-100", "price": 19.9, "currency": "EUR"},
        "context": {"library": {"name": "analytics.js"}, "page": {"path": "/p/a-100"}},
    }  # fmt: skip


def load(port: int, token: str, *, batch: int, seconds: float, clients: int) -> dict[str, Any]:
    waits: list[float] = []
    refused = [0]
    ends = time.monotonic() + seconds

    def send(client: int) -> None:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        number = 0
        while time.monotonic() < ends:
            names = [f"{batch}-{client}-{number}-{i}" for i in range(batch)]
            body = json.dumps(
                {"batch": [call(name) for name in names]} if batch > 1 else call(names[0])
            )
            started = time.monotonic()
            connection.request("POST", "/v1/events", body, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                waits.append(time.monotonic() - started)
            else:
                refused[0] += 1
            number += 1
        connection.close()

    threads = [threading.Thread(target=send, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"waits": waits, "refused": refused[0]}


def measure(name: str, pid: int, port: int, token: str, *, batch: int, options: Any) -> float:
    load(port, token, batch=batch, seconds=1, clients=2)
    before, started = cpu(pid), time.monotonic()
    found = load(port, token, batch=batch, seconds=options.seconds, clients=options.clients)
    passed, spent = time.monotonic() - started, cpu(pid) - before
    waits = sorted(found["waits"])
    per_request = spent / max(1, len(waits)) * 1000
    print(
        f"{name:34} {len(waits) / passed:8.0f} requests/s {len(waits) * batch / passed:9.0f} events/s "
        f"{per_request:7.2f} ms CPU/request {1000 * batch / per_request:7.0f} events/CPU s  p50 {statistics.median(waits) * 1000:6.1f} ms  "
        f"p99 {waits[int(len(waits) * 0.99)] * 1000:6.1f} ms  refused {found['refused']}"
    )
    return per_request


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--clients", type=int, default=16)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bare = subprocess.Popen([sys.executable, "-c", BASELINE, "8391"])
        workspace = Path(folder) / "acme"
        with dl.open(workspace) as opened:
            token = opened.make_token("load", scope="all")
            looking = opened.make_token("look", scope="api", role="viewer")
        ours = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "desireline",
                "serve",
                "-w",
                workspace,
                "--port",
                "0",
                "--no-browser",
            ],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert ours.stderr is not None
        port = 0
        while not port:
            found = re.search(r"127\.0\.0\.1:(\d+)/$", ours.stderr.readline().strip())
            port = int(found[1]) if found else 0
        time.sleep(4)
        try:
            for batch in (1, 100):
                words = "one event a request" if batch == 1 else f"{batch} events a request"
                base = measure(
                    f"bare FastAPI, {words}", bare.pid, 8391, token, batch=batch, options=options
                )
                own = measure(
                    f"live door, {words}", ours.pid, port, token, batch=batch, options=options
                )
                print(f"  CPU per request, live door / bare: {own / base:.2f}")
            _drained(port, looking)
        finally:
            bare.kill()
            ours.kill()


def _drained(port: int, token: str) -> None:
    """Say how long it takes until the log has what the load left."""
    started = time.monotonic()
    first: int | None = None
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/api/v1/live", headers={"Authorization": f"Bearer {token}"})
        waiting = json.loads(connection.getresponse().read())["waiting_events"]
        first = waiting if first is None else first
        if not waiting or time.monotonic() - started > 300:
            break
        time.sleep(0.5)
    passed = time.monotonic() - started
    print(
        f"the log had the last of {first:,} waiting events {passed:.1f} s later ({waiting:,} left)"
    )


if __name__ == "__main__":
    main()
