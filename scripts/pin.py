"""Pin what was tested: `uv run scripts/pin.py` writes [tool.uv] constraint-dependencies anew.

`uv.lock` is not kept in the repository; the pins are, so that a fresh clone installs the versions that
CI ran with. Run it after `uv lock --upgrade`, then run the tests.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
EXPORT = (
    "uv", "export", "-q", "--no-hashes", "--no-emit-project", "--no-annotate", "--no-header",
    "--group", "dev", "--extra", "voice",
)  # fmt: skip


def main() -> None:
    """Replace the list between its brackets."""
    lines = subprocess.run(EXPORT, check=True, capture_output=True, text=True).stdout  # noqa: S603
    pins = sorted(line.strip() for line in lines.splitlines() if "==" in line)
    listed = "".join(f'    "{pin}",\n' for pin in pins)
    text = PROJECT.read_text(encoding="utf-8")
    block = f"constraint-dependencies = [\n{listed}]"
    pattern = re.compile(r"constraint-dependencies = \[.*?^\]", re.DOTALL | re.MULTILINE)
    PROJECT.write_text(pattern.sub(lambda _: block, text, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()
