"""Real servers for the tests: started in a temporary folder, as somebody who is not root."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
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


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _user() -> dict[str, str]:
    return {"user": "nobody"} if os.geteuid() == 0 else {}


def _folder(name: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"desireline-{name}-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    return folder


def _run(*command: str | Path, **more: str) -> None:
    subprocess.run(
        [str(one) for one in command],
        check=True, capture_output=True, timeout=120, cwd="/tmp", **more,
    )  # fmt: skip


def _stop(process: subprocess.Popen[bytes], folder: Path) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    psycopg = pytest.importorskip("psycopg")
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("no PostgreSQL on this machine: apt-get install postgresql")
    bin_ = programs[-1].parent
    folder, port = _folder("postgresql"), _free_port()
    data = folder / "data"
    _run(bin_ / "initdb", "-D", data, "-U", "owner", "-A", "trust", "--no-sync", **_user())
    (data / "pg_hba.conf").write_text(
        "host all reader 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
    )
    process = subprocess.Popen(
        [bin_ / "postgres", "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1",
         "-c", "fsync=off"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/tmp", **_user(),
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
        _stop(process, folder)


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Server]:
    pymysql = pytest.importorskip("pymysql")
    daemon = shutil.which("mariadbd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    install = shutil.which("mariadb-install-db")
    if daemon is None or install is None:
        pytest.skip("no MariaDB on this machine: apt-get install mariadb-server")
    folder, port = _folder("mariadb"), _free_port()
    data, door = folder / "data", folder / "door"
    _run(install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal",
         "--skip-test-db", **_user())  # fmt: skip
    process = subprocess.Popen(
        [daemon, "--no-defaults", f"--datadir={data}", f"--socket={door}", f"--port={port}",
         "--bind-address=127.0.0.1", f"--pid-file={folder}/pid"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/tmp", **_user(),
    )  # fmt: skip
    try:
        for _ in range(150):
            ping = ["mariadb-admin", "--no-defaults", f"--socket={door}", "-uroot", "ping"]
            if subprocess.run(ping, capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.2)
        owner = pymysql.connect(unix_socket=str(door), user="root", autocommit=True)
        with owner.cursor() as cursor:
            cursor.execute("CREATE DATABASE shop")
            cursor.execute("CREATE USER reader@'127.0.0.1' IDENTIFIED BY 'se''cret%%21'", ())
            cursor.execute("GRANT ALL ON shop.* TO reader@'127.0.0.1'")
        owner.close()
        yield Server("mariadb", port, folder)
    finally:
        _stop(process, folder)
