"""The page about the sample company says what is in it: its numbers are counted here, and compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desireline.sample.company import PLANTED, STORES
from desireline.sample.exports import tables
from desireline.sample.generator import simulate
from desireline.sample.truth import truth

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "sample-company.md"
ROWS = {
    "collection_failed": "1. Store visit for an order that was not there",
    "callback_broken": "2. Promised call-back that nobody made",
    "setup_abandoned": "3. Set-up given up at the pairing screen",
    "invoice_complaint": "4. Complaint about an invoice",
    "early_delivery": "Delight: a day early or more",
    "helpful_store": "Delight: helped in the store",
    "late_delivery": "Late parcel",
}


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    return truth(simulate(seed=7, customers=2_000))


def measured(facts: dict[str, Any]) -> list[str]:
    """The rows of the page's table, from the simulation itself."""
    rows: list[str] = []
    for fact, title in ROWS.items():
        hit, again = facts["facts"][fact], facts["came_again"][fact]
        share = hit["orders"] / facts["orders"]
        kept, others = again["with"], again["without"]
        rows.append(
            f"| {title} | {hit['orders']} | {share:.1%} | {len(hit['customers'])} "
            f"| {kept['share']:.0%} of {kept['n']} | {others['share']:.0%} of {others['n']:,} |"
        )
    return rows


def test_the_page_states_the_true_sizes(facts: dict[str, Any]) -> None:
    rows = measured(facts)
    page = PAGE.read_text(encoding="utf-8")
    missing = [row for row in rows if row not in page]
    assert not missing, "put these rows into the page:\n" + "\n".join(rows)
    assert f"{facts['orders']:,} orders, {facts['collections']} of them" in page


def test_the_page_states_the_planted_chances() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for chance in (
        PLANTED.collection_fails,
        PLANTED.callback_promised,
        PLANTED.callback_broken,
        PLANTED.pairing_fails,
        PLANTED.pairing_give_up,
        PLANTED.invoice_complaint,
        PLANTED.early_delivery,
    ):
        assert f"{chance:.0%}" in page, chance
    assert f"{len(STORES)} stores" in page.replace("six stores", "6 stores")


def test_the_page_names_every_column_that_has_a_meaning_in_the_journey() -> None:
    page = PAGE.read_text(encoding="utf-8")
    times = [column for column in tables.ORDERS if column.endswith("_at")]
    for column in (*times, "csat_1_to_5", "nps_0_to_10", "ces_1_to_7", "customer_number"):
        assert f"`{column}`" in page, column
