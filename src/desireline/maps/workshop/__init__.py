"""Maps that people bring: what a workshop believed, laid beside what the data say (ADR 30).

`read_board(value, name)` reads an export, `template(name)` a shipped one, `document_of(board, ...)` makes a map of
assumptions, `propose(document, spots)` says what each card may speak of, `confirm(document, ...)` binds what a
person confirmed, `tally(file)` counts: "of 64 cards, 21 supported, 9 contradicted, 34 unmeasured".
"""

from desireline.maps.workshop.below import board_below, no_stage
from desireline.maps.workshop.board import Board, BoardCard
from desireline.maps.workshop.confirming import confirm
from desireline.maps.workshop.documents import document_of
from desireline.maps.workshop.matching import Candidate, Match, Spot, propose, spots_of
from desireline.maps.workshop.reading import read_board
from desireline.maps.workshop.tally import Tally, contradicted, tally
from desireline.maps.workshop.templates import Template, template, templates

__all__ = [
    "Board",
    "BoardCard",
    "Candidate",
    "Match",
    "Spot",
    "Tally",
    "Template",
    "board_below",
    "confirm",
    "contradicted",
    "document_of",
    "no_stage",
    "propose",
    "read_board",
    "spots_of",
    "tally",
    "template",
    "templates",
]
