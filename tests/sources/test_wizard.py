"""Tables that nobody has described: what they are taken for, and what must be asked."""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desireline.errors import AmbiguityError
from desireline.sources import recognise
from desireline.sources.dialect import detect
from desireline.sources.wizard.moments import stated

if TYPE_CHECKING:
    from conftest import Read

Reading = Callable[..., "Read"]


def survey(folder: Path, name: str, *, none: tuple[str, ...] = ("0", "6"), n: int = 400) -> Path:
    """Answers of people who differ in how content they are; some answers are none."""
    chance = random.Random(7)
    lines = ["resp_id,gate,Q1FOOD,Q2SIGNS,Q3STAFF,Q4PARKING,Q5ALL"]
    for number in range(1, n + 1):
        content = chance.uniform(1.5, 4.5)
        answers = [str(min(5, max(1, round(content + chance.gauss(0, 0.7))))) for _ in range(5)]
        for place, code in enumerate(none):
            if chance.random() < 0.3:
                answers[place + 2] = code
        lines.append(f"{number},{chance.randint(1, 5)},{','.join(answers)}")
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    return path


# --- the method, on tables made here ------------------------------------------------------------


def test_codes_that_say_nothing_about_contentment_are_no_answer(
    tmp_path: Path, read_here: Reading
) -> None:
    found = read_here(survey(tmp_path, "visitors_2024-05.csv"))
    low, high, worst, best = found.rows(
        "SELECT min(rating), max(rating), min(rating_low), max(rating_high) FROM staged"
    )[0]
    assert (float(low), float(high), float(worst), float(best)) == (1, 5, 1, 5)
    # nobody who gave no answer has met the touchpoint, and the gate is no question
    raw = [line.split(",") for line in (tmp_path / "visitors_2024-05.csv").read_text().split()[1:]]
    answered = sum(line[4] not in {"0", "6"} for line in raw)
    counts = dict(found.rows("SELECT activity, count(*) FROM staged GROUP BY 1"))
    assert counts["STAFF"] == answered
    assert counts["survey answered"] == 400
    assert "gate" not in counts
    assert any("2024-05" in words for words in found.report.warnings)


def test_a_low_code_of_the_discontented_is_an_answer(tmp_path: Path, read_here: Reading) -> None:
    chance = random.Random(7)
    lines = ["resp_id,food,signs,staff,parking"]
    for number in range(1, 401):
        content = chance.uniform(0, 5)
        answers = [str(min(5, max(0, round(content + chance.gauss(0, 0.6))))) for _ in range(4)]
        lines.append(f"{number},{','.join(answers)}")
    (tmp_path / "visitors.csv").write_text("\n".join(lines) + "\n")
    found = read_here(tmp_path / "visitors.csv")
    assert found.one("SELECT count(*) FROM staged WHERE rating = 0") > 30
    assert float(found.one("SELECT max(rating_low) FROM staged")) == 0


def test_respondents_of_two_surveys_are_two_people(tmp_path: Path, read_here: Reading) -> None:
    paths = [survey(tmp_path, f"visitors_{year}.csv", n=100) for year in (2023, 2024)]
    found = read_here(*paths)
    assert found.one("SELECT count(DISTINCT subject) FROM staged") == 200
    assert found.one("SELECT count(DISTINCT event_id) FROM staged") == found.one(
        "SELECT count(*) FROM staged"
    )


def test_a_snapshot_without_a_date_stands_at_the_answered_day_or_says_what_it_assumed(
    tmp_path: Path, read_here: Reading
) -> None:
    path = survey(tmp_path, "visitors.csv", n=100)
    assumed = read_here(path)
    assert any("--answer date=" in words for words in assumed.report.warnings)
    answered = read_here(path, options={"date": "2024-05-31"})
    assert answered.one('SELECT DISTINCT CAST("at" AS VARCHAR) FROM staged').startswith(
        "2024-05-31"
    )
    assert not any("--answer date=" in words for words in answered.report.warnings)


def test_a_year_is_asked_and_then_counted_on(tmp_path: Path, read_here: Reading) -> None:
    months = ["nov", "dec", "jan", "jan", "dec", "feb"]  # 2008, 2008, 2009, 2009, 2009, 2010
    rows = "".join(f"{n + 10},{month},cellular,yes\n" for n, month in enumerate(months))
    (tmp_path / "contacts.csv").write_text("day,month,contact,y\n" + rows)
    with pytest.raises(AmbiguityError) as question:
        read_here(tmp_path / "contacts.csv")
    assert question.value.option.startswith("year@")
    found = read_here(tmp_path / "contacts.csv", options={"year": "2008"})
    days = [
        day for (day,) in found.rows('SELECT CAST("at" AS VARCHAR)[:10] FROM staged ORDER BY "at"')
    ]
    assert days == [
        "2008-11-10", "2008-12-11", "2009-01-12", "2009-01-13", "2009-12-14", "2010-02-15",
    ]  # fmt: skip
    assert found.rows("SELECT DISTINCT channel, outcome FROM staged") == [("phone", "completed")]


def test_a_year_that_is_none_is_asked_again(tmp_path: Path, read_here: Reading) -> None:
    (tmp_path / "contacts.csv").write_text("day,month,contact,y\n" + "1,may,cellular,yes\n" * 9)
    with pytest.raises(AmbiguityError, match="'soon' is not a year"):
        read_here(tmp_path / "contacts.csv", options={"year": "soon"})


def test_a_list_of_customers_is_refused_with_a_mapping_to_fill_in(tmp_path: Path) -> None:
    rows = "".join(f"c{n},city{n}\n" for n in range(50))
    (tmp_path / "people.csv").write_text("customer_id,city\n" + rows)
    (refused,) = recognise([tmp_path / "people.csv"]).refused
    assert refused.error is not None
    assert refused.error["code"] == "input.mapping.needed"
    assert "[[events]]" in refused.error["hint"]


def test_aligned_columns_are_a_table_and_prose_is_none() -> None:
    table = " id  date  amount\n" + "".join(f" 0000{n} 1997010{n}   1.50\n" for n in range(1, 9))
    found = detect(table)
    assert found is not None
    assert (found.columns, found.skip) == (("id", "date", "amount"), 1)
    assert detect("one two three\nfour five six\n" * 5) is None


@pytest.mark.parametrize(
    ("text", "day", "exact"),
    [
        ("churn_2024-03-31.csv", date(2024, 3, 31), "day"),
        ("churn_20240331.csv", date(2024, 3, 31), "day"),
        ("Stand: 31.03.2024", date(2024, 3, 31), "day"),
        ("churn_2024-03.csv", date(2024, 3, 1), "month"),
        ("churn March 2024.csv", date(2024, 3, 1), "month"),
        ("2012_SFO_Customer_Survey.csv", date(2012, 1, 1), "year"),
    ],
)
def test_a_file_may_state_its_day(text: str, day: date, exact: str) -> None:
    assert stated(text) == (day, exact)


def test_a_text_of_two_years_states_no_day() -> None:
    assert stated("plan_2023_2024.csv") is None


# --- real tables --------------------------------------------------------------------------------


def test_the_airline_survey_has_no_answer_at_zero(shared_data: Path, read_here: Reading) -> None:
    found = read_here(shared_data / "airline_passenger_satisfaction")
    counts = dict(found.rows("SELECT activity, count(*) FROM staged GROUP BY 1"))
    assert len(counts) == 15
    zeros = {
        "Departure/Arrival time convenient": 1_381,
        "Ease of Online booking": 1_195,
        "Inflight wifi service": 813,
        "Online boarding": 652,
        "Leg room service": 126,
    }
    assert {name: 25_976 - counts[name] for name in zeros} == zeros
    share = found.one("SELECT avg(rating) FROM staged WHERE activity = 'survey answered'")
    assert round(float(share), 4) == 0.4390
    assert any("no column holds times" in words for words in found.report.warnings)


@pytest.mark.parametrize(
    ("name", "question", "published"),
    [
        ("2011_SFO_Customer_Survey.csv", "Q8N", (3_694, 3.946)),
        ("2016_SFO_Customer_Survey.csv", "Q7ALL", (2_919, 4.038)),
    ],
)
def test_the_airport_surveys_have_their_published_means(
    shared_data: Path,
    read_here: Reading,
    *,
    name: str,
    question: str,
    published: tuple[int, float],
) -> None:
    found = read_here(shared_data / "sfo_airport_survey" / name)
    count, average = found.rows(
        f"SELECT count(rating), avg(rating) FROM staged WHERE part = '{question}'"
    )[0]
    assert (count, round(float(average), 3)) == published
    assert found.one("SELECT count(*) FROM staged WHERE rating NOT BETWEEN 1 AND 5") == 0


@pytest.mark.parametrize("year", [2014, 2015, 2016])
def test_two_questions_of_one_word_are_two_touchpoints(
    shared_data: Path, read_here: Reading, *, year: int
) -> None:
    path = shared_data / "sfo_airport_survey" / f"{year}_SFO_Customer_Survey.csv"
    with path.open(encoding="latin-1", newline="") as file:
        rows = list(csv.DictReader(file))
    answered = {
        (name, code): sum(row[f"{code}{name}"].strip() in set("12345") for row in rows)
        for name in ("FOOD", "AIRTRAIN", "RENTAL")
        for code in ("Q7", "Q9")
    }
    found = dict(
        read_here(path).rows("SELECT activity, count(*) FROM staged WHERE rating > 0 GROUP BY 1")
    )
    # how good the food is, and how clean the place where it is eaten
    assert {(n, c): found[f"{n} ({c})"] for n, c in answered} == answered
    assert not {"FOOD", "AIRTRAIN", "RENTAL"} & set(found)
    assert found["STORE"]
    assert "PARK (Q3)" not in found  # which garage it was is no grade for it


def test_cdnow_is_purchases_with_blanks_between(shared_data: Path, read_here: Reading) -> None:
    found = read_here(shared_data / "cdnow" / "CDNOW_master.txt.gz")
    assert found.rows(
        "SELECT count(*), count(DISTINCT subject), CAST(sum(value) AS VARCHAR), any_value(activity) FROM staged"
    ) == [(69_659, 23_570, "2500315.6300", "purchase")]


def test_telco_is_a_snapshot_of_who_left(shared_data: Path, read_here: Reading) -> None:
    found = read_here(shared_data / "telco_churn" / "Churn-Dataset.csv")
    assert found.rows(
        "SELECT count(*), count(DISTINCT subject), count(outcome), any_value(outcome) FROM staged"
    ) == [(7_043, 7_043, 1_869, "lost")]


def test_complaints_are_called_complaints(shared_data: Path, read_here: Reading) -> None:
    found = read_here(shared_data / "uwv_complaints_bpic2016" / "BPI2016_Complaints.csv")
    assert found.rows(
        "SELECT activity, count(*), count(DISTINCT subject) FROM staged GROUP BY 1"
    ) == [("complaint", 289, 226)]


def test_the_bank_campaign_asks_for_its_year(shared_data: Path, read_here: Reading) -> None:
    path = shared_data / "bank_phone_campaign" / "bank-full.csv.gz"
    with pytest.raises(AmbiguityError, match="without a year"):
        read_here(path)
    found = read_here(path, options={"year": "2008"})
    with gzip.open(path, "rt") as file:
        rows = sum(1 for _ in file) - 1
    years = dict(found.rows('SELECT year("at"), count(*) FROM staged GROUP BY 1'))
    assert set(years) == {2008, 2009, 2010}
    assert sum(years.values()) == rows == 45_211
    assert found.one("SELECT count(outcome) FROM staged") == round(0.11698 * rows)


def test_an_activity_that_is_begun_and_done_is_one_step(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        f"{n},Triage,{state},2026-03-0{n} 1{hour}:00:00"
        for n in range(1, 8)
        for state, hour in (("START", 0), ("suspend", 1), ("COMPLETE", 2))
    ]
    path = tmp_path / "cases.csv"
    path.write_text("case_id,activity,phase,time\n" + "\n".join(rows) + "\n")
    found = read_here(path)
    assert found.rows('SELECT activity, count(*), min(hour("at")) FROM staged GROUP BY 1') == [
        ("Triage", 7, 12)
    ]


def test_a_hospital_log_has_each_treatment_once(shared_data: Path, read_here: Reading) -> None:
    found = read_here(shared_data / "event_logs" / "patients.csv.gz")
    assert found.rows("SELECT count(*), count(DISTINCT subject) FROM staged") == [(2_721, 500)]


def test_scores_of_ten_are_not_the_worst_of_five(
    tmp_path: Path, read_here: Callable[..., Read]
) -> None:
    # as stars of one to five only the 0 to 5 would be left, and the mean of content customers would be 4
    rows = [
        f"{n},k{n}@mail.example,{n % 11},Comment number {n} of many,2026-01-{n % 28 + 1:02}"
        for n in range(110)
    ]
    (tmp_path / "scores.csv").write_text(
        "\n".join(["ID,Email,Score,Comment,Created at", *rows, ""])
    )
    read = read_here(tmp_path / "scores.csv")

    assert read.one("SELECT count(rating) FROM staged") == 110
    assert read.rows("SELECT DISTINCT rating_low::INT, rating_high::INT FROM staged") == [(0, 10)]
    assert read.one("SELECT avg(rating)::DOUBLE FROM staged") == 5.0
