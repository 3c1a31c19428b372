"""What was planted in the generated company must be found, and the loud must not lead."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import desireline as dl
from desireline import sample
from desireline.insights import Book, Verdict


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("company")
    sample.write(folder / "exports", seed=7, customers=600, truth=True)
    return folder


@pytest.fixture(scope="module")
def books(company: Path) -> list[Book]:
    folder = company
    with dl.open(folder / "workspace") as workspace:
        workspace.add(folder / "exports")
        return workspace.insights()


def shown(books: list[Book], *kinds: str) -> list[str]:
    return [
        one.touchpoint or one.condition or ""
        for book in books
        for one in book.insights
        if one.kind in kinds and one.verdict == Verdict.SHOWN
    ]


def test_broken_promises_failed_collections_and_the_set_up_hurt(books: list[Book]) -> None:
    pains = " | ".join(shown(books, "pain")).lower()
    for planted in ("missing callback", "pick-up|collection", "set-up|pairing"):
        assert any(word in pains for word in planted.split("|")), (planted, pains)


def test_the_stock_that_disagrees_with_the_stores_is_as_common_as_it_was_planted(
    books: list[Book], company: Path
) -> None:
    planted = json.loads((company / "exports.truth.json").read_text())
    failed = planted["facts"]["collection_failed"]["orders"]
    told = [one for book in books for one in book.insights if one.kind == "contradiction"]
    by_words = [one for one in told if one.condition == "contradiction: told two things"]
    told = [one for one in told if one not in by_words]
    assert {one.verdict for one in by_words} <= {Verdict.SUGGESTED}, (
        "what is only read is not shown"
    )
    assert [one.condition for one in told] == ["contradiction: availability"]
    assert told[0].low is not None
    assert told[0].high is not None
    assert told[0].low < failed / planted["collections"] < told[0].high
    assert "“in stock” (web)" in told[0].words
    assert "“collection failed” (store)" in told[0].words
    (condition,) = [
        one for one in books[0].results["contradictions"].measures if one.fact == "availability"
    ]
    assert 0.9 * failed <= condition.journeys <= failed


def test_loud_invoices_are_no_pain(books: list[Book]) -> None:
    assert "invoice" not in " ".join(shown(books, "pain")).lower()


def test_a_kept_promise_delights(books: Any) -> None:
    assert any("Callback made" in name for name in shown(books, "delight"))


def test_quotes_are_masked(books: Any) -> None:
    quotes = [one.text_masked for book in books for one in book.results["quotes"].measures]
    assert quotes
    assert not [text for text in quotes if "@" in text]


def test_what_customers_say_of_a_reason_is_told_below_it(books: Any, capsys: Any) -> None:
    from desireline.cli.insights_command import _say_book

    for book in books:
        _say_book(book, limit=None)
    told = capsys.readouterr().out.splitlines()
    reasons = [one for book in books for one in book.insights if one.quotes]
    assert reasons
    for one in reasons:
        place = next(i for i, line in enumerate(told) if line.startswith(f"- {one.words}"))
        below = [line for line in told[place + 1 : place + 4] if line.startswith("    “")]
        assert 1 <= len(below) <= 2
