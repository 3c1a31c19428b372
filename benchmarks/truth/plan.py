"""What is planted in a company: personas, conditions with their effects, changes, a roll-out.

Everything here is chosen, nothing is measured. A condition's `effect` is added to the chance of
staying, so that its true average effect among those who could meet it is known exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

DAY = 86_400.0
PERIOD_DAYS = 546
HORIZON_DAYS = 180
"""Whoever has not cancelled so long after the order was kept."""
REGIONS = ("North", "South", "East", "West", "Coast", "Hills", "Lakes", "City", "Valley", "Plains")
PILOT = "North"
LOOKING = (
    "Home page",
    "Pricing",
    "Product page",
    "Reviews",
    "Coverage check",
    "Advice chat",
    "Store visit",
    "Basket",
)
ENTRIES = ("search", "social", "email", "store", "partner")


@dataclass(frozen=True, kw_only=True)
class Persona:
    """A hidden way of behaving; nothing in the data names it."""

    name: str
    weight: float
    entry: tuple[float, ...]
    looking: tuple[float, ...]
    """Pull of each touchpoint before the purchase, in the order of LOOKING."""
    steps: float
    """Mean number of looks after the first three."""
    gap_days: float
    hours: tuple[int, int]
    contact: tuple[float, float, float]
    """Phone, chat, e-mail."""
    contacts: float
    """Mean number of contacts in the first two months."""
    app: float
    plans: tuple[float, float, float]
    age: float
    stays: float
    trouble: float
    """Multiplies the chances of late installation, set-up errors and hard topics."""


PERSONAS = (
    Persona(
        name="planner", weight=0.2, entry=(0.7, 0.05, 0.1, 0.05, 0.1),
        looking=(1, 3, 3, 5, 3, 0.3, 0.2, 1), steps=6, gap_days=3.0, hours=(18, 23),
        contact=(0.3, 0.1, 0.6), contacts=0.6, app=0.5, plans=(0.3, 0.5, 0.2), age=41,
        stays=0.86, trouble=0.7,
    ),
    Persona(
        name="bargain", weight=0.2, entry=(0.2, 0.5, 0.25, 0.0, 0.05),
        looking=(1, 7, 1, 1, 1, 0.5, 0.1, 3), steps=4, gap_days=0.8, hours=(11, 15),
        contact=(0.1, 0.8, 0.1), contacts=1.0, app=0.85, plans=(0.85, 0.13, 0.02), age=29,
        stays=0.50, trouble=1.3,
    ),
    Persona(
        name="walker", weight=0.17, entry=(0.1, 0.05, 0.05, 0.75, 0.05),
        looking=(1, 1, 1, 0.3, 1, 0.3, 8, 0.5), steps=2, gap_days=5.0, hours=(9, 13),
        contact=(0.9, 0.02, 0.08), contacts=1.3, app=0.15, plans=(0.5, 0.4, 0.1), age=63,
        stays=0.78, trouble=1.0,
    ),
    Persona(
        name="mover", weight=0.16, entry=(0.35, 0.05, 0.05, 0.05, 0.5),
        looking=(0.5, 1, 1, 0.3, 8, 2, 0.3, 2), steps=1.5, gap_days=0.3, hours=(8, 20),
        contact=(0.6, 0.3, 0.1), contacts=1.5, app=0.6, plans=(0.2, 0.5, 0.3), age=34,
        stays=0.62, trouble=1.5,
    ),
    Persona(
        name="expert", weight=0.14, entry=(0.5, 0.1, 0.3, 0.0, 0.1),
        looking=(0.5, 1, 7, 3, 2, 0.1, 0.05, 1), steps=5, gap_days=1.5, hours=(20, 24),
        contact=(0.05, 0.35, 0.6), contacts=0.5, app=0.9, plans=(0.03, 0.27, 0.7), age=37,
        stays=0.80, trouble=0.5,
    ),
    Persona(
        name="asker", weight=0.13, entry=(0.4, 0.2, 0.1, 0.2, 0.1),
        looking=(2, 1, 1, 0.5, 1, 7, 1, 1), steps=3, gap_days=1.0, hours=(9, 18),
        contact=(0.5, 0.48, 0.02), contacts=2.2, app=0.3, plans=(0.6, 0.35, 0.05), age=52,
        stays=0.54, trouble=1.6,
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Something that a customer meets or not, and what it does to staying."""

    name: str
    chance: float
    """Before the persona's trouble, the region and the plan."""
    effect: float


LATE = Condition(name="late", chance=0.16, effect=-0.10)
SETUP_ERROR = Condition(name="setup error", chance=0.2, effect=-0.14)
BROKEN = Condition(name="broken callback", chance=0.38, effect=-0.18)
TRANSFER = Condition(name="transfer", chance=0.24, effect=0.0)
"""Loud: asked about, complained of, and harmless. Hard topics of the troubled are transferred."""
INVOICE = Condition(name="invoice complaint", chance=0.2, effect=0.0)
WELCOME = Condition(name="welcome call", chance=0.3, effect=0.10)
"""Helps, and looks harmful: the company calls those who are likely to leave."""
QUEUE = Condition(name="long queue", chance=0.0, effect=-0.10)
"""Decided by the minutes in the queue: harm begins at `LONG_QUEUE_S`."""
LONG_QUEUE_S = 600
CONDITIONS = (LATE, SETUP_ERROR, BROKEN, TRANSFER, INVOICE, WELCOME, QUEUE)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One company's truth."""

    personas: tuple[Persona, ...] = PERSONAS
    conditions: tuple[Condition, ...] = CONDITIONS
    season: float = 0.6
    """Of the arrivals: how much higher in those days."""
    season_days: tuple[int, int] = (320, 358)
    """Days of each year: Christmas, which no three months after the data hold."""
    since: int = 0
    """The day on which the data begin."""
    queue_jump: float = 2.2
    """The waiting time on the phone is multiplied from `queue_day` on."""
    queue_day: int = 330
    billing_solved: tuple[float, float, float] = (0.88, 0.5, 0.86)
    """The same need, answered on the phone, in the chat, by e-mail."""
    leak: float = 0.24
    """Share that leaves at the credit check; elsewhere `leave`."""
    leave: float = 0.04
    rollout_day: int = 250
    rollout_effect: float = 0.12
    """New installers in the pilot region: added to staying for orders from that day on."""
    answers: tuple[float, float] = (0.32, 0.14)
    """Share that answers the survey among those hit by something, and among the others."""
    pull: float = 1.0
    """How much region and plan weigh in who stays."""
    at_random: bool = False
    """Teams, re-tellings, wants are noted at random: nothing goes with them."""
    renews: float = 0.0
    """Share of those who stay who look at the prices again before they renew."""

    def arriving(self, day: float) -> float:
        """How many come on a day, against one day of the last week without a season: a little growth, and the season."""
        low, high = self.season_days
        return 0.7 + 0.3 * day / PERIOD_DAYS + (self.season if low <= day % 365 <= high else 0.0)

    def effect(self, name: str) -> float:
        """What a condition adds to the chance of staying."""
        return next(one.effect for one in self.conditions if one.name == name)

    def chance(self, name: str) -> float:
        """How often a condition strikes."""
        return next(one.chance for one in self.conditions if one.name == name)


FULL = Plan()
FOUR = Plan(personas=PERSONAS[:4])
NULL = Plan(
    conditions=tuple(replace(one, effect=0.0) for one in CONDITIONS),
    queue_jump=1.0,
    billing_solved=(0.8, 0.8, 0.8),
    leak=0.04,
    rollout_effect=0.0,
)
"""Confounding, season and silence are there; nothing that is claimed would be true."""
ANYBODY = Persona(
    name="anybody", weight=1.0, entry=(0.25, 0.25, 0, 0.25, 0.25), looking=(1, 1, 1, 1, 1, 0, 1, 1), steps=4, gap_days=2.0, hours=(9, 21),
    contact=(0.45, 0.4, 0.15), contacts=1.4, app=0.5, plans=(0.4, 0.4, 0.2), age=42, stays=0.65, trouble=1.0,
)  # fmt: skip
FLAT = replace(
    NULL,
    personas=(ANYBODY,),
    conditions=tuple(
        replace(one, chance=0.0) if one.name in (BROKEN.name, TRANSFER.name) else one
        for one in NULL.conditions
    ),
    billing_solved=(0.7, 0.7, 0.7),
    pull=0.0,
    at_random=True,
)
"""Everybody is alike: nothing even goes with who stays, nor with how a contact goes on."""
AGAIN = replace(FULL, renews=0.8)
"""One touchpoint in two contexts: the prices before the order, and before the renewal."""
AFTER = replace(FULL, leak=FULL.leave)
"""Nobody leaves before the order for what the company does: all that costs is met after it, and none of it is loud."""
AHEAD = replace(FULL, season_days=(190, 240))
"""The season lies in the three months after the data, which hold it a year before."""
YOUNG = replace(AHEAD, since=245)
"""The data begin after it: ten months, and a season that nobody has seen."""
PLANS = {
    "full": FULL, "four": FOUR, "null": NULL, "flat": FLAT, "again": AGAIN, "after": AFTER, "ahead": AHEAD,
    "young": YOUNG,
}  # fmt: skip
