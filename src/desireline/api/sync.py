"""The WebSocket of a map: who may join, before anything is accepted."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.websockets import WebSocket

from desireline.api.maps import find
from desireline.api.rooms import GONE, Editor, Rooms
from desireline.app import Workspace
from desireline.errors import InputError
from desireline.workspace import Principal


def sync_routes(workspace: Workspace, rooms: Rooms) -> APIRouter:
    """Make the route `ws /api/v1/maps/{map_id}/sync`; the guard has checked origin and session."""
    group = APIRouter()

    @group.websocket("/api/v1/maps/{map_id}/sync")
    async def sync(socket: WebSocket, map_id: str) -> None:  # pyright: ignore[reportUnusedFunction]
        who: Principal = socket.state.principal
        try:
            find(workspace, who, map_id)
        except InputError:
            await socket.close(GONE)
            return
        await socket.accept()
        editor = Editor(
            socket=socket,
            member=who.id,
            may_edit="edit" in who.permissions,
            asker=socket.state.asker,
        )
        await rooms.join(map_id, editor)

    return group
