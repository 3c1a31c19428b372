"""Find the personas of one data version, and give everybody theirs.

In: one data version; a model that was kept, or none.  Out: `Found`: the groups and who belongs to them.
Learnt on at most 20,000 customers with enough choices to be told apart; everybody else is assigned. The
same data give the same groups: nothing is drawn that is not seeded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from desireline.insights.people.personas.behaviour import Behaviour, Vocabulary, choices, learn
from desireline.insights.people.personas.choosing import Chosen, choose
from desireline.journeys import one_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.engines import Engine
    from desireline.insights.people.personas.mixture import Choices
    from desireline.journeys import JourneyData

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SAMPLE = 20_000
ENOUGH_CHOICES = 5
"""Choices from which a customer can teach what a group is."""
ENOUGH_PEOPLE = 100
"""Such customers without whom no groups are looked for."""
MIXED = 0.6
"""A customer whose likeliest membership is smaller belongs to several."""
_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Groups and members."""

    vocabulary: Vocabulary
    chosen: Chosen | None
    """None where too few customers chose enough."""
    people: Ints
    """Codes of all customers who chose anything, ascending."""
    members: Floats
    """(people, groups); groups in order of size."""
    terms: Floats
    """By customer: how many choices they were told by."""
    score: Floats
    """By customer: log likelihood of what they chose."""
    taught: Ints
    """Places (in `people`) of the customers whom the groups were learnt from."""
    choices: Choices
    """What these chose."""
    names: tuple[str, ...] = ()
    """What the personas were called when they were found; empty when they are new."""

    @property
    def groups(self) -> int:
        """How many personas; 1 where the data hold no more."""
        return self.members.shape[1]

    @property
    def best(self) -> Ints:
        """By customer: the likeliest group."""
        return self.members.argmax(axis=1)

    @property
    def mixed(self) -> NDArray[np.bool_]:
        """By customer: belongs to several groups."""
        return self.members.max(axis=1, initial=0) < MIXED


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Personas that were found before."""

    vocabulary: Vocabulary
    chosen: Chosen | None
    names: tuple[str, ...]


_KNOWN: WeakKeyDictionary[Engine, Found] = WeakKeyDictionary()


def recall(data: JourneyData, model: Model) -> None:
    """Assign the customers of a data version to personas that were found before."""
    _KNOWN[data.engine] = _find(data, model)


def known(data: JourneyData) -> Found | None:
    """The personas where they were found or recalled before; looks for none."""
    return _KNOWN.get(data.engine)


def find(data: JourneyData) -> Found:
    """Find the personas, once for each opened data version."""
    if data.engine not in _KNOWN:
        _KNOWN[data.engine] = _find(data)
    return _KNOWN[data.engine]


def _find(data: JourneyData, model: Model | None = None) -> Found:
    behaviour = Behaviour(data)
    codes = behaviour.engine.rows("SELECT count(DISTINCT customer), max(customer) FROM journeys")
    everybody, last = int(codes[0][0]), int(codes[0][1] or 0)
    step = max(1, -(-everybody // SAMPLE))
    whom = one_in(step)
    if model is None:
        fields, fixed, describing = behaviour.fields(whom, everybody // step)
    else:
        fields, fixed = list(model.vocabulary.fields), list(model.vocabulary.fixed)
        describing = list(model.vocabulary.describing)
    rows = behaviour.read(whom, fixed=fixed, fields=fields)
    vocabulary = (
        learn(rows, fields=fields, fixed=fixed, describing=describing)
        if model is None
        else model.vocabulary
    )
    drawn = choices(vocabulary, rows)
    parts = [drawn]
    if step > 1:
        parts = []
        for low in range(0, last + 1, _AT_ONCE):
            some = f"customer BETWEEN {low} AND {low + _AT_ONCE - 1}"
            part = behaviour.read(some, fixed=fixed, fields=fields)
            parts.append(choices(vocabulary, part))
    return _assigned(vocabulary, drawn, parts, model)


def _assigned(
    vocabulary: Vocabulary,
    drawn: tuple[Ints, Choices],
    parts: list[tuple[Ints, Choices]],
    model: Model | None,
) -> Found:
    enough = np.flatnonzero(_terms(drawn[1]) >= ENOUGH_CHOICES)
    teachers = drawn[1].of(enough)
    chosen = None if model is None else model.chosen
    if model is None and len(enough) >= ENOUGH_PEOPLE and vocabulary.tables:
        chosen = choose(teachers)
    people = np.concatenate([who for who, _ in parts])
    told = [part if chosen is None else part.weighted(chosen.alike) for _, part in parts]
    blank = np.ones((len(people), 1))
    return Found(
        vocabulary=vocabulary,
        chosen=chosen,
        people=people,
        members=blank
        if chosen is None
        else np.concatenate([chosen.mixture.members(part) for part in told]),
        terms=np.concatenate([_terms(part) for _, part in parts]),
        score=np.zeros(len(people))
        if chosen is None
        else np.concatenate([chosen.mixture.score(part) for part in told]),
        taught=np.searchsorted(people, drawn[0][enough]),
        choices=teachers,
        names=() if model is None else model.names,
    )


def _terms(of: Choices) -> Floats:
    return np.asarray(of.counts.sum(axis=1)).ravel()
