"""What is known of each subject as a person: one row of comparable facts.

In: `every_key(subject, kind, value)` on the engine.  Out: table `people`, one row per subject that has a
name or an address of its own and at least two facts. Facts are compared, never shown: lower case, without
accents and punctuation. A subject known under several facts of one kind keeps the longest, so that
`A. Lee` does not hide `Ann Lee`; one that is known under names of different people is nobody's record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.identity import keys, names

if TYPE_CHECKING:
    from desireline.engines import Engine

COMPARED = (*keys.FACTS, "email", "phone")
CROWDED_BLOCK = 50
"""A value that more records share than this is no reason to compare them all with each other."""

_BLOCKS = (
    ("national",),
    ("email",),
    ("phone",),
    ("email_user",),
    ("both_names",),
    ("both_names", "birth_year"),
    ("birth", "given"),
    ("birth", "family"),
    ("birth", "postcode"),
    ("birth", "city"),
    ("birth", "email_start"),
    ("birth",),
    ("family", "postcode"),
    ("given", "postcode"),
    ("family", "city"),
    ("given", "city"),
    ("city", "email_start"),
    ("street", "house"),
    ("street", "postcode"),
    ("street", "city"),
    ("given_start", "family_start", "birth_year"),
)
"""Facts that together are reason enough to compare two records."""
BLOCK_NAMES = tuple(f"block_{number}" for number in range(len(_BLOCKS)))


def write_people(engine: Engine) -> int:
    """Make `people`; return how many rows it has."""
    _write_facts(engine)
    several = engine.rows("""
        SELECT subject, list(value) FROM every_key WHERE kind = 'name'
        GROUP BY subject HAVING count(DISTINCT lower(value)) > 1 ORDER BY subject""")
    strangers = [subject for subject, said in several if len(names.groups(said)) > 1]
    engine.execute("CREATE OR REPLACE TEMP TABLE strangers (subject VARCHAR)")
    if strangers:
        engine.execute("INSERT INTO strangers SELECT unnest($given)", {"given": strangers})
    columns = ", ".join(
        f"arg_max(value, (length(value), value)) FILTER (kind = '{kind}') AS {kind}"
        for kind in COMPARED
    )
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE people AS
        WITH wide AS (
            SELECT subject, {columns}, count(DISTINCT kind) AS facts
            FROM facts ANTI JOIN strangers USING (subject) GROUP BY subject)
        SELECT row_number() OVER (ORDER BY subject) AS unique_id, subject, {", ".join(COMPARED)}
        FROM wide
        WHERE facts >= 2 AND (coalesce(given, family, birth, national, street) IS NOT NULL)
        ORDER BY subject
    """)
    return int(engine.rows("SELECT count(*) FROM people")[0][0])


def write_blocks(engine: Engine) -> None:
    """Add to `people` what only comparing asks for: who is to be compared with whom, and why."""
    blocks = ", ".join(
        f"CASE WHEN count(*) OVER (PARTITION BY {_joined(block)}) BETWEEN 2 AND {CROWDED_BLOCK}"
        f" THEN {_joined(block)} END AS block_{number}"
        for number, block in enumerate(_BLOCKS)
    )
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE people AS
        WITH helped AS (
            SELECT *, substr(birth, 1, 4) AS birth_year,
                split_part(email, '@', 1) AS email_user, substr(email, 1, 5) AS email_start,
                regexp_replace(email, '[^0-9]', '', 'g') AS email_digits,
                substr(given, 1, 3) AS given_start, substr(family, 1, 3) AS family_start,
                least(given, family) || ' ' || greatest(given, family) AS both_names
            FROM people)
        SELECT unique_id, subject, {", ".join(COMPARED)}, email_user, email_digits,
            count(*) OVER (PARTITION BY given) AS given_records, {blocks}
        FROM helped ORDER BY subject
    """)


def fingerprint(engine: Engine) -> str:
    """A value that changes when anything in `people` does."""
    cells = ", ".join(("subject", *COMPARED))
    count, mixed = engine.rows(
        f"SELECT count(*), coalesce(bit_xor(hash({cells})), 0) FROM people"
    )[0]
    return f"{count}:{mixed}"


def _joined(block: tuple[str, ...]) -> str:
    """SQL for one comparable value of several columns; NULL when one of them is."""
    return " || '|' || ".join(block)


def _write_facts(engine: Engine) -> None:
    """Make `facts(subject, kind, value)`: each in its comparable form."""
    kinds = ", ".join(f"'{kind}'" for kind in keys.FACTS)
    spaced = f"regexp_replace({_plain('value')}, '[^\\w\\s-]', '', 'g')"
    plain = f"trim(regexp_replace({spaced}, '[\\s_-]+', ' ', 'g'))"
    titles = "^((mr|mrs|ms|miss|mx|dr|prof|sir|herr|frau|mme|monsieur|madame) )+"
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE facts AS
        WITH named AS (
            SELECT subject, string_split(regexp_replace(
                    CASE WHEN value LIKE '%,%' THEN trim(split_part({_plain("value")}, ',', 2))
                        || ' ' || trim(split_part({_plain("value")}, ',', 1))
                    ELSE {plain} END, '{titles}', ''), ' ') AS words
            FROM every_key
            WHERE kind = 'name' AND subject NOT IN (
                SELECT subject FROM every_key WHERE kind IN ('given', 'family'))),
        told AS (
            SELECT subject, kind, CASE kind WHEN 'birth' THEN {_birth("value")} ELSE {plain} END AS value
            FROM every_key WHERE kind IN ({kinds})
            UNION ALL
            SELECT subject, kind, lower(value) FROM every_key
            WHERE kind IN ('email', 'phone') AND length(value) > 3
            UNION ALL
            SELECT subject, 'given', words[1] FROM named WHERE len(words) > 1
            UNION ALL
            SELECT subject, 'family', words[-1] FROM named),
        apart AS (
            SELECT subject, kind, value FROM told WHERE kind <> 'street'
            UNION ALL
            SELECT subject, kind, trim(regexp_replace(value, '^\\d+\\w?\\s|\\s\\d+\\w?$', '')) FROM told
            WHERE kind = 'street'
            UNION ALL
            SELECT subject, 'house', coalesce(nullif(regexp_extract(value, '^(\\d+\\w?)\\s', 1), ''),
                regexp_extract(value, '\\s(\\d+\\w?)$', 1)) FROM told
            WHERE kind = 'street' AND subject NOT IN (
                SELECT subject FROM told WHERE kind = 'house'))
        SELECT DISTINCT subject, kind, value FROM apart WHERE value <> ''
    """)


def _plain(column: str) -> str:
    """SQL for a text in lower case and without accents, its punctuation kept."""
    return f"lower(strip_accents({column}))"


def _birth(column: str) -> str:
    """SQL for a date of birth as YYYYMMDD: year first, or day first (also when dots or slashes stand)."""
    parts = f"regexp_extract_all({column}, '\\d+')"
    first, second, third = (f"{parts}[{number}]" for number in (1, 2, 3))
    american = f"{second}::INTEGER > 12"
    return f"""CASE
        WHEN length({first}) = 8 THEN {first}
        WHEN length({first}) = 4 THEN {first} || lpad({second}, 2, '0') || lpad({third}, 2, '0')
        WHEN length({third}) = 4 AND {american}
            THEN {third} || lpad({first}, 2, '0') || lpad({second}, 2, '0')
        WHEN length({third}) = 4 THEN {third} || lpad({second}, 2, '0') || lpad({first}, 2, '0')
        ELSE '' END"""
