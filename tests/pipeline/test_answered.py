"""What a person answered once about an ambiguous file is not asked again of its next export."""

from __future__ import annotations

from pathlib import Path

import pytest

import desireline as dl
from desireline.errors import AmbiguityError

MARCH = "order_id,email,created_at,total,status\n1,ann@x.org,03/04/2025,10,paid\n2,bo@x.org,05/06/2025,12,paid\n"
APRIL = "order_id,email,created_at,total,status\n3,ann@x.org,07/08/2025,10,paid\n4,bo@x.org,09/10/2025,12,paid\n"


def test_an_answer_holds_for_the_next_export_of_the_same_shape_and_the_report_says_so(
    tmp_path: Path,
) -> None:
    (tmp_path / "march.csv").write_text(MARCH)
    (tmp_path / "april.csv").write_text(APRIL)
    asked: list[str] = []

    def day_first(question: AmbiguityError, _shown: str) -> str:
        asked.append(question.option)
        return next(key for key in question.choices if "day" in question.choices[key].lower())

    with dl.open(tmp_path / "acme") as workspace:
        workspace.add(tmp_path / "march.csv", ask=day_first)
        (april,) = workspace.add(tmp_path / "april.csv").files
        (march,) = workspace.add(tmp_path / "march.csv").files
        workspace.export("events", tmp_path / "events.csv")

    assert len(asked) == 1
    assert april.error is None
    assert april.accepted == 2
    assert any("as you answered before" in words for words in april.warnings)
    assert "imported already" in march.warnings[0]
    assert "2025-08-07" in (tmp_path / "events.csv").read_text()


def test_an_answer_says_nothing_of_a_file_with_other_columns(tmp_path: Path) -> None:
    (tmp_path / "march.csv").write_text(MARCH)
    other = (
        APRIL.replace("order_id", "order_id,shop")
        .replace("\n3,", "\n3,x,")
        .replace("\n4,", "\n4,x,")
    )
    (tmp_path / "other.csv").write_text(other)

    with dl.open(tmp_path / "acme") as workspace:
        workspace.add(tmp_path / "march.csv", ask=lambda question, _: next(iter(question.choices)))
        (refused,) = workspace.add(tmp_path / "other.csv").files

    assert refused.error is not None
    assert refused.error["code"] == "input.ambiguous"


def test_a_file_that_was_guessed_otherwise_before_adds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older guess took the name for the customer; rows without ids would all come in again under the address."""
    from desireline.sources.wizard import people

    file = tmp_path / "talks.csv"
    rows = [f"2026-03-{1 + n:02} 10:00,Ann Lee,a{n % 3}@example.org,{('asked', 'paid')[n % 2]}" for n in range(12)]  # fmt: skip
    file.write_text("\n".join(["date,user name,user email,activity", *rows]) + "\n")
    with dl.open(tmp_path / "w") as opened:
        with monkeypatch.context() as older:
            older.setattr(people, "_weight", lambda _, kind: 0 if kind == "user" else 2)
            first = opened.add(file)
        again = opened.add(file)
        answered = opened.add(file, answers={"zone": "Europe/Berlin"})

    assert (first.accepted, again.accepted, again.duplicates) == (12, 0, 12)
    assert answered.accepted == 12, "who answers a question has it read as he says"
