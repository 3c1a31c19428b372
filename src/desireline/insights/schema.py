"""The JSON Schema of `insights --json`, made from the model so that the two cannot part.

In: nothing.  Out: a JSON Schema as a dict; `docs/reference/insights.schema.json` is its copy.
"""

from __future__ import annotations

from typing import Any

VERSION = 1
"""Goes up when a field changes its meaning or goes; a field that is added leaves it."""


def json_schema() -> dict[str, Any]:
    """Schema of a list of insights."""
    from pydantic import TypeAdapter

    from desireline.insights.model import Insight

    schema = TypeAdapter(list[Insight]).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"desireline.insights/{VERSION}",
        "title": "Insights of a workspace, as `desireline insights --json` prints them",
        **schema,
    }
