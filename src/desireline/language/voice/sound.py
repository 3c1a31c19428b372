"""Sound files as numbers: WAV in every form that telephones write, other formats where their library is installed.

In: a path.  Out: samples from -1 to 1, one row a channel, 16,000 a second. WAV is read here, because recorders write
A-law and mu-law, which few libraries know; FLAC, Ogg and MP3 need `soundfile` (in `desireline[voice]`).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib import import_module
from math import gcd
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.errors import FileError

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 16_000
"""Samples a second of everything that is read."""
LONGEST_S = 3 * 3600
_PCM, _FLOAT, _ALAW, _MULAW, _EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
_MOST_CHANNELS = 2
_CODE = "voice.sound"


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """One recording: `samples` has one row for each channel."""

    samples: NDArray[Any]
    recorded_rate: int

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.samples.shape[1] / RATE


def read_sound(path: Path) -> Sound:
    """Read a recording.

    Raises:
        FileError: it is not there, damaged, longer than three hours, or of a format that cannot be read here.
    """
    try:
        with path.open("rb") as file:
            head = file.read(12)
        if head[:4] == b"RIFF" and head[8:] == b"WAVE":
            samples, rate = _wave(path)
        else:
            samples, rate = _by_library(path)
    except OSError as error:
        raise FileError(
            str(path),
            f"cannot be opened ({error.strerror or error})",
            hint="Put the recording where it lay when the call log was imported.",
            code=_CODE,
        ) from error
    if samples.shape[1] == 0 or not 4_000 <= rate <= 384_000:
        raise _damaged(path, "holds no sound")
    return Sound(_resampled(_told_apart(samples), rate), rate)


def _wave(path: Path) -> tuple[NDArray[Any], int]:
    import numpy as np

    form: tuple[int, int, int, int] | None = None
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(12)
        while len(head := file.read(8)) == 8:
            name, length = head[:4], struct.unpack("<I", head[4:])[0]
            if name == b"fmt ":
                form = _form(path, file.read(length))
            elif name == b"data" and form is not None:
                # Recorders that were cut off leave a length of 0 or too much.
                left = size - file.tell()
                length = left if length in {0, 0xFFFFFFFF} else min(length, left)
                tag, channels, rate, bits = form
                frame = channels * (bits // 8)
                _refuse_long(path, length / frame / rate)
                kept = np.frombuffer(file.read(length // frame * frame), dtype=np.uint8)
                return _decoded(path, kept, tag, bits).reshape(-1, channels).T, rate
            else:
                file.seek(length, 1)
            file.seek(length % 2, 1)
    raise _damaged(path, "is a WAV file without sound")


def _form(path: Path, told: bytes) -> tuple[int, int, int, int]:
    if len(told) < 16:
        raise _damaged(path, "is a WAV file with a broken head")
    tag, channels, rate, _, _, bits = struct.unpack("<HHIIHH", told[:16])
    if tag == _EXTENSIBLE and len(told) >= 26:
        tag = struct.unpack("<H", told[24:26])[0]
    if not 1 <= channels <= 8 or rate == 0 or bits not in {8, 16, 24, 32, 64}:
        raise _damaged(path, f"says it has {channels} channels of {bits} bits")
    return tag, channels, rate, bits


def _decoded(path: Path, raw: NDArray[Any], tag: int, bits: int) -> NDArray[Any]:
    import numpy as np

    if tag in {_ALAW, _MULAW} and bits == 8:
        return _expanded(raw, a_law=tag == _ALAW)
    if tag == _FLOAT and bits in {32, 64}:
        return np.nan_to_num(raw.view(f"<f{bits // 8}").astype(np.float32))
    if tag == _PCM and bits == 8:
        return (raw.astype(np.float32) - 128) / 128
    if tag == _PCM and bits == 24:
        wide = np.zeros((len(raw) // 3, 4), dtype=np.uint8)
        wide[:, 1:] = raw.reshape(-1, 3)
        return wide.view("<i4")[:, 0].astype(np.float32) / 2**31
    if tag == _PCM and bits in {16, 32}:
        return raw.view(f"<i{bits // 8}").astype(np.float32) / 2 ** (bits - 1)
    raise FileError(
        str(path),
        f"is a WAV file in the codec {tag}, which is not read here",
        hint="Export it as PCM, A-law or mu-law, or as FLAC.",
        code=_CODE,
    )


def _expanded(raw: NDArray[Any], *, a_law: bool) -> NDArray[Any]:
    """A-law and mu-law as ITU-T G.711 defines them."""
    import numpy as np

    code = np.arange(256, dtype=np.int32)
    code = code ^ (0x55 if a_law else 0xFF)
    exponent, mantissa = (code >> 4) & 7, code & 15
    if a_law:
        size = np.where(
            exponent == 0, (mantissa << 4) + 8, ((mantissa << 4) + 0x108) << (exponent - 1)
        )
        sign = np.where(code & 0x80, 1, -1)
    else:
        size = (((mantissa << 3) + 0x84) << exponent) - 0x84
        sign = np.where(code & 0x80, -1, 1)
    return (sign * size / 32768).astype(np.float32)[raw]


def _by_library(path: Path) -> tuple[NDArray[Any], int]:
    try:
        library: Any = import_module("soundfile")
    except ImportError as error:
        raise FileError(
            str(path),
            "is no WAV file, and the library that reads other formats is not installed",
            hint="Install it with `pip install desireline[voice]`, or convert the recordings to WAV.",
            code="voice.format",
        ) from error
    try:
        told = library.info(path)
        _refuse_long(path, told.frames / max(1, told.samplerate))
        samples, rate = library.read(path, dtype="float32", always_2d=True)
    except (library.LibsndfileError, RuntimeError) as error:
        raise _damaged(path, "cannot be decoded") from error
    return samples.T, int(rate)


def _refuse_long(path: Path, seconds: float) -> None:
    if seconds > LONGEST_S:
        raise FileError(
            str(path),
            f"is {seconds / 3600:.1f} hours long; a call has at most {LONGEST_S // 3600}",
            hint="Cut it into its calls.",
            code="voice.too-long",
        )


def _damaged(path: Path, found: str) -> FileError:
    return FileError(str(path), found, hint="Export or copy the recording again.", code=_CODE)


def _told_apart(samples: NDArray[Any]) -> NDArray[Any]:
    """Two channels where they differ; one where they are the same sound twice."""
    import numpy as np

    kept = samples[:_MOST_CHANNELS]
    if len(kept) == 2:
        apart = float(np.abs(kept[0] - kept[1]).mean())
        if apart <= 0.02 * float(np.abs(kept).mean()) or not np.abs(kept).max(axis=1).all():
            return kept[np.abs(kept).mean(axis=1).argmax()][None, :]
    return kept


def _resampled(samples: NDArray[Any], rate: int) -> NDArray[Any]:
    import numpy as np
    from scipy.signal import resample_poly

    if rate == RATE:
        return np.ascontiguousarray(samples, dtype=np.float32)
    common = gcd(rate, RATE)
    made = resample_poly(samples, RATE // common, rate // common, axis=1)
    return np.ascontiguousarray(made, dtype=np.float32)
