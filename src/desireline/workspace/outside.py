"""Signing in by an identity provider: OpenID Connect, authorization code with PKCE.

In: what the provider is, a secret that only this browser has, the code that came back.  Out: a claim of who somebody is, whose
signature, issuer, audience, times and nonce were checked. State, nonce and verifier are derived from the browser's secret, so
that the server keeps nothing between the two requests, and any of its processes may answer the second.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from desireline.delivery import Outside
from desireline.errors import DeliveryError, InputError, NotAllowedError
from desireline.workspace.principals import ROLES, Role, role_of

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Of key pairs only: with a shared secret, or none, anybody could sign."""
_SKEW_SECONDS = 60
_KEPT_SECONDS = 3600.0
_KEYS_AGAIN_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An identity provider, and what it may decide."""

    issuer: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    role_claim: str = "groups"
    roles: Mapping[str, Role] = field(default_factory=dict[str, Role])
    """From values of the claim to roles; the highest counts."""
    newcomers: Role | None = None
    """Role of somebody whom nobody invited; None: they are refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """Whom the provider vouches for."""

    outside: str
    """Issuer and subject: what stays when name and address change."""
    name: str
    email: str | None
    """Only one that the provider verified."""
    role: Role | None
    """What its claims say; None: nothing."""


def provider_from(environment: Mapping[str, str]) -> Provider | None:
    """Read DESIRELINE_OIDC_*; None where there is no provider.

    Raises:
        InputError: a setting cannot be.
    """
    issuer = environment.get("DESIRELINE_OIDC_ISSUER", "").strip()
    if not issuer:
        return None
    client = environment.get("DESIRELINE_OIDC_CLIENT_ID", "").strip()
    if not client:
        raise _setting("DESIRELINE_OIDC_CLIENT_ID is missing")
    newcomers = environment.get("DESIRELINE_OIDC_NEWCOMERS", "").strip()
    if newcomers and role_of(newcomers) in {None, "owner"}:
        raise _setting("DESIRELINE_OIDC_NEWCOMERS is none of viewer, commenter, editor")
    return Provider(
        issuer=issuer,
        client_id=client,
        client_secret=environment.get("DESIRELINE_OIDC_CLIENT_SECRET") or None,
        role_claim=environment.get("DESIRELINE_OIDC_ROLE_CLAIM", "groups").strip(),
        roles=_roles(environment.get("DESIRELINE_OIDC_ROLES", "")),
        newcomers=role_of(newcomers),
    )


def _roles(written: str) -> dict[str, Role]:
    found: dict[str, Role] = {}
    for pair in filter(None, (one.strip() for one in written.split(","))):
        value, _, name = pair.rpartition("=")
        role = role_of(name.strip())
        if not value or role is None:
            raise _setting("DESIRELINE_OIDC_ROLES is not like maps-admins=owner,designers=editor")
        found[value.strip()] = role
    return found


class Vouching:
    """Speaks with one provider. Safe to use from several threads."""

    def __init__(self, provider: Provider, outside: Outside) -> None:
        self.provider = provider
        self._outside = outside
        self._lock = threading.Lock()
        self._found: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, dict[str, Any]] | None = None

    def way(self, secret: str, *, back: str) -> str:
        """The address at the provider to send a browser to, which has the secret in a cookie.

        Raises:
            DeliveryError: the provider does not answer, or not as it should.
        """
        asked = {
            "response_type": "code",
            "client_id": self.provider.client_id,
            "redirect_uri": back,
            "scope": "openid email profile",
            "state": _derived(secret, "state"),
            "nonce": _derived(secret, "nonce"),
            "code_challenge": _s256(_derived(secret, "verifier")),
            "code_challenge_method": "S256",
        }
        start = self._endpoint("authorization_endpoint")
        return f"{start}{'&' if '?' in start else '?'}{urlencode(asked)}"

    def who(self, secret: str, *, state: str, code: str, back: str) -> Vouched:
        """Turn what came back into who it is.

        Raises:
            NotAllowedError: it was not this browser that began, or the provider's word does not hold.
            DeliveryError: the provider does not answer, or not as it should.
        """
        if not hmac.compare_digest(state.encode(), _derived(secret, "state").encode()):
            raise _refused("another browser began it")
        return self._vouched(self._exchanged(secret, code, back), _derived(secret, "nonce"))

    def _exchanged(self, secret: str, code: str, back: str) -> str:
        provider = self.provider
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": _derived(secret, "verifier"),
        }
        headers: dict[str, str] = {}
        if provider.client_secret is None:
            fields["client_id"] = provider.client_id
        else:
            pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        reply = self._outside.post_form(self._endpoint("token_endpoint"), fields, headers=headers)
        found = reply.json()
        if (
            reply.status != 200
            or not isinstance(found, dict)
            or not isinstance(found.get("id_token"), str)
        ):
            raise _refused(f"the provider did not take the code (status {reply.status})")
        return found["id_token"]

    def _vouched(self, token: str, nonce: str) -> Vouched:
        import jwt

        try:
            claims = jwt.decode(
                token,
                self._key(token),
                algorithms=list(_ALGORITHMS),
                audience=self.provider.client_id,
                issuer=self.provider.issuer,
                leeway=_SKEW_SECONDS,
                options={"require": ["exp", "iat", "sub", "aud", "iss"]},
            )
        except jwt.PyJWTError as error:
            raise _refused(f"its token does not hold ({type(error).__name__})") from error
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        azp = claims.get("azp")
        if (several and azp is None) or azp not in {None, self.provider.client_id}:
            raise _refused("its token is for another program")
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            raise _refused("its token is for another sign-in")
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
            raise _refused("its token names nobody")
        email = claims.get("email")
        is_verified = claims.get("email_verified") is True and isinstance(email, str)
        name = next(
            (
                claims[key]
                for key in ("name", "preferred_username")
                if isinstance(claims.get(key), str)
            ),
            "",
        )
        return Vouched(
            outside=f"{self.provider.issuer} {claims['sub']}",
            name=name or "Somebody",
            email=str(email) if is_verified else None,
            role=self._role(claims.get(self.provider.role_claim)),
        )

    def _role(self, said: Any) -> Role | None:
        values = said if isinstance(said, list) else [said]
        held = {
            self.provider.roles[one]
            for one in values
            if isinstance(one, str) and one in self.provider.roles
        }
        return next((role for role in reversed(ROLES) if role in held), None)

    def _key(self, token: str) -> Any:
        """The provider's key that a token names; new keys are fetched when an unknown one is named, not too often."""
        import jwt

        wanted = jwt.get_unverified_header(token).get("kid")
        for is_again in (False, True):
            for one in self._key_set(again=is_again).get("keys", []):
                if (
                    isinstance(one, dict)
                    and one.get("use", "sig") == "sig"
                    and wanted in {None, one.get("kid")}
                ):
                    return jwt.PyJWK.from_dict(one)
        raise jwt.InvalidKeyError

    def _key_set(self, *, again: bool) -> dict[str, Any]:
        with self._lock:
            age = time.monotonic() - self._keys[0] if self._keys else None
            if (
                self._keys is None
                or age is None
                or age > (_KEYS_AGAIN_SECONDS if again else _KEPT_SECONDS)
            ):
                self._keys = (time.monotonic(), self._object(self._endpoint("jwks_uri")))
            return self._keys[1]

    def _endpoint(self, name: str) -> str:
        found = self._found
        if found is None or time.monotonic() - found[0] > _KEPT_SECONDS:
            place = f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration"
            found = self._found = (time.monotonic(), self._object(place))
            if found[1].get("issuer") != self.provider.issuer:
                self._found = None
                raise _odd("says that it is another issuer")
        value = found[1].get(name)
        if not isinstance(value, str):
            raise _odd(f"does not say its {name}")
        self._outside.check(value)
        return value

    def _object(self, url: str) -> dict[str, Any]:
        reply = self._outside.get(url)
        found = reply.json()
        if reply.status != 200 or not isinstance(found, dict):
            raise _odd(f"answered {reply.status}, or no JSON object")
        return found


def _derived(secret: str, purpose: str) -> str:
    return _plain(hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest())


def _s256(verifier: str) -> str:
    return _plain(hashlib.sha256(verifier.encode()).digest())


def _plain(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _refused(why: str) -> NotAllowedError:
    return NotAllowedError(
        f"The identity provider's answer was not accepted: {why}.",
        hint="Begin again at the sign-in page.",
        code="oidc.refused",
    )


def _odd(why: str) -> DeliveryError:
    return DeliveryError(
        f"The identity provider {why}.",
        hint="Check DESIRELINE_OIDC_ISSUER: it is the address before /.well-known/openid-configuration.",
        code="oidc.provider",
    )


def _setting(found: str) -> InputError:
    return InputError(
        f"{found}.", hint="docs/how-to/sign-in-by-oidc.md lists them.", code="oidc.setting"
    )
