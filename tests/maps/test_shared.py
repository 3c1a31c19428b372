"""The shared document: what people write at once stays, and it says the same as the plain document."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.errors import InputError
from desireline.maps import Document, apply, from_text, read_command
from desireline.maps import shared as crdt
from desireline.maps.commands import SetWords

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def document() -> Document:
    return from_text((HERE / "example.journey.json").read_text(encoding="utf-8")).document


def test_a_document_comes_back_as_it_went_in(document: Document) -> None:
    assert crdt.read(crdt.new_shared(document)) == document


def test_writing_what_stands_there_already_changes_nothing(document: Document) -> None:
    shared = crdt.new_shared(document)
    assert crdt.write(shared, document) == b"\x00\x00"


COMMANDS = [
    {"command": "rename_map", "title": "Buying, as it is", "goal": "Fewer calls"},
    {"command": "add_stage", "id": "st-new", "order": "z", "title": "After", "verb": "I wait"},
    {"command": "rename_stage", "stage": "st-choose", "title": "Choice", "verb": "I pick"},
    {"command": "declare_touchpoint", "id": "tp-new", "order": "zz", "stage": "st-choose",
     "title": "Neighbour", "channel": "word of mouth"},
    {"command": "set_words", "column": "st-choose", "lane": "l-actions", "words": "Compares"},
    {"command": "hide_lane", "lane": "l-actions", "hidden": True},
    {"command": "add_card", "cell": "c-actions-st-choose",
     "card": {"id": "k-mine", "order": "V", "words": "Where is the price?"}},
]  # fmt: skip


def test_commands_say_the_same_on_the_shared_and_on_the_plain_document(document: Document) -> None:
    commands = [read_command(one) for one in COMMANDS]
    plain = document
    for one in commands:
        plain = apply(plain, one).document
    shared = crdt.new_shared(document)
    _, inverses = crdt.command(shared, commands)
    assert crdt.read(shared) == plain
    crdt.command(shared, inverses)
    assert crdt.read(shared) == document


def _both(one: object, other: object) -> None:
    """Two editors who were apart meet."""
    first, second = one.get_update(), other.get_update()
    one.apply_update(second)
    other.apply_update(first)


def test_two_who_were_offline_keep_each_other_s_words_and_cards(document: Document) -> None:
    ann, bob = crdt.new_shared(document), crdt.new_shared()
    crdt.merge(bob, ann.get_update())
    text = SetWords(column="st-choose", lane="l-goals", words="Ann types")
    crdt.command(ann, [text])
    crdt.command(bob, [text.model_copy(update={"words": "Tom types"})])
    for who, name in ((ann, "k-ann"), (bob, "k-bob")):
        card = {"id": name, "order": "V", "words": name}
        one = {"command": "add_card", "cell": "c-goals-st-choose-all", "card": card}
        cell = next(
            c.id for c in crdt.read(who).cells.values()
            if (c.column, c.lane) == ("st-choose", "l-goals")
        )  # fmt: skip
        crdt.command(who, [read_command({**one, "cell": cell})])
    _both(ann, bob)
    assert crdt.read(ann) == crdt.read(bob)
    cell = crdt.read(ann).cells[cell]
    assert set(cell.cards) >= {"k-ann", "k-bob"}
    assert "Ann" in (cell.words or "")
    assert "Tom" in (cell.words or "")


def test_what_no_map_can_hold_is_left_out_and_the_rest_is_read(document: Document) -> None:
    from pycrdt import Map

    shared = crdt.new_shared(document)
    stages = shared.get("stages", type=Map)
    stages["bad"] = Map({"title": {"not": "a title"}})
    stages["worse"] = 7
    assert crdt.read(shared) == document


@pytest.mark.parametrize("noise", [b"", b"\xff", b"\x01\x02garbage", bytes(40), b"\x00\x00\x07"])
def test_noise_is_refused_or_changes_nothing(document: Document, noise: bytes) -> None:
    shared = crdt.new_shared(document)
    with contextlib.suppress(InputError):
        crdt.merge(shared, noise)
    assert crdt.read(shared) == document


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_any_words_can_become_any_others(before: str, after: str) -> None:
    plain = _small()
    shared = crdt.new_shared(plain)
    for words in (before, after):
        command = SetWords(column="s", lane="l", words=words or None)
        crdt.command(shared, [command])
        (cell,) = crdt.read(shared).cells.values()
        assert cell.words == (words or None)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.text(min_size=1, max_size=6)), min_size=1, max_size=12
    ),
    st.randoms(use_true_random=False),
)
def test_editors_who_meet_in_any_order_see_one_map(
    edits: list[tuple[int, str]], chance: object
) -> None:
    first = crdt.new_shared(_small())
    editors = [crdt.new_shared() for _ in range(3)]
    for one in editors:
        crdt.merge(one, first.get_update())
    updates: list[bytes] = []
    for who, words in edits:
        command = SetWords(column="s", lane="l", words=words)
        updates.append(crdt.command(editors[who], [command])[0])
    seen = []
    for one in editors:
        order = list(updates)
        chance.shuffle(order)
        for update in order:
            one.apply_update(update)
        seen.append(crdt.read(one).model_dump_json())
    assert len(set(seen)) == 1


def _small() -> Document:
    return Document.model_validate(
        {
            "id": "m", "title": "M", "purpose": {"id": "p", "title": "P"},
            "stages": {"s": {"id": "s", "order": "V", "title": "S", "verb": "I s"}},
            "lanes": {"l": {"id": "l", "order": "V", "kind": "text", "title": "L"}},
        }
    )  # fmt: skip


def test_the_shape_that_the_browser_relies_on(document: Document) -> None:
    """docs/reference/api.md describes it; web/ reads it."""
    from pycrdt import Map, Text

    shared = crdt.new_shared(document)
    assert set(shared.keys()) >= {crdt.HEAD, *crdt.PARTS}
    card = json.loads(json.dumps(shared.get("cards", type=Map).to_py()))["k-pain-call_back"]
    assert card["cell"] in document.cells
    assert isinstance(shared.get("words:cards:k-pain-call_back", type=Text), Text)
