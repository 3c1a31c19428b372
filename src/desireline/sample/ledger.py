"""What happened, before any tool's format: the records that the seven exports are written from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from desireline.sample.company import Product


@dataclass(slots=True, kw_only=True)
class Person:
    """A customer or a visitor. `customer_id` is None for those who never tell who they are."""

    number: int
    customer_id: str | None
    first: str
    last: str
    email: str
    phone: str | None
    city: str
    persona: str
    polite: float
    typos: float
    has_app: bool
    devices: list[tuple[str, str]]
    """(web id, category: desktop or mobile)."""
    anonymous_app_id: str
    created: int


@dataclass(slots=True, kw_only=True)
class WebHit:
    """One hit in the web shop."""

    at: int
    person: Person
    device: int
    session: int
    name: str
    page: str
    known: bool
    medium: str
    params: dict[str, Any] = field(default_factory=dict[str, Any])
    products: tuple[Product, ...] = ()


@dataclass(slots=True, kw_only=True)
class AppEvent:
    """One event in the app."""

    at: int
    person: Person
    name: str
    kind: str = "track"
    properties: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True, kw_only=True)
class Comment:
    """One message in a ticket. `agent` is an index into AGENTS, None for the customer."""

    at: int
    body: str
    agent: int | None = None
    public: bool = True


@dataclass(slots=True, kw_only=True)
class Ticket:
    """One ticket with its conversation."""

    person: Person
    via: str
    subject: str
    topic: str
    order: str | None
    comments: list[Comment]
    solved_at: int | None = None
    score: str = "unoffered"
    score_comment: str | None = None
    rated_at: int | None = None


@dataclass(slots=True, kw_only=True)
class Call:
    """One phone call."""

    at: int
    person: Person
    inbound: bool
    queue: str
    agent: int | None
    wait: int
    talk: int
    transfers: int
    disposition: str
    order: str | None
    lines: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


@dataclass(slots=True, kw_only=True)
class Answer:
    """One answered survey."""

    sent_at: int
    at: int
    person: Person
    survey: str
    order: str | None
    csat: int | None = None
    nps: int | None = None
    ces: int | None = None
    comment: str = ""


@dataclass(slots=True, kw_only=True)
class Order:
    """One order, with the time of everything that happened to it."""

    order_id: str
    person: Person
    channel: str
    guest: bool
    products: tuple[Product, ...]
    total: int
    method: str
    store: str | None
    promised: int
    times: dict[str, int] = field(default_factory=dict[str, int])
    truth: set[str] = field(default_factory=set[str])
    """Planted facts that hit this order."""


@dataclass(slots=True, kw_only=True)
class Ledger:
    """Everything that happened, in the order of customers."""

    people: list[Person] = field(default_factory=list[Person])
    web: list[WebHit] = field(default_factory=list[WebHit])
    app: list[AppEvent] = field(default_factory=list[AppEvent])
    tickets: list[Ticket] = field(default_factory=list[Ticket])
    calls: list[Call] = field(default_factory=list[Call])
    answers: list[Answer] = field(default_factory=list[Answer])
    orders: list[Order] = field(default_factory=list[Order])
    left: dict[int, bool] = field(default_factory=dict[int, bool])
    """Customer number -> whether the last need ended with leaving for good."""
