"""The page that teaches mapping files is true: its example is read as it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Read

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "teach-a-format.md"


def test_the_example_of_the_page_gives_the_events_that_it_promises(
    tmp_path: Path, read_here: Callable[..., Read]
) -> None:
    blocks = re.findall(r"```(?:toml)?\n(.*?)```", PAGE.read_text(), re.DOTALL)
    (tmp_path / "visits.csv").write_text(blocks[0])
    (tmp_path / "visits.toml").write_text(blocks[1])
    found = read_here(tmp_path / "visits.csv", mapping=tmp_path / "visits.toml")
    assert found.rows(
        'SELECT subject, activity, CAST("at" AS VARCHAR), identifiers, CAST(rating AS DOUBLE) '
        "FROM staged ORDER BY ALL"
    ) == [
        ("member:M-204", "arrived", "2025-04-03 07:12:00+00", ["email:anna@example.org"], 1),
        ("member:M-204", "left", "2025-04-03 07:47:00+00", ["email:anna@example.org"], 1),
        ("member:M-377", "arrived", "2025-04-03 07:20:00+00", None, None),
    ]
