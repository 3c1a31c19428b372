"""From new events to who is one customer, in tables on the engine.

In: new events in the order of the log, the identities and keys known so far, what people decided.  Out:
tables `changed` (identities to write), `new_keys` and, where people were compared again, `scored`. Customers keep their number: a merged group keeps the oldest,
a split group leaves it with the part that holds its oldest subject. Where no identifiers link
anything, which is most logs, everything here is one streaming pass and an anti-join.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.engines import quote_paths
from desireline.identity import keys
from desireline.identity.grouping import group
from desireline.identity.numbering import LISTS, in_list
from desireline.identity.reasons import ALONE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

    from desireline.engines import Engine
    from desireline.identity.decisions import Decision
    from desireline.identity.number_evidence import Verdict

IDENTITY_COLUMNS = "source, subject, customer_id, confidence, reason, customer, first_us, version"
"""As in the contract, with the customer's code, when the subject was first seen, and the run."""

_EMPTY_IDENTITIES = """SELECT NULL::VARCHAR AS source, NULL::VARCHAR AS subject,
    NULL::VARCHAR AS customer_id, NULL::DOUBLE AS confidence, NULL::VARCHAR AS reason,
    NULL::UINTEGER AS customer, NULL::BIGINT AS first_us, NULL::INTEGER AS version
    WHERE false"""
_EMPTY_KEYS = """SELECT NULL::VARCHAR AS subject, NULL::VARCHAR AS kind, NULL::VARCHAR AS value,
    NULL::VARCHAR AS record WHERE false"""
_EMPTY_SCORES = """SELECT NULL::VARCHAR AS left_subject, NULL::VARCHAR AS right_subject,
    NULL::DOUBLE AS weight, NULL::DOUBLE AS probability, NULL::VARCHAR AS agreed WHERE false"""
_PLACES = 1 << 40
"""More rows than a log has: a time and a place among them make one number, which is compared faster than a pair."""
_SAID = 'subject, source, record, "at", identifiers'
_NO_LOG = """(SELECT NULL::VARCHAR AS subject, NULL::VARCHAR AS source, NULL::VARCHAR AS record,
    NULL::TIMESTAMPTZ AS "at", NULL::VARCHAR[] AS identifiers WHERE false)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one run found out. `next_customer` is the first code that nobody ever had."""

    fresh: int
    moved: int
    new_keys: int
    lost_keys: int
    vanished: int
    """Subjects of whom the log says nothing any more."""
    next_customer: int
    people: str | None
    """Fingerprint of what is known of people; None when nobody looked."""
    rescored: bool
    numbers: list[Verdict] | None
    """What is thought of lists of customer numbers; None when nobody looked."""


def identities_sql(base: Sequence[Path], overlay: Sequence[Path]) -> str:
    """SELECT of who is whom now: rows of the overlay win over the base, later runs over earlier."""
    if not base:
        return _EMPTY_IDENTITIES
    columns = f"SELECT {IDENTITY_COLUMNS} FROM read_parquet({{}})"
    known = columns.format(quote_paths(base))
    if not overlay:
        return known
    later = columns.format(quote_paths(overlay))
    return f"""
        SELECT * FROM ({known}) ANTI JOIN ({later}) USING (subject)
        UNION ALL
        SELECT * FROM ({later})
        QUALIFY row_number() OVER (PARTITION BY subject ORDER BY version DESC) = 1"""


def keys_sql(paths: Sequence[Path]) -> str:
    """SELECT of the keys known so far."""
    if not paths:
        return _EMPTY_KEYS
    return f"SELECT subject, kind, value, record FROM read_parquet({quote_paths(paths)})"


def scores_sql(paths: Sequence[Path]) -> str:
    """SELECT of the scores of the last run."""
    if not paths:
        return _EMPTY_SCORES
    return f"SELECT * FROM read_parquet({quote_paths(paths)})"


def find_changes(
    engine: Engine,
    *,
    log: Sequence[Path],
    known: str,
    known_keys: str,
    next_customer: int,
    version: int,
    decisions: Sequence[Decision] = (),
    scores: str = _EMPTY_SCORES,
    people: str | None = None,
    corrected: str | None = None,
    whole: Sequence[Path] = (),
    rewritten: bool = False,
    again: bool = False,
) -> Change:
    """Fill the tables `changed` and `new_keys`; `old_keys` are those that still hold, `vanished` who is gone.

    Args:
        engine: where the tables are made.
        log: segments of the event log that nobody has looked at yet, in order.
        known: SELECT of the identities so far.
        known_keys: SELECT of the keys so far.
        next_customer: first code that nobody ever had.
        version: number of this run; later runs win.
        decisions: what people decided, the newest first.
        scores: SELECT of the scores of the last run.
        people: fingerprint of the people of that run.
        corrected: a FROM clause of the subjects whose events were replaced; None where nobody's were.
        whole: all segments of the log: what it still says of those.
        again: group everybody again, whatever is new: a decision changed.
        rewritten: `log` is all there is: what it no longer says is forgotten.
    """
    engine.view("known", f"FROM ({known})")
    if rewritten:
        engine.execute(f"""
            CREATE OR REPLACE TEMP TABLE known_rows AS FROM ({known}) SEMI JOIN (
                SELECT DISTINCT subject FROM {_read(log)}) USING (subject)""")
        engine.view("known", "FROM known_rows")
    engine.execute(f"CREATE OR REPLACE TEMP TABLE old_keys AS {known_keys}")
    vanished, restated, lost_keys = 0, 0, 0
    said = f"SELECT {_SAID} FROM {_read(log)}"
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE restated (subject VARCHAR, source VARCHAR, first_us BIGINT)"
    )
    if corrected is not None:
        engine.execute(f"""
            CREATE OR REPLACE TEMP TABLE corrected AS
            SELECT DISTINCT subject FROM {corrected} WHERE subject IS NOT NULL""")
        vanished = _forget_vanished(engine, whole)
        restated = _restate(engine)
        lost_keys = _forget_keys(engine)
        said += f" UNION ALL SELECT {_SAID} FROM still_said"
    fresh = _write_fresh(engine, log)
    new_keys = _write_new_keys(engine, said)
    _begin_groups(engine)
    rescored, numbers = False, None
    regroup = rewritten or again or vanished or restated or lost_keys
    if new_keys or regroup or (fresh and _may_share(engine)):
        if not rewritten:  # grouping asks for all of them again and again
            engine.execute("CREATE OR REPLACE TEMP TABLE known_rows AS FROM known")
            engine.view("known", "FROM known_rows")
        _write_tables(engine)
        found = group(engine, decisions=decisions, scores=scores, people=people)
        people, rescored, numbers = found.people, found.rescored, found.numbers
        _write_groups(engine, found.table)
    next_customer = _write_customers(engine, next_customer)
    moved = _write_changed(engine, version)
    return Change(
        fresh=fresh,
        moved=moved,
        new_keys=new_keys,
        lost_keys=lost_keys,
        vanished=vanished,
        next_customer=next_customer,
        people=people,
        rescored=rescored,
        numbers=numbers,
    )


def _read(log: Sequence[Path]) -> str:
    return f"read_parquet({quote_paths(log)})" if log else _NO_LOG


def _write_fresh(engine: Engine, log: Sequence[Path]) -> int:
    """Subjects never seen before, with the place in the log where each begins.

    The log is sorted by subject inside each segment, so that a new run of a subject is a change
    from the row above: a streaming window, no hashing of every event.
    """
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE fresh AS
        WITH rows AS (
            SELECT subject, source, "at", row_number() OVER () AS place,
                lag(subject) OVER () AS before
            FROM {_read(log)})
        SELECT subject, arg_min(source, epoch_us("at")::HUGEINT * {_PLACES} + place) AS source,
            min(epoch_us("at")) AS first_us, min(place) AS place
        FROM rows ANTI JOIN known USING (subject) WHERE before IS DISTINCT FROM subject
        GROUP BY subject
    """)
    return int(engine.rows("SELECT count(*) FROM fresh")[0][0])


def _forget_vanished(engine: Engine, whole: Sequence[Path]) -> int:
    """Make `still_said`, what the log says of the corrected, and take those out of `known` of whom it says nothing."""
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE still_said AS
        SELECT {_SAID} FROM {_read(whole)} SEMI JOIN corrected USING (subject)""")
    engine.execute("""
        CREATE OR REPLACE TEMP TABLE vanished AS SELECT subject, customer FROM known
        SEMI JOIN corrected USING (subject) ANTI JOIN still_said USING (subject)""")
    vanished = int(engine.rows("SELECT count(*) FROM vanished")[0][0])
    if vanished:
        engine.execute(
            "CREATE OR REPLACE TEMP TABLE still_known AS FROM known ANTI JOIN vanished USING (subject)"
        )
        engine.view("known", "FROM still_known")
    return vanished


def _restate(engine: Engine) -> int:
    """Say of `known` where a subject is seen first now, where the events went that said so before."""
    engine.execute("""
        INSERT INTO restated SELECT subject, arg_min(s.source, (epoch_us(s."at"), s.source)),
            min(epoch_us(s."at"))
        FROM still_said AS s JOIN known AS k USING (subject) GROUP BY subject
        HAVING NOT bool_or(s.source = k.source) OR min(epoch_us(s."at")) > any_value(k.first_us)""")
    restated = int(engine.rows("SELECT count(*) FROM restated")[0][0])
    if restated:
        engine.execute("""
            CREATE OR REPLACE TEMP TABLE known_anew AS SELECT k.* REPLACE (
                coalesce(r.source, k.source) AS source, coalesce(r.first_us, k.first_us) AS first_us)
            FROM known AS k LEFT JOIN restated AS r USING (subject)""")
        engine.view("known", "FROM known_anew")
    return restated


def _forget_keys(engine: Engine) -> int:
    """Take the keys of the corrected out of `old_keys` where the log no longer says one of them, or in another record."""
    lost = int(
        engine.rows(f"""
            WITH said AS ({_found_sql(f"SELECT {_SAID} FROM still_said")})
            SELECT count(*) FROM (
                SELECT subject, kind, value, min(record) AS record
                FROM old_keys SEMI JOIN corrected USING (subject) GROUP BY ALL
            ) AS k LEFT JOIN said AS s USING (subject, kind, value)
            WHERE s.subject IS NULL OR s.record IS DISTINCT FROM k.record""")[0][0]
    )
    if lost:
        engine.execute("DELETE FROM old_keys WHERE subject IN (SELECT subject FROM corrected)")
    return lost


def _found_sql(said: str) -> str:
    """SELECT of the identifiers in events. Repeats in consecutive rows are skipped early.

    With each goes the first record (by name) that said so: the same, however the events arrived.
    """
    return f"""
        WITH rows AS (
            SELECT subject, identifiers, source, record, lag(subject) OVER () AS subject_before,
                lag(identifiers) OVER () AS identifiers_before, lag(record) OVER () AS record_before
            FROM ({said})),
        named AS (
            SELECT subject, unnest(identifiers) AS name, {_record_sql()} AS record FROM rows
            WHERE len(identifiers) > 0 AND (subject_before IS DISTINCT FROM subject
                OR identifiers_before IS DISTINCT FROM identifiers
                OR record_before IS DISTINCT FROM record))
        SELECT subject, {keys.kind_sql("name")} AS kind, {keys.key_sql("name")} AS value,
            min(record) AS record
        FROM named WHERE name IS NOT NULL AND name <> subject GROUP BY ALL"""


def _write_new_keys(engine: Engine, said: str) -> int:
    """Identifiers not yet known of their subject."""
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE new_keys AS
        WITH found AS ({_found_sql(said)}),
        before AS (
            SELECT subject, kind, value, min(record) AS record FROM old_keys GROUP BY ALL)
        SELECT f.subject, f.kind, f.value, f.record
        FROM found f LEFT JOIN before b
            ON f.subject = b.subject AND f.kind = b.kind AND f.value = b.value
        WHERE b.subject IS NULL OR f.record < b.record OR (b.record IS NULL AND f.record IS NOT NULL)
    """)
    return int(engine.rows("SELECT count(*) FROM new_keys")[0][0])


def _record_sql() -> str:
    """SQL for `calls 88`; without what looks like an address, a phone number or a sentence."""
    harmless = "regexp_full_match(record, '[\\w#.:-]{1,32}')"
    phone = "regexp_full_match(record, '[+0][0-9]{8,}')"
    return f"CASE WHEN {harmless} AND NOT {phone} THEN source || ' ' || record END"


def _begin_groups(engine: Engine) -> None:
    """Make `grouped`, still empty."""
    engine.execute("""
        CREATE OR REPLACE TEMP TABLE grouped (
            subject VARCHAR, component BIGINT, confidence DOUBLE, reason VARCHAR)""")


def _write_tables(engine: Engine) -> None:
    """Make `keys` and `subjects`: all of them, which only grouping asks for."""
    engine.execute("""
        CREATE OR REPLACE TEMP TABLE keys AS
        SELECT * FROM old_keys UNION ALL SELECT * FROM new_keys""")
    engine.execute("""
        CREATE OR REPLACE TEMP TABLE subjects AS
        SELECT subject, source FROM known UNION ALL SELECT subject, source FROM fresh""")


def _write_groups(engine: Engine, linked: pa.Table | None) -> None:
    """Fill `grouped`: the component of each subject that something joins, or joined before."""
    if linked is not None:
        engine.register("linked", linked)
        engine.execute("INSERT INTO grouped SELECT * FROM linked")
    engine.execute(f"""
        INSERT INTO grouped
        SELECT subject, -row_number() OVER (ORDER BY subject), 1.0, '{ALONE}'
        FROM known ANTI JOIN grouped USING (subject)
        WHERE reason <> '{ALONE}' OR customer IN (
            SELECT customer FROM known GROUP BY customer HAVING count(*) > 1)
    """)


def _may_share(engine: Engine) -> bool:
    """True when a new subject could be found under a key that another already has."""
    kinds = ", ".join(f"'{kind}'" for kind in ("email", "phone"))
    return bool(
        engine.rows(f"""
            SELECT EXISTS (SELECT 1 FROM old_keys)
                OR EXISTS (SELECT 1 FROM fresh WHERE {keys.kind_sql("subject")} IN ({kinds}))
        """)[0][0]
    ) or _has_new_numbers(engine)


def _has_new_numbers(engine: Engine) -> bool:
    """True when a new subject has a customer number and there are two lists of those.

    Each list is a range of names, by which the files are sorted: finding one costs no reading of all.
    """
    lists = [
        kind
        for kind in LISTS
        if engine.rows(f"""
            SELECT EXISTS (SELECT 1 FROM fresh WHERE {in_list(kind)})
                OR EXISTS (SELECT 1 FROM known WHERE {in_list(kind)})""")[0][0]
    ]
    new = " OR ".join(map(in_list, lists))
    return len(lists) > 1 and bool(
        engine.rows(f"SELECT EXISTS (SELECT 1 FROM fresh WHERE {new})")[0][0]
    )


def _write_customers(engine: Engine, next_customer: int) -> int:
    """Give each component its code: the oldest among its members, or a new one."""
    engine.execute("""
        CREATE OR REPLACE TEMP TABLE kept AS
        WITH members AS (
            SELECT g.component, k.customer, k.first_us, k.subject
            FROM grouped g JOIN known k USING (subject)),
        owners AS (
            SELECT customer, arg_min(component, (first_us, subject)) AS component
            FROM members GROUP BY customer)
        SELECT component, min(customer) AS customer FROM owners GROUP BY component
    """)
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE given AS
        WITH wanting AS (
            SELECT component, NULL AS subject, min(place) AS place, min(subject) AS first_subject
            FROM grouped LEFT JOIN fresh USING (subject)
            WHERE component NOT IN (SELECT component FROM kept) GROUP BY component
            UNION ALL
            SELECT NULL, subject, place, subject FROM fresh ANTI JOIN grouped USING (subject))
        SELECT component, subject, ({next_customer} - 1
            + row_number() OVER (ORDER BY place NULLS FIRST, first_subject))::UINTEGER AS customer
        FROM wanting
    """)
    return next_customer + int(engine.rows("SELECT count(*) FROM given")[0][0])


def _write_changed(engine: Engine, version: int) -> int:
    """Make `changed`: identities of new subjects, and of known ones that moved, got a new reason or are seen first elsewhere."""
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE changed AS
        WITH now AS (
            SELECT subject, confidence, reason, coalesce(kept.customer, given.customer) AS customer
            FROM grouped LEFT JOIN kept USING (component)
            LEFT JOIN (SELECT component, customer FROM given WHERE component IS NOT NULL) AS given
                USING (component)
            UNION ALL
            SELECT subject, 1.0, '{ALONE}', customer FROM given WHERE subject IS NOT NULL
            UNION ALL
            SELECT subject, 1.0, '{ALONE}', customer FROM known SEMI JOIN restated USING (subject)
            ANTI JOIN grouped USING (subject)),
        everyone AS (
            SELECT subject, source, first_us, NULL::UINTEGER AS customer, NULL AS reason FROM fresh
            UNION ALL
            SELECT subject, source, first_us, customer, reason FROM known)
        SELECT e.source, subject, 'c' || lpad(now.customer::VARCHAR, 7, '0') AS customer_id,
            now.confidence, now.reason, now.customer, e.first_us, {version}::INTEGER AS version,
            e.customer AS was
        FROM now JOIN everyone e USING (subject)
        WHERE e.customer IS DISTINCT FROM now.customer OR e.reason IS DISTINCT FROM now.reason
            OR subject IN (SELECT subject FROM restated)
    """)
    moved = engine.rows("SELECT count(*) FROM changed WHERE was IS NOT NULL AND was <> customer")
    return int(moved[0][0])
