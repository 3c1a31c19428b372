"""Personas: groups of customers who choose alike, as far as the data hold them.

In: one data version.  Out: one measure per persona, and what is worth saying of each: size, what sets
it apart, what it is worth, seven questions, three journeys near its centre, what would refute it, and
whether newcomers still are the same. Personas belong to customers, not to purposes: they are told in the
book of the first purpose only.
"""

from __future__ import annotations

from desireline.insights.people.personas.early import Kinds, learn_kinds, seemed
from desireline.insights.people.personas.finding import Found, find, known
from desireline.insights.people.personas.keeping import keep_personas, recall_personas
from desireline.insights.people.personas.telling import (
    PersonaMeasure,
    Personas,
    memberships,
    named,
    offer_members,
    offer_personas,
    persona_table,
)

__all__ = [
    "Found",
    "Kinds",
    "PersonaMeasure",
    "Personas",
    "find",
    "keep_personas",
    "known",
    "learn_kinds",
    "memberships",
    "named",
    "offer_members",
    "offer_personas",
    "persona_table",
    "recall_personas",
    "seemed",
]
