"""What a guess leaves to a person: its questions, and its mapping once they are answered.

In: a proposal and answers by name.  Out: a mapping, what was assumed on the way, or the questions that are open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from datetime import date
from pathlib import PurePath
from typing import Any

from desireline.errors import AmbiguityError
from desireline.sources.mapping import Mapping, check
from desireline.sources.model import GUESSED, Unit
from desireline.sources.wizard.finding import Question
from desireline.sources.wizard.proposal import TABLE, Proposal

_ANY_DAY = Question(key="date", found="", asked="", choices={}, free="a day, such as 2024-05-31")


def open_questions(unit: Unit, answers: AnyMapping[str, Any]) -> list[AmbiguityError]:
    """What a guess leaves to a person and nobody has answered yet."""
    proposal: Proposal | None = unit.options.get("proposal")
    if proposal is None:
        return []
    shown = unit.samples[0].shown
    return [
        _as_error(question, shown)
        for question in proposal.questions
        if _answer(question, shown, answers) is None
    ]


def settled(unit: Unit) -> tuple[Mapping, list[str]]:
    """The unit's mapping with every question answered, and what was assumed on the way.

    Raises:
        AmbiguityError: a question without a default is open.
    """
    proposal: Proposal | None = unit.options.get("proposal")
    if proposal is None:
        return unit.options["mapping"], []
    body, assumed = settled_body(proposal, unit.samples[0].shown, unit.options)
    return check(body, shown=GUESSED), assumed


def settled_body(
    proposal: Proposal, shown: str, answers: AnyMapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """The mapping's body with every question answered, and what was assumed on the way.

    Raises:
        AmbiguityError: a question without a default is open.
    """
    body, assumed = proposal.body, list(proposal.warnings)
    for question in proposal.questions:
        answer = _answer(question, shown, answers)
        if answer is None and question.default is None:
            raise _as_error(question, shown)
        if answer is None:
            assumed.append(question.assumed)
        body = _filled(body, question, answer or question.default or "", shown)
    # an answer that somebody gave also moves the rows of a day that the file only hints at
    day = _answer(_ANY_DAY, shown, answers)
    if day is not None and any(finding.details.get("wave") for finding in proposal.findings):
        body = _moved(body, _read_day(day, shown))
        assumed = [words for words in assumed if "--answer date=" not in words]
    return body, assumed


def complete(proposal: Proposal) -> Mapping:
    """A mapping that can be shown before anybody was asked: gaps hold what is usual."""
    body = proposal.body
    for question in proposal.questions:
        body = _filled(body, question, question.default or next(iter(question.choices)), "")
    return check(body, shown=GUESSED)


def _answer(question: Question, shown: str, answers: AnyMapping[str, Any]) -> str | None:
    for key in (f"{question.key}@{shown}", f"{question.key}@{PurePath(shown).name}", question.key):
        if answers.get(key):
            return str(answers[key])
    return None


def _as_error(question: Question, shown: str) -> AmbiguityError:
    return _asking(question, shown, f"{question.found}.", f" ({question.free}).")


def _asking(question: Question, shown: str, found: str, wanted: str) -> AmbiguityError:
    return AmbiguityError(
        f"{shown}: {found}",
        hint=f"Say it with --answer {question.key}=...{wanted}",
        question=question.asked,
        choices=question.choices,
        option=f"{question.key}@{shown}",
        free=question.free,
    )


def _filled(body: dict[str, Any], question: Question, answer: str, shown: str) -> dict[str, Any]:
    if question.key == "year":
        if not re.fullmatch(r"(19|20)\d\d", answer):
            raise _wrong(question, answer, shown)
        table = body["tables"][TABLE]
        years = {**table["years"], "first": int(answer)}
        return {**body, "tables": {TABLE: {**table, "years": years}}}
    return _moved(body, _read_day(answer, shown))


def _moved(body: dict[str, Any], day: str) -> dict[str, Any]:
    return {**body, "events": [{**event, "at": day} for event in body["events"]]}


def _read_day(answer: str, shown: str) -> str:
    try:
        return f"{date.fromisoformat(answer.strip()):%Y-%m-%d}"
    except ValueError as error:
        raise _wrong(_ANY_DAY, answer, shown) from error


def _wrong(question: Question, answer: str, shown: str) -> AmbiguityError:
    return _asking(question, shown, f"{answer!r} is not {question.free}.", f": {question.free}.")
