"""Tokens and webhook secrets: made once, shown once.

A token is 256 random bits; the store keeps its SHA-256 and a prefix that people can recognise, which is
enough because nobody guesses such a number. A webhook secret is kept as it is, because a signature can
only be checked with it.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets as randomness
import time
from dataclasses import dataclass

from desireline.errors import InputError, NotAllowedError
from desireline.sources import WEBHOOK_SCHEMES, webhook_scheme
from desireline.stores import Store, TokenRow, WebhookSecret, now_us

SCOPES = ("events", "notes", "all", "api")
_MARK = "dl_"
_SHOWN = 11
_LEAST_SECRET = 16
_SOURCE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_RESERVED = frozenset({"notes", "live", "segment"})
_KNOWN_BAD = frozenset(
    {"secret", "changeme", "changemechangeme", "desireline", "password", "test"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as people see it."""

    prefix: str
    name: str
    scope: str
    trusted: bool
    created_us: int
    revoked_us: int | None = None
    role: str | None = None
    expires_us: int | None = None

    def allows(self, scope: str) -> bool:
        """Whether the token opens this part of the live door."""
        is_old = self.expires_us is not None and self.expires_us < now_us()
        return self.revoked_us is None and not is_old and self.scope in (scope, "all")


def make_token(
    store: Store,
    name: str,
    *,
    scope: str = "events",
    trusted: bool = False,
    role: str | None = None,
    days: int | None = None,
) -> str:
    """Make a token and return it; nobody can see it again.

    Args:
        store: of the workspace.
        name: who or what will use it.
        scope: events, notes, all (of the live door), or api.
        trusted: whether what its holder says about who is whom counts as a fact. Never for a token that
            stands in a page or an app.
        role: of a token for the API: what it may do as a member would.
        days: how long it opens anything; None: until it is revoked.
    """
    if (scope == "api") != (role is not None):
        raise InputError(
            "A token for the API needs a role, and no other has one.",
            hint="Give --for api with --role viewer, commenter, editor or owner.",
            code="input.token",
        )
    if scope not in SCOPES:
        raise InputError(
            f"A token cannot be for {scope!r}.",
            hint=f"It is for one of: {', '.join(SCOPES)}.",
            code="input.token",
        )
    secret = _MARK + randomness.token_urlsafe(32)
    row = TokenRow(
        prefix=secret[:_SHOWN],
        digest=_digest(secret),
        name=name.strip() or "unnamed",
        scope=scope,
        trusted=trusted,
        created_us=now_us(),
        role=role,
        expires_us=None if days is None else now_us() + days * 86_400_000_000,
    )
    store.access.add_token(row)
    return secret


def list_tokens(store: Store) -> list[Token]:
    """Return all tokens, oldest first, without what would let one use them."""
    return [_shown(row) for row in store.access.tokens()]


def revoke_token(store: Store, prefix: str) -> None:
    """Make a token useless at once.

    Raises:
        InputError: there is none with that prefix, or it was revoked before.
    """
    if not store.access.revoke_token(prefix[:_SHOWN], at_us=now_us()):
        raise InputError(
            f"There is no living token that begins with {prefix[:_SHOWN]!r}.",
            hint="`desireline token list` shows them.",
            code="token.unknown",
        )


class TokenCheck:
    """Find the token that somebody shows. Remembers the living ones for a second."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Token] = {}
        self._until = 0.0

    def __call__(self, secret: str | None, scope: str) -> Token:
        """Return the token.

        Raises:
            NotAllowedError: there is none, it was revoked, or it is for something else.
        """
        if time.monotonic() >= self._until:
            self._known = {row.digest: _shown(row) for row in self._store.access.tokens()}
            self._until = time.monotonic() + 1
        token = self._known.get(_digest(secret)) if secret else None
        if token is None or not token.allows(scope):
            raise NotAllowedError(
                "This needs a token." if not secret else "This token does not open this.",
                hint="Make one with `desireline token create NAME`, and send it as the user name of "
                "Basic authentication or as `Authorization: Bearer TOKEN`.",
                code="live.token",
            )
        return token


def add_secret(
    store: Store, source: str, *, secret: str | None = None, trusted: bool | None = None
) -> tuple[WebhookSecret, str]:
    """Add a secret of a source and return it; several are valid at once, so that keys can rotate.

    Args:
        store: of the workspace.
        source: zendesk, intercom, stripe, shopify, or a name of your own (Standard Webhooks).
        secret: the one that the tool made; made here where we may.
        trusted: whether what it says about who is whom counts as a fact: by default of the known tools
            only.
    """
    if not _SOURCE.fullmatch(source) or source in _RESERVED:
        raise InputError(
            f"{source!r} cannot be the name of a source.",
            hint="Use lower-case letters, digits, - and _, at most 40; notes, live and segment are taken.",
            code="input.webhook",
        )
    scheme = WEBHOOK_SCHEMES[webhook_scheme(source)]
    if secret is None and not scheme.makes_secret:
        raise InputError(
            f"{source} makes its own secret.",
            hint="Copy it from the tool and give it as the secret; on the command line `--secret -` reads it from standard input.",
            code="input.webhook",
        )
    made = secret or "whsec_" + base64.b64encode(randomness.token_bytes(32)).decode()
    if len(made) < _LEAST_SECRET or made.lower() in _KNOWN_BAD:
        raise InputError(
            f"The secret is too easy to guess (at least {_LEAST_SECRET} characters).",
            hint="Take the one that the tool made, or leave --secret out.",
            code="input.webhook",
        )
    row = WebhookSecret(
        source=source,
        id="wh_" + hashlib.sha256(made.encode()).hexdigest()[:8],
        scheme=scheme.name,
        secret=made,
        trusted=scheme.name != "standard" if trusted is None else trusted,
        created_us=now_us(),
    )
    if any(one.id == row.id for one in store.access.secrets(source)):
        raise InputError(
            f"{source} has this secret already ({row.id}).",
            hint="Nothing is to do.",
            code="input.webhook",
        )
    store.access.add_secret(row)
    return row, made


def list_secrets(store: Store) -> list[WebhookSecret]:
    """Return which sources may send webhooks."""
    return store.access.secrets()


def remove_secret(store: Store, source: str, secret_id: str) -> None:
    """Forget a secret.

    Raises:
        InputError: there is none.
    """
    if not store.access.remove_secret(source, secret_id):
        raise InputError(
            f"{source} has no secret {secret_id!r}.",
            hint="`desireline webhook list` shows them.",
            code="webhook.unknown",
        )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _shown(row: TokenRow) -> Token:
    return Token(
        prefix=row.prefix,
        name=row.name,
        scope=row.scope,
        trusted=row.trusted,
        created_us=row.created_us,
        revoked_us=row.revoked_us,
        role=row.role,
        expires_us=row.expires_us,
    )
