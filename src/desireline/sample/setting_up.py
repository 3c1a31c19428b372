"""Set up: a connected product and the app. Problem 3: the pairing screen asks for the wrong thing."""

from __future__ import annotations

from desireline.sample import helping, rating
from desireline.sample.clock import at_hour
from desireline.sample.company import DAY, HOUR, MINUTE, PERIOD_END, PLANTED
from desireline.sample.ledger import Order
from desireline.sample.story import Story


def set_up(story: Story, order: Order) -> None:
    """Try to set the connected product up; ends paired, or given up."""
    device = next((product for product in order.products if product.connected), None)
    if device is None or not story.person.has_app:
        return
    begin = at_hour(story.rng, story.now + story.rng.randrange(3) * DAY, "home")
    story.now = max(begin, story.now + 20 * MINUTE)
    story.app("Application Opened", from_background=False)
    story.app("Setup Started", product_id=device.sku, product=device.name)
    story.app(
        "Device Registered", product_id=device.sku, serial=f"BK{story.rng.randrange(10**8):08d}"
    )
    failures, helped = 0, False
    while _fails(story, failures, helped=helped):
        failures += 1
        story.app(
            "Device Pairing Failed",
            product_id=device.sku,
            attempt=failures,
            error="E-17 network key",
        )
        if failures == 2:
            story.struck("pairing_trouble", order, 0.0)
            rating.at_pairing(story, order)
        story.wait(MINUTE, 9 * MINUTE)
        if failures == 2 and not helped and story.chance(0.42):
            helping.ask_about_set_up(story, order)
            helped = True
            story.now = max(story.now, at_hour(story.rng, story.now + HOUR, "home"))
            continue
        if story.chance(PLANTED.pairing_give_up):
            _give_up(story, order, device.sku, failures)
            return
    story.app("Device Paired", product_id=device.sku, attempt=failures + 1)
    story.app("Setup Completed", product_id=device.sku)
    if story.now < PERIOD_END:
        rating.after_set_up(story, order, failures=failures)


def _fails(story: Story, failures: int, *, helped: bool) -> bool:
    chance = PLANTED.pairing_fails * (0.25 if helped else 0.9**failures)
    return failures < 7 and story.chance(chance)


def _give_up(story: Story, order: Order, sku: str, failures: int) -> None:
    story.app("Setup Closed", product_id=sku, step="pairing", attempts=failures)
    story.struck("setup_abandoned", order, PLANTED.abandoned_setup_effect)
    if failures != 2:
        rating.at_pairing(story, order)
    if story.chance(0.3):
        moment = at_hour(story.rng, story.now + story.rng.randrange(2, 9) * DAY, "store")
        if moment > story.now:
            order.times["returned"] = moment
            order.times["refunded"] = moment + story.rng.randrange(2, 6) * DAY
