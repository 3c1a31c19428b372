"""Contacts: when a customer turned to the company, one per record, and what each one took.

In: steps of one purpose with their events and words.  Out: contacts by customer, in order of time.
A contact begins with a customer's message in a record (a call, a ticket, a chat) that the company did not
begin; replies inside it are the same contact, unless it had been solved, or the customer had written last
and asks after an answer, or reminds of a promise half a day or more after the company's last word. Opened mails and ratings are none, nor
is a step of a case without words: a fine that is paid is no message. Only the few steps that are contacts leave
the engine, a piece at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from desireline.engines import literal
from desireline.insights.paths.noted import WORDS, YES, keys, note_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desireline.insights.facts import Facts

CHANNELS = "('phone', 'email', 'chat', 'sms', 'messaging', 'whatsapp', 'social')"
_OBJECTS = "['ticket', 'conversation', 'chat', 'call', 'complaint', 'incident']"
_NO_MESSAGE = "open|click|subscri|deliver|bounce|seen|read|view|liked|follow|rated|survey"
MINUTE_US = 60_000_000
_ROWS = 50_000
_REMINDS_US = 720 * MINUTE_US
"""Silence of the company after which words about its promise are no reply to what it has just said."""
_SOLVED = re.compile(r"solved|closed|resolved|gelöst|resuelt|resolvid|résolu")
_NOTED_CHASE = re.compile(r"chas(?:e|ed|ing)\b|(?:miss\w*|overdue|no) call.?back|call.?back (?:miss|overdue|not)")  # fmt: skip
_ASKS_AGAIN = re.compile(
    r"^(?:where is my|any (?:news|update)|still (?:waiting|no)|following up|.{0,3}d[oó]nde est|sigo|alguna n"
    r"|(?:ainda )?(?:estou )?(?:esperando|aguardando)|cad|onde est|warte|wo (?:ist|bleibt)|j'attends|où|des nouv)"
)
"""A question that a first contact may ask as well."""
CONTACTS_SQL = """
    WITH told AS (
        SELECT event_key, max(chased) FILTER (speaker = 'customer') AS chased,
            count(retold) FILTER (speaker = 'customer') AS retold,
            count(errand) FILTER (speaker = 'employee') AS errands,
            any_value(meaning) FILTER (speaker = 'customer' AND meaning IS NOT NULL) AS meaning
        FROM utterances GROUP BY event_key
    ), talk AS (
        SELECT event_key, source, record, activity, direction, wait_s, duration_s, object_ids, attributes, outcome,
            coalesce(channel IN {channels} AND NOT regexp_matches(lower(activity), '{no_message}'), false)
                OR coalesce(list_has_any(list_transform(object_ids, lambda x: split_part(x, ':', 1)), {objects}), false) AS message
        FROM events
        WHERE (message OR list_has_any(list_transform(object_ids, lambda x: split_part(x, ':', 1)), ['case']))
            AND channel IS DISTINCT FROM 'survey' AND channel IS DISTINCT FROM 'review'
    )
    SELECT s.customer, s.journey, s.touchpoint, s.channel, s.actor, s.at_us, s.event_key, t.source,
        coalesce(t.record, s.event_key::VARCHAR) AS record, lower(t.activity) AS activity,
        t.direction, t.wait_s >= 0 OR t.duration_s >= 0 AS measured, greatest(coalesce(t.wait_s, 0), 0) AS wait_s,
        greatest(coalesce(t.duration_s, 0), 0) AS duration_s, t.object_ids, {transfers} AS transfers,
        {label} AS label, {team} AS team, u.chased, coalesce(u.retold, 0) AS retold,
        coalesce(u.errands, 0) AS errands, u.meaning, t.outcome
    FROM (SELECT customer, journey, step_no, touchpoint, channel, actor, at_us, event_key FROM steps
        WHERE {where}) s
    JOIN talk t USING (event_key) LEFT JOIN told u USING (event_key)
    WHERE t.message OR u.event_key IS NOT NULL
    ORDER BY s.customer, s.at_us, s.journey, s.step_no
"""
_TRANSFERS = ("transfers", "transfer_count", "transferred")
_LABELS = ("queue", "topic", "Topic", "category", "reason", "department", "group", "tags[0]")
_REASONS = re.compile(
    r"(?i)^(?!.*(?:age|customer|client|user|product|item|price|plan)(?:[_ A-Z]|category)).*(?:theme|topic|category|reason|thema|kategorie|grund)(?:[_ ][a-z]{2})?$"
)
"""Names of other tables' columns in which somebody noted what a contact was about (`ComplaintTheme_EN`), and not whose it was."""
_TEAMS = ("team", "department", "group", "queue")
"""Notes that say which part of the company it was; people's names are none of them."""


@dataclass(slots=True, kw_only=True)
class Contact:
    """One contact. Times in microseconds."""

    customer: int
    journey: int
    event_key: int
    touchpoint: int
    channel: int
    at_us: int
    end_us: int
    source: str
    record: str
    objects: frozenset[str]
    """What it is about: orders, parcels, products; not the record itself."""
    label: str | None
    team: str | None
    meaning: tuple[int, ...] | None
    measured: bool = False
    """A source says how long it took."""
    wait_s: int = 0
    talk_s: int = 0
    transfers: int = 0
    retells: int = 0
    errands: int = 0
    chase: str | None = None
    """`noted` by the source, `said` in words of a promise, `asked` after news; None."""
    again: bool = False
    """In a record that was solved, or that the customer asks after."""
    abandoned: bool = False
    answered_us: int | None = None
    """First word of an employee in the record."""
    solved_us: int | None = None
    resolved: bool = False
    """The source itself says so."""


def read_contacts(facts: Facts, *, among: str = "true") -> Iterator[list[Contact]]:
    """The contacts of each customer who has any, in order of time. Keep no other query open meanwhile.

    Args:
        facts: the purpose.
        among: SQL condition on `customer`.
    """
    others = [key.name for key in keys(facts) if key.kind == WORDS and _REASONS.search(key.name)]
    others.sort(key=lambda name: (len(name), name))  # `theme` before `sub-theme`
    labels, teams, transfers = map(_noted, ((*_LABELS, *others), _TEAMS, _TRANSFERS))
    sql = CONTACTS_SQL.format(
        channels=CHANNELS,
        objects=_OBJECTS,
        no_message=_NO_MESSAGE,
        where=f"{facts.where} AND {among}",
        label=f"lower(coalesce({labels}))",
        team=f"lower(trim(coalesce({teams})))",
        transfers=f"coalesce(try_cast(coalesce({transfers}) AS INTEGER),"
        f" (lower(coalesce({transfers})) IN {YES})::INTEGER, 0)",
    )
    rows = (row for batch in facts.engine.stream(sql, rows=_ROWS) for row in batch.to_pylist())
    for _, own in groupby(rows, key=lambda row: row["customer"]):
        found = _contacts(list(own))
        if found:
            yield found


def _noted(keys: Sequence[str]) -> str:
    """SQL: what a source noted under each key."""
    return ", ".join(f"json_extract_string(attributes, {_path(key)})" for key in keys)


def _path(key: str) -> str:
    """`tags[0]` is a place in a list; what else a source calls a note is one name."""
    return literal(f"$.{key}") if key.endswith("]") else note_path(key)


def _contacts(rows: list[dict[str, Any]]) -> list[Contact]:
    records: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        records.setdefault((row["source"], row["record"]), []).append(row)
    found = [contact for own in records.values() for contact in _of_record(own)]
    return sorted(found, key=lambda one: (one.at_us, one.source, one.record))


def _of_record(rows: list[dict[str, Any]]) -> list[Contact]:
    """Contacts of one record; none where the company began it."""
    first = next((row for row in rows if row["actor"] != 3), None)
    if first is None or first["actor"] != 0 or first["direction"] == "outbound":
        return []
    found: list[Contact] = []
    last_by_customer = solved = False
    spoken_us = int(rows[0]["at_us"])
    for row in rows:
        if row["actor"] == 0:
            chase = _chase(row)
            reminds = chase == "said" and int(row["at_us"]) - spoken_us >= _REMINDS_US
            if not found or solved or reminds or (last_by_customer and chase is not None):
                found.append(_begin(row, chase, again=bool(found)))
            _add(found[-1], row)
            last_by_customer, solved = True, False
        elif found:
            _add(found[-1], row)
            solved = solved or bool(_SOLVED.search(row["activity"]))
            if row["actor"] == 2:
                last_by_customer, spoken_us = False, int(row["at_us"])
    return found


def _begin(row: dict[str, Any], chase: str | None, *, again: bool) -> Contact:
    own = f":{row['record']}"
    meaning = row["meaning"]
    return Contact(
        customer=int(row["customer"]),
        journey=int(row["journey"]),
        event_key=int(row["event_key"]),
        touchpoint=int(row["touchpoint"]),
        channel=int(row["channel"]),
        at_us=int(row["at_us"]),
        end_us=int(row["at_us"]),
        source=row["source"],
        record=row["record"],
        objects=frozenset(name for name in row["object_ids"] or () if not name.endswith(own)),
        label=row["label"],
        team=row["team"],
        meaning=None if meaning is None else tuple(meaning),
        chase=chase,
        again=again,
        abandoned="abandon" in row["activity"] or "hung up" in row["activity"],
    )


def _add(contact: Contact, row: dict[str, Any]) -> None:
    contact.measured = contact.measured or bool(row["measured"])
    contact.wait_s += int(row["wait_s"])
    contact.talk_s += int(row["duration_s"])
    contact.transfers += int(row["transfers"])
    contact.retells += int(row["retold"])
    contact.errands += int(row["errands"])
    spent = (int(row["wait_s"]) + int(row["duration_s"])) * 1_000_000
    contact.end_us = max(contact.end_us, int(row["at_us"]) + spent)
    contact.resolved = contact.resolved or row["outcome"] in ("resolved", "completed")
    if row["actor"] == 2:
        contact.answered_us = contact.answered_us or int(row["at_us"])
        if _SOLVED.search(row["activity"]):
            contact.solved_us = int(row["at_us"])
    elif row["actor"] == 0 and row["duration_s"] > 0:
        contact.answered_us = contact.answered_us or int(row["at_us"]) + row["wait_s"] * 1_000_000


def _chase(row: dict[str, Any]) -> str | None:
    if _NOTED_CHASE.search(row["activity"]):
        return "noted"
    said = row["chased"]
    if said is None:
        return None
    return "asked" if _ASKS_AGAIN.search(said.lower()) else "said"
