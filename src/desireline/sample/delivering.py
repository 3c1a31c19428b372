"""Wait and receive: the order on its way, in the van or on the store's shelf.

Problem 1 lives here: click-and-collect visits that fail because the online stock was wrong. So does
the delight: parcels that come before the promised day.
"""

from __future__ import annotations

from desireline.sample import helping, rating
from desireline.sample.clock import at_hour, next_open
from desireline.sample.company import DAY, HOUR, MINUTE, PLANTED
from desireline.sample.ledger import Order
from desireline.sample.shopping import start_session
from desireline.sample.story import Story


def deliver(story: Story, order: Order) -> bool:
    """Bring the order to the customer; False when it never arrived and was cancelled."""
    story.now = order.times["paid"]
    if story.chance(0.02):
        order.times["cancelled"] = story.now + story.rng.randrange(HOUR, DAY)
        return False
    if story.chance(0.09):
        helping.ask_to_change(story, order)
    if order.store is not None:
        return _collect(story, order)
    _ship(story, order)
    return True


def _ship(story: Story, order: Order) -> None:
    rng = story.rng
    paid = order.times["paid"]
    order.times["picked"] = at_hour(rng, paid + rng.randrange(8, 30) * HOUR, "work")
    order.times["picked"] = max(order.times["picked"], paid + HOUR)
    order.times["shipped"] = order.times["picked"] + rng.randrange(2, 14) * HOUR
    arrival = _arrival_day(story, order)
    delivered = max(at_hour(rng, arrival, "van"), order.times["shipped"] + 5 * HOUR)
    story.now = order.times["shipped"]
    _track(story, order, delivered)
    late = delivered // DAY > order.promised // DAY
    if late and story.chance(0.5):
        story.now = at_hour(rng, order.promised + DAY, "phone")
        if story.now < delivered:
            helping.ask_where(story, order)
    order.times["delivered"] = delivered
    story.now = delivered
    if late:
        story.struck("late_delivery", order, PLANTED.late_effect)
    elif delivered // DAY < order.promised // DAY:
        story.struck("early_delivery", order, PLANTED.early_effect)
    rating.after_delivery(story, order)
    if story.chance(0.05):
        order.times["returned"] = at_hour(rng, delivered + rng.randrange(2, 10) * DAY, "store")
        order.times["refunded"] = order.times["returned"] + rng.randrange(1, 6) * DAY


def _arrival_day(story: Story, order: Order) -> int:
    dice = story.rng.random()
    if dice < PLANTED.late_delivery:
        return order.promised + story.rng.randrange(1, 5) * DAY
    if dice < PLANTED.late_delivery + PLANTED.early_delivery:
        return order.promised - DAY
    return order.promised


def _track(story: Story, order: Order, until: int) -> None:
    for _ in range(story.rng.randrange(3)):
        story.wait(5 * HOUR, 30 * HOUR)
        if story.now >= until:
            return
        if story.person.has_app and story.chance(0.6):
            story.app("Order Tracked", order_id=order.order_id)
        elif story.chance(0.6):
            start_session(story, medium="email")
            story.hit("track_order", "/account/orders")


def _collect(story: Story, order: Order) -> bool:
    rng = story.rng
    order.times["ready"] = order.times["paid"] + rng.randrange(20 * MINUTE, 5 * HOUR)
    visit = at_hour(rng, story.now + rng.randrange(1, 4) * DAY, "store")
    story.now = max(visit, order.times["ready"] + HOUR)
    if not story.chance(PLANTED.collection_fails):
        order.times["collected"] = story.now
        if story.chance(0.25):
            story.struck("helpful_store", order, PLANTED.early_effect)
        rating.after_collection(story, order)
        return True
    order.times["collection_failed"] = story.now
    story.struck("collection_failed", order, PLANTED.failed_collection_effect)
    rating.after_collection(story, order)
    story.wait(45 * MINUTE, 4 * HOUR)
    if story.chance(0.62):
        helping.complain_about_stock(story, order)
    if story.chance(0.4):  # the store finds one after all
        second = at_hour(rng, story.now + rng.randrange(2, 6) * DAY, "store")
        order.times["collected"] = story.now = max(second, story.now + HOUR)
        return True
    order.times["cancelled"] = next_open(rng, story.now + 20 * HOUR, "work")
    order.times["refunded"] = order.times["cancelled"] + rng.randrange(2, 7) * DAY
    story.now = order.times["cancelled"]
    return False
