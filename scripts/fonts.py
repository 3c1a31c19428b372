"""Cut the shipped fonts to LATIN, for pages: `python scripts/fonts.py`, after a font has changed.

WOFF, not WOFF2: this one needs no further package to write or to read.
"""

from __future__ import annotations

from desireline.render import lettering

for font in lettering.FONTS:
    letters = "".join(map(chr, sorted(lettering.LATIN)))
    font.latin.write_bytes(lettering.cut(font.file, letters, "woff"))
