"""Names of files instead of paths: where a file lies on the server is nobody's business who reads a page.

In: what an answer would say, and the folders that files came from.  Out: the same with every path into one of them cut to its
last part, in words too. Whatever else looks like a path (a page of a shop) stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

_FIELDS = ("path", "file")


def name_of(path: str) -> str:
    """The last part of a path."""
    return re.split(r"[/\\]", path.rstrip("/\\"))[-1]


def names_only(value: Any, folders: Iterable[str | Path]) -> Any:
    """Cut paths in everything below a value."""
    roots = {str(folder) for folder in folders if len(Path(folder).parts) > 1}
    known = "|".join(
        re.escape(root) for root in sorted(roots, key=lambda root: (-len(root), root))
    )
    pattern = re.compile(rf"(?:{known})(?:[/\\][^/\\\s]+)*[/\\](?=\S)") if known else None
    return _cut(value, pattern)


def _cut(value: Any, pattern: re.Pattern[str] | None) -> Any:
    if isinstance(value, str):
        return value if pattern is None else pattern.sub("", value)
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        return {
            key: name_of(one) if key in _FIELDS and isinstance(one, str) else _cut(one, pattern)
            for key, one in fields.items()
        }
    if isinstance(value, Sequence):
        return [_cut(one, pattern) for one in cast("Sequence[Any]", value)]
    return value
