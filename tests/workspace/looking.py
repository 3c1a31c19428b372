"""Look for words in every byte of a workspace: plain files, values of Parquet, and its unpacked pages."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import desireline
from desireline.engines import open_engine


def files_with(folder: Path, words: tuple[str, ...]) -> dict[str, set[str]]:
    """Name each file of the folder that holds one of the words, and which."""
    found: dict[str, set[str]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = _bytes(path)
        if path.suffix == ".parquet":
            data += b"\n".join(_pages(path, data)) + _values(path)
        lowered = data.lower()
        here = {word for word in words if word.lower().encode() in lowered}
        if here:
            found[path.relative_to(folder).as_posix()] = here
    return found


def _bytes(path: Path) -> bytes:
    """What a file holds; a database is read by another process, as closing a file drops this one's locks on it."""
    if ".db" not in path.suffix:
        return path.read_bytes()
    return subprocess.run(["cat", str(path)], stdout=subprocess.PIPE, check=True).stdout


TABLES = (
    "identities", "journeys", "steps", "utterances", "events", "transitions", "dropoffs", "quarantine",
)  # fmt: skip


def answers(folder: Path) -> dict[str, Any]:
    """Return what a workspace says: its status, and every table as sorted lines.

    Customers are called by their first subject: their numbers come from the order of files, whose names
    come from the time of the import. The confidence of stages, from halves of the customers by number,
    is therefore left out.
    """
    with tempfile.TemporaryDirectory() as aside, desireline.open(folder) as opened:
        tables: dict[str, list[dict[str, Any]]] = {}
        for table in TABLES:
            target = Path(aside) / f"{table}.json"
            opened.export(table, target)
            tables[table] = json.loads(target.read_text("utf-8"))
        status = opened.status().as_dict()
    first: dict[str, str] = {}
    for row in tables["identities"]:
        known = first.get(row["customer_id"], row["subject"])
        first[row["customer_id"]] = min(row["subject"], known)
    said: dict[str, Any] = {"status": status}
    for table, rows in tables.items():
        for row in rows:
            if "journey_id" in row:
                row["journey_id"] = first[row["customer_id"]] + row["journey_id"].partition("/")[2]
            if "customer_id" in row:
                row["customer_id"] = first[row["customer_id"]]
            row.pop("file", None)
        said[table] = sorted(json.dumps(row, sort_keys=True) for row in rows)
    return said


def _values(path: Path) -> bytes:
    engine = open_engine(threads=1)
    try:
        rows = engine.rows(f"SELECT t::VARCHAR FROM read_parquet(['{path}']) t")
    finally:
        engine.close()
    return "\n".join(text for (text,) in rows).encode()


def _pages(path: Path, data: bytes) -> Iterator[bytes]:
    """Unpack every page of every column: what is stored, not what a reader shows."""
    file = pq.read_metadata(path)
    for group in range(file.num_row_groups):
        for place in range(file.num_columns):
            column = file.row_group(group).column(place)
            starts = (column.dictionary_page_offset, column.data_page_offset)
            at = min(start for start in starts if start)
            end = at + column.total_compressed_size
            while at < end:
                header, at = _struct(data, at)
                body = data[at : at + header[3]]
                at += header[3]
                levels = header[8].get(5, 0) + header[8].get(6, 0) if 8 in header else 0
                packed = column.compression != "UNCOMPRESSED" and (
                    8 not in header or header[8].get(7, True)
                )
                plain = body[levels:]
                if packed and plain:
                    codec = pa.Codec(column.compression.lower())
                    plain = codec.decompress(
                        plain, decompressed_size=header[2] - levels
                    ).to_pybytes()
                yield plain


def _struct(data: bytes, at: int) -> tuple[dict[int, Any], int]:
    """Read one struct of Thrift's compact protocol: numbers, flags, strings and structs are enough."""
    fields: dict[int, Any] = {}
    number = 0
    while data[at]:
        delta, kind = data[at] >> 4, data[at] & 15
        at += 1
        if delta:
            number += delta
        else:
            number, at = _zigzag(data, at)
        if kind in (1, 2):
            fields[number] = kind == 1
        elif kind in (3, 4, 5, 6):
            fields[number], at = _zigzag(data, at)
        elif kind == 8:
            length, at = _varint(data, at)
            fields[number], at = data[at : at + length], at + length
        elif kind == 12:
            fields[number], at = _struct(data, at)
        else:
            raise AssertionError(kind)
    return fields, at + 1


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def _zigzag(data: bytes, at: int) -> tuple[int, int]:
    value, at = _varint(data, at)
    return (value >> 1) ^ -(value & 1), at
