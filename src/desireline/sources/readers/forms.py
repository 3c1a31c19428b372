"""Survey tools that give one column per question: Typeform, SurveyMonkey, Google Forms, LimeSurvey, Formbricks.

In: a table of responses, and the layouts in `sources/forms/*.toml`, which say how each tool's file is
recognised and which columns are no questions.  Out: one event per rating of a response, its words with the
first; or one event in all. A code reader, because questions are not known beforehand: what one measures
and on which scale is read from its words and all its answers (`scales`), and reported. A new tool is a
new layout file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from desireline.errors import FileError
from desireline.sources import persons
from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import slashed, values
from desireline.sources.readers.delimited import delimited_rows
from desireline.sources.readers.form_layouts import Form, known, plain
from desireline.sources.readers.records import Event, hand_over
from desireline.sources.readers.scales import Question
from desireline.sources.workbook import open_sheet, sheet_rows

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NAME = re.compile(
    r"(?:what is )?(?:your )?(?:full |first |last )?name\??|name|vorname|nachname"
    r"|(?:votre |su |uw |seu |il suo )?(?:nom(?: et prénom)?|nombre(?: y apellidos)?|naam|nome(?: e cognome| completo)?)\??",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?:what is )?(?:your )?(?:phone|mobile|telephone)(?: number)?\??|telefon(?:nummer)?",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"open-ended response|other \(please specify\)|please specify|comment", re.IGNORECASE
)
Rows = Callable[[int, Sink | None], Iterator[tuple[int, list[str]]]]
"""Gives (line, cells) below so many rows of headers, telling the sink of what is no row; more than once."""
_LOOKED_AT = 40
"""Rows by which a tool is told."""
_UNDATED = 1980
"""LimeSurvey writes this year into surveys that keep no times."""


class FormsReader:
    """Reads the responses of survey tools."""

    name = "forms"

    def match(self, sample: Sample) -> Match | None:
        """Claim tables whose header is a tool's."""
        found = known(_header(sample, _LOOKED_AT))
        if found is None:
            return None
        form, _ = found
        sure = form.sure or (0.8 if form.questions else 0.97)
        return Match(confidence=sure, why=f"the columns of a {form.name} export", source=form.name)

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            head = _header(sample, _LOOKED_AT)
            found = known(head)
            if found is None:
                raise FileError(sample.shown, "no survey tool's header", hint="Export it again.")
            form, names = found
            read_rows(
                sample, unit, sink, form=form, header=[names, *head[1:2]],
                rows=lambda skip, told, sample=sample: _rows(sample, told, skip),
            )  # fmt: skip


READER = FormsReader()


def read_rows(
    sample: Sample, unit: Unit, sink: Sink, *, form: Form, header: list[list[str]], rows: Rows
) -> None:
    """Read one table of responses: all of it for what it says about each question, then row by row."""
    sink.detected("tool", form.name)
    table = _learn(sample, form, header, unit, rows)
    _report(table, sink, unit.options.get("zone"))
    for line, row in rows(table.header_rows, sink):
        sink.row()
        hand_over(sink, line, row, lambda r=row, n=line, t=table: _Response(t, r, n).events())


@dataclass(slots=True, kw_only=True)
class _Table:
    form: Form
    header_rows: int
    meta: dict[str, int]
    about: dict[str, int]
    questions: dict[int, Question]
    emails: list[int] = field(default_factory=list[int])
    names: list[int] = field(default_factory=list[int])
    phones: list[int] = field(default_factory=list[int])
    numbers: list[int] = field(default_factory=list[int])
    """Columns with the customer's number, as links to a survey carry it along."""
    order: str | None = None
    zoneless: int = 0
    """Times that do not say their zone."""
    strange_zones: set[str] = field(default_factory=set[str])
    """Short names of zones that mean several."""


def _header(sample: Sample, rows: int) -> list[list[str]]:
    if sample.container == "xlsx":
        found = [list(row) for row in (*sample.header, *sample.rows)[:rows]]
        return found if found and len(found[0]) > 1 else []
    if sample.container != "text" or not sample.text:
        return []
    found = []
    try:
        lines = sample.text.splitlines(keepends=True)
        for row in csv.reader(lines, delimiter=sample.delimiter or ","):
            found.append(row)
            if len(found) == rows:
                break
    except csv.Error:
        return []
    return found


def _rows(sample: Sample, sink: Sink | None, skip: int) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) below the headers; empty rows are left out."""
    if sample.container == "xlsx":
        rows = sheet_rows(open_sheet(sample)[0])
    else:
        rows = delimited_rows(sample, sink)
    for number, (line, row) in enumerate(rows):
        if number >= skip and any(cell.strip() for cell in row):
            yield line, row


def _learn(sample: Sample, form: Form, header: list[list[str]], unit: Unit, rows: Rows) -> _Table:
    """First pass: what the columns are, and what all answers say about them."""
    table = _columns(form, header)
    order = slashed.Order()
    mails: dict[int, int] = dict.fromkeys(table.questions, 0)
    for _, row in rows(table.header_rows, None):
        _see(table, row, mails)
        for name in ("at", "otherwise"):
            place = table.meta.get(name, len(row))
            if place < len(row) and row[place].strip():
                order.see(row[place])
                says, zone = slashed.zone_named(row[place])
                table.zoneless += not says
                table.strange_zones |= {zone} if zone else set()
    table.order = order.decide(sample, unit)
    for place, question in list(table.questions.items()):
        said = question.label.strip()
        if question.answers and mails[place] >= 0.8 * question.answers:
            table.emails.append(place)
        elif _NAME.fullmatch(said):
            table.names.append(place)
        elif _PHONE.fullmatch(said):
            table.phones.append(place)
        elif persons.numbered(said) is not None:
            table.numbers.append(place)
        else:
            question.decide(has_nps_group=False)
            continue
        del table.questions[place]
    return table


def _see(table: _Table, row: Sequence[str], mails: dict[int, int]) -> None:
    """Show each question one response, and count what are addresses."""
    for place, question in table.questions.items():
        answer = values.text(row[place]) if place < len(row) else None
        if answer is not None:
            question.see(answer)
            mails[place] += _EMAIL.fullmatch(answer) is not None


def _columns(form: Form, header: list[list[str]]) -> _Table:
    names = header[0]
    subs = header[1] if form.header_rows == 2 and len(header) > 1 else []
    # only where the second row is one of options: a file may have been saved without it
    has_subs = bool(subs) and not any(re.fullmatch(r"\d{6,}", cell.strip()) for cell in subs)
    role = {plain(n): r for r, known in form.columns.items() for n in known}
    ignored = {plain(name) for name in form.ignore}
    kept = {plain(name): name for name in form.about}
    meta: dict[str, int] = {}
    about: dict[str, int] = {}
    questions: dict[int, Question] = {}
    asked = ""
    for place in range(max(len(names), len(subs))):
        name = names[place].strip() if place < len(names) else ""
        sub = subs[place].strip() if has_subs and place < len(subs) else ""
        bare = plain(name) if name else ""
        if bare in role:
            meta.setdefault(role[bare], place)
        elif bare in kept:
            about[kept[bare]] = place
        elif bare in ignored or (form.skip and name.endswith(form.skip)) or not (name or sub):
            continue
        else:
            asked = name or asked
            questions[place] = _question(asked, sub)
    return _Table(
        form=form, header_rows=2 if has_subs else 1, meta=meta, about=about, questions=questions
    )


def _question(asked: str, sub: str) -> Question:
    plain_sub = "" if sub.lower() in {"response", "open-ended response"} else sub
    label = f"{asked} - {plain_sub}" if plain_sub else asked
    # `_TEXT` is how scales know an open question
    is_open = _OPEN.search(sub) is not None
    return Question(name=f"{label}_TEXT" if is_open else label, label=label, import_id="")


def _report(table: _Table, sink: Sink, zone: str | None) -> None:
    if table.order:
        sink.detected("date order", table.order)
    if table.form.zone:
        sink.detected("time zone", f"{table.form.zone}, as the tool writes it")
    elif not table.zoneless:
        sink.detected("time zone", "as written")
    else:
        sink.detected("time zone", f"not said: read as {zone or 'UTC'}")
    for name in sorted(table.strange_zones):
        sink.warn(
            f"the times name the zone {name}, which means several: they were read as {zone or 'UTC'}; settle "
            "it with --answer zone=America/Chicago, or the zone of your account"
        )
    for question in table.questions.values():
        if question.kind and question.ends:
            low, high = question.ends
            sink.warn(
                f"{question.label[:80]!r} is read as {question.kind} from {low} (worst) to {high} "
                f"(best), {question.because}"
            )


class _Response:
    """One row of answers."""

    def __init__(self, table: _Table, row: Sequence[str], line: int) -> None:
        self._table, self._row, self._line = table, row, line

    def events(self) -> Iterator[Event]:
        """Yield one event per rating, the texts with the first; or one event in all."""
        answers = list(self._answers())
        said = "\n".join(answer for question, answer in answers if question.is_text) or None
        rated = [
            (question, rating)
            for question, answer in answers
            if (rating := question.rating(answer)) is not None
        ]
        if not rated:
            yield self._event(None, None, said)
        for place, (question, rating) in enumerate(rated):
            yield self._event(question, rating, None if place else said)

    def _answers(self) -> Iterator[tuple[Question, str]]:
        for place, question in self._table.questions.items():
            answer = self._cell(place)
            if answer is not None:
                yield question, answer

    def _event(self, question: Question | None, rating: Decimal | None, said: str | None) -> Event:
        form = self._table.form
        number = self._meta("id")
        at, zone, is_complete = self._when()
        names = self._names()
        keys = [name for name in names if not name.startswith("name:")]
        part = question.label[:200] if question else None
        own = f"{form.name}:{number}" if number else None
        low, high = (question.ends if question else None) or (None, None)
        return {
            "event_id": None if own is None else f"{own}:{part}" if part else own,
            "record": number,
            "part": part,
            "subject": keys[0]
            if keys
            else own or f"response:{form.name}-{at.isoformat()}-{self._line}",
            "identifiers": names,
            "at": at,
            "zone": zone,
            "channel": "survey",
            "activity": "survey answered" if is_complete else "survey answered in part",
            "actor": "customer",
            "direction": "inbound",
            "text": said,
            "language": self._meta("language"),
            "rating_kind": question.kind if question else None,
            "rating": rating,
            "rating_low": low,
            "rating_high": high,
            "attributes": self._attributes(question),
        }

    def _when(self) -> tuple[Any, str | None, bool]:
        """When it was answered, and whether to the end."""
        table = self._table
        for name in ("at", "otherwise", "started"):
            written = self._meta(name)
            if written is None:
                continue
            at, zone = slashed.read(written, table.order, where="the time of the answer")
            if at.year == _UNDATED:
                continue
            if at.tzinfo is None and table.form.zone == "UTC":
                from datetime import UTC

                at, zone = at.replace(tzinfo=UTC), "UTC"
            return at, zone, name == "at" and self._is_complete()
        raise values.UnreadableError("no-time", "the response says no time (or that of 1980)")

    def _is_complete(self) -> bool:
        said = (self._meta("complete") or "completed").lower()
        return said in {"completed", "complete", "yes", "true", "1", "ja", "oui"}

    def _names(self) -> list[str]:
        full = " ".join(one for one in (self._meta("first"), self._meta("last")) if one)
        asked = " ".join(one for place in self._table.names if (one := self._cell(place)))
        mails = [self._meta("email"), *map(self._cell, self._table.emails)]
        phones = list(map(self._cell, self._table.phones))
        numbers = [self._meta("user"), *map(self._cell, self._table.numbers)]
        return values.names(
            email=next((one for one in mails if one and "@" in one), None),
            user=next((one for one in numbers if one), None),
            phone=next((one for one in phones if one), None),
            name=full or asked or None,
        )

    def _attributes(self, question: Question | None) -> str | None:
        plain = {q.label: answer for q, answer in self._answers() if not q.is_text and not q.kind}
        about = {name: self._cell(place) for name, place in self._table.about.items()}
        return values.leftovers(
            {
                **plain,
                **about,
                "question": question.label if question else None,
                "tool": self._table.form.name,
            }
        )

    def _cell(self, place: int) -> str | None:
        return values.text(self._row[place]) if place < len(self._row) else None

    def _meta(self, name: str) -> str | None:
        place = self._table.meta.get(name)
        return None if place is None else self._cell(place)
