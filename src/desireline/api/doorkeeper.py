"""The doorkeeper: which names this server answers to, which pages may ask, and who asks.

In: the headers of a request.  Out: a principal, or a refusal. A page asks with a cookie that scripts cannot
read and other sites' requests do not carry, and only from this server's own origin; a program asks with a
token. Nothing in a request but these two says whose data it is about.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from desireline.api.peer import can_tell, is_same_user
from desireline.app import Workspace
from desireline.errors import InputError, NotAllowedError
from desireline.workspace import Principal

LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_FORMS = ("application/x-www-form-urlencoded", "multipart/", "text/plain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, and the secret by which they showed it."""

    who: Principal
    secret: str
    is_session: bool


class Doorkeeper:
    """Checks requests for one workspace."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        public_url: str | None = None,
        proxy: str | None = None,
        has_provider: bool = False,
    ) -> None:
        self._workspace = workspace
        self._has_provider = has_provider
        self._proxy = proxy
        url = None if public_url is None else urlsplit(public_url)
        self._names = LOCAL if url is None else LOCAL | {(url.hostname or "").casefold()}
        self._origin = None if url is None else f"{url.scheme}://{url.netloc}".casefold()
        self._is_secure = url is not None and url.scheme == "https"
        self._is_alone = url is None
        mark = hashlib.sha256(workspace.id.encode()).hexdigest()[:8]
        self.cookie = f"__Host-desireline_{mark}" if self._is_secure else f"desireline_{mark}"

    def check_host(self, headers: Headers) -> None:
        """Refuse names that are not this server's: a page elsewhere may have turned its name to us.

        Raises:
            InputError: it is another name.
        """
        if _name(headers) not in self._names:
            raise InputError(
                "This server does not answer to that name.",
                hint="Open http://127.0.0.1 with its port, or start it with --public-url.",
                code="http.host",
            )

    def check_origin(self, scope: Scope, headers: Headers) -> None:
        """Refuse what pages of other origins send.

        Raises:
            NotAllowedError: such a page asks.
            InputError: a form, which any page may send.
        """
        origin = headers.get("origin")
        is_own = origin is not None and self._is_own(origin.casefold(), headers)
        if origin is not None and not is_own:
            # our own page, under a name that is not in `Host`: somebody stands in front of us, and whoever
            # comes through them looks local. No page of others can send this header.
            self._is_alone = self._is_alone and headers.get("sec-fetch-site") != "same-origin"
            raise _foreign()
        if scope["type"] == "websocket":
            if origin is None and "authorization" not in headers:
                raise _foreign()
            return
        if scope["method"] in _SAFE:
            return
        is_page = "authorization" not in headers
        if is_page and not is_own and headers.get("sec-fetch-site") != "same-origin":
            raise _foreign()
        if headers.get("content-type", "").casefold().startswith(_FORMS):
            raise InputError(
                "The body is a form or plain text.",
                hint="Send JSON, as application/json.",
                code="http.type",
            )

    def asker(self, headers: Headers) -> Asker | None:
        """Tell who asks; None: nobody who has proved it."""
        if "authorization" in headers:  # then the cookie counts for nothing, whatever stands in it
            kind, _, value = headers["authorization"].partition(" ")
            token = value.strip() if kind.casefold() == "bearer" else ""
            who = self._workspace.signing.by_token(token)
            return None if who is None else Asker(who=who, secret=token, is_session=False)
        secret = self.secret(headers)
        if secret is None:
            return None
        who = self._workspace.signing.by_session(secret)
        return None if who is None else Asker(who=who, secret=secret, is_session=True)

    def still(self, askers: Collection[Asker]) -> set[Asker]:
        """Tell who may still do what they could when they came, with a few questions for however many there are."""
        signing = self._workspace.signing
        sessions = signing.by_sessions([one.secret for one in askers if one.is_session])
        return {
            one
            for one in askers
            if one.who
            == (sessions.get(one.secret) if one.is_session else signing.by_token(one.secret))
        }

    def place(self, scope: Scope, headers: Headers) -> str:
        """Where a request comes from: of a declared proxy the last address that it wrote, else the other end.

        A network of IPv6 that one household has is one place.
        """
        client = scope.get("client")
        host = client[0] if client else ""
        if host and host == self._proxy:
            host = headers.get("x-forwarded-for", host).rpartition(",")[2].strip()
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return host[:60]
        if isinstance(address, ipaddress.IPv6Address):
            if address.ipv4_mapped is not None:
                return str(address.ipv4_mapped)
            return str(ipaddress.ip_network((address, 64), strict=False))
        return str(address)

    def own_address(self, headers: Headers) -> str:
        """Under which address a browser that was let in found us."""
        return self._origin or f"http://{headers.get('host', '')}"

    def secret(self, headers: Headers, *, purpose: str = "") -> str | None:
        """The secret of the session, or for another purpose, as the browser keeps it."""
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self.cookie + purpose)
        except CookieError:
            return None
        return None if found is None else found.value

    def keep(self, response: Response, secret: str, seconds: int, *, purpose: str = "") -> None:
        """Give the browser a session, or the secret for another purpose."""
        response.set_cookie(
            self.cookie + purpose,
            secret,
            max_age=seconds,
            path="/",
            secure=self._is_secure,
            httponly=True,
            samesite="lax",
        )

    def drop(self, response: Response, *, purpose: str = "") -> None:
        """Take what `keep` gave from the browser."""
        response.delete_cookie(
            self.cookie + purpose, path="/", secure=self._is_secure, httponly=True, samesite="lax"
        )

    def is_local(self, scope: Scope, headers: Headers) -> bool:
        """Tell whether a browser of this computer, of the user who started the server, asks it directly."""
        direct = not any(name in headers for name in _FORWARDED)
        return (
            self._is_alone
            and direct
            and _name(headers) in LOCAL
            and self._workspace.members.is_open
            and is_same_user(scope.get("client"), scope.get("server"))
        )

    @property
    def ways(self) -> list[str]:
        """How one may sign in."""
        provider = ["oidc"] if self._has_provider else []
        if not self._workspace.members.is_open:
            return ["password", *provider]
        return ["local" if self._is_alone and can_tell() else "setup", *provider]

    def _is_own(self, origin: str, headers: Headers) -> bool:
        if self._origin is not None and origin == self._origin:
            return True
        parts = urlsplit(origin)
        return (
            parts.scheme == "http"
            and parts.netloc == headers.get("host", "").casefold()
            and (parts.hostname or "") in {"127.0.0.1", "localhost", "::1"}
        )


def _name(headers: Headers) -> str:
    host = headers.get("host", "").casefold()
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def _foreign() -> NotAllowedError:
    return NotAllowedError(
        "A page of another origin may not ask this.",
        hint="Open the server under its own address; programs send a token.",
        code="http.origin",
    )
