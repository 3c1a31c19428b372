"""Whom a declared change could reach, and what came of them.

In: a change of the recipe, the success that it is judged by.  Out: `Units`: one row for each journey
whose clock has run out: when it began, its group, whether it got the change, 0 or 1.
A group is what was noted before the clock began (the region of the order): what is noted later might be
the change's own doing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import numpy as np

from desireline.insights.facts import EPOCH
from desireline.insights.paths.noted import notes
from desireline.insights.paths.results import successes
from desireline.journeys import matches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desireline.insights.facts import Facts
    from desireline.insights.paths.results import Result
    from desireline.recipe import ChangeRule

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_UNITS = """
    SELECT customer, journey, from_us, y, {group} AS told FROM ({result}) AS r {noted}
    ORDER BY customer, journey
"""
_NOTED = """
    LEFT JOIN (
        SELECT r2.customer, r2.journey, arg_max(value, at_us) AS value
        FROM ({result}) AS r2 JOIN {notes} AS n ON n.customer = r2.customer AND n.journey = r2.journey
            AND n.at_us <= r2.from_us
        WHERE n.key = ? GROUP BY ALL
    ) AS noted USING (customer, journey)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Journeys in the order of customers. `group` numbers `groups`; 0 everywhere where there are none."""

    who: Ints
    journey: Ints
    from_us: Ints
    y: Floats
    group: Ints
    groups: tuple[str, ...]
    got: tuple[bool, ...]
    """By group: whether the change reached it."""
    change_us: int

    @property
    def after(self) -> NDArray[np.bool_]:
        """Whose clock began once the change was there."""
        return self.from_us >= self.change_us

    @property
    def treated(self) -> NDArray[np.bool_]:
        """Who stands in a group that got it."""
        return np.array(self.got, dtype=bool)[self.group]

    def only(self, kept: NDArray[np.bool_]) -> Units:
        """Some of the units."""
        return Units(
            who=self.who[kept],
            journey=self.journey[kept],
            from_us=self.from_us[kept],
            y=self.y[kept],
            group=self.group[kept],
            groups=self.groups,
            got=self.got,
            change_us=self.change_us,
        )


def success_of(facts: Facts, rule: ChangeRule) -> Result | None:
    """What the change is judged by: the success that it names, else the first there is."""
    found = successes(facts)
    if rule.success is None:
        return found[0] if found else None
    return next((one for one in found if one.name == rule.success), None)


def units_of(facts: Facts, rule: ChangeRule, result: Result) -> Units:
    """Everybody whom the change could reach, those from before its day too."""
    noted, group, parameters = "", "NULL::VARCHAR", []
    if rule.by is not None:
        noted, group = _NOTED.format(result=result.sql, notes=notes(facts)), "noted.value"
        parameters = [rule.by]
    found = facts.engine.query(
        _UNITS.format(group=group, result=result.sql, noted=noted), parameters
    )
    told = found["told"].to_pylist()
    known = np.array([rule.by is None or one is not None for one in told], dtype=bool)
    groups = tuple(sorted({one for one in told if one is not None})) or ("all",)
    number = {name: i for i, name in enumerate(groups)}
    units = Units(
        who=np.asarray(found["customer"], dtype=np.int64),
        journey=np.asarray(found["journey"], dtype=np.int64),
        from_us=np.asarray(found["from_us"], dtype=np.int64),
        y=np.asarray(found["y"], dtype=np.float64),
        group=np.array([number.get(one, 0) for one in told], dtype=np.int64),
        groups=groups,
        got=tuple(matches(name, rule.got) if rule.got else True for name in groups),
        change_us=change_us(facts, rule),
    )
    return units.only(known)


def change_us(facts: Facts, rule: ChangeRule) -> int:
    """Midnight of the change's day, where the company is."""
    begins = datetime.combine(rule.date, time(), tzinfo=facts.data.zone).astimezone(UTC)
    return int((begins - EPOCH).total_seconds()) * 1_000_000
