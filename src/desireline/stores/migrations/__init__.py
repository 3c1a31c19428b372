"""Alembic's scripts, shipped in the package and run on open."""
