"""The form at /note: an employee pins what customers say to a touchpoint, by phone, in twenty seconds.

Three files, nothing from elsewhere. The form is shown to whoever opens it and works only with a token: from
the link's fragment, which browsers never send, or typed once.
"""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter, Response

from desireline.api.routing import Route, needs

_FILES = {
    "/note": ("note.html", "text/html"),
    "/note/note.js": ("note.js", "text/javascript"),
    "/note/note.css": ("note.css", "text/css"),
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
    " form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


def note_routes() -> APIRouter:
    """Make the routes of the form."""
    routes = APIRouter(route_class=Route)
    folder = files("desireline.api") / "note"
    for path, (name, kind) in _FILES.items():
        content = (folder / name).read_bytes()

        @needs("public")
        def show(content: bytes = content, kind: str = kind) -> Response:
            headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"}
            return Response(content, media_type=kind, headers=headers)

        routes.get(path, include_in_schema=False)(show)
    return routes
