"""An import is withdrawn: the workspace is as if it had not been read, and what shared events with it is read again."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline.app import Workspace, create
from desireline.errors import InputError
from desireline.sample import write as write_sample

HEADER = ("ticket_id", "created_at", "customer_email", "subject", "status")
Row = tuple[str, str, str, str, str]
_OWN = {"customer_id", "journey_id", "variant", "topics"}
"""What a workspace gives itself: numbers, and topics, which stay as people know them until they are asked for again."""


def ticket(number: int, day: int, who: str, status: str = "open") -> Row:
    return (
        str(number),
        f"2026-03-{day:02} 10:00:00",
        f"{who}@example.com",
        "Where is it?",
        status,
    )


def write(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADER, *rows])
    return path


def told(workspace: Workspace, folder: Path) -> list[Any]:
    """What the workspace says, without numbers that it gives itself."""
    tables: list[Any] = []
    for name in ("events", "utterances", "identities", "steps", "journeys"):
        path = folder / f"{name}.json"
        workspace.export(name, path)
        rows = json.loads(path.read_text("utf-8"))
        plain = [{k: v for k, v in row.items() if k not in _OWN} for row in rows]
        tables.append(sorted(json.dumps(row, sort_keys=True) for row in plain))
    return tables


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, seed=3, customers=60)
    (folder / "README.txt").unlink()
    return folder


@pytest.mark.parametrize("name", ["orders.csv", "tickets_zendesk.json"])
def test_a_withdrawn_file_was_never_read(sample: Path, tmp_path: Path, name: str) -> None:
    with create(tmp_path / "with") as one, create(tmp_path / "without") as other:
        one.add(sample)
        other.add(*sorted(path for path in sample.iterdir() if path.name != name))
        went = one.withdraw(name)
        assert went.done
        assert went.events > 50
        assert told(one, tmp_path) == told(other, tmp_path)
        one.add(sample / name)
        other.add(sample / name)
        assert told(one, tmp_path) == told(other, tmp_path)


def test_what_another_file_said_as_well_comes_back_with_it(tmp_path: Path) -> None:
    january = write(tmp_path / "a.csv", [ticket(1, 1, "ann"), ticket(2, 2, "bob")])
    both = write(
        tmp_path / "b.csv", [ticket(1, 1, "ann"), ticket(2, 2, "bob"), ticket(3, 3, "cy")]
    )
    with create(tmp_path / "w") as workspace:
        workspace.add(january)
        workspace.add(both)
        plan = workspace.withdraw("a.csv", dry_run=True)
        assert (plan.events, plan.read_again, plan.done) == (2, (str(both),), False)
        assert workspace.status().events == 3

        workspace.withdraw("a.csv")
        assert workspace.status().events == 1
        assert [one.to_read_again for one in workspace.imports()] == [True]
        workspace.add(both)  # counts as unread
        assert workspace.status().events == 3
        workspace.add(both)
        assert workspace.status().events == 3


def test_mended_rows_go_with_their_file(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv", [ticket(1, 1, "ann"), ("2", "never", "bob@example.com", "", "")]
    )
    with create(tmp_path / "w") as workspace:
        workspace.add(path)
        aside = tmp_path / "aside.csv"
        workspace.export_quarantine(aside)
        aside.write_text(
            aside.read_text("utf-8-sig").replace("never", "2026-03-04 09:00:00"), "utf-8"
        )
        assert workspace.import_quarantine(aside).events == 1
        assert workspace.withdraw("a.csv").events == 2
        assert workspace.status().events == 0
        assert workspace.quarantine() == []


def test_rows_set_aside_stay_while_another_reading_of_the_file_stays(tmp_path: Path) -> None:
    broken = ("9", "never", "bob@example.com", "", "")
    with create(tmp_path / "w") as workspace:
        workspace.add(write(tmp_path / "a.csv", [ticket(1, 1, "ann"), broken]))
        workspace.add(write(tmp_path / "a.csv", [ticket(2, 2, "bob"), broken]))
        with pytest.raises(InputError, match="imported 2 times") as error:
            workspace.withdraw("a.csv")
        first, second = workspace.imports()
        assert first.id in (error.value.hint or "")
        assert workspace.withdraw(first.id).events == 1
        assert len(workspace.quarantine()) == 1
        assert workspace.withdraw(second.id).quarantined == 1
        assert workspace.imports() == []


def test_a_withdrawn_sample_is_no_longer_called_one(sample: Path, tmp_path: Path) -> None:
    with create(tmp_path / "w") as workspace:
        workspace.add(sample / "orders.csv")
        workspace.withdraw("orders.csv")
        assert workspace.status().events == 0
        own = write(tmp_path / "own.csv", [ticket(n, n % 28 + 1, f"c{n}") for n in range(60)])
        workspace.add(own)
        drawn = [
            one.save(tmp_path / f"{one.id}.json").read_text("utf-8") for one in workspace.maps()
        ]
        assert drawn
        assert not any("Generated sample" in text for text in drawn)


EXPORT = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 28), st.sampled_from("abc"), st.sampled_from(("open", "closed"))),
    min_size=1, max_size=6, unique_by=lambda row: row[0],
)  # fmt: skip


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(exports=st.lists(EXPORT, min_size=2, max_size=4), which=st.integers(0, 3))
def test_reading_again_what_is_asked_for_gives_what_the_others_alone_give(
    tmp_path_factory: pytest.TempPathFactory, exports: list[Any], which: int
) -> None:
    """Whatever was shared, corrected or said anew: after reading again it is as if the one had never been there."""
    folder = tmp_path_factory.mktemp("any")
    which %= len(exports)
    files = [
        write(folder / f"{n}.csv", [ticket(*row) for row in rows])
        for n, rows in enumerate(exports)
    ]
    with create(folder / "with") as one, create(folder / "without") as other:
        for path in files:
            one.add(path)
        again = one.withdraw(files[which].name).read_again
        for path in again:
            one.add(path)
        for path in files[:which] + files[which + 1 :]:
            other.add(path)
        assert told(one, folder)[0] == told(other, folder)[0]
        assert told(one, folder)[3:] == told(other, folder)[3:]


def test_a_folder_that_is_read_again_is_as_if_it_had_been_read_once(
    sample: Path, tmp_path: Path
) -> None:
    with create(tmp_path / "again") as one, create(tmp_path / "once") as other:
        files = [sample / "orders.csv", sample / "tickets_zendesk.json", sample / "surveys.csv"]
        one.add(*files)
        other.add(*files)
        report = one.add(*files, again=True)
        assert report.accepted > 200
        assert report.unread == ()
        assert told(one, tmp_path) == told(other, tmp_path)


def test_a_file_is_read_again_by_another_answer_and_leaves_nothing_of_the_first(
    tmp_path: Path,
) -> None:
    rows = "ticket_id,created_at,customer_email,subject,status\n1,03/04/2026 10:00,ann@example.com,Where?,open\n"
    path = tmp_path / "a.csv"
    path.write_text(rows, encoding="utf-8")
    with create(tmp_path / "w") as workspace:
        workspace.add(path, answers={"date_order": "mdy"})
        assert _days(workspace, tmp_path) == {"2026-03-04"}
        workspace.add(path, answers={"date_order": "dmy"}, again=True)
        assert _days(workspace, tmp_path) == {"2026-04-03"}


def test_what_was_read_beside_it_is_named(tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", [ticket(1, 1, "ann")])
    second = write(tmp_path / "b.csv", [ticket(1, 1, "ann"), ticket(2, 2, "bob")])
    with create(tmp_path / "w") as workspace:
        workspace.add(first)
        workspace.add(second)
        report = workspace.add(first, again=True)
        assert [Path(one).name for one in report.unread] == ["b.csv"]
        assert workspace.add(second).unread == ()
        workspace.export("events", tmp_path / "events.json")
        events = json.loads((tmp_path / "events.json").read_text("utf-8"))
        assert len({event["event_id"] for event in events}) == len(events) == 2


def _days(workspace: Workspace, folder: Path) -> set[str]:
    workspace.export("events", folder / "events.json")
    events = json.loads((folder / "events.json").read_text("utf-8"))
    return {event["at"][:10] for event in events}
