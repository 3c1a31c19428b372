"""Errors as problem details (RFC 9457): the same code, message and hint as the command line.

In: an error of ours, or one of the web framework's.  Out: a response of type application/problem+json.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from desireline.api.routing import methods_at
from desireline.errors import BusyError, DesirelineError, InputError, NotAllowedError

_STATUS = {
    "live.too-large": 413,
    "http.encoding": 415,
    "http.type": 415,
    "http.slow": 408,
    "http.origin": 403,
    "access.role": 403,
    "access.local": 403,
    "access.accounts": 403,
    "member.exists": 409,
    "member.last-owner": 409,
    "upload.too-large": 413,
    "workspace.conflict": 409,
    "workspace.disk": 507,
}
_WORDS = {
    413: ("http.too-large", "The body is too long.", "Send less at once."),
    404: ("http.unknown", "There is nothing at this address.", "GET /openapi.json lists what there is."),
    405: ("http.method", "This address does not do that.", "GET /openapi.json lists what there is."),
}  # fmt: skip


class ProblemResponse(JSONResponse):
    """A problem-details body."""

    media_type = "application/problem+json"


def problem(error: DesirelineError) -> ProblemResponse:
    """Turn an error into a response."""
    headers: dict[str, str] = {}
    status = _status(error)
    if isinstance(error, BusyError):
        headers["Retry-After"] = str(error.wait_seconds)
    elif status == 503:
        headers["Retry-After"] = "5"
    elif status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="desireline"'
    return _response(status, error.as_dict(), headers)


def _status(error: DesirelineError) -> int:
    if error.code in _STATUS:
        return _STATUS[error.code]
    if isinstance(error, NotAllowedError):
        return 401
    if isinstance(error, BusyError):
        return 429
    if isinstance(error, InputError):
        return 404 if error.code.endswith("unknown") else 400
    return 503


def _response(
    status: int, words: Mapping[str, str], headers: Mapping[str, str]
) -> ProblemResponse:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": words["message"],
        **words,
    }
    return ProblemResponse(body, status_code=status, headers=dict(headers))


def add_problems(api: FastAPI) -> None:
    """Answer every error in this form."""

    @api.exception_handler(DesirelineError)
    async def _ours(_request: Request, error: DesirelineError) -> ProblemResponse:
        return problem(error)

    @api.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> ProblemResponse:
        other = ("http", str(error.detail), "GET /openapi.json lists what there is.")
        code, message, hint = _WORDS.get(error.status_code, other)
        words = {"code": code, "message": message, "hint": hint}
        headers = dict(error.headers or {})
        if error.status_code == 405:  # the framework names those of one route only
            headers["Allow"] = ", ".join(methods_at(api, request.url.path))
        return _response(error.status_code, words, headers)

    @api.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> ProblemResponse:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        words = {
            "code": "http.request",
            "message": f"{place}: {first['msg']}.",
            "hint": "GET /openapi.json says what is expected.",
        }
        return _response(422, words, {})
