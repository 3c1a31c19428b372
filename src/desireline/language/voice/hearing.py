"""One recorded call, heard: who spoke when, what they said, how it sounded.

In: a path, a recogniser if there is one, what is known of the call.  Out: a `Call`. The parts stand on their own: without a
recogniser or transcript there are turns, silences and tones and no words; where nobody can say which voice is the
customer's the words are kept and count as nobody's. `unread` says why something is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.errors import DesirelineError
from desireline.language.texts.guessing import UNKNOWN, guess_language
from desireline.language.texts.speakers import speaker_named
from desireline.language.voice.beside import Cue, transcript_of
from desireline.language.voice.prosody import NO_TONE, Tone, Voice, arousal
from desireline.language.voice.roles import employee_among
from desireline.language.voice.sound import Sound, read_sound
from desireline.language.voice.spectra import power
from desireline.language.voice.speech import Piece, find_speech
from desireline.language.voice.turns import Turn, by_channel, by_voice, overlap, silences
from desireline.language.voice.whisper import Said, Whisper

if TYPE_CHECKING:
    from numpy.typing import NDArray

BY_CHANNEL, BY_VOICE, BY_TRANSCRIPT = "channels", "voices", "transcript"
NO_SPEECH, NO_WORDS, NO_ROLES = "silent", "no recogniser", "speakers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One turn. `speaker` is customer or employee, or `voice 1`, `voice 2` where nobody can tell."""

    begins: float
    ends: float
    speaker: str
    words: str = ""
    tone: Tone = NO_TONE
    arousal: float | None = None
    """Against the same speaker's other turns of this call, -1 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A recording that was listened to."""

    seconds: float
    turns: tuple[Spoken, ...]
    silences: tuple[float, ...]
    overlap: float
    how: str | None
    """By what the speakers were told apart: channels, voices, transcript."""
    language: str | None
    method: str | None
    """What found the words."""
    unread: str | None = None
    """Why there are no words that count: silent, no recogniser, speakers, or what is wrong with the file."""


@dataclass(slots=True)
class Ear:
    """What is used to listen: the recogniser, loaded once, and the language that was named."""

    whisper: Whisper | None = None
    language: str | None = None


def hear(path: Path, ear: Ear, *, language: str | None = None) -> Call:
    """Listen to one recording; what is wrong with it is said in `unread`, nothing is raised.

    Args:
        path: of the recording.
        ear: what recognises speech.
        language: what the call's record says, two letters.
    """
    try:
        sound = read_sound(path)
        cues = transcript_of(path)
    except DesirelineError as error:
        return Call(
            seconds=0.0, turns=(), silences=(), overlap=0.0, how=None, language=None, method=None,
            unread=error.code,
        )  # fmt: skip
    spectra = [power(channel) for channel in sound.samples]
    pieces = [find_speech(one) for one in spectra]
    if not any(pieces):
        return _silent(sound)
    if cues is not None:
        return _told(sound, spectra, pieces, cues, language)
    return _listened(sound, spectra, pieces, ear, ear.language or language)


def _silent(sound: Sound) -> Call:
    return Call(
        seconds=sound.seconds, turns=(), silences=(sound.seconds,), overlap=0.0, how=None,
        language=None, method=None, unread=NO_SPEECH,
    )  # fmt: skip


def _listened(
    sound: Sound,
    spectra: Sequence[NDArray[Any]],
    pieces: Sequence[Sequence[Piece]],
    ear: Ear,
    language: str | None,
) -> Call:
    apart = len(pieces) > 1
    turns = by_channel(pieces) if apart else by_voice(spectra[0], pieces[0])
    said: list[tuple[int | None, Said]] = []
    if ear.whisper is not None:
        loudest = max(range(len(pieces)), key=lambda channel: len(pieces[channel]))
        language = language or ear.whisper.language_of(sound.samples[loudest], pieces[loudest])
        for channel, its_pieces in enumerate(pieces):
            heard = ear.whisper.transcribe(sound.samples[channel], its_pieces, language or "en")
            said += [(channel if apart else None, one) for one in heard]
    words = _words_of(turns, said)
    roles = _roles(turns, words)
    unread = NO_WORDS if ear.whisper is None else None if roles else NO_ROLES
    spoken = [
        Spoken(
            begins=turn.begins,
            ends=turn.ends,
            speaker=roles.get(turn.voice, f"voice {turn.voice + 1}"),
            words=words[number],
        )
        for number, turn in enumerate(turns)
    ]
    return Call(
        seconds=sound.seconds,
        turns=_with_tones(sound, spectra, spoken, [turn.voice if apart else 0 for turn in turns]),
        silences=tuple(silences(turns)),
        overlap=overlap(turns),
        how=BY_CHANNEL if apart else BY_VOICE,
        language=language,
        method=ear.whisper.name if ear.whisper else None,
        unread=unread,
    )


def _told(
    sound: Sound,
    spectra: Sequence[NDArray[Any]],
    pieces: Sequence[Sequence[Piece]],
    cues: Sequence[Cue],
    language: str | None,
) -> Call:
    """A call whose transcript lies beside it; its times say who speaks, the sound how."""
    named = list(dict.fromkeys(cue.speaker for cue in cues))
    roles = {name: speaker_named(name) for name in named if name}
    known = all(roles.get(name) for name in named if name) and None not in named
    if not known and len(named) == 2 and None not in named:
        by_words = employee_among(
            {number: _all_words(cues, name) for number, name in enumerate(named)}
        )
        if by_words is not None:
            roles = {
                name: "employee" if number == by_words else "customer"
                for number, name in enumerate(named)
            }
            known = True
    spoken = [
        Spoken(
            begins=cue.begins,
            ends=max(cue.begins, min(cue.ends, sound.seconds)),
            speaker=(roles.get(cue.speaker or "") if known else None)
            or f"voice {named.index(cue.speaker) + 1}",
            words=cue.words,
        )
        for cue in cues
    ]
    turns = [Turn(named.index(cue.speaker), cue.begins, cue.ends) for cue in cues]
    loudest = [_loudest(pieces, one) for one in spoken]
    return Call(
        seconds=sound.seconds,
        turns=_with_tones(sound, spectra, spoken, loudest),
        silences=tuple(silences(turns)),
        overlap=overlap(turns),
        how=BY_TRANSCRIPT,
        language=_spoken_in(cues, language),
        method="transcript",
        unread=None if known else NO_ROLES,
    )


def _spoken_in(cues: Sequence[Cue], stated: str | None) -> str | None:
    guessed = guess_language(" ".join(cue.words for cue in cues), stated=stated)
    return None if guessed == UNKNOWN else guessed


def _all_words(cues: Sequence[Cue], name: str | None) -> str:
    return " ".join(cue.words for cue in cues if cue.speaker == name)


def _loudest(pieces: Sequence[Sequence[Piece]], turn: Spoken) -> int:
    """The channel in which most is said during a turn."""
    return max(
        range(len(pieces)),
        key=lambda channel: sum(
            max(0.0, min(turn.ends, ends) - max(turn.begins, begins))
            for begins, ends in pieces[channel]
        ),
    )


def _words_of(turns: Sequence[Turn], said: Sequence[tuple[int | None, Said]]) -> list[str]:
    """Give each piece of text to the turn that it overlaps most; of its own channel where that is known."""
    words: list[list[str]] = [[] for _ in turns]
    for channel, one in said:
        fits = [
            (min(one.ends, turn.ends) - max(one.begins, turn.begins), -number)
            for number, turn in enumerate(turns)
            if channel in (None, turn.voice)
        ]
        if fits:
            words[-max(fits)[1]].append(one.words)
    return [" ".join(parts) for parts in words]


def _roles(turns: Sequence[Turn], words: Sequence[str]) -> dict[int, str]:
    said: dict[int, str] = {}
    for turn, its_words in zip(turns, words, strict=True):
        said[turn.voice] = f"{said.get(turn.voice, '')} {its_words}"
    employee = employee_among(said)
    if employee is None:
        return {}
    return {voice: "employee" if voice == employee else "customer" for voice in said}


def _with_tones(
    sound: Sound,
    spectra: Sequence[NDArray[Any]],
    spoken: Sequence[Spoken],
    channels: Sequence[int],
) -> tuple[Spoken, ...]:
    voices = [Voice(*both) for both in zip(sound.samples, spectra, strict=True)]
    toned = [
        replace(one, tone=voices[channel].tone(one.begins, one.ends))
        for one, channel in zip(spoken, channels, strict=True)
    ]
    for speaker in {one.speaker for one in toned}:
        mine = [number for number, one in enumerate(toned) if one.speaker == speaker]
        stirred = arousal(
            [toned[number].tone for number in mine],
            [toned[number].ends - toned[number].begins for number in mine],
        )
        for number, value in zip(mine, stirred, strict=True):
            toned[number] = replace(toned[number], arousal=value)
    return tuple(toned)
