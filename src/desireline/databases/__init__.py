"""Databases of other tools, read with one SELECT: read-only, bounded in time, a batch at a time.

query = load(Path("shop.toml"))                        # [query] url, sql, cursor; the password in the environment
for batch in read(query, since=since): ...             # rows as text, in the order of the cursor

Drivers are extras and are imported when they are used.
"""

from __future__ import annotations

from desireline.databases.declaration import Query, load
from desireline.databases.reading import Batch, read

__all__ = ["Batch", "Query", "load", "read"]
