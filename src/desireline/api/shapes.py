"""Shapes of answers that several groups of routes share, as OpenAPI publishes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from desireline.workspace import Permission, Role


class Body(BaseModel):
    """A body that is sent: an unknown field is refused, not ignored, and 0 is not False."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Problem(BaseModel):
    """What went wrong: problem details, with the words that the command line shows."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    message: str
    hint: str


class Who(BaseModel):
    """Somebody as others see them."""

    id: str
    kind: Literal["member", "guest", "token"]
    name: str
    role: Role
    email: str | None = None
    map: str | None = None
    """The one map of a guest."""


class Job(BaseModel):
    """Long work and how far it is. `error` may carry a question: see the how-to of uploads."""

    id: str
    kind: str
    state: Literal["running", "done", "failed", "cancelled"]
    done: int
    total: int | None
    words: str
    result: Any = None
    error: dict[str, Any] | None = None


class Session(BaseModel):
    """Who is signed in here, and how one may sign in."""

    signed_in: bool
    who: Who | None
    permissions: list[Permission]
    ways: list[str]
    """How one may sign in here: `local`, `password`, `setup`, `oidc`."""
    workspace: str
    """Its name: the folder's."""
    erased: int
    """How many names were erased here: what a browser kept for somebody before one of them is not sent any more."""


_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def problems(words: dict[int, str]) -> dict[int | str, dict[str, Any]]:
    """Describe what else an operation may answer, by status.

    Without `model`: the framework would build a validator for each, two thousand at every start.
    """
    return {status: {"description": said, "content": _PROBLEM} for status, said in words.items()}


PROBLEMS = problems(
    {
        400: "What was sent is not what it should be.",
        401: "Nobody is signed in.",
        403: "The role does not allow it, or a page of another origin asks.",
        404: "There is no such thing, or not for you.",
        408: "The body did not come.",
        409: "It is there already, or the last of its kind.",
        413: "The body is too long.",
        415: "A form, or packed in a way that is not known.",
        422: "A field is missing, unknown or wrong.",
        429: "Too much at once: come again after `Retry-After` seconds.",
        503: "The workspace is busy or cannot be used right now.",
        507: "The disk is full.",
    }
)


def moment(us: int) -> datetime:
    """A time of the store, as an answer tells it."""
    return datetime.fromtimestamp(us / 1e6, tz=UTC)
