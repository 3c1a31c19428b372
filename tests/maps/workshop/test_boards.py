"""A workshop's export becomes a map of assumptions, whatever tool wrote it; templates are such maps too."""

from __future__ import annotations

import pytest

from desireline.errors import InputError
from desireline.maps import (
    CellState,
    LaneKind,
    Reference,
    document_of,
    read_board,
    tally,
    template,
    templates,
    unanswered,
)

BUY = Reference(id="own", title="Buy")
TABLE = [
    ["Journey of our shop", "", "", ""],
    ["", "Find", "Buy", ""],
    ["Touchpoints", "Search", "Pay", "Receipt"],
    ["Pain points", "- slow\n- ugly", "fails", ""],
    ["", "", "", "hidden cost"],
    ["Gains", "", "quick", ""],
]


def test_a_table_has_stages_across_and_lanes_down_and_a_line_a_card() -> None:
    board = read_board(TABLE, "file")
    assert board.title == "Journey of our shop"
    assert board.stages == ["Find", "Buy"]  # Buy spans two columns
    assert [(card.stage, card.lane, card.words) for card in board.cards] == [
        (0, "Touchpoints", "Search"), (1, "Touchpoints", "Pay"), (1, "Touchpoints", "Receipt"),
        (0, "Pain points", "slow"), (0, "Pain points", "ugly"), (1, "Pain points", "fails"),
        (1, "Pain points", "hidden cost"), (1, "Gains", "quick"),
    ]  # fmt: skip


EMOTIONS = [
    ["", "Find", "Buy", "", "Get"],
    ["Touchpoints", "Search", "Pay", "Receipt", ""],
]


@pytest.mark.parametrize(
    ("lane", "numbers", "words"),
    [
        ("Emotional journey", ["-2", "1", "0", "2"],
         ["Upset, \u22122 (\u22122 to 2): Search", "Glad, 1 (\u22122 to 2): Pay", "Neither glad nor upset, 0 (\u22122 to 2): Receipt", "Glad, 2 (\u22122 to 2): Get"]),
        ("Emotion", ["2", "5", "", "3"],
         ["Upset, 2 (1 to 5): Search", "Glad, 5 (1 to 5): Pay", "Neither glad nor upset, 3 (1 to 5): Get"]),
        ("Stimmung (1 bis 3)", ["1", "3", "", "2,5"],
         ["Verärgert, 1 (1 bis 3): Search", "Froh, 3 (1 bis 3): Pay", "Froh, 2,5 (1 bis 3): Get"]),
        # half of a scale around nought, or one from 1 to 3: nobody can say
        ("Emotion", ["1", "2", "", "3"], ["1", "2", "3"]),
        ("Emotion", ["1", "happy", "", ""], ["1", "happy"]),
        ("KPI", ["-2", "1", "", ""], ["-2", "1"]),
    ],
)  # fmt: skip
def test_a_row_of_numbers_that_tells_feelings_says_them_in_words_beside_their_touchpoint(
    lane: str, numbers: list[str], words: list[str]
) -> None:
    board = read_board([*EMOTIONS, [lane, *numbers]], "x")
    assert [card.words for card in board.cards if card.lane == lane] == words


def test_a_list_has_a_row_a_card() -> None:
    rows = [["Phase", "Type", "Text"], ["Find", "Pain", "slow"], ["Buy", "Gain", "quick"]]
    board = read_board(rows, "cards")
    assert (board.title, board.stages) == ("cards", ["Find", "Buy"])
    assert [(card.stage, card.lane) for card in board.cards] == [(0, "Pain"), (1, "Gain")]


def test_notes_of_a_board_belong_to_the_frame_or_the_heading_they_hang_under() -> None:
    def item(kind: str, words: str, x: float, y: float, **more: object) -> dict[str, object]:
        return {"type": kind, "data": {"content": f"<p>{words}</p>"}, "position": {"x": x, "y": y}, **more}  # fmt: skip

    heads = [item("text", "Find", 0, 0), item("text", "Buy", 500, 0)]
    notes = [
        item("sticky_note", "slow &amp; ugly", 20, 300, tags=[{"title": "Pain"}]),
        item("sticky_note", "quick", 480, 400),
    ]
    board = read_board({"board": {"name": "Ours"}, "items": [*notes, *heads]}, "x")
    assert (board.title, board.stages) == ("Ours", ["Find", "Buy"])
    told = [(card.stage, card.lane, card.words) for card in board.cards]
    assert told == [(0, "Pain", "slow & ugly"), (1, "Notes", "quick")]

    frame = {"id": "7", "type": "frame", "data": {"title": "Return"}, "position": {"x": 0, "y": 0}}
    inside = item("sticky_note", "costs", 0, 0, parent={"id": "7"})
    assert read_board([frame, inside], "x").stages == ["Return"]


@pytest.mark.parametrize(
    "nothing", [[], [["only", "a header"]], {"items": []}, [[""], [""]], {"a": 1}]
)
def test_a_file_without_a_map_says_what_a_map_looks_like(nothing: object) -> None:
    with pytest.raises(InputError) as told:
        read_board(nothing, "x")
    assert told.value.code == "input.board"
    assert "stages in the first row" in told.value.hint


def test_every_card_is_an_assumption_and_touchpoints_are_hatched_until_data_speak() -> None:
    file = unanswered(document_of(read_board(TABLE, "x"), id="own-1", purpose=BUY))
    document = file.document
    assert [spot.measured for spot in document.touchpoints.values()] == [False, False, False]
    kinds = {lane.title: lane.kind for lane in document.lanes.values()}
    assert (kinds["Pain points"], kinds["Gains"]) == (LaneKind.PAINS, LaneKind.DELIGHTS)
    cells = [id_ for id_, cell in document.cells.items() if cell.cards]
    assert {file.snapshot.cell_states[id_] for id_ in cells} == {CellState.ASSUMPTION}
    assert tally(file).words == "Of 5 cards: 0 supported, 0 contradicted, 5 unmeasured."
    assert "no data yet" in file.snapshot.reading.subtitle
    # data may well be there: it is these cards that nobody has put to them
    assert file.snapshot.reading.headline == "Not enough evidence yet: no data have answered these cards."  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de"])
def test_each_template_is_a_map_of_its_own(language: str) -> None:
    assert {one.name for one in templates(language=language)} == {
        "retail", "saas_onboarding", "bank", "healthcare", "public_service", "support"
    }  # fmt: skip
    for one in templates(language=language):
        board, purpose = template(one.name, language=language)
        file = unanswered(
            document_of(board, id="own-1", purpose=Reference(id="own", title=purpose))
        )
        assert len(file.document.stages) == 6
        assert len(file.document.touchpoints) >= 12
        assert tally(file).cards >= 36
        assert all(lane.kind is not LaneKind.TEXT for lane in file.document.lanes.values())
    with pytest.raises(InputError, match="no template"):
        template("casino")


def test_a_template_says_the_same_in_both_languages() -> None:
    for one in templates():
        english, german = (template(one.name, language=each)[0] for each in ("en", "de"))
        assert english.title != german.title
        # the same kinds of cards in the same stages, and the same ways to get there
        own = Reference(id="own", title="Own")
        one_map, other = (document_of(each, id="own-1", purpose=own) for each in (english, german))
        assert [lane.kind for lane in one_map.lanes.values()] == [lane.kind for lane in other.lanes.values()]  # fmt: skip
        assert [card.stage for card in english.cards] == [card.stage for card in german.cards]
        assert [len(cell.cards) for cell in one_map.cells.values()] == [len(cell.cards) for cell in other.cells.values()]  # fmt: skip
        assert list(english.channels.values()) == list(german.channels.values())
