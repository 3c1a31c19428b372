"""What a store keeps, as values and protocols, without a word about the database behind it.

Times are UTC microseconds since 1970 (`*_us`), bodies are JSON values. A `Store` and the `Tables` of
one transaction offer the same sections; on the store each call commits on its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

Json = Any
"""A JSON value: None, bool, int, float, str, list, or dict with string keys."""
_AGAIN = "again:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One version of a document."""

    kind: str
    id: str
    version: int
    """From 1, without gaps."""
    body: Json
    updated_us: int
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One commit of the manifest. `data` moves only when content does, not when files are tidied."""

    number: int = 0
    data: int = 0
    at_us: int = 0
    kind: str = "empty"
    note: Json = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One immutable Parquet file.

    `low` and `high` bound the 32-bit hash of the rows' subject or customer (low <= hash < high), so
    that erasing one of them opens few files. `path` is relative to the workspace. `min_at_us` and
    `max_at_us` are the only values of the rows that leave the file.
    """

    path: str
    dataset: str
    low: int
    high: int
    generation: int
    rows: int
    bytes: int
    sha256: str
    min_at_us: int | None = None
    max_at_us: int | None = None
    added: int = 0
    removed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """A promise to remove bytes.

    `pending` until every superseded file is gone; then `following`, where a certificate was promised,
    until what is derived has been made again without the person; then `done`.
    """

    id: str
    requested_us: int
    state: str
    paths: tuple[str, ...] = ()
    finished_us: int | None = None
    certificate: Json = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One file that was imported, known by its content and by how it was read."""

    sha256: str
    mapping: str
    """Fingerprint of the mapping and options; the same file read differently is another import."""
    path: str
    size: int
    at_us: int
    version: int
    report: Json = None

    @property
    def import_id(self) -> str:
        """What files that were read together share: the reading they came in with."""
        read = f"{self.at_us} {self.mapping.removeprefix(_AGAIN)}"
        return hashlib.sha256(read.encode()).hexdigest()[:8]

    @property
    def to_read_again(self) -> bool:
        """Events that this file shared with another went when that one was withdrawn: it counts as unread."""
        return self.mapping.startswith(_AGAIN)

    def unread(self) -> ImportRecord:
        """Return the record as one of a file that is to be read again."""
        return self if self.to_read_again else replace(self, mapping=_AGAIN + self.mapping)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """Long work, as others see it. `attempt` is the fencing token of whoever holds the lease."""

    id: str
    kind: str
    key: str
    state: str
    """running, done, failed or cancelled."""
    attempt: int = 1
    holder: str | None = None
    lease_until_us: int = 0
    cancel_requested: bool = False
    done: int = 0
    total: int | None = None
    words: str = ""
    checkpoint: Json = None
    error: Json = None
    started_us: int = 0
    ended_us: int | None = None

    @property
    def finished(self) -> bool:
        """Nobody will change this row again."""
        return self.state != "running"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One request of the live door that waits to become events. `number` is 0 until it is kept."""

    kind: str
    """calls (Segment's), webhook or note."""
    source: str
    trusted: bool = False
    """Whether what it says about who is whom counts as a fact."""
    received_us: int
    events: int
    body: bytes
    number: int = 0
    key: str | None = None
    """Fingerprint of the sender's own id of the delivery: the second one is not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveEvent:
    """Which reading of a live event the log holds. `key` is 64 bits of the event id's md5."""

    key: int
    version_us: int | None
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A token: known by its digest; the prefix is what people see."""

    prefix: str
    digest: str
    name: str
    scope: str
    trusted: bool
    created_us: int
    revoked_us: int | None = None
    role: str | None = None
    """What it may do as a member would; None: it opens the live door only."""
    expires_us: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSecret:
    """A secret that a source signs with. Kept as it is, because checking a signature needs it."""

    source: str
    id: str
    scheme: str
    secret: str
    trusted: bool
    created_us: int

    def __repr__(self) -> str:
        return f"<WebhookSecret {self.source} {self.id}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapUpdate:
    """One change that an editor made to a shared map. `number` is 0 until it is kept."""

    map: str
    content: bytes
    at_us: int
    author: str | None = None
    """Who made it, by member id."""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MapState:
    """A shared map as it was kept: its whole state, and the updates since."""

    state: bytes
    through: int
    """The last update that is in the state."""
    updates: tuple[MapUpdate, ...] = ()

    @property
    def last(self) -> int:
        """The newest number."""
        return self.updates[-1].number if self.updates else self.through


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """Somebody of the company who signs in."""

    id: str
    name: str
    role: str
    created_us: int
    email: str | None = None
    """In lower case; None: only for whoever sits at this computer."""
    password: str | None = None
    """Its argon2 hash; None: there is none."""
    outside: str | None = None
    """Issuer and subject, where an identity provider vouches for them."""

    def __repr__(self) -> str:
        return f"<MemberRow {self.id} {self.role}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """Somebody is signed in: a member, or a guest by a ticket."""

    digest: str
    created_us: int
    expires_us: int
    member: str | None = None
    ticket: str | None = None
    name: str | None = None
    """What a guest wants to be called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRow:
    """A secret that opens one thing: a first run, a session, an invitation, a new password, one map."""

    id: str
    digest: str
    kind: str
    made_by: str
    created_us: int
    expires_us: int
    role: str | None = None
    email: str | None = None
    member: str | None = None
    map: str | None = None
    used_us: int | None = None
    revoked_us: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """Something that somebody did. `chain` seals it and every row before it."""

    number: int
    at_us: int
    actor: str
    action: str
    target: str
    detail: str
    chain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRow:
    """What somebody says about a map; the first of a thread has its own id as `thread`."""

    id: str
    map: str
    thread: str
    anchor: str
    """Id of the cell, card, stage or touchpoint that it is about; empty for the whole map."""
    author: str
    author_name: str
    body: str
    mentions: tuple[str, ...]
    """Ids of members."""
    created_us: int
    edited_us: int | None = None
    resolved_us: int | None = None
    """Of the first of a thread: when it was settled."""
    resolved_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """Something that leaves the house. `key` says what it is, so that it is never there twice."""

    key: str
    kind: str
    recipient: str
    subject: str
    body: str
    created_us: int
    due_us: int
    state: str = "waiting"
    """waiting, sending, sent, failed, unknown (the other side's answer was lost)."""
    attempts: int = 0
    holder: str | None = None
    error: str | None = None


class Documents(Protocol):
    """Documents that people own: every version is kept, unless the writer says how many."""

    def get(self, kind: str, id: str, *, version: int | None = None) -> Document | None:  # noqa: A002
        """Return the newest version, or the one asked for; None when there is none."""
        ...

    def put(
        self,
        kind: str,
        id: str,  # noqa: A002
        body: Json,
        *,
        expected: int | None = None,
        author: str | None = None,
        keep: int | None = None,
    ) -> int:
        """Save a new version and return its number; of `keep` versions the oldest go.

        Raises:
            WorkspaceError: the newest version is not `expected` (0 for a new document).
        """
        ...

    def list(self, kind: str) -> list[Document]:
        """Return the newest version of each document of the kind, by id."""
        ...

    def heads(self, kind: str) -> list[tuple[str, int, int]]:
        """Return (id, version, updated_us) of the newest version of each document, without its body."""
        ...

    def history(self, kind: str, id: str) -> list[Document]:  # noqa: A002
        """Return every version, oldest first."""
        ...

    def delete(self, kind: str, id: str) -> bool:  # noqa: A002
        """Remove a document with all its versions; False when there was none."""
        ...


class Settings(Protocol):
    """Named values of the workspace."""

    def get(self, name: str, default: Json = None) -> Json:
        """Return a value, or the default."""
        ...

    def put(self, name: str, value: Json) -> None:
        """Save a value."""
        ...

    def all(self) -> dict[str, Json]:
        """Return every value by name."""
        ...


class Manifest(Protocol):
    """Which segments exist, in which version. Written by `events.SegmentStore` only."""

    def head(self) -> Version:
        """Return the newest version; number 0 before the first commit."""
        ...

    def version(self, number: int) -> Version | None:
        """Return one version, or None when it was forgotten."""
        ...

    def live(self, number: int | None = None) -> list[Segment]:
        """Return the segments of a version (the newest when None), by dataset, range and path."""
        ...

    def every(self) -> list[Segment]:
        """Return all segments that a row still names, superseded ones too."""
        ...

    def commit(
        self,
        *,
        expected: int,
        kind: str,
        changes_data: bool,
        at_us: int,
        add: Iterable[Segment],
        remove: Iterable[str],
        note: Json = None,
    ) -> Version:
        """Write the next version.

        Raises:
            WorkspaceError: the newest version is not `expected`, so the writer read stale segments.
        """
        ...

    def forget(self, paths: Iterable[str]) -> None:
        """Drop the rows of superseded segments, before their files are unlinked."""
        ...

    def superseded_before(self, number: int) -> list[Segment]:
        """Return segments that no version from `number` on can see."""
        ...

    def begin_erasure(self, erasure: Erasure) -> None:
        """Record that the named files must vanish."""
        ...

    def pending_erasures(self) -> list[Erasure]:
        """Return erasures whose files may still exist."""
        ...

    def following_erasures(self) -> list[Erasure]:
        """Return erasures whose files are gone, and that what is derived does not follow yet."""
        ...

    def erasures(self) -> list[Erasure]:
        """Return every erasure, oldest first."""
        ...

    def unlinked(self, id: str, *, at_us: int) -> None:  # noqa: A002
        """Record that every file of the erasure is gone; its paths are dropped.

        Without a certificate it is done, otherwise what is derived has to follow.
        """
        ...

    def finish_erasure(self, id: str, *, at_us: int, certificate: Json) -> None:  # noqa: A002
        """Record that nothing is left to do."""
        ...


class Ledger(Protocol):
    """What was imported: the same file, read the same way, is not read twice."""

    def get(self, sha256: str, mapping: str) -> ImportRecord | None:
        """Return the record of a file read with a mapping."""
        ...

    def put(self, record: ImportRecord) -> None:
        """Save or replace a record."""
        ...

    def find(self, sha256: str) -> list[ImportRecord]:
        """Return the records of a file, however it was read, oldest first."""
        ...

    def list(self) -> list[ImportRecord]:
        """Return all records, oldest first."""
        ...

    def remove(self, record: ImportRecord) -> None:
        """Forget a record; nothing happens where it is not known."""
        ...


class Dictionaries(Protocol):
    """Codes for names. Append-only: a code is never reused and never changes its meaning."""

    def codes(self, kind: str, names: Sequence[str]) -> dict[str, int]:
        """Return a code for each name; new names get the next codes, in the order given."""
        ...

    def names(self, kind: str) -> list[str]:
        """Return names by code: the position is the code."""
        ...


class JobRows(Protocol):
    """Rows of long work. `jobs` gives them their meaning."""

    def get(self, id: str) -> JobRow | None:  # noqa: A002
        """Return a job."""
        ...

    def find(self, *, kind: str | None = None, state: str | None = None) -> list[JobRow]:
        """Return jobs, newest first."""
        ...

    def latest(self, kind: str, key: str) -> JobRow | None:
        """Return the newest job of a kind and key."""
        ...

    def insert(self, row: JobRow) -> None:
        """Add a job."""
        ...

    def update(self, id: str, *, attempt: int, changes: Mapping[str, Any]) -> bool:  # noqa: A002
        """Change a job if `attempt` still holds it; False when another took it over."""
        ...

    def request_cancel(self, id: str) -> bool:  # noqa: A002
        """Ask a running job to stop; False when it is not running."""
        ...


class PersonalRows(Protocol):
    """What erasures do to tables, whatever the table."""

    def rewrite(
        self,
        table: str,
        columns: Sequence[str],
        change: Callable[[str], str],
        *,
        where: tuple[str, Any] | None = None,
    ) -> int:
        """Replace texts in place; return how many rows changed.

        Args:
            table: its name.
            columns: of text; JSON is handed over as its text.
            change: gets a text, returns the one to keep.
            where: a column and the value that it must have.
        """
        ...

    def values(self, table: str, column: str) -> list[Any]:
        """Return the different values of a column, sorted."""
        ...

    def remove(self, table: str, column: str, values: Collection[Any]) -> int:
        """Delete the rows in which a column has one of the values."""
        ...


class Tombstones(Protocol):
    """Keyed hashes of what erased people were called: whoever has one may not come back."""

    def add(self, hashes: Iterable[str], *, erasure: str) -> int:
        """Remember hashes; return how many are new."""
        ...

    def count(self) -> int:
        """Return how many there are."""
        ...

    def all(self) -> list[str]:
        """Return all hashes, sorted."""
        ...

    def erasure_of(self, hash: str) -> str | None:  # noqa: A002
        """Return the id of the erasure that left a hash."""
        ...


class Inbox(Protocol):
    """Deliveries between the answer to the sender and the event log."""

    def put(self, deliveries: Sequence[Delivery]) -> list[bool]:
        """Keep deliveries in one transaction; False for each that was delivered before."""
        ...

    def waiting(self) -> tuple[int, int]:
        """Count what waits: (events, bytes)."""
        ...

    def take(self, *, limit_bytes: int) -> list[Delivery]:
        """Return the oldest deliveries, at least one where there are any; they stay."""
        ...

    def known(self, keys: Sequence[int]) -> dict[int, LiveEvent]:
        """Return which readings of these events the log holds."""
        ...

    def settle(self, numbers: Sequence[int], events: Iterable[LiveEvent], *, at_us: int) -> None:
        """Drop deliveries that are in the log now, and remember their events.

        Raises:
            WorkspaceError: another process did it meanwhile.
        """
        ...

    def rewrite(self, number: int, body: bytes | None, events: int) -> None:
        """Replace the body of a delivery that waits; None drops it."""
        ...

    def forget(self, *, before_us: int) -> None:
        """Drop the memory of deliveries and events older than that."""
        ...


class MapLog(Protocol):
    """What editors changed on shared maps, in the order in which it was kept."""

    def maps(self) -> list[str]:
        """Return the ids of maps that have a log."""
        ...

    def begin(self, map: str, state: bytes, *, at_us: int) -> bool:  # noqa: A002
        """Begin a map's log with a state; False where there is one already."""
        ...

    def append(self, updates: Sequence[MapUpdate]) -> list[int]:
        """Keep updates in one transaction; return their numbers.

        Raises:
            WorkspaceError: a map has no log.
        """
        ...

    def read(self, map: str, *, after: int | None = None) -> MapState | None:  # noqa: A002
        """Return what is kept; None where there is no log.

        Args:
            map: its id.
            after: only updates with a greater number; the state is empty where it holds nothing newer.

        Raises:
            WorkspaceError: a state or update is damaged; the message names it.
        """
        ...

    def compact(self, map: str, state: bytes, *, through: int, at_us: int) -> None:  # noqa: A002
        """Replace everything up to an update by one state."""
        ...

    def delete(self, map: str) -> None:  # noqa: A002
        """Drop a map's log."""
        ...


class People(Protocol):
    """Who signs in: members, their sessions, and tickets."""

    def members(self) -> list[MemberRow]:
        """Return all members, the oldest first."""
        ...

    def put_member(self, row: MemberRow) -> None:
        """Save or replace a member."""
        ...

    def remove_member(self, id: str) -> None:  # noqa: A002
        """Remove a member with all sessions."""
        ...

    def sessions(self, digests: Sequence[str]) -> list[SessionRow]:
        """Return the sessions that there are."""
        ...

    def put_session(self, row: SessionRow) -> None:
        """Save or replace a session; those that expired before it began go."""
        ...

    def end_sessions(
        self, *, digest: str | None = None, member: str | None = None, ticket: str | None = None
    ) -> int:
        """End one session, or all of a member or a ticket; return how many."""
        ...

    def tickets(self) -> list[TicketRow]:
        """Return all tickets, the newest first."""
        ...

    def ticket(self, digest: str) -> TicketRow | None:
        """Return the ticket of a secret."""
        ...

    def add_ticket(self, row: TicketRow) -> None:
        """Keep a ticket; those that expired a month before it was made go."""
        ...

    def use_ticket(self, id: str, *, at_us: int) -> bool:  # noqa: A002
        """Use a ticket up; False where it was used before."""
        ...

    def revoke_ticket(self, id: str, *, at_us: int) -> bool:  # noqa: A002
        """Make a ticket useless, with its sessions; False where there is no living one."""
        ...


class AuditRows(Protocol):
    """What was done, in order; rows are only ever added."""

    def append(self, make: Callable[[AuditRow | None], AuditRow]) -> AuditRow:
        """Add a row that is made of the last one, while nobody else adds one."""
        ...

    def read(self, *, after: int = 0, limit: int | None = None) -> list[AuditRow]:
        """Return rows in order."""
        ...

    def newest(self, limit: int) -> list[AuditRow]:
        """Return the last rows, the newest first."""
        ...


class Comments(Protocol):
    """What people say about maps."""

    def of(self, map: str) -> list[CommentRow]:  # noqa: A002
        """Return the comments of a map, the oldest first."""
        ...

    def get(self, id: str) -> CommentRow | None:  # noqa: A002
        """Return a comment."""
        ...

    def put(self, row: CommentRow) -> None:
        """Save or replace a comment."""
        ...

    def remove(self, id: str) -> None:  # noqa: A002
        """Remove a comment; with the first of a thread the thread."""
        ...


class Outbox(Protocol):
    """What is to leave the house, and what became of it."""

    def put(self, row: OutboxRow) -> bool:
        """Keep something to send; False where its key is known already."""
        ...

    def claim(self, holder: str, *, now_us: int, until_us: int) -> OutboxRow | None:
        """Take the next one that is due, for one attempt; nobody else gets it.

        One whose holder was silent past its time becomes `unknown`: it may have been sent.
        """
        ...

    def settle(
        self, key: str, holder: str, *, state: str, due_us: int, error: str | None = None
    ) -> bool:
        """Say what became of an attempt; False where another holds it."""
        ...

    def all(self, *, limit: int = 200) -> list[OutboxRow]:
        """Return the newest first."""
        ...

    def forget(self, *, before_us: int) -> None:
        """Drop what was settled before then."""
        ...


class Access(Protocol):
    """Who may send: tokens and webhook secrets."""

    def tokens(self) -> list[TokenRow]:
        """Return all tokens, revoked ones too, oldest first."""
        ...

    def add_token(self, row: TokenRow) -> None:
        """Keep a token."""
        ...

    def revoke_token(self, prefix: str, *, at_us: int) -> bool:
        """Make a token useless; False when there is none with that prefix."""
        ...

    def secrets(self, source: str | None = None) -> list[WebhookSecret]:
        """Return the secrets of a source, or of all, oldest first."""
        ...

    def add_secret(self, row: WebhookSecret) -> None:
        """Keep a secret."""
        ...

    def remove_secret(self, source: str, id: str) -> bool:  # noqa: A002
        """Forget a secret; False when there is none."""
        ...


class Tables(Protocol):
    """The sections of a store."""

    @property
    def documents(self) -> Documents: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def manifest(self) -> Manifest: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def dictionaries(self) -> Dictionaries: ...
    @property
    def jobs(self) -> JobRows: ...
    @property
    def personal(self) -> PersonalRows: ...
    @property
    def tombstones(self) -> Tombstones: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def access(self) -> Access: ...
    @property
    def map_log(self) -> MapLog: ...
    @property
    def people(self) -> People: ...
    @property
    def audit(self) -> AuditRows: ...
    @property
    def comments(self) -> Comments: ...
    @property
    def outbox(self) -> Outbox: ...


Heard = Callable[[str, bytes | None], None]
"""Told from another process: a map's id, with a message for its editors; None: its log grew."""


class Watch(Protocol):
    """A line to the other processes on the same database."""

    def tell(self, map: str, message: bytes) -> None:  # noqa: A002
        """Send a message for the editors of a map; one that is too long, or too many, are dropped."""
        ...

    def close(self) -> None:
        """Hear nothing more."""
        ...


class Store(Tables, Protocol):
    """The state of one workspace. Safe to use from several threads and processes."""

    @property
    def folder(self) -> Path:
        """The workspace."""
        ...

    @property
    def not_reached(self) -> tuple[str, ...]:
        """What an erasure cannot reach in this kind of database, in words."""
        ...

    def transaction(self) -> AbstractContextManager[Tables]:
        """Write several things together: all when the block ends, none when it raises."""
        ...

    def reading(self) -> AbstractContextManager[Tables]:
        """Read several things as of one moment, without waiting for a writer."""
        ...

    def writer_lock(self, *, purpose: str) -> WriterLock:
        """Name the lock of the workspace's one writer; nothing is taken until `acquire`."""
        ...

    def watch(self, heard: Heard) -> Watch | None:
        """Hear from other processes what is new; None: nobody tells, and one must look.

        Args:
            heard: called in another thread.
        """
        ...

    def scrub(self) -> None:
        """Rewrite the file and truncate the write-ahead log: deleted values are in no file any more.

        Raises:
            WorkspaceError: other processes read or write all the time, so that it cannot be done now.
        """
        ...

    def close(self) -> None:
        """Close all connections. Closing twice is fine."""
        ...


class WriterLock(Protocol):
    """The lock of a workspace's one writer. It dies with its process, however that ends."""

    def acquire(self, *, wait_seconds: float) -> None:
        """Take the lock.

        Raises:
            WorkspaceError: another process holds it still; the message names it.
        """
        ...

    def release(self) -> None:
        """Give the lock back. Releasing twice is fine."""
        ...
