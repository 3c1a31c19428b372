"""The sections of a store, in SQLAlchemy Core: each reads and writes through a connection it is lent.

`Lend` gives a connection for one call: the open one of a transaction, or a fresh one that commits
when the call ends. Statements are portable between SQLite and PostgreSQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    RowMapping,
    and_,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from desireline.errors import WorkspaceError
from desireline.stores import schema
from desireline.stores.access import SqlAccess
from desireline.stores.audit import SqlAudit
from desireline.stores.clock import now_us
from desireline.stores.comments import SqlComments
from desireline.stores.inbox import SqlInbox
from desireline.stores.lending import Lend, parts
from desireline.stores.map_log import SqlMapLog
from desireline.stores.model import (
    Access,
    AuditRows,
    Comments,
    Dictionaries,
    Document,
    Documents,
    Erasure,
    ImportRecord,
    Inbox,
    JobRow,
    JobRows,
    Json,
    Ledger,
    Manifest,
    MapLog,
    Outbox,
    People,
    PersonalRows,
    Segment,
    Settings,
    Tombstones,
    Version,
)
from desireline.stores.outbox import SqlOutbox
from desireline.stores.people import SqlPeople
from desireline.stores.personal import SqlPersonal, SqlTombstones


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The sections of one transaction."""

    documents: Documents
    settings: Settings
    manifest: Manifest
    ledger: Ledger
    dictionaries: Dictionaries
    jobs: JobRows
    personal: PersonalRows
    tombstones: Tombstones
    inbox: Inbox
    access: Access
    map_log: MapLog
    people: People
    audit: AuditRows
    comments: Comments
    outbox: Outbox


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _load(text: str | None) -> Json:
    return None if text is None else json.loads(text)


class SqlDocuments:
    """See model.Documents."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def get(self, kind: str, id: str, *, version: int | None = None) -> Document | None:  # noqa: A002
        """See Documents."""
        table = schema.document.c
        query = select(schema.document).where(table.kind == kind, table.id == id)
        if version is not None:
            query = query.where(table.version == version)
        with self._lend("read") as connection:
            row = (
                connection.execute(query.order_by(table.version.desc()).limit(1))
                .mappings()
                .first()
            )
        return None if row is None else _document(row)

    def put(
        self,
        kind: str,
        id: str,  # noqa: A002
        body: Json,
        *,
        expected: int | None = None,
        author: str | None = None,
        keep: int | None = None,
    ) -> int:
        """See Documents."""
        table = schema.document.c
        newest = select(func.coalesce(func.max(table.version), 0)).where(
            table.kind == kind, table.id == id
        )
        with self._lend("write") as connection:
            current = int(connection.execute(newest).scalar_one())
            if expected is not None and expected != current:
                raise WorkspaceError(
                    f"{kind} {id!r} is at version {current}, not {expected}: somebody saved it meanwhile.",
                    hint="Load it again and repeat the change.",
                    code="workspace.conflict",
                )
            connection.execute(
                insert(schema.document).values(
                    kind=kind,
                    id=id,
                    version=current + 1,
                    body=_dump(body),
                    updated_us=now_us(),
                    author=author,
                )
            )
            if keep is not None:
                connection.execute(
                    delete(schema.document).where(
                        table.kind == kind, table.id == id, table.version <= current + 1 - keep
                    )
                )
        return current + 1

    def list(self, kind: str) -> list[Document]:
        """See Documents."""
        table = schema.document.c
        newest = (
            select(table.id, func.max(table.version).label("version"))
            .where(table.kind == kind)
            .group_by(table.id)
            .subquery()
        )
        query = (
            select(schema.document)
            .join(newest, and_(table.id == newest.c.id, table.version == newest.c.version))
            .where(table.kind == kind)
            .order_by(table.id)
        )
        with self._lend("read") as connection:
            return [_document(row) for row in connection.execute(query).mappings()]

    def heads(self, kind: str) -> list[tuple[str, int, int]]:
        """See Documents."""
        table = schema.document.c
        # of one document the newest version was written last
        query = select(table.id, func.max(table.version), func.max(table.updated_us))
        query = query.where(table.kind == kind).group_by(table.id).order_by(table.id)
        with self._lend("read") as connection:
            return [(row[0], row[1], row[2]) for row in connection.execute(query)]

    def history(self, kind: str, id: str) -> list[Document]:  # noqa: A002
        """See Documents."""
        table = schema.document.c
        query = select(schema.document).where(table.kind == kind, table.id == id)
        with self._lend("read") as connection:
            rows = connection.execute(query.order_by(table.version)).mappings().all()
        return [_document(row) for row in rows]

    def delete(self, kind: str, id: str) -> bool:  # noqa: A002
        """See Documents."""
        table = schema.document.c
        with self._lend("write") as connection:
            gone = connection.execute(
                delete(schema.document).where(table.kind == kind, table.id == id)
            )
            return gone.rowcount > 0


def _document(row: RowMapping) -> Document:
    return Document(
        kind=row["kind"],
        id=row["id"],
        version=row["version"],
        body=_load(row["body"]),
        updated_us=row["updated_us"],
        author=row["author"],
    )


class SqlSettings:
    """See model.Settings."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def get(self, name: str, default: Json = None) -> Json:
        """See Settings."""
        query = select(schema.setting.c.value).where(schema.setting.c.name == name)
        with self._lend("read") as connection:
            text = connection.execute(query).scalar_one_or_none()
        return default if text is None else _load(text)

    def put(self, name: str, value: Json) -> None:
        """See Settings."""
        table = schema.setting
        with self._lend("write") as connection:
            changed = connection.execute(
                update(table).where(table.c.name == name).values(value=_dump(value))
            )
            if changed.rowcount == 0:
                connection.execute(insert(table).values(name=name, value=_dump(value)))

    def all(self) -> dict[str, Json]:
        """See Settings."""
        with self._lend("read") as connection:
            rows = connection.execute(select(schema.setting).order_by(schema.setting.c.name))
            return {row.name: _load(row.value) for row in rows}


class SqlManifest:
    """See model.Manifest."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def head(self) -> Version:
        """See Manifest."""
        query = select(schema.version).order_by(schema.version.c.number.desc()).limit(1)
        with self._lend("read") as connection:
            row = connection.execute(query).mappings().first()
        return Version() if row is None else _version(row)

    def version(self, number: int) -> Version | None:
        """See Manifest."""
        query = select(schema.version).where(schema.version.c.number == number)
        with self._lend("read") as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _version(row)

    def live(self, number: int | None = None) -> list[Segment]:
        """See Manifest."""
        table = schema.segment.c
        query = select(schema.segment)
        if number is None:
            query = query.where(table.removed.is_(None))
        else:
            query = query.where(
                table.added <= number, or_(table.removed.is_(None), table.removed > number)
            )
        return self._segments(query)

    def every(self) -> list[Segment]:
        """See Manifest."""
        return self._segments(select(schema.segment))

    def superseded_before(self, number: int) -> list[Segment]:
        """See Manifest."""
        old, again = schema.segment, schema.segment.alias()
        # content that came back has a second row with the same path: its file is in use
        used = select(again.c.path).where(
            again.c.path == old.c.path, or_(again.c.removed.is_(None), again.c.removed > number)
        )
        return self._segments(select(old).where(old.c.removed <= number, ~used.exists()))

    def _segments(self, query: Any) -> list[Segment]:
        table = schema.segment.c
        # a path says when its file was written: where it alone decided, customers would be
        # numbered differently by every import of the same files
        written = (table.added, table.min_at_us, table.rows, table.path)
        query = query.order_by(table.dataset, table.generation, table.low, *written)
        with self._lend("read") as connection:
            return [Segment(**row) for row in connection.execute(query).mappings()]

    def commit(
        self,
        *,
        expected: int,
        kind: str,
        changes_data: bool,
        at_us: int,
        add: Iterable[Segment],
        remove: Iterable[str],
        note: Json = None,
    ) -> Version:
        """See Manifest."""
        with self._lend("write") as connection:
            head = _head(connection)
            if head.number != expected:
                raise WorkspaceError(
                    f"The data moved from version {expected} to {head.number} meanwhile.",
                    hint="Run the command again.",
                    code="workspace.stale",
                )
            new = Version(
                number=head.number + 1,
                data=head.data + int(changes_data),
                at_us=at_us,
                kind=kind,
                note=note,
            )
            connection.execute(
                insert(schema.version).values(
                    number=new.number, data=new.data, at_us=at_us, kind=kind, note=_dump(note)
                )
            )
            _supersede(connection, list(remove), new.number)
            _add(connection, list(add), new.number)
        return new

    def forget(self, paths: Iterable[str]) -> None:
        """See Manifest."""
        with self._lend("write") as connection:
            for part in parts(list(paths)):
                connection.execute(delete(schema.segment).where(schema.segment.c.path.in_(part)))

    def begin_erasure(self, erasure: Erasure) -> None:
        """See Manifest."""
        with self._lend("write") as connection:
            connection.execute(
                insert(schema.erasure).values(
                    id=erasure.id,
                    requested_us=erasure.requested_us,
                    state=erasure.state,
                    paths=_dump(list(erasure.paths)),
                    certificate=None
                    if erasure.certificate is None
                    else _dump(erasure.certificate),
                )
            )

    def pending_erasures(self) -> list[Erasure]:
        """See Manifest."""
        return self._erasures(schema.erasure.c.state == "pending")

    def following_erasures(self) -> list[Erasure]:
        """See Manifest."""
        return self._erasures(schema.erasure.c.state == "following")

    def erasures(self) -> list[Erasure]:
        """See Manifest."""
        return self._erasures()

    def _erasures(self, *conditions: Any) -> list[Erasure]:
        table = schema.erasure.c
        query = select(schema.erasure).where(*conditions).order_by(table.requested_us, table.id)
        with self._lend("read") as connection:
            rows = connection.execute(query).mappings().all()
        return [
            Erasure(
                id=row["id"],
                requested_us=row["requested_us"],
                state=row["state"],
                paths=tuple(_load(row["paths"])),
                finished_us=row["finished_us"],
                certificate=_load(row["certificate"]),
            )
            for row in rows
        ]

    def unlinked(self, id: str, *, at_us: int) -> None:  # noqa: A002
        """See Manifest."""
        table = schema.erasure
        follows = table.c.certificate.is_not(None)
        with self._lend("write") as connection:
            connection.execute(
                update(table)
                .where(table.c.id == id)
                .values(
                    state=case((follows, "following"), else_="done"),
                    paths="[]",
                    finished_us=case((follows, None), else_=at_us),
                )
            )

    def finish_erasure(self, id: str, *, at_us: int, certificate: Json) -> None:  # noqa: A002
        """See Manifest."""
        with self._lend("write") as connection:
            connection.execute(
                update(schema.erasure)
                .where(schema.erasure.c.id == id)
                .values(state="done", finished_us=at_us, certificate=_dump(certificate))
            )


def _head(connection: Connection) -> Version:
    query = select(schema.version).order_by(schema.version.c.number.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return Version() if row is None else _version(row)


def _version(row: RowMapping) -> Version:
    return Version(
        number=row["number"],
        data=row["data"],
        at_us=row["at_us"],
        kind=row["kind"],
        note=_load(row["note"]),
    )


def _supersede(connection: Connection, paths: list[str], number: int) -> None:
    table = schema.segment.c
    gone = 0
    for part in parts(paths):
        gone += connection.execute(
            update(schema.segment)
            .where(table.path.in_(part), table.removed.is_(None))
            .values(removed=number)
        ).rowcount
    if gone != len(set(paths)):
        raise WorkspaceError(
            f"{len(set(paths)) - gone} of the segments to replace are not live any more.",
            hint="Run the command again.",
            code="workspace.stale",
        )


def _add(connection: Connection, segments: list[Segment], number: int) -> None:
    rows = [
        {name: getattr(segment, name) for name in Segment.__slots__}
        | {"added": number, "removed": None}
        for segment in segments
    ]
    if rows:
        connection.execute(insert(schema.segment), rows)


class SqlLedger:
    """See model.Ledger."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def get(self, sha256: str, mapping: str) -> ImportRecord | None:
        """See Ledger."""
        table = schema.import_file.c
        query = select(schema.import_file).where(table.sha256 == sha256, table.mapping == mapping)
        with self._lend("read") as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _record(row)

    def put(self, record: ImportRecord) -> None:
        """See Ledger."""
        table = schema.import_file
        values = {name: getattr(record, name) for name in ImportRecord.__slots__}
        values["report"] = _dump(record.report)
        with self._lend("write") as connection:
            connection.execute(_forgetting(record))
            connection.execute(insert(table).values(values))

    def find(self, sha256: str) -> list[ImportRecord]:
        """See Ledger."""
        return self._records(schema.import_file.c.sha256 == sha256)

    def list(self) -> list[ImportRecord]:
        """See Ledger."""
        return self._records()

    def remove(self, record: ImportRecord) -> None:
        """See Ledger."""
        with self._lend("write") as connection:
            connection.execute(_forgetting(record))

    def _records(self, *where: ColumnElement[bool]) -> list[ImportRecord]:
        table = schema.import_file.c
        query = select(schema.import_file).where(*where)
        with self._lend("read") as connection:
            rows = connection.execute(query.order_by(table.at_us, table.path, table.sha256))
            return [_record(row) for row in rows.mappings()]


def _forgetting(record: ImportRecord) -> Delete:
    table = schema.import_file
    return delete(table).where(table.c.sha256 == record.sha256, table.c.mapping == record.mapping)


def _record(row: RowMapping) -> ImportRecord:
    return ImportRecord(**{**row, "report": _load(row["report"])})


class SqlDictionaries:
    """See model.Dictionaries."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def codes(self, kind: str, names: Sequence[str]) -> dict[str, int]:
        """See Dictionaries."""
        known = {name: code for code, name in enumerate(self.names(kind))}
        if all(name in known for name in names):
            return {name: known[name] for name in names}
        with self._lend("write") as connection:
            # read again: another process may have added codes before this transaction began
            known = {name: code for code, name in enumerate(_names(connection, kind))}
            new = [name for name in dict.fromkeys(names) if name not in known]
            for code, name in enumerate(new, start=len(known)):
                connection.execute(
                    insert(schema.dictionary).values(kind=kind, code=code, name=name)
                )
                known[name] = code
        return {name: known[name] for name in names}

    def names(self, kind: str) -> list[str]:
        """See Dictionaries."""
        with self._lend("read") as connection:
            return _names(connection, kind)


def _names(connection: Connection, kind: str) -> list[str]:
    table = schema.dictionary.c
    query = select(table.name).where(table.kind == kind).order_by(table.code)
    return list(connection.execute(query).scalars())


_JOB_JSON = ("checkpoint", "error")


class SqlJobRows:
    """See model.JobRows."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend

    def get(self, id: str) -> JobRow | None:  # noqa: A002
        """See JobRows."""
        return self._first(select(schema.job).where(schema.job.c.id == id))

    def find(self, *, kind: str | None = None, state: str | None = None) -> list[JobRow]:
        """See JobRows."""
        table = schema.job.c
        query = select(schema.job)
        if kind is not None:
            query = query.where(table.kind == kind)
        if state is not None:
            query = query.where(table.state == state)
        with self._lend("read") as connection:
            rows = connection.execute(query.order_by(table.started_us.desc(), table.id)).mappings()
            return [_job(row) for row in rows]

    def latest(self, kind: str, key: str) -> JobRow | None:
        """See JobRows."""
        table = schema.job.c
        query = select(schema.job).where(table.kind == kind, table.key == key)
        return self._first(query.order_by(table.started_us.desc(), table.id.desc()).limit(1))

    def _first(self, query: Any) -> JobRow | None:
        with self._lend("read") as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _job(row)

    def insert(self, row: JobRow) -> None:
        """See JobRows."""
        values = {name: getattr(row, name) for name in JobRow.__slots__}
        with self._lend("write") as connection:
            connection.execute(insert(schema.job).values(_job_values(values)))

    def update(self, id: str, *, attempt: int, changes: Mapping[str, Any]) -> bool:  # noqa: A002
        """See JobRows."""
        table = schema.job
        with self._lend("write") as connection:
            changed = connection.execute(
                update(table)
                .where(table.c.id == id, table.c.attempt == attempt)
                .values(_job_values(changes))
            )
            return changed.rowcount == 1

    def request_cancel(self, id: str) -> bool:  # noqa: A002
        """See JobRows."""
        table = schema.job
        with self._lend("write") as connection:
            asked = connection.execute(
                update(table)
                .where(table.c.id == id, table.c.state == "running")
                .values(cancel_requested=True)
            )
            return asked.rowcount == 1


def _job_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _dump(value) if name in _JOB_JSON and value is not None else value
        for name, value in values.items()
    }


def _job(row: RowMapping) -> JobRow:
    return JobRow(**{**row, **{name: _load(row[name]) for name in _JOB_JSON}})


def sections(lend: Lend) -> Sections:
    """Bind every section to one way of getting a connection."""
    return Sections(
        documents=SqlDocuments(lend),
        settings=SqlSettings(lend),
        manifest=SqlManifest(lend),
        ledger=SqlLedger(lend),
        dictionaries=SqlDictionaries(lend),
        jobs=SqlJobRows(lend),
        personal=SqlPersonal(lend),
        tombstones=SqlTombstones(lend),
        inbox=SqlInbox(lend),
        access=SqlAccess(lend),
        map_log=SqlMapLog(lend),
        people=SqlPeople(lend),
        audit=SqlAudit(lend),
        comments=SqlComments(lend),
        outbox=SqlOutbox(lend),
    )
