"""What it was about and what it was worth: ids of the row, objects, money, durations.

In: columns.  Out: `Finding`s of the roles id, object, value and duration.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desireline.sources.wizard.columns import Column
from desireline.sources.wizard.finding import Finding

_IDS = frozenset(
    {"event_id", "message_id", "tweet_id", "review_id", "response_id", "uuid", "event_uuid"}
)
_OBJECTS = {
    "session_id": "session",
    "order_id": "order",
    "ticket_id": "ticket",
    "conversation_id": "conversation",
    "case_id": "case",
    "visit_id": "session",
    "invoice_id": "invoice",
    "invoice_no": "invoice",
    "complaint_id": "complaint",
    "complaintid": "complaint",
    "transaction_id": "transaction",
}
_OWNED = {
    "booking": "booking reservation confirmation buchung buchungs reservierung reservierungs",
    "contract": "contract agreement vertrag vertrags",
    "policy": "policy police policen",
    "subscription": "subscription abo",
    "loan": "loan kredit darlehen darlehens",
}
"""Things that go on, each of one customer: whoever knows its number knows whose it is."""
_OWNED_NUMBER = re.compile(
    rf"({'|'.join(word for words in _OWNED.values() for word in words.split())})_?"
    r"(id|no|nr|num|number|key|code|ref|reference|nummer)"
)
_OWNS = {word: thing for thing, words in _OWNED.items() for word in words.split()}
_NUMBERS = frozenset(
    [
        "id",
        "no",
        "nr",
        "n",
        "nº",
        "num",
        "number",
        "nummer",
        "numero",
        "número",
        "numéro",
        "numer",
        "código",
        "codice",
        "ref",
    ]
)
_OF_ROWS = frozenset(
    [
        "event",
        "events",
        "message",
        "log",
        "entry",
        "row",
        "record",
        "uuid",
        "line",
        "evento",
        "événement",
        "ereignis",
        "zeile",
        "user",
        "customer",
        "session",
    ]
)
_CUT = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_MONEY = re.compile(
    r"(total_|order_|invoice_|purchase_|dollar_|sales_|net_|gross_)?"
    r"(value|amount|price|total|revenue|sales|spend|amount_paid|turnover|dollars)(_invoice|_gross|_paid|_due)?"
    r"|(gesamt|rechnungs|netto|brutto)?_?(betrag|umsatz|preis|summe)|importe|monto|montant|prix|bedrag"
)
_WAITS = (
    "wait",
    "wait_time",
    "waiting_time",
    "queue_time",
    "time_in_queue",
    "wait_seconds",
    "wait_s",
    "wartezeit",
)
_MEASURES = ("duration", "call_duration", "duration_s", "talk_time", "handle_time")


def own_id(columns: Sequence[Column]) -> Finding | None:
    """The source's own id of the row: unique, or what a spreadsheet left of one."""
    found: Finding | None = None
    for column in columns:
        cut = any(map(_CUT.fullmatch, column.values[:200]))
        if column.normal in _IDS and (column.distinct == len(column.values) or cut):
            found = Finding(
                role="id",
                columns=(column.name,),
                confidence=0.9,
                reason="no value stands twice"
                if not cut
                else "its name; a spreadsheet has cut its values",
            )
    return found


def objects(columns: Sequence[Column], who: Finding | None, thing: str | None) -> list[Finding]:
    """What the rows are about: orders, tickets, sessions, the thing that the table is called after."""
    found: list[Finding] = []
    for column in columns:
        kind = _OBJECTS.get(column.normal)
        if kind is None and thing is not None and column.words == (thing, "id"):
            kind = thing
        if kind is not None and (who is None or column.name != who.column):
            reason = f"its name says {kind}; {column.distinct:,} different ones"
            found.append(
                Finding(
                    role="object",
                    columns=(column.name,),
                    confidence=0.9,
                    reason=reason,
                    details={"kind": kind, "unique": column.tells_apart},
                )
            )
    return found


def is_numbered(columns: Sequence[Column]) -> bool:
    """Whether a column numbers the rows as things: `N° demande`; the ids of events, of messages and of rows do not."""
    return any(
        column.tells_apart
        and set(column.words) & _NUMBERS
        and not {*column.words, *column.meant} & _OF_ROWS
        and not column.is_time
        for column in columns
    )


def owned(columns: Sequence[Column]) -> list[Finding]:
    """Numbers of things that have one owner: a booking's, a contract's."""
    return [
        Finding(
            role="customer",
            columns=(column.name,),
            confidence=0.6,
            reason=f"each {_OWNS[found[1]]} is one customer's; {column.distinct:,} different ones",
            details={
                "kind": _OWNS[found[1]],
                "repeats": column.distinct < len(column.values),
            },
        )
        for column in columns
        if (found := _OWNED_NUMBER.fullmatch(column.normal)) and column.values
        if not column.is_time
    ]


def owned_row(columns: Sequence[Column]) -> Finding | None:
    """What numbers the rows of a table of bookings or contracts."""
    apart = {column.name for column in columns if column.tells_apart}
    row = next((one for one in owned(columns) if one.column in apart), None)
    return row and Finding(
        role="object",
        columns=row.columns,
        confidence=0.8,
        reason=f"its name says {row.details['kind']}, and no value stands twice",
        details={"kind": row.details["kind"], "unique": True},
    )


def value(columns: Sequence[Column]) -> Finding | None:
    """Money that moved with the row."""
    for column in columns:
        if _MONEY.fullmatch(column.normal) and column.amounts and column.distinct > 5:
            return Finding(
                role="value",
                columns=(column.name,),
                confidence=0.75,
                reason=f"its name, and {column.distinct:,} different amounts",
            )
    return None


def lasted(columns: Sequence[Column]) -> list[Finding]:
    """How long it lasted and how long somebody waited, in seconds where nothing else is said."""
    kinds = (("duration", _MEASURES), ("wait", _WAITS))
    found = (_measured(columns, names, role) for role, names in kinds)
    return [one for one in found if one is not None]


def _measured(columns: Sequence[Column], names: Sequence[str], role: str) -> Finding | None:
    for column in columns:
        if column.normal in names and column.values and not column.is_time:
            return Finding(
                role=role,
                columns=(column.name,),
                confidence=0.6,
                reason="its name; plain numbers are read as seconds",
            )
    return None
