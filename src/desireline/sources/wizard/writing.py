"""A proposed mapping as a file that people read, keep and change: TOML, with the reasons as comments.

In: a mapping's body and what was found.  Out: text. Only what mapping files need of TOML is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from desireline.sources.wizard.proposal import Proposal

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDE = 96


def written(proposal: Proposal, body: Mapping[str, Any], *, name: str, version: int = 1) -> str:
    """Write the mapping file."""
    lines = ["# Proposed from the columns' names and content; change what is wrong."]
    for finding in proposal.findings:
        named = ", ".join(finding.columns[:4]) + (" ..." if len(finding.columns) > 4 else "")
        said = named or str(finding.details.get("word", "")) or "no column"
        lines += _comment(f"{finding.role}: {said} ({finding.confidence:.0%}): {finding.reason}")
    for words in proposal.warnings:
        lines += _comment(f"! {words}")
    lines += ["", f"name = {_value(name)}", f"version = {version}"]
    for key in ("title", "source"):
        lines.append(f"{key} = {_value(body[key])}")
    for table, declared in body["tables"].items():
        lines += ["", f"[tables.{_key(table)}]"]
        lines += [f"{_key(key)} = {_value(value)}" for key, value in declared.items()]
    for event in body["events"]:
        lines += ["", "[[events]]"]
        lines += [f"{_key(key)} = {_value(value)}" for key, value in event.items()]
    return "\n".join(lines) + "\n"


def _comment(words: str) -> list[str]:
    lines, line = [], "#"
    for word in words.split():
        if len(line) + len(word) >= _WIDE:
            lines.append(line)
            line = "#  "
        line += f" {word}"
    return [*lines, line]


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        # TOML's basic strings are JSON's, but for DEL
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        cells = ", ".join(f"{_key(str(key))} = {_value(one)}" for key, one in value.items())
        return f"{{ {cells} }}" if cells else "{}"
    return "[" + ", ".join(_value(one) for one in value) + "]"
