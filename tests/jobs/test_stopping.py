"""Computing that no job carries ends when nobody wants it any more."""

from __future__ import annotations

import threading

import pytest

from desireline.errors import CancelledError
from desireline.jobs import breathe, stoppable


def test_what_is_not_wanted_any_more_stops_at_its_next_breath() -> None:
    closing = threading.Event()
    with stoppable(closing.is_set):
        breathe()
        closing.set()
        with pytest.raises(CancelledError):
            breathe()
    breathe()  # what is computed elsewhere is none of its business


def test_only_the_thread_that_was_begun_so_is_stopped() -> None:
    went_on: list[bool] = []

    def other() -> None:
        breathe()
        went_on.append(True)

    with stoppable(lambda: True):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert went_on == [True]
