"""What a card claims, whether the data hold it, and how a person's word binds it or takes it back."""

from __future__ import annotations

import numpy as np
import pytest

from desireline.errors import InputError
from desireline.maps import LaneKind, Reference, Spot, confirm, document_of, propose, read_board
from desireline.maps.states import Witness, Words, affirms
from desireline.maps.workshop.claiming import Said, claimed

SPOTS = (
    Spot(key="Pay", stage="buy", channel="web"),
    Spot(key="Delivery", stage="wait", channel="store"),
)
BUY = Reference(id="own", title="Buy")


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        (LaneKind.PAINS, "paying fails", Said(metric="feeling", high=0.0)),
        (LaneKind.DELIGHTS, "quick", Said(metric="feeling", low=0.0)),
        (LaneKind.THOUGHTS, "-2", Said(metric="feeling", high=0.0)),
        (LaneKind.THOUGHTS, "Happy about it", Said(metric="feeling", low=0.0)),
        (LaneKind.THOUGHTS, "2", Said(metric="reach", low=0.05)),
        (
            LaneKind.THOUGHTS,
            "Upset, \u22122 (\u22122 to 2): Pay",
            Said(metric="feeling", high=0.0),
        ),
        (
            LaneKind.THOUGHTS,
            "Weder froh noch verärgert, 3 (1 bis 5): Pay",
            Said(metric="reach", low=0.05),
        ),
        (LaneKind.THOUGHTS, "curious", Said(metric="reach", low=0.05)),
        (LaneKind.ACTIONS, "they pay", Said(metric="reach", low=0.05)),
        (LaneKind.ACTIONS, "half (50 %) pay", Said(metric="reach", low=0.4, high=0.6)),
        (LaneKind.DROP_OFF, "95% give up", Said(metric="exit", low=0.85, high=1.0)),
    ],
)
def test_a_card_claims_by_its_lane_and_its_numbers(kind: LaneKind, words: str, said: Said) -> None:
    found = claimed(kind, words)
    assert found.metric == said.metric
    for mine, theirs in ((found.low, said.low), (found.high, said.high)):
        assert mine == (theirs if theirs is None else pytest.approx(theirs))


def test_a_claim_is_held_only_where_the_interval_holds_nothing_else() -> None:
    said = Words(high=0.0)
    assert affirms(Witness(value=-0.4, low=-0.5, high=-0.3, n=40), said)
    assert not affirms(Witness(value=-0.1, low=-0.3, high=0.1, n=40), said)


def _vectors(texts: object) -> np.ndarray:
    """Alike only where the very word is said: the real vectors are tested with real cards."""
    return np.array([["pay" in t.lower(), "deliver" in t.lower()] for t in texts], float)  # type: ignore[attr-defined]


def test_what_is_proposed_binds_nothing_before_a_person_says_so() -> None:
    table = [
        ["", "Buy", "Get"],
        ["Touchpoints", "Checkout", "Doorstep"],
        ["Pains", "paying fails", "too late"],
    ]
    document = document_of(read_board(table, "x"), id="own-1", purpose=BUY)
    found = {one.words: one for one in propose(document, SPOTS, vectors=_vectors)}
    assert found["paying fails"].proposed == "Pay"
    assert found["too late"].proposed is None
    assert {one.matched for one in found.values()} == {None}
    assert not document.bindings

    card = found["paying fails"].part
    bound = confirm(document, {card: "Pay", found["Doorstep"].part: "Delivery"}, SPOTS)
    again = {one.words: one for one in propose(bound, SPOTS, vectors=_vectors)}
    assert again["paying fails"].matched == "Pay"
    assert again["Doorstep"].matched == "Delivery"
    assert not document.bindings  # the old document is never altered
    spots = {spot.title: spot for spot in bound.touchpoints.values()}
    assert spots["Doorstep"].measured
    assert spots["Pay"].stage == spots["Checkout"].stage

    back = confirm(bound, {card: None}, SPOTS)
    told = {one.words: one for one in propose(back, SPOTS, vectors=_vectors)}
    assert told["paying fails"].matched is None


def test_a_card_or_touchpoint_that_is_not_there_is_refused() -> None:
    document = document_of(
        read_board([["", "A", "B"], ["Pain", "x", "y"]], "x"), id="o", purpose=BUY
    )
    for answers in ({"nothing": "Pay"}, {"k-own-0": "Nowhere"}):
        with pytest.raises(InputError) as told:
            confirm(document, answers, SPOTS)
        assert told.value.code == "map.match-unknown"
