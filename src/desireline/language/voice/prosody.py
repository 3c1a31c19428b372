"""How something was said: pitch, loudness, brightness, and how stirred a voice is against itself.

In: samples and spectra of one channel, a stretch of it.  Out: medians over its voiced frames; and for all turns of one
speaker in one call, arousal from -1 (flatter than they otherwise are) to 1. Arousal follows a published rule that needs
no training data: the mean rank of pitch and brightness among the speaker's own turns (after Bone, Lee and Narayanan,
2014). Loudness, their third, is measured and left out: it tells of the line and of its automatic gain. Whether a voice is glad or upset is not read from its sound: no rule was found that holds, and no speech with a
clean licence to learn from; that is left to the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desireline.language.voice.sound import RATE
from desireline.language.voice.spectra import HOP, WINDOW
from desireline.language.voice.speech import FRAMES_PER_S, loudness_db

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PITCH_WINDOW = 640
"""40 ms: two periods of the deepest voice."""
_LOWEST_HZ, _HIGHEST_HZ = 65.0, 420.0
_VOICED = 0.5
_QUIETER_DB = 30.0
_SPLIT_HZ = 500
_AT_ONCE = 8_000
FEWEST_TURNS = 6
"""Turns of one speaker below which nobody can say what is usual for them."""
_SHORTEST_S = 0.6


@dataclass(frozen=True, slots=True)
class Tone:
    """How one stretch was said; None where too little of it is voiced."""

    pitch_hz: float | None
    loudness_db: float | None
    brightness_db: float | None
    """Energy above 500 Hz against that below: effort of the voice."""


NO_TONE = Tone(None, None, None)


class Voice:
    """One channel, measured once."""

    def __init__(self, samples: NDArray[Any], spectra: NDArray[Any]) -> None:
        self._pitch = pitch_hz(samples)
        self._loud = loudness_db(spectra)
        split = round(_SPLIT_HZ * WINDOW / RATE)
        low, high = spectra[:, 2:split].sum(axis=1), spectra[:, split:].sum(axis=1)
        self._bright = _decibels(high) - _decibels(low)

    def tone(self, begins: float, ends: float) -> Tone:
        """Medians over the voiced frames between two times in seconds."""
        import numpy as np

        place = slice(round(begins * FRAMES_PER_S), round(ends * FRAMES_PER_S))
        pitch, loud, bright = self._pitch[place], self._loud[place], self._bright[place]
        voiced = np.isfinite(pitch)
        if voiced.sum() < 10:
            return NO_TONE
        return Tone(
            round(float(np.median(pitch[voiced])), 1),
            round(float(np.median(loud[voiced])), 1),
            round(float(np.median(bright[voiced])), 1),
        )


def pitch_hz(samples: NDArray[Any]) -> NDArray[Any]:
    """Pitch of each 10 ms, by autocorrelation; NaN where nothing is voiced."""
    import numpy as np

    padded = np.pad(samples, _PITCH_WINDOW // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _PITCH_WINDOW)[::HOP]
    found = [_pitch_of(frames[at : at + _AT_ONCE]) for at in range(0, len(frames), _AT_ONCE)]
    pitch, energy = (np.concatenate(parts) for parts in zip(*found, strict=True))
    loud = _decibels(energy)
    pitch[loud < np.percentile(loud, 95) - _QUIETER_DB] = np.nan
    return pitch


def _pitch_of(frames: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Pitch and energy of frames. Dividing by the window's own correlation undoes its fading (Boersma, 1993)."""
    import numpy as np

    window = np.hanning(_PITCH_WINDOW).astype(np.float32)
    centred = (frames - frames.mean(axis=1, keepdims=True)) * window
    correlation = _correlation(centred)
    energy = correlation[:, 0]
    fading = _correlation(window[None, :])[0]
    shares = correlation / np.maximum(energy, 1e-9)[:, None] / (fading / fading[0])
    first, last = round(RATE / _HIGHEST_HZ), round(RATE / _LOWEST_HZ)
    searched = shares[:, first : last + 1]
    # Of peaks that are nearly as high the earliest: the others are its octaves.
    high = searched >= np.maximum(_VOICED, 0.9 * searched.max(axis=1, keepdims=True))
    rises = np.concatenate([high[:, :1] * 0, searched[:, 1:] >= searched[:, :-1]], axis=1)
    falls = np.concatenate([searched[:, :-1] > searched[:, 1:], high[:, :1] * 0], axis=1)
    peaks = high & (rises > 0) & (falls > 0)
    lag = peaks.argmax(axis=1) + first
    pitch = np.where(peaks.any(axis=1), RATE / lag, np.nan)
    return pitch, energy


def _correlation(frames: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    size = 2 * _PITCH_WINDOW
    spectrum = np.abs(np.fft.rfft(frames, size, axis=1)) ** 2
    return np.fft.irfft(spectrum, size, axis=1)[:, : _PITCH_WINDOW // 2]


def arousal(tones: Sequence[Tone], seconds: Sequence[float]) -> list[float | None]:
    """How stirred each turn of one speaker is against their others, -1 to 1; None where that cannot be told."""
    told = [
        number
        for number, (tone, length) in enumerate(zip(tones, seconds, strict=True))
        if tone.pitch_hz is not None and length >= _SHORTEST_S
    ]
    found: list[float | None] = [None] * len(tones)
    if len(told) < FEWEST_TURNS:
        return found
    ranks = [
        _ranks([getattr(tones[number], name) for number in told])
        for name in ("pitch_hz", "brightness_db")
    ]
    for place, number in enumerate(told):
        found[number] = round(sum(rank[place] for rank in ranks) / len(ranks), 3)
    return found


def _ranks(values: Sequence[float]) -> list[float]:
    """Place among the others, -1 lowest to 1 highest."""
    from scipy.stats import rankdata

    return [float(2 * (rank - 1) / (len(values) - 1) - 1) for rank in rankdata(values)]


def _decibels(energy: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    return 10 * np.log10(np.maximum(energy, 1e-12))
