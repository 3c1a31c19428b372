"""A chain of hotels: events of site and app, bookings, stays, reviews from 1 to 5, members, messages of the guests' desk.

Planted: a bank that asks for a code (`verification_requested`) ends 35 of 100 payments, in silence; a room that is not ready (checked in
hours after arrival) costs 28 points of those who book again; a refund that was promised and did not come costs 25. The Wi-Fi is loud
and costs nothing. Business guests book again, and are asked for a code more often, whatever happened. Questions on late check-out
are settled at once by chat, after two days by e-mail, and asked again. From day 420 on, when room pages are redesigned, 28 of 100 go
on from a room page to the checkout, where 50 did. With `planted=False` nothing costs, differs or changes.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from strangers.telling import Promise, Somebody, Truth, at, write_csv, write_lines

DAYS = 730
REDESIGNED = 420
HARMS = {
    "code": ("verification",),
    "not ready": ("checked in", "check-in", "check in", "arrived"),
    "refund late": ("refund", "promise", "broken"),
}
HARMLESS = {
    "wifi": ("wi-fi", "wifi"),
    "room page": ("room page",),
    "late check-out": ("late check-out", "late checkout"),
    "routine": ("search", "room", "checkout", "check out", "checked out", "booking", "review", "email", "e-mail", "message", "promo", "payment", "member"),
}  # fmt: skip
_WIFI = (
    "The Wi-Fi was terrible, I could not even open my mail. Unacceptable!",
    "Awful wifi, kept dropping all night. Really annoyed.",
    "Wi-Fi is a joke in this hotel.",
)
_LATE = (
    "Could I have a late check-out on my last day?",
    "Is late check-out possible, and what does it cost?",
)
_AGAIN = (
    "I have not had an answer. Is late check-out possible?",
    "Following up on my question about late check-out.",
)
_REFUND = (
    "I was charged twice for the minibar, please correct this.",
    "The parking was billed although I came by train. Can I have it back?",
)
_DUE = {"within 3 days": 3.0, "within 5 days": 5.0, "by tomorrow": 1.0}
_GOOD = ("Lovely stay, kind staff.", "Clean and quiet, great breakfast.", "Would recommend it.")
_BAD = ("Disappointing.", "Not worth the money.", "Room was small and noisy.")
_ALSO = (
    "",
    "We came by train.",
    "It was my birthday.",
    "Second time here.",
    "I had a conference nearby.",
    "Room 312.",
    "My son was with me.",
    "The view is nice.",
    "Breakfast until ten.",
)
PERSONAS = {"business": 0.3, "leisure": 0.5, "family": 0.2}
_AGAINS = {"business": 0.88, "leisure": 0.62, "family": 0.68}
_CODES = {"business": 0.5, "leisure": 0.25, "family": 0.25}
_PLACES = ("Harbour View", "Old Town", "Airport", "Lakeside")


def write(folder: Path, *, seed: int, customers: int, planted: bool = True) -> Truth:
    """Write the exports of one chain."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"hotel/{seed}")
    names = ("events", "bookings", "stays", "reviews", "members", "messages")
    rows: dict[str, list[Any]] = {name: [] for name in names}
    truth = Truth(
        harms=HARMS,
        harmless=HARMLESS,
        points={"code": -0.35, "not ready": -0.28, "refund late": -0.25} if planted else {},
        changes={"room page": float(REDESIGNED)} if planted else {},
        settled_worse={"late check-out": "email"} if planted else {},
    )
    for number in range(customers):
        _Guest(number, rng, rows, truth, planted=planted).lives()
    rows["events"].sort(key=lambda one: one["event_time"])
    again = [one for one in rows["events"] if rng.random() < 0.01]
    write_lines(folder / "events.jsonl", [*rows["events"], *again])
    rows["stays"] += [row for row in rows["stays"] if rng.random() < 0.01]
    write_csv(folder / "bookings.csv", ("Confirmation No", "Guest ID", "Guest Name", "Email", "Property", "Room Type", "Rate Plan", "Booked On", "Arrival", "Departure", "Nights", "Total", "Currency", "Booking Channel", "Status", "Cancelled On"), rows["bookings"])  # fmt: skip
    write_csv(folder / "stays.csv", ("Folio", "Confirmation No", "Property", "Room", "Arrived At", "Checked In At", "Checked Out At", "Balance"), rows["stays"])  # fmt: skip
    write_csv(folder / "reviews.csv", ("Review ID", "Submitted At", "Confirmation No", "Overall Rating", "Review Title", "Review Text", "Source"), rows["reviews"])  # fmt: skip
    write_csv(folder / "loyalty_members.csv", ("Member No", "Guest ID", "Email", "Tier", "Joined On", "Points Balance"), rows["members"])  # fmt: skip
    rows["messages"].sort(key=lambda row: row[3])
    write_csv(folder / "guest_messages.csv", ("Message ID", "Conversation ID", "Guest Email", "Sent At", "Direction", "Channel", "Subject", "Body"), rows["messages"])  # fmt: skip
    return truth


class _Guest(Somebody):
    def __init__(self, number: int, rng: Random, rows: dict[str, list[Any]], truth: Truth, *, planted: bool) -> None:  # fmt: skip
        super().__init__(number, rng, rows, truth, planted=planted)
        self.persona = rng.choices(list(PERSONAS), list(PERSONAS.values()))[0]
        self.id, self.mail = f"G{number:06d}", f"guest{number}@{rng.choice(('gmail.com', 'outlook.com', 'icloud.com'))}"  # fmt: skip
        self.device = f"{rng.getrandbits(48):012x}"
        self.platform = rng.choice(("web", "ios", "android"))
        self.member = rng.random() < {"business": 0.7}.get(self.persona, 0.3)
        self.day = rng.uniform(0, DAYS - 5)
        self.harm = 0.0
        self.session = ""

    def lives(self) -> None:
        """One guest, from the first search to the last stay."""
        rng = self.rng
        self.truth.personas[self.id] = self.persona
        if self.member:
            self.rows["members"].append((f"M{self.number:07d}", self.id, self.mail, rng.choice(("Silver", "Silver", "Gold", "Platinum")), _date(self.day), rng.randrange(0, 40000)))  # fmt: skip
        while self.day < DAYS:
            if not self._books():
                if rng.random() < 0.5:
                    return
                self.day += rng.uniform(3, 30)
                continue
            self.harm = 0.0
            self._stays()
            if rng.random() >= _AGAINS[self.persona] - self.harm * self.planted:
                return
            self.day += rng.uniform(25, 90)

    def _books(self) -> bool:
        """Whether a session ends with a booking."""
        rng, self.session = self.rng, f"s{self.rng.getrandbits(40):010x}"
        at_work = self.day
        if rng.random() < 0.2:
            self._event("promo_banner_click", banner="spring")
        place = rng.choice(_PLACES)
        going = 0.28 if self.planted and at_work >= REDESIGNED else 0.5
        for _ in range(rng.choice((1, 1, 2, 3))):
            self._event("search", destination=place, guests=rng.randrange(1, 4))
            for _ in range(rng.choice((0, 1, 1, 2))):
                self._event(
                    "room_page_view", property=place, room=rng.choice(("Standard", "Deluxe"))
                )
                if rng.random() < going:
                    return self._pays(place)
        return False

    def _pays(self, place: str) -> bool:
        rng = self.rng
        self._event("checkout_start", property=place)
        if rng.random() < 0.12:
            return False
        self._event("checkout_guest_details", property=place)
        if rng.random() < 0.06:
            return False
        self._event("checkout_payment", method=rng.choice(("card", "card", "paypal")))
        if rng.random() < _CODES[self.persona]:
            self._event("verification_requested", scheme="3ds")
            if rng.random() < 0.35 * self.planted:
                return False
        self.confirmation = f"HB{200000 + len(self.rows['bookings'])}"
        self._event("booking_confirmed", confirmation_no=self.confirmation, property=place)
        booked = self.day
        self.arrives = float(int(booked + rng.uniform(2, 45)))
        nights = rng.choice((1, 1, 2, 2, 3, 7))
        self.departs, self.place = self.arrives + nights, place
        gone = rng.random() < 0.15
        self.cancelled = booked + (self.arrives - booked) * rng.uniform(0.1, 0.9) if gone else None
        late = self.cancelled is not None and self.cancelled < DAYS
        state = "Cancelled" if late else "Checked out" if self.departs < DAYS else "Confirmed"
        if booked < DAYS:
            self.rows["bookings"].append((self.confirmation, self.id, f"Guest{self.number} Miller", self.mail, place, rng.choice(("Standard", "Deluxe", "Suite")), rng.choice(("Flexible", "Advance", "Corporate")), _when(booked), _date(self.arrives), _date(self.departs), nights, nights * rng.randrange(80, 240), "EUR", {"web": "Website"}.get(self.platform, "App"), state, _when(self.cancelled) if late and self.cancelled else ""))  # fmt: skip
        return True

    def _stays(self) -> None:
        rng = self.rng
        if self.cancelled is not None:
            self.day = self.cancelled
            return
        if rng.random() < 0.25:
            self._asks_late(self.arrives - rng.uniform(1, 5))
        came = self.arrives + rng.uniform(0.58, 0.8)
        unready = rng.random() < 0.22
        entered = came + (rng.uniform(0.08, 0.2) if unready else rng.uniform(0.003, 0.012))
        self.harm += 0.28 * unready
        left = self.departs + rng.uniform(0.33, 0.46)
        if came < DAYS:
            self.rows["stays"].append((f"F{len(self.rows['stays']):07d}", self.confirmation, self.place, rng.randrange(100, 600), _when(came), _when(entered), _when(left) if left < DAYS else "", 0))  # fmt: skip
        self.day = left
        wifi = rng.random() < 0.22
        if wifi:
            self._talk(self.departs - 0.3, rng.choice(("email", "chat")), "Wi-Fi", said=rng.choice(_WIFI), answer="We are sorry and have restarted the router.", wait=0.1)  # fmt: skip
        if rng.random() < 0.16:
            self._refund(left + rng.uniform(0.5, 4))
        if rng.random() < 0.35 and left + 2 < DAYS:
            stars = max(1, min(5, round(4.3 - 0.9 * wifi + rng.gauss(0, 0.7))))
            words = rng.choice(_WIFI) if wifi else rng.choice(_GOOD if stars > 3 else _BAD)
            self.rows["reviews"].append((f"R{len(self.rows['reviews']):06d}", _when(left + 2), "" if rng.random() < 0.04 else self.confirmation, stars, words.split(",", maxsplit=1)[0][:40], f"{words} {rng.choice(_ALSO)}".strip(), rng.choice(("Own site", "Google", "Tripadvisor"))))  # fmt: skip

    def _refund(self, day: float) -> None:
        rng = self.rng
        words, due = rng.choice(list(_DUE.items()))
        made = self._talk(day, "email", "My invoice", said=rng.choice(_REFUND), answer=f"Sorry about that. We will refund the amount {words}.", wait=0.3)  # fmt: skip
        kept = rng.random() < 0.6
        if kept:
            self._message(made + due * rng.uniform(0.3, 0.9), "outbound", "email", subject="Your refund", words="Your refund was issued today.", key=f"cv{rng.getrandbits(32):08x}")  # fmt: skip
        else:
            self.harm += 0.25
        self.day = max(self.day, made + due)
        if made < DAYS:
            self.truth.promises.append(Promise(customer=self.id, made=made, due=made + due, kept=kept))  # fmt: skip

    def _asks_late(self, day: float) -> None:
        rng = self.rng
        by_mail = rng.random() < 0.5
        again = (0.5 if by_mail else 0.05) if self.planted else 0.25
        wait = (2.0 if by_mail else 0.004) if self.planted else 0.5
        for attempt in range(3):
            day = self._talk(day, "email" if by_mail else "chat", "Late check-out", said=rng.choice(_AGAIN if attempt else _LATE), answer="Yes, until 2 pm, with pleasure.", wait=wait)  # fmt: skip
            if rng.random() >= again:
                return
            day += rng.uniform(0.3, 1)

    def _talk(self, day: float, channel: str, subject: str, *, said: str, answer: str, wait: float) -> float:  # fmt: skip
        """When it is answered."""
        key, answered = (
            f"cv{self.rng.getrandbits(32):08x}",
            day + wait * self.rng.uniform(0.6, 1.4),
        )
        self._message(
            day,
            "inbound",
            channel,
            subject=subject,
            words=f"{said} {self.rng.choice(_ALSO)}".strip(),
            key=key,
        )
        self._message(
            answered, "outbound", channel, subject=f"Re: {subject}", words=answer, key=key
        )
        return answered

    def _message(self, day: float, way: str, channel: str, *, subject: str, words: str, key: str) -> None:  # fmt: skip
        if 0 <= day < DAYS:
            self.rows["messages"].append((f"ms{len(self.rows['messages']):06d}", key, self.mail, _when(day), way, channel, "" if channel == "chat" else subject, words))  # fmt: skip

    def _event(self, name: str, **props: Any) -> None:
        self.day += self.rng.uniform(0.0003, 0.003)
        if self.day >= DAYS:
            return
        known = self.member or name in {"checkout_payment", "verification_requested", "booking_confirmed"}  # fmt: skip
        one = {"event_id": f"e{len(self.rows['events']):08d}", "event_name": name, "event_time": at(self.day).isoformat(timespec="milliseconds"), "device_id": self.device, "session_id": self.session, "platform": self.platform, "params": props}  # fmt: skip
        if known:
            one["user_id"] = self.id
        self.rows["events"].append(one)


def _date(day: float) -> str:
    return at(day).strftime("%Y-%m-%d")


def _when(day: float) -> str:
    return at(day).strftime("%Y-%m-%d %H:%M:%S")
