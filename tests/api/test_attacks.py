"""Attacks on a real server that reached something once, and those that nothing else tries. See docs/reference/attacks.md."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pycrdt import Map, create_update_message
from tests.api.conftest import Server
from tests.api.test_maps import Editor

import desireline as dl
from desireline.api import create_api

LOCAL = "http://127.0.0.1"


@pytest.fixture(scope="module")
def castle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("castle")
    rows = [f"c{one},{event},2025-03-0{1 + one}\n" for one in range(8) for event in ("a", "b")]
    (folder / "log.csv").write_text("customer,event,when\n" + "".join(rows))
    with dl.open(folder / "w") as workspace:
        workspace.add(folder / "log.csv")
        workspace.maps()
        workspace.begin_map("retail")
    made = Server(folder=folder / "w")
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def silent(castle: Server) -> Iterator[tuple[float, list[socket.socket]]]:
    """Connections that say nothing, begin a request and never end it, or go on after one request byte by byte."""
    opened: list[socket.socket] = []
    whole = b"GET /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    for words in (b"", b"POST /v1/events HTTP/1.1\r\nHost: x\r\nX-A: ", whole + b"G"):
        for _ in range(20):
            one = socket.create_connection(("127.0.0.1", castle.port), timeout=90)
            one.sendall(words)
            opened.append(one)
    yield time.monotonic(), opened
    for one in opened:
        one.close()


@pytest.fixture(scope="module")
def map_id(castle: Server) -> str:
    return castle.ask("GET", "/api/v1/maps").json()[0]["id"]


def _number(value: int) -> bytes:
    """As Yjs writes it."""
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def _update(content: bytes) -> bytes:
    return b"\x00\x02" + _number(len(content)) + content


def test_half_open_connections_keep_nobody_out(castle: Server, silent: Any) -> None:
    assert len(silent[1]) == 60
    assert castle.ask("GET", "/api/v1/maps").status == 200


def _in_lists(deep: int) -> bytes:
    """An update that sets `map.title` to a value inside so many lists."""
    field = b"\x28\x01\x03map\x05title"
    return _update(
        b"\x01\x01\x07\x00" + field + b"\x01" + b"\x75\x01" * deep + b"\x77\x01x" + b"\x00"
    )


@pytest.mark.parametrize(
    "message",
    [
        _in_lists(100_000),  # ended the process: the library reads by recursion
        _update(
            _number(200_000_000) + b"\x01\x01"
        ),  # promised editors, for whom memory was set aside
        b"\x00\x00\x06" + _number(200_000_000) + b"\x01\x01",
    ],
)
def test_few_bytes_that_promise_much_end_their_own_connection_only(
    castle: Server, map_id: str, message: bytes
) -> None:
    guest = _guest(castle, map_id, "editor")
    mallory, bob = Editor(castle, map_id, cookie=guest), Editor(castle, map_id)
    mallory.socket.send(message)
    assert mallory.close_code() == 4400
    bob.rename("Still here")
    bob.hear_until(lambda: bob.kept == 2)
    bob.socket.close()


def _guest(castle: Server, map_id: str, role: str) -> str:
    made = castle.post(f"/api/v1/maps/{map_id}/links", {"role": role}).json()
    ticket = made["fragment"].partition("=")[2]
    return castle.signs_in("/api/v1/session/guest", {"ticket": ticket, "name": "Mallory"})


def test_what_an_editor_of_one_map_writes_into_it_breaks_no_other_map(
    castle: Server, map_id: str
) -> None:
    before = {one["id"]: one for one in castle.ask("GET", "/api/v1/maps").json()}
    other = next(id_ for id_ in before if id_ != map_id)
    mallory = Editor(castle, map_id, cookie=_guest(castle, map_id, "editor"))
    state = mallory.doc.get_state()
    nested: Any = Map({})
    mallory.doc.get("cards", type=Map)["deep"] = nested
    with mallory.doc.transaction():
        for _ in range(1500):
            nested["in"] = Map({})
            nested = nested["in"]
        for name, value in {
            "id": other, "title": 5, "purpose": {"id": "none", "title": "None"}, "unknown": 1,
            "review_months": "many", "period": [], "generated_sample": False,
        }.items():  # fmt: skip
            mallory.head[name] = value
        mallory.doc.get("cells", type=Map)["odd"] = Map({"stage": "none", "lane": 7})
    mallory.socket.send(create_update_message(mallory.doc.get_update(state)))
    mallory.hear_until(lambda: mallory.kept == 2)
    mallory.socket.close()
    listed = castle.ask("GET", "/api/v1/maps")
    assert listed.status == 200, listed.body
    after = {one["id"]: one for one in listed.json()}
    assert after.keys() == before.keys()
    assert after[map_id]["purpose"] == before[map_id]["purpose"]
    assert {**after[other], "age_seconds": 0} == {**before[other], "age_seconds": 0}
    assert castle.ask("GET", f"/api/v1/maps/{map_id}").json()["document"]["title"] == "Untitled"
    healed = {"commands": [{"command": "rename_map", "title": "Ours again"}]}
    assert castle.post(f"/api/v1/maps/{map_id}/commands", healed).status == 200
    job = castle.post("/api/v1/recompute", None).json()
    castle.wait_until(lambda: _job(castle, job["id"])["state"] != "running")
    assert _job(castle, job["id"])["state"] == "done"


def _job(castle: Server, id_: str) -> Any:
    return castle.ask("GET", f"/api/v1/jobs/{id_}").json()


def test_whoever_sends_more_than_people_can_is_let_go(castle: Server, map_id: str) -> None:
    mallory = Editor(castle, map_id, cookie=_guest(castle, map_id, "editor"))
    with contextlib.suppress(Exception):
        for number in range(40):
            mallory.socket.send(b"\x01" + _number(15_000) + b"\x00" * 15_000 + bytes([number]))
            mallory.socket.send(_update(b"\x00\x00" + b"\x00" * 900_000))
    assert mallory.close_code() in {4400, 4429}
    assert castle.ask("GET", "/api/v1/session").status == 200


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Transfer-Encoding: chunked, identity",
        b"Transfer-Encoding : chunked",
        b"Content-Length: +5",
    ],
)
def test_a_request_with_two_ends_is_refused_and_the_connection_closed(
    castle: Server, lines: bytes
) -> None:
    hidden = b"GET /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with socket.create_connection(("127.0.0.1", castle.port), timeout=30) as one:
        one.sendall(
            b"POST /v1/events HTTP/1.1\r\nHost: x\r\n" + lines + b"\r\n\r\n0\r\n\r\n" + hidden
        )
        answered = b""
        with contextlib.suppress(TimeoutError, ConnectionResetError):
            one.settimeout(3)
            while part := one.recv(65536):
                answered += part
    assert b"signed_in" not in answered, answered
    assert answered[:12] in {b"", b"HTTP/1.1 400", b"HTTP/1.1 401"}, answered


@pytest.mark.parametrize(
    "mapping", ["a = " + "[" * 50_000, "a = " + '{"b" = ' * 20_000, "x = 1\n" * 5, "=", "[a]\n[a]"]
)
def test_a_mapping_that_is_none_is_refused_in_words(castle: Server, mapping: str) -> None:
    sent = castle.ask(
        "POST", "/api/v1/uploads?name=..%2F..%2F%3Dcmd%0D%0AX-A.csv", b"a,b\n1,2\n",
        headers={"Content-Type": "application/octet-stream"},
    )  # fmt: skip
    assert sent.json()["name"] == "=cmd__X-A.csv" or "/" not in sent.json()["name"]
    tried = castle.post(
        "/api/v1/mappings/trial", {"uploads": [sent.json()["id"]], "mapping": mapping}
    )
    assert tried.status == 400, tried.body
    assert tried.code


@pytest.mark.parametrize(
    "path",
    [
        "/insights?purpose=x'%20OR%20'1'%3D'1",
        "/segments/fields?purpose=read_text('%2Fetc%2Fpasswd')",
        "/quarantine?file=';DROP%20TABLE%20member;--",
        "/maps/x'%3B--",
        "/maps/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/calls/..%2f..%2fworkspace.db/sound",
        "/jobs/%00",
    ],
)
def test_words_of_a_query_language_in_an_address_are_words(castle: Server, path: str) -> None:
    answer = castle.ask("GET", f"/api/v1{path}")
    assert answer.status in {200, 400, 404}, answer.body
    assert b"root:" not in answer.body
    assert answer.status != 200 or answer.json() == []


@pytest.mark.parametrize(
    "predicate",
    [
        "read_text('/etc/passwd') = 1", "channel = (SELECT 1)", "ATTACH 'x' = 1", "COPY = 1; COPY x TO 'y'",
        'channel = "x" OR 1=1', "1=1", "customer_id = 1", "(" * 900 + "channel = phone" + ")" * 900,
        "not " * 450 + "channel = phone",
    ],
)  # fmt: skip
def test_a_predicate_is_no_query(castle: Server, predicate: str) -> None:
    begun = castle.post("/api/v1/comparisons", {"a": predicate, "b": "channel = phone"})
    if begun.status == 202:
        id_ = begun.json()["id"]
        castle.wait_until(lambda: _job(castle, id_)["state"] != "running")
        job = _job(castle, id_)
        assert job["state"] == "failed"
        assert job["error"]["code"] != "bug", job
    else:
        assert begun.status in {400, 422}


def test_a_guests_words_are_not_mailed_and_nobody_floods(tmp_path: Path) -> None:
    with dl.open(tmp_path / "w") as workspace:
        map_ = workspace.begin_map("retail").id
        owner = workspace.members.add(
            name="Ann", role="owner", email="ann@example.org", password="four walks to"
        )
        client = TestClient(
            create_api(workspace, public_url="https://maps.example.org"), base_url=LOCAL
        )
        client.headers["Origin"] = "https://maps.example.org"
        _, secret = workspace.signing.make_ticket("guest", by=owner.id, role="commenter", map=map_)
        joined = client.post("/api/v1/session/guest", json={"ticket": secret, "name": "Your bank"})
        cookie = {"Cookie": joined.headers["set-cookie"].partition(";")[0]}
        said = [
            client.post(
                f"/api/v1/maps/{map_}/comments", headers=cookie,
                json={"text": "Pay now: http://evil.example", "mentions": [owner.id]},
            ).status_code
            for _ in range(62)
        ]  # fmt: skip
        mails = workspace.outbox()
    assert said == [201] * 60 + [429] * 2
    assert len(mails) == 20
    assert not [one for one in mails if "evil" in one.body + one.subject or "bank" in one.subject]


def _tries(client: TestClient, where: list[str]) -> list[int]:
    """Sign-in attempts with different addresses, so that only the place is the same."""
    return [
        client.post(
            "/api/v1/session/link", json={"ticket": f"guess-{number}"}, headers={"X-Forwarded-For": place}
        ).status_code
        for number, place in enumerate(where)
    ]  # fmt: skip


def test_behind_a_declared_proxy_one_who_guesses_keeps_nobody_else_out(tmp_path: Path) -> None:
    with dl.open(tmp_path / "w") as workspace:
        api = create_api(workspace, public_url="https://maps.example.org", proxy="testclient")
        client = TestClient(api, base_url=LOCAL, headers={"Origin": "https://maps.example.org"})
        mallory = [f"{number}.1.1.1, 2001:db8:1:2::{number:x}" for number in range(1, 13)]
        assert _tries(client, mallory) == [404] * 10 + [429] * 2
        assert _tries(client, ["9.9.9.9, 2001:db8:1:3::1"]) == [404]  # another household
        mapped = [f"::ffff:10.0.0.{number}" for number in range(1, 13)]
        assert _tries(client, mapped) == [404] * 12  # twelve places, not one


def test_what_an_undeclared_proxy_says_counts_for_nothing(tmp_path: Path) -> None:
    with dl.open(tmp_path / "w") as workspace:
        client = TestClient(create_api(workspace), base_url=LOCAL, headers={"Origin": LOCAL})
        assert _tries(client, [f"10.0.0.{n}" for n in range(12)]) == [404] * 10 + [429] * 2


def test_a_body_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    from desireline.api import patience

    async def drips() -> dict[str, Any]:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def listens() -> int:
        receive, parts = patience.patiently(drips), 0
        while (await receive())["type"] == "http.request":
            parts += 1
        return parts

    monkeypatch.setattr(patience, "BODY_SECONDS", 0.2)
    assert 1 < asyncio.run(listens()) < 12


def test_silent_connections_are_let_go(castle: Server, silent: Any) -> None:
    since, opened = silent
    for one in opened:
        while one.recv(65536):
            pass  # what was answered before; then the server closes
    assert time.monotonic() - since < 80
    assert castle.ask("GET", "/api/v1/session").status == 200


def test_headers_without_end_are_not_kept(castle: Server) -> None:
    with socket.create_connection(("127.0.0.1", castle.port), timeout=30) as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        sent = 0
        with contextlib.suppress(ConnectionError):
            for number in range(5000):
                one.sendall(b"X-%d: " % number + b"a" * 10_000 + b"\r\n")
                sent += 10_000
    assert sent < 20_000_000


def test_huge_numbers_and_deep_bodies_are_refused_in_words(castle: Server) -> None:
    for body in (
        b"9" * 6000,
        b"[" * 200_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b"1e999999",
        b'"\\ud800"',
    ):
        for path in ("/v1/events", "/api/v1/forecasts", "/api/v1/session"):
            answer = castle.ask("POST", path, body, headers={"Content-Type": "application/json"})
            assert answer.status in {400, 401, 422}, (path, body[:20], answer.body[:200])
            assert json.loads(answer.body)["code"]
