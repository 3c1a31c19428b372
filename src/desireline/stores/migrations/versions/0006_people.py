"""People who sign in: members, sessions, tickets; roles of tokens; the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desireline.stores.schema import Text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create every table."""
    op.add_column("token", sa.Column("role", Text))
    op.add_column("token", sa.Column("expires_us", sa.BigInteger))
    op.create_table(
        "member",
        sa.Column("id", Text, primary_key=True),
        sa.Column("name", Text, nullable=False),
        sa.Column("email", Text),
        sa.Column("role", Text, nullable=False),
        sa.Column("password", Text),
        sa.Column("outside", Text),
        sa.Column("created_us", sa.BigInteger, nullable=False),
    )
    op.create_index("member_email", "member", ["email"], unique=True)
    op.create_index("member_outside", "member", ["outside"], unique=True)
    op.create_table(
        "session",
        sa.Column("digest", Text, primary_key=True),
        sa.Column("member", Text),
        sa.Column("ticket", Text),
        sa.Column("name", Text),
        sa.Column("created_us", sa.BigInteger, nullable=False),
        sa.Column("expires_us", sa.BigInteger, nullable=False),
    )
    op.create_index("session_member", "session", ["member"])
    op.create_table(
        "ticket",
        sa.Column("id", Text, primary_key=True),
        sa.Column("digest", Text, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("role", Text),
        sa.Column("email", Text),
        sa.Column("member", Text),
        sa.Column("map", Text),
        sa.Column("made_by", Text, nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
        sa.Column("expires_us", sa.BigInteger, nullable=False),
        sa.Column("used_us", sa.BigInteger),
        sa.Column("revoked_us", sa.BigInteger),
    )
    op.create_index("ticket_digest", "ticket", ["digest"], unique=True)
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("actor", Text, nullable=False),
        sa.Column("action", Text, nullable=False),
        sa.Column("target", Text, nullable=False),
        sa.Column("detail", Text, nullable=False),
        sa.Column("chain", Text, nullable=False),
    )
