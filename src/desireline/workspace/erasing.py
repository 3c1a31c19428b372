"""Erase one customer: everywhere, for good, provably, and finished whatever happens in between.

In: an opened workspace and whom to erase.  Out: what would go, or a certificate. One transaction takes the
person out of every dataset, table and document and leaves tombstones; after it, files are unlinked, what
is derived is made again, and the database is rewritten. A kill before the transaction leaves nothing done;
after it, whoever opens the workspace next finishes. `pipeline.refresh` afterwards groups people again and
learns again where that is cheap: the answers are those of a workspace that never knew the person.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desireline import journeys, pipeline
from desireline.errors import WorkspaceError
from desireline.events import ErasureReport, ErasureRequest, hashed, hashes_of_person, secret
from desireline.pipeline import Context
from desireline.stores import now_us
from desireline.workspace.holdings import holdings, undeclared_places
from desireline.workspace.person import Person, find

if TYPE_CHECKING:
    from desireline.jobs import Job
    from desireline.stores import Erasure, Tables

FORMAT = "desireline.erasure/1"
_ATTEMPTS = 5
NOT_REACHED = (
    "backups and copies of the workspace, until they expire",
    "exports, maps and reports that were saved outside the workspace",
    "the tools that the exports came from",
    "blocks that the disk has unlinked and not yet overwritten: disk encryption covers them",
    "what others said about the person without an address, a number or a full name",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an erasure would take."""

    person: Person
    rows: dict[str, int]
    """Rows that go, by dataset."""
    masked: dict[str, int]
    """Rows of others in which the person is named, by dataset."""
    quotes: int
    """Quotes that kept maps show."""
    mentions_in_recipe: int
    """People wrote them; people must take them out."""
    undeclared: tuple[str, ...]
    """Files in the folder that Desireline did not write: not looked at."""

    def as_dict(self) -> dict[str, Any]:
        """What `erase --dry-run --json` prints: counts, because nothing unmasked goes to a screen."""
        return {
            "customer_id": self.person.customer_id,
            "subjects": _kinds(self.person.subjects),
            "events": self.person.events,
            "removed": self.rows,
            "masked": self.masked,
            "quotes_on_maps": self.quotes,
            "shared_identifiers": _kinds(self.person.shared),
            "related_customers": list(self.person.related),
            "mentions_in_recipe": self.mentions_in_recipe,
            "not_looked_at": list(self.undeclared),
        }


def _kinds(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(name.partition(":")[0] for name in names).items()))


def plan(context: Context, name: str) -> Plan:
    """Find a person and count what an erasure would take.

    Raises:
        InputError: nobody, or several customers, are known by that name.
    """
    person = context.segments.read(lambda snapshot: find(snapshot, name))
    found = context.log.would_erase(_request(person, "dry-run"))
    return Plan(
        person=person,
        rows=found.rows,
        masked=found.masked,
        quotes=_quotes_on_maps(context, person),
        mentions_in_recipe=_mentions_in_recipe(context, person),
        undeclared=tuple(undeclared_places(context.folder)),
    )


def erased_before(context: Context, name: str) -> dict[str, Any] | None:
    """Return the certificate of whoever was erased under this name."""
    if not context.store.tombstones.count():
        return None
    key = secret(context.store)
    known = (context.store.tombstones.erasure_of(hashed(key, way)) for way in _ways(name))
    ids = {found for found in known if found}
    done = [one for one in context.store.manifest.erasures() if one.id in ids]
    return done[0].certificate if done else None


def _ways(name: str) -> tuple[str, ...]:
    name = name.strip()
    guessed = () if ":" in name else (f"email:{name}", f"phone:{name}", f"customer:{name}")
    return (name, *guessed)


def carry_out(context: Context, planned: Plan, *, job: Job) -> dict[str, Any]:
    """Erase; return the certificate.

    Raises:
        WorkspaceError: another process is writing, or keeps the database busy: the erasure is then
            committed, and the next command finishes it.
    """
    erasure_id = uuid.uuid4().hex
    started = _now()
    for attempt in range(1, _ATTEMPTS + 1):
        person = context.segments.read(lambda s: find(s, planned.person.customer_id))
        job.progress(0, None, "taking one person out of every store")
        try:
            _commit(context, person, erasure_id=erasure_id, started=started, planned=planned)
            break
        except WorkspaceError as error:
            if error.code != "workspace.stale" or attempt == _ATTEMPTS:
                raise
    return finish(context, job=job)[erasure_id]


def _commit(
    context: Context, person: Person, *, erasure_id: str, started: str, planned: Plan
) -> None:
    changed: dict[str, int] = {}
    left: list[int] = []

    def also(tables: Tables) -> None:
        key = secret(tables)
        hashes = hashes_of_person(
            key,
            (
                *person.names,
                *person.subjects,
                *(f"phone:{digits}" for digits in person.phones),
                f"customer:{person.customer_id}",
            ),
            person.values,
        )
        left.append(tables.tombstones.add(hashes, erasure=erasure_id))
        for table in holdings().tables:
            if table.erase is not None:
                rows = table.erase(tables, person.traces)
                if rows:
                    changed[table.name] = rows

    def certificate(report: ErasureReport) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "id": erasure_id,
            "product": f"desireline {_product()}",
            "requested_at": started,
            "data_version": person.version,
            "removed": report.rows,
            "masked_in_rows_of_others": report.masked,
            "changed_in_tables": changed,
            "files_rewritten": report.segments,
            "tombstones": left[-1],
            "identifiers_shared_with_others": len(person.shared),
            "related_customers": len(person.related),
            "mentions_in_recipe": planned.mentions_in_recipe,
            "files_not_looked_at": len(planned.undeclared),
            "not_reached": [*NOT_REACHED, *context.store.not_reached],
        }

    context.log.erase(
        _request(person, erasure_id), certificate=certificate, also=also, expected=person.version
    )


def unfinished(context: Context) -> bool:
    """Tell whether an erasure was interrupted."""
    manifest = context.store.manifest
    return bool(manifest.following_erasures() or manifest.pending_erasures())


def finish(context: Context, *, job: Job) -> dict[str, dict[str, Any]]:
    """Bring every committed erasure to its end; return the certificates by id. Repeating is harmless.

    Raises:
        WorkspaceError: files or the database are in use; the next command tries again.
    """
    manifest, store = context.store.manifest, context.store
    if manifest.pending_erasures():
        with context.segments.writer(purpose="erase"):
            pass  # whoever becomes the writer unlinks first
    if manifest.pending_erasures():
        raise WorkspaceError(
            "The person is erased, but other processes still hold the old files.",
            hint="Close them; the next command finishes the erasure.",
            code="erase.pending",
        )
    following = manifest.following_erasures()
    if not following:
        return {}
    pipeline.refresh(context, job=job)
    journeys.forget_unused_names(context.segments, store)
    for place in holdings().places:
        if place.sweep is not None:
            place.sweep(context.folder)
    with context.segments.writer(purpose="erase") as writer:
        writer.forget_superseded()
    job.progress(0, None, "rewriting the database")
    store.scrub()
    done: dict[str, dict[str, Any]] = {}
    for erasure in following:
        done[erasure.id] = _sealed(erasure)
        manifest.finish_erasure(erasure.id, at_us=now_us(), certificate=done[erasure.id])
    return done


def _sealed(erasure: Erasure) -> dict[str, Any]:
    """The certificate with its end, and the hash over all that it says."""
    body = {**erasure.certificate, "erased_at": _now()}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {**body, "sha256": hashlib.sha256(text.encode()).hexdigest()}


def _request(person: Person, erasure_id: str) -> ErasureRequest:
    return ErasureRequest(
        id=erasure_id,
        traces=person.traces,
        customers=(person.customer,),
        holdings=holdings().datasets,
    )


def _quotes_on_maps(context: Context, person: Person) -> int:
    shown = {
        quote
        for kind in ("map", "own-map", "persona-map")
        for document in context.store.documents.list(kind)
        for quote in document.body["file"]["snapshot"]["quotes"]
    }
    return len(shown & person.traces.quotes)


def _mentions_in_recipe(context: Context, person: Person) -> int:
    path = context.folder / "recipe.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return 0
    return sum(person.traces.mask(line) != line for line in text.splitlines())


def _product() -> str:
    from importlib.metadata import version

    return version("desireline")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
