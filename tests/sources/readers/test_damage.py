"""No record, however strange, may stop a file: it is read or it is quarantined."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline.sources import mapping as m
from desireline.sources.model import Reader, Sample, Unit
from desireline.sources.readers import built_in, chats, ga4, segment, zendesk

_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
    | st.sampled_from(["2026-01-01T00:00:00Z", "customer", "7", "good", "solved", "track", "Change"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["id", "key", "value", "text", "email", "type"]), inner),
    max_leaves=6,
)  # fmt: skip
_FIELDS: dict[Reader, str] = {
    ga4.READER: "event_name event_timestamp user_pseudo_id user_id event_params user_properties "
    "device ecommerce items traffic_source geo platform batch_event_index",
    segment.READER: "type event name userId anonymousId timestamp messageId properties traits "
    "context previousId groupId channel sentAt",
    zendesk.READER: "id requester_id status created_at updated_at via comments metric_set "
    "satisfaction_rating audits submitter_id description requester assignee role email "
    "organization_id",
    chats.READER: "id conversation_id messages turns customer scenario original convo_id "
    "dialogHeader dialogContent agentURL date rating channel email",
}


@pytest.mark.parametrize("reader", _FIELDS, ids=lambda reader: reader.name)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_strange_records_are_read_or_quarantined(
    reader: Reader, data: st.DataObject, tmp_path: Path, empty_sink: Callable[[], Any]
) -> None:
    fields = st.sampled_from(_FIELDS[reader].split())
    records = data.draw(st.lists(st.dictionaries(fields, _ANY), min_size=2, max_size=4))
    path = tmp_path / "strange.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    sample = Sample(path=path, shown="strange.jsonl", size=1, container="json", head=text.encode(),
                    text=text, json="lines")  # fmt: skip
    kept = empty_sink()

    reader.match(sample)
    reader.read(
        Unit(source="x", format="", reader="x", mapping=None, samples=(sample,), why=""), kept
    )

    assert kept.rows == len(records)


@settings(deadline=None)  # the first call loads every reader and layout
@given(st.text(max_size=200))
def test_recognition_never_raises(text: str) -> None:
    sample = Sample(path=Path("x"), shown="x", size=1, container="text", head=text.encode(),
                    text=text)  # fmt: skip

    for reader in built_in():
        reader.match(sample)


def test_readers_do_not_claim_each_others_files(
    shared_data: Path, take_sample: Callable[..., Sample]
) -> None:
    files = {
        "xes": "event_logs/receipt.xes.gz",
        "ocel": "ocel/order_process.jsonocel",
        "chats": "twitter_support_ibm/dev.json",
        "qualtrics": "connector_exports/qualtrics_raw_csv/sample.csv",
    }

    for name, path in files.items():
        sample = take_sample(shared_data / path)
        assert [r.name for r in built_in() if r.match(sample)] == [name]
    for path in ("call_centre_pwc/Call-Center-Dataset.csv", "event_logs/running-example.csv"):
        sample = take_sample(shared_data / path)
        assert [r.name for r in built_in() if r.match(sample)] == []


def test_every_reader_and_mapping_is_described_in_the_reference() -> None:
    folder = Path(__file__).parents[3] / "docs" / "reference" / "sources"
    pages = {page.stem: page.read_text(encoding="utf-8") for page in folder.glob("*.md")}
    everything = " ".join(pages.values()).lower()

    assert [reader.name for reader in built_in() if reader.name not in pages] == []
    for mapping in m.built_in():
        assert mapping.name.split("_")[0] in everything
        assert mapping.source_name in pages or mapping.source_name in everything, mapping.name
