"""One SVG: the same bytes each time, no number too many, hostile text inert."""

from __future__ import annotations

import re
import threading
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from desireline import render
from desireline.errors import RenderError
from desireline.maps import MapFile, from_text, to_text
from desireline.maps.reading import MOST_NUMBERS
from desireline.maps.words import numbers_in
from desireline.render import core

SVG = "{http://www.w3.org/2000/svg}"


def texts(drawing: str) -> list[str]:
    """Every text element, its parts joined; the pale rim drawn under a text is not read."""
    root: Element = fromstring(drawing)
    return [
        "".join(text.itertext())
        for text in root.iter(f"{SVG}text")
        if text.get("aria-hidden") != "true"
    ]


@pytest.mark.parametrize("view", ["reading", "grid"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_same_map_is_the_same_bytes(
    example: MapFile, view: core.View, theme: core.Theme
) -> None:
    once = render.svg(example, view, theme)
    assert once == render.svg(from_text(to_text(example)), view, theme)
    assert fromstring(once).tag == f"{SVG}svg"


def test_light_and_dark_differ_in_colour_only(example: MapFile) -> None:
    light, dark = render.svg(example), render.svg(example, theme="dark")
    assert light != dark
    assert texts(light) == texts(dark)


def test_the_headline_the_callouts_and_the_sample_label_are_drawn(example: MapFile) -> None:
    said = " ".join(texts(render.svg(example)))
    assert "Promised call-backs go with our worst ratings" in said
    assert "rating 1.9" in said
    assert "No single moment decides" in said
    assert "Generated sample" in said


def test_the_sample_label_shows_in_the_grid_too(example: MapFile) -> None:
    assert "Generated sample" in " ".join(texts(render.svg(example, "grid")))


def test_the_reading_view_prints_at_most_twelve_numbers(example: MapFile) -> None:
    """Counted in the drawing itself. Days of promised actions are dates, not measurements."""
    printed = [text for text in texts(render.svg(example)) if not re.search(r"\bby \d", text)]
    numbers = [number for text in printed for number in numbers_in(text)]
    assert len(numbers) <= MOST_NUMBERS, numbers


def test_the_grid_prints_n_in_every_cell_with_a_number(example: MapFile) -> None:
    said = " ".join(texts(render.svg(example, "grid")))
    for value in example.snapshot.values.values():
        if value.value is not None and value.n is not None:
            assert f"{value.n:,}" in said


def test_what_nobody_measured_is_hatched(example: MapFile) -> None:
    assert "hatch" in render.svg(example)
    assert re.search(r'fill="url\(#[^"]*hatch', render.svg(example))


def test_a_drawing_tells_itself_to_screen_readers(example: MapFile) -> None:
    root = fromstring(render.svg(example))
    assert root.findtext(f"{SVG}title")
    description = root.findtext(f"{SVG}desc") or ""
    assert "Worst moment: call-backs never come" in description


def test_hostile_text_stays_text(hostile: MapFile) -> None:
    for view in ("reading", "grid"):
        root = fromstring(render.svg(hostile, view))
        for node in root.iter():
            assert node.tag.removeprefix(SVG) not in {"script", "foreignObject", "img", "iframe"}
            assert not [name for name in node.attrib if name.lower().startswith("on")]
            links = [value for name, value in node.attrib.items() if name.endswith("href")]
            assert all(link.startswith("#") for link in links)


def test_drawing_in_several_threads_gives_the_same(example: MapFile) -> None:
    drawn: list[str] = []
    threads = [
        threading.Thread(target=lambda: drawn.append(render.svg(example))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(drawn) == {render.svg(example)}


def test_a_map_that_breaks_the_core_is_an_error_and_the_next_one_is_drawn(
    example: MapFile,
) -> None:
    with pytest.raises(RenderError, match="could not be drawn"):
        core.draw(example, locale={"months": 7}, paper="no such paper")
    assert render.svg(example)


def test_without_the_built_web_part_the_error_says_what_to_run(
    example: MapFile, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(core, "WEB", tmp_path)
    with pytest.raises(RenderError, match="not built") as caught:
        render.svg(example)
    assert "npm run build" in caught.value.hint
