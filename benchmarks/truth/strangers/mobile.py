"""A mobile operator: an app measured by GA4, tickets of Zendesk, calls of Aircall, scores of Delighted, contracts with an end.

Planted: being slowed down at the end of the data costs 30 points of those who stay, and nobody writes about it; a call back
that was promised and did not come costs 25. Bills that look new are loud and cost nothing. Small plans are slowed more often
and leave less; travellers leave more, whatever they look at. A move to a new phone is settled worse in the chat than by
telephone. From day 270 on a SIM works after a day and a half instead of four. With `planted=False` all of it happens alike,
and nothing costs anything, settles worse or changes.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from strangers.telling import Promise, Somebody, Truth, at, write_csv, write_lines

DAYS = 540
BEFORE = 400
"""Days of the operator before the export begins; contracts alone are told from then."""
ROLLED_OUT = 270
HARMS = {
    "slowed down": ("slowed", "throttl", "data used up"),
    "call back broken": ("call back", "called back", "callback", "promise", "broken"),
}
HARMLESS = {
    "bills": ("bill",),
    "travel": ("roaming", "travel"),
    "moved to a new phone": ("esim", "new phone", "transfer"),
    "SIM": ("sim ", "activat"),
    "contacts": ("ticket", "call", "chat", "email"),
    "app": ("usage", "update", "tariff", "coverage", "home", "phones"),
}
_BILLS = (
    "The new bill is a mess, I cannot find a single number. Terrible!",
    "Who designed this bill? I am furious, it is unreadable.",
    "Your new invoices are ridiculous and annoying.",
)
_LINE = (
    "The connection at my home drops every evening.",
    "I have no signal in my kitchen since last week.",
    "Calls break off after a minute.",
)
_SIM = ("My SIM does not work yet.", "The activation stops with an error.")
_PHONE = (
    "I have a new phone and want to move my eSIM.",
    "How do I transfer the eSIM to my new phone?",
)
_STILL = (
    "It still does not work, the eSIM is not on the new phone.",
    "I asked before: the eSIM is still missing.",
)
_DUE = {"within two days": 2.0, "tomorrow": 1.0, "within 24 hours": 1.0, "within three days": 3.0}
_GOOD = ("Good coverage, no trouble.", "Fair price and it works.", "Happy so far.")
_BAD = (
    "Expected more for the money.",
    "Not satisfied with the service.",
    "Slow and disappointing.",
)
_ALSO = (
    "",
    "I would say so to friends.",
    "Since last year.",
    "On the whole.",
    "That is all.",
    "Compared with others.",
    "My family agrees.",
)
PERSONAS = {"app": 0.35, "caller": 0.25, "traveller": 0.2, "family": 0.2}
_LEAVES = {"app": 0.018, "caller": 0.012, "traveller": 0.035, "family": 0.012}


def write(folder: Path, *, seed: int, customers: int, planted: bool = True) -> Truth:
    """Write the exports of one operator."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"mobile/{seed}")
    rows: dict[str, list[Any]] = {
        "events": [],
        "tickets": [],
        "calls": [],
        "scores": [],
        "contracts": [],
    }
    truth = Truth(
        harms=HARMS,
        harmless=HARMLESS,
        points={"slowed down": -0.30, "call back broken": -0.25} if planted else {},
        changes={"SIM": float(ROLLED_OUT)} if planted else {},
        settled_worse={"moved to a new phone": "chat"} if planted else {},
    )
    for number in range(customers):
        _Customer(number, rng, rows, truth, planted=planted).lives()
    events = rows["events"]
    again = [
        row for row in events if rng.random() < 0.02
    ]  # a stream that was restarted sends some twice
    late = {id(row) for row in events if rng.random() < 0.03}
    kept = [row for row in events if id(row) not in late]
    write_lines(
        folder / "analytics_events.jsonl",
        [*kept, *again, *(row for row in events if id(row) in late)],
    )
    half = len(rows["tickets"]) // 2
    write_lines(folder / "zendesk_tickets_1.json", rows["tickets"][: half + 20])
    write_lines(folder / "zendesk_tickets_2.json", rows["tickets"][half:])
    write_csv(folder / "aircall_calls.csv", ("line", "date (TZ offset incl.)", "time (TZ offset incl.)", "number timezone", "datetime (UTC)", "country_code", "direction", "from", "to", "answered", "missed_call_reason", "user", "duration (total)", "duration (in call)", "via", "voicemail", "tags", "comments", "call id"), rows["calls"])  # fmt: skip
    write_csv(folder / "delighted_nps.csv", ("ID", "Person ID", "Name", "Email", "Score", "Comment", "Created at", "Updated at"), rows["scores"])  # fmt: skip
    write_csv(folder / "contracts.csv", ("contract_no", "customer_id", "email", "msisdn", "tariff", "region", "birth_year", "monthly_fee", "contract_start", "contract_end"), rows["contracts"])  # fmt: skip
    return truth


class _Customer(Somebody):
    def __init__(
        self, number: int, rng: Random, rows: dict[str, list[Any]], truth: Truth, *, planted: bool
    ) -> None:
        super().__init__(number, rng, rows, truth, planted=planted)
        self.day = rng.uniform(-BEFORE, DAYS)
        self.persona = rng.choices(list(PERSONAS), list(PERSONAS.values()))[0]
        self.small = rng.random() < 0.4
        shared = number % 25 == 1  # every 25th pays from the household's address
        self.mail = f"line{number - shared}@home.example"
        self.phone = f"+49151{5_000_000 + number}"
        self.device = f"{rng.randrange(10**9)}.{number}"
        self.mood = 0.0
        self.known = False
        self.ended: float | None = None

    def told(self, name: str, wait: float = 0.01, screen: str = "", **more: str) -> None:
        """An event of the site or the app, as GA4 exports it."""
        self.day += wait * self.rng.lognormvariate(0, 0.5)
        if not 0 <= self.day < DAYS or (self.ended is not None and self.day > self.ended):
            return
        when = at(self.day)
        seen = (
            {"firebase_screen": screen}
            if self.known
            else {
                "page_title": screen,
                "page_location": f"https://tel.example/{screen.lower().replace(' ', '-')}",
            }
        )
        given = {"ga_session_id": str(int(self.day * 24)), **(seen if screen else {}), **more}
        self.rows["events"].append({
            "event_date": when.strftime("%Y%m%d"), "event_timestamp": str(int(when.timestamp() * 1_000_000)), "event_name": name,
            "event_params": [{"key": key, "value": {"string_value": value}} for key, value in given.items()],
            "user_id": f"K{self.number:06d}" if self.known else None, "user_pseudo_id": self.device,
            "device": {"category": "mobile", "operating_system": "iOS" if self.number % 2 else "Android"},
            "geo": {"country": "Germany"}, "platform": "WEB" if not self.known else "IOS", "stream_id": "4711",
        })  # fmt: skip

    def lives(self) -> None:
        """One line, from the first look to the end."""
        rng = self.rng
        looks = {
            "app": ("Tariffs", "Home"),
            "caller": ("Home",),
            "traveller": ("Roaming", "Tariffs", "Coverage"),
            "family": ("Phones", "Tariffs", "Home"),
        }[self.persona]
        for title in rng.sample(looks, rng.randrange(1, len(looks) + 1)):
            self.told("page_view", 0.5, title)
        if rng.random() < 0.3:
            return
        self.told("begin_checkout", 0.01, "Checkout")
        if rng.random() < 0.25:
            return
        self.known = True
        began = self.day
        self.told("purchase", 0.005, "Order placed", transaction_id=f"O{self.number}")
        if began >= DAYS:
            return
        self.truth.personas[f"K{self.number:06d}"] = self.persona
        self._starts(began)
        self._months()
        gone = self.ended is not None and self.ended < DAYS
        if self.ended is not None and self.ended < 0:
            return  # a contract that ended before is not in the list
        self.rows["contracts"].append((f"V{self.number:07d}", f"K{self.number:06d}", self.mail, self.phone, "Small" if self.small else rng.choice(("Medium", "Large")), rng.choice(("North", "South", "West", "East")), 1950 + rng.randrange(52), 9.99 if self.small else 24.99, at(began + 1).strftime("%Y-%m-%d"), at(self.ended).strftime("%Y-%m-%d") if gone and self.ended else ""))  # fmt: skip

    def _starts(self, began: float) -> None:
        """The SIM: four days until it works, a day and a half after the roll-out."""
        rng = self.rng
        self.told("sim_activation_started", 0.5, "Activate SIM")
        if rng.random() < 0.2:
            self.told("sim_activation_failed", 0.01, "Activate SIM")
            if rng.random() < 0.5:
                self._writes("SIM", rng.choice(_SIM), "We have restarted the activation.")
        fast = began >= ROLLED_OUT and self.planted
        self.told("sim_activated", 1.5 if fast else 4.0, "SIM active")

    def _months(self) -> None:
        """Month by month until they leave or the export ends."""
        rng, start, month = self.rng, self.day, 0
        while start + 30 * month < DAYS and self.ended is None:
            self.day = max(self.day, start + 30 * month)
            self._uses()
            if rng.random() < (0.07 if self.small else 0.03):
                self.told("data_slowed_down", 3, "Data used up")
                self._costs(0.30)
            if rng.random() < 0.05:
                self._writes("New bill", rng.choice(_BILLS), "Thank you, I have passed it on.")
                self.mood -= 0.1
            if rng.random() < 0.05:
                self._line_trouble()
            if rng.random() < 0.04:
                self._new_phone()
            if month in (1, 7):
                self._scores()
            if rng.random() < _LEAVES[self.persona] and self.ended is None:
                self.ended = start + 30 * month + 29
            month += 1

    def _uses(self) -> None:
        rng = self.rng
        often = {"app": 5, "caller": 1, "traveller": 3, "family": 3}[self.persona]
        summer = int(self.day) % 365 > 270
        for _ in range(rng.randrange(often + 1)):
            self.told("screen_view", 3, rng.choice(("Usage", "Usage", "Bill", "Offers")))
        if self.persona == "traveller" and rng.random() < (0.6 if summer else 0.25):
            self.told("roaming_pack_bought", 2, "Roaming packs")
        if self.persona == "family" and rng.random() < 0.15:
            self.told("line_added", 2, "Add a line")
        if self.persona == "caller" and rng.random() < 0.3:
            self._calls("inbound", "Balance", "Asked for the balance.")
        if rng.random() < 0.15:
            self.told("app_update_required", 1, "Update")

    def _costs(self, points: float) -> None:
        """Leave within weeks with this chance, where something is planted."""
        if self.rng.random() < points * self.planted and self.ended is None:
            self.ended = self.day + 3 + 20 * self.rng.random()
        self.mood -= 0.35

    def _line_trouble(self) -> None:
        """A ticket, a promise to call, and the call: in time, or not at all."""
        rng = self.rng
        words, due = rng.choice(list(_DUE.items()))
        begun = self.day
        self._writes(
            "No signal",
            rng.choice(_LINE),
            f"I am sorry about that. I will call you back {words}.",
            "email",
        )
        made = self.day
        kept = rng.random() < 0.6
        if kept:
            self.day = made + due * rng.uniform(0.2, 0.75)
            self._calls("outbound", "Network", "Told the customer that the mast was mended.")
        if begun >= 0 and made < DAYS:
            self.truth.promises.append(
                Promise(customer=f"K{self.number:06d}", made=made, due=made + due, kept=kept)
            )
        self.day = max(self.day, made + due)
        if not kept:
            self._costs(0.25)

    def _new_phone(self) -> None:
        """The same need by chat or by telephone, and again where it was not settled."""
        rng = self.rng
        chat = rng.random() < (0.2 if self.persona == "caller" else 0.6)
        again = (0.55 if chat else 0.15) if self.planted else 0.3
        for attempt in range(4):
            said = rng.choice(_STILL if attempt else _PHONE)
            if chat:
                self._writes("eSIM to new phone", said, "Please scan the code in the app.", "chat")
            else:
                self._calls("inbound", "eSIM", said)
            if rng.random() >= again:
                return
            self.day += rng.uniform(0.5, 3)

    def _writes(self, subject: str, said: str, answer: str, channel: str = "") -> None:
        self.day += 0.5 * self.rng.random()
        if not 0 <= self.day < DAYS or (self.ended is not None and self.day > self.ended):
            return
        channel = channel or ("chat" if self.persona == "app" else "email")
        number, requester = len(self.rows["tickets"]), 8_000_000 + self.number
        wait = 0.004 if channel == "chat" else 0.3 * self.rng.lognormvariate(0, 0.6)
        self.rows["tickets"].append({
            "id": 30_000 + number, "via": {"channel": channel}, "created_at": _iso(self.day), "updated_at": _iso(self.day + 1),
            "type": "question", "subject": subject, "description": said, "status": "closed", "priority": "normal", "tags": [],
            "requester_id": requester, "submitter_id": requester, "assignee_id": 71, "group_id": 5, "custom_fields": [],
            "requester": {"id": requester, "name": f"Line {self.number}", "email": self.mail}, "external_id": f"K{self.number:06d}",
            "satisfaction_rating": {"score": "unoffered"},
            "comments": [
                {"id": 10 * number, "type": "Comment", "author_id": requester, "body": said, "public": True, "via": {"channel": channel}, "created_at": _iso(self.day)},
                {"id": 10 * number + 1, "type": "Comment", "author_id": 71, "body": answer, "public": True, "via": {"channel": channel}, "created_at": _iso(self.day + wait)},
            ],
        })  # fmt: skip
        self.day += wait

    def _calls(self, direction: str, tag: str, note: str) -> None:
        self.day += 0.3 * self.rng.random() * (direction == "inbound")
        if not 0 <= self.day < DAYS or (self.ended is not None and self.day > self.ended):
            return
        when, talk, ours = at(self.day), self.rng.randrange(60, 900), "+49301112222"
        sides = (self.phone, ours) if direction == "inbound" else (ours, self.phone)
        self.rows["calls"].append(("Service line", when.strftime("%Y-%m-%d"), when.strftime("%H:%M:%S"), "Etc/UTC", when.strftime("%Y-%m-%d %H:%M:%S"), "DE", direction, *sides, "Yes", "", f"Agent {self.number % 9}", talk + self.rng.randrange(5, 240), talk, "Aircall", "", tag, note, 900_000 + len(self.rows["calls"])))  # fmt: skip

    def _scores(self) -> None:
        """Those who are cross answer less."""
        rng = self.rng
        day = self.day + rng.uniform(0.5, 3)
        if rng.random() < 0.4 + 0.3 * self.mood and 0 <= day < DAYS:
            score = max(0, min(10, round(8.2 + 3.5 * self.mood + rng.gauss(0, 1.4))))
            when = at(day).strftime("%Y-%m-%d %H:%M:%S UTC")
            self.rows["scores"].append((100_000 + len(self.rows["scores"]), 5_000 + self.number, f"Line {self.number}", self.mail, score, f"{rng.choice(_GOOD if score > 6 else _BAD)} {rng.choice(_ALSO)}".strip(), when, when))  # fmt: skip


def _iso(day: float) -> str:
    return at(day).strftime("%Y-%m-%dT%H:%M:%SZ")
