"""A scale on which 1 is the best is read the right way round, wherever its heading says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

RATED = "SELECT rating_kind, rating, rating_low, rating_high, count(*) FROM staged WHERE rating IS NOT NULL GROUP BY ALL ORDER BY ALL"


def _csv(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_survey_with_a_legend_is_read_by_the_legend(
    tmp_path: Path, read_here: Callable[..., Any]
) -> None:
    read = read_here(
        _csv(
            tmp_path / "umfrage.csv",
            "Antwort-ID;Abgeschickt am;E-Mail;Zufriedenheit (1 = sehr zufrieden, 6 = gar nicht);Kommentar",
            "1;03.03.2026 10:00;ann@x.org;1;Alles bestens",
            "2;03.03.2026 11:00;bo@x.org;6;Niemand hat geantwortet",
            "3;14.03.2026 12:00;cy@x.org;2;",
        )
    )

    assert read.report.source == "surveys"
    assert read.rows(RATED) == [
        ("csat", 1, 6, 1, 1),
        ("csat", 2, 6, 1, 1),
        ("csat", 6, 6, 1, 1),
    ]
    found = read.report.detected
    assert (
        found["scale of Zufriedenheit (1 = sehr zufrieden, 6 = gar nicht)"]
        == "from 6 (worst) to 1 (best)"
    )


@pytest.mark.parametrize(
    ("heading", "low", "high"), [("satisfaction (1-10)", 1, 10), ("satisfaction", 1, 5)]
)
def test_a_scale_in_brackets_keeps_its_upper_answers(
    tmp_path: Path, read_here: Callable[..., Any], heading: str, low: int, high: int
) -> None:
    read = read_here(
        _csv(
            tmp_path / "survey.csv",
            f"response_id,submitted_at,email,{heading},comment",
            f"1,2026-03-03T10:00:00Z,ann@x.org,{high},fine",
            "2,2026-03-04T10:00:00Z,bo@x.org,1,slow",
        )
    )

    assert read.rows(RATED) == [("csat", 1, low, high, 1), ("csat", high, low, high, 1)]


def test_a_mapping_of_ones_own_says_the_last_word(
    tmp_path: Path, read_here: Callable[..., Any]
) -> None:
    mapping = tmp_path / "own.toml"
    mapping.write_text(
        """
        name = "own"
        [tables.answers]
        columns = ["when", "who", "Mark (1 = good, 5 = bad)"]
        [[events]]
        table = "answers"
        subject = "user:{who}"
        at = "{when}"
        activity = "survey answered"
        rating = { from = "{Mark (1 = good, 5 = bad)}", kind = "csat", worst = 1, best = 5 }
        """,
        encoding="utf-8",
    )
    read = read_here(
        _csv(
            tmp_path / "answers.csv",
            'when,who,"Mark (1 = good, 5 = bad)"',
            "2026-03-03T10:00:00Z,a,5",
        ),
        mapping=mapping,
    )

    assert read.rows(RATED) == [("csat", 5, 1, 5, 1)]


def test_a_table_that_nobody_described_is_proposed_by_its_headings(
    tmp_path: Path, read_here: Callable[..., Any]
) -> None:
    """Three questions on one scale: all codes are used, and only the headings say that 1 is the best."""
    legend = "(1 = sehr gut, 5 = mangelhaft)"
    heading = f'Teilnehmer,Tag,"Empfang {legend}","Beratung {legend}","Preis {legend}"'
    marks = [1 + (number * 7) % 5 for number in range(60)]
    rows = [
        f"{number},2026-03-{1 + number % 28:02d},{mark},{min(5, mark + number % 2)},{max(1, mark - number % 2)}"
        for number, mark in enumerate(marks)
    ]
    read = read_here(_csv(tmp_path / "befragung.csv", heading, *rows))

    assert read.rows("SELECT DISTINCT rating_low, rating_high FROM staged WHERE rating IS NOT NULL") == [(5, 1)]  # fmt: skip
