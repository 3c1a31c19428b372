"""A person's way through the company: look, order, be connected, set up, contact, answer, stay or go.

What a persona chooses and what happens to it are drawn apart, so that causes are confounded by the
persona, the region and the plan: as in life, the troubled are hit more and stay less anyway.
"""

from __future__ import annotations

from math import exp
from random import Random

from company import COMPANY, EMPLOYEE, SYSTEM, Company, Happening, Person, Promise
from plan import DAY, HORIZON_DAYS, LONG_QUEUE_S, LOOKING, PERIOD_DAYS, PILOT
from words import say

END = PERIOD_DAYS * DAY
HOUR = 3_600.0
HARD_REGIONS = ("Coast", "Hills", "Lakes")
"""Installations are late more often here, and people stay less for other reasons."""
TOPICS = ("set-up", "billing", "speed", "delivery")


def live(company: Company, person: Person, rng: Random) -> None:
    """Tell one person's story into the company."""
    way = _Way(company, person, rng)
    if not way.looks():
        return
    way.orders()
    way.is_connected()
    way.is_welcomed()
    way.sets_up()
    way.is_billed()
    way.contacts()
    way.decides()


class _Way:
    def __init__(self, company: Company, person: Person, rng: Random) -> None:
        self.company, self.person, self.rng = company, person, rng
        self.plan, self.persona = company.plan, person.persona
        self.now = person.first_at
        self.mood = 0.0
        self.moods: list[tuple[float, float]] = []
        """When it changed, and to what."""
        self.last_condition = 0.0

    # -- small helpers ------------------------------------------------------------------------
    def happens(self, touchpoint: str, channel: str, **more: object) -> None:
        if self.now < END:
            one = Happening(self.person.number, self.now, touchpoint, channel, **more)  # pyright: ignore[reportArgumentType]
            self.company.add(one)

    def wait_days(self, median: float) -> None:
        """Let time pass, to an hour that the persona likes."""
        self.now += median * DAY * self.rng.lognormvariate(0, 0.8)

    def at_own_hour(self) -> None:
        low, high = self.persona.hours
        day = self.now // DAY * DAY
        wanted = day + (low + (high - low) * self.rng.random()) * HOUR
        self.now = wanted if wanted > self.now else self.now + 600 * self.rng.random() + 30

    def strikes(self, name: str, chance: float) -> bool:
        """Whether a condition hits a person who could meet it."""
        hit = self.rng.random() < min(max(chance, 0.02), 0.9)
        self.person.met[name] = hit
        self.last_condition = max(self.last_condition, self.now)
        return hit

    def feels(self, change: float) -> None:
        self.mood += change
        self.moods.append((self.now, self.mood))

    def mood_at(self, at: float) -> float:
        return next((mood for when, mood in sorted(self.moods, reverse=True) if when <= at), 0.0)

    @property
    def hard_region(self) -> bool:
        return self.person.region in HARD_REGIONS

    # -- the way ------------------------------------------------------------------------------
    def looks(self) -> bool:
        """Look around; whether they went on to order."""
        rng, persona = self.rng, self.persona
        channel = {"store": "store", "email": "email"}.get(self.person.entry, "web")
        self.happens(f"Arrived by {self.person.entry}", channel)
        self.now += 60 * rng.random() + 5
        steps = 3 + _poisson(rng, persona.steps)
        last = -1
        for _ in range(steps):
            pull = [w if i != last else 0.15 * w for i, w in enumerate(persona.looking)]
            last = rng.choices(range(len(LOOKING)), pull)[0]
            if not self._looks_at(LOOKING[last]):
                return False
        return self._looks_at("Credit check", leave=self.plan.leak)

    def _looks_at(self, touchpoint: str, leave: float | None = None) -> bool:
        channel = {"Advice chat": "chat", "Store visit": "store"}.get(
            touchpoint, "app" if self.person.app and touchpoint != "Home page" else "web"
        )
        self.happens(touchpoint, channel)
        if self.rng.random() < (self.plan.leave if leave is None else leave):
            self.person.last_seen = touchpoint
            return False
        if self.rng.random() < 0.45:
            self.wait_days(self.persona.gap_days)
            self.at_own_hour()
        else:
            self.now += 20 + 200 * self.rng.random()
        return True

    def orders(self) -> None:
        person = self.person
        if self.now >= END:
            person.last_seen = ""
            return
        person.ordered_at = self.now
        self.happens(
            "Order placed",
            "store" if person.entry == "store" and not person.app else "web",
            source="order",
            record=f"O{person.number}",
            value={"basic": 29.0, "plus": 49.0, "pro": 79.0}[person.plan],
        )

    def is_connected(self) -> None:
        """The installer comes; late or not is decided on the day."""
        rng = self.rng
        chance = (
            self.plan.chance("late") * self.persona.trouble * (2.0 if self.hard_region else 0.8)
        )
        promised = 10
        late = rng.random() < min(chance, 0.8)
        days = (
            promised + 1.2 + rng.expovariate(1 / 5)
            if late
            else promised * (0.4 + 0.55 * rng.random())
        )
        ordered = self.person.ordered_at or self.now
        self.now = ordered + days * DAY
        if self.now < END:
            self.person.met["late"] = late
        self.happens(
            "Installed",
            "field",
            actor=COMPANY,
            source="installed",
            record=f"O{self.person.number}",
            attributes={"late": late, "late_by_days": round(days - promised, 2)},
        )
        self.feels(-0.5 * late)

    def is_welcomed(self) -> None:
        """The company calls those who seem likely to leave."""
        at_risk = (self.persona.stays < 0.65) + self.hard_region + (self.person.plan == "basic")
        self.now += (0.5 + self.rng.random()) * DAY
        if self.now >= END:
            return
        hit = self.strikes("welcome call", (0.06, 0.3, 0.55, 0.75)[at_risk])
        self.happens("Service started", "system", actor=SYSTEM, attributes={"welcome_call": hit})
        if hit:
            self.now += HOUR * (1 + self.rng.random())
            self.happens(
                "Welcome call", "phone", actor=EMPLOYEE, source="call",
                record=f"W{self.person.number}", disposition="welcome call", duration_s=180,
                topic="welcome",
            )  # fmt: skip

    def sets_up(self) -> None:
        """Set-up in the app: an error for some."""
        self.now += 2 * HOUR
        self.at_own_hour()
        if self.now >= END:
            return
        hit = self.strikes("setup error", self.plan.chance("setup error") * self.persona.trouble)
        self.happens("Set-up started", "app", attributes={"setup_error": hit})
        self.now += 300
        if hit:
            self.happens("Set-up failed", "app", attributes={"error": "E17"})
            self.feels(-0.6)
            self.now += DAY * self.rng.random()
        self.happens("Set-up completed", "app")

    def is_billed(self) -> None:
        """The invoice: many complain loudly, and nobody leaves for it."""
        self.now += 5 * DAY
        if self.now >= END:
            return
        chance = self.plan.chance("invoice complaint") * (0.6 + 0.6 * self.persona.trouble)
        hit = self.strikes("invoice complaint", chance)
        self.happens("Invoice sent", "email", actor=COMPANY, attributes={"invoice_complaint": hit})
        if hit:
            self.now += DAY * self.rng.random()
            self.happens(
                "Invoice complaint", "email", source="ticket", record=f"I{self.person.number}",
                topic="invoice", lines=(("customer", say("angry", self.rng)),), feeling=-0.8,
            )  # fmt: skip

    def contacts(self) -> None:
        """Questions of the first two months; call-backs are promised, and some are broken."""
        for number in range(min(_poisson(self.rng, 1.6 * self.persona.contacts), 6)):
            self.wait_days(5)
            self.at_own_hour()
            if self.now >= END or self.now > (self.person.ordered_at or 0) + 90 * DAY:
                return
            self._contact(number)

    def _contact(self, number: int) -> None:
        rng, person = self.rng, self.person
        channel = rng.choices((0, 1, 2), self.persona.contact)[0]
        hard = rng.random() < 0.3 * self.persona.trouble
        topic = rng.choices(TOPICS, (2 if person.met.get("setup error") else 1, 2, 1, 1))[0]
        person.contacts += 1
        solved = rng.random() < (self.plan.billing_solved[channel] if topic == "billing" else 0.7)
        record = f"C{person.number}-{number}"
        if channel == 0:
            self._phone(record, topic, hard=hard, solved=solved)
        else:
            self._write(record, topic, "chat" if channel == 1 else "email", solved=solved)
        if not solved:
            self.feels(-0.2)

    def _write(self, record: str, topic: str, channel: str, *, solved: bool) -> None:
        tone = "good" if solved else "bad"
        said = say(tone, self.rng) if self.rng.random() < 0.6 else say(topic, self.rng)
        self.happens(
            f"{channel.capitalize()} contact".replace("Email", "E-mail"), channel, source="ticket",
            record=record, topic=topic, attributes={"solved": solved, "topic": topic},
            lines=(("customer", said), ("employee", say("answer", self.rng))),
            feeling=0.4 if solved else -0.5,
        )  # fmt: skip
        self._asked("contact", record)

    def _phone(self, record: str, topic: str, *, hard: bool, solved: bool) -> None:
        rng, person = self.rng, self.person
        jump = self.plan.queue_jump if self.now >= self.plan.queue_day * DAY else 1.0
        queue = int(rng.lognormvariate(5.0, 0.8) * jump)
        transferred = rng.random() < self.plan.chance("transfer") * (2.2 if hard else 0.6)
        if "transfer" not in person.met:  # the first call decides
            self.last_condition = self.now
            person.met["transfer"] = transferred
            person.met["long queue"] = queue > LONG_QUEUE_S
        promised = rng.random() < (0.2 if solved else 0.9)
        lines = [
            ("employee", say("greeting", rng)),
            ("customer", say(topic, rng)),
            ("employee", say("promise" if promised else "answer", rng)),
        ]
        person.transfers += transferred
        self.happens(
            "Call", "phone", source="call", record=record, queue_s=queue,
            duration_s=rng.randrange(60, 900), transfers=int(transferred), topic=topic,
            disposition="callback promised" if promised else "resolved" if solved else "explained",
            lines=tuple(lines),
            attributes={"transferred": transferred, "topic": topic, "solved": solved},
            feeling=-0.4 if transferred or queue > LONG_QUEUE_S else 0.2,
        )  # fmt: skip
        if promised:
            self._callback(record, topic)
        self._asked("contact", record)

    def _callback(self, record: str, topic: str) -> None:
        rng, made = self.rng, self.now
        due = made + DAY
        chance = self.plan.chance("broken callback") * (1.3 if self.hard_region else 0.9)
        broken = rng.random() < min(0.9, chance * (0.6 + 0.4 * self.persona.trouble))
        promise = Promise(self.person.number, record, made, due, None)
        self.now = due + 60
        if self.now < END:
            before = self.person.met.get("broken callback", False)
            self.strikes("broken callback", 1.0 if broken else 0.0)
            # a promise that is kept later undoes nothing, and whoever was not let down was not
            self.person.met["broken callback"] = broken or before
            self.company.promises.append(promise)
        if broken:
            self.feels(-0.8)
            self.now += (0.5 + rng.expovariate(1 / 1.5)) * DAY
            if rng.random() < 0.75:
                self.person.chases += 1
                self.happens(
                    "Call", "phone", source="call", record=f"{record}h", topic=topic,
                    queue_s=int(rng.lognormvariate(5.0, 0.8)), duration_s=240,
                    disposition="chased callback", feeling=-0.8,
                    lines=(("customer", say("chase", rng)), ("employee", say("sorry", rng))),
                    attributes={"topic": topic, "chase": True},
                )  # fmt: skip
            return
        self.now = made + (0.1 + 0.8 * rng.random()) * DAY
        promise.kept_at = self.now
        self.happens(
            "Call back", "phone", actor=EMPLOYEE, source="call", record=f"{record}b", topic=topic,
            disposition="callback made", duration_s=200,
        )  # fmt: skip

    def _asked(self, survey: str, record: str) -> None:
        """CSAT after a contact: those whom something moved answer more often."""
        rng = self.rng
        csat = max(1, min(5, round(4.1 + 1.4 * self.mood + rng.gauss(0, 0.8))))
        self.person.csats.append(csat)
        if rng.random() >= self.plan.answers[self.mood > -0.3]:
            return
        self.now += HOUR * (1 + 5 * rng.random())
        good = csat >= 4
        self.happens(
            "Contact survey", "survey", source="survey", record=f"{record}-{survey}",
            rating=("csat", csat), feeling=(csat - 3) / 2,
            lines=(("customer", say("good" if good else "bad", rng)),),
        )  # fmt: skip

    def decides(self) -> None:
        """Stay or leave: the base of the persona, the region, and the sum of what was planted."""
        person, plan, rng = self.person, self.plan, self.rng
        ordered = person.ordered_at
        if ordered is None:
            return
        base = self.persona.stays
        base += plan.pull * (0.04 * (person.plan == "pro") - 0.10 * self.hard_region)
        chance = base + sum(plan.effect(name) for name, hit in person.met.items() if hit)
        if person.region == PILOT and ordered >= plan.rollout_day * DAY:
            chance += plan.rollout_effect
        person.chance = chance
        stays = rng.random() < chance
        horizon = ordered + HORIZON_DAYS * DAY
        first = max(self.last_condition, self.now, ordered + 20 * DAY)
        if horizon < END:
            person.stayed = stays
        if not stays:
            self.now = first + (max(horizon - first, DAY) - 1) * rng.random()
            self.happens("Contract cancelled", "web", source="app")
            person.asked = ordered + 60 * DAY < min(self.now, END)
        else:
            person.asked = ordered + 60 * DAY < END
            self._uses(first, min(END, ordered + 400 * DAY))
            if plan.renews and rng.random() < plan.renews:
                self._renews(ordered + 210 * DAY)
        self._relationship(ordered + 60 * DAY, 2 * (base - 0.6))

    def _relationship(self, at: float, likes: float) -> None:
        """The survey two months after the order, asked of those still there, answered as they feel then."""
        now, self.now = self.now, at
        mood, person = self.mood_at(at), self.person
        nps = max(0, min(10, round(8.2 + 2.4 * mood + likes + self.rng.gauss(0, 1.5))))
        person.nps = nps
        if person.asked and self.rng.random() < self.plan.answers[mood > -0.3]:
            self.happens(
                "Relationship survey", "survey", source="survey",
                record=f"R{self.person.number}", rating=("nps", nps), feeling=(nps - 5) / 5,
                lines=(("customer", say("good" if nps > 6 else "bad", self.rng)),),
            )  # fmt: skip
        self.now = now

    def _renews(self, at: float) -> None:
        """Before the contract ends: the prices once more, what is offered to customers, and the renewal."""
        now, self.now = self.now, at + 20 * DAY * self.rng.random()
        for touchpoint in ("Pricing", "Renewal offer", "Contract renewed"):
            self.happens(touchpoint, "app" if self.person.app else "web")
            self.now += 60 + 600 * self.rng.random()
        self.now = now

    def _uses(self, start: float, end: float) -> None:
        """The quiet life of those who stay: the app once in a while."""
        now, self.now = self.now, start
        while True:
            self.now += 25 * DAY * self.rng.lognormvariate(0, 0.5)
            if self.now >= end:
                break
            self.happens("Usage checked", "app" if self.person.app else "web")
        self.now = now


def _poisson(rng: Random, mean: float) -> int:
    limit, product, count = exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count
