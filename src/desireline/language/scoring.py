"""What was said, masked and scored: rows of `tables.UTTERANCES` for events that carry text.

In: SQL for events, and for the utterances that are known already.  Out: an Arrow table of the new
ones, or a new segment of the dataset `utterances`. Each different text is masked and scored once,
however often it was said: survey answers repeat themselves. One row per event and speaker, so that
(`event_key`, `speaker`) is unique; a transcript gives a row for the customer and one for the employee.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from desireline.engines import Engine, open_engine
from desireline.events import SegmentStore, SegmentWriter
from desireline.jobs import Job, QuietJob, give_back, share
from desireline.language.changes import (
    DATASET,
    SEEN,
    SIGNS_ONLY,
    SORT,
    fold,
    forget_withdrawn,
    in_own_words,
    look,
    to_read,
    without,
)
from desireline.language.feelings.learning import methods_of
from desireline.language.feelings.model import Method, Reading
from desireline.language.feelings.registry import method_for, methods, signature
from desireline.language.meaning.embedding import release
from desireline.language.pending import TEXT_LIMIT, Sources, prepare
from desireline.language.privacy.masking import Masked, mask
from desireline.language.recalling import Recalled, recall
from desireline.language.saying import OF_EVENT, PLACE, ROWS, put_in_order
from desireline.language.texts.guessing import UNKNOWN, guess_language
from desireline.language.texts.speakers import split_speakers
from desireline.language.told.noticing import notice
from desireline.tables import UTTERANCES

if TYPE_CHECKING:
    import pyarrow as pa

    from desireline.stores import Segment

_BATCH = 1_000
"""Texts that are read together."""
_FEW = 4_000
"""Up to so many texts, what was read before is looked up first."""
_SHARED = 8_000
"""From so many different words on, a second process reads with us: to begin, it takes what two thousand take to read."""
_PART = 40_000
"""Texts that are committed together: what a stopped run loses at most."""
_MANY = 5_000
"""After so many texts the encoder is let go: writing them, and what follows a large import, need the memory."""
_MEMORY = "300MB"
CUT = "cut"
"""`unread` of a text that has a feeling, of its first part alone: it was too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreReport:
    """What one refresh did. `texts` counts different texts, `utterances` rows written."""

    utterances: int
    texts: int
    methods: tuple[str, ...]


def score(
    engine: Engine,
    *,
    events_sql: str,
    known_sql: str | None = None,
    identities_sql: str | None = None,
    names_sql: str | None = None,
    job: Job | None = None,
) -> pa.Table:
    """Mask and score what was said in the events that are not known yet.

    Args:
        engine: where the events are queried; temporary tables `language_*` are made in it.
        events_sql: a SELECT with the columns of the event log.
        known_sql: a SELECT with `event_key` of what was scored before.
        identities_sql: a SELECT of (`subject`, `customer_id`): names of one record of a customer are
            then masked in all of them.
        names_sql: a SELECT of (`subject`, `name`) known from elsewhere.
        job: told how far it is; stops where asked to.

    Returns:
        Rows of `tables.UTTERANCES`, sorted by its key. The label is NULL where no method reads the
        language.
    """
    job = job or QuietJob()
    sources = Sources(
        events=in_own_words(events_sql),
        known=known_sql,
        identities=identities_sql,
        names=names_sql,
    )
    total = prepare(engine, sources)
    _score_range(engine, job, methods(), first=1, last=total, total=total)
    order = ", ".join(f'"{column}"' for column in SORT)
    return engine.query(f"{ROWS} ORDER BY {order}")


def refresh(
    segments: SegmentStore,
    *,
    engine: Engine | None = None,
    job: Job | None = None,
    wait_seconds: float = 10,
) -> ScoreReport:
    """Bring the dataset `utterances` up to date with the event log and with who is whom.

    Commits every so many texts: a run that is stopped goes on where it ended, and nothing is scored
    twice. Scored again is what a method of another version scored, what no method could read before
    and one can now, and what holds a name that was learnt since.
    """
    job = job or QuietJob()
    own = engine or open_engine(memory_limit=_MEMORY, temporary=segments.folder / "data" / "tmp")
    readers = methods_of(segments.store)
    try:
        with segments.writer(wait_seconds=wait_seconds, purpose="reading feelings") as writer:
            seen = segments.store.settings.get(SEEN) or {}
            now = look(writer.snapshot, readers)
            forget_withdrawn(own, writer, seen)
            fold(own, writer)
            total = prepare(own, to_read(own, writer.snapshot, seen, now, readers))
            kept = writer.snapshot.source(DATASET) if writer.snapshot.of(DATASET) else None
            written = 0
            for first in range(1, total + 1, _PART):
                last = min(first + _PART - 1, total)
                scored = _score_range(
                    own, job, readers, first=first, last=last, total=total, kept=kept
                )
                if last == total > _MANY:
                    release()
                    give_back()
                written += _commit(writer, own, scored)
            if now != seen:
                with segments.store.transaction() as tables:
                    tables.settings.put(SEEN, now)
    finally:
        if engine is None:
            own.close()
    return ScoreReport(
        utterances=written, texts=total, methods=tuple(signature(method) for method in readers)
    )


def _commit(writer: SegmentWriter, engine: Engine, scored: pa.Table) -> int:
    """Add the new rows, in a file of their own; what they replace leaves its files.

    Returns:
        How many rows are new.
    """
    rests: list[Segment] = []
    successors: dict[str, str | None] = {}
    if writer.snapshot.of(DATASET):
        engine.execute(
            f"CREATE OR REPLACE TEMP TABLE language_again AS SELECT DISTINCT event_key FROM ({ROWS})"
        )
        rests, successors = without(engine, writer, "language_again")
    added = put_in_order(engine, writer, scored)
    writer.commit(
        add=[*rests, added],
        remove=[s for s in writer.snapshot.of(DATASET) if s.path in successors],
        kind="language",
        changes_data=False,
        successors=successors,
    )
    return added.rows if added is not None else 0


def _score_range(
    engine: Engine,
    job: Job,
    readers: Sequence[Method],
    *,
    first: int,
    last: int,
    total: int,
    kept: str | None = None,
) -> pa.Table:
    """Score the texts numbered `first` to `last`: `ROWS` are then the utterances that said them.

    What stands in the utterances `kept` (something to say FROM) is not read again, where texts are few.
    """
    import pyarrow as pa

    words = "reading what was said"

    def batches() -> Iterator[list[_Text]]:
        for start in range(first, last + 1, _BATCH):
            job.progress(start - 1, total, words)
            yield _texts(engine, start, min(start + _BATCH - 1, last))

    read = partial(_score_texts, readers)
    if last - first < _FEW:
        masked = [_masked(texts) for texts in batches()]
        known = recall(engine, kept, _wanted(masked, readers)) if kept else {}
        scored = [_scored(readers, batch, known) for batch in masked]
    elif _different(engine, first, last) < _SHARED:
        scored = [read(texts) for texts in batches()]
    else:
        scored = share(batches(), read, read, check=job.check)
    if last == total:
        job.progress(total, total, words)
    rows = list(itertools.chain.from_iterable(scored))
    table = pa.Table.from_pylist(rows, schema=_schema())
    engine.register("language_scored", table.append_column(PLACE, pa.array(range(len(rows)))))
    return table


def _different(engine: Engine, first: int, last: int) -> int:
    """How many different words the texts are: those that are said in several languages are read once."""
    return engine.rows(
        "SELECT count(DISTINCT text) FROM language_texts WHERE number BETWEEN ? AND ?",
        [first, last],
    )[0][0]


_Text = tuple[int, str, str | None, Sequence[str]]
"""Number, text, language as its source states it, names of those whom it may name."""


def _texts(engine: Engine, first: int, last: int) -> list[_Text]:
    table = engine.query(
        "SELECT number, text, stated, names FROM language_texts WHERE number BETWEEN ? AND ?",
        [first, last],
    )
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


@dataclass(slots=True, kw_only=True)
class _Batch:
    """Texts by speaker: columns of utterances, filled little by little."""

    pieces: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    long: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Those of the pieces of which the end is not read."""


def _score_texts(readers: Sequence[Method], texts: Sequence[_Text]) -> list[dict[str, Any]]:
    return _scored(readers, _masked(texts), {})


def _masked(texts: Sequence[_Text]) -> _Batch:
    """Mask, guess the language, and notice what is said beside the feeling."""
    batch = _Batch()
    masks: dict[tuple[str, ...], Masked] = {}  # the same words may be said in several languages
    for number, text, stated, names in texts:
        cut = len(text) > TEXT_LIMIT
        for speaker, said in split_speakers(text[:TEXT_LIMIT]):
            known = (said, *names)
            masked = masks.get(known) or masks.setdefault(known, mask(said, names))
            batch.pieces.append(
                {
                    "number": number,
                    "speaker": speaker,
                    "language": guess_language(masked.text, stated=stated),
                    "personal_data": list(masked.kinds),
                    "text_masked": masked.text,
                }
            )
            if cut:
                batch.long.append(batch.pieces[-1])
    for piece in batch.pieces:
        piece.update(notice(piece["text_masked"], piece["language"]))
    return batch


def _wanted(batches: Sequence[_Batch], readers: Sequence[Method]) -> Iterator[tuple[str, str]]:
    """Which method is to read which text."""
    for batch in batches:
        for method, alike in _by_method(batch.pieces, readers):
            if method is not None:
                yield from ((signature(method), piece["text_masked"]) for piece in alike)


def _scored(readers: Sequence[Method], batch: _Batch, known: Recalled) -> list[dict[str, Any]]:
    """Let each method read all texts of its languages at once."""
    for method, alike in _by_method(batch.pieces, readers):
        if method is None:
            _leave(alike)
        else:
            _read(method, alike, known)
    for piece in batch.long:
        piece["unread"] = piece["unread"] or CUT
    return batch.pieces


def _by_method(
    pieces: Sequence[dict[str, Any]], readers: Sequence[Method]
) -> Iterator[tuple[Method | None, list[dict[str, Any]]]]:
    """Gather what one method reads, whatever the languages: the same words are read once."""
    found: dict[int, tuple[Method | None, list[dict[str, Any]]]] = {}
    for piece in pieces:
        language = SIGNS_ONLY if piece["unread"] == "signs" else piece["language"]
        method = None if language == UNKNOWN else method_for(language, readers)
        found.setdefault(id(method), (method, []))[1].append(piece)
    yield from found.values()


def _leave(pieces: list[dict[str, Any]]) -> None:
    for piece in pieces:
        piece["unread"] = piece["unread"] or "language"


def _read(method: Method, pieces: list[dict[str, Any]], known: Recalled) -> None:
    name = signature(method)
    different = dict.fromkeys(piece["text_masked"] for piece in pieces)
    texts = [text for text in different if (name, text) not in known]
    readings = zip(texts, method.score(texts), strict=True) if texts else ()
    columns = {text: _columns(reading, text) for text, reading in readings}
    for piece in pieces:
        text = piece["text_masked"]
        piece["method"] = name
        piece.update(known.get((name, text)) or columns[text])


def _columns(reading: Reading | None, text: str) -> dict[str, Any]:
    if reading is None:
        return {"unread": "no words"}
    return {
        "label": reading.label,
        "negative": reading.negative,
        "neutral": reading.neutral,
        "positive": reading.positive,
        "feeling": round(reading.feeling, 3),
        "cause": reading.cause,
        "emotion": reading.emotion,
        "intensity": reading.intensity,
        "sentences": _places(reading, text),
        "meaning": None if reading.meaning is None else list(reading.meaning),
        "unread": None,
    }


def _places(reading: Reading, text: str) -> str | None:
    """Where each sentence stands, so that its words need not be kept twice; NULL for one sentence."""
    if len(reading.sentences) < 2:
        return None
    places: list[tuple[int, int, float]] = []
    end = 0
    for sentence in reading.sentences:
        start = text.find(sentence.words, end)
        if start >= 0:
            end = start + len(sentence.words)
            places.append((start, end, round(sentence.feeling, 3)))
    return json.dumps(places, separators=(",", ":"))


def _schema() -> pa.Schema:
    import pyarrow as pa

    kinds = {
        "VARCHAR": pa.string(),
        "DOUBLE": pa.float64(),
        "VARCHAR[]": pa.list_(pa.string()),
        "TINYINT[]": pa.list_(pa.int8()),
    }
    own = [
        (column.name, kinds.get(column.type, pa.float64()))
        for column in UTTERANCES.columns
        if column.name not in OF_EVENT
    ]
    return pa.schema([("number", pa.int64()), *own])
