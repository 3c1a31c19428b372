"""How senders of webhooks prove who they are, scheme by scheme.

In: the raw body, the headers, the secrets, the time.  Out: the sender's id of the delivery, or an error
that tells a forger nothing. Comparison takes the same time whatever differs, every secret is
tried (keys rotate), and a scheme that signs a time refuses one more than five minutes away.

Schemes, as their publishers describe them:
standard   Standard Webhooks 1.0: base64 of HMAC-SHA256 over `id.timestamp.body`; `v1,` before each.
zendesk    developer.zendesk.com, "Verifying": base64 of HMAC-SHA256 over timestamp and body.
stripe     docs.stripe.com, "Verify manually": hex of HMAC-SHA256 over `t.body`, in `t=,v1=` pairs.
shopify    shopify.dev, "Verify webhook deliveries": base64 of HMAC-SHA256 over the body.
intercom   developers.intercom.com, "Signed notifications": `sha1=` and hex of HMAC-SHA1 over the body.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from desireline.errors import NotAllowedError

TOLERANCE_SECONDS = 300
_FIELD = 200
"""Longest header value that is looked at, per part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A delivery whose sender holds a secret."""

    delivery: str
    """The sender's own id of the delivery; where it gives none, a fingerprint of what it signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One way to sign."""

    name: str
    makes_secret: bool
    """Whether the secret is ours to make; else the tool made it."""
    check: Callable[[bytes, Mapping[str, str], Sequence[str], datetime], Signed]


def scheme_for(source: str) -> str:
    """Name the scheme of a source: its own, or Standard Webhooks."""
    return source if source in SCHEMES else "standard"


def verify(
    scheme: str,
    body: bytes,
    headers: Mapping[str, str],
    secrets: Iterable[str],
    *,
    now: datetime,
) -> Signed:
    """Check a signature.

    Args:
        scheme: name of the scheme.
        body: exactly what came.
        headers: names in lower case.
        secrets: all that are valid now.
        now: our clock.

    Raises:
        NotAllowedError: missing, forged or stale. The words are the same for a wrong secret and for
            a source that nobody has set up.
    """
    return SCHEMES[scheme].check(body, headers, list(secrets), now)


def refused() -> NotAllowedError:
    """The one answer to every signature that does not hold."""
    return NotAllowedError(
        "The signature does not hold.",
        hint="Sign the raw body with the secret that `desireline webhook add` took or showed.",
        code="live.signature",
    )


def _stale() -> NotAllowedError:
    return NotAllowedError(
        f"The signed time is missing or more than {TOLERANCE_SECONDS // 60} minutes away.",
        hint="Check the sender's clock; a delivery that is sent again must be signed again.",
        code="live.stale",
    )


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "")
    if not value or len(value) > 10 * _FIELD:
        raise refused()
    return value


def _check_time(seconds: str, now: datetime) -> None:
    if not re.fullmatch(r"\d{1,12}", seconds):
        raise _stale()
    if abs(now.timestamp() - int(seconds)) > TOLERANCE_SECONDS:
        raise _stale()


def _holds(expected: Iterable[bytes], given: Iterable[bytes]) -> bool:
    """Compare everything with everything; no early exit."""
    found = False
    offered = list(given)[:20]
    for one in expected:
        for other in offered:
            found |= hmac.compare_digest(one, other)
    return found


def _sha256(secret: bytes, content: bytes) -> bytes:
    return hmac.new(secret, content, hashlib.sha256).digest()


def _unbase64(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _unhex(value: str) -> bytes:
    try:
        return bytes.fromhex(value)
    except ValueError:
        return b""


def standard_key(secret: str) -> bytes:
    """Return the bytes that `whsec_...` stands for; another text stands for itself."""
    plain = secret.removeprefix("whsec_")
    return (_unbase64(plain) or plain.encode()) if plain != secret else secret.encode()


def _standard(
    body: bytes, headers: Mapping[str, str], secrets: Sequence[str], now: datetime
) -> Signed:
    delivery = _header(headers, "webhook-id")
    seconds = _header(headers, "webhook-timestamp")
    offered = [
        _unbase64(part.removeprefix("v1,"))
        for part in _header(headers, "webhook-signature").split(" ")
        if part.startswith("v1,")
    ]
    content = f"{delivery}.{seconds}.".encode() + body
    expected = [_sha256(standard_key(secret), content) for secret in secrets]
    if not _holds(expected, offered):
        raise refused()
    _check_time(seconds, now)
    return Signed(delivery=delivery)


def _zendesk(
    body: bytes, headers: Mapping[str, str], secrets: Sequence[str], now: datetime
) -> Signed:
    written = _header(headers, "x-zendesk-webhook-signature-timestamp")
    offered = _unbase64(_header(headers, "x-zendesk-webhook-signature"))
    expected = [_sha256(secret.encode(), written.encode() + body) for secret in secrets]
    if not _holds(expected, [offered]):
        raise refused()
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise _stale() from None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    _check_time(str(int(max(at.timestamp(), 0))), now)
    is_event = (_member(body, "type") or "").startswith("zen:event-type:")
    # in the body of a trigger, which an admin writes, `id` may be the ticket's
    return Signed(delivery=(_member(body, "id") if is_event else None) or _fingerprint(body))


def _stripe(
    body: bytes, headers: Mapping[str, str], secrets: Sequence[str], now: datetime
) -> Signed:
    pairs = [part.partition("=") for part in _header(headers, "stripe-signature").split(",")]
    seconds = next((value for name, _, value in pairs if name.strip() == "t"), "")
    offered = [_unhex(value) for name, _, value in pairs if name.strip() == "v1"]
    content = f"{seconds}.".encode() + body
    expected = [_sha256(secret.encode(), content) for secret in secrets]
    if not _holds(expected, offered):
        raise refused()
    _check_time(seconds, now)
    return Signed(delivery=_member(body, "id") or _fingerprint(body))


def _shopify(
    body: bytes,
    headers: Mapping[str, str],
    secrets: Sequence[str],
    now: datetime,  # noqa: ARG001 - signs no time
) -> Signed:
    offered = _unbase64(_header(headers, "x-shopify-hmac-sha256"))
    if not _holds([_sha256(secret.encode(), body) for secret in secrets], [offered]):
        raise refused()
    # the headers are not signed: a replay under a new id is recognised by what was signed
    return Signed(delivery=_fingerprint(body))


def _intercom(
    body: bytes,
    headers: Mapping[str, str],
    secrets: Sequence[str],
    now: datetime,  # noqa: ARG001 - signs no time
) -> Signed:
    name, _, value = _header(headers, "x-hub-signature").partition("=")
    digests = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
    if name not in digests:
        raise refused()
    expected = [hmac.new(secret.encode(), body, digests[name]).digest() for secret in secrets]
    if not _holds(expected, [_unhex(value)]):
        raise refused()
    return Signed(delivery=_member(body, "id") or _fingerprint(body))


def _member(body: bytes, name: str) -> str | None:
    """Read a signed member of the body that identifies the delivery."""
    try:
        value = json.loads(body)[name]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None
    return str(value)[:_FIELD] if isinstance(value, str | int) and str(value) else None


def _fingerprint(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


SCHEMES: dict[str, Scheme] = {
    scheme.name: scheme
    for scheme in (
        Scheme(name="standard", makes_secret=True, check=_standard),
        Scheme(name="zendesk", makes_secret=False, check=_zendesk),
        Scheme(name="intercom", makes_secret=False, check=_intercom),
        Scheme(name="stripe", makes_secret=False, check=_stripe),
        Scheme(name="shopify", makes_secret=False, check=_shopify),
    )
}
