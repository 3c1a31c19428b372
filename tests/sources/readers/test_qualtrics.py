"""Qualtrics: qualtrics.com/support/survey-platform/data-and-analysis-module/data/download-data/
understanding-your-dataset (columns and status), docs.ropensci.org/qualtRics (real files)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desireline.errors import AmbiguityError
from desireline.sources.readers.qualtrics import READER
from desireline.sources.readers.scales import Question

_NAMES = ("StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)",
          "Finished", "RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName",
          "RecipientEmail", "ExternalReference", "UserLanguage", "Q1", "Q1_NPS_GROUP", "Q2",
          "Q3_TEXT", "Q4")  # fmt: skip
_LABELS = (*_NAMES[:14], "How likely are you to recommend us?", "Q1 - Group",
           "How satisfied are you with delivery?", "Anything else?", "Which colour?")  # fmt: skip
_IDS = ("startDate", "endDate", "status", "ipAddress", "progress", "duration", "finished",
        "recordedDate", "_recordId", "recipientLastName", "recipientFirstName", "recipientEmail",
        "externalDataReference", "userLanguage", "QID1", "QID1_NPS_GROUP", "QID2", "QID3_TEXT",
        "QID4")  # fmt: skip


def _answer(number: str, *answers: str, **more: str) -> list[str]:
    row = {
        "StartDate": "2026-05-01 09:00:00",
        "EndDate": "2026-05-01 09:02:00",
        "Status": "0",
        "IPAddress": "10.1.2.3",
        "Progress": "100",
        "Duration (in seconds)": "120",
        "Finished": "1",
        "RecordedDate": "2026-05-01 09:02:10",
        "ResponseId": number,
        "UserLanguage": "EN",
        **dict(zip(_NAMES[14:], answers, strict=False)),
        **more,
    }
    return [row.get(name, "") for name in _NAMES]


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Write an export with its three header rows; the zone stands in the ImportIds."""

    def write(*rows: Sequence[str], zone: str | None = None) -> Path:
        more = {"timeZone": zone} if zone else {}
        ids = [json.dumps({"ImportId": one, **more}) for one in _IDS]
        path = tmp_path / "responses.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([_NAMES, _LABELS, ids, *rows])
        return path

    return write


def test_each_rating_is_an_event_and_the_words_go_with_the_first(
    read: Callable[..., Any], export: Callable[..., Path]
) -> None:
    rows = (
        _answer("R1", "9", "Promoter", "4", "Fine,\nthank you", "Blue", RecipientEmail="A@x.org"),
        _answer("R2", "3", "Detractor", "1", "", "Red"),
    )

    kept = read(READER, export(*rows))

    said = [
        (e["rating_kind"], e["rating"], e["rating_low"], e["rating_high"]) for e in kept.events
    ]
    assert said[:2] == [("nps", Decimal(9), 0, 10), ("csat", Decimal(4), 1, 5)]
    assert kept.column("text") == ["Fine,\nthank you", None, None, None]
    assert kept.column("event_id")[:2] == ["qualtrics:R1:Q1", "qualtrics:R1:Q2"]
    assert kept.column("subject")[::2] == ["email:a@x.org", "qualtrics:R2"]
    assert kept.column("source_line") == [4, 4, 6, 6]
    about = json.loads(kept.events[0]["attributes"])
    assert about["Q4"] == "Blue"
    assert "10.1.2.3" not in kept.events[0]["attributes"]
    assert "Q2 is read as csat from 1 (worst) to 5 (best)" in " ".join(kept.warnings)


def test_who_stopped_half_way_answered_in_part_and_previews_are_nobody(
    read: Callable[..., Any], export: Callable[..., Path]
) -> None:
    rows = (
        _answer("R1", "9", Finished="0", Progress="60"),
        _answer("R2", "9", Status="1"),
        _answer("R3", "9", Status="Survey Preview"),
        _answer("R4", "", Status="IP Address"),
    )

    kept = read(READER, export(*rows))

    assert kept.column("activity") == ["survey answered in part", "survey answered"]
    assert [row["code"] for row in kept.refused] == ["not-a-customer"] * 2
    assert kept.events[1]["rating"] is None


def test_labels_instead_of_codes_are_read(
    read: Callable[..., Any], export: Callable[..., Path]
) -> None:
    words = (
        "Extremely dissatisfied",
        "Somewhat dissatisfied",
        "Neither satisfied nor dissatisfied",
        "Somewhat satisfied",
        "Extremely satisfied",
    )
    rows = [_answer(f"R{place}", "", "", word) for place, word in enumerate(words)]

    kept = read(READER, export(*rows))

    assert kept.column("rating") == [1, 2, 3, 4, 5]


def test_the_zone_of_the_account_is_applied(
    read: Callable[..., Any], export: Callable[..., Path]
) -> None:
    kept = read(READER, export(_answer("R1", "9"), zone="America/Denver"))

    assert kept.events[0]["at"].astimezone(UTC) == datetime(2026, 5, 1, 15, 2, 10, tzinfo=UTC)
    assert kept.events[0]["zone"] == "America/Denver"


def test_dates_with_slashes_are_asked_about_unless_one_gives_them_away(
    read: Callable[..., Any], export: Callable[..., Path]
) -> None:
    early = _answer("R1", "9", RecordedDate="3/4/2026 9:00", EndDate="3/4/2026 9:00")
    telling = _answer("R2", "9", RecordedDate="3/14/2026 9:00", EndDate="3/14/2026 9:00")

    with pytest.raises(AmbiguityError) as raised:
        read(READER, export(early))
    asked = read(READER, export(early), date_order="dmy")
    told = read(READER, export(early, telling))

    assert raised.value.option == "date_order"
    assert (asked.events[0]["at"].month, told.events[0]["at"].month) == (4, 3)


def test_the_german_sample_and_the_old_layout_give_the_same_response(
    read: Callable[..., Any], shared_data: Path
) -> None:
    folder = shared_data / "connector_exports" / "qualtrics_raw_csv"
    modern, legacy = (read(READER, folder / name) for name in ("sample.csv", "sample_legacy.csv"))

    assert (modern.found["header rows"], legacy.found["header rows"]) == (3, 2)
    for name in ("event_id", "at", "text", "activity", "subject"):
        assert modern.column(name) == legacy.column(name)
    assert modern.column("text") == ["Hello World!"]
    assert modern.events[0]["language"] == "de"


@pytest.mark.parametrize(
    ("label", "answers", "kind", "ends"),
    [
        ("How easy was it?", ["1", "7", "4"], "ces", (1, 7)),
        ("How likely are you to recommend us to a friend?", ["0", "10"], "nps", (0, 10)),
        ("How likely are you to recommend us?", ["0", "11"], None, None),
        ("Wie zufrieden sind Sie?", ["1", "10"], "csat", (1, 10)),
        ("How old are you?", ["1", "5"], None, None),
        ("How satisfied are you?", ["red", "blue"], None, None),
        ("It was easy", ["Strongly agree", "Strongly disagree"], "ces", (1, 5)),
        ("It was easy", ["Strongly agree", "Agree", "Slightly agree"], "ces", (1, 7)),
        ("Der Aufwand war gering", ["Stimme zu", "Teils, teils"], "ces", (1, 5)),
    ],
)
def test_kind_and_scale_follow_from_the_question_and_all_answers(
    label: str, answers: list[str], kind: str | None, ends: tuple[int, int] | None
) -> None:
    question = Question(name="Q9", label=label, import_id="QID9")
    for answer in answers:
        question.see(answer)

    question.decide(has_nps_group=False)

    assert (question.kind, question.ends if question.kind else None) == (kind, ends)
