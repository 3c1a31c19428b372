"""Recorded calls without a recogniser: sound files, silence, turns, pitch, roles; made by the tests from plain numbers."""

from __future__ import annotations

import struct
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desireline.errors import FileError
from desireline.language.voice.beside import read_cues
from desireline.language.voice.hearing import Ear, hear
from desireline.language.voice.prosody import Tone, arousal, pitch_hz
from desireline.language.voice.roles import employee_among
from desireline.language.voice.sound import RATE, read_sound
from desireline.language.voice.turns import Turn, overlap, silences

LOW, HIGH = 110.0, 210.0


def voice(pitch: float, seconds: float) -> Any:
    """A hum with the harmonics of a voice, the higher ones weaker, and the breath of syllables."""
    at = np.arange(round(seconds * RATE)) / RATE
    tone = sum(np.sin(2 * np.pi * pitch * k * at) / k for k in range(1, 15))
    brighter = 1.0 if pitch == LOW else 1.8
    tone = np.convolve(tone, [1, -0.5 * (brighter - 1)], mode="same")
    return 0.1 * tone * (1 + 0.3 * np.sin(2 * np.pi * 4 * at))


def call(turns: list[tuple[int, float, float, float]], seconds: float, channels: int) -> Any:
    """(channel, pitch, from, to) on a line with a little noise."""
    sound = np.random.default_rng(1).normal(0, 1e-4, (channels, round(seconds * RATE)))
    for channel, pitch, begins, ends in turns:
        said = voice(pitch, ends - begins)
        at = round(begins * RATE)
        sound[min(channel, channels - 1), at : at + len(said)] += said
    return sound


def write(path: Path, sound: Any, rate: int = RATE) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(sound))
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").T.tobytes())
    return path


TALK = [(0, LOW, 0.5, 2.5), (1, HIGH, 3.0, 5.0), (0, LOW, 8.0, 9.5), (1, HIGH, 9.2, 11.0)]


def test_two_channels_give_turns_silence_and_overlap(tmp_path: Path) -> None:
    heard = hear(write(tmp_path / "a.wav", call(TALK, 12, 2)), Ear())

    assert heard.how == "channels"
    assert heard.unread == "no recogniser"
    assert [turn.speaker for turn in heard.turns] == ["voice 1", "voice 2"] * 2
    assert [turn.begins for turn in heard.turns] == pytest.approx([0.5, 3, 8, 9.2], abs=0.1)
    assert [turn.ends for turn in heard.turns] == pytest.approx([2.5, 5, 9.5, 11], abs=0.1)
    assert heard.silences == pytest.approx([3.0], abs=0.2)  # 0.5 s is a breath
    assert heard.overlap == pytest.approx(0.3, abs=0.1)
    assert [t.tone.pitch_hz for t in heard.turns] == pytest.approx(
        [LOW, HIGH, LOW, HIGH], rel=0.03
    )


def test_two_voices_on_one_channel_are_told_apart_by_their_sound(tmp_path: Path) -> None:
    turns = [(0, (LOW, HIGH)[n % 2], 0.5 + 3 * n, 3.2 + 3 * n) for n in range(6)]
    heard = hear(write(tmp_path / "a.wav", call(turns, 19, 1)), Ear())

    assert heard.how == "voices"
    assert [turn.tone.pitch_hz for turn in heard.turns] == pytest.approx([LOW, HIGH] * 3, rel=0.03)
    assert len({turn.speaker for turn in heard.turns}) == 2


def test_one_voice_alone_stays_one_voice(tmp_path: Path) -> None:
    turns = [(0, LOW, 0.5 + 3 * n, 2.5 + 3 * n) for n in range(5)]
    heard = hear(write(tmp_path / "a.wav", call(turns, 16, 1)), Ear())
    assert {turn.speaker for turn in heard.turns} == {"voice 1"}


@pytest.mark.parametrize("hertz", [80.0, 125.0, 200.0, 320.0])
def test_the_pitch_of_a_hum_is_its_pitch(hertz: float) -> None:
    found = pitch_hz(voice(hertz, 1.0))
    assert np.nanmedian(found) == pytest.approx(hertz, rel=0.02)


def test_hiss_has_no_pitch() -> None:
    found = pitch_hz(np.random.default_rng(3).normal(0, 0.1, RATE))
    assert np.isnan(found).mean() > 0.9


def test_arousal_compares_a_speaker_with_themselves_and_not_with_few_turns() -> None:
    tones = [Tone(100.0 + n, -20.0, -5.0 + n) for n in range(7)]
    assert arousal(tones, [2.0] * 7) == pytest.approx([-1, -2 / 3, -1 / 3, 0, 1 / 3, 2 / 3, 1], abs=1e-3)  # fmt: skip
    assert arousal(tones[:5], [2.0] * 5) == [None] * 5
    assert arousal(tones, [2.0] * 6 + [0.2])[6] is None  # `Yes.` says nothing of a voice


def test_silences_and_overlap_by_hand() -> None:
    turns = [Turn(0, 0, 4), Turn(1, 3, 5), Turn(0, 8, 9), Turn(1, 10.5, 12)]
    assert silences(turns) == [3]
    assert overlap(turns) == 1


@pytest.mark.parametrize(("tag", "top"), [(6, 0xAA), (7, 0x80)])
def test_telephone_codecs_are_read_by_their_standard(tmp_path: Path, tag: int, top: int) -> None:
    """The loudest positive code of G.711: 32256 of 32768 in A-law, 32124 in mu-law."""
    data = bytes([top]) * 8000
    head = struct.pack("<HHIIHH", tag, 1, 8000, 8000, 1, 8)
    path = tmp_path / "a.wav"
    path.write_bytes(
        b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack("<I", 16) + head
        + b"data" + struct.pack("<I", len(data)) + data
    )  # fmt: skip
    loudest = {6: 32256, 7: 32124}[tag] / 32768
    assert read_sound(path).samples[0][4000] == pytest.approx(loudest, abs=2e-3)


@pytest.mark.parametrize(
    ("content", "unread"),
    [
        (b"", "voice"),
        (b"RIFF\0\0\0\0WAVE", "voice.sound"),
        (b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + b"\xff" * 16, "voice.sound"),
        (b"OggS" + b"\0" * 200, "voice"),
    ],
)
def test_what_cannot_be_read_says_so_and_raises_nothing(
    tmp_path: Path, content: bytes, unread: str
) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    heard = hear(path, Ear())
    assert (heard.unread or "").startswith(unread)
    assert heard.turns == ()


def test_a_six_hour_recording_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    seconds = 6 * 3600
    head = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    with path.open("wb") as file:
        file.write(b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + head + b"data" + struct.pack("<I", seconds * 8000))  # fmt: skip
        file.truncate(44 + seconds * 8000)
    with pytest.raises(FileError, match=r"6\.0 hours"):
        read_sound(path)


def test_silence_is_heard_as_silence(tmp_path: Path) -> None:
    heard = hear(write(tmp_path / "a.wav", np.zeros((1, RATE * 3))), Ear())
    assert heard.unread == "silent"
    assert heard.silences == pytest.approx((3.0,))


def test_the_same_sound_on_both_channels_is_one_channel(tmp_path: Path) -> None:
    one = call([(0, LOW, 0.5, 2.5)], 3, 1)
    assert len(read_sound(write(tmp_path / "a.wav", np.concatenate([one, one]))).samples) == 1


def test_webvtt_and_subrip_are_read_with_their_speakers() -> None:
    vtt = "WEBVTT\n\nNOTE hi\n\n1\n00:01.500 --> 00:02.250 align:start\n<v Agent>Hello <i>there</i>.\n\n00:00:03.000 --> 00:00:04.000\nCustomer: My parcel\nis lost.\n"
    found = [(cue.begins, cue.ends, cue.speaker, cue.words) for cue in read_cues(vtt)]
    assert found == [(1.5, 2.25, "Agent", "Hello there."), (3.0, 4.0, "Customer", "My parcel is lost.")]  # fmt: skip
    srt = "1\n00:00:01,000 --> 00:00:02,000\nJust words\n"
    assert [(cue.begins, cue.speaker) for cue in read_cues(srt)] == [(1.0, None)]


def test_the_employee_is_known_by_their_words_or_not_at_all() -> None:
    agent = "Thank you for calling, how can I help you? Let me check."
    assert employee_among({0: "My parcel is late, I have called twice", 1: agent}) == 1
    assert employee_among({0: "Hello", 1: "Hello, yes"}) is None
    assert employee_among({0: agent}) is None


def test_voices_of_a_real_discussion_are_told_apart(shared_data: Path) -> None:
    """Four people, told to look for four: at most a tenth of the speech goes to the wrong one."""
    from scipy.optimize import linear_sum_assignment

    from desireline.language.voice.spectra import power
    from desireline.language.voice.speech import find_speech
    from desireline.language.voice.turns import by_voice

    folder = shared_data / "audio_diarization"
    spectra = power(read_sound(folder / "diarizationExample.wav").samples[0])
    found = np.full(4300, -1)
    for turn in by_voice(spectra, find_speech(spectra), most=4):
        found[round(turn.begins * 100) : round(turn.ends * 100)] = turn.voice
    truth = np.full(4300, -1)
    for line in (folder / "diarizationExample.segments").read_text().splitlines():
        begins, ends, who = line.split()
        truth[round(float(begins) * 100) : round(float(ends) * 100)] = "ABCD".index(who[-1])
    agree = np.array([[((found == a) & (truth == b)).sum() for b in range(4)] for a in range(4)])
    rows, columns = linear_sum_assignment(-agree)
    assert agree[rows, columns].sum() >= 0.9 * (truth >= 0).sum()
