"""The same log in several languages: who acted, what stage it is, what is a success, a loss, a farewell."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from desireline.journeys import is_farewell, is_mishap, is_reminder, is_success

# search, basket, order, order shipped, parcel delivered, complaint, subscription cancelled, payment failed
SHOP = {
    "english": ["Search", "Add to cart", "Order placed", "Order shipped", "Parcel delivered", "Complaint received", "Subscription cancelled", "Payment failed"],
    "french": ["Recherche", "Ajout au panier", "Commande passée", "Commande expédiée", "Colis livré", "Réclamation reçue", "Abonnement résilié", "Échec du paiement"],
    "spanish": ["Búsqueda", "agregar_al_carrito", "Pedido realizado", "Pedido enviado", "Paquete entregado", "Queja recibida", "Suscripción cancelada", "Pago rechazado"],
    "dutch": ["Zoekopdracht", "In winkelwagen", "Bestelling geplaatst", "Bestelling verzonden", "Pakket bezorgd", "Klacht ontvangen", "Abonnement opgezegd", "Betaling mislukt"],
    "portuguese": ["Busca", "adicionarAoCarrinho", "Pedido realizado", "Pedido enviado", "Pedido entregue", "Reclamação registrada", "Assinatura cancelada", "Pagamento recusado"],
    "italian": ["Ricerca", "aggiungi_al_carrello", "Ordine effettuato", "Ordine spedito", "Pacco consegnato", "Reclamo ricevuto", "Abbonamento disdetto", "Pagamento rifiutato"],
    "german": ["Suche", "In den Warenkorb", "Bestellung aufgegeben", "Bestellung versandt", "Paket zugestellt", "Beschwerde eingegangen", "Vertrag gekündigt", "Zahlung fehlgeschlagen"],
}  # fmt: skip
# application submitted, case assigned, documents checked, application approved, application rejected, reminder sent, bill paid
OFFICE = {
    "english": ["Application submitted", "Case assigned", "Documents checked", "Application approved", "Application rejected", "Payment reminder", "Invoice paid"],
    "french": ["Demande déposée", "Dossier affecté", "Documents vérifiés", "Demande acceptée", "Demande rejetée", "Relance de paiement", "Facture payée"],
    "spanish": ["Solicitud presentada", "Expediente asignado", "Documentos revisados", "Solicitud aprobada", "Solicitud rechazada", "Recordatorio de pago", "Factura pagada"],
    "dutch": ["Aanvraag ingediend", "Zaak toegewezen", "Documenten gecontroleerd", "Aanvraag goedgekeurd", "Aanvraag afgewezen", "Betalingsherinnering", "Factuur betaald"],
    "portuguese": ["Requerimento apresentado", "Processo atribuído", "Documentos verificados", "Pedido deferido", "Pedido indeferido", "Aviso de cobrança", "Fatura paga"],
    "italian": ["Domanda presentata", "Pratica assegnata", "Documenti verificati", "Domanda approvata", "Domanda respinta", "Sollecito di pagamento", "Fattura pagata"],
    "german": ["Antrag eingereicht", "Vorgang zugewiesen", "Unterlagen geprüft", "Antrag genehmigt", "Antrag abgelehnt", "Zahlungserinnerung", "Rechnung bezahlt"],
}  # fmt: skip
HOUR = 3600
FIRST = datetime(2026, 1, 5, tzinfo=UTC)


def write(path: Path, head: str, names: list[str], journeys: list[list[int]]) -> Path:
    """Journeys as numbers of names, an hour between steps."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow([head, "event" if head == "user_id" else "activity", "timestamp"])
        for number, steps in enumerate(journeys):
            for place, step in enumerate(steps):
                at = FIRST + timedelta(hours=10 * number + place)
                out.writerow([f"A{number}", names[step], f"{at:%Y-%m-%d %H:%M:%S}"])
    return path


def shoppers() -> list[list[int]]:
    lot = random.Random(3)
    ways = [[0, 1, 2, 3, 4], [0, 1, 7], [0, 1, 2, 3, 4, 5, 6], [0, 0, 1], [0, 1, 7, 2, 3, 4]]
    return [lot.choice(ways) for _ in range(120)]


def applicants() -> list[list[int]]:
    lot = random.Random(5)
    ways = [[0, 1, 2, 3, 6], [0, 1, 2, 3, 5, 6], [0, 1, 2, 4], [0, 1, 4]]
    return [lot.choice(ways) for _ in range(120)]


def understood(company: Any, kind: str, language: str) -> list[tuple[Any, ...]]:
    """Every step: when, which of the columns of the map, whose. A stage that is named after its steps is told by its place."""
    names, journeys = (SHOP[language], shoppers()) if kind == "shop" else (OFFICE[language], applicants())  # fmt: skip
    who = "user" if kind == "shop" else "case"
    company.add(
        [
            {
                "source": "log",
                "channel": None,
                "subject": f"{who}:{number}",
                "object_ids": None if kind == "shop" else [f"case:{number}"],
                "activity": names[step],
                "at": 1_700_000_000 + number * 10 * HOUR + place * HOUR,
            }
            for number, steps in enumerate(journeys)
            for place, step in enumerate(steps)
        ]
    )
    company.refresh()
    rows = company.rows(
        """SELECT s.at_us, g.name, s.actor, s.stage FROM steps s JOIN stages g ON g.code = s.stage ORDER BY ALL"""
    )
    if kind == "shop":
        return [(at, name, actor) for at, name, actor, _ in rows]
    columns = {name: n for n, name in enumerate(dict.fromkeys(name for _, name, _, _ in rows))}
    return [(at, columns[name], actor) for at, name, actor, _ in rows]


@pytest.mark.parametrize("language", [one for one in SHOP if one != "english"])
@pytest.mark.parametrize("kind", ["shop", "office"])
def test_a_log_is_understood_as_its_english_twin(
    make_company: Any, kind: str, language: str
) -> None:
    twin = understood(make_company(), kind, "english")

    assert understood(make_company(), kind, language) == twin


def told(desireline: Any, folder: Path, kind: str, language: str) -> tuple[Any, ...]:
    """What a company that imports the file learns, without the names, so that languages can be compared."""
    file, space = folder / f"{kind}-{language}.csv", folder / f"{kind}-{language}"
    if kind == "shop":
        write(file, "user_id", SHOP[language], shoppers())
    else:
        write(file, "case_id", OFFICE[language], applicants())
    desireline("init", space)
    run = desireline("import", file, "-w", space)
    assert run.code == 0, run.err
    out = folder / f"{kind}-{language}.parquet"
    assert desireline("export", "steps", "-w", space, "-o", out).code == 0
    steps = pq.read_table(out).to_pylist()
    found = json.loads(desireline("insights", "-w", space, "--json").out)
    # personas and moments are drawn by keys of events, which have the names in them
    drawn = {"persona", "moment"}
    claims = Counter(
        one["kind"] if one["kind"] in drawn else (one["kind"], one["value"], one["n"])
        for one in found
    )
    return Counter(step["actor"] for step in steps), claims


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "language"), [("shop", "french"), ("office", "spanish")])
def test_the_same_is_claimed_of_a_log_and_of_its_english_twin(
    desireline: Any, tmp_path: Path, kind: str, language: str
) -> None:
    actors, claims = told(desireline, tmp_path, kind, language)

    assert (actors, claims) == told(desireline, tmp_path, kind, "english")
    deeds = sum(step in {0, 6} for way in applicants() for step in way)
    assert claims
    assert actors["customer"] == (deeds if kind == "office" else sum(actors.values()))


@pytest.mark.parametrize("language", SHOP)
def test_names_say_success_loss_and_reminder_in_every_language(language: str) -> None:
    shop, office = SHOP[language], OFFICE[language]

    assert [is_success(name) for name in shop] == [False, False, True, False, True, False, False, False]  # fmt: skip
    assert [is_mishap(name) for name in shop][-1:] == [True]
    assert [is_farewell(name) for name in shop] == [n == 6 for n in range(8)]
    assert [is_success(name) for name in office] == [n in {3, 6} for n in range(7)]
    assert [is_mishap(name) for name in office] == [n == 4 for n in range(7)]
    assert [is_reminder(name) for name in office] == [n == 5 for n in range(7)]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Factura no pagada", (False, True)),
        ("En attente de paiement", (False, False)),
        ("Pedido entregue no endereço", (True, False)),
        ("commande_livree", (True, False)),
        ("COMMANDE_LIVRÉE", (True, False)),
        ("pagamentoFallito", (False, True)),
        ("Panne résolue", (True, False)),
        ("Guasto non risolto", (False, True)),
        ("mission_creee", (False, False)),
        ("antrag_wird_geprueft", (False, False)),
        ("Mahnung zur Rechnung bezahlt", (False, False)),
    ],
)
def test_a_success_is_none_beside_its_denial_and_in_any_spelling(
    name: str, told: tuple[bool, bool]
) -> None:
    """Whether it is a success, and whether it is a mishap."""
    assert (is_success(name), is_mishap(name)) == told
