"""Maps stand under maps: where people put them, else by their purpose; a circle and a gap harm nobody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desireline.maps import Document, Placement, Reference, is_above, placed
from desireline.maps.model import Stage

OWN = "own-"


def _map(id_: str, *, under: str | None = None, stage: str | None = None, purpose: str = "buy", is_put: bool = True) -> Document:  # fmt: skip
    place = Placement(map=under, stage=stage) if is_put else None
    return Document(
        id=id_,
        title=id_,
        purpose=Reference(id=purpose, title=purpose),
        place=place,
        stages={"st": Stage(id="st", order="V", title="Wait", verb="I wait")},
    )


def test_a_brought_map_stands_under_the_map_of_its_purpose_until_people_say_otherwise() -> None:
    maps = [_map("map-buy", is_put=False), _map("own-1", is_put=False), _map("own-2")]
    found = placed(maps, OWN)
    assert found["own-1"] == Placement(map="map-buy")
    assert found["own-2"] == found["map-buy"] == Placement()


def test_a_map_may_tell_one_stage_and_keeps_its_map_when_the_stage_is_gone() -> None:
    found = placed(
        [_map("a"), _map("b", under="a", stage="st"), _map("c", under="a", stage="no")], OWN
    )
    assert found["b"] == Placement(map="a", stage="st")
    assert found["c"] == Placement(map="a")


def test_what_stands_under_a_map_that_is_gone_stands_at_the_top() -> None:
    assert placed([_map("b", under="gone")], OWN)["b"] == Placement()


def test_a_circle_is_opened_at_one_map() -> None:
    found = placed([_map("a", under="b"), _map("b", under="a"), _map("c", under="a")], OWN)
    assert found == {"a": Placement(), "b": Placement(map="a"), "c": Placement(map="a")}


def test_above_is_oneself_and_whoever_stands_over_it() -> None:
    places = {"a": Placement(), "b": Placement(map="a"), "c": Placement(map="b")}
    assert is_above("a", "c", places)
    assert is_above("c", "c", places)
    assert not is_above("c", "a", places)


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.none() | st.sampled_from("abcdefg"), min_size=1)
)
def test_every_map_leads_to_the_top_whatever_people_wrote(parents: dict[str, str | None]) -> None:
    found = placed([_map(id_, under=above) for id_, above in parents.items()], OWN)
    assert set(found) == set(parents)
    for id_ in found:
        at: str | None = id_
        for _ in range(len(found)):
            at = found[at].map if at is not None else None
        assert at is None
