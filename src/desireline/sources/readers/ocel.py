"""OCEL 1.0 (jsonocel, xmlocel) and OCEL 2.0 (JSON, XML): events that touch many objects.

In: events with the objects that they touched.  Out: one event each, with all its objects in
`object_ids`; nothing is duplicated, as a flattened log would. The subject has to be one of them: the
customer object where the log has such a type, else the object of the *leading type*, which is the
type that gives the most events exactly one object, its own or one that stands beside its own (an
item's order). An event that the type cannot place is led by the object that is alone of its type in it. The
report says which.
Two passes: the links between objects have to be known before the first event is handed over.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from desireline.errors import FileError
from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.records import Event, Record, hand_over, listed
from desireline.sources.readers.xml_stream import Element, elements, local_name

_CUSTOMER_TYPES = re.compile(
    r"(end[ _-]?)?(customer|client|user|person|patient|applicant|citizen|consumer|guest|member|"
    r"passenger|student|borrower|visitor)s?",
    re.IGNORECASE,
)
_SQLITE = b"SQLite format 3\x00"
_EXPLODED = 50
"""Objects of one event that are linked pair by pair; a load of thousands links nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happening:
    """One event of the log, before a subject is chosen."""

    id: str
    activity: str | None
    time: Any
    objects: tuple[str, ...]
    attributes: dict[str, Any]


@dataclass(slots=True)
class _Objects:
    """Types of the objects, and which stand beside which."""

    types: dict[str, str] = field(default_factory=dict[str, str])
    beside: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def link(self, objects: Iterable[str]) -> None:
        """Note that these objects stand beside each other."""
        known = [one for one in dict.fromkeys(objects) if one in self.types][:_EXPLODED]
        for one in known:
            self.beside[one].update(known)


class OcelReader:
    """Reads object-centric event logs."""

    name = "ocel"

    def match(self, sample: Sample) -> Match | None:
        """Claim the formats' own keys and elements; a SQLite file by its tables' names."""
        if sample.head.startswith(_SQLITE):
            if b"event_map_type" in sample.head or b"ocel_id" in sample.head:
                return Match(confidence=0.95, why="SQLite with event_map_type: an OCEL 2.0 log")
            return None
        head = content.xml_head(sample)
        if "<log" in head:
            if "ocel:" in head or "<object-types" in head or "<event-types" in head:
                return Match(confidence=0.98, why="the element log with object types: OCEL")
            return None
        text = sample.text.lstrip("\ufeff \t\r\n")
        if text.startswith("{") and ('"ocel:' in text or _has_ocel_2(text)):
            return Match(confidence=0.97, why="events and objects with types: an OCEL log")
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            _read_log(sample, sink)


READER = OcelReader()


def _read_log(sample: Sample, sink: Sink) -> None:
    happenings, objects = _opened(sample)
    for one in happenings():
        objects.link(one.objects)
    lead = _lead(happenings, objects, sink)
    for number, one in enumerate(happenings(), start=1):
        sink.row()
        hand_over(sink, number, one.attributes, lambda one=one: [_event(one, objects, lead)])


def _has_ocel_2(text: str) -> bool:
    return ('"objectTypes"' in text or '"eventTypes"' in text) and (
        '"attributes"' in text or '"events"' in text
    )


def _opened(sample: Sample) -> tuple[Callable[[], Iterator[_Happening]], _Objects]:
    """Choose the format; return how to go over the events, and the objects."""
    if sample.head.startswith(_SQLITE):
        raise FileError(
            sample.shown,
            "an OCEL 2.0 log as a SQLite database, which is not read yet",
            hint="Export the log as JSON or XML (any OCEL tool converts), and import that.",
            code="input.file.format",
        )
    if content.xml_head(sample):
        return (lambda: _xml_events(sample)), _xml_objects(sample)
    if '"ocel:' in sample.text:
        return (lambda: _json_1_events(sample)), _json_1_objects(sample)
    return (lambda: _json_2_events(sample)), _json_2_objects(sample)


def _json_1_objects(sample: Sample) -> _Objects:
    objects = _Objects()
    for key, value in content.json_entries(sample, "ocel:objects"):
        if content.is_object(value):
            objects.types[key] = str(value.get("ocel:type") or "object")
    return objects


def _json_1_events(sample: Sample) -> Iterator[_Happening]:
    for key, value in content.json_entries(sample, "ocel:events"):
        if not content.is_object(value):
            continue
        touched = value.get("ocel:omap")
        held = value.get("ocel:vmap")
        yield _Happening(
            id=key,
            activity=values.text(value.get("ocel:activity")),
            time=value.get("ocel:timestamp"),
            objects=tuple(str(one) for one in touched) if content.is_array(touched) else (),
            attributes=held if content.is_object(held) else {},
        )


def _json_2_objects(sample: Sample) -> _Objects:
    objects = _Objects()
    links: list[tuple[str, ...]] = []
    for _, value in content.json_entries(sample, "objects"):
        if content.is_object(value) and (number := values.text(value.get("id"))):
            objects.types[number] = str(value.get("type") or "object")
            links.append((number, *_related(value)))
    for pair in links:
        objects.link(pair)
    return objects


def _json_2_events(sample: Sample) -> Iterator[_Happening]:
    for key, value in content.json_entries(sample, "events"):
        if not content.is_object(value):
            continue
        yield _Happening(
            id=values.text(value.get("id")) or key,
            activity=values.text(value.get("type")),
            time=value.get("time"),
            objects=_related(value),
            attributes={
                str(one.get("name")): one.get("value") for one in listed(value, "attributes")
            },
        )


def _related(value: Record) -> tuple[str, ...]:
    found = (values.text(one.get("objectId")) for one in listed(value, "relationships"))
    return tuple(one for one in found if one)


def _xml_objects(sample: Sample) -> _Objects:
    objects = _Objects()
    links: list[tuple[str, ...]] = []
    for element in elements(sample, {"object"}, inside="objects"):
        number, kind, _ = _xml_head(element, "type")
        if number:
            objects.types[number] = kind or "object"
            links.append((number, *_xml_related(element)))
    for one in links:
        objects.link(one)
    return objects


def _xml_events(sample: Sample) -> Iterator[_Happening]:
    for number, element in enumerate(elements(sample, {"event"}, inside="events"), start=1):
        name, activity, at = _xml_head(element, "activity")
        yield _Happening(
            id=name or str(number),
            activity=activity,
            time=at,
            objects=_xml_related(element),
            attributes=_xml_attributes(element),
        )


def _xml_head(element: Element, kind: str) -> tuple[str | None, str | None, str | None]:
    """Read id, type and time: attributes in OCEL 2.0, children with key and value in 1.0."""
    if "id" in element.attrib:
        return element.attrib["id"], element.attrib.get("type"), element.attrib.get("time")
    said = {child.attrib.get("key"): child.attrib.get("value") for child in element}
    return said.get("id"), said.get(kind), said.get("timestamp")


def _xml_related(element: Element) -> tuple[str, ...]:
    found: list[str] = []
    for child in element:
        for one in child:
            if local_name(one) == "relationship":
                found.append(one.attrib.get("object-id") or one.attrib.get("objectId") or "")
            elif child.attrib.get("key") == "omap":
                found.append(one.attrib.get("value") or "")
    return tuple(one for one in found if one)


def _xml_attributes(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        for one in child:
            if local_name(one) == "attribute" and "name" in one.attrib:
                found[one.attrib["name"]] = one.text
            elif child.attrib.get("key") == "vmap" and "key" in one.attrib:
                found[one.attrib["key"]] = one.attrib.get("value")
    return found


def _lead(
    happenings: Callable[[], Iterator[_Happening]], objects: _Objects, sink: Sink
) -> str | None:
    """Choose the type that leads the log, and say so."""
    kinds = Counter(objects.types.values())
    if not kinds:
        return None
    placed: Counter[str] = Counter()
    direct: Counter[str] = Counter()
    events = 0
    for one in happenings():
        events += 1
        own = Counter(objects.types[each] for each in one.objects if each in objects.types)
        direct.update(kind for kind, count in own.items() if count == 1)
        placed.update(kind for kind in kinds if _placed(one, kind, objects))
    people = [kind for kind in kinds if _CUSTOMER_TYPES.fullmatch(kind)]
    lead = max(people or kinds, key=lambda kind: (placed[kind], direct[kind], kinds[kind], kind))
    why = "it is the customer" if people else "no object is a customer, and it places most events"
    sink.warn(
        f"Objects of type {lead!r} lead the journeys, because {why}: {placed[lead]} of {events} "
        f"events belong to exactly one. The others are led by the object that is alone of its type."
    )
    sink.detected("leading object type", lead)
    return lead


def _placed(one: _Happening, kind: str, objects: _Objects) -> str | None:
    """Find the one object of a type that an event belongs to: its own, else beside its own."""
    own = {each for each in one.objects if objects.types.get(each) == kind}
    if not own:
        own = {
            other
            for each in one.objects
            for other in objects.beside.get(each, ())
            if objects.types[other] == kind
        }
    return own.pop() if len(own) == 1 else None


def _alone(one: _Happening, objects: _Objects) -> str:
    """Fall back to an object that is the only one of its type here (the delivery of two items)."""
    kinds = Counter(objects.types.get(each, "object") for each in one.objects)
    alone = (each for each in one.objects if kinds[objects.types.get(each, "object")] == 1)
    return next(alone, one.objects[0])


def _event(one: _Happening, objects: _Objects, lead: str | None) -> Event:
    when = values.moment(one.time, field="time")
    if when is None:
        raise values.UnreadableError("no-time", f"event {one.id} has no time")
    if one.activity is None:
        raise values.UnreadableError("no-activity", f"event {one.id} has no activity")
    if not one.objects:
        raise values.UnreadableError("no-subject", f"event {one.id} touches no object")
    subject = (_placed(one, lead, objects) if lead else None) or _alone(one, objects)
    kind = objects.types.get(subject, "object")
    is_customer = _CUSTOMER_TYPES.fullmatch(kind) is not None
    return {
        "record": subject,
        "part": one.id,
        "subject": f"{'customer' if is_customer else kind}:{subject}",
        "at": when[0],
        "zone": when[1],
        "activity": one.activity,
        "actor": "customer",
        "object_ids": list(
            dict.fromkeys(f"{objects.types.get(each, 'object')}:{each}" for each in one.objects)
        ),
        "attributes": values.leftovers(one.attributes),
    }
