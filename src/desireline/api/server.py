"""The HTTP server of one workspace: maps, insights and status, the page that shows them, the live door.

The viewer answers only names of this computer (a page elsewhere that rebinds its name to 127.0.0.1 gets
nothing), and its page may load nothing from anywhere else. Maps are shown as they were drawn last: no
request waits for an analysis.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles

from desireline.api.guard import Guard
from desireline.api.live import live_routes
from desireline.api.note_page import note_routes
from desireline.api.problems import add_problems
from desireline.app import Workspace
from desireline.errors import InputError
from desireline.pipeline import Limits, Live

_SECURITY = {
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
    workspace: Workspace, *, origins: Sequence[str] = (), limits: Limits | None = None
) -> FastAPI:
    """Wire the routes of one open workspace.

    Args:
        workspace: what is served.
        origins: of pages that may send events from a browser: `https://shop.example.org`.
        limits: how much may wait to be brought into the log.
    """
    live = workspace.live(limits)

    @asynccontextmanager
    async def running(_api: FastAPI) -> AsyncGenerator[None]:
        live.start()
        try:
            yield
        finally:
            live.stop()

    api = FastAPI(
        title="Desireline", version=_version(), docs_url=None, redoc_url=None, lifespan=running
    )
    api.add_middleware(Guard, origins=frozenset(origins))
    add_problems(api)
    api.include_router(live_routes(live))  # first: routes are tried in this order
    api.include_router(note_routes())
    _add_routes(api, workspace, live)
    _add_page(api)
    _describe_security(api)
    return api


def run(workspace: Workspace, listening: socket.socket, *, origins: Sequence[str] = ()) -> None:
    """Serve on a socket that listens already, until the process is told to stop."""
    import uvicorn

    api = create_api(workspace, origins=origins)
    config = uvicorn.Config(api, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def _describe_security(api: FastAPI) -> None:
    plain = api.openapi

    def described() -> dict[str, Any]:
        schema = plain()
        schema.setdefault("components", {})["securitySchemes"] = _SECURITY
        return schema

    api.openapi = described


def _add_routes(api: FastAPI, workspace: Workspace, live: Live) -> None:
    @api.get("/api/v1/status")
    def _status() -> dict[str, Any]:
        return workspace.status().as_dict()

    @api.get("/api/v1/maps")
    def _maps() -> list[dict[str, Any]]:
        return [
            {
                "id": map_.id,
                "title": map_.file.document.title,
                "purpose": map_.file.document.purpose.model_dump(),
                "generated_sample": map_.file.document.generated_sample,
                "headline": map_.file.snapshot.reading.headline,
                "newest_event": map_.file.snapshot.newest_event,
            }
            for map_ in workspace.shown_maps()
        ]

    @api.get("/api/v1/maps/{map_id}")
    def _map(map_id: str) -> Response:
        for map_ in workspace.shown_maps():
            if map_.id == map_id:
                return Response(map_.file.model_dump_json(), media_type="application/json")
        raise InputError(
            f"There is no map {map_id!r}.", hint="GET /api/v1/maps lists them.", code="map.unknown"
        )

    @api.get("/api/v1/live")
    def _live() -> dict[str, Any]:
        events, size = live.waiting()
        return {"waiting_events": events, "waiting_bytes": size, "trouble": live.trouble}

    @api.get("/api/v1/insights")
    def _insights(purpose: str | None = None) -> list[dict[str, Any]]:
        books = workspace.insights(purpose=purpose)
        return [asdict(insight) for book in books for insight in book.insights]


def _add_page(api: FastAPI) -> None:
    page = Path(str(files("desireline"))) / "web" / "app"
    if page.is_dir():
        # not mounted at "/": that would take every address, and a wrong method would be an unknown address
        api.mount("/assets", StaticFiles(directory=page / "assets"))

        @api.get("/", include_in_schema=False)
        def _page() -> FileResponse:
            return FileResponse(page / "index.html")

        return

    @api.get("/")
    def _missing() -> HTMLResponse:
        return HTMLResponse(
            "<!doctype html><title>Desireline</title><p>The web page is not built. Run "
            "<code>uv sync --reinstall-package desireline</code>, then start again.</p>",
            status_code=503,
        )


def _version() -> str:
    from importlib.metadata import version

    return version("desireline")
