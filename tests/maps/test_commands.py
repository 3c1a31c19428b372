"""Every command can be taken back, and none reaches what it does not name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.errors import InputError
from desireline.maps import apply, from_text, read_command
from desireline.maps.commands import Command
from desireline.maps.model import Document

EXAMPLE = Path(__file__).with_name("example.journey.json")
DOCUMENT = from_text(EXAMPLE.read_text(encoding="utf-8")).document
CELL = "c-needs-st-wait"
ACTION = {"id": "act-new", "order": "z", "title": "Call back"}

text = st.text(max_size=20)
stage = st.sampled_from(sorted(DOCUMENT.stages))
spot = st.sampled_from(sorted(DOCUMENT.touchpoints))
lane = st.sampled_from(sorted(DOCUMENT.lanes))
cell = st.sampled_from(sorted(DOCUMENT.cells))
action = st.sampled_from(sorted(DOCUMENT.actions))
order = st.sampled_from(["1", "V", "a5", "zz"])
claim = st.one_of(st.none(), st.just({"binding": "b-x", "low": 0.2, "high": None}))
day = st.one_of(st.none(), st.just("2026-05-01"))


def command(name: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A command with generated fields."""
    return st.fixed_dictionaries({"command": st.just(name), **fields})


commands = st.one_of(
    command("rename_map", title=text, goal=st.none() | text),
    command("add_stage", id=st.just("st-new"), order=order, title=text, verb=text),
    command("rename_stage", stage=stage, title=text, verb=text),
    command("move_stage", stage=stage, order=order),
    command(
        "declare_touchpoint", id=st.just("tp-new"), order=order, stage=stage, title=text, channel=text
    ),
    command("rename_touchpoint", touchpoint=spot, title=text),
    command("move_touchpoint", touchpoint=spot, stage=stage, order=order),
    command("remove_touchpoint", touchpoint=spot),
    command("set_touchpoint_owner", touchpoint=spot, owner=st.none() | text),
    command("hide_lane", lane=lane, hidden=st.booleans()),
    command(
        "set_words", column=stage | spot, lane=lane, persona=st.sampled_from(["*", "p1"]),
        words=st.none() | text, author=st.none() | text, claim=claim, reviewed=day,
    ),
    command("overrule_binding", cell=cell, overruled=st.sampled_from([False])),
    command("add_card", cell=cell, card=st.just({"id": "k-new", "order": "V", "words": "too slow"})),
    command("add_action", action=st.just(ACTION)),
    command("set_action_owner", action=action, owner=st.none() | text, due=day),
    command("remove_action", action=action),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(commands)
def test_a_command_and_its_inverse_change_nothing(content: dict[str, Any]) -> None:
    done = apply(DOCUMENT, read_command(content))
    undone = apply(done.document, done.inverse)
    assert undone.document == DOCUMENT
    assert apply(undone.document, undone.inverse).document == done.document


@settings(max_examples=15, deadline=None)
@given(st.lists(commands, max_size=6))
def test_a_run_of_commands_is_taken_back_in_reverse(contents: list[dict[str, Any]]) -> None:
    document, inverses = DOCUMENT, []
    for content in contents:
        try:
            done = apply(document, read_command(content))
        except InputError:
            continue
        document = done.document
        inverses.append(done.inverse)
    for inverse in reversed(inverses):
        document = apply(document, inverse).document
    assert document == DOCUMENT


def _do(document: Document, **content: Any) -> Document:
    return apply(document, read_command(content)).document


def test_applying_leaves_the_old_document_alone() -> None:
    before = DOCUMENT.model_dump_json()
    _do(DOCUMENT, command="rename_stage", stage="st-wait", title="Wait", verb="I am patient")
    assert DOCUMENT.model_dump_json() == before


def test_undoing_a_rename_keeps_what_somebody_else_moved_meanwhile() -> None:
    renamed = apply(
        DOCUMENT,
        read_command({"command": "rename_stage", "stage": "st-wait", "title": "W", "verb": "w"}),
    )
    moved = _do(renamed.document, command="move_stage", stage="st-wait", order="zz")
    undone = apply(moved, renamed.inverse).document.stages["st-wait"]
    assert (undone.verb, undone.order) == ("I wait", "zz")


def test_words_make_a_cell_where_there_was_none() -> None:
    after = _do(
        DOCUMENT,
        command="set_words",
        column="tp-search",
        lane="l-needs",
        words="Find it fast",
        author="Ada",
    )
    fresh = [cell for cell in after.cells.values() if cell.words == "Find it fast"]
    assert [(cell.column, cell.author) for cell in fresh] == [("tp-search", "Ada")]


def test_a_persona_has_cells_of_its_own() -> None:
    after = _do(
        DOCUMENT, command="set_words", column="st-wait", lane="l-needs", persona="p1", words="Calm"
    )
    assert after.cells[CELL].words is None
    assert (
        sum(cell.lane == "l-needs" and cell.column == "st-wait" for cell in after.cells.values())
        == 2
    )


def test_a_binding_is_overruled_only_by_words_and_stays() -> None:
    name = "c-feelings-tp-survey"
    with pytest.raises(InputError, match="no words"):
        _do(DOCUMENT, command="overrule_binding", cell=name, overruled=True)
    worded = _do(
        DOCUMENT, command="set_words", column="tp-survey", lane="l-feelings", words="Fine"
    )
    after = _do(worded, command="overrule_binding", cell=name, overruled=True).cells[name]
    assert after.overruled
    assert after.bindings == DOCUMENT.cells[name].bindings


def test_an_owner_turns_a_suggestion_into_a_promise() -> None:
    after = _do(
        DOCUMENT, command="set_action_owner", action="act-ask", owner="Marketing", due="2026-06-01"
    ).actions["act-ask"]
    assert (after.owner, after.due, after.suggested) == ("Marketing", date(2026, 6, 1), False)


def test_removing_a_touchpoint_takes_its_cells_along() -> None:
    after = _do(DOCUMENT, command="remove_touchpoint", touchpoint="tp-survey")
    assert not [cell for cell in after.cells.values() if cell.column == "tp-survey"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ({"command": "rename_stage", "stage": "st-none", "title": "x", "verb": "y"}, "no 'st-none'"),
        ({"command": "move_touchpoint", "touchpoint": "tp-search", "stage": "st-none", "order": "V"},
         "no stage"),
        ({"command": "add_action", "action": {**ACTION, "id": "act-call"}}, "exists already"),
        ({"command": "remove_stage", "stage": "st-wait"}, "still has touchpoints"),
        ({"command": "set_words", "column": "tp-search", "lane": "l-none", "words": "x"}, "no lane"),
        ({"command": "remove_card", "cell": CELL, "card": "k-none"}, "no card"),
    ],
)  # fmt: skip
def test_a_command_that_does_not_fit_is_refused_with_what_was_found(
    content: dict[str, Any], found: str
) -> None:
    with pytest.raises(InputError, match=found):
        apply(DOCUMENT, read_command(content))


@pytest.mark.parametrize(
    "content", [{"command": "burn"}, {}, "rename_map", {"command": "hide_lane"}]
)
def test_what_is_no_command_is_refused(content: object) -> None:
    with pytest.raises(InputError, match="not a command"):
        read_command(content)


def test_a_patch_cannot_write_what_is_no_map() -> None:
    patch: Command = read_command(
        {
            "command": "patch",
            "of": "test",
            "changes": [{"collection": "stages", "id": "st-wait", "fields": {"verb": 7}}],
        }
    )
    with pytest.raises(InputError, match="would not be a map"):
        apply(DOCUMENT, patch)
