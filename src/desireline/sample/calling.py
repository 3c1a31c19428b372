"""Phone calls. Problem 2 lives here: call-backs that are promised and that nobody makes."""

from __future__ import annotations

from dataclasses import dataclass

from desireline.sample import rating
from desireline.sample.clock import at_hour, next_open
from desireline.sample.company import AGENTS, DAY, HOUR, MINUTE, PERIOD_END, PLANTED
from desireline.sample.ledger import Call, Order
from desireline.sample.story import Story, order_slots
from desireline.sample.words import remark, sentence

_QUEUES = {
    "where": "Orders and delivery",
    "stock": "Stores",
    "setup": "Product help",
    "invoice": "Invoices",
    "question": "Product help",
    "damaged": "Orders and delivery",
    "change": "Orders and delivery",
}
_SETTLED = {
    "where": "Delivery status given",
    "stock": "Stock complaint taken",
    "setup": "Set-up help given",
    "invoice": "Invoice explained",
    "question": "Question answered",
    "damaged": "Replacement arranged",
    "change": "Order changed",
}
"""Wrap-up codes of calls that were settled on the spot."""
_NEEDS_MORE = frozenset({"where", "stock", "setup", "damaged", "change"})
"""Topics that an agent often cannot settle on the spot."""

_GOODBYE = {"good": "thanks", "mixed": "plain", "mild": "plain"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Talk:
    """What was said in a call, and by whom on the company's side."""

    lines: list[tuple[str, str]]
    agent: int
    seconds: int


def call(story: Story, order: Order, topic: str, mood: str) -> None:
    """One phone call, and what follows from it."""
    wait = int(story.rng.lognormvariate(4.4, 0.9))
    if story.chance(min(0.3, wait / 2400)):
        _log(story, order, topic, "Abandoned in queue", wait=wait)
        story.now = next_open(story.rng, story.now + HOUR, "phone")
        wait = int(story.rng.lognormvariate(4.0, 0.8))
    promised = topic in _NEEDS_MORE and story.chance(PLANTED.callback_promised)
    talk = _talk(story, order, topic, mood, ending="promise" if promised else "solved")
    disposition = "Callback promised" if promised else _SETTLED[topic]
    _log(story, order, topic, disposition, wait=wait, talk=talk)
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
    talk = _talk(story, order, "kept", "good", ending="solved", opening="outbound")
    _log(story, order, topic, "Callback made", talk=talk, inbound=False)
    rating.after_contact(story, order, "kept", "good")


def _chase(story: Story, order: Order, topic: str) -> None:
    """Nobody called: the customer calls again, some twice, and has to explain everything again."""
    story.struck("callback_broken", order, PLANTED.broken_callback_effect)
    for _ in range(1 + story.chance(0.35)):
        story.now = at_hour(story.rng, story.now + story.rng.randrange(2, 5) * DAY, "phone")
        talk = _talk(story, order, "callback", "bad", ending="apology")
        wait = int(story.rng.lognormvariate(4.7, 0.8))
        _log(story, order, topic, "Chased missing callback", wait=wait, talk=talk)
    rating.after_contact(story, order, "callback", "bad")


def _log(
    story: Story,
    order: Order,
    topic: str,
    disposition: str,
    *,
    wait: int = 0,
    talk: _Talk | None = None,
    inbound: bool = True,
) -> None:
    """Write the call down; without a talk nobody answered."""
    if story.now < PERIOD_END:
        story.ledger.calls.append(
            Call(
                at=story.now,
                person=story.person,
                inbound=inbound,
                queue=_QUEUES[topic],
                agent=talk.agent if talk else None,
                wait=wait,
                talk=talk.seconds if talk else 0,
                transfers=story.rng.choices((0, 1, 2), (82, 15, 3))[0] if talk and inbound else 0,
                disposition=disposition,
                order=order.order_id,
                lines=talk.lines if talk else [],
            )
        )
    story.now += (wait + (talk.seconds if talk else 0)) * 1000 + MINUTE


def _talk(
    story: Story, order: Order, topic: str, mood: str, *, ending: str, opening: str = "greeting"
) -> _Talk:
    rng, person = story.rng, story.person
    agent = rng.randrange(len(AGENTS))
    slots = {
        **order_slots(order, rng),
        "agent": AGENTS[agent][1].split()[0],
        "first": person.first,
        "last": person.last,
        "email": person.email,
    }
    lines = [("Agent", sentence("agent", opening, rng, slots))]
    if opening == "greeting" and story.chance(0.6):
        lines.append(("Customer", sentence("contact", "introduction", rng, slots)))
        lines.append(("Agent", sentence("agent", "listening", rng, slots)))
    lines.append(("Customer", remark(topic, mood, person, rng, slots, most=3)))
    if story.chance(0.5):
        soothing = "sorry" if mood == "bad" else "listening"
        lines.append(("Agent", sentence("agent", soothing, rng, slots)))
        lines.append(("Customer", remark(topic, mood, person, rng, slots, most=2)))
    lines.append(("Agent", sentence("agent", ending, rng, slots)))
    bye = "grudging" if mood == "bad" or ending == "promise" else _GOODBYE[mood]
    lines.append(("Customer", sentence("closing", bye, rng, slots)))
    seconds = 30 + sum(len(words) for _, words in lines) // 3 + rng.randrange(60, 420)
    return _Talk(lines=lines, agent=agent, seconds=seconds)
