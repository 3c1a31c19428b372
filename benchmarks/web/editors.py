"""Fifty editors of one map, one edit a second each, against a relay that keeps nothing.

In: a server, a map.  Out: how long until an edit is at the others, and CPU per edit. The clients are the same for both: they
do not merge what they hear, but look for the mark of the edit in it, so that what is measured is the way, not the client.
The relay is the `websockets` library and a loop that sends what comes to everybody else.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import socket
import subprocess
import sys
import time
from typing import Any

from bench import Served, cpu, share
from pycrdt import Doc, Map, create_update_message
from websockets.asyncio.client import connect

KEPT = 10
"""Type of the message with which the server says what it has of a sender."""
MARK = re.compile(rb"mark-(\d+)-(\d+)-end")
RELAY = """
import asyncio, sys
from websockets.asyncio.server import serve
others = set()
async def relay(socket):
    others.add(socket)
    try:
        async for message in socket:
            for other in others:
                if other is not socket:
                    await other.send(message)
    finally:
        others.discard(socket)
async def main():
    async with serve(relay, "127.0.0.1", int(sys.argv[1]), compression=None):
        await asyncio.get_running_loop().create_future()
asyncio.run(main())
"""


class Crowd:
    """Editors, and when each edit was sent and seen."""

    def __init__(self, editors: int, seconds: float, pid: int) -> None:
        self.editors, self.seconds, self._pid = editors, seconds, pid
        self.cpu_before = (0.0, 0.0)
        """Of the server and of ourselves, once everybody is there."""
        self.waits: list[float] = []
        self.sent: dict[bytes, float] = {}

    async def run(self, url: str, headers: dict[str, str], *, greets: bool) -> None:
        ready = asyncio.Barrier(self.editors)
        await asyncio.gather(
            *(self._edit(n, url, headers, ready, greets=greets) for n in range(self.editors))
        )

    async def _edit(
        self,
        number: int,
        url: str,
        headers: dict[str, str],
        ready: asyncio.Barrier,
        *,
        greets: bool,
    ) -> None:
        doc: Doc[Any] = Doc()
        cards = doc.get("cards", type=Map)
        origin = headers.get("Origin")
        more = {k: v for k, v in headers.items() if k != "Origin"}
        async with connect(
            url, origin=origin, additional_headers=more, compression=None, max_size=None
        ) as socket_:  # type: ignore[arg-type]
            greeted = asyncio.Event()
            listener = asyncio.create_task(self._listen(socket_, str(number).encode(), greeted))
            if greets:
                # nothing new, in answer to the greeting; that it was heard ends the arrival
                await socket_.send(bytes([0, 1, 2, 0, 0]))
                await greeted.wait()
            await ready.wait()
            if not number:
                self.cpu_before = cpu(self._pid), cpu(os.getpid())
            await asyncio.sleep(random.random())
            ends = time.perf_counter() + self.seconds
            turn = 0
            while (now := time.perf_counter()) < ends:
                before = doc.get_state()
                mark = f"mark-{number}-{turn}-end"
                cards[f"c{number}"] = Map({"kind": "note", "words": mark})
                update = create_update_message(doc.get_update(before))
                self.sent[mark.encode()] = time.perf_counter()
                await socket_.send(update)
                turn += 1
                await asyncio.sleep(max(0, 1 - (time.perf_counter() - now)))
            await asyncio.sleep(2)
            listener.cancel()

    async def _listen(self, socket_: Any, own: bytes, greeted: asyncio.Event) -> None:
        async for message in socket_:
            now = time.perf_counter()
            if message[0] == KEPT:
                greeted.set()
            # what comes back to its author does not count
            self.waits += [now - self.sent[m[0]] for m in MARK.finditer(message) if m[1] != own]


def _measure(
    name: str, pid: int, url: str, headers: dict[str, str], *, greets: bool, options: Any
) -> dict[str, float]:
    crowd = Crowd(options.editors, options.seconds, pid)
    asyncio.run(crowd.run(url, headers, greets=greets))
    before, own = crowd.cpu_before
    spent, client = cpu(pid) - before, cpu(os.getpid()) - own
    waits = sorted(crowd.waits)
    edits = len(crowd.sent)
    seen = len(waits) / max(1, edits * (options.editors - 1))
    found = {
        "p50_ms": share(waits, 0.5) * 1000,
        "p99_ms": share(waits, 0.99) * 1000,
        "cpu_ms": spent / edits * 1000,
        "seen": seen,
    }
    print(
        f"{name:12} {edits:5} edits, seen {seen:.1%}: p50 {found['p50_ms']:7.1f} ms, p99 {found['p99_ms']:7.1f} ms, "
        f"{found['cpu_ms']:6.2f} ms CPU an edit (the clients: {client / edits * 1000:.2f} ms)"
    )
    return found


def measure(server: Served, map_id: str, options: Any) -> list[str]:
    """Print both; return what misses its goal."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    relay = subprocess.Popen([sys.executable, "-c", RELAY, str(port)])
    try:
        time.sleep(1.5)
        bare = _measure(
            "bare relay", relay.pid, f"ws://127.0.0.1:{port}", {}, greets=False, options=options
        )
    finally:
        relay.kill()
        relay.wait()
    url = f"ws://127.0.0.1:{server.port}/api/v1/maps/{map_id}/sync"
    headers = {"Origin": server.origin, "Cookie": server.cookie}
    own = _measure("desireline", server.pid, url, headers, greets=True, options=options)
    print(
        f"{'ratio':12} p50 {own['p50_ms'] / bare['p50_ms']:.1f}, p99 {own['p99_ms'] / bare['p99_ms']:.1f}, CPU {own['cpu_ms'] / bare['cpu_ms']:.1f}"
    )
    goals = [
        (own["seen"] > 0.999, "every edit is seen by everybody"),
        (own["p99_ms"] < 250, "p99 < 250 ms (wall)"),
        (own["p99_ms"] < 5 * bare["p99_ms"], "p99 < 5x the relay's"),
        (own["cpu_ms"] < 5 * bare["cpu_ms"], "CPU an edit < 5x the relay's"),
    ]
    return [words for holds, words in goals if not holds]
