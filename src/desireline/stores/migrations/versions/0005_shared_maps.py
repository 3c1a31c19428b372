"""Shared maps: the updates of editors, and the state that they are merged into."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desireline.stores.schema import Text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "map_state",
        sa.Column("map", Text, primary_key=True),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("through", sa.BigInteger, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("crc", sa.BigInteger, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "map_update",
        sa.Column("map", Text, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("crc", sa.BigInteger, nullable=False),
        sa.Column("author", Text),
        sa.Column("at_us", sa.BigInteger, nullable=False),
    )
