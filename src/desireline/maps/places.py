"""What people call a part of a map. In: a document and a part's id. Out: its name as the page shows it, or None where it is gone."""

from __future__ import annotations

from desireline.maps.model import Cell, Document


def place_name(document: Document, part: str) -> str | None:
    """Name a stage, touchpoint, lane, cell or card."""
    if part in document.stages:
        return document.stages[part].verb
    if part in document.touchpoints:
        return document.touchpoints[part].title
    if part in document.lanes:
        return document.lanes[part].title
    for cell in document.cells.values():
        if cell.id == part:
            return _cell_name(document, cell)
        if part in cell.cards:
            return cell.cards[part].words or _cell_name(document, cell)
    return None


def _cell_name(document: Document, cell: Cell) -> str:
    lane = document.lanes.get(cell.lane)
    spot, stage = document.touchpoints.get(cell.column), document.stages.get(cell.column)
    where = spot.title if spot is not None else "" if stage is None else stage.verb
    return f"{'' if lane is None else lane.title} · {where}"
