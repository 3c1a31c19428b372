"""What people write and say: sentences grown from templates, in each person's own manner.

A template may hold `{slots}` and `[one|of|these]`, nested. Manner is added afterwards: greeting,
thanks and signature for the polite, capitals for the angry, typing mistakes for those in a hurry.
The templates are data (`phrases/*.toml`), grouped as `topic.mood`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from random import Random

from desireline.sample.ledger import Person

_CHOICE = re.compile(r"\[([^\[\]]*)\]")


@cache
def phrases() -> dict[str, dict[str, list[str]]]:
    """All templates: topic -> mood -> sentences."""
    found: dict[str, dict[str, list[str]]] = {}
    folder = resources.files("desireline.sample").joinpath("phrases")
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if item.name.endswith(".toml"):
            found.update(tomllib.loads(item.read_text(encoding="utf-8")))
    return found


def grow(template: str, rng: Random, slots: dict[str, str]) -> str:
    """Choose among the alternatives and fill the slots."""
    while match := _CHOICE.search(template):
        template = (
            template[: match.start()]
            + rng.choice(match.group(1).split("|"))
            + template[match.end() :]
        )
    text = template.format_map(slots)
    return re.sub(r"\s+([.,!?])", r"\1", re.sub(r" {2,}", " ", text)).strip()


def sentence(topic: str, mood: str, rng: Random, slots: dict[str, str]) -> str:
    """One sentence on a topic in a mood, plain."""
    return grow(rng.choice(phrases()[topic][mood]), rng, slots)


def remark(
    topic: str, mood: str, person: Person, rng: Random, slots: dict[str, str], *, most: int = 2
) -> str:
    """One to `most` different sentences in the person's own manner."""
    pool = phrases()[topic][mood]
    chosen = rng.sample(pool, min(len(pool), rng.randint(1, most)))
    return manner(" ".join(grow(template, rng, slots) for template in chosen), mood, person, rng)


def message(
    topic: str, mood: str, person: Person, rng: Random, slots: dict[str, str], *, most: int = 3
) -> str:
    """A written message: greeting, remarks, and now and then a signature with personal data."""
    body = remark(topic, mood, person, rng, slots, most=most)
    parts = [body]
    if rng.random() < 0.3 + 0.5 * person.polite:
        parts.insert(0, rng.choice(("Hi,", "Hello,", "Hi there,", "Good morning,", "Dear team,")))
    if rng.random() < 0.16:
        parts.append(sentence("contact", "details", rng, _personal(person, slots)))
    if rng.random() < 0.2 + 0.5 * person.polite:
        closing = rng.choice(("Thanks,", "Regards,", "Kind regards,", "Best wishes,", "Cheers,"))
        parts.append(
            f"{closing}\n{person.first} {person.last if rng.random() < 0.6 else ''}".rstrip()
        )
    return "\n".join(parts)


def manner(text: str, mood: str, person: Person, rng: Random) -> str:
    """Typing mistakes, lost capitals, shouting: the same words as this person would type them."""
    if mood == "bad" and rng.random() < 0.05:
        return text.upper()
    if person.typos > 0.04 and rng.random() < 0.6:
        text = text[0].lower() + text[1:].replace(". I ", ". i ").replace("'", "")
    if person.typos > 0.01:
        text = " ".join(_mistype(word, person, rng) for word in text.split(" "))
    return text


def _mistype(word: str, person: Person, rng: Random) -> str:
    if len(word) < 5 or not word.isalpha() or rng.random() > person.typos:
        return word
    at = rng.randrange(1, len(word) - 2)
    if rng.random() < 0.5:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :]


def _personal(person: Person, slots: dict[str, str]) -> dict[str, str]:
    phone = person.phone or "+441134960000"
    return {
        **slots,
        "email": person.email,
        "phone": f"0{phone[3:6]} {phone[6:9]} {phone[9:]}",
        "first": person.first,
        "last": person.last,
    }
