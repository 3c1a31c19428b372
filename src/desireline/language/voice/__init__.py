"""Recorded calls: who spoke when, what was said, how it sounded; on this machine, nothing downloaded.

ear = Ear(Whisper())                                # or Ear(): turns, silences and tones without words
call = hear(Path("C-1017.wav"), ear)                # one recording
heard = listen(segments, ear, job=job)              # the dataset `calls`
"""

from desireline.language.voice.hearing import Call, Ear, Spoken, hear
from desireline.language.voice.keeping import Heard, listen, with_calls
from desireline.language.voice.viewing import ReadTurn, read_turns
from desireline.language.voice.whisper import Whisper

__all__ = [
    "Call",
    "Ear",
    "Heard",
    "ReadTurn",
    "Spoken",
    "Whisper",
    "hear",
    "listen",
    "read_turns",
    "with_calls",
]
