"""The shipped fonts, and just enough of them to travel inside a page.

In: the characters that a page shows. Out: font files by weight and style, cut down to them. System
fonts are never used: the drawing was measured with these, and would not fit any other.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from desireline.errors import RenderError

_SEPARATORS = re.compile("[\u2028\u2029]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
FOLDER = Path(__file__).parent / "fonts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """One font file."""

    file: str
    weight: int
    style: str


FONTS = (
    Font(file="Inter-Regular.ttf", weight=400, style="normal"),
    Font(file="Inter-Italic.ttf", weight=400, style="italic"),
    Font(file="Inter-SemiBold.ttf", weight=600, style="normal"),
    Font(file="Inter-Bold.ttf", weight=700, style="normal"),
)


def files() -> list[str]:
    """Paths of the shipped fonts; without them text would silently vanish from pictures."""
    paths = [FOLDER / font.file for font in FONTS]
    missing = [path.name for path in paths if not path.is_file()]
    if missing:
        raise RenderError(
            f"The font {missing[0]} is missing from this installation.",
            hint="Install Desireline again.",
            code="render.fonts",
        )
    return [str(path) for path in paths]


def style_sheet(text: str) -> str:
    """Rules that carry the letters of `text`, so that a page needs no other file."""
    letters = "".join(sorted({*text, *map(chr, range(32, 127))} - {"\n", "\r", "\t"}))
    return "\n".join(_rule(font, letters) for font in FONTS)


def plain(text: str) -> str:
    """Text without what has no shape: line separators become spaces, invisible marks go."""
    return _SEPARATORS.sub(" ", _INVISIBLE.sub("", text))


def lacks(text: str) -> bool:
    """Whether the shipped fonts (Latin, Greek, Cyrillic) have no shape for some letter of it."""
    return not {ord(letter) for letter in text} <= _known()


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    known = {*range(32)}
    with TTFont(FOLDER / FONTS[0].file, lazy=True) as font:
        known |= set(font.getBestCmap() or {})
    return frozenset(known)


def _rule(font: Font, letters: str) -> str:
    data = base64.b64encode(_subset(font.file, letters)).decode()
    return (
        f"@font-face{{font-family:Inter;font-weight:{font.weight};font-style:{font.style};"
        f"src:url(data:font/ttf;base64,{data}) format('truetype')}}"
    )


@lru_cache(maxsize=16)
def _subset(file: str, letters: str) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.layout_features = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk"]
    options.hinting = False
    options.notdef_outline = True
    with TTFont(FOLDER / file, recalcTimestamp=False, lazy=False) as font:
        cutter = Subsetter(options)
        cutter.populate(text=letters)
        cutter.subset(font)
        out = BytesIO()
        font.save(out)
    return out.getvalue()
