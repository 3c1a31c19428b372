"""Signatures of webhooks: each scheme as its publisher describes it, forged and stale ones refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from desireline.errors import NotAllowedError
from desireline.sources import verify_webhook, webhook_scheme

BODY = b'{"id":"evt_1","type":"zen:event-type:ticket.created"}'
SECRET = "a-secret-that-a-tool-made"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
Headers = dict[str, str]


def _sha256(secret: str, content: bytes) -> bytes:
    return hmac.new(secret.encode(), content, hashlib.sha256).digest()


def _standard(body: bytes, at: datetime, secret: str = SECRET) -> Headers:
    seconds = str(int(at.timestamp()))
    signed = _sha256(secret, f"msg_1.{seconds}.".encode() + body)
    mark = "v1," + base64.b64encode(signed).decode()
    return {"webhook-id": "msg_1", "webhook-timestamp": seconds, "webhook-signature": mark}


def _zendesk(body: bytes, at: datetime, secret: str = SECRET) -> Headers:
    written = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    signed = base64.b64encode(_sha256(secret, written.encode() + body)).decode()
    return {
        "x-zendesk-webhook-signature": signed,
        "x-zendesk-webhook-signature-timestamp": written,
    }


def _stripe(body: bytes, at: datetime, secret: str = SECRET) -> Headers:
    seconds = int(at.timestamp())
    signed = _sha256(secret, f"{seconds}.".encode() + body).hex()
    return {"stripe-signature": f"t={seconds},v1={'0' * 64},v1={signed},v0=ignored"}


def _shopify(body: bytes, _at: datetime, secret: str = SECRET) -> Headers:
    return {"x-shopify-hmac-sha256": base64.b64encode(_sha256(secret, body)).decode()}


def _intercom(body: bytes, _at: datetime, secret: str = SECRET) -> Headers:
    signed = hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()
    return {"x-hub-signature": f"sha1={signed}"}


Sign = Callable[..., Headers]
EVERY = [("standard", _standard), ("zendesk", _zendesk), ("stripe", _stripe), ("shopify", _shopify), ("intercom", _intercom)]  # fmt: skip
STAMPED = EVERY[:3]


@pytest.mark.parametrize(("scheme", "sign"), EVERY)
def test_a_signature_of_any_valid_secret_holds(scheme: str, sign: Sign) -> None:
    signed = verify_webhook(scheme, BODY, sign(BODY, NOW), ["an-older-secret", SECRET], now=NOW)
    again = verify_webhook(scheme, BODY, sign(BODY, NOW), [SECRET], now=NOW)
    assert signed == again


@pytest.mark.parametrize(("scheme", "sign"), EVERY)
def test_a_forged_signature_is_refused_whatever_was_changed(scheme: str, sign: Sign) -> None:
    headers = sign(BODY, NOW)
    forgeries = [
        (BODY + b" ", headers),
        (BODY, sign(BODY, NOW, secret="another-secret")),
        (BODY, {}),
        *((BODY, {**headers, name: ""}) for name in headers),
        *((BODY, {**headers, name: "v1,%%%"}) for name in headers),
        *((BODY, {**headers, name: "x" * 10_000}) for name in headers),
        *((BODY, {**headers, name: "\u00e9"}) for name in headers),
    ]
    for body, shown in forgeries:
        with pytest.raises(NotAllowedError):
            verify_webhook(scheme, body, shown, [SECRET], now=NOW)


@pytest.mark.parametrize(("scheme", "sign"), EVERY)
def test_without_a_secret_nothing_holds_not_even_what_an_empty_one_signs(
    scheme: str, sign: Sign
) -> None:
    with pytest.raises(NotAllowedError, match="does not hold"):
        verify_webhook(scheme, BODY, sign(BODY, NOW, secret=""), [], now=NOW)


@pytest.mark.parametrize(("scheme", "sign"), STAMPED)
@pytest.mark.parametrize(("minutes", "holds"), [(4.9, True), (5.1, False), (-4.9, True), (-5.1, False)])  # fmt: skip
def test_a_stamp_more_than_five_minutes_away_is_stale(
    scheme: str, sign: Sign, minutes: float, *, holds: bool
) -> None:
    headers = sign(BODY, NOW - timedelta(minutes=minutes))
    if holds:
        verify_webhook(scheme, BODY, headers, [SECRET], now=NOW)
        return
    with pytest.raises(NotAllowedError) as raised:
        verify_webhook(scheme, BODY, headers, [SECRET], now=NOW)
    assert raised.value.code == "live.stale"


def test_the_example_of_standard_webhooks_holds() -> None:
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1a,other",
    }
    signed = verify_webhook(
        "standard",
        b'{"test": 2432232314}',
        headers,
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        now=datetime.fromtimestamp(1614265330, tz=UTC),
    )
    assert signed.delivery == "msg_p5jXN8AQM9LWM0D4loKWxJek"


def test_a_replay_under_a_new_unsigned_id_is_the_same_delivery() -> None:
    headers = _shopify(BODY, NOW)
    first = verify_webhook("shopify", BODY, headers | {"x-shopify-webhook-id": "a"}, [SECRET], now=NOW)  # fmt: skip
    second = verify_webhook("shopify", BODY, headers | {"x-shopify-webhook-id": "b"}, [SECRET], now=NOW)  # fmt: skip
    assert first == second


def test_a_name_of_ones_own_signs_by_standard_webhooks() -> None:
    assert [webhook_scheme(name) for name in ("stripe", "billing")] == ["stripe", "standard"]
