"""Answers that a person gave where a file allowed two readings, kept for the next export of the same shape.

In: a unit of files, and what was answered in this import.  Out: the options that it is read by. An answer is used
again only where tool, reader, mapping and header are the same, and the report says so each time: a reading is
never silent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from desireline.errors import AmbiguityError
from desireline.sources import FileReport, Unit, open_questions
from desireline.stores import Settings

Ask = Callable[[AmbiguityError, str], str]
"""Asks a person; returns the key of the choice."""
_SETTING = "answers"


@dataclass(slots=True, kw_only=True)
class Answers:
    """What a unit's questions were answered: in this import, and before."""

    unit: Unit
    given: dict[str, str]
    """In this import, for whichever file; a new answer is added."""
    again: dict[str, str]
    """Before, for files of this shape, and not in this import."""
    ask: Ask | None
    asked: dict[str, str] = field(default_factory=dict[str, str])
    """Now, for this unit."""

    @property
    def options(self) -> dict[str, str]:
        """How the unit is read."""
        return {**self.again, **self.given}

    def settle_open(self) -> None:
        """Ask what is known to be open before anything is read; nothing where nobody can answer."""
        if self.ask is not None:
            for question in open_questions(self.unit, self.options):
                self.settle(question)

    def settle(self, question: AmbiguityError) -> None:
        """Ask one question.

        Raises:
            AmbiguityError: nobody is there to answer.
        """
        if self.ask is None:
            raise question
        answer = self.ask(question, self.unit.samples[0].shown)
        self.asked[question.option] = self.given[question.option] = answer

    def keep(self, settings: Settings, reports: list[FileReport]) -> None:
        """Keep what was asked now for files of this shape, and tell the reports what was answered before."""
        if self.asked:
            known, shape = settings.get(_SETTING) or {}, _shape(self.unit)
            settings.put(_SETTING, {**known, shape: {**known.get(shape, {}), **self.asked}})
        if self.again:
            told = " ".join(f"--answer {name}={key}" for name, key in sorted(self.again.items()))
            for file in reports:
                file.warnings.append(
                    f"read as you answered before ({told}); give another answer to read it otherwise"
                )


def answers_for(
    unit: Unit, settings: Settings, *, given: dict[str, str], ask: Ask | None
) -> Answers:
    """Recall what was answered for files of this shape, but for what this import answers itself."""
    known: dict[str, str] = (settings.get(_SETTING) or {}).get(_shape(unit), {})
    again = {option: key for option, key in known.items() if option not in given}
    return Answers(unit=unit, given=given, again=again, ask=ask)


def _shape(unit: Unit) -> str:
    first = unit.samples[0]
    header = first.columns or first.text.partition("\n")[0]
    told = json.dumps([unit.source, unit.reader, unit.mapping, header])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
