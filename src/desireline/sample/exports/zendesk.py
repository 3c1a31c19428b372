"""Tickets: the full JSON export of a Zendesk account, one ticket a line, comments inside."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from desireline.sample.company import AGENTS, COMPANY, PERIOD_END, SUPPORT_EMAIL
from desireline.sample.exports.files import iso
from desireline.sample.ledger import Comment, Ledger, Person, Ticket

_API = "https://tarnandladle-sample.zendesk.example/api/v2"


def rows(ledger: Ledger, rng: Random) -> Iterator[dict[str, Any]]:
    """One row per ticket in the order of creation."""
    tickets = sorted(ledger.tickets, key=lambda made: (made.comments[0].at, made.person.number))
    comment_id = 5_000_000
    for number, made in enumerate(tickets):
        yield _row(41_000 + number, made, comment_id, rng)
        comment_id += len(made.comments)


def _row(number: int, made: Ticket, comment_id: int, rng: Random) -> dict[str, Any]:
    created = made.comments[0].at
    solved = made.solved_at is not None and made.solved_at < PERIOD_END
    agent = next((comment.agent for comment in made.comments if comment.agent is not None), None)
    updated = made.solved_at if solved else made.comments[-1].at
    return {
        "url": f"{_API}/tickets/{number}.json",
        "id": number,
        "via": {"channel": made.via},
        "created_at": iso(created),
        "updated_at": iso(updated or created),
        "type": "question" if made.topic in {"question", "invoice"} else "problem",
        "subject": made.subject,
        "raw_subject": made.subject,
        "description": made.comments[0].body,
        "priority": rng.choice(("low", "normal", "normal", "normal", "high")),
        "status": "closed" if solved else "open",
        "recipient": SUPPORT_EMAIL if made.via == "email" else None,
        "requester_id": 7_000_000 + made.person.number,
        "submitter_id": 7_000_000 + made.person.number,
        "assignee_id": None if agent is None else AGENTS[agent][0],
        "requester": _requester(made.person, rng),
        "assignee": None if agent is None else _agent(agent),
        "group": {"name": "Customer care"},
        "brand": {"name": COMPANY},
        "tags": [made.topic, *([made.order] if made.order else [])],
        "custom_fields": [{"id": 360001, "value": made.order}],
        "satisfaction_rating": _satisfaction(made),
        "comments": [
            _comment(comment_id + place, comment, made)
            for place, comment in enumerate(made.comments)
        ],
        "metric_set": {"solved_at": iso(made.solved_at) if solved and made.solved_at else None},
    }


def _requester(person: Person, rng: Random) -> dict[str, Any]:
    email = person.email
    if rng.random() < 0.04:  # people type their address in many ways
        email = email.title() if rng.random() < 0.5 else email.upper()
    return {
        "id": 7_000_000 + person.number,
        "name": f"{person.first} {person.last}",
        "email": email,
    }


def _agent(agent: int) -> dict[str, Any]:
    number, name = AGENTS[agent]
    return {"id": number, "name": name, "email": f"{name.split()[0].lower()}@tarnandladle.example"}


def _satisfaction(made: Ticket) -> dict[str, Any]:
    if made.rated_at is not None and made.rated_at < PERIOD_END:
        rated = iso(made.rated_at)
        found: dict[str, Any] = {"score": made.score, "created_at": rated, "updated_at": rated}
        if made.score_comment:
            found["comment"] = made.score_comment
        return found
    return {"score": "offered" if made.solved_at and made.solved_at < PERIOD_END else "unoffered"}


def _comment(number: int, comment: Comment, made: Ticket) -> dict[str, Any]:
    author = 7_000_000 + made.person.number if comment.agent is None else AGENTS[comment.agent][0]
    return {
        "id": number,
        "type": "Comment",
        "author_id": author,
        "body": comment.body,
        "public": comment.public,
        "via": {"channel": made.via if comment.agent is None else "web"},
        "created_at": iso(comment.at),
    }
