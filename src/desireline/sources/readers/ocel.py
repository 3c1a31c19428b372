"""OCEL 1.0 and 2.0, object-centric event logs: events that touch many objects.

In: events with the objects that they touched.  Out: one event each, with all its objects in
`object_ids`; nothing is duplicated, as a flattened log would. The subject has to be one of them: the
customer object where the log has such a type, else the object of the *leading type*: the type that
gives the most events exactly one object, its own or one that stands beside its own (an item's order).
An event is then placed by its own object, one beside it, or one beside that (an item's order's
customer); what cannot be placed is led by the object that is alone of its type. The report says how
many. The object of the best case type beside an event joins its `object_ids`, so that journeys can
follow orders where events name items.
Several passes: the links between objects have to be known before the first event is handed over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.ocel_files import Happening, Objects, open_log
from desireline.sources.readers.records import Event, Record, hand_over
from desireline.sources.readers.sqlite_file import MAGIC

_CUSTOMER_TYPES = re.compile(
    r"(end[ _-]?)?(customer|client|user|person|patient|applicant|citizen|consumer|guest|member|"
    r"passenger|student|borrower|visitor)s?"
    r"|(end)?kunden?|kundin(nen)?|klient(en|in)?|mandant(en|in)?|patient(en|in)|bürger(in)?|gast|gäste|"
    r"mitglied(er)?|nutzer(in)?|benutzer(in)?|cliente?s?|klant(en)?",
    re.IGNORECASE,
)
_MOST_EVENTS = 100
"""Events per object beyond which a type is a resource, not a case."""


class OcelReader:
    """Reads object-centric event logs."""

    name = "ocel"

    def match(self, sample: Sample) -> Match | None:
        """Claim the formats' own keys and elements; a SQLite file by its tables' names."""
        why = _recognised(sample)
        return None if why is None else Match(confidence=0.98, why=why)

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            _read_log(sample, sink)


READER = OcelReader()


def _read_log(sample: Sample, sink: Sink) -> None:
    happenings, objects = open_log(sample)
    for one in happenings():
        objects.link(one.objects)
    lead = _lead(happenings, objects)
    events = placed = 0
    for one in happenings():
        sink.row()
        events += 1
        placed += _placed(one, lead.subject, objects) is not None
        hand_over(sink, events, _whole(one), lambda one=one: [_event(one, objects, lead)])
    sink.detected("leading object type", lead.subject)
    sink.warn(
        f"Objects of type {lead.subject!r} lead the journeys, because {lead.why}: {placed} of "
        f"{events} events belong to exactly one. The others are led by the object that is alone "
        "of its type."
    )


def _recognised(sample: Sample) -> str | None:
    """Say by what a file is known to be OCEL."""
    head, text = content.xml_head(sample), sample.text.lstrip("\ufeff \t\r\n")
    is_xml = "ocel:" in head or "<object-types" in head or "<event-types" in head
    has_types = '"objectTypes"' in text or '"eventTypes"' in text
    found = {
        "SQLite with the table event_map_type: an OCEL 2.0 log": sample.head.startswith(MAGIC)
        and b"event_map_type" in sample.head,
        "the columns ocel:eid and ocel:activity: an OCEL log": {
            "ocel:eid",
            "ocel:activity",
            "ocel:timestamp",
        }
        <= set(sample.columns),
        "the element log with object types: an OCEL log": "<log" in head and is_xml,
        "events and objects with types: an OCEL log": text.startswith("{")
        and ('"ocel:' in text or (has_types and '"attributes"' in text)),
    }
    return next((why for why, is_so in found.items() if is_so), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lead:
    """The type of the subject, and the type that makes the best case; often the same."""

    subject: str
    case: str
    why: str


def _lead(happenings: Callable[[], Iterator[Happening]], objects: Objects) -> _Lead:
    """Choose the types that lead the log."""
    kinds = Counter(objects.types.values()) or Counter({"object": 0})
    placed: Counter[str] = Counter()
    direct: Counter[str] = Counter()
    for one in happenings():
        own = Counter(objects.types[each] for each in one.objects if each in objects.types)
        direct.update(kind for kind, count in own.items() if count == 1)
        placed.update(kind for kind in kinds if _beside(one, kind, objects))

    def best(wanted: list[str]) -> str:
        return max(wanted, key=lambda kind: (placed[kind], direct[kind], kinds[kind], kind))

    people = [kind for kind in kinds if _CUSTOMER_TYPES.fullmatch(kind)]
    # a product or an employee stands in very many events, and is nobody's journey
    cases = [
        kind for kind in kinds if kind not in people and direct[kind] <= _MOST_EVENTS * kinds[kind]
    ]
    return _Lead(
        subject=best(people or cases or list(kinds)),
        case=best(cases or people or list(kinds)),
        why="it is the customer"
        if people
        else "no object is a customer, and it places most events",
    )


def _placed(one: Happening, kind: str, objects: Objects) -> str | None:
    """Find the one object of a type that an event belongs to: its own, else the nearest beside."""
    own = {each for each in one.objects if objects.types.get(each) == kind}
    if own:
        return own.pop() if len(own) == 1 else None
    for look in (objects.beside, objects.further):
        # what stands beside several (a product, an employee) does not decide, and does no harm
        found = {look(each, kind) for each in one.objects} - {None}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _beside(one: Happening, kind: str, objects: Objects) -> bool:
    """Tell whether an event has, or stands right beside, exactly one object of a type."""
    own = {each for each in one.objects if objects.types.get(each) == kind}
    near = own or {objects.beside(each, kind) for each in one.objects} - {None}
    return len(near) == 1


def _alone(one: Happening, objects: Objects) -> str:
    """Fall back to an object that is the only one of its type here (the delivery of two items)."""
    kinds = Counter(objects.types.get(each, "object") for each in one.objects)
    alone = (each for each in one.objects if kinds[objects.types.get(each, "object")] == 1)
    return next(alone, one.objects[0])


def _event(one: Happening, objects: Objects, lead: _Lead) -> Event:
    when = values.moment(one.time, field="time")
    if when is None:
        raise values.UnreadableError("no-time", f"event {one.id} has no time")
    if one.activity is None:
        raise values.UnreadableError("no-activity", f"event {one.id} has no activity")
    if not one.objects:
        raise values.UnreadableError("no-subject", f"event {one.id} touches no object")
    subject = _placed(one, lead.subject, objects) or _alone(one, objects)
    case = _placed(one, lead.case, objects)
    kind = objects.types.get(subject, "object")
    is_customer = _CUSTOMER_TYPES.fullmatch(kind) is not None
    # the pick of an item is about its order too, though the log only names the item
    about: list[str] = list(dict.fromkeys((*one.objects, *((case,) if case else ()))))
    return {
        "record": subject,
        "part": one.id,
        "subject": f"{'customer' if is_customer else _singular(kind)}:{subject}",
        "at": when[0],
        "zone": when[1],
        "activity": one.activity,
        "actor": "customer",
        "object_ids": [f"{_singular(objects.types.get(each, 'object'))}:{each}" for each in about],
        "attributes": values.leftovers(one.attributes),
    }


def _whole(one: Happening) -> Record:
    """The event as the log has it, to be kept where it cannot be read."""
    about = {"id": one.id, "type": one.activity, "time": one.time, "objects": list(one.objects)}
    return {**about, **one.attributes}


def _singular(kind: str) -> str:
    """Name one object of a type: logs say `orders`, the contract `order`."""
    if kind.endswith("ies"):
        return kind[:-3] + "y"
    return kind[:-1] if kind.endswith("s") and not kind.endswith(("ss", "us", "is")) else kind
