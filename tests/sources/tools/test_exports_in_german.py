"""Exports of companies that work in German: headers, words for states, decimal commas, semicolons, Windows' encoding.

Columns: Pipedrive's and Google's as public scripts that read the German exports name them; calls, visits and
stock belong to no single vendor.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desireline.errors import FileError

if TYPE_CHECKING:
    from conftest import Read


def _saved(path: Path, text: str) -> Path:
    """As a German Windows saves a CSV."""
    path.write_bytes(text.replace("\n", "\r\n").encode("cp1252"))
    return path


def test_a_call_log_is_known_by_its_german_columns_and_words(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    read = read_here(
        _saved(
            tmp_path / "anrufe.csv",
            "Anruf-ID;Beginn;Richtung;Rufnummer;Kundennummer;Warteschlange;Wartezeit;Gesprächsdauer;Ergebnis;Zufriedenheit\n"
            "A1;05.01.2026 10:22:33;eingehend;+49 171 000111;C-12;Reklamation;00:01:30;00:05:10;gelöst;4\n"
            "A2;15.01.2026 11:22:33;eingehend;anonym;;Reklamation;95;0;abgebrochen;\n"
            "A3;16.01.2026 09:00:00;ausgehend;+49 171 000111;C-12;Rückruf;0;120;erledigt;\n"
            "A4;31.02.2026 09:00:00;eingehend;+49 171 000112;C-13;Rückruf;0;120;erledigt;\n",
        )
    )
    assert read.rows(
        "SELECT record, subject, activity, actor, wait_s, duration_s, CAST(rating AS INT), outcome FROM staged ORDER BY record"
    ) == [
        ("A1", "phone:+49 171 000111", "call: gelöst", "customer", 90, 310, 4, "resolved"),
        ("A2", "call:A2", "abandoned call", "customer", 95, None, None, None),
        ("A3", "phone:+49 171 000111", "company calls: erledigt", "employee", None, 120, None, None),
    ]  # fmt: skip
    assert read.rows("SELECT source_line, code, reason FROM quarantine") == [
        (5, "bad-time", "Beginn is no time that can be read, or outside 1900 to 2200: 31.02.2026 09:00:00")
    ]  # fmt: skip


def test_what_an_agent_noted_about_a_call_is_not_what_the_customer_said(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    (tmp_path / "calls.csv").write_text(
        "call_id,started_at,direction,customer_id,notes\n"
        "A1,2026-01-05 10:22:33,inbound,C-12,Customer was rude and wrong\n"
    )
    ((text, attributes),) = read_here(tmp_path / "calls.csv").rows(
        "SELECT text, attributes FROM staged"
    )
    assert text is None
    assert json.loads(attributes)["notes"] == "Customer was rude and wrong"


def test_visits_and_stock_with_german_headers_say_where_the_shop_had_none(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    """Visits were guessed to be messages, and a stock of `0,00` or `-1` was no empty shelf."""
    read = read_here(
        _saved(
            tmp_path / "besuche.csv",
            "Besuch;Zeitpunkt;Filiale;Artikelnummer;Kundennummer;Kundenkarte;Bemerkung\n"
            'V1;05.01.2026 10:22;Mitte;B-1;C-12;9001;"Keine Stiefel da;\nschon wieder"\n'
            "V2;05.01.2026 11:22;Nord;B-1;C-13;;\n"
            "V3;16.01.2026 11:22;Mitte;B-2;;;\n",
        ),
        _saved(
            tmp_path / "bestand.csv",
            "Filiale;Datum;Artikelnummer;Lagerbestand;Online verfügbar\n"
            "Mitte;05.01.2026;B-1;0,00;ja\n"
            "Nord;05.01.2026;B-1;4,00;ja\n"
            "Mitte;16.01.2026;B-2;-1,00;nein\n",
        ),
    )
    assert read.rows("SELECT record, subject, activity, actor FROM staged ORDER BY event_id") == [
        ("V1", "user:C-12", "online said yes, the store had none", "company"),
        ("V1", "user:C-12", "store visited", "customer"),
        ("V2", "user:C-13", "store visited", "customer"),
        ("V3", "visit:V3", "not in stock", "company"),
        ("V3", "visit:V3", "store visited", "customer"),
    ]
    assert read.rows("SELECT text, identifiers FROM staged WHERE text IS NOT NULL") == [
        ("Keine Stiefel da;\r\nschon wieder", ["user:C-12", "card:9001"])
    ]
    assert sum(report.quarantined for report in read.reports.values()) == 0


def test_pipedrives_german_deals_and_people_are_read_as_the_english_ones(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    (tmp_path / "deals.csv").write_text(
        "Deal - Titel,Deal - Besitzer,Deal - Wert,Deal - Währung,Deal - Organisation,Deal - Pipeline,Deal - Kontaktperson,Deal - Phase,"
        "Deal - Status,Deal - Deal erstellt,Deal - Datum des gewonnenen Deals,Deal - Datum des verlorenen Deals,Deal - Verlustgrund,Deal - ID,Person - ID\n"
        "Große Küche,Kim,12500,EUR,Berg GmbH,Vertrieb,Ida Berg,Angebot,Gewonnen,2026-01-05 10:22:33,2026-02-05 10:22:33,,,1,11\n"
        "Klein,Kim,90,EUR,,Vertrieb,Jo Lind,Angebot,Verloren,2026-01-06 10:22:33,,2026-02-06 10:22:33,Zu teuer,2,12\n"
    )
    (tmp_path / "people.csv").write_text(
        "Person - Name,Person - Organisation,Person - Telefon - Mobil,Person - E-Mail-Adresse - Büro,Person - ID,Person - Person erstellt\n"
        'Ida Berg,Berg GmbH,+49 171 000111,"ida.berg@example.org, ida@home.example",11,2026-01-05 10:00:00\n'
    )
    read = read_here(tmp_path / "deals.csv", tmp_path / "people.csv")
    assert read.rows(
        'SELECT subject, activity, CAST(value AS DOUBLE), outcome FROM staged ORDER BY "at", activity'
    ) == [
        ("pipedrive:11", "contact created", None, None),
        ("pipedrive:11", "deal created", None, None),
        ("pipedrive:12", "deal created", None, None),
        ("pipedrive:11", "deal won", 12500.0, "completed"),
        ("pipedrive:12", "deal lost", None, "lost"),
    ]
    assert read.one(
        "SELECT identifiers FROM staged WHERE activity = 'contact created'"
    ) == ["email:ida.berg@example.org", "phone:+49 171 000111", "name:Ida Berg"]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "row", "tool"),
    [
        ("Kampagnenstatus;Kampagne;Impr.;Klicks;CTR;Kosten", "Aktiv;Marke;12.345;320;2,59 %;131,20", "Google Ads"),
        ("Tag;Kampagnenname;Reichweite;Impressionen;Ausgegebener Betrag (EUR)", "2026-01-05;Marke;900;1200;12,50", "Meta"),
    ],
)  # fmt: skip
def test_a_german_campaign_report_is_refused_as_totals_with_what_to_export_instead(
    read_here: Callable[..., Read], tmp_path: Path, header: str, row: str, tool: str
) -> None:
    report = _saved(tmp_path / "bericht.csv", f"{header}\n{row}\n{row}\n")
    with pytest.raises(FileError) as refused:
        read_here(report)
    assert refused.value.code == "input.file.totals"
    assert f"totals of {tool} campaigns" in str(refused.value)


def test_an_order_and_a_review_keep_money_delivery_and_address_under_german_names(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    """The tables were known by some German names, and what stood under others was lost without a word."""
    read = read_here(
        _saved(
            tmp_path / "bestellungen.csv",
            "Bestellnummer;Bestelldatum;Kundennummer;E-Mail;Gesamtbetrag;Währung;Status;Versanddatum;Lieferdatum\n"
            "B100;15.01.2026 09:00;C-12;ida.berg@example.org;1.249,90;EUR;geliefert;16.01.2026 08:00;17.01.2026 12:00\n",
        ),
        _saved(
            tmp_path / "bewertungen.csv",
            "Sterne;Datum;Titel;Kommentar;Name;E-Mail\n"
            '2;20.01.2026;Naja;"Zu spät; ärgerlich.";Ida Berg;ida.berg@example.org\n',
        ),
    )
    assert read.rows(
        'SELECT subject, activity, CAST(value AS DOUBLE), currency, text FROM staged ORDER BY "at"'
    ) == [
        ("user:C-12", "order created", 1249.9, "EUR", None),
        ("user:C-12", "order shipped", None, None, None),
        ("user:C-12", "order delivered", None, None, None),
        ("email:ida.berg@example.org", "review written", None, None, "Naja\nZu spät; ärgerlich."),
    ]


def test_tickets_surveys_and_contacts_are_known_by_german_names(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    read = read_here(
        _saved(
            tmp_path / "tickets.csv",
            "Ticketnummer;Erstellt am;Betreff;Beschreibung;Status;Kunde;E-Mail;Kundennummer;Gelöst am;Zufriedenheit\n"
            '7;16.01.2026 10:00;Lieferung fehlt;"Wo ist sie?";gelöst;Ida Berg;ida.berg@example.org;C-12;17.01.2026 10:00;2\n'
            "8;16.01.2026 10:00;Rechnung;;gelöst;Jo Lind;jo@example.org;C-13;17.01.2026 10:00;87\n",
        ),
        _saved(
            tmp_path / "umfrage.csv",
            "Antwort-ID;Beantwortet am;E-Mail;Weiterempfehlung;Kommentar\n"
            "1;16.01.2026;ida.berg@example.org;9;Gut\n",
        ),
        _saved(
            tmp_path / "kunden.csv",
            "Kundennummer;Vorname;Nachname;E-Mail-Adresse;Telefon;Straße;PLZ;Ort;Kunde seit\n"
            "C-12;Ida;Berg;ida.berg@example.org;+49 171 1;Weg 1;10115;Berlin;13.01.2025\n",
        ),
    )
    assert read.rows(
        "SELECT source, record, activity, CAST(rating AS INT), rating_kind, text FROM staged ORDER BY source, record, activity"
    ) == [
        ("crm", "C-12", "contact created", None, None, None),
        ("surveys", "1", "survey answered", 9, "nps", "Gut"),
        ("tickets", "7", "ticket opened", None, None, "Lieferung fehlt\nWo ist sie?"),
        ("tickets", "7", "ticket rated", 2, "csat", None),
        ("tickets", "7", "ticket solved", None, None, None),
        ("tickets", "8", "ticket opened", None, None, "Rechnung"),
        ("tickets", "8", "ticket solved", None, None, None),
    ]
    # 2 is read on the scale from 1 to 5, so that only 87 is lost
    assert read.reports["tickets.csv"].warnings == [
        "1 ratings in {satisfaction} are no number from 0 to 1 or from 1 to 5 (for instance '87') and were left out"
    ]


def test_umlauts_may_be_spelt_out_as_databases_do(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    (tmp_path / "tickets.csv").write_text(
        "id,betreff,status,erstellt_am,geloest_am,prioritaet,kunden_nr\n"
        "7,Lieferung,geloest,2026-01-16 10:00:00,2026-01-17 10:00:00,hoch,C-12\n"
    )
    assert read_here(tmp_path / "tickets.csv").rows(
        'SELECT subject, activity FROM staged ORDER BY "at"'
    ) == [("user:C-12", "ticket opened"), ("user:C-12", "ticket solved")]
