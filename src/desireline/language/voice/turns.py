"""Who speaks when: by channel where each side has its own, by voice where both share one.

In: where somebody speaks.  Out: turns, each with the number of its voice. Two channels need no model. On one channel,
stretches of speech are told apart by the shape of their spectra (cepstra), first by clustering and then frame by frame
with a price on every change. At most two voices are looked for: a call has a customer and an employee. That is a guess,
and is said to be one (`how`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from desireline.language.voice.spectra import cepstra
from desireline.language.voice.speech import FRAMES_PER_S, Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

_JOINED_S = 2.0
_STRETCH_S = 1.0
_CHANGE_COSTS = 250.0
"""Log-likelihood that a change of voice must win."""
_APART = 0.28
"""Share of the spread that two clusters must explain to be two voices."""
_ROUNDS = 4
_SHORTEST = 15
"""Frames below which a change of voice is a slip."""
LONG_SILENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Turn:
    """One voice, from when to when, in seconds."""

    voice: int
    begins: float
    ends: float

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.ends - self.begins


def by_channel(channels: Sequence[Sequence[Piece]]) -> list[Turn]:
    """Turns of a call whose sides were recorded apart."""
    return _joined(
        [Turn(voice, *piece) for voice, pieces in enumerate(channels) for piece in pieces]
    )


def by_voice(spectra: NDArray[Any], pieces: Sequence[Piece], *, most: int = 2) -> list[Turn]:
    """Turns of a call in one channel; all of one voice where no two can be told apart."""
    import numpy as np

    frames = _frames_of(pieces, len(spectra))
    stretches = _stretches(frames)
    if len(stretches) < 2 * most:
        return _joined([Turn(0, *piece) for piece in pieces])
    shapes = cepstra(spectra)
    means = np.stack([shapes[stretch].mean(axis=0) for stretch in stretches])
    voice_of = _cluster(means, most)
    if voice_of is None:
        return _joined([Turn(0, *piece) for piece in pieces])
    voices = np.full(len(spectra), -1)
    for stretch, voice in zip(stretches, voice_of, strict=True):
        voices[stretch] = voice
    for _ in range(_ROUNDS):
        voices[frames] = _followed(shapes[frames], voices[frames], most)
    return _joined(_turns_of(voices, pieces))


def silences(turns: Sequence[Turn]) -> list[float]:
    """Seconds of each silence over two seconds between the first word and the last."""
    ends = 0.0
    found: list[float] = []
    for number, turn in enumerate(turns):
        if number and turn.begins - ends > LONG_SILENCE_S:
            found.append(turn.begins - ends)
        ends = max(ends, turn.ends)
    return found


def overlap(turns: Sequence[Turn]) -> float:
    """Seconds in which two voices speak."""
    edges = sorted(
        (at, step) for turn in turns for at, step in ((turn.begins, 1), (turn.ends, -1))
    )
    speaking, total = 0, 0.0
    for (at, step), (following, _) in pairwise(edges):
        speaking += step
        total += (following - at) * (speaking >= 2)
    return total


def _joined(turns: Sequence[Turn]) -> list[Turn]:
    """A turn goes on over a short pause, until the other voice begins."""
    found: list[Turn] = []
    for turn in sorted(turns, key=lambda turn: (turn.begins, turn.voice)):
        if found and found[-1].voice == turn.voice and turn.begins - found[-1].ends < _JOINED_S:
            found[-1] = Turn(turn.voice, found[-1].begins, max(found[-1].ends, turn.ends))
        else:
            found.append(turn)
    return found


def _frames_of(pieces: Sequence[Piece], count: int) -> NDArray[Any]:
    import numpy as np

    return np.concatenate(
        [
            np.arange(
                round(begins * FRAMES_PER_S), min(count, round(ends * FRAMES_PER_S)), dtype=int
            )
            for begins, ends in pieces
        ]
        or [np.zeros(0, dtype=int)]
    )


def _stretches(frames: NDArray[Any]) -> list[NDArray[Any]]:
    """About a second of speech each."""
    import numpy as np

    return np.array_split(frames, max(1, round(len(frames) / FRAMES_PER_S / _STRETCH_S)))


def _cluster(means: NDArray[Any], most: int) -> list[int] | None:
    """Ward's clusters of stretches; None where they are no better than one."""
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    voice_of = fcluster(linkage(means, "ward"), most, "maxclust") - 1
    spread = ((means - means.mean(axis=0)) ** 2).sum()
    inside = sum(
        ((means[voice_of == voice] - means[voice_of == voice].mean(axis=0)) ** 2).sum()
        for voice in np.unique(voice_of)
    )
    return None if 1 - inside / max(spread, 1e-9) < _APART else voice_of.tolist()


def _followed(shapes: NDArray[Any], voices: NDArray[Any], most: int) -> NDArray[Any]:
    """The likeliest voices, frame by frame, where each change costs something (Viterbi)."""
    import numpy as np

    likely = np.stack([_likelihood(shapes, voices == voice) for voice in range(most)], axis=1)
    best = likely[0].copy()
    came_from = np.zeros((len(shapes), most), dtype=np.int8)
    for frame in range(1, len(shapes)):
        other = int(best.argmax())
        changes = best[other] - _CHANGE_COSTS > best
        came_from[frame] = np.where(changes, other, np.arange(most))
        best = np.where(changes, best[other] - _CHANGE_COSTS, best) + likely[frame]
    path = np.zeros(len(shapes), dtype=int)
    path[-1] = best.argmax()
    for frame in range(len(shapes) - 1, 0, -1):
        path[frame - 1] = came_from[frame, path[frame]]
    return path


def _likelihood(shapes: NDArray[Any], mine: NDArray[Any]) -> NDArray[Any]:
    """Log-likelihood of each frame under one voice, as one Gaussian of its frames."""
    import numpy as np

    if mine.sum() < 2 * shapes.shape[1]:
        return np.full(len(shapes), -1e6)
    centre = shapes[mine].mean(axis=0)
    spread = np.cov(shapes[mine].T) + np.eye(shapes.shape[1]) * 1e-3
    away = shapes - centre
    _, size = np.linalg.slogdet(spread)
    return -0.5 * (np.einsum("ij,jk,ik->i", away, np.linalg.inv(spread), away) + size)


def _turns_of(voices: NDArray[Any], pieces: Sequence[Piece]) -> list[Turn]:
    import numpy as np

    turns: list[Turn] = []
    for begins, ends in pieces:
        first, last = round(begins * FRAMES_PER_S), round(ends * FRAMES_PER_S)
        mine = voices[first:last]
        changes = [0, *(np.flatnonzero(np.diff(mine)) + 1).tolist(), len(mine)]
        turns += [
            Turn(int(mine[a]), begins + a / FRAMES_PER_S, begins + b / FRAMES_PER_S)
            for a, b in pairwise(changes)
            if b - a >= _SHORTEST
        ]
    return turns
