"""A chain of dentists: appointments as Cliniko exports them, e-mails, payments of Square, reviews, a form after the visit.

Patients come twice a year. Planted: an appointment that the practice moves costs 28 points of those who come back, and nobody
complains; an estimate that was promised and did not come costs 30 of those who have the treatment and 15 of those who come
back. Parking is loud and costs nothing. Whoever comes with an acute pain seldom comes back, whatever happened. Questions about
prices are answered within the hour where they were asked on the site, after three days by e-mail, and asked again. From day 400
on reminders cut missed appointments from 20 to 8 of a hundred. With `planted=False` nothing costs, differs or changes.
"""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import Any

from strangers.telling import Promise, Somebody, Truth, at, write_csv

DAYS = 730
BEFORE = 600
"""Days of the practice before the export begins: who came then stands in it with what they did since."""
ROLLED_OUT = 400
HARMS = {
    "moved": ("moved", "practice cancelled", "cancelled by", "rescheduled", "cancelled"),
    "estimate late": ("estimate", "promise", "broken"),
}
HARMLESS = {
    "parking": ("parking",),
    "acute": ("emergency", "acute"),
    "prices": ("price",),
    "missed": ("arrive", "no-show", "missed", "no show"),
    "visits": (
        "check-up",
        "hygiene",
        "filling",
        "crown",
        "consultation",
        "payment",
        "review",
        "e-mail",
        "email",
    ),
}
_PARKING = (
    "Nowhere to park again! I drove around for half an hour, unacceptable.",
    "The parking situation is terrible, I am really annoyed.",
    "Three euros for parking and still no space. Ridiculous.",
)
_PRICE = (
    "What does a cleaning cost?",
    "How much is a crown, please?",
    "Do you have a list of prices?",
)
_AGAIN = ("I have not heard from you. What does it cost?", "I asked for the price some days ago.")
_DUE = {"by tomorrow": 1.0, "within three days": 3.0, "within two days": 2.0}
_GOOD = ("Friendly team, all went well.", "Very gentle, thank you.", "Everything fine.")
_BAD = ("I was disappointed.", "Not what I hoped for.", "Poor organisation.")
_ALSO = (
    "",
    "The waiting room is nice.",
    "I live around the corner.",
    "It was in the morning.",
    "My second time here.",
    "My son was with me.",
    "The lift was out of order.",
    "More flowers, perhaps.",
    "No more to say.",
)
_MAILS = ("gmail.com", "outlook.com", "yahoo.co.uk", "btinternet.com", "icloud.com")
PERSONAS = {"regular": 0.35, "acute": 0.25, "anxious": 0.2, "family": 0.2}
_RETURNS = {"regular": 0.85, "acute": 0.5, "anxious": 0.75, "family": 0.82}


def write(folder: Path, *, seed: int, customers: int, planted: bool = True) -> Truth:
    """Write the exports of one chain."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"clinic/{seed}")
    rows: dict[str, list[Any]] = {
        "visits": [],
        "mails": [],
        "payments": [],
        "reviews": [],
        "form": [],
        "patients": [],
    }
    truth = Truth(
        harms=HARMS,
        harmless=HARMLESS,
        points={"moved": -0.28, "estimate late": -0.15} if planted else {},
        changes={"missed": float(ROLLED_OUT)} if planted else {},
        settled_worse={"prices": "email"} if planted else {},
    )
    for number in range(customers):
        _Patient(number, rng, rows, truth, planted=planted).lives()
    write_csv(folder / "appointments.csv", ("Appointment ID", "Patient ID", "Patient", "Appointment type", "Practitioner", "Business", "Appointment start", "Appointment end", "Created at", "Patient arrived", "Did not arrive", "Cancelled at", "Cancellation reason", "Booked online"), rows["visits"])  # fmt: skip
    write_csv(folder / "patients.csv", ("Patient ID", "First name", "Last name", "Email", "Phone number", "Date of birth", "Sex", "Referral source", "Created at"), rows["patients"])  # fmt: skip
    write_csv(folder / "transactions.csv", ("Date", "Time", "Time Zone", "Gross Sales", "Discounts", "Net Sales", "Tax", "Total Collected", "Source", "Card", "Transaction ID", "Payment ID", "Event Type", "Customer ID", "Customer Name", "Customer Reference ID", "Description", "Location", "Transaction Status"), rows["payments"])  # fmt: skip
    write_csv(folder / "trustpilot_reviews.csv", ("Review Id", "Review Created (UTC)", "Review Username", "Review Stars", "Review Title", "Review Content", "Reference Id", "Consumer User Id", "Company Reply Date (UTC)"), rows["reviews"])  # fmt: skip
    write_csv(folder / "after_your_visit.csv", ("Timestamp", "Email Address", "How satisfied were you with your visit?", "What could we do better?"), rows["form"])  # fmt: skip
    rows["mails"].sort(key=lambda pair: pair[0])
    with (folder / "reception.mbox").open("wb") as file:
        for _, mail in rows["mails"]:
            file.write(b"From MAILER-DAEMON Mon Sep  2 00:00:00 2024\n" + mail.as_bytes() + b"\n")
    return truth


class _Patient(Somebody):
    def __init__(
        self, number: int, rng: Random, rows: dict[str, list[Any]], truth: Truth, *, planted: bool
    ) -> None:
        super().__init__(number, rng, rows, truth, planted=planted)
        self.day = rng.uniform(-BEFORE, DAYS)
        self.persona = rng.choices(list(PERSONAS), list(PERSONAS.values()))[0]
        child = number % 20 == 1  # a child has its parent's address
        self.id = f"P{number:05d}"
        self.name = f"Patient{number} Nr{number}"
        self.mail = f"patient{number - child}@{_MAILS[(number - child) % len(_MAILS)]}"
        self.place = rng.choice(("Harbour", "Station", "Park"))
        self.mood = 0.0
        self.harm = 0.0

    def lives(self) -> None:
        """One patient, from the first question to the last visit."""
        rng, began = self.rng, self.day
        if rng.random() < {"anxious": 0.7, "acute": 0.05}.get(self.persona, 0.2):
            self._asks_price()
        self.rows["patients"].append((self.id, f"Patient{self.number}", f"Nr{self.number}", self.mail, f"+4420794{60000 + self.number}", f"{1940 + rng.randrange(75)}-0{rng.randrange(1, 10)}-11", rng.choice(("Female", "Male")), rng.choice(("Google", "Friend", "Insurance", "")), _when(began)))  # fmt: skip
        kind = "Emergency appointment" if self.persona == "acute" else "Check-up"
        self.truth.personas[self.id] = self.persona
        while self._visit(
            kind, rng.uniform(0.2, 1) if kind.startswith("Em") else rng.uniform(3, 30)
        ):
            if rng.random() < 0.3:
                self._treatment()
            chance = _RETURNS[self.persona] - self.harm * self.planted
            self.day += 5
            if rng.random() < 0.2:
                self._reviews()
            if rng.random() >= chance:
                return
            self.harm, kind = 0.0, rng.choice(("Check-up", "Check-up", "Hygiene"))
            self.day += 140 + rng.uniform(0, 50)
            month = int(self.day / 30) % 12
            self.day += 10 * (month == 4)  # nobody comes over the holidays

    def _visit(self, kind: str, ahead: float) -> bool:
        """Booked, perhaps moved by the practice, perhaps missed, held. Whether the export still goes on."""
        rng = self.rng
        booked, start = self.day, self.day + ahead
        online = rng.random() < {"regular": 0.7, "family": 0.6, "acute": 0.1}.get(
            self.persona, 0.3
        )
        if rng.random() < 0.16 and kind != "Emergency appointment":
            told = booked + ahead * rng.uniform(0.3, 0.9)
            self._row(
                kind, booked, start, online=online, cancelled=told, reason="Cancelled by practice"
            )
            self.harm += 0.28
            booked, start = told + 0.1, start + rng.uniform(5, 15)
        remembered = start >= ROLLED_OUT and self.planted
        if rng.random() < (0.08 if remembered else 0.2):
            self._row(kind, booked, start, online=online, missed=True)
            booked = start + rng.uniform(0.5, 3)
            start = booked + rng.uniform(3, 20)
        self._row(kind, booked, start, online=online)
        self.day = start + 0.05
        if self.day >= DAYS:
            return False
        self._pays(kind, {"Check-up": 60, "Hygiene": 85}.get(kind, 110))
        if rng.random() < 0.18:
            self._mails("Parking", rng.choice(_PARKING), "Thank you for telling us.", 1.0)
        if rng.random() < 0.35 - 0.15 * (self.harm > 0) and self.day >= 0:
            mark = max(1, min(5, round(4.3 - 2 * self.harm + rng.gauss(0, 0.7))))
            self.rows["form"].append((at(self.day + 1).strftime("%m/%d/%Y %H:%M:%S"), self.mail, mark, f"{rng.choice(_GOOD if mark > 3 else _BAD)} {rng.choice(_ALSO)}".strip()))  # fmt: skip
        return True

    def _treatment(self) -> None:
        """An estimate is promised, comes or not, and the crown is had or not."""
        rng = self.rng
        words, due = rng.choice(list(_DUE.items()))
        self._mails(
            "Crown",
            "Could you tell me what the crown would cost me in the end?",
            f"Gladly. We will send you the estimate {words}.",
            0.2,
        )
        made, kept = self.day, rng.random() < 0.62
        if 0 <= made < DAYS:
            self.truth.promises.append(
                Promise(customer=self.id, made=made, due=made + due, kept=kept)
            )
        if kept:
            self.day = made + due * rng.uniform(0.2, 0.75)
            self._mail(
                self.day,
                "Your estimate",
                "Please find attached your estimate for the crown.",
                ours=True,
            )
        else:
            self.day = made + due
            self.harm += 0.15
        if rng.random() < 0.7 - 0.3 * (not kept) * self.planted:
            self._row("Crown", self.day + 1, self.day + 12, online=False)
            self.day += 12.1
            self._pays("Crown", 640)

    def _asks_price(self) -> None:
        rng = self.rng
        by_mail = rng.random() < 0.5
        again = (0.5 if by_mail else 0.1) if self.planted else 0.3
        wait = (3.0 if by_mail else 0.03) if self.planted else 0.5
        for attempt in range(3):
            subject = "Prices" if by_mail else "Website enquiry: prices"
            self._mails(
                subject,
                rng.choice(_AGAIN if attempt else _PRICE),
                "You find our prices in the attached list.",
                wait,
            )
            if rng.random() >= again:
                return
            self.day += rng.uniform(1, 3)

    def _row(self, kind: str, booked: float, start: float, *, online: bool, missed: bool = False, cancelled: float | None = None, reason: str = "") -> None:  # fmt: skip
        if booked < 0 or booked >= DAYS or (cancelled is not None and cancelled >= DAYS):
            return
        held = start < DAYS and not missed and cancelled is None
        self.rows["visits"].append((f"A{len(self.rows['visits']):06d}", self.id, self.name, kind, f"Dr {self.place[0]}{self.number % 3}", self.place, _when(start), _when(start + 0.03), _when(booked), "Yes" if held else "No", "Yes" if missed and start < DAYS else "No", "" if cancelled is None else _when(cancelled), reason, "Yes" if online else "No"))  # fmt: skip

    def _pays(self, kind: str, money: int) -> None:
        if not 0 <= self.day < DAYS:
            return
        when, number = at(self.day), len(self.rows["payments"])
        self.rows["payments"].append((when.strftime("%Y-%m-%d"), when.strftime("%H:%M:%S"), "London", f"£{money}.00", "£0.00", f"£{money}.00", "£0.00", f"£{money}.00", "Point of Sale", f"£{money}.00", f"T{number:08d}", f"Y{number:08d}", "Payment", f"SQ{self.number:06d}", self.name, self.id, kind, self.place, "Complete"))  # fmt: skip

    def _mails(self, subject: str, said: str, answer: str, wait: float) -> None:
        self.day += 0.4 * self.rng.random()
        self._mail(self.day, subject, said, ours=False)
        self.day += wait * self.rng.uniform(0.6, 1.4)
        self._mail(self.day, f"Re: {subject}", answer, ours=True)

    def _mail(self, day: float, subject: str, words: str, *, ours: bool) -> None:
        if not 0 <= day < DAYS:
            return
        us, mail = "Reception <reception@dentists.example>", EmailMessage()
        mail["Message-ID"] = f"<m{len(self.rows['mails'])}@dentists.example>"
        mail["Date"] = format_datetime(at(day))
        mail["From"], mail["To"] = (us, self.mail) if ours else (self.mail, us)
        mail["Subject"] = subject
        mail.set_content(words)
        self.rows["mails"].append((day, mail))

    def _reviews(self) -> None:
        rng = self.rng
        if not 0 <= self.day < DAYS:
            return
        stars = max(1, min(5, round(4.4 - 2 * self.harm + rng.gauss(0, 0.8))))
        words = (
            f"{rng.choice(_GOOD if stars > 3 else (*_BAD, *_PARKING))} {rng.choice(_ALSO)}".strip()
        )
        self.rows["reviews"].append((f"r{len(self.rows['reviews']):07d}", _when(self.day), f"Patient{self.number}", stars, words.split(",", maxsplit=1)[0], words, self.id, f"u{self.number}", ""))  # fmt: skip


def _when(day: float) -> str:
    return at(day).strftime("%Y-%m-%d %H:%M:%S")
