"""Who may come in: first run, accounts, roles, links, tokens, and what strangers get."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.api.conftest import Answer, Server

import desireline as dl

PASSWORD = "four walks to the pier"


class Town:
    """A server of an empty workspace, and its people."""

    def __init__(self, folder: Path) -> None:
        self.server = Server(folder=folder)
        dl.open(folder).close()
        self.server.start()
        self.local = self.server.cookie

    def ask(
        self, method: str, path: str, body: Any = None, cookie: str = "", **more: Any
    ) -> Answer:
        return self.server.ask(method, f"/api/v1{path}", body, cookie=cookie, **more)

    def signed_in(self, path: str, body: Any) -> str:
        return self.server.signs_in(f"/api/v1{path}", body)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town") / "acme")
    yield made
    made.server.stop()


@pytest.fixture(scope="module")
def owner(town: Town) -> str:
    """The local owner makes themselves an account."""
    body = {"name": "Ann Berg", "email": "Ann@Example.org", "password": PASSWORD}
    answer = town.ask("PUT", "/session/account", body, town.local)
    assert answer.status == 200, answer.body
    return answer.headers["set-cookie"].partition(";")[0]


@pytest.fixture(scope="module")
def people(town: Town, owner: str) -> dict[str, str]:
    """One member of each role, by invitation."""
    cookies = {"owner": owner}
    for role in ("editor", "commenter", "viewer"):
        made = town.ask(
            "POST", "/invitations", {"email": f"{role}@example.org", "role": role}, owner
        )
        assert made.status == 201, made.body
        ticket = made.json()["fragment"].partition("=")[2]
        body = {"ticket": ticket, "name": role.title(), "password": PASSWORD}
        cookies[role] = town.signed_in("/session/join", body)
        again = town.ask("POST", "/session/join", body)
        assert (again.status, again.code) == (404, "ticket.unknown")
    return cookies


def test_before_there_are_accounts_whoever_started_it_is_the_owner(town: Town) -> None:
    said = town.ask("GET", "/session", cookie=town.local).json()
    assert (said["signed_in"], said["who"]["role"]) == (True, "owner")
    assert town.ask("GET", "/session").json()["ways"] == ["local"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
def test_nobody_else_is_taken_for_whoever_sits_here(town: Town, headers: dict[str, str]) -> None:
    answer = town.ask("POST", "/session/local", headers=headers)
    assert answer.status in {400, 403}
    assert "set-cookie" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers


def test_with_accounts_the_computer_is_not_enough(town: Town, owner: str) -> None:
    assert owner
    answer = town.ask("POST", "/session/local")
    assert (answer.status, answer.code) == (403, "access.local")
    assert town.ask("GET", "/session").json()["ways"] == ["password"]
    # the session of before the account was ended with the new password
    assert town.ask("GET", "/maps", cookie=town.local).status == 401


def test_every_role_can_do_what_it_says_and_no_more(town: Town, people: dict[str, str]) -> None:
    status = {
        role: (
            town.ask("GET", "/maps", cookie=cookie).status,
            town.ask("POST", "/recompute", cookie=cookie).status,
            town.ask("GET", "/tokens", cookie=cookie).status,
        )
        for role, cookie in people.items()
    }
    assert status == {
        "viewer": (200, 403, 403),
        "commenter": (200, 403, 403),
        "editor": (200, 202, 403),
        "owner": (200, 202, 200),
    }


def test_a_session_ends_at_once_when_one_leaves_or_is_removed(town: Town, owner: str) -> None:
    made = town.ask("POST", "/invitations", {"email": "temp@example.org", "role": "viewer"}, owner)
    body = {"ticket": made.json()["fragment"].partition("=")[2], "name": "T", "password": PASSWORD}
    first = town.signed_in("/session/join", body)
    second = town.signed_in("/session", {"email": "temp@example.org", "password": PASSWORD})
    assert first != second
    assert town.ask("DELETE", "/session", cookie=first).status == 204
    assert town.ask("GET", "/maps", cookie=first).status == 401
    assert town.ask("GET", "/maps", cookie=second).status == 200
    (member,) = [
        one for one in town.ask("GET", "/members", cookie=owner).json()
        if one["email"] == "temp@example.org"
    ]  # fmt: skip
    assert town.ask("DELETE", f"/members/{member['id']}", cookie=owner).status == 204
    assert town.ask("GET", "/maps", cookie=second).status == 401


def test_a_planted_cookie_is_not_taken_over(town: Town, people: dict[str, str]) -> None:
    planted = people["viewer"].partition("=")[0] + "=" + "a" * 43
    answer = town.ask(
        "POST", "/session", {"email": "viewer@example.org", "password": PASSWORD}, planted
    )
    cookie = answer.headers["set-cookie"]
    assert planted not in cookie
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_the_only_owner_stays(town: Town, owner: str) -> None:
    me = town.ask("GET", "/session", cookie=owner).json()["who"]["id"]
    refused = town.ask("PATCH", f"/members/{me}", {"role": "viewer"}, owner)
    assert (refused.status, refused.code) == (409, "member.last-owner")


def test_guessing_is_refused_by_the_tenth_try_and_says_the_same_of_strangers(town: Town) -> None:
    seen: dict[str, list[tuple[int, str]]] = {}
    times: dict[str, list[float]] = {}
    for email in ("commenter@example.org", "nobody@example.org"):
        for number in range(12):
            started = time.perf_counter()
            answer = town.ask(
                "POST",
                "/session",
                {"email": email, "password": f"guess number {number}"},
                headers={"X-Forwarded-For": f"10.0.0.{number}"},
            )
            times.setdefault(email, []).append(time.perf_counter() - started)
            seen.setdefault(email, []).append((answer.status, answer.json()["message"]))
    known, unknown = seen.values()
    assert known == unknown
    assert [status for status, _ in known] == [401] * 10 + [429] * 2


def test_a_password_link_works_once(town: Town, people: dict[str, str]) -> None:
    (member,) = [
        one for one in town.ask("GET", "/members", cookie=people["owner"]).json()
        if one["role"] == "editor"
    ]  # fmt: skip
    made = town.ask("POST", f"/members/{member['id']}/password-link", cookie=people["owner"])
    ticket = made.json()["fragment"].partition("=")[2]
    easy = town.ask("POST", "/session/password", {"ticket": ticket, "password": "password1"})
    assert (easy.status, easy.code) == (400, "member.password")
    body = {"ticket": ticket, "password": "another walk to the sea"}
    new = town.signed_in("/session/password", body)
    assert town.ask("GET", "/maps", cookie=people["editor"]).status == 401
    assert town.ask("POST", "/session/password", body).status == 404
    people["editor"] = new


def test_tokens_are_known_by_their_beginning_and_end_when_revoked(town: Town, owner: str) -> None:
    body = {"name": "reports", "scope": "api", "role": "viewer", "days": 30}
    token = town.ask("POST", "/tokens", body, owner).json()["token"]
    (shown,) = [
        t for t in town.ask("GET", "/tokens", cookie=owner).json() if t["name"] == "reports"
    ]
    assert shown["prefix"] == token[:11]
    assert token not in str(shown)
    bearer = {"Authorization": f"Bearer {token}"}
    assert town.ask("GET", "/maps", headers=bearer).status == 200
    assert town.ask("POST", "/recompute", headers=bearer).status == 403
    assert town.server.post("/v1/track", {"type": "track"}, token=token).status == 401
    assert town.ask("DELETE", f"/tokens/{shown['prefix']}", cookie=owner).status == 204
    assert town.ask("GET", "/maps", headers=bearer).status == 401


@pytest.mark.parametrize(
    "forged",
    ["", "dl_" + "a" * 43, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvd25lciJ9.", "secret", "changeme"],
)
def test_forged_tokens_open_nothing(town: Town, forged: str) -> None:
    for kind in ("Bearer", "Basic", "Digest"):
        answer = town.ask("GET", "/maps", headers={"Authorization": f"{kind} {forged}"})
        assert answer.status == 401


def test_unknown_fields_are_refused_and_change_nothing(town: Town, people: dict[str, str]) -> None:
    body = {"name": "Vera", "role": "owner", "is_admin": True, "__proto__": {"role": "owner"}}
    refused = town.ask("PUT", "/session/account", body, people["viewer"])
    assert refused.status == 422
    assert town.ask("GET", "/session", cookie=people["viewer"]).json()["who"]["role"] == "viewer"


def test_what_pages_elsewhere_send_is_refused(town: Town, owner: str) -> None:
    tries = [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://evil.example", "Content-Type": "text/plain"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": ""},
    ]
    for headers in tries:
        answer = town.ask("POST", "/tokens", {"name": "x"}, owner, headers=headers)
        assert answer.status == 403, headers
        assert "access-control-allow-origin" not in answer.headers
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert town.ask("POST", "/tokens", b"name=x", owner, headers=form).status == 415


def test_nothing_secret_stands_in_the_database(town: Town, people: dict[str, str]) -> None:
    content = b"".join(path.read_bytes() for path in town.server.folder.glob("workspace.db*"))
    for secret in (PASSWORD, *(cookie.partition("=")[2] for cookie in people.values())):
        assert secret.encode() not in content


def test_what_was_done_is_in_the_audit_log(town: Town, people: dict[str, str]) -> None:
    log = town.ask("GET", "/audit?limit=500", cookie=people["owner"]).json()
    assert log["sound"] is True
    actions = {row["action"] for row in log["rows"]}
    assert {
        "member.add",
        "session.open",
        "session.refused",
        "ticket.invitation",
        "token.make",
    } <= actions
    assert "example.org" not in str(log["rows"])
