from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline.engines import open_engine
from desireline.errors import InputError
from desireline.events import SegmentStore
from desireline.identity import book, decide, now_sql, propose, resolve, undo
from desireline.stores import open_store

Who = Callable[[], dict[str, str]]
Log = Callable[..., None]


def test_a_rejection_splits_survives_the_next_run_and_can_be_undone(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    log(("crm", "crm:1", 1, ["email:a@x.org"]), ("web", "web:1", 2, ["email:a@x.org"]))
    resolve(segments)

    decision = decide(segments.store, "web:1", "crm:1", "reject", by="ann")
    report = resolve(segments)
    split = who()
    log(("web", "web:2", 3, ["email:b@x.org"]))
    resolve(segments)
    later = who()
    undo(segments.store, decision.id)
    resolve(segments)

    assert report.moved == 1
    assert split["crm:1"] == "c0000000" != split["web:1"]
    assert later["crm:1"] != later["web:1"]
    assert who()["crm:1"] == who()["web:1"] == "c0000000"


def test_an_acceptance_joins_records_that_nothing_else_joins_and_says_so(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    log(("crm", "crm:1", 1, []), ("web", "web:1", 2, []))
    resolve(segments)

    decide(segments.store, "crm:1", "web:1", "accept")
    resolve(segments)

    assert who()["crm:1"] == who()["web:1"]
    engine = open_engine(threads=1)
    reasons = engine.rows(f"SELECT DISTINCT reason FROM ({now_sql(segments.snapshot())})")
    engine.close()
    assert all(reason.startswith("accepted by a person") for (reason,) in reasons)


def test_a_proposal_joins_nobody_until_a_person_accepts_it(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    log(("crm", "crm:1", 1, []), ("web", "web:1", 2, []))
    resolve(segments)

    proposal = propose(
        segments.store, "crm:1", "web:1", source="webhook:intercom", reason="contact merged"
    )
    resolve(segments)
    before = who()
    waiting = book(segments).waiting
    decide(segments.store, proposal.left, proposal.right, "accept")
    resolve(segments)

    assert before["crm:1"] != before["web:1"]
    assert [(pair.id, pair.state) for pair in waiting] == [(proposal.id, "proposed")]
    assert who()["crm:1"] == who()["web:1"]
    assert book(segments).waiting == []
    assert [pair.state for pair in book(segments).decided] == ["accepted"]


def test_nothing_can_be_undone_twice_and_nobody_is_told_from_himself(
    segments: SegmentStore, log: Log
) -> None:
    log(("crm", "crm:1", 1, []))
    decision = decide(segments.store, "crm:1", "web:1", "accept")
    undo(segments.store, decision.id)

    with pytest.raises(InputError, match="Nothing is decided"):
        undo(segments.store, decision.id)
    with pytest.raises(InputError, match="itself"):
        decide(segments.store, "crm:1", "crm:1", "reject")


def test_what_the_review_shows_is_masked_unless_asked_for(
    segments: SegmentStore, log: Log
) -> None:
    log(
        ("crm", "crm:1", 1, ["email:ann@example.org", "name:Ann Lee", "phone:+4917012345678"]),
        ("web", "email:ann@example.com", 2, []),
    )
    resolve(segments)
    propose(segments.store, "crm:1", "email:ann@example.com", source="webhook", reason="merged")

    hidden, shown = (book(segments, masked=masked).waiting[0] for masked in (True, False))

    assert hidden.left.facts == {"email": ["a…@example.org"], "name": ["A… L…"], "phone": ["…678"]}
    assert hidden.right.subject == "email:a…@example.com"
    assert shown.left.facts["name"] == ["Ann Lee"]


_pairs = [("crm:1", "web:1"), ("web:1", "web:2"), ("crm:1", "web:2"), ("crm:2", "web:2")]
_steps = st.lists(
    st.tuples(st.sampled_from(_pairs), st.sampled_from(["accept", "reject", "undo"])), max_size=4
)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=_steps)
def test_run_after_each_decision_or_once_at_the_end_the_groups_are_the_same(
    steps: list[tuple[tuple[str, str], str]],
    tmp_path_factory: pytest.TempPathFactory,
    write_log: Callable[..., None],
) -> None:
    def groups(*, each_time: bool) -> set[frozenset[str]]:
        store = open_store(tmp_path_factory.mktemp("w"))
        segments = SegmentStore(store)
        write_log(
            segments,
            [
                ("crm", "crm:1", 1, ["email:a@x.org"]),
                ("crm", "crm:2", 2, ["email:b@x.org"]),
                ("web", "web:1", 3, ["email:a@x.org"]),
                ("web", "web:2", 4, ["email:b@x.org"]),
            ],
        )
        resolve(segments)
        decided: dict[tuple[str, str], str] = {}
        for pair, verdict in steps:
            if verdict != "undo":
                decided[pair] = decide(store, *pair, verdict).id  # type: ignore[arg-type]
            elif pair in decided:
                undo(store, decided.pop(pair))
            if each_time:
                resolve(segments)
        resolve(segments)
        engine = open_engine(threads=1)
        found: dict[str, set[str]] = {}
        for subject, customer in engine.rows(
            f"SELECT subject, customer FROM ({now_sql(segments.snapshot())})"
        ):
            found.setdefault(customer, set()).add(subject)
        engine.close()
        store.close()
        return {frozenset(group) for group in found.values()}

    assert groups(each_time=True) == groups(each_time=False)
