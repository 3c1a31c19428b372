"""The postman: sends what waits in the outbox, each once, and says what became of it.

In: rows of the outbox.  Out: mail. A row is claimed in a commit of its own before it is tried. Where the other
side's answer is lost, or the sender ended in between, the row is `unknown` and is never tried again by itself: a
mail server cannot tell a second mail from the first.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading

from desireline.delivery.mail import Fate, Mail, Smtp, send
from desireline.errors import WorkspaceError
from desireline.stores import OutboxRow, Store, now_us

WAITS_SECONDS = (60, 300, 1800, 7200, 28_800)
"""Between attempts; after the last one it has failed."""
_LEASE_SECONDS = 300
_LOOK_SECONDS = 2.0
_KEPT_SECONDS = 30 * 86_400


def post(store: Store, mail: Mail) -> bool:
    """Put a mail into the outbox; False where one with its key was put there before."""
    now = now_us()
    return store.outbox.put(
        OutboxRow(
            key=mail.key,
            kind=mail.kind,
            recipient=mail.to,
            subject=mail.subject,
            body=mail.text,
            created_us=now,
            due_us=now,
        )
    )


class Postman:
    """Sends from a thread of its own; any number of processes may have one."""

    def __init__(self, store: Store, smtp: Smtp) -> None:
        self._store = store
        self._smtp = smtp
        self._holder = f"{os.getpid()}@{socket.gethostname()}/{id(self):x}"
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="postman", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, once what is under way is sent."""
        self._stopped.set()
        self._thread.join(timeout=10)

    def send_one(self) -> OutboxRow | None:
        """Send the next mail that is due; None where there is none."""
        now = now_us()
        row = self._store.outbox.claim(
            self._holder, now_us=now, until_us=now + _LEASE_SECONDS * 1_000_000
        )
        if row is None:
            return None
        mail = Mail(
            key=row.key, kind=row.kind, to=row.recipient, subject=row.subject, text=row.body
        )
        fate, why = send(mail, self._smtp)
        state, due_us = _next(fate, row.attempts)
        self._store.outbox.settle(
            row.key, self._holder, state=state, due_us=due_us, error=why or None
        )
        return row

    def _work(self) -> None:
        while not self._stopped.wait(_LOOK_SECONDS):
            with contextlib.suppress(WorkspaceError):  # a busy database: the next turn tries again
                while not self._stopped.is_set() and self.send_one() is not None:
                    pass
                self._store.outbox.forget(before_us=now_us() - _KEPT_SECONDS * 1_000_000)


def _next(fate: Fate, attempts: int) -> tuple[str, int]:
    now = now_us()
    if fate != "again":
        return fate, now
    if attempts > len(WAITS_SECONDS):
        return "failed", now
    return "waiting", now + WAITS_SECONDS[attempts - 1] * 1_000_000
