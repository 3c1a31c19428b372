"""What kind of customer somebody seemed to be before a moment, told by what they had chosen until then.

In: one data version, customers each with a moment.  Out: memberships in groups that choose alike.
Those who are hit by something are often other people, and who they are shows in many choices together and in none
alone: whoever compares the hit with the spared compares within such groups. What is questionable: the groups are
found anew and quickly, more of them than personas are told, and nobody sees them; whether personas were found before must
not change an effect. What the groups choose is learnt from whole lives, who belongs to which only from the time before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from desireline.insights.people.personas.behaviour import Behaviour, Vocabulary, choices, learn
from desireline.insights.people.personas.finding import ENOUGH_CHOICES, ENOUGH_PEOPLE
from desireline.insights.people.personas.mixture import Mixture, fit, learn_alike, table_sizes
from desireline.journeys import one_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.journeys import JourneyData

    Floats = NDArray[np.float64]

_LEARNERS = 2_000
_GROUPS = 8
_STARTS = 4
_FIRST_STEPS = 60
"""Of a journey: whoever has chosen so often has shown who they are."""
_BEFORE = """
    CREATE OR REPLACE TEMP TABLE steps_before AS
    SELECT u.unit::UINTEGER AS customer, s.* EXCLUDE (customer)
    FROM {moments} AS u JOIN (SELECT customer, at_us, purpose, journey, step_no, touchpoint, stage, channel, actor,
        rating_kind, event_key FROM steps WHERE actor IN (0, 3) AND rating_kind IS NULL AND step_no < {first}) AS s
        ON s.customer = u.customer AND s.at_us < u.known_us
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """Groups of customers who choose alike."""

    vocabulary: Vocabulary
    alike: Floats
    mixture: Mixture


def learn_kinds(data: JourneyData) -> Kinds | None:
    """Find groups quickly; None where too few customers chose enough."""
    behaviour = Behaviour(data)
    (everybody,) = data.engine.rows("SELECT count(DISTINCT customer) FROM journeys")[0]
    step = max(1, -(-int(everybody) // _LEARNERS))
    fields, fixed, _ = behaviour.fields(one_in(step), int(everybody) // step)
    rows = behaviour.read(one_in(step), fixed=fixed, fields=fields)
    vocabulary = learn(rows, fields=fields, fixed=fixed)
    if not vocabulary.tables:
        return None
    _, told = choices(vocabulary, rows)
    enough = np.flatnonzero(table_sizes(told).sum(axis=1) >= ENOUGH_CHOICES)
    if len(enough) < ENOUGH_PEOPLE:
        return None
    teachers = told.of(enough)
    with threadpool_limits(1):  # the products are small: threads would only wait for each other
        alike = learn_alike(teachers, _GROUPS, seed=23, starts=_STARTS)
        found = fit(teachers.weighted(alike), _GROUPS, seed=23, starts=_STARTS)
    return Kinds(vocabulary=vocabulary, alike=alike, mixture=found)


def seemed(data: JourneyData, kinds: Kinds, moments: str, rows: int) -> Floats:
    """Memberships, shape (groups, rows).

    Args:
        data: the data version that the groups were learnt from.
        kinds: the groups.
        moments: table (unit, customer, known_us); units are 0 to rows - 1.
        rows: how many moments.
    """
    data.engine.execute(_BEFORE.format(moments=moments, first=_FIRST_STEPS))
    known = kinds.vocabulary
    chosen = Behaviour(data, steps="steps_before").read(
        "true", fixed=known.fixed, fields=known.fields
    )
    data.engine.execute("DROP TABLE steps_before")
    who, told = choices(known, chosen)
    out = np.repeat(kinds.mixture.size[:, None], rows, axis=1)  # who chose nothing is like anybody
    out[:, who] = kinds.mixture.members(told.weighted(kinds.alike)).T
    return out
