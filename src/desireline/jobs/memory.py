"""Memory that nobody uses any more, handed back to the system.

In: nothing.  Out: a smaller process. The system's allocator keeps what was freed for the next who asks, but the engine and Arrow
have allocators of their own: between two stages of an import they would take fresh memory beside what lies idle.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys


def give_back() -> None:
    """Hand it back; costs milliseconds, so call it between stages, not within them. Other systems than Linux do it by themselves."""
    gc.collect()
    with contextlib.suppress(ImportError):
        import pyarrow as pa

        pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # a C library without it
            ctypes.CDLL(None).malloc_trim(0)
