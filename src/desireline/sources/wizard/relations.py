"""A row that is a relationship: a contract, a membership, an account, with its begin and, of those that ended, its end.

In: columns.  Out: a `Relation`: the two columns and what it is a relationship of. A list of contracts has no word of what
happened, and everybody stands in it once; yet its two dates say the one thing that most tables do not: who stayed. An end
that nearly every row has, that is equally long for many or that lies ahead is a term that was agreed, not a leaving; but where
its name says a deed (closed, cancelled, left), a table in which every row has one is the list of those who left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desireline.sources.wizard import steps
from desireline.sources.wizard.columns import Column
from desireline.sources.wizard.steps import times_of

_THINGS = {
    "contract": "contract agreement vertrag vertrags contrat contrato",
    "subscription": "subscription subscriptions abo abonnement suscripcion",
    "membership": "membership member mitgliedschaft mitglied mitglieds",
    "policy": "policy police policen versicherung póliza poliza",
    "account": "account konto konten cuenta compte",
    "enrolment": "enrolment enrollment enrolled immatrikulation immatrikuliert exmatrikulation exmatrikuliert matrikel einschreibung matrícula matricula",
    "service": "service line connection anschluss tariff tarif",
    "relationship": "customer client kunde kunden tenure relationship",
}
_ANYTHING = "relationship"
"""What a row is where only its customer is numbered."""
_THING = {word: thing for thing, words in _THINGS.items() for word in words.split()}
_BEGAN = re.compile(
    r"start|begin|began|begun|since|activat|open|join|sign|enrol|incept|effective|created|beginn|abschluss|seit|eintritt|eröffn|immatrikul|eingeschrieb|einschreib|matr[ií]cula|ouvert|adhésion|inscri|alta$"
)
_ENDED = re.compile(
    r"(^|_)(end|ended|closed?|closing|closure|exit|exited|left|leav\w*|laps\w*)(_|$)|terminat|cancel|churn|deactivat|disconnect"
    r"|surrender|ende$|endet|kündig|kuendig|gekündigt|austritt|beendet|schliess|baja|résili|exmatrikul|ausgeschied"
)
_LEFT = re.compile(
    r"(^|_)(closed|closing|closure|exit|exited|left|leav\w*)(_|$)|terminat|cancel|churn|deactivat|surrender|gekündigt|kündigung|austritt|baja|résili|exmatrikul|ausgeschied"
)
"""Ends that somebody made: no term is called so."""
_NO_LEAVING = re.compile(
    r"minim|commit|renew|notice|period|trial|test(phase|zeit|end)|probe|valid|min_|bis$|laufzeit|mindest|frist"
)
_FEWEST, _ALL_ENDED = 12, 0.95
_ALREADY = 0.9
_TOLD_TWICE = 0.9
_TERM = 0.3
"""Share of the ended that lasted equally many days, from which an end is what was agreed."""
_SHORTEST = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What a row is a relationship of, and its two dates."""

    thing: str
    began: Column
    ended: Column
    number: Column | None
    """What numbers it, where a column does: one person may have several."""
    between: tuple[steps.Step, ...] = ()
    """What else happened to it in its time: it was signed, then in service."""
    all_ended: bool = False
    """A list of those who left: that one of them began is known of nobody else, so that it would foretell the end."""


def find(columns: Sequence[Column]) -> Relation | None:
    """The begin and the end of a relationship; None where the table does not hold both."""
    clocked = [one for one in columns if one.is_time and not _NO_LEAVING.search(one.normal)]
    ends = [one for one in clocked if _ENDED.search(one.normal)]
    begins = [one for one in clocked if _BEGAN.search(one.normal) and one not in ends]
    numbers: dict[str, Column] = {}
    for one in columns:
        thing = _called(one.meant[0]) if _numbers(one) and one.meant else None
        if thing is not None:
            numbers.setdefault(thing, one)
    for ended in ends:
        for began in begins:
            words = [_called(word) for word in (*ended.meant, *began.meant)]
            known = sorted(numbers, key=lambda one: one == _ANYTHING)
            thing = next((one for one in (*words, *known) if one is not None), None)
            if thing is not None and _runs(began, ended):
                number = numbers.get(thing)
                between = _between(columns, began, ended)
                return Relation(
                    thing=thing,
                    began=began,
                    ended=ended,
                    number=number,
                    between=between,
                    all_ended=_all_ended(ended),
                )
    return None


def _numbers(column: Column) -> bool:
    """Whether each row has a number of its own, but for a page that was exported twice."""
    return column.filled == 1 and column.distinct >= _TOLD_TWICE * len(column.values)


def _between(columns: Sequence[Column], began: Column, ended: Column) -> tuple[steps.Step, ...]:
    """The other times of a row, where they follow the begin and lie before the end."""
    found = steps.find([one for one in columns if one is not ended])
    names = [step.column.name for step in found.steps] if found is not None else []
    if found is None or names[0] != began.name:
        return ()
    last = times_of(ended)
    return tuple(
        step
        for step in found.steps[1:]
        if all(
            a <= b
            for a, b in zip(times_of(step.column), last, strict=True)
            if a is not None and b is not None
        )
    )


def _called(word: str) -> str | None:
    """`vertragsbeginn` and `vertragsnummer` are of a contract."""
    inside = (thing for part, thing in _THING.items() if len(part) > 4 and word.startswith(part))
    return _THING.get(word) or next(inside, None)


def _all_ended(ended: Column) -> bool:
    return len(ended.values) >= _ALL_ENDED * len(ended.cells)


def _runs(began: Column, ended: Column) -> bool:
    """Whether the dates are what happened: begun in every row, ended in some, and not after today."""
    if began.filled < _ALL_ENDED or len(ended.values) < _FEWEST:
        return False
    if _all_ended(ended) and not _LEFT.search(ended.normal):
        return False
    first, last = times_of(began), times_of(ended)
    both = [(a, b) for a, b in zip(first, last, strict=True) if a is not None and b is not None]
    if len(both) < _FEWEST or any(b < a for a, b in both):
        return False
    today = datetime.now(UTC).replace(tzinfo=None)
    passed = sum(b <= today for _, b in both) >= _ALREADY * len(both)
    lasted = Counter((b - a).days for a, b in both).most_common(1)[0][1]
    agreed = lasted > max(_TERM * len(both), 3)
    return passed and not agreed and sorted(b - a for a, b in both)[len(both) // 2] >= _SHORTEST
