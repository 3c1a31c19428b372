"""Recordings that lie beside a call log, linked to their calls by the call's id in the file's name.

In: sound files among the imported files, and the staged events of call logs.  Out: the path in the attribute
`recording_file` of the call's event. The sound itself is not listened to here (`language.voice` does, when asked). A recording belongs to a call when
its name is the call's id, or holds it between signs that no id has (`2026-03-04_C-1017_kim.wav`); a short number
counts only as the whole name, because days and extensions are numbers too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from desireline.errors import FileError
from desireline.sources.files import Found
from desireline.sources.model import FileReport, Unit
from desireline.sources.unpack import opened

if TYPE_CHECKING:
    import pyarrow as pa

OPTION = "recordings"
ATTRIBUTE = "recording_file"
_LOGS = frozenset({"calls", "amazon_connect", "genesys"})
_SOUNDS = frozenset({".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".m4a"})
_TRANSCRIPTS = frozenset({".vtt", ".srt"})
_SHORT = 5
_SHOWN = 5


def is_recording(found: Found) -> bool:
    """Tell a sound file by its first bytes."""
    try:
        with opened(found.path, found.shown, member=found.member, compression=None) as raw:
            head = raw.read(12)
    except FileError:
        return False  # whoever looks at it next says what is wrong
    return (
        (head[:4] == b"RIFF" and head[8:12] == b"WAVE")
        or head[:4] in {b"OggS", b"fLaC"}
        or head[:3] == b"ID3"
        or (head[:1] == b"\xff" and head[1:2] in {b"\xfb", b"\xf3", b"\xf2", b"\xf1", b"\xf9"})
        or head[4:11] in {b"ftypM4A", b"ftypm4a"}
    )


def beside(units: list[Unit], found: list[Found]) -> bool:
    """Give the call logs among the units the recordings; False when there is no log to link them to."""
    logs = [number for number, unit in enumerate(units) if unit.source in _LOGS]
    shown = sorted(_place(one) for one in found)
    for number in logs:
        options = {**units[number].options, OPTION: shown}
        units[number] = replace(units[number], options=options)
    return bool(logs)


def is_beside_one(found: Found, names: AbstractSet[str]) -> bool:
    """Tell a transcript that is named like one of the recordings: it is read with the recording."""
    place = PurePath(found.shown)
    return place.suffix.lower() in _TRANSCRIPTS and str(place.with_suffix("")) in names


def names_of(found: Sequence[Found]) -> frozenset[str]:
    """Paths without their endings of files that are named as recordings are."""
    places = [PurePath(one.shown) for one in found]
    return frozenset(str(one.with_suffix("")) for one in places if one.suffix.lower() in _SOUNDS)


def _place(found: Found) -> str:
    """The recording is listened to later, perhaps from another folder."""
    return found.shown if found.member else str(found.path.absolute())


def link(
    staged: list[Path], reports: list[FileReport], recordings: list[str], *, whole: bool
) -> None:
    """Write the paths of recordings into the staged events of their calls, in place.

    Args:
        staged: files of staged events.
        reports: of the unit; the first is told what was linked.
        recordings: paths of sound files.
        whole: False where most of the log was too much for one file and is sealed already.
    """
    import pyarrow.parquet as pq

    by_name, by_part = _keys(recordings)
    linked: set[str] = set()
    for path in staged:
        table = pq.read_table(path)
        attributes = _with_paths(table, by_name, by_part, linked)
        if attributes is not None:
            place = table.schema.get_field_index("attributes")
            table = table.set_column(place, table.schema.field(place), attributes)
            pq.write_table(table, path, compression="zstd")
    report = reports[0]
    report.detected["recordings"] = f"{len(linked)} of {len(recordings)} linked"
    if not whole:
        report.warnings.append(
            "The call log is too long to link all of its recordings: import it by month."
        )
    lost = [PurePath(one).name for one in recordings if one not in linked]
    if lost:
        named = ", ".join(lost[:_SHOWN]) + (" ..." if len(lost) > _SHOWN else "")
        report.warnings.append(f"{len(lost)} recordings bear the id of no call: {named}")


def _keys(recordings: list[str]) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    """The recordings by their whole names, and by every part of a name that could be an id."""
    whole: dict[str, list[str]] = {}
    inside: dict[str, list[str]] = {}
    for shown in recordings:
        stem = PurePath(shown).stem.casefold()
        whole.setdefault(stem, []).append(shown)
        for part in set(re.split(r"[^\w-]|_", stem)):
            if len(part) >= _SHORT and any(sign.isdigit() for sign in part):
                inside.setdefault(part, []).append(shown)
    return whole, inside


def _with_paths(
    table: pa.Table,
    whole: Mapping[str, list[str]],
    inside: Mapping[str, list[str]],
    linked: set[str],
) -> pa.Array | None:
    """The column of attributes with the paths in it; None when no row has a recording."""
    import pyarrow as pa

    records = table.column("record").to_pylist()
    found = [
        whole.get(key) or inside.get(key)
        for key in (str(record or "").casefold() for record in records)
    ]
    if not any(found):
        return None
    written: list[str | None] = []
    for paths, old in zip(found, table.column("attributes").to_pylist(), strict=True):
        linked.update(paths or ())
        written.append(_added(old, paths) if paths else old)
    return pa.array(written, table.schema.field("attributes").type)


def _added(old: str | None, paths: list[str]) -> str:
    known: dict[str, Any] = json.loads(old) if old else {}
    known[ATTRIBUTE] = paths[0] if len(paths) == 1 else paths
    return json.dumps(known, ensure_ascii=False, sort_keys=True)
