"""What happened: the column that names it, or the one thing that every row of the table is.

In: columns.  Out: a `Finding` of the role activity, or the constant word; outcomes that rows state.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from desireline.sources.life_cycle import BEGUN, DONE, GIVEN_UP, INSIDE
from desireline.sources.wizard.columns import Column
from desireline.sources.wizard.finding import Finding

_EVENTS = [
    "concept_name", "event", "event_name", "activity", "activity_name", "action", "step",
    "touchpoint", "handling", "status_change", "evt", "event_label", "action_type", "interaction_type", "contact_type",
    "vorgang", "vorgangsart", "aktivität", "aktivitaet", "aktion", "ereignis", "kontaktart", "schritt", "tätigkeit",
    "evento", "acción", "accion", "actividad", "activité", "activite", "événement", "evenement", "étape", "etape",
    "activiteit", "gebeurtenis", "handeling", "task", "page", "screen", "event_type", "stage", "type",
]  # fmt: skip
_LANGUAGE = re.compile(r"_(en|de|fr|es|it|nl|text|txt|desc|description)$")
"""Process tools keep the same column once for each language."""
_WEAK = frozenset({"type", "stage", "page", "screen", "task", "step"})
_NO_THING = frozenset({
    "date", "time", "timestamp", "at", "on", "created", "day", "datetime", "of", "ts", "id",
    "customer", "user", "client", "person", "member", "month", "year", "eventtime", "utc", "gmt", "local", "start",
    "end", "begin", "datum", "eingang", "eingangsdatum", "erstelldatum", "erstellungsdatum", "eingegangen", "received", "entered", "uhrzeit", "zeit", "zeitpunkt", "zeitstempel", "beginn", "ende", "am", "um", "erstellt", "fecha",
    "hora", "heure", "horodatage", "de", "du", "des", "d", "del", "da", "do", "di", "la", "le", "el", "van", "data", "ora", "tijd", "tijdstip",
})  # fmt: skip
_OF_DAY = re.compile(r"(?<=\w{4})(s?datum|s?zeitpunkt)$")
"""What German adds to a thing to say when: `prüfungsdatum`, `besuchsdatum`."""
_ROLES = frozenset({"id", "no", "nr", "number", "key"})
_CASES = {
    "complaint": "complaint", "beschwerde": "complaint", "beschwerden": "complaint", "reklamation": "complaint",
    "claim": "claim", "schaden": "claim", "inquiry": "inquiry", "enquiry": "inquiry", "anfrage": "inquiry",
    "booking": "booking", "buchung": "booking", "reservation": "reservation", "reservierung": "reservation",
    "visit": "visit", "besuch": "visit", "repair": "repair", "reparatur": "repair",
}  # fmt: skip
"""Numbered things of which each is something that a customer did."""
_ENDS = {
    "passed": "completed",
    "converted": "completed",
    "completed": "completed",
    "won": "completed",
    "lost": "lost",
    "churned": "lost",
    "failed": "lost",
}
_OUTCOMES = {
    "churn": "lost", "churned": "lost", "attrition": "lost", "exited": "lost", "left": "lost",
    "cancelled": "lost", "canceled": "lost", "lost": "lost", "defaulted": "lost",
    "converted": "completed", "conversion": "completed", "purchased": "completed",
    "bought": "completed", "revenue": "completed", "subscribed": "completed", "won": "completed",
    "success": "completed", "renewed": "completed", "resolved": "resolved", "y": "completed",
    "response": "completed", "accepted": "completed",
}  # fmt: skip
_BEGINNING = re.compile(
    r"\b(joined|joining|enrol\w*|regist\w*|sign(ed)? ?up|subscribed|eintritt|anmeldung|beitritt|inscription|adhésion|alta)\b"
)
_A_CELL_DONE = re.compile(r"[,;|\t\"]completed?[,;|\t\"\r\n]", re.IGNORECASE)
_YES = frozenset({"yes", "y", "true", "1", "t", "ja", "oui", "si", "sim"})
_NO = frozenset({"no", "n", "false", "0", "f", "nein", "non", "nao"})


def find(columns: Sequence[Column], *, taken: set[str], repeats: bool) -> Finding | None:
    """The column that names what happened. A weak name (type, page) needs people who come back."""
    fitting = [
        column
        for column in columns
        if _event_word(column) in _EVENTS
        and column.name not in taken
        and not column.is_time
        and not column.numeric
        and column.values
        and column.distinct <= max(50, len(column.values) // 3)
        and (repeats or column.normal not in _WEAK)
    ]
    if not fitting:
        return None
    best = min(fitting, key=lambda column: _EVENTS.index(_event_word(column)))
    common = ", ".join(word for word, _ in Counter(best.values).most_common(3))
    return Finding(
        role="activity",
        columns=(best.name,),
        confidence=0.7 if best.normal in _WEAK else 0.95,
        reason=f"{best.distinct:,} different words over {len(best.values):,} rows: {common} ...",
        details=_stated_ends(best) | ({"weak": True} if best.normal in {"type", "task"} else {}),
    )


def is_kind(what: Finding) -> bool:
    """Whether a column may say of which kind a row is, and not what happened: a request's `type`."""
    return what.details.get("weak", False)


def _event_word(column: Column) -> str:
    return _LANGUAGE.sub("", column.normal)


def life_cycle(columns: Sequence[Column], text: str) -> Finding | None:
    """The column that says of each row whether the activity was begun or done: one visit, two rows.

    `text` is the beginning of the file, longer than what the columns hold: logs in which all starts come
    first are common.
    """
    for column in columns:
        found = {value: value.lower() for value in column.values}
        words = set(found.values())
        done = words & DONE or _A_CELL_DONE.search(text)
        if words <= BEGUN | DONE | INSIDE | GIVEN_UP and words & BEGUN and done:
            return Finding(
                role="life cycle",
                columns=(column.name,),
                confidence=0.9,
                reason="rows say when each activity was begun and when it was done: only what was done is a step",
                details={
                    "passing": sorted(raw for raw, word in found.items() if word not in DONE)
                },
            )
    return None


def _stated_ends(column: Column) -> dict[str, Any]:
    """Rows that only say how it ended, as analysts append them to a clickstream."""
    words = {value.lower() for value in column.values} & set(_ENDS)
    return {"ends": {word: _ENDS[word] for word in sorted(words)}} if words else {}


def constant(columns: Sequence[Column], when: tuple[str, ...], *, otherwise: str) -> Finding:
    """Name the one thing that every row is: what most columns are called after, or the time's name."""
    thing = _thing(columns)
    if thing is not None:
        word, named = thing
        return Finding(
            role="activity",
            columns=(),
            confidence=0.7,
            reason=f"{named} columns are called after it, and one numbers it: each row is one",
            details={"word": word},
        )
    case = next((word for column in columns if (word := _case(column)) is not None), None)
    return Finding(
        role="activity",
        columns=(),
        confidence=0.5,
        reason="no column says what happened, so every row is the same thing",
        details={"word": case or of_a_day(_told(columns, when)) or otherwise},
    )


def _told(columns: Sequence[Column], when: Sequence[str]) -> list[str]:
    """The columns as they are called, without the articles and words for time of another language."""
    spoken = {one.name: " ".join(one.spoken) for one in columns if one.spoken}
    return [spoken.get(name, name) for name in when]


def of_a_day(when: Sequence[str]) -> str:
    """What a column of days is called after: `first_contact_date` is a first contact; nothing where it is only a date."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", when[0]) if when else ""
    kept = [w for w in re.split(r"[\W_]+", words.lower()) if w and w not in _NO_THING]
    return " ".join(_OF_DAY.sub("", word) for word in kept)


def is_beginning(word: str) -> bool:
    """Whether somebody begins something with it: `joined`, `signup`."""
    return bool(_BEGINNING.search(word))


def end_of(word: str) -> dict[str, str]:
    """The outcome that the one thing of all rows is: `won_date` says that they are won."""
    return {"outcome": _ENDS[word]} if word in _ENDS else {}


def _case(column: Column) -> str | None:
    """`Beschwerde-Nr`: a column that numbers the rows names what each of them is."""
    *thing, role = column.words or ("",)
    word = _CASES.get(thing[0]) if len(thing) == 1 and role in _ROLES | {"nummer", "ref"} else None
    return word or (
        _CASES.get(role.removesuffix("nummer").removesuffix("nr")) if not thing else None
    )


def _thing(columns: Sequence[Column]) -> tuple[str, int] | None:
    """ComplaintID, ComplaintTheme, ComplaintTopic: the table is about complaints."""
    counts = Counter(column.words[0] for column in columns if len(column.words) > 1)
    for word, count in counts.most_common(3):
        numbered = any(
            column.words[0] == word and column.words[-1] in _ROLES and column.tells_apart
            for column in columns
            if len(column.words) == 2
        )
        if count >= 3 and numbered and word not in _NO_THING and len(word) > 2:
            return word, count
    return None


def outcome(columns: Sequence[Column], *, taken: set[str]) -> Finding | None:
    """A yes-or-no column at which the rows' people are known to have left, bought or agreed."""
    for column in reversed(columns):
        means = _OUTCOMES.get(column.normal)
        values = {value.lower() for value in column.values}
        if means is None or column.name in taken or not values or len(values) > 3:
            continue
        yes, no = values & _YES, values & _NO
        if yes and yes | no == values:
            share = sum(value.lower() in _YES for value in column.values) / len(column.values)
            return Finding(
                role="outcome",
                columns=(column.name,),
                confidence=0.6 if column.normal in {"y", "left", "response"} else 0.85,
                reason=f"its name and its values (yes in {share:.1%}) say how it ended",
                details={"map": dict.fromkeys(sorted(yes), means)},
            )
    return None
