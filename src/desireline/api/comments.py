"""Comments on maps over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from desireline.api.maps import find
from desireline.api.routing import Asking, needs, routes
from desireline.api.shapes import PROBLEMS, Body, moment
from desireline.api.tongue import language_of
from desireline.app import Workspace
from desireline.maps import place_name
from desireline.stores import CommentRow

Text = Annotated[str, Field(min_length=1, max_length=5000)]
Id = Annotated[str, Field(max_length=200)]


class Say(Body):
    """A comment; with `thread` an answer."""

    text: Text
    anchor: Id = ""
    """Id of the cell, card, stage or touchpoint; empty for the whole map."""
    thread: Id | None = None
    mentions: list[Id] = Field(default_factory=list[Id], max_length=50)
    """Ids of members, who get a mail where a mail server is set."""


class Edit(Body):
    """Other words."""

    text: Text


class Resolve(Body):
    """Whether a thread is settled."""

    resolved: bool


class Comment(BaseModel):
    """What somebody says. `resolved_at` stands on the first of a thread."""

    id: str
    thread: str
    anchor: str
    author: str
    author_name: str
    text: str
    mentions: list[str]
    at: datetime
    edited_at: datetime | None
    resolved_at: datetime | None
    resolved_by: str | None


def comment_routes(workspace: Workspace, public_url: str | None) -> APIRouter:
    """Make the routes."""
    group = routes("comments")

    @group.get(
        "/maps/{map_id}/comments", summary="What people say about a map", responses=PROBLEMS
    )
    @needs("read", guests=True)
    def comments(map_id: str, who: Asking) -> list[Comment]:  # pyright: ignore[reportUnusedFunction]
        find(workspace, who, map_id)
        return [_shown(row) for row in workspace.talk.of(map_id)]

    @group.post("/maps/{map_id}/comments", summary="Say something about a map", status_code=201,
                responses=PROBLEMS)  # fmt: skip
    @needs("comment", guests=True)
    def say(map_id: str, body: Say, who: Asking, request: Request) -> Comment:  # pyright: ignore[reportUnusedFunction]
        document = find(workspace, who, map_id).file.document
        at = f"?view=grid&at={quote(body.anchor, safe='')}" if body.anchor else ""
        address = None if public_url is None else f"{public_url.rstrip('/')}/#/maps/{map_id}{at}"
        row = workspace.talk.say(
            who,
            map_id,
            body.text,
            anchor=body.anchor,
            thread=body.thread,
            mentions=body.mentions,
            title=document.title,
            place=place_name(document, body.anchor),
            address=address,
            language=language_of(request),
        )
        return _shown(row)

    @group.patch("/maps/{map_id}/comments/{comment_id}", summary="Change one's own comment",
                 responses=PROBLEMS)  # fmt: skip
    @needs("comment", guests=True)
    def edit(map_id: str, comment_id: str, body: Edit, who: Asking) -> Comment:  # pyright: ignore[reportUnusedFunction]
        find(workspace, who, map_id)
        return _shown(workspace.talk.edit(who, map_id, comment_id, body.text))

    @group.put("/maps/{map_id}/comments/{comment_id}/resolved", summary="Settle a thread, or open it again",
               responses=PROBLEMS)  # fmt: skip
    @needs("comment", guests=True)
    def resolve(map_id: str, comment_id: str, body: Resolve, who: Asking) -> Comment:  # pyright: ignore[reportUnusedFunction]
        find(workspace, who, map_id)
        return _shown(workspace.talk.resolve(who, map_id, comment_id, resolved=body.resolved))

    @group.delete("/maps/{map_id}/comments/{comment_id}", summary="Remove a comment", status_code=204,
                  responses=PROBLEMS)  # fmt: skip
    @needs("comment", guests=True)
    def remove(map_id: str, comment_id: str, who: Asking) -> None:  # pyright: ignore[reportUnusedFunction]
        find(workspace, who, map_id)
        workspace.talk.remove(who, map_id, comment_id)

    return group


def _shown(row: CommentRow) -> Comment:
    return Comment(
        id=row.id,
        thread=row.thread,
        anchor=row.anchor,
        author=row.author,
        author_name=row.author_name,
        text=row.body,
        mentions=list(row.mentions),
        at=moment(row.created_us),
        edited_at=None if row.edited_us is None else moment(row.edited_us),
        resolved_at=None if row.resolved_us is None else moment(row.resolved_us),
        resolved_by=row.resolved_by,
    )
