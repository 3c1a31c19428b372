"""Comments on maps, and the outbox of what leaves the house."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desireline.stores.schema import Text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "comment",
        sa.Column("id", Text, primary_key=True),
        sa.Column("map", Text, nullable=False),
        sa.Column("thread", Text, nullable=False),
        sa.Column("anchor", Text, nullable=False),
        sa.Column("author", Text, nullable=False),
        sa.Column("author_name", Text, nullable=False),
        sa.Column("body", Text, nullable=False),
        sa.Column("mentions", Text, nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
        sa.Column("edited_us", sa.BigInteger),
        sa.Column("resolved_us", sa.BigInteger),
        sa.Column("resolved_by", Text),
    )
    op.create_index("comment_map", "comment", ["map", "created_us"])
    op.create_table(
        "outbox",
        sa.Column("key", Text, primary_key=True),
        sa.Column("kind", Text, nullable=False),
        sa.Column("recipient", Text, nullable=False),
        sa.Column("subject", Text, nullable=False),
        sa.Column("body", Text, nullable=False),
        sa.Column("state", Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("holder", Text),
        sa.Column("due_us", sa.BigInteger, nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
        sa.Column("error", Text),
    )
    op.create_index("outbox_due", "outbox", ["state", "due_us"])
