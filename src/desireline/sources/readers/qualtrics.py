"""Qualtrics responses as CSV or TSV: three header rows (name, question, ImportId), or the old two.

In: a row per response.  Out: an event per rated question (NPS, satisfaction, effort), the open texts
with the first of them; a response without a rating is one event. Whoever stopped half-way has
*survey answered in part*; previews, tests and spam are quarantined, since no customer gave them.
The file does not say a question's scale. It is inferred from all answers to it (a first pass), the
highest code being taken for the best, and the report says what was inferred. IP addresses and
locations are not read.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desireline.errors import FileError
from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, slashed, values
from desireline.sources.readers.delimited import delimited_rows
from desireline.sources.readers.records import Event, hand_over
from desireline.sources.readers.scales import Question

_MODERN = {"startdate", "enddate", "responseid"}
_LEGACY = {"responseid", "responseset", "startdate", "enddate"}
_META = {
    "startdate": "start",
    "enddate": "end",
    "recordeddate": "recorded",
    "status": "status",
    "progress": "progress",
    "finished": "finished",
    "duration": "duration",
    "durationinseconds": "duration",
    "recordid": "id",
    "responseid": "id",
    "recipientlastname": "last",
    "recipientfirstname": "first",
    "name": "name",
    "recipientemail": "email",
    "emailaddress": "email",
    "externaldatareference": "reference",
    "externalreference": "reference",
    "distributionchannel": "distribution",
    "userlanguage": "language",
}
_UNREAD = {"ipaddress", "locationlatitude", "locationlongitude", "locationaccuracy", "responseset"}
_NOBODY = re.compile(r"preview|test|spam|vorschau", re.IGNORECASE)
_NOBODY_CODES = frozenset({"1", "2", "8", "9", "12", "17"})
"""Preview, test, spam, preview spam, imported spam, offline preview."""
_DERIVED = re.compile(r"_NPS_GROUP$| - (Parent )?Topics|Sentiment|Topics$|_DO(_|$)|_(First|Last|Page Submit|Click Count)", re.IGNORECASE)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class _Layout:
    """Which column is what."""

    meta: dict[str, int]
    questions: dict[int, Question]
    header_rows: int
    zone: str | None


class QualtricsReader:
    """Reads Qualtrics' response exports."""

    name = "qualtrics"

    def match(self, sample: Sample) -> Match | None:
        """Claim tables whose header names a response's dates and id, in one of the two layouts."""
        if sample.container != "text" or not sample.text:
            return None
        rows = _head(sample.text, sample.delimiter or ",")
        if not rows:
            return None
        first = {_plain(cell) for cell in rows[0]}
        has_ids = any('"ImportId"' in cell for row in rows[1:3] for cell in row)
        if has_ids:
            return Match(confidence=0.99, why="a row of ImportIds: a Qualtrics response export")
        if len(rows) > 1 and {_plain(cell) for cell in rows[1]} >= _LEGACY:
            why = "V1, V2 ... over ResponseID and ResponseSet: an old Qualtrics export"
            return Match(confidence=0.98, why=why)
        if first >= _MODERN | {"recordeddate"}:
            return Match(confidence=0.9, why="StartDate, RecordedDate, ResponseId: Qualtrics")
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            layout = _layout(sample)
            order = _learn(sample, layout, unit)
            _report(layout, sink)
            for line, row in _rows(sample, sink, layout.header_rows):
                sink.row()
                hand_over(
                    sink,
                    line,
                    row,
                    lambda row=row, la=layout, o=order: _Response(la, row, o).events(),
                )


READER = QualtricsReader()


def _head(text: str, delimiter: str) -> list[list[str]]:
    """Read the first three rows of a sample; its end may be cut inside a quote."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter):
            rows.append(row)
            if len(rows) == 3:
                break
    except csv.Error:
        return rows
    return rows


def _rows(sample: Sample, sink: Sink | None, skip: int) -> Iterator[tuple[int, list[str]]]:
    """Yield (first line, cells) of the rows after the headers; empty rows are left out."""
    for number, (line, row) in enumerate(delimited_rows(sample, sink)):
        if number >= skip and any(cell.strip() for cell in row):
            yield line, row


def _layout(sample: Sample) -> _Layout:
    rows = _head(sample.text, sample.delimiter or ",")
    if not rows:
        raise FileError(sample.shown, "the file is empty", hint="Export the responses again.")
    names, labels = rows[0], rows[1] if len(rows) > 1 else rows[0]
    ids: Sequence[str] = ()
    header_rows = 1
    for place in (1, 2):
        if len(rows) > place and any('"ImportId"' in cell for cell in rows[place]):
            ids, header_rows = rows[place], place + 1
    if not ids and len(rows) > 1 and {_plain(cell) for cell in rows[1]} >= _LEGACY:
        names = [
            cell if re.fullmatch(r"V\d+", names[place].strip("\ufeff")) else names[place]
            for place, cell in enumerate(rows[1])
            if place < len(names)
        ]
        header_rows = 2
    return _columns(names, labels, ids, header_rows)


def _columns(
    names: Sequence[str], labels: Sequence[str], ids: Sequence[str], header_rows: int
) -> _Layout:
    meta: dict[str, int] = {}
    questions: dict[int, Question] = {}
    zone = None
    for place, name in enumerate(names):
        given = _import_id(ids[place]) if place < len(ids) else {}
        import_id = str(given.get("ImportId", ""))
        zone = zone or values.text(given.get("timeZone"))
        word = (
            _plain(import_id)
            if _plain(import_id) in _META | dict.fromkeys(_UNREAD)
            else _plain(name)
        )
        if word in _META:
            meta.setdefault(_META[word], place)
        elif word not in _UNREAD and name.strip() and not _DERIVED.search(name):
            label = labels[place] if place < len(labels) and header_rows > 1 else name
            questions[place] = Question(name=name.strip(), label=label, import_id=import_id)
    return _Layout(meta=meta, questions=questions, header_rows=header_rows, zone=zone)


def _import_id(cell: str) -> dict[str, Any]:
    try:
        found = json.loads(cell)
    except ValueError:
        return {}
    return found if content.is_object(found) else {}


def _learn(sample: Sample, layout: _Layout, unit: Unit) -> str | None:
    """First pass: see every answer; return the order of day and month, if dates need one."""
    order = slashed.Order()
    groups = {
        _base(name) for name in _head(sample.text, sample.delimiter or ",")[0] if _base(name)
    }
    for _, row in _rows(sample, None, layout.header_rows):
        for place, question in layout.questions.items():
            answer = values.text(row[place]) if place < len(row) else None
            if answer is not None:
                question.see(answer)
        for name in ("end", "recorded"):
            place = layout.meta.get(name, len(row))
            if place < len(row):
                order.see(row[place])
    for question in layout.questions.values():
        question.decide(has_nps_group=question.name in groups)
    return order.decide(sample, unit)


def _base(name: str) -> str | None:
    """Name the question that a `..._NPS_GROUP` column groups."""
    found = re.fullmatch(r"(.+)_NPS_GROUP", name.strip(), re.IGNORECASE)
    return found.group(1) if found else None


def _report(layout: _Layout, sink: Sink) -> None:
    sink.detected("header rows", layout.header_rows)
    if layout.zone:
        sink.detected("time zone", layout.zone)
    for question in layout.questions.values():
        if question.kind and question.ends:
            low, high = question.ends
            sink.warn(
                f"{question.name} is read as {question.kind} from {low} (worst) to {high} (best), "
                f"{question.because}"
            )


class _Response:
    """One row of the export."""

    def __init__(self, layout: _Layout, row: Sequence[str], order: str | None) -> None:
        self._layout, self._row, self._order = layout, row, order
        number = self._meta("id")
        if number is None:
            raise values.UnreadableError("no-record", "the response has no ResponseId")
        status = self._meta("status") or ""
        if status in _NOBODY_CODES or _NOBODY.search(status):
            reason = f"a preview, test or spam response (status {status}), not a customer's"
            raise values.UnreadableError("not-a-customer", reason)
        self._id = number

    def events(self) -> Iterator[Event]:
        """Yield one event per rating, the texts with the first; or one event in all."""
        texts = [answer for q, answer in self._answers() if q.is_text]
        rated = [
            (question, rating)
            for question, answer in self._answers()
            if (rating := question.rating(answer)) is not None
        ]
        said = "\n".join(texts) or None
        if not rated:
            yield self._event(None, None, said)
        for place, (question, rating) in enumerate(rated):
            yield self._event(question, rating, None if place else said)

    def _event(self, question: Question | None, rating: Decimal | None, said: str | None) -> Event:
        is_finished = values.truth(self._meta("finished")) is not False
        answered = "survey answered" if is_finished else "survey answered in part"
        part = question.name if question else None
        low, high = (question.ends if question else None) or (None, None)
        email, reference = self._meta("email"), self._meta("reference")
        names = values.names(email=email, user=reference, name=self._name())
        return {
            "event_id": f"qualtrics:{self._id}" + (f":{part}" if part else ""),
            "record": self._id,
            "part": part,
            "subject": next(
                (name for name in names if not name.startswith("name:")), f"qualtrics:{self._id}"
            ),
            "identifiers": names,
            **self._when(),
            "duration_s": values.seconds(self._meta("duration")),
            "channel": "survey",
            "activity": answered,
            "actor": "customer",
            "direction": "inbound",
            "text": said,
            "language": (self._meta("language") or "").lower() or None,
            "rating_kind": question.kind if question else None,
            "rating": rating,
            "rating_low": low,
            "rating_high": high,
            "attributes": self._attributes(question),
        }

    def _answers(self) -> Iterator[tuple[Question, str]]:
        for place, question in self._layout.questions.items():
            answer = values.text(self._row[place]) if place < len(self._row) else None
            if answer is not None:
                yield question, answer

    def _attributes(self, question: Question | None) -> str | None:
        plain = {q.name: answer for q, answer in self._answers() if not q.is_text and not q.kind}
        return values.leftovers(
            {
                **plain,
                "question": question.label if question else None,
                "progress": self._meta("progress"),
                "distribution": self._meta("distribution"),
            }
        )

    def _name(self) -> str | None:
        parts = [self._meta("first"), self._meta("last")]
        full = " ".join(part for part in parts if part) or self._meta("name")
        return None if full in {"Anonym", "Anonymous"} else full

    def _when(self) -> dict[str, Any]:
        """Take when the answer was recorded, in the zone that the ImportIds name, if any."""
        written = self._meta("recorded") or self._meta("end")
        if written is None:
            raise values.UnreadableError("no-time", "neither RecordedDate nor EndDate")
        at, zone = slashed.read(written, self._order, where="RecordedDate")
        if at.tzinfo is None and self._layout.zone:
            try:
                at, zone = at.replace(tzinfo=_zone(self._layout.zone)), self._layout.zone
            except (ZoneInfoNotFoundError, ValueError):
                zone = None
        return {"at": at, "zone": zone}

    def _meta(self, name: str) -> str | None:
        place = self._layout.meta.get(name)
        return None if place is None or place >= len(self._row) else values.text(self._row[place])


def _zone(name: str) -> ZoneInfo:
    return ZoneInfo("UTC" if name == "Z" else name)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
