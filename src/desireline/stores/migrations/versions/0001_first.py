"""First schema: documents, settings, manifest, ledger, dictionaries, jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desireline.stores.schema import Text

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "document",
        sa.Column("kind", Text, primary_key=True),
        sa.Column("id", Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", Text, nullable=False),
        sa.Column("updated_us", sa.BigInteger, nullable=False),
        sa.Column("author", Text),
    )
    op.create_table(
        "setting",
        sa.Column("name", Text, primary_key=True),
        sa.Column("value", Text, nullable=False),
    )
    _create_manifest()
    op.create_table(
        "import_file",
        sa.Column("sha256", Text, primary_key=True),
        sa.Column("mapping", Text, primary_key=True),
        sa.Column("path", Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("report", Text),
    )
    op.create_table(
        "dictionary",
        sa.Column("kind", Text, primary_key=True),
        sa.Column("code", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", Text, nullable=False),
    )
    op.create_index("dictionary_name", "dictionary", ["kind", "name"], unique=True)
    _create_jobs()


def _create_manifest() -> None:
    op.create_table(
        "version",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.Integer, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("note", Text),
    )
    op.create_table(
        "segment",
        sa.Column("path", Text, primary_key=True),
        sa.Column("dataset", Text, nullable=False),
        sa.Column("low", sa.BigInteger, nullable=False),
        sa.Column("high", sa.BigInteger, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("sha256", Text, nullable=False),
        sa.Column("min_at_us", sa.BigInteger),
        sa.Column("max_at_us", sa.BigInteger),
        sa.Column("added", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("removed", sa.Integer),
    )
    op.create_index("segment_removed", "segment", ["removed"])
    op.create_table(
        "erasure",
        sa.Column("id", Text, primary_key=True),
        sa.Column("requested_us", sa.BigInteger, nullable=False),
        sa.Column("state", Text, nullable=False),
        sa.Column("paths", Text, nullable=False),
        sa.Column("finished_us", sa.BigInteger),
    )


def _create_jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", Text, primary_key=True),
        sa.Column("kind", Text, nullable=False),
        sa.Column("key", Text, nullable=False),
        sa.Column("state", Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("holder", Text),
        sa.Column("lease_until_us", sa.BigInteger, nullable=False),
        sa.Column("cancel_requested", sa.Boolean, nullable=False),
        sa.Column("done", sa.BigInteger, nullable=False),
        sa.Column("total", sa.BigInteger),
        sa.Column("words", Text, nullable=False),
        sa.Column("checkpoint", Text),
        sa.Column("error", Text),
        sa.Column("started_us", sa.BigInteger, nullable=False),
        sa.Column("ended_us", sa.BigInteger),
    )
    op.create_index("job_kind_key", "job", ["kind", "key", "started_us"])
