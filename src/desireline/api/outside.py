"""Signing in by an identity provider: the way there, and the way back. A browser walks both; programs use tokens.

In: a navigation of a browser.  Out: another one: to the provider, then to the page, signed in, or told why not.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from desireline.api.doorkeeper import Doorkeeper
from desireline.api.routing import needs, routes
from desireline.app import Workspace
from desireline.delivery import Outside
from desireline.errors import DesirelineError, InputError
from desireline.workspace import Opened, Vouching, member_for, provider_from

_SECONDS = 600
_BACK = "/api/v1/session/oidc/back"
Tried = Callable[[Request, str, Callable[[], Opened]], Opened]
Welcomed = Callable[[Request, Any, Opened], Any]


def vouching_from_environment() -> Vouching | None:
    """Read which provider vouches here; None: none.

    Raises:
        InputError: a setting cannot be, or the library for its tokens is not installed.
    """
    provider = provider_from(os.environ)
    if provider is None:
        return None
    if any(importlib.util.find_spec(name) is None for name in ("jwt", "cryptography")):
        raise InputError(
            "Signing in by an identity provider needs PyJWT, which is not installed.",
            hint="Install it: uv add 'desireline[oidc]' (or pip install 'desireline[oidc]').",
            code="oidc.setting",
        )
    allowed = os.environ.get("DESIRELINE_ALLOW_HOSTS", "")
    outside = Outside(allowed=[one for one in allowed.split(",") if one.strip()])
    return Vouching(provider, outside)


def outside_routes(
    workspace: Workspace,
    doorkeeper: Doorkeeper,
    vouching: Vouching | None,
    *,
    tried: Tried,
    welcome: Welcomed,
) -> APIRouter:
    """Make the two routes; where there is no provider they answer that there is nothing."""
    group = routes("session")

    @group.get("/session/oidc", include_in_schema=False)
    @needs("public")
    def begin(request: Request) -> RedirectResponse:  # pyright: ignore[reportUnusedFunction]
        secret = secrets.token_urlsafe(32)
        back = doorkeeper.own_address(request.headers) + _BACK
        try:
            answer = RedirectResponse(_of(vouching).way(secret, back=back), status_code=303)
        except DesirelineError as error:
            return _failed(error)
        doorkeeper.keep(answer, secret, _SECONDS, purpose="oidc")
        return answer

    @group.get("/session/oidc/back", include_in_schema=False)
    @needs("public")
    def come_back(  # pyright: ignore[reportUnusedFunction]
        request: Request,
        code: Annotated[str, Query(max_length=4000)] = "",
        state: Annotated[str, Query(max_length=200)] = "",
    ) -> RedirectResponse:
        secret = doorkeeper.secret(request.headers, purpose="oidc") or secrets.token_urlsafe(32)
        back = doorkeeper.own_address(request.headers) + _BACK

        def find() -> Opened:
            known = _of(vouching)
            vouched = known.who(secret, state=state, code=code, back=back)
            member = member_for(
                vouched,
                members=workspace.members,
                signing=workspace.signing,
                newcomers=known.provider.newcomers,
            )
            return workspace.signing.open(member, by="oidc")

        answer = RedirectResponse("/", status_code=303)
        try:
            welcome(request, answer, tried(request, "oidc", find))
        except DesirelineError as error:
            answer = _failed(error)
        doorkeeper.drop(answer, purpose="oidc")  # it works once
        return answer

    return group


def _of(vouching: Vouching | None) -> Vouching:
    if vouching is None:
        raise InputError(
            "No identity provider is set up here.",
            hint="docs/how-to/sign-in-by-oidc.md says how.",
            code="oidc.unknown",
        )
    return vouching


def _failed(error: DesirelineError) -> RedirectResponse:
    """The page says it in its own words; the code is one of ours and carries nothing from outside."""
    return RedirectResponse(f"/#sign-in-failed={error.code}", status_code=303)
