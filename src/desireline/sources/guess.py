"""Guessing a mapping for a table that nobody has described, from names and content.

In: a sample.  Out: a mapping with the words that say what was guessed, or a `MappingError` with a
skeleton to fill in. Content decides what a column can be (times read as times, events repeat), names
decide between columns that could be it. A table in which every person stands once and nothing is
said is a list of customers, not of events, and is refused: a journey of one invented step helps nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desireline.errors import MappingError
from desireline.sources import dates
from desireline.sources.mapping import Mapping, check, normal
from desireline.sources.model import GUESSED, Sample

_TIMES = [
    "time_timestamp",
    "timestamp",
    "event_timestamp",
    "event_time",
    "datetime",
    "date_time",
    "occurred_at",
    "ts",
    "time",
    "happened_at",
    "sent_at",
    "created_at",
    "created",
    "date",
    "event_date",
    "at",
    "when",
    "start_time",
    "start_timestamp",
]
_NO_EVENT = re.compile(
    r"sync|updat|modif|etl|load|insert|ingest|refresh|delet|expir|birth|dob|due|deadline|planned"
)
"""Times of copying, editing, planning and birth: nothing happened to a customer then."""
_TIME_HINT = re.compile(r"time|date|(^|_)(at|ts|on|when|day)$|created|timestamp")
_PEOPLE = (
    "user customer client visitor member person contact patient subscriber passenger guest "
    "reviewer author student lead account"
)
_PERSON = re.compile(
    rf"({'|'.join(_PEOPLE.split())})_?(id|no|nr|number|key|code|pseudo_id|unique_id|uid|name)?"
)
_CASE = re.compile(r"case(_?id|_concept_name|_no|_number|_key)?")
_HANDLES = frozenset({"name", "username", "user_name", "screen_name", "handle", "nickname"})
_EVENTS = [
    "concept_name",
    "event",
    "event_name",
    "activity",
    "activity_name",
    "action",
    "step",
    "touchpoint",
    "handling",
    "task",
    "page",
    "screen",
    "event_type",
    "stage",
    "type",
]
_WEAK_EVENTS = frozenset({"type", "stage", "page", "screen", "task", "step"})
_CHANNELS = ("channel", "case_channel", "channel_name", "contact_channel", "channel_group")
_CHANNEL_WORDS = {
    "internet": "web",
    "website": "web",
    "online": "web",
    "desktop": "web",
    "mobile": "web",
    "tablet": "web",
    "ios": "app",
    "android": "app",
    "e-mail": "email",
    "mail": "email",
    "telephone": "phone",
    "call": "phone",
    "desk": "store",
    "counter": "store",
    "branch": "store",
    "letter": "post",
    **{word: word for word in ("web", "app", "email", "phone", "chat", "store", "social", "post")},
}
_TEXTS = frozenset(
    [
        "text",
        "review",
        "reviews",
        "verified_reviews",
        "comment",
        "comments",
        "message",
        "body",
        "content",
        "feedback_text",
        "review_text",
        "review_body",
        "comment_text",
        "verbatim",
        "remark",
    ]
)
_RATINGS = {
    "nps": ("nps", 0, 10),
    "csat": ("csat", 1, 5),
    "ces": ("ces", 1, 7),
    "rating": ("stars", 1, 5),
    "stars": ("stars", 1, 5),
    "score": ("stars", 1, 5),
    "review_score": ("stars", 1, 5),
    "overall_rating": ("stars", 1, 5),
    "satisfaction": ("csat", 1, 5),
    "satisfaction_rating": ("csat", 1, 5),
}
_IDS = frozenset(
    ["event_id", "message_id", "tweet_id", "review_id", "response_id", "uuid", "event_uuid"]
)
_OBJECTS = {
    "session_id": "session",
    "order_id": "order",
    "ticket_id": "ticket",
    "conversation_id": "conversation",
    "case_id": "case",
    "visit_id": "session",
}
_OUTCOMES = {
    "passed": "completed",
    "converted": "completed",
    "completed": "completed",
    "won": "completed",
    "lost": "lost",
    "churned": "lost",
    "failed": "lost",
}
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
_CUT = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_CLOCK_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?( ?[AaPp][Mm])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A mapping that nobody wrote, with what was taken for what."""

    mapping: Mapping
    body: dict[str, Any]
    words: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    name: str
    normal: str
    values: tuple[str, ...]
    clock: dates.Clock | None

    @property
    def reference(self) -> str:
        return "{" + self.name + "}"

    @property
    def distinct(self) -> int:
        return len(set(self.values))

    @property
    def numeric(self) -> bool:
        return bool(self.values) and all(map(_NUMBER.fullmatch, self.values[:200]))

    @property
    def is_time(self) -> bool:
        # a column that is called so may hold a few bad cells: they go to quarantine
        if _NO_EVENT.search(self.normal):
            return False
        if self.clock is None or self.clock.share < (0.5 if self.normal in _TIMES else 0.9):
            return False
        return self.clock.kind in {"iso", "format"} or bool(_TIME_HINT.search(self.normal))


def guess(sample: Sample) -> Guess:
    """Guess a mapping for a table.

    Raises:
        MappingError: there is no telling; the hint holds a mapping to fill in.
    """
    columns = _columns(sample)
    when = _time(columns)
    who = _person(columns)
    what = _activity(columns, taken={who and who[0].name})
    said = _text(columns)
    rating = _rating(columns)
    if who is not None and who[0].normal == "name" and said is None:
        who = None  # the name of anything
    if what is not None and what.normal in _WEAK_EVENTS and not _repeats(who):
        what = None  # the type of anything
    if when is None:
        raise refusal(sample, "no column holds times")
    if who is None and said is None and rating is None:
        raise refusal(sample, "no column says who it was")
    if what is None and said is None and rating is None and not _repeats(who):
        raise refusal(
            sample,
            "no column says what happened, and nobody stands in it twice: "
            "it looks like a list, not like events",
        )
    body = _body(columns, when=when, who=who, what=what, said=said, rating=rating)
    words = _words(when=when, who=who, what=what, said=said, rating=rating, body=body)
    sure = 0.2 + 0.1 * (who is not None) + 0.1 * (what is not None)
    return Guess(mapping=check(body, shown=GUESSED), body=body, words=words, confidence=sure)


def _columns(sample: Sample) -> list[_Column]:
    found: list[_Column] = []
    for number, name in enumerate(sample.columns):
        values = tuple(
            row[number].strip() for row in sample.rows if number < len(row) and row[number].strip()
        )
        if "{" in name or "}" in name:
            continue
        clock = dates.detect(values[:300])
        found.append(_Column(name=name, normal=normal(name), values=values, clock=clock))
    return found


def _time(columns: Sequence[_Column]) -> str | None:
    """The best time column as a template; a day and a clock time in two columns become one."""
    times = [column for column in columns if column.is_time]
    if not times:
        return None
    best = min(times, key=lambda column: (_rank(column.normal, _TIMES), -len(column.values)))
    assert best.clock is not None
    if best.clock.date_only:
        for column in columns:
            if (
                "time" in column.normal
                and column.values
                and all(map(_CLOCK_TIME.fullmatch, column.values[:200]))
            ):
                return f"{best.reference} {column.reference}"
    return best.reference


def _rank(name: str, wanted: Sequence[str]) -> int:
    if name in wanted:
        return wanted.index(name)
    return len(wanted) + (0 if _TIME_HINT.search(name) else 1)


def _person(columns: Sequence[_Column]) -> tuple[_Column, str] | None:
    """The column that says who it was, with the kind of its values."""
    ranked: list[tuple[int, int, _Column, str]] = []
    for number, column in enumerate(columns):
        kind = _kind(column)
        if kind is not None and column.values and not column.is_time:
            ranked.append((*_weight(column, kind), column, kind))
            ranked[-1] = (ranked[-1][0], number, column, kind)
    if not ranked:
        return None
    _, _, column, kind = min(ranked, key=lambda one: one[:2])
    return column, kind


_KINDS = {
    "email": "email",
    "e_mail": "email",
    "email_address": "email",
    "phone": "phone",
    "phone_number": "phone",
    "mobile": "phone",
    "session_id": "session",
    "sessionid": "session",
    "device_id": "device",
    "cookie_id": "cookie",
}


def _kind(column: _Column) -> str | None:
    """What kind of name a column holds: of a person, a case, a device."""
    if _CASE.fullmatch(column.normal):
        return "case"
    person = _PERSON.fullmatch(column.normal)
    if person is not None:
        return person[1]
    if column.normal in _HANDLES and not any(" " in value for value in column.values[:200]):
        return "handle"
    return _KINDS.get(column.normal)


def _weight(column: _Column, kind: str) -> tuple[int, int]:
    if kind in {"handle", "session", "device", "cookie"}:
        return (3, 0)
    if kind in {"email", "phone"}:
        return (2, 0)
    exact = column.normal.endswith(("id", "concept_name")) or kind == "case"
    return (0 if exact else 1, 0)


def _activity(columns: Sequence[_Column], *, taken: set[Any]) -> _Column | None:
    fitting = [
        column
        for column in columns
        if column.normal in _EVENTS
        and column.name not in taken
        and not column.is_time
        and not column.numeric
        and column.values
        and column.distinct <= max(50, len(column.values) // 3)
    ]
    if not fitting:
        return None
    return min(fitting, key=lambda column: _EVENTS.index(column.normal))


def _text(columns: Sequence[_Column]) -> _Column | None:
    fitting = [
        column
        for column in columns
        if column.normal in _TEXTS
        and column.values
        and sum(" " in value for value in column.values) > len(column.values) / 3
    ]
    return max(fitting, key=lambda column: sum(map(len, column.values)), default=None)


def _rating(columns: Sequence[_Column]) -> tuple[_Column, dict[str, Any]] | None:
    for column in columns:
        known = _RATINGS.get(column.normal)
        if known is None or not column.numeric:
            continue
        kind, worst, best = known
        highest = max(float(value.replace(",", ".")) for value in column.values)
        if highest > best and highest <= 10:
            kind, worst, best = "score", 1, 10
        if highest <= best:
            spec = {"from": column.reference, "kind": kind, "worst": worst, "best": best}
            return column, spec
    return None


def _repeats(who: tuple[_Column, str] | None) -> bool:
    return who is not None and who[0].distinct < len(who[0].values)


def _body(
    columns: Sequence[_Column],
    *,
    when: str,
    who: tuple[_Column, str] | None,
    what: _Column | None,
    said: _Column | None,
    rating: tuple[_Column, dict[str, Any]] | None,
) -> dict[str, Any]:
    subject = f"{who[1]}:{who[0].reference}" if who else "anonymous:{#row}"
    event: dict[str, Any] = {
        "table": "table",
        "subject": subject,
        "at": when,
        "activity": what.reference if what else _constant(when, said, rating),
        "object_ids": _objects(columns, who),
        "identifiers": _identifiers(columns, who),
    }
    event |= _channel(columns, said=said is not None, rated=rating is not None)
    if said is not None:
        event["text"] = said.reference
    if rating is not None:
        event["rating"] = rating[1]
    for column in columns:
        if column.normal in _IDS and _tells_apart(column):
            event["id"] = event["record"] = column.reference
    if what is not None:
        event |= _outcome(what)
    return {
        "name": GUESSED,
        "title": "Guessed from the names and content of the columns",
        "source": _source(who, what, said=said is not None, rated=rating is not None),
        "tables": {"table": {"columns": [column.name for column in columns if column.name]}},
        "events": [event],
    }


def _source(
    who: tuple[_Column, str] | None, what: _Column | None, *, said: bool, rated: bool
) -> str:
    """Name the source by the shape of the table: the same file under another name stays the same."""
    if who is not None and who[1] == "case":
        return "eventlog"
    if what is not None:
        return "clickstream"
    if rated:
        return "reviews"
    return "messages" if said else "table"


def _tells_apart(column: _Column) -> bool:
    """An id, or what a spreadsheet left of one: the reader then says so and leaves it out."""
    return column.distinct == len(column.values) or any(map(_CUT.fullmatch, column.values[:200]))


def _constant(
    when: str, said: _Column | None, rating: tuple[_Column, dict[str, Any]] | None
) -> str:
    """Name the one thing that happens in the table after its time column: ContactDate, a contact."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", when.strip("{}").split("}")[0])
    kept = [
        word
        for word in re.split(r"[\W_]+", words.lower())
        if word and not re.fullmatch(r"date|time|timestamp|at|on|created|day|datetime|of|ts", word)
    ]
    if kept:
        return " ".join(kept)
    return "review" if rating is not None else "message" if said is not None else "event"


def _objects(columns: Sequence[_Column], who: tuple[_Column, str] | None) -> list[str]:
    found = [
        f"{_OBJECTS[column.normal]}:{column.reference}"
        for column in columns
        if column.normal in _OBJECTS and (who is None or column.name != who[0].name)
    ]
    if who is not None and who[1] == "case":
        found.insert(0, f"case:{who[0].reference}")
    return found


def _identifiers(columns: Sequence[_Column], who: tuple[_Column, str] | None) -> list[str]:
    found: list[str] = []
    for column in columns:
        kind = _kind(column)
        if kind in {"email", "phone", "user", "customer"} and (
            who is None or column.name != who[0].name
        ):
            found.append(f"{kind}:{column.reference}")
    return found


def _channel(columns: Sequence[_Column], *, said: bool, rated: bool) -> dict[str, Any]:
    for column in columns:
        named = column.normal in _CHANNELS
        if (named or column.normal == "platform") and not column.numeric and column.values:
            value = {
                "from": column.reference,
                "map": _CHANNEL_WORDS,
                "default": column.reference,
            }
            return {"channel": value}
    if any("tweet" in column.normal for column in columns):
        return {"channel": "social"}
    return {"channel": "review"} if said and rated else {}


def _outcome(what: _Column) -> dict[str, Any]:
    """Rows that only say how it ended, as analysts append them to a clickstream."""
    words = {value.lower() for value in what.values} & set(_OUTCOMES)
    if not words:
        return {}
    ends = {word: _OUTCOMES[word] for word in sorted(words)}
    return {
        "outcome": {"from": what.reference, "map": ends},
        "actor": {
            "from": what.reference,
            "map": dict.fromkeys(ends, "system"),
            "default": "customer",
        },
    }


def _words(
    *,
    when: str,
    who: tuple[_Column, str] | None,
    what: _Column | None,
    said: _Column | None,
    rating: tuple[_Column, dict[str, Any]] | None,
    body: dict[str, Any],
) -> str:
    event = body["events"][0]
    parts = [
        f"who: {who[0].name} (a {who[1]})"
        if who
        else "who: nobody is named, so each row stands alone",
        f"what: {what.name}" if what else f"what: every row is {event['activity']!r}",
        f"when: {' + '.join(re.findall(r'{(.+?)}', when))}",
    ]
    if said is not None:
        parts.append(f"words: {said.name}")
    if rating is not None:
        spec = rating[1]
        parts.append(f"rating: {rating[0].name}, {spec['worst']} to {spec['best']}")
    if "outcome" in event:
        parts.append("outcomes: " + ", ".join(event["outcome"]["map"]))
    return "guessed from the columns: " + "; ".join(parts)


def refusal(sample: Sample, why: str) -> MappingError:
    """Say why there is no guess, with a mapping to fill in."""
    named = ", ".join(sample.columns[:12]) + (" ..." if len(sample.columns) > 12 else "")
    return MappingError(
        f"{sample.shown}: no reader knows this table, and it cannot be guessed: {why}. "
        f"Its columns are: {named}.",
        hint="If it holds events, save this as a file, fill in the blanks and give it with "
        f"--mapping:\n{skeleton(sample)}",
        code="input.mapping.needed",
    )


def skeleton(sample: Sample) -> str:
    """A mapping file for a table, with the blanks to fill in."""
    columns = _columns(sample)
    when = _time(columns)
    who = _person(columns)
    what = _activity(columns, taken={who and who[0].name})
    names = ", ".join(f'"{_escaped(column)}"' for column in sample.columns[:40])
    return "\n".join(
        (
            'name = "my-table"',
            "",
            "[tables.rows]",
            f"columns = [{names}]",
            "",
            "[[events]]",
            'table = "rows"',
            (
                f'subject = "{_escaped(who[1] + ":" + who[0].reference) if who else "customer:{...}"}"'
                "   # who it was"
            ),
            f'at = "{_escaped(when or "{...}")}"   # when',
            (
                f'activity = "{_escaped(what.reference) if what else "..."}"'
                "   # what happened: a column in braces, or a word"
            ),
        )
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
