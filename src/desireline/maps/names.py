"""Stable ids for the parts of a map that was drawn from data. In: names. Out: ids.

An id is made from the name in the data, never from a position, so that the same touchpoint keeps its
id when the map is drawn again next month. A short fingerprint keeps names apart that look alike.
"""

from __future__ import annotations

import hashlib
import re

from desireline.maps.model import EVERYBODY


def slug(name: str) -> str:
    """A name as part of an id: readable, and unique by its fingerprint."""
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:32].strip("-")
    mark = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{readable}-{mark}" if readable else mark


def stage_id(name: str) -> str:
    """Id of the stage that the data call so."""
    return f"st-{slug(name)}"


def touchpoint_id(name: str) -> str:
    """Id of the touchpoint that the data call so."""
    return f"tp-{slug(name)}"


def lane_id(kind: str) -> str:
    """Id of the first lane of a kind."""
    return f"l-{kind}"


def cell_id(lane: str, column: str, persona: str = EVERYBODY) -> str:
    """Id of a cell: lane x column x persona."""
    who = "all" if persona == EVERYBODY else slug(persona)
    return f"c-{lane.removeprefix('l-')}-{column}-{who}"


def binding_id(metric: str, column: str, target: str | None = None) -> str:
    """Id of a question to the data."""
    return f"b-{metric}-{column}" + (f"-{slug(target)}" if target else "")
