"""A customer's year: needs come up, each becomes a journey, and each journey decides about the next."""

from __future__ import annotations

from random import Random

from desireline.sample import delivering, helping, rating, setting_up, shopping
from desireline.sample.clock import later, season_moment
from desireline.sample.company import DAY, MINUTE, PERIOD_START, PLANTED
from desireline.sample.ledger import Ledger, Person
from desireline.sample.story import Story

_PAUSE_DAYS = {
    "planner": 52.0,
    "deal hunter": 32.0,
    "gift giver": 74.0,
    "new home": 26.0,
    "store loyal": 36.0,
}


def live(person: Person, ledger: Ledger, rng: Random) -> Story:
    """Tell one person's year into the ledger."""
    story = Story(person=person, rng=rng, ledger=ledger, now=season_moment(rng))
    if person.customer_id is not None:  # the account is made at the first visit
        person.created = story.now + rng.randrange(2 * MINUTE, 40 * MINUTE)
    while not story.over:
        bought = _one_need(story)
        if story.over:
            break
        if person.customer_id is None and not story.chance(0.2):
            break
        if bought and not story.chance(PLANTED.stays + story.stays):
            ledger.left[person.number] = True
            break
        if not bought and not story.chance(0.45):
            break
        story.stays = 0.0
        pause = _PAUSE_DAYS[person.persona]
        story.now = later(rng, max(story.now, PERIOD_START) + 30 * DAY, days=pause, kind="home")
    return story


def _one_need(story: Story) -> bool:
    """Discover to rate; whether something was bought."""
    order = shopping.shop(story)
    if order is None or story.over:
        return False
    arrived = delivering.deliver(story, order)
    if arrived and not story.over:
        setting_up.set_up(story, order)
    if story.chance(PLANTED.invoice_complaint):
        helping.complain_about_invoice(story, order)
    elif arrived and story.chance(0.26):
        helping.ask_something(story, order)
    rating.relationship(story, order)
    return True
