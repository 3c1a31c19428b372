"""A team: two server processes on one database, as good as one."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.api.conftest import Server
from tests.api.test_maps import Editor

import desireline as dl

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, postgresql) -> Iterator[tuple[Server, Server]]:
    folder = tmp_path_factory.mktemp("team")
    rows = [f"c{one},{event},2025-03-0{1 + one}\n" for one in range(8) for event in ("a", "b")]
    (folder / "log.csv").write_text("customer,event,when\n" + "".join(rows))
    address = postgresql.empty_schema()
    with dl.open(folder / "acme", database=address) as workspace:
        workspace.add(folder / "log.csv")
        token = workspace.make_token("web")
    one = Server(folder=folder / "acme", tokens={"events": token})
    other = Server(folder=folder / "acme", options=("--database", address))
    one.start()
    other.cookie = one.cookie
    other.start()
    yield one, other
    for server in (one, other):
        if server.process.poll() is None:
            server.stop()


def _map(server: Server) -> str:
    return server.ask("GET", "/api/v1/maps").json()[0]["id"]


def test_whoever_signed_in_at_one_is_known_at_the_other_until_they_leave(team) -> None:
    one, other = team
    assert other.ask("GET", "/api/v1/session").json()["signed_in"]
    cookie = other.signs_in("/api/v1/session/local")
    assert one.ask("GET", "/api/v1/session", cookie=cookie).json()["signed_in"]
    assert one.ask("DELETE", "/api/v1/session", cookie=cookie).status == 204
    assert not other.ask("GET", "/api/v1/session", cookie=cookie).json()["signed_in"]


def test_editors_at_different_processes_see_each_other(team) -> None:
    one, other = team
    here, there = Editor(one, _map(one)), Editor(other, _map(other))
    here.rename("Seen everywhere")
    started = time.monotonic()
    there.hear_until(lambda: there.head.to_py()["title"] == "Seen everywhere")
    assert time.monotonic() - started < 5
    # a cursor: client 7, clock 1, a state
    state = b'{"name":"Eva"}'
    told = bytes([1, 7, 1, len(state)]) + state
    here.socket.send(bytes([1, len(told)]) + told)
    assert any(there.socket.recv(timeout=10)[:1] == b"\x01" for _ in range(5))
    for editor in (here, there):
        editor.socket.close()
    assert (
        other.ask("GET", f"/api/v1/maps/{_map(other)}").json()["document"]["title"]
        == "Seen everywhere"
    )


def test_live_events_of_both_reach_one_log_once(team) -> None:
    one, other = team
    for server in (one, other):
        for number in range(5):
            call = {"type": "track", "event": "Bought", "userId": "u1", "messageId": f"m{number}"}
            assert server.post("/v1/track", call, token=one.tokens["events"]).status == 200
    one.wait_until(lambda: one.waiting() == 0)
    assert sum(activity == "Bought" for _, _, activity, _ in one.events()) == 5


def test_the_audit_log_of_both_is_one_chain(team, desireline) -> None:
    run = desireline("audit", "verify", "-w", team[0].folder, "--json")
    assert run.code == 0, run.err
    assert json.loads(run.out)["rows"] > 4


def test_one_that_is_killed_takes_nothing_with_it(team) -> None:
    one, other = team
    map_id = _map(one)
    editor = Editor(one, map_id)
    editor.rename("Kept by one, shown by the other")
    editor.hear_until(lambda: editor.kept >= 2)  # the first that is counted is the greeting
    one.kill()
    editor.socket.close()
    shown = other.ask("GET", f"/api/v1/maps/{map_id}").json()["document"]["title"]
    assert shown == "Kept by one, shown by the other"
    assert Path(one.folder / "database.json").is_file()
    assert not Path(one.folder / "workspace.db").exists()
