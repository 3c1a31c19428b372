"""Which texts wait to be read, and which names belong to the people who wrote them.

In: SQL for events, for what is known, for who is whom.  Out: temporary tables in the engine:
`language_names` (subject, words), `language_pending` (an event and its text) and `language_texts`
(each different text once, numbered). Names are the best gazetteer there is: those in the event's own
record, in other records of the same subject, and in those of the same customer, because a caller is
a phone number to the call centre and a name only to the CRM.
"""

from __future__ import annotations

from dataclasses import dataclass

from desireline.engines import Engine
from desireline.language.privacy.masking import mask

TEXT_LIMIT = 20_000
"""Letters of one text that are read. One more is kept here, by which a longer one is known."""
_NAME_WORDS = r"regexp_extract_all(lower(strip_accents(substr(name, 6))), '[\p{L}'']{2,}')"
_NO_NAMES = "SELECT NULL::VARCHAR AS subject, NULL::VARCHAR AS name WHERE false"
_NOBODY = "SELECT NULL::VARCHAR AS subject, NULL::VARCHAR AS wanted WHERE false"
_NOTHING_KNOWN = "SELECT NULL::UBIGINT AS event_key WHERE false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """SELECTs that the work reads. See `score` for their columns."""

    events: str
    known: str | None = None
    identities: str | None = None
    names: str | None = None
    said: str | None = None
    """Those of the events that may wait to be read, where it is known that others do not."""
    named: bool = False
    """`language_names` holds all names that these may hold already."""


def prepare(engine: Engine, sources: Sources) -> int:
    """Make the tables; return how many different texts wait."""
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE language_spoken AS
        SELECT event_id, event_key, source, record, part, subject, "at", actor,
            lower(split_part(replace(language, '_', '-'), '-', 1)) AS stated,
            left(text, {TEXT_LIMIT + 1}) AS text
        FROM ({sources.said or sources.events}) AS e
        WHERE text IS NOT NULL AND trim(text) <> ''
            AND NOT EXISTS (FROM ({sources.known or _NOTHING_KNOWN}) AS k
                WHERE k.event_key = e.event_key)""")
    waiting = engine.rows("SELECT count(*) FROM language_spoken")[0][0]
    if waiting and not sources.named:
        gather_names(engine, sources, of="language_spoken")
    elif not waiting:
        engine.execute(
            "CREATE OR REPLACE TEMP TABLE language_names AS "
            "SELECT NULL::VARCHAR AS subject, NULL::VARCHAR[] AS words WHERE false"
        )
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE language_pending AS
        SELECT s.*, {_said("text")} AS names
        FROM language_spoken AS s LEFT JOIN language_names USING (subject)""")
    engine.execute("DROP TABLE language_spoken")  # all of it stands in the one that waits
    engine.execute("""
        CREATE OR REPLACE TEMP TABLE language_texts AS
        SELECT row_number() OVER (ORDER BY text, stated, names) AS number, text, stated, names
        FROM (SELECT DISTINCT text, stated, names FROM language_pending)""")
    return int(engine.rows("SELECT count(*) FROM language_texts")[0][0])


def gather_names(engine: Engine, sources: Sources, *, of: str) -> None:
    """Make `language_names`: the words of the names of each subject in the table `of`."""
    who = sources.identities
    people = "FROM wanted" if who is None else "FROM wanted UNION SELECT subject FROM alike"
    own = "SELECT subject, name FROM stated WHERE subject IN (FROM wanted)"
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE language_names AS
        WITH wanted AS (SELECT DISTINCT subject FROM {of}),
        alike AS MATERIALIZED ({_NOBODY if who is None else _alike(who)}),
        stated AS (
            SELECT DISTINCT subject, name FROM (
                SELECT subject, unnest(identifiers) AS name FROM ({sources.events})
                WHERE len(identifiers) > 0 AND subject IN ({people})
                UNION ALL SELECT subject, 'name:' || name FROM ({sources.names or _NO_NAMES}))
            WHERE starts_with(name, 'name:')
        ), whose AS ({own} UNION
            SELECT alike.wanted AS subject, stated.name FROM alike JOIN stated USING (subject)),
        name_words AS (SELECT name, {_NAME_WORDS} AS words FROM (SELECT DISTINCT name FROM whose))
        SELECT subject, list_distinct(flatten(list(words))) AS words
        FROM whose JOIN name_words USING (name) GROUP BY subject""")


def _alike(identities: str) -> str:
    """SELECT of (`subject`, `wanted`): other subjects of the customers that are wanted."""
    return f"""SELECT DISTINCT other.subject, mine.subject AS wanted FROM ({identities}) AS mine
        JOIN ({identities}) AS other ON mine.customer_id = other.customer_id
        WHERE mine.subject IN (FROM wanted) AND other.subject <> mine.subject"""


def find_outdated(
    engine: Engine, sources: Sources, *, utterances: str, news: str, said: str
) -> None:
    """Make `language_outdated`: events whose kept words hold a name that was learnt since.

    Masking is idempotent, so that masking the kept words again shows it without the original.

    Args:
        engine: where the tables are made.
        sources: what the names are read from.
        utterances: a SELECT of the kept utterances.
        news: a SELECT of the subjects that something new is known about.
        said: a SELECT of new events: `language_names` then holds their names too.
    """
    import pyarrow as pa

    concerned = "subject IN (FROM concerned)"
    if sources.identities is not None:
        concerned = f"""subject IN (SELECT subject FROM ({sources.identities})
            WHERE customer_id IN (SELECT customer_id FROM ({sources.identities})
                WHERE subject IN (FROM concerned)) UNION FROM concerned)"""
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE language_kept AS
        WITH concerned AS MATERIALIZED (SELECT DISTINCT subject FROM ({news}))
        SELECT DISTINCT event_key, subject, text_masked FROM ({utterances}) WHERE {concerned}""")
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE language_named AS
        SELECT subject FROM language_kept UNION
        SELECT subject FROM ({said}) WHERE text IS NOT NULL""")
    gather_names(engine, sources, of="language_named")
    rows = engine.rows(f"""
        SELECT event_key, text_masked, {_said("text_masked")} AS names
        FROM language_kept JOIN language_names USING (subject) WHERE len(names) > 0""")
    keys = [key for key, text, names in rows if mask(text, names).text != text]
    engine.register("language_outdated", pa.table({"event_key": pa.array(keys, pa.uint64())}))


def _said(text: str) -> str:
    """SQL for those of `words` that a text holds, as a sorted list."""
    return (
        "coalesce(list_sort([word FOR word IN words "
        f"IF contains(lower(strip_accents({text})), word)]), [])"
    )
