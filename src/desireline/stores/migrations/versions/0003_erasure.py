"""Tombstones of erased people, and the certificate of an erasure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"


def upgrade() -> None:
    """Add both."""
    op.create_table(
        "tombstone",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("erasure", sa.Text, nullable=False),
    )
    op.add_column("erasure", sa.Column("certificate", sa.Text))
