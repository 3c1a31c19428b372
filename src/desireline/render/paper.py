"""A map as a PDF for the wall and the file: reading view, full grid, and every number's evidence.

In: a map. Out: a tagged PDF (PDF/UA-1: structure, alternative text, a title) in which text is text.
People's and customers' words reach the typesetter as data, never as its markup. The date written into
the file is that of the newest event, so that the same map is the same file. One choice to question:
where words need letters that the shipped fonts lack (Chinese, emoji), they are taken from the fonts of
the machine, and the file then makes no PDF/UA promise, which asks for a shape for every letter.
"""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.errors import RenderError
from desireline.maps import interval_text, value_text
from desireline.render import lettering
from desireline.render.core import Theme, draw, draw_pages

if TYPE_CHECKING:
    from desireline.maps import MapFile, Value

_TEMPLATE = Path(__file__).with_name("paper.typ")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def pdf(map_file: MapFile, *, theme: Theme = "light") -> bytes:
    """Set the PDF."""
    import typst

    reading = draw(map_file, view="reading", theme=theme, paper="a3", prefix="r")
    sheets = draw_pages(map_file, view="grid", theme=theme, paper="a3", prefix="g")
    newest = map_file.snapshot.newest_event
    if newest is not None:
        newest = newest.replace(microsecond=0)  # a PDF counts seconds
    with tempfile.TemporaryDirectory(prefix="desireline-") as folder:
        root = Path(folder)
        drawings = [lettering.plain(drawing) for drawing in (reading, *sheets)]
        pictures = _save(root, drawings)
        content = json.dumps(_content(map_file, pictures), ensure_ascii=False)
        content = lettering.plain(content)
        foreign = lettering.lacks("".join((content, *drawings)))
        (root / "paper.typ").write_bytes(_TEMPLATE.read_bytes())
        (root / "map.json").write_text(content, encoding="utf-8")
        try:
            result = typst.compile(
                str(root / "paper.typ"),
                root=str(root),
                font_paths=[str(lettering.FOLDER)],
                ignore_system_fonts=not foreign,
                format="pdf",
                pdf_standards=[] if foreign else ["ua-1"],
                timestamp=(newest or _EPOCH).replace(microsecond=0),
            )
        except typst.TypstError as error:
            raise RenderError(
                f"The PDF could not be set: {error.message}",
                hint="Report this, with the map if it may be shared.",
                code="render.pdf",
            ) from error
    return result


def _save(root: Path, drawings: list[str]) -> list[str]:
    names = [f"page-{number}.svg" for number in range(len(drawings))]
    for name, drawing in zip(names, drawings, strict=True):
        (root / name).write_text(drawing, encoding="utf-8")
    return names


def _content(map_file: MapFile, pictures: list[str]) -> dict[str, Any]:
    """Everything that the template prints, as plain text."""
    document, snapshot = map_file.document, map_file.snapshot
    view = snapshot.reading
    return {
        # somebody may have emptied it, and a tagged PDF without a title is none
        "title": document.title.strip() or document.purpose.title or document.id,
        "sample": document.generated_sample,
        "subtitle": view.subtitle,
        "story": view.story,
        "notices": snapshot.notices,
        "pictures": [
            {"file": name, "alt": _alt(map_file, number)} for number, name in enumerate(pictures)
        ],
        "rows": _rows(map_file),
        "gaps": _gaps(map_file),
        "methods": _methods(map_file),
        "version": f"data version {snapshot.data_version}, recipe {snapshot.recipe}",
    }


def _alt(map_file: MapFile, number: int) -> str:
    view = map_file.snapshot.reading
    if number == 0:
        return " ".join(view.story) or view.headline
    return f"The whole map of {map_file.document.title} as a grid; the table that follows has its numbers."


_ORDER = (
    "reached",
    "remaining",
    "heard",
    "duration",
    "reach",
    "feeling",
    "rating",
    "exit",
    "queue",
)
"""What is told of a place first; waits and claims follow."""


def _places(map_file: MapFile) -> list[tuple[str, str, list[tuple[str, Value]]]]:
    """Stage, touchpoint, and the labelled answers there, in the map's own order."""
    document, snapshot = map_file.document, map_file.snapshot
    found: dict[tuple[str, str], list[tuple[int, str, str, Value]]] = {}
    for name in sorted(set(snapshot.values) & set(document.bindings)):
        ask, value = document.bindings[name], snapshot.values[name]
        rank = _ORDER.index(ask.metric) if ask.metric in _ORDER else len(_ORDER)
        row = (rank, name, _what(ask.metric, value), value)
        found.setdefault((ask.stage or "", ask.touchpoint or ""), []).append(row)
    stages = sorted(document.stages.values(), key=lambda stage: (stage.order, stage.id))
    spots = sorted(document.touchpoints.values(), key=lambda spot: (spot.order, spot.id))
    places: list[tuple[str, str, list[tuple[str, Value]]]] = []
    for stage in stages:
        here = [("", "the whole stage")]
        here += [(spot.key, spot.title) for spot in spots if spot.stage == stage.id and spot.key]
        for key, title in here:
            rows = sorted(found.get((stage.key or "", key), []), key=lambda row: row[:2])
            places.append((stage.verb, title, [(label, value) for _, _, label, value in rows]))
    return places


def _what(metric: str, value: Value) -> str:
    """What a number is; a claim says of what kind."""
    kind, colon, _ = metric.partition(":")
    return f"{kind.replace('_', ' ')}: {value.label}" if colon else value.label or metric


def _rows(map_file: MapFile) -> list[list[str]]:
    """The annex: every number with n, interval, state and method."""
    marks = {name: f"{index}" for index, name in enumerate(sorted(map_file.snapshot.evidence), 1)}
    rows: list[list[str]] = []
    for verb, title, answers in _places(map_file):
        shown = [(label, value) for label, value in answers if value.value is not None]
        for number, (label, value) in enumerate(shown):
            place = [verb, title] if number == 0 else ["", ""]
            mark = marks.get(value.evidence or "", "")
            rows.append([*place, label, *_numbers(value), value.state.value, mark])
    return rows


def _numbers(value: Value) -> list[str]:
    interval = "no interval"
    if value.low is not None and value.high is not None:
        interval = interval_text(value.low, value.high, value.unit)
    n = "" if value.n is None else f"{value.n:,} {value.unit_of_n}"
    return [value.text or value_text(value.value or 0.0, value.unit), interval, n]


def _gaps(map_file: MapFile) -> list[list[str]]:
    """What has no number: the reason, and where."""
    gaps: dict[tuple[str, str], list[str]] = {}
    for verb, title, answers in _places(map_file):
        for label, value in answers:
            if value.value is None:
                where = f"{verb}, {title}" if title == "the whole stage" else title
                gaps.setdefault((label, value.reason or "not measured"), []).append(where)
    for spot in map_file.document.touchpoints.values():
        if not spot.measured:
            gaps.setdefault(("everything", "nothing can see it"), []).append(spot.title)
    return [[label, reason, ", ".join(where)] for (label, reason), where in gaps.items()]


def _methods(map_file: MapFile) -> list[list[str]]:
    return [
        [f"{index}", one.insight, one.method, ", ".join(one.sources), f"{one.n:,}", one.query]
        for index, (_, one) in enumerate(sorted(map_file.snapshot.evidence.items()), start=1)
    ]
