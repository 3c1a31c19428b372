"""The order of a run is that of subject, time and id, and of rows alike in all three as they stood."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.events.sorting import in_order

NEAR = st.integers(1_700_000_000_000_000, 1_700_000_000_000_003)
FAR = st.integers(-(2**62), 2**62)
"""Times so far apart that subject and time do not fit into one number."""
ROW = st.tuples(st.sampled_from("baüc"), st.one_of(NEAR, FAR), st.sampled_from("xyz"))
CLOSE = st.tuples(st.sampled_from("baüc"), NEAR, st.sampled_from("xyz"))


@settings(max_examples=200)
@given(rows=st.one_of(st.lists(ROW, min_size=1, max_size=12), st.lists(CLOSE, max_size=30)))
def test_rows_stand_by_subject_then_time_then_id_then_as_they_came(
    rows: list[tuple[str, int, str]],
) -> None:
    columns = [[row[place] for row in rows] for place in range(3)]
    run = pa.table(
        {
            "subject": pa.array(columns[0], pa.string()).dictionary_encode(),
            "at": pa.array(columns[1], pa.int64()).cast(pa.timestamp("us", tz="UTC")),
            "event_id": pa.array(columns[2], pa.string()),
        }
    ).combine_chunks()
    # Python compares letters by their code, and UTF-8 keeps that order
    assert in_order(run).tolist() == sorted(range(len(rows)), key=lambda n: (*rows[n], n))
