"""Signing in by an identity provider: a real one, over HTTP, that also tries what an attacker would."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.api.provider import CLIENT, SECRET, Provider

import desireline as dl
from desireline.api import create_api
from desireline.app import Workspace
from desireline.delivery import Outside
from desireline.errors import DeliveryError, InputError, NotAllowedError
from desireline.workspace import Vouching, member_for, provider_from
from desireline.workspace.outside import Provider as Provider_
from desireline.workspace.outside import Vouched

OWN = "http://127.0.0.1"
PLACES = itertools.count()
Served = tuple[Workspace, FastAPI]
ANN = {"sub": "ann", "name": "Ann", "email": "Ann@Example.org", "email_verified": True}


@pytest.fixture(scope="module")
def known_provider() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, known_provider: Provider) -> Iterator[Served]:
    settings = {
        "DESIRELINE_OIDC_ISSUER": known_provider.issuer,
        "DESIRELINE_OIDC_CLIENT_ID": CLIENT,
        "DESIRELINE_OIDC_CLIENT_SECRET": SECRET,
        "DESIRELINE_OIDC_ROLES": "heads=owner,designers=editor",
        "DESIRELINE_ALLOW_HOSTS": known_provider.host,
    }
    with (
        dl.open(tmp_path_factory.mktemp("oidc") / "acme") as opened,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in settings.items():
            patch.setenv(name, value)
        yield opened, create_api(opened)


@pytest.fixture
def provider(known_provider: Provider) -> Provider:
    known_provider.claims, known_provider.twist = dict(ANN), {}
    known_provider.algorithm, known_provider.issued_as = "RS256", None
    return known_provider


@pytest.fixture
def workspace(served: Served) -> Workspace:
    """With one owner, and nobody else."""
    members = served[0].members
    olga = members.add(
        name="Olga",
        role="owner",
        password="long enough, olga",
        email=f"{next(PLACES)}@example.org",
    )
    for one in members.all():
        if one.id != olga.id:
            members.remove(one.id)
    return served[0]


@pytest.fixture
def client(new_client: Callable[[], TestClient]) -> TestClient:
    return new_client()


@pytest.fixture
def new_client(served: Served) -> Callable[[], TestClient]:
    """Browsers, each somewhere else."""
    return lambda: TestClient(
        served[1], base_url=OWN, follow_redirects=False, client=(f"place-{next(PLACES)}", 1)
    )


def _back(client: TestClient, provider: Provider) -> str:
    """Go to the provider, sign in there; return the address to come back to."""
    begun = client.get("/api/v1/session/oidc")
    assert begun.status_code == 303, begun.text
    assert "HttpOnly" in begun.headers["set-cookie"]
    back = urlsplit(provider.signs_in(begun.headers["location"]))
    return f"{back.path}?{back.query}"


def _signs_in(client: TestClient, provider: Provider) -> str:
    """Sign in; return where the page ends."""
    answer = client.get(_back(client, provider))
    assert answer.status_code == 303
    return answer.headers["location"]


def _who(client: TestClient) -> dict[str, Any] | None:
    return client.get("/api/v1/session").json()["who"]


def test_a_verified_address_links_to_the_member_and_replaces_the_password(
    workspace: Workspace, provider: Provider, client, new_client
) -> None:
    ann = workspace.members.add(
        name="A.", role="editor", email="ann@example.org", password="set by who knows"
    )
    session = workspace.signing.open(ann, by="password")
    assert client.get("/api/v1/session").json()["ways"] == ["password", "oidc"]
    assert _signs_in(client, provider) == "/"
    found = _who(client)
    assert found is not None
    assert (found["id"], found["role"]) == (ann.id, "editor")
    assert (
        workspace.signing.by_session(session.secret) is None
    )  # whoever was in with the old password is out
    assert client.post(
        "/api/v1/session", json={"email": "ann@example.org", "password": "set by who knows"}, headers={"Origin": OWN}
    ).status_code == 401  # fmt: skip
    provider.claims |= {"email": "new@example.org", "name": "Ann B."}  # the subject stays
    assert _signs_in(new_client(), provider) == "/"


def test_an_address_that_is_not_verified_links_to_nobody(
    workspace: Workspace, provider: Provider, client
) -> None:
    workspace.members.add(
        name="A.", role="editor", email="ann@example.org", password="set by who knows"
    )
    for verified in (False, None, "true", 1):
        provider.claims["email_verified"] = verified
        assert _signs_in(client, provider) == "/#sign-in-failed=oidc.uninvited"
        assert _who(client) is None


def test_an_invitation_is_accepted_by_signing_in(
    workspace: Workspace, provider: Provider, client
) -> None:
    workspace.invite("ann@example.org", role="commenter")
    assert _signs_in(client, provider) == "/"
    found = _who(client)
    assert found is not None
    assert (found["role"], found["email"]) == ("commenter", "ann@example.org")
    assert workspace.signing.tickets("invitation") == []


def test_claims_give_roles_where_that_is_set_and_the_last_owner_stays(
    workspace: Workspace, provider: Provider, client
) -> None:
    provider.claims["groups"] = ["staff", "designers", "heads"]
    assert _signs_in(client, provider) == "/"
    assert (_who(client) or {})["role"] == "owner"
    for one in workspace.members.all():
        if one.name == "Olga":
            workspace.members.remove(one.id)
    provider.claims["groups"] = "designers"
    assert _signs_in(client, provider) == "/"
    assert (_who(client) or {})["role"] == "owner"


def test_nobody_becomes_the_first_owner_by_being_first(tmp_path: Path) -> None:
    ann = Vouched(outside="x ann", name="Ann", email="ann@example.org", role=None)
    with dl.open(tmp_path / "new") as opened:
        people = {"members": opened.members, "signing": opened.signing}
        with pytest.raises(NotAllowedError, match="Nobody invited you"):
            member_for(ann, newcomers="editor", **people)
        assert opened.members.all() == []
        assert member_for(replace(ann, role="owner"), newcomers=None, **people).role == "owner"
        bob = member_for(replace(ann, outside="x bob", email=None), newcomers="viewer", **people)
        assert (bob.role, bob.email) == ("viewer", None)
        with pytest.raises(NotAllowedError, match="another identity"):
            member_for(replace(ann, outside="x other"), newcomers="viewer", **people)


TWISTS: dict[str, dict[str, Any]] = {
    "another audience": {"aud": "other"},
    "several audiences, none authorised": {"aud": [CLIENT, "other"]},
    "authorised for another": {"aud": [CLIENT, "other"], "azp": "other"},
    "another issuer": {"iss": "https://evil.example"},
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "expired": {"exp": int(time.time()) - 120},
    "no expiry": {"exp": None},
    "from the future": {"iat": int(time.time()) + 600, "nbf": int(time.time()) + 600},
    "nobody": {"sub": ""},
}  # fmt: skip


@pytest.mark.parametrize("twist", TWISTS.values(), ids=TWISTS.keys())
def test_a_token_that_does_not_hold_is_refused(
    workspace: Workspace, provider: Provider, client, twist: dict[str, Any]
) -> None:
    workspace.members.add(
        name="A.", role="editor", email="ann@example.org", password="set by who knows"
    )
    provider.twist = twist
    assert _signs_in(client, provider) == "/#sign-in-failed=oidc.refused"
    assert _who(client) is None


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_signature_that_anybody_could_make_is_refused(
    provider: Provider, new_client, algorithm: str
) -> None:
    provider.algorithm = algorithm
    assert _signs_in(new_client(), provider) == "/#sign-in-failed=oidc.refused"


def test_clocks_may_differ_by_a_minute_and_keys_may_change(
    workspace: Workspace, provider: Provider, client, monkeypatch
) -> None:
    workspace.members.add(name="A.", role="editor", email="ann@example.org")
    provider.twist = {"exp": int(time.time()) - 20, "iat": int(time.time()) + 20}
    assert _signs_in(client, provider) == "/"
    monkeypatch.setattr("desireline.workspace.outside._KEYS_AGAIN_SECONDS", -1.0)
    provider.new_key()
    assert _signs_in(client, provider) == "/"


def test_what_another_browser_began_or_what_was_used_opens_nothing(
    workspace: Workspace, provider: Provider, new_client
) -> None:
    workspace.members.add(name="A.", role="editor", email="ann@example.org")
    attacker, victim = new_client(), new_client()
    back = _back(attacker, provider)
    assert victim.get(back).headers["location"] == "/#sign-in-failed=oidc.refused"
    _back(victim, provider)  # with a cookie of its own
    assert victim.get(back).headers["location"] == "/#sign-in-failed=oidc.refused"
    assert _who(victim) is None
    assert attacker.get(back).headers["location"] == "/"
    assert attacker.get(back).headers["location"] == "/#sign-in-failed=oidc.refused"


def test_a_provider_that_is_odd_or_not_allowed_is_told(provider: Provider) -> None:
    known = Provider_(issuer=provider.issuer, client_id=CLIENT)
    provider.issued_as = "https://evil.example"
    with pytest.raises(DeliveryError, match="another issuer"):
        Vouching(known, Outside(allowed=[provider.host])).way("s", back=OWN)
    with pytest.raises(InputError, match="without TLS"):
        Vouching(known, Outside()).way("s", back=OWN)


def test_whoever_guesses_is_stopped_and_keeps_nobody_else_out(
    workspace: Workspace, provider: Provider, client, new_client
) -> None:
    workspace.members.add(name="A.", role="editor", email="ann@example.org")
    for _ in range(10):
        client.get("/api/v1/session/oidc/back?code=x&state=y")
    assert _signs_in(client, provider) == "/#sign-in-failed=access.throttled"
    assert _signs_in(new_client(), provider) == "/"


def test_settings_that_cannot_be_are_told() -> None:
    issuer = {"DESIRELINE_OIDC_ISSUER": "https://id.example.org"}
    client = issuer | {"DESIRELINE_OIDC_CLIENT_ID": "maps"}
    for wrong in (
        issuer,
        client | {"DESIRELINE_OIDC_ROLES": "heads"},
        client | {"DESIRELINE_OIDC_ROLES": "heads=king"},
        client | {"DESIRELINE_OIDC_NEWCOMERS": "owner"},
    ):
        with pytest.raises(InputError) as raised:
            provider_from(wrong)
        assert raised.value.code == "oidc.setting"
    assert provider_from({}) is None
    assert "s3cret" not in repr(
        provider_from(client | {"DESIRELINE_OIDC_CLIENT_SECRET": "s3cret"})
    )
