"""What is checked of every request before a route sees it: host, origin; and what every answer carries.

The viewer answers only to names of this computer: a page elsewhere that rebinds its own name to
127.0.0.1 gets nothing. The live door has names of its own behind a proxy, and opens with a token or a
signature only; pages of other origins reach it where their origin was allowed by name. Written against
ASGI itself, because it stands before every event.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desireline.api.problems import problem
from desireline.errors import InputError, NotAllowedError
from desireline.workspace import Principal

_LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})
_LOCAL_OWNER = Principal(id="mem_local", kind="member", name="You", role="owner")
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:;"
    " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Max-Age": "600",
}


class Guard:
    """ASGI middleware; `origins` are those of the pages that may send events from a browser."""

    def __init__(self, app: ASGIApp, *, origins: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request and pass it on."""
        scope.setdefault("state", {}).update(principal=_LOCAL_OWNER, still_may=lambda: True)
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        path: str = scope["path"]
        origin = headers.get("origin")
        is_live = path.startswith("/v1/")
        allowed = origin if is_live and origin in self._origins else None

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    own.setdefault(name, value)
                if allowed is not None:
                    own["Access-Control-Allow-Origin"] = allowed
                    own.add_vary_header("Origin")
                if is_live:
                    own["Cache-Control"] = "no-store"
            await send(message)

        answer = self._refusal(scope, headers, is_live=is_live, allowed=allowed)
        await (answer or self._app)(scope, receive, dressed)

    def _refusal(
        self, scope: Scope, headers: Headers, *, is_live: bool, allowed: str | None
    ) -> Response | None:
        host = headers.get("host", "")
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        is_open = is_live or scope["path"] == "/note" or scope["path"].startswith("/note/")
        if not is_open and name not in _LOCAL:
            return problem(
                InputError(
                    "This server shows maps under names of this computer only.",
                    hint="Open http://127.0.0.1 with its port.",
                    code="http.host",
                )
            )
        origin = headers.get("origin")
        if not is_live or origin is None:
            return None
        if allowed is None and urlsplit(origin).netloc != host:
            return problem(
                NotAllowedError(
                    "Pages of this origin may not send events here.",
                    hint="Start `desireline serve` with --allow-origin and the origin of the page.",
                    code="http.origin",
                )
            )
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            return Response(status_code=204, headers=_PREFLIGHT)
        return None
