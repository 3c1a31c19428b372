"""Where somebody speaks: pieces of speech between silences, by loudness above the line's own noise.

In: power spectra of one channel.  Out: pieces with beginning and end in seconds. The noise is what the quietest tenth
of the call sounds like in the band of speech, so that a hissing line and a clean one are cut alike. Music on hold
counts as speech: a recogniser finds no words in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desireline.language.voice.sound import RATE
from desireline.language.voice.spectra import HOP, WINDOW

if TYPE_CHECKING:
    from numpy.typing import NDArray

FRAMES_PER_S = RATE // HOP
_LOW_HZ, _HIGH_HZ = 150, 3_800
_ABOVE_DB = 9.0
_BELOW_PEAK_DB = 38.0
"""Quieter than the loudest speech by this is not speech: the other side's echo."""
_SILENT_DB = -75.0
_GAP_S, _SHORTEST_S = 0.35, 0.12
Piece = tuple[float, float]


def loudness_db(spectra: NDArray[Any]) -> NDArray[Any]:
    """Loudness of each frame in the band of speech, decibels below full scale."""
    import numpy as np

    low, high = (round(hertz * WINDOW / RATE) for hertz in (_LOW_HZ, _HIGH_HZ))
    energy = spectra[:, low:high].sum(axis=1) * 2 / (WINDOW * WINDOW * 0.375)
    return 10 * np.log10(np.maximum(energy, 1e-12))


def find_speech(spectra: NDArray[Any]) -> list[Piece]:
    """Pieces of speech in order; none where the channel is silent."""
    import numpy as np

    loud = loudness_db(spectra)
    smooth = np.convolve(loud, np.full(5, 0.2), mode="same") if len(loud) >= 5 else loud
    if not len(smooth):
        return []
    peak = float(np.percentile(smooth, 99))
    noise = float(np.percentile(smooth, 10))
    line = max(_SILENT_DB, peak - _BELOW_PEAK_DB, min(noise + _ABOVE_DB, peak - 12))
    if peak < _SILENT_DB + 6:
        return []
    return _joined(_runs(smooth > line))


def _runs(speaks: NDArray[Any]) -> list[Piece]:
    import numpy as np

    turns = np.flatnonzero(np.diff(np.concatenate([[0], speaks.astype(np.int8), [0]])))
    return [
        (float(begins) / FRAMES_PER_S, float(ends) / FRAMES_PER_S)
        for begins, ends in turns.reshape(-1, 2)
    ]


def _joined(runs: list[Piece]) -> list[Piece]:
    """Close the gaps that breath makes, and leave out clicks."""
    pieces: list[Piece] = []
    for begins, ends in runs:
        if pieces and begins - pieces[-1][1] < _GAP_S:
            pieces[-1] = (pieces[-1][0], ends)
        else:
            pieces.append((begins, ends))
    return [(begins, ends) for begins, ends in pieces if ends - begins >= _SHORTEST_S]
