"""Routes that say who may use them: one without a declared permission cannot be made.

In: an endpoint marked by `needs`.  Out: a route that checks the principal before the body is looked at.
Whoever has not proved who they are is stopped earlier still, by the guard, whatever the address and method.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.routing import APIRoute, iter_route_contexts

from desireline.errors import InputError
from desireline.workspace import Permission, Principal, nobody

Need = Permission | Literal["public", "member", "door"]
"""`public`: anybody; `member`: whoever has signed in, whatever the role; `door`: the live door's own check."""
_Endpoint = TypeVar("_Endpoint", bound=Callable[..., Any])
_BODY_BYTES = 2_000_000
_UNCHECKED = ("public", "door")
_PROOFS = [{"session": []}, {"bearer": []}]


def needs(
    need: Need, *, guests: bool = False, plain: bool = False
) -> Callable[[_Endpoint], _Endpoint]:
    """Declare who may use an endpoint.

    Args:
        need: the permission.
        guests: also guests of one map, where the address names their map as `map_id`.
        plain: it takes the request and returns a response, and the guard calls it as it is: it is called often.
    """

    def mark(endpoint: _Endpoint) -> _Endpoint:
        endpoint.needs = need  # type: ignore[attr-defined]
        endpoint.guests = guests  # type: ignore[attr-defined]
        endpoint.plain = plain  # type: ignore[attr-defined]
        return endpoint

    return mark


class Route(APIRoute):
    """A route with a permission."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
        if not hasattr(endpoint, "needs"):
            raise TypeError(f"The route {path} declares no permission: mark it with @needs(...).")
        extra = dict(more.pop("openapi_extra", None) or {})
        extra.setdefault("security", [] if endpoint.needs == "public" else _PROOFS)  # type: ignore[attr-defined]
        extra["x-permission"] = endpoint.needs  # type: ignore[attr-defined]
        super().__init__(path, endpoint, openapi_extra=extra, **more)

    @property
    def needs(self) -> Need:
        """What its endpoint declares."""
        return self.endpoint.needs  # type: ignore[attr-defined,no-any-return]

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Check first, then read the body."""
        handle = super().get_route_handler()
        if self.needs in _UNCHECKED:
            return handle
        guests = bool(self.endpoint.guests)  # type: ignore[attr-defined]

        async def checked(request: Request) -> Response:
            if request.state.principal is None:  # the address is public with another method
                raise nobody()
            admit(principal_of(request), self.needs, request.path_params, guests=guests)
            return await handle(request)

        return checked


def admit(who: Principal, need: Need, path: dict[str, Any], *, guests: bool) -> None:
    """Let a principal pass, or not.

    Raises:
        NotAllowedError: the role does not hold the permission.
        InputError: for a guest there is nothing but their map.
    """
    if who.map is not None and (not guests or path.get("map_id") not in {None, who.map}):
        raise InputError(
            "There is nothing at this address.",
            hint="Your link opens one map.",
            code="http.unknown",
        )
    if need not in ("public", "member", "door"):
        who.need(need)


def principal_of(request: Request) -> Principal:
    """Return who asks; the guard has found out."""
    return request.state.principal


Asking = Annotated[Principal, Depends(principal_of)]
"""Parameter of an endpoint: who asks."""


def routes(tag: str, *, limit: int | None = _BODY_BYTES) -> APIRouter:
    """Begin a group of routes whose bodies have at most so many bytes."""
    return APIRouter(prefix="/api/v1", route_class=Route, tags=[tag], max_body_size=limit)


def public_paths(api: FastAPI) -> frozenset[str]:
    """The addresses under /api that need nobody to be signed in."""
    return frozenset(
        route.path
        for route in all_routes(api)
        if route.needs == "public" and "{" not in route.path
    )


def plain_endpoints(api: FastAPI) -> dict[str, Callable[[Request], Awaitable[Response]]]:
    """What is posted to these addresses goes straight to these endpoints."""
    return {
        route.path: route.endpoint
        for route in all_routes(api)
        if route.endpoint.plain  # type: ignore[attr-defined]
    }


def methods_at(api: FastAPI, path: str) -> list[str]:
    """What may be done at an address, over all routes that share it."""
    found = [route.methods for route in all_routes(api) if route.path_regex.fullmatch(path)]
    return sorted(method for methods in found for method in methods or ())


def all_routes(api: FastAPI) -> list[Route]:
    """Every route with a permission, of included groups too."""
    originals = (context.original_route for context in iter_route_contexts(api.routes))
    return [route for route in originals if isinstance(route, Route)]
