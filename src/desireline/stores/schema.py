"""The tables of a workspace's database, as they are now. The migrations lead here; a test compares.

Only types that SQLite and PostgreSQL share. Times are integers (UTC microseconds), bodies are JSON
text: both sort and compare the same everywhere, byte by byte and not as some language would.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
)
from sqlalchemy import (
    Text as _Text,
)

metadata = MetaData()
Text = _Text().with_variant(_Text(collation="C"), "postgresql")

document = Table(
    "document",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Column("author", Text),
)

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

version = Table(
    "version",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("data", Integer, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("note", Text),
)

segment = Table(
    "segment",
    metadata,
    Column("path", Text, primary_key=True),
    Column("dataset", Text, nullable=False),
    Column("low", BigInteger, nullable=False),
    Column("high", BigInteger, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("min_at_us", BigInteger),
    Column("max_at_us", BigInteger),
    Column("added", Integer, primary_key=True, autoincrement=False),
    Column("removed", Integer),
    Index("segment_removed", "removed"),
)

erasure = Table(
    "erasure",
    metadata,
    Column("id", Text, primary_key=True),
    Column("requested_us", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("paths", Text, nullable=False),
    Column("finished_us", BigInteger),
    Column("certificate", Text),
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("erasure", Text, nullable=False),
)

import_file = Table(
    "import_file",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("mapping", Text, primary_key=True),
    Column("path", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("report", Text),
)

dictionary = Table(
    "dictionary",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("code", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Index("dictionary_name", "kind", "name", unique=True),
)

job = Table(
    "job",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("holder", Text),
    Column("lease_until_us", BigInteger, nullable=False),
    Column("cancel_requested", Boolean, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("total", BigInteger),
    Column("words", Text, nullable=False),
    Column("checkpoint", Text),
    Column("error", Text),
    Column("started_us", BigInteger, nullable=False),
    Column("ended_us", BigInteger),
    Index("job_kind_key", "kind", "key", "started_us"),
)

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

inbox = Table(
    "inbox",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("received_us", BigInteger, nullable=False),
    Column("events", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_autoincrement=True,  # the number of a delivery is never used again
)

delivered = Table(
    "delivered",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at_us", BigInteger, nullable=False),
    Index("delivered_at", "at_us"),
)

live_event = Table(
    "live_event",
    metadata,
    Column("key", _NUMBER, primary_key=True, autoincrement=False),
    Column("version_us", BigInteger),
    Column("digest", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Index("live_event_at", "at_us"),
)

token = Table(
    "token",
    metadata,
    Column("prefix", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("revoked_us", BigInteger),
    Column("role", Text),
    Column("expires_us", BigInteger),
    Index("token_digest", "digest", unique=True),
)

webhook_secret = Table(
    "webhook_secret",
    metadata,
    Column("source", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("scheme", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("created_us", BigInteger, nullable=False),
)

map_state = Table(
    "map_state",
    metadata,
    Column("map", Text, primary_key=True),
    Column("last", BigInteger, nullable=False),
    Column("through", BigInteger, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("crc", BigInteger, nullable=False),
    Column("at_us", BigInteger, nullable=False),
)

map_update = Table(
    "map_update",
    metadata,
    Column("map", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
    Column("crc", BigInteger, nullable=False),
    Column("author", Text),
    Column("at_us", BigInteger, nullable=False),
)

member = Table(
    "member",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("role", Text, nullable=False),
    Column("password", Text),
    Column("outside", Text),
    Column("created_us", BigInteger, nullable=False),
    Index("member_email", "email", unique=True),
    Index("member_outside", "outside", unique=True),
)

session = Table(
    "session",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("member", Text),
    Column("ticket", Text),
    Column("name", Text),
    Column("created_us", BigInteger, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Index("session_member", "member"),
)

ticket = Table(
    "ticket",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("role", Text),
    Column("email", Text),
    Column("member", Text),
    Column("map", Text),
    Column("made_by", Text, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Column("used_us", BigInteger),
    Column("revoked_us", BigInteger),
    Index("ticket_digest", "digest", unique=True),
)

audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at_us", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("chain", Text, nullable=False),
)

comment = Table(
    "comment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("map", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("anchor", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("author_name", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("mentions", Text, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("edited_us", BigInteger),
    Column("resolved_us", BigInteger),
    Column("resolved_by", Text),
    Index("comment_map", "map", "created_us"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("holder", Text),
    Column("due_us", BigInteger, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("error", Text),
    Index("outbox_due", "state", "due_us"),
)
