"""The shipped fonts, and just enough of them to travel inside a page.

In: the characters that a page shows. Out: font files by weight and style, cut down to them. System
fonts are never used: the drawing was measured with these, and would not fit any other.
Cutting a font takes a second of work, so those for LATIN come cut already (`scripts/fonts.py`); only
a page with letters beyond them has its own cut.
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
LATIN = frozenset(
    {
        *range(0x20, 0x7F),
        *range(0xA0, 0x180),  # Western, Central and Northern European
        *range(0x218, 0x21C),
        0x1E9E,
        *range(0x2010, 0x2028),
        *range(0x2030, 0x205F),  # dashes, quotation marks, dots
        *range(0x20A0, 0x20C1),  # currencies
        0x2122,
        *range(0x2190, 0x219A),  # arrows
        *(0x2212, 0x2215, 0x221E, 0x2248, 0x2260, 0x2264, 0x2265),
        *range(0x25A0, 0x2600),  # shapes
        *range(0x2713, 0x2719),
    }
)
"""Characters of the fonts that are cut in advance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """One font file."""

    file: str
    weight: int
    style: str

    @property
    def latin(self) -> Path:
        """The same font, cut to LATIN."""
        return (FOLDER / self.file).with_suffix(".latin.woff")


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
    beyond = {ord(letter) for letter in letters} - LATIN
    if beyond and beyond & _known():
        return "\n".join(_rule(font, cut(font.file, letters), "truetype") for font in FONTS)
    return "\n".join(_rule(font, font.latin.read_bytes(), "woff") for font in FONTS)


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


def _rule(font: Font, content: bytes, kind: str) -> str:
    suffix = {"truetype": "ttf"}.get(kind, kind)
    data = base64.b64encode(content).decode()
    return (
        f"@font-face{{font-family:Inter;font-weight:{font.weight};font-style:{font.style};"
        f"src:url(data:font/{suffix};base64,{data}) format('{kind}')}}"
    )


@lru_cache(maxsize=16)
def cut(file: str, letters: str, flavor: str | None = None) -> bytes:
    """Cut a font down to some letters, as TrueType or in a web format."""
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
        font.flavor = flavor
        out = BytesIO()
        font.save(out)
    return out.getvalue()
