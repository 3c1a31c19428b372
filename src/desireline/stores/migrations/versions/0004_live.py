"""The live door: deliveries that wait, what was delivered before, tokens and webhook secrets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desireline.stores.schema import Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create every table."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "inbox",
        sa.Column("number", number, primary_key=True, autoincrement=True),
        sa.Column("kind", Text, nullable=False),
        sa.Column("source", Text, nullable=False),
        sa.Column("trusted", sa.Boolean, nullable=False),
        sa.Column("received_us", sa.BigInteger, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "delivered",
        sa.Column("key", Text, primary_key=True),
        sa.Column("at_us", sa.BigInteger, nullable=False),
    )
    op.create_index("delivered_at", "delivered", ["at_us"])
    op.create_table(
        "live_event",
        sa.Column("key", number, primary_key=True, autoincrement=False),
        sa.Column("version_us", sa.BigInteger),
        sa.Column("digest", Text, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
    )
    op.create_index("live_event_at", "live_event", ["at_us"])
    op.create_table(
        "token",
        sa.Column("prefix", Text, primary_key=True),
        sa.Column("digest", Text, nullable=False),
        sa.Column("name", Text, nullable=False),
        sa.Column("scope", Text, nullable=False),
        sa.Column("trusted", sa.Boolean, nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
        sa.Column("revoked_us", sa.BigInteger),
    )
    op.create_index("token_digest", "token", ["digest"], unique=True)
    op.create_table(
        "webhook_secret",
        sa.Column("source", Text, primary_key=True),
        sa.Column("id", Text, primary_key=True),
        sa.Column("scheme", Text, nullable=False),
        sa.Column("secret", Text, nullable=False),
        sa.Column("trusted", sa.Boolean, nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
    )
