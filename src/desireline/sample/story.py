"""One person's story while it is told: who, when, and a pen for the ledger.

Every export is cut at the same moment (`PERIOD_END`): `over` tells that the rest of the story is not
in the data any more, which leaves the last journeys unfinished as in reality.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from desireline.sample.company import PERIOD_END, PERIOD_START, Product
from desireline.sample.ledger import AppEvent, Ledger, Order, Person, WebHit


@dataclass(slots=True, kw_only=True)
class Story:
    """State of one person's simulation."""

    person: Person
    rng: Random
    ledger: Ledger
    now: int
    session: int = 0
    device: int = 0
    medium: str = "(none)"
    known: bool = False
    """Logged in during the current web session."""
    placed: int = 0
    """Orders so far."""
    stays: float = 0.0
    """Sum of what happened in this journey to the chance of a next one."""
    hits: set[str] = field(default_factory=set[str])
    """Planted facts that hit this person."""

    @property
    def over(self) -> bool:
        """Whether the exports were taken before this moment."""
        return self.now >= PERIOD_END

    def chance(self, probability: float) -> bool:
        """Throw a biased coin."""
        return self.rng.random() < probability

    def wait(self, low: int, high: int) -> None:
        """Let between `low` and `high` milliseconds pass."""
        self.now += self.rng.randrange(low, high)

    def hit(
        self,
        name: str,
        page: str,
        /,
        *products: Product,
        **params: Any,
    ) -> None:
        """Record a hit in the web shop."""
        if PERIOD_START <= self.now < PERIOD_END:
            self.ledger.web.append(
                WebHit(
                    at=self.now,
                    person=self.person,
                    device=self.device,
                    session=self.session,
                    name=name,
                    page=page,
                    known=self.known,
                    medium=self.medium,
                    params=params,
                    products=products,
                )
            )
        self.wait(6_000, 75_000)

    def app(self, name: str, /, *, kind: str = "track", **properties: Any) -> None:
        """Record an event in the app."""
        if PERIOD_START <= self.now < PERIOD_END:
            self.ledger.app.append(
                AppEvent(
                    at=self.now,
                    person=self.person,
                    name=name,
                    kind=kind,
                    properties=properties,
                )
            )
        self.wait(4_000, 40_000)

    def struck(self, fact: str, order: Order | None, effect: float) -> None:
        """Note that a planted fact hit this person, and what it does to staying."""
        self.hits.add(fact)
        if order is not None:
            order.truth.add(fact)
        self.stays += effect


def order_slots(order: Order | None, rng: Random) -> dict[str, str]:
    """Words that sentences may use."""
    product = order.products[0] if order else None
    return {
        "product": (product.name.split(",")[0] if product else "order"),
        "order": order.order_id if order else "my order",
        "store": order.store or "Leeds Briggate" if order else "Leeds Briggate",
        "days": str(rng.randint(2, 6)),
        "minutes": str(rng.choice((10, 15, 20, 25, 30, 40))),
        "tries": rng.choice(("three", "four", "five", "six")),
    }
