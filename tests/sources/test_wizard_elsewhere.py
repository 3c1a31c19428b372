"""Tables that nobody has described, from elsewhere: other languages, short names, titles above, employees beside.

Each was imported by hand first and came out wrong, or not at all.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from desireline.sources import tongues
from desireline.sources.recognition import recognise

if TYPE_CHECKING:
    from conftest import Read

Reading = Callable[..., "Read"]
FIRST = datetime(2026, 3, 1, 9, 30)  # noqa: DTZ001 - a sheet's times have no zone


def written(path: Path, header: str, rows: list[str], *, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join([header, *rows, ""]), encoding=encoding)
    return path


def test_a_german_journal_with_semicolons_says_kunde_vorgang_and_uhrzeit(
    tmp_path: Path, read_here: Reading
) -> None:
    kinds = ("Verkauf", "Retoure", "Beratung")
    words = ("Passt gut", "Zu groß ausgefallen, leider", "")
    rows = [
        f"B{n};{1 + n:02}.03.2026;{8 + n % 10:02}:15;KD-{n % 7};{kinds[n % 3]};1.2{n:02},50;{words[n % 3]}"
        for n in range(28)
    ]
    header = "Beleg;Datum;Uhrzeit;Kunde;Vorgang;Betrag;Bemerkung"
    read = read_here(written(tmp_path / "x.csv", header, rows, encoding="cp1252"))

    assert read.rows("SELECT activity, count(*) FROM staged GROUP BY 1 ORDER BY 1") == [
        ("Beratung", 9), ("Retoure", 9), ("Verkauf", 10)]  # fmt: skip
    assert read.one("SELECT count(DISTINCT subject) FROM staged") == 7
    first = read.rows(
        "SELECT subject, activity, text, strftime(\"at\" AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M') FROM staged ORDER BY \"at\" LIMIT 2"
    )
    assert first == [
        ("customer:KD-0", "Verkauf", "Passt gut", "2026-03-01 08:15"),
        ("customer:KD-1", "Retoure", "Zu groß ausgefallen, leider", "2026-03-02 09:15"),
    ]


def test_short_names_and_milliseconds_are_a_clickstream(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        f"{1772620000123 + n * 61000},u{n % 6},{('open', 'pay')[n % 2]},home" for n in range(40)
    ]
    read = read_here(written(tmp_path / "x.csv", "ts,uid,evt,ctx.screen", rows))
    assert read.rows("SELECT activity, count(*) FROM staged GROUP BY 1 ORDER BY 1") == [
        ("open", 20), ("pay", 20)]  # fmt: skip
    assert read.one('SELECT min(epoch_ms("at")) FROM staged') == 1772620000123


def test_an_activity_column_may_say_its_language_and_the_employee_beside_it_joins_no_cases(
    tmp_path: Path, read_here: Reading
) -> None:
    steps = ("register", "check", "decide")
    rows = [f"K{n % 4},{steps[n // 4]},2026-03-{1 + n:02} 10:00:00.000,tom" for n in range(12)]
    read = read_here(written(tmp_path / "x.csv", "CASE_KEY,ACTIVITY_EN,EVENTTIME,USER", rows))
    assert read.rows("SELECT activity, count(*) FROM staged GROUP BY 1 ORDER BY 1") == [
        ("check", 4), ("decide", 4), ("register", 4)]  # fmt: skip
    # `tom` stands beside every case: as another name of them he made them all one customer
    assert (
        read.one("SELECT count(*) FROM staged WHERE list_contains(identifiers, 'user:tom')") == 0
    )


def test_a_customer_goes_before_the_user_who_served_them(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [f"bob,c{n % 8},{('call', 'visit')[n % 2]},2026-03-{1 + n:02} 10:00" for n in range(24)]
    read = read_here(written(tmp_path / "x.csv", "user_name,client_name,event,date", rows))
    assert read.one("SELECT count(DISTINCT subject) FROM staged") == 8
    assert read.one("SELECT min(subject) FROM staged") == "client:c0"


def test_a_table_that_does_not_say_what_happened_is_refused_and_not_called_after_its_date(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [f"c{n % 8},{1 + n:02}.03.2026,x{n}" for n in range(24)]
    read = read_here(written(tmp_path / "x.csv", "Kunde;Datum;Feld".replace(";", ","), rows))
    assert read.units == []
    assert "no column says what happened" in (read.refused["x.csv"].error or {})["message"]


def test_titles_above_and_totals_below_a_sheet_are_no_customers(
    tmp_path: Path, read_here: Reading
) -> None:
    book = xlsxwriter.Workbook(tmp_path / "x.xlsx", {"default_date_format": "dd/mm/yyyy hh:mm"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Service report March 2026"])
    sheet.write_row(1, 0, ["Created by", "Tom", "on 2026-04-01"])
    sheet.write_row(
        3, 0, ["Customer No", "Contact date", "Contact type", "Minutes", "Amount", "Desk"]
    )
    for n in range(25):
        kind = ("Complaint", "Question")[n % 2]
        sheet.write_row(4 + n, 0, [f"K{n % 9}", FIRST + timedelta(days=n), kind, n, 10.5 * n, "A"])
    sheet.write_row(29, 0, ["Total", "", "", 300, 3150])
    sheet.write_row(31, 0, ["Page 1 of 1"])
    book.close()

    read = read_here(tmp_path / "x.xlsx")

    assert read.rows("SELECT activity, count(*) FROM staged GROUP BY 1 ORDER BY 1") == [
        ("Complaint", 13), ("Question", 12)]  # fmt: skip
    assert read.one("SELECT count(DISTINCT subject) FROM staged") == 9
    assert read.rows("SELECT source_line, code FROM quarantine ORDER BY 1") == [
        (30, "no-time"), (32, "no-time")]  # fmt: skip


def test_a_wide_german_survey_is_answers_side_by_side_and_its_open_question_the_words(
    tmp_path: Path, read_here: Reading
) -> None:
    chance = random.Random(4)
    places = [
        "Beratung",
        "Kasse",
        "Auswahl",
        "Preis",
        "Parken",
        "Licht",
        "Musik",
        "Lieferung",
        "Umtausch",
        "Website",
    ]
    header = ["Bogen", "Ausgefüllt am", "Filiale", *(f"Zufriedenheit mit {one}" for one in places)]
    header += [*(f"Bild {n}" for n in range(20)), "Was sollten wir ändern?", "Kundennr"]
    rows = []
    for n in range(150):
        mood = chance.gauss(3.5, 0.9)
        answers = [str(min(5, max(1, round(mood + chance.gauss(0, 0.5))))) for _ in places]
        if n % 10 == 0:
            answers[3] = "0"
        words = f"Die Kasse war langsam {n}" if n % 2 else ""
        cells = [str(900 + n), f"{1 + n % 28:02}.03.2026 10:15", "Köln", *answers, *[""] * 20]
        rows.append(";".join([*cells, words, f"K{n}"]))
    read = read_here(written(tmp_path / "x.csv", ";".join(header), rows, encoding="cp1252"))

    counts = dict(read.rows("SELECT activity, count(*) FROM staged GROUP BY 1"))
    assert counts["survey answered"] == 150
    assert counts["Zufriedenheit mit Kasse"] == 150
    assert counts["Zufriedenheit mit Preis"] == 135  # 0 is no answer
    assert read.one("SELECT count(DISTINCT subject) FROM staged") == 150
    assert read.one("SELECT count(text) FROM staged") == 75


def test_a_german_table_of_complaints_is_no_second_table_of_tickets(
    tmp_path: Path, read_here: Reading
) -> None:
    """Its columns are those of comments on tickets, but it says whose complaint it was."""
    texts = ("Mein Paket kam zwei Wochen zu spät an.", "Die Lampe war beim Auspacken kaputt.")
    rows = [
        f"{1000 + n};{n % 5};2026-03-{1 + n:02} 10:00;Lieferung;{texts[n % 2]}" for n in range(20)
    ]
    read = read_here(
        written(tmp_path / "x.csv", "ticket_id;kunde_id;created_at;kategorie;text", rows)
    )
    assert read.rows('SELECT subject, text FROM staged ORDER BY record, "at" LIMIT 2') == [
        ("customer:0", texts[0]), ("customer:1", texts[1])]  # fmt: skip
    assert read.one("SELECT count(DISTINCT subject) FROM staged") == 5


def test_comments_by_authors_alone_still_ask_for_their_tickets(tmp_path: Path) -> None:
    rows = [f"{n},{n % 3},2026-03-{1 + n:02} 10:00,It is still broken today" for n in range(20)]
    path = written(tmp_path / "x.csv", "ticket_id,author_id,created_at,body", rows)
    (refused,) = recognise([path]).refused
    assert refused.error is not None
    assert refused.error["code"] == "input.file.table-missing"


def test_a_numbered_thing_is_what_each_row_is(tmp_path: Path, read_here: Reading) -> None:
    rows = [f"B{n};{n % 5};{1 + n:02}.03.2026;Lieferung;offen" for n in range(20)]
    read = read_here(
        written(tmp_path / "x.csv", "Beschwerde-Nr;Kundennummer;Eingangsdatum;Grund;Status", rows)
    )
    assert read.rows("SELECT DISTINCT activity FROM staged") == [("complaint",)]


def test_what_a_customer_is_called_and_mailed_at_is_theirs_and_no_number(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        f"{n % 5},2026-03-{1 + n:02} 10:00,check,Ann Lee{'abcde'[n % 5]},a{n % 5}@example.org"
        for n in range(20)
    ]
    read = read_here(
        written(tmp_path / "x.csv", "customer_id,at,action,customer_name,customer_email", rows)
    )
    assert read.one("SELECT list_sort(identifiers) FROM staged WHERE subject = 'customer:1' LIMIT 1") == [
        "email:a1@example.org", "name:Ann Leeb"]  # fmt: skip


def test_the_marketing_funnel_knows_its_leads(shared_data: Path, read_here: Reading) -> None:
    """Olist's leads are called mql_id; each stands once in each table, under a day that says what it was."""
    folder = shared_data / "olist_marketing_funnel"
    leads = read_here(folder / "olist_marketing_qualified_leads_dataset.csv")
    deals = read_here(folder / "olist_closed_deals_dataset.csv")
    assert leads.rows("SELECT DISTINCT split_part(subject, ':', 1), activity FROM staged") == [
        ("lead", "first contact")]  # fmt: skip
    assert leads.one("SELECT count(DISTINCT subject) FROM staged") == 8_000
    assert deals.rows("SELECT DISTINCT activity, outcome FROM staged") == [("won", "completed")]
    assert deals.one("SELECT count(DISTINCT subject) FROM staged") == 842


def test_a_row_of_the_bank_campaign_is_a_call(shared_data: Path, read_here: Reading) -> None:
    path = shared_data / "bank_phone_campaign" / "bank-full.csv.gz"
    read = read_here(path, options={"year": "2008"})
    assert read.rows("SELECT activity, outcome, count(*) FROM staged GROUP BY 1, 2 ORDER BY 3") == [
        ("campaign call", "completed", 5_289), ("campaign call", None, 39_922)]  # fmt: skip


def test_a_german_log_of_cases_joins_whose_case_it_is_with_surveys_and_calls(
    tmp_path: Path, read_here: Reading
) -> None:
    steps = ("Schaden gemeldet", "Unterlagen angefordert", "Entscheidung: bewilligt")
    rows = [
        f"V-{n // 3:04};VN{n // 3};{1 + n % 28:02}.03.2026 10:{n % 60:02}:00;{steps[n % 3]};{('ja', 'nein')[n % 2]}"
        for n in range(60)
    ]
    header = "Vorgangsnummer;Versichertennummer;Zeitpunkt;Aktivität;Frist überschritten"
    read = read_here(written(tmp_path / "x.csv", header, rows))

    assert read.one("SELECT count(DISTINCT subject) FROM staged") == 20
    first = read.rows(
        "SELECT subject, identifiers, object_ids FROM staged ORDER BY subject LIMIT 1"
    )
    # that a survey's or a call log's customer number is the same is found out from the numbers
    assert first == [("case:V-0000", ["customer:VN0"], ["case:V-0000"])]


JOURNALS = {
    "fr": ("N° client;Date;Heure;Opération;Montant;Commentaire;Conseiller", "Vente|Retour|Conseil", "client"),
    "es": ("Nº de cliente;Fecha;Hora;Tipo de operación;Importe;Comentarios;Agente", "Venta|Devolución|Consulta", "customer"),
    "pt": ("Código do cliente;Data;Hora;Operação;Valor;Comentário;Atendente", "Venda|Devolução|Consulta", "customer"),
    "it": ("Codice cliente;Data;Ora;Operazione;Importo;Commento;Operatore", "Vendita|Reso|Consulenza", "customer"),
    "nl": ("Klantnummer;Datum;Tijd;Handeling;Bedrag;Opmerking;Medewerker", "Verkoop|Retour|Advies", "customer"),
    "en": ("Customer no;Date;Time;Activity;Amount;Comment;Agent", "Sale|Return|Advice", "customer"),
}  # fmt: skip


@pytest.mark.parametrize("tongue", JOURNALS)
def test_a_journal_says_the_same_in_every_language(
    tmp_path: Path, read_here: Reading, tongue: str
) -> None:
    """Seven customers, three kinds of visits and what was said; the agent is nobody's other name."""
    header, kinds, who = JOURNALS[tongue]
    kind = kinds.split("|")
    rows = [
        f"K-{n % 7};{1 + n:02}.03.2026;{8 + n % 10:02}:15;{kind[n % 3]};1.2{n:02},50;{('a b c', 'd e, f', '')[n % 3]};Paul"
        for n in range(28)
    ]
    read = read_here(written(tmp_path / "x.csv", header, rows))

    assert read.rows("SELECT activity, count(*) FROM staged GROUP BY 1 ORDER BY 2, 1") == sorted(
        [(kind[1], 9), (kind[2], 9), (kind[0], 10)], key=lambda one: (one[1], one[0])
    )
    assert read.rows(
        "SELECT subject, text, strftime(\"at\" AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M') "
        'FROM staged ORDER BY "at" LIMIT 2'
    ) == [
        (f"{who}:K-0", "a b c", "2026-03-01 08:15"),
        (f"{who}:K-1", "d e, f", "2026-03-02 09:15"),
    ]
    assert read.one("SELECT count(*) FROM staged WHERE len(identifiers) > 0") == 0


COMPLAINTS = {
    "fr": "Numéro de dossier;Date de création;Adresse e-mail;Canal;Motif;Message;Note de satisfaction",
    "es": "Número de caso;Fecha de creación;Correo electrónico;Canal;Motivo;Mensaje;Puntuación",
    "pt": "Número do protocolo;Data de criação;E-mail;Canal;Motivo;Mensagem;Avaliação",
    "nl": "Zaaknummer;Aangemaakt op;E-mailadres;Kanaal;Reden;Bericht;Beoordeling",
}


@pytest.mark.parametrize("tongue", COMPLAINTS)
def test_who_wrote_is_the_address_and_not_the_number_of_the_case(
    tmp_path: Path, read_here: Reading, tongue: str
) -> None:
    rows = [
        f"D{n};{1 + n:02}.03.2026 08:15;p{n % 7}@example.org;E-mail;x;{('it came late', 'it came broken')[n % 2]};{1 + n % 5}"
        for n in range(28)
    ]
    read = read_here(written(tmp_path / "x.csv", COMPLAINTS[tongue], rows))

    assert read.rows(
        'SELECT subject, text, CAST(rating AS INT), rating_high FROM staged ORDER BY "at" LIMIT 2'
    ) == [
        ("email:p0@example.org", "it came late", 1, 5),
        ("email:p1@example.org", "it came broken", 2, 5),
    ]
    assert read.one("SELECT count(DISTINCT subject) FROM staged") == 7


@pytest.mark.parametrize(
    "header",
    [
        "N° de commande;Date de commande;Client;E-mail;Montant total;Devise;Statut",
        "Número de pedido;Fecha del pedido;Cliente;Correo electrónico;Total;Moneda;Estado",
        "Número do pedido;Data do pedido;Cliente;E-mail;Valor total;Moeda;Situação",
        "Bestelnummer;Besteldatum;Klant;E-mailadres;Totaal;Valuta;Status",
    ],
)
def test_orders_in_other_languages_are_orders(
    tmp_path: Path, read_here: Reading, header: str
) -> None:
    rows = [
        f"{n};{1 + n:02}.03.2026 08:15;Ann {n % 7};p{n % 7}@example.org;1.2{n:02},50;EUR;x"
        for n in range(14)
    ]
    read = read_here(written(tmp_path / "x.csv", header, rows))

    assert {(unit.mapping, unit.source) for unit in read.units} == {("orders", "orders")}
    assert read.rows(
        'SELECT subject, activity, CAST(value AS DOUBLE), currency FROM staged ORDER BY "at" LIMIT 1'
    ) == [("email:p0@example.org", "order created", 1200.5, "EUR")]


@pytest.mark.parametrize(
    ("header", "lost", "out"),
    [
        ("ID d'appel;Début;Sens;Téléphone;Temps d'attente;Durée de conversation;Résultat", "abandonné", "sortant"),
        ("ID de llamada;Inicio;Sentido;Teléfono;Tiempo de espera;Duración de la conversación;Resultado", "abandonada", "saliente"),
        ("ID da chamada;Início;Sentido;Telefone;Tempo de espera;Duração da conversa;Resultado", "abandonada", "saída"),
        ("Oproep-ID;Start;Richting;Telefoonnummer;Wachttijd;Gespreksduur;Resultaat", "gemist", "uitgaand"),
    ],
)  # fmt: skip
def test_calls_in_other_languages_are_calls_with_their_waits(
    tmp_path: Path, read_here: Reading, header: str, lost: str, out: str
) -> None:
    """Somebody hung up after a minute: read as any other call, that wait would be nobody's pain."""
    rows = [
        "1;30.03.2026 10:00:00;x;+49301234567;35;205;ok",
        f"2;30.03.2026 11:00:00;x;+49301234567;60;0;{lost}",
        f"3;31.03.2026 11:00:00;{out};+49301234567;;120;ok",
    ]
    read = read_here(written(tmp_path / "x.csv", header, rows))

    assert read.rows('SELECT subject, activity, wait_s, duration_s FROM staged ORDER BY "at"') == [
        ("phone:+49301234567", "call: ok", 35, 205),
        ("phone:+49301234567", "abandoned call", 60, None),
        ("phone:+49301234567", "company calls: ok", None, 120),
    ]


def test_a_lone_word_of_another_language_changes_no_heading() -> None:
    assert tongues.english(("Data", "Client", "Total", "Note", "Agent")) == {}
    assert tongues.english(("user_id", "date", "message")) == {}


def test_spanish_delivery_notes_say_whose_they_are_and_which_came_late(
    tmp_path: Path, read_here: Reading
) -> None:
    # every third came two days after the day that was promised
    rows = [
        f"AL{n};PV{n};430{n % 9};{20 + 2 * (n % 3 == 0):02}/03/2026 10:00;20/03/2026 08:00;SEUR"
        for n in range(30)
    ]
    header = "Nº albarán;Nº pedido;Cód. cliente;Fecha entrega;Fecha prometida;Transportista"
    read = read_here(written(tmp_path / "x.csv", header, rows))

    late = "json_extract_string(attributes, '$.late')"
    assert read.rows(f"SELECT activity, {late}, count(*) FROM staged GROUP BY ALL ORDER BY 2") == [
        ("entrega", "false", 20),
        ("entrega", "true", 10),
    ]
    assert read.one("SELECT count(DISTINCT subject) FROM staged") == 9
    assert read.one("SELECT min(subject) FROM staged") == "customer:4300"


def test_an_invoice_that_a_customer_pays_late_is_no_broken_promise(
    tmp_path: Path, read_here: Reading
) -> None:
    rows = [
        f"F{n};430{n % 9};02/03/2026;{1 + n % 28:02}/04/2026;15/04/2026;{100 + n},50"
        for n in range(30)
    ]
    header = "Nº factura;Cód. cliente;Fecha factura;Fecha cobro;Vencimiento;Importe"
    read = read_here(written(tmp_path / "x.csv", header, rows))

    # when it is due is no step, and nothing that the company promised
    assert read.rows("SELECT activity, actor, count(*) FROM staged GROUP BY ALL ORDER BY 1") == [
        ("cobro", "customer", 30),
        ("factura", "company", 30),
    ]
    late = "json_extract_string(attributes, '$.late')"
    assert read.one(f"SELECT count({late}) FROM staged") == 0


@pytest.mark.parametrize(
    "headings",
    [
        ("N° bon", "N° commande", "Réf client", "Date livraison", "Date prévue"),
        ("Nº guia", "Nº pedido", "Cód. cliente", "Data entrega", "Data prevista"),
        ("N. bolla", "N. ordine", "Cod. cliente", "Data consegna", "Data prevista"),
        ("Pakbonnummer", "Ordernummer", "Klantnummer", "Leverdatum", "Verwachte leverdatum"),
    ],
)
def test_delivery_notes_are_understood_in_other_languages(headings: tuple[str, ...]) -> None:
    told = tongues.english(headings)
    assert told[headings[1]] == "order_id"
    assert told[headings[2]] in ("client_id", "customer_id")
    assert told[headings[3]] in ("delivered_date", "delivery_date")
    assert told[headings[4]].startswith("expected")


def test_a_spanish_list_of_orders_says_by_which_channel_each_came(
    tmp_path: Path, read_here: Reading
) -> None:
    ways = ("Correo", "Web", "Teléfono", "EDI")
    rows = [
        f"PV{n};{1 + n % 28:02}/03/2026 10:00;430{n % 9};{100 + n},50;EUR;{ways[n % 4]}"
        for n in range(40)
    ]
    header = "Nº pedido;Fecha pedido;Cód. cliente;Importe;Moneda;Canal"
    read = read_here(written(tmp_path / "x.csv", header, rows))

    assert read.rows("SELECT channel, count(*) FROM staged GROUP BY 1 ORDER BY 1") == [
        ("email", 10),
        ("phone", 10),
        ("system", 10),
        ("web", 10),
    ]


def test_whom_a_mailing_went_to_and_a_students_number_say_who_it_was(
    tmp_path: Path, read_here: Reading
) -> None:
    """Both tables of a university were refused: no column said who it was."""
    mails = [
        f"2026-03-{day:02d}T09:15:00;ida{day % 5}@example.org;Willkommen;2026-03-{day:02d}T10:00:00"
        for day in range(1, 25)
    ]
    read = read_here(
        written(tmp_path / "mails.csv", "Versendet am;Empfänger;Vorlage;Geöffnet am", mails)
    )
    assert read.rows("SELECT DISTINCT subject FROM staged ORDER BY 1 LIMIT 2") == [
        ("email:ida0@example.org",),
        ("email:ida1@example.org",),
    ]
    marks = [f"70000{number % 6};Mathematik;{number + 1:02d}.03.2026;2,3" for number in range(24)]
    read = read_here(
        written(tmp_path / "marks.csv", "Matrikelnr.;Prüfung;Prüfungsdatum;Note", marks)
    )
    assert read.rows("SELECT count(*), count(DISTINCT subject), min(subject) FROM staged") == [
        (24, 6, "student:700000")
    ]


def test_a_mailing_is_an_email_that_was_sent_and_opened(
    tmp_path: Path, read_here: Reading
) -> None:
    """Every fourth is not opened: its first time is the company's step, its second the customer's."""
    mails = [
        f"2026-03-{day:02d}T09:15:00;ida{day % 5}@example.org;Willkommen;{f'2026-03-{day:02d}T10:00:00' if day % 4 else ''}"
        for day in range(1, 25)
    ]
    read = read_here(
        written(tmp_path / "mails.csv", "Versendet am;Empfänger;Vorlage;Geöffnet am", mails)
    )
    counts = "SELECT activity, actor, channel, count(*) FROM staged GROUP BY ALL ORDER BY 1"
    assert read.rows(counts) == [
        ("email opened", "customer", "email", 18),
        ("email sent", "company", "email", 24),
    ]


def test_enrolments_with_names_say_who_stayed_and_who_is_who(
    tmp_path: Path, read_here: Reading
) -> None:
    """A list of people, by its first and last names; but one in three was taken off the rolls, after three to six months."""
    rows = [
        f"70{n:04d};B{n};Koch;Lea;lea{n}@example.org;{1 + n % 28:02d}.10.2024;{f'{1 + n % 28:02d}.{1 + n % 4:02d}.2025' if n % 3 == 0 else ''}"
        for n in range(90)
    ]
    heads = "Matrikelnr.;Bewerber-ID;Nachname;Vorname;E-Mail;Immatrikuliert am;Exmatrikuliert am"
    read = read_here(written(tmp_path / "rolls.csv", heads, rows))
    counts = "SELECT activity, outcome, count(*) FROM staged GROUP BY ALL ORDER BY 1"
    assert read.rows(counts) == [
        ("enrolment ended", "lost", 30),
        ("enrolment started", None, 90),
    ]
    (names,) = read.rows(
        "SELECT identifiers FROM staged WHERE subject = 'applicant:B7' AND activity = 'enrolment started'"
    )[0]
    assert {"student:700007", "email:lea7@example.org", "given:Lea", "family:Koch"} <= set(names)


@pytest.mark.parametrize(
    ("heads", "channels"),
    [
        ("Anfrage-Nr.;Eingang;Kanal;E-Mail;Thema;Nachricht;Beantwortet am;Antwort;Status", "Telefon Kontaktformular Fax Brieftaube"),
        ("Nº de demande;Reçue le;Canal;Adresse e-mail;Objet;Message;Répondu le;Réponse;Statut", "Téléphone Formulaire Courrier Brieftaube"),
        ("Nº de solicitud;Recibida el;Canal;Correo electrónico;Asunto;Mensaje;Respondido el;Respuesta;Estado", "Teléfono Formulario Carta Brieftaube"),
        ("Protocolo;Recebido em;Canal;E-mail;Assunto;Mensagem;Respondido em;Resposta;Situação", "Telefone Formulário Correio Brieftaube"),
        ("N. richiesta;Ricevuta il;Canale;E-mail;Oggetto;Messaggio;Risposto il;Risposta;Stato", "Telefono Modulo Lettera Brieftaube"),
        ("Aanvraagnr.;Ontvangen op;Kanaal;E-mailadres;Onderwerp;Bericht;Beantwoord op;Antwoord;Status", "Telefoon Contactformulier Brief Brieftaube"),
    ],
)  # fmt: skip
def test_enquiries_in_other_languages_keep_their_channels(
    tmp_path: Path, read_here: Reading, heads: str, channels: str
) -> None:
    """A channel that nobody knows stays as it is written; one that is not given is a mail."""
    rows = [
        f"A{n};0{1 + n % 9}.03.2026 09:00;{[*channels.split(), ''][n % 5]};ida{n}@example.org;Zeugnis;Was fehlt?;0{1 + n % 9}.03.2026 11:00;Nichts.;closed"
        for n in range(40)
    ]
    read = read_here(written(tmp_path / "x.csv", heads, rows))
    counts = """SELECT channel, count(*), count("text") FROM staged
        WHERE activity = 'ticket opened' GROUP BY ALL ORDER BY 1"""
    assert read.rows(counts) == [
        ("Brieftaube", 8, 8), ("email", 8, 8), ("phone", 8, 8), ("post", 8, 8), ("web", 8, 8),
    ]  # fmt: skip
    assert read.one("SELECT count(*) FROM staged WHERE activity = 'agent reply'") == 40
