"""From the bytes of a request to a delivery: what can be refused is refused before anything is kept.

In: the body, and for a webhook its headers.  Out: a `Delivery`. A body that is no JSON, or no shape that
calls come in, is refused with what was found; a single call that cannot be an event is kept and goes to
quarantine, because its sender will not send it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from desireline.errors import InputError
from desireline.sources import broken_calls, split_calls, verify_webhook, webhook_scheme
from desireline.stores import Delivery, Store

EVENT_BYTES = 1_000_000
BATCH_BYTES = 5_000_000
_MOST_CALLS = 10_000


def calls_delivery(body: bytes, path: str, *, trusted: bool, now: datetime) -> Delivery:
    """Make a delivery of Segment's calls.

    Raises:
        InputError: it is no JSON, no shape that calls come in, or one call is too large.
    """
    value = _parsed(body)
    wrong = broken_calls(value, path)
    if wrong is not None:
        raise InputError(
            f"The body is not a call or a batch of calls: {wrong}.",
            hint='Send one call, a list of calls, or {"batch": [...]}.',
            code="live.shape",
        )
    as_it_came = _as_it_came(value, body, path)
    calls = _listed(value) if as_it_came is not None else split_calls(value, path)
    if len(calls) > _MOST_CALLS:
        raise too_large(f"{len(calls):,} calls in one body; the most is {_MOST_CALLS:,}.")
    _refuse_giants(calls, len(body))
    return Delivery(
        kind="calls",
        source="segment",
        trusted=trusted,
        received_us=_us(now),
        events=len(calls),
        body=_written(calls) if as_it_came is None else as_it_came,
    )


def webhook_delivery(
    store: Store, source: str, body: bytes, headers: Mapping[str, str], *, now: datetime
) -> Delivery:
    """Make a delivery of a webhook whose signature holds.

    Raises:
        NotAllowedError: the signature is missing, forged or stale.
        InputError: it is signed, but no JSON.
    """
    secrets = store.access.secrets(source)
    signed = verify_webhook(
        webhook_scheme(source), body, headers, [one.secret for one in secrets], now=now
    )
    _parsed(body)
    return Delivery(
        kind="webhook",
        source=source,
        trusted=all(one.trusted for one in secrets),
        received_us=_us(now),
        events=1,
        body=body,
        key=hashlib.sha256(f"{source}\n{signed.delivery}".encode()).hexdigest()[:32],
    )


def _as_it_came(value: Any, body: bytes, path: str) -> bytes | None:
    """The batch in the bytes that were sent, where nothing has to be taken out, put in or mended; else None."""
    if b"writeKey" in body or b"\\u" in body or body[:1] not in (b"{", b"["):
        return None
    if isinstance(value, list):
        return b'{"batch":' + body + b"}"
    if value.keys() == {"batch"}:
        return body
    return b'{"batch":[' + body + b"]}" if path == "events" and "batch" not in value else None


def _listed(value: Any) -> list[object]:
    if isinstance(value, list):
        return cast("list[object]", value)
    return value.get("batch") or [value]


def _written(calls: list[object]) -> bytes:
    plain = {"batch": calls}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def too_large(found: str) -> InputError:
    """Say that a body or an event is larger than it may be."""
    return InputError(
        found,
        hint=f"An event may have {EVENT_BYTES:,} bytes, a batch {BATCH_BYTES:,}: send less at once.",
        code="live.too-large",
    )


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        found = f"not UTF-8 at byte {error.start + 1}"
    except RecursionError:
        found = "nested too deeply to be read"
    except json.JSONDecodeError as error:
        found = f"{error.msg}, at line {error.lineno}, column {error.colno}" if body else "nothing"
    except ValueError as error:
        found = str(error)
    raise InputError(
        f"The body is not JSON: {found}.",
        hint="Send JSON in UTF-8, and let a library write it.",
        code="live.json",
    )


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _refuse_giants(calls: list[object], size: int) -> None:
    if size <= EVENT_BYTES:
        return
    for number, call in enumerate(calls, start=1):
        length = len(json.dumps(call, ensure_ascii=False).encode(errors="replace"))
        if length > EVENT_BYTES:
            raise too_large(f"Event {number} has {length:,} bytes.")


def _us(at: datetime) -> int:
    return int((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000)
