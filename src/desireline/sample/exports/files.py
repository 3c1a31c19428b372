"""Writing the files: JSON Lines and CSV with the same bytes on every system."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def write_lines(path: Path, rows: Iterable[Any]) -> int:
    """Write one compact JSON value a line; return how many."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(encode(row) + "\n")
            count += 1
    return count


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a CSV with a header and CRLF line ends, as most tools do; return the number of rows."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow(["" if cell is None else cell for cell in row])
            count += 1
    return count


def iso(ms: int) -> str:
    """`2025-11-28T19:04:11Z`."""
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_ms(ms: int) -> str:
    """`2025-11-28T19:04:11.273Z`."""
    return f"{iso(ms)[:-1]}.{ms % 1000:03d}Z"


def pounds(pence: int) -> str:
    """`49.95`."""
    return f"{pence // 100}.{pence % 100:02d}"
