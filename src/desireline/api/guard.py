"""What is checked of every request before a route sees it; and what every answer carries.

Whatever lies under /api is closed: without a session or a token it answers 401 before the address, the
method or the body are looked at, but for the few addresses that are declared public. The live door has names
of its own behind a proxy, and opens with a token or a signature only; pages of other origins reach it where
their origin was allowed by name. Written against ASGI itself, because it stands before every event.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desireline.api.doorkeeper import Asker, Doorkeeper
from desireline.api.patience import patiently
from desireline.api.problems import problem
from desireline.errors import DesirelineError, NotAllowedError
from desireline.workspace import acting, nobody

Endpoint = Callable[[Request], Awaitable[Response]]
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
    " connect-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Robots-Tag": "noindex",
}
_RAW = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
_NOT_KEPT = (b"cache-control", b"no-store")
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Max-Age": "600",
}


class Guard:
    """ASGI middleware.

    `origins` are those of the pages that may send events from a browser; `plain` endpoints are called from here, because
    the way through the framework costs as much as everything that they do.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        doorkeeper: Doorkeeper,
        public: Collection[str],
        plain: Mapping[str, Endpoint],
        origins: frozenset[str] = frozenset(),
    ) -> None:
        self._app = app
        self._doorkeeper = doorkeeper
        self._public = public
        self._plain = plain
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request and pass it on."""
        if scope["type"] == "websocket":
            await self._door_of_sockets(scope, receive, send)
            return
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
                message["headers"] = own = list(message.get("headers", ()))
                there = {name for name, _ in own}
                own.extend(one for one in _RAW if one[0] not in there)
                if allowed is not None:
                    shared = MutableHeaders(scope=message)
                    shared["Access-Control-Allow-Origin"] = allowed
                    shared.add_vary_header("Origin")
                if _NOT_KEPT[0] not in there and (is_live or path.startswith("/api/")):
                    own.append(_NOT_KEPT)
            await send(message)

        if is_live:
            answer = self._at_the_live_door(scope, headers, allowed=allowed)
        else:
            answer = await self._at_the_door(scope, headers)
        if answer is not None:
            await answer(scope, receive, dressed)
            return
        if is_live and scope["method"] == "POST" and path in self._plain:
            await _answered(self._plain[path], scope, receive, dressed)
            return
        has_own_deadline = is_live or path == "/api/v1/uploads"
        with acting(self._actor(scope)):
            await self._app(scope, receive if has_own_deadline else patiently(receive), dressed)

    async def _at_the_door(self, scope: Scope, headers: Headers) -> Response | None:
        path: str = scope["path"]
        is_note = path == "/note" or path.startswith("/note/")
        try:
            if not is_note:
                self._doorkeeper.check_host(headers)
            if path.startswith("/api/"):
                self._doorkeeper.check_origin(scope, headers)
                asker = await to_thread.run_sync(self._doorkeeper.asker, headers)
                _introduce(scope, asker)
                if asker is None and path not in self._public:
                    raise nobody()
        except DesirelineError as error:
            return problem(error)
        return None

    async def _door_of_sockets(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        doorkeeper = self._doorkeeper
        try:
            doorkeeper.check_host(headers)
            doorkeeper.check_origin(scope, headers)
            asker = await to_thread.run_sync(doorkeeper.asker, headers)
            if asker is None:
                raise nobody()
        except DesirelineError:
            await send(
                {"type": "websocket.close", "code": 4403}
            )  # before it is accepted: HTTP 403
            return
        _introduce(scope, asker)
        await self._app(scope, receive, send)

    def _at_the_live_door(
        self, scope: Scope, headers: Headers, *, allowed: str | None
    ) -> Response | None:
        origin = headers.get("origin")
        if origin is None:
            return None
        if allowed is None and urlsplit(origin).netloc != headers.get("host", ""):
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

    def _actor(self, scope: Scope) -> str:
        asker: Asker | None = scope.get("state", {}).get("asker")
        return "nobody" if asker is None else asker.who.id


async def _answered(endpoint: Endpoint, scope: Scope, receive: Receive, send: Send) -> None:
    try:
        answer = await endpoint(Request(scope, receive))
    except DesirelineError as error:
        answer = problem(error)
    await answer(scope, receive, send)


def _introduce(scope: Scope, asker: Asker | None) -> None:
    scope.setdefault("state", {}).update(
        asker=asker, principal=None if asker is None else asker.who
    )
