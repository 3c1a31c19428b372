"""Asking other servers over HTTP, where somebody else may have written the address.

In: an address, and the names that may be on a private network.  Out: an answer of bounded size, or an error. The name is
looked up once, every address that it has is judged, and the connection goes to one that was: a name that is turned round
between check and use (DNS rebinding) changes nothing. Nothing is followed, nothing unpacked, no proxy of the environment
used; the whole exchange has one deadline, so that an answer that drips ends too. Errors name the host, never what it answered.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from desireline.errors import DeliveryError, InputError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")
_PORTS = {"http": 80, "https": 443}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the other server answered, whatever its status."""

    status: int
    body: bytes

    def json(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


def _resolve(host: str, port: int) -> list[str]:
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Outside:
    """Asks other servers. Safe to use from several threads."""

    def __init__(
        self,
        *,
        allowed: Collection[str] = (),
        most_bytes: int = 262_144,
        seconds: float = 10,
        resolve: Resolve = _resolve,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        """Say what may be asked.

        Args:
            allowed: `host` or `host:port` that may be private, and may be asked without TLS.
            most_bytes: of an answer.
            seconds: for the whole exchange.
            resolve: finds the addresses of a name.
            trusted: authorities that vouch for servers; the system's when None.
        """
        self._allowed = frozenset(one.strip().casefold() for one in allowed)
        self._most_bytes = most_bytes
        self._seconds = seconds
        self._resolve = resolve
        self._trusted = trusted

    def get(self, url: str) -> Reply:
        """Ask for something.

        Raises:
            InputError: the address may not be asked.
            DeliveryError: nobody answered, or too slowly, or too much.
        """
        return self._ask("GET", url, None, {})

    def post_form(
        self, url: str, fields: Mapping[str, str], *, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Send a form. Raises as `get`."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", url, urlencode(fields).encode(), {**(headers or {}), **kind})

    def check(self, url: str) -> SplitResult:
        """Look at an address before it is kept; it is looked at again when it is asked.

        Raises:
            InputError: it may not be asked.
        """
        parts = _parts(url)
        if parts.scheme == "http" and not self._may_be_private(parts):
            raise _refused(parts.hostname or "", "is not asked without TLS")
        self._addresses(parts)
        return parts

    def _may_be_private(self, parts: SplitResult) -> bool:
        host = (parts.hostname or "").casefold()
        return host in self._allowed or f"{host}:{_port(parts)}" in self._allowed

    def _addresses(self, parts: SplitResult) -> list[str]:
        host = parts.hostname or ""
        try:
            found = self._resolve(host, _port(parts))
        except (OSError, UnicodeError) as error:
            raise _failed(host, "has no address") from error
        if not self._may_be_private(parts):
            for one in found:
                if not is_public(one):
                    raise _refused(host, "is on a private network, or on this computer")
        return found

    def _ask(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        parts = self.check(url)
        host = parts.hostname or ""
        target = parts.path or "/"
        if parts.query:
            target += f"?{parts.query}"
        plain = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        connection = _Connection(host, _port(parts), timeout=self._seconds)
        late = threading.Timer(self._seconds, connection.end)
        late.daemon = True
        late.start()
        try:
            # to an address that was judged just now, by its number
            connection.open(
                self._addresses(parts), self._tls() if parts.scheme == "https" else None
            )
            connection.request(method, target, body, {**plain, **headers})
            reply = self._read(connection.getresponse(), host)
            if connection.is_late:  # what was read ends where the connection was ended
                raise TimeoutError
        except InputError:
            raise  # an address that may not be asked
        except (OSError, http.client.HTTPException, ValueError) as error:
            why = "did not answer in time" if connection.is_late else "did not answer properly"
            raise _failed(host, why) from error
        finally:
            late.cancel()
            connection.close()
        return reply

    def _tls(self) -> ssl.SSLContext:
        if self._trusted is None:
            self._trusted = ssl.create_default_context()  # takes a while: where it is needed
        return self._trusted

    def _read(self, answer: http.client.HTTPResponse, host: str) -> Reply:
        if 300 <= answer.status < 400:
            raise _failed(host, "answered with another address, which is not followed")
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise _failed(host, "packed its answer, though it was asked not to")
        body = answer.read(self._most_bytes + 1)
        if len(body) > self._most_bytes:
            raise _failed(host, f"answered with more than {self._most_bytes:,} bytes")
        if answer.length:
            raise http.client.IncompleteRead(b"", answer.length)
        return Reply(status=answer.status, body=body)


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was chosen, under the name that was asked."""

    is_late = False

    def open(self, addresses: list[str], trusted: ssl.SSLContext | None) -> None:
        last: OSError | None = None
        for address in addresses[:4]:
            try:
                self.sock = socket.create_connection((address, self.port), self.timeout)
                break
            except OSError as error:
                last = error
        else:
            raise last or OSError("no address")
        if trusted is not None:
            self.sock = trusted.wrap_socket(self.sock, server_hostname=self.host)

    def end(self) -> None:
        self.is_late = True
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def is_public(written: str) -> bool:
    """Whether an address is one of the public internet, also where it is wrapped in another."""
    try:
        address: Address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
        if address in _LOCAL_NAT64 or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise _refused("", "cannot be read") from None
    is_plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc or not is_plain:
        raise _refused(parts.hostname or "", "is no plain http or https address")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or _PORTS[parts.scheme]


def _refused(host: str, why: str) -> InputError:
    return InputError(
        f"The address {host[:80]!r} {why}.",
        hint="Name a public https address, or allow the host by name in DESIRELINE_ALLOW_HOSTS.",
        code="delivery.refused",
    )


def _failed(host: str, why: str) -> DeliveryError:
    return DeliveryError(
        f"{host[:80]} {why}.", hint="Check that it runs, then try again.", code="delivery.failed"
    )
