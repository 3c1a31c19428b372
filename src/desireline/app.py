"""The composition root: a folder in, an opened workspace with everything wired out.

The only place that knows which store and engine are in use. `Workspace` speaks the same verbs as the
command line and the HTTP interface.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from desireline import delivery, jobs, language, pipeline, recipe
from desireline import maps as map_package
from desireline import workspace as people
from desireline.errors import AmbiguityError, CancelledError, InputError, WorkspaceError
from desireline.events import SegmentStore, open_log
from desireline.identity import IdentityBook, Proposal
from desireline.insights import Book
from desireline.jobs import Listener
from desireline.language import KnownName, Learnt, ReadTurn, Topic
from desireline.maps import MapFile, Patch, Placement, Review, SharedMap
from desireline.pipeline import (
    Answer,
    Asked,
    Claim,
    Computed,
    Context,
    Import,
    ImportReport,
    Limits,
    Listened,
    Live,
    Matches,
    Move,
    Note,
    NoteAdded,
    PersonaMap,
    Portraits,
    Proposed,
    QualityReport,
    Readable,
    ReadableText,
    Repair,
    Status,
    Token,
    Trial,
    Withdrawn,
)
from desireline.render import render
from desireline.stores import (
    Heard,
    MapLog,
    OutboxRow,
    TicketRow,
    Watch,
    WebhookSecret,
    has_store,
    move_store,
    now_us,
    open_store,
)
from desireline.workspace import Layout, Role, create_layout, find_layout

if TYPE_CHECKING:
    from desireline.expressions import Field
    from desireline.insights import Behind, Comparison, Forecast
    from desireline.maps import Tally, Template
    from desireline.workspace import Erasure, Plan

_REDRAW_SECONDS = 60.0
_REDRAW_SHARE = 10
"""Maps rest so many times as long as drawing them took."""
_OPENED = "import sys; from desireline.app import open_existing; open_existing(sys.argv[1])"
_KEEPER = (sys.executable, "-P", "-c", f"{_OPENED}.keep()")
_DRAWER = (sys.executable, "-P", "-c", f"{_OPENED}.redraw()")
Ask = Callable[[AmbiguityError, str], str]


class Map:
    """A journey map: a document that people own, with the data's answers."""

    def __init__(self, file: MapFile, *, drawn_us: int | None = None) -> None:
        self.file = file
        self.drawn_us = now_us() if drawn_us is None else drawn_us

    @property
    def id(self) -> str:
        """Stable while the purpose lives."""
        return self.file.document.id

    @property
    def headline(self) -> str:
        """The one sentence of the reading view."""
        return self.file.snapshot.reading.headline

    @property
    def is_own(self) -> bool:
        """Whether somebody brought it, or began it from a template."""
        return self.id.startswith(pipeline.OWN)

    @property
    def tally(self) -> Tally:
        """What the data say to the cards that people wrote."""
        return map_package.tally(self.file)

    @property
    def contradicted(self) -> list[str]:
        """Cards whose words the data contradict, each with what they say."""
        return map_package.contradicted(self.file)

    def save(self, path: str | Path) -> Path:
        """Draw the map to a file: .html, .svg, .png, .pdf or .json, by the path's ending.

        Raises:
            RenderError: the ending is none of these, or the map cannot be drawn.
        """
        target = Path(path)
        render(self.file, target)
        return target

    def __repr__(self) -> str:
        return f"<Map {self.id}: {self.headline}>"


class Workspace:
    """An opened workspace. Use as a context manager, or `close()` it."""

    def __init__(self, layout: Layout, *, database: str | None = None) -> None:
        self.folder = layout.folder
        self._layout = layout
        self._store = open_store(layout.folder, database=database)
        self._lock = threading.Lock()
        manifest = self._store.manifest
        if manifest.pending_erasures() or manifest.following_erasures():
            people.finish_interrupted(self._context())
        self.audit = people.Audit(self._store)
        self.members = people.Members(self._store, self.audit)
        self.signing = people.Signing(self._store, self.audit)
        self.talk = people.Talk(self._store, self.members)
        self.opportunities = people.Opportunities(self._store, self.audit)
        self.goals = people.Goals(self._store, self.audit, self._written_recipe)
        self._sharing = threading.Lock()
        self._shared: dict[str, SharedMap] = {}
        self._shelf = pipeline.Shelf(self._store)
        self._redrawing = threading.Lock()
        self._drawer = jobs.Aside((*_DRAWER, str(layout.folder.resolve())))
        self._redraw_at = 0.0

    @property
    def erased(self) -> int:
        """How many names were erased here."""
        return self._store.tombstones.count()

    def add(
        self,
        *paths: str | Path,
        mapping: str | Path | None = None,
        answers: Mapping[str, str] | None = None,
        ask: Ask | None = None,
        again: bool = False,
        listener: Listener | None = None,
    ) -> ImportReport:
        """Read exports of other tools: files, folders or archives.

        Args:
            paths: what to read. The same file twice adds nothing.
            mapping: a mapping file for tables that are not recognised.
            answers: settles ambiguous columns beforehand, by the key that the question names.
            ask: called with a question and the file's name where the data allow two readings.
            again: take out first what these files brought, so that a mended reader or another mapping reads them anew.
            listener: called with (done, total, words) while it goes on.

        Returns:
            One report per file: rows, events, duplicates, quarantined, warnings, what was detected.
        """
        context = self._context()

        files = [Path(path) for path in paths]
        declared = None if mapping is None else Path(mapping)

        def work(job: jobs.Job) -> ImportReport:
            unread = (
                pipeline.withdraw_readings(context, files, mapping=declared, job=job)
                if again
                else ()
            )
            report = pipeline.add(
                context,
                files,
                mapping=declared,
                answers=answers or {},
                ask=ask,
                job=job,
            )
            pipeline.drain(context)  # what the live door took and a crash left behind
            pipeline.refresh(context, job=job)
            report.open_lists = pipeline.open_lists(context)
            report.unread = report.still_unread(unread)
            return report

        report = jobs.run(self._store, "import", str(self.folder), work, listener=listener)
        self.audit.note("import", detail={"files": len(report.files), "events": report.accepted})
        return report

    def add_from(
        self,
        declaration: str | Path,
        *,
        answers: Mapping[str, str] | None = None,
        ask: Ask | None = None,
        listener: Listener | None = None,
    ) -> ImportReport:
        """Read what is new in a database, as a TOML file declares it.

        Raises:
            InputError: the declaration is wrong, or the driver is not installed.
            EngineError: the database cannot be reached, or the query failed.
        """
        context = self._context()

        def work(job: jobs.Job) -> ImportReport:
            report = pipeline.add_query(
                context, Path(declaration), answers=answers or {}, ask=ask, job=job
            )
            pipeline.refresh(context, job=job)
            report.open_lists = pipeline.open_lists(context)
            return report

        return jobs.run(self._store, "import", str(self.folder), work, listener=listener)

    def imports(self) -> list[Import]:
        """What was imported: one entry a reading, oldest first."""
        return pipeline.imports(self._context())

    def withdraw(
        self, name: str, *, dry_run: bool = False, listener: Listener | None = None
    ) -> Withdrawn:
        """Take what one import brought out of the workspace, as if it had not been read.

        Args:
            name: the id of an import, or a file of it where that was imported once.
            dry_run: only say what would go.
            listener: called with (done, total, words) while it goes on.

        Raises:
            InputError: there is no such import, or several.
        """
        context = self._context()
        if dry_run:
            return pipeline.would_withdraw(context, name)

        def work(job: jobs.Job) -> Withdrawn:
            return pipeline.withdraw(context, name, job=job)

        found = jobs.run(self._store, "import", str(self.folder), work, listener=listener)
        self.audit.note("import.withdraw", found.id, {"events": found.events})
        return found

    def status(self) -> Status:
        """What the workspace holds: events, customers, journeys, sources, period."""
        return pipeline.status(self._context())

    def identities(self, *, masked: bool = True) -> IdentityBook:
        """Who is whom: pairs of records that wait for a person, and what people decided.

        Args:
            masked: names, addresses and numbers are shortened.
        """
        return pipeline.identities(self._context(), masked=masked)

    def decide(
        self,
        pair: str | Mapping[str, Answer],
        answer: Answer = "accept",
        *,
        by: str | None = None,
        listener: Listener | None = None,
    ) -> None:
        """Say that two records are one customer, or are not, or take that back.

        Decisions survive every later import. Only the customers concerned are made again.

        Args:
            pair: the name of a pair, or several with their answers.
            answer: accept, reject or undo.
            by: who decided.
            listener: called with (done, total, words) while it goes on.

        Raises:
            InputError: there is no such pair, or nothing to undo.
        """
        context = self._context()
        answers: Mapping[str, Answer] = {pair: answer} if isinstance(pair, str) else pair

        def work(job: jobs.Job) -> None:
            pipeline.decide(context, answers, by=by, job=job)

        jobs.run(self._store, "decide", str(self.folder), work, listener=listener)
        for id_, said in answers.items():
            self.audit.note("identity.decide", id_, {"answer": said})

    def check_pair(self, pair: str, answer: Answer = "accept") -> None:
        """Look whether `decide` would find a pair.

        Raises:
            InputError: there is no such pair.
        """
        pipeline.find_pair(self._context(), pair, answer)

    def propose(self, one: str, other: str, *, source: str, reason: str) -> Proposal:
        """Note that somebody who is not trusted says two subjects are one customer.

        Nobody is joined by it: it waits in `identities()` for a person.
        """
        return pipeline.propose(self._context(), one, other, source=source, reason=reason)

    def insights(
        self,
        *,
        purpose: str | None = None,
        topic: str | None = None,
        goal: str | None = None,
        listener: Listener | None = None,
    ) -> list[Book]:
        """What hurts, what delights, where customers leave, how long they wait: one book a purpose.

        Args:
            purpose: only this one.
            topic: name or number of a topic: only journeys in which customers speak of it.
            goal: name of a goal of recipe.toml: every ranking is by the effect on it.
            listener: called with (done, total, words) while it goes on.

        Raises:
            InputError: there is no such purpose, topic or goal; the hint lists them.
        """
        return pipeline.insights(
            self._context(), purpose=purpose, topic=topic, goal=goal, listener=listener
        )

    def compare(self, a: str, b: str, *, purpose: str | None = None) -> Comparison:
        """Two groups of journeys side by side: `channel = phone` against `channel = chat`.

        Args:
            a: a predicate: fields, comparisons, `and`, `or`, `not`.
            b: another one. Journeys that fit both are left out.
            purpose: of this one; else of the largest.

        Raises:
            InputError: there is no such purpose, a predicate cannot be read, or hardly anybody fits.
        """
        return pipeline.compare(self._context(), a, b, purpose=purpose)

    def askable(self, *, purpose: str | None = None) -> list[tuple[Field, list[str]]]:
        """What `compare` can ask of a journey: each field, and the usual values of texts.

        Raises:
            InputError: there are no data, or no such purpose.
        """
        return pipeline.askable(self._context(), purpose=purpose)

    def behind(
        self, purpose: str, touchpoint: str | None = None, target: str | None = None
    ) -> Behind:
        """What stands behind a touchpoint, or behind all of a purpose: spreads, trends, real journeys, calls.

        Args:
            purpose: its name.
            touchpoint: its name in the data.
            target: name of another one: waits are those before it.

        Raises:
            InputError: there is no such purpose.
        """
        return pipeline.behind(self._context(), purpose, touchpoint, target)

    def health(self, purpose: str) -> dict[str, Any]:
        """How all customers of a purpose feel and rate, and how that moved, as it was when its map was drawn.

        Raises:
            InputError: there is no such purpose.
        """
        return pipeline.kept_health(self._context(), purpose)

    def moves(
        self, purpose: str, *, persona: str | None = None, detail: float = 1.0
    ) -> list[Move]:
        """Where journeys of a purpose go next, as it was when its map was drawn.

        Args:
            purpose: its name.
            persona: of her customers alone; nothing before her map was drawn.
            detail: 0 to 1; .8 is the fewest moves that carry .8 of the departures from every touchpoint.

        Raises:
            InputError: there is no such purpose.
        """
        moves = pipeline.kept_moves(self._context(), purpose, persona=persona or "")
        return [one for one in moves if one["detail"] < detail]

    def data_mark(self) -> tuple[int, int]:
        """Changes whenever what is computed from the data could change: they moved, or somebody was erased."""
        return self._store.manifest.head().number, self._store.tombstones.count()

    def heard_call(self, call: str) -> list[ReadTurn]:
        """The turns of a recorded call, masked, by the id that `behind` gives it. Raises InputError where there is none."""
        return pipeline.heard_call(self._context(), call)

    def readings(self) -> list[Readable]:
        """Interviews, notes, studies and transcripts that there are to read, the newest first."""
        return pipeline.readings(self._context())

    def read_one(self, reading: str) -> ReadableText:
        """One of `readings` in sentences, masked. Raises InputError where there is none with that id."""
        return pipeline.read_one(self._context(), reading)

    def unmask(self, said: str) -> str:
        """The message that a quote is from, as it was written; that somebody asked is in the audit log.

        Raises:
            InputError: nothing has that id; whoever said it may have been erased.
        """
        text = pipeline.as_written(self._context(), said)
        self.audit.note("text.unmask", said[:40])
        return text

    def call_sound(self, call: str) -> Path:
        """The recording of a call; nothing in it is masked. Raises InputError where it is gone."""
        return pipeline.call_sound(self._context(), call)

    def what_if(self, condition: str, less: float, *, purpose: str | None = None) -> Forecast:
        """Forecast what comes of a condition struck less often; a number is kept in `forecasts`.

        Args:
            condition: as `insights` names what moments tried: `late`, `broken promise`.
            less: 0 to 1; .5 is half of it.
            purpose: of this one; else of the largest.

        Raises:
            InputError: there is no such purpose or condition, or `less` is no share.
        """
        return pipeline.what_if(self._context(), condition, less, purpose=purpose)

    def forecasts(self) -> list[dict[str, Any]]:
        """All forecasts that were kept, the oldest first."""
        return pipeline.forecasts(self._context())

    def maps(self, *, listener: Listener | None = None) -> list[Map]:
        """One map per purpose, the largest first; drawn once per data version, then kept."""
        with self._lock:
            files = pipeline.maps(self._context(), listener=listener)
        return [Map(file) for file in files]

    def recompute(self, *, listener: Listener | None = None) -> int:
        """Compute every map and insight of the newest data and keep them; return how many maps there are."""
        with (
            self._lock
        ):  # insights first: finding personas moves the data that maps are drawn from
            pipeline.keep_insights(self._context(), listener=listener)
        return len(self.maps(listener=listener))

    def shown_insights(self, *, purpose: str | None = None, goal: str | None = None) -> Computed:
        """The insights as they were computed last, at once; newer ones are begun where there is need.

        Args:
            purpose: only of this one.
            goal: name of a goal: every ranking is by the effect on it.

        Raises:
            InputError: there is no such purpose or goal.
        """
        computed = pipeline.kept_insights(self._context(), purpose=purpose)
        if computed is None:
            self.maps()
            computed = pipeline.kept_insights(self._context(), purpose=purpose)
        self._begin_redrawing()
        found = computed or Computed(insights=[], data_version=0, computed_us=0, behind=False)
        return found if goal is None else pipeline.toward_goal(self._context(), found, goal)

    def metrics(self) -> list[str]:
        """What a goal can be about: declared successes, and what the insights found to tell success from failure."""
        found = pipeline.kept_insights(self._context())
        told = () if found is None else found.insights
        known = {
            one["outcome"]
            for one in told
            if one["kind"] in ("moment", "driver") and one["outcome"]
        }
        return sorted(known | {one.name for one in self._written_recipe().successes})

    def redraw_soon(self) -> None:
        """What is shown answers another question now: compute it anew, beside everything else."""
        self._redraw_at = 0.0
        self._begin_redrawing()

    def shown_maps(self) -> list[Map]:
        """The maps as they were drawn last, at once; a newer drawing is begun where there is need."""
        kept = self._shelf.maps()
        if not kept:
            return self.maps()
        log = set(self._store.map_log.maps())
        self._begin_redrawing()
        return [
            Map(
                pipeline.with_people(file, self.shared_map(file.document.id).document())
                if file.document.id in log
                else file,
                drawn_us=drawn_us,
            )
            for file, drawn_us in kept
        ]

    def personas(self) -> Portraits | None:
        """What was found of each persona, as it was computed last; None before anybody looked.

        `recompute()` looks for them; newer ones are begun where there is need.
        """
        found = pipeline.kept_portraits(self._context())
        self._begin_redrawing()
        return found

    def persona_map(
        self, persona: str, *, purpose: str | None = None, listener: Listener | None = None
    ) -> Map:
        """Ask the questions of a map of one persona's customers alone.

        Args:
            persona: its name.
            purpose: of the map; the largest when None.
            listener: called with (done, total, words) while it goes on.

        Raises:
            InputError: there is no such persona or purpose.
        """
        document = self.map(purpose).file.document
        with self._lock:
            file = pipeline.draw_persona(self._context(), document, persona, listener=listener)
        return Map(file)

    def persona_maps(self, map_id: str) -> list[PersonaMap]:
        """The persona maps of a map that were drawn already."""
        return pipeline.kept_persona_maps(self._context(), map_id)

    def templates(self, *, language: str = "en") -> list[Template]:
        """Maps that one may begin with, in English or German (`de`)."""
        return map_package.templates(language=language)

    def begin_map(self, template: str, *, language: str = "en") -> Map:
        """Make a map from a template, in English or German (`de`): every card of it is an assumption.

        Raises:
            InputError: there is no such template.
        """
        made = Map(pipeline.begin_from(self._context(), template, language=language))
        self.audit.note("map.begin", made.id, {"template": template})
        return made

    def bring_map(self, path: str | Path, *, title: str | None = None) -> Map:
        """Make a map from a workshop's export (XLSX, CSV, a Miro board's items): every card is an assumption.

        Raises:
            InputError: there is no map in the file.
        """
        made = Map(pipeline.bring(self._context(), Path(path), title=title))
        self.audit.note("map.bring", made.id)
        return made

    def begin_below(self, map_id: str, stage: str, *, title: str | None = None) -> Map:
        """Make a map that tells one stage of another map in detail, and put it there.

        Raises:
            InputError: there is no such map or stage.
        """
        above = self.shared_map(map_id).document()
        made = Map(pipeline.begin_below(self._context(), above, stage, title=title))
        self.audit.note("map.begin", made.id, {"below": map_id})
        return made

    def place_map(
        self,
        map_id: str,
        *,
        under: str | None = None,
        stage: str | None = None,
        by: str | None = None,
    ) -> None:
        """Put a map under another one, or under one of its stages; with None at the top.

        Raises:
            InputError: there is no such map or stage, or the map would stand under itself.
        """
        known = {one.id: one.file.document for one in self.shown_maps()}
        wanted = map_package.Placement(map=under, stage=stage)
        self.edit_map(map_id, pipeline.place(known, map_id, wanted), by=by)

    def places(self, maps: Sequence[Map]) -> dict[str, Placement]:
        """Where each map stands among the others: under which one, and under which of its stages."""
        return map_package.placed((one.file.document for one in maps), pipeline.OWN)

    def review(self, map_: Map) -> Review:
        """When people should look at a map again, and why."""
        return pipeline.review(self._context(), map_.file)

    def note_review(self, map_id: str, *, on: date | None = None, by: str | None = None) -> None:
        """Say that people looked at the whole of a map; today where no day is named.

        Raises:
            InputError: there is no such map, or the day is to come.
        """
        today = datetime.now(UTC).date()
        day = on or today
        if day > today:
            raise InputError(
                f"A review cannot be on {day.isoformat()}: that day is to come.",
                hint="Name the day on which people looked at the map.",
                code="map.review",
            )
        self.edit_map(map_id, [{"command": "review_map", "on": day.isoformat()}], by=by)
        self.audit.note("map.review", map_id)

    def map_matches(self, map_id: str, *, purpose: str | None = None) -> Matches:
        """What every card of a map may speak of in the data; a person confirms.

        Raises:
            InputError: there is no such map or purpose, or there are no data.
        """
        document = self.shared_map(map_id).document()
        return pipeline.matches(self._context(), document, purpose)

    def confirm_matches(
        self,
        map_id: str,
        answers: Mapping[str, str | None],
        *,
        purpose: str | None = None,
        by: str | None = None,
        listener: Listener | None = None,
    ) -> Map:
        """Say what cards speak of: card -> touchpoint of the data, or None to take it back; the data answer.

        Raises:
            InputError: there is no such map, card, touchpoint or purpose.
        """
        context, shared = self._context(), self.shared_map(map_id)
        with self._lock:
            edition = pipeline.current_edition(context)
            file = pipeline.confirm(
                context,
                shared,
                answers,
                purpose=purpose,
                by=by,
                edition=edition,
                listener=listener,
            )
        return Map(file)

    def remove_map(self, map_id: str) -> None:
        """Take a map off the list that somebody brought or began; maps under it move up to where it stood.

        Raises:
            InputError: it is none of these.
        """
        places = self.places(self.shown_maps())
        pipeline.remove_own(self._context(), map_id)
        gone = places.get(map_id, Placement())
        for below in (id_ for id_, place in places.items() if place.map == map_id):
            self.place_map(below, under=gone.map, stage=gone.stage)
        self.forget_shared(map_id)
        self.audit.note("map.remove", map_id)

    def shared_map(self, map_id: str) -> SharedMap:
        """A map as several people edit it; one object a map, which follows what other processes write.

        Raises:
            InputError: there is no such map.
        """
        log = self._store.map_log
        with self._sharing:
            shared = self._shared.get(map_id)
            if shared is not None:
                shared.follow(log)
                return shared
            shared = map_package.load(log, map_id)
            if shared is None:
                file = self._kept_map(map_id)
                map_package.begin(log, file.document)
                shared = map_package.load(log, map_id)
                assert shared is not None
            self._shared[map_id] = shared
            return shared

    def _kept_map(self, map_id: str) -> MapFile:
        kept = [file for file, _ in self._shelf.maps()]
        for file in kept or [map_.file for map_ in self.maps()]:
            if file.document.id == map_id:
                return file
        raise InputError(
            f"There is no map {map_id!r}.", hint="GET /api/v1/maps lists them.", code="map.unknown"
        )

    @property
    def map_log(self) -> MapLog:
        """What editors changed on shared maps."""
        return self._store.map_log

    def watch(self, heard: Heard) -> Watch | None:
        """Hear at once what other processes on the same database do to maps; None: they cannot tell.

        Args:
            heard: called in another thread with a map's id, and a message for its editors or None: its log grew.
        """
        return self._store.watch(heard)

    def forget_shared(self, map_id: str) -> None:
        """Drop what is in memory of a shared map: the log could not keep it."""
        with self._sharing:
            self._shared.pop(map_id, None)

    def edit_map(
        self, map_id: str, commands: Sequence[Mapping[str, Any]], *, by: str | None = None
    ) -> list[Patch]:
        """Change a map by named commands, all or none; return the commands that take them back.

        Args:
            map_id: which map.
            commands: as `input.command` in docs/reference/api.md lists them.
            by: who does it, by member id.

        Raises:
            InputError: there is no such map, or a command does not fit it.
        """
        read = [map_package.read_command(one) for one in commands]
        shared = self.shared_map(map_id)
        try:
            return map_package.edit(self._store.map_log, shared, read, author=by)
        except WorkspaceError:
            self.forget_shared(map_id)
            raise

    def _begin_redrawing(self) -> None:
        if time.monotonic() >= self._redraw_at and self._redrawing.acquire(blocking=False):
            threading.Thread(target=self._redraw, name="drawing", daemon=True).start()

    def _redraw(self) -> None:
        started = time.monotonic()
        try:
            context = self._context()
            if not pipeline.is_behind(context):
                if not pipeline.is_shown_current(context):
                    self._drawer.run()  # one that failed, as it does beside an import, is begun again after the rest
                ended = time.monotonic()
                self._redraw_at = ended + max(_REDRAW_SECONDS, _REDRAW_SHARE * (ended - started))
        finally:
            self._redrawing.release()

    def map(self, purpose: str | None = None, *, listener: Listener | None = None) -> Map:
        """The map of one purpose, or of the largest.

        Raises:
            InputError: there is no data yet, or no such purpose.
        """
        drawn = self.maps(listener=listener)
        if not drawn:
            raise InputError(
                "There is nothing to map yet: the workspace holds no journeys.",
                hint="Import exports first: desireline import YOUR_EXPORTS -w WORKSPACE.",
                code="map.empty",
            )
        if purpose is None:
            return drawn[0]
        found = pipeline.meant(
            purpose,
            drawn,
            lambda one: one.file.document.purpose.id,
            lambda one: one.file.document.title,
        )
        if found:
            return found[0]
        raise pipeline.no_purpose(purpose, (one.file.document.purpose.id for one in drawn))

    def export(self, table: str, path: str | Path, *, listener: Listener | None = None) -> int:
        """Write a table as .csv, .parquet or .json; return the number of rows.

        Raises:
            InputError: there is no such table, or the path's ending is none of the three.
        """
        rows = pipeline.export(self._context(), table, Path(path), listener=listener)
        self.audit.note("export", table, {"rows": rows})
        return rows

    def erase(
        self,
        customer: str,
        *,
        dry_run: bool = False,
        confirm: Callable[[Plan], bool] | None = None,
        listener: Listener | None = None,
    ) -> Erasure:
        """Erase one customer from everything, for good. A re-import does not bring them back.

        Args:
            customer: a customer_id, a subject, or an identifier such as `email:ann@example.com`.
            dry_run: only say what would go.
            confirm: shown the plan; nothing is done unless it returns True. None: nobody is asked.
            listener: called with (done, total, words) while it goes on.

        Returns:
            `certificate`, without personal data; None where nothing was done. And the `plan`.

        Raises:
            InputError: nobody, or several customers, are known by that name.
        """
        erasure = people.erase(
            self._context(), customer, confirm=confirm, dry_run=dry_run, listener=listener
        )
        if erasure.certificate is not None:
            self.audit.note("erase", erasure.certificate["id"])
        return erasure

    def subject(self, customer: str, path: str | Path | None = None) -> dict[str, Any]:
        """All data of one person, unmasked; written to a .json, .html or .md file where one is named.

        Raises:
            InputError: nobody, or several customers, are known by that name.
        """
        found = people.answer(self._context(), customer, None if path is None else Path(path))
        self.audit.note("subject")  # of whom is not said: the log outlives an erasure
        return found

    def live(self, limits: Limits | None = None) -> Live:
        """The door for events, webhooks and notes while they happen; `start` and `stop` it."""
        return Live(
            self._store,
            self._context,
            keeper=(*_KEEPER, str(self.folder.resolve())),
            limits=limits,
        )

    def redraw(self) -> None:
        """Draw the maps and compute the insights that are out of date, until standard input ends."""
        alone = jobs.until_alone(make_way=True)
        with contextlib.suppress(CancelledError), jobs.stoppable(alone.is_set):
            self.maps()
            computed = pipeline.kept_insights(self._context())
            if computed is not None and computed.behind:
                self.recompute()

    def keep(self) -> None:
        """Bring what comes in into the log and the maps' tables, until standard input ends."""
        pipeline.keep(self._context)

    def invite(
        self,
        email: str,
        *,
        role: Role,
        by: str = people.COMMAND_LINE,
        address: str | None = None,
        language: Literal["en", "de"] = "en",
    ) -> tuple[TicketRow, str]:
        """Invite somebody of the company; return the ticket and its secret, never shown again.

        Args:
            email: of whom is invited.
            role: what they may do.
            by: id of the member who invites.
            address: of the server, to write them a mail with the link; None: no mail.
            language: of the mail.

        Raises:
            InputError: the address is none.
        """
        to = people.clean_email(email)
        row, secret = self.signing.make_ticket("invitation", by=by, role=role, email=to)
        if address is not None:
            link = f"{address.rstrip('/')}/#invitation={secret}"
            subject, text = people.invitation(self.folder.resolve().name, link, language)
            mail = delivery.Mail(
                key=f"invitation/{row.id}", kind="invitation", to=to, subject=subject, text=text
            )
            delivery.post(self._store, mail)
        return row, secret

    def postman(self) -> delivery.Postman | None:
        """Who sends what waits in the outbox; None where no mail server is set (DESIRELINE_SMTP)."""
        smtp = delivery.smtp_from(os.environ)
        return None if smtp is None else delivery.Postman(self._store, smtp)

    def outbox(self) -> list[OutboxRow]:
        """What left the house or waits to, the newest first."""
        return self._store.outbox.all()

    @property
    def id(self) -> str:
        """A name of its own, made once."""
        known = self._store.settings.get("workspace.id")
        if known is None:
            with self._store.transaction() as tables:
                known = tables.settings.get("workspace.id") or uuid.uuid4().hex
                tables.settings.put("workspace.id", known)
        return str(known)

    def set_up_link(self) -> tuple[TicketRow, str]:
        """A ticket by which the first account is made."""
        return self.signing.make_ticket("setup", by=people.COMMAND_LINE)

    def sign_in_link(self) -> tuple[TicketRow, str]:
        """A ticket that signs an owner in, once; the owner is made where nobody is there yet."""
        owners = [one for one in self.members.all() if one.role == "owner"]
        owner = owners[0] if owners else self.members.local_owner()
        return self.signing.make_ticket("sign-in", by=people.COMMAND_LINE, member=owner.id)

    def make_token(
        self,
        name: str,
        *,
        scope: str = "events",
        trusted: bool = False,
        role: Role | None = None,
        days: int | None = None,
    ) -> str:
        """Make a token for the live door or the API and return it; it is never shown again."""
        made = pipeline.make_token(
            self._store, name, scope=scope, trusted=trusted, role=role, days=days
        )
        self.audit.note("token.make", made[:11], {"scope": scope, "role": role, "days": days})
        return made

    def tokens(self) -> list[Token]:
        """All tokens, oldest first, by the beginning that people know them by."""
        return pipeline.list_tokens(self._store)

    def revoke_token(self, prefix: str) -> None:
        """Make a token useless.

        Raises:
            InputError: there is none with that beginning.
        """
        pipeline.revoke_token(self._store, prefix)
        self.audit.note("token.revoke", prefix[:11])

    def add_webhook(
        self, source: str, *, secret: str | None = None, trusted: bool | None = None
    ) -> tuple[WebhookSecret, str]:
        """Let a source send webhooks; return the secret, which is never shown again."""
        row, made = pipeline.add_secret(self._store, source, secret=secret, trusted=trusted)
        self.audit.note("webhook.add", source, {"secret": row.id})
        return row, made

    def webhooks(self) -> list[WebhookSecret]:
        """Which sources may send webhooks."""
        return pipeline.list_secrets(self._store)

    def remove_webhook(self, source: str, secret_id: str) -> None:
        """Forget a secret of a source.

        Raises:
            InputError: there is none.
        """
        pipeline.remove_secret(self._store, source, secret_id)
        self.audit.note("webhook.remove", source, {"secret": secret_id})

    def claims(self) -> list[Claim]:
        """What untrusted senders say about who is whom; nobody was joined by it."""
        return pipeline.claims(self._context())

    def note(
        self,
        text: str,
        *,
        touchpoint: str | None = None,
        stage: str | None = None,
        author: str | None = None,
        role: str | None = None,
        about: str | None = None,
        at: datetime | None = None,
    ) -> NoteAdded:
        """Keep what an employee says about customers: a hypothesis, which no number counts.

        Args:
            text: a sentence or two.
            touchpoint: where, as the map calls it.
            stage: where, if at no single touchpoint.
            author: who says it.
            role: sales, agent, store ...
            about: one customer it is about: an e-mail address, `phone:...` or `user:...`.
            at: when it was seen; now by default.

        Raises:
            InputError: there are no words, or `about` or `at` cannot be.
        """
        context = self._context()

        def work(job: jobs.Job) -> NoteAdded:
            return pipeline.add_note(
                context,
                text,
                touchpoint=touchpoint,
                stage=stage,
                author=author,
                role=role,
                about=about,
                at=at,
                job=job,
            )

        return jobs.run(self._store, "note", str(self.folder), work)

    def notes(self, *, touchpoint: str | None = None) -> list[Note]:
        """Hypotheses about customers, the newest first; texts are masked."""
        return pipeline.notes(self._context(), touchpoint=touchpoint)

    def quality(self) -> QualityReport:
        """What to know about the data before believing them, file by file and in all."""
        return pipeline.quality(self._context())

    def quarantine(self, *, file: str | None = None) -> list[dict[str, object]]:
        """Rows that could not be read, counted by file and reason, each with a masked example."""
        return pipeline.quarantine(self._context(), file=file)

    def export_quarantine(self, path: str | Path, *, file: str | None = None) -> int:
        """Write quarantined rows as they came into a CSV that can be mended.

        Raises:
            InputError: the path does not end in .csv, or cannot be written.
        """
        return pipeline.export_rows(self._context(), Path(path), file=file)

    def import_quarantine(self, path: str | Path, *, listener: Listener | None = None) -> Repair:
        """Read mended rows: what is right becomes events, once, and leaves the quarantine.

        Raises:
            InputError: the file is no list of quarantined rows.
        """
        context = self._context()

        def work(job: jobs.Job) -> Repair:
            repair = pipeline.import_rows(context, Path(path), job=job)
            pipeline.refresh(context, job=job)
            return repair

        return jobs.run(self._store, "import", str(self.folder), work, listener=listener)

    def texts_to_label(self, most: int = 100) -> list[tuple[str, bool]]:
        """Masked texts that are worth a label, with whether they were drawn at random."""
        return pipeline.texts_to_label(self._context(), most)

    def add_labels(self, labels: Iterable[tuple[str, str, bool]]) -> int:
        """Keep (text, feeling, drawn at random) as people said it; return how many there are.

        Raises:
            InputError: a feeling is none of negative, neutral, positive.
        """
        return pipeline.add_labels(self._context(), labels)

    def learn(self, *, listener: Listener | None = None) -> Learnt:
        """Fit this workspace's own head to its labels and ratings, and read all texts with it.

        Raises:
            InputError: there are too few of them.
        """
        context = self._context()

        def work(job: jobs.Job) -> Learnt:
            learnt = pipeline.learn(context)
            pipeline.refresh(context, job=job)
            return learnt

        return jobs.run(self._store, "learn", str(self.folder), work, listener=listener)

    def listen(
        self,
        *,
        model: str | Path | None = None,
        language: str | None = None,
        most: int | None = None,
        again: bool = False,
        listener: Listener | None = None,
    ) -> Listened:
        """Listen to the recordings of calls that wait, on this machine; words are masked before they are kept.

        Args:
            model: folder of a Whisper model for CTranslate2; else the one of `desireline[voice]`.
            language: two letters, where the calls' records do not say it.
            most: calls to listen to at most.
            again: also those that were heard before.
            listener: called with (done, total, words) while it goes on.

        Raises:
            InputError: the model cannot be used, or does not know the language.
        """
        context = self._context()

        def work(job: jobs.Job) -> Listened:
            listened = pipeline.listen(
                context,
                model=None if model is None else Path(model),
                spoken=language,
                most=most,
                again=again,
                job=job,
            )
            pipeline.refresh(context, job=job)
            return listened

        return jobs.run(self._store, "listen", str(self.folder), work, listener=listener)

    def call(self, record: str) -> list[ReadTurn]:
        """A recorded call that was listened to: its turns in order, masked.

        Raises:
            InputError: there is none with that id.
        """
        return pipeline.call_turns(self._context(), record)

    def topics(self, *, again: bool = False) -> list[Topic]:
        """What customers talk about; found when asked first, or anew with `again`."""
        return pipeline.find_topics(self._context(), again=again)

    def gazetteer(self, *, again: bool = False) -> list[KnownName]:
        """Products, places and competitors that texts may name; learnt when asked first, or anew with `again`."""
        return pipeline.find_names(self._context(), again=again)

    def add_name(self, kind: str, name: str) -> list[KnownName]:
        """Add a name to the gazetteer. Raises InputError where the kind is none of its kinds."""
        pipeline.find_names(self._context())
        return language.add_name(self._store, kind, name)

    def leave_out_name(self, name: str) -> list[KnownName]:
        """No longer take this for a name. Raises InputError where there is none."""
        return language.leave_out(self._store, name)

    def questions(self) -> list[Asked]:
        """What customers ask most, gathered by meaning; asked by five or more."""
        return pipeline.questions(self._context())

    def rename_topic(self, topic_id: int, name: str) -> Topic:
        """Give a topic a name that stays. Raises InputError where there is none."""
        return language.rename_topic(self._store, topic_id, name)

    def merge_topics(self, topic_id: int, into: int) -> Topic:
        """Count a topic's texts to another one. Raises InputError where there is none."""
        return language.merge_topics(self._store, topic_id, into)

    def pin_topic(self, topic_id: int) -> Topic:
        """Keep a topic through every fit. Raises InputError where there is none."""
        return language.pin_topic(self._store, topic_id)

    def next_files(self) -> list[str]:
        """What one more kind of export would add to the map, most useful first."""
        return pipeline.next_files(self._context())

    def close(self, *, wait_seconds: float = 20.0) -> bool:
        """Close the files, once a drawing that was begun beside has ended. Closing twice is fine.

        Args:
            wait_seconds: for the drawing.

        Returns:
            Whether it has ended: a process that ends while a thread of it is in the engine aborts.
        """
        self._drawer.stop()
        has_ended = self._redrawing.acquire(timeout=wait_seconds)
        self._store.close()
        if has_ended:
            self._redrawing.release()
        return has_ended

    def _written_recipe(self) -> recipe.Recipe:
        return recipe.load(self._layout.recipe if self._layout.recipe.exists() else None)

    def _context(self) -> Context:
        segments = SegmentStore(self._store)
        self._layout.temporary.mkdir(exist_ok=True)
        return Context(
            folder=self.folder,
            store=self._store,
            segments=segments,
            log=open_log(self.folder, self._store),
            recipe=people.aimed(self._written_recipe(), self._store),
            temporary=self._layout.temporary,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def known_tools() -> list[tuple[str, str]]:
    """Tools for which there is advice about their exports, with the group of each."""
    return pipeline.known_tools()


def export_requests(*tools: str) -> list[dict[str, object]]:
    """Say for each tool which export to request, where to click, and a ready e-mail.

    Raises:
        InputError: a tool is not known.
    """
    return pipeline.requests(tools)


def propose_mapping(
    path: str | Path,
    *,
    answers: Mapping[str, str] | None = None,
    ask: Ask | None = None,
    name: str = "my-table",
) -> Proposed:
    """Propose a mapping for a table that nobody has described, with a preview; nothing is kept.

    Raises:
        InputError: the file cannot be read, or there is no telling what its columns are.
    """
    return pipeline.propose_mapping(Path(path), answers=answers or {}, ask=ask, name=name)


def try_mapping(
    mapping: str | Path, *paths: str | Path, answers: Mapping[str, str] | None = None
) -> Trial:
    """Read files with a mapping and keep nothing: counts, first events, what would be set aside.

    Raises:
        InputError: the mapping is wrong, or fits none of the files.
    """
    return pipeline.try_mapping(
        Path(mapping), [Path(path) for path in paths], answers=answers or {}
    )


def open(folder: str | Path, *, database: str | None = None) -> Workspace:  # noqa: A001 - reads as `dl.open("acme")`
    """Open a workspace; create it where there is none.

    Args:
        folder: of the workspace.
        database: where the state of a new one is kept, for a team with several processes:
            postgresql://USER@HOST:5432/DATABASE. The folder remembers it. None: in the folder.

    Raises:
        WorkspaceError: the folder holds something else, or folder or database cannot be read or written.
        InputError: `database` is no address.
    """
    return Workspace(create_layout(Path(folder), exist_ok=True), database=database)


def exists(folder: str | Path) -> bool:
    """Whether a folder is a workspace."""
    return has_store(Path(folder))


def move_database(folder: str | Path, database: str) -> int:
    """Move the state of a workspace from its folder to PostgreSQL, for a team; return how many rows that were.

    Raises:
        WorkspaceError: there is none, it was moved before, a process has it open, or the database holds something.
        InputError: `database` is no address.
    """
    return move_store(find_layout(Path(folder)).folder, database)


def open_existing(folder: str | Path, *, database: str | None = None) -> Workspace:
    """Open a workspace that must exist; `database` may only name the one that it has.

    Raises:
        WorkspaceError: there is none, or its state is elsewhere.
        InputError: `database` is no address.
    """
    return Workspace(find_layout(Path(folder)), database=database)


def create(
    folder: str | Path, *, exist_ok: bool = False, database: str | None = None
) -> Workspace:
    """Create a workspace; `database` as for `open`.

    Raises:
        WorkspaceError: something stands there already, or the folder cannot be written.
        InputError: `database` is no address.
    """
    return Workspace(create_layout(Path(folder), exist_ok=exist_ok), database=database)
