"""Sound as frames, spectra and bands of the ear's own scale.

In: samples of one channel.  Out: log-mel bands as the recogniser's network was trained on, and the few numbers
by which voices are told apart (cepstra). Bands follow Slaney's auditory toolbox: straight below 1 kHz, logarithmic above.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from desireline.language.voice.sound import RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

WINDOW = 400
HOP = 160
"""Samples from one frame to the next: 10 ms."""
BANDS = 80
_CEPSTRA = 20
_PER_MEL = 200 / 3
_BREAK_HZ, _BREAK_MEL = 1000.0, 15.0
_LOG_STEP = 0.06875177742094912  # log(6.4) / 27
_AT_ONCE = 20_000


def power(samples: NDArray[Any]) -> NDArray[Any]:
    """Power spectra, one row for each 10 ms, centred on it."""
    import numpy as np

    padded = np.pad(samples, WINDOW // 2, mode="reflect" if len(samples) > WINDOW else "constant")
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    parts = [
        np.abs(np.fft.rfft(frames[at : at + _AT_ONCE] * window, axis=1)) ** 2
        for at in range(0, len(frames), _AT_ONCE)
    ]
    return np.concatenate(parts).astype(np.float32)


def heard_log_mel(samples: NDArray[Any]) -> NDArray[Any]:
    """What Whisper's network hears: shape (BANDS, frames), about -1 to 1."""
    import numpy as np

    bands = np.log10(np.maximum(power(samples)[:-1] @ _mel_bands().T, 1e-10))
    bands = np.maximum(bands, bands.max() - 8.0)
    return ((bands + 4.0) / 4.0).T.astype(np.float32)


def cepstra(spectra: NDArray[Any]) -> NDArray[Any]:
    """The shape of each spectrum without its loudness, shape (frames, 19)."""
    import numpy as np
    from scipy.fft import dct

    bands = np.log(np.maximum(spectra @ _mel_bands().T, 1e-10))
    return np.asarray(dct(bands, axis=1, norm="ortho"))[:, 1:_CEPSTRA]


@cache
def _mel_bands() -> NDArray[Any]:
    """Triangles of equal area, shape (BANDS, WINDOW // 2 + 1)."""
    import numpy as np

    edges = _hertz(np.linspace(0, _mel(RATE / 2), BANDS + 2))
    bins = np.linspace(0, RATE / 2, WINDOW // 2 + 1)
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    area = 2.0 / (edges[2:] - edges[:-2])
    return (np.maximum(0, np.minimum(rising, falling)) * area[:, None]).astype(np.float32)


def _mel(hertz: float) -> float:
    import math

    if hertz < _BREAK_HZ:
        return hertz / _PER_MEL
    return _BREAK_MEL + math.log(hertz / _BREAK_HZ) / _LOG_STEP


def _hertz(mel: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    above = _BREAK_HZ * np.exp(_LOG_STEP * (mel - _BREAK_MEL))
    return np.where(mel < _BREAK_MEL, mel * _PER_MEL, above)
