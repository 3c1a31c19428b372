"""Tickets: a message, answers, sometimes a second round, and what the customer thinks of it."""

from __future__ import annotations

from desireline.sample.clock import at_hour
from desireline.sample.company import AGENTS, HOUR, MINUTE, PERIOD_END
from desireline.sample.ledger import Comment, Order, Ticket
from desireline.sample.story import Story, order_slots
from desireline.sample.words import message, remark, sentence

_SUBJECTS = {
    "where": "Where is my order {order}?",
    "stock": "Collection at {store} failed",
    "setup": "Cannot set up {product}",
    "invoice": "Question about invoice for {order}",
    "question": "Question about {product}",
    "damaged": "Damaged item in {order}",
    "change": "Please change order {order}",
}
_RATED_GOOD = {"good": 0.93, "mild": 0.86, "mixed": 0.68, "bad": 0.3}


def ticket(story: Story, order: Order, topic: str, mood: str) -> None:
    """One ticket with its conversation."""
    if story.now >= PERIOD_END:
        return
    rng, person = story.rng, story.person
    agent = rng.randrange(len(AGENTS))
    slots = {**order_slots(order, rng), "first": person.first, "agent": AGENTS[agent][1]}
    comments = [Comment(at=story.now, body=message(topic, mood, person, rng, slots))]
    rounds = rng.choices((1, 2, 3), (58, 32, 10))[0]
    for number in range(rounds):
        story.now = at_hour(rng, story.now + int(rng.expovariate(1 / 14) * HOUR), "work")
        story.now = max(story.now, comments[-1].at + 20 * MINUTE)
        body = sentence("agent", "reply" if number == 0 else "answer", rng, slots)
        comments.append(Comment(at=story.now, body=body, agent=agent))
        if number + 1 < rounds:
            story.wait(HOUR, 20 * HOUR)
            comments.append(Comment(at=story.now, body=remark(topic, mood, person, rng, slots)))
    made = Ticket(
        person=person,
        via=rng.choices(("email", "web", "chat"), (60, 25, 15))[0],
        subject=_SUBJECTS[topic].format_map(slots),
        topic=topic,
        order=order.order_id,
        comments=[comment for comment in comments if comment.at < PERIOD_END],
        solved_at=story.now + rng.choice((5, 20, 60, 400, 1500)) * rng.randrange(30_000, 90_000),
    )
    _rate(story, made, mood)
    story.ledger.tickets.append(made)


def _rate(story: Story, made: Ticket, mood: str) -> None:
    if not story.chance(0.34):
        return
    made.score = "good" if story.chance(_RATED_GOOD[mood]) else "bad"
    made.rated_at = (made.solved_at or story.now) + story.rng.randrange(HOUR, 20 * HOUR)
    if story.chance(0.5):
        slots = order_slots(None, story.rng)
        made.score_comment = sentence("satisfaction", made.score, story.rng, slots)
