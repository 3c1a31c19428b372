from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline.engines import open_engine
from desireline.events import SegmentStore
from desireline.identity import now_sql, resolve
from desireline.stores import open_store

Who = Callable[[], dict[str, str]]
Log = Callable[..., None]


def test_subjects_without_shared_keys_are_customers_of_their_own(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    log(("shop", "user:1", 5, []), ("shop", "user:2", 1, []), ("shop", "user:1", 9, []))

    report = resolve(segments)

    assert (report.fresh, report.moved) == (2, 0)
    assert who() == {"user:1": "c0000000", "user:2": "c0000001"}


def test_the_same_email_in_two_sources_is_one_customer_however_it_is_spelt(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    log(
        ("ga4", "ga4:77", 1, ["email:Ann+shop@Example.org"]),
        ("tickets", "email:ann@example.org", 2, []),
        ("tickets", "email:bob@example.org", 3, []),
    )

    resolve(segments)

    found = who()
    assert found["ga4:77"] == found["email:ann@example.org"] != found["email:bob@example.org"]


def test_a_national_number_meets_its_international_form(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    log(
        ("crm", "crm:1", 1, ["phone:+49 (0)170 1234567"]),
        ("calls", "phone:0170/1234567", 2, []),
        ("calls", "phone:0170/7654321", 2, []),
    )

    resolve(segments)

    found = who()
    assert found["crm:1"] == found["phone:0170/1234567"] != found["phone:0170/7654321"]


def test_a_couple_with_one_phone_stays_two_people_and_the_nameless_join_nobody(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    log(
        ("crm", "crm:1", 1, ["phone:+4917012345678", "name:Ann Lee"]),
        ("crm", "crm:2", 2, ["phone:+4917012345678", "name:Robert Lee"]),
        ("web", "web:3", 3, ["phone:+4917012345678", "name:A. Lee"]),
        ("web", "web:4", 4, ["phone:+4917012345678"]),
    )

    resolve(segments)

    found = who()
    assert found["crm:1"] == found["web:3"]
    assert len({found["crm:1"], found["crm:2"], found["web:4"]}) == 3


def test_a_switchboard_and_a_noreply_address_join_nobody(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    people = ["Ann Lee", "Bob Ray", "Cy Dorn", "Dee Esch", "Eva Funk", "Fay Gold", "Gus Hart"]
    log(
        *(
            ("crm", f"crm:{i}", i, ["phone:+493012345678", f"name:{name}"])
            for i, name in enumerate(people)
        ),
        ("crm", "crm:7", 8, ["phone:+493012345678", "name:Ann Lee"]),
        ("mail", "mail:1", 9, ["email:noreply@example.org"]),
        ("mail", "mail:2", 9, ["email:noreply@example.org"]),
    )

    resolve(segments)

    assert len(set(who().values())) == 10


def test_a_firms_mailbox_joins_what_no_source_tells_apart(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    log(
        ("shop", "user:9", 1, ["email:info@bakery.example", "name:Bakery Lee"]),
        ("tickets", "email:info@bakery.example", 2, []),
        ("shop", "user:10", 1, ["email:office@agency.example", "name:Ann Lee"]),
        ("tickets", "email:office@agency.example", 2, ["name:Bob Ray"]),
        ("shop", "user:11", 1, ["email:info@hotel.example"]),
        ("shop", "user:12", 1, ["email:info@hotel.example"]),
        ("tickets", "email:info@hotel.example", 2, []),
    )

    resolve(segments)

    found = who()
    assert found["user:9"] == found["email:info@bakery.example"]
    assert len(set(found.values())) == 6  # two names, or two numbers of one list: nobody's

    log(("shop", "user:13", 3, ["email:info@bakery.example"]))
    resolve(segments)

    found = who()
    assert len({found[one] for one in ("user:9", "user:13", "email:info@bakery.example")}) == 3


def test_keys_join_over_several_steps(segments: SegmentStore, log: Log, who: Who) -> None:
    log(
        ("ga4", "ga4:1", 1, ["user:9"]),
        ("crm", "crm:1", 2, ["user:9", "email:a@x.org"]),
        ("calls", "phone:+4917012345678", 3, ["email:a@x.org"]),
    )

    resolve(segments)

    assert len(set(who().values())) == 1


def test_a_later_link_merges_into_the_oldest_customer_and_codes_are_never_used_again(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    log(("ga4", "ga4:1", 1, []))
    resolve(segments)
    log(("crm", "crm:1", 2, ["email:a@x.org"]))
    resolve(segments)
    before = who()

    log(("ga4", "ga4:1", 3, ["email:a@x.org"]))
    report = resolve(segments)
    log(("crm", "crm:2", 4, []))
    resolve(segments)

    assert before == {"ga4:1": "c0000000", "crm:1": "c0000001"}
    assert report.moved == 1
    assert who() == {"ga4:1": "c0000000", "crm:1": "c0000000", "crm:2": "c0000002"}


def test_a_key_that_turns_out_shared_splits_the_group_and_the_oldest_keeps_the_code(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    log(
        ("crm", "crm:1", 1, ["phone:+4917012345678", "name:Ann Lee"]),
        ("web", "web:1", 2, ["phone:+4917012345678"]),
    )
    resolve(segments)
    before = who()

    log(("crm", "crm:2", 3, ["phone:+4917012345678", "name:Robert Ray"]))
    resolve(segments)

    assert before["crm:1"] == before["web:1"] == "c0000000"
    after = who()
    assert after["crm:1"] == "c0000000"
    assert len(set(after.values())) == 3


def test_reasons_are_words_without_personal_values(segments: SegmentStore, log: Log) -> None:
    log(
        ("ga4", "ga4:77", 1, ["email:ann@example.org"]),
        ("tickets", "email:ann@example.org", 2, []),
        ("crm", "crm:5", 2, []),
    )
    resolve(segments)
    engine = open_engine(threads=1)

    rows = engine.rows(f"SELECT subject, confidence, reason FROM ({now_sql(segments.snapshot())})")

    assert sorted(rows) == [
        ("crm:5", 1.0, "no key shared with another record"),
        ("email:ann@example.org", 1.0, "same e-mail in tickets and ga4 ga4-1"),
        ("ga4:77", 1.0, "same e-mail in ga4 ga4-1 and tickets"),
    ]


def test_nothing_new_changes_nothing(segments: SegmentStore, log: Log) -> None:
    log(("ga4", "ga4:1", 1, []))
    first = resolve(segments)

    second = resolve(segments)

    assert (second.fresh, second.version) == (0, first.version)


def test_what_the_log_forgets_the_identities_forget(
    segments: SegmentStore, log: Log, who: Who
) -> None:
    log(("crm", "crm:1", 1, ["email:a@x.org"]), ("web", "web:1", 2, ["email:a@x.org"]))
    resolve(segments)
    log(("crm", "crm:2", 3, []))
    resolve(segments)

    with segments.writer() as writer:
        gone = [s for s in writer.snapshot.of("events") if s.rows == 2]
        writer.commit(remove=gone, kind="erase", changes_data=True)
    resolve(segments)

    assert who() == {"crm:2": "c0000001"}
    assert segments.snapshot().rows("keys") == 0


_events = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.sampled_from(["ga4:1", "ga4:2", "crm:1", "crm:2", "email:x@x.org", "web:1", "web:2"]),
        st.integers(0, 50),
        st.lists(
            st.sampled_from(
                [
                    "email:x@x.org",
                    "email:y@x.org",
                    "user:1",
                    "user:2",
                    "name:Ann Lee",
                    "name:Bo Ray",
                ]
            ),
            max_size=2,
        ),
    ),
    min_size=1,
    max_size=12,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=_events, cut=st.integers(0, 12))
def test_groups_do_not_depend_on_how_the_events_arrived(
    events: list[tuple[str, str, int, list[str]]],
    cut: int,
    tmp_path_factory: pytest.TempPathFactory,
    write_log: Callable[..., None],
) -> None:
    def groups(*imports: list[tuple[str, str, int, list[str]]]) -> set[frozenset[str]]:
        store = open_store(tmp_path_factory.mktemp("w"))
        segments = SegmentStore(store)
        found: dict[str, set[str]] = {}
        for rows in imports:
            if rows:
                write_log(segments, rows)
                resolve(segments)
        engine = open_engine(threads=1)
        for subject, customer in engine.rows(
            f"SELECT subject, customer FROM ({now_sql(segments.snapshot())})"
        ):
            found.setdefault(customer, set()).add(subject)
        engine.close()
        store.close()
        return {frozenset(group) for group in found.values()}

    assert groups(events[:cut], events[cut:]) == groups(events)
