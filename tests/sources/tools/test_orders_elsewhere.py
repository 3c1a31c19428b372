"""A table of orders keeps every step of an order whatever language its headings are in, and however they say when."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Read

_HEADINGS = {
    "fr": "N° commande;Client;Créée le;Payée le;Expédiée le;Livraison prévue;Livrée le;Annulée le;Montant;Statut",
    "fr, nouns": "Numéro de commande;Client;Date de commande;Date de paiement;Date d'expédition;Date de livraison prévue;Date de livraison;"
    "Date d'annulation;Montant total;Statut",
    "es": "Nº de pedido;Cliente;Creado el;Pagado el;Enviado el;Entrega prevista;Entregado el;Cancelado el;Importe;Estado",
    "es, nouns": "Número de pedido;Cliente;Fecha de pedido;Fecha de pago;Fecha de envío;Fecha de entrega prevista;Fecha de entrega;"
    "Fecha de cancelación;Importe total;Estado",
    "pt": "Nº do pedido;Cliente;Criado em;Pago em;Enviado em;Entrega prevista;Entregue em;Cancelado em;Valor;Status",
    "pt, nouns": "Número do pedido;Cliente;Data do pedido;Data de pagamento;Data de envio;Data de entrega prevista;Data de entrega;"
    "Data de cancelamento;Valor total;Status",
    "it": "N. ordine;Cliente;Creato il;Pagato il;Spedito il;Consegna prevista;Consegnato il;Annullato il;Importo;Stato",
    "it, nouns": "Numero ordine;Cliente;Data ordine;Data pagamento;Data spedizione;Data consegna prevista;Data consegna;"
    "Data annullamento;Importo totale;Stato",
    "nl": "Bestelnummer;Klant;Besteld op;Betaald op;Verzonden op;Verwachte levering;Bezorgd op;Geannuleerd op;Bedrag;Status",
    "nl, nouns": "Bestelnummer;Klantnummer;Besteldatum;Betaaldatum;Verzenddatum;Verwachte leverdatum;Leverdatum;Annuleringsdatum;Totaalbedrag;Status",
    "de": "Bestellnummer;Kunde;Bestellt am;Bezahlt am;Versendet am;Voraussichtliche Lieferung;Geliefert am;Storniert am;Betrag;Status",
    "en": "Order number;Customer;Created;Paid at;Shipped at;Estimated delivery;Delivered at;Cancelled at;Total;Status",
}


@pytest.mark.parametrize("headings", _HEADINGS.values(), ids=_HEADINGS)
def test_every_step_of_an_order_is_kept_and_held_against_what_was_promised(
    read_here: Callable[..., Read], tmp_path: Path, headings: str
) -> None:
    with (tmp_path / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings.split(";"))
        for number in range(24):
            day = f"2026-03-{number + 1:02d}"
            steps = [f"{day} {hour}" for hour in ("10:00:00", "10:05:00", "15:00:00", "20:00:00")]
            came = f"{day} {'21' if number % 4 == 0 else '19'}:30:00"
            if number % 8 == 7:  # cancelled
                steps[2], came = "", ""
            gone = f"{day} 12:00:00" if number % 8 == 7 else ""
            writer.writerow([1000 + number, f"C{number % 7}", *steps, came, gone, 20, "x"])
    read = read_here(tmp_path / "orders.csv")
    assert read.rows("SELECT activity, count(*) FROM staged GROUP BY 1 ORDER BY 1") == [
        ("order cancelled", 3),
        ("order created", 24),
        ("order delivered", 21),
        ("order paid", 24),
        ("order shipped", 21),
    ]
    assert read.rows(
        "SELECT json_extract_string(attributes, '$.late'), count(*) FROM staged WHERE activity = 'order delivered' GROUP BY 1 ORDER BY 1"
    ) == [("false", 15), ("true", 6)]


@pytest.mark.parametrize(
    ("cell", "subject", "known"),
    [
        ("C-1047", "user:C-1047", ["user:C-1047"]),
        ("20417", "user:20417", ["user:20417"]),
        ("ida.berg@example.org", "email:ida.berg@example.org", ["email:ida.berg@example.org"]),
        ("Ida Berg", "order:1", ["name:Ida Berg"]),
    ],
)
def test_a_column_called_customer_holds_a_number_an_address_or_a_name(
    read_here: Callable[..., Read], tmp_path: Path, cell: str, subject: str, known: list[str]
) -> None:
    """Every order was a customer of its own, called C-1047."""
    path = tmp_path / "orders.csv"
    path.write_text(
        "Order number,Customer,Created,Delivered at,Total\n"
        f"1,{cell},2026-03-01 10:00:00,2026-03-02 10:00:00,20\n"
        f"2,{cell},2026-04-01 10:00:00,2026-04-02 10:00:00,30\n"
    )
    read = read_here(path)
    rows = read.rows(
        "SELECT subject, identifiers FROM staged WHERE activity = 'order created' ORDER BY \"at\""
    )
    assert rows[0] == (subject, known)
    assert rows[1][0] == subject.replace("order:1", "order:2")


def test_what_a_heading_says_of_scale_and_money_is_no_part_of_its_name(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    (tmp_path / "pedidos.csv").write_text(
        "Nº do pedido;Cliente;Criado em;Total (R$);Status\n7;U55;01/03/2026 10:00;35,10;Entregue\n8;U56;13/03/2026 10:00;12,00;Entregue\n"
    )
    (tmp_path / "orders.csv").write_text(
        "Order number,Customer,Created,Amount (EUR),Status\n7,U55,2026-03-01 10:00,35.10,paid\n8,U56,2026-03-02 10:00,12.00,paid\n"
    )
    for name in ("pedidos.csv", "orders.csv"):
        read = read_here(tmp_path / name)
        assert read.rows("SELECT CAST(value AS DOUBLE) FROM staged ORDER BY event_id") == [
            (35.1,),
            (12.0,),
        ]


@pytest.mark.parametrize(
    "headings",
    [
        "Refund ID,Order ID,Customer ID,Amount,Status,Paid at",
        "refund_id,order_id,customer_id,amount,status,created_at",
        "Nº do estorno,Nº do pedido,Cliente,Valor (R$),Status,Pago em",
    ],
)
def test_a_list_of_refunds_is_money_that_the_company_gives_back(
    read_here: Callable[..., Read], tmp_path: Path, headings: str
) -> None:
    """They were payments of the customer."""
    path = tmp_path / "refunds.csv"
    path.write_text(
        f"{headings}\nR1,700,C17,5.83,paid,2026-10-18 16:01\nR2,701,C22,15.20,rejected,2026-10-19 12:00\nR3,709,C31,8.00,paid,2026-10-22 11:30\n"
    )
    rows = read_here(path).rows(
        "SELECT subject, activity, actor, CAST(value AS DOUBLE), object_ids FROM staged ORDER BY 1"
    )
    assert rows == [
        ("user:C17", "order refunded", "company", -5.83, ["order:700"]),
        ("user:C31", "order refunded", "company", -8.0, ["order:709"]),
    ]


def test_a_column_that_says_whether_there_was_a_refund_makes_no_list_of_refunds(
    read_here: Callable[..., Read], tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "order_id,created_at,total,customer_id,refund\n1,2026-03-01 10:00,20,C1,yes\n2,2026-03-02 10:00,30,C2,no\n"
    )
    assert read_here(path).rows("SELECT DISTINCT activity FROM staged") == [("order created",)]
