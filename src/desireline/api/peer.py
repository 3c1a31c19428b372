"""Who sits at the other end of a connection from this computer: asked of the operating system.

In: the two ends of a connection.  Out: whether it comes from a program of the same user as this one. On Linux
the table of connections says so; elsewhere nobody does, and people sign in by a link instead.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path

_TABLES = {4: "/proc/net/tcp", 6: "/proc/net/tcp6"}


def can_tell() -> bool:
    """Whether the operating system tells whose a connection is."""
    return sys.platform == "linux" and Path(_TABLES[4]).exists()


def is_same_user(client: tuple[str, int] | None, server: tuple[str, int] | None) -> bool:
    """Tell whether the client's end belongs to a program of our own user."""
    if client is None or server is None or not can_tell():
        return False
    try:
        address = ipaddress.ip_address(client[0])
        here, there = _written(*client), _written(*server)
        lines = Path(_TABLES[address.version]).read_text(encoding="ascii").splitlines()[1:]
    except (ValueError, OSError):
        return False
    if not address.is_loopback:
        return False
    for line in lines:
        fields = line.split()
        if fields[1] == here and fields[2] == there:
            return int(fields[7]) == os.getuid()
    return False


def _written(address: str, port: int) -> str:
    """An end of a connection as the kernel writes it: words of four bytes, each in the machine's order."""
    packed = ipaddress.ip_address(address).packed
    words = (packed[start : start + 4] for start in range(0, len(packed), 4))
    order = (word[::-1] if sys.byteorder == "little" else word for word in words)
    return f"{b''.join(order).hex().upper()}:{port:04X}"
