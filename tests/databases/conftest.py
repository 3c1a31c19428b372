"""Real servers for the tests; PostgreSQL's is the suite's."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest
from tests.servers import Server, folder_for, free_port, run, stop, user


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Server]:
    pymysql = pytest.importorskip("pymysql")
    daemon = shutil.which("mariadbd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    install = shutil.which("mariadb-install-db")
    if daemon is None or install is None:
        pytest.skip("no MariaDB on this machine: apt-get install mariadb-server")
    folder, port = folder_for("mariadb"), free_port()
    data, door = folder / "data", folder / "door"
    run(install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal",
         "--skip-test-db", **user())  # fmt: skip
    process = subprocess.Popen(
        [daemon, "--no-defaults", f"--datadir={data}", f"--socket={door}", f"--port={port}",
         "--bind-address=127.0.0.1", f"--pid-file={folder}/pid"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/tmp", **user(),
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
        stop(process, folder)
