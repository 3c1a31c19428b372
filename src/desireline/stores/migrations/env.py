"""Run migrations on the connection, and in the transaction, that `stores.migrate` opened."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=False,  # the transaction is already open and is not ours to end
    render_as_batch=True,  # SQLite cannot alter a column in place
)
context.run_migrations()
