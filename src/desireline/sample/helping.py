"""Get help: why somebody calls or writes.

Problem 4 lives here: complaints about invoices, many and loud, with no effect on staying at all.
"""

from __future__ import annotations

from desireline.sample.calling import call
from desireline.sample.clock import later, next_open
from desireline.sample.company import HOUR, MINUTE, PLANTED
from desireline.sample.ledger import Order
from desireline.sample.story import Story
from desireline.sample.ticketing import ticket


def _contact(story: Story, order: Order, topic: str, mood: str, *, by_phone: float) -> None:
    reach = call if story.chance(by_phone) else ticket
    reach(story, order, topic, mood)


def ask_where(story: Story, order: Order) -> None:
    """The parcel is late."""
    _contact(story, order, "where", "mixed", by_phone=0.75)


def complain_about_stock(story: Story, order: Order) -> None:
    """The shelf was empty: upset."""
    story.now = next_open(story.rng, story.now, "phone")
    _contact(story, order, "stock", "bad", by_phone=0.72)


def ask_about_set_up(story: Story, order: Order) -> None:
    """The pairing failed twice."""
    story.now = next_open(story.rng, story.now, "phone")
    _contact(story, order, "setup", "bad", by_phone=0.75)


def complain_about_invoice(story: Story, order: Order) -> None:
    """Loud but harmless: about the paper, seldom about the people."""
    story.struck("invoice_complaint", order, PLANTED.invoice_effect)
    before = story.now
    # the invoice comes with the confirmation, and so does the complaint
    story.now = later(story.rng, order.times["paid"], days=1.5, kind="phone")
    _contact(story, order, "invoice", "mild", by_phone=0.5)
    story.now = before  # it runs beside everything else and delays nothing


def ask_to_change(story: Story, order: Order) -> None:
    """Another address, another day: seldom answered on the spot."""
    story.wait(MINUTE, 20 * HOUR)
    story.now = next_open(story.rng, story.now, "phone")
    _contact(story, order, "change", "mixed", by_phone=0.7)


def ask_something(story: Story, order: Order) -> None:
    """Questions and mishaps that every retailer has."""
    damaged = story.chance(0.5)
    story.now = later(story.rng, story.now, days=4, kind="phone")
    topic, mood = ("damaged", "mixed") if damaged else ("question", "good")
    _contact(story, order, topic, mood, by_phone=0.6)
