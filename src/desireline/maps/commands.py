"""Changes to a map's document: named, checked, and each with its inverse.

In: a document and a command. Out: the new document and the command that takes it back. The old
document is never altered. Every named command is worked out into a *patch*: which field of which
part becomes what. Its inverse is the patch with the old contents, so that undoing a rename leaves
alone what somebody else changed in the same stage meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from desireline.errors import InputError
from desireline.maps import names
from desireline.maps.model import (
    EVERYBODY,
    Action,
    Card,
    Cell,
    Claim,
    Document,
    Lane,
    Placement,
    Stage,
    Touchpoint,
)

Collection = Literal["stages", "touchpoints", "lanes", "cells", "actions"]
_KINDS: dict[str, type[BaseModel]] = {
    "stages": Stage,
    "touchpoints": Touchpoint,
    "lanes": Lane,
    "cells": Cell,
    "actions": Action,
}


class _Command(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Change(_Command):
    """One part becomes something else: `fields` None removes it, `whole` adds it."""

    collection: Collection | None
    """None: the document's own fields."""
    id: str
    fields: dict[str, Any] | None
    whole: bool = False


class Patch(_Command):
    """The general form of every command; also what an inverse is."""

    command: Literal["patch"] = "patch"
    of: str
    """Name of the command it came from."""
    changes: tuple[Change, ...]


class RenameMap(_Command):
    """Give the map a title and a goal."""

    command: Literal["rename_map"] = "rename_map"
    title: str
    goal: str | None = None


class ReviewMap(_Command):
    """Say that people looked at the whole map on a day."""

    command: Literal["review_map"] = "review_map"
    on: date


class PlaceMap(_Command):
    """Put the map under another one, under one of its stages, or at the top; None: where it would stand by itself."""

    command: Literal["place_map"] = "place_map"
    place: Placement | None


class AddStage(_Command):
    """Add a column."""

    command: Literal["add_stage"] = "add_stage"
    id: str
    order: str
    title: str
    verb: str


class RenameStage(_Command):
    """Say what the customer does here."""

    command: Literal["rename_stage"] = "rename_stage"
    stage: str
    title: str
    verb: str


class MoveStage(_Command):
    """Put a column elsewhere."""

    command: Literal["move_stage"] = "move_stage"
    stage: str
    order: str


class RemoveStage(_Command):
    """Take an empty column away."""

    command: Literal["remove_stage"] = "remove_stage"
    stage: str


class DeclareTouchpoint(_Command):
    """Draw a touchpoint that no data show."""

    command: Literal["declare_touchpoint"] = "declare_touchpoint"
    id: str
    order: str
    stage: str
    title: str
    channel: str


class RenameTouchpoint(_Command):
    """Give a touchpoint the name that people use."""

    command: Literal["rename_touchpoint"] = "rename_touchpoint"
    touchpoint: str
    title: str


class MoveTouchpoint(_Command):
    """Put a touchpoint elsewhere, into another stage too."""

    command: Literal["move_touchpoint"] = "move_touchpoint"
    touchpoint: str
    stage: str
    order: str


class RemoveTouchpoint(_Command):
    """Take a touchpoint and its cells off the map. The data keep it."""

    command: Literal["remove_touchpoint"] = "remove_touchpoint"
    touchpoint: str


class SetTouchpointOwner(_Command):
    """Say who in the company answers for a touchpoint."""

    command: Literal["set_touchpoint_owner"] = "set_touchpoint_owner"
    touchpoint: str
    owner: str | None


class HideLane(_Command):
    """Show or hide a row."""

    command: Literal["hide_lane"] = "hide_lane"
    lane: str
    hidden: bool


class SetWords(_Command):
    """Write people's words into a cell, with what they claim in numbers where they do."""

    command: Literal["set_words"] = "set_words"
    column: str
    lane: str
    persona: str = EVERYBODY
    words: str | None
    author: str | None = None
    claim: Claim | None = None
    reviewed: date | None = None


class OverruleBinding(_Command):
    """Show people's words instead of the bound value, which stays to be seen; or stop doing so."""

    command: Literal["overrule_binding"] = "overrule_binding"
    cell: str
    overruled: bool


class AddCard(_Command):
    """Pin a note, a quote or a bound claim into a cell."""

    command: Literal["add_card"] = "add_card"
    cell: str
    card: Card


class RemoveCard(_Command):
    """Take a note away."""

    command: Literal["remove_card"] = "remove_card"
    cell: str
    card: str


class AddAction(_Command):
    """Note something to do."""

    command: Literal["add_action"] = "add_action"
    action: Action


class SetActionOwner(_Command):
    """Say who does it by when: a suggestion becomes a promise."""

    command: Literal["set_action_owner"] = "set_action_owner"
    action: str
    owner: str | None
    due: date | None = None


class RemoveAction(_Command):
    """Drop something to do."""

    command: Literal["remove_action"] = "remove_action"
    action: str


Command = (
    RenameMap
    | ReviewMap
    | PlaceMap
    | AddStage
    | RenameStage
    | MoveStage
    | RemoveStage
    | DeclareTouchpoint
    | RenameTouchpoint
    | MoveTouchpoint
    | RemoveTouchpoint
    | SetTouchpointOwner
    | HideLane
    | SetWords
    | OverruleBinding
    | AddCard
    | RemoveCard
    | AddAction
    | SetActionOwner
    | RemoveAction
    | Patch
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The document after a command, and the command that takes it back."""

    document: Document
    inverse: Patch


def read_command(content: Any) -> Command:
    """Read a command from JSON, as the editor and the API send it."""
    adapter: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="command")])
    try:
        return adapter.validate_python(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"This is not a command that a map knows: {first['msg']} at {place or 'its name'}.",
            hint="See docs/explanation/evidence.md for the commands of a map.",
            code="input.command",
        ) from error


def apply(document: Document, command: Command) -> Applied:
    """Carry out a command on a copy; the inverse takes it back."""
    patch = command if isinstance(command, Patch) else _work_out(document, command)
    after = document.model_dump(mode="json")
    undone = [_carry_out(after, change, patch.of) for change in patch.changes]
    undone.reverse()
    try:
        changed = Document.model_validate(after)
    except ValidationError as error:
        raise _refuse(
            patch.of, f"the result would not be a map: {error.errors()[0]['msg']}"
        ) from error
    return Applied(document=changed, inverse=Patch(of=patch.of, changes=tuple(undone)))


def _refuse(name: str, found: str) -> InputError:
    return InputError(
        f"{name}: {found}.",
        hint="Load the map again: somebody may have changed it meanwhile.",
        code="input.command",
    )


def _carry_out(content: dict[str, Any], change: Change, name: str) -> Change:
    """Change the content in place; return the change that takes it back."""
    if change.collection is None:
        return _set_fields(content, change, name)
    parts = cast("dict[str, Any]", content[change.collection])
    known = change.id in parts
    if change.whole:
        if known:
            raise _refuse(name, f"{change.id!r} exists already")
        model = _KINDS[change.collection]
        try:
            parts[change.id] = model.model_validate(change.fields).model_dump(mode="json")
        except ValidationError as error:
            raise _refuse(
                name, f"{change.id!r} is not complete: {error.errors()[0]['msg']}"
            ) from error
        return Change(collection=change.collection, id=change.id, fields=None)
    if not known:
        raise _refuse(name, f"there is no {change.id!r} among the {change.collection}")
    if change.fields is None:
        gone = parts.pop(change.id)
        return Change(collection=change.collection, id=change.id, fields=gone, whole=True)
    return _set_fields(parts[change.id], change, name)


def _set_fields(part: dict[str, Any], change: Change, name: str) -> Change:
    fields = change.fields or {}
    unknown = sorted(set(fields) - set(part))
    if unknown:
        raise _refuse(name, f"{change.id!r} has no field {unknown[0]!r}")
    old = {field: part[field] for field in fields}
    part.update(fields)
    return Change(collection=change.collection, id=change.id, fields=old)


# --- what each command means --------------------------------------------------------------------


def _work_out(document: Document, command: Command) -> Patch:
    changes = _MEANINGS[type(command)](document, command)
    return Patch(of=command.command, changes=tuple(changes))


def _set(collection: Collection | None, name: str, **fields: Any) -> Change:
    return Change(collection=collection, id=name, fields=fields)


def _add(collection: Collection, part: Stage | Touchpoint | Cell | Action) -> Change:
    fields = part.model_dump(mode="json")
    return Change(collection=collection, id=part.id, fields=fields, whole=True)


def _remove(collection: Collection, name: str) -> Change:
    return Change(collection=collection, id=name, fields=None)


def _rename_map(_: Document, command: RenameMap) -> list[Change]:
    return [_set(None, "document", title=command.title, goal=command.goal)]


def _review_map(_: Document, command: ReviewMap) -> list[Change]:
    return [_set(None, "document", reviewed=command.on.isoformat())]


def _place_map(_: Document, command: PlaceMap) -> list[Change]:
    place = None if command.place is None else command.place.model_dump(mode="json")
    return [_set(None, "document", place=place)]


def _add_stage(_: Document, command: AddStage) -> list[Change]:
    stage = Stage(id=command.id, order=command.order, title=command.title, verb=command.verb)
    return [_add("stages", stage)]


def _rename_stage(_: Document, command: RenameStage) -> list[Change]:
    return [_set("stages", command.stage, title=command.title, verb=command.verb)]


def _move_stage(_: Document, command: MoveStage) -> list[Change]:
    return [_set("stages", command.stage, order=command.order)]


def _remove_stage(document: Document, command: RemoveStage) -> list[Change]:
    if any(spot.stage == command.stage for spot in document.touchpoints.values()):
        raise _refuse(command.command, f"{command.stage!r} still has touchpoints")
    return [*_cells_of(document, command.stage), _remove("stages", command.stage)]


def _declare_touchpoint(document: Document, command: DeclareTouchpoint) -> list[Change]:
    _need_stage(document, command.command, command.stage)
    spot = Touchpoint(
        id=command.id,
        order=command.order,
        stage=command.stage,
        title=command.title,
        channel=command.channel,
        measured=False,
    )
    return [_add("touchpoints", spot)]


def _rename_touchpoint(_: Document, command: RenameTouchpoint) -> list[Change]:
    return [_set("touchpoints", command.touchpoint, title=command.title)]


def _move_touchpoint(document: Document, command: MoveTouchpoint) -> list[Change]:
    _need_stage(document, command.command, command.stage)
    return [_set("touchpoints", command.touchpoint, stage=command.stage, order=command.order)]


def _remove_touchpoint(document: Document, command: RemoveTouchpoint) -> list[Change]:
    cells = _cells_of(document, command.touchpoint)
    return [*cells, _remove("touchpoints", command.touchpoint)]


def _set_touchpoint_owner(_: Document, command: SetTouchpointOwner) -> list[Change]:
    return [_set("touchpoints", command.touchpoint, owner=command.owner)]


def _hide_lane(_: Document, command: HideLane) -> list[Change]:
    return [_set("lanes", command.lane, hidden=command.hidden)]


def _set_words(document: Document, command: SetWords) -> list[Change]:
    if command.lane not in document.lanes:
        raise _refuse(command.command, f"there is no lane {command.lane!r}")
    if command.column not in document.stages and command.column not in document.touchpoints:
        raise _refuse(command.command, f"there is no column {command.column!r}")
    claim = command.claim.model_dump(mode="json") if command.claim is not None else None
    reviewed = command.reviewed.isoformat() if command.reviewed is not None else None
    fields = {"words": command.words, "author": command.author, "claim": claim}
    fields["reviewed"] = reviewed
    for cell in document.cells.values():
        if (cell.column, cell.lane, cell.persona) == (
            command.column,
            command.lane,
            command.persona,
        ):
            return [_set("cells", cell.id, **fields)]
    name = names.cell_id(command.lane, command.column, command.persona)
    cell = Cell(
        id=name,
        column=command.column,
        lane=command.lane,
        persona=command.persona,
        words=command.words,
        author=command.author,
        claim=command.claim,
        reviewed=command.reviewed,
    )
    return [_add("cells", cell)]


def _overrule_binding(document: Document, command: OverruleBinding) -> list[Change]:
    cell = document.cells.get(command.cell)
    if cell is not None and command.overruled and not cell.words:
        raise _refuse(command.command, f"{command.cell!r} has no words to show instead")
    return [_set("cells", command.cell, overruled=command.overruled)]


def _add_card(document: Document, command: AddCard) -> list[Change]:
    cards = _cards(document, command.command, command.cell)
    if command.card.id in cards:
        raise _refuse(command.command, f"{command.card.id!r} exists already")
    cards[command.card.id] = command.card.model_dump(mode="json")
    return [_set("cells", command.cell, cards=cards)]


def _remove_card(document: Document, command: RemoveCard) -> list[Change]:
    cards = _cards(document, command.command, command.cell)
    if cards.pop(command.card, None) is None:
        raise _refuse(command.command, f"there is no card {command.card!r} in {command.cell!r}")
    return [_set("cells", command.cell, cards=cards)]


def _add_action(_: Document, command: AddAction) -> list[Change]:
    return [_add("actions", command.action)]


def _set_action_owner(_: Document, command: SetActionOwner) -> list[Change]:
    due = command.due.isoformat() if command.due is not None else None
    agreed = {} if command.owner is None else {"suggested": False}
    return [_set("actions", command.action, owner=command.owner, due=due, **agreed)]


def _remove_action(_: Document, command: RemoveAction) -> list[Change]:
    return [_remove("actions", command.action)]


def _cells_of(document: Document, column: str) -> list[Change]:
    cells = sorted(cell.id for cell in document.cells.values() if cell.column == column)
    return [_remove("cells", name) for name in cells]


def _need_stage(document: Document, name: str, stage: str) -> None:
    if stage not in document.stages:
        raise _refuse(name, f"there is no stage {stage!r}")


def _cards(document: Document, name: str, cell: str) -> dict[str, Any]:
    if cell not in document.cells:
        raise _refuse(name, f"there is no cell {cell!r}")
    cards = document.cells[cell].cards
    return {key: card.model_dump(mode="json") for key, card in cards.items()}


_MEANINGS: dict[type[BaseModel], Callable[[Document, Any], list[Change]]] = {
    RenameMap: _rename_map,
    ReviewMap: _review_map,
    PlaceMap: _place_map,
    AddStage: _add_stage,
    RenameStage: _rename_stage,
    MoveStage: _move_stage,
    RemoveStage: _remove_stage,
    DeclareTouchpoint: _declare_touchpoint,
    RenameTouchpoint: _rename_touchpoint,
    MoveTouchpoint: _move_touchpoint,
    RemoveTouchpoint: _remove_touchpoint,
    SetTouchpointOwner: _set_touchpoint_owner,
    HideLane: _hide_lane,
    SetWords: _set_words,
    OverruleBinding: _overrule_binding,
    AddCard: _add_card,
    RemoveCard: _remove_card,
    AddAction: _add_action,
    SetActionOwner: _set_action_owner,
    RemoveAction: _remove_action,
}
