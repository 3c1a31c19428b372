"""One company: people with their truth, and everything that happened to them.

In: a plan, a seed, a number of customers.  Out: a `Company`: people, happenings in order of time for
each person, the truth. `memory.py` and `files.py` say the same happenings to the product in two ways.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from plan import BROKEN, PERIOD_DAYS, Persona, Plan
from spool import Spool

CUSTOMER, COMPANY, EMPLOYEE, SYSTEM = 0, 1, 2, 3


@dataclass(slots=True)
class Person:
    """One person. `known` ones order; `persona` is hidden from the product."""

    number: int
    persona: Persona
    entry: str
    region: str
    plan: str
    age: int
    app: bool
    first_at: float
    ordered_at: float | None = None
    stayed: bool | None = None
    """None: the horizon ends after the data do, or never ordered."""
    chance: float = 0.0
    """Of staying, with all that happened."""
    met: dict[str, bool] = field(default_factory=dict)
    """Condition -> whether it struck; absent when the person could not meet it."""
    last_seen: str = ""
    """Touchpoint after which a visitor left for good; empty when they went on."""
    contacts: int = 0
    chases: int = 0
    transfers: int = 0
    nps: float | None = None
    """What the person would have answered, asked or not."""
    csats: list[int] = field(default_factory=list)
    """What they would have answered after each contact, asked or not."""
    asked: bool = False
    """Still there two months after the order, when the relationship survey goes out."""


@dataclass(slots=True)
class Happening:
    """One thing that happened; seconds since the start of the data."""

    person: int
    at: float
    touchpoint: str
    channel: str
    actor: int = CUSTOMER
    source: str = "app"
    record: str = ""
    queue_s: int | None = None
    duration_s: int | None = None
    transfers: int = 0
    topic: str = ""
    disposition: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    """(speaker, words)."""
    rating: tuple[str, int] | None = None
    attributes: dict[str, Any] | None = None
    value: float | None = None
    feeling: float | None = None
    """True feeling, -1 to 1, of those who said something."""


@dataclass(slots=True)
class Promise:
    """A call-back that was promised: by when, and when it was made, if ever."""

    person: int
    record: str
    made_at: float
    due_at: float
    kept_at: float | None


@dataclass(slots=True)
class Company:
    """People, happenings, promises, and the plan behind them."""

    plan: Plan
    seed: int
    people: list[Person] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    spool: Spool | None = None
    """Takes the happenings where they are too many for memory: then only `told` reads them."""

    @property
    def buyers(self) -> list[Person]:
        return [one for one in self.people if one.ordered_at is not None]

    def add(self, one: Happening) -> None:
        """One thing more that happened."""
        (self.happenings if self.spool is None else self.spool).append(one)

    def told(self, source: str) -> Iterable[Happening]:
        """What one source tells, in order of time."""
        if self.spool is not None:
            return self.spool.of(source)
        mine = (one for one in self.happenings if one.source == source)
        return sorted(mine, key=lambda one: one.at)

    def effect(self, name: str) -> float:
        """The true average effect of a condition among those who could meet it.

        Of promises the first that falls due is judged: who sees it kept may be let down by a later one, and loses as much.
        """
        return self.plan.effect(name) * (1 - self._let_down_later() * (name == BROKEN.name))

    def _let_down_later(self) -> float:
        """Share of those with a promise and a known end to whom a promise after the first is broken."""
        kept: dict[int, list[bool]] = {}
        for one in sorted(self.promises, key=lambda promise: promise.due_at):
            if self.people[one.person].stayed is not None:
                kept.setdefault(one.person, []).append(one.kept_at is not None)
        return sum(not all(later) for _, *later in kept.values()) / max(len(kept), 1)

    def naive_effect(self, name: str) -> tuple[float, float, int]:
        """Difference of plain shares with its standard error, and n: what most tools would print."""
        sides = ([], [])
        for one in self.people:
            if one.stayed is not None and name in one.met:
                sides[one.met[name]].append(one.stayed)
        without, with_ = sides
        if min(len(with_), len(without)) < 2:
            return 0.0, 1.0, len(with_)
        p1, p0 = sum(with_) / len(with_), sum(without) / len(without)
        se = (p1 * (1 - p1) / len(with_) + p0 * (1 - p0) / len(without)) ** 0.5
        return p1 - p0, max(se, 1e-9), len(with_) + len(without)

    def lost_by(self, name: str) -> float:
        """Customers lost through a condition: what ranking pains is about."""
        return -self.plan.effect(name) * sum(one.met.get(name, False) for one in self.people)


def make(plan: Plan, *, seed: int, customers: int, spool: Spool | None = None) -> Company:
    """Live a year and a half of a company until so many customers have ordered.

    Args:
        plan: what is planted.
        seed: the same seed is the same company.
        customers: how many order.
        spool: where happenings are kept; in memory when left out.
    """
    from living import live

    rng = Random(f"truth/{seed}/{customers}")
    company = Company(plan=plan, seed=seed, spool=spool)
    ordered = 0
    while ordered < customers:
        person = _born(company, rng)
        company.people.append(person)
        live(company, person, rng)
        ordered += person.ordered_at is not None
    return company


def _born(company: Company, rng: Random) -> Person:
    from plan import DAY, ENTRIES, REGIONS

    plan = company.plan
    persona = rng.choices(plan.personas, [one.weight for one in plan.personas])[0]
    return Person(
        number=len(company.people),
        persona=persona,
        entry=rng.choices(ENTRIES, persona.entry)[0],
        region=rng.choice(REGIONS),
        plan=rng.choices(("basic", "plus", "pro"), persona.plans)[0],
        age=max(18, min(90, round(rng.gauss(persona.age, 9)))),
        app=rng.random() < persona.app,
        first_at=_arrival(plan, rng) * DAY,
    )


def _arrival(plan: Plan, rng: Random) -> float:
    """Day of the first visit."""
    while True:
        day = plan.since + (PERIOD_DAYS - plan.since) * rng.random()
        if rng.random() < plan.arriving(day) / (1.0 + plan.season):
            return day
