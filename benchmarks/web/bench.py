"""What the parts of this benchmark share: a served workspace, a session, CPU of processes, a calibration of the machine."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")


def cpu(pid: int) -> float:
    """CPU seconds of a process so far, all its threads, without its children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def calibration() -> str:
    """How fast this machine is now: CPU and wall time of ten million additions, and the load."""
    began, used = time.perf_counter(), time.process_time()
    total = 0
    for number in range(10_000_000):
        total += number
    used, wall = time.process_time() - used, time.perf_counter() - began
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"calibration: 10M additions {used:.2f} s CPU, {wall:.2f} s wall; {os.cpu_count()} cores, load {load}"


def share(sorted_values: Sequence[float], part: float) -> float:
    """A quantile of values in order."""
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * part))]


@dataclass
class Served:
    """A running server, and somebody who is signed in."""

    port: int
    pid: int
    cookie: str = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {
            "Origin": self.origin,
            "Cookie": self.cookie,
            "Content-Type": "application/json",
        }
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content, {k.lower(): v for k, v in answer.getheaders()}

    def sign_in(self) -> None:
        status, content, headers = self.ask("POST", "/api/v1/session/local")
        assert status == 200, content
        self.cookie = headers["set-cookie"].partition(";")[0]


@contextmanager
def served(workspace: Path) -> Generator[Served]:
    """Serve a workspace as a user would, and sign in."""
    command = [sys.executable, "-m", "desireline", "serve", "--no-browser", "--port", "0"]
    process = subprocess.Popen([*command, "-w", str(workspace)], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    port = 0
    while not port:
        found = re.search(r"127\.0\.0\.1:(\d+)/$", process.stderr.readline().strip())
        port = int(found[1]) if found else 0
    server = Served(port, process.pid)
    for _ in range(300):
        try:
            server.sign_in()
            break
        except OSError:
            time.sleep(0.2)
    try:
        yield server
    finally:
        process.terminate()
        process.wait(30)
