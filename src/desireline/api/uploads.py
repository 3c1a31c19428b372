"""Uploads: files that wait in the workspace's folder for unfinished files until they are imported.

In: bytes as they come.  Out: a file of this process, under a name of ours and the ending of theirs. It is
never unpacked or read here: the importer does that in its limited child process.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request
from starlette.requests import ClientDisconnect

from desireline.errors import InputError, WorkspaceError

LIMIT_BYTES = 2_000_000_000
_KEPT_SECONDS = 6 * 3600
_MOST = 200
_SILENT_SECONDS = 60.0
_FREE_BYTES = 500_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file that was sent."""

    id: str
    name: str
    size: int
    path: Path
    at: float


class Uploads:
    """The uploads of one server; they die with it, and after six hours."""

    def __init__(self, folder: Path, *, limit: int = LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit = limit
        self._kept: dict[str, Upload] = {}

    async def take(self, request: Request, name: str) -> Upload:
        """Read a body into a file.

        Raises:
            InputError: it is too long, or stops coming.
            WorkspaceError: the disk is too full for it.
        """
        self._forget()
        said = request.headers.get("content-length", "")
        if said.isdigit() and int(said) > self._limit:
            raise self._too_large()
        if len(self._kept) >= _MOST:
            raise InputError(
                f"{_MOST} uploads wait already.", hint="Import them first.", code="upload.many"
            )
        id_ = uuid.uuid4().hex
        own = self._folder / f"upload-{os.getpid()}-{id_}"  # as `sweep` expects
        own.mkdir(parents=True)
        path = own / safe_name(name)
        try:
            size = await self._write(request, path)
        except BaseException:
            shutil.rmtree(own, ignore_errors=True)
            raise
        upload = Upload(id=id_, name=path.name, size=size, path=path, at=time.time())
        self._kept[id_] = upload
        return upload

    def find(self, id_: str) -> Upload:
        """Return an upload.

        Raises:
            InputError: there is none.
        """
        upload = self._kept.get(id_)
        if upload is None:
            raise InputError(
                f"There is no upload {id_[:40]!r}.",
                hint="Send the file again: uploads are kept for six hours.",
                code="upload.unknown",
            )
        return upload

    def drop(self, id_: str) -> None:
        """Forget an upload and its file; one that is gone already is no error."""
        upload = self._kept.pop(id_, None)
        if upload is not None:
            shutil.rmtree(upload.path.parent, ignore_errors=True)

    def clear(self) -> None:
        """Forget them all."""
        for id_ in list(self._kept):
            self.drop(id_)

    async def _write(self, request: Request, path: Path) -> int:
        size = await self._copy(request, path)
        if not size:
            raise InputError(
                "The file is empty.", hint="Look at it, then send it again.", code="upload.empty"
            )
        return size

    async def _copy(self, request: Request, path: Path) -> int:
        size = 0
        parts = request.stream().__aiter__()
        with path.open("wb") as file:
            while True:
                try:
                    async with asyncio.timeout(_SILENT_SECONDS):
                        part = await anext(parts, None)
                except (TimeoutError, ClientDisconnect):
                    raise InputError(
                        "The file stopped coming.", hint="Send it again.", code="http.slow"
                    ) from None
                if part is None:
                    return size
                size += len(part)
                if size > self._limit:
                    raise self._too_large()
                if shutil.disk_usage(path.parent).free < _FREE_BYTES:
                    raise WorkspaceError(
                        "The disk is too full for this file.",
                        hint="Free some space, then send it again.",
                        code="workspace.disk",
                    )
                await asyncio.to_thread(file.write, part)

    def _too_large(self) -> InputError:
        return InputError(
            f"The file has more than {self._limit:,} bytes.",
            hint="Import it on the server: desireline import FILE",
            code="upload.too-large",
        )

    def _forget(self) -> None:
        for id_, upload in list(self._kept.items()):
            if time.time() - upload.at > _KEPT_SECONDS:
                self.drop(id_)


def safe_name(name: str) -> str:
    """The last part of a name, of letters, digits and a few signs; what it is called in reports."""
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[^\w .()+-]", "_", last).strip(" .")
    return plain[-120:] or "upload"
