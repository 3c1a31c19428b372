"""The fonts that travel inside a page: cut in advance for Latin letters, cut anew for others."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from desireline.render import lettering


@pytest.mark.parametrize("font", lettering.FONTS, ids=lambda font: font.file)
def test_the_cut_fonts_have_every_latin_letter_at_its_full_width(font: lettering.Font) -> None:
    with TTFont(lettering.FOLDER / font.file) as whole, TTFont(font.latin) as cut:
        names, kept = whole.getBestCmap() or {}, cut.getBestCmap() or {}
        assert set(kept) == lettering.LATIN & set(names)
        for letter, name in kept.items():
            assert cut["hmtx"][name] == whole["hmtx"][names[letter]], chr(letter)


def test_a_page_in_european_languages_carries_the_fonts_cut_in_advance() -> None:
    style = lettering.style_sheet("Größe, façade, Łódź „naïve“ → 12 € …")
    assert style.count("format('woff')") == len(lettering.FONTS)
    assert "truetype" not in style


def test_letters_beyond_latin_are_cut_for_their_page() -> None:
    assert lettering.style_sheet("Ждать").count("format('truetype')") == len(lettering.FONTS)


def test_letters_that_no_shipped_font_has_cost_no_cut() -> None:
    assert "truetype" not in lettering.style_sheet("待つ")
