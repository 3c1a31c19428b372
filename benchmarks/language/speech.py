"""Recorded calls: words, voices and arousal against what is known of the sound.

In: sentences spoken by espeak-ng (robotic: harder than people in some ways), one discussion with four speakers and
24 clips with people's arousal. Out: figures for `run.py`. Parts whose tools are not on this machine are left out and named.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.signal import resample_poly
from scipy.stats import spearmanr

from desireline.language.voice import Whisper
from desireline.language.voice.prosody import Voice, arousal, pitch_hz
from desireline.language.voice.sound import RATE, read_sound
from desireline.language.voice.spectra import power
from desireline.language.voice.speech import FRAMES_PER_S, find_speech, loudness_db
from desireline.language.voice.turns import by_voice

SENTENCES = (
    "I ordered a speaker on Monday and it still has not arrived.",
    "The website kept failing when I tried to pay with my card.",
    "I have called three times and nobody could help me with my order.",
    "Thank you so much, that was quick and very friendly service.",
    "My parcel was left outside in the rain and the box is broken.",
    "Could you please send me a refund for the damaged lamp?",
    "Your colleague promised to call me back on Friday and never did.",
    "I would like to change the delivery address for tomorrow.",
    "The sound is wonderful but the delivery took far too long.",
    "I was charged twice for the same order and I want my money back.",
)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def wrong_words(truth: list[str], said: list[str]) -> int:
    """Words to insert, leave out or change."""
    row = list(range(len(said) + 1))
    for n, word in enumerate(truth, 1):
        last, row[0] = row[0], n
        for m, other in enumerate(said, 1):
            last, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, last + (word != other))
    return row[-1]


def recognition() -> dict[str, float]:
    """Share of wrong words at 16 and 8 kHz, and CPU seconds for each second of sound."""
    if shutil.which("espeak-ng") is None or find_spec("ctranslate2") is None:
        print("speech to text: left out, espeak-ng or desireline[voice] is not installed")
        return {}
    whisper = Whisper()
    wrong = {16_000: 0, 8_000: 0}
    total, seconds, began = 0, 0.0, time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        for sentence in SENTENCES:
            subprocess.run(
                ["espeak-ng", "-v", "en-us", "-s", "150", "-w", path, sentence], check=True
            )
            sound = read_sound(path).samples[0]
            total += len(words(sentence))
            for rate in wrong:
                heard = sound if rate == RATE else resample_poly(resample_poly(sound, 1, 2), 2, 1)
                said = whisper.transcribe(heard, find_speech(power(heard)), "en")
                found = words(" ".join(one.words for one in said))
                wrong[rate] += wrong_words(words(sentence), found)
                seconds += len(sound) / RATE
    cost = (time.process_time() - began) / seconds
    return {"16k": wrong[16_000] / total, "8k": wrong[8_000] / total, "cost": cost}


def voices(data: Path) -> float:
    """Share of the speech that is given to a wrong voice, told that there are four."""
    folder = data / "audio_diarization"
    spectra = power(read_sound(folder / "diarizationExample.wav").samples[0])
    truth, found = np.full(4300, -1), np.full(4300, -1)
    for line in (folder / "diarizationExample.segments").read_text().splitlines():
        begins, ends, who = line.split()
        truth[round(float(begins) * 100) : round(float(ends) * 100)] = "ABCD".index(who[-1])
    for turn in by_voice(spectra, find_speech(spectra), most=4):
        found[round(turn.begins * 100) : round(turn.ends * 100)] = turn.voice
    agree = np.array([[((found == a) & (truth == b)).sum() for b in range(4)] for a in range(4)])
    rows, columns = linear_sum_assignment(-agree)
    return float(1 - agree[rows, columns].sum() / (truth >= 0).sum())


def stirred(data: Path) -> tuple[float, float]:
    """Spearman correlation with people's arousal: of the rule, and of loudness alone."""
    folder = data / "audio_speech_emotion"
    with (folder / "arousal.csv").open() as file:
        told = dict(csv.reader(file))
    sounds = [read_sound(folder / name) for name in sorted(told)]
    tones = [Voice(s.samples[0], power(s.samples[0])).tone(0, s.seconds) for s in sounds]
    truth = [float(told[name]) for name in sorted(told)]
    ours = arousal(tones, [sound.seconds for sound in sounds])
    return (
        float(spearmanr(ours, truth).statistic),
        float(spearmanr([tone.loudness_db for tone in tones], truth).statistic),
    )


def against_praat(data: Path) -> dict[str, float] | None:
    """Our pitch and loudness beside Praat's on people's clips; None where it cannot be fetched.

    `pitch`: share of the frames that both call voiced in which pitch differs by less than 5 %; `voiced`: share of all frames
    in which both agree whether there is a voice; `loudness`: rank correlation over voiced frames.
    """
    clips = sorted((data / "audio_speech_emotion").glob("*.wav"))
    asked = [
        "uv",
        "run",
        "--no-project",
        "--with",
        "praat-parselmouth==0.4.7",
        "python",
        str(Path(__file__).with_name("praat_unit.py")),
    ]
    done = subprocess.run([*asked, *map(str, clips)], capture_output=True, text=True, check=False)
    if done.returncode:
        print("Praat is not here: " + done.stderr.strip()[-200:])
        return None
    near, agree, loud = [], [], []
    for path, line in zip(clips, done.stdout.splitlines(), strict=True):
        samples = read_sound(path).samples[0]
        ours, energy = pitch_hz(samples), loudness_db(power(samples))
        rows = np.array([[np.nan if x is None else x for x in row] for row in json.loads(line)])
        at = np.minimum(
            np.round(rows[:, 0] * FRAMES_PER_S).astype(int), min(len(ours), len(energy)) - 1
        )
        mine, theirs = ours[at], np.where(rows[:, 1] > 0, rows[:, 1], np.nan)
        both = np.isfinite(mine) & np.isfinite(theirs)
        agree.append(np.isfinite(mine) == np.isfinite(theirs))
        near.append(np.abs(mine[both] / theirs[both] - 1) < 0.05)
        loud.append(spearmanr(energy[at][both], rows[both, 2], nan_policy="omit").statistic)
    return {
        "pitch": float(np.concatenate(near).mean()),
        "voiced": float(np.concatenate(agree).mean()),
        "loudness": float(np.mean(loud)),
    }
