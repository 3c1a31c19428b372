"""Walls around the process that reads a file: memory, time, size of output, network, other programs.

In: nothing.  Out: a process in which a crafted file can do no more than fail. The operating system
holds memory, time and size where it can (not on Windows; macOS ignores the limit of memory); Python
itself refuses network and programs, and the engine cannot install or fetch anything anyway.
"""

from __future__ import annotations

import contextlib
import sys
from typing import Any

from desireline.sources import limits

_FORBIDDEN = frozenset(
    {
        "socket.connect",
        "socket.bind",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.sendto",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.spawn",
        "os.fork",
        "os.forkpty",
        "ftplib.connect",
        "urllib.Request",
    }
)


def limit_this_process(*, memory: int = limits.CHILD_MEMORY) -> None:
    """Put up the walls; there is no way back, so call it in a child.

    Args:
        memory: address space, in bytes.
    """
    limit_resources(memory=memory)
    sys.addaudithook(_refuse)


def limit_resources(*, memory: int) -> None:
    """Set how much the process may use from here on."""
    with contextlib.suppress(ImportError):
        import resource

        for name, soft in (
            ("RLIMIT_AS", memory),
            ("RLIMIT_CPU", limits.CHILD_CPU_SECONDS),
            ("RLIMIT_FSIZE", limits.MAX_UNPACKED),
            ("RLIMIT_CORE", 0),
        ):
            kind = getattr(resource, name, None)
            if kind is None:
                continue
            _, hard = resource.getrlimit(kind)
            wanted = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (wanted, hard))


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"reading a file may not use {event}")
