"""A drawing as pixels. In: SVG text. Out: PNG bytes, the same on every machine.

Only the shipped fonts are used, unless words need letters that these lack.
"""

from __future__ import annotations

from desireline.errors import RenderError
from desireline.render import lettering


def rasterise(drawing: str, *, zoom: int = 2) -> bytes:
    """Turn SVG text into a PNG, `zoom` pixels for each of its own."""
    import resvg_py

    drawing = lettering.plain(drawing)
    ours = not lettering.lacks(drawing)
    try:
        data = resvg_py.svg_to_bytes(
            svg_string=drawing, font_files=lettering.files(), skip_system_fonts=ours, zoom=zoom
        )
    except ValueError as error:
        raise RenderError(
            f"The picture could not be drawn: {error}", hint="Report this.", code="render.png"
        ) from error
    return bytes(data)
