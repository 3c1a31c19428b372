"""Publish the contract: `uv run scripts/openapi.py` writes docs/reference/openapi.json anew.

The typed client of the web app is generated from that file; a test says when it is not current.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import desireline
from desireline.api import create_api

TARGET = Path(__file__).parents[1] / "docs/reference/openapi.json"


def contract() -> str:
    """Describe every route of an empty workspace's server."""
    with tempfile.TemporaryDirectory() as folder, desireline.open(Path(folder) / "w") as workspace:
        described = create_api(workspace).openapi()
    return json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    TARGET.write_text(contract(), encoding="utf-8")
