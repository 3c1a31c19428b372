"""Reading a board: a table of stages and lanes, a list of cards, or the items of a Miro board.

In: rows of text, or the value of a JSON file.  Out: a `Board`. A table has its stages in the first row that names several
and its lanes in the first column; a cell with several lines holds several cards. A list has a column for the words and
one for the stage. Of a Miro board the frames, or else the topmost texts, are the stages, and cards belong where they hang.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

from desireline.errors import InputError
from desireline.maps.workshop.board import Board, BoardCard, names_touchpoints
from desireline.maps.workshop.emotions import feelings_of

_WORDS = ("text", "content", "card", "note", "description", "words", "sticky", "inhalt", "karte")
_STAGES = ("stage", "phase", "frame", "step group", "stufe")
_LANE = ("lane", "type", "category", "row", "kind", "swimlane", "art", "zeile")
_WHO = ("author", "created by", "name of author", "autor")
_BULLET = re.compile(r"^\s*(?:[-*•\u2013·]|\d+[.)])\s+")
_MOST_CARDS = 5_000
_LONGEST = 2_000
_TO_SORT = "To sort"
_NOTES = ("sticky_note", "card", "app_card", "text", "shape")


def read_board(value: Any, name: str) -> Board:
    """Read what an export holds.

    Args:
        value: rows of text, or the value of a JSON file.
        name: the file's, without its ending: the map's title where the board has none.

    Raises:
        InputError: no stages or no cards can be found in it.
    """
    if isinstance(value, dict) or (value and isinstance(value, list) and _is_items(value)):
        board = _of_items(value, name)
    else:
        rows = [[str(cell).strip() for cell in row] for row in value or [] if any(row)]
        board = _of_list(rows, name) or _of_table(rows, name)
    if not board.stages or not board.cards:
        raise InputError(
            "No map can be found in this file.",
            hint="A map as a table has its stages in the first row and its lanes in the first column; as a list it has a "
            "column `stage` and a column `text`.",
            code="input.board",
        )
    if len(board.cards) > _MOST_CARDS:
        raise InputError(
            f"The board has {len(board.cards):,} cards, more than {_MOST_CARDS:,}.",
            hint="Export one map at a time.",
            code="input.board",
        )
    return board


def _is_items(value: list[Any]) -> bool:
    return all(isinstance(one, dict) for one in value)


# --- a list: one row a card ---------------------------------------------------------------------


def _of_list(rows: list[list[str]], name: str) -> Board | None:
    if len(rows) < 2:
        return None
    head = [cell.casefold() for cell in rows[0]]
    words = _column(head, _WORDS)
    stage, lane, who = _column(head, _STAGES), _column(head, _LANE), _column(head, _WHO)
    if words is None and stage is None and len([cell for cell in head if cell]) == 1:
        words = 0
    if words is None or (stage is None and len(head) > 2):
        return None
    board = Board(title=name, stages=[])
    for row in rows[1:]:
        where = _at(row, stage) or _TO_SORT
        if where not in board.stages:
            board.stages.append(where)
        board.cards += [
            BoardCard(
                stage=board.stages.index(where),
                lane=_at(row, lane) or "Notes",
                words=said,
                author=_at(row, who),
            )
            for said in _notes(_at(row, words) or "")
        ]
    return board


def _column(head: Sequence[str], names: Sequence[str]) -> int | None:
    for name in names:
        for place, cell in enumerate(head):
            if re.search(rf"\b{name}s?\b", cell):
                return place
    return None


def _at(row: Sequence[str], place: int | None) -> str | None:
    return row[place] or None if place is not None and place < len(row) else None


# --- a table: stages across, lanes down ----------------------------------------------------------


def _of_table(rows: list[list[str]], name: str) -> Board:
    start = next((i for i, row in enumerate(rows) if sum(1 for c in row[1:] if c) >= 2), None)
    if start is None:
        return Board(title=name, stages=[])
    title = next((cell for row in rows[:start] for cell in row if cell), name)
    # a stage that spans several columns is written over the first of them
    spans: list[int] = []
    stages: list[str] = []
    for cell in rows[start][1:]:
        if cell:
            stages.append(" ".join(cell.split()))
        spans.append(len(stages) - 1)
    board = Board(title=title, stages=stages)
    lane = ""
    beside = {place: stages[stage] for place, stage in enumerate(spans) if stage >= 0}
    for row in rows[start + 1 :]:
        lane = row[0] or lane or "Notes"
        cells = {place: cell for place, cell in enumerate(row[1:]) if cell}
        if names_touchpoints(lane):
            beside |= {place: _notes(cell)[0] for place, cell in cells.items() if _notes(cell)}
        cells |= feelings_of(lane, {p: c for p, c in cells.items() if p in beside}, beside) or {}
        for place, cell in cells.items():
            stage = spans[place] if place < len(spans) else len(stages) - 1
            if stage >= 0:
                board.cards += [
                    BoardCard(stage=stage, lane=lane, words=said) for said in _notes(cell)
                ]
    return board


def _notes(cell: str) -> list[str]:
    """The cards of one cell: a line each, without its bullet."""
    lines = (_BULLET.sub("", line).strip() for line in cell.splitlines())
    return [line[:_LONGEST] for line in lines if line]


# --- the items of a board -------------------------------------------------------------------------


def _of_items(value: Any, name: str) -> Board:
    holder = value if isinstance(value, dict) else {}
    items = holder.get("items") or holder.get("data") or (value if isinstance(value, list) else [])
    items = [one for one in items if isinstance(one, dict)]
    title = str((holder.get("board") or {}).get("name") or name) if holder else name
    frames = sorted((one for one in items if one.get("type") == "frame"), key=_x)
    notes = [(one, _plain(one)) for one in items if one.get("type") in _NOTES]
    notes = [(one, words) for one, words in notes if words]
    if frames:
        stages = [_plain(frame) or f"Stage {i + 1}" for i, frame in enumerate(frames)]
        place = {str(frame.get("id")): i for i, frame in enumerate(frames)}
        return _placed(title, stages, notes, lambda one: place.get(_parent(one)))
    if not notes:
        return Board(title=title, stages=[])
    top = min(_y(one) for one, _ in notes)
    span = max(_y(one) for one, _ in notes) - top
    heads = sorted(
        (pair for pair in notes if _y(pair[0]) <= top + 0.05 * span), key=lambda p: _x(p[0])
    )
    lefts = [_x(one) for one, _ in heads]
    rest = [pair for pair in notes if pair not in heads]
    nearest = lambda one: min(range(len(lefts)), key=lambda i: abs(lefts[i] - _x(one)))  # noqa: E731
    return _placed(title, [words for _, words in heads], rest, nearest)


def _placed(title: str, stages: list[str], notes: list[tuple[Any, str]], place: Any) -> Board:
    board = Board(title=title, stages=stages)
    for one, words in sorted(notes, key=lambda pair: _y(pair[0])):
        stage = place(one)
        if stage is not None:
            lane = _lane_of(one)
            board.cards += [
                BoardCard(stage=stage, lane=lane, words=said) for said in _notes(words)
            ]
    return board


def _lane_of(item: dict[str, Any]) -> str:
    """A tag says what a card is, where people used tags."""
    tags = item.get("tags") or []
    named = [str(tag.get("title") or "") if isinstance(tag, dict) else str(tag) for tag in tags]
    return next((name for name in named if name), "Notes")


def _plain(item: dict[str, Any]) -> str:
    data = item.get("data") or {}
    said = str(data.get("content") or data.get("title") or item.get("title") or "")
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"</p>|<br\s*/?>", "\n", said))).strip()


def _parent(item: dict[str, Any]) -> str:
    return str((item.get("parent") or {}).get("id"))


def _x(item: dict[str, Any]) -> float:
    return _coordinate(item, "x")


def _y(item: dict[str, Any]) -> float:
    return _coordinate(item, "y")


def _coordinate(item: dict[str, Any], name: str) -> float:
    value = (item.get("position") or {}).get(name, 0)
    return float(value) if isinstance(value, int | float) else 0.0
