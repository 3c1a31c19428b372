"""The live door over real HTTP: who is let in, what is taken, and what is refused with words."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import hmac
import json
import socket
import time
from typing import Any

from tests.api.conftest import ORIGIN, Server

CALL = {"type": "track", "event": "Viewed", "userId": "u1", "timestamp": "2026-11-01T10:00:00Z"}


def _call(number: str, **more: Any) -> dict[str, Any]:
    return {**CALL, "messageId": number, **more}


def _signed(server: Server, delivery: str, body: bytes, *, age: int = 0) -> dict[str, str]:
    seconds = str(int(time.time()) - age)
    key = base64.b64decode(server.secrets["billing"].removeprefix("whsec_"))
    mark = hmac.new(key, f"{delivery}.{seconds}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": delivery,
        "webhook-timestamp": seconds,
        "webhook-signature": "v1," + base64.b64encode(mark).decode(),
    }


def test_every_kind_of_call_is_taken_and_reaches_the_log_in_seconds(server: Server) -> None:
    token = server.tokens["events"]
    for path in ("track", "identify", "page", "screen", "group", "alias"):
        call = {name: value for name, value in _call(f"k-{path}").items() if name != "type"}
        assert server.post(f"/v1/{path}", call, token=token).json() == {"success": True, "duplicate": False}  # fmt: skip
    batch = {"batch": [_call("b-1"), _call("b-2")], "sentAt": "2026-11-01T10:00:00Z"}
    assert server.post("/v1/batch", batch, token=token).status == 200
    bearer = {"Authorization": f"Bearer {token}"}
    assert server.post("/v1/events", [_call("e-1"), _call("e-2")], headers=bearer).status == 200
    assert server.post("/v1/events", _call("e-3"), headers=bearer).status == 200
    packed = gzip.compress(json.dumps(_call("gz")).encode())
    assert server.post("/v1/track", packed, token=token, headers={"Content-Encoding": "gzip"}).status == 200  # fmt: skip
    server.wait_until(lambda: server.waiting() == 0)
    expected = {f"k-{name}" for name in ("track", "identify", "page", "screen", "group", "alias")}
    expected |= {"b-1", "b-2", "e-1", "e-2", "e-3", "gz"}
    assert {f"segment:{number}" for number in expected} <= {row[0] for row in server.events()}


def test_without_a_living_token_for_this_nothing_is_taken(server: Server) -> None:
    before = server.waiting()
    tokens = [None, "", "dl_guess", "changeme", server.tokens["revoked"], server.tokens["notes"]]
    for token in tokens:
        for path in ("track", "batch", "events"):
            answer = server.post(f"/v1/{path}", _call("never"), token=token)
            assert (answer.status, answer.code) == (401, "live.token"), token
    for shown in ("Bearer", "Bearer x", "Basic %%%", "Digest a=b", "Basic " + "A" * 3000):
        assert server.post("/v1/track", b"{", headers={"Authorization": shown}).status == 401
    assert server.waiting() == before


def test_malformed_bodies_are_refused_with_what_was_found(server: Server) -> None:
    token = server.tokens["events"]
    cases = {
        b'{"event": ': "line 1, column 11",
        b"": "nothing",
        b"\xff\xfe": "byte 1",
        b'{"event": NaN}': "NaN",
        b"[" * 100_000: "nested too deeply",
        b"[]": "empty list",
        b'"words"': "a text",
        b'{"batch": {}}': "`batch` is an object",
        b'{"batch": []}': "`batch` is empty",
        b'{"n": ' + b"1" * 5000 + b"}": "digits",
    }
    for body, found in cases.items():
        answer = server.post("/v1/events", body, token=token)
        assert answer.status == 400, body[:30]
        assert answer.code in {"live.json", "live.shape"}
        assert found in answer.json()["message"]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert server.post("/v1/track", b"a=b", token=token, headers=form).code == "http.type"
    bomb = gzip.compress(b"0" * 20_000_000)
    packed = {"Content-Encoding": "gzip"}
    assert server.post("/v1/track", bomb, token=token, headers=packed).status == 413
    assert server.post("/v1/track", b"no gzip", token=token, headers=packed).status == 415


def test_large_events_and_batches_are_refused_without_reading_on(server: Server) -> None:
    token = server.tokens["events"]
    giant = _call("giant", properties={"a": "x" * 1_000_001})
    answer = server.post("/v1/batch", {"batch": [_call("small"), giant]}, token=token)
    assert (answer.status, answer.code) == (413, "live.too-large")
    assert "Event 2" in answer.json()["message"]
    # the size is announced, and not a byte of the body is sent: the answer comes at once
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as sent:
        key = base64.b64encode(f"{token}:".encode()).decode()
        sent.sendall(
            f"POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic {key}\r\n"
            "Content-Length: 4294967296\r\n\r\n".encode()
        )
        assert b" 413 " in sent.recv(4096)
    # without an announced size, reading ends at the limit
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as sent:
        sent.sendall(
            f"POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic {key}\r\n"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
        with contextlib.suppress(OSError):  # it may hang up on us
            for _ in range(40):
                sent.sendall(chunk)
        with contextlib.suppress(ConnectionResetError):
            assert b" 413 " in sent.recv(4096)


def test_a_webhook_is_stored_once_however_often_it_is_delivered(server: Server) -> None:
    body = json.dumps({"type": "invoice.paid", "timestamp": "2026-11-02T10:00:00Z", "data": {"user_id": "w1"}}).encode()  # fmt: skip
    first = server.post("/v1/webhooks/billing", body, headers=_signed(server, "d1", body))
    again = server.post("/v1/webhooks/billing", body, headers=_signed(server, "d1", body))
    assert (first.status, first.json()["duplicate"]) == (200, False)
    assert (again.status, again.json()["duplicate"]) == (200, True)
    server.wait_until(lambda: server.waiting() == 0)
    late = server.post("/v1/webhooks/billing", body, headers=_signed(server, "d1", body))
    assert late.json()["duplicate"] is True
    assert [row[2] for row in server.events() if row[3] == "webhook:billing"] == ["invoice.paid"]


def test_forged_stale_and_unknown_webhooks_are_refused_and_nothing_is_stored(
    server: Server,
) -> None:
    before = server.waiting()
    body = b'{"type": "x", "data": {"user_id": "w2"}}'
    good = _signed(server, "d2", body)
    refused = {
        "unsigned": ({}, body),
        "tampered": (good, body + b" "),
        "stale": (_signed(server, "d2", body, age=400), body),
        "future": (_signed(server, "d2", body, age=-400), body),
        "another id": ({**good, "webhook-id": "d3"}, body),
        "an older version of the scheme": ({**good, "webhook-signature": "v0,abc"}, body),
    }
    for name, (headers, sent) in refused.items():
        answer = server.post("/v1/webhooks/billing", sent, headers=headers)
        assert answer.status == 401, name
    assert server.post("/v1/webhooks/nobody", body, headers=good).status == 401
    assert server.post("/v1/webhooks/stripe", body, headers=good).status == 401
    assert server.waiting() == before
    broken = b"{not json"
    answer = server.post("/v1/webhooks/billing", broken, headers=_signed(server, "d4", broken))
    assert (answer.status, answer.code) == (400, "live.json")


def test_a_new_secret_works_beside_the_old_one_until_that_is_removed(
    server: Server, desireline: Any
) -> None:
    made = desireline("webhook", "add", "billing", "-w", server.folder)
    assert made.code == 0
    new = made.out.strip()
    assert new not in made.err
    listed = json.loads(desireline("webhook", "list", "-w", server.folder, "--json").out)
    assert [row["source"] for row in listed] == ["billing", "billing", "shopify"]
    assert new not in str(listed)
    old, server.secrets["billing"] = server.secrets["billing"], new
    body = b'{"type": "rotated", "data": {"user_id": "w3"}}'
    assert server.post("/v1/webhooks/billing", body, headers=_signed(server, "r1", body)).status == 200  # fmt: skip
    assert desireline("webhook", "remove", "billing", listed[0]["secret"], "-w", server.folder).code == 0  # fmt: skip
    server.secrets["billing"] = old
    assert server.post("/v1/webhooks/billing", body, headers=_signed(server, "r2", body)).status == 401  # fmt: skip
    server.secrets["billing"] = new


def test_only_pages_of_allowed_origins_may_send(server: Server) -> None:
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}  # fmt: skip
    allowed = server.ask("OPTIONS", "/v1/batch", headers={"Origin": ORIGIN, **asks})
    assert allowed.status == 204
    assert allowed.headers["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-credentials" not in allowed.headers
    assert "origin" in allowed.headers["vary"].lower()
    for origin in (
        "https://evil.example",
        "null",
        ORIGIN + ".evil.example",
        "http://shop.example.org",
    ):
        answer = server.ask("OPTIONS", "/v1/batch", headers={"Origin": origin, **asks})
        assert (answer.status, answer.code) == (403, "http.origin")
        assert "access-control-allow-origin" not in answer.headers
        sent = server.post("/v1/track", _call("never"), token=server.tokens["events"], headers={"Origin": origin})  # fmt: skip
        assert sent.status == 403
    # Segment's browser library: the key in the body, text/plain, the letter of the call as path
    plain = {"Origin": ORIGIN, "Content-Type": "text/plain"}
    body = _call("browser", writeKey=server.tokens["events"])
    answer = server.post("/v1/t", body, headers=plain)
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, ORIGIN)
    assert server.post("/v1/t", _call("x", writeKey="wrong"), headers=plain).status == 401


def test_the_viewer_answers_names_of_this_computer_only_the_door_any(server: Server) -> None:
    rebound = {"Host": "evil.example"}
    for path in ("/", "/api/v1/status", "/api/v1/maps", "/openapi.json"):
        answer = server.ask("GET", path, headers=rebound)
        assert (answer.status, answer.code) == (400, "http.host"), path
    assert server.post("/v1/track", _call("proxied"), token=server.tokens["events"], headers=rebound).status == 200  # fmt: skip
    assert server.ask("GET", "/note", headers=rebound).status == 200


def test_what_there_is_not_is_a_problem_too(server: Server) -> None:
    assert server.ask("GET", "/v1/track").code == "http.method"
    assert server.ask("GET", "/v1/nothing").code == "http.unknown"
    long = server.ask("GET", "/v1/notes/touchpoints?limit=no", token=server.tokens["notes"])
    assert (long.status, long.code) == (422, "http.request")


def test_the_schema_describes_the_door(server: Server) -> None:
    schema = server.ask("GET", "/openapi.json").json()
    for name in ("track", "identify", "page", "screen", "group", "alias", "batch", "events"):
        told = schema["paths"][f"/v1/{name}"]["post"]
        assert {"200", "400", "401", "403", "413", "429"} <= told["responses"].keys()
        assert told["security"] == [{"writeKey": []}, {"bearer": []}]
        assert "application/json" in told["requestBody"]["content"]
    assert {"/v1/webhooks/{source}", "/v1/notes", "/api/v1/maps"} <= schema["paths"].keys()
    assert {"writeKey", "bearer", "signature"} <= schema["components"]["securitySchemes"].keys()
    assert "Problem" in schema["components"]["schemas"]


def test_a_note_is_kept_as_an_employees_hypothesis(server: Server) -> None:
    token = server.tokens["notes"]
    note = {
        "author": "Eva",
        "touchpoint": "Viewed",
        "words": "They ask for the invoice.",
        "id": "n1",
    }
    first, again = (server.post("/v1/notes", note, token=token) for _ in range(2))
    assert (first.status, first.json()["duplicate"]) == (201, False)
    assert again.json()["duplicate"] is True
    assert server.post("/v1/notes", note, token=server.tokens["events"]).status == 401
    for wrong in ({"words": " "}, {"on": "2999-01-01"}, {"id": "../x"}, {"author": "x" * 121}):
        answer = server.post("/v1/notes", {**note, "id": "n2", **wrong}, token=token)
        assert (answer.status, answer.code) == (400, "live.note"), wrong
    assert server.post("/v1/notes", {**note, "role": "owner"}, token=token).status == 422
    server.wait_until(lambda: server.waiting() == 0)
    [kept] = [row for row in server.events() if row[3] == "live:notes"]
    assert kept[:3] == ("notes:n1", "note:n1", "employee note")
    assert server.ask("GET", "/v1/notes/touchpoints", token=token).status == 200


def test_the_form_for_notes_loads_nothing_from_elsewhere(server: Server) -> None:
    page = server.ask("GET", "/note")
    assert page.headers["content-security-policy"].startswith(
        "default-src 'none'; script-src 'self'"
    )
    assert b"http://" not in page.body
    assert b"https://" not in page.body
    for path in ("/note/note.js", "/note/note.css"):
        assert server.ask("GET", path).status == 200


def test_secrets_and_people_are_in_no_name_of_a_file(server: Server) -> None:
    names = " ".join(str(path) for path in server.folder.rglob("*"))
    assert "dl_" not in names
    assert "u1" not in names.split("/")
    database = (server.folder / "workspace.db").read_bytes()
    wal = server.folder / "workspace.db-wal"
    kept = database + (wal.read_bytes() if wal.exists() else b"")
    assert server.tokens["events"].encode() not in kept
