"""Mail leaves once, says what became of it, and carries nothing that somebody smuggled in."""

from __future__ import annotations

import email
import socket
import threading
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from desireline.delivery import Mail, Postman, Smtp, post, smtp_from
from desireline.errors import InputError
from desireline.stores import Store, open_store

ANN = "ann@example.org"


class Sink:
    """A real SMTP server that keeps what it gets, or behaves badly."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002
        self.envelopes.append(envelope)
        return self.answer

    @property
    def messages(self) -> list[Message]:
        return [email.message_from_bytes(one.content) for one in self.envelopes]


@pytest.fixture
def sink() -> Iterator[tuple[Sink, Smtp]]:
    made = Sink()
    controller = Controller(made, hostname="127.0.0.1", port=_free_port())
    controller.start()
    yield made, _smtp(controller.port)
    controller.stop()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _smtp(port: int) -> Smtp:
    return Smtp(host="127.0.0.1", port=port, sender="maps@example.org", security="smtp")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def _mail(**changes: str) -> Mail:
    values = {"key": "k", "kind": "mention", "to": ANN, "subject": "Hello", "text": "Words.\n"}
    return Mail(**{**values, **changes})


def _states(store: Store) -> list[str]:
    return [row.state for row in store.outbox.all()]


def test_a_mail_arrives_once_however_often_it_is_posted(
    store: Store, sink: tuple[Sink, Smtp]
) -> None:
    assert [post(store, _mail()), post(store, _mail())] == [True, False]
    postman = Postman(store, sink[1])
    assert postman.send_one() is not None
    assert postman.send_one() is None
    (message,) = sink[0].messages
    assert (message["To"], message["Subject"]) == (ANN, "Hello")
    assert _states(store) == ["sent"]
    assert store.outbox.all()[0].body == ""  # it may have held the secret of a link


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "Hi\r\nBcc: eve@example.org"),
        ("subject", "Hi\nContent-Type: text/html\n\n<script>"),
        ("to", "ann@example.org\r\nBcc: eve@example.org"),
        ("to", "ann@example.org, eve@example.org"),
        ("text", "{{1337*1337}} {0.__class__} %s ${x}\r\n.\r\nRCPT TO:<eve@example.org>\r\n"),
    ],
)
def test_nothing_is_smuggled_in(
    store: Store, sink: tuple[Sink, Smtp], field: str, value: str
) -> None:
    post(store, _mail(**{field: value}))
    Postman(store, sink[1]).send_one()
    for envelope in sink[0].envelopes:
        assert envelope.rcpt_tos == [ANN]
    for message in sink[0].messages:
        assert message["Bcc"] is None
        assert message.get_content_type() == "text/plain"
        assert "1787569" not in str(message)
    if field == "to":
        assert (_states(store), sink[0].envelopes) == (["failed"], [])


@pytest.mark.parametrize(
    ("answer", "state"), [("451 later", "waiting"), ("550 no", "failed"), ("250 OK", "sent")]
)
def test_what_the_server_says_decides(
    store: Store, sink: tuple[Sink, Smtp], answer: str, state: str
) -> None:
    sink[0].answer = answer
    post(store, _mail())
    Postman(store, sink[1]).send_one()
    assert _states(store) == [state]
    assert Postman(store, sink[1]).send_one() is None  # whatever waits is not due yet


def test_a_lost_answer_is_never_repeated(store: Store) -> None:
    port = _free_port()
    taken = threading.Event()
    listening = socket.create_server(("127.0.0.1", port))

    def talk() -> None:
        connection, _ = listening.accept()
        with connection, connection.makefile("rwb", buffering=0) as lines:
            lines.write(b"220 hi\r\n")
            while line := lines.readline():
                if line.upper().startswith(b"DATA"):
                    lines.write(b"354 go\r\n")
                    while lines.readline() != b".\r\n":
                        pass
                    taken.set()
                    return  # and hangs up without a word
                lines.write(b"250 fine\r\n")

    thread = threading.Thread(target=talk)
    thread.start()
    post(store, _mail())
    Postman(store, _smtp(port)).send_one()
    thread.join()
    listening.close()
    assert taken.is_set()
    assert _states(store) == ["unknown"]


def test_an_unreachable_server_is_tried_again_later(store: Store) -> None:
    post(store, _mail())
    Postman(store, _smtp(_free_port())).send_one()
    (row,) = store.outbox.all()
    assert (row.state, row.attempts, row.body) == ("waiting", 1, "Words.\n")


def test_many_postmen_send_each_mail_once(
    store: Store, tmp_path: Path, sink: tuple[Sink, Smtp]
) -> None:
    for number in range(40):
        post(store, _mail(key=str(number), subject=f"number {number}"))

    def work() -> None:
        mine = open_store(tmp_path)
        postman = Postman(mine, sink[1])
        while postman.send_one() is not None:
            pass
        mine.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    subjects = [message["Subject"] for message in sink[0].messages]
    assert sorted(subjects) == sorted(f"number {number}" for number in range(40))


def test_a_postman_who_was_killed_leaves_a_mail_unknown(
    store: Store, sink: tuple[Sink, Smtp]
) -> None:
    post(store, _mail())
    assert store.outbox.claim("dead", now_us=2**60, until_us=1) is not None
    assert Postman(store, sink[1]).send_one() is None
    assert (_states(store), sink[0].envelopes) == (["unknown"], [])


def test_the_password_of_the_server_is_not_written_into_its_address() -> None:
    said = {"DESIRELINE_SMTP": "smtps://me:secret@mail.example.org?from=a@example.org"}
    with pytest.raises(InputError) as refused:
        smtp_from(said)
    assert "secret" not in str(refused.value)
    assert smtp_from({}) is None
    smtp = smtp_from({"DESIRELINE_SMTP": "smtp+starttls://mail.example.org?from=a@example.org"})
    assert smtp is not None
    assert (smtp.port, smtp.security) == (587, "smtp+starttls")
