"""Train the heads that ship: sentiment (3 classes) and emotion (11), from clean-licence texts only.

    python training/language/train.py

In: SOURCES.md's files.  Out: src/desireline/language/meaning/heads/{sentiment,emotion,meaning,words}.npz. The same files
give the same heads. No set on which a figure is published takes part, save GoEmotions' train split.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desireline.language import FEELINGS
from desireline.language.feelings.reading import lay_out
from desireline.language.feelings.valence import words_of
from desireline.language.meaning.embedding import WIDTH, embed, tokenizer
from desireline.language.meaning.heads import EMOTIONS, FOLDER
from desireline.language.meaning.logistic import Head, fit, fit_temperature

HERE = Path(__file__).parent
LANGUAGES = ("en", "es", "pt", "de", "fr")
LETTERS = {
    "d": "delight", "g": "gratitude", "t": "trust", "r": "relief", "s": "surprise", "c": "confusion",
    "w": "worry", "f": "frustration", "a": "anger", "p": "disappointment",
}  # fmt: skip
GOEMOTIONS = [
    "admiration",
    "amusement",
    "anger",
    "annoyance",
    "approval",
    "caring",
    "confusion",
    "curiosity",
    "desire",
    "disappointment",
    "disapproval",
    "disgust",
    "embarrassment",
    "excitement",
    "fear",
    "gratitude",
    "grief",
    "joy",
    "love",
    "nervousness",
    "optimism",
    "pride",
    "realization",
    "relief",
    "remorse",
    "sadness",
    "surprise",
    "neutral",
]
EMOTION_OF = {
    "admiration": "delight", "amusement": "delight", "joy": "delight", "love": "delight",
    "excitement": "delight", "pride": "delight", "gratitude": "gratitude", "approval": "trust",
    "optimism": "trust", "caring": "trust", "relief": "relief", "surprise": "surprise",
    "confusion": "confusion", "fear": "worry", "nervousness": "worry", "annoyance": "frustration",
    "disapproval": "frustration", "anger": "anger", "disgust": "anger", "disappointment":
    "disappointment", "sadness": "disappointment", "grief": "disappointment", "remorse":
    "disappointment", "embarrassment": "disappointment",
}  # fmt: skip
"""Curiosity, desire, realization and neutral are `none`: in service they are questions and facts."""
POSITIVE = frozenset(["admiration", "amusement", "approval", "caring", "desire", "excitement", "gratitude", "joy", "love", "optimism", "pride", "relief"])  # fmt: skip
NEGATIVE = frozenset(["anger", "annoyance", "disappointment", "disapproval", "disgust", "embarrassment", "fear", "grief", "nervousness", "remorse", "sadness"])  # fmt: skip
OWN, WORD = 12.0, 0.3
"""How much an own sentence, and a single word, counts against one GoEmotions comment."""
PENALTY = 30.0
"""This and OWN: the best of five pairs on own sentences unseen in any language; nothing else was looked at."""
RIDGE = 1.0
TEST_FOLD = 5
MEANING = 128
EVENED = 1e-3
"""Added to each direction's variance before they are evened out."""


LONE_WORD, PLAIN_WORD, OWN_WORD = 1.0, 0.5, 3.0
"""How much a word of VADER's list, a common word that is not on it, and an own word count for valences."""
COMMON = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text of which it is known how it feels."""

    source: str
    english: bool
    text: str
    feeling: list[float]
    emotion: list[float]
    count: float
    fold: int = -1
    """Of own sentences: a sentence and its translations stand in the same one."""


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    stamp = fingerprint()
    direction, constant = word_head()
    pulls = pulls_of_pieces(direction, constant)
    np.savez_compressed(
        FOLDER / "words.npz", pulls=pulls, direction=direction, constant=constant, stamp=stamp
    )
    examples = corpus()
    english = sum(one.english for one in examples)
    texts = [one.text for one in examples]
    pages = (lay_out(texts[:english], english=True), lay_out(texts[english:], english=False))
    rows = np.vstack([part.text_rows() for part in pages])
    counts = np.array([one.count for one in examples])
    folds = np.array([one.fold for one in examples])
    sources = np.array([one.source for one in examples])
    for name, classes in (("sentiment", FEELINGS), ("emotion", EMOTIONS)):
        shares = np.array(
            [one.feeling if name == "sentiment" else one.emotion for one in examples]
        )
        use = shares.sum(axis=1) > 0.5
        if name == "sentiment":
            weights = evened(shares[use], counts[use], sources[use])
        else:
            weights = balanced(shares[use], counts[use], strength=0.5)
        head = fit(rows[use], shares[use], penalty=PENALTY, row_weights=weights)
        temperature = calibrate(rows[use], shares[use], weights, folds[use])
        save(name, head, classes, temperature, stamp)
    # Of the first sentences alone, so that topics that people named stay where they are.
    first = np.array([not one.source.startswith("second") for one in examples])
    middle, axes = directions(np.vstack([part.means() for part in pages])[first])
    np.savez_compressed(FOLDER / "meaning.npz", middle=middle, directions=axes, stamp=stamp)


def corpus() -> list[Example]:
    """All examples, the English ones first."""
    found: list[Example] = []
    for language in LANGUAGES:
        for name, folder in (("first", "sentences"), ("second", "sentences_2")):
            lines = (HERE / folder / f"{language}.txt").read_text("utf-8").splitlines()
            for number, line in enumerate(lines):
                code, text = line.split(" ", 1)
                emotion = LETTERS.get(code[1], "none" if code[0] == "0" else None)
                found.append(
                    Example(
                        source=f"{name} {language}",
                        english=language == "en",
                        text=text,
                        feeling=one("-0+".index(code[0]), 3),
                        emotion=felt([emotion]),
                        count=OWN,
                        fold=number % TEST_FOLD,
                    )
                )
    for row in read("goemotions.csv.gz"):
        if row["split"] == "train":
            named = [GOEMOTIONS[int(label)] for label in row["y"].split(",")]
            emotion = felt([EMOTION_OF.get(n, "none") for n in named])
            found.append(example("goemotions", row["t"], three(named), 1.0, emotion))
    found += [
        example("uci", row["sentence"], one(2 * int(row["label"]), 3), 1.0)
        for row in read("uci_sentences.csv.gz")
    ]
    found += [
        example("words", word, one(0 if value < -0.8 else 2 if value > 0.8 else 1, 3), WORD)
        for word, value in word_list()
    ]
    return sorted(found, key=lambda one: not one.english)


def example(
    source: str, text: str, feeling: list[float], count: float, emotion: list[float] | None = None
) -> Example:
    return Example(
        source=source,
        english=True,
        text=text,
        feeling=feeling,
        emotion=emotion or [0.0] * len(EMOTIONS),
        count=count,
    )


def one(place: int, of: int) -> list[float]:
    return [float(place == other) for other in range(of)]


def three(named: list[str]) -> list[float]:
    glad, upset = bool(POSITIVE & {*named}), bool(NEGATIVE & {*named})
    return [0.0] * 3 if glad and upset else one(2 if glad else 0 if upset else 1, 3)


def felt(named: list[str | None]) -> list[float]:
    said = [name for name in named if name]
    return [said.count(emotion) / max(len(said), 1) for emotion in EMOTIONS]


def read(name: str) -> list[dict[str, str]]:
    with gzip.open(HERE / "data" / name, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def word_list() -> list[tuple[str, float]]:
    """VADER's words with their valence, -4 to 4."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return [
        (word, float(valence))
        for word, valence in sorted(SentimentIntensityAnalyzer().lexicon.items())
        if word.replace("-", "").replace("'", "").isalpha()
    ]


def word_head() -> tuple[np.ndarray, np.ndarray]:
    """Direction (WIDTH) and constant by which a word's vector gives its valence, -1 to 1."""
    listed = word_list()
    said = Counter(
        word
        for row in read("goemotions.csv.gz")
        if row["split"] == "train"
        for word in {*words_of(row["t"])}
    )
    known = {word for word, _ in listed}
    plain = sorted(word for word, n in said.items() if n >= COMMON and word not in known)
    own = [
        (word, float(value))
        for line in (HERE / "words.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
        for value, *words in [line.split()]
        for word in words
    ]
    words = [*listed, *((word, 0.0) for word in plain), *own]
    weights = np.repeat([LONE_WORD, PLAIN_WORD, OWN_WORD], [len(listed), len(plain), len(own)])
    rows = np.hstack([embed([word for word, _ in words]), np.ones((len(words), 1))]).astype(float)
    gram = rows.T @ (rows * weights[:, None])
    gram[np.arange(WIDTH), np.arange(WIDTH)] += RIDGE
    found = np.linalg.solve(gram, rows.T @ (weights * np.array([v for _, v in words]) / 4))
    return found[:-1].astype(np.float32), np.float32(found[-1])


def balanced(shares: np.ndarray, counts: np.ndarray, *, strength: float) -> np.ndarray:
    """Counts under which every class weighs the same: no domain's prior is baked in."""
    totals = (shares * counts[:, None]).sum(axis=0)
    there = totals > 0
    scale = np.where(there, totals[there].mean() / np.maximum(totals, 1e-9), 0.0)
    return counts * (shares @ scale**strength)


def evened(shares: np.ndarray, counts: np.ndarray, sources: np.ndarray) -> np.ndarray:
    """Counts under which classes weigh alike within each source: where a text is from tells nothing of it.

    Balanced over everything at once, English became neutral: most GoEmotions comments are.
    """
    weights = counts.copy()
    for source in sorted({*sources.tolist()}):
        here = sources == source
        weights[here] = balanced(shares[here], counts[here], strength=1.0)
    return weights


def calibrate(
    rows: np.ndarray, shares: np.ndarray, weights: np.ndarray, folds: np.ndarray
) -> float:
    """Temperature on a fifth of the own sentences that a head fitted without them has not seen."""
    held = folds == 0
    head = fit(rows[~held], shares[~held], penalty=PENALTY, row_weights=weights[~held])
    return fit_temperature(head.logits(rows[held]), shares[held])


def directions(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where texts stand on average (WIDTH), and the directions in which they differ most (MEANING x WIDTH)."""
    middle = rows.mean(axis=0)
    vectors = rows - middle
    values, axes = np.linalg.eigh(vectors.T @ vectors / len(rows))
    order = np.argsort(values)[::-1][:MEANING]
    found = axes[:, order].T
    found = found * np.sign(found.sum(axis=1, keepdims=True))
    # Unevened, how glad or upset a text is would drown what it is about.
    evened = found / np.sqrt(values[order] + EVENED)[:, None]
    return middle.astype(np.float32), evened.astype(np.float16)


def pulls_of_pieces(direction: np.ndarray, constant: np.ndarray) -> np.ndarray:
    """Valence of each word that is one piece of the encoder's vocabulary, -127 (upset) to 127 (glad)."""
    pieces = tokenizer().vocabulary()
    pulls = np.zeros(len(pieces), dtype=np.int8)
    latin = [n for n, piece in enumerate(pieces) if is_word(piece)]
    for start in range(0, len(latin), 5_000):
        part = latin[start : start + 5_000]
        found = embed([pieces[n].strip("\u2581") for n in part]) @ direction + constant
        pulls[part] = np.round(127 * np.clip(found, -1, 1)).astype(np.int8)
    return pulls


def is_word(piece: str) -> bool:
    said = piece.removeprefix("\u2581")
    return len(said) > 1 and said.isalpha() and all(ord(letter) < 0x250 for letter in said)


def save(name: str, head: Head, classes: tuple[str, ...], temperature: float, stamp: str) -> None:
    np.savez_compressed(
        FOLDER / f"{name}.npz",
        weights=head.weights.astype(np.float32),
        constants=head.constants.astype(np.float32),
        temperature=np.float32(temperature),
        classes=np.array(classes),
        stamp=np.array(stamp),
    )
    print(f"{name}: temperature {temperature:.2f}, stamp {stamp}")


def fingerprint() -> str:
    """Eight signs of the training data: part of the method's version."""
    digest = hashlib.sha256(f"{OWN} {WORD} {PENALTY}".encode())
    folders = [HERE / name for name in ("data", "sentences", "sentences_2")]
    for path in sorted(
        [HERE / "words.txt", *(path for folder in folders for path in folder.iterdir())]
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


if __name__ == "__main__":
    main()
