"""Posts with reply links: the table of *Customer Support on Twitter* and its like.

In: a CSV with `tweet_id`, `author_id`, `inbound`, `created_at`, `text`, `in_response_to_tweet_id`.  Out: one event
a post; the conversation is the chain of replies. A code reader, because a chain is as long as it is. What a
company posts belongs to the customer whom it answers: the author of the post before, else the first who is
addressed (`@105836`), else whoever began; a post of a company that addresses nobody is set aside.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import values
from desireline.sources.readers.delimited import delimited_rows
from desireline.sources.readers.records import Event, hand_over

_NEEDED = frozenset({"tweet_id", "author_id", "inbound", "created_at", "text", "in_response_to_tweet_id"})  # fmt: skip
_ADDRESSED = re.compile(r"\s*(?:@\w+\s+)*?@(\w+)")

Row = dict[str, str]


class TweetReader:
    """Reads posts and finds their conversations."""

    name = "twcs"

    def match(self, sample: Sample) -> Match | None:
        """Claim tables with the six columns."""
        if (
            sample.container == "text"
            and {one.strip().lower() for one in sample.columns} >= _NEEDED
        ):
            return Match(
                confidence=0.99, why="tweet_id, inbound and in_response_to_tweet_id: posts"
            )
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            before: dict[str, str] = {}
            customers: dict[str, str] = {}
            for _, row in _rows(sample, None):
                number, parent = _id(row, "tweet_id"), _id(row, "in_response_to_tweet_id")
                if number and parent:
                    before[number] = parent
                if number and values.truth(row.get("inbound")):
                    customers[number] = row.get("author_id", "")
            for line, row in _rows(sample, sink):
                sink.row()
                hand_over(
                    sink, line, row, lambda row=row, b=before, c=customers: _event(row, b, c)
                )


READER = TweetReader()


def _rows(sample: Sample, sink: Sink | None) -> Iterator[tuple[int, Row]]:
    names = [name.strip().lower() for name in sample.columns]
    for number, (line, row) in enumerate(delimited_rows(sample, sink)):
        if number and any(cell.strip() for cell in row):
            yield line, dict(zip(names, row, strict=False))


def _id(row: Row, name: str) -> str | None:
    """Read an id; spreadsheets and data frames make `119240.0` of it."""
    said = values.text(row.get(name))
    return said.removesuffix(".0") if said else None


def _root(number: str, before: dict[str, str]) -> str:
    seen = {number}
    while (parent := before.get(number)) is not None and parent not in seen:
        seen.add(parent)
        number = parent
    return number


def _event(row: Row, before: dict[str, str], customers: dict[str, str]) -> Iterator[Event]:
    number = _id(row, "tweet_id")
    if number is None:
        raise values.UnreadableError("no-record", "a post without a tweet_id")
    found = values.moment(row.get("created_at"), field="created_at")
    if found is None:
        raise values.UnreadableError("no-time", "created_at is empty")
    inbound = values.truth(row.get("inbound"))
    thread = _root(number, before)
    said = values.text(row.get("text"))
    company = None if inbound else values.text(row.get("author_id"))
    yield {
        "event_id": f"twcs:{number}",
        "record": thread,
        "part": number,
        "subject": f"handle:{_customer(row, number, thread, before, customers)}",
        "at": found[0],
        "zone": found[1],
        "channel": "social",
        "activity": "customer message" if inbound else "agent message",
        "actor": "customer" if inbound else "employee",
        "direction": "inbound" if inbound else "outbound",
        "text": html.unescape(said) if said else None,
        "object_ids": [f"conversation:{thread}"],
        "attributes": values.leftovers({"company": company}),
    }


def _customer(
    row: Row, number: str, thread: str, before: dict[str, str], customers: dict[str, str]
) -> str:
    own = customers.get(number)
    if own:
        return own
    answered = customers.get(before.get(number, ""))
    addressed = _ADDRESSED.match(row.get("text") or "")
    who = answered or (addressed.group(1) if addressed else None) or customers.get(thread)
    if not who:
        raise values.UnreadableError("no-subject", "a company's post that answers nobody")
    return who
