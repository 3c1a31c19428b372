"""Tombstones of erased people, and the certificate of an erasure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desireline.stores.schema import Text

revision = "0003"
down_revision = "0001"


def upgrade() -> None:
    """Add both."""
    op.create_table(
        "tombstone",
        sa.Column("hash", Text, primary_key=True),
        sa.Column("erasure", Text, nullable=False),
    )
    op.add_column("erasure", sa.Column("certificate", Text))
