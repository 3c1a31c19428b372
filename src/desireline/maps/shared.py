"""The shared document: a map's document as a CRDT that several editors change at once.

In: a document, or the updates of editors.  Out: a Yjs document in one fixed shape, and the plain document
read back from it. Fields of parts are values of which the last one written stands; people's words are
texts that merge letter by letter. Words and cards do not live inside cells, because two people who fill
the same empty cell at once would each bring a cell, of which one would win: texts and cards of both stay.
What an editor wrote that no map can hold is left out when reading, never an error for the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pycrdt import Doc, Map, Text
from pydantic import BaseModel, ValidationError

from desireline.errors import InputError
from desireline.maps.commands import apply
from desireline.maps.model import Action, Binding, Card, Cell, Document, Lane, Stage, Touchpoint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desireline.maps.commands import Applied, Command, Patch

HEAD = "map"
"""Root map of the document's own fields."""
PARTS: dict[str, type[BaseModel]] = {
    "stages": Stage,
    "touchpoints": Touchpoint,
    "lanes": Lane,
    "cells": Cell,
    "cards": Card,
    "bindings": Binding,
    "actions": Action,
}
"""Root maps, by id of the part."""
_STAND_INS: dict[str, Any] = {"id": "", "title": "Untitled", "purpose": {"id": "", "title": ""}}
"""Of fields that no map is without, where an editor wrote nonsense into them."""
_WORDS = "words:"
_OWN = "words"
Plain = dict[str, Any]


def new_shared(document: Document | None = None) -> Doc[Any]:
    """Open a shared document: of a plain one, or empty, for what was kept."""
    shared: Doc[Any] = Doc(allow_multithreading=True)
    for name in (HEAD, *PARTS):
        shared.get(name, type=Map)
    if document is not None:
        write(shared, document)
    return shared


def merge(shared: Doc[Any], update: bytes) -> None:
    """Take an editor's update in.

    Raises:
        InputError: it is no update.
    """
    try:
        shared.apply_update(update)
    except (ValueError, OverflowError) as error:
        raise no_update(error) from error


def no_update(error: Exception) -> InputError:
    """Say that bytes of an editor cannot be understood."""
    return InputError(
        f"This is no update of a shared document: {error}.",
        hint="Load the map again.",
        code="input.update",
    )


def read(shared: Doc[Any]) -> Document:
    """Read the plain document; parts and fields that no map can hold are left out, whoever wrote them."""
    own = Document.model_fields.keys() - PARTS.keys()
    content: Plain = {k: v for k, v in _plain(_root(shared, HEAD)) if k in own}
    for name, model in PARTS.items():
        if name != "cards":
            content[name] = _sound(_parts(shared, name), model)
    for id_, card in _sound(_parts(shared, "cards"), Card, aside=("cell",)).items():
        cell = content["cells"].get(card.pop("cell", None))
        if cell is not None:
            cell.setdefault("cards", {})[id_] = card
    try:
        return Document.model_validate(content)
    except ValidationError as error:
        for wrong in error.errors():
            content.pop(str(wrong["loc"][0]), None)
        return Document.model_validate({**_STAND_INS, **content})


def write(shared: Doc[Any], document: Document) -> bytes:
    """Make the shared document say what a plain one says, by the fewest changes; return the update."""
    before = shared.get_state()
    wanted = document.model_dump(mode="json")
    flat = _flat(wanted)
    with shared.transaction():
        _write_fields(_root(shared, HEAD), {k: v for k, v in wanted.items() if k not in PARTS})
        for name in PARTS:
            _write_parts(shared, name, flat[name])
    return shared.get_update(before)


def command(shared: Doc[Any], commands: Sequence[Command]) -> tuple[bytes, list[Patch]]:
    """Carry out named commands on a shared document; return the update and what takes them back.

    Raises:
        InputError: one of them does not fit; nothing was changed.
    """
    document = read(shared)
    inverses: list[Patch] = []
    for one in commands:
        done: Applied = apply(document, one)
        document = done.document
        inverses.append(done.inverse)
    return write(shared, document), inverses[::-1]


def _root(shared: Doc[Any], name: str) -> Map[Any]:
    return shared.get(name, type=Map)


def _parts(shared: Doc[Any], name: str) -> dict[str, Plain]:
    """The parts of one kind as plain values, with their words."""
    found: dict[str, Plain] = {}
    for id_, part in _plain(_root(shared, name)):
        if isinstance(part, dict):
            plain: Plain = {**part, "id": id_}
            if name in ("cells", "cards"):
                plain[_OWN] = _text(shared, name, id_) or plain.get(_OWN)
            found[id_] = plain
    return found


def _plain(root: Map[Any]) -> Iterator[tuple[str, Any]]:
    """The values of a root map; one that is nested too deeply to be read is left out."""
    for name, value in root.items():
        to_py = getattr(value, "to_py", None)
        try:
            plain = value if to_py is None else to_py()
        except RecursionError:
            continue
        yield name, plain


def _text(shared: Doc[Any], name: str, id_: str) -> str | None:
    key = f"{_WORDS}{name}:{id_}"
    return str(shared.get(key, type=Text)) or None


def _sound(parts: dict[str, Plain], model: type[BaseModel], aside: Sequence[str] = ()) -> Any:
    known = {*model.model_fields, *aside}
    sound: dict[str, Plain] = {}
    for id_, part in parts.items():
        plain = {name: value for name, value in part.items() if name in known and name != "cards"}
        try:
            model.model_validate({k: v for k, v in plain.items() if k not in aside})
        except ValidationError:
            continue
        sound[id_] = plain
    return sound


def _flat(wanted: Plain) -> dict[str, dict[str, Plain]]:
    """Cards stand beside the cells, each with the cell that it is in."""
    flat: dict[str, dict[str, Plain]] = {name: wanted[name] for name in PARTS if name != "cards"}
    flat["cells"] = {
        id_: {k: v for k, v in cell.items() if k != "cards"}
        for id_, cell in wanted["cells"].items()
    }
    flat["cards"] = {
        id_: {**card, "cell": cell["id"]}
        for cell in wanted["cells"].values()
        for id_, card in cell["cards"].items()
    }
    return flat


def _write_parts(shared: Doc[Any], name: str, wanted: dict[str, Plain]) -> None:
    root, has_words = _root(shared, name), name in ("cells", "cards")
    there = _parts(shared, name)
    for id_ in there.keys() - wanted.keys():
        del root[id_]
        if has_words:
            _write_text(shared, name, id_, None)
    for id_, part in wanted.items():
        fields = {k: v for k, v in part.items() if not (has_words and k == _OWN)}
        if id_ not in there:
            root[id_] = Map({k: v for k, v in fields.items() if v is not None})
        else:
            _write_fields(root[id_], fields)
        if has_words:
            _write_text(shared, name, id_, part.get(_OWN))


def _write_fields(part: Map[Any], wanted: Plain) -> None:
    there: Plain = part.to_py() or {}
    for name, value in wanted.items():
        if value is None:
            if there.get(name) is not None:
                del part[name]
        elif not _same(there.get(name), value):
            part[name] = value


def _same(one: Any, other: Any) -> bool:
    """Numbers come back as floats, and True equals 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _write_text(shared: Doc[Any], name: str, id_: str, wanted: str | None) -> None:
    """Replace only the middle that differs, so that what others type at the ends stays."""
    text: Text = shared.get(f"{_WORDS}{name}:{id_}", type=Text)
    old, new = str(text), wanted or ""
    if old == new:
        return
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    gone = old[start : len(old) - end]
    first, last = len(old[:start].encode()), len((old[:start] + gone).encode())
    if gone:
        del text[first:last]
    if middle := new[start : len(new) - end]:
        text.insert(first, middle)
