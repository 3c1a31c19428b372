"""The people of the sample company: names, addresses that cannot exist, personas.

Phone numbers come from the ranges that Ofcom keeps for drama, e-mail addresses end in `.example`:
neither can belong to anybody.
"""

from __future__ import annotations

from random import Random
from uuid import UUID

from desireline.sample.company import PERIOD_START
from desireline.sample.ledger import Person

FIRST = [
    "Amelia",
    "Oliver",
    "Isla",
    "George",
    "Ava",
    "Arthur",
    "Mia",
    "Noah",
    "Freya",
    "Leo",
    "Grace",
    "Oscar",
    "Lily",
    "Harry",
    "Sophie",
    "Jack",
    "Ruby",
    "Thomas",
    "Evie",
    "Henry",
    "Alice",
    "Theo",
    "Florence",
    "Alfie",
    "Elsie",
    "Luca",
    "Maya",
    "Yusuf",
    "Aisha",
    "Rohan",
    "Anika",
    "Kwame",
    "Zara",
    "Mateusz",
    "Agnieszka",
    "Callum",
    "Fiona",
    "Rhys",
    "Cerys",
    "Siobhan",
    "Declan",
    "Margaret",
    "Kenneth",
    "Doreen",
    "Alan",
    "Patricia",
    "Mark",
    "Will",
    "Joy",
    "Hope",
    "Rose",
    "Hazel",
    "Dawn",
    "Faith",
    "Bill",
    "Rob",
    "Grant",
    "Dean",
]
LAST = [
    "Smith",
    "Jones",
    "Taylor",
    "Brown",
    "Williams",
    "Wilson",
    "Johnson",
    "Davies",
    "Patel",
    "Wright",
    "Walker",
    "White",
    "Edwards",
    "Hughes",
    "Green",
    "Hall",
    "Thomas",
    "Clarke",
    "Jackson",
    "Wood",
    "Harris",
    "Evans",
    "Khan",
    "Lewis",
    "Cooper",
    "Ward",
    "Turner",
    "Hill",
    "Begum",
    "Moore",
    "Singh",
    "Morris",
    "Baker",
    "Okafor",
    "Mensah",
    "Kowalska",
    "Nowak",
    "Campbell",
    "Murray",
    "Stewart",
    "MacDonald",
    "O'Brien",
    "Byrne",
    "Fraser",
    "Llewellyn",
    "Pritchard",
    "Abara",
    "Lindqvist",
    "Haddad",
    "Osei",
    "Trevithick",
    "Penhaligon",
    "Ashworth",
    "Fairclough",
]
CITIES = (
    "Leeds",
    "Bristol",
    "Edinburgh",
    "Manchester",
    "Cardiff",
    "London",
    "York",
    "Bath",
    "Sheffield",
    "Newcastle",
    "Norwich",
    "Exeter",
)
PERSONAS = ("planner", "deal hunter", "gift giver", "new home", "store loyal")
_PERSONA_WEIGHTS = (30, 24, 18, 16, 12)
_DRAMA = ("113", "114", "115", "116", "117", "118", "121", "131", "141", "151", "161")


def drama_phone(number: int) -> str | None:
    """The phone number of the n-th person, from ranges kept for drama; None when they run out."""
    block, rest = divmod(number, 1000)
    if block < len(_DRAMA):
        return f"+44{_DRAMA[block]}4960{rest:03d}"
    if block == len(_DRAMA):
        return f"+442079460{rest:03d}"
    return None


def make_person(number: int, rng: Random, *, known: bool) -> Person:
    """One person. Every trait comes from `rng`, so that a person is the same in every run."""
    first, last = rng.choice(FIRST), rng.choice(LAST)
    device = "mobile" if rng.random() < 0.58 else "desktop"
    devices = [(_web_id(number, 0), device)]
    if rng.random() < 0.3:
        devices.append((_web_id(number, 1), "desktop" if device == "mobile" else "mobile"))
    persona = rng.choices(PERSONAS, _PERSONA_WEIGHTS)[0]
    return Person(
        number=number,
        customer_id=f"C{100000 + number}" if known else None,
        first=first,
        last=last,
        email=_email(first, last, number, rng),
        phone=drama_phone(number) if known and rng.random() < 0.97 else None,
        city=rng.choice(CITIES),
        persona=persona,
        polite=rng.random(),
        typos=rng.random() ** 3 * 0.12,
        has_app=rng.random() < (0.55 if known else 0),
        devices=devices,
        anonymous_app_id=str(UUID(int=rng.getrandbits(128), version=4)),
        created=PERIOD_START,
    )


def _web_id(number: int, device: int) -> str:
    return f"{1_200_000_000 + number * 7919 + device * 13}.{1_690_000_000 + number * 311 + device}"


def _email(first: str, last: str, number: int, rng: Random) -> str:
    a, b = first.lower(), last.lower().replace("'", "")
    host = rng.choice(("inbox.example", "post.example", "mailbox.example", "fastpost.example"))
    shape = rng.choice((f"{a}.{b}", f"{a}{b}", f"{a[0]}.{b}", f"{b}.{a}"))
    return (
        f"{shape}{number % 997 + 1}.{number // 997}@{host}"
        if rng.random() < 0.5
        else f"{shape}.{number}@{host}"
    )
