"""Tables of companies of a kind that nobody had tried: a vet, a manager of homes, a garage, a theatre, a carrier of parcels.

Each lost a column, a step or a customer without a word, or was read wrongly, when it was imported first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from desireline.sources import dates, encoding, tongues

if TYPE_CHECKING:
    from conftest import Read

Reading = Callable[..., "Read"]
FIRST = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001 - a sheet's times have no zone
AT = "strftime(\"at\" AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M')"


def written(path: Path, header: str, rows: list[str], *, code: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join([header, *rows, ""]).encode(code))
    return path


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        (["05-abr-2023 12:45", "06-ene-2024 9:00"], "2023-04-05 12:45"),
        (["12. März 2024, 09:30 Uhr", "1. Mai 2023, 8:05 Uhr"], "2024-03-12 09:30"),
        (["18/06/2024 09h56", "17/01/2024 11 h 34"], "2024-06-18 09:56"),
        (["22 ott 2023 10:53", "1 gen 2024 08:00"], "2023-10-22 10:53"),
        (["5 de abril de 2024 a las 14:25", "6 de mayo de 2024 a las 9:05"], "2024-04-05 14:25"),
        (["12/03/2024 9:15:00 p. m.", "25/03/2024 9:15:00 a. m."], "2024-03-12 21:15"),
        (["lundi 12 août 2024 à 14h25", "mardi 13 août 2024 à 9h00"], "2024-08-12 14:25"),
        (["3/12/2024, 9:15:00\u202fPM", "3/25/2024, 9:15:00\u202fAM"], "2024-03-12 21:15"),
        (["12 mrt 2024", "3 okt 2024"], "2024-03-12 00:00"),
        (["12 de março de 2024", "1 de dezembro de 2024"], "2024-03-12 00:00"),
        (["12 września 2024 14:05", "3 paź 2024 8:00"], "2024-09-12 14:05"),
    ],
)
def test_times_are_read_as_each_language_writes_them(
    cells: list[str], meant: str, tmp_path: Path, read_here: Reading
) -> None:
    rows = [f"C{n % 4};{cells[n % 2]};visita {n % 3}" for n in range(24)]
    read = read_here(written(tmp_path / "x.csv", "client_id;time;activity", rows))

    assert read.rows(f"SELECT {AT} FROM staged ORDER BY source_line LIMIT 1") == [(meant,)]
    assert read.one("SELECT count(*) FROM staged") == 24


def test_a_month_of_another_language_is_not_looked_for_where_english_reads_all() -> None:
    clock = dates.detect(["March 5, 2024", "May 6, 2024"])
    assert clock is not None
    assert not clock.spelled


def test_each_day_has_the_clock_time_that_is_its_own(tmp_path: Path, read_here: Reading) -> None:
    """The first clock time of the table went to whichever day came first, and the day of the appointment had none."""
    booked = FIRST + timedelta(days=1)
    rows = [
        f"{n};{booked + timedelta(hours=n):%d/%m/%Y};{FIRST + timedelta(days=9 + n):%d/%m/%Y};1{n % 10}:15;C{n % 9}"
        for n in range(30)
    ]
    read = read_here(
        written(tmp_path / "x.csv", "Nº;Fecha reserva;Fecha cita;Hora cita;Cód. cliente", rows)
    )

    steps = read.rows(f"SELECT activity, {AT} FROM staged ORDER BY source_line, 2 LIMIT 2")
    assert steps == [("reserva", "2026-03-03 00:00"), ("cita", "2026-03-11 10:15")]


@pytest.mark.parametrize(
    ("header", "state"),
    [
        ("Fecha reserva;Fecha cita;Hora cita;Cód. cliente;Estado", ("Realizada", "No presentado", "Cancelada por el cliente")),
        ("Gebucht am;Termin;Uhrzeit;Kundennummer;Status", ("Wahrgenommen", "Nicht erschienen", "Abgesagt")),
        ("Date de réservation;Date du rendez-vous;Heure du rendez-vous;N° client;Statut", ("Honoré", "Non présenté", "Annulé")),
        ("Data de marcação;Data do atendimento;Hora do atendimento;N.º de cliente;Situação", ("Realizado", "Não compareceu", "Cancelado")),
        ("Data prenotazione;Data appuntamento;Ora appuntamento;Cod. cliente;Stato", ("Effettuato", "Non presentato", "Annullato")),
    ],
)  # fmt: skip
def test_an_appointment_that_nobody_came_to_did_not_take_place(
    header: str, state: tuple[str, str, str], tmp_path: Path, read_here: Reading
) -> None:
    kept, missed, off = state
    words = [*[kept] * 28, *[missed] * 7, *[off] * 5]
    rows = [
        f"{FIRST + timedelta(hours=7 * n):%d.%m.%Y %H:%M};{FIRST + timedelta(days=6 + n):%d.%m.%Y};1{n % 10}:15;C{n % 9};{word}"
        for n, word in enumerate(words)
    ]
    read = read_here(written(tmp_path / "x.csv", header, rows))

    counts = read.rows("SELECT count(*) FROM staged GROUP BY activity ORDER BY 1")
    assert counts == [(7,), (28,), (40,)]
    assert read.one(f"SELECT count(*) FROM staged WHERE activity LIKE '%: {missed}'") == 7
    assert read.one(f"SELECT count(*) FROM staged WHERE attributes LIKE '%{off}%'") == 5
    assert any(off in words for words in read.report.warnings)


def test_a_reminder_says_by_which_way_it_was_sent_and_a_payment_not_by_which_way_it_was_asked_for(
    tmp_path: Path, read_here: Reading
) -> None:
    ways = ("SMS", "E-mail", "Courrier")
    rows = [
        f"{FIRST + timedelta(days=n % 20):%d/%m/%Y};L{n % 8};{ways[n % 3]};{FIRST + timedelta(days=n % 20 + 3):%d/%m/%Y}"
        for n in range(30)
    ]
    read = read_here(
        written(tmp_path / "x.csv", "Date de relance;N° locataire;Canal;Réglé le", rows)
    )

    assert read.rows(
        "SELECT activity, actor, channel, count(*) FROM staged GROUP BY ALL ORDER BY ALL"
    ) == [
        ("relance", "company", "email", 10),
        ("relance", "company", "post", 10),
        ("relance", "company", "sms", 10),
        ("réglé", "customer", None, 30),
    ]
    assert read.one("SELECT min(subject) FROM staged") == "tenant:L0"


@pytest.mark.parametrize(
    "header",
    [
        "N° demande;Date de la demande;Locataire;Nature;Intervention prévue le;Intervention réalisée le;Note (sur 5);Commentaire du locataire",
        "Nr reklamacji;Data zgłoszenia;ID klienta;Rodzaj;Planowana data decyzji;Data decyzji;Ocena;Komentarz klienta",
    ],
)
def test_a_thing_with_its_kind_and_several_times_is_its_steps(
    header: str, tmp_path: Path, read_here: Reading
) -> None:
    """The kind of a repair was taken for what happened, and the days of its steps were on no map."""
    kinds = ("Plomberie", "Chauffage", "Serrurerie")
    said = ("Personne n'est venu le jour dit", "Très aimable", "")
    rows = [
        f"DI-{n:04};{FIRST + timedelta(days=n):%d/%m/%Y %H:%M};L{n % 9};{kinds[n % 3]};{FIRST + timedelta(days=n + 4):%d/%m/%Y};"
        f"{FIRST + timedelta(days=n + 4 + n % 2):%d/%m/%Y};{1 + n % 5};{said[n % 3]}"
        for n in range(30)
    ]
    read = read_here(written(tmp_path / "x.csv", header, rows))

    steps = read.rows(
        "SELECT actor, count(*), count(rating), count(text), max(rating_high)::INT FROM staged GROUP BY activity, actor ORDER BY 3"
    )
    assert steps == [("customer", 30, 0, 0, None), ("company", 30, 30, 20, 5)]
    assert read.one("SELECT count(*) FROM staged WHERE attributes LIKE '%\"late\":true%'") == 30
    assert read.one("SELECT count(*) FROM staged WHERE attributes LIKE '%Chauffage%'") == 20


def test_what_customers_begin_with_the_company_replies_to(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        f"REC-{n:05};{FIRST + timedelta(days=n):%d/%m/%Y %H:%M};7000{n % 9};Telefone;{FIRST + timedelta(days=n + 15):%d/%m/%Y};"
        f"{FIRST + timedelta(days=n + 9 + n % 9):%d/%m/%Y}"
        for n in range(36)
    ]
    header = "N.º reclamação;Data de entrada;N.º cliente;Canal;Prazo de resposta;Data de resposta"
    read = read_here(written(tmp_path / "x.csv", header, rows))

    assert read.rows(
        "SELECT activity, actor, channel, count(*) FROM staged GROUP BY ALL ORDER BY 1"
    ) == [
        ("entrada", "customer", "phone", 36),
        ("resposta", "company", "system", 36),
    ]
    late = "SELECT count(*) FROM staged WHERE activity = 'resposta' AND attributes LIKE '%\"late\":true%'"
    assert read.one(late) == 8


def test_what_was_cancelled_was_never_delivered_and_both_are_steps(
    tmp_path: Path, read_here: Reading
) -> None:
    """The list was refused: no row has both days, so that nothing told which follows the other."""
    rows = []
    for n in range(36):
        day = FIRST + timedelta(days=n)
        off = n % 4 == 0
        sent, gone = (
            ("", f"{day + timedelta(days=9):%d/%m/%Y}")
            if off
            else (f"{day + timedelta(days=30):%d/%m/%Y}", "")
        )
        rows.append(f"V{n:03};{day:%d/%m/%Y};1000{n};{sent};{gone}")
    header = "N. contratto;Data contratto;Cod. cliente;Data consegna;Data annullamento"
    read = read_here(written(tmp_path / "x.csv", header, rows))

    assert read.rows("SELECT activity, count(*) FROM staged GROUP BY 1 ORDER BY 2") == [
        ("annullamento", 9),
        ("consegna", 27),
        ("contratto", 36),
    ]


def test_what_is_often_done_on_the_same_day_and_often_not_at_all_is_a_step(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        f"{100 + n}\t{FIRST + timedelta(days=n):%Y%m%d}\t{(FIRST + timedelta(days=n)).strftime('%Y%m%d') if n % 2 else ''}"
        for n in range(40)
    ]
    read = read_here(written(tmp_path / "x.txt", "COD_CLIENTE\tDT_INVIO\tDT_APERTURA", rows))

    assert read.rows("SELECT activity, count(*) FROM staged GROUP BY 1 ORDER BY 2") == [
        ("apertura", 20),
        ("invio", 40),
    ]


def test_addresses_are_whose_they_are_whatever_their_column_is_called(
    tmp_path: Path, read_here: Reading
) -> None:
    said = ("Ik zat achter een pilaar en zag niets!", "Ik wacht nog steeds op mijn geld.")
    rows = [
        f"{1 + n % 28:02}-03-2026;{('mail', 'telefoon', 'balie', 'brief')[n % 4]};b{n % 15}@mail.nl;O{n:05};{said[n % 2]} ({n});"
        f"{13 + n % 15}-04-2026"
        for n in range(30)
    ]
    header = "Datum binnenkomst;Ingekomen via;E-mail klant;Ordernr;Klacht;Afgehandeld op"
    read = read_here(written(tmp_path / "x.csv", header, rows))

    assert read.one("SELECT count(DISTINCT subject) FROM staged") == 15
    assert read.one("SELECT min(subject) FROM staged") == "email:b0@mail.nl"
    assert read.rows(
        "SELECT channel, count(*), count(text) FROM staged WHERE actor = 'customer' GROUP BY 1 ORDER BY 1"
    ) == [("email", 8, 8), ("phone", 8, 8), ("post", 7, 7), ("store", 7, 7)]


def test_two_people_of_one_name_are_two(tmp_path: Path, read_here: Reading) -> None:
    rows = [
        f"F{n};{1 + n % 28:02}/03/2026;C{n % 10};García Pérez, Ana;1.2{n:02},50;{FIRST + timedelta(days=30 + n):%d/%m/%Y}"
        for n in range(30)
    ]
    header = "Nº factura;Fecha factura;Cód. cliente;Cliente;Total factura;Fecha cobro"
    read = read_here(written(tmp_path / "x.csv", header, rows))

    assert read.rows("SELECT DISTINCT identifiers FROM staged") == [(["name:García Pérez, Ana"],)]
    assert read.rows(
        "SELECT activity, count(value), min(value)::DOUBLE FROM staged GROUP BY 1 ORDER BY 1"
    ) == [("cobro", 0, None), ("factura", 30, 1200.5)]


@pytest.mark.parametrize("code", ["cp1250", "iso8859_2"])
def test_polish_of_one_byte_a_letter_keeps_its_letters(
    code: str, tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        f"{52000 + n}PL;{FIRST + timedelta(days=n):%Y-%m-%d};K-{n % 8};Łódź;{FIRST + timedelta(days=n + 2):%Y-%m-%d};"
        f"{FIRST + timedelta(days=n + 2 + n % 2):%Y-%m-%d}"
        for n in range(30)
    ]
    header = (
        "Numer przesyłki;Data nadania;ID klienta;Oddział;Planowana data doręczenia;Data doręczenia"
    )
    read = read_here(written(tmp_path / "x.csv", header, rows, code=code))

    assert read.rows("SELECT activity, actor, count(*) FROM staged GROUP BY ALL ORDER BY 1") == [
        ("doręczenia", "company", 30),
        ("nadania", "company", 30),
    ]
    assert read.one("SELECT count(*) FROM staged WHERE attributes LIKE '%Łódź%'") == 60
    assert read.one("SELECT count(*) FROM staged WHERE attributes LIKE '%\"late\":true%'") == 30


@pytest.mark.parametrize(
    "text",
    [
        "120 m³ x 3; ¿Cómo está?; 5 m² y 3 cm³, 4 dm³",
        "Größe 12 µm, 3 m³/h, 20 °C, naïve café £5",
        "cœur, sœur, bœuf, œuvre et chœur à l'œil",
    ],
)
def test_western_signs_are_no_polish_letters(text: str) -> None:
    found = encoding.detect((text * 9).encode("cp1252"))
    assert found is not None
    assert found.name == "cp1252"


@pytest.mark.parametrize(
    ("header", "answers"),
    [
        ("Ingevuld op;Uw e-mailadres;Welk rapportcijfer geeft u ons?;Hoe tevreden bent u over de ontvangst?", ("zeer tevreden", "zeer ontevreden")),
        ("Data compilazione;Codice cliente;Soddisfazione complessiva (1-10);Cortesia del personale", ("Molto soddisfatto", "Per niente soddisfatto")),
        ("Date de réponse;Votre numéro de locataire;Êtes-vous satisfait de nous (0-10) ?;Êtes-vous satisfait de l'accueil ?", ("Très satisfait", "Pas du tout satisfait")),
        ("Fecha de respuesta;Número de cliente;¿Cómo valora la atención recibida?;¿Está satisfecho con el precio?", ("Muy satisfecho", "Muy insatisfecho")),
    ],
)  # fmt: skip
def test_a_survey_that_no_tool_wrote_keeps_every_question_and_who_answered(
    header: str, answers: tuple[str, str], tmp_path: Path, read_here: Reading
) -> None:
    """The first rating was kept, the others were attributes, and each answer was somebody else's."""
    rows = [
        f"{13 + n % 15}/03/2026;{f'b{n % 12}@mail.nl' if 'mail' in header else 1000 + n % 12};{(1, 10)[n % 2]};{answers[n % 2]}"
        for n in range(24)
    ]
    read = read_here(written(tmp_path / "x.csv", header, rows))

    assert read.one("SELECT count(DISTINCT subject) FROM staged") == 12
    rated = read.rows(
        "SELECT part, min(rating)::INT, max(rating)::INT, max(rating_high)::INT FROM staged GROUP BY 1 ORDER BY 3 DESC"
    )
    assert rated[0][1:] == (1, 10, 10)
    assert rated[1][1] < rated[1][3] / 2
    assert rated[1][2] > rated[1][3] / 2
    worst = read.rows(
        "SELECT source_line FROM staged WHERE rating_high < 10 AND rating < 3 ORDER BY 1 LIMIT 1"
    )
    assert worst == [(3,)], (
        "the second row, the first below whom answers[1] stands, is the discontent one"
    )


def test_dates_that_fit_both_orders_are_read_as_the_headings_language_writes(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        f"b{n % 6}@mail.nl;0{1 + n % 3}-02-2026 10:00;0{1 + n % 3}-02-2026 1{n % 9}:30"
        for n in range(30)
    ]
    read = read_here(written(tmp_path / "x.csv", "E-mail;Verzonden;Geopend", rows))

    assert read.one(f"SELECT max({AT}) FROM staged") == "2026-02-03 18:30"
    assert any("day first" in words for words in read.report.warnings)
    assert not tongues.day_first(("Email", "Sent at", "Opened at"))


def test_columns_that_came_into_no_event_are_named(tmp_path: Path, read_here: Reading) -> None:
    rows = [
        f"{500 + n};b{n}@mail.nl;{FIRST + timedelta(days=n):%d-%m-%Y};Abonnee;{date(1970, 1, 1 + n):%d-%m-%Y}"
        for n in range(20)
    ]
    header = "Relatienummer;E-mailadres;Relatie sinds;Soort relatie;Geboortedatum"
    read = read_here(written(tmp_path / "x.csv", header, rows))
    assert read.report.mapping == "contacts"
    assert "Soort relatie" in read.report.unread

    rows = [
        f"{n};{FIRST + timedelta(days=n):%Y-%m-%d};K{n % 7};{100 + n};{FIRST + timedelta(days=n + 40):%Y-%m-%d}"
        for n in range(20)
    ]
    read = read_here(
        written(
            tmp_path / "y.csv",
            "order_id,created_at,customer_id,total,show_starts_at".replace(",", ";"),
            rows,
        )
    )
    assert read.report.no_step == ["show_starts_at"]
    assert read.report.unread == []


def test_a_row_that_is_set_aside_stands_on_its_own_line(
    tmp_path: Path, read_here: Reading
) -> None:
    """Behind lines that end in CR LF it stood on the line before, and the bridge took it for a row that gave an event."""
    rows = [f"{n};{1 + n % 28:02}/03/2026;C{n % 5};Vendita" for n in range(12)]
    path = written(
        tmp_path / "x.csv", "Elenco\r\n\r\nN.;Data;Cod. cliente;Attività", [*rows, "Totale;12"]
    )
    read = read_here(path)

    assert read.rows("SELECT source_line, content FROM quarantine") == [(16, "Totale;12")]
    assert read.one("SELECT max(source_line) FROM staged") == 15


def test_a_wait_in_a_table_of_calls_is_a_wait(tmp_path: Path, read_here: Reading) -> None:
    rows = [
        f"{1 + n % 28:02}/03/2026,0{1 + n % 9}:05:00 PM,{30 + n},120,K-{n % 6},Redelivery"
        for n in range(30)
    ]
    read = read_here(
        written(tmp_path / "x.csv", "Call date,Call start,Wait,Talk time,Customer ID,Reason", rows)
    )
    assert read.rows(
        f"SELECT {AT}, wait_s::INT, duration_s::INT FROM staged ORDER BY source_line LIMIT 1"
    ) == [("2026-03-01 13:05", 30, 120)]


def test_titles_and_cells_of_days_in_a_workbook(tmp_path: Path, read_here: Reading) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Répondants")
        for place, name in enumerate(
            ("Répondu le", "N° client", "Êtes-vous satisfait ?", "Nous recommanderiez-vous ?")
        ):
            sheet.write(0, place, name)
        for n in range(24):
            sheet.write_datetime(n + 1, 0, FIRST + timedelta(days=n))
            sheet.write(n + 1, 1, f"L{n % 6}")
            sheet.write(n + 1, 2, ("Très satisfait", "Sans avis", "Pas du tout satisfait")[n % 3])
            sheet.write(n + 1, 3, n % 11)
    read = read_here(path)

    assert read.rows("SELECT rating_kind, count(*) FROM staged GROUP BY 1 ORDER BY 1") == [
        ("csat", 16),
        ("nps", 24),
    ]
    assert read.one("SELECT min(subject) FROM staged") == "user:L0"
