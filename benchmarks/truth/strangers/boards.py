"""Software by subscription: trials, pages of documents, events in the product, payments, tickets, scores.

Planted: an import that fails costs 35 points of those who stay, a declined card 25. Wishes for a dark screen are loud and
cost nothing. Whoever only evaluates reads the security page and the documents of the interface, uses little, and leaves
anyhow: no page loses them. With `planted=False` the same happens, and nothing costs anything.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from strangers.telling import Truth, at, write_csv, write_lines

DAYS = 400
TRUTH = Truth(
    harms={"import fails": ("import failed", "import fail"), "card declined": ("declined",)},
    harmless={
        "dark screen": ("dark",),
        "evaluators' pages": ("security page", "api docs", "status page", "help centre"),
        "onboarding": ("onboarding",),
        "tickets": ("ticket", "question"),
    },
)
_ANGRY = (
    "Still no dark mode. This is ridiculous, my eyes hurt every evening.",
    "I am really annoyed that you ignore the dark mode request again.",
    "Terrible: white screens only, after two years of promises.",
)
_CALM = (
    "How do I move a card between boards?",
    "Can I change who pays for the workspace?",
    "Thanks, that worked.",
)
_FAILED = (
    "The CSV import stops with an error and I lose the file.",
    "Import broke again, this is frustrating.",
)
_GOOD = ("Love it, the team is happy.", "Great tool, easy to use.", "Works well.")
_BAD = ("Disappointing, we lost a lot of time.", "Frustrating and slow help.")


def write(folder: Path, *, seed: int, customers: int, planted: bool = True) -> Truth:
    """Write the exports of one company."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"boards/{seed}")
    rows: dict[str, list[Any]] = {
        "events": [],
        "subscriptions": [],
        "payments": [],
        "tickets": [],
        "scores": [],
    }
    for number in range(customers):
        _Workspace(number, rng, rows, planted=planted).lives()
    rows["events"].sort(key=lambda row: row["timestamp"])
    write_lines(folder / "product_events.jsonl", rows["events"])
    write_csv(folder / "subscriptions.csv", ("id", "Customer ID", "Customer Email", "Plan", "Interval", "Amount", "Currency", "Status", "Created (UTC)", "Start (UTC)", "Trial Start (UTC)", "Trial End (UTC)", "Canceled At (UTC)", "Ended At (UTC)"), rows["subscriptions"])  # fmt: skip
    write_csv(folder / "payments.csv", ("id", "Created date (UTC)", "Amount", "Amount Refunded", "Currency", "Status", "Decline Reason", "Customer ID", "Customer Email"), rows["payments"])  # fmt: skip
    write_lines(folder / "tickets.json", rows["tickets"])
    write_csv(folder / "scores.csv", ("response_id", "survey", "submitted_at", "email", "nps_0_to_10", "comment"), rows["scores"])  # fmt: skip
    return replace(
        TRUTH, points={"import fails": -0.35, "card declined": -0.25} if planted else {}
    )


class _Workspace:
    def __init__(
        self, number: int, rng: Random, rows: dict[str, list[Any]], *, planted: bool
    ) -> None:
        self.number, self.rng, self.rows, self.planted = number, rng, rows, planted
        self.day = DAYS * rng.random() ** 0.9
        self.email = f"owner{number}@team{number}.example"
        self.evaluates = rng.random() < 0.3
        self.mood = 0.0
        self.price = rng.choice((12, 24, 60))

    def told(self, name: str, *, page: bool = False, wait: float = 0.01, **more: Any) -> None:
        """An event of the product, as its tracker sends it."""
        self.day += wait * (0.5 + self.rng.random())
        if self.day < DAYS:
            row = {
                "type": "page" if page else "track", "messageId": f"b{self.number}-{self.day:.6f}",
                "anonymousId": f"d-{self.number}", "userId": f"ws_{self.number}",
                "timestamp": _iso(self.day), "receivedAt": _iso(self.day),
                ("name" if page else "event"): name, "properties": more,
            }  # fmt: skip
            self.rows["events"].append(row)

    def lives(self) -> None:
        """One workspace's way."""
        if not self._looks():
            return
        self.told("Signed Up", wait=0.02)
        began = self.day
        self._says_who(began)
        self.told("Workspace Created")
        if self.rng.random() < 0.7:
            self.told("Onboarding Checklist Opened", wait=0.1)
        chance = (0.25 if self.evaluates else 0.62) + self._imports()
        self._tries()
        if self.rng.random() < 0.25:
            self._writes("dark mode", _ANGRY, -0.7)
        self._pays(began, chance)

    def _looks(self) -> bool:
        """Pages before signing up; evaluators give up at any of them alike. Whether they went on."""
        pages = self.rng.sample(
            ("Landing page", "Pricing page", "Templates page", "Customers page"), 2
        )
        if self.evaluates:
            pages += self.rng.sample(
                ("Security page", "API docs", "Status page"), self.rng.choice((1, 2, 3))
            )
        for page in pages:
            self.told(page, page=True, wait=0.03)
            if self.evaluates and self.rng.random() < 0.1:
                return False
        return True

    def _says_who(self, began: float) -> None:
        if began < DAYS:
            traits = {"email": self.email, "seats": self.rng.choice((1, 3, 5, 10))}
            self.rows["events"].append(
                {"type": "identify", "messageId": f"i{self.number}", "anonymousId": f"d-{self.number}",
                 "userId": f"ws_{self.number}", "timestamp": _iso(began), "receivedAt": _iso(began), "traits": traits}
            )  # fmt: skip

    def _imports(self) -> float:
        """Whether they bring their data, whether that fails, and what it adds to their chance to buy."""
        rng = self.rng
        if rng.random() >= (0.3 if self.evaluates else 0.6):
            return 0.0
        self.told("Import Started", wait=0.5)
        failed = rng.random() < 0.4
        self.told("Import Failed" if failed else "Import Completed")
        if failed and rng.random() < 0.4:
            self._writes("import", _FAILED, -0.6)
        self.mood -= 0.5 * failed
        return (0.06 - 0.35 * failed) * self.planted

    def _tries(self) -> None:
        """The days of the trial: evaluators use little."""
        rng = self.rng
        if rng.random() < 0.5:
            self.told("Onboarding Call Booked", wait=0.6)
            self.told("Onboarding Call Held", wait=2)
        for _ in range(rng.randrange(1, 3 if self.evaluates else 7)):
            self.told(
                rng.choice(("Board Created", "Card Moved", "Teammate Invited", "Report Exported")),
                wait=1.2,
            )
        if rng.random() < (0.5 if self.evaluates else 0.2):
            for page in rng.sample(
                ("Security page", "API docs", "Help centre"), rng.choice((1, 2))
            ):
                self.told(page, page=True, wait=0.4)

    def _pays(self, began: float, chance: float) -> None:
        """The trial of 14 days, the payments, the end."""
        buys = self.rng.random() < max(chance, 0.03)
        ends = began + 14
        if ends >= DAYS:
            self._subscribes(began, "trialing", None)
            return
        gone = self._months(ends) if buys else ends
        self._subscribes(began, "canceled" if gone and gone < DAYS else "active", gone)

    def _months(self, ends: float) -> float | None:
        """Month by month until the data end; the day on which they left."""
        rng, month, leaves = self.rng, 0, 0.05
        while ends + 30 * month < DAYS:
            when = ends + 30 * month
            declined = rng.random() < 0.07
            if declined:
                self._payment(when, "Failed")
                self.mood -= 0.3
                if rng.random() < (0.30 if self.planted else leaves):
                    return when + 1 + 4 * rng.random()
            self._payment(when + 2 * declined, "Paid")
            self.day = max(self.day, when)
            for _ in range(rng.randrange(2, 6)):
                self.told(
                    rng.choice(("Board Created", "Card Moved", "Card Moved", "Report Exported")),
                    wait=4,
                )
            if rng.random() < 0.08:
                self._writes("how to", _CALM, 0.1)
            if month in (1, 7) and rng.random() < 0.4:
                self._scores()
            month += 1
            if rng.random() < leaves:
                return ends + 30 * month - 1
        return None

    def _subscribes(self, began: float, status: str, gone: float | None) -> None:
        if began >= DAYS:
            return
        end = _utc(gone) if gone is not None and gone < DAYS else ""
        self.rows["subscriptions"].append(
            (f"sub_{self.number}", f"cus_{self.number}", self.email, "Team", "month", self.price, "eur", status,
             _utc(began), _utc(began), _utc(began), _utc(began + 14), end, end)
        )  # fmt: skip

    def _payment(self, day: float, status: str) -> None:
        if day < DAYS:
            self.rows["payments"].append(
                (f"ch_{self.number}_{day:.3f}", _utc(day), self.price, 0, "eur", status, "insufficient_funds" if status == "Failed" else "", f"cus_{self.number}", self.email)
            )  # fmt: skip

    def _writes(self, topic: str, pool: tuple[str, ...], mood: float) -> None:
        self.day += 0.3 * self.rng.random()
        if self.day >= DAYS:
            return
        number = len(self.rows["tickets"])
        said = self.rng.choice(pool)
        requester = 3_000_000 + self.number
        self.rows["tickets"].append({
            "id": 900 + number, "via": {"channel": "email"}, "created_at": _iso(self.day), "updated_at": _iso(self.day + 0.5),
            "type": "question", "subject": topic, "description": said, "status": "solved", "priority": "normal",
            "requester_id": requester, "submitter_id": requester, "assignee_id": 7, "tags": [topic.replace(" ", "_")],
            "requester": {"id": requester, "name": f"Owner {self.number}", "email": self.email},
            "custom_fields": [], "satisfaction_rating": {"score": "unoffered"},
            "comments": [
                {"id": 10 * number, "type": "Comment", "author_id": requester, "body": said, "public": True, "via": {"channel": "email"}, "created_at": _iso(self.day)},
                {"id": 10 * number + 1, "type": "Comment", "author_id": 7, "body": "Thank you for writing. I have noted it.", "public": True, "via": {"channel": "email"}, "created_at": _iso(self.day + 0.4)},
            ],
        })  # fmt: skip
        self.mood += 0.2 * mood

    def _scores(self) -> None:
        score = max(0, min(10, round(8.4 + 3 * self.mood + self.rng.gauss(0, 1.3))))
        words = self.rng.choice(_GOOD if score > 6 else _BAD)
        day = self.day + 0.5
        if day < DAYS:
            self.rows["scores"].append(
                (f"n{self.number}-{day:.2f}", "Relationship", _iso(day), self.email, score, words)
            )


def _iso(day: float) -> str:
    return at(day).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _utc(day: float) -> str:
    return at(day).strftime("%Y-%m-%d %H:%M")
