"""The sample company: who it is, what it sells, and what is wrong with it.

Everything here is invented. The name carries `(sample)` wherever a tool shows a name, so that no
picture of it passes for a real company. The planted problems stand in one place, `Planted`; a test
compares them with the generated files and with docs/explanation/sample-company.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

COMPANY = "Tarn & Ladle (sample)"
SITE = "https://www.tarnandladle.example"
SUPPORT_EMAIL = "help@tarnandladle.example"

DAY = 86_400_000
HOUR = 3_600_000
MINUTE = 60_000


def _ms(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp()) * 1000


PERIOD_START = _ms(2025, 11, 1)
PERIOD_END = _ms(2026, 11, 1)
"""Exports were taken at this moment: whatever happens later is not in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """The planted facts: chances per occasion, and what each does to the chance of staying."""

    collection_share: float = 0.32
    """Of the orders: collected in a store (click and collect)."""
    collection_fails: float = 0.29
    """Problem 1. Of the collections: online stock said yes, the shelf says no."""
    callback_promised: float = 0.5
    """Of the answered calls that need more than an answer on the spot."""
    callback_broken: float = 0.5
    """Problem 2. Of the promised call-backs: nobody calls; the customer calls again."""
    pairing_fails: float = 0.56
    """Problem 3. Of the attempts to pair a device before help: the screen asks for the wrong thing."""
    pairing_give_up: float = 0.22
    """After each failed attempt: leaves the set-up for good."""
    invoice_complaint: float = 0.2
    """Problem 4, loud but harmless. Of the orders: the customer complains about the invoice."""
    early_delivery: float = 0.30
    """The delight. Of the deliveries: at least a day before the promised date."""
    late_delivery: float = 0.045
    """Of the deliveries: after the promised date."""

    stays: float = 0.74
    """Chance that a customer has a next purchase in mind at all, before anything happens."""
    failed_collection_effect: float = -0.30
    broken_callback_effect: float = -0.32
    abandoned_setup_effect: float = -0.26
    late_effect: float = -0.10
    early_effect: float = 0.10
    invoice_effect: float = 0.0


PLANTED = Planted()


@dataclass(frozen=True, slots=True)
class Product:
    """One article. `connected` ones are set up in the app."""

    sku: str
    name: str
    category: str
    price: int
    """Pence."""
    connected: bool = False


PRODUCTS = (
    Product("TL-1001", "Ridge cast-iron casserole", "Cookware", 8900),
    Product("TL-1002", "Slate non-stick pan 28 cm", "Cookware", 4500),
    Product("TL-1003", "Copper milk pan", "Cookware", 3900),
    Product("TL-1004", "Steel stock pot 8 l", "Cookware", 6400),
    Product("TL-1101", "Fell chef's knife 20 cm", "Knives", 5900),
    Product("TL-1102", "Bread knife", "Knives", 3400),
    Product("TL-1103", "Oak knife block", "Knives", 4900),
    Product("TL-1201", "Heather dinner set, 12 pieces", "Tableware", 9600),
    Product("TL-1202", "Stoneware mugs, set of 4", "Tableware", 3200),
    Product("TL-1203", "Linen napkins, set of 6", "Tableware", 2800),
    Product("TL-1204", "Water carafe", "Tableware", 2400),
    Product("TL-1301", "Wool throw, moss", "Living", 7200),
    Product("TL-1302", "Feather cushion", "Living", 2900),
    Product("TL-1303", "Beeswax candles, box of 8", "Living", 1800),
    Product("TL-1304", "Ash side table", "Living", 12900),
    Product("TL-1401", "Stacking storage jars", "Storage", 2600),
    Product("TL-1402", "Bamboo drawer organiser", "Storage", 2200),
    Product("TL-1403", "Enamel bread bin", "Storage", 4200),
    Product("TL-2001", "Beck connected coffee machine", "Smart kitchen", 24900, connected=True),
    Product("TL-2002", "Beck connected kitchen scale", "Smart kitchen", 6900, connected=True),
    Product("TL-2003", "Beck oven thermometer", "Smart kitchen", 5900, connected=True),
    Product("TL-2004", "Beck slow cooker", "Smart kitchen", 13900, connected=True),
)

STORES = (
    "Leeds Briggate",
    "Bristol Quakers",
    "Edinburgh Stockbridge",
    "Manchester King Street",
    "Cardiff Arcade",
    "London Marylebone",
)

AGENTS = (
    (9001, "Priya Nair"),
    (9002, "Tom Ashdown"),
    (9003, "Grace Okafor"),
    (9004, "Callum Reid"),
    (9005, "Ewa Lis"),
    (9006, "Daniel Marsh"),
    (9007, "Sian Probert"),
    (9008, "Hamza Qureshi"),
)
