"""Invented companies whose customers come from several tools, with the truth of who is who.

In: a seed and a number of people.  Out: a folder of exports (contacts, orders, calls, tickets, web) and, for
each subject that the exports name, the person it is. Everything that goes wrong in real data is
planted: couples on one e-mail or phone, switchboards, `noreply@`, typing slips, two addresses of one person,
phones that changed hands, fathers and sons of one name, contacts entered twice, cookies reset, customer
numbers that a second tool counts on its own.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from desireline.sample.people import CITIES, FIRST, LAST

START = datetime(2026, 1, 1, tzinfo=UTC)
STREETS = ("High Street", "Station Road", "Mill Lane", "Church Road", "Park Avenue", "Queens Road",
           "Victoria Street", "Green Lane", "Kings Road", "Manor Way", "North Street", "Elm Grove")  # fmt: skip
SWITCHBOARD = "+441632960999"


@dataclass
class Person:
    """Somebody, as he is: not as he is written down."""

    number: int
    first: str
    last: str
    birth: str
    house: int
    street: str
    postcode: str
    city: str
    emails: list[str]
    phones: list[str]
    user: str | None


@dataclass
class World:
    """Rows of each export, and who each subject is. A subject of several people is nobody's."""

    truth: dict[str, int] = field(default_factory=dict)
    evidence: dict[str, set[str]] = field(default_factory=dict)
    """What a subject says of its person, as it should have been written: what could link it."""
    shared: set[str] = field(default_factory=set)
    contacts: list[dict[str, str]] = field(default_factory=list)
    orders: list[dict[str, str]] = field(default_factory=list)
    calls: list[dict[str, str]] = field(default_factory=list)
    tickets: list[dict[str, str]] = field(default_factory=list)
    web: list[dict[str, object]] = field(default_factory=list)

    def say(self, subject: str, person: int, *evidence: str) -> None:
        if self.truth.setdefault(subject, person) != person:
            self.shared.add(subject)
        self.evidence.setdefault(subject, set()).update(evidence)

    @property
    def written(self) -> dict[str, set[str]]:
        """Keys of each subject as they are written, in one spelling: what exact keys can see."""
        found: dict[str, set[str]] = {subject: set() for subject in self.truth}
        for rows in (self.contacts, self.orders, self.calls, self.tickets):
            for row in rows:
                user, contact = row.get("customer_id", ""), row.get("contact_id", "")
                email, phone = (
                    row.get("email", ""),
                    row.get("phone") or row.get("customer_number", ""),
                )
                phone = "" if phone == "withheld" else phone
                subject = next(
                    f"{kind}:{value}"
                    for kind, value in (
                        ("user", user),
                        ("crm", contact),
                        ("email", email),
                        ("phone", phone),
                        ("order", row.get("order_id", "")),
                        ("call", row.get("call_id", "")),
                    )
                    if value
                )
                found[subject] |= {user, contact, _plain(email), _digits(phone)} - {""}
        for row in self.web:
            cookie = f"segment:{row['anonymousId']}"
            traits = row.get("traits")
            email = str(traits["email"]) if isinstance(traits, dict) else ""
            user = str(row.get("userId", ""))
            found[cookie] |= {user, _plain(email)} - {""}
            if user:
                found[f"user:{user}"].add(user)
        return found

    def people(self, subjects: Sequence[str]) -> list[Hashable]:
        """Who each subject is. Of one person, only what shares evidence can be known to be one.

        A subject that several people use, and one that says nothing, is a person of its own.
        """
        home: dict[Hashable, Hashable] = {}

        def find(one: Hashable) -> Hashable:
            while home.setdefault(one, one) != one:
                one = home[one]
            return one

        for subject in subjects:
            if subject not in self.shared:
                for said in self.evidence[subject] - {""}:
                    home[find(subject)] = find((self.truth[subject], said))
        return [find(subject) for subject in subjects]


def _plain(email: str) -> str:
    user, _, host = email.lower().partition("@")
    return f"{user.partition('+')[0]}@{host}" if host else ""


def _digits(phone: str) -> str:
    digits = "".join(sign for sign in phone.replace("(0)", "") if sign.isdigit())
    return f"+44{digits[1:]}" if digits.startswith("0") else f"+{digits}" if digits else ""


def build(seed: int, people: int = 500) -> World:
    rng, world = Random(seed), World()
    crowd = _people(rng, people)
    _couples(rng, crowd)
    for person in crowd:
        _contact(rng, world, person)
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            _order(rng, world, person)
        for _ in range(rng.choice((0, 0, 1, 2))):
            _call(rng, world, person)
        for _ in range(rng.choice((0, 0, 1, 2))):
            _ticket(rng, world, person)
        for _ in range(rng.choice((1, 1, 2, 3))):
            _cookie(rng, world, person)
    return world


def _people(rng: Random, count: int) -> list[Person]:
    crowd: list[Person] = []
    surnames = [*LAST, *(f"{a}{b}" for a in ("Hart", "Ash", "Wood", "Black", "Fair", "Stan", "Brad", "Whit")
                         for b in ("well", "ton", "field", "ley", "more", "stone", "bury", "ford"))]  # fmt: skip
    for number in range(count):
        first, last = rng.choice(FIRST), rng.choice(surnames)
        host = rng.choice(("mailbox.example", "post.example", "inbox.example"))
        style = rng.randrange(3)
        user = (first, f"{first}.{last}", f"{first[0]}{last}")[style].lower().replace("'", "")
        phone = (
            f"+44{1134960000 + number * 7 % 1000 + 1000 * (number // 1000 + rng.randrange(900))}"
        )
        crowd.append(
            Person(
                number=number, first=first, last=last,
                birth=f"{rng.randrange(1940, 2005)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
                house=rng.randrange(1, 200), street=rng.choice(STREETS),
                postcode=f"{rng.choice('ABCDEFGHKL')}{rng.choice('ABLNS')}{rng.randrange(1, 30)} "
                         f"{rng.randrange(1, 10)}{rng.choice('ABDEF')}{rng.choice('GHJLN')}",
                city=rng.choice(CITIES),
                emails=[f"{user}{rng.randrange(10, 9999)}@{host}"], phones=[phone],
                user=f"C{100000 + number}" if rng.random() < 0.75 else None,
            )
        )  # fmt: skip
    return crowd


def _couples(rng: Random, crowd: list[Person]) -> None:
    """Plant what people share, and what one person has twice."""
    order = list(crowd)
    rng.shuffle(order)
    tenth = len(order) // 20
    for one, other in zip(order[:tenth], order[tenth : 2 * tenth], strict=True):
        other.first = rng.choice([name for name in FIRST if name[0] != one.first[0]])
        other.last, other.house, other.street = one.last, one.house, one.street
        other.postcode, other.city = one.postcode, one.city
        if rng.random() < 0.5:
            other.emails = list(one.emails)
        else:
            other.phones = list(one.phones)
    rest = order[2 * tenth :]
    for father, son in zip(
        rest[: tenth // 12], rest[tenth // 12 : 2 * (tenth // 12)], strict=True
    ):
        son.first, son.last, son.phones = father.first, father.last, list(father.phones)
        son.house, son.street, son.postcode = father.house, father.street, father.postcode
        son.city = father.city
        father.birth = f"{rng.randrange(1940, 1970)}{father.birth[4:]}"
        son.birth = f"{int(father.birth[:4]) + rng.randrange(20, 36)}{son.birth[4:]}"
    rest = rest[tenth:]
    for before, after in zip(rest[: tenth // 2], rest[tenth // 2 : 2 * (tenth // 2)], strict=True):
        after.phones = list(before.phones)  # the number was given to somebody else
        before.phones = [before.phones[0], f"+4416329{rng.randrange(10000, 99999)}"]
    for person in rng.sample(rest, len(rest) // 25):
        person.phones = [SWITCHBOARD]
    for person in rng.sample(order, len(order) // 12):
        host = rng.choice(("work.example", "home.example"))
        person.emails = [
            *person.emails,
            f"{person.last.lower().replace(chr(39), '')}{person.number}@{host}",
        ]


def _slip(rng: Random, text: str) -> str:
    """One typing slip: a letter left out, doubled, changed, or two swapped."""
    if len(text) < 4:
        return text
    at = rng.randrange(1, len(text) - 1)
    return (
        text[:at] + text[at + 1 :],
        text[:at] + text[at] + text[at:],
        text[:at] + rng.choice("aeiourstln") + text[at + 1 :],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
    )[rng.randrange(4)]


def _typed(rng: Random, text: str, often: float = 0.04) -> str:
    return _slip(rng, text) if rng.random() < often else text


def _email(rng: Random, email: str, often: float = 0.03) -> str:
    """An address as people type it; empty when there is none."""
    if not email:
        return ""
    user, host = email.split("@")
    user = _typed(rng, user, often)
    if rng.random() < 0.05:
        user += "+shop"
    return f"{user.upper() if rng.random() < 0.05 else user}@{host}"


def _phone(rng: Random, number: str) -> str:
    """A number as tools write it; empty when there is none."""
    if not number:
        return ""
    return rng.choice(
        (number, number, f"0{number[3:]}", f"{number[:3]} (0) {number[3:7]} {number[7:]}")
    )


def _name(rng: Random, person: Person) -> str:
    if rng.random() < 0.1:
        return f"{person.first[0]}. {person.last}"
    return f"{_typed(rng, person.first)} {_typed(rng, person.last)}"


def _when(rng: Random) -> str:
    return (START + timedelta(minutes=rng.randrange(250_000))).strftime("%Y-%m-%dT%H:%M:%SZ")


def _contact(rng: Random, world: World, person: Person) -> None:
    twice = rng.random() < 0.08
    for copy in range(1 + twice):
        if person.user is None and not twice:
            return
        number = (
            person.user if not copy and person.user else f"D{900000 + person.number * 2 + copy}"
        )
        email = rng.choice(person.emails) if rng.random() < 0.9 else ""
        phone = rng.choice(person.phones) if rng.random() < 0.8 else ""
        postcode = person.postcode if rng.random() < 0.85 else ""
        birth = person.birth if rng.random() < 0.7 else ""
        world.contacts.append({
            "contact_id": number,
            "first_name": _typed(rng, person.first), "last_name": _typed(rng, person.last),
            "email": _email(rng, email) if email else rng.choice(("", "noreply@shop.example")),
            "phone": _phone(rng, phone) if phone else "", "date_of_birth": birth,
            "address": f"{person.house} {_typed(rng, person.street)}" if postcode else "",
            "postcode": postcode, "city": person.city, "created_at": _when(rng),
        })  # fmt: skip
        world.say(f"crm:{number}", person.number, number, email, phone, postcode, birth)


def _order(rng: Random, world: World, person: Person) -> None:
    number = f"O{200000 + len(world.orders)}"
    known = person.user if person.user and rng.random() < 0.7 else ""
    email = rng.choice(person.emails) if rng.random() < 0.9 else ""
    phone = rng.choice(person.phones) if rng.random() < 0.5 else ""
    typed, dialled = _email(rng, email), _phone(rng, phone)
    world.orders.append({
        "order_id": number, "created_at": _when(rng), "customer_id": known, "email": typed, "phone": dialled,
        "customer_name": _name(rng, person), "postcode": person.postcode, "city": person.city,
        "total": f"{rng.uniform(5, 300):.2f}", "status": "paid",
    })  # fmt: skip
    subject = _first(user=known, email=typed, phone=dialled, order=number)
    world.say(subject, person.number, known, email, phone, person.postcode)


def _call(rng: Random, world: World, person: Person) -> None:
    number = f"K{300000 + len(world.calls)}"
    phone = rng.choice(person.phones) if rng.random() < 0.95 else ""
    dialled = _phone(rng, phone)
    name = _name(rng, person) if rng.random() < 0.6 else ""
    world.calls.append({
        "call_id": number, "started_at": _when(rng), "direction": "inbound",
        "customer_number": dialled or "withheld", "customer_name": name, "queue": "orders",
        "wait_seconds": str(rng.randrange(300)), "talk_seconds": str(rng.randrange(900)),
        "disposition": "resolved",
    })  # fmt: skip
    world.say(_first(phone=dialled, call=number), person.number, phone)


def _ticket(rng: Random, world: World, person: Person) -> None:
    number = f"T{400000 + len(world.tickets)}"
    email = rng.choice(person.emails)
    typed = _email(rng, email)
    world.tickets.append({
        "ticket_id": number, "created_at": _when(rng), "email": typed, "requester": _name(rng, person),
        "subject": "Where is my order", "description": "Please tell me.", "status": "solved",
    })  # fmt: skip
    world.say(_first(email=typed), person.number, email)


def _cookie(rng: Random, world: World, person: Person) -> None:
    """A browser: it may log in, it may leave an address, it may say nothing at all."""
    cookie = f"a{rng.getrandbits(48):012x}"
    row: dict[str, object] = {
        "type": "page", "anonymousId": cookie, "messageId": f"m{rng.getrandbits(60):x}",
        "timestamp": _when(rng), "name": "Home", "properties": {"path": "/"},
    }  # fmt: skip
    world.web.append(row)
    told = rng.random()
    again = {**row, "messageId": f"m{rng.getrandbits(60):x}"}
    if told < 0.35:
        email = rng.choice(person.emails)
        typed = _email(rng, email, often=0.01)
        world.web.append({**again, "type": "identify", "traits": {"email": typed}})
        world.say(f"segment:{cookie}", person.number, email)
    elif told < 0.7 and person.user:
        world.web.append({**again, "userId": person.user})
        world.say(f"segment:{cookie}", person.number, person.user)
        world.say(f"user:{person.user}", person.number, person.user)
    else:
        world.say(f"segment:{cookie}", person.number)


def _first(**names: str) -> str:
    return next(f"{kind}:{value}" for kind, value in names.items() if value)


def write(world: World, folder: Path) -> None:
    """Write the exports, as their tools would."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("contacts", "orders", "calls", "tickets"):
        rows: list[dict[str, str]] = getattr(world, name)
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    lines = (json.dumps(row) for row in world.web)
    (folder / "web.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
