"""A map as one HTML page: no server, no request, opens from a mail attachment.

In: a map. Out: a page with the drawing as it stands (seen without scripts, too), the map as data and
the viewer that makes it interactive. Its own policy forbids every network request and every script
but the two in it; what people and customers wrote is data and never markup.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from typing import TYPE_CHECKING, Literal

from desireline.maps import to_text
from desireline.render import lettering
from desireline.render.core import Theme, View, asset, draw

if TYPE_CHECKING:
    from desireline.maps import MapFile
    from desireline.render.paper_words import Language


_SAMPLE: dict[Language, str] = {"en": "generated sample", "de": "erfundenes Beispiel"}


def page(
    map_file: MapFile,
    *,
    view: View = "reading",
    theme: Theme | Literal["auto"] = "auto",
    language: Language = "en",
) -> str:
    """Write the page; `auto` follows the reader's system."""
    still: Theme = "light" if theme == "auto" else theme
    core, viewer, look = asset("map-core.js"), asset("map-view.js"), asset("map-view.css")
    drawing = draw(map_file, view=view, theme=still, prefix="static", language=language)
    letters = lettering.style_sheet(to_text(map_file) + drawing + look + viewer)
    settings = json.dumps({"theme": theme, "view": view}, sort_keys=True)
    document = map_file.document
    title = (
        f"{document.title} ({_SAMPLE[language]})" if document.generated_sample else document.title
    )
    scripts = [core, viewer]
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{language}" data-theme="{still}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="generator" content="Desireline">',
            f"<title>{html.escape(title)}</title>",
            '<link rel="icon" href="data:,">',
            f"<style>{_inert(letters)}</style>",
            f"<style>{_inert(look)}</style>",
            "</head>",
            "<body>",
            f'<div id="desireline-map" class="desireline-map">{drawing}</div>',
            f'<script type="application/json" id="desireline-data">{_data(map_file)}</script>',
            f'<script type="application/json" id="desireline-settings">{settings}</script>',
            *(f"<script>{script}</script>" for script in map(_inert_script, scripts)),
            "</body>",
            "</html>",
            "",
        ]
    )


def _data(map_file: MapFile) -> str:
    """The map as JSON that cannot end its element: `<` is written as an escape."""
    content = json.dumps(json.loads(to_text(map_file)), ensure_ascii=False, sort_keys=True)
    for sign, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        content = content.replace(sign, escaped)
    return content.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _policy(scripts: list[str]) -> str:
    """Forbid everything, then allow these scripts, inline looks, and pictures that travel along."""
    allowed = " ".join(f"'sha256-{_digest(_inert_script(script))}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:;"
        " font-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _inert_script(script: str) -> str:
    """Our own code, with any text in it that would end its element written as an escape."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _inert(style: str) -> str:
    return style.replace("</style", "<\\/style")
