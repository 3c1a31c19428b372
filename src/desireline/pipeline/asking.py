"""Which exports to request: what the command line and the empty state of the app show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from desireline.sources import exports, exports_of


def known_tools() -> list[tuple[str, str]]:
    """Tools with the group that they belong to."""
    return [(one.group, one.name) for one in exports()]


def requests(tools: Sequence[str]) -> list[dict[str, Any]]:
    """Say for each tool what to export, where, who can do it, and the e-mail to them.

    Raises:
        InputError: a tool is not known.
    """
    return [asdict(one) | {"email": one.email()} for one in exports_of(list(tools))]
