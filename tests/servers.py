"""Real database servers for the tests: started in a temporary folder, as somebody who is not root."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Server:
    """Where a server listens, and who may read."""

    scheme: str
    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"{self.scheme}://reader@127.0.0.1:{self.port}/shop"

    def empty_schema(self) -> str:
        """Name a schema that nothing is in."""
        return f"postgresql://owner@127.0.0.1:{self.port}/shop?schema=w_{uuid.uuid4().hex[:12]}"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def user() -> dict[str, str]:
    return {"user": "nobody"} if os.geteuid() == 0 else {}


def folder_for(name: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"desireline-{name}-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    return folder


def run(*command: str | Path, **more: str) -> None:
    subprocess.run(
        [str(one) for one in command],
        check=True, capture_output=True, timeout=120, cwd="/tmp", **more,
    )  # fmt: skip


def stop(process: subprocess.Popen[bytes], folder: Path) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql_server() -> Generator[Server]:
    """PostgreSQL with a database `shop` that `reader` may read, and whatever `owner` makes."""
    psycopg = pytest.importorskip("psycopg")
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("no PostgreSQL on this machine: apt-get install postgresql")
    bin_ = programs[-1].parent
    folder, port = folder_for("postgresql"), free_port()
    data = folder / "data"
    run(bin_ / "initdb", "-D", data, "-U", "owner", "-A", "trust", "--no-sync", **user())
    (data / "pg_hba.conf").write_text(
        "host all reader 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
    )
    process = subprocess.Popen(
        [bin_ / "postgres", "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1",
         "-c", "fsync=off"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/tmp", **user(),
    )  # fmt: skip
    try:
        for _ in range(100):
            try:
                owner = psycopg.connect(f"postgresql://owner@127.0.0.1:{port}/postgres")
                break
            except psycopg.OperationalError:
                time.sleep(0.2)
        owner.autocommit = True
        owner.execute("CREATE DATABASE shop")
        owner.execute("CREATE ROLE reader LOGIN PASSWORD 'se''cret%21'")
        owner.execute("GRANT pg_read_all_data TO reader")
        owner.execute("GRANT pg_write_all_data TO reader")
        owner.close()
        yield Server("postgresql", port, folder)
    finally:
        stop(process, folder)
