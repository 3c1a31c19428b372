"""The HTTP server of one workspace: maps, insights and status, and the page that shows them.

Only names of this computer are answered (a page elsewhere that rebinds its name to 127.0.0.1 gets
nothing), and the page may load nothing from anywhere else.
"""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from desireline.app import Workspace
from desireline.errors import DesirelineError, InputError

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


def create_api(workspace: Workspace) -> FastAPI:
    """Wire the routes of one open workspace."""
    api = FastAPI(title="Desireline", version=_version(), docs_url=None, redoc_url=None)
    api.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]"])

    @api.middleware("http")
    async def _secure(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        response = await call_next(request)
        response.headers.update(_HEADERS)
        return response

    @api.exception_handler(DesirelineError)
    async def _problem(_request: Request, error: DesirelineError) -> JSONResponse:
        status = 404 if error.code.endswith("unknown") else 400
        status = status if isinstance(error, InputError) else 503
        return JSONResponse(error.as_dict(), status_code=status)

    _add_routes(api, workspace)
    _add_page(api)
    return api


def run(workspace: Workspace, listening: socket.socket) -> None:
    """Serve on a socket that listens already, until the process is told to stop."""
    import uvicorn

    config = uvicorn.Config(create_api(workspace), log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


def _add_routes(api: FastAPI, workspace: Workspace) -> None:
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
            for map_ in workspace.maps()
        ]

    @api.get("/api/v1/maps/{map_id}")
    def _map(map_id: str) -> Response:
        for map_ in workspace.maps():
            if map_.id == map_id:
                return Response(map_.file.model_dump_json(), media_type="application/json")
        raise InputError(
            f"There is no map {map_id!r}.", hint="GET /api/v1/maps lists them.", code="map.unknown"
        )

    @api.get("/api/v1/insights")
    def _insights(purpose: str | None = None) -> list[dict[str, Any]]:
        books = workspace.insights(purpose=purpose)
        return [asdict(insight) for book in books for insight in book.insights]


def _add_page(api: FastAPI) -> None:
    page = Path(str(files("desireline"))) / "web" / "app"
    if page.is_dir():
        api.mount("/", StaticFiles(directory=page, html=True))
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
