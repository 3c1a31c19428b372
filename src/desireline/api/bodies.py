"""The body of a request, read no further than it may go.

In: a request.  Out: its bytes. A body that says it is too long is refused before a byte of it is read, one that
does not say so as soon as it is; a slow one is not waited for; a compressed one is unpacked no
further than the same limit.
"""

from __future__ import annotations

import asyncio
import zlib

from fastapi import Request
from starlette.requests import ClientDisconnect

from desireline.errors import InputError
from desireline.pipeline import too_large

_SECONDS = 30.0
_WRAPPED = ("application/x-www-form-urlencoded", "multipart/")


async def read_body(request: Request, *, limit: int, is_raw: bool = False) -> bytes:
    """Read the body.

    Args:
        request: whose body it is.
        limit: in bytes, also of what is unpacked.
        is_raw: keep it as it came, because it is signed.

    Raises:
        InputError: it is too long, too slow, a form, or packed in a way that is not known.
    """
    if request.headers.get("content-type", "").startswith(_WRAPPED):
        raise InputError(
            "The body is a form.", hint="Send JSON, as application/json.", code="http.type"
        )
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > limit:
        raise too_large(f"The body has {int(said):,} bytes.")
    packing = request.headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"", "identity", "gzip"} or (is_raw and packing == "gzip"):
        raise InputError(
            f"The body is packed as {packing[:40]!r}.",
            hint="Send it plain" + ("." if is_raw else ", or packed with gzip."),
            code="http.encoding",
        )
    body = await _read(request, limit)
    return _unpacked(body, limit) if packing == "gzip" else body


async def _read(request: Request, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise too_large(f"The body has more than {limit:,} bytes.")
                parts.append(part)
    except (TimeoutError, ClientDisconnect):
        raise InputError(
            f"The body did not come, or not within {_SECONDS:g} s.",
            hint="Send less at once.",
            code="http.slow",
        ) from None
    return b"".join(parts)


def _unpacked(body: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise InputError(
            f"The body is not gzip: {error}.", hint="Send it plain.", code="http.encoding"
        ) from error
    if len(plain) > limit:
        raise too_large(f"The body unpacks to more than {limit:,} bytes.")
    if not unpacker.eof:
        raise InputError(
            "The packed body is cut off.", hint="Send it again.", code="http.encoding"
        )
    return plain
