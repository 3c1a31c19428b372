"""Typeform's responses as JSON: pages of its Responses API (`items`), and what its webhook sends (`form_response`).

In: responses with typed answers, the form's definition beside them where the webhook sends it.  Out: what the tool's CSV
gives, for a response is laid out as a row of that file and read by the same reader. The API's pages name no question:
there its reference stands for it, and what it measures can only be seen where that says so (`nps`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.form_layouts import forms
from desireline.sources.readers.forms import read_rows
from desireline.sources.readers.records import Record, inner, listed, refuse

_ONCE = ("Token", "Submit Date (UTC)", "Start Date (UTC)", "Response Type")
_WORDS = frozenset({"short_text", "long_text"})
_OPEN = "Open-Ended Response"


class TypeformReader:
    """Reads Typeform's JSON."""

    name = "typeform"

    def match(self, sample: Sample) -> Match | None:
        """Claim responses with a token, typed answers and the time they were sent."""
        for one in content.first_objects(sample):
            if any(map(_is_one, _responses(one)[:3])):
                why = "token, submitted_at and typed answers: Typeform responses"
                return Match(confidence=0.97, why=why, source="typeform")
        start = sample.text[:20_000]
        if '"landing_id"' in start and '"submitted_at"' in start and '"answers"' in start:
            return Match(confidence=0.95, why="landing_id, submitted_at and answers: Typeform")
        return None

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        form = next(one for one in forms() if one.name == "typeform")
        for sample in unit.samples:
            columns = _columns(sample)
            names = [*_ONCE, *(label for label, _ in columns.values())]
            subs = [
                *("" for _ in _ONCE),
                *(_OPEN if is_text else "" for _, is_text in columns.values()),
            ]
            read_rows(
                sample, unit, sink,
                form=replace(form, header_rows=2), header=[names, subs],
                rows=lambda _, told, s=sample, c=columns: _rows(s, told, list(c)),
            )  # fmt: skip


READER = TypeformReader()


def _responses(value: Record) -> list[Record]:
    """A page holds several, a delivery one."""
    if content.is_object(value.get("form_response")):
        return [inner(value, "form_response")]
    return listed(value, "items") if "items" in value else [value]


def _is_one(value: Record) -> bool:
    return {"token", "submitted_at"} <= value.keys() and bool(value.keys() & {"answers", "hidden"})


def _columns(sample: Sample) -> dict[str, tuple[str, bool]]:
    """Every question and hidden field: its label, and whether it is answered in words."""
    found: dict[str, tuple[str, bool]] = {}
    for _, record in _records(sample, None):
        for one in _responses(record):
            for asked in listed(inner(one, "definition"), "fields"):
                name, kind = f"field:{asked.get('id')}", asked.get("type")
                found[name] = (_plain(asked.get("title")) or name, kind in _WORDS)
            for answer in listed(one, "answers"):
                asked = inner(answer, "field")
                name, kind = f"field:{asked.get('id')}", asked.get("type")
                found.setdefault(name, (_plain(asked.get("ref")) or name, kind in _WORDS))
            found.update(dict.fromkeys(map("hidden:{}".format, inner(one, "hidden")), ("", False)))
    return {
        name: (name.removeprefix("hidden:") if name.startswith("hidden:") else label, is_text)
        for name, (label, is_text) in found.items()
    }


def _records(sample: Sample, sink: Sink | None) -> Iterator[tuple[int, Record]]:
    """Yield (line, object); what is none is set aside in the reading that tells the sink."""
    for line, value in content.json_values(sample, members=("items",)):
        if content.is_object(value):
            yield line, value
        elif sink is not None:
            sink.row()
            broken = isinstance(value, content.Broken)
            reason = value.reason if broken else "a JSON value that is no object"
            error = values.UnreadableError("bad-json" if broken else "not-a-record", reason)
            refuse(sink, line, error, value.content if broken else value)


def _plain(title: object) -> str | None:
    """A title on one line."""
    said = values.text(title)
    return None if said is None else " ".join(said.split())


def _rows(
    sample: Sample, sink: Sink | None, columns: list[str]
) -> Iterator[tuple[int, list[str]]]:
    for line, record in _records(sample, sink):
        for one in _responses(record):
            said = {
                **{f"hidden:{k}": values.text(v) for k, v in inner(one, "hidden").items()},
                **{
                    f"field:{inner(a, 'field').get('id')}": _said(a)
                    for a in listed(one, "answers")
                },
            }
            once = [one.get("token"), one.get("submitted_at"), one.get("landed_at")]
            kind = values.text(one.get("response_type")) or "completed"
            yield (
                line,
                [
                    *(values.text(cell) or "" for cell in (*once, kind)),
                    *(said.get(name) or "" for name in columns),
                ],
            )


def _said(answer: Record) -> str | None:
    """One answer as the tool's CSV writes it."""
    kind = str(answer.get("type"))
    value = answer.get(kind)
    if kind == "choices":
        chosen = inner(answer, "choices")
        labels = [*(chosen.get("labels") or []), chosen.get("other")]
        return ", ".join(str(label) for label in labels if label) or None
    if content.is_object(value):
        return values.text(value.get("label")) or values.text(value.get("other"))
    return values.text(value)
