"""Texts as sentences, clauses and rows of features, and back: who weighs how much in what.

In: texts of one language.  Out: for each text its sentences with their clauses, and the
rows that heads read. Everything that reads a text with a head goes through here once, so that
no clause is embedded twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.language.feelings.features import (
    VECTOR_SCALE,
    clause_share,
    read_vectors,
    read_words,
)
from desireline.language.feelings.valence import word_rows
from desireline.language.texts.sentences import plain_words, read_sentences, split_clauses

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """Texts laid out: clause `c` stands in sentence `sentence_of[c]` of text `text_of[sentence]`."""

    clauses: list[str]
    sentences: list[str]
    sentence_of: NDArray[Any]
    text_of: NDArray[Any]
    shares: NDArray[Any]
    vectors: NDArray[Any]
    texts: tuple[str, ...]
    english: bool

    def sentence_rows(self, text_rows: NDArray[Any]) -> NDArray[Any]:
        """Rows for a head, one a sentence; a text of one sentence is read once."""
        import numpy as np

        rows = text_rows[self.text_of]
        several = np.flatnonzero(np.bincount(self.text_of)[self.text_of] > 1)
        if len(several):
            means = _mean(self.vectors, self.shares, self.sentence_of, len(self.sentences))
            said = [plain_words(self.sentences[place]) for place in several.tolist()]
            words = read_words(said, english=self.english)
            rows[several] = np.hstack([_levelled(means[several]), words])
        return rows

    def text_rows(self) -> NDArray[Any]:
        """Rows for a head, one a text; zero where nothing was said."""
        import numpy as np

        return np.hstack([_levelled(self.means()), read_words(self.texts, english=self.english)])

    def means(self) -> NDArray[Any]:
        """Where texts stand among meanings, shape (n, WIDTH): the mean of their clauses."""
        where = self.text_of[self.sentence_of] if len(self.clauses) else self.sentence_of
        return _mean(self.vectors, self.shares, where, len(self.texts))

    def clause_pulls(self, direction: NDArray[Any]) -> NDArray[Any]:
        """How far each clause goes in a direction of the rows, by its vector and its words."""
        import numpy as np

        width = self.vectors.shape[1]
        pulls = self.vectors @ direction[:width]
        texts = self.text_of[self.sentence_of]
        several = np.flatnonzero(np.bincount(texts)[texts] > 1) if len(texts) else texts
        words = word_rows([self.clauses[place] for place in several.tolist()])
        pulls[several] += words @ direction[-words.shape[1] :]
        return pulls


def lay_out(texts: Sequence[str], *, english: bool) -> Pages:
    """Cut texts into sentences and clauses, and read each clause's features."""
    import numpy as np

    clauses: list[str] = []
    sentences: list[str] = []
    sentence_of: list[int] = []
    text_of: list[int] = []
    shares: list[float] = []
    read: list[str] = []
    for number, text in enumerate(texts):
        chosen = read_sentences(text)
        read.append(plain_words(" ".join(chosen)))
        for sentence in chosen:
            parts = split_clauses(sentence)
            for part in parts:
                clauses.append(part.words)
                sentence_of.append(len(sentences))
                shares.append(clause_share(part.words, part.weight))
            if parts:
                sentences.append(sentence)
                text_of.append(number)
    return Pages(
        clauses=clauses,
        sentences=sentences,
        sentence_of=np.asarray(sentence_of, dtype=np.int64),
        text_of=np.asarray(text_of, dtype=np.int64),
        shares=np.asarray(shares, dtype=np.float64),
        vectors=read_vectors(clauses),
        texts=tuple(read),
        english=english,
    )


def text_rows(texts: Sequence[str], *, english: bool) -> NDArray[Any]:
    """Rows for whole texts, shape (n, FEATURES)."""
    return lay_out(texts, english=english).text_rows()


def _levelled(means: NDArray[Any]) -> NDArray[Any]:
    """Means of clauses as long as one clause: else who says much would be taken for neutral."""
    import numpy as np

    long = np.linalg.norm(means, axis=1, keepdims=True)
    return means * (VECTOR_SCALE / np.maximum(long, VECTOR_SCALE / 8))


def _mean(values: NDArray[Any], shares: NDArray[Any], where: NDArray[Any], n: int) -> NDArray[Any]:
    import numpy as np

    total = np.zeros((n, values.shape[1]))
    np.add.at(total, where, values * shares[:, None])
    weight = np.bincount(where, weights=shares, minlength=n) if len(where) else np.zeros(n)
    return total / np.maximum(weight, 1e-9)[:, None]
