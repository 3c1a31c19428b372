"""Topics: what customers talk about, found by meaning, named by words, kept by people.

In: the meanings of customers' utterances (128 small numbers each) and their texts.  Out: topics with a name, kept
in one setting of the workspace. Meaning is the same in every language that the encoder knows, so a topic gathers
them. Choices of people outlive a new fit: a renamed or pinned topic keeps its number and name, what was merged
stays merged. The number of topics follows from the number of texts: there is no true one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from desireline.engines import Engine, literal
from desireline.errors import InputError
from desireline.language.meaning.heads import meaning_width
from desireline.language.told.phrases import FEWEST_CUSTOMERS, words_and_phrases
from desireline.stores import Store

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KEPT = "language.topics"
FEWEST_TEXTS = 40
_MOST_TEXTS = 20_000
_MOST_TOPICS = 24
_ROUNDS = 30
_SAME_AT = 0.8
"""Cosine above which a new cluster is an old topic again."""
_FIRST = 6
"""Phrases of a topic that may become its name."""
_STEM = 4
"""Letters that two forms of one word share at least."""
_EVERYWHERE = 0.2
"""Share of the topics beyond which a word, such as the company's own name, tells none of them from the others."""
BELONGS_AT = 0.2
"""Cosine below which a text belongs to no topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic. `centre` is a direction of meaning, length 100."""

    id: int
    name: str
    centre: tuple[int, ...]
    named_by_people: bool = False
    pinned: bool = False
    merged_into: int | None = None


def read_topics(store: Store) -> list[Topic]:
    """The topics of a workspace; none before the first fit."""
    kept: list[dict[str, Any]] = list(store.settings.get(_KEPT) or [])
    topics = [replace(Topic(**one), centre=tuple(one["centre"])) for one in kept]
    # Of an earlier version, whose meanings had other directions: they are found anew.
    return [topic for topic in topics if len(topic.centre) == meaning_width()]


def refit_topics(engine: Engine, store: Store, *, utterances: str) -> list[Topic]:
    """Find topics anew and keep them; what people chose stays.

    Args:
        engine: where the utterances are read.
        store: where topics are kept.
        utterances: a SELECT of utterances with `subject`, `speaker`, `meaning`, `text_masked`.
    """
    import numpy as np

    rows = engine.rows(
        f"""SELECT subject, meaning, text_masked FROM ({utterances})
        WHERE speaker = 'customer' AND meaning IS NOT NULL
        ORDER BY hash(text_masked), subject LIMIT {_MOST_TEXTS}"""
    )
    if len(rows) < FEWEST_TEXTS:
        return read_topics(store)
    vectors = _unit(np.array([row[1] for row in rows], dtype=float))
    of_text = _cluster(vectors, min(_MOST_TOPICS, max(2, round(math.sqrt(len(rows) / 8)))))
    found = _name(rows, vectors, of_text)
    topics = _keep_choices(read_topics(store), found)
    _write(store, topics)
    return topics


def rename_topic(store: Store, topic_id: int, name: str) -> Topic:
    """Give a topic a name that no fit changes."""
    return _change(store, topic_id, name=name.strip(), named_by_people=True)


def pin_topic(store: Store, topic_id: int) -> Topic:
    """Keep a topic, with its meaning, through every fit."""
    return _change(store, topic_id, pinned=True)


def merge_topics(store: Store, topic_id: int, into: int) -> Topic:
    """Count a topic's texts to another one from now on, and those of topics that were merged into it."""
    topics = {topic.id: topic for topic in read_topics(store)}
    if into not in topics or topics[into].merged_into is not None or into == topic_id:
        raise _unknown(into)
    for topic in topics.values():
        if topic.merged_into == topic_id:
            _change(store, topic.id, merged_into=into)
    return _change(store, topic_id, merged_into=into, pinned=True)


def topic_sql(topics: Sequence[Topic], meaning: str) -> str:
    """SQL expression: names of the topic that a meaning is nearest to, as a list; empty for none."""
    if not topics:
        return "[]::VARCHAR[]"
    name_of = {topic.id: topic.name for topic in topics}
    near = [
        f"{{'s': list_cosine_similarity({meaning}::FLOAT[], {list(topic.centre)}::FLOAT[]), "
        f"'n': {literal(name_of[topic.merged_into or topic.id])}}}"
        for topic in topics
    ]
    best = f"list_sort([{', '.join(near)}], 'DESC')[1]"
    return f"CASE WHEN {meaning} IS NULL OR {best}.s < {BELONGS_AT} THEN [] ELSE [{best}.n] END"


def _change(store: Store, topic_id: int, **changes: Any) -> Topic:
    topics = read_topics(store)
    for place, topic in enumerate(topics):
        if topic.id == topic_id:
            topics[place] = replace(topic, **changes)
            _write(store, topics)
            return topics[place]
    raise _unknown(topic_id)


def _unknown(topic_id: int) -> InputError:
    return InputError(
        f"There is no topic {topic_id} to use here.",
        hint="List the topics with `desireline topics`; a merged topic cannot be merged into.",
        code="topics.unknown",
    )


def _write(store: Store, topics: Sequence[Topic]) -> None:
    with store.transaction() as tables:
        tables.settings.put(_KEPT, [asdict(topic) for topic in topics])


def _unit(vectors: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def _cluster(vectors: NDArray[Any], k: int) -> NDArray[Any]:
    """K-means on the sphere, started from texts far from each other: the same texts, the same topics."""
    import numpy as np

    chosen = [int(np.argmax(vectors @ vectors.mean(axis=0)))]
    nearest = vectors @ vectors[chosen[0]]
    rng = np.random.default_rng(7)
    while len(chosen) < k:
        away = np.maximum(1 - nearest, 0) ** 2
        if away.sum() < 1e-9:  # fewer different texts than topics: all of them begin one already
            break
        chosen.append(int(rng.choice(len(vectors), p=away / away.sum())))
        nearest = np.maximum(nearest, vectors @ vectors[chosen[-1]])
    centres = vectors[chosen]
    of_text = np.zeros(len(vectors), dtype=int)
    columns = np.ascontiguousarray(vectors.T)
    for _ in range(_ROUNDS):
        moved = np.argmax(vectors @ centres.T, axis=1)
        if (moved == of_text).all():
            break
        of_text = moved
        sums = [np.bincount(of_text, column, len(centres)) for column in columns]
        centres = _unit(np.stack(sums, axis=1))
    return of_text


def _name(
    rows: Sequence[tuple[Any, ...]], vectors: NDArray[Any], of_text: NDArray[Any]
) -> list[Topic]:
    """Name each cluster by the phrases that it holds and the others do not (c-TF-IDF)."""
    import numpy as np

    counts: dict[int, Counter[str]] = defaultdict(Counter)
    people: dict[int, set[str]] = defaultdict(set)
    said_in = {text: {*words_and_phrases(text)} for text in {text for _, _, text in rows}}
    for (subject, _, text), number in zip(rows, of_text.tolist(), strict=True):
        counts[number].update(said_in[text])
        people[number].add(subject)
    everywhere = sum(counts.values(), Counter[str]())
    mean = everywhere.total() / max(1, len(counts))
    ranked = {
        number: sorted(said, key=lambda p: (-said[p] * math.log(1 + mean / everywhere[p]), p))
        for number, said in sorted(counts.items())
        if len(people[number]) >= FEWEST_CUSTOMERS
    }
    common = _common([phrases[:_FIRST] for phrases in ranked.values()])
    topics: list[Topic] = []
    for number, phrases in ranked.items():
        telling = [phrase for phrase in phrases if not common.intersection(phrase.split())]
        centre = _unit(vectors[of_text == number].mean(axis=0, keepdims=True))[0] * 100
        topics.append(
            Topic(
                id=0,
                name=", ".join(_distinct(telling or phrases)) or f"topic {number + 1}",
                centre=tuple(int(value) for value in np.round(centre)),
            )
        )
    return topics


def _common(of_topics: Sequence[Sequence[str]]) -> set[str]:
    """Words by which too many topics would be called."""
    met = Counter(
        word for phrases in of_topics for word in {w for one in phrases for w in one.split()}
    )
    return {word for word, n in met.items() if n > max(2, _EVERYWHERE * len(of_topics))}


def _distinct(ranked: Sequence[str]) -> list[str]:
    """The first three phrases that do not repeat a word of an earlier one, in this form or another (shower, showers)."""
    chosen: list[str] = []
    for phrase in ranked:
        words = [word for other in chosen for word in other.split()]
        if not any(_is_form_of(word, other) for word in phrase.split() for other in words):
            chosen.append(phrase)
        if len(chosen) == 3:
            break
    return chosen


def _is_form_of(word: str, other: str) -> bool:
    longer, shorter = max(len(word), len(other)), min(len(word), len(other))
    same = max(_STEM, shorter - 1)
    return word == other or (
        shorter >= _STEM and longer - shorter <= 2 and word[:same] == other[:same]
    )


def _keep_choices(old: Sequence[Topic], found: Sequence[Topic]) -> list[Topic]:
    kept = [topic for topic in old if topic.pinned or topic.named_by_people]
    others = [topic for topic in old if topic not in kept]
    following = max((topic.id for topic in old), default=0) + 1
    topics = list(kept)
    for topic in found:
        if any(_alike(topic, one) >= _SAME_AT for one in kept):
            continue
        again = max(others, key=lambda one: _alike(topic, one), default=None)
        if again is not None and _alike(topic, again) >= _SAME_AT:
            others.remove(again)
            topics.append(replace(topic, id=again.id))
        else:
            topics.append(replace(topic, id=following))
            following += 1
    return sorted(topics, key=lambda topic: topic.id)


def _alike(one: Topic, other: Topic) -> float:
    return sum(a * b for a, b in zip(one.centre, other.centre, strict=True)) / 10_000
