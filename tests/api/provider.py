"""A small OpenID provider on a port of this computer: real HTTP, real keys, and knobs to misbehave with."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "maps", "the secret of the client"


class Provider:
    """Signs anybody in as `claims`; `twist` changes a token's claims before it is signed."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.twist: dict[str, Any] = {}
        self.algorithm = "RS256"
        self.issued_as: str | None = None
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.new_key()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider._answer(self, "")

            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                provider._answer(self, self.rfile.read(size).decode())

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def host(self) -> str:
        return urlsplit(self.issuer).netloc

    def new_key(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.kid = secrets.token_hex(4)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def signs_in(self, way: str) -> str:
        """What the provider's page does once somebody has signed in: where the browser is sent back to."""
        parts = urlsplit(way)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def _answer(self, request: BaseHTTPRequestHandler, body: str) -> None:
        path = urlsplit(request.path).path
        self.asked.append(path)
        status, said = 200, {}
        if path == "/.well-known/openid-configuration":
            said = {
                "issuer": self.issued_as or self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        elif path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            said = {"keys": [{**public, "kid": self.kid, "use": "sig"}]}
        elif path == "/token":
            status, said = self._token(request, {k: v[0] for k, v in parse_qs(body).items()})
        content = json.dumps(said).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    def _token(
        self, request: BaseHTTPRequestHandler, sent: dict[str, str]
    ) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(sent["code"], None)
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        basic = (
            "Basic " + base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        )
        if (
            asked is None
            or asked["code_challenge"] != challenge
            or sent["redirect_uri"] != asked["redirect_uri"]
            or request.headers["Authorization"] != basic
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            **self.claims, **self.twist,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        key: Any = {"none": None, "HS256": "x" * 32}.get(self.algorithm, self.key)
        token = jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": self.kid})
        return 200, {"id_token": token, "access_token": "x", "token_type": "Bearer"}
