"""Write the published JSON Schema anew: `python tests/insights/write_schema.py`."""

from __future__ import annotations

import json
from pathlib import Path

from desireline.insights import json_schema

TARGET = Path(__file__).parents[2] / "docs" / "reference" / "insights.schema.json"
TARGET.write_text(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
