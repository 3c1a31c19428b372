"""A bank's app: events as Amplitude exports them, chats with support, reviews, scores, a list of closed accounts.

Planted: whose papers are refused by the identity check and asked for again pay in less often by 30 points, and nobody writes
about it; a card that is declined though there is money costs 20 points of the quarter's staying; an answer that was promised
in the chat and did not come costs 18. The new look of the app is loud and costs nothing. Who only looks around leaves at any
step; travellers are declined more often and stay less. From day 400 on the identity check takes 30 hours instead of 3, which
costs nothing. With `planted=False` all of it happens, and nothing costs, differs or changes.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from strangers.telling import Promise, Somebody, Truth, at, write_csv, write_lines

DAYS = 730
SLOWED = 400
QUARTER = 91.0
HARMS = {
    "papers": ("document rejected", "rejected", "document requested again", "refused"),
    "declined": ("declined",),
    "promise": ("promise", "broken"),
}
HARMLESS = {
    "look": ("new look", "design", "layout", "colours"),
    "identity": ("identity",),
    "steps": ("onboarding", "account opened", "card", "payment", "screen", "top up", "savings"),
    "talk": ("message", "chat", "review", "nps", "survey"),
}
PERSONAS = {"salary": 0.4, "second": 0.25, "traveller": 0.15, "curious": 0.2}
_STAYS = {"salary": 0.96, "second": 0.9, "traveller": 0.87, "curious": 0.84}
_PAYS_IN = {"salary": 0.92, "second": 0.85, "traveller": 0.85, "curious": 0.5}
_REFUSED = {"salary": 0.15, "second": 0.2, "traveller": 0.4, "curious": 0.3}
_DECLINED = {"salary": 0.08, "second": 0.08, "traveller": 0.25, "curious": 0.1}
_MONTHLY = {"salary": 5.0, "second": 1.2, "traveller": 2.5, "curious": 0.6}
_LOOK = (
    "The new look is horrible, I cannot find anything any more. Give me the old design back!",
    "Who came up with this new design? It is ugly and annoying.",
    "I hate the new layout. Everything is in the wrong place.",
)
_QUESTIONS = (
    "Hello, can I use my card abroad without a fee?",
    "Hi, how do I change my address?",
    "Where can I see my IBAN?",
    "Can I have a second card for my partner?",
    "How long does a transfer to another bank take?",
    "Is there interest on the savings pocket?",
)
_ANSWERS = (
    "Thanks for asking. You find it in your profile under Account.",
    "That is possible. Please open Cards and choose Options.",
    "Within one working day, usually much faster.",
)
_ASKS_MORE = (
    "A transfer of mine has not arrived, could you look into it?",
    "I was charged twice for one purchase, please check.",
    "My statement shows a fee that I do not know.",
)
_DUE = {"by tomorrow": 1.0, "within two days": 2.0, "within three days": 3.0}
_GOOD = ("Easy and quick.", "Works well for me.", "Best bank I have had.", "All good so far.")
_BAD = ("Not convinced.", "I expected more.", "It could be better.", "Disappointing.")
_ALSO = ("", "My brother uses it too.", "I use it on the phone only.", "Let us see how it goes.")


def write(folder: Path, *, seed: int, customers: int, planted: bool = True) -> Truth:
    """Write the exports of one bank."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"bank/{seed}")
    rows: dict[str, list[Any]] = {name: [] for name in ("events", "chats", "reviews", "nps", "closed")}  # fmt: skip
    truth = Truth(
        harms=HARMS,
        harmless=HARMLESS,
        points={"papers": -0.3, "declined": -0.2, "promise": -0.18} if planted else {},
        changes={"identity": float(SLOWED)} if planted else {},
    )
    for number in range(customers):
        _Client(number, rng, rows, truth, planted=planted).lives()
    events = rows["events"]
    events += [dict(row) for row in events if rng.random() < 0.01]  # sent twice, one uuid
    events.sort(key=lambda row: row["server_upload_time"])
    write_lines(folder / "amplitude_events.jsonl", events)
    (folder / "support_chats.json").write_text(json.dumps(rows["chats"], ensure_ascii=False, indent=1), "utf-8")  # fmt: skip
    rows["reviews"].sort()
    write_csv(folder / "app_reviews.csv", ("Date", "Store", "Rating", "Title", "Review", "Author", "Country", "App version"), rows["reviews"])  # fmt: skip
    write_csv(folder / "nps.csv", ("Response ID", "Submitted at", "Email", "NPS", "Comment"), rows["nps"])  # fmt: skip
    rows["closed"].sort(key=lambda row: row[3])
    rows["closed"] += rows["closed"][-3:]  # the last page of the report, printed twice
    write_csv(folder / "account_closings.csv", ("Customer ID", "Account number", "Opened on", "Closed on", "Reason", "Requested via"), rows["closed"])  # fmt: skip
    return truth


class _Client(Somebody):
    def __init__(
        self, number: int, rng: Random, rows: dict[str, list[Any]], truth: Truth, *, planted: bool
    ) -> None:
        super().__init__(number, rng, rows, truth, planted=planted)
        self.day = rng.uniform(0, DAYS - 5)
        self.persona = rng.choices(list(PERSONAS), list(PERSONAS.values()))[0]
        self.id, self.mail = f"C{number:06d}", f"client{number}@{rng.choice(('gmail.com', 'outlook.com', 'icloud.com'))}"  # fmt: skip
        self.platform = rng.choices(("iOS", "Android"), (0.55, 0.45))[0]
        self.known = self.sees_look = False
        self.session = 0
        truth.personas[self.id] = self.persona

    def lives(self) -> None:
        """From the first tap to the last quarter that the export sees."""
        if self._opens_account():
            opened = self.day
            while self._quarter():
                if self.day >= DAYS:
                    return
            if self.day < DAYS:
                when = at(self.day + self.rng.uniform(0.5, 3))
                if when < at(DAYS):
                    self._event(self.day, "Account Closure Requested")
                    reason = self.rng.choice(("", "", "Not used", "Other bank", "Fees"))
                    self.rows["closed"].append((self.id, f"DE{self.number:010d}", at(opened).strftime("%Y-%m-%d"), when.strftime("%Y-%m-%d"), reason, self.rng.choice(("app", "app", "post"))))  # fmt: skip

    def _opens_account(self) -> bool:
        """The onboarding. Whether money came in."""
        rng, curious = self.rng, self.persona == "curious"
        self._event(self.day, "Onboarding Started")
        self._later(0.002, 0.01)
        if rng.random() < (0.3 if curious else 0.06):
            return False
        self.known = True
        self._event(self.day, "Email Confirmed")
        self._later(0.002, 0.4)
        if rng.random() < (0.2 if curious else 0.05):
            return False
        refused = rng.random() < _REFUSED[self.persona]
        for attempt in range(2 if refused else 1):
            self._event(self.day, "Identity Check Started")
            slow = self.planted and self.day >= SLOWED
            self._later(*((0.8, 1.7) if slow else (0.06, 0.19)))
            if refused and attempt == 0:
                self._event(self.day, "Document Rejected", automatic=True)
                self._later(0.1, 1.5)
        self._event(self.day, "Identity Check Passed", automatic=True)
        self._event(self.day + 0.001, "Account Opened", automatic=True)
        self._later(0.02, 0.6)
        if rng.random() < 0.8:
            self._event(self.day, "Card Ordered")
            ordered = self.day
        else:
            ordered = None
        self._looks_around()
        self._later(0.5, 4)
        if rng.random() >= _PAYS_IN[self.persona] - 0.3 * refused * self.planted:
            return False
        self._event(self.day, "First Payment In", money=rng.choice((20, 50, 100, 500, 1500)), automatic=True)  # fmt: skip
        if ordered is not None and rng.random() < 0.9:
            self.day = max(self.day, ordered + rng.uniform(4, 8))
            self._event(self.day, "Card Activated")
        return True

    def _quarter(self) -> bool:
        """Three months with the account. Whether it stays open."""
        rng, begun, harm = self.rng, self.day, 0.0
        moments = sorted(
            begun + rng.random() * QUARTER * 0.9
            for _ in range(1 + round(rng.expovariate(1 / _MONTHLY[self.persona])))
        )
        for moment in moments:
            kind = rng.choices(("Payment Made", "Transfer Sent", "Savings Opened", "Payment In"), (0.6, 0.15, 0.03, 0.22))[0]  # fmt: skip
            self._event(moment, kind, money=round(rng.expovariate(1 / 40) + 2, 2))
        self.day = begun + rng.uniform(2, QUARTER * 0.5)
        if rng.random() < _DECLINED[self.persona]:
            self._event(self.day, "Payment Declined", automatic=True)
            harm += 0.2
        if rng.random() < 0.25:
            self._chats(rng.choice(_QUESTIONS), rng.choice(_ANSWERS))
        if rng.random() < (0.35 if self.persona == "traveller" else 0.2):
            harm += self._promised()
        if rng.random() < 0.15:
            self._chats(rng.choice(_LOOK), "Thank you, we pass that on to the team.")
            self.sees_look = True
        if rng.random() < 0.12:
            self._reviews(harm)
        if rng.random() < 0.3 - 0.1 * (harm > 0):
            self._scores(harm)
        self.day = begun + QUARTER * rng.uniform(0.9, 1.1)
        return rng.random() < _STAYS[self.persona] - harm * self.planted

    def _promised(self) -> float:
        """A question that needs looking into: an answer is promised, and comes or not."""
        rng = self.rng
        words, due = rng.choice(list(_DUE.items()))
        made = self._chats(rng.choice(_ASKS_MORE), f"I pass this on. We will get back to you {words}.")  # fmt: skip
        kept = rng.random() < 0.6
        if made < DAYS:
            self.truth.promises.append(Promise(customer=self.id, made=made, due=made + due, kept=kept))  # fmt: skip
        self.day = made + due * (rng.uniform(0.2, 0.8) if kept else 1)
        if kept:
            self._said(self.day, (("agent", "Hello again, we have looked into it: the matter is settled now.", 0.0),))  # fmt: skip
        return 0.0 if kept else 0.18

    def _chats(self, asks: str, answer: str) -> float:
        """One conversation; when the company answered."""
        self.day += self.rng.random()
        began = self.day
        waits = self.rng.uniform(0.002, 0.05)
        self._event(began - 0.001, "Support Chat Opened")
        self._said(began, (("customer", asks, 0.0), ("agent", answer, waits), ("customer", self.rng.choice(("Thanks.", "Ok.", "Thank you")), waits + 0.002)))  # fmt: skip
        self.day = began + waits + 0.003
        return began + waits

    def _said(self, began: float, lines: tuple[tuple[str, str, float], ...]) -> None:
        if began >= DAYS:
            return
        number = len(self.rows["chats"])
        who: dict[str, Any] = {"id": self.id, "email": self.mail}
        if self.rng.random() < 0.04:
            del who["id"]  # the chat of somebody who was not signed in
        messages = [{"id": f"{number}-{line}", "author_type": speaker, "text": text, "created_at": _iso(began + after)} for line, (speaker, text, after) in enumerate(lines)]  # fmt: skip
        self.rows["chats"].append({"conversation_id": f"ch{number:06d}", "customer": who, "created_at": _iso(began), "channel": "chat", "messages": messages})  # fmt: skip

    def _looks_around(self) -> None:
        for _ in range(self.rng.randrange(1, 5)):
            self._later(0.001, 0.02)
            self._event(self.day, "[Amplitude] Screen Viewed", screen=self.rng.choice(("Home", "Cards", "Savings", "Profile", "Top Up")))  # fmt: skip

    def _reviews(self, harm: float) -> None:
        rng = self.rng
        self._later(0.2, 4)
        if self.day >= DAYS:
            return
        stars = max(1, min(5, round(4.3 - 2 * self.sees_look - 3 * harm + rng.gauss(0, 0.7))))
        words = rng.choice(_LOOK if self.sees_look and stars < 4 else _GOOD if stars > 3 else _BAD)
        self.rows["reviews"].append((at(self.day).strftime("%Y-%m-%d"), "App Store" if self.platform == "iOS" else "Google Play", stars, words.split(".", maxsplit=1)[0], f"{words} {rng.choice(_ALSO)}".strip(), f"user_{rng.randrange(10**6)}", "DE", "7.2"))  # fmt: skip

    def _scores(self, harm: float) -> None:
        rng = self.rng
        self._later(0.2, 6)
        if self.day < DAYS:
            mark = max(0, min(10, round(8.3 - 1.2 * self.sees_look - 12 * harm + rng.gauss(0, 1.5))))  # fmt: skip
            words = rng.choice(_GOOD if mark > 7 else _BAD) if rng.random() < 0.6 else ""
            self.rows["nps"].append((f"n{len(self.rows['nps']):06d}", _space(self.day), self.mail, mark, f"{words} {rng.choice(_ALSO)}".strip() if words else ""))  # fmt: skip

    def _later(self, low: float, high: float) -> None:
        self.day += self.rng.uniform(low, high)

    def _event(self, day: float, name: str, *, money: float | None = None, screen: str = "", automatic: bool = False) -> None:  # fmt: skip
        if not 0 <= day < DAYS:
            return
        number = len(self.rows["events"])
        late = self.rng.expovariate(1.5) if self.rng.random() < 0.03 else 0.0003
        properties: dict[str, Any] = {"[Amplitude] Screen Name": screen} if screen else {}
        if money is not None:
            properties |= {"amount": money, "currency": "EUR"}
        row = {
            "amplitude_id": 10**9 + self.number,
            "app": 4711,
            "city": None,
            "country": "Germany",
            "device_id": f"d-{self.number:06d}",
            "device_type": "Apple iPhone" if self.platform == "iOS" else "Android",
            "event_id": number,
            "event_properties": properties,
            "event_time": _space(day),
            "event_type": name,
            "language": "English",
            "os_name": self.platform.lower(),
            "platform": "server" if automatic else self.platform,
            "server_upload_time": _space(day + late),
            "session_id": -1 if automatic else int(at(day).timestamp() * 1000),
            "user_id": self.id if self.known else None,
            "user_properties": {"email": self.mail} if self.known else {},
            "uuid": f"u-{number:08d}",
            "version_name": "7.2",
        }
        self.rows["events"].append(row)


def _iso(day: float) -> str:
    return at(day).strftime("%Y-%m-%dT%H:%M:%SZ")


def _space(day: float) -> str:
    return at(day).strftime("%Y-%m-%d %H:%M:%S.%f")
