"""A map as a file: the suffix decides, the same map is the same bytes, nothing is half written."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from desireline import render
from desireline.errors import RenderError
from desireline.maps import MapFile, from_text, to_text


def test_the_suffix_decides_what_a_map_becomes(example: MapFile, tmp_path: Path) -> None:
    starts = {
        ".html": b"<!doctype html>",
        ".svg": b"<svg",
        ".png": b"\x89PNG",
        ".pdf": b"%PDF",
        ".json": b"{",
    }
    assert set(starts) == set(render.FORMATS)
    for suffix, start in starts.items():
        target = render.render(example, tmp_path / f"map{suffix}")
        assert target.read_bytes().startswith(start)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"map{s}" for s in starts)


def test_a_map_written_as_json_reads_back_the_same(example: MapFile, tmp_path: Path) -> None:
    target = render.render(example, tmp_path / "map.journey.json")
    assert from_text(target.read_bytes()) == example


def test_an_unknown_suffix_names_the_known_ones(example: MapFile, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"map\.docx") as caught:
        render.render(example, tmp_path / "map.docx")
    assert ".pdf" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error_that_names_the_file(
    example: MapFile, tmp_path: Path
) -> None:
    with pytest.raises(RenderError, match="cannot be written") as caught:
        render.render(example, tmp_path / "none" / "map.svg")
    assert caught.value.code == "render.target"


def test_a_picture_has_letters_and_the_asked_size(example: MapFile) -> None:
    data = render.png(example, zoom=1, width=1280, height=800)
    assert data == render.png(example, zoom=1, width=1280, height=800)
    picture = Image.open(BytesIO(data)).convert("L")
    assert picture.size == (1280, 800)
    headline = picture.crop((40, 20, 1240, 110))
    dark = sum(headline.histogram()[:90])
    assert dark > 2000


# --- PDF ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def paper(example: MapFile) -> bytes:
    """The example as a PDF."""
    return render.pdf(example)


def words_of(paper: bytes) -> str:
    """All text of a PDF, white space evened out."""
    pages = PdfReader(BytesIO(paper)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_same_map_is_the_same_pdf(example: MapFile, paper: bytes) -> None:
    assert render.pdf(example) == paper


def test_a_pdf_is_a_poster_then_the_whole_map_then_the_evidence(paper: bytes) -> None:
    pages = PdfReader(BytesIO(paper)).pages
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [420, 297]
    assert "worst ratings" in pages[0].extract_text()
    assert "How long I wait" in pages[1].extract_text()
    assert "Evidence annex" in " ".join(page.extract_text() for page in pages[2:])


def test_the_annex_has_every_number_with_interval_and_n(example: MapFile, paper: bytes) -> None:
    said = words_of(paper)
    for value in example.snapshot.values.values():
        if value.value is not None:
            assert value.n is not None
            assert f"{value.n:,} {value.unit_of_n}" in said
    for curve in example.snapshot.curves:
        for point in curve.points:
            if point.value is not None:
                assert f"{point.value:+.2f}".replace("-", "\u2212") in said
    assert "remembered: nps" in said
    assert "the band of its line" in said
    assert "Wilson interval" in said
    assert "fewer than 5 customers: not shown" in said


def test_a_pdf_is_tagged_titled_and_dated_by_the_data(example: MapFile, paper: bytes) -> None:
    reader = PdfReader(BytesIO(paper))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == example.document.title
    assert b"pdfuaid" in paper or "pdfuaid" in str(
        reader.xmp_metadata and reader.xmp_metadata.stream.get_data()
    )
    newest = example.snapshot.newest_event
    assert newest is not None
    written = reader.metadata.creation_date
    assert written is not None
    assert written.astimezone(UTC) == newest.replace(microsecond=0)
    assert written < datetime(2026, 7, 1, tzinfo=UTC)


def test_a_generated_sample_says_so_on_every_page_of_paper(paper: bytes) -> None:
    for page in PdfReader(BytesIO(paper)).pages:
        assert "enerated" in page.extract_text()


def test_a_map_whose_title_was_emptied_is_printed_under_its_purpose(example: MapFile) -> None:
    nameless = example.document.model_copy(update={"title": " "})
    paper = render.pdf(example.model_copy(update={"document": nameless}))
    told = PdfReader(BytesIO(paper)).metadata
    assert told is not None
    assert told.title == example.document.purpose.title


def test_hostile_text_is_set_as_text(hostile: MapFile) -> None:
    paper = render.pdf(hostile)
    reader = PdfReader(BytesIO(paper))
    assert "/OpenAction" not in reader.root_object
    assert "/AA" not in reader.root_object
    assert not [note for page in reader.pages for note in page.get("/Annots", [])]
    said = words_of(paper)
    assert "root:" not in said
    assert "#read" in said


def test_letters_that_the_shipped_fonts_lack_do_not_stop_the_paper(example: MapFile) -> None:
    """A customer writes Chinese and a smile: the map is set all the same."""
    content = json.loads(to_text(example))
    quote = next(iter(content["snapshot"]["quotes"].values()))
    quote["text"] = "\u5feb\u9012\u592a\u6162\u4e86 \U0001f620 \u2028 too slow"
    paper = render.pdf(from_text(json.dumps(content)))
    assert "too slow" in words_of(paper)
    assert b"pdfuaid" not in paper
