"""Typeform, SurveyMonkey, Google Forms, LimeSurvey and Formbricks: one column per question.

Columns: SurveyMonkey's first row and Typeform's dates as published files and the code that reads them show
them; LimeSurvey's by its manual (Export responses) and published R code; Formbricks' by its own source
(`getResponsesJson`); Google Forms' by its help page and downloads.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from desireline.errors import AmbiguityError

RATED = "SELECT record, rating_kind, rating, rating_low, rating_high, text FROM staged ORDER BY record, rating_kind"


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a CSV under a name that says nothing."""

    def write(*rows: Sequence[Any], name: str = "responses.csv") -> Path:
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        return path

    return write


_TYPEFORM = (
    "#", "How likely are you to recommend us to a friend?", "How satisfied are you with the delivery?",
    "What should we do better?", "What is your email?", "First name", "Response Type",
    "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags",
)  # fmt: skip


def _typeform(
    number: str, nps: Any, csat: Any, words: str, mail: str, *, kind: str = "completed"
) -> Any:
    return (number, nps, csat, words, mail, "Ann", kind, "2026-03-04 10:00:00", "", "2026-03-04 10:02:00", "n1", "")  # fmt: skip


def test_a_typeform_response_gives_its_ratings_and_its_words_once(
    read_here: Callable[..., Any], table: Callable[..., Path]
) -> None:
    read = read_here(
        table(
            _TYPEFORM,
            _typeform("r1", 9, 4, "Nothing to add, thanks", "Ann@x.org"),
            _typeform("r2", 0, 0, "Please answer the phone", "bo@x.org"),
            _typeform("r3", 10, 5, "", "cy@x.org", kind="partial"),
        )
    )

    assert read.report.source == "typeform"
    assert read.rows(RATED) == [
        ("r1", "csat", 4, 1, 5, None),
        ("r1", "nps", 9, 0, 10, "Nothing to add, thanks"),
        ("r2", "nps", 0, 0, 10, "Please answer the phone"),
        ("r3", "csat", 5, 1, 5, None),
        ("r3", "nps", 10, 0, 10, None),
    ]
    assert read.one("SELECT count(DISTINCT record) FROM staged") == 3
    assert read.one("SELECT rating FROM staged WHERE record = 'r2' AND rating_kind = 'nps'") == 0
    assert read.rows("SELECT DISTINCT subject FROM staged ORDER BY 1") == [
        ("email:ann@x.org",), ("email:bo@x.org",), ("email:cy@x.org",)]  # fmt: skip
    assert read.rows("SELECT count(text), count(DISTINCT text) FROM staged") == [(2, 2)]
    assert read.rows("SELECT DISTINCT activity FROM staged WHERE record = 'r3'") == [
        ("survey answered in part",)
    ]
    assert read.one("SELECT min(zone) FROM staged") == "UTC"
    assert all("the export does not say the scale" in words for words in read.report.warnings)


_MONKEY = (
    ("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name",
     "Last Name", "Custom Data 1", "How satisfied were you with:", "", "Which did you use?", "",
     "What went wrong?", "How likely is it that you would recommend us to a friend or colleague?"),
    ("", "", "", "", "", "", "", "", "", "Wifi", "Seat", "App", "Shop", "Open-Ended Response", ""),
)  # fmt: skip


def _monkey(number: int, wifi: str, seat: str, words: str, nps: Any, *, end: str) -> Any:
    return (number, 77, "03/04/2026 09:58:00 AM", end, "10.0.0.1", f"c{number}@x.org", "Ann", "Lee",
            "gold", wifi, seat, "App", "", words, nps)  # fmt: skip


def test_surveymonkeys_second_row_names_the_rows_of_a_matrix_and_the_open_answers(
    read_here: Callable[..., Any], table: Callable[..., Path]
) -> None:
    read = read_here(
        table(
            *_MONKEY,
            _monkey(1000001, "Very satisfied", "Dissatisfied", "Slow", "9", end="03/14/2026 01:05:00 PM"),
            _monkey(1000002, "Neither satisfied nor dissatisfied", "", "", "10", end="03/04/2026 12:10:00 AM"),
        )
    )  # fmt: skip

    assert read.report.source == "surveymonkey"
    assert read.report.rows == 2
    assert read.report.detected["date order"] == "mdy"
    rated = read.rows("SELECT record, part, rating_kind, rating FROM staged ORDER BY record, part")
    assert rated == [
        ("1000001", "How likely is it that you would recommend us to a friend or colleague?", "nps", 9),
        ("1000001", "How satisfied were you with: - Seat", "csat", 2),
        ("1000001", "How satisfied were you with: - Wifi", "csat", 5),
        ("1000002", "How likely is it that you would recommend us to a friend or colleague?", "nps", 10),
        ("1000002", "How satisfied were you with: - Wifi", "csat", 3),
    ]  # fmt: skip
    # `App` is a choice, not somebody's words
    assert read.rows("SELECT text FROM staged WHERE text IS NOT NULL") == [("Slow",)]
    times = read.rows("SELECT DISTINCT strftime(\"at\", '%d %H:%M') FROM staged ORDER BY 1")
    assert times == [("04 00:10",), ("14 13:05",)]
    assert "name:Ann Lee" in read.one("SELECT any_value(identifiers) FROM staged")
    assert "10.0.0.1" not in str(read.rows("SELECT attributes FROM staged"))


def test_dates_that_two_countries_read_differently_are_asked_about(
    read_here: Callable[..., Any], table: Callable[..., Path]
) -> None:
    path = table(
        *_MONKEY, _monkey(1000001, "Very satisfied", "", "Slow", "9", end="03/04/2026 01:05 PM")
    )

    with pytest.raises(AmbiguityError):
        read_here(path)
    read = read_here(path, options={"date_order": "dmy"})

    assert read.one("SELECT DISTINCT strftime(\"at\", '%Y-%m-%d') FROM staged") == "2026-04-03"


def test_google_forms_are_known_by_timestamp_and_questions_and_times_keep_their_offset(
    read_here: Callable[..., Any], table: Callable[..., Path]
) -> None:
    read = read_here(
        table(
            ("Timestamp", "Username", "How satisfied are you with our shop?", "Why? Tell us more"),
            ("2026/03/04 10:00:12 PM GMT+1", "ann@x.org", "2", "The queue was far too long"),
            ("2026/03/05 12:00:00 AM GMT+1", "", "5", "Everything was fine for me"),
            ("2026/03/06 9:00:00 AM GMT-3:30", "", "", ""),
        )
    )

    assert read.report.source == "google_forms"
    assert read.rows(
        'SELECT strftime("at", \'%d %H:%M\'), zone, rating FROM staged ORDER BY "at"'
    ) == [
        ("04 21:00", "+01:00", 2),
        ("04 23:00", "+01:00", 5),
        ("06 12:30", "-03:30", None),
    ]
    assert read.one("SELECT count(DISTINCT subject) FROM staged") == 3
    assert read.rows("SELECT count(text) FROM staged") == [(2,)]


def test_a_log_with_a_timestamp_is_no_google_form(
    read_here: Callable[..., Any], table: Callable[..., Path]
) -> None:
    rows = [(f"2026-03-{day:02}T10:00:00Z", f"u{day}", "login") for day in range(1, 20)]
    read = read_here(table(("Timestamp", "user_id", "event"), *rows))

    assert read.report.source != "google_forms"


def test_limesurvey_says_unfinished_and_undated_answers(
    read_here: Callable[..., Any], table: Callable[..., Path]
) -> None:
    head = ("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr",
            "token", "How satisfied are you overall?", "What do you want to tell us?")  # fmt: skip
    rows = [
        (1, "2026-03-04 10:00:00", 3, "de", 77, "2026-03-04 09:50:00", "2026-03-04 10:00:00", "10.0.0.1",
         "tok1", "4", "Alles lief gut bei mir"),
        (2, "", 1, "en", 78, "2026-03-04 09:50:00", "2026-03-04 09:55:00", "", "", "2", "Half an answer here"),
        (3, "1980-01-01 00:00:00", 3, "en", 79, "1980-01-01 00:00:00", "1980-01-01 00:00:00", "", "", "5", "No time at all"),
    ]  # fmt: skip
    read = read_here(table(head, *rows))

    assert read.report.source == "limesurvey"
    assert read.rows("SELECT record, activity, subject, language FROM staged ORDER BY record") == [
        ("1", "survey answered", "user:tok1", "de"),
        ("2", "survey answered in part", "limesurvey:2", "en"),
    ]
    assert read.rows("SELECT code, source_line FROM quarantine") == [("no-time", 4)]


def test_formbricks_notes_of_the_team_are_not_the_customers_words(
    read_here: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    head = ["No.", "Response ID", "Timestamp", "Finished", "Survey ID", "Formbricks ID (internal)", "User ID",
            "Notes", "Tags", "url", "1. How easy was it to sign up?", "2. What was hard about it?",
            "2. What was hard about it? - Option ID"]  # fmt: skip
    rows = [
        [1, "resp-1", "2026-06-15 10:00:00", "Yes", "s1", "c1", "u1", "Kim: call her back please", "", "https://a", 2, "I never got the mail", "o1"],
        [2, "resp-2", "Sat Jun 15 2026", "No", "s1", "", "", "", "", "", 5, "", ""],
    ]  # fmt: skip
    for number, row in enumerate([head, *rows]):
        sheet.write_row(number, 0, row)
    book.close()

    read = read_here(path)

    assert read.report.source == "formbricks"
    assert read.rows("SELECT record, subject, activity, rating_kind, rating, rating_high, text FROM staged ORDER BY 1") == [
        ("resp-1", "user:u1", "survey answered", "ces", 2, 5, "I never got the mail"),
        ("resp-2", "formbricks:resp-2", "survey answered in part", "ces", 5, 5, None),
    ]  # fmt: skip
    assert "call her back" not in str(read.rows("SELECT * FROM staged"))


def test_a_six_that_nobody_tops_is_not_applicable_and_choices_are_no_words(
    read_here: Callable[..., Any], table: Callable[..., Path]
) -> None:
    rows = [
        _typeform(f"r{n}", "", (1, 2, 4, 5, 6)[n % 5], ("Very often indeed", "Not at all")[n % 2], f"c{n}@x.org")
        for n in range(40)
    ]  # fmt: skip
    read = read_here(table(_TYPEFORM, *rows))

    assert read.rows("SELECT count(*), count(text) FROM staged") == [(40, 0)]
    assert read.rows("SELECT count(rating), avg(rating) FROM staged") == [(32, 3)]  # fmt: skip


def test_a_google_forms_time_that_names_its_zone_stands_in_it(
    read_here: Callable[..., Any], table: Callable[..., Path]
) -> None:
    read = read_here(
        table(
            ("Zeitstempel", "Nutzername", "Wie zufrieden sind Sie mit unserem Service?"),
            ("2026/01/05 10:22:33 AM MEZ", "ann@x.org", 5),
            ("2026/07/05 3:45:10 PM MESZ", "bo@x.org", 2),
            ("2026/07/05 3:45:10 PM PDT", "cy@x.org", 2),
            ("2026/07/05 3:45:10 PM CST", "di@x.org", 3),
        )
    )
    assert read.rows(
        "SELECT subject, zone, strftime(\"at\" AT TIME ZONE 'UTC', '%H:%M') FROM staged ORDER BY 1"
    ) == [
        ("email:ann@x.org", "+01:00", "09:22"),
        ("email:bo@x.org", "+02:00", "13:45"),
        ("email:cy@x.org", "-07:00", "22:45"),
        ("email:di@x.org", None, "15:45"),
    ]
    assert any("zone CST, which means several" in words for words in read.report.warnings)


def test_a_survey_whose_times_say_no_zone_says_in_which_it_was_read(
    read_here: Callable[..., Any], table: Callable[..., Path]
) -> None:
    path = table(
        ("Timestamp", "How satisfied are you with our service?"), ("2026-01-05 10:22:33", 5)
    )
    assert read_here(path).report.detected["time zone"] == "not said: read as UTC"


@pytest.mark.parametrize(
    "header",
    [
        ("Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsgeneratorstartwert",
         "Datum gestartet", "Datum letzte Aktivität"),
        ("ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série",
         "Date de lancement", "Date de la dernière action"),
    ],
)  # fmt: skip
def test_limesurveys_headings_come_in_the_language_of_the_export(
    read_here: Callable[..., Any], table: Callable[..., Path], header: tuple[str, ...]
) -> None:
    """Headings as published analyses of German and French exports quote them."""
    read = read_here(
        table(
            (*header, "Wie zufrieden sind Sie mit der Lieferung?"),
            (
                1,
                "2026-03-05 10:22:33",
                3,
                "de",
                99,
                "2026-03-05 10:20:00",
                "2026-03-05 10:22:33",
                5,
            ),
            (2, "", 1, "de", 98, "2026-03-06 10:20:00", "2026-03-06 10:24:00", 1),
        )
    )
    assert {unit.source for unit in read.units} == {"limesurvey"}
    assert read.rows(
        "SELECT record, activity, CAST(rating AS INTEGER), strftime(\"at\" AT TIME ZONE 'UTC', '%d %H:%M') FROM staged ORDER BY 1"
    ) == [
        ("1", "survey answered", 5, "05 10:22"),
        ("2", "survey answered in part", 1, "06 10:24"),
    ]


def test_limesurveys_columns_are_known_by_their_cells_in_any_language(
    read_here: Callable[..., Any], table: Callable[..., Path]
) -> None:
    """Spanish and Polish headings, made up: the tool translates them, what stands below them is the same."""
    asked = "¿Qué probabilidad hay de que nos recomiende?"
    read = read_here(
        table(
            ("ID de respuesta", "Fecha de envío", "Última página", "Idioma inicial", "Semilla", "Código de acceso",
             "Fecha de inicio", "Fecha de la última acción", "Dirección IP", asked),
            (1, "2026-03-05 10:22:33", 3, "es", 1187341234, "aB3dE6gH9jK2mN5", "2026-03-05 10:20:00", "2026-03-05 10:22:33", "10.0.0.7", 10),
            (2, "", 1, "es", 77712345, "zZ3dE6gH9jK2mN5", "2026-03-06 10:20:00", "2026-03-06 10:24:00", "10.0.0.8", 0),
        ),
        table(
            ("Identyfikator", "Data wysłania", "Ostatnia strona", "Język początkowy", "Ziarno", "Czy chcesz nam coś jeszcze powiedzieć?"),
            (3, "2026-03-07 08:00:00", 3, "pl", 1187341234, "Bardzo dobra obsługa, dziękuję za pomoc"),
            (4, "2026-03-07 09:00:00", 3, "pl", 1187341235, "Czekałem na odpowiedź ponad tydzień"),
            name="pl.csv",
        ),
    )  # fmt: skip
    assert {unit.source for unit in read.units} == {"limesurvey"}
    assert read.rows(
        "SELECT record, activity, subject, CAST(rating AS INTEGER), rating_kind, language FROM staged ORDER BY 1"
    ) == [
        ("1", "survey answered", "user:aB3dE6gH9jK2mN5", 10, "nps", "es"),
        ("2", "survey answered in part", "user:zZ3dE6gH9jK2mN5", 0, "nps", "es"),
        ("3", "survey answered", "limesurvey:3", None, None, "pl"),
        ("4", "survey answered", "limesurvey:4", None, None, "pl"),
    ]
    assert read.rows("SELECT count(*) FROM staged WHERE attributes LIKE '%10.0.0%'") == [(0,)]


def test_a_table_that_only_begins_like_limesurveys_is_not_taken_for_it(
    read_here: Callable[..., Any], table: Callable[..., Path]
) -> None:
    read = read_here(
        table(
            ("order", "paid at", "items", "country", "amount in cents", "customer"),
            (1, "2026-03-05 10:22:33", 3, "es", 118734, "c1"),
            (2, "2026-03-05 11:22:33", 1, "de", 77712, "c2"),
            (3, "2026-03-06 11:22:33", 1, "fr", 9900, "c1"),
        )
    )
    assert {unit.source for unit in read.units} != {"limesurvey"}
