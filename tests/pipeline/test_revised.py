"""A later export says something else of old events: only what they touch is made again, and it is what a rebuild gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline import identity, journeys, language
from desireline.events import EventLog, SegmentStore, arrow_schema, withdrawn_files
from desireline.identity import resolver
from desireline.journeys import refreshing
from desireline.language import changes
from desireline.recipe import Recipe
from desireline.stores import open_store
from desireline.tables import STAGED_EVENTS

START = datetime(2026, 1, 1, tzinfo=UTC)
Event = dict[str, Any]

STEPS = """
    WITH who AS (SELECT customer, min(subject) AS name FROM identities GROUP BY customer)
    SELECT w.name, p.name, journey, step_no, at_us, t.name, g.name, h.name, actor, n.name, wait_us,
        feeling_milli, rating_milli, value_e4, event_key
    FROM steps s JOIN who w USING (customer) JOIN purposes p ON s.purpose = p.code
    JOIN touchpoints t ON s.touchpoint = t.code JOIN stages g ON s.stage = g.code
    JOIN channels h ON s.channel = h.code LEFT JOIN touchpoints n ON s.next_touchpoint = n.code
    ORDER BY ALL"""
JOURNEYS = """
    WITH who AS (SELECT customer, min(subject) AS name FROM identities GROUP BY customer)
    SELECT w.name, p.name, journey, object_id, start_us, end_us, steps, state, o.name, value_e4
    FROM journeys j JOIN who w USING (customer) JOIN purposes p ON j.purpose = p.code
    LEFT JOIN outcomes o ON j.outcome = o.code ORDER BY ALL"""
WHO = """SELECT list_sort(list(subject)) AS subjects, list_sort(list(reason || ' ' || confidence))
    FROM identities GROUP BY customer ORDER BY ALL"""
SAID = "SELECT event_key, subject, text_masked, feeling FROM said ORDER BY ALL"


class Company:
    """A workspace to which exports are added, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.store = open_store(folder)
        self.segments = SegmentStore(self.store)
        self.log = EventLog(self.segments)
        self._folder = folder
        self._exports = 0

    def add(self, *events: Event) -> None:
        """Append the events as an export of their own."""
        self._exports += 1
        name = f"{self._exports}.csv"
        rows = [
            {"source": "shop", "actor": "customer", "channel": "web", "source_file": name}
            | {"source_line": line + 2}
            | event
            for line, event in enumerate(events)
        ]
        staged = self._folder / f"staged-{self._exports}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema(STAGED_EVENTS)), staged)
        self.log.append([staged], received_at=START + timedelta(days=900, minutes=self._exports))

    def refresh(self) -> journeys.RefreshReport:
        identity.resolve(self.segments)
        language.refresh(self.segments)
        return journeys.refresh(self.segments, self.store, Recipe())

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        data = journeys.open_journeys(self.segments, self.store)
        try:
            snapshot = self.segments.snapshot()
            data.engine.view("said", f"SELECT * FROM {snapshot.source('utterances')}")
            return data.engine.rows(sql)
        finally:
            data.engine.close()

    def all(self) -> list[list[tuple[Any, ...]]]:
        return [self.rows(sql) for sql in (WHO, SAID, STEPS, JOURNEYS)]


@pytest.fixture
def make(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Company]]:
    made: list[Company] = []

    def new() -> Company:
        made.append(Company(tmp_path_factory.mktemp("company")))
        return made[-1]

    yield new
    for one in made:
        one.store.close()


def event(number: int, **columns: Any) -> Event:
    """One event a day, of customer `number` modulo 20."""
    return {
        "event_id": f"e{number}",
        "subject": f"user:{number % 20}",
        "at": START + timedelta(days=number),
        "activity": ("view item", "purchase", "call")[number % 3],
    } | columns


def many(revised: Sequence[Event] = ()) -> list[Event]:
    """Two hundred events of twenty customers; some as revised."""
    events = {one["event_id"]: one for one in (event(n) for n in range(200))}
    return list((events | {one["event_id"]: one for one in revised}).values())


def _both(make: Callable[[], Company], *exports: Sequence[Event]) -> tuple[Company, Company, str]:
    """A company that follows each export, one that gets what holds in the end, and how the first followed the last."""
    grown, whole = make(), make()
    last: dict[str, Event] = {}
    kind = ""
    for events in exports:
        grown.add(*events)
        kind = grown.refresh().kind
        last |= {one["event_id"]: one for one in events}
    whole.add(*last.values())
    whole.refresh()
    return grown, whole, kind


def test_a_corrected_order_touches_its_customer_alone(make: Callable[[], Company]) -> None:
    grown, whole, kind = _both(make, many(), [event(44, activity="refund")])

    assert kind == "overlay"
    assert grown.all() == whole.all()
    assert grown.rows("SELECT count(*) FROM steps") == [(200,)]


def test_an_event_that_turns_out_to_be_another_customers_leaves_the_first(
    make: Callable[[], Company],
) -> None:
    grown, whole, kind = _both(make, many(), [event(44, subject="user:5")])

    assert kind == "overlay"
    assert grown.all() == whole.all()
    counts = (
        "SELECT count(*) FROM steps JOIN identities USING (customer) WHERE subject = 'user:{}'"
    )
    assert [grown.rows(counts.format(n))[0][0] for n in (4, 5)] == [9, 11]


def test_a_customer_whose_only_event_is_somebody_elses_is_gone(
    make: Callable[[], Company],
) -> None:
    lone = event(900, subject="email:typo@example.org")
    grown, whole, kind = _both(make, [*many(), lone], [event(900, subject="user:5")])

    assert kind == "overlay"
    assert grown.all() == whole.all()
    assert grown.rows("SELECT count(*) FROM identities WHERE subject LIKE 'email:%'") == [(0,)]


def test_a_corrected_address_no_longer_joins_two_people(make: Callable[[], Company]) -> None:
    crm = event(900, subject="crm:1", identifiers=["email:ann@example.org"])
    shop = event(901, subject="user:5", identifiers=["email:ann@example.org"])
    right = event(901, subject="user:5", identifiers=["email:bob@example.org"])
    grown, whole, kind = _both(make, [*many(), crm, shop], [right])

    assert kind == "overlay"
    assert grown.all() == whole.all()
    assert (
        len(
            grown.rows(
                "SELECT customer FROM identities WHERE subject IN ('crm:1', 'user:5') GROUP BY ALL"
            )
        )
        == 2
    )
    reasons = grown.rows("SELECT reason FROM identities WHERE subject = 'crm:1'")
    assert reasons == [("no key shared with another record",)]


def test_what_was_said_before_a_correction_is_forgotten(make: Callable[[], Company]) -> None:
    first = [*many(), event(900, text="Terrible, it broke."), event(901, text="Thank you!")]
    grown, whole, kind = _both(make, first, [event(900, text="Lovely, it works.")])

    assert kind == "overlay"
    assert grown.all() == whole.all()
    assert sorted(text for _, _, text, _ in grown.rows(SAID)) == [
        "Lovely, it works.",
        "Thank you!",
    ]


def test_an_event_that_is_corrected_every_day_follows_each_time(
    make: Callable[[], Company],
) -> None:
    days = [
        [event(44, text=f"Day {n}: it is {word}.")]
        for n, word in enumerate(("bad", "good", "lost", "here"))
    ]
    grown, whole, kind = _both(make, many(), *days)

    assert kind == "overlay"
    assert grown.all() == whole.all()
    assert [text for _, _, text, _ in grown.rows(SAID)] == ["Day 3: it is here."]


def test_the_money_of_an_order_follows_its_correction(make: Callable[[], Company]) -> None:
    def order(number: int, who: int, value: int | None, source: str, of: int = 1) -> Event:
        return event(
            number, subject=f"user:{who}", activity="purchase", source=source,
            object_ids=[f"order:{of}"], value=value, currency=None if value is None else "EUR",
        )  # fmt: skip

    first = [*many(), order(900, 3, 50, "shop"), order(901, 4, 50, "payments")]
    grown, whole, kind = _both(make, first, [order(900, 3, 70, "shop", of=2)])

    assert kind == "overlay"
    assert grown.all() == whole.all()


def test_what_everybody_has_followed_is_kept_no_longer(make: Callable[[], Company]) -> None:
    company = make()
    company.add(*many())
    company.refresh()
    company.add(event(44, activity="refund"))
    assert withdrawn_files(company.log.snapshot())

    company.refresh()

    assert not withdrawn_files(company.log.snapshot())
    assert company.refresh().kind == "nothing"


def test_a_stage_that_was_stopped_finds_what_was_withdrawn_later(
    make: Callable[[], Company],
) -> None:
    grown, whole = make(), make()
    grown.add(*many())
    grown.refresh()
    grown.add(event(44, subject="user:5", text="Terrible."))
    identity.resolve(grown.segments)  # and killed
    grown.add(event(44, subject="user:6", text="Lovely."))
    assert grown.refresh().kind == "overlay"
    whole.add(*many([event(44, subject="user:6", text="Lovely.")]))
    whole.refresh()

    assert grown.all() == whole.all()
    assert not withdrawn_files(grown.log.snapshot())


def test_folding_a_log_that_was_followed_leaves_nothing_to_do(make: Callable[[], Company]) -> None:
    company = make()
    for start in range(0, 200, 50):
        company.add(*(event(n) for n in range(start, start + 50)))
    company.refresh()

    assert company.log.fold()

    assert company.refresh().kind == "nothing"


def test_a_file_folded_of_known_and_new_events_is_looked_at(make: Callable[[], Company]) -> None:
    grown, whole = make(), make()
    grown.add(*many())
    grown.refresh()
    grown.add(event(300, subject="user:new", text="Hello, who are you?"))
    assert grown.log.fold()
    grown.refresh()
    whole.add(*many(), event(300, subject="user:new", text="Hello, who are you?"))
    whole.refresh()

    assert grown.all() == whole.all()


def test_files_of_identities_and_utterances_become_one_and_nothing_is_made_again(
    make: Callable[[], Company], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolver, "_FOLD_SEGMENTS", 1)
    monkeypatch.setattr(changes, "_MOST_SEGMENTS", 2)
    later = [[event(300 + n, subject=f"new:{n}", text=f"Hello, number {n}.")] for n in range(4)]
    grown, whole, kind = _both(make, many(), *later)

    assert kind == "overlay"
    assert grown.all() == whole.all()
    snapshot = grown.log.snapshot()
    assert [len(snapshot.of(name)) for name in ("identities", "utterances")] == [2, 2]


_columns = st.fixed_dictionaries(
    {
        "subject": st.sampled_from(["user:1", "user:2", "crm:1", "crm:2", "email:x@x.org"]),
        "at": st.integers(0, 90).map(lambda day: START + timedelta(days=day)),
        "activity": st.sampled_from(["view item", "purchase", "call", "odd"]),
        "identifiers": st.lists(
            st.sampled_from(["email:x@x.org", "email:y@x.org", "user:1", "name:Ann Lee"]), max_size=2, unique=True
        ),
        "object_ids": st.lists(st.sampled_from(["ticket:1", "order:2"]), max_size=2, unique=True),
        "value": st.none() | st.integers(0, 5),
        "text": st.none() | st.sampled_from(["Thank you!", "It is broken, says Ann.", "Where is my order?"]),
    }
)  # fmt: skip
_exports = st.lists(
    st.lists(st.tuples(st.integers(0, 4), _columns), min_size=1, max_size=5, unique_by=lambda one: one[0]),
    min_size=2,
    max_size=4,
)  # fmt: skip


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(exports=_exports)
def test_any_corrections_give_what_a_rebuild_gives(
    exports: list[list[tuple[int, Event]]],
    make: Callable[[], Company],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refreshing, "_FOLD_SHARE", 9.0)
    told = [
        [
            {"event_id": f"e{number}", "source_line": number, **columns}
            for number, columns in export
        ]
        for export in exports
    ]
    grown, whole, _ = _both(make, *told)

    assert grown.all() == whole.all()
