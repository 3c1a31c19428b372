"""How sections get a connection: the open one of a transaction, or a fresh one for one call."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Literal

from sqlalchemy import Connection

Purpose = Literal["read", "write"]
Lend = Callable[[Purpose], AbstractContextManager[Connection]]
