"""Rate: the surveys that go out after a delivery, a collection, a set-up, a contact, and once all is done.

Only some answer, and those whom something moved answer more often: as in reality, the answers are
not a fair sample.
"""

from __future__ import annotations

from dataclasses import dataclass

from desireline.sample.clock import later
from desireline.sample.company import DAY, HOUR, MINUTE, PERIOD_END
from desireline.sample.ledger import Answer, Order
from desireline.sample.story import Story, order_slots
from desireline.sample.words import remark

_NO_COMMENT = 0.32


@dataclass(frozen=True, slots=True)
class _Moment:
    """What people say after something happened: scores 1 to 5 by weight, and how many answer."""

    survey: str
    topic: str
    mood: str
    weights: tuple[int, ...]
    answers: float


_LATE = _Moment("Delivery", "late", "bad", (34, 38, 18, 7, 3), 0.4)
_EARLY = _Moment("Delivery", "early", "good", (0, 1, 3, 18, 78), 0.42)
_DELIVERED = _Moment("Delivery", "delivery", "good", (1, 3, 12, 40, 44), 0.24)
_NO_STOCK = _Moment("Failed pick-up", "stock", "bad", (62, 27, 8, 2, 1), 0.6)
_HELPFUL = _Moment("Store pick-up", "store", "good", (0, 1, 3, 22, 74), 0.42)
_COLLECTED = _Moment("Store pick-up", "collection", "good", (1, 3, 14, 42, 40), 0.24)


def after_delivery(story: Story, order: Order) -> None:
    """CSAT after a parcel."""
    early = _EARLY if "early_delivery" in order.truth else _DELIVERED
    _csat(story, order, _LATE if "late_delivery" in order.truth else early)


def after_collection(story: Story, order: Order) -> None:
    """CSAT after a visit to collect."""
    well = _HELPFUL if "helpful_store" in order.truth else _COLLECTED
    _csat(story, order, _NO_STOCK if "collection_failed" in order.truth else well)


def at_pairing(story: Story, order: Order) -> None:
    """CES (1 very hard to 7 very easy) on the pairing screen itself, once it went wrong."""
    if story.chance(0.4):
        ces = story.rng.choices((1, 2, 3, 4), (46, 32, 17, 5))[0]
        _answer(story, "Device pairing", order, "setup", "bad", ces=ces, delay=(5_000, 50_000))


def after_set_up(story: Story, order: Order, *, failures: int) -> None:
    """CES when the set-up is done, asked in the app right away."""
    if story.chance(0.24):
        ces = max(1, min(7, 6 - failures + story.rng.choice((-1, 0, 0, 1, 1))))
        mood = "bad" if ces <= 3 else "good"
        _answer(story, "Device set-up", order, "setup", mood, ces=ces, delay=(5_000, 90_000))


def after_contact(story: Story, order: Order | None, topic: str, mood: str) -> None:
    """CSAT after a call."""
    weights = {
        "good": (2, 4, 14, 40, 40),
        "mixed": (6, 14, 36, 32, 12),
        "mild": (3, 7, 24, 40, 26),
        "bad": (58, 28, 10, 3, 1),
    }
    if story.chance(0.3 if mood != "bad" else 0.4):
        csat = story.rng.choices((1, 2, 3, 4, 5), weights[mood])[0]
        _answer(story, "Phone contact", order, topic, mood, csat=csat, delay=(HOUR, 5 * HOUR))


def relationship(story: Story, order: Order | None) -> None:
    """NPS some days after the journey, coloured by everything in it, invoices included in words only."""
    if not story.chance(0.2):
        return
    story.now = later(story.rng, story.now + 3 * DAY, days=2, kind="home")
    centre = 8.4 + 9 * story.stays
    nps = max(0, min(10, round(story.rng.gauss(centre, 1.6))))
    mood = "good" if nps >= 8 else "mixed" if nps >= 6 else "bad"
    topic = "invoice" if "invoice_complaint" in story.hits and story.chance(0.35) else "overall"
    _answer(
        story,
        "Relationship",
        order,
        topic,
        "mild" if topic == "invoice" else mood,
        nps=nps,
        delay=(2 * HOUR, 30 * HOUR),
    )


def _csat(story: Story, order: Order, moment: _Moment) -> None:
    if not story.chance(moment.answers):
        return
    csat = story.rng.choices((1, 2, 3, 4, 5), moment.weights)[0]
    delay = (2 * HOUR, 30 * HOUR) if moment is not _NO_STOCK else (2 * MINUTE, 40 * MINUTE)
    topic, mood = moment.topic, moment.mood
    if mood == "good" and csat <= 3:
        topic, mood = "overall", "mixed" if csat == 3 else "bad"
    _answer(story, moment.survey, order, topic, mood, csat=csat, delay=delay)


def _answer(
    story: Story,
    survey: str,
    order: Order | None,
    topic: str,
    mood: str,
    *,
    csat: int | None = None,
    nps: int | None = None,
    ces: int | None = None,
    delay: tuple[int, int],
) -> None:
    rng = story.rng
    sent = story.now + 2_000
    at = sent + rng.randrange(*delay)
    comment = ""
    if not story.chance(_NO_COMMENT):
        comment = remark(topic, mood, story.person, rng, order_slots(order, rng))
    if at < PERIOD_END:
        story.ledger.answers.append(
            Answer(
                sent_at=sent,
                at=at,
                person=story.person,
                survey=survey,
                order=order.order_id if order else None,
                csat=csat,
                nps=nps,
                ces=ces,
                comment=comment,
            )
        )
