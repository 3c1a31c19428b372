"""A company as the exports of six tools, with the damage that exports have.

In: a company, a folder.  Out: files that the product imports by content, and the recipe's text.
Damage: one message in 200 twice, one in 50 days late, a switchboard's number entered for 1 in 150,
callers who hide their number, visitors who never say who they are.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import timedelta
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from company import Company, Happening, Person
from memory import RECIPE, START

SWITCHBOARD = "+442079460000"
CALLS = ("call_id", "started_at", "direction", "customer_number", "queue", "wait_seconds", "talk_seconds", "transfers", "disposition", "order_ref", "transcript")  # fmt: skip
ORDERS = ("order_id", "customer_id", "email", "channel", "created_at", "promised_date", "delivered_at", "total", "currency", "status")  # fmt: skip
SURVEYS = (
    "response_id",
    "survey",
    "submitted_at",
    "email",
    "csat_1_to_5",
    "nps_0_to_10",
    "comment",
)
CONTACTS = ("contact_id", "first_name", "last_name", "email", "phone", "city", "created_at")
_FIRST = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gwen", "Hal", "Ida", "Jon", "Kim", "Lou")
_LAST = ("Ashby", "Birch", "Croft", "Dale", "Elm", "Firth", "Garth", "Holt", "Ing", "Kirk", "Lund")


def write(company: Company, folder: Path) -> str:
    """Write all files, a row at a time; return what belongs into recipe.toml."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"files/{company.seed}")
    _json_lines(folder / "app_events.jsonl", _app(company, company.told("app"), rng))
    _json_lines(folder / "tickets.json", _tickets(company.told("ticket")))
    _csv(folder / "calls.csv", CALLS, _calls(company.told("call"), rng))
    _csv(folder / "orders.csv", ORDERS, _orders(company))
    _csv(folder / "surveys.csv", SURVEYS, _surveys(company.told("survey")))
    _csv(folder / "contacts.csv", CONTACTS, _contacts(company, rng))
    return RECIPE


def _json_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def email(number: int) -> str:
    """Address of a person: the key by which exported rows are matched with the truth."""
    return f"p{number}@mail.example"


def _phone(number: int) -> str:
    return f"+4477009{number:05d}"


def _iso(at: float) -> str:
    moment = START + timedelta(seconds=at)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _csv(path: Path, heads: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows(rows)


def _app(company: Company, happened: Iterable[Happening], rng: Random) -> Iterable[dict[str, Any]]:
    """In the order in which they arrive: what is late waits in a heap until its time has come."""
    waiting: list[tuple[float, int, dict[str, Any]]] = []
    known: set[int] = set()
    sent = count()
    for number, one in enumerate(happened):
        while waiting and waiting[0][0] < one.at:
            yield heappop(waiting)[2]
        for at, row in _arriving(company, number, one, known, rng):
            heappush(waiting, (at, next(sent), row))
    while waiting:
        yield heappop(waiting)[2]


def _arriving(
    company: Company, number: int, one: Happening, known: set[int], rng: Random
) -> Iterable[tuple[float, dict[str, Any]]]:
    """What one happening sends, and when each arrives."""
    person = company.people[one.person]
    ordered = person.ordered_at is not None and one.at >= person.ordered_at - 3600
    if ordered and person.number not in known:
        known.add(person.number)
        traits = {"email": email(person.number), "region": person.region, "plan": person.plan, "age": person.age}  # fmt: skip
        yield one.at, _message(f"i{number}", "identify", one, person, traits=traits)
    delay = 3 * 86_400 * rng.random() if rng.random() < 0.02 else 2.0
    row = _message(f"m{number}", "track", one, person, known=ordered)
    row["event"], row["properties"] = (
        one.touchpoint,
        {"channel": one.channel} | (one.attributes or {}),
    )
    row["receivedAt"] = _iso(one.at + delay)
    yield one.at + delay, row
    if rng.random() < 0.005:
        yield one.at + delay + 30, row


def _message(
    id_: str, kind: str, one: Happening, person: Person, *, known: bool = True, traits: Any = None
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "type": kind,
        "messageId": f"{id_}-{person.number}",
        "anonymousId": f"anon-{person.number}",
        "userId": f"U{person.number}" if known else None,
        "timestamp": _iso(one.at),
        "sentAt": _iso(one.at + 1),
        "receivedAt": _iso(one.at + 2),
        "context": {"app": {"name": "Fibre (generated)", "version": "1"}},
    }
    return row | ({"traits": traits} if traits else {})


def _tickets(happened: Iterable[Happening]) -> Iterable[dict[str, Any]]:
    comment = 5_000_000
    for number, one in enumerate(happened):
        requester = 7_000_000 + one.person
        solved = bool((one.attributes or {}).get("solved", True))
        comments: list[dict[str, Any]] = []
        for place, (speaker, words) in enumerate(one.lines):
            author = requester if speaker == "customer" else 9001
            comments.append(
                {"id": comment, "type": "Comment", "author_id": author, "body": words, "public": True,
                 "via": {"channel": one.channel}, "created_at": _iso(one.at + 1200 * place)}
            )  # fmt: skip
            comment += 1
        yield {
            "id": 41_000 + number, "via": {"channel": one.channel}, "created_at": _iso(one.at),
            "updated_at": _iso(one.at + 3600), "type": "question", "subject": one.topic,
            "description": one.lines[0][1], "priority": "normal", "status": "solved" if solved else "open",
            "requester_id": requester, "submitter_id": requester, "assignee_id": 9001,
            "requester": {"id": requester, "name": _name(one.person), "email": email(one.person)},
            "assignee": {"id": 9001, "name": "Priya Nair", "email": "priya@fibre.example"},
            "group": {"name": "Customer care"}, "tags": [one.topic], "external_id": one.record,
            "custom_fields": [], "satisfaction_rating": {"score": "unoffered"}, "comments": comments,
            "metric_set": {"solved_at": _iso(one.at + 3600) if solved else None},
        }  # fmt: skip


def _calls(happened: Iterable[Happening], rng: Random) -> Iterable[tuple[Any, ...]]:
    for one in happened:
        number = SWITCHBOARD if one.person % 150 == 0 else _phone(one.person)
        yield (
            one.record,
            _iso(one.at),
            "outbound" if one.actor else "inbound",
            "withheld" if rng.random() < 0.01 else number,
            one.topic,
            one.queue_s,
            one.duration_s,
            one.transfers,
            one.disposition,
            f"O{one.person}",
            "\n".join(
                f"{'Agent' if speaker == 'employee' else 'Customer'}: {words}"
                for speaker, words in one.lines
            ),
        )


def _orders(company: Company) -> Iterable[tuple[Any, ...]]:
    installed = {one.record: one for one in company.told("installed")}
    for one in company.told("order"):
        done = installed.get(one.record)
        yield (
            one.record, f"U{one.person}", email(one.person), one.channel, _iso(one.at),
            (START + timedelta(seconds=one.at, days=10)).date().isoformat(),
            _iso(done.at) if done else None, f"{one.value:.2f}", "GBP",
            "delivered" if done else "paid",
        )  # fmt: skip


def _surveys(happened: Iterable[Happening]) -> Iterable[tuple[Any, ...]]:
    for one in happened:
        assert one.rating is not None
        kind, score = one.rating
        yield (
            one.record, one.touchpoint.split(" ")[0], _iso(one.at), email(one.person),
            score if kind == "csat" else None, score if kind == "nps" else None, one.lines[0][1],
        )  # fmt: skip


def _contacts(company: Company, rng: Random) -> Iterable[tuple[Any, ...]]:
    for person in company.buyers:
        phone = SWITCHBOARD if person.number % 150 == 0 else _phone(person.number)
        yield (
            f"U{person.number}",
            *_name(person.number).split(" "),
            email(person.number),
            phone if rng.random() > 0.02 else None,
            person.region,
            _iso(person.ordered_at or 0),
        )


def _name(number: int) -> str:
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]}"
