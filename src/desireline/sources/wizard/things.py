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
_CUT = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_MONEY = re.compile(
    r"(total_|order_|purchase_|dollar_|sales_|net_|gross_)?"
    r"(value|amount|price|total|revenue|sales|spend|amount_paid|turnover|dollars)"
    r"|(gesamt|rechnungs|netto|brutto)?_?(betrag|umsatz|preis|summe)|importe|monto|montant|prix|bedrag"
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


def duration(columns: Sequence[Column]) -> Finding | None:
    """How long it lasted, in seconds where nothing else is said."""
    for column in columns:
        if column.normal in _MEASURES and column.values:
            return Finding(
                role="duration",
                columns=(column.name,),
                confidence=0.6,
                reason="its name; plain numbers are read as seconds",
            )
    return None
