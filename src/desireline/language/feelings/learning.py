"""A workspace's own head: the shipped one, bent by people's labels and by ratings beside comments.

In: labels that people gave (kept by the text's hash, never with the text), and comments with a rating.  Out: a head
of this workspace, and how often it is right on labels that it had not seen, beside the shipped head on the same.
A hundred labels move thresholds more than meaning, so the weights are pulled to the shipped ones and how hard is
chosen by cross-validation. Texts to label are taken in turn at random and where the head is least sure; accuracy
is counted on the random ones alone, because the doubtful ones are not a fair sample.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from desireline.engines import Engine
from desireline.errors import InputError
from desireline.language.feelings.features import FEATURES
from desireline.language.feelings.model import FEELINGS, Method
from desireline.language.feelings.reading import text_rows
from desireline.language.feelings.registry import methods
from desireline.language.feelings.sentence_method import LANGUAGES, SentenceMethod
from desireline.language.meaning.heads import Trained, shipped
from desireline.language.meaning.logistic import Head, fit, fit_temperature, softmax
from desireline.stores import Store

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST_LABELS = 20
_LABELS, _HEAD = "language.labels", "language.head"
_FOLDS = 5
_PENALTIES = (3.0, 30.0, 300.0, 3_000.0)
_RATING_COUNTS = 0.25
"""A rating speaks of more than the sentence beside it."""
_MOST_RATED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What came of a fit. Shares with a 95 % interval; `before` is the shipped head on the same labels."""

    labels: int
    rated: int
    tested: int
    accuracy: float
    low: float
    high: float
    before: float
    calibration_error: float


def text_hash(text: str) -> str:
    """What a label is kept by."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def read_labels(store: Store) -> dict[str, tuple[str, bool]]:
    """Label and whether the text was drawn at random, by the text's hash."""
    return {
        key: (label, fair) for key, (label, fair) in (store.settings.get(_LABELS) or {}).items()
    }


def add_labels(store: Store, labels: Iterable[tuple[str, str, bool]]) -> int:
    """Keep labels of (text, label, drawn at random); a text's newest label counts. Returns how many are kept."""
    kept: dict[str, Any] = dict(store.settings.get(_LABELS) or {})
    for text, label, fair in labels:
        if label not in FEELINGS:
            raise InputError(
                f"{label!r} is not a feeling.",
                hint=f"Say one of: {', '.join(FEELINGS)}.",
                code="label.unknown",
            )
        kept[text_hash(text)] = [label, fair]
    with store.transaction() as tables:
        tables.settings.put(_LABELS, kept)
    return len(kept)


def texts_to_label(
    engine: Engine, store: Store, *, utterances: str, most: int
) -> list[tuple[str, bool]]:
    """Texts of customers that have no label yet, in turn at random and where the head is least sure."""
    known = read_labels(store)
    rows = engine.rows(
        f"""SELECT text_masked, greatest(any_value(negative), any_value(neutral), any_value(positive))
        FROM ({utterances}) WHERE speaker = 'customer' AND label IS NOT NULL AND len(text_masked) > 3
        GROUP BY text_masked ORDER BY hash(text_masked), text_masked LIMIT 50000"""
    )
    fresh = [(text, sure) for text, sure in rows if text_hash(text) not in known]
    doubtful = sorted(fresh, key=lambda row: row[1])
    chosen: dict[str, bool] = {}
    for (fair, _), (unsure, _) in zip(fresh, doubtful, strict=True):
        for text, at_random in ((fair, True), (unsure, False)):
            if len(chosen) < most:
                chosen.setdefault(text, at_random)
    return list(chosen.items())


def learn(engine: Engine, store: Store, *, utterances: str, rated: str) -> Learnt:
    """Fit the workspace's head and keep it; the next refresh reads all texts with it.

    Args:
        engine: where texts are read.
        store: where labels are read from and the head is kept.
        utterances: a SELECT of utterances.
        rated: a SELECT of (`text_masked`, `language`, `share`): comments beside a rating, 0 worst to 1 best.

    Raises:
        InputError: there are too few labels and ratings to learn from.
    """
    import numpy as np

    texts, languages, answers, counts, fair = _examples(engine, store, utterances, rated)
    if len(texts) < FEWEST_LABELS or len({*answers}) < 2:
        raise InputError(
            f"There are {len(texts)} labels and rated comments, in {len({*answers})} feelings.",
            hint=f"Give at least {FEWEST_LABELS}, of two feelings: `desireline label 100`.",
            code="label.too-few",
        )
    rows = _rows(texts, languages)
    shares = np.eye(3)[answers]
    weights = np.asarray(counts)
    prior = shipped("sentiment")
    start = Head(prior.head.weights / prior.temperature, prior.head.constants / prior.temperature)
    penalty, unseen = _choose_penalty(rows, shares, weights, start)
    head = fit(rows, shares, penalty=penalty, row_weights=weights, prior=start)
    temperature = fit_temperature(unseen, shares, weights)
    stamp = hashlib.sha256(head.weights.round(6).tobytes()).hexdigest()[:8]
    learnt = _measure(fair, answers, softmax(unseen / temperature), start.chances(rows), counts)
    with store.transaction() as tables:
        tables.settings.put(
            _HEAD,
            {
                "weights": head.weights.round(7).tolist(),
                "constants": head.constants.round(7).tolist(),
                "temperature": temperature,
                "stamp": f"{prior.stamp}+{stamp}",
                "learnt": asdict(learnt),
            },
        )
    return learnt


def read_learnt(store: Store) -> Learnt | None:
    """What came of the last fit of this workspace; None where it has no head of its own."""
    kept = _kept(store)
    return Learnt(**kept["learnt"]) if kept else None


def is_to_learn_again(store: Store) -> bool:
    """Whether the workspace's head reads rows of another shape than today's: its labels are kept, and teach a new one."""
    return bool(store.settings.get(_HEAD)) and _kept(store) is None


def _kept(store: Store) -> dict[str, Any] | None:
    kept = store.settings.get(_HEAD)
    return kept if kept and len(kept["weights"][0]) == FEATURES else None


def methods_of(store: Store) -> tuple[Method, ...]:
    """The methods that read a workspace's texts: its own head in place of the shipped one."""
    import numpy as np

    kept = _kept(store)
    if kept is None:
        return methods()
    own = Trained(
        head=Head(np.asarray(kept["weights"]), np.asarray(kept["constants"])),
        classes=FEELINGS,
        temperature=float(kept["temperature"]),
        stamp=str(kept["stamp"]),
    )
    others = [method for method in methods() if not isinstance(method, SentenceMethod)]
    return (
        *others,
        SentenceMethod(english=True, sentiment=own),
        SentenceMethod(english=False, sentiment=own),
    )


def _examples(
    engine: Engine, store: Store, utterances: str, rated: str
) -> tuple[list[str], list[str], list[int], list[float], list[bool]]:
    labels = read_labels(store)
    examples: dict[str, tuple[str, int, float, bool]] = {}
    for text, language, share in engine.rows(
        f"SELECT text_masked, language, share FROM ({rated}) ORDER BY hash(text_masked), share LIMIT {_MOST_RATED}"
    ):
        feeling = 0 if share <= 0.3 else 2 if share >= 0.7 else 1
        if language in LANGUAGES:
            examples[text] = (language, feeling, _RATING_COUNTS, False)
    for text, language in engine.rows(
        f"SELECT DISTINCT text_masked, language FROM ({utterances}) WHERE label IS NOT NULL ORDER BY 1"
    ):
        found = labels.get(text_hash(text))
        if found is not None:
            examples[text] = (language, FEELINGS.index(found[0]), 1.0, found[1])
    texts = list(examples)
    languages, answers, counts, fair = (
        zip(*examples.values(), strict=True) if texts else ((), (), (), ())
    )
    return texts, list(languages), list(answers), list(counts), list(fair)


def _rows(texts: Sequence[str], languages: Sequence[str]) -> NDArray[Any]:
    import numpy as np

    english = np.array([language == "en" for language in languages])
    rows = np.zeros((len(texts), FEATURES))
    for is_english in (True, False):
        chosen: list[int] = np.flatnonzero(english == is_english).tolist()
        if chosen:
            rows[chosen] = text_rows([texts[n] for n in chosen], english=is_english)
    return rows


def _choose_penalty(
    rows: NDArray[Any], shares: NDArray[Any], weights: NDArray[Any], start: Head
) -> tuple[float, NDArray[Any]]:
    """The penalty with the least loss on rows not seen, and the logits it gave them."""
    import numpy as np

    folds = np.arange(len(rows)) % _FOLDS
    tried: list[tuple[float, float, NDArray[Any]]] = []
    for penalty in _PENALTIES:
        unseen = np.zeros_like(shares)
        for fold in range(_FOLDS):
            held = folds == fold
            head = fit(
                rows[~held],
                shares[~held],
                penalty=penalty,
                row_weights=weights[~held],
                prior=start,
            )
            unseen[held] = head.logits(rows[held])
        missed = -(weights[:, None] * shares * np.log(softmax(unseen) + 1e-9)).sum()
        tried.append((float(missed), penalty, unseen))
    _, penalty, unseen = min(tried, key=lambda one: one[:2])
    return penalty, unseen


def _measure(
    fair: Sequence[bool],
    answers: Sequence[int],
    after: NDArray[Any],
    before: NDArray[Any],
    counts: Sequence[float],
) -> Learnt:
    """Accuracy on fair labels; on ratings where nobody has labelled."""
    import numpy as np

    labelled = int(sum(count == 1.0 for count in counts))
    tested = np.array(fair) if sum(fair) >= FEWEST_LABELS else np.ones(len(answers), dtype=bool)
    truth = np.array(answers)[tested]
    right = after[tested].argmax(axis=1) == truth
    low, high = _wilson(int(right.sum()), len(right))
    return Learnt(
        labels=labelled,
        rated=len(answers) - labelled,
        tested=len(right),
        accuracy=round(float(right.mean()), 4),
        low=low,
        high=high,
        before=round(float((before[tested].argmax(axis=1) == truth).mean()), 4),
        calibration_error=round(calibration_error(after[tested], truth), 4),
    )


def calibration_error(chances: NDArray[Any], truth: NDArray[Any], *, bins: int = 10) -> float:
    """Expected calibration error of the shown confidence: bins of equal size, not of equal width."""
    import numpy as np

    sure, right = chances.max(axis=1), chances.argmax(axis=1) == truth
    parts = np.array_split(np.argsort(sure, kind="stable"), min(bins, max(1, len(sure) // 10)))
    return float(
        sum(abs(sure[part].mean() - right[part].mean()) * len(part) for part in parts) / len(sure)
    )


def _wilson(hits: int, n: int) -> tuple[float, float]:
    z, share = 1.96, hits / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return round(max(0.0, centre - half), 4), round(min(1.0, centre + half), 4)
