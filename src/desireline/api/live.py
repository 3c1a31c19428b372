"""The live door over HTTP: Segment's calls, webhooks, notes of employees.

In: requests.  Out: 2xx once what came is on the disk, or a problem that says why not. Whoever shows no
token or signature is refused before the body is looked at; Segment's browser library, which can only put its
write key into the body, may send a small one.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from collections.abc import Callable, Coroutine
from datetime import date
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from desireline.api.bodies import read_body
from desireline.api.routing import Route, needs
from desireline.api.settling import Settling
from desireline.api.shapes import problems
from desireline.errors import DesirelineError
from desireline.pipeline import BATCH_BYTES, Live, NewNote

_KEYLESS_BYTES = 500_000
_LARGE = 100_000
"""Bodies above this are parsed in a thread, so that others are not kept waiting."""
_CALLS = ("batch", "events", "track", "identify", "page", "screen", "group", "alias")
_LETTERS = ("t", "i", "p", "s", "g", "a", "b", "import")


class Taken(BaseModel):
    """It is on the disk."""

    success: bool = True
    duplicate: bool = False
    """It was delivered before: nothing was stored."""


class NoteBody(BaseModel):
    """A note of an employee: a hypothesis about customers, at a touchpoint."""

    model_config = ConfigDict(extra="forbid")
    author: str = Field(examples=["Eva, sales"])
    touchpoint: str = Field(examples=["Order delivered"])
    words: str = Field(examples=["They all ask where the invoice is."])
    on: date | None = Field(None, description="The day that it is about; today without it.")
    id: str | None = Field(None, description="Made by the sender: sent twice, kept once.")


_RESPONSES = problems(
    {
        400: "The body is not what it should be.",
        401: "No token or signature that opens this. Nothing was stored.",
        403: "A page of an origin that was not allowed.",
        408: "The body did not come.",
        413: "An event of more than 1 MB, or a body of more than 5 MB.",
        415: "A form, or packed in a way that is not known.",
        422: "A field of a note is missing, unknown or wrong.",
        429: "Too much waits already: come again after `Retry-After` seconds.",
        503: "It could not be stored: send it again.",
    }
)
_TAKEN = b'{"success":true,"duplicate":false}'
_CALL = {
    "type": "object",
    "additionalProperties": True,
    "properties": {
        "type": {"enum": list(_CALLS[2:])},
        "event": {"type": "string"},
        "userId": {"type": "string"},
        "anonymousId": {"type": "string"},
        "messageId": {"type": "string"},
        "timestamp": {"type": "string", "format": "date-time"},
        "sentAt": {"type": "string", "format": "date-time"},
        "properties": {"type": "object"},
        "traits": {"type": "object"},
        "context": {"type": "object"},
    },
}
_BATCH = {
    "type": "object",
    "required": ["batch"],
    "properties": {
        "batch": {"type": "array", "items": _CALL},
        "sentAt": {"type": "string", "format": "date-time"},
        "context": {"type": "object"},
    },
}


def _body(schema: dict[str, Any], security: list[dict[str, Any]]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}, "security": security}


_WITH_KEY: list[dict[str, Any]] = [{"writeKey": []}, {"bearer": []}]


def live_routes(live: Live) -> APIRouter:
    """Make the routes of one workspace's live door."""
    routes = APIRouter(prefix="/v1", responses=_RESPONSES, route_class=Route)
    _add_calls(routes, live)
    _add_webhooks(routes, live)
    _add_notes(routes, live)
    return routes


def _add_calls(routes: APIRouter, live: Live) -> None:
    settling = Settling()
    for name in (*_CALLS, *_LETTERS):
        one_of = {"oneOf": [_CALL, _BATCH, {"type": "array", "items": _CALL}]}
        schema = _BATCH if name == "batch" else one_of if name == "events" else _CALL

        routes.post(
            f"/{name}",
            summary=f"Take {'a batch of calls' if name in {'batch', 'events'} else f'a {name} call'}",
            name=f"take_{name}",
            response_model=Taken,
            openapi_extra=_body(schema, _WITH_KEY),
            include_in_schema=name in _CALLS,
            tags=["events"],
        )(_taker(live, settling, name))


def _taker(
    live: Live, settling: Settling, name: str
) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    @needs("door", plain=True)
    async def take(request: Request) -> Response:
        shown = _shown(request)
        if shown is not None:
            token = live.token(shown, "events")
            body = await read_body(request, limit=BATCH_BYTES)
        else:
            body = await read_body(request, limit=_KEYLESS_BYTES)
            token = live.token(_write_key(body), "events")
        if len(body) > _LARGE:
            future = await to_thread.run_sync(live.calls, body, name, token)
        else:
            future = live.calls(body, name, token)
        await settling.result(future)
        return Response(_TAKEN, media_type="application/json")

    return take


def _add_webhooks(routes: APIRouter, live: Live) -> None:
    @routes.post(
        "/webhooks/{source}",
        summary="Take a signed webhook",
        tags=["webhooks"],
        openapi_extra=_body({"type": "object"}, [{"signature": []}]),
    )
    @needs("door")
    async def take_webhook(source: str, request: Request) -> Taken:  # pyright: ignore[reportUnusedFunction]
        body = await read_body(request, limit=BATCH_BYTES, is_raw=True)
        headers = {name.lower(): value for name, value in request.headers.items()}
        future = live.webhook(source, body, headers)
        return Taken(duplicate=not await asyncio.wrap_future(future))


def _add_notes(routes: APIRouter, live: Live) -> None:
    @routes.post("/notes", summary="Take a note of an employee", tags=["notes"], status_code=201,
                 openapi_extra={"security": [{"bearer": []}]})  # fmt: skip
    @needs("door")
    async def take_note(request: Request, note: NoteBody) -> Taken:  # pyright: ignore[reportUnusedFunction]
        live.token(_shown(request), "notes")
        future = live.note(
            NewNote(
                author=note.author,
                touchpoint=note.touchpoint,
                words=note.words,
                on=note.on,
                id=note.id,
            )
        )
        return Taken(duplicate=not await asyncio.wrap_future(future))

    @routes.get("/notes/touchpoints", summary="The touchpoints that notes can be pinned to",
                tags=["notes"], openapi_extra={"security": [{"bearer": []}]})  # fmt: skip
    @needs("door")
    def touchpoints(  # pyright: ignore[reportUnusedFunction]
        request: Request, limit: Annotated[int, Query(ge=1, le=1000)] = 500
    ) -> list[str]:
        live.token(_shown(request), "notes")
        try:
            return live.touchpoints()[:limit]
        except DesirelineError:
            return []  # a form without suggestions is still a form


def _shown(request: Request) -> str | None:
    """Find the token in `Authorization`: Bearer, or the user name of Basic as Segment's libraries do."""
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    value = value.strip()
    if kind.lower() == "bearer":
        return value
    if kind.lower() == "basic":
        try:
            name, _, password = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return ""
        return name or password
    return None if not kind else ""


def _write_key(body: bytes) -> str | None:
    try:
        key = json.loads(body)["writeKey"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return key if isinstance(key, str) else None
