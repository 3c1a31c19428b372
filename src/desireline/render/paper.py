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
                timestamp=newest or _EPOCH,
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
        "title": document.title,
        "sample": document.generated_sample,
        "subtitle": view.subtitle,
        "story": view.story,
        "notices": snapshot.notices,
        "pictures": [
            {"file": name, "alt": _alt(map_file, number)} for number, name in enumerate(pictures)
        ],
        "rows": _rows(map_file),
        "methods": _methods(map_file),
        "version": f"data version {snapshot.data_version}, recipe {snapshot.recipe}",
    }


def _alt(map_file: MapFile, number: int) -> str:
    view = map_file.snapshot.reading
    if number == 0:
        return " ".join(view.story) or view.headline
    return f"The whole map of {map_file.document.title} as a grid; the table that follows has its numbers."


def _rows(map_file: MapFile) -> list[list[str]]:
    """The annex: every number with n, interval, state and evidence, in the map's own order."""
    document, snapshot = map_file.document, map_file.snapshot
    marks = {name: f"{index}" for index, name in enumerate(sorted(snapshot.evidence), start=1)}
    stages = {s.key: s for s in document.stages.values() if s.key}
    spots = {t.key: t for t in document.touchpoints.values() if t.key}

    def place(name: str) -> tuple[str, str, str, str]:
        ask = document.bindings[name]
        stage, spot = stages.get(ask.stage or ""), spots.get(ask.touchpoint or "")
        return (
            stage.order if stage else "~",
            spot.order if spot else "",
            ask.metric,
            name,
        )

    rows: list[list[str]] = []
    for name in sorted((key for key in snapshot.values if key in document.bindings), key=place):
        ask, value = document.bindings[name], snapshot.values[name]
        stage, spot = stages.get(ask.stage or ""), spots.get(ask.touchpoint or "")
        rows.append(
            [
                stage.verb if stage else "",
                spot.title if spot else "whole stage",
                value.label or ask.metric,
                *_numbers(value),
                value.state.value if value.value is not None else "",
                ", ".join(value.sources),
                marks.get(value.evidence or "", ""),
            ]
        )
    return rows


def _numbers(value: Value) -> list[str]:
    if value.value is None:
        return [value.reason or "not measured", "", ""]
    interval = "no interval"
    if value.low is not None and value.high is not None:
        interval = interval_text(value.low, value.high, value.unit)
    n = "" if value.n is None else f"{value.n:,} {value.unit_of_n}"
    return [value.text or value_text(value.value, value.unit), interval, n]


def _methods(map_file: MapFile) -> list[list[str]]:
    return [
        [
            f"{index}",
            record.insight,
            record.method,
            ", ".join(record.sources),
            f"{record.n:,}",
            record.query,
        ]
        for index, (_, record) in enumerate(sorted(map_file.snapshot.evidence.items()), start=1)
    ]
