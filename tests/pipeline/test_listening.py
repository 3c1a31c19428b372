"""From files to what customers say: exports, promises, labels, topics, through the public API."""

from __future__ import annotations

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import desireline as dl
from desireline import language
from desireline.errors import InputError
from desireline.language.meaning.heads import meaning_width

UPSET = [
    "The parcel came broken",
    "Delivery was late again",
    "Nobody answers the phone",
    "Still no refund",
]
GLAD = [
    "Lovely service, thank you",
    "The chair is beautiful",
    "Quick and friendly help",
    "Great quality",
]
ASKS = ["Where can I find the manual?", "Do you deliver on Saturday?", "Which size is it?", "What does it cost?"]  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    calls = tmp_path / "calls.jsonl"
    day = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
    with calls.open("w", encoding="utf-8") as file:
        for n in range(48):
            kind = (UPSET, GLAD, ASKS)[n % 3]
            text = f"{kind[n // 3 % 4]}, number {n} of my list."
            file.write(json.dumps(_talk(n, day + timedelta(hours=n), text)) + "\n")
    opened = dl.open(tmp_path / "w")
    opened.add(calls)
    yield opened
    opened.close()


def _talk(n: int, at: datetime, text: str) -> dict[str, Any]:
    return {
        "conversation_id": f"k{n}", "customer_id": f"u{n}", "channel": "chat",
        "messages": [
            {"role": "customer", "text": text, "time": at.isoformat()},
            {"role": "agent", "text": "We will call you back by Friday.", "time": (at + timedelta(minutes=1)).isoformat()},
        ],
    }  # fmt: skip


def table(workspace: Any, name: str, folder: Path) -> list[dict[str, str]]:
    path = folder / f"{name}.csv"
    workspace.export(name, path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_utterances_and_promises_are_exported_with_the_contracts_columns(
    workspace: Any, tmp_path: Path
) -> None:
    said = table(workspace, "utterances", tmp_path)
    wanted = "source record part speaker language label negative neutral positive emotion effort topics phrases entities personal_data text_masked"  # fmt: skip
    assert {*wanted.split(), "want", "expected", "entry_reason", "heard_from", "errand"} <= {
        *said[0]
    }
    assert len(said) == 96
    upset = [row for row in said if row["text_masked"].startswith("The parcel came broken")]
    assert {row["label"] for row in upset} == {"negative"}
    promises = table(workspace, "promises", tmp_path)
    assert len(promises) == 48
    assert list(promises[0])[:3] == ["source", "record", "part"]
    assert {row["state"] for row in promises} <= {"kept", "broken", "open"}
    assert promises[0]["due_at"].startswith("2026-03-06T23:59:59")


def test_labels_bend_the_head_and_all_texts_are_read_again(workspace: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="0 labels"):
        workspace.learn()
    texts = workspace.texts_to_label(48)
    assert len(texts) == 48
    label = dict.fromkeys(UPSET, "negative") | dict.fromkeys(GLAD, "positive")
    workspace.add_labels(
        (text, label.get(text.split(", number")[0], "neutral"), fair) for text, fair in texts
    )
    assert workspace.texts_to_label(48) == []
    learnt = workspace.learn()
    assert learnt.labels == 48
    assert learnt.low <= learnt.accuracy <= learnt.high
    assert learnt.accuracy >= learnt.before
    said = table(workspace, "utterances", tmp_path)
    assert {(float(row["accuracy"]), int(row["accuracy_n"])) for row in said if row["label"]} == {
        (learnt.accuracy, learnt.tested)
    }
    (book,) = workspace.insights(purpose=None)[:1]
    felt = next(one for one in book.insights if one.kind == "feeling")
    assert f"of {learnt.tested} of your own labelled or rated texts" in felt.words
    methods = {row["method"] for row in said}
    assert len(methods) == 1
    assert "+" in methods.pop()
    # a head of an earlier version, which read fewer columns: the labels teach a new one
    old = workspace._store.settings.get("language.head")
    with workspace._store.transaction() as tables:
        tables.settings.put(
            "language.head", old | {"weights": [row[:-1] for row in old["weights"]]}
        )
    assert language.read_learnt(workspace._store) is None
    more = tmp_path / "more.jsonl"
    at = datetime.fromisoformat("2026-03-09T10:00:00+00:00")
    more.write_text(json.dumps(_talk(99, at, "Hello again")) + "\n", "utf-8")
    workspace.add(more)
    assert language.read_learnt(workspace._store) == learnt
    with pytest.raises(InputError, match="not a feeling"):
        workspace.add_labels([("x", "grumpy", True)])


def test_topics_have_names_and_remember_what_people_chose(workspace: Any, tmp_path: Path) -> None:
    topics = workspace.topics()
    assert topics
    assert all(topic.name for topic in topics)
    first = workspace.rename_topic(topics[0].id, "Things that broke")
    again = workspace.topics(again=True)
    assert first in again
    named = table(workspace, "utterances", tmp_path)
    assert any("Things that broke" in row["topics"] for row in named)
    if len(again) > 1:
        workspace.merge_topics(again[1].id, first.id)
        merged = {row["topics"] for row in table(workspace, "utterances", tmp_path)}
        assert not any(again[1].name in topic for topic in merged)
    with pytest.raises(InputError, match="no topic 999"):
        workspace.pin_topic(999)


def test_a_topic_that_is_merged_takes_along_what_was_merged_into_it(tmp_path: Path) -> None:
    names = enumerate(("Lost", "Late", "Parcels"), 1)
    kept = [{"id": n, "name": name, "centre": [100] * meaning_width()} for n, name in names]
    with dl.open(tmp_path / "empty") as workspace:
        with workspace._store.transaction() as tables:
            tables.settings.put("language.topics", kept)
        workspace.merge_topics(1, 2)
        workspace.merge_topics(2, 3)
        assert {one.id: one.merged_into for one in workspace.topics()} == {1: 3, 2: 3, 3: None}


def test_topics_are_called_by_what_is_said_and_by_each_word_once(tmp_path: Path) -> None:
    said = (
        "@LoungeHelp the shower is cold, see https://example.org/pic/{n}",
        "@LoungeHelp all showers were cold again https://example.org/pic/{n}",
        "@LoungeHelp my suitcase was lost at the belt https://example.org/pic/{n}",
        "@LoungeHelp the suitcases came late at the belt https://example.org/pic/{n}",
    )
    day = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
    chats = tmp_path / "chats.jsonl"
    with chats.open("w", encoding="utf-8") as file:
        for n in range(80):
            text = said[n % 4].format(n=n)
            file.write(json.dumps(_talk(n, day + timedelta(hours=n), text)) + "\n")
    with dl.open(tmp_path / "w") as opened:
        opened.add(chats)
        names = [topic.name for topic in opened.topics()]
    words = [set(name.replace(",", "").split()) for name in names]
    assert any({"shower", "showers"} & one for one in words), names
    assert not any(
        {"shower", "showers"} <= one or {"suitcase", "suitcases"} <= one for one in words
    )
    assert not any({"https", "example", "org", "loungehelp"} & one for one in words)


def test_questions_that_mean_the_same_count_together_with_their_share(
    desireline: Any, tmp_path: Path
) -> None:
    asked = ["Where is my parcel?", "Where is my package now?", "Hi! Where is my parcel? Thanks."]
    day = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
    chats = tmp_path / "chats.jsonl"
    with chats.open("w", encoding="utf-8") as file:
        for n in range(20):
            text = asked[n % 3] if n < 8 else "Thanks, all is well."
            file.write(json.dumps(_talk(n, day + timedelta(hours=n), text)) + "\n")
    with dl.open(tmp_path / "w") as opened:
        opened.add(chats)
        (one,) = opened.questions()
    assert one.question.customers == 8
    assert one.question.question.startswith("Where is my pa")
    assert one.share.value == 8 / 20
    assert one.share.n == 20
    assert one.share.low < 0.4 < one.share.high
    told = json.loads(desireline("questions", "-w", tmp_path / "w", "--json").out)
    assert told[0]["customers"] == 8


def test_a_topic_filters_the_insights_and_says_so(workspace: Any) -> None:
    topic = workspace.topics()[0]
    (whole,) = workspace.insights(purpose=None)[:1]
    (book,) = workspace.insights(topic=topic.name)[:1]
    customers = book.results["coverage"].measures[0].customers
    assert 5 <= customers < whole.results["coverage"].measures[0].customers
    assert book.insights
    assert "personas" in whole.results
    assert "personas" not in book.results, "everybody's portrait is none of those who speak of it"
    assert {one.topic for one in book.insights} == {topic.name}
    assert all(topic.name in one.words for one in book.insights)
    assert book.evidence.keys().isdisjoint(whole.evidence)
    with pytest.raises(InputError, match="no topic 'nothing'"):
        workspace.insights(topic="nothing")


def test_money_that_the_company_says_it_paid_back_was_paid_back(tmp_path: Path) -> None:
    """Ten are promised their money within three days; five are written after a day that it was sent, five that it will be."""
    calls = tmp_path / "calls.jsonl"
    day = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
    with calls.open("w", encoding="utf-8") as file:
        for n in range(10):
            said = ("Your refund was issued today.", "We will refund you soon, I hope.")[n % 2]
            talks = (
                (0, "customer", "I was charged twice."),
                (0.001, "agent", "We will refund the amount within 3 days."),
                (1, "agent", said),
                (30, "customer", "Hello again."),
            )
            for number, (later, role, text) in enumerate(talks):
                at = (day + timedelta(days=later)).isoformat()
                talk = {
                    "conversation_id": f"k{n}-{max(1, number)}",
                    "customer_id": f"u{n}",
                    "channel": "chat",
                    "messages": [{"role": role, "text": text, "time": at}],
                }
                file.write(json.dumps(talk) + "\n")
    with dl.open(tmp_path / "w") as opened:
        opened.add(calls)
        promises = table(opened, "promises", tmp_path)
    first = [row for row in promises if "3 days" in row["words"]]
    assert sorted((row["kind"], row["state"]) for row in first) == [
        *[("refund", "broken")] * 5,
        *[("refund", "kept")] * 5,
    ]
