"""What a tool writes below its table: Salesforce ends each report as CSV with its name, a copyright and who made it.

In: a text.  Out: the same without those lines. They are told by the copyright line, near the end, and cut in a copy: rows
of one cell would else be set aside as damaged, and in a short report the table would not be seen as one.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

_TAIL = 4_096
_FOOTER = re.compile(
    rb'(?:\r?\n[ \t]*(?:"[^"\r\n]*")?[ \t]*)*\r?\n"?Copyright \(c\) \d{4}-\d{4} salesforce\.com'
    rb"[^\r\n]*(?:\r?\n[^\r\n]*){0,6}\s*\Z",
    re.IGNORECASE,
)


def without_footer(text: str) -> str:
    """The text without the lines below its table."""
    tail = text[-_TAIL:].encode()
    found = _FOOTER.search(tail)
    return text if found is None else text[:-_TAIL] + tail[: found.start()].decode() + "\n"


def cut(path: Path, target: Path) -> Path:
    """Write a copy without the lines below the table, where there are some; else give back what came."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        tail = file.read()
        found = _FOOTER.search(tail)
        if found is None:
            return path
    shutil.copyfile(path, target)
    with target.open("r+b") as out:
        out.truncate(size - len(tail) + found.start())
        out.seek(0, os.SEEK_END)
        out.write(b"\n")
    return target
