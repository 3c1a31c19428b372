"""Maps over HTTP and WebSocket: commands, several editors at once, and nothing acknowledged is lost."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pycrdt import (
    Decoder,
    Doc,
    Map,
    create_sync_message,
    create_update_message,
    handle_sync_message,
)
from tests.api.conftest import Server, patience
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect


@pytest.fixture(scope="module")
def served(sample_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("maps") / "acme"
    shutil.copytree(sample_workspace, folder)
    made = Server(folder=folder)
    made.start()
    yield made
    made.stop()


class Editor:
    """A browser that edits a map: a Yjs document behind a WebSocket."""

    def __init__(self, server: Server, map_id: str, cookie: str | None = None) -> None:
        self.doc: Doc[Any] = Doc()
        self.head = self.doc.get("map", type=Map)
        self.kept = 0
        self.socket = connect(
            f"ws://127.0.0.1:{server.port}/api/v1/maps/{map_id}/sync",
            origin=server.origin,
            additional_headers={"Cookie": cookie or server.cookie},
            legacy=True,
            open_timeout=patience(60),
        )
        self.socket.send(create_sync_message(self.doc))
        self.hear_until(lambda: bool(self.head.to_py()))

    def hear_until(self, holds: Any) -> None:
        while not holds():
            self.hear(self.socket.recv(timeout=patience(20)))

    def hear(self, message: str | bytes) -> None:
        assert isinstance(message, bytes)
        if message[0] == 10:
            self.kept = Decoder(message[1:]).read_var_uint()
        elif message[0] == 0 and (answer := handle_sync_message(message[1:], self.doc)):
            self.socket.send(answer)

    def rename(self, title: str) -> None:
        before = self.doc.get_state()
        self.head["title"] = title
        self.socket.send(create_update_message(self.doc.get_update(before)))

    def close_code(self) -> int:
        with pytest.raises(ConnectionClosed) as closed:
            self.hear_until(lambda: False)
        assert closed.value.rcvd is not None
        return closed.value.rcvd.code


@pytest.fixture(scope="module")
def map_id(served: Server) -> str:
    return served.ask("GET", "/api/v1/maps").json()[0]["id"]


def _title(server: Server, map_id: str) -> str:
    return server.ask("GET", f"/api/v1/maps/{map_id}").json()["document"]["title"]


def test_a_command_changes_the_map_and_its_inverse_takes_it_back(
    served: Server, map_id: str
) -> None:
    path, before = f"/api/v1/maps/{map_id}", _title(served, map_id)
    done = served.post(
        f"{path}/commands", {"commands": [{"command": "rename_map", "title": "As it is"}]}
    )
    assert (done.status, _title(served, map_id)) == (200, "As it is")
    undone = served.post(f"{path}/commands", {"commands": done.json()["inverses"]})
    assert (undone.status, _title(served, map_id)) == (200, before)


def test_commands_are_carried_out_together_or_not_at_all(served: Server, map_id: str) -> None:
    before = _title(served, map_id)
    commands = [
        {"command": "rename_map", "title": "Half"},
        {"command": "rename_stage", "stage": "st-none", "title": "x", "verb": "y"},
    ]
    refused = served.post(f"/api/v1/maps/{map_id}/commands", {"commands": commands})
    assert (refused.status, refused.code) == (400, "input.command")
    assert _title(served, map_id) == before


def test_editors_see_each_other_and_whoever_writes_by_command(served: Server, map_id: str) -> None:
    ann, bob = Editor(served, map_id), Editor(served, map_id)
    ann.rename("From Ann")
    ann.hear_until(lambda: ann.kept == 2)  # the greeting and the title
    bob.hear_until(lambda: bob.head["title"] == "From Ann")
    assert _title(served, map_id) == "From Ann"
    served.post(
        f"/api/v1/maps/{map_id}/commands",
        {"commands": [{"command": "rename_map", "title": "By command"}]},
    )
    ann.hear_until(lambda: ann.head["title"] == "By command")
    bob.hear_until(lambda: bob.head["title"] == "By command")
    for one in (ann, bob):
        one.socket.close()


def test_others_see_an_edit_at_once_and_its_author_hears_that_it_is_kept_when_it_is(
    served: Server, map_id: str
) -> None:
    ann, bob = Editor(served, map_id), Editor(served, map_id)
    ann.hear_until(lambda: ann.kept == 1)  # the greeting
    with contextlib.closing(
        sqlite3.connect(served.folder / "workspace.db", isolation_level=None)
    ) as busy:
        busy.execute("BEGIN IMMEDIATE")  # nothing can be kept
        ann.rename("Not kept yet")
        bob.hear_until(lambda: bob.head["title"] == "Not kept yet")
        with pytest.raises(TimeoutError):
            ann.hear(ann.socket.recv(timeout=0.5))
        busy.execute("ROLLBACK")
    ann.hear_until(lambda: ann.kept == 2)
    assert _title(served, map_id) == "Not kept yet"


def test_another_process_may_edit_while_the_server_runs(served: Server, map_id: str) -> None:
    import desireline as dl

    ann = Editor(served, map_id)
    with dl.open(served.folder) as beside:
        beside.edit_map(map_id, [{"command": "rename_map", "title": "By a script"}])
    ann.hear_until(lambda: ann.head["title"] == "By a script")
    ann.socket.close()


@pytest.mark.parametrize("noise", [b"", b"\x63", b"\x00\x02\x03abc", b"\x00\x09\x00", b"\x01\xff"])
def test_noise_ends_the_connection_and_changes_nothing(
    served: Server, map_id: str, noise: bytes
) -> None:
    before = served.ask("GET", f"/api/v1/maps/{map_id}").json()["document"]
    ann = Editor(served, map_id)
    ann.socket.send(noise)
    if noise != b"\x01\xff":  # awareness is for the others to understand
        assert ann.close_code() == 4400
    ann.socket.close()
    assert served.ask("GET", f"/api/v1/maps/{map_id}").json()["document"] == before


def test_a_message_of_ten_megabytes_is_refused(served: Server, map_id: str) -> None:
    ann = Editor(served, map_id)

    def send() -> None:
        ann.socket.send(b"\x00\x02" + bytes(10_000_000))
        ann.hear_until(lambda: False)

    with pytest.raises(ConnectionClosed) as closed:
        send()
    # refused while it is still on its way, so that the reason may be lost with the connection
    assert closed.value.rcvd is None or closed.value.rcvd.code == 1009
    assert served.ask("GET", "/api/v1/session").status == 200


def test_whoever_floods_is_let_go_and_the_others_stay(served: Server, map_id: str) -> None:
    ann, bob = Editor(served, map_id), Editor(served, map_id)
    with contextlib.suppress(ConnectionClosed):
        for _ in range(20_000):
            ann.socket.send(b"\x03")
    assert ann.close_code() == 4429
    bob.rename("Still here")
    bob.hear_until(lambda: bob.kept == 2)
    bob.socket.close()


def test_what_was_acknowledged_survives_a_kill(served: Server, map_id: str) -> None:
    ann = Editor(served, map_id)
    for number in range(20):
        ann.rename(f"Edit {number}")
        ann.hear_until(lambda number=number: ann.kept == number + 2)
    served.kill()
    served.start()
    assert _title(served, map_id) == "Edit 19"


def test_a_cell_tells_its_answers_and_how_to_compute_them_again(
    served: Server, map_id: str
) -> None:
    drawn = served.ask("GET", f"/api/v1/maps/{map_id}").json()
    cell = next(cell for cell in drawn["document"]["cells"].values() if cell["bindings"])
    told = served.ask("GET", f"/api/v1/maps/{map_id}/cells/{cell['id']}").json()
    assert told["cell"] == cell
    (first, *_) = told["answers"]
    assert first["value"] == drawn["snapshot"]["values"][first["binding"]["id"]]
    unknown = served.ask("GET", f"/api/v1/maps/{map_id}/cells/none")
    assert (unknown.status, unknown.code) == (404, "map.cell-unknown")


def test_the_map_is_exported_as_a_file(served: Server, map_id: str) -> None:
    answer = served.ask("GET", f"/api/v1/maps/{map_id}/export?format=svg")
    assert answer.headers["content-type"].startswith("image/svg")
    assert b"<svg" in answer.body[:500]


def test_a_picture_that_is_taken_along_speaks_the_language_of_the_page(
    served: Server, map_id: str
) -> None:
    def drawn(language: str) -> str:
        path = f"/api/v1/maps/{map_id}/export?format=svg&language={language}"
        return served.ask("GET", path).body.decode()

    english, german = drawn("en"), drawn("de")
    assert "still here" in english
    assert "still here" not in german
    assert "noch dabei" in german
    png = served.ask("GET", f"/api/v1/maps/{map_id}/export?format=png&language=de")
    assert png.body.startswith(b"\x89PNG")
    assert served.ask("GET", f"/api/v1/maps/{map_id}/export?language=fr").status == 422


def test_a_guest_of_one_map_sees_that_map_and_nothing_else(served: Server, map_id: str) -> None:
    others = [one["id"] for one in served.ask("GET", "/api/v1/maps").json() if one["id"] != map_id]
    made = served.post(f"/api/v1/maps/{map_id}/links", {"role": "viewer"}).json()
    ticket = made["fragment"].partition("=")[2]
    guest = served.signs_in("/api/v1/session/guest", {"ticket": ticket, "name": "Gil"})

    def status(method: str, path: str, body: Any = None) -> int:
        return served.ask(method, f"/api/v1{path}", body, cookie=guest).status

    assert [one["id"] for one in served.ask("GET", "/api/v1/maps", cookie=guest).json()] == [
        map_id
    ]
    assert status("GET", f"/maps/{map_id}") == 200
    assert {status("GET", f"/maps/{other}") for other in (*others, "made-up")} == {404}
    assert {status("GET", path) for path in ("/insights", "/identities", "/members")} == {404}
    rename = {"commands": [{"command": "rename_map", "title": "Mine"}]}
    assert status("POST", f"/maps/{map_id}/commands", rename) == 403

    editor = Editor(served, map_id, cookie=guest)
    editor.rename("By a guest who may look")
    assert editor.close_code() == 4403
    assert _title(served, map_id) != "By a guest who may look"

    watching = Editor(served, map_id, cookie=guest)
    link = f"/api/v1/maps/{map_id}/links/{made['id']}"
    assert served.ask("DELETE", link).status == 204
    assert watching.close_code() == 4403
    assert status("GET", f"/maps/{map_id}") == 401
    again = served.post("/api/v1/session/guest", {"ticket": ticket, "name": "Gil"}, cookie="")
    assert (again.status, again.code) == (404, "ticket.unknown")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "own", "Cookie": ""},
        {"Origin": "own", "Host": "evil.example"},
    ],
)
def test_no_socket_opens_for_strangers(
    served: Server, map_id: str, headers: dict[str, str]
) -> None:
    sent = {"Cookie": served.cookie, **headers}
    if sent.get("Origin") == "own":
        sent["Origin"] = served.origin
    upgrade = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }  # fmt: skip
    path = f"/api/v1/maps/{map_id}/sync"
    sent.setdefault("Authorization", "") if "Origin" not in sent else None
    answer = served.ask("GET", path, headers={**upgrade, **sent})
    assert answer.status == 403


def test_a_thread_is_opened_answered_resolved_and_removed(served: Server, map_id: str) -> None:
    path = f"/api/v1/maps/{map_id}/comments"
    me = served.ask("GET", "/api/v1/session").json()["who"]["id"]
    text = "<script>alert(1)</script> Is this so?"
    first = served.post(path, {"text": text, "anchor": "c-1", "mentions": [me]})
    assert first.status == 201
    thread = first.json()["id"]
    answer = served.post(path, {"text": "Yes.", "thread": thread}).json()
    assert (answer["thread"], answer["anchor"]) == (thread, "c-1")
    served.ask("PUT", f"{path}/{thread}/resolved", {"resolved": True})
    served.ask("PATCH", f"{path}/{answer['id']}", {"text": "Yes, it is."})
    told = {one["id"]: one for one in served.ask("GET", path).json()}
    assert told[thread]["text"] == text  # kept as it was said; no page runs it
    assert told[thread]["resolved_by"] == me
    assert told[answer["id"]]["text"] == "Yes, it is."
    assert served.ask("DELETE", f"{path}/{thread}").status == 204
    assert served.ask("GET", path).json() == []


def test_comments_of_one_map_are_not_those_of_another(served: Server, map_id: str) -> None:
    other = next(
        one["id"] for one in served.ask("GET", "/api/v1/maps").json() if one["id"] != map_id
    )
    said = served.post(f"/api/v1/maps/{map_id}/comments", {"text": "Here."}).json()
    for method, path, body in (
        ("PATCH", f"/{said['id']}", {"text": "There."}),
        ("DELETE", f"/{said['id']}", None),
        ("PUT", f"/{said['id']}/resolved", {"resolved": True}),
        ("POST", "", {"text": "x", "thread": said["id"]}),
    ):
        answer = served.ask(method, f"/api/v1/maps/{other}/comments{path}", body)
        assert (answer.status, answer.code) == (404, "comment.unknown")
    assert served.ask("DELETE", f"/api/v1/maps/{map_id}/comments/{said['id']}").status == 204
