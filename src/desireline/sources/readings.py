"""How a file was read, kept so that a few of its rows can be read in the same way again.

In: a unit and the answers it was read with.  Out: a JSON value; and from it a unit over other rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from desireline.sources import mapping as m
from desireline.sources import table_reader, wizard
from desireline.sources.files import Found
from desireline.sources.model import Unit
from desireline.sources.parsing import probe
from desireline.sources.sample import take


def reading_of(unit: Unit, answers: Mapping[str, str]) -> dict[str, Any] | None:
    """Describe how tables of a unit were read; None for readers of nested formats."""
    if unit.reader != table_reader.NAME:
        return None
    mapping, _ = wizard.settled(replace(unit, options={**unit.options, **answers}))
    return {
        "source": unit.source,
        "name": unit.mapping,
        "mapping": mapping.model_dump(mode="json", by_alias=True, exclude_unset=True),
        "tables": dict(unit.options["tables"]),
        "answers": dict(answers),
    }


def read_again(reading: Mapping[str, Any], rows: Path, *, shown: str) -> Unit:
    """Make a unit that reads rows (JSON Lines) as the file `shown` was read."""
    sample = take(Found(path=rows, shown=shown, size=rows.stat().st_size), probe=probe)
    return Unit(
        source=reading["source"],
        format="jsonl",
        reader=table_reader.NAME,
        mapping=reading["name"],
        samples=(replace(sample, json="lines"),),
        why="rows that were mended",
        options={
            "mapping": m.check(reading["mapping"], shown=str(reading["name"])),
            "tables": {shown: reading["tables"][shown]},
            **reading["answers"],
        },
    )
