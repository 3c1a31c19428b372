"""A call log with recordings beside it becomes words of customers, on this machine."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.language.test_voice import HIGH, LOW, call, write

import desireline as dl
from desireline.errors import InputError

VTT = """WEBVTT

00:00.500 --> 00:02.500
Caller: I am very angry, Ann Lee here, the parcel is broken.

00:03.000 --> 00:05.000
Agent: Sorry about that. We will call you back by Friday.

00:08.000 --> 00:09.500
Caller: This is a terrible service. My mail is ann@x.example.
"""
TALK = [(0, LOW, 0.5, 2.5), (1, HIGH, 3.0, 5.0), (0, LOW, 8.0, 9.5)]


def log(folder: Path, *ids: str) -> None:
    folder.mkdir()
    rows = [f"{name},2026-03-0{n}T10:00:00Z,+4930123450{n},60" for n, name in enumerate(ids, 1)]
    (folder / "calls.csv").write_text(
        "call_id,started_at,caller_number,talk_seconds\n" + "\n".join(rows) + "\n"
    )


def table(workspace: Any, name: str, folder: Path) -> list[dict[str, str]]:
    path = folder / f"{name}.csv"
    workspace.export(name, path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    exports = tmp_path / "exports"
    log(exports, "C-1001", "C-1002", "C-1003", "C-1004")
    write(exports / "C-1001.wav", call(TALK, 10, 2))
    (exports / "C-1001.vtt").write_text(VTT)
    write(exports / "C-1002.wav", np.zeros((1, 16000)))
    (exports / "C-1003.wav").write_bytes(b"RIFF\0\0\0\0WAVEjunk")
    with dl.open(tmp_path / "w") as opened:
        report = opened.add(exports)
        assert [file.error for file in report.files] == [None]  # the transcript is no stranger
        yield opened


def test_a_transcript_beside_a_recording_becomes_utterances_and_promises(
    workspace: Any, tmp_path: Path
) -> None:
    listened = workspace.listen()

    assert (listened.heard.calls, listened.heard.with_words) == (3, 1)
    assert listened.heard.reasons == {"silent": 1, "voice.sound": 1}
    said = {row["speaker"]: row for row in table(workspace, "utterances", tmp_path)}
    assert said["customer"]["label"] == "negative"
    assert "ann@x.example" not in said["customer"]["text_masked"]
    assert [row["words"] for row in table(workspace, "promises", tmp_path)] == [
        "We will call you back by Friday"
    ]
    turns = workspace.call("C-1001")
    assert [turn.speaker for turn in turns] == ["customer", "employee", "customer"]
    assert turns[0].feeling < 0
    assert turns[1].feeling is None  # an employee's words are no customer's feeling
    assert turns[1].pitch_hz == pytest.approx(HIGH, rel=0.03)
    (row,) = (row for row in table(workspace, "calls", tmp_path) if row["record"] == "C-1001")
    assert float(row["customer_share"]) == pytest.approx(3.5 / 5.5, abs=0.01)
    assert int(row["silence_ms"]) == 3000


def test_calls_are_heard_once_and_broken_ones_again(workspace: Any) -> None:
    workspace.listen()
    again = workspace.listen()
    assert (again.heard.calls, again.heard.reasons) == (1, {"voice.sound": 1})
    assert workspace.listen(again=True, most=2).heard.waiting == 1


def test_erasing_the_caller_takes_the_call_along(workspace: Any, tmp_path: Path) -> None:
    workspace.listen()
    workspace.erase("phone:+49301234501", confirm=lambda _plan: True)
    left = {row["record"] for row in table(workspace, "calls", tmp_path)}
    assert left == {"C-1002", "C-1003"}
    kept = b"".join(path.read_bytes() for path in (tmp_path / "w" / "data").rglob("*.parquet"))
    assert b"parcel is broken" not in kept
    with pytest.raises(InputError, match="C-1001"):
        workspace.call("C-1001")


def test_where_nobody_can_tell_the_sides_apart_words_count_for_nobody(tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    log(exports, "C-1001")
    write(exports / "C-1001.wav", call(TALK, 10, 2))
    words = "\n\n".join(
        f"00:0{n}.000 --> 00:0{n}.900\nSpeaker {n % 2}: I hate it." for n in range(4)
    )
    (exports / "C-1001.srt").write_text(words)
    with dl.open(tmp_path / "w") as opened:
        opened.add(exports)
        assert opened.listen().heard.reasons == {"speakers": 1}
        assert table(opened, "utterances", tmp_path) == []
        assert {turn.feeling for turn in opened.call("C-1001")} == {None}


def test_a_missing_recogniser_is_named_and_the_rest_goes_on(
    desireline: Any, tmp_path: Path
) -> None:
    exports = tmp_path / "exports"
    log(exports, "C-1001")
    write(exports / "C-1001.wav", call(TALK, 10, 2))
    with dl.open(tmp_path / "w") as opened:
        opened.add(exports)
    refused = desireline("listen", "-w", tmp_path / "w", "--model", tmp_path / "nothing")
    assert refused.code == 2
    assert "--model FOLDER" in refused.err or "desireline[voice]" in refused.err
    if find_spec("ctranslate2") is None:
        ran = desireline("listen", "-w", tmp_path / "w", "--json")
        answer = json.loads(ran.out)
        assert ran.code == 0
        assert answer["reasons"] == {"no recogniser": 1}
        assert "desireline[voice]" in answer["missing"]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("ctranslate2") is None, reason="desireline[voice] is not installed")
@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_speech_becomes_words_and_the_customer_is_found(tmp_path: Path) -> None:
    """Two synthetic voices on two channels; the employee is known by what they say."""
    said = [
        (0, "en-us+f3", "Thank you for calling. How can I help you?"),
        (1, "en-gb", "I have called three times and nobody could help me with my order."),
        (0, "en-us+f3", "Let me check. I will send you a new one."),
        (1, "en-gb", "This is a terrible service."),
    ]
    exports = tmp_path / "exports"
    log(exports, "C-1001")
    write(exports / "C-1001.wav", spoken(said, tmp_path))
    with dl.open(tmp_path / "w") as opened:
        opened.add(exports)
        listened = opened.listen(language="en")
        assert (listened.missing, listened.heard.with_words) == (None, 1)
        turns = opened.call("C-1001")
        assert [turn.speaker for turn in turns] == ["employee", "customer"] * 2
        assert "called three times" in turns[1].text_masked
        assert turns[3].feeling < -0.5


def spoken(said: list[tuple[int, str, str]], folder: Path) -> Any:
    """Speech of espeak-ng on two channels, half a second apart."""
    from desireline.language.voice.sound import RATE, read_sound

    pieces = []
    for channel, voice, text in said:
        path = folder / "piece.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", path, text], check=True)
        pieces.append((channel, read_sound(path).samples[0]))
    length = sum(len(piece) for _, piece in pieces) + RATE * (len(pieces) + 1) // 2
    sound = np.random.default_rng(1).normal(0, 1e-4, (2, length))
    at = RATE // 2
    for channel, piece in pieces:
        sound[channel, at : at + len(piece)] += piece
        at += len(piece) + RATE // 2
    return sound
