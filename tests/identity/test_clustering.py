from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from desireline.identity.clustering import Edge, Known, cluster


def _groups(numbers: Sequence[int]) -> set[frozenset[int]]:
    return {
        frozenset(i for i, one in enumerate(numbers) if one == number) for number in set(numbers)
    }


def test_a_nameless_record_does_not_glue_two_people_together() -> None:
    edges = [Edge(0, 1, 1.0, "email"), Edge(1, 2, 0.97, "phone")]
    known = Known(names={0: ["Ann Lee"], 2: ["Bob Ray"]})

    found = cluster(3, edges, known=known, weights={})

    assert _groups(found) == {frozenset({0, 1}), frozenset({2})}


def test_two_account_numbers_are_two_people_however_alike_they_are() -> None:
    edges = [Edge(0, 1, 0.999, "model")]
    known = Known(accounts={0: frozenset({"17"}), 1: frozenset({"18"})})

    assert len(set(cluster(2, edges, known=known, weights={(0, 1): 20.0}))) == 2


def test_one_phone_and_nothing_else_does_not_join_two_customer_numbers() -> None:
    edges = [Edge(0, 1, 0.97, "phone")]
    known = Known(numbers=[{0: frozenset({"1"}), 1: frozenset({"2"})}])

    assert len(set(cluster(2, edges, known=known, weights={}))) == 2


def test_a_father_and_a_son_of_one_name_and_one_phone_stay_two() -> None:
    edges = [Edge(0, 1, 0.95, "phone")]
    known = Known(
        names={0: ["Al Ray"], 1: ["Al Ray"]},
        births={0: frozenset({"19500211"}), 1: frozenset({"19811130"})},
    )

    assert len(set(cluster(2, edges, known=known, weights={}))) == 2


def test_two_customer_numbers_with_two_mailboxes_are_left_to_a_person_unless_the_birth_agrees() -> (
    None
):
    edges = [Edge(0, 1, 0.999, "model")]
    users = {0: frozenset({"1"}), 1: frozenset({"2"})}
    emails = {0: frozenset({"al@x.org"}), 1: frozenset({"ray@y.org"})}
    born = {0: frozenset({"19811130"}), 1: frozenset({"19811130"})}

    unknown = cluster(2, edges, known=Known(numbers=[users], emails=emails), weights={(0, 1): 9.0})
    known = Known(numbers=[users], emails=emails, births=born)
    settled = cluster(2, edges, known=known, weights={(0, 1): 9.0})

    assert (len(set(unknown)), len(set(settled))) == (2, 1)


def test_a_chain_breaks_where_the_groups_speak_against_each_other() -> None:
    edges = [Edge(0, 1, 0.99, "model"), Edge(2, 3, 0.98, "model"), Edge(1, 2, 0.91, "model")]
    weights = {(0, 1): 9.0, (2, 3): 8.0, (1, 2): 4.0, (0, 2): -9.0, (0, 3): -9.0, (1, 3): -9.0}

    found = cluster(4, edges, known=Known(), weights=weights)

    assert _groups(found) == {frozenset({0, 1}), frozenset({2, 3})}


def test_a_persons_word_goes_before_everything() -> None:
    known = Known(
        names={0: ["Ann Lee"], 1: ["Anna Berg"]},
        accounts={0: frozenset({"17"}), 1: frozenset({"18"})},
    )

    accepted = cluster(2, [Edge(0, 1, 1.0, "person")], known=known, weights={})
    told_apart = cluster(2, [Edge(0, 1, 1.0, "email")], known=Known(), weights={}, apart=[(0, 1)])

    assert len(set(accepted)) == 1
    assert len(set(told_apart)) == 2


_edge = st.builds(
    Edge,
    st.integers(0, 3),
    st.integers(4, 7),
    st.sampled_from([0.91, 0.95, 0.99, 1.0]),
    st.sampled_from(["email", "phone", "model"]),
)


@given(st.lists(_edge, max_size=12), st.randoms())
def test_groups_do_not_depend_on_the_order_of_the_edges(edges: list[Edge], random: object) -> None:
    shuffled = list(edges)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    known = Known(names={0: ["Ann Lee"], 4: ["Bob Ray"], 5: ["A. Lee"]})

    assert _groups(cluster(8, shuffled, known=known, weights={})) == _groups(
        cluster(8, edges, known=known, weights={})
    )


@given(st.lists(_edge, max_size=12), st.tuples(st.integers(0, 3), st.integers(4, 7)))
def test_who_was_told_apart_is_never_together(edges: list[Edge], pair: tuple[int, int]) -> None:
    found = cluster(8, edges, known=Known(), weights={}, apart=[pair])

    assert found[pair[0]] != found[pair[1]]
