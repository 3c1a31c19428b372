"""Three real journeys near the centre of each persona, with nobody's name in them.

In: `Found`, steps.  Out: paths in words: touchpoint, channel, day. Of customers who surely belong, with a
usual number of choices, those whose shares of choices lie nearest to the persona's mean; the same path is told once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.paths.walks import walked
from desireline.insights.people.personas.finding import MIXED, Found
from desireline.insights.people.personas.mixture import views

if TYPE_CHECKING:
    from desireline.journeys import JourneyData

MANY = 3
_LOOKED_AT = 30
"""Of those nearest: as many paths as are read to find different ones."""


def examples(data: JourneyData, found: Found) -> list[tuple[str, ...]]:
    """By persona: journeys in words."""
    shares = views(found.choices)[0]
    members = found.members[found.taught]
    terms = found.terms[found.taught]
    out: list[tuple[str, ...]] = []
    for group in range(found.groups):
        mine = np.flatnonzero(members[:, group] >= MIXED)
        if len(mine) < MANY:
            out.append(())
            continue
        low, high = np.quantile(terms[mine], [0.25, 0.9])
        usual = mine[(terms[mine] >= low) & (terms[mine] <= high)]
        centre = members[:, group] @ shares / members[:, group].sum()
        away = ((shares[usual] - centre) ** 2).sum(axis=1)
        nearest = usual[np.argsort(away, kind="stable")[:_LOOKED_AT]]
        codes = found.people[found.taught[nearest]].tolist()
        out.append(_different(data, codes))
    return out


def _different(data: JourneyData, customers: list[int]) -> tuple[str, ...]:
    told: dict[str, None] = {}
    for customer in customers:
        told[_path(data, customer)] = None
        if len(told) == MANY:
            break
    return tuple(told)


def _path(data: JourneyData, customer: int) -> str:
    """The longest journey of a customer, in words."""
    purpose = data.purposes[0].code
    rows = data.engine.rows(
        "SELECT journey FROM journeys WHERE customer = $1 AND purpose = $2 ORDER BY steps DESC, journey LIMIT 1",
        [customer, purpose],
    )
    return walked(data, customer, purpose, rows[0][0]).words if rows else "."
