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
from desireline.render.paper_words import KINDS, STATES, WORDS, Language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desireline.maps import MapFile, Value

    Say = Callable[[str], str]

_TEMPLATE = Path(__file__).with_name("paper.typ")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def pdf(
    map_file: MapFile, *, theme: Theme = "light", language: Language = "en", say: Say = str
) -> bytes:
    """Set the PDF.

    Args:
        map_file: the map, in the reader's language already.
        theme: of the pictures.
        language: of the annex.
        say: puts what is composed here (a number with its unit, an interval) into that language.
    """
    import typst

    reading = draw(
        map_file, view="reading", theme=theme, paper="a3", prefix="r", language=language
    )
    sheets = draw_pages(
        map_file, view="grid", theme=theme, paper="a3", prefix="g", language=language
    )
    newest = map_file.snapshot.newest_event
    if newest is not None:
        newest = newest.replace(microsecond=0)  # a PDF counts seconds
    with tempfile.TemporaryDirectory(prefix="desireline-") as folder:
        root = Path(folder)
        drawings = [lettering.plain(drawing) for drawing in (reading, *sheets)]
        pictures = _save(root, drawings)
        content = json.dumps(_Annex(map_file, language, say).content(pictures), ensure_ascii=False)
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


class _Annex:
    """Everything that the template prints, as plain text in one language."""

    def __init__(self, map_file: MapFile, language: Language, say: Say) -> None:
        self._file = map_file
        self._language: Language = language
        self._words = WORDS[language]
        self._say = say

    def content(self, pictures: list[str]) -> dict[str, Any]:
        """What `paper.typ` reads."""
        document, snapshot = self._file.document, self._file.snapshot
        view = snapshot.reading
        # somebody may have emptied it, and a tagged PDF without a title is none
        title = document.title.strip() or document.purpose.title or document.id
        heads = [
            self._words["sheet" if number else "reading"].format(title=title, number=number)
            for number in range(len(pictures))
        ]
        return {
            "title": title,
            "language": self._language,
            "words": self._words,
            "sample": document.generated_sample,
            "subtitle": view.subtitle,
            "story": view.story,
            "notices": snapshot.notices,
            "pictures": [
                {"file": name, "head": heads[number], "alt": self._alt(number)}
                for number, name in enumerate(pictures)
            ],
            "rows": self._rows(),
            "gaps": self._gaps(),
            "methods": self._methods(),
            "version": self._words["version"].format(
                data=snapshot.data_version, recipe=snapshot.recipe
            ),
        }

    def _alt(self, number: int) -> str:
        view = self._file.snapshot.reading
        if number == 0:
            return " ".join(view.story) or view.headline
        return self._words["grid"].format(title=self._file.document.title)

    def _places(self) -> list[tuple[str, str, list[tuple[str, Value]]]]:
        """Stage, touchpoint, and the labelled answers there, in the map's own order."""
        document, snapshot = self._file.document, self._file.snapshot
        found: dict[tuple[str, str], list[tuple[int, str, str, Value]]] = {}
        for name in sorted(set(snapshot.values) & set(document.bindings)):
            ask, value = document.bindings[name], snapshot.values[name]
            rank = _ORDER.index(ask.metric) if ask.metric in _ORDER else len(_ORDER)
            row = (rank, name, self._what(ask.metric, value), value)
            found.setdefault((ask.stage or "", ask.touchpoint or ""), []).append(row)
        stages = sorted(document.stages.values(), key=lambda stage: (stage.order, stage.id))
        spots = sorted(document.touchpoints.values(), key=lambda spot: (spot.order, spot.id))
        places: list[tuple[str, str, list[tuple[str, Value]]]] = []
        for stage in stages:
            here = [("", self._words["whole"])]
            here += [
                (spot.key, spot.title) for spot in spots if spot.stage == stage.id and spot.key
            ]
            for key, title in here:
                rows = sorted(found.get((stage.key or "", key), []), key=lambda row: row[:2])
                places.append((stage.verb, title, [(label, value) for _, _, label, value in rows]))
        return places

    def _what(self, metric: str, value: Value) -> str:
        """What a number is; a claim says of what kind."""
        kind, colon, _ = metric.partition(":")
        if colon:
            kind = kind.replace("_", " ")
            return f"{KINDS[self._language].get(kind, kind)}: {value.label}"
        return value.label or self._say(metric)

    def _rows(self) -> list[list[str]]:
        """The annex: every number with n, interval, state and method."""
        marks = {name: f"{i}" for i, name in enumerate(sorted(self._file.snapshot.evidence), 1)}
        states = STATES[self._language]
        rows: list[list[str]] = []
        for verb, title, answers in self._places():
            shown = [(label, value) for label, value in answers if value.value is not None]
            for number, (label, value) in enumerate(shown):
                place = [verb, title] if number == 0 else ["", ""]
                mark = marks.get(value.evidence or "", "")
                state = states.get(value.state.value, value.state.value)
                rows.append([*place, label, *self._numbers(value), state, mark])
        return rows + self._curves(marks)

    def _curves(self, marks: Mapping[str, str]) -> list[list[str]]:
        """The points of the curves beside that of everybody, a curve after the other."""
        document, words = self._file.document, self._words
        rows: list[list[str]] = []
        for curve in self._file.snapshot.curves:
            told = curve.title
            if curve.kind == "remembered":
                told = words["remembered"].format(title=told)
            for point in curve.points:
                spot, stage = (
                    document.touchpoints.get(point.column),
                    document.stages.get(point.stage),
                )
                if point.value is None or point.low is None or point.high is None or stage is None:
                    continue
                value, low, high = (
                    self._say(value_text(one, "feeling"))
                    for one in (point.value, point.low, point.high)
                )
                state = STATES[self._language].get(point.state.value, point.state.value)
                rows.append([
                    stage.verb, words["whole"] if spot is None else spot.title, told, value,
                    words["band"].format(low=low, high=high), self._say(f"{point.n:,}"), state,
                    marks.get(curve.evidence or "", ""),
                ])  # fmt: skip
        return rows

    def _numbers(self, value: Value) -> list[str]:
        interval = self._words["no_interval"]
        if value.low is not None and value.high is not None:
            interval = self._say(interval_text(value.low, value.high, value.unit))
        n = "" if value.n is None else f"{self._say(f'{value.n:,}')} {value.unit_of_n}"
        written = value.text or self._say(value_text(value.value or 0.0, value.unit))
        return [written, interval, n]

    def _gaps(self) -> list[list[str]]:
        """What has no number: the reason, and where."""
        words = self._words
        gaps: dict[tuple[str, str], list[str]] = {}
        for verb, title, answers in self._places():
            for label, value in answers:
                if value.value is None:
                    where = f"{verb}, {title}" if title == words["whole"] else title
                    reason = value.reason or words["not_measured"]
                    gaps.setdefault((label, reason), []).append(where)
        for spot in self._file.document.touchpoints.values():
            if not spot.measured:
                gaps.setdefault((words["everything"], words["unseen"]), []).append(spot.title)
        return [[label, reason, ", ".join(where)] for (label, reason), where in gaps.items()]

    def _methods(self) -> list[list[str]]:
        evidence = sorted(self._file.snapshot.evidence.items())
        return [
            [
                f"{i}",
                one.insight,
                one.method,
                ", ".join(one.sources),
                self._say(f"{one.n:,}"),
                one.query,
            ]
            for i, (_, one) in enumerate(evidence, start=1)
        ]
