"""Heads that ship with the package: plain numbers, read without pickle.

In: a name.  Out: the head, its classes, its temperature, and the stamp of what it was trained on.
`training/language/train.py` writes the files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.language.meaning.logistic import Head, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDER = Path(__file__).parent
EMOTIONS = (
    "delight",
    "gratitude",
    "trust",
    "relief",
    "surprise",
    "confusion",
    "worry",
    "frustration",
    "anger",
    "disappointment",
    "none",
)


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A head with what it takes to read it."""

    head: Head
    classes: tuple[str, ...]
    temperature: float
    stamp: str

    def chances(self, rows: Any) -> NDArray[Any]:
        """Calibrated chances of each class."""
        return softmax(self.head.logits(rows) / self.temperature)


@cache
def shipped(name: str) -> Trained:
    """A head of this package."""
    import numpy as np

    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as stored:
        return Trained(
            head=Head(stored["weights"].astype(float), stored["constants"].astype(float)),
            classes=tuple(str(name) for name in stored["classes"]),
            temperature=float(stored["temperature"]),
            stamp=str(stored["stamp"]),
        )


@cache
def pulls_of_pieces() -> NDArray[Any]:
    """How each piece of the encoder's vocabulary pulls, -1 (upset) to 1 (glad)."""
    import numpy as np

    with np.load(FOLDER / "words.npz", allow_pickle=False) as stored:
        return stored["pulls"].astype(np.float32) / 127


def pull_of_vectors(vectors: NDArray[Any]) -> NDArray[Any]:
    """How words pull whose vectors these are."""
    import numpy as np

    direction, constant = _word_head()
    return np.clip(vectors @ direction + constant, -1, 1)


@cache
def _word_head() -> tuple[NDArray[Any], float]:
    import numpy as np

    with np.load(FOLDER / "words.npz", allow_pickle=False) as stored:
        return stored["direction"], float(stored["constant"])


def meanings(rows: NDArray[Any]) -> NDArray[Any]:
    """Rows of features as small integers: the directions in which meanings differ most."""
    import numpy as np

    middle, axes = _directions()
    found = (rows[:, : len(middle)] - middle) @ axes.T
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return np.round(found * 127).astype(np.int8)


def meaning_width() -> int:
    """How many numbers a meaning has."""
    return len(_directions()[1])


@cache
def _directions() -> tuple[NDArray[Any], NDArray[Any]]:
    import numpy as np

    with np.load(FOLDER / "meaning.npz", allow_pickle=False) as stored:
        return stored["middle"].astype(float), stored["directions"].astype(float)
