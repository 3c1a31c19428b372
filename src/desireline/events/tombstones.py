"""Tombstones: whoever was erased does not come back with the next import.

In: staged files and runs, before they are read.  Out: the same files without rows of erased people, counted as
suppressed. What is kept of an erased person is a keyed hash (HMAC-SHA-256, a random key of the workspace's
own) of each subject and each e-mail, phone and id. Whoever holds the workspace could test a guess against
the hashes; without the workspace they say nothing. Where there are no tombstones nothing is read.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desireline.engines import Engine, quote_paths
from desireline.events.report import AppendReport
from desireline.events.segments import SegmentWriter

if TYPE_CHECKING:
    from desireline.events.run_files import RunFile
    from desireline.stores import Tables

KEY = "tombstone.key"
LISTS = "tombstone.lists"
"""Set where every erasure told lists of customer numbers apart; before, contacts' and requesters' numbers were user numbers."""
_WERE_USERS = ("crm", "requester")
_LEARNT = "import"
"""Stands where the id of an erasure would: another name of an erased person, seen in an import."""
_BARE = "value"
_WORDS = tuple(
    re.compile(expression)
    for expression in (
        r"[\w.%+-]+@[\w.-]+\w",
        r"\+?\d[\d ()./-]{5,}\d",
        r"[\w-]*\d[\w-]*",
    )
)
"""What may name a person in a row as it came: an address, a number with blanks, a word with a digit."""
WEAK_KINDS = ("name", "account")
"""Several people share these: they neither leave a tombstone nor are held against anybody."""
Also = Callable[["Tables", AppendReport], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What may be appended."""

    staged: Sequence[Path]
    prepared: Sequence[RunFile]
    quarantine: Sequence[Path]
    also: Also | None


def spelled(name: str) -> str:
    """Return one spelling for each way of writing `<kind>:<value>`. The same as `spelled_sql`."""
    kind, _, value = name.partition(":")
    value = value.strip()
    if kind == "email":
        value = re.sub(r"\+[^@]*@", "@", value.lower())
    elif kind == "phone":
        value = re.sub(r"\D", "", value.replace("(0)", "")).lstrip("0")
    return f"{kind}:{value}"


def spelled_sql(column: str) -> str:
    """Write `spelled` in SQL."""
    value = f"trim(substr({column}, strpos({column}, ':') + 1))"
    return f"""CASE
        WHEN {column} LIKE 'email:%' THEN
            concat('email:', regexp_replace(lower({value}), '\\+[^@]*@', '@'))
        WHEN {column} LIKE 'phone:%' THEN concat('phone:', ltrim(
            regexp_replace(replace({value}, '(0)', ''), '[^0-9]', '', 'g'), '0'))
        ELSE concat(split_part({column}, ':', 1), ':', {value}) END"""


def secret(tables: Tables) -> bytes:
    """Return the workspace's key; make it where there is none yet."""
    kept = tables.settings.get(KEY)
    if kept is None:
        kept = secrets.token_hex(32)
        tables.settings.put(KEY, kept)
        tables.settings.put(LISTS, True)  # noqa: FBT003
    return bytes.fromhex(kept)


def hashed(key: bytes, name: str) -> str:
    """Return the keyed hash of a name, in its one spelling."""
    return hmac.digest(key, spelled(name).encode(), "sha256").hex()


def hashes_of_person(key: bytes, names: Iterable[str], values: Iterable[str]) -> frozenset[str]:
    """Hash what keeps a person out: names (`<kind>:<value>`), and bare values for rows in quarantine."""
    wanted = {name for name in names if name.partition(":")[0] not in WEAK_KINDS}
    return frozenset(hashed(key, name) for name in (*wanted, *(f"{_BARE}:{v}" for v in values)))


def screen(
    writer: SegmentWriter,
    engine: Engine,
    staged: Sequence[Path],
    prepared: Sequence[RunFile],
    quarantine: Sequence[Path],
    *,
    report: AppendReport,
    also: Also | None,
) -> Screened:
    """Take erased people out of what is to be appended; count their rows in the report.

    Every row must be looked at: runs become staged files again.
    """
    if not writer.store.tombstones.count():
        return Screened(staged=staged, prepared=prepared, quarantine=quarantine, also=also)
    staged = [*(run.path for run in prepared), *staged]
    guard = _Guard(
        secret(writer.store),
        frozenset(writer.store.tombstones.all()),
        were_users=writer.store.settings.get(LISTS) is None,
    )
    learnt = _suppressed(engine, writer, staged, guard) if staged else []
    return Screened(
        staged=[
            _without(engine, writer, path, _HIS, [report.suppressed_by_file]) for path in staged
        ],
        prepared=(),
        quarantine=[
            _without(
                engine,
                writer,
                path,
                _quoting(engine, path, guard),
                [report.suppressed_by_file, report.set_aside_suppressed_by_file],
            )
            for path in quarantine
        ],
        also=_remembering(learnt, also),
    )


_HIS = """(coalesce(r.subject IN (SELECT subject FROM suppressed_subjects), false)
    OR list_has_any(coalesce(r.identifiers, []), getvariable('suppressed_names')))"""


@dataclass(frozen=True, slots=True)
class _Guard:
    key: bytes
    hashes: frozenset[str]
    were_users: bool
    """Somebody was erased when these numbers were read as user numbers: they are held against both."""

    def knows(self, name: str) -> bool:
        kind, _, value = name.partition(":")
        if self.were_users and kind in _WERE_USERS and self.knows(f"user:{value}"):
            return True
        return hashed(self.key, name) in self.hashes

    def knows_any_in(self, content: str) -> bool:
        """Look at a row as it came, word by word."""
        return any(
            self.knows(f"{kind}:{word}")
            for words in _WORDS
            for word in set(words.findall(content))
            for kind in ("email", "phone", _BARE)
        )


def _suppressed(
    engine: Engine, writer: SegmentWriter, staged: Sequence[Path], guard: _Guard
) -> list[str]:
    """Make `suppressed_subjects` and the list `suppressed_names`; return hashes to remember.

    Rows that carry a tombstoned name go. A subject that carries one is the person under a new id, and goes
    with all its rows, unless the log knows it or another name of it: then it is somebody who stays.
    """
    paths = quote_paths(staged)
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE staged_names AS
        WITH named AS (
            SELECT subject, subject AS name FROM read_parquet({paths}, union_by_name = true)
            UNION SELECT subject, unnest(identifiers)
            FROM read_parquet({paths}, union_by_name = true) WHERE len(identifiers) > 0)
        SELECT subject, name, {spelled_sql("name")} AS spelled, split_part(name, ':', 1) AS kind
        FROM named WHERE name IS NOT NULL""")
    _keep(engine, "tombstoned", "spelled", filter(guard.knows, _strong_names(engine)))
    engine.execute("""
        SET VARIABLE suppressed_names = coalesce((SELECT list(DISTINCT name) FROM staged_names
            WHERE spelled IN (SELECT spelled FROM tombstoned)), []::VARCHAR[])""")
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE suppressed_subjects AS
        WITH hit AS (SELECT DISTINCT subject FROM staged_names
            WHERE spelled IN (SELECT spelled FROM tombstoned)),
        own AS (SELECT DISTINCT subject FROM staged_names
            WHERE name = subject AND spelled IN (SELECT spelled FROM tombstoned))
        SELECT subject, subject NOT IN (SELECT subject FROM own) AS learnt FROM hit
        WHERE subject IN (SELECT subject FROM own)
            OR subject NOT IN (SELECT subject FROM ({_living(writer)}))""")
    return [
        hashed(guard.key, subject)
        for (subject,) in engine.rows("SELECT subject FROM suppressed_subjects WHERE learnt")
    ]


def _living(writer: SegmentWriter) -> str:
    """SELECT of the staged subjects that the log knows, by themselves or by another strong name."""
    log = writer.snapshot.source("events")
    return f"""
        SELECT n.subject FROM staged_names n
        WHERE n.kind NOT IN {WEAK_KINDS!r} AND n.spelled NOT IN (SELECT spelled FROM tombstoned)
            AND n.subject IN (SELECT subject FROM staged_names
                WHERE spelled IN (SELECT spelled FROM tombstoned))
            AND n.name IN (
                SELECT subject FROM {log} UNION ALL SELECT unnest(identifiers) FROM {log})"""


def _strong_names(engine: Engine) -> list[str]:
    return [
        spelled
        for (spelled,) in engine.rows(
            f"SELECT DISTINCT spelled FROM staged_names WHERE kind NOT IN {WEAK_KINDS!r}"
        )
    ]


def _keep(engine: Engine, table: str, column: str, values: Iterable[str]) -> None:
    import pyarrow as pa

    engine.register(table, pa.table({column: pa.array(sorted(values), pa.string())}))


def _quoting(engine: Engine, path: Path, guard: _Guard) -> str:
    """Write the condition that a quarantined row quotes an erased person."""
    contents = engine.rows(
        f"SELECT DISTINCT content FROM read_parquet({quote_paths([path])}) WHERE content IS NOT NULL"
    )
    found = (content for (content,) in contents if guard.knows_any_in(content))
    _keep(engine, "suppressed_contents", "content", found)
    return "coalesce(r.content IN (SELECT content FROM suppressed_contents), false)"


def _without(
    engine: Engine,
    writer: SegmentWriter,
    path: Path,
    condition: str,
    counters: Sequence[Counter[str]],
) -> Path:
    """Write the file again without the rows, in its order; the file itself where it has none."""
    rows = f"read_parquet({quote_paths([path])}, file_row_number = true) r"
    counts = engine.rows(
        f"SELECT source_file, count(*) FROM {rows} WHERE {condition} GROUP BY ALL ORDER BY ALL"
    )
    if not counts:
        return path
    for file, number in counts:
        for counter in counters:
            counter[file or ""] += number
    target = writer.unfinished()
    engine.copy(
        f"SELECT r.* EXCLUDE (file_row_number) FROM {rows} WHERE NOT ({condition}) "
        "ORDER BY file_row_number",
        target,
    )
    return target


def _remembering(hashes: Iterable[str], also: Also | None) -> Also:
    """Write the new tombstones in the commit that would have brought the person back."""
    learnt = sorted(set(hashes))

    def inside(tables: Tables, report: AppendReport) -> None:
        if learnt:
            tables.tombstones.add(learnt, erasure=_LEARNT)
        if also is not None:
            also(tables, report)

    return inside
