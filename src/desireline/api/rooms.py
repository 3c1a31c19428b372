"""Rooms: the editors of one map, each on a WebSocket, and what they tell each other.

In: messages of the Yjs protocols (sync, awareness), as `y-websocket` speaks them.  Out: the same to the
others in the room, at once. That an update was kept is said when it is on the disk: a message of our own, number 10,
counts what was kept of a sender. One thread commits all updates that wait together; nobody waits for a disk to see what
others do, and what a server that dies had shown and not kept comes back with whoever saw it. Whoever may only look is sent
everything and may change nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from pycrdt import (
    Decoder,
    YMessageType,
    YSyncMessageType,
    create_update_message,
    merge_updates,
    write_var_uint,
)
from starlette.websockets import WebSocket, WebSocketDisconnect

from desireline.api.doorkeeper import Asker, Doorkeeper
from desireline.api.settling import Settling
from desireline.app import Workspace
from desireline.errors import InputError, WorkspaceError
from desireline.maps import SharedMap, check_state_vector, check_update, compact
from desireline.stores import MapState, MapUpdate, Watch, now_us

MESSAGE_BYTES = 1_000_000
KEPT = 10
"""Type of the message that says how many updates of a connection are on the disk."""
_AWARENESS_BYTES = 20_000
_ASK_AWARENESS = 3
_PER_SECOND = 200
_BURST = 2_000
_BYTES_PER_SECOND = 250_000
_BURST_BYTES = 10_000_000
_WAITING = 2_000
_WAITING_BYTES = 50_000_000
_MAP_BYTES = 100_000_000
_FOLLOW_SECONDS = 0.5
_REST_EACH, _LONGEST_REST = 0.0001, 0.05
"""Seconds between two tellings of edits: so much for each who is here, and no more."""
_COMMIT_REST = 0.02
"""Seconds from one commit to the next: a commit costs more than what it writes."""
MALFORMED, REFUSED, TOO_FAST, SLOW, BROKEN, GONE = 4400, 4403, 4429, 4408, 1011, 4404
FULL = 4413
"""The map has become as large as maps may."""


@dataclass(eq=False, slots=True)
class Editor:
    """One open connection."""

    socket: WebSocket
    member: str
    may_edit: bool
    asker: Asker
    """Looked at now and then: a session may end, a link may be revoked."""
    outgoing: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(_WAITING))
    kept: int = 0
    tokens: float = _BURST
    byte_tokens: float = _BURST_BYTES
    waiting_bytes: int = 0
    at: float = field(default_factory=time.monotonic)
    closing: int | None = None

    def send(self, message: bytes) -> None:
        """Queue a message; somebody who does not read is let go."""
        if self.waiting_bytes > _WAITING_BYTES:
            self.close(SLOW)
            return
        try:
            self.outgoing.put_nowait(message)
        except asyncio.QueueFull:
            self.close(SLOW)
        else:
            self.waiting_bytes += len(message)

    def close(self, code: int) -> None:
        """End the connection once what was queued is dropped."""
        if self.closing is None:
            self.closing = code
            with contextlib.suppress(asyncio.QueueFull):
                self.outgoing.put_nowait(b"")

    def is_too_fast(self, size: int) -> bool:
        """Count a message against the sender's share of messages and of bytes."""
        now = time.monotonic()
        passed, self.at = now - self.at, now
        self.tokens = min(_BURST, self.tokens + passed * _PER_SECOND) - 1
        self.byte_tokens = min(_BURST_BYTES, self.byte_tokens + passed * _BYTES_PER_SECOND) - size
        return self.tokens < 0 or self.byte_tokens < 0


class Keeper:
    """Commits updates of all rooms, those that wait together in one transaction."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._waiting: deque[tuple[MapUpdate, Future[int]]] = deque()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="map-log")
        self._next_at = 0.0

    def keep(self, update: MapUpdate) -> Future[int]:
        """Hand an update over; the future is its number, once it is on the disk."""
        future: Future[int] = Future()
        self._waiting.append((update, future))
        self._thread.submit(self._commit)
        return future

    def close(self) -> None:
        """Commit what waits."""
        self._thread.shutdown(wait=True)

    def _commit(self) -> None:
        if not self._waiting:
            return  # an earlier turn took them all
        time.sleep(max(0.0, self._next_at - time.monotonic()))
        group: list[tuple[MapUpdate, Future[int]]] = []
        while self._waiting and len(group) < 500:
            group.append(self._waiting.popleft())
        try:
            numbers = self._workspace.map_log.append([update for update, _ in group])
        except BaseException as error:  # noqa: BLE001 - whoever waits must hear it, whatever it is
            for _, future in group:
                future.set_exception(error)
            return
        self._next_at = time.monotonic() + _COMMIT_REST
        for (_, future), number in zip(group, numbers, strict=True):
            future.set_result(number)


class Rooms:
    """All rooms of one server."""

    def __init__(self, workspace: Workspace, doorkeeper: Doorkeeper) -> None:
        self._workspace = workspace
        self._doorkeeper = doorkeeper
        self._keeper = Keeper(workspace)
        self._rooms: dict[str, Room] = {}
        self._watch: Watch | None = None

    def start(self) -> None:
        """Listen to other processes."""
        self._watch = self._workspace.watch(self._heard)

    async def join(self, map_id: str, editor: Editor) -> None:
        """Serve one editor until the connection ends."""
        room = self._rooms.get(map_id)
        if room is None:
            shared = await asyncio.to_thread(self._workspace.shared_map, map_id)
            made = Room(self._workspace, self._doorkeeper, self._keeper, shared, self._watch)
            room = self._rooms.setdefault(map_id, made)
        try:
            await room.serve(editor)
        finally:
            if not room.editors and self._rooms.get(map_id) is room:
                del self._rooms[map_id]
                room.end()

    def nudge(self, map_id: str) -> None:
        """Tell a room that its map was changed beside it, by a command say. From any thread."""
        room = self._rooms.get(map_id)
        if room is not None:
            room.nudge()

    def _heard(self, map_id: str, message: bytes | None) -> None:
        room = self._rooms.get(map_id)
        if room is None:
            return
        if message is None:
            room.nudge()
        else:
            room.pass_on(message)

    def close(self) -> None:
        """Let everybody go, and commit what waits."""
        if self._watch is not None:
            self._watch.close()
        for room in list(self._rooms.values()):
            room.dismiss(1001)
        self._keeper.close()


class Room:
    """One map and its editors. Everything but the commits happens on the event loop."""

    def __init__(
        self,
        workspace: Workspace,
        doorkeeper: Doorkeeper,
        keeper: Keeper,
        shared: SharedMap,
        watch: Watch | None,
    ) -> None:
        self._watch = watch
        self._doorkeeper = doorkeeper
        self._fresh: list[tuple[Editor, bytes]] = []
        """What is to be told."""
        self._told_fresh_at = 0.0
        self._settling = Settling()
        self._workspace = workspace
        self._keeper = keeper
        self._shared = shared
        self._awareness: dict[Editor, bytes] = {}
        self.editors: set[Editor] = set()
        self._follower: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._nudged = asyncio.Event()
        self._told = shared.last
        """The last update of the log that everybody here was told of."""
        self._own: set[int] = set()

    def nudge(self) -> None:
        """Look into the log at once. From any thread."""
        self._loop.call_soon_threadsafe(self._nudged.set)

    def pass_on(self, message: bytes) -> None:
        """Tell everybody here where an editor of another process is. From any thread."""
        self._loop.call_soon_threadsafe(lambda: self.tell(message, apart=None))

    async def serve(self, editor: Editor) -> None:
        """Exchange messages until one side ends it."""
        self.editors.add(editor)
        if self._follower is None:
            self._follower = asyncio.create_task(self._follow())
        sender = asyncio.create_task(self._send(editor))
        try:
            editor.send(_sync(YSyncMessageType.SYNC_STEP1, self._shared.state_vector()))
            for known in self._awareness.values():
                editor.send(known)
            while editor.closing is None:
                message = await editor.socket.receive_bytes()
                self._hear(editor, message)
        except (WebSocketDisconnect, KeyError, RuntimeError):
            pass  # gone, or text where bytes were due
        finally:
            self.editors.discard(editor)
            left = farewell(self._awareness.pop(editor, b""))
            if left:
                self._show(left, of=editor)
            editor.close(1000)
            await sender

    def tell(self, message: bytes, *, apart: Editor | None) -> None:
        """Send to everybody in the room but one."""
        for editor in self.editors:
            if editor is not apart:
                editor.send(message)

    def _show(self, awareness: bytes, *, of: Editor) -> None:
        self.tell(awareness, apart=of)
        if self._watch is not None:
            self._watch.tell(self._shared.id, awareness)

    def dismiss(self, code: int) -> None:
        """Close every connection."""
        for editor in list(self.editors):
            editor.close(code)

    def end(self) -> None:
        """Nobody is left: stop following, and tidy the log."""
        if self._follower is not None:
            self._follower.cancel()
            self._follower = None

    async def _send(self, editor: Editor) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while editor.closing is None:
                message = await editor.outgoing.get()
                editor.waiting_bytes -= len(message)
                if message:
                    await editor.socket.send_bytes(message)
            await editor.socket.close(editor.closing)

    def _hear(self, editor: Editor, message: bytes) -> None:
        if editor.is_too_fast(len(message)):
            editor.close(TOO_FAST)
            return
        if len(message) > MESSAGE_BYTES:
            editor.close(1009)
            return
        try:
            self._understand(editor, message)
        except (InputError, ValueError, IndexError, RuntimeError):  # the last is pycrdt's own
            editor.close(MALFORMED)

    def _understand(self, editor: Editor, message: bytes) -> None:
        kind = message[0]
        if kind == YMessageType.AWARENESS:
            if len(message) > _AWARENESS_BYTES:
                raise ValueError
            self._awareness[editor] = message
            self._show(message, of=editor)
            return
        if kind == _ASK_AWARENESS:
            for known in self._awareness.values():
                editor.send(known)
            return
        if kind != YMessageType.SYNC:
            raise ValueError
        content = Decoder(message[2:]).read_message()
        if content is None:
            raise ValueError
        self._synchronise(editor, message[1], content)

    def _synchronise(self, editor: Editor, step: int, content: bytes) -> None:
        if step == YSyncMessageType.SYNC_STEP1:
            check_state_vector(content)
            editor.send(_sync(YSyncMessageType.SYNC_STEP2, self._shared.missing(content)))
            return
        if step not in (YSyncMessageType.SYNC_STEP2, YSyncMessageType.SYNC_UPDATE):
            raise ValueError
        if content == b"\x00\x00":  # nothing new: how every client ends its greeting
            self._count(editor)
        elif not editor.may_edit:
            editor.close(REFUSED)
        elif self._shared.size > _MAP_BYTES:
            editor.close(FULL)
        else:
            check_update(content)
            self._change(editor, content)

    def _change(self, editor: Editor, content: bytes) -> None:
        self._shared.merge(content)
        self._tell_soon(editor, content)
        update = MapUpdate(
            map=self._shared.id,
            content=content,
            at_us=now_us(),
            author=editor.member,
        )
        future = self._keeper.keep(update)
        self._settling.then(future, lambda done: self._kept(editor, done))

    def _kept(self, editor: Editor, done: Future[int]) -> None:
        if done.exception() is not None:
            # memory holds what the disk does not: everybody begins again, and brings what they have
            self._workspace.forget_shared(self._shared.id)
            self.dismiss(BROKEN)
            return
        number = done.result()
        self._shared.kept(number)
        self._own.add(number)
        self._count(editor)

    def _tell_soon(self, editor: Editor, content: bytes) -> None:
        if not self._fresh:
            # the more are here, the more edits go out in one message
            rest = min(_LONGEST_REST, len(self.editors) * _REST_EACH)
            due = max(self._told_fresh_at + rest, self._loop.time())
            self._loop.call_at(due, self._tell_fresh)
        self._fresh.append((editor, content))

    def _tell_fresh(self) -> None:
        """What came since the last time is told together: one message to each, however many wrote."""
        fresh, self._fresh = self._fresh, []
        self._told_fresh_at = self._loop.time()
        authors = {editor for editor, _ in fresh}
        contents = [content for _, content in fresh]
        message = create_update_message(
            contents[0] if len(contents) == 1 else merge_updates(*contents)
        )
        # what comes back to one of several authors changes nothing there
        self.tell(message, apart=authors.pop() if len(authors) == 1 else None)

    def _count(self, editor: Editor) -> None:
        editor.kept += 1
        editor.send(bytes([KEPT]) + write_var_uint(editor.kept))

    async def _follow(self) -> None:
        """Tell what other processes wrote, let go whoever may not be here any more, tidy the log."""
        log = self._workspace.map_log
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._nudged.wait(), _FOLLOW_SECONDS)
            self._nudged.clear()
            self._pass_own()
            with contextlib.suppress(WorkspaceError):  # a busy database: the next turn tries again
                news = await asyncio.to_thread(log.read, self._shared.id, after=self._told)
                if news is None:
                    self.dismiss(GONE)
                    return
                self._take(news)
                await asyncio.to_thread(compact, log, self._shared)
            for editor in await asyncio.to_thread(self._unwanted, list(self.editors)):
                editor.close(REFUSED)

    def _pass_own(self) -> None:
        """What was written here was told already; else everybody would get the whole map once it is merged."""
        while self._told + 1 in self._own:
            self._told += 1
            self._own.remove(self._told)

    def _unwanted(self, editors: list[Editor]) -> list[Editor]:
        try:
            still = self._doorkeeper.still({editor.asker for editor in editors})
        except WorkspaceError:
            return []  # the database is busy: the next turn knows
        return [editor for editor in editors if editor.asker not in still]

    def _take(self, news: MapState) -> None:
        foreign = [one for one in news.updates if one.number not in self._own]
        if news.state:
            self._shared.take(replace(news, updates=()))
            self.tell(create_update_message(news.state), apart=None)
        for update in foreign:
            self._shared.merge(update.content)
            self.tell(create_update_message(update.content), apart=None)
        self._told = max(self._told, news.last)
        self._own = {number for number in self._own if number > self._told}


def farewell(awareness: bytes) -> bytes:
    """Make the message that somebody left, of the last one that they sent; empty where there is none."""
    if not awareness:
        return b""
    try:
        content = Decoder(awareness[1:]).read_message() or b""
        reader = Decoder(content)
        left = b""
        count = reader.read_var_uint()
        for _ in range(count):
            client, clock = reader.read_var_uint(), reader.read_var_uint()
            reader.read_var_string()
            left += (
                write_var_uint(client) + write_var_uint(clock + 1) + write_var_uint(4) + b"null"
            )
    except (ValueError, IndexError, RuntimeError):
        return b""
    if not count:
        return b""
    body = write_var_uint(count) + left
    return bytes([YMessageType.AWARENESS]) + write_var_uint(len(body)) + body


def _sync(step: YSyncMessageType, content: bytes) -> bytes:
    return bytes([YMessageType.SYNC, step]) + write_var_uint(len(content)) + content
