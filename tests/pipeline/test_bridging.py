"""What became of a file's rows adds up, for every file."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline import app
from desireline.engines import open_engine
from desireline.events import arrow_schema
from desireline.pipeline import bridging
from desireline.sources import FileReport, Parsed, recognise, staging
from desireline.sources.making import Made
from desireline.sources.recognition import reader_of
from desireline.sources.sink import StagingSink
from desireline.tables import STAGED_EVENTS

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


@pytest.mark.parametrize(("line", "rows"), [("range", 50_000), ("range // 2", 25_000)])
def test_runs_are_counted_by_line_whether_their_lines_tell_it_or_not(
    tmp_path: Path, line: str, rows: int
) -> None:
    own = {"event_id", "source_line", "subject", "at", "activity"}
    fixed = {name: None for name in STAGED_EVENTS.names if name not in own}
    engine = open_engine(threads=1)
    staged = staging.stage(
        engine.stream(
            f"""SELECT 'shop:' || range AS event_id, {line} + 2 AS source_line, 'user:x' AS subject,
            TIMESTAMPTZ '2026-01-01 00:00:00+00' AS "at", 'visit' AS activity FROM range(50_000)""",
            rows=20_480,
        ),
        schema=arrow_schema(STAGED_EVENTS),
        made=Made(fixed=fixed | {"source": "shop", "source_file": "a.csv", "actor": "customer"}),
        folder=tmp_path / "staged",
        received_at=datetime.now(UTC),
        rows=20_480,
    )
    engine.close()
    assert staged is not None
    assert staged.runs is not None
    report = FileReport(path="a.csv", rows=rows)
    parsed = Parsed(reports=[report], staged=[], runs=[*staged.runs], quarantined=[])
    bridging.count_rows(parsed, tmp_path)
    assert report.bridge["rows"] == {
        "read": rows,
        "gave_events": rows,
        "quarantined": 0,
        "left_out": 0,
    }


def test_an_event_that_a_collector_received_twice_is_in_both_sums(tmp_path: Path) -> None:
    """4 made were 3 new and 0 known: a repeat inside the files was in neither."""
    events = tmp_path / "events.csv"
    row = "{id},2026-01-05 10:2{id}:33,2026-01-05 10:2{id}:31,shop,web,page_view,page_view,sp1,u1,s1,n1"
    events.write_text(
        "event_id,collector_tstamp,derived_tstamp,app_id,platform,event,event_name,name_tracker,domain_userid,domain_sessionid,network_userid\n"
        + "\n".join(row.format(id=number) for number in (1, 2, 3, 3))
        + "\n"
    )
    with app.create(tmp_path / "w") as opened:
        (report,) = opened.add(events).files
    assert report.bridge["rows"] == {"read": 4, "gave_events": 4, "quarantined": 0, "left_out": 0}
    told = report.bridge["events"]
    assert (told["made"], told["accepted"], told["duplicates"]) == (4, 3, 1)
    assert report.duplicates == 1
