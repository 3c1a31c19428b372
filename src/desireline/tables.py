"""The data contract: every table that passes between stages.

Column, type, unit, meaning, and whether it is personal. Types are DuckDB's names (they are also
Spark's, but for the unsigned ones, which widen). Times are TIMESTAMPTZ in UTC with microseconds, or
BIGINT microseconds since 1970 where the column ends in `_us`. Everything that is added up is an
integer or a DECIMAL, because sums of floating-point numbers depend on the order of the rows and a
number on a map must be the same twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the contract."""

    name: str
    type: str
    meaning: str
    unit: str | None = None
    personal: bool = False
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of the contract. `sort` is the physical order that readers may rely on."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    sort: tuple[str, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def ddl(self) -> str:
        """Column definitions for CREATE TABLE; names quoted, because `at` is a word of SQL."""
        return ", ".join(
            f'"{column.name}" {column.type}{" NOT NULL" if column.required else ""}'
            for column in self.columns
        )

    @cached_property
    def personal(self) -> tuple[str, ...]:
        """Names of the columns that hold personal data."""
        return tuple(column.name for column in self.columns if column.personal)

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _c(
    name: str,
    type_: str,
    meaning: str,
    *,
    unit: str | None = None,
    personal: bool = False,
    required: bool = False,
) -> Column:
    return Column(
        name=name, type=type_, meaning=meaning, unit=unit, personal=personal, required=required
    )


STAGED_EVENTS = Table(
    name="staged_events",
    meaning="What a source reader hands over: events before validation and deduplication.",
    columns=(
        _c(
            "event_id",
            "VARCHAR",
            "`<source>:<own id>`, else NULL: the log then hashes the content",
        ),
        _c(
            "source",
            "VARCHAR",
            "name of the tool or mapping: ga4, zendesk, orders ...",
            required=True,
        ),
        _c(
            "source_file",
            "VARCHAR",
            "file as the user named it, or webhook delivery",
            required=True,
        ),
        _c("source_line", "BIGINT", "line (1 = first line of the file) or record number"),
        _c(
            "record",
            "VARCHAR",
            "the source's own id of the ticket, call, response, order, visitor",
            personal=True,
        ),
        _c("part", "VARCHAR", "part inside the record: comment id, line index"),
        _c(
            "subject",
            "VARCHAR",
            "who it was, as the source knows it: `<kind>:<value>`",
            personal=True,
            required=True,
        ),
        _c(
            "identifiers",
            "VARCHAR[]",
            "other names of the same subject in this record: `email:...`, `phone:...`, `user:...` are keys; "
            "`name:...`, `account:...` (a company) are evidence; `account_number:...` is one person's own; "
            "`given: family: birth: house: street: area: city: postcode: region: national:` are facts",
            personal=True,
        ),
        _c("at", "TIMESTAMPTZ", "when it happened, UTC", required=True),
        _c("zone", "VARCHAR", "time zone or offset as the source wrote it; NULL when assumed UTC"),
        _c("date_only", "BOOLEAN", "the source gave a day and no time of day"),
        _c("duration_s", "BIGINT", "how long it lasted", unit="s"),
        _c(
            "channel",
            "VARCHAR",
            "web, app, email, phone, chat, store, survey, review, social, post, system ...",
        ),
        _c("activity", "VARCHAR", "the source's own word for what happened", required=True),
        _c(
            "touchpoint",
            "VARCHAR",
            "the map's word, where the mapping knows it; else by vocabulary",
        ),
        _c("actor", "VARCHAR", "customer, company, employee, system", required=True),
        _c("direction", "VARCHAR", "who initiated: inbound (customer), outbound (company)"),
        _c("text", "VARCHAR", "what was said, unmasked: never leaves the log", personal=True),
        _c("language", "VARCHAR", "BCP 47, where the source says it"),
        _c("rating_kind", "VARCHAR", "csat, nps, ces, stars, score"),
        _c("rating", "DECIMAL(9,3)", "the answer on its own scale"),
        _c("rating_low", "DECIMAL(9,3)", "worst end of the scale (a CES of 1 may be the best)"),
        _c("rating_high", "DECIMAL(9,3)", "best end of the scale"),
        _c("value", "DECIMAL(18,4)", "money that moved", unit="currency"),
        _c("currency", "VARCHAR", "ISO 4217"),
        _c("wait_s", "BIGINT", "waiting that the source measured (queue, hold)", unit="s"),
        _c(
            "object_ids",
            "VARCHAR[]",
            "`<type>:<id>` of each object: ticket, order, session, case",
            personal=True,
        ),
        _c(
            "outcome",
            "VARCHAR",
            "set when the record states an outcome: completed, lost, resolved",
        ),
        _c("attributes", "VARCHAR", "everything else, JSON object", personal=True),
    ),
)

EVENTS = Table(
    name="events",
    meaning="The event log: what happened, once, as the sources said it. Only ever appended.",
    columns=(
        *STAGED_EVENTS.columns,
        _c("received_at", "TIMESTAMPTZ", "when Desireline took it in", required=True),
        _c(
            "event_key",
            "UBIGINT",
            "64-bit fingerprint of event_id, computed once, on append",
            required=True,
        ),
    ),
    sort=("subject", "at", "event_id"),
)

QUARANTINE = Table(
    name="quarantine",
    meaning="What could not be read, kept so that nothing is lost.",
    columns=(
        _c("source", "VARCHAR", "as in events"),
        _c("source_file", "VARCHAR", "file as the user named it", required=True),
        _c("source_line", "BIGINT", "line or record number"),
        _c("code", "VARCHAR", "stable reason: no-time, bad-time, no-subject, ...", required=True),
        _c("reason", "VARCHAR", "what was found, in words", required=True),
        _c(
            "content",
            "VARCHAR",
            "the row as it came: a table's as a JSON object of its cells, others as text",
            personal=True,
        ),
    ),
)

IDENTITIES = Table(
    name="identities",
    meaning="Which subjects are one customer, and why.",
    columns=(
        _c("source", "VARCHAR", "source in which the subject was first seen", required=True),
        _c("subject", "VARCHAR", "as in events", personal=True, required=True),
        _c("customer_id", "VARCHAR", "pseudonymous, stable while the group lives", required=True),
        _c("confidence", "DOUBLE", "0 to 1; 1 for a shared unambiguous key", required=True),
        _c(
            "reason",
            "VARCHAR",
            "in words: `same phone in calls 88 and orders 12; names compatible`",
            personal=True,
        ),
    ),
    sort=("subject",),
)

UTTERANCES = Table(
    name="utterances",
    meaning="What was said, masked, with how it felt and which method says so.",
    columns=(
        _c("event_id", "VARCHAR", "the event it was said in", required=True),
        _c("event_key", "UBIGINT", "as in events", required=True),
        _c("source", "VARCHAR", "as in events", required=True),
        _c("record", "VARCHAR", "as in events", personal=True),
        _c("part", "VARCHAR", "comment id or line index"),
        _c("subject", "VARCHAR", "as in events", personal=True, required=True),
        _c("at", "TIMESTAMPTZ", "when it was said", required=True),
        _c("speaker", "VARCHAR", "customer, employee, system", required=True),
        _c("language", "VARCHAR", "BCP 47, `und` when unknown"),
        _c("label", "VARCHAR", "negative, neutral, positive, or NULL when the method cannot tell"),
        _c("negative", "DOUBLE", "probability 0 to 1"),
        _c("neutral", "DOUBLE", "probability 0 to 1"),
        _c("positive", "DOUBLE", "probability 0 to 1"),
        _c("feeling", "DECIMAL(4,3)", "-1 (upset) to 1 (glad)"),
        _c("cause", "VARCHAR", "the words that caused the score, masked"),
        _c(
            "emotion",
            "VARCHAR",
            "delight, gratitude, trust, relief, surprise, confusion, worry ...",
        ),
        _c("intensity", "DOUBLE", "of the emotion, 0 to 1"),
        _c("effort", "DOUBLE", "1 (very hard) to 5 (very easy); NULL where no word speaks of it"),
        _c("phrases", "VARCHAR[]", "what it is about, in its own words"),
        _c(
            "entities",
            "VARCHAR[]",
            "`<kind>:<value>`: price, date, order; the export adds names of the gazetteer",
        ),
        _c("want", "VARCHAR", "the phrase in which a customer says what they want"),
        _c("expected", "VARCHAR", "the phrase that says what they had expected"),
        _c("entry_reason", "VARCHAR", "the phrase that says why they came by this channel"),
        _c("heard_from", "VARCHAR", "the phrase that says how they heard of us"),
        _c("chosen_for", "VARCHAR", "the phrase that says why us, and not another"),
        _c("retold", "VARCHAR", "the phrase in which they tell something again"),
        _c("chased", "VARCHAR", "the phrase in which they ask after something promised"),
        _c("told_otherwise", "VARCHAR", "the phrase that says that they were told two things"),
        _c("errand", "VARCHAR", "the phrase in which an employee sends them on an errand"),
        _c("promises", "VARCHAR", "JSON: [phrase, deadline] of each promise of an employee"),
        _c("sentences", "VARCHAR", "JSON: [start, end, feeling] of each sentence that was read"),
        _c("meaning", "TINYINT[]", "where it stands among meanings, for topics; 128 numbers"),
        _c(
            "unread",
            "VARCHAR",
            "why there is no feeling: `no words`, `language`; `cut`: of the first 20,000 letters; else NULL",
        ),
        _c("method", "VARCHAR", "name and version of the method"),
        _c("reader", "VARCHAR", "version of all that was read beside the feeling"),
        _c("personal_data", "VARCHAR[]", "kinds that were masked: email, phone, card, name ..."),
        _c("text_masked", "VARCHAR", "what was said, personal data masked"),
    ),
    sort=("subject", "at", "event_id"),
)

CALLS = Table(
    name="calls",
    meaning="Recorded calls that were listened to: who spoke when, the words masked, how they sounded.",
    columns=(
        _c("event_id", "VARCHAR", "the event that the recording belongs to", required=True),
        _c("event_key", "UBIGINT", "as in events", required=True),
        _c("source", "VARCHAR", "as in events", required=True),
        _c("record", "VARCHAR", "as in events", personal=True),
        _c("subject", "VARCHAR", "as in events", personal=True, required=True),
        _c("at", "TIMESTAMPTZ", "when the call began", required=True),
        _c("recording", "VARCHAR", "where the sound lies; it stays there", personal=True),
        _c("told_apart_by", "VARCHAR", "channels, voices (a guess), transcript"),
        _c("language", "VARCHAR", "two letters"),
        _c("method", "VARCHAR", "what found the words; NULL where nothing did"),
        _c("unread", "VARCHAR", "why its words count nowhere; NULL where they do"),
        _c("duration_ms", "BIGINT", "of the recording", unit="ms"),
        _c("customer_ms", "BIGINT", "how long the customer speaks", unit="ms"),
        _c("employee_ms", "BIGINT", "how long the employee speaks", unit="ms"),
        _c("silence_ms", "BIGINT", "silences of more than two seconds, added up", unit="ms"),
        _c("overlap_ms", "BIGINT", "how long both speak at once", unit="ms"),
        _c(
            "turns",
            "VARCHAR",
            "JSON: {begins_ms, ends_ms, speaker, pitch_hz, loudness_db, arousal} of each turn",
        ),
        _c("words", "VARCHAR", "what was said, masked: one line a turn, `Customer: ...`"),
        _c("personal_data", "VARCHAR[]", "kinds that were masked"),
    ),
    sort=("subject", "at", "event_id"),
)

STEPS = Table(
    name="steps",
    meaning="The analytical heart: one row per event and purpose, dictionary-coded, derived.",
    columns=(
        _c("customer", "UINTEGER", "code in dims/customer", required=True),
        _c("purpose", "UTINYINT", "code of the purpose", required=True),
        _c(
            "journey",
            "UINTEGER",
            "number of the journey of this customer and purpose, from 0",
            required=True,
        ),
        _c("step_no", "UINTEGER", "position in the journey, from 0", required=True),
        _c("at_us", "BIGINT", "when", unit="us since 1970", required=True),
        _c("touchpoint", "USMALLINT", "code in dims/touchpoint", required=True),
        _c("stage", "UTINYINT", "code in dims/stage", required=True),
        _c("channel", "UTINYINT", "code in dims/channel", required=True),
        _c("actor", "UTINYINT", "0 customer, 1 company, 2 employee, 3 system", required=True),
        _c(
            "next_touchpoint",
            "USMALLINT",
            "touchpoint of the next step; NULL at the journey's end",
        ),
        _c("wait_us", "BIGINT", "time to the next step; NULL at the journey's end", unit="us"),
        _c("queue_s", "UINTEGER", "waiting inside the step that the source measured", unit="s"),
        _c("feeling_milli", "SMALLINT", "from words or rating, -1000 to 1000"),
        _c("rating_kind", "UTINYINT", "code in dims/rating_kind"),
        _c("rating_milli", "INTEGER", "the answer on its own scale, times 1,000"),
        _c("value_e4", "BIGINT", "money, times 10,000", unit="currency"),
        _c("event_key", "UBIGINT", "as in events: the way back to the log", required=True),
    ),
    sort=("customer", "purpose", "journey", "step_no"),
)

JOURNEYS = Table(
    name="journeys",
    meaning="One customer's run of events toward one goal.",
    columns=(
        _c("customer", "UINTEGER", "code in dims/customer", required=True),
        _c("purpose", "UTINYINT", "code of the purpose", required=True),
        _c("journey", "UINTEGER", "number, from 0", required=True),
        _c(
            "object_id",
            "VARCHAR",
            "`<type>:<id>` when the journey follows an object",
            personal=True,
        ),
        _c("start_us", "BIGINT", "first step", unit="us since 1970", required=True),
        _c("end_us", "BIGINT", "last step", unit="us since 1970", required=True),
        _c("steps", "UINTEGER", "number of steps", required=True),
        _c("state", "UTINYINT", "0 completed, 1 lost, 2 running (censored)", required=True),
        _c("outcome", "USMALLINT", "code in dims/outcome, where one was stated"),
        _c("value_e4", "BIGINT", "money in the journey, times 10,000", unit="currency"),
        _c(
            "variant",
            "UHUGEINT",
            "order-free hash of (step_no, touchpoint): same path, same value",
            required=True,
        ),
    ),
    sort=("customer", "purpose", "journey"),
)

STATES = ("completed", "lost", "running")
ACTORS = ("customer", "company", "employee", "system")
EMPLOYEE_NOTE = "employee note"
CITED_RESEARCH = "cited research"
HYPOTHESES = (EMPLOYEE_NOTE, CITED_RESEARCH)
"""Activities in which somebody who is no customer says what customers feel, want or do. They are kept,
shown as hypotheses, and count nowhere as evidence: no step, no utterance, no source of a number."""
IS_HYPOTHESIS = (
    f"(activity IN ({', '.join(repr(name) for name in HYPOTHESES)}) AND actor <> 'customer')"
)
"""SQL condition on an event."""
TABLES = (STAGED_EVENTS, EVENTS, QUARANTINE, IDENTITIES, UTTERANCES, CALLS, STEPS, JOURNEYS)
