"""Maps to draw: the example, and the same with hostile text in every place that holds text."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desireline.maps import MapFile, from_text
from desireline.render.core import WEB

EXAMPLE = Path(__file__).parents[1] / "maps" / "example.journey.json"
PAYLOADS = (
    "<script>window.pwned=1</script>",
    "</script><img src=x onerror=window.pwned=1>",
    "\"'><svg onload=window.pwned=1>",
    "]]><!--<b>&lt;",
    '#eval("1+1") #read("/etc/passwd") $x$ \\u{41} *b* `c` @d <e>',
    "javascript:window.pwned=1 \u2028\u2029\u202e",
)
TEXTS = {
    "title", "verb", "words", "text", "label", "reason", "headline", "subtitle", "number",
    "river_label", "owner", "author", "why", "method", "channel", "more_text", "wait_text",
    "next_measure", "goal", "insight", "query", "recipe",
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Drawing needs the built web part; without it the suite says what to run."""
    built = (WEB / "map-core.js").is_file() and (WEB / "map-view.js").is_file()
    for item in items:
        if "render" in item.path.parts and not built:
            item.add_marker(
                pytest.mark.skip(reason="the web part is not built: npm run build in web/")
            )


@pytest.fixture(scope="session")
def example() -> MapFile:
    """The rich example."""
    return from_text(EXAMPLE.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def hostile() -> MapFile:
    """The example with a payload in every text: in people's, customers' and sources' places."""
    content = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return from_text(json.dumps(poison(content, itertools.cycle(PAYLOADS))))


def poison(content: Any, payloads: Iterator[str]) -> Any:
    """Put the next payload into every text; ids and enumerations stay, or it would be no map."""
    if isinstance(content, list):
        return [
            next(payloads) if isinstance(one, str) and " " in one else poison(one, payloads)
            for one in content
        ]
    if not isinstance(content, dict):
        return content
    return {
        name: f"{next(payloads)} {part[:10]}"
        if name in TEXTS and isinstance(part, str)
        else poison(part, payloads)
        for name, part in content.items()
    }
