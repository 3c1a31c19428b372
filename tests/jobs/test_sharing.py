"""Work shared with a helper gives what it gives alone, whatever becomes of the helper."""

from __future__ import annotations

import os
import time

import pytest

from desireline.errors import CancelledError
from desireline.jobs import share, sharing

# parts are Python, because another process knows `eval` and nothing of this module
WHERE = "__import__('os').getpid()"


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "cores", lambda: 2)


def test_parts_come_in_their_order_from_two_processes() -> None:
    parts = [f"(__import__('time').sleep(0.05), {n}, {WHERE})[1:]" for n in range(6)]

    done = share(parts, eval, eval)

    assert [n for n, _ in done] == [0, 1, 2, 3, 4, 5]
    assert done[0][1] == os.getpid()
    assert len({process for _, process in done}) == 2


def test_what_a_helper_dies_of_is_done_here() -> None:
    dies = f"__import__('os')._exit(9) if {WHERE} != {os.getpid()} else 'here'"

    assert share(["'first'", dies, dies], eval, eval) == ["first", "here", "here"]


def test_an_error_is_met_here_and_raised_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError):
        share(["1", "1 / 0"], eval, eval)


def test_what_no_other_process_could_find_is_done_here() -> None:
    assert share([1, 2, 3], lambda n: n * n, lambda n: n * n) == [1, 4, 9]


def test_one_part_or_one_core_begins_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_COMMAND", ("no such program",))

    assert share(["1"], eval, eval) == [1]
    monkeypatch.setattr(sharing, "cores", lambda: 1)
    assert share([WHERE, WHERE], eval, eval) == [os.getpid()] * 2


def test_waiting_for_a_helper_can_be_stopped() -> None:
    def stop() -> None:
        raise CancelledError("Enough.", hint="")

    begun = time.monotonic()
    with pytest.raises(CancelledError):
        share(["1", "__import__('time').sleep(60)"], eval, eval, check=stop)
    assert time.monotonic() - begun < 30
