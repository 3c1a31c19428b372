"""XES event logs (IEEE 1849, versions 1.0 and 2.0), plain or gzipped.

In: traces of events.  Out: one event each; a trace is `case:<concept:name>`, both as the subject and
as the object that a journey follows. A trace is held at a time, so memory does not grow with the log.
Where an activity has *start* and *complete* in a trace, they are one event: at the completion, with
the time between as its duration. A start that never completed stays an event. Other life cycles
(`In Progress`, `Wait`) are the tool's own words: every event stays, the word goes to `attributes`.
Resources and groups are attributes; every event is a step of the case, as in a CSV of the same log.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import UTC, datetime

from desireline.sources.life_cycle import INSIDE
from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.channels import channel_word
from desireline.sources.readers.records import Event, hand_over
from desireline.sources.readers.xml_stream import Element, elements, local_name

_NAME, _TIME, _STATE = "concept:name", "time:timestamp", "lifecycle:transition"
_INSTANCE, _RESOURCE, _ID = "concept:instance", "org:resource", "identity:id"
_VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})
_PLACEHOLDERS = frozenset({"UNKNOWN", "__INVALID__", "NOT_SET", "EMPTY", "NIL"})
_CUSTOMERS = ("customer", "customer_id", "customerid", "client", "client_id", "user_id", "email")
_IDENTIFIES = re.compile(r"[\d@]")
"""A customer's id has a digit or is an address; `business` or `private` is a kind of customer."""
_KEYS = re.compile(r"'([^']+)'|(\S+)")
"""Keys of a classifier; one with blanks stands in quotes."""
_TEXTS = ("text", "message", "comment", "body")
_READ = frozenset({_NAME, _TIME, _ID, *_TEXTS})


class XesReader:
    """Reads XES."""

    name = "xes"

    def match(self, sample: Sample) -> Match | None:
        """Claim XML with the element `log` and a trace, an XES name space or a XES version."""
        head = content.xml_head(sample)
        if "<log" not in head or "ocel" in head or "<object-types" in head:
            return None
        if "xes.version" in head or "xes-standard.org" in head:
            return Match(confidence=0.99, why="the element log with a XES version: an event log")
        if re.search(r'key="(concept|time|org|lifecycle|meta_\w+):', head) or "<trace" in head:
            return Match(confidence=0.95, why="the element log with XES keys: an event log")
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            before = number = 0
            names: list[str] = []
            for element in elements(sample, {"trace", "classifier"}):
                if local_name(element) == "classifier":
                    names = names or _classified_by(element)
                    continue
                number += 1
                trace = _trace(element, names)
                _read_trace(number, trace, before, sink)
                before += len(trace.events)


READER = XesReader()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trace:
    """Attributes of a trace and of its events (with the trace's as `case:`), in the log's order."""

    attributes: dict[str, str]
    events: list[dict[str, str]]


def _classified_by(element: Element) -> list[str]:
    """Keys whose values together say what an event is, where that is not `concept:name`; trace classifiers say nothing."""
    if element.attrib.get("scope", "event") != "event":
        return []
    keys = [quoted or plain for quoted, plain in _KEYS.findall(element.attrib.get("keys", ""))]
    return [] if _NAME in keys else [key for key in keys if key != _STATE]


def _named(event: dict[str, str], names: list[str]) -> dict[str, str]:
    """An event that has no `concept:name` is called by what the log's own classifier says."""
    said = [event[key] for key in names if key in event]
    if _NAME in event or len(said) < len(names) or not said:
        return event
    return {**event, _NAME: " ".join(said)}


def _trace(element: Element, names: list[str]) -> _Trace:
    about = _attributes(element)
    inherited = {f"case:{key}": value for key, value in about.items() if key != _NAME}
    events = [
        {**inherited, **_named(_attributes(child), names)}
        for child in element
        if local_name(child) == "event"
    ]
    return _Trace(attributes=about, events=events)


def _attributes(element: Element) -> dict[str, str]:
    """Collect the typed values directly inside an element; nested ones hang under their parent."""
    found: dict[str, str] = {}
    for child in element:
        if local_name(child) not in _VALUES:
            continue
        key, value = child.attrib.get("key"), child.attrib.get("value", "")
        if key is not None and value not in _PLACEHOLDERS:
            found.setdefault(key, value)
    return found


def _read_trace(number: int, trace: _Trace, before: int, sink: Sink) -> None:
    """Hand over a trace; an event's line is its place in the log, of which `before` stand in other traces."""
    case = trace.attributes.get(_NAME)
    sink.row(len(trace.events))
    if case is None:
        case = str(number)
        sink.warn("Traces without concept:name: their number in the file stands in.")
    shared = _shared(case, _customer(trace, sink))
    spans = _spans(trace.events)
    for position, attributes in enumerate(trace.events):
        if position in spans.merged:
            continue
        hand_over(
            sink,
            before + position + 1,
            {"case": case, **attributes},
            lambda attributes=attributes, position=position: [
                _event(attributes, part=str(position + 1), started=spans.started.get(position))
                | shared
            ],
        )


def _shared(case: str, customer: list[str]) -> Event:
    """Columns that every event of the trace has."""
    return {
        "record": case,
        "subject": f"case:{case}",
        "identifiers": customer,
        "object_ids": [f"case:{case}"],
    }


def _event(attributes: dict[str, str], *, part: str, started: datetime | None) -> Event:
    when = values.moment(attributes.get(_TIME), field=_TIME)
    if when is None:
        raise values.UnreadableError("no-time", "the event has no time:timestamp")
    activity = values.text(attributes.get(_NAME))
    if activity is None:
        raise values.UnreadableError("no-activity", "the event has no concept:name")
    own_id = values.text(attributes.get(_ID))
    duration = None if started is None else (_utc(when[0]) - _utc(started)).total_seconds()
    return {
        # without an id of its own the log hashes the content: case and position are no name,
        # because two logs may both have a case 1
        "event_id": f"xes:{own_id}" if own_id else None,
        "part": part,
        "at": when[0],
        "zone": when[1],
        "activity": activity,
        "actor": _actor(attributes),
        "channel": channel_word(values.first(attributes, ("channel", "case:channel"))),
        "duration_s": None if duration is None else round(duration),
        "text": values.text(values.first(attributes, _TEXTS)),
        "attributes": values.leftovers(
            {key: value for key, value in attributes.items() if key not in _READ}
        ),
    }


def _actor(attributes: dict[str, str]) -> str:
    """Tell who acts: a log names resources, but not whose step in the customer's journey it is.

    Only words are different, since a company's must not pass for a customer's feelings: they are an
    employee's where the resource is the company itself.
    """
    company = values.first(attributes, ("company", "case:company"))
    spoke = values.first(attributes, _TEXTS) is not None
    return "employee" if spoke and company == attributes.get(_RESOURCE) else "customer"


def _customer(trace: _Trace, sink: Sink) -> list[str]:
    """Name the customer of a case, when the log has one and every event says the same one."""
    for word in _CUSTOMERS:
        found = {
            value
            for event in trace.events
            for key, value in event.items()
            if key.removeprefix("case:").lower() == word and _IDENTIFIES.search(value)
        }
        if len(found) > 1:
            sink.warn(f"Cases whose events name several values of `{word}`: they join nothing.")
            return []
        if found:
            kind = "email" if word == "email" else "user" if word == "user_id" else "customer"
            return values.names(**{kind: found.pop()})
    return []


class _Spans:
    """Which events are the start of another (position), and when each completion started."""

    def __init__(self) -> None:
        self.merged: set[int] = set()
        self.started: dict[int, datetime] = {}


def _spans(events: list[dict[str, str]]) -> _Spans:
    """Pair starts with completions: by `concept:instance` where given, else first in first out."""
    spans = _Spans()
    states = {event.get(_STATE, "").lower() for event in events}
    if not {"start", "complete"} <= states:
        return spans
    open_: defaultdict[tuple[str, str], deque[int]] = defaultdict(deque)
    for position, event in enumerate(events):
        key = (event.get(_NAME, ""), event.get(_INSTANCE, ""))
        state = event.get(_STATE, "").lower()
        if state in INSIDE:
            spans.merged.add(position)
        elif state == "start":
            open_[key].append(position)
        elif state == "complete" and open_[key]:
            begun = open_[key].popleft()
            spans.merged.add(begun)
            at = _moment_or_none(events[begun].get(_TIME))
            if at is not None:
                spans.started[position] = at
    return spans


def _moment_or_none(written: str | None) -> datetime | None:
    try:
        found = values.moment(written, field=_TIME)
    except values.UnreadableError:
        return None
    return None if found is None else found[0]


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
