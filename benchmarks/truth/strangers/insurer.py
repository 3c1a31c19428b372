"""An insurer's claims in German: a log of cases, calls beside it, deadlines, marks. No orders, no purchases.

Planted: papers that are asked for a second time cost 30 points of those who stay insured, a decision after its deadline 22.
Calls that are passed on are loud and cost nothing; an expert is sent to the large losses, and loses nobody. With
`planted=False` the same happens, and nothing costs anything.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from strangers.telling import Truth, at, write_csv

DAYS = 420
TRUTH = Truth(
    harms={
        "asked again": ("erneut angefordert",),
        "late decision": ("frist überschritten", "fristüberschreitung", "long wait"),
    },
    harmless={
        "passed on": ("weitergeleitet", "verbunden", "transfer"),
        "expert": ("gutachte",),
        "confirmation": ("eingangsbestätigung",),
        "payout": ("auszahlung",),
        "call": ("anruf",),
    },
)
_CROSS = (
    "Ich wurde dreimal weiterverbunden, das ist eine Zumutung!",
    "Unverschämt, jeder verweist mich an jemand anderen.",
)
_ASKS = (
    "Ich wollte fragen, wie weit mein Fall ist.",
    "Wann kann ich mit einer Entscheidung rechnen?",
)
_AGAIN = ("Warum muss ich die Unterlagen schon wieder schicken? Das ärgert mich sehr.",)
_GLAD = ("Vielen Dank, alles hat gut geklappt.", "Sehr freundlich und schnell.")
_SAD = ("Ich bin enttäuscht, das hat viel zu lange gedauert.", "Sehr ärgerlich, nie wieder.")


def write(folder: Path, *, seed: int, customers: int, planted: bool = True) -> Truth:
    """Write the exports of one insurer."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"insurer/{seed}")
    rows: dict[str, list[Any]] = {"cases": [], "calls": [], "marks": []}
    for number in range(customers):
        _Case(number, rng, rows, planted=planted).lives()
    rows["cases"].sort(key=lambda row: row[2])
    write_csv(folder / "vorgaenge.csv", ("Vorgangsnummer", "Versichertennummer", "Zeitpunkt", "Aktivität", "Kanal", "Sachbearbeitung", "Frist überschritten", "Betrag"), rows["cases"], comma=";")  # fmt: skip
    write_csv(folder / "anrufe.csv", ("call_id", "started_at", "direction", "customer_id", "queue", "wait_seconds", "talk_seconds", "transfers", "disposition", "transcript"), rows["calls"])  # fmt: skip
    write_csv(folder / "befragung.csv", ("response_id", "survey", "submitted_at", "customer_id", "csat_1_to_5", "comment"), rows["marks"])  # fmt: skip
    return replace(TRUTH, points={"asked again": -0.3, "late decision": -0.22} if planted else {})


class _Case:
    def __init__(
        self, number: int, rng: Random, rows: dict[str, list[Any]], *, planted: bool
    ) -> None:
        self.number, self.rng, self.rows, self.planted = number, rng, rows, planted
        self.day = DAYS * rng.random()
        self.large = rng.random() < 0.3
        self.slow = rng.random() < 0.35
        """Cases of a hard kind: late more often, and left more often for other reasons."""
        self.clerk = rng.choice(("Team Nord", "Team Süd", "Team Mitte"))
        self.mood = 0.0

    def step(
        self, name: str, channel: str, wait: float, *, late: str = "", money: float | None = None
    ) -> None:
        """One entry of the log, after about so many days."""
        self.day += wait * self.rng.lognormvariate(0, 0.5)
        if self.day < DAYS:
            self.rows["cases"].append(
                (f"V-{self.number:05d}", f"VN{self.number}", at(self.day).strftime("%d.%m.%Y %H:%M:%S"), name, channel,
                 self.clerk, late, "" if money is None else f"{money:.2f}".replace(".", ","))
            )  # fmt: skip

    def lives(self) -> None:
        """One loss, from its report to its end."""
        rng = self.rng
        self.step("Schaden gemeldet", rng.choice(("Online", "Telefon", "Brief")), 0.1)
        self.step("Eingangsbestätigung versandt", "Brief", 1.0)
        chance = 0.86 - 0.12 * self.slow
        self.step("Unterlagen angefordert", "Brief", 2.0)
        self.step("Unterlagen eingegangen", rng.choice(("Brief", "Online")), 5.0)
        if rng.random() < (0.35 if self.slow else 0.22):
            self.step("Unterlagen erneut angefordert", "Brief", 3.0)
            self._calls("Unterlagen", _AGAIN, 0.4)
            self.step("Unterlagen eingegangen", "Brief", 5.0)
            self.mood -= 0.7
            chance -= 0.30 * self.planted
        self._calls("Sachstand", _ASKS, 0.35)
        if self.large:
            self.step("Gutachten beauftragt", "Brief", 2.0)
            self.step("Gutachten eingegangen", "Brief", 9.0)
        late = rng.random() < (0.4 if self.slow else 0.2)
        paid = rng.random() < 0.8
        name = "Entscheidung: bewilligt" if paid else "Entscheidung: abgelehnt"
        self.step(name, "Brief", 22 if late else 7, late="ja" if late else "nein")
        self.mood -= 0.5 * late + 0.4 * (not paid)
        chance -= 0.22 * late * self.planted + 0.05 * (not paid)
        if paid:
            self.step(
                "Auszahlung veranlasst", "Überweisung", 2.0, money=rng.choice((240, 800, 3100))
            )
        elif rng.random() < 0.3:
            self.step("Widerspruch eingelegt", "Brief", 6.0)
            self.step("Widerspruch beschieden", "Brief", 15.0)
        self._marks()
        if rng.random() > chance:
            self.step("Vertrag gekündigt", "Brief", 25.0)
            return
        while self.day < DAYS:  # the quiet years
            self.step("Beitrag abgebucht", "Lastschrift", 60.0, money=88.0)

    def _calls(self, topic: str, words: tuple[str, ...], chance: float) -> None:
        rng = self.rng
        if rng.random() >= chance:
            return
        self.day += 2 * rng.random()
        if self.day >= DAYS:
            return
        passed = rng.random() < 0.35
        said = rng.choice(_CROSS if passed else words)
        self.rows["calls"].append(
            (f"A{len(self.rows['calls'])}", at(self.day).isoformat(), "inbound", f"VN{self.number}", topic, rng.randrange(10, 500),
             rng.randrange(60, 700), int(passed), "transferred" if passed else "answered",
             f"Agent: Guten Tag, was kann ich für Sie tun?\nCustomer: {said}")
        )  # fmt: skip

    def _marks(self) -> None:
        rng = self.rng
        if rng.random() < 0.45 and self.day + 3 < DAYS:
            mark = max(1, min(5, round(4.2 + 1.6 * self.mood + rng.gauss(0, 0.7))))
            self.rows["marks"].append(
                (f"B{self.number}", "Nach der Entscheidung", at(self.day + 3).isoformat(), f"VN{self.number}", mark, rng.choice(_GLAD if mark > 3 else _SAD))
            )  # fmt: skip
