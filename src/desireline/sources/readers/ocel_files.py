"""The files of object-centric event logs: five ways to write the same thing.

In: OCEL 1.0 as JSON, XML or CSV, OCEL 2.0 as JSON, XML or SQLite.  Out: the objects with their types
and links, and the events, in the file's order, as often as they are asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from desireline.sources.model import Sample
from desireline.sources.readers import content, values
from desireline.sources.readers.delimited import delimited_rows
from desireline.sources.readers.records import Record, listed
from desireline.sources.readers.sqlite_file import MAGIC, SqliteFile
from desireline.sources.readers.xml_stream import Element, elements, local_name

_EXPLODED = 50
"""Objects of one event that are linked pair by pair; a load of thousands links nothing."""
_SEVERAL = ""
_TABLES = ("event", "object", "event_object", "event_map_type")
_QUOTED = re.compile(r"""'([^']*)'|"([^"]*)"|([^\[\],\s][^\[\],]*)""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event of the log, before a subject is chosen."""

    id: str
    activity: str | None
    time: Any
    objects: tuple[str, ...]
    attributes: dict[str, Any]


@dataclass(slots=True)
class Objects:
    """Types of the objects, and the one object of each type that stands beside an object."""

    types: dict[str, str] = field(default_factory=dict[str, str])
    _beside: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def link(self, objects: Iterable[str]) -> None:
        """Note that these objects stand beside each other."""
        known = [one for one in dict.fromkeys(objects) if one in self.types][:_EXPLODED]
        for one in known:
            beside = self._beside.setdefault(one, {})
            for other in known:
                kind = self.types[other]
                if beside.setdefault(kind, other) != other:
                    beside[kind] = _SEVERAL

    def beside(self, one: str, kind: str) -> str | None:
        """The only object of a type beside this one; None when there is none, or several."""
        return self._beside.get(one, {}).get(kind) or None

    def further(self, one: str, kind: str) -> str | None:
        """The only object of a type one step further on: an item's order's customer."""
        near = {other for other in self._beside.get(one, {}).values() if other}
        found = {self.beside(other, kind) for other in near} - {None}
        return found.pop() if len(found) == 1 else None


def open_log(sample: Sample) -> tuple[Callable[[], Iterator[Happening]], Objects]:
    """Choose the format; return how to go over the events, and the objects."""
    if sample.head.startswith(MAGIC):
        # four tables have to be brought together anyway: kept, they are read once
        happenings = list(_sqlite_events(sample))
        return (lambda: iter(happenings)), _sqlite_objects(sample)
    if sample.columns and sample.container == "text":
        return (lambda: _csv_events(sample)), _csv_objects(sample)
    if content.xml_head(sample):
        return (lambda: _xml_events(sample)), _xml_objects(sample)
    if '"ocel:' in sample.text:
        return (lambda: _json_1_events(sample)), _json_1_objects(sample)
    return (lambda: _json_2_events(sample)), _json_2_objects(sample)


def _json_1_objects(sample: Sample) -> Objects:
    objects = Objects()
    for key, value in content.json_entries(sample, "ocel:objects"):
        if content.is_object(value):
            objects.types[key] = str(value.get("ocel:type") or "object")
    return objects


def _json_1_events(sample: Sample) -> Iterator[Happening]:
    for key, value in content.json_entries(sample, "ocel:events"):
        if not content.is_object(value):
            continue
        touched = value.get("ocel:omap")
        held = value.get("ocel:vmap")
        yield Happening(
            id=key,
            activity=values.text(value.get("ocel:activity")),
            time=value.get("ocel:timestamp"),
            objects=tuple(str(one) for one in touched) if content.is_array(touched) else (),
            attributes=held if content.is_object(held) else {},
        )


def _json_2_objects(sample: Sample) -> Objects:
    objects = Objects()
    links: list[tuple[str, ...]] = []
    for _, value in content.json_entries(sample, "objects"):
        if content.is_object(value) and (number := values.text(value.get("id"))):
            objects.types[number] = str(value.get("type") or "object")
            links.append((number, *_related(value)))
    for pair in links:
        objects.link(pair)
    return objects


def _json_2_events(sample: Sample) -> Iterator[Happening]:
    for key, value in content.json_entries(sample, "events"):
        if not content.is_object(value):
            continue
        yield Happening(
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


def _xml_objects(sample: Sample) -> Objects:
    objects = Objects()
    links: list[tuple[str, ...]] = []
    for element in elements(sample, {"object"}, inside="objects"):
        number, kind, _ = _xml_head(element, "type")
        if number:
            objects.types[number] = kind or "object"
            links.append((number, *_xml_related(element)))
    for one in links:
        objects.link(one)
    return objects


def _xml_events(sample: Sample) -> Iterator[Happening]:
    for number, element in enumerate(elements(sample, {"event"}, inside="events"), start=1):
        name, activity, at = _xml_head(element, "activity")
        yield Happening(
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


def _csv_rows(sample: Sample) -> Iterator[dict[str, str]]:
    names: list[str] | None = None
    for _, row in delimited_rows(sample):
        if names is None:
            names = row
        elif row:
            cells = zip(names, row, strict=False)
            yield {name: cell.strip() for name, cell in cells if name and cell}


def _csv_cells(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (type, object): a cell lists its type's objects, as Python or JSON writes a list."""
    for name, cell in row.items():
        if name.startswith("ocel:type:"):
            for found in _QUOTED.finditer(cell):
                one = next(group for group in found.groups() if group is not None).strip()
                if one:
                    yield name.removeprefix("ocel:type:"), one


def _csv_objects(sample: Sample) -> Objects:
    objects = Objects()
    for row in _csv_rows(sample):
        objects.types.update((one, kind) for kind, one in _csv_cells(row))
    return objects


def _csv_events(sample: Sample) -> Iterator[Happening]:
    for number, row in enumerate(_csv_rows(sample), start=1):
        yield Happening(
            id=row.get("ocel:eid") or str(number),
            activity=values.text(row.get("ocel:activity")),
            time=row.get("ocel:timestamp"),
            objects=tuple(one for _, one in _csv_cells(row)),
            attributes={name: cell for name, cell in row.items() if not name.startswith("ocel:")},
        )


def _sqlite_objects(sample: Sample) -> Objects:
    objects = Objects()
    with content.reading(sample) as raw:
        file = SqliteFile(raw, sample.shown)
        tables = file.tables(*_TABLES)
        for number, kind in file.rows(tables["object"], "ocel_id", "ocel_type"):
            objects.types[str(number)] = str(kind)
        if "object_object" in tables:
            pairs = file.rows(tables["object_object"], "ocel_source_id", "ocel_target_id")
            for source, target in pairs:
                objects.link((str(source), str(target)))
    return objects


def _sqlite_events(sample: Sample) -> Iterator[Happening]:
    """Yield events in the order of their table; times and attributes stand in one table a type."""
    with content.reading(sample) as raw:
        file = SqliteFile(raw, sample.shown)
        tables = file.tables(*_TABLES)
        touched: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for event, one in file.rows(tables["event_object"], "ocel_event_id", "ocel_object_id"):
            touched[str(event)][str(one)] = None
        about: dict[str, dict[str, Any]] = {}
        for _, name in file.rows(tables["event_map_type"], "ocel_type", "ocel_type_map"):
            table = tables.get(f"event_{name}")
            for row in file.rows(table, *table.columns) if table else ():
                held = dict(zip(table.columns, row, strict=True)) if table else {}
                about[str(held.pop("ocel_id", ""))] = held
        for number, activity in file.rows(tables["event"], "ocel_id", "ocel_type"):
            own = about.pop(str(number), {})
            yield Happening(
                id=str(number),
                activity=values.text(activity),
                time=own.pop("ocel_time", None),
                objects=tuple(touched.get(str(number), ())),
                attributes=own,
            )
