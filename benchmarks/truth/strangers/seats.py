"""Planning software for teams, by trial and seats: PostHog's events, Intercom's chats, Stripe's invoices, Delighted's scores, accounts in French.

A firm tries for 14 days, invites people, buys seats, and renews after three months and again. Planted: a calendar sync that fails costs 28 points of
those who convert; an answer that was promised within a day and did not come costs 22; an invoice that jumps costs 20 of those who renew.
Small firms meet failed syncs more often and convert less, whatever happened. Wishes for a widget are loud and cost nothing.
Questions about roles are settled at once in the chat; by e-mail they are asked again. From day 260 on, with a new start page, 35 of 100 invite
somebody where 65 did. With `planted=False` nothing costs, differs or changes.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from strangers.telling import START, Promise, Somebody, Truth, at, write_csv, write_lines

DAYS = 420
STARTED = 260
HARMS = {
    "sync": ("sync",),
    "promise": ("promise", "broken", "within a day"),
    "jump": ("amount", "invoice", "proration", "price"),
}
HARMLESS = {
    "invites": ("invit", "member"),
    "widget": ("widget",),
    "small": ("size", "small", "taille"),
    "roles": ("role", "permission"),
    "routine": ("plan", "trial", "project", "task", "signed", "login", "page", "seat", "conversation", "message", "nps", "score", "session"),
}  # fmt: skip
PERSONAS = {"small": 0.5, "team": 0.35, "large": 0.15}
_CONVERTS = {"small": 0.42, "team": 0.68, "large": 0.74}
_FAILS = {"small": 0.4, "team": 0.22, "large": 0.18}
_SEATS = {"small": (1, 3), "team": (4, 9), "large": (12, 30)}
_WIDGET = (
    "Still no phone widget?! Every competitor has one, this is a joke.",
    "I asked for the widget three times. Really annoying that nobody cares.",
    "No widget again in this release, so disappointing.",
)
_ROLES = (
    "How do I make somebody a viewer?",
    "Which role can edit plans but not billing?",
    "Can a guest see the calendar?",
)
_AGAIN = ("No answer yet. Which role do I need?", "Following up on my question about roles.")
_SYNC = (
    "The calendar sync stopped with an error.",
    "Google Calendar does not sync, can you look?",
)
_PROMISE = "Thanks for reporting this. We will get back to you within 24 hours."
_GOOD = ("Love how simple it is.", "Does the job.", "Great support.", "")
_BAD = ("Sync keeps failing.", "Too expensive for what it does.", "")


def write(folder: Path, *, seed: int, customers: int, planted: bool = True) -> Truth:
    """Write the exports of one company; `customers` are firms."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"seats/{seed}")
    rows: dict[str, list[Any]] = {
        name: [] for name in ("events", "chats", "invoices", "scores", "accounts")
    }
    truth = Truth(
        harms=HARMS,
        harmless=HARMLESS,
        points={"sync": -0.28, "promise": -0.22, "jump": -0.2} if planted else {},
        changes={"invites": float(STARTED)} if planted else {},
        settled_worse={"roles": "email"} if planted else {},
    )
    for number in range(customers):
        _Firm(number, rng, rows, truth, planted=planted).lives()
    rows["events"].sort(key=lambda one: one["timestamp"])
    late = [one for one in rows["events"] if rng.random() < 0.008]  # sent again by the phone
    write_lines(folder / "posthog-events.jsonl", [*rows["events"], *late])
    (folder / "intercom_conversations.json").write_text(json.dumps({"type": "conversation.list", "conversations": rows["chats"]}), encoding="utf-8")  # fmt: skip
    write_csv(folder / "stripe_invoices.csv", ("id", "Customer", "Customer Email", "Number", "Date (UTC)", "Due Date (UTC)", "Amount Due", "Amount Paid", "Currency", "Paid", "Status", "Subscription", "Billing Reason"), rows["invoices"])  # fmt: skip
    write_csv(folder / "delighted_responses.csv", ("Response ID", "Created At", "Person Email", "Score", "Comment", "Tags"), rows["scores"])  # fmt: skip
    write_csv(folder / "comptes.csv", ("Compte", "Administrateur", "Adresse e-mail", "Taille", "Créé le", "Fin d'essai", "Converti le", "Sièges", "Offre", "Renouvelé le", "Résilié le", "Motif de résiliation"), rows["accounts"], comma=";")  # fmt: skip
    return truth


class _Firm(Somebody):
    def __init__(self, number: int, rng: Random, rows: dict[str, list[Any]], truth: Truth, *, planted: bool) -> None:  # fmt: skip
        super().__init__(number, rng, rows, truth, planted=planted)
        self.persona = rng.choices(list(PERSONAS), list(PERSONAS.values()))[0]
        self.day = rng.uniform(0, DAYS)
        self.seats = rng.randint(*_SEATS[self.persona])
        self.people = [f"{name}@firm{number}.example" for name in ("admin", "lea", "tom", "ines", "noah")[: min(self.seats, 5)]]  # fmt: skip
        self.company = f"co_{number:04d}"
        self.widget, self.mood, self.harm = rng.random() < 0.22, 0.0, 0.0
        self.session = ""

    def lives(self) -> None:
        """Signed up, tried, bought or not, renewed or not."""
        rng, began = self.rng, self.day
        self.truth.personas[self.people[0]] = self.persona
        self._event("signed_up", plan="trial")
        self._event("project_created")
        self._invites()
        self._syncs()
        if rng.random() < 0.25:
            self._roles()
        for _ in range(rng.randrange(2, 9)):
            self._uses()
        if self.widget:
            self._chat(0, rng.choice(_WIDGET), "Thank you, I passed it on.", 0.02)
        self._event("$pageview", url="/pricing")
        converts = rng.random() < max(0.03, _CONVERTS[self.persona] - self.harm * self.planted)
        ends = began + 14
        row: dict[str, Any] = {"bought": None, "renewed": None, "gone": None, "why": ""}
        self.day = max(self.day + 0.1, began + rng.uniform(8, 15))
        if converts and self.day < DAYS:
            row["bought"] = self.day
            self._event("subscription_started", seats=self.seats)
            self._pays(row)
        if began < DAYS:
            self.rows["accounts"].append((f"Firm {self.number} SAS", self.people[0].split("@")[0].title(), self.people[0], {"small": "1-3", "team": "4-9", "large": "10+"}[self.persona], _jour(began), _jour(ends), _jour(row["bought"]), self.seats if row["bought"] else "", "Équipe" if row["bought"] else "Essai", _jour(row["renewed"]), _jour(row["gone"]), row["why"]))  # fmt: skip

    def _invites(self) -> None:
        rng = self.rng
        share = 0.35 if self.planted and self.day >= STARTED else 0.65
        self._event("$pageview", url="/start")
        if rng.random() >= share:
            return
        for other in self.people[1:3]:
            self._event("member_invited")
            if rng.random() < 0.8:
                self._event("invite_accepted", who=other, wait=0.3)

    def _syncs(self) -> None:
        rng = self.rng
        if rng.random() >= 0.75:
            return
        self._event("calendar_sync_started")
        if rng.random() >= _FAILS[self.persona]:
            self._event("calendar_sync_completed")
            return
        self._event("calendar_sync_failed", error="token_expired")
        self.harm += 0.28
        self.mood -= 0.8
        if rng.random() >= 0.6:
            return
        kept = rng.random() < 0.6
        made = self._chat(0, rng.choice(_SYNC), _PROMISE, 0.03, later=rng.uniform(0.2, 0.8) if kept else rng.uniform(1.4, 4))  # fmt: skip
        if made < DAYS:
            self.truth.promises.append(Promise(customer=self.people[0], made=made, due=made + 1, kept=kept))  # fmt: skip
        if not kept:
            self.harm += 0.22

    def _roles(self) -> None:
        rng = self.rng
        mail = rng.random() < 0.5
        again = (0.55 if mail else 0.05) if self.planted else 0.25
        wait = (1.5 if mail else 0.01) if self.planted else 0.3
        for attempt in range(3):
            self._chat(rng.randrange(len(self.people)), rng.choice(_AGAIN if attempt else _ROLES), "Under Settings > Roles you can choose viewer or editor.", wait, kind="email" if mail else "conversation")  # fmt: skip
            if rng.random() >= again:
                return
            self.day += rng.uniform(0.2, 1)

    def _uses(self) -> None:
        rng = self.rng
        self.session = f"{rng.getrandbits(60):015x}"
        for name in rng.sample(("task_created", "task_completed", "plan_shared", "$pageview"), 2):
            self._event(name, who=rng.choice(self.people), wait=0.35, url="/board")

    def _pays(self, row: dict[str, Any]) -> None:
        """Quarter by quarter until the data end or the firm leaves."""
        rng, price, count = self.rng, 9 * self.seats, 0
        start = self.day
        while self.day < DAYS:
            jumps = count > 0 and rng.random() < 0.25
            price = price * (1.6 if jumps else 1)
            self._invoice(price, "subscription_create" if count == 0 else "subscription_cycle")
            if count == 1:
                row["renewed"] = self.day
            for _ in range(rng.randrange(3, 8)):
                self.day += rng.uniform(2, 9)
                self._uses()
            if rng.random() < 0.35:
                self._score(jumps=jumps)
            count += 1
            if rng.random() < 0.12 + 0.2 * jumps * self.planted:
                row["gone"] = self.day + rng.uniform(1, 5)
                row["why"] = rng.choice(("Prix", "Plus besoin", "Concurrent", ""))
                self.day = row["gone"]
                self._event("subscription_cancelled")
                return
            self.day = max(self.day, start + 91 * count)

    def _invoice(self, amount: float, reason: str) -> None:
        if self.day < DAYS:
            number = len(self.rows["invoices"])
            paid = self.rng.random() < 0.97
            self.rows["invoices"].append((f"in_1P{number:06d}", f"cus_{self.number:05d}", self.people[0], f"A1B2-{number:05d}", at(self.day).strftime("%Y-%m-%d %H:%M"), at(self.day + 14).strftime("%Y-%m-%d %H:%M"), f"{amount:.2f}", f"{amount if paid else 0:.2f}", "eur", "TRUE" if paid else "FALSE", "paid" if paid else "open", f"sub_{self.number:05d}", reason))  # fmt: skip

    def _score(self, *, jumps: bool) -> None:
        score = max(0, min(10, round(8.3 + self.mood - 1.5 * jumps + self.rng.gauss(0, 1.3))))
        when = self.day + 0.4
        words = self.rng.choice(_WIDGET if self.widget else _GOOD if score > 6 else _BAD)
        if when < DAYS:
            self.rows["scores"].append((60000 + len(self.rows["scores"]), at(when).strftime("%Y-%m-%d %H:%M:%S UTC"), self.rng.choice(self.people), score, words, "in-app"))  # fmt: skip

    def _chat(self, person: int, said: str, answer: str, wait: float, *, kind: str = "conversation", later: float | None = None) -> float:  # fmt: skip
        """When it is answered; `later` days after that comes what was promised."""
        rng = self.rng
        self.day += rng.uniform(0.02, 0.2)
        asked, mail = self.day, self.people[person]
        self.day = answered = asked + wait * rng.uniform(0.6, 1.4)
        if asked >= DAYS:
            return answered
        admin = {"type": "admin", "id": "41", "name": "Sam", "email": "sam@planboard.example"}
        user = {"type": "user", "id": f"u{self.number}-{person}", "name": "", "email": mail}
        parts = [(answered, admin, answer)]
        if later is not None:
            self.day = answered + later
            parts.append((self.day, admin, "We have looked into it: please connect the calendar again."))  # fmt: skip
        number = 5000 + len(self.rows["chats"])
        told = [{"type": "conversation_part", "id": f"{number}{place}", "part_type": "comment", "body": f"<p>{text}</p>", "created_at": _unix(when), "author": who} for place, (when, who, text) in enumerate(parts) if when < DAYS]  # fmt: skip
        rated = {"rating": rng.choice((5, 4, 5, 3)), "remark": None, "created_at": _unix(self.day), "contact": {"type": "user", "id": user["id"]}} if rng.random() < 0.2 and self.day < DAYS else None  # fmt: skip
        self.rows["chats"].append({"type": "conversation", "id": str(number), "created_at": _unix(asked), "updated_at": _unix(min(self.day, DAYS)), "state": "closed" if self.day < DAYS else "open", "source": {"type": kind, "id": f"s{number}", "delivered_as": "customer_initiated", "subject": "", "body": f"<p>{said}</p>", "author": user}, "conversation_rating": rated, "tags": {"type": "tag.list", "tags": []}, "conversation_parts": {"type": "conversation_part.list", "conversation_parts": told, "total_count": len(told)}})  # fmt: skip
        return answered

    def _event(self, name: str, *, who: str = "", wait: float = 0.02, url: str = "", **more: Any) -> None:  # fmt: skip
        self.day += wait * self.rng.uniform(0.3, 1.4)
        if self.day >= DAYS:
            return
        rng, mail = self.rng, who or self.people[0]
        self.session = self.session or f"{rng.getrandbits(60):015x}"
        more |= {"$session_id": self.session, "$lib": "web", "$current_url": f"https://app.planboard.example{url or '/app'}", "$groups": {"company": self.company}, "company_size": {"small": "1-3", "team": "4-9", "large": "10+"}[self.persona]}  # fmt: skip
        self.rows["events"].append({"uuid": f"{rng.getrandbits(128):032x}", "event": name, "distinct_id": mail, "timestamp": at(self.day).isoformat(timespec="milliseconds"), "properties": more, "person": {"properties": {"email": mail}}})  # fmt: skip


def _unix(day: float) -> int:
    return int(START.timestamp() + day * 86400)


def _jour(day: float | None) -> str:
    return "" if day is None or day >= DAYS else at(day).strftime("%d/%m/%Y")
