"""What the data say to a workshop's cards, counted: "of 64 cards, 21 supported, 9 contradicted, 34 unmeasured".

In: a map file.  Out: a `Tally`. Every card with words is counted once; one that no number speaks of is unmeasured.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from desireline.maps.model import CellState, MapFile
from desireline.maps.words import count


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many cards are in which state."""

    cards: int
    supported: int
    """Also those that a second source or period confirms."""
    contradicted: int
    undecided: int
    """A number speaks of them, and its interval holds both what they say and the contrary."""
    unmeasured: int

    @property
    def words(self) -> str:
        """The tally as people say it."""
        parts = [
            f"{count(n)} {name}"
            for name, n in (
                ("supported", self.supported),
                ("contradicted", self.contradicted),
                ("undecided", self.undecided),
                ("unmeasured", self.unmeasured),
            )
            if n or name != "undecided"
        ]
        return f"Of {count(self.cards)} cards: {', '.join(parts)}."


def tally(file: MapFile) -> Tally:
    """Count the cards that people wrote."""
    states = file.snapshot.card_states
    cards = [
        card for cell in file.document.cells.values() for card in cell.cards.values() if card.words
    ]
    found = Counter(_said(states, file, card.id, card.binding) for card in cards)
    return Tally(
        cards=len(cards),
        supported=found["supported"],
        contradicted=found["contradicted"],
        undecided=found["undecided"],
        unmeasured=found["unmeasured"],
    )


def contradicted(file: MapFile) -> list[str]:
    """Cards whose words the data contradict, each with what the data say."""
    states, values = file.snapshot.card_states, file.snapshot.values
    return [
        f"\u201c{card.words}\u201d: {values[card.binding].words}"
        for cell in file.document.cells.values()
        for card in cell.cards.values()
        if card.binding in values and states.get(card.id) is CellState.CONTRADICTED
    ]


def _said(states: dict[str, CellState], file: MapFile, card: str, binding: str | None) -> str:
    state = states.get(card)
    value = file.snapshot.values.get(binding or "")
    if state is None or value is None or value.value is None:
        return "unmeasured"
    if state is CellState.CONTRADICTED:
        return "contradicted"
    return "undecided" if state is CellState.ASSUMPTION else "supported"
