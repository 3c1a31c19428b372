"""Recordings beside a call log are linked to their calls; the sound itself is another matter."""

from __future__ import annotations

import json
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _sound(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * 80)


def _log(folder: Path) -> None:
    folder.mkdir()
    (folder / "calls.csv").write_text(
        "call_id,started_at,caller_number,talk_seconds\n"
        "C-1017,2026-03-04T10:00:00Z,+4930123456,60\n"
        "C-1018,2026-03-04T11:00:00Z,+4930123457,60\n"
        "7,2026-03-04T12:00:00Z,+4930123458,60\n"
    )


def test_recordings_are_linked_by_the_calls_id_in_their_names(
    read: Callable[..., Any], tmp_path: Path
) -> None:
    folder = tmp_path / "export"
    _log(folder)
    for name in ("2026-03-04_C-1017_kim.wav", "7.wav", "20260304_7_x.wav", "other-99999.wav"):
        _sound(folder / name)

    done = read(folder)

    assert done.refused == {}
    rows = done.rows("SELECT record, attributes FROM staged ORDER BY record")
    files = {record: json.loads(kept or "{}").get("recording_file") for record, kept in rows}
    assert files == {
        "7": str(folder / "7.wav"),
        "C-1017": str(folder / "2026-03-04_C-1017_kim.wav"),
        "C-1018": None,
    }
    report = done.reports["calls.csv"]
    assert report.detected["recordings"] == "2 of 4 linked"
    assert report.warnings[-1] == (
        "2 recordings bear the id of no call: 20260304_7_x.wav, other-99999.wav"
    )


def test_a_recording_without_a_log_is_refused_and_says_so(
    read: Callable[..., Any], tmp_path: Path
) -> None:
    _sound(tmp_path / "a.wav")

    done = read(tmp_path / "a.wav")

    assert done.refused["a.wav"].error is not None
    assert done.refused["a.wav"].error["code"] == "input.file.kind"
    assert "call log" in done.refused["a.wav"].error["hint"]
