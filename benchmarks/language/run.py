"""Every figure about language beside its baseline, in one run.

    python benchmarks/language/run.py [--only NAME,...] [--data ../shared/data]

In: the shared data sets (evaluation only; nothing here is ever shipped) and the labelled set of `personal_data.py`.
Out: a table on stdout and `benchmarks/language/figures.json`, where each part replaces its own rows. Baselines: VADER; tf-idf + logistic regression
(scikit-learn); NMF; the uncalibrated head; a public masking library where one is installed. Speeds are texts per
CPU second of one thread, which a busy machine disturbs less than wall time.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

import personal_data
import speech

from desireline.language import mask
from desireline.language.feelings.learning import calibration_error
from desireline.language.feelings.reading import lay_out, text_rows
from desireline.language.feelings.registry import methods
from desireline.language.meaning.heads import shipped
from desireline.language.meaning.logistic import Head, fit, fit_temperature, softmax
from desireline.language.scoring import _score_texts

HERE = Path(__file__).parent
DATA = HERE.parents[1].parent / "shared" / "data"
LANGUAGES = {"english": "en", "spanish": "es", "portuguese": "pt", "german": "de", "french": "fr"}
EKMAN = {
    "anger": "anger annoyance disapproval disgust", "fear": "fear nervousness", "sadness": "sadness disappointment embarrassment grief remorse",
    "joy": "joy amusement approval excitement gratitude love optimism relief pride admiration desire caring", "surprise": "surprise realization confusion curiosity",
}  # fmt: skip
ROWS: list[dict[str, object]] = []


def say(  # noqa: PLR0917 - a row of the table, in its order
    task: str, what: str, ours: float, baseline: float | None, name: str, reach: str
) -> None:
    ROWS.append({"task": task, "figure": what, "ours": round(ours, 4), "baseline": None if baseline is None else round(baseline, 4), "baseline_name": name, "reach": reach})  # fmt: skip
    base = "     -" if baseline is None else f"{baseline:6.3f}"
    print(f"{task:28} {what:22} {ours:8.3f}   {base} ({name})   reach {reach}", flush=True)


def read_gz(path: str) -> list[dict[str, str]]:
    with gzip.open(DATA / path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def macro_f1(truth: np.ndarray, said: np.ndarray) -> float:
    scores = []
    for kind in np.unique(truth):
        hit = ((said == kind) & (truth == kind)).sum()
        scores.append(2 * hit / max(1, (said == kind).sum() + (truth == kind).sum()))
    return float(np.mean(scores))


def auc(score: np.ndarray, yes: np.ndarray) -> float:
    from scipy.stats import rankdata

    ranks, n = rankdata(score), int(yes.sum())
    return float((ranks[yes].sum() - n * (n + 1) / 2) / (n * (len(yes) - n)))


@cache
def airline() -> tuple[list[str], np.ndarray, np.ndarray, list[str]]:
    rows = read_gz("tweets_us_airlines/Tweets.csv.gz")
    order = ["negative", "neutral", "positive"]
    truth = np.array([order.index(row["airline_sentiment"]) for row in rows])
    test = np.array(
        [int(hashlib.sha256(row["tweet_id"].encode()).hexdigest(), 16) % 10 < 3 for row in rows]
    )
    return [row["text"] for row in rows], truth, test, [row["negativereason"] for row in rows]


@cache
def airline_rows() -> np.ndarray:
    return text_rows(airline()[0], english=True)


@cache
def airline_means() -> np.ndarray:
    return lay_out(airline()[0], english=True).means()


@cache
def vader(texts: tuple[str, ...]) -> np.ndarray:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()
    return np.array(
        [analyser.polarity_scores(re.sub(r"@\w+", "", text))["compound"] for text in texts]
    )


def tf_idf(train: list[str], test: list[str]):
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    makers = (
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(2, 5),
            min_df=3,
            sublinear_tf=True,
            max_features=60_000,
        ),
    )
    parts = [(maker.fit_transform(train), maker.transform(test)) for maker in makers]
    return hstack([a for a, _ in parts]).tocsr(), hstack([b for _, b in parts]).tocsr()


def one_hot(truth: np.ndarray, classes: int = 3) -> np.ndarray:
    return np.eye(classes)[truth]


def in_domain() -> None:
    texts, truth, test, _ = airline()
    train_x, test_x = tf_idf(
        [t for t, x in zip(texts, test, strict=True) if not x],
        [t for t, x in zip(texts, test, strict=True) if x],
    )
    words = fit(train_x, one_hot(truth[~test]), penalty=1.0, rounds=120).chances(test_x)
    head = fit(airline_rows()[~test], one_hot(truth[~test]), penalty=10.0)
    vectors = head.chances(airline_rows()[test])
    both = (words + vectors) / 2
    compound = vader(tuple(texts))[test]
    by_vader = np.where(compound <= -0.05, 0, np.where(compound >= 0.05, 2, 1))
    say(
        "sentiment, in domain",
        "macro-F1, VADER",
        macro_f1(truth[test], both.argmax(1)),
        macro_f1(truth[test], by_vader),
        "VADER",
        ">= .78",
    )
    say(
        "sentiment, in domain",
        "macro-F1",
        macro_f1(truth[test], both.argmax(1)),
        macro_f1(truth[test], words.argmax(1)),
        "tf-idf + logistic",
        ">= .78",
    )
    say(
        "sentiment, in domain",
        "AUC negative",
        auc(both[:, 0], truth[test] == 0),
        auc(words[:, 0], truth[test] == 0),
        "tf-idf + logistic",
        ">= .935",
    )


def no_labels() -> None:
    texts, truth, _, _ = airline()
    chances = shipped("sentiment").chances(airline_rows())
    compound = vader(tuple(texts))
    by_vader = np.where(compound <= -0.05, 0, np.where(compound >= 0.05, 2, 1))
    say(
        "no labels of the domain",
        "AUC negative",
        auc(chances[:, 0], truth == 0),
        auc(-compound, truth == 0),
        "VADER",
        ">= .87",
    )
    say(
        "no labels of the domain",
        "accuracy (printed)",
        float((chances.argmax(1) == truth).mean()),
        float((by_vader == truth).mean()),
        "VADER",
        "-",
    )


def bend(rows: np.ndarray, truth: np.ndarray, penalty: float) -> Head:
    prior = shipped("sentiment")
    start = Head(prior.head.weights / prior.temperature, prior.head.constants / prior.temperature)
    return fit(rows, one_hot(truth), penalty=penalty, prior=start)


def own_labels() -> None:
    from desireline.language.feelings.learning import _choose_penalty

    _, truth, test, _ = airline()
    rows = airline_rows()
    prior = shipped("sentiment")
    start = Head(prior.head.weights / prior.temperature, prior.head.constants / prior.temperature)
    right, errors, raw = [], [], []
    for seed in range(5):
        chosen = np.random.default_rng(seed).choice(np.flatnonzero(~test), 100, replace=False)
        penalty, unseen = _choose_penalty(
            rows[chosen], one_hot(truth[chosen]), np.ones(100), start
        )
        head = bend(rows[chosen], truth[chosen], penalty)
        temperature = fit_temperature(unseen, one_hot(truth[chosen]))
        chances = softmax(head.logits(rows[test]) / temperature)
        right.append((chances.argmax(1) == truth[test]).mean())
        errors.append(calibration_error(chances, truth[test]))
        raw.append(calibration_error(prior.chances(rows[test]), truth[test]))
    before = (prior.chances(rows[test]).argmax(1) == truth[test]).mean()
    say(
        "100 own labels",
        "accuracy, mean of 5",
        float(np.mean(right)),
        float(before),
        "shipped head",
        ">= .75",
    )
    say(
        "calibration, 100 labels",
        "ECE, mean of 5",
        float(np.mean(errors)),
        float(np.mean(raw)),
        "before labels",
        "<= .05",
    )


def five_languages() -> None:
    rows = [
        row for row in read_gz("language/xlmt_en_es_pt_de_fr.csv.gz") if row["lang"] in LANGUAGES
    ]
    texts = [row["t"].replace("\\u2019", "'") for row in rows]
    language = np.array([LANGUAGES[row["lang"]] for row in rows])
    truth = np.array([int(row["lab"]) for row in rows])
    test = np.array([row["split"] == "test" for row in rows])
    features = np.zeros((len(rows), shipped("sentiment").head.weights.shape[1]))
    for name in set(LANGUAGES.values()):
        here = np.flatnonzero(language == name)
        features[here] = text_rows([texts[n] for n in here], english=name == "en")
    pooled = fit(features[~test], one_hot(truth[~test]), penalty=30.0)
    fitted, base, zero = [], [], []
    for name in ("en", "es", "pt", "de", "fr"):
        train, held = (language == name) & ~test, (language == name) & test
        a, b = tf_idf(
            [texts[n] for n in np.flatnonzero(train)], [texts[n] for n in np.flatnonzero(held)]
        )
        words = fit(a, one_hot(truth[train]), penalty=1.0, rounds=80).chances(b)
        own = fit(features[train], one_hot(truth[train]), penalty=30.0).chances(features[held])
        mean = (words + own + pooled.chances(features[held])) / 3
        fitted.append(macro_f1(truth[held], mean.argmax(1)))
        base.append(macro_f1(truth[held], words.argmax(1)))
        zero.append(macro_f1(truth[held], shipped("sentiment").chances(features[held]).argmax(1)))
        say(
            f"five languages: {name}",
            "macro-F1, shipped head",
            zero[-1],
            base[-1],
            "tf-idf, own language",
            "-",
        )
    say(
        "five languages",
        "macro-F1, heads fitted",
        float(np.mean(fitted)),
        float(np.mean(base)),
        "tf-idf, own language",
        ">= .64",
    )
    say(
        "five languages",
        "macro-F1, shipped head",
        float(np.mean(zero)),
        float(np.mean(base)),
        "tf-idf, own language",
        ">= .56",
    )


def emotion() -> None:
    labels = (DATA / "language/goemotions_labels.txt").read_text().split()
    kind = {name: place for place, names in enumerate(EKMAN.values()) for name in names.split()}
    rows = read_gz("language/goemotions_16k.csv.gz")
    truth = np.zeros((len(rows), 6))
    for n, row in enumerate(rows):
        for label in row["y"].split(","):
            truth[n, kind.get(labels[int(label)], 5)] = 1
    test = np.array([row["split"] == "test" for row in rows])
    texts = [row["t"] for row in rows]
    vectors = text_rows(texts, english=True)
    a, b = tf_idf(
        [t for t, x in zip(texts, test, strict=True) if not x],
        [t for t, x in zip(texts, test, strict=True) if x],
    )

    def chances(train, held, penalty):
        found = np.zeros((held.shape[0], 6))
        for place in range(6):
            yes = truth[~test, place].astype(int)
            found[:, place] = fit(train, one_hot(yes, 2), penalty=penalty, rounds=80).chances(
                held
            )[:, 1]
        return found

    words, own = chances(a, b, 1.0), chances(vectors[~test], vectors[test], 10.0)
    ours, base = [], []
    for found, kept in (((words + own) / 2, ours), (words, base)):
        half = np.arange(len(found)) % 2 == 0
        for place in range(6):
            grid = np.linspace(0.1, 0.6, 26)
            best = max(grid, key=lambda t: _f1(truth[test][half, place], found[half, place] >= t))
            kept.append(_f1(truth[test][~half, place], found[~half, place] >= best))
    say(
        "emotion, Ekman",
        "macro-F1",
        float(np.mean(ours)),
        float(np.mean(base)),
        "tf-idf + logistic",
        ">= .61",
    )


def _f1(truth: np.ndarray, said: np.ndarray) -> float:
    hit = (said & (truth > 0)).sum()
    return float(2 * hit / max(1, said.sum() + truth.sum()))


@cache
def banking() -> list[dict[str, str]]:
    with (DATA / "banking77/train.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def half_for_choosing(intent: str) -> bool:
    """Whether `topic_settings.py` may look at an intent; only the others are reported."""
    return hashlib.sha256(intent.encode()).digest()[0] % 2 == 0


def themes() -> None:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import normalized_mutual_info_score, v_measure_score

    from desireline.language.meaning.heads import meanings
    from desireline.language.told.topics import _cluster, _unit

    texts, truth, _, reasons = airline()
    use = np.array([bool(r) and r != "Can't Tell" for r in reasons]) & (truth == 0)
    kept = np.flatnonzero(use)
    unseen = [row for row in banking() if not half_for_choosing(row["category"])]
    sets = (
        ("reasons", [texts[n] for n in kept], np.array(reasons)[kept], airline_means()[kept], 10),
        (
            "banking77",
            [r["text"] for r in unseen],
            np.array([r["category"] for r in unseen]),
            None,
            len({r["category"] for r in unseen}),
        ),
    )
    for name, said, real, known, k in sets:
        rows = lay_out(said, english=True).means() if known is None else known
        found = _cluster(_unit(meanings(rows).astype(float)), k)
        base = (
            NMF(k, init="nndsvd", max_iter=200, random_state=0)
            .fit_transform(TfidfVectorizer(stop_words="english", min_df=3).fit_transform(said))
            .argmax(1)
        )
        say(
            f"topics: {name}",
            "NMI",
            normalized_mutual_info_score(real, found),
            normalized_mutual_info_score(real, base),
            "NMF on tf-idf",
            "above",
        )
        say(
            f"topics: {name}",
            "V-measure",
            v_measure_score(real, found),
            v_measure_score(real, base),
            "NMF on tf-idf",
            "above",
        )


def personal() -> None:
    result = personal_data.measure(lambda text: mask(text).text)
    base: dict[str, object] = {}
    name = "no library installed"
    try:
        from datafog import DataFog

        scan = DataFog(operations=["scan", "redact"])
        base, name = (
            personal_data.measure(lambda text: str(scan.run_text_pipeline_sync([text])[0])),
            "datafog",
        )
    except Exception:  # noqa: BLE001 - a baseline that does not run here is said, not hidden
        try:
            import scrubadub

            base, name = personal_data.measure(scrubadub.clean), "scrubadub"
        except Exception:  # noqa: BLE001
            pass
    for figure, reach in (("recall", ">= .98"), ("precision", ">= .95")):
        say("masking personal data", figure, result[figure], base.get(figure), name, reach)


def speed() -> None:
    texts = airline()[0][:3_000]
    _score_texts(methods(), [(0, "warm up, please", None, [])])
    began = time.process_time()
    _score_texts(methods(), [(n, text, None, []) for n, text in enumerate(texts)])
    ours = len(texts) / (time.process_time() - began)
    vader.cache_clear()
    began = time.process_time()
    vader(tuple(texts))
    say(
        "speed, whole default path",
        "texts per CPU second",
        ours,
        len(texts) / (time.process_time() - began),
        "VADER alone",
        ">= 300",
    )


def calls() -> None:
    heard = speech.recognition()
    if heard:
        say("speech to text, espeak", "wrong words, 16 kHz", heard["16k"], None, "-", "<= .10")
        say("speech to text, espeak", "wrong words, 8 kHz", heard["8k"], None, "-", "printed")
        say("speech to text", "CPU s per s", heard["cost"], None, "-", "printed")
    say("four voices, one channel", "share wrong", speech.voices(DATA), None, "-", "printed")
    praat = speech.against_praat(DATA)
    if praat:
        say("pitch, 24 clips", "share within 5 % of Praat's", praat["pitch"], None, "-", "printed")
        say("a voice or none", "share alike with Praat", praat["voiced"], None, "-", "printed")
        say("loudness", "Spearman with Praat's", praat["loudness"], None, "-", "printed")
    rule, loudness = speech.stirred(DATA)
    say("arousal, 24 clips", "Spearman", rule, loudness, "loudness alone", "printed")


TASKS: dict[str, Callable[[], None]] = {
    "masking": personal, "speed": speed, "no_labels": no_labels, "own_labels": own_labels, "in_domain": in_domain,
    "five_languages": five_languages, "emotion": emotion, "themes": themes, "calls": calls,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=",".join(TASKS))
    parser.add_argument("--data", type=Path, default=DATA)
    asked = parser.parse_args()
    globals()["DATA"] = asked.data
    chosen = asked.only.split(",")
    if unknown := [name for name in chosen if name not in TASKS]:
        parser.error(f"no part is called {', '.join(unknown)}; there are: {', '.join(TASKS)}")
    for name in chosen:
        ROWS.clear()
        TASKS[name]()
        keep(name)


def keep(part: str) -> None:
    """Put a part's rows in place of its former ones, in the order of the parts."""
    path = HERE / "figures.json"
    kept = json.loads(path.read_text("utf-8")) if path.exists() else []
    day, head = datetime.now(UTC).date().isoformat(), shipped("sentiment").stamp
    mine = [{"part": part, "measured": day, "head": head, **row} for row in ROWS]
    rows = [row for row in kept if row.get("part") not in {None, part}] + mine
    rows.sort(key=lambda row: list(TASKS).index(row["part"]))
    path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
