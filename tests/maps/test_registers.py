"""A document taken apart into registers and put together again is the same document."""

from __future__ import annotations

from pathlib import Path

from desireline.maps import document_of, from_text, registers_of

EXAMPLE = Path(__file__).with_name("example.journey.json")
DOCUMENT = from_text(EXAMPLE.read_text(encoding="utf-8")).document


def test_a_document_comes_back_from_its_registers_unchanged() -> None:
    registers = registers_of(DOCUMENT)
    assert registers["stages/st-wait/verb"] == "I wait"
    assert registers["map//title"] == DOCUMENT.title
    assert document_of(registers) == DOCUMENT


def test_two_people_who_write_into_one_empty_cell_lose_neither_words_nor_card() -> None:
    registers = registers_of(DOCUMENT)
    home = {
        "cells/c-new/id": "c-new",
        "cells/c-new/column": "st-wait",
        "cells/c-new/lane": "l-needs",
    }
    registers |= {**home, "cells/c-new/words": "An honest date."}
    registers |= {**home, "cards/k-1/id": "k-1", "cards/k-1/order": "V", "cards/k-1/cell": "c-new"}
    cell = document_of(registers).cells["c-new"]
    assert cell.words == "An honest date."
    assert list(cell.cards) == ["k-1"]


def test_a_field_of_a_removed_part_brings_nothing_back() -> None:
    registers = {
        path: value
        for path, value in registers_of(DOCUMENT).items()
        if not path.startswith("stages/st-wait/")
    }
    registers["stages/st-wait/verb"] = "I hope"
    assert "st-wait" not in document_of(registers).stages


def test_moving_a_card_is_one_register() -> None:
    registers = registers_of(DOCUMENT)
    registers["cards/k-pain-set_up/cell"] = "c-needs-st-wait"
    cells = document_of(registers).cells
    assert "k-pain-set_up" in cells["c-needs-st-wait"].cards
    assert [name for name, cell in cells.items() if "k-pain-set_up" in cell.cards] == [
        "c-needs-st-wait"
    ]
