"""The one geometry, run here: `map-core.js` in an embedded JavaScript engine.

In: a map and options. Out: SVG text, byte for byte what the browser draws. The engine has no file,
no network and no clock to offer, gets bounded memory, stack and time, and is loaded once per thread:
a map from elsewhere cannot hang whoever draws it.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from desireline.errors import RenderError
from desireline.maps import to_text

if TYPE_CHECKING:
    from desireline.maps import MapFile

View = Literal["reading", "grid"]
Theme = Literal["light", "dark"]

WEB = Path(__file__).parents[1] / "web"
_MEMORY = 512 * 1024 * 1024
_STACK = 1024 * 1024
_SECONDS = 60
_here = threading.local()


def asset(name: str) -> str:
    """Read a built file of the web part, or say how to build it."""
    try:
        return (WEB / name).read_text(encoding="utf-8")
    except OSError as error:
        raise RenderError(
            f"Drawing needs {name}, which is not built in this installation.",
            hint="In a checkout run `npm ci && npm run build` in web/, or install the released wheel.",
            code="render.web",
        ) from error


def draw(map_file: MapFile, **options: Any) -> str:
    """Draw one SVG."""
    return _call("render", map_file, options)


def draw_pages(map_file: MapFile, **options: Any) -> list[str]:
    """Draw a view on as many sheets of paper as it needs."""
    return json.loads(_call("pages", map_file, options))


def _call(function: Literal["render", "pages"], map_file: MapFile, options: dict[str, Any]) -> str:
    import quickjs

    context = _context()
    context.set_time_limit(_SECONDS)
    try:
        run = context.eval(f"desirelineMapCore.{function}")
        return str(run(to_text(map_file), json.dumps(options, sort_keys=True)))
    except (quickjs.JSException, quickjs.StackOverflow) as error:
        del _here.loaded
        raise RenderError(
            f"The map could not be drawn: {str(error).strip().splitlines()[0]}",
            hint="Read the file with desireline.maps.from_text; if it is valid, report this.",
        ) from error


def _context() -> Any:
    """The engine of this thread, loaded again when the built core has changed."""
    import quickjs

    source = asset("map-core.js")
    loaded: tuple[str, Any] | None = getattr(_here, "loaded", None)
    if loaded is None or loaded[0] != source:
        context = quickjs.Context()
        context.set_memory_limit(_MEMORY)
        context.set_max_stack_size(_STACK)
        context.eval(source)
        loaded = (source, context)
        _here.loaded = loaded
    return loaded[1]
