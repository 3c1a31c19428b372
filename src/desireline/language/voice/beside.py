"""Transcripts that lie beside a recording: WebVTT and SubRip, as telephone systems and people export them.

In: the path of a recording.  Out: who said what from when to when, or nothing. `call-17.vtt` belongs to `call-17.wav`.
A speaker is named by `<v Agent>` or by `Agent:` before the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from desireline.errors import FileError

ENDINGS = (".vtt", ".srt")
_MOST_BYTES = 5_000_000
_TIME = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_CUE = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}", re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
_NAMED = re.compile(r"^\s*([^\W\d_][\w .'-]{0,30}?)\s*:\s+(?=\S)")
_MARK = re.compile(r"<[^>]{0,80}>")


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of a transcript, in seconds; `speaker` as the file names them."""

    begins: float
    ends: float
    speaker: str | None
    words: str


def transcript_of(recording: Path) -> list[Cue] | None:
    """The transcript beside a recording; None where there is none.

    Raises:
        FileError: it is there and cannot be read.
    """
    place = next(
        (path for ending in ENDINGS if (path := recording.with_suffix(ending)).is_file()), None
    )
    if place is None:
        return None
    try:
        if place.stat().st_size > _MOST_BYTES:
            raise _unreadable(place, "is too long for a transcript")
        text = place.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise _unreadable(place, f"cannot be opened ({error.strerror or error})") from error
    cues = read_cues(text)
    if not cues:
        raise _unreadable(place, "holds no line with a time")
    return cues


def read_cues(text: str) -> list[Cue]:
    """Lines of a WebVTT or SubRip text, in order of time."""
    times = list(_CUE.finditer(text))
    cues: list[Cue] = []
    for number, found in enumerate(times):
        following = times[number + 1].start() if number + 1 < len(times) else len(text)
        block = text[found.end() : following].split("\n", 1)[-1]
        said = re.split(r"\n[ \t\r]*\n", block, maxsplit=1)[0]
        speaker, words = _who(said)
        if words:
            groups = found.groups()
            cues.append(Cue(_seconds(groups[:4]), _seconds(groups[4:]), speaker, words))
    return sorted(cues, key=lambda cue: cue.begins)


def _who(said: str) -> tuple[str | None, str]:
    voice = _VOICE.search(said)
    words = " ".join(_MARK.sub("", said).split())
    if voice:
        return voice.group(1).strip(), words
    named = _NAMED.match(words)
    return (named.group(1), words[named.end() :]) if named else (None, words)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + int((thousandths or "0").ljust(3, "0")) / 1000


def _unreadable(place: Path, found: str) -> FileError:
    return FileError(
        str(place),
        found,
        hint="Save it as WebVTT or SubRip, or take it away.",
        code="voice.beside",
    )
