"""The HTTP server of one workspace: maps, insights and status, the page that shows them, the live door.

The viewer answers only names of this computer (a page elsewhere that rebinds its name to 127.0.0.1 gets
nothing), and its page may load nothing from anywhere else. Maps are shown as they were drawn last: no
request waits for an analysis.
"""

from __future__ import annotations

import contextlib
import gc
import socket
import sys
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from desireline.api.asking import asking_routes
from desireline.api.comments import comment_routes
from desireline.api.data import data_routes, upload_routes
from desireline.api.doorkeeper import Doorkeeper
from desireline.api.goals import goal_routes
from desireline.api.guard import Guard
from desireline.api.insights import insight_routes
from desireline.api.live import live_routes
from desireline.api.maps import map_routes
from desireline.api.members import member_routes
from desireline.api.note_page import note_routes
from desireline.api.opportunities import opportunity_routes
from desireline.api.outside import vouching_from_environment
from desireline.api.own_maps import own_map_routes
from desireline.api.patience import protocol, room_for_connections
from desireline.api.personas import persona_routes
from desireline.api.problems import add_problems
from desireline.api.reading import reading_routes
from desireline.api.rooms import MESSAGE_BYTES, Rooms
from desireline.api.routing import Route, needs, plain_endpoints, public_paths
from desireline.api.sample_company import sample_routes
from desireline.api.session import session_routes
from desireline.api.shapes import PROBLEMS, Problem
from desireline.api.sync import sync_routes
from desireline.api.tongue import Tongue
from desireline.api.topics import topic_routes
from desireline.api.uploads import Uploads
from desireline.api.work import Work
from desireline.app import Workspace
from desireline.pipeline import Limits, Live

_TURN_SECONDS = 0.001
"""How long one thread keeps the interpreter while others wait: commits wait for the loop, and answers for commits."""
_SCREENS = ("why", "people", "act", "data", "maps", "match")
_SECURITY = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "desireline",
        "description": "A session; the cookie's name ends in a mark of the workspace.",
    },
    "writeKey": {
        "type": "http",
        "scheme": "basic",
        "description": "A token as the user name, no password: as Segment's libraries send it.",
    },
    "bearer": {"type": "http", "scheme": "bearer", "description": "A token."},
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": "webhook-signature",
        "description": "Standard Webhooks, or the tool's own scheme.",
    },
}


def create_api(
    workspace: Workspace,
    *,
    origins: Sequence[str] = (),
    limits: Limits | None = None,
    public_url: str | None = None,
    proxy: str | None = None,
) -> FastAPI:
    """Wire the routes of one open workspace.

    Args:
        workspace: what is served.
        origins: of pages that may send events from a browser: `https://shop.example.org`.
        limits: how much may wait to be brought into the log.
        public_url: under which people elsewhere open it; None: this computer only.
        proxy: address of the reverse proxy in front, whose `X-Forwarded-For` is believed.
    """
    vouching = vouching_from_environment()
    doorkeeper = Doorkeeper(
        workspace, public_url=public_url, proxy=proxy, has_provider=vouching is not None
    )
    live = workspace.live(limits)
    postman = workspace.postman()

    @asynccontextmanager
    async def running(api: FastAPI) -> AsyncGenerator[None]:
        live.start()
        rooms.start()
        if postman is not None:
            postman.start()
        try:
            yield
        finally:
            rooms.close()
            api.state.has_ended = work.close()
            uploads.clear()
            live.stop()
            if postman is not None:
                postman.stop()

    api = FastAPI(
        title="Desireline",
        version=_version(),
        docs_url=None,
        redoc_url=None,
        lifespan=running,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    api.router.route_class = Route
    add_problems(api)
    api.include_router(live_routes(live))  # first: routes are tried in this order
    api.include_router(note_routes())
    rooms = Rooms(workspace, doorkeeper)
    work = Work([workspace.folder, Path(tempfile.gettempdir())])
    uploads = Uploads(workspace.folder / "tmp")
    for group in (
        session_routes(workspace, doorkeeper, vouching),
        member_routes(workspace, public_url),
        comment_routes(workspace, public_url),
        map_routes(workspace, rooms),
        sync_routes(workspace, rooms),
        insight_routes(workspace),
        persona_routes(workspace, work),
        asking_routes(workspace, work),
        topic_routes(workspace, work),
        opportunity_routes(workspace),
        goal_routes(workspace),
        reading_routes(workspace),
        sample_routes(workspace, work),
        own_map_routes(workspace, rooms, work, uploads),
        upload_routes(uploads),
        data_routes(workspace, work, uploads),
    ):
        api.include_router(group)
    _add_live_state(api, live)
    _add_page(api)
    _describe(api)
    api.add_middleware(Tongue)
    api.add_middleware(
        Guard,
        doorkeeper=doorkeeper,
        public=public_paths(api),
        plain=plain_endpoints(api),
        origins=frozenset(origins),
    )
    return api


def run(
    workspace: Workspace,
    listening: socket.socket,
    *,
    origins: Sequence[str] = (),
    public_url: str | None = None,
    proxy: str | None = None,
) -> bool:
    """Serve on a socket that listens already, until the process is told to stop; whether no job computes any more."""
    import uvicorn

    api = create_api(workspace, origins=origins, public_url=public_url, proxy=proxy)
    room_for_connections()
    sys.setswitchinterval(_TURN_SECONDS)
    gc.collect()
    gc.freeze()  # what the start loaded stays: looking through it again would hold everybody up for a tenth of a second
    config = uvicorn.Config(
        api,
        http=protocol(),
        log_level="warning",
        access_log=False,  # addresses are personal data
        server_header=False,
        proxy_headers=False,  # anybody can write them: the doorkeeper believes those of a declared proxy
        ws_max_size=2 * MESSAGE_BYTES,
        ws_per_message_deflate=False,  # edits are small, and each goes to many
        timeout_graceful_shutdown=4,
    )
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how serving ends
        uvicorn.Server(config).run(sockets=[listening])
    gc.unfreeze()  # else what is left looks leaked when the interpreter ends, and is told so on the screen
    return bool(getattr(api.state, "has_ended", True))


def _describe(api: FastAPI) -> None:
    """Publish how one proves who one is, and each answer that says what went wrong once, not at every call."""
    plain = api.openapi

    def described() -> dict[str, Any]:
        if api.openapi_schema is None:
            schema = plain()
            components = schema.setdefault("components", {})
            components["securitySchemes"] = _SECURITY
            components.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
            components["responses"] = _shared_problems(schema)
        return plain()

    api.openapi = described


def _shared_problems(schema: dict[str, Any]) -> dict[str, Any]:
    """Replace problems at every operation by references; return what they refer to."""
    shared: dict[str, Any] = {}
    for path in schema["paths"].values():
        for operation in path.values():
            for status, told in operation["responses"].items():
                if "application/problem+json" not in told.get("content", {}):
                    continue
                names = (f"Problem{status}{'' if one == 1 else f'_{one}'}" for one in count(1))
                name = next(one for one in names if shared.setdefault(one, told) == told)
                operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
    return dict(sorted(shared.items()))


def _add_live_state(api: FastAPI, live: Live) -> None:
    @api.get("/api/v1/live", tags=["data"], responses=PROBLEMS)
    @needs("read")
    def _live() -> dict[str, Any]:
        events, size = live.waiting()
        return {"waiting_events": events, "waiting_bytes": size, "trouble": live.trouble}


def _add_page(api: FastAPI) -> None:
    page = Path(str(files("desireline"))) / "web" / "app"
    if page.is_dir():
        # not mounted at "/": that would take every address, and a wrong method would be an unknown address
        api.mount("/assets", GZipMiddleware(StaticFiles(directory=page / "assets"), 1000))

        @api.get("/", include_in_schema=False)
        @needs("public")
        def _page() -> FileResponse:
            return FileResponse(page / "index.html")

        for screen in _SCREENS:
            api.get(f"/{screen}", include_in_schema=False)(_lead_to_screen)
            api.get(f"/{screen}/{{rest:path}}", include_in_schema=False)(_lead_to_screen)
        return

    @api.get("/", include_in_schema=False)
    @needs("public")
    def _missing() -> HTMLResponse:
        return HTMLResponse(
            "<!doctype html><title>Desireline</title><p>The web page is not built. Run "
            "<code>uv sync --reinstall-package desireline</code>, then start again.</p>",
            status_code=503,
        )


@needs("public")
def _lead_to_screen(request: Request) -> RedirectResponse:
    """A screen's address typed without its `#`."""
    path = request.url.path
    return RedirectResponse("./" + "../" * (path.count("/") - 1) + f"#{quote(path)}")


def _version() -> str:
    from importlib.metadata import version

    return version("desireline")
