"""A map as a file that others can open: SVG, PNG, PDF, HTML, JSON. One geometry draws them all.

`render(map_file, target)` chooses by the target's suffix; `svg`, `png`, `pdf` and `html` return the
content instead. The same map gives the same bytes.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from desireline.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable

    from desireline.maps import MapFile
    from desireline.render.core import Theme, View
    from desireline.render.paper_words import Language

__all__ = ["FORMATS", "html", "pdf", "png", "render", "svg"]

FORMATS = (".html", ".svg", ".png", ".pdf", ".json")


def svg(map_file: MapFile, view: View = "reading", theme: Theme = "light", **options: Any) -> str:
    """Draw one view as SVG text.

    Args:
        map_file: the map.
        view: `reading` (30 seconds) or `grid` (everything).
        theme: `light` or `dark`.
        options: what the geometry knows besides: `width`, `height`, `paper`, `evidence`.
    """
    from desireline.render.core import draw

    return draw(map_file, view=view, theme=theme, **options)


def png(
    map_file: MapFile,
    view: View = "reading",
    theme: Theme = "light",
    *,
    zoom: int = 2,
    **options: Any,
) -> bytes:
    """Draw one view as PNG, with the shipped fonts and no others."""
    from desireline.render.picture import rasterise

    return rasterise(svg(map_file, view, theme, **options), zoom=zoom)


def pdf(
    map_file: MapFile,
    theme: Theme = "light",
    *,
    language: Language = "en",
    say: Callable[[str], str] = str,
) -> bytes:
    """Set the PDF: reading view, whole map, evidence annex."""
    from desireline.render import paper

    return paper.pdf(map_file, theme=theme, language=language, say=say)


def html(
    map_file: MapFile, theme: Theme | Literal["auto"] = "auto", *, language: Language = "en"
) -> str:
    """Write the page that needs nothing else; `auto` follows the reader's system."""
    from desireline.render.page import page

    return page(map_file, theme=theme, language=language)


def render(
    map_file: MapFile,
    target: Path | str,
    *,
    view: View = "reading",
    theme: Theme | None = None,
    language: Language = "en",
    say: Callable[[str], str] = str,
) -> Path:
    """Write a map to a file; its suffix says what it becomes.

    Args:
        map_file: the map, in the reader's language already.
        target: .html, .svg, .png, .pdf or .json.
        view: `reading` or `grid`, where one is drawn.
        theme: `light`, `dark`, or as fits the format.
        language: of the words that drawing adds.
        say: see `paper.pdf`.

    Raises:
        RenderError: if the suffix is unknown, or the web part is not built.
    """
    target = Path(target)
    content = _content(map_file, target, view=view, theme=theme, language=language, say=say)
    _replace(target, content.encode() if isinstance(content, str) else content)
    return target


def _content(
    map_file: MapFile,
    target: Path,
    *,
    view: View,
    theme: Theme | None,
    language: Language,
    say: Callable[[str], str],
) -> str | bytes:
    from desireline.maps import to_text

    on_paper: Theme = theme or "light"
    match target.suffix.lower():
        case ".svg":
            return svg(map_file, view, on_paper, language=language)
        case ".png":
            return png(map_file, view, on_paper, language=language)
        case ".pdf":
            return pdf(map_file, on_paper, language=language, say=say)
        case ".html" | ".htm":
            return html(map_file, theme or "auto", language=language)
        case ".json":
            return to_text(map_file)
        case other:
            raise RenderError(
                f"A map cannot become {target.name}: {other or 'no suffix'} is not a known format.",
                hint=f"Choose one of {' '.join(FORMATS)}, for instance -o map.html.",
                code="render.format",
            )


def _replace(target: Path, content: bytes) -> None:
    """Write beside, then move: whoever opens the file sees the old one or the new one, whole."""
    handle = -1
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise RenderError(
            f"{target} cannot be written: {error.strerror}.",
            hint="Choose a folder that exists and may be written to.",
            code="render.target",
        ) from error
