"""Get help: tickets and calls. Problem 2 lives here: promised call-backs that nobody makes.

Problem 4 too: complaints about invoices, many and loud, with no effect on staying at all.
"""

from __future__ import annotations

from desireline.sample import rating
from desireline.sample.clock import at_hour, later, next_open
from desireline.sample.company import AGENTS, DAY, HOUR, MINUTE, PERIOD_END, PLANTED
from desireline.sample.ledger import Call, Comment, Order, Ticket
from desireline.sample.story import Story, order_slots
from desireline.sample.words import message, remark, sentence

_QUEUES = {
    "where": "Orders and delivery",
    "stock": "Stores",
    "setup": "Product help",
    "invoice": "Invoices",
    "question": "Product help",
    "damaged": "Orders and delivery",
    "change": "Orders and delivery",
}
_SUBJECTS = {
    "where": "Where is my order {order}?",
    "stock": "Collection at {store} failed",
    "setup": "Cannot set up {product}",
    "invoice": "Question about invoice for {order}",
    "question": "Question about {product}",
    "damaged": "Damaged item in {order}",
    "change": "Please change order {order}",
}


def ask_where(story: Story, order: Order) -> None:
    """The parcel is late: call or write."""
    if story.chance(0.75):
        call(story, order, "where", "mixed")
    else:
        ticket(story, order, "where", "mixed")


def complain_about_stock(story: Story, order: Order) -> None:
    """The shelf was empty: call or write, upset."""
    story.now = next_open(story.rng, story.now, "phone")
    if story.chance(0.72):
        call(story, order, "stock", "bad")
    else:
        ticket(story, order, "stock", "bad")


def ask_about_set_up(story: Story, order: Order) -> None:
    """The pairing failed twice: call or write."""
    story.now = next_open(story.rng, story.now, "phone")
    if story.chance(0.75):
        call(story, order, "setup", "bad")
    else:
        ticket(story, order, "setup", "bad")


def complain_about_invoice(story: Story, order: Order) -> None:
    """Loud but harmless: about the paper, seldom about the people."""
    story.hits.add("invoice_complaint")
    order.truth.add("invoice_complaint")
    story.stays += PLANTED.invoice_effect
    story.now = later(story.rng, story.now, days=3, kind="phone")
    if story.chance(0.3):
        call(story, order, "invoice", "mild")
    else:
        ticket(story, order, "invoice", "mild")


def ask_to_change(story: Story, order: Order) -> None:
    """Another address, another day: seldom answered on the spot."""
    story.wait(MINUTE, 20 * HOUR)
    story.now = next_open(story.rng, story.now, "phone")
    if story.chance(0.7):
        call(story, order, "change", "mixed")
    else:
        ticket(story, order, "change", "mixed")


def ask_something(story: Story, order: Order) -> None:
    """Questions and mishaps that every retailer has."""
    topic = "damaged" if story.chance(0.5) else "question"
    story.now = later(story.rng, story.now, days=4, kind="phone")
    mood = "mixed" if topic == "damaged" else "good"
    if story.chance(0.6):
        call(story, order, topic, mood)
    else:
        ticket(story, order, topic, mood)


def call(story: Story, order: Order, topic: str, mood: str) -> None:
    """One phone call, and what follows from it."""
    rng = story.rng
    wait = int(rng.lognormvariate(4.4, 0.9))
    if story.chance(min(0.3, wait / 2400)):
        _log(story, order, topic, wait, 0, "Abandoned in queue", [], answered=False)
        story.now = next_open(rng, story.now + HOUR, "phone")
        wait = int(rng.lognormvariate(4.0, 0.8))
    needs_more = topic in {"where", "stock", "setup", "damaged", "change"}
    promised = needs_more and story.chance(PLANTED.callback_promised)
    lines = _talk(story, order, topic, mood, ending="promise" if promised else "solved")
    disposition = "Callback promised" if promised else _disposition(topic)
    _log(story, order, topic, wait, rng.randrange(110, 660), disposition, lines)
    if not promised:
        rating.after_contact(story, order, topic, mood)
        return
    story.struck("callback_promised", order, 0.0)
    if story.chance(PLANTED.callback_broken):
        _chase(story, order, topic)
    else:
        _call_back(story, order, topic)


def _call_back(story: Story, order: Order, topic: str) -> None:
    story.now = at_hour(story.rng, story.now + DAY, "phone")
    lines = _talk(story, order, "kept", "good", ending="solved", outbound=True)
    _log(
        story, order, topic, 0, story.rng.randrange(90, 400), "Callback made", lines, inbound=False
    )
    rating.after_contact(story, order, "kept", "good")


def _chase(story: Story, order: Order, topic: str) -> None:
    """Nobody called: the customer calls again, some twice, and has to explain everything again."""
    story.struck("callback_broken", order, PLANTED.broken_callback_effect)
    for _ in range(1 + story.chance(0.35)):
        story.now = at_hour(story.rng, story.now + story.rng.randrange(2, 5) * DAY, "phone")
        lines = _talk(story, order, "callback", "bad", ending="apology")
        wait = int(story.rng.lognormvariate(4.7, 0.8))
        talk = story.rng.randrange(160, 800)
        _log(story, order, topic, wait, talk, "Chased missing callback", lines)
    rating.after_contact(story, order, "callback", "bad")


def _disposition(topic: str) -> str:
    return {"invoice": "Invoice explained", "question": "Question answered"}.get(topic, "Resolved")


def _log(
    story: Story,
    order: Order,
    topic: str,
    wait: int,
    talk: int,
    disposition: str,
    lines: list[tuple[str, str]],
    *,
    inbound: bool = True,
    answered: bool = True,
) -> None:
    if story.now < PERIOD_END:
        story.ledger.calls.append(
            Call(
                at=story.now,
                person=story.person,
                inbound=inbound,
                queue=_QUEUES[topic],
                agent=story.rng.randrange(len(AGENTS)) if answered else None,
                wait=wait,
                talk=talk,
                transfers=story.rng.choices((0, 1, 2), (82, 15, 3))[0] if answered else 0,
                disposition=disposition,
                order=order.order_id,
                lines=lines,
            )
        )
    story.now += (wait + talk) * 1000 + MINUTE


def _talk(
    story: Story, order: Order, topic: str, mood: str, *, ending: str, outbound: bool = False
) -> list[tuple[str, str]]:
    rng, person = story.rng, story.person
    slots = {
        **order_slots(order, rng),
        "agent": rng.choice(AGENTS)[1].split()[0],
        "first": person.first,
        "last": person.last,
        "email": person.email,
    }
    lines = [("Agent", sentence("agent", "outbound" if outbound else "greeting", rng, slots))]
    if not outbound and story.chance(0.6):
        lines.append(("Customer", sentence("contact", "introduction", rng, slots)))
        lines.append(("Agent", sentence("agent", "listening", rng, slots)))
    lines.append(("Customer", remark(topic, mood, person, rng, slots, most=3)))
    if story.chance(0.5):
        lines.append(
            ("Agent", sentence("agent", "sorry" if mood == "bad" else "listening", rng, slots))
        )
        lines.append(("Customer", remark(topic, mood, person, rng, slots, most=2)))
    lines.append(("Agent", sentence("agent", ending, rng, slots)))
    bye = "grudging" if mood == "bad" or ending == "promise" else "thanks"
    lines.append(("Customer", sentence("closing", bye, rng, slots)))
    return lines


def ticket(story: Story, order: Order, topic: str, mood: str) -> None:
    """One ticket with its conversation, and what the customer thinks of it."""
    rng, person = story.rng, story.person
    if story.now >= PERIOD_END:
        return
    slots = {**order_slots(order, rng), "first": person.first, "agent": ""}
    comments = [Comment(at=story.now, body=message(topic, mood, person, rng, slots))]
    agent = rng.randrange(len(AGENTS))
    slots["agent"] = AGENTS[agent][1]
    rounds = rng.choices((1, 2, 3), (58, 32, 10))[0]
    for number in range(rounds):
        story.now = at_hour(rng, story.now + int(rng.expovariate(1 / 14) * HOUR), "work")
        story.now = max(story.now, comments[-1].at + 20 * MINUTE)
        body = sentence("agent", "reply" if number == 0 else "answer", rng, slots)
        comments.append(Comment(at=story.now, body=body, agent=agent))
        if number + 1 < rounds:
            story.wait(HOUR, 20 * HOUR)
            body = remark(topic, mood, person, rng, slots)
            comments.append(Comment(at=story.now, body=body))
    made = Ticket(
        person=person,
        via=rng.choices(("email", "web", "chat"), (60, 25, 15))[0],
        subject=sentence_of(_SUBJECTS[topic], slots),
        topic=topic,
        order=order.order_id,
        comments=[comment for comment in comments if comment.at < PERIOD_END],
        solved_at=story.now + 30 * MINUTE,
    )
    _rate_ticket(story, made, mood)
    story.ledger.tickets.append(made)


def sentence_of(template: str, slots: dict[str, str]) -> str:
    """Fill a subject line."""
    return template.format_map(slots)


def _rate_ticket(story: Story, made: Ticket, mood: str) -> None:
    made.score = "offered"
    if not story.chance(0.34):
        return
    good = story.chance({"good": 0.93, "mild": 0.84, "mixed": 0.68, "bad": 0.3}[mood])
    made.score = "good" if good else "bad"
    made.rated_at = (made.solved_at or story.now) + story.rng.randrange(HOUR, 20 * HOUR)
    if story.chance(0.5):
        made.score_comment = sentence(
            "satisfaction", made.score, story.rng, order_slots(None, story.rng)
        )
