"""The whole house on the sample company: what was planted is found, and nothing personal comes out.

Slow (half a minute): the default company is imported once, as `demo` does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import desireline as dl
from desireline import sample
from desireline.sample.generator import simulate
from desireline.sample.ledger import Ledger

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("story")


@pytest.fixture(scope="module")
def workspace(folder: Path) -> Iterator[dl.Workspace]:
    report = sample.write(folder / "exports")
    with dl.open(folder / "workspace") as opened:
        opened.add(report.folder)
        yield opened


@pytest.fixture(scope="module")
def pains(workspace: dl.Workspace) -> list[str]:
    """What hurts in the first purpose, worst first, in the product's own words."""
    book = workspace.insights()[0]
    found = [i for i in book.insights if i.kind == "pain" and i.verdict == "shown"]
    return [pain.words.lower() for pain in sorted(found, key=lambda pain: pain.rank or 999)]


@pytest.fixture(scope="module")
def said(workspace: dl.Workspace, folder: Path) -> list[dict[str, Any]]:
    workspace.export("utterances", str(folder / "utterances.parquet"))
    return pq.read_table(folder / "utterances.parquet").to_pylist()


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return simulate(seed=7, customers=2_000)


@pytest.mark.parametrize(
    "words",
    [r"pick-up|collection failed|stock", r"callback", r"pairing"],
    ids=["the empty shelf", "the missing call-back", "the pairing screen"],
)
def test_each_planted_problem_is_among_the_first_pains(pains: list[str], words: str) -> None:
    assert any(re.search(words, pain) for pain in pains[:6]), "\n".join(pains[:10])


def test_the_loud_invoices_do_not_lead(pains: list[str]) -> None:
    assert not any("invoice" in pain for pain in pains[:6]), "\n".join(pains[:6])


def test_the_delivery_delights(workspace: dl.Workspace) -> None:
    delights = [i.words.lower() for i in workspace.insights()[0].insights if i.kind == "delight"]
    assert any("delivery" in words or "parcel" in words for words in delights[:5])


def test_every_customer_event_is_one_utterance_per_speaker(said: list[dict[str, Any]]) -> None:
    keys = [(row["source"], row["record"], row["part"], row["speaker"]) for row in said]
    assert len(said) > 4_000
    assert len(set(keys)) == len(keys)


def test_no_address_and_no_phone_number_comes_out(said: list[dict[str, Any]]) -> None:
    text = json.dumps([row["text_masked"] for row in said])
    assert ".example" not in text
    assert not re.search(r"\b0\d{3} \d{3} \d{4}\b|\+44", text)


def test_names_of_customers_are_masked_in_98_of_100_places(
    said: list[dict[str, Any]], ledger: Ledger
) -> None:
    planted = _names_said(ledger)
    assert planted > 1_000
    names = {person.first for person in ledger.people} - _ALSO_WORDS
    pattern = re.compile(rf"\b({'|'.join(sorted(names))})\b")
    left = sum(len(pattern.findall(row["text_masked"])) for row in said)
    assert 1 - left / planted >= 0.98, (left, planted)


_ALSO_WORDS = {
    "Mark",
    "Will",
    "Joy",
    "Hope",
    "Rose",
    "Hazel",
    "Dawn",
    "Faith",
    "Grant",
    "Grace",
    "Jack",
}


def _names_said(ledger: Ledger) -> int:
    """How often the customer's own first name was written or said, before masking."""
    count = 0
    for call in ledger.calls:
        count += sum(
            len(re.findall(rf"\b{call.person.first}\b", words)) for _, words in call.lines
        )
    for made in ledger.tickets:
        first = made.person.first
        count += sum(len(re.findall(rf"\b{first}\b", comment.body)) for comment in made.comments)
    return count


def test_the_same_exports_again_add_nothing(workspace: dl.Workspace, folder: Path) -> None:
    before = workspace.status().events
    report = workspace.add(folder / "exports")
    assert workspace.status().events == before
    assert sum(file.events for file in report.files) in {
        0,
        sum(f.duplicates for f in report.files),
    }
