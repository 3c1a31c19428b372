"""Whole imports of real files, against facts that were counted from the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import desireline as dl

ROOT = Path(__file__).parents[2]


def _open(folder: Path, *paths: Path, mapping: Path | None = None, **answers: str) -> dl.Workspace:
    workspace = dl.open(folder)
    report = workspace.add(*paths, mapping=mapping, answers=answers)
    assert not report.failed, [file.error for file in report.files if file.error]
    return workspace


@pytest.mark.parametrize(
    ("file", "cases", "events", "variants"),
    [
        ("running-example.csv", 6, 42, 6),
        ("running-example.parquet", 6, 42, 6),
        ("running-example.xes", 6, 42, 6),
        ("receipt.xes.gz", 1434, 8577, 116),
        ("receipt.csv.gz", 1434, 8577, 116),
        ("helpdesk.xes.gz", 4580, 21348, 226),
        ("roadtraffic100traces.xes", 100, 390, 10),
    ],
)
def test_an_event_log_has_the_published_numbers_of_cases_events_and_variants(  # noqa: PLR0917
    shared_data: Path, tmp_path: Path, file: str, cases: int, events: int, variants: int
) -> None:
    with _open(tmp_path / "w", shared_data / "event_logs" / file) as workspace:
        status = workspace.status()
    assert (status.journeys, status.events, status.variants) == (cases, events, variants)


def test_one_log_in_three_formats_gives_the_same_steps(shared_data: Path, tmp_path: Path) -> None:
    """The Parquet twin has lost the offset of its times: the user says which it was."""
    import pyarrow.parquet as pq

    tables = []
    for ending, answers in (("csv", {}), ("parquet", {"zone": "+01:00"}), ("xes", {})):
        log = shared_data / "event_logs" / f"running-example.{ending}"
        with _open(tmp_path / ending, log, **answers) as workspace:
            target = tmp_path / f"steps-{ending}.parquet"
            workspace.export("steps", target)
        tables.append(pq.read_table(target).drop_columns(["event_key"]).to_pylist())
    assert len(tables[0]) == 42
    assert tables[0] == tables[1] == tables[2]


def test_an_automatic_close_is_a_rule_and_not_a_pain(shared_data: Path, tmp_path: Path) -> None:
    with _open(tmp_path / "w", shared_data / "event_logs/helpdesk.xes.gz") as workspace:
        (book,) = workspace.insights()
        workspace.export("transitions", tmp_path / "t.json")
    moves = {(m.source, m.target): m for m in book.results["transitions"].measures}
    closing = next(m for (a, b), m in moves.items() if "esolve" in a and "losed" in b)
    assert closing.fixed_timer
    assert closing.median_s / 3600 == pytest.approx(720.03, abs=0.05)
    pains = [i for i in book.insights if i.kind == "pain"]
    assert not [i for i in pains if "Closed" in (i.touchpoint or "")]


def test_appended_outcomes_are_not_touchpoints(shared_data: Path, tmp_path: Path) -> None:
    log = shared_data / "retentioneering/app_onboarding_train.csv.gz"
    with _open(tmp_path / "w", log) as workspace:
        workspace.export("journeys", tmp_path / "j.parquet")
        workspace.export("steps", tmp_path / "s.parquet")
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    states = pq.read_table(tmp_path / "j.parquet")["state"].value_counts().to_pylist()
    counted = {entry["values"]: entry["counts"] for entry in states}
    assert counted["completed"] == 2497
    assert counted["lost"] == 1642
    names = pc.unique(pq.read_table(tmp_path / "s.parquet")["touchpoint"]).to_pylist()
    assert not {"passed", "lost", "Passed", "Lost"} & set(names)


def test_nanoseconds_and_microseconds_are_the_same_times(
    shared_data: Path, tmp_path: Path
) -> None:
    folder = shared_data / "retentioneering"
    periods = []
    for name in ("app_onboarding_train.csv.gz", "app_onboarding_test.csv"):
        with _open(tmp_path / name, folder / name) as workspace:
            status = workspace.status()
        assert status.first_at is not None
        periods.append((status.first_at.year, status.first_at.month))
    assert periods == [(2018, 9), (2018, 9)]


@pytest.fixture(scope="module")
def olist(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dl.Workspace]:
    folder = tmp_path_factory.mktemp("olist")
    with _open(
        folder / "w", shared_data / "olist", mapping=ROOT / "examples/olist.toml"
    ) as workspace:
        yield workspace


def test_late_delivery_leads_the_story_of_olist(olist: dl.Workspace) -> None:
    found = [i for book in olist.insights() for i in book.insights if i.kind == "condition"]
    late = next(i for i in found if i.condition and "late" in i.condition)
    assert late.verdict == "shown"
    drawn = olist.map()
    assert "late" in drawn.headline.lower()
    assert "2.2 instead of 4.3" in drawn.headline
    assert "9.5" in late.words


def test_the_damaged_tweets_lose_no_row(shared_data: Path, tmp_path: Path) -> None:
    tweets = shared_data / "tweets_us_airlines/Tweets_excel_mangled_2000.csv"
    with dl.open(tmp_path / "w") as workspace:
        report = workspace.add(tweets)
        status = workspace.status()
    (file,) = report.files
    assert file.error is None, file.error
    assert status.events == 2000
    assert any("unique" in warning for warning in file.warnings)


def test_the_call_log_with_its_byte_order_mark(shared_data: Path, tmp_path: Path) -> None:
    log = shared_data / "call_centre_pwc/Call-Center-Dataset.csv"
    with dl.open(tmp_path / "w") as workspace:
        report = workspace.add(log)
        status = workspace.status()
        (book, *_) = workspace.insights()
    assert report.files[0].rows == 5000
    assert report.files[0].detected["byte-order mark"]
    assert status.events >= 5000
    drivers = [i for i in book.insights if i.kind == "condition" and i.verdict == "shown"]
    assert drivers == [], "waiting drives nothing in this log"
