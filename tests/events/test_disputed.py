"""Keys that repeat are found exactly, in however many parts they are looked for."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.events import disputed

_KEY = st.sampled_from([0, 1, 1 << 62, 1 << 63, (1 << 63) + 1, (1 << 64) - 1]) | st.integers(
    0, (1 << 64) - 1
)
_FILES = st.lists(st.lists(_KEY, max_size=12), max_size=4)


@given(new=_FILES, known=_FILES, at_once=st.sampled_from([1, 3, 1_000]))
@settings(max_examples=300, deadline=None)
def test_what_repeats_is_what_counting_says(
    new: list[list[int]], known: list[list[int]], at_once: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disputed, "_AT_ONCE", at_once)
        found = disputed.disputed(
            [np.array(keys, np.uint64) for keys in new],
            lambda: iter([np.array(keys, np.uint64) for keys in known]),
        )
    count = Counter(key for keys in new for key in keys)
    before = {key for keys in known for key in keys}
    assert found.tolist() == sorted(key for key, n in count.items() if n > 1 or key in before)
