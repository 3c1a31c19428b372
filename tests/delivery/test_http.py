"""Asking other servers: never a private one, whatever it is called, and never more than was allowed."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from desireline.delivery import Outside
from desireline.delivery.http import is_public
from desireline.errors import DeliveryError, InputError


@contextmanager
def _server(answer: Callable[[socket.socket], None]) -> Iterator[tuple[int, list[bytes]]]:
    """A server that says what it is told to; what it was asked is kept."""
    listening = socket.create_server(("127.0.0.1", 0))
    asked: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                said = connection.recv(65536)
                if said.startswith(b"POST") and said.endswith(b"\r\n\r\n"):
                    said += connection.recv(65536)
                asked.append(said)
                with suppress(OSError):
                    answer(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1], asked
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _says(head: str, body: bytes = b"{}") -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(f"HTTP/1.1 {head}\r\n\r\n".encode() + body)


PRIVATE = [
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe", "fec0::1", "192.0.2.1", "198.18.0.1", "240.0.0.1", "nonsense", "",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_of_the_public_internet_is_known(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(InputError, match="private network"):
        Outside(resolve=lambda _host, _port: ["93.184.216.34", address]).get(
            "https://shop.example/"
        )


def test_public_addresses_are_public() -> None:
    assert all(
        is_public(one)
        for one in ("93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101")
    )


SPELLINGS = [
    "http://127.0.0.1:{p}/", "https://127.0.0.1:{p}/", "https://localhost:{p}/", "https://2130706433:{p}/",
    "https://0x7f000001:{p}/", "https://0177.0.0.1:{p}/", "https://127.1:{p}/", "https://0:{p}/", "https://[::1]:{p}/",
    "https://[::ffff:127.0.0.1]:{p}/", "https://[::ffff:7f00:1]:{p}/", "https://LOCALHOST:{p}/", "https://localhost.:{p}/",
    "https://user@127.0.0.1:{p}/", "https://example.org@127.0.0.1:{p}/", "https://127.0.0.1:{p}#@example.org/",
    "https://127.0.0.1:{p}\\@example.org/", "https://①②⑦.0.0.1:{p}/", "https://127。0。0。1:{p}/", "file:///etc/passwd",
    "gopher://127.0.0.1:{p}/_x", "ftp://127.0.0.1:{p}/", "//127.0.0.1:{p}/", "https:///x", "https://127.0.0.1:{p}\r\nX: y/",
    "https://[", "https://127.0.0.1:99999/", "javascript:alert(1)", "", "https://%31%32%37.0.0.1:{p}/", "dict://127.0.0.1:{p}/",
]  # fmt: skip


def test_no_spelling_of_this_computer_is_asked() -> None:
    with _server(_says("200 OK")) as (port, asked):
        for spelling in SPELLINGS:
            with pytest.raises((InputError, DeliveryError)):
                Outside(seconds=2).get(spelling.replace("{p}", str(port)))
        assert asked == []


def test_a_name_that_turns_round_between_check_and_use_is_refused() -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    with _server(_says("200 OK")) as (port, asked):
        with pytest.raises(InputError, match="private network"):
            Outside(resolve=lambda _host, _port: next(answers)).get(
                f"https://rebinding.example:{port}/"
            )
        assert asked == []


def test_what_was_allowed_by_name_is_asked_and_sent_no_more_than_needed() -> None:
    with _server(_says("200 OK\r\nContent-Length: 8", b'{"a": 1}')) as (port, asked):
        outside = Outside(allowed=[f"127.0.0.1:{port}"])
        assert outside.get(f"http://127.0.0.1:{port}/x?y=1").json() == {"a": 1}
        assert outside.post_form(f"http://127.0.0.1:{port}/t", {"a": "b&c"}).status == 200
        with pytest.raises(InputError):
            outside.get(f"http://127.0.0.1:{port + 1}/")
    assert asked[0].startswith(b"GET /x?y=1 HTTP/1.1\r\n")
    assert asked[1].endswith(b"a=b%26c")


def _drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(100):
        connection.sendall(b"X: y\r\n")
        time.sleep(0.1)


def _flood(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(2000):
        connection.sendall(b"x" * 65536)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            _says("302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0", b""),
            "not followed",
        ),
        (_says("200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2"), "packed"),
        (_says("200 OK\r\nContent-Length: 1000000000"), "did not answer properly"),
        (_flood, "more than"),
        (_drip, "in time"),
        (_says("nonsense"), "did not answer properly"),
        (lambda connection: connection.close(), "did not answer properly"),
    ],
    ids=["redirect", "packed", "cut short", "flood", "drip", "nonsense", "silence"],
)
def test_a_hostile_answer_ends_soon(answer: Callable[[socket.socket], None], words: str) -> None:
    with _server(answer) as (port, _asked):
        outside = Outside(allowed=["127.0.0.1"], seconds=1, most_bytes=65536)
        started = time.monotonic()
        with pytest.raises(DeliveryError, match=words):
            outside.get(f"http://127.0.0.1:{port}/")
        assert time.monotonic() - started < 5
