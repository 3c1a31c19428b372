"""What became of a file's rows adds up, for every file."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from desireline import app
from desireline.pipeline import bridging
from desireline.sources import Parsed, recognise
from desireline.sources.recognition import reader_of
from desireline.sources.sink import StagingSink

MAPPING = """
name = "visits"
[tables.visits]
columns = ["who", "came", "left", "kind"]
dates = { came = "%Y-%m-%d %H:%M:%S", left = "%Y-%m-%d %H:%M:%S" }
[[events]]
table = "visits"
when = [{ value = "{kind}", is_not = ["internal"] }]
subject = "user:{who}"
milestones = [{ at = "{came}", activity = "came" }, { at = "{left}", activity = "left" }]
"""
TIMES = st.sampled_from(
    ["2025-01-02 10:00:00", "2025-01-03 11:00:00", "2099-01-01 00:00:00", "", "?"]
)
ROWS = st.lists(
    st.tuples(st.sampled_from(["ann", "bob", ""]), TIMES, TIMES, st.sampled_from(["x", "internal"])),
    min_size=1, max_size=25,
)  # fmt: skip
GOOD = ("cem", "2025-01-01 09:00:00", "2025-01-01 10:00:00", "x")


@given(rows=ROWS)
@settings(max_examples=15, deadline=None)
def test_the_bridge_of_any_table_adds_up(rows: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        lines = ["who,came,left,kind", *map(",".join, [GOOD, *rows])]
        (folder / "visits.csv").write_text("\n".join(lines) + "\n")
        (folder / "visits.toml").write_text(MAPPING)
        (unit,) = recognise([folder / "visits.csv"], mapping=folder / "visits.toml").units
        sink = StagingSink(unit=unit, folder=folder, received_at=datetime.now(UTC))
        reader_of(unit).read(unit, sink)
        staged, runs, aside = sink.close()
        parsed = Parsed(
            reports=list(sink.reports.values()), staged=staged, runs=runs, quarantined=aside
        )
        bridging.count_rows(parsed, folder)
        (report,) = parsed.reports
        with app.create(folder / "w") as opened:
            done = opened._context().log.append(
                staged, prepared=runs, quarantined=aside, received_at=datetime.now(UTC)
            )
        bridging.count_events(report, done)
    sums, events = report.bridge["rows"], report.bridge["events"]
    assert sums["read"] == len(rows) + 1
    assert sums["read"] == sums["gave_events"] + sums["quarantined"] + sums["left_out"]
    internal = sum(kind == "internal" for *_, kind in rows)
    assert sums["left_out"] >= internal
    assert events["made"] == sum(events.values()) - events["made"]
    assert min(*sums.values(), *events.values()) >= 0
