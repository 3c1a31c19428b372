"""Train the heads that ship: sentiment (3 classes) and emotion (11), from clean-licence texts only.

    python training/language/train.py

In: SOURCES.md's files.  Out: src/desireline/language/heads/{sentiment,emotion,meaning,words}.npz. The same files
give the same heads. No set on which a figure is published takes part, save GoEmotions' train split.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
from pathlib import Path

import numpy as np

from desireline.language.embedding import tokenizer
from desireline.language.features import WIDTH, read_vectors
from desireline.language.heads import EMOTIONS, FOLDER
from desireline.language.logistic import Head, fit, fit_temperature, softmax
from desireline.language.reading import text_rows

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
OWN, WORD = 6.0, 0.3
"""How much an own sentence, and a single word, counts against one GoEmotions comment."""
PENALTY = 30.0
TEST_FOLD = 5
MEANING = 128
EVENED = 1e-3
"""Added to each direction's variance before they are evened out."""


def main() -> None:
    texts, english, feelings, emotions, counts = corpus()
    rows = np.vstack(
        [text_rows(texts[:english], english=True), text_rows(texts[english:], english=False)]
    )
    FOLDER.mkdir(exist_ok=True)
    stamp = fingerprint()
    for name, shares, classes in (
        ("sentiment", feelings, ("negative", "neutral", "positive")),
        ("emotion", emotions, EMOTIONS),
    ):
        use = shares.sum(axis=1) > 0.5
        weights = balanced(shares[use], counts[use], strength=1.0 if name == "sentiment" else 0.5)
        head = fit(rows[use], shares[use], penalty=PENALTY, row_weights=weights)
        temperature = calibrate(rows[use], shares[use], weights, counts[use] == OWN)
        save(name, head, classes, temperature, stamp)
    middle, axes = directions(rows)
    np.savez_compressed(FOLDER / "meaning.npz", middle=middle, directions=axes, stamp=stamp)
    np.savez_compressed(FOLDER / "words.npz", pulls=pulls_of_pieces(), stamp=stamp)


def corpus() -> tuple[list[str], int, np.ndarray, np.ndarray, np.ndarray]:
    """Texts (English first), how many are English, shares of feelings and emotions, and counts."""
    rows: list[tuple[bool, str, list[float], list[float], float]] = []
    for language in LANGUAGES:
        for line in (HERE / "sentences" / f"{language}.txt").read_text("utf-8").splitlines():
            code, text = line.split(" ", 1)
            emotion = LETTERS.get(code[1])
            if emotion is None and code[0] == "0":
                emotion = "none"
            rows.append(
                (language == "en", text, one("-0+".index(code[0]), 3), felt([emotion]), OWN)
            )
    for row in read("goemotions.csv.gz"):
        if row["split"] == "train":
            named = [GOEMOTIONS[int(label)] for label in row["y"].split(",")]
            rows.append(
                (
                    True,
                    row["t"],
                    three(named),
                    felt([EMOTION_OF.get(n, "none") for n in named]),
                    1.0,
                )
            )
    rows += [
        (True, row["sentence"], one(2 * int(row["label"]), 3), [0.0] * len(EMOTIONS), 1.0)
        for row in read("uci_sentences.csv.gz")
    ]
    rows += [(True, word, one(kind, 3), [0.0] * len(EMOTIONS), WORD) for word, kind in word_list()]
    rows.sort(key=lambda row: not row[0])
    _, texts, feelings, emotions, counts = zip(*rows, strict=True)
    english = sum(row[0] for row in rows)
    return list(texts), english, np.array(feelings), np.array(emotions), np.array(counts)


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


def word_list() -> list[tuple[str, int]]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    valences = SentimentIntensityAnalyzer().lexicon
    return [
        (word, 0 if valence < -0.8 else 2 if valence > 0.8 else 1)
        for word, valence in sorted(valences.items())
        if word.replace("-", "").replace("'", "").isalpha()
    ]


def balanced(shares: np.ndarray, counts: np.ndarray, *, strength: float) -> np.ndarray:
    """Counts under which every class weighs the same: no domain's prior is baked in."""
    totals = (shares * counts[:, None]).sum(axis=0)
    return counts * (shares @ ((totals.mean() / totals) ** strength))


def calibrate(rows: np.ndarray, shares: np.ndarray, weights: np.ndarray, own: np.ndarray) -> float:
    """Temperature on a fifth of the own sentences that a head fitted without them has not seen."""
    folds = np.cumsum(own) % TEST_FOLD
    held = own & (folds == 0)
    head = fit(rows[~held], shares[~held], penalty=PENALTY, row_weights=weights[~held])
    return fit_temperature(head.logits(rows[held]), shares[held])


def directions(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where texts stand on average (WIDTH), and the directions in which they differ most (MEANING x WIDTH)."""
    middle = rows[:, :WIDTH].mean(axis=0)
    vectors = rows[:, :WIDTH] - middle
    values, axes = np.linalg.eigh(vectors.T @ vectors / len(rows))
    order = np.argsort(values)[::-1][:MEANING]
    found = axes[:, order].T
    found = found * np.sign(found.sum(axis=1, keepdims=True))
    # Unevened, how glad or upset a text is would drown what it is about.
    evened = found / np.sqrt(values[order] + EVENED)[:, None]
    return middle.astype(np.float32), evened.astype(np.float16)


def pulls_of_pieces() -> np.ndarray:
    """How each piece of the encoder's vocabulary pulls on its own, -127 (upset) to 127 (glad)."""
    from desireline.language.heads import shipped

    head = shipped("sentiment").head
    pieces = tokenizer().vocabulary()
    pulls = np.zeros(len(pieces), dtype=np.int8)
    latin = [n for n, piece in enumerate(pieces) if is_word(piece)]
    for start in range(0, len(latin), 5_000):
        part = latin[start : start + 5_000]
        vectors = read_vectors([pieces[n].strip("\u2581") for n in part])
        chances = softmax(vectors @ head.weights[:, :WIDTH].T + head.constants)
        pulls[part] = np.round(127 * (chances[:, 2] - chances[:, 0])).astype(np.int8)
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
    for path in sorted([*(HERE / "data").iterdir(), *(HERE / "sentences").iterdir()]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


if __name__ == "__main__":
    main()
