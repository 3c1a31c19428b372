"""Many models at once: each on a core of its own.

In: items, and what is computed of each with matrices.  Out: the results, in the order of the items. Arrays are worked on outside
the interpreter's lock, so threads suffice. Each uses one thread inside: with small matrices two would only wait for each other.
Whoever makes the items (queries, say) stays in the caller's thread, no more than a few items ahead.
"""

from __future__ import annotations

import contextvars
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from threadpoolctl import threadpool_limits

from desireline.jobs import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MOST = 4
"""Threads: each holds matrices."""
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def at_once(work: Callable[[_Item], _Result], items: Iterable[_Item]) -> list[_Result]:
    """Compute all; an error of one ends them."""
    threads = min(cores(), _MOST)
    found: list[_Result] = []
    waiting: deque[Future[_Result]] = deque()
    # held for as long as any of them computes: a limit that one of them lifts is everybody's
    with threadpool_limits(1), ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                if len(waiting) > threads:
                    found.append(waiting.popleft().result())
                # a context of its own: it says whether anybody still wants the result
                waiting.append(pool.submit(contextvars.copy_context().run, work, item))
            found += [one.result() for one in waiting]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return found
